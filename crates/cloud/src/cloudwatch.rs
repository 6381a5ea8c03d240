//! The operations of CloudWatch, and the requests that are short.

use signalarm_alarm::State;
use signalarm_metric::MetricId;
use signalarm_notification::HistoryItemType;
use signalarm_time::{Duration, Timestamp};

use crate::constraints::Constraints;
use crate::names::constrain_name;
use crate::{AlarmType, PutCompositeAlarm, PutMetricAlarm, Refusal, Tag};

/// A call of one operation of CloudWatch.
#[derive(Clone, Debug, PartialEq)]
pub enum CloudWatchCall {
    /// CloudWatch creates a metric alarm, or replaces its whole configuration; its state, reason and history stay, and
    /// tags in the request are ignored then. With the configuration that the alarm has, nothing happens at all.
    PutMetricAlarm(Box<PutMetricAlarm>),
    /// The same for a composite alarm.
    PutCompositeAlarm(Box<PutCompositeAlarm>),
    /// CloudWatch deletes the alarms of these names, at most 100 and at most one composite alarm; unknown names are no
    /// error. Their history stays, and goes on with later alarms of their names.
    DeleteAlarms(Vec<String>),
    /// CloudWatch tells of alarms as they stand.
    DescribeAlarms(DescribeAlarms),
    /// CloudWatch tells of the metric alarms on one metric.
    DescribeAlarmsForMetric(DescribeAlarmsForMetric),
    /// CloudWatch tells what happened to alarms in the last 30 days.
    DescribeAlarmHistory(DescribeAlarmHistory),
    /// CloudWatch tells the tags of the alarm of this ARN.
    ListTagsForResource(String),
    /// CloudWatch puts an alarm into a state until its next evaluation.
    SetAlarmState(SetAlarmState),
    /// CloudWatch lets the actions of the alarms of these names run again; what was missed is not made up for. Unknown
    /// names are passed over.
    EnableAlarmActions(Vec<String>),
    /// CloudWatch lets no action of the alarms of these names run. Unknown names are passed over.
    DisableAlarmActions(Vec<String>),
    /// CloudWatch adds tags to an alarm; a key that is there gets the new value.
    TagResource {
        /// The alarm.
        resource_arn: String,
        /// 1 to 50.
        tags: Vec<Tag>,
    },
    /// CloudWatch takes samples of metrics of one namespace, at most 1,000.
    PutMetricData {
        /// 1 to 255 characters, not beginning with `AWS/`.
        namespace: String,
        /// The samples.
        data: Vec<MetricDatum>,
    },
    /// CloudWatch creates a mute rule, or replaces the one of that name.
    PutAlarmMuteRule(PutAlarmMuteRule),
    /// CloudWatch tells the names of the mute rules that name an alarm. → [`crate::Reply::Names`]
    ListAlarmMuteRules {
        /// The alarm.
        alarm_name: String,
        /// Where to go on.
        next_token: Option<String>,
    },
    /// CloudWatch deletes the mute rule of that name; what it muted is made up for at once.
    DeleteAlarmMuteRule(String),
}

/// A sample of a metric, of one value.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricDatum {
    /// The metric's name.
    pub metric_name: String,
    /// At most 30 names with their values.
    pub dimensions: Vec<(String, String)>,
    /// The time that it bears: from two weeks ago to two hours ahead.
    pub timestamp: Timestamp,
    /// The value.
    pub value: f64,
    /// The unit in AWS's words; `None` is `None`.
    pub unit: Option<String>,
}

/// A rule that mutes the actions of alarms once (CloudWatch API Reference, *PutAlarmMuteRule*, with an `at` expression).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutAlarmMuteRule {
    /// Unique in account and Region.
    pub name: String,
    /// 1 to 100 alarms.
    pub alarm_names: Vec<String>,
    /// The beginning, to the minute (`at(yyyy-MM-ddThh:mm)`, UTC).
    pub at: Timestamp,
    /// From one minute to 15 days, in whole minutes.
    pub duration: Duration,
    /// When the rule itself ends.
    pub expire_date: Timestamp,
}

