//! Changes that somebody makes by hand.

use std::fmt;

use signalarm_account::Account;
use signalarm_cloud::{
    Call, CloudTrailCall, CloudWatchCall, IamCall, LifecycleRule, LogsCall, PublicAccessBlock, S3Call, S3Operation,
    SnsCall,
};
use signalarm_deploy::{ROLE_POLICY_NAME, Wanted, WantedTrail};

/// Who subscribes by hand.
pub(super) const STRANGERS_NUMBER: &str = "+12025550199";

/// A change that somebody makes by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    pub(super) kind: DriftKind,
    /// Which alert it is about, counted round.
    pub(super) alert: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DriftKind {
    TopicPolicy,
    TopicDeleted,
    SomebodySubscribes,
    FilterPattern,
    FilterDeleted,
    Retention,
    LogGroupDeleted,
    AlarmChanged,
    ActionsDisabled,
    AlarmDeleted,
    TrailChanged,
    LoggingStopped,
    TrailDeleted,
    RoleTrust,
    RolePolicyDeleted,
    PublicAccess,
    BucketPolicy,
    Lifecycle,
}

impl DriftKind {
    pub(super) const ALL: [Self; 18] = [
        Self::TopicPolicy,
        Self::TopicDeleted,
        Self::SomebodySubscribes,
        Self::FilterPattern,
        Self::FilterDeleted,
        Self::Retention,
        Self::LogGroupDeleted,
        Self::AlarmChanged,
        Self::ActionsDisabled,
        Self::AlarmDeleted,
        Self::TrailChanged,
        Self::LoggingStopped,
        Self::TrailDeleted,
        Self::RoleTrust,
        Self::RolePolicyDeleted,
        Self::PublicAccess,
        Self::BucketPolicy,
        Self::Lifecycle,
    ];

    const fn words(self) -> &'static str {
        match self {
            Self::TopicPolicy => "empties a topic's policy",
            Self::TopicDeleted => "deletes a topic",
            Self::SomebodySubscribes => "subscribes to a topic",
            Self::FilterPattern => "changes a filter's pattern",
            Self::FilterDeleted => "deletes a filter",
            Self::Retention => "changes the retention",
            Self::LogGroupDeleted => "deletes the log group",
            Self::AlarmChanged => "changes an alarm",
            Self::ActionsDisabled => "disables an alarm's actions",
            Self::AlarmDeleted => "deletes an alarm",
            Self::TrailChanged => "changes the trail",
            Self::LoggingStopped => "stops the trail",
            Self::TrailDeleted => "deletes the trail",
            Self::RoleTrust => "changes the role's trust",
            Self::RolePolicyDeleted => "deletes the role's policy",
            Self::PublicAccess => "opens the bucket",
            Self::BucketPolicy => "empties the bucket's policy",
            Self::Lifecycle => "changes the bucket's rules",
        }
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "somebody {} (alert {})", self.kind.words(), self.alert)
    }
}

impl Drift {
    /// Makes it. What is not there is not changed.
    pub(super) fn make(self, account: &mut Account, wanted: &Wanted) {
        let alert = wanted.alerts.get(self.alert % wanted.alerts.len().max(1));
        let is_there = alert.is_some_and(|alert| account.alarm_state(alert.name.as_str()).is_some());
        if self.kind == DriftKind::AlarmChanged && !is_there {
            return;
        }
        if let Some(call) = self.call(wanted) {
            drop(account.answer(call));
        }
    }

