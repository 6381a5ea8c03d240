//! The full transcript of one run: what was done and seen, line by line, and what came of it.

use std::fmt::Write as _;

use signalarm_account::{Happening, RecordIndex, What};
use signalarm_diagnostic::{harmless, harmless_lines};
use signalarm_scenario::{Act, ChainOrigin, Judgement, Notified, Run};

use crate::links::link_lines;
use crate::mask::Mask;
use crate::words::action;

/// The transcript; same run, same bytes.
#[must_use]
pub fn transcript(run: &Run, mask: &Mask) -> String {
    let mut text = String::new();
    let scenario = &run.scenario;
    let activity =
        scenario.activity.map_or("no other activity".to_owned(), |every| format!("another API call every {every}"));
    let place = &run.chain.place;
    line(&mut text, &scenario.title);
    if run.links.is_empty() {
        line(&mut text, &format!("on the {}, seed {}, from {}, {activity}", run.target, scenario.seed, scenario.start));
        line(&mut text, &format!("account {}, Region {}", place.account, place.region));
    } else {
        // Account, clock and other activity are not the scenario's there.
        line(&mut text, &format!("seen from outside, target {}", run.target));
    }
    match scenario.origin {
        ChainOrigin::Standing => {}
        ChainOrigin::HandMade => line(&mut text, "the chain was made by hand and adopted by the deployer"),
    }
    line(&mut text, "");
    if let Some(why) = &run.unplayed {
        line(&mut text, &format!("not played: {}", harmless(why)));
    }
    for (name, state) in &run.settled {
        line(&mut text, &format!("{:<14}settled   {name} is {state}", ""));
    }
    for act in &run.acts {
        tell(&mut text, run, act);
    }
    if !run.hearings.is_empty() {
        line(&mut text, "\nwhat became of the records:");
    }
    for hearing in &run.hearings {
        let lost =
            hearing.outcome.why_unheard().map_or(String::new(), |unheard| format!(", lost at the {}", unheard.link));
        line(&mut text, &format!("  {} for {}{lost}: {}", id(run, hearing.record), hearing.alert, hearing.outcome));
    }
    line(&mut text, "\nexpected:");
    for verdict in &run.verdicts {
        let expectation = &verdict.expectation;
        let window = format!("{} to {}", expectation.from.offset_form(), expectation.until.offset_form());
        let (mark, differs) = match &verdict.judgement {
            Judgement::Holds => ("ok    ", String::new()),
            Judgement::Differs(instead) => ("DIFFER", format!("; {}", harmless(instead))),
            Judgement::NotProvable(why) => ("n/a   ", format!("; not provable here: {}", harmless(why))),
        };
        line(&mut text, &format!("  {mark}  line {}, {window}: {}{differs}", expectation.line, expectation.expected));
    }
    let links = link_lines(run.target, &[(run, mask)]);
    if !links.is_empty() {
        line(&mut text, "");
    }
    for link in links {
        line(&mut text, &link);
    }
    harmless_lines(&mask.apply(&text))
}

fn line(text: &mut String, content: &str) {
    text.push_str(content.trim_end());
    text.push('\n');
}

fn tell(text: &mut String, run: &Run, act: &Act) {
    match act {
        Act::Done { at, line: number, action: done } => {
            entry(text, run, *at, "step", &format!("{} (line {number})", action(done)));
        }
        Act::Seen(happening) => seen(text, run, happening),
        Act::Received(received) => told(text, run, &received.into()),
    }
}

fn entry(text: &mut String, run: &Run, at: signalarm_time::Timestamp, kind: &str, content: &str) {
    line(text, &format!("{:<14}{kind:<9} {content}", run.since_start(at).offset_form().to_string()));
}

fn told(text: &mut String, run: &Run, notified: &Notified<'_>) {
    let Notified { at, endpoint, .. } = notified;
    let sent = format!("{endpoint} is sent {}", harmless(&notified.subject()));
    entry(text, run, *at, &endpoint.protocol().to_string(), &sent);
    entry(text, run, *at, "", &harmless(&notified.text()));
}

fn seen(text: &mut String, run: &Run, happening: &Happening) {
    if let Some(notified) = Notified::of(happening) {
        return told(text, run, &notified);
    }
    let mut entry = |kind: &str, content: &str| entry(text, run, happening.at, kind, content);
    match &happening.what {
        What::Recorded { record } => {
            let name = run.record(*record).map_or("a record".to_owned(), |record| harmless(record.name()));
            entry("record", &format!("{} {name}", id(run, *record)));
        }
        What::NotRecorded { record, why } => entry("lost", &format!("{}: {why}", id(run, *record))),
        What::Delivered { record, log_group, copy } => {
            let again = if *copy == 1 { "" } else { " again" };
            entry("log event", &format!("{} arrives in {log_group}{again}", id(run, *record)));
        }
        What::Matched { record, filter, value, .. } => {
            entry("match", &format!("{} by {filter}, value {value}", id(run, *record)));
        }
        What::Transition { alarm, from, to, reason, .. } => {
            entry("alarm", &format!("{alarm} goes from {from} to {to}"));
            entry("", &harmless(reason));
        }
        // Told above.
        What::Notified { .. } => {}
        What::Unnotified { alarm, state, endpoint, why } => {
            let whom = endpoint.as_ref().map_or("nobody".to_owned(), |endpoint| format!("not {endpoint}"));
            entry("unheard", &format!("{alarm} {state} tells {whom}: {why}"));
        }
    }
}

/// The id of a record.
pub(crate) fn id(run: &Run, index: RecordIndex) -> String {
    let mut shown = String::new();
    let _ = match run.record(index) {
        Some(record) => write!(shown, "{}", harmless(record.id())),
        None => write!(shown, "record {}", index.0),
    };
    shown
}
