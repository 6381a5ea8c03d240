//! Rows about single texts: subjects, text messages, and names of Regions.

use serde_json::Value;
use signalarm_alarm::State;

use super::{Disagreement, expect, known_members, not_understood, text, word};
use crate::{region_display_name, sms_text, subject};

/// Subject and SMS text of a name.
pub(super) fn subject_row(row: &Value) -> Result<(), Disagreement> {
    let (name, region, state): (_, _, State) = (text(row, "alarmName")?, text(row, "region")?, word(row, "state")?);
    let expected = known_members(row, "expected", &["subject", "sms"])?;
    expect("the subject", &subject(name, state, region), text(expected, "subject")?)?;
    match expected.get("sms") {
        Some(_) => expect("the SMS text", &sms_text(name, state, region), text(expected, "sms")?),
        None => Ok(()),
    }
}

/// Display name of a Region.
pub(super) fn region_row(row: &Value) -> Result<(), Disagreement> {
    let code = text(row, "code")?;
    let expected = known_members(row, "expected", &["display"])?;
    if code.is_empty() {
        return Err(not_understood("a Region without a code"));
    }
    expect("the name", region_display_name(code), text(expected, "display")?)
}
