//! The questions, and the call of each.

use signalarm_cloud::{
    AlarmType, Call, CloudTrailCall, CloudWatchCall, DescribeAlarms, IamCall, LogsCall, S3Call, S3Operation, SnsCall,
    StsCall,
};

use super::Paging;
use crate::memory::{Holding, HoldingKind};
use crate::{ROLE_POLICY_NAME, Wanted};

/// A question about an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    Caller,
    /// By name or ARN.
    Trail(String),
    /// By ARN, as what follows.
    TrailTags(String),
    TrailStatus(String),
    TrailSelectors(String),
    BucketRegion(String),
    Bucket(String, BucketPart),
    Role(String),
    RolePolicies(String, Paging),
    RolePolicy(String),
    LogGroup(String, Paging),
    /// By ARN.
    LogGroupTags(String),
    MetricFilters(String, Paging),
    Alarms(Paging),
    /// By name.
    AlarmTags(String),
    Topic(String),
    TopicTags(String),
    Subscriptions(String, Paging),
    SmsSandbox,
    /// The tags of what an earlier config named.
    Leftover(Holding),
    /// The metric filters of a log group that an earlier config named.
    OldFilters(String, Paging),
}

/// What is asked of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BucketPart {
    Tags,
    Policy,
    PublicAccessBlock,
    Versioning,
    Lifecycle,
    /// Whether it holds anything.
    Objects,
}

impl BucketPart {
    /// What is asked of every bucket.
    pub(crate) const ALL: [Self; 5] =
        [Self::Policy, Self::PublicAccessBlock, Self::Versioning, Self::Lifecycle, Self::Tags];

    const fn operation(self) -> S3Operation {
        match self {
            Self::Tags => S3Operation::GetBucketTagging,
            Self::Policy => S3Operation::GetBucketPolicy,
            Self::PublicAccessBlock => S3Operation::GetPublicAccessBlock,
            Self::Versioning => S3Operation::GetBucketVersioning,
            Self::Lifecycle => S3Operation::GetBucketLifecycleConfiguration,
            Self::Objects => S3Operation::ListObjectVersions { after: None },
        }
    }
}

impl Question {
    /// Its call.
    pub(crate) fn call(&self, wanted: &Wanted) -> Call {
        let place = wanted.place();
        let s3 = |bucket: &String, operation| {
            let expected_bucket_owner = place.account.to_string();
            Call::from(S3Call { bucket: bucket.clone(), expected_bucket_owner, operation })
        };
        match self {
            Self::Caller => StsCall::GetCallerIdentity.into(),
            Self::Trail(name) => CloudTrailCall::GetTrail { name: name.clone() }.into(),
            Self::TrailTags(arn) => CloudTrailCall::ListTags { resource_id: arn.clone() }.into(),
            Self::TrailStatus(arn) => CloudTrailCall::GetTrailStatus { name: arn.clone() }.into(),
            Self::TrailSelectors(arn) => CloudTrailCall::GetEventSelectors { trail_name: arn.clone() }.into(),
            Self::BucketRegion(bucket) => s3(bucket, S3Operation::HeadBucket),
            Self::Bucket(bucket, part) => s3(bucket, part.operation()),
            Self::Role(name) => IamCall::GetRole { role_name: name.clone() }.into(),
            Self::RolePolicies(name, Paging { token, .. }) => {
                IamCall::ListRolePolicies { role_name: name.clone(), next_token: token.clone() }.into()
            }
            Self::RolePolicy(name) => {
                let policy_name = ROLE_POLICY_NAME.to_owned();
                IamCall::GetRolePolicy { role_name: name.clone(), policy_name }.into()
            }
            Self::LogGroup(name, Paging { token, .. }) => {
                let log_group_name_prefix = name.clone();
                LogsCall::DescribeLogGroups { log_group_name_prefix, next_token: token.clone() }.into()
            }
            Self::Leftover(holding) => leftover(holding, wanted),
            Self::LogGroupTags(arn) => LogsCall::ListTagsForResource { resource_arn: arn.clone() }.into(),
            Self::MetricFilters(name, Paging { token, .. }) | Self::OldFilters(name, Paging { token, .. }) => {
                let log_group_name = name.clone();
                LogsCall::DescribeMetricFilters { log_group_name, next_token: token.clone() }.into()
            }
            Self::Alarms(Paging { token, .. }) => {
                let alarm_types = vec![AlarmType::Metric, AlarmType::Composite];
                let next_token = token.clone();
                CloudWatchCall::DescribeAlarms(DescribeAlarms { alarm_types, next_token, ..DescribeAlarms::default() })
                    .into()
            }
            Self::AlarmTags(name) => CloudWatchCall::ListTagsForResource(place.alarm_arn(name)).into(),
            Self::Topic(name) => SnsCall::GetTopicAttributes { topic_arn: place.topic_arn(name) }.into(),
            Self::TopicTags(name) => SnsCall::ListTagsForResource { resource_arn: place.topic_arn(name) }.into(),
            Self::Subscriptions(name, Paging { token, .. }) => {
                let topic_arn = place.topic_arn(name);
                SnsCall::ListSubscriptionsByTopic { topic_arn, next_token: token.clone() }.into()
            }
            Self::SmsSandbox => SnsCall::GetSmsSandboxAccountStatus.into(),
        }
    }
}

/// The call that tells the tags.
fn leftover(Holding { kind, name }: &Holding, wanted: &Wanted) -> Call {
    let place = wanted.place();
    match kind {
        HoldingKind::Bucket => {
            let (bucket, expected_bucket_owner) = (name.clone(), place.account.to_string());
            S3Call { bucket, expected_bucket_owner, operation: S3Operation::GetBucketTagging }.into()
        }
        HoldingKind::LogGroup => LogsCall::ListTagsForResource { resource_arn: place.log_group_arn(name) }.into(),
        HoldingKind::Role => IamCall::GetRole { role_name: name.clone() }.into(),
        HoldingKind::Trail => CloudTrailCall::ListTags { resource_id: place.trail_arn(name) }.into(),
    }
}
