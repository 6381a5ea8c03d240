//! What AWS answers when it does what it was asked.

use std::collections::BTreeMap;
use std::fmt;

use signalarm_alarm::State;
use signalarm_notification::HistoryItem;
use signalarm_time::Timestamp;

use crate::{
    CallerIdentity, DescribedLogGroup, DescribedRole, DescribedSubscriptionFilter, DescribedTrail, LifecycleRule,
    ListedSubscription, ObjectVersions, PublicAccessBlock, PutCompositeAlarm, PutMetricAlarm, PutMetricFilter,
    QueueMessage, RejectedLogEvents, Tag, TrailStatus,
};

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
    AlarmHistory(Page<AlarmHistoryItem>),
    /// *ListTagsForResource* and the like; the service lists them in no order that could be relied on.
    Tags(Vec<Tag>),
    /// *CreateTopic*.
    TopicArn(String),
    /// *GetTopicAttributes*: names and values as texts.
    Attributes(BTreeMap<String, String>),
    /// *Subscribe*.
    SubscriptionArn(String),
    /// *ListSubscriptionsByTopic*.
    Subscriptions(Page<ListedSubscription>),
    /// *GetSMSSandboxAccountStatus*: whether the account is in the sandbox.
    SmsSandbox(bool),
    /// *DescribeLogGroups*.
    LogGroups(Page<DescribedLogGroup>),
    /// *DescribeMetricFilters*: each filter as it would be asked for.
    MetricFilters(Page<PutMetricFilter>),
    /// *TestMetricFilter*: which texts matched, counted from 0.
    Matches(Vec<usize>),
    /// *CreateTrail*, *UpdateTrail*, *GetTrail*.
    Trail(Box<DescribedTrail>),
    /// *GetTrailStatus*.
    TrailStatus(Box<TrailStatus>),
    /// *GetEventSelectors*: whether all management events are recorded, reading and writing.
    EventSelectors {
        /// Whether they are; other selections beside them do no harm.
        all_management_events: bool,
    },
    /// *CreateRole*, *GetRole*.
    Role(Box<DescribedRole>),
    /// *GetRolePolicy*, *GetBucketPolicy*: the text of a JSON document, decoded.
    Document(String),
    /// *ListRolePolicies*, *DescribeLogStreams*, *ListAlarmMuteRules*; of *ListQueues* the URLs.
    Names(Page<String>),
    /// *SimulatePrincipalPolicy*: for each action whether it is allowed.
    Decisions(Vec<(String, bool)>),
    /// *HeadBucket*.
    BucketRegion(String),
    /// *GetPublicAccessBlock*.
    PublicAccessBlock(PublicAccessBlock),
    /// *GetBucketVersioning*: whether versions are kept.
    Versioning(bool),
    /// *GetBucketLifecycleConfiguration*.
    Lifecycle(Vec<LifecycleRule>),
    /// *ListObjectVersions*.
    ObjectVersions(ObjectVersions),
    /// *PutLogEvents*.
    RejectedLogEvents(RejectedLogEvents),
    /// *DescribeSubscriptionFilters*.
    SubscriptionFilters(Page<DescribedSubscriptionFilter>),
    /// *Publish*.
    MessageId(String),
    /// *CreateQueue*.
    QueueUrl(String),
    /// *ReceiveMessage*.
    QueueMessages(Vec<QueueMessage>),
    /// *GetCallerIdentity*.
    CallerIdentity(CallerIdentity),
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where to go on; `None` on the last page.
    pub next_token: Option<String>,
}

impl<T> Page<T> {
    /// A whole list on one page.
    #[must_use]
    pub const fn whole(items: Vec<T>) -> Self {
        Self { items, next_token: None }
    }
}

/// Alarms, each kind by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DescribedAlarms {
    /// The metric alarms.
    pub metric_alarms: Vec<DescribedMetricAlarm>,
    /// The composite alarms.
    pub composite_alarms: Vec<DescribedCompositeAlarm>,
    /// Where to go on; `None` on the last page.
    pub next_token: Option<String>,
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
