//! A log group to which nothing comes any more is heard of.

use signalarm_account::{DELIVERY_DELAY_MAX, Happening, What};
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_scenario::{ChainFault, WholeFault};
use signalarm_time::{Duration, Timestamp};

use super::{Evidence, Invariant, Violation};
use crate::windows::Window;

/// The evaluation range of the silence alarm, five periods of five minutes, and two evaluations.
const RANGE: Duration = Duration::from_secs(27 * 60);

/// By when the silence alarm must be heard once nothing reaches the log group any more.
pub(super) const DEADLINE: Duration = Duration::from_millis(DELIVERY_DELAY_MAX.as_millis() + RANGE.as_millis());

/// Faults that keep everything from the log group.
const SILENCES: [WholeFault; 7] = [
    WholeFault::TrailStopped,
    WholeFault::ManagementEventsExcluded,
    WholeFault::RolePermissionRemoved,
    WholeFault::LogGroupDeleted,
    WholeFault::LogGroupMoved,
    WholeFault::PutLogEventsThrottled,
    WholeFault::DeliveryLost,
];

pub(super) fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    // An account without other activity is silent by itself.
    if evidence.story.scenario.activity.is_none() {
        return Vec::new();
    }
    evidence
        .windows
        .iter()
        .filter(|window| silences(window.fault))
        .filter_map(|window| judge(evidence, window))
        .collect()
}

pub(super) fn silences(fault: &ChainFault) -> bool {
    matches!(fault, ChainFault::Whole(fault) if SILENCES.contains(fault))
}

fn judge(evidence: &Evidence<'_>, window: &Window<'_>) -> Option<Violation> {
    let by = window.from + DEADLINE;
    if window.until.min(evidence.end()) < by || excused(evidence, window, by) {
        return None;
    }
    let was_heard = evidence.story.simulator.account().journal().iter().any(|Happening { at, what }| {
        let is_its = |alarm: &str| alarm == AlertName::SILENCE.as_str();
        window.from - RANGE <= *at
            && *at <= by
            && matches!(what, What::Notified { alarm, state: State::Alarm, .. } if is_its(alarm))
    });
    let what = || format!("nobody heard of it although {}", window.fault);
    (!was_heard).then(|| evidence.violation(Invariant::SilenceIsHeard, &AlertName::SILENCE, window.from, what()))
}

/// Whether something else stands in the way: another fault of the alarm itself, or one that made it ring before.
fn excused(evidence: &Evidence<'_>, window: &Window<'_>, by: Timestamp) -> bool {
    let others = evidence.broken(&AlertName::SILENCE, Timestamp::from_millis(0), by);
    others.filter(|other| !std::ptr::eq(*other, window)).count() != 0
}
