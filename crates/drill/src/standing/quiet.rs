//! Muting the drilled alarms for the time of a drill. A muted action runs when the window ends, unless its alarm has left the
//! state by then.

use signalarm_alert::AlertName;
use signalarm_cloud::PutAlarmMuteRule;
use signalarm_time::{Duration, Timestamp};

use super::RunName;
use super::things::MUTE_RULE_BEGINNING;

/// The most alarms of one rule (CloudWatch API Reference, *MuteTargets*).
pub(super) const MUTED_MAX: usize = 100;
/// How long after the beginning of its window a rule is trusted to hold.
const HOLDS_AFTER: Duration = Duration::from_secs(10);

/// The rule of a drill that is made now, until the drill is over: its window begins with the next minute, as nobody documents what becomes of one that
/// began before the rule.
pub(super) fn mute_rule(run: &RunName, alarms: &[AlertName], now: Timestamp) -> PutAlarmMuteRule {
    let at = now.floor(Duration::MINUTE) + Duration::MINUTE;
    let minutes = run.end().since(at).as_millis().div_ceil(Duration::MINUTE.as_millis()).max(1);
    let duration = Duration::from_millis(minutes * Duration::MINUTE.as_millis());
    PutAlarmMuteRule {
        name: name(run),
        alarm_names: alarms.iter().map(ToString::to_string).collect(),
        at,
        duration,
        expire_date: at + duration,
    }
}

/// When a rule holds.
pub(super) fn holds_from(rule: &PutAlarmMuteRule) -> Timestamp {
    rule.at + HOLDS_AFTER
}

/// The name of a drill's rule.
pub(super) fn name(run: &RunName) -> String {
    format!("{MUTE_RULE_BEGINNING}{run}")
}
