//! What became of the event of a cell.

use std::collections::BTreeSet;
use std::fmt;

use signalarm_account::{Happening, Link, RecordIndex, What};
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_scenario::{Hearing, Step};
use signalarm_time::{Duration, Timestamp};

use super::course::is_event;
use crate::invariants::{deadline, first_notifications};
use crate::play::Story;

/// What became of a sign-in, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellVerdict {
    /// Its alert told somebody within the deadline.
    Heard,
    /// Its alert told somebody after the deadline.
    Late,
    /// Its alert told nobody of it, and something else of the chain told somebody that there is trouble.
    Loud,
    /// Its alarm was in ALARM already, and told nobody of it.
    Swallowed,
    /// Nobody heard anything.
    Silent,
}

impl CellVerdict {
    /// All of them, best first.
    pub const ALL: [Self; 5] = [Self::Heard, Self::Late, Self::Loud, Self::Swallowed, Self::Silent];
}

impl fmt::Display for CellVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Heard => "heard",
            Self::Late => "late",
            Self::Loud => "loud",
            Self::Swallowed => "swallowed",
            Self::Silent => "silent",
        })
    }
}

/// A verdict, and who else told somebody.
pub(super) struct Judged {
    pub(super) verdict: CellVerdict,
    pub(super) others: Vec<AlertName>,
}

/// Judges a story of one event of an alert.
pub(super) fn judge(story: &Story, alert: &AlertName) -> Judged {
    let others = others(story, alert);
    let is_swallowed = hearing(story, alert).is_some_and(|hearing| hearing.outcome.is_swallowed());
    let verdict = match (told_at(story, alert), event(story, alert)) {
        (Some(at), Some(step)) if at <= story.scenario.start + step.at + until_told(story, alert) => CellVerdict::Heard,
        (Some(_), _) => CellVerdict::Late,
        (None, _) if is_swallowed => CellVerdict::Swallowed,
        (None, _) if others.is_empty() => CellVerdict::Silent,
        (None, _) => CellVerdict::Loud,
    };
    Judged { verdict, others }
}

/// By when after the event its alert must have told somebody.
pub(super) fn until_told(story: &Story, alert: &AlertName) -> Duration {
    deadline(story.simulator.chain(), alert)
}

/// The step that the alert should tell of.
pub(super) fn event<'s>(story: &'s Story, alert: &AlertName) -> Option<&'s Step> {
    // Where a fault is the event of the silence alarm, the last one is the event.
    story.scenario.steps.iter().rfind(|step| is_event(&step.action, alert))
}

/// When the alert first told somebody of the event. The silence alarm names no records: there is nothing else that it tells.
pub(super) fn told_at(story: &Story, alert: &AlertName) -> Option<Timestamp> {
    if *alert == AlertName::SILENCE {
        let mut told = alarms_told(story).filter(|(_, name)| *name == alert.as_str());
        return told.next().map(|(at, _)| at);
    }
    first_notifications(story).get(&(record(story, alert)?, alert.as_str())).copied()
}

/// Where the sign-in was lost.
pub(super) fn lost_at(story: &Story, alert: &AlertName) -> Option<Link> {
    Some(hearing(story, alert)?.outcome.why_unheard()?.link)
}

/// Which other alerts told somebody, in the chain's order.
fn others(story: &Story, alert: &AlertName) -> Vec<AlertName> {
    let told: BTreeSet<&str> = alarms_told(story).map(|(_, name)| name).collect();
    let chain = story.simulator.chain();
    chain.names().filter(|name| *name != alert && told.contains(name.as_str())).cloned().collect()
}

/// Every notification of an alarm in ALARM, from the beginning of the story on.
fn alarms_told(story: &Story) -> impl Iterator<Item = (Timestamp, &str)> {
    story.simulator.account().journal().iter().filter_map(|Happening { at, what }| match what {
        What::Notified { alarm, state: State::Alarm, .. } if story.scenario.start <= *at => Some((*at, alarm.as_str())),
        _ => None,
    })
}

fn hearing<'s>(story: &'s Story, alert: &AlertName) -> Option<&'s Hearing> {
    story.hearing(record(story, alert)?, alert)
}

/// The record of the sign-in: the last one of its instant, since an attempt of a flood may share it.
fn record(story: &Story, alert: &AlertName) -> Option<RecordIndex> {
    let at = story.scenario.start + event(story, alert)?.at;
    story.simulator.account().journal().iter().rev().find_map(|happening| match happening.what {
        What::Recorded { record } if happening.at == at => Some(record),
        _ => None,
    })
}
