//! The history of alarms, which outlives them.

use std::collections::VecDeque;

use signalarm_cloud::{AlarmHistoryItem, AlarmType, DescribeAlarmHistory};
use signalarm_notification::HistoryItem;
use signalarm_time::Duration;

use crate::account::Account;

/// How long items are kept (CloudWatch User Guide of 2026; older ones say 14 days).
const KEPT: Duration = Duration::from_secs(30 * 86_400);

/// The items of all alarms, oldest first.
#[derive(Default)]
pub(crate) struct History(VecDeque<AlarmHistoryItem>);

impl Account {
    /// Something is to be remembered of an alarm; what is too old is forgotten.
    pub(crate) fn remember(&mut self, alarm_type: AlarmType, alarm: &str, item: HistoryItem) {
        let oldest = self.now - KEPT;
        while self.history.0.pop_front_if(|item| item.timestamp < oldest).is_some() {}
        let alarm_name = alarm.to_owned();
        self.history.0.push_back(AlarmHistoryItem { alarm_name, alarm_type, timestamp: self.now, item });
    }

    pub(crate) fn describe_alarm_history(&self, request: &DescribeAlarmHistory) -> Vec<AlarmHistoryItem> {
        let oldest = self.now - KEPT;
        let is_wanted = |item: &&AlarmHistoryItem| {
            oldest <= item.timestamp
                && request.alarm_name.as_ref().is_none_or(|name| *name == item.alarm_name)
                && is_of_type(&request.alarm_types, item.alarm_type)
                && request.history_item_type.is_none_or(|item_type| item_type == item.item.item_type)
        };
        let mut items: Vec<AlarmHistoryItem> = self.history.0.iter().filter(is_wanted).cloned().collect();
        if !request.is_ascending {
            items.reverse();
        }
        items
    }
}

/// Whether a kind of alarm is asked for; without any, metric alarms are.
pub(crate) fn is_of_type(asked_for: &[AlarmType], alarm_type: AlarmType) -> bool {
    if asked_for.is_empty() { alarm_type == AlarmType::Metric } else { asked_for.contains(&alarm_type) }
}
