//! The history of an alarm: every change of its state, with its time and its reason.

use serde_json::Value;
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_cloud::{AlarmHistoryItem, CloudWatchCall, DescribeAlarmHistory, Reply};
use signalarm_deploy::Session;
use signalarm_notification::HistoryItemType;
use signalarm_scenario::TargetError;
use signalarm_time::Timestamp;

use crate::ask::{ask, unfit};
use crate::watch::Changed;

/// The changes of an alarm's state after an instant, the oldest first. The newest page is enough: nobody looks so seldom that
/// there could be more.
pub(crate) fn transitions(
    session: &mut dyn Session,
    alarm: &AlertName,
    after: Timestamp,
) -> Result<Vec<Changed>, TargetError> {
    let call = CloudWatchCall::DescribeAlarmHistory(DescribeAlarmHistory {
        alarm_name: Some(alarm.to_string()),
        history_item_type: Some(HistoryItemType::StateUpdate),
        ..DescribeAlarmHistory::default()
    });
    let items = match ask(session, call)? {
        Reply::AlarmHistory(page) => page.items,
        _ => return Err(unfit("cloudwatch:DescribeAlarmHistory")),
    };
    let newer = items.iter().rev().filter(|item| after < item.timestamp);
    Ok(newer.filter_map(|item| change(alarm, item)).collect())
}

/// The change that an item tells of (recorded answers: `oldState` and `newState`, each with `stateValue` and `stateReason`).
fn change(alarm: &AlertName, item: &AlarmHistoryItem) -> Option<Changed> {
    let state = |which: &str| -> Option<(State, &Value)> {
        let state = item.item.data.get(which)?;
        Some((state.get("stateValue")?.as_str()?.parse().ok()?, state))
    };
    let ((from, _), (to, new)) = (state("oldState")?, state("newState")?);
    let reason = new.get("stateReason").and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(Changed { alarm: alarm.clone(), from, to, reason, at: Some(item.timestamp) })
}
