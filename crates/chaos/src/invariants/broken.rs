//! What is broken lets nothing through, and what is whole tells of each state once.
//!
//! Faults are looked at alone: of several at once one may undo what another does.

use std::collections::BTreeSet;

use signalarm_account::{Happening, What};
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_notification::Protocol;
use signalarm_scenario::{AlertFault, ChainFault, WholeFault};
use signalarm_time::{Duration, Timestamp};

use super::{Evidence, Invariant, Violation};

/// The evaluation range of the silence alarm, five slots of five minutes (CloudWatch User Guide), but for the minute in
/// which the last log event came and the one in which the trail's last call was.
const SILENCE_MIN: Duration = Duration::from_secs(23 * 60);

pub(super) fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let journal = evidence.story.simulator.account().journal();
    let mut violations: Vec<Violation> =
        journal.iter().filter_map(|happening| let_through(evidence, happening)).collect();
    violations.extend(journal.iter().filter_map(|happening| rang_too_soon(evidence, happening)));
    violations.extend(told_twice(evidence));
    violations.extend(journal.iter().enumerate().filter_map(|(index, _)| all_clear_unsaid(evidence, index)));
    violations
}

/// Somebody was notified although a fault that is alone keeps everything from them.
fn let_through(evidence: &Evidence<'_>, Happening { at, what }: &Happening) -> Option<Violation> {
    let (alarm, protocol, message) = match what {
        What::Notified { alarm, endpoint, message, .. } => (alarm, endpoint.protocol(), message),
        _ => return None,
    };
    let alert = alert(evidence, alarm)?;
    let window = evidence.alone(&alert)?;
    // What was published before is still sent afterwards, where an endpoint did not take it at first.
    let is_then = window.from < message.at && *at < window.until;
    let what = || format!("{protocol} was notified although {}", window.fault);
    (is_then && cuts_off(window.fault, protocol))
        .then(|| evidence.violation(Invariant::BrokenIsBroken, &alert, *at, what()))
}

fn cuts_off(fault: &ChainFault, protocol: Protocol) -> bool {
    match fault {
        ChainFault::OfAlert(
            AlertFault::ActionsDisabled
            | AlertFault::AlarmMuted
            | AlertFault::TopicDeleted
            | AlertFault::TopicPolicyRefuses
            | AlertFault::TopicKeyRefuses
            | AlertFault::FilteredOut,
            _,
        ) => true,
        ChainFault::Whole(WholeFault::SmsLimitReached | WholeFault::SmsSandbox) => protocol == Protocol::Sms,
        _ => false,
    }
}

/// The silence alarm looks at 25 minutes: it must not ring before they are empty.
fn rang_too_soon(evidence: &Evidence<'_>, Happening { at, what }: &Happening) -> Option<Violation> {
    let is_it =
        matches!(what, What::Transition { alarm, to: State::Alarm, .. } if alarm == AlertName::SILENCE.as_str());
    // Before the story begins the alarm was there sooner than the first log event.
    if !is_it || *at < evidence.story.scenario.start || evidence.story.scenario.activity.is_none() {
        return None;
    }
    let violation = |what| Some(evidence.violation(Invariant::NothingFromNothing, &AlertName::SILENCE, *at, what));
    if evidence.windows.is_empty() {
        return violation("it rang although nothing was broken".to_owned());
    }
    let window = evidence.alone(&AlertName::SILENCE)?;
    let is_too_soon = super::silence::silences(window.fault) && *at < window.from + SILENCE_MIN;
    is_too_soon.then(|| violation(format!("it rang at once when {}", window.fault))).flatten()
}

/// Actions run once for each transition.
fn told_twice(evidence: &Evidence<'_>) -> Vec<Violation> {
    let mut known: BTreeSet<(&str, Timestamp, String)> = BTreeSet::new();
    let mut violations = Vec::new();
    for Happening { at, what } in evidence.story.simulator.account().journal() {
        let What::Notified { alarm, endpoint, message, .. } = what else { continue };
        if !known.insert((alarm, message.at, endpoint.to_string()))
            && let Some(alert) = alert(evidence, alarm)
        {
            let what = format!("{} was told twice of one transition", endpoint.protocol());
            violations.push(evidence.violation(Invariant::ToldOnce, &alert, *at, what));
        }
    }
    violations
}

/// The silence alarm tells when all is well again, or the journal says why it does not.
fn all_clear_unsaid(evidence: &Evidence<'_>, index: usize) -> Option<Violation> {
    let journal = evidence.story.simulator.account().journal();
    let Happening { at, what } = &journal[index];
    let is_silence = |alarm: &str| alarm == AlertName::SILENCE.as_str();
    if !matches!(what, What::Transition { alarm, to: State::Ok, .. } if is_silence(alarm)) {
        return None;
    }
    let said = |happening: &Happening| match &happening.what {
        What::Notified { alarm, state: State::Ok, .. } | What::Unnotified { alarm, state: State::Ok, .. } => {
            is_silence(alarm)
        }
        _ => false,
    };
    let mut then = journal[index..].iter().take_while(|happening| happening.at == *at);
    let what = || "all is well again, and nobody is told, nor is it said why not".to_owned();
    let is_unsaid =
        !then.any(said) && evidence.alone(&AlertName::SILENCE).is_none_or(|window| !is_of_alarm(window.fault));
    is_unsaid.then(|| evidence.violation(Invariant::ToldOnce, &AlertName::SILENCE, *at, what()))
}

/// A fault that takes the alarm's own actions away.
const fn is_of_alarm(fault: &ChainFault) -> bool {
    matches!(fault, ChainFault::OfAlert(AlertFault::AlarmDeleted | AlertFault::AlarmWrongMetric, _))
}

fn alert(evidence: &Evidence<'_>, alarm: &str) -> Option<AlertName> {
    evidence.story.simulator.chain().names().find(|name| name.as_str() == alarm).cloned()
}
