//! Whether what is found is what a row expects.

use serde_json::Value;
use signalarm_metric::conformance::known;
use signalarm_time::Timestamp;

use super::Disagreement;

/// Compares a value. Of objects the members that are listed are compared, and null is an absent one; lists are compared
/// whole and in order.
pub(super) fn agree(what: &str, found: &Value, expected: &Value) -> Result<(), Disagreement> {
    match (found, expected) {
        (Value::Object(_), Value::Object(members)) => members
            .iter()
            .try_for_each(|(member, expected)| agree(&format!("{what}.{member}"), &found[member], expected)),
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            found.iter().zip(expected).try_for_each(|(found, expected)| agree(what, found, expected))
        }
        _ if is_equal(found, expected) => Ok(()),
        _ => Err(Disagreement::Differs(format!("{what} is {found}, not {expected}"))),
    }
}

/// Compares a list of objects: each has all its members compared that are given, and no others than these.
pub(super) fn agree_list(
    what: &str,
    found: &[Value],
    expected: &[Value],
    members: &[&str],
) -> Result<(), Disagreement> {
    expected.iter().try_for_each(|expected| known(expected, members))?;
    if found.len() != expected.len() {
        let (found, expected) = (Value::from(found), Value::from(expected));
        return Err(Disagreement::Differs(format!("{what} are {found}, not {expected}")));
    }
    found.iter().zip(expected).try_for_each(|(found, expected)| agree(what, found, expected))
}

/// Numbers are compared as numbers, time stamps as instants.
fn is_equal(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Number(found), Value::Number(expected)) => found.as_f64() == expected.as_f64(),
        (Value::String(found), Value::String(expected)) => {
            let instant = |text: &str| text.parse::<Timestamp>().ok();
            found == expected || instant(found).is_some_and(|found| Some(found) == instant(expected))
        }
        _ => found == expected,
    }
}
