//! The narrow waist: a [`Call`] for each AWS operation that we use, its [`Reply`], and the [`Refusal`]s of all of them.
//!
//! A call is what a client sends: texts and numbers under AWS's names, whether the service takes them or not. Whoever
//! answers calls reads a request with its `check`, which refuses what the service refuses whatever an account holds; what
//! depends on the account is refused by the account.
//!
//! ```
//! use signalarm_cloud::{PutMetricAlarm, Refusal};
//!
//! let request = PutMetricAlarm {
//!     alarm_name: "a".to_owned(),
//!     namespace: Some("N".to_owned()),
//!     metric_name: Some("m".to_owned()),
//!     statistic: Some("Sum".to_owned()),
//!     period: Some(60),
//!     evaluation_periods: Some(1),
//!     threshold: Some(1.0),
//!     comparison_operator: Some("GreaterThanThreshold".to_owned()),
//!     ..PutMetricAlarm::default()
//! };
//! assert!(request.check("us-east-1").is_ok());
//!
//! let faulty = PutMetricAlarm { alarm_actions: vec!["not-an-arn".to_owned()], ..request };
//! let refusal = faulty.check("us-east-1").unwrap_err();
//! assert_eq!(refusal.to_string(), "ValidationError: Invalid arn syntax: not-an-arn");
//! assert_eq!(refusal.http_status(), 400);
//! ```
//!
//! Where the service's words for a refusal were recorded or quoted they are repeated; the others are in its manner.
//!
//! Deliberately absent: the wire, and an account.

mod call;
mod cloudtrail;
mod cloudwatch;
mod composite_alarm;
mod constraints;
mod failure;
mod iam;
mod logs;
mod metric_alarm;
mod metric_data;
mod metric_filter;
mod mute_rule;
mod names;
mod refusal;
mod reply;
mod s3;
mod sns;
mod sqs;
mod sts;
mod tags;

pub use call::{Call, Service};
pub use cloudtrail::{CloudTrailCall, DescribedTrail, PutTrail, TrailStatus};
pub use cloudwatch::{
    CloudWatchCall, DescribeAlarmHistory, DescribeAlarms, DescribeAlarmsForMetric, MetricDatum, PutAlarmMuteRule,
    SetAlarmState,
};
pub use composite_alarm::PutCompositeAlarm;
pub use failure::{Answer, Failure, FailureClass};
pub use iam::{DescribedRole, IamCall};
pub use logs::{DescribedLogGroup, DescribedSubscriptionFilter, InputLogEvent, LogsCall, RejectedLogEvents};
pub use metric_alarm::PutMetricAlarm;
pub use metric_data::{TakenDatum, check_metric_data};
pub use metric_filter::{MetricTransformation, PutMetricFilter};
pub use names::check_alarm_names;
pub use refusal::Refusal;
pub use reply::{
    AlarmHistoryItem, AlarmType, DescribedAlarms, DescribedCompositeAlarm, DescribedMetricAlarm, DescribedState, Page,
    Reply,
};
pub use s3::{LifecycleRule, ObjectVersion, ObjectVersions, PublicAccessBlock, S3Call, S3Operation};
pub use sns::{ListedSubscription, SnsCall, SubscriptionState};
pub use sqs::{QueueMessage, SqsCall};
pub use sts::{CallerIdentity, StsCall};
pub use tags::{Tag, tag_set};
