//! Words that the reports of drills share.

use signalarm_drill::{ForeignAlarm, HopKind, Reader, Request, Story};
use signalarm_scenario::{Proof, RunResult};
use signalarm_time::Duration;

use super::hops::{Cause, Timed};

/// What was done or seen, in words.
pub(super) fn hop(kind: &HopKind) -> String {
    match kind {
        HopKind::Announced { topic_arn, text } => format!("told {}: {text}", topic(topic_arn)),
        HopKind::Made(thing) => format!("made: {thing}"),
        HopKind::Put { id, name, matches, .. } => match matches.as_slice() {
            [] => format!("put the record {id} ({name}), which no pattern matches"),
            matches => {
                let names: Vec<&str> = matches.iter().map(|name| name.as_str()).collect();
                format!("put the record {id} ({name}), which the pattern of {} matches", names.join(", "))
            }
        },
        HopKind::Transition { alarm, from, to, reason } => format!("{alarm} goes from {from} to {to}: {reason}"),
        HopKind::Heard { topic_arn, alarm, state } => {
            format!("the topic {} tells the drill's queue of {alarm}: {state}", topic(topic_arn))
        }
        HopKind::Removed(thing) => format!("removed: {thing}"),
    }
}

/// The name of a topic.
pub(super) fn topic(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or_default()
}

/// How long a hop took, and after what.
pub(super) fn after(timed: &Timed<'_>) -> String {
    match timed.after {
        None => String::new(),
        Some((took, Cause::Record)) => format!("{} after the record", seconds(took)),
        Some((took, Cause::Alarm)) => format!("{} after the alarm", seconds(took)),
    }
}

/// Seconds with a tenth: nobody decides by less.
pub(super) fn seconds(duration: Duration) -> String {
    let tenths = (duration.as_millis() + 50) / 100;
    format!("{}.{} s", tenths / 10, tenths % 10)
}

/// Whether a link is proved, and how or why not.
pub(super) fn proof(proof: &Proof) -> (bool, &str) {
    match proof {
        Proof::Proved(how) => (true, how),
        Proof::NotProved(why) => (false, why),
    }
}

/// What came of a story, in a word or two.
pub(super) fn story(story: &Story) -> &'static str {
    match &story.run {
        Err(_) => "lost",
        Ok(run) => match run.result() {
            RunResult::Passed => "passed",
            RunResult::Differs => "differs",
            RunResult::NotProvable => "not provable",
        },
    }
}

/// The switches that a person gave, as they are written.
pub(super) fn request(request: &Request) -> String {
    let Request { account: _, adopted, others_informed, announce, quiet, fresh, wait_max } = request;
    let switches = [
        (*adopted, "--adopted"),
        (*others_informed, "--others-informed"),
        (*announce, "--announce"),
        (*quiet, "--quiet"),
        (*fresh, "--verify, behind a deployment that changed the chain"),
    ];
    let given = switches.into_iter().filter(|(given, _)| *given).map(|(_, switch)| switch.to_owned());
    given.chain([format!("--max-wait {wait_max}")]).collect::<Vec<String>>().join(", ")
}

/// Who reads the log group along.
pub(super) fn reader(reader: &Reader) -> String {
    let Reader { filter, destination_arn, pattern, scenarios } = reader;
    // One of them may be no scenario: the records that must ring nothing are forged as well.
    let sees = match scenarios.iter().map(String::as_str).collect::<Vec<&str>>() {
        none if none.is_empty() => "is sent no forged record".to_owned(),
        names => format!("is sent forged records: {}", names.join(", ")),
    };
    let of = if pattern.is_empty() { "everything".to_owned() } else { format!("what {pattern} matches") };
    format!("{destination_arn}, by the subscription filter {filter}, reads {of} and {sees}")
}

/// An alarm of others that a forged record would feed.
pub(super) fn foreign_alarm(foreign: &ForeignAlarm) -> String {
    let ForeignAlarm { filter, watches, alarm, acts, scenarios: _ } = foreign;
    let by = match (filter, watches) {
        (Some(filter), _) => format!("the metric filter {filter}"),
        (None, Some(ours)) => format!("{ours}, which it watches"),
        (None, None) => "a metric of ours".to_owned(),
    };
    match alarm {
        Some(alarm) => {
            let acts = if *acts { "it acts" } else { "it has no action that runs" };
            format!("the alarm {alarm} is fed by {by}; {acts}")
        }
        None => format!("{by} counts forged records, and no alarm is on its metric"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The records that must ring nothing are no scenario, and are read along all the same.
    #[test]
    fn a_reader_is_told_with_what_it_is_sent() {
        let told = |names: &[&str]| {
            reader(&Reader {
                filter: "siem".to_owned(),
                destination_arn: "arn".to_owned(),
                pattern: String::new(),
                scenarios: names.iter().map(|name| (*name).to_owned()).collect(),
            })
        };
        let sent = "arn, by the subscription filter siem, reads everything and is sent";
        assert_eq!(told(&[]), format!("{sent} no forged record"));
        let names = ["failure-iam", "records that must ring nothing"];
        assert_eq!(told(&names), format!("{sent} forged records: failure-iam, records that must ring nothing"));
    }
}
