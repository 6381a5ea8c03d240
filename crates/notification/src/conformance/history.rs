//! Rows about history items: type and summary. The recorded data of a row is for readers.

use serde_json::Value;
use signalarm_alarm::State;
use signalarm_time::Timestamp;

use super::request::specimen;
use super::{Disagreement, expect, known_members, not_understood, text, word};
use crate::{AlarmSettings, Arn, HistoryItem, KeptAction, KeptAlarm, KeptState, NotPublished};

/// A history item.
pub(super) fn run(row: &Value) -> Result<(), Disagreement> {
    let item = item(row)?;
    let expected = known_members(row, "expected", &["HistoryItemType", "HistorySummary"])?;
    expect("the type", &item.item_type.to_string(), text(expected, "HistoryItemType")?)?;
    expect("the summary", &item.summary, text(expected, "HistorySummary")?)
}

fn item(row: &Value) -> Result<HistoryItem, Disagreement> {
    let settings = AlarmSettings { name: text(row, "alarmName")?.to_owned(), ..(*specimen().alarm).clone() };
    let arn: Arn = specimen().arn.ok_or_else(|| not_understood("an alarm without an ARN"))?;
    let alarm = KeptAlarm {
        settings: &settings,
        arn: &arn,
        configured: Timestamp::MIN,
        state: State::InsufficientData,
        state_since: Timestamp::MIN,
    };
    let change = &row["change"];
    Ok(match text(change, "type")? {
        "create" => HistoryItem::created(&alarm),
        "update" => HistoryItem::updated(&alarm, &alarm),
        "delete" => HistoryItem::deleted(&alarm),
        "state" => {
            let kept = |value| KeptState { value, reason: "", reason_data: None };
            HistoryItem::state_changed(&kept(word(change, "from")?), &kept(word(change, "to")?))
        }
        "action" => action(change)?,
        other => return Err(not_understood(format!("a change of type {other}"))),
    })
}

fn action(change: &Value) -> Result<HistoryItem, Disagreement> {
    let succeeded =
        change["succeeded"].as_bool().ok_or_else(|| not_understood("succeeded is neither true nor false"))?;
    let (published, refused) = (Value::Null, NotPublished::NoKeyAccess);
    Ok(HistoryItem::action(&KeptAction {
        resource: text(change, "resource")?,
        state_updated: Timestamp::MIN,
        result: if succeeded { Ok(&published) } else { Err(&refused) },
        mute_window_end: None,
    }))
}
