//! Rows about EventBridge events.

use serde_json::Value;
use signalarm_alarm::State;

use super::compare::compare;
use super::{Disagreement, known_members, not_understood, request, text};
use crate::reader::Reader;
use crate::{Arn, ConfigurationChange, ToldAlarm, ToldState};

/// An event.
pub(super) fn run(row: &Value) -> Result<(), Disagreement> {
    let settings = request::settings(&row["alarm"])?;
    let change = known_members(row, "change", &["type", "state", "previous"])?;
    let state = told(&change["state"])?;
    let (account, region) = (text(row, "account")?, text(row, "region")?);
    let arn: Arn = format!("arn:aws:cloudwatch:{region}:{account}:alarm:{}", settings.name)
        .parse()
        .map_err(|_| not_understood("an alarm without a name"))?;
    let alarm = ToldAlarm { settings: &settings, arn: &arn, configured: state.at };
    let expected = &known_members(row, "expected", &["event"])?["event"];
    // The number of an event is its own.
    let id = text(expected, "id")?;
    let found = match text(change, "type")? {
        "state" => alarm.state_change_event(id, &told(&change["previous"])?, &state),
        "create" => alarm.configuration_change_event(id, &ConfigurationChange::Create, state.at, &state),
        other => return Err(not_understood(format!("a change of type {other}"))),
    };
    compare(&found, expected)
}

fn told(state: &Value) -> Result<ToldState, Disagreement> {
    let mut reader = Reader::default();
    let value: Option<State> = reader.parsed(state, "value");
    let (reason, reason_data) = (reader.text_if_any(state, "reason"), reader.text_if_any(state, "reasonData"));
    let at = reader.instant(state, "timestamp");
    let by = reader.text_if_any(state, "actionsSuppressedBy");
    let why = reader.text_if_any(state, "actionsSuppressedReason");
    let read = || {
        let suppressed = by?.zip(why?);
        Some(ToldState { value: value?, reason: reason?, reason_data: reason_data?, at: at?, suppressed })
    };
    read().ok_or_else(|| {
        let faults: Vec<String> = reader.into_faults().iter().map(ToString::to_string).collect();
        not_understood(format!("a state: {}", faults.join("; ")))
    })
}
