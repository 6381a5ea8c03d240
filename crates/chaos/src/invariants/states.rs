//! Each transition begins where the one before ended, and leads somewhere else.

use std::collections::BTreeMap;

use signalarm_account::{Happening, What};
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_scenario::{AlertFault, ChainFault};
use signalarm_time::Duration;

use super::{Evidence, Invariant, Violation};

pub(super) fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let mut states: BTreeMap<&str, State> = BTreeMap::new();
    let mut violations = Vec::new();
    for Happening { at, what } in evidence.story.simulator.account().journal() {
        let What::Transition { alarm, from, to, .. } = what else { continue };
        let before = states.insert(alarm, *to);
        let name = evidence.story.simulator.chain().names().find(|name| name.as_str() == alarm);
        let name = name.cloned().unwrap_or(AlertName::SILENCE);
        // An alarm that is made anew begins anew.
        let is_made_anew = || *from == State::InsufficientData && may_be_made_anew(evidence, &name);
        let follows = before.is_none_or(|before| before == *from) || is_made_anew();
        if !follows || from == to {
            let what = format!("it went from {from} to {to}, and had gone to {before:?} before");
            violations.push(evidence.violation(Invariant::StatesFollow, &name, *at, what));
        }
        if *to == State::InsufficientData && is_fed(evidence, &name) {
            let what = "it lacks data although nothing is broken and a log event comes every minute".to_owned();
            violations.push(evidence.violation(Invariant::StatesFollow, &name, *at, what));
        }
    }
    violations
}

/// Whether somebody deleted the alarm meanwhile.
fn may_be_made_anew(evidence: &Evidence<'_>, alert: &AlertName) -> bool {
    let is_of_it =
        |fault: &ChainFault| matches!(fault, ChainFault::OfAlert(AlertFault::AlarmDeleted, of) if of == alert);
    evidence.windows.iter().any(|window| is_of_it(window.fault))
}

/// Whether each minute has a value: the filter's default value, for a log event that comes every minute.
fn is_fed(evidence: &Evidence<'_>, alert: &AlertName) -> bool {
    let has_default = evidence.story.simulator.chain().alert(alert).is_some_and(|alert| alert.default_value.is_some());
    let is_busy = evidence.story.scenario.activity.is_some_and(|every| every <= Duration::MINUTE);
    has_default && is_busy && evidence.windows.is_empty()
}
