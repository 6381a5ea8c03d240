//! Names of alarms, and lists of them.

use crate::Refusal;
use crate::constraints::Constraints;

/// The most characters of an alarm's name, and the most names of one request (CloudWatch API Reference, *DeleteAlarms*).
const NAME_CHARS_MAX: usize = 255;
const NAMES_MAX: usize = 100;

/// Checks the names that *DeleteAlarms*, *EnableAlarmActions* and *DisableAlarmActions* are given; they need not exist.
///
/// # Errors
///
/// `ValidationError`.
pub fn check_alarm_names(names: &[String]) -> Result<(), Refusal> {
    let mut constraints = Constraints::default();
    constraints.at_most("alarmNames", names, NAMES_MAX);
    constraints.each_length("alarmNames", names, 1..=NAME_CHARS_MAX);
    constraints.satisfied()
}

/// The name of an alarm in a request for one.
pub(crate) fn constrain_name(constraints: &mut Constraints, name: &str) {
    constraints.length("alarmName", name, 1..=NAME_CHARS_MAX);
}

/// A new alarm's name holds no ASCII control characters.
pub(crate) fn check_new_name(name: &str) -> Result<(), Refusal> {
    if name.chars().any(|c| c.is_ascii_control()) {
        return Err(Refusal::Validation("AlarmName must not contain ASCII Control characters".to_owned()));
    }
    Ok(())
}