impl CloudWatchCall {
    /// The operation's name.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::PutMetricAlarm(_) => "PutMetricAlarm",
            Self::PutCompositeAlarm(_) => "PutCompositeAlarm",
            Self::DeleteAlarms(_) => "DeleteAlarms",
            Self::DescribeAlarms(_) => "DescribeAlarms",
            Self::DescribeAlarmsForMetric(_) => "DescribeAlarmsForMetric",
            Self::DescribeAlarmHistory(_) => "DescribeAlarmHistory",
            Self::ListTagsForResource(_) => "ListTagsForResource",
            Self::SetAlarmState(_) => "SetAlarmState",
            Self::EnableAlarmActions(_) => "EnableAlarmActions",
            Self::DisableAlarmActions(_) => "DisableAlarmActions",
            Self::TagResource { .. } => "TagResource",
            Self::PutMetricData { .. } => "PutMetricData",
            Self::PutAlarmMuteRule(_) => "PutAlarmMuteRule",
            Self::ListAlarmMuteRules { .. } => "ListAlarmMuteRules",
            Self::DeleteAlarmMuteRule(_) => "DeleteAlarmMuteRule",
        }
    }
}

/// Which alarms *DescribeAlarms* tells of: those that fit everything that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DescribeAlarms {
    /// Names; empty: all. Unknown ones are passed over.
    pub alarm_names: Vec<String>,
    /// How the name begins.
    pub alarm_name_prefix: Option<String>,
    /// The kinds of alarms; empty: metric alarms alone.
    pub alarm_types: Vec<AlarmType>,
    /// The state.
    pub state_value: Option<State>,
    /// How one of the actions begins.
    pub action_prefix: Option<String>,
    /// Where to go on.
    pub next_token: Option<String>,
}

/// Which alarms *DescribeAlarmsForMetric* tells of: those that fit everything that is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribeAlarmsForMetric {
    /// The metric with all its dimensions, in any order.
    pub metric: MetricId,
    /// The plain statistic, in AWS's words.
    pub statistic: Option<String>,
    /// The extended statistic.
    pub extended_statistic: Option<String>,
    /// The period in seconds.
    pub period: Option<i32>,
    /// The unit that is configured, in AWS's words.
    pub unit: Option<String>,
}

/// Which items *DescribeAlarmHistory* tells: those that fit everything that is given, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DescribeAlarmHistory {
    /// The name of an alarm, which need not exist any more.
    pub alarm_name: Option<String>,
    /// The kinds of alarms; empty: metric alarms alone.
    pub alarm_types: Vec<AlarmType>,
    /// The type of the items.
    pub history_item_type: Option<HistoryItemType>,
    /// Oldest first (*ScanBy* `TimestampAscending`).
    pub is_ascending: bool,
    /// Where to go on.
    pub next_token: Option<String>,
}

/// A state for an alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAlarmState {
    /// The alarm.
    pub alarm_name: String,
    /// The state, in AWS's words.
    pub state_value: String,
    /// Why, in at most 1,023 characters; may be empty.
    pub state_reason: String,
    /// Why, as the text of any JSON document, in at most 4,000 characters.
    pub state_reason_data: Option<String>,
}

/// The states in the order in which a recorded refusal lists them.
const STATES: [&str; 3] = ["INSUFFICIENT_DATA", "ALARM", "OK"];
const REASON_CHARS_MAX: usize = 1_023;
const REASON_DATA_CHARS_MAX: usize = 4_000;

impl SetAlarmState {
    /// The state that is asked for. Whether the reason data are JSON is checked where the state is entered.
    ///
    /// # Errors
    ///
    /// `ValidationError`.
    pub fn check(&self) -> Result<State, Refusal> {
        let mut constraints = Constraints::default();
        constrain_name(&mut constraints, &self.alarm_name);
        let state = constraints.word("stateValue", Some(&self.state_value), &STATES);
        constraints.length("stateReason", &self.state_reason, 0..=REASON_CHARS_MAX);
        constraints.length_if_any("stateReasonData", self.state_reason_data.as_deref(), 0..=REASON_DATA_CHARS_MAX);
        constraints.satisfied()?;
        state.ok_or_else(|| Refusal::Validation("StateValue must be given".to_owned()))
    }
}
