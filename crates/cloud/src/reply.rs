//! What AWS answers when it does what it was asked.

use std::fmt;

use signalarm_alarm::State;
use signalarm_notification::HistoryItem;
use signalarm_time::Timestamp;

use crate::{PutCompositeAlarm, PutMetricAlarm, Tag};

/// The answer to a [`crate::Call`].
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// It is done: the service answers nothing more.
    Done,
    /// *DescribeAlarms*.
    Alarms(DescribedAlarms),
    /// *DescribeAlarmsForMetric*: the alarms on that metric, by name.
    AlarmsForMetric(Vec<DescribedMetricAlarm>),
    /// *DescribeAlarmHistory*.
    AlarmHistory(Vec<AlarmHistoryItem>),
    /// *ListTagsForResource*; the service lists them in no order that could be relied on.
    Tags(Vec<Tag>),
}

/// Alarms, each kind by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribedAlarms {
    /// The metric alarms.
    pub metric_alarms: Vec<DescribedMetricAlarm>,
    /// The composite alarms.
    pub composite_alarms: Vec<DescribedCompositeAlarm>,
}

/// A metric alarm as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribedMetricAlarm {
    /// Its configuration: as it was asked for, with `actions_enabled` always told and without tags.
    pub configuration: PutMetricAlarm,
    /// Its state.
    pub state: DescribedState,
}

/// A composite alarm as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribedCompositeAlarm {
    /// Its configuration: as it was asked for, with `actions_enabled` always told and without tags.
    pub configuration: PutCompositeAlarm,
    /// Its state.
    pub state: DescribedState,
}

/// The state of an alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedState {
    /// The alarm's ARN.
    pub alarm_arn: String,
    /// When it was last configured.
    pub alarm_configuration_updated: Timestamp,
    /// The state.
    pub state_value: State,
    /// Why; *SetAlarmState* may have left it empty.
    pub state_reason: String,
    /// Why, as the text of a JSON document, as it was given.
    pub state_reason_data: Option<String>,
    /// When the state was last updated; without suppression of actions that is when it was entered.
    pub state_updated: Timestamp,
    /// When the state was entered.
    pub state_transitioned: Timestamp,
}

/// An item of the history, with the alarm that it is of.
#[derive(Clone, Debug, PartialEq)]
pub struct AlarmHistoryItem {
    /// The name of the alarm, which may be gone.
    pub alarm_name: String,
    /// Its kind.
    pub alarm_type: AlarmType,
    /// When it happened.
    pub timestamp: Timestamp,
    /// What happened.
    pub item: HistoryItem,
}

/// A kind of alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlarmType {
    /// `MetricAlarm`.
    Metric,
    /// `CompositeAlarm`.
    Composite,
}

impl fmt::Display for AlarmType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Metric => "MetricAlarm",
            Self::Composite => "CompositeAlarm",
        })
    }
}
