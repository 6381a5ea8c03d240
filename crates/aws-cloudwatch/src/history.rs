//! What happened to alarms, as *DescribeAlarmHistory* tells it.

use serde_json::Value;
use signalarm_aws_clients::cloudwatch::types::{AlarmHistoryItem as SdkItem, HistoryItemType as SdkItemType, ScanBy};
use signalarm_aws_clients::{Clients, member, timestamp};
use signalarm_cloud::{AlarmHistoryItem, AlarmType, Answer, DescribeAlarmHistory, Failure, Page, Reply};
use signalarm_notification::{HistoryItem, HistoryItemType};

use crate::shapes::{filled, own_alarm_type, sdk_alarm_types};

pub(crate) fn describe_alarm_history(clients: &Clients, which: DescribeAlarmHistory) -> Answer {
    let item_type = which.history_item_type.map(|item_type| SdkItemType::from(item_type.to_string().as_str()));
    let request = clients
        .cloudwatch
        .describe_alarm_history()
        .set_alarm_name(which.alarm_name)
        .set_alarm_types(filled(sdk_alarm_types(&which.alarm_types)))
        .set_history_item_type(item_type)
        .set_scan_by(which.is_ascending.then_some(ScanBy::TimestampAscending))
        .set_next_token(which.next_token);
    let output = clients.send(request.send())?;
    let items = output.alarm_history_items.unwrap_or_default().into_iter();
    // A page may hold items that we do not carry; those that we do keep their order.
    let items = items.filter_map(|item| own_item(item).transpose()).collect::<Result<_, _>>()?;
    Ok(Reply::AlarmHistory(Page { items, next_token: output.next_token }))
}

/// `None` where the item, or the alarm that it is of, is of a kind that we do not carry.
fn own_item(item: SdkItem) -> Result<Option<AlarmHistoryItem>, Failure> {
    let item_type = own_item_type(&member("HistoryItemType", item.history_item_type)?);
    let alarm_type = item.alarm_type.as_ref().map_or(Some(AlarmType::Metric), own_alarm_type);
    let (Some(item_type), Some(alarm_type)) = (item_type, alarm_type) else {
        return Ok(None);
    };
    Ok(Some(AlarmHistoryItem {
        alarm_name: member("AlarmName", item.alarm_name)?,
        alarm_type,
        timestamp: timestamp(&member("Timestamp", item.timestamp)?),
        item: HistoryItem {
            item_type,
            summary: item.history_summary.unwrap_or_default(),
            data: own_data(item.history_data),
        },
    }))
}

/// `None` where it is a kind that we do not carry.
pub(crate) fn own_item_type(item_type: &SdkItemType) -> Option<HistoryItemType> {
    match item_type {
        SdkItemType::ConfigurationUpdate => Some(HistoryItemType::ConfigurationUpdate),
        SdkItemType::StateUpdate => Some(HistoryItemType::StateUpdate),
        SdkItemType::Action => Some(HistoryItemType::Action),
        _ => None,
    }
}

/// The data, which are the text of a JSON document; anything else is kept as a text.
fn own_data(text: Option<String>) -> Value {
    text.map_or(Value::Null, |text| serde_json::from_str(&text).unwrap_or(Value::String(text)))
}
