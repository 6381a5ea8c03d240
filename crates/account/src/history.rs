//! The history of alarms, which outlives them.

use std::collections::VecDeque;
use std::sync::Arc;

use signalarm_alarm::ReasonedState;
use signalarm_cloud::{AlarmHistoryItem, AlarmType, DescribeAlarmHistory};
use signalarm_notification::{HistoryItem, HistoryItemType, KeptAction, KeptState, Message, NotPublished};
use signalarm_time::{Duration, Timestamp};

use crate::account::Account;

/// How long items are kept (CloudWatch User Guide of 2026; older ones say 14 days).
const KEPT: Duration = Duration::from_secs(30 * 86_400);

/// What is remembered of all alarms, oldest first.
#[derive(Clone, Default)]
pub(crate) struct History(VecDeque<Remembered>);

/// Something that is remembered of an alarm. It becomes an item, with all its texts, when somebody asks: alarms change often
/// and are asked seldom.
#[derive(Clone)]
struct Remembered {
    alarm_name: String,
    alarm_type: AlarmType,
    at: Timestamp,
    event: HistoryEvent,
}

/// What happened to an alarm.
#[derive(Clone)]
pub(crate) enum HistoryEvent {
    /// It was created, updated or deleted.
    Configuration(Box<HistoryItem>),
    /// It entered another state.
    State { old: Arc<ReasonedState>, new: Arc<ReasonedState> },
    /// An action ran and published the message, or failed.
    Action { resource: String, message: Arc<Message>, failed: Option<NotPublished>, mute_window_end: Option<Timestamp> },
}

impl Account {
    /// Something is to be remembered of an alarm; what is too old is forgotten.
    pub(crate) fn remember(&mut self, alarm_type: AlarmType, alarm: &str, event: HistoryEvent) {
        let oldest = self.now - KEPT;
        while self.history.0.pop_front_if(|remembered| remembered.at < oldest).is_some() {}
        self.history.0.push_back(Remembered { alarm_name: alarm.to_owned(), alarm_type, at: self.now, event });
    }

    pub(crate) fn describe_alarm_history(&self, request: &DescribeAlarmHistory) -> Vec<AlarmHistoryItem> {
        let oldest = self.now - KEPT;
        let is_wanted = |remembered: &&Remembered| {
            oldest <= remembered.at
                && request.alarm_name.as_ref().is_none_or(|name| *name == remembered.alarm_name)
                && is_of_type(&request.alarm_types, remembered.alarm_type)
                && request.history_item_type.is_none_or(|item_type| item_type == remembered.event.item_type())
        };
        let mut items: Vec<AlarmHistoryItem> =
            self.history.0.iter().filter(is_wanted).map(Remembered::described).collect();
        if !request.is_ascending {
            items.reverse();
        }
        items
    }
}

impl Remembered {
    fn described(&self) -> AlarmHistoryItem {
        AlarmHistoryItem {
            alarm_name: self.alarm_name.clone(),
            alarm_type: self.alarm_type,
            timestamp: self.at,
            item: self.event.item(),
        }
    }
}

impl HistoryEvent {
    fn item_type(&self) -> HistoryItemType {
        match self {
            Self::Configuration(item) => item.item_type,
            Self::State { .. } => HistoryItemType::StateUpdate,
            Self::Action { .. } => HistoryItemType::Action,
        }
    }

    fn item(&self) -> HistoryItem {
        match self {
            Self::Configuration(item) => item.as_ref().clone(),
            Self::State { old, new } => HistoryItem::state_changed(&kept(old), &kept(new)),
            Self::Action { resource, message, failed, mute_window_end } => {
                let publication = message.publication();
                let result = failed.as_ref().map_or(Ok(&publication), Err);
                HistoryItem::action(&KeptAction {
                    resource,
                    state_updated: message.at,
                    result,
                    mute_window_end: *mute_window_end,
                })
            }
        }
    }
}

fn kept(state: &ReasonedState) -> KeptState<'_> {
    KeptState { value: state.value, reason: &state.reason, reason_data: state.reason_data.as_ref() }
}

/// Whether a kind of alarm is asked for; without any, metric alarms are.
pub(crate) fn is_of_type(asked_for: &[AlarmType], alarm_type: AlarmType) -> bool {
    if asked_for.is_empty() { alarm_type == AlarmType::Metric } else { asked_for.contains(&alarm_type) }
}