    /// The call that makes it; `None` where the chain has no such thing.
    fn call(self, wanted: &Wanted) -> Option<Call> {
        let alert = wanted.alerts.get(self.alert % wanted.alerts.len().max(1))?;
        let (name, topic_arn) = (alert.name.to_string(), alert.topic.arn.clone());
        let log_group_name = wanted.log_group_name()?.to_owned();
        let trail = wanted.trail.as_ref()?;
        Some(match self.kind {
            DriftKind::TopicPolicy => {
                SnsCall::SetTopicAttributes { topic_arn, name: "Policy".to_owned(), value: empty_policy() }.into()
            }
            DriftKind::TopicDeleted => SnsCall::DeleteTopic { topic_arn }.into(),
            DriftKind::SomebodySubscribes => {
                let (protocol, endpoint) = ("sms".to_owned(), STRANGERS_NUMBER.to_owned());
                SnsCall::Subscribe { topic_arn, protocol, endpoint }.into()
            }
            DriftKind::FilterPattern => {
                let mut filter = alert.filter.clone()?;
                "{ $.eventName = Nothing }".clone_into(&mut filter.filter_pattern);
                LogsCall::PutMetricFilter(Box::new(filter)).into()
            }
            DriftKind::FilterDeleted => LogsCall::DeleteMetricFilter { log_group_name, filter_name: name }.into(),
            DriftKind::Retention => LogsCall::PutRetentionPolicy { log_group_name, retention_in_days: 1 }.into(),
            DriftKind::LogGroupDeleted => LogsCall::DeleteLogGroup { log_group_name }.into(),
            DriftKind::AlarmChanged => {
                let mut alarm = alert.alarm.clone();
                alarm.threshold = Some(7.0);
                alarm.alarm_actions.clear();
                CloudWatchCall::PutMetricAlarm(Box::new(alarm)).into()
            }
            DriftKind::ActionsDisabled => CloudWatchCall::DisableAlarmActions(vec![name]).into(),
            DriftKind::AlarmDeleted => CloudWatchCall::DeleteAlarms(vec![name]).into(),
            DriftKind::TrailChanged
            | DriftKind::LoggingStopped
            | DriftKind::TrailDeleted
            | DriftKind::RoleTrust
            | DriftKind::RolePolicyDeleted => self.of_trail(trail)?,
            DriftKind::PublicAccess | DriftKind::BucketPolicy | DriftKind::Lifecycle => {
                let expected_bucket_owner = wanted.place().account.to_string();
                let bucket = trail.bucket.name.clone();
                S3Call { bucket, expected_bucket_owner, operation: self.of_bucket()? }.into()
            }
        })
    }

    fn of_trail(self, trail: &WantedTrail) -> Option<Call> {
        let (name, role_name) = (trail.arn.clone(), trail.role.name.clone());
        Some(match self.kind {
            DriftKind::TrailChanged => {
                let mut update = trail.request.clone();
                update.is_multi_region_trail = Some(false);
                update.enable_log_file_validation = Some(false);
                CloudTrailCall::UpdateTrail(Box::new(update)).into()
            }
            DriftKind::LoggingStopped => CloudTrailCall::StopLogging { name }.into(),
            DriftKind::TrailDeleted => CloudTrailCall::DeleteTrail { name }.into(),
            DriftKind::RoleTrust => {
                let policy_document = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#.to_owned();
                IamCall::UpdateAssumeRolePolicy { role_name, policy_document }.into()
            }
            DriftKind::RolePolicyDeleted => {
                IamCall::DeleteRolePolicy { role_name, policy_name: ROLE_POLICY_NAME.to_owned() }.into()
            }
            _ => return None,
        })
    }

    fn of_bucket(self) -> Option<S3Operation> {
        Some(match self.kind {
            DriftKind::PublicAccess => S3Operation::PutPublicAccessBlock(PublicAccessBlock::default()),
            DriftKind::BucketPolicy => S3Operation::PutBucketPolicy(empty_policy()),
            DriftKind::Lifecycle => S3Operation::PutBucketLifecycleConfiguration(vec![LifecycleRule {
                id: "somebodys".to_owned(),
                is_enabled: true,
                prefix: "other/".to_owned(),
                expiration_days: Some(7),
                ..LifecycleRule::default()
            }]),
            _ => return None,
        })
    }
}

fn empty_policy() -> String {
    r#"{"Version":"2012-10-17","Statement":[]}"#.to_owned()
}
