//! What was done and seen in a drill, scenario by scenario, and how long each hop took.

use std::collections::BTreeMap;

use signalarm_alarm::State;
use signalarm_drill::{Hop, HopKind};
use signalarm_time::{Duration, Timestamp};

/// What a hop came after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The first record that matches and that the alarm may have counted.
    Record,
    /// The change of the alarm's state.
    Alarm,
}

/// A hop, and how long after which other one it came.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timed<'e> {
    pub(super) hop: &'e Hop,
    pub(super) after: Option<(Duration, Cause)>,
    /// The scenario in which it happened: the one whose record was put last; `None`: before the first.
    pub(super) scenario: Option<&'e str>,
}

/// Hops with what they came after. Times of records and messages are this program's, those of alarms are AWS's: a clock that is
/// behind makes a hop look as if it took no time.
pub(super) fn timed(hops: &[Hop]) -> Vec<Timed<'_>> {
    let mut scenario = None;
    let mut first_records: BTreeMap<&str, Timestamp> = BTreeMap::new();
    let mut changes: BTreeMap<(&str, State), Timestamp> = BTreeMap::new();
    let mut timed = Vec::new();
    for hop in hops {
        let since = |earlier: Option<Timestamp>, cause| earlier.map(|earlier| (hop.at.since(earlier), cause));
        let after = match &hop.kind {
            HopKind::Put { scenario: of, matches, .. } => {
                scenario = of.as_deref().or(scenario);
                for alert in matches {
                    first_records.entry(alert.as_str()).or_insert(hop.at);
                }
                None
            }
            HopKind::Transition { alarm, to, .. } => {
                changes.insert((alarm.as_str(), *to), hop.at);
                let first = first_records.remove(alarm.as_str());
                match to {
                    State::Alarm => since(first, Cause::Record),
                    State::Ok | State::InsufficientData => None,
                }
            }
            HopKind::Heard { alarm, state, .. } => since(changes.get(&(alarm.as_str(), *state)).copied(), Cause::Alarm),
            HopKind::Announced { .. } | HopKind::Made(_) | HopKind::Removed(_) => None,
        };
        timed.push(Timed { hop, after, scenario });
    }
    timed
}

/// Those of one scenario that belong to its story: records, alarms, messages.
pub(super) fn of_story<'t, 'e>(
    timed: &'t [Timed<'e>],
    scenario: Option<&'t str>,
) -> impl Iterator<Item = &'t Timed<'e>> {
    timed.iter().filter(move |timed| timed.scenario == scenario && is_of_story(&timed.hop.kind))
}

const fn is_of_story(kind: &HopKind) -> bool {
    match kind {
        HopKind::Put { .. } | HopKind::Transition { .. } | HopKind::Heard { .. } => true,
        HopKind::Announced { .. } | HopKind::Made(_) | HopKind::Removed(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use signalarm_alert::AlertName;

    use super::*;

    fn hop(seconds: u64, kind: HopKind) -> Hop {
        Hop { at: Timestamp::MIN + Duration::from_secs(seconds), kind }
    }

    fn put(seconds: u64, scenario: Option<&str>, matches: &[AlertName]) -> Hop {
        let (id, name) = (String::new(), String::new());
        hop(seconds, HopKind::Put { scenario: scenario.map(str::to_owned), id, name, matches: matches.to_vec() })
    }

    fn change(seconds: u64, to: State) -> Hop {
        let (alarm, from, reason) = (AlertName::FAILURE_IAM, State::Ok, String::new());
        hop(seconds, HopKind::Transition { alarm, from, to, reason })
    }

    fn heard(seconds: u64, state: State) -> Hop {
        let (topic_arn, alarm) = (String::new(), AlertName::FAILURE_IAM.to_string());
        hop(seconds, HopKind::Heard { topic_arn, alarm, state })
    }

    #[test]
    fn an_alarm_is_timed_from_the_first_record_that_it_may_have_counted() {
        let alert = [AlertName::FAILURE_IAM];
        let hops = [
            put(5, None, &[]),
            put(10, Some("a"), &alert),
            put(30, Some("a"), &alert),
            change(70, State::Alarm),
            heard(72, State::Alarm),
            change(200, State::Ok),
            put(210, None, &[]),
            heard(211, State::Ok),
            put(300, Some("b"), &alert),
            change(360, State::Alarm),
        ];
        let timed = timed(&hops);
        let after: Vec<Option<u64>> = timed.iter().map(|timed| Some(timed.after?.0.as_secs())).collect();
        let (none, some) = (None, Some);
        assert_eq!(after, [none, none, none, some(60), some(2), none, none, some(11), none, some(60)]);
        let count = |scenario| of_story(&timed, scenario).count();
        assert_eq!((count(None), count(Some("a")), count(Some("b")), count(Some("c"))), (1, 7, 2, 0));
    }

    /// What nobody saw begin has no time.
    #[test]
    fn what_came_of_nothing_is_not_timed() {
        let hops = [change(70, State::Alarm), heard(72, State::Ok)];
        assert!(timed(&hops).iter().all(|timed| timed.after.is_none()));
    }
}
