//! Each transition begins where the one before ended, and leads somewhere else.

use std::collections::BTreeMap;

use signalarm_account::{Happening, What};
use signalarm_alarm::State;
use signalarm_alert::AlertName;

use super::{Evidence, Invariant, Violation};

pub(super) fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let mut states: BTreeMap<&str, State> = BTreeMap::new();
    let mut violations = Vec::new();
    for Happening { at, what } in evidence.story.simulator.account().journal() {
        let What::Transition { alarm, from, to, .. } = what else { continue };
        let before = states.insert(alarm, *to);
        // An alarm that is made anew begins anew.
        let follows = before.is_none_or(|before| before == *from) || *from == State::InsufficientData;
        if follows && from != to {
            continue;
        }
        let name = evidence.story.simulator.chain().names().find(|name| name.as_str() == alarm);
        let name = name.cloned().unwrap_or(AlertName::SILENCE);
        let what = format!("it went from {from} to {to}, and had gone to {before:?} before");
        violations.push(evidence.violation(Invariant::StatesFollow, &name, *at, what));
    }
    violations
}
