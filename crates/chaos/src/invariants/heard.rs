//! Every sign-in, and every call that tampers with the chain, is heard in time, or somebody knows why not; and no alarm
//! stays green over one that was counted.

use std::collections::BTreeMap;

use signalarm_account::{DELIVERY_DELAY_MAX, Fate, Happening, Link, RecordIndex, What};
use signalarm_alarm::State;
use signalarm_alert::{Alert, AlertName};
use signalarm_scenario::{FaultKind, Hearing, Outcome, TimedFault, alert_for, ways};
use signalarm_time::{Duration, Timestamp};

use super::{Evidence, Invariant, Violation};
use crate::play::Story;
use crate::windows::{Window, longest_measure};

/// Alarms are evaluated once a minute, each at its own instant.
const EVALUATION: Duration = Duration::MINUTE;
/// A trail that was started or mended is deaf for a little longer, and what waits is delivered a little later.
const AFTERMATH: Duration = Duration::from_secs(2 * 3_600);

/// By when a sign-in of an alert must be heard in a chain that is well.
pub(super) fn deadline(alert: &Alert) -> Duration {
    DELIVERY_DELAY_MAX + alert.period.duration() + EVALUATION * 2
}

pub(super) fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    let told = first_notifications(evidence.story);
    for happening in evidence.story.simulator.account().journal() {
        let What::Recorded { record: index } = &happening.what else { continue };
        let record = evidence.story.simulator.account().kept_record(*index);
        let Some(alert) = alert_for(record, evidence.story.simulator.chain()) else { continue };
        let recorded = happening.at;
        // A story that ends too soon says nothing of its last sign-ins.
        if evidence.end() < recorded + deadline(alert) {
            continue;
        }
        let in_time = |at: &Timestamp| *at <= recorded + deadline(alert);
        if !told.get(&(*index, alert.name.as_str())).is_some_and(in_time) {
            violations.extend(judge(evidence, *index, alert, recorded));
        }
    }
    violations
}

/// Why a sign-in that nobody was told of in time should not have been one.
fn judge(evidence: &Evidence<'_>, index: RecordIndex, alert: &Alert, recorded: Timestamp) -> Option<Violation> {
    let name = &alert.name;
    let violation = |invariant, what: String| Some(evidence.violation(invariant, name, recorded, what));
    let Some(Hearing { outcome, .. }) = evidence.story.hearing(index, name) else {
        return violation(Invariant::HeardOrExplained, "the account has lost every trace of it".to_owned());
    };
    let blamed = || {
        let from = recorded - longest_measure(&evidence.windows) - AFTERMATH;
        evidence.broken(name, from, evidence.end())
    };
    match outcome {
        // Later than the deadline: something must have held it up.
        Outcome::Matched(Fate::Heard { .. }) if blamed().next().is_some() => None,
        Outcome::Matched(Fate::Swallowed { since }) => swallowed(evidence, name, *since, recorded),
        _ => {
            if links(outcome).iter().any(|link| blamed().any(|window| kills(window, *link))) {
                return None;
            }
            let invariant = match outcome {
                Outcome::Matched(Fate::Expired { .. } | Fate::Open) => Invariant::NoGreenLie,
                _ => Invariant::HeardOrExplained,
            };
            violation(invariant, format!("nothing that was broken explains it: {outcome}"))
        }
    }
}

/// When each alarm first told somebody of each record that it did tell of.
pub(crate) fn first_notifications(story: &Story) -> BTreeMap<(RecordIndex, &str), Timestamp> {
    let mut told = BTreeMap::new();
    for Happening { at, what } in story.simulator.account().journal() {
        if let What::Notified { alarm, state: State::Alarm, records, .. } = what {
            for record in records {
                told.entry((*record, alarm.as_str())).or_insert(*at);
            }
        }
    }
    told
}

/// AWS's own design: an alarm in ALARM says nothing of what comes then. It must have been raised, by a sign-in or by
/// somebody who forced it, and not have left ALARM before.
fn swallowed(evidence: &Evidence<'_>, alert: &AlertName, since: Timestamp, recorded: Timestamp) -> Option<Violation> {
    let raised = evidence.story.simulator.account().journal().iter().find(|happening| {
        happening.at == since
            && matches!(&happening.what, What::Transition { alarm, to: State::Alarm, .. } if alarm == alert.as_str())
    });
    match raised {
        Some(_) => None,
        None => {
            let what = format!("it is said to be swallowed by an alarm that was not raised at {since}");
            Some(evidence.violation(Invariant::HeardOrExplained, alert, recorded, what))
        }
    }
}

/// The links at which it may have been lost. What an alarm has not been evaluated with may have been held up anywhere before.
fn links(outcome: &Outcome) -> Vec<Link> {
    let mut links: Vec<Link> = outcome.why_unheard().map(|why| why.link).into_iter().collect();
    if matches!(outcome, Outcome::Matched(Fate::Open)) {
        links.extend([Link::Trail, Link::LogGroup, Link::Metric]);
    }
    links
}

/// Whether a fault kills a link, by the table of the ways to die.
fn kills(window: &Window<'_>, link: Link) -> bool {
    let kind = window.fault.kind();
    ways().any(|way| way.link == link && way.faults.contains(&kind)) || refuses_log_events(kind, link)
}

/// A clock that is hours away does not only move samples: CloudWatch Logs refuses the log events.
const fn refuses_log_events(kind: FaultKind, link: Link) -> bool {
    matches!((kind, link), (FaultKind::Timed(TimedFault::ClockAhead | TimedFault::ClockBehind), Link::LogGroup))
}
