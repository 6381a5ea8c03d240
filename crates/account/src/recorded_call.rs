//! What CloudTrail records of a call: event source, event name, request parameters.
//!
//! The names of the parameters are those of recorded files and of the services' guides: the API's own, beginning with a
//! small letter. Whom a subscription tells is left away.

use serde_json::{Map, Value, json};
use signalarm_cloud::{
    Call, CloudTrailCall, CloudWatchCall, IamCall, LogsCall, MetricTransformation, PutMetricAlarm, PutMetricFilter,
    PutTrail, S3Call, S3Operation, SnsCall, SqsCall, Tag,
};

const CLOUDTRAIL: &str = "cloudtrail.amazonaws.com";
const CLOUDWATCH: &str = "monitoring.amazonaws.com";
const IAM: &str = "iam.amazonaws.com";
const LOGS: &str = "logs.amazonaws.com";
const S3: &str = "s3.amazonaws.com";
const SNS: &str = "sns.amazonaws.com";
const SQS: &str = "sqs.amazonaws.com";

/// A call that changes something, as CloudTrail records it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RecordedCall {
    pub(crate) event_source: &'static str,
    pub(crate) event_name: &'static str,
    pub(crate) request_parameters: Value,
}

impl RecordedCall {
    const fn new(event_source: &'static str, event_name: &'static str, request_parameters: Value) -> Self {
        Self { event_source, event_name, request_parameters }
    }

    /// How a call is recorded; `None` for one that only reads. AWS records those too, in great number; here nobody looks
    /// at them.
    pub(crate) fn of(call: &Call) -> Option<Self> {
        let (event_source, parameters) = match call {
            Call::CloudTrail(call) => (CLOUDTRAIL, cloudtrail(call)?),
            Call::CloudWatch(call) => (CLOUDWATCH, cloudwatch(call)?),
            Call::Iam(call) => (IAM, iam(call)?),
            Call::Logs(call) => (LOGS, logs(call)?),
            Call::S3(call) => (S3, s3(call)?),
            Call::Sns(call) => (SNS, sns(call)?),
            Call::Sqs(call) => (SQS, sqs(call)?),
            Call::Sts(_) => return None,
        };
        Some(Self::new(event_source, call.operation(), parameters))
    }

    /// *PutEventSelectors* with one selector that has no management events.
    pub(crate) fn exclude_management_events(trail: &str) -> Self {
        Self::new(CLOUDTRAIL, "PutEventSelectors", event_selectors(trail, false))
    }

    /// *CreateLogGroup* of the class Infrequent Access.
    pub(crate) fn create_infrequent_access_log_group(name: &str) -> Self {
        let parameters = json!({ "logGroupName": name, "logGroupClass": "INFREQUENT_ACCESS" });
        Self::new(LOGS, "CreateLogGroup", parameters)
    }

    /// *PutSubscriptionFilter*.
    pub(crate) fn put_subscription_filter(log_group: &str, name: &str, pattern: &str, destination_arn: &str) -> Self {
        let parameters = json!({
            "logGroupName": log_group, "filterName": name, "filterPattern": pattern, "destinationArn": destination_arn,
        });
        Self::new(LOGS, "PutSubscriptionFilter", parameters)
    }

    /// *PutAlarmMuteRule* for one alarm.
    pub(crate) fn put_alarm_mute_rule(alarm: &str) -> Self {
        let parameters = json!({ "name": mute_rule_of(alarm), "muteTargets": { "alarmNames": [alarm] } });
        Self::new(CLOUDWATCH, "PutAlarmMuteRule", parameters)
    }

    /// *DeleteAlarmMuteRule*.
    pub(crate) fn delete_alarm_mute_rule(alarm: &str) -> Self {
        Self::new(CLOUDWATCH, "DeleteAlarmMuteRule", json!({ "alarmMuteRuleName": mute_rule_of(alarm) }))
    }

    /// *SetSubscriptionAttributes* for one attribute, whatever its value.
    pub(crate) fn set_subscription_attribute(subscription_arn: &str, name: &str) -> Self {
        let parameters = json!({ "subscriptionArn": subscription_arn, "attributeName": name });
        Self::new(SNS, "SetSubscriptionAttributes", parameters)
    }

    /// IAM is one for all Regions; what it does is recorded in one of them (CloudTrail User Guide, *Global service
    /// events*).
    pub(crate) fn is_global(&self) -> bool {
        self.event_source == IAM
    }
}

/// What somebody calls the rule that mutes an alarm.
pub(crate) fn mute_rule_of(alarm: &str) -> String {
    format!("maintenance-of-{alarm}")
}

/// An object of the members that are there.
fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    let there = |(name, value): (&str, Option<Value>)| Some((name.to_owned(), value?));
    Value::Object(members.into_iter().filter_map(there).collect::<Map<_, _>>())
}

fn list(items: &[String]) -> Option<Value> {
    (!items.is_empty()).then(|| json!(items))
}

fn tags(tags: &[Tag]) -> Option<Value> {
    let pair = |tag: &Tag| json!({ "key": tag.key, "value": tag.value });
    (!tags.is_empty()).then(|| tags.iter().map(pair).collect())
}

fn cloudtrail(call: &CloudTrailCall) -> Option<Value> {
    use CloudTrailCall as Call;
    Some(match call {
        Call::CreateTrail(put) | Call::UpdateTrail(put) => trail(put),
        Call::StartLogging { name } | Call::StopLogging { name } | Call::DeleteTrail { name } => {
            json!({ "name": name })
        }
        Call::PutManagementEventSelector { trail_name } => event_selectors(trail_name, true),
        Call::AddTags { resource_id, tags: added } => {
            object([("resourceId", Some(json!(resource_id))), ("tagsList", tags(added))])
        }
        Call::GetTrail { .. }
        | Call::GetTrailStatus { .. }
        | Call::GetEventSelectors { .. }
        | Call::ListTags { .. } => {
            return None;
        }
    })
}

fn trail(put: &PutTrail) -> Value {
    object([
        ("name", Some(json!(put.name))),
        ("s3BucketName", put.s3_bucket_name.as_ref().map(|name| json!(name))),
        ("s3KeyPrefix", put.s3_key_prefix.as_ref().map(|prefix| json!(prefix))),
        ("includeGlobalServiceEvents", put.include_global_service_events.map(Value::Bool)),
        ("isMultiRegionTrail", put.is_multi_region_trail.map(Value::Bool)),
        ("enableLogFileValidation", put.enable_log_file_validation.map(Value::Bool)),
        ("cloudWatchLogsLogGroupArn", put.cloud_watch_logs_log_group_arn.as_ref().map(|arn| json!(arn))),
        ("cloudWatchLogsRoleArn", put.cloud_watch_logs_role_arn.as_ref().map(|arn| json!(arn))),
        ("tagsList", tags(&put.tags)),
    ])
}

fn event_selectors(trail: &str, has_management_events: bool) -> Value {
    json!({ "trailName": trail, "eventSelectors": [{
        "readWriteType": "All", "includeManagementEvents": has_management_events, "dataResources": [],
        "excludeManagementEventSources": [],
    }]})
}

fn cloudwatch(call: &CloudWatchCall) -> Option<Value> {
    use CloudWatchCall as Call;
    Some(match call {
        Call::PutMetricAlarm(put) => metric_alarm(put),
        Call::PutCompositeAlarm(put) => json!({ "alarmName": put.alarm_name, "alarmRule": put.alarm_rule }),
        Call::DeleteAlarms(names) | Call::EnableAlarmActions(names) | Call::DisableAlarmActions(names) => {
            json!({ "alarmNames": names })
        }
        Call::SetAlarmState(set) => json!({
            "alarmName": set.alarm_name, "stateValue": set.state_value, "stateReason": set.state_reason,
        }),
        Call::TagResource { resource_arn, tags: added } => {
            object([("resourceARN", Some(json!(resource_arn))), ("tags", tags(added))])
        }
        Call::DescribeAlarms(_) | Call::DescribeAlarmsForMetric(_) => return None,
        Call::DescribeAlarmHistory(_) | Call::ListTagsForResource(_) | Call::ListAlarmMuteRules { .. } => return None,
        Call::PutAlarmMuteRule(put) => {
            json!({ "name": put.name, "muteTargets": { "alarmNames": put.alarm_names } })
        }
        Call::DeleteAlarmMuteRule(name) => json!({ "alarmMuteRuleName": name }),
        // A data event, which trails do not record unless they are told to.
        Call::PutMetricData { .. } => return None,
    })
}

fn metric_alarm(put: &PutMetricAlarm) -> Value {
    let text = |text: &Option<String>| text.as_ref().map(|text| json!(text));
    let dimension = |(name, value): &(String, String)| json!({ "name": name, "value": value });
    object([
        ("alarmName", Some(json!(put.alarm_name))),
        ("alarmDescription", text(&put.alarm_description)),
        ("actionsEnabled", put.actions_enabled.map(Value::Bool)),
        ("oKActions", list(&put.ok_actions)),
        ("alarmActions", list(&put.alarm_actions)),
        ("insufficientDataActions", list(&put.insufficient_data_actions)),
        ("metricName", text(&put.metric_name)),
        ("namespace", text(&put.namespace)),
        ("statistic", text(&put.statistic)),
        ("extendedStatistic", text(&put.extended_statistic)),
        ("dimensions", (!put.dimensions.is_empty()).then(|| put.dimensions.iter().map(dimension).collect())),
        ("period", put.period.map(|period| json!(period))),
        ("unit", text(&put.unit)),
        ("evaluationPeriods", put.evaluation_periods.map(|periods| json!(periods))),
        ("datapointsToAlarm", put.datapoints_to_alarm.map(|datapoints| json!(datapoints))),
        ("threshold", put.threshold.map(|threshold| json!(threshold))),
        ("comparisonOperator", text(&put.comparison_operator)),
        ("treatMissingData", text(&put.treat_missing_data)),
    ])
}

fn iam(call: &IamCall) -> Option<Value> {
    use IamCall as Call;
    Some(match call {
        Call::CreateRole { role_name, assume_role_policy_document, .. } => {
            json!({ "roleName": role_name, "assumeRolePolicyDocument": assume_role_policy_document })
        }
        Call::UpdateAssumeRolePolicy { role_name, policy_document } => {
            json!({ "roleName": role_name, "policyDocument": policy_document })
        }
        Call::PutRolePolicy { role_name, policy_name, policy_document } => {
            json!({ "roleName": role_name, "policyName": policy_name, "policyDocument": policy_document })
        }
        Call::DeleteRolePolicy { role_name, policy_name } => {
            json!({ "roleName": role_name, "policyName": policy_name })
        }
        Call::DeleteRole { role_name } => json!({ "roleName": role_name }),
        Call::TagRole { role_name, tags: added } => {
            object([("roleName", Some(json!(role_name))), ("tags", tags(added))])
        }
        Call::GetRole { .. } | Call::GetRolePolicy { .. } | Call::ListRolePolicies { .. } => return None,
        Call::SimulatePrincipalPolicy { .. } => return None,
    })
}

fn logs(call: &LogsCall) -> Option<Value> {
    use LogsCall as Call;
    Some(match call {
        Call::CreateLogGroup { log_group_name, .. } | Call::DeleteLogGroup { log_group_name } => {
            json!({ "logGroupName": log_group_name })
        }
        Call::PutRetentionPolicy { log_group_name, retention_in_days } => {
            json!({ "logGroupName": log_group_name, "retentionInDays": retention_in_days })
        }
        Call::PutMetricFilter(put) => metric_filter(put),
        Call::DeleteMetricFilter { log_group_name, filter_name } => {
            json!({ "logGroupName": log_group_name, "filterName": filter_name })
        }
        Call::TagResource { resource_arn, .. } => json!({ "resourceArn": resource_arn }),
        Call::DescribeLogGroups { .. } | Call::DescribeMetricFilters { .. } => return None,
        Call::TestMetricFilter { .. } | Call::ListTagsForResource { .. } => return None,
        Call::DescribeLogStreams { .. } | Call::DescribeSubscriptionFilters { .. } => return None,
        Call::CreateLogStream { log_group_name, log_stream_name }
        | Call::DeleteLogStream { log_group_name, log_stream_name } => {
            json!({ "logGroupName": log_group_name, "logStreamName": log_stream_name })
        }
        // A data event.
        Call::PutLogEvents { .. } => return None,
    })
}

fn metric_filter(put: &PutMetricFilter) -> Value {
    let transformation = |made: &MetricTransformation| {
        object([
            ("metricName", Some(json!(made.metric_name))),
            ("metricNamespace", Some(json!(made.metric_namespace))),
            ("metricValue", Some(json!(made.metric_value))),
            ("defaultValue", made.default_value.map(|value| json!(value))),
            ("unit", made.unit.as_ref().map(|unit| json!(unit))),
        ])
    };
    json!({
        "logGroupName": put.log_group_name, "filterName": put.filter_name, "filterPattern": put.filter_pattern,
        "metricTransformations": put.metric_transformations.iter().map(transformation).collect::<Value>(),
    })
}

fn s3(call: &S3Call) -> Option<Value> {
    use S3Operation as Operation;
    let bucket = &call.bucket;
    Some(match &call.operation {
        Operation::PutBucketPolicy(policy) => {
            let policy: Value = serde_json::from_str(policy).unwrap_or_default();
            json!({ "bucketName": bucket, "bucketPolicy": policy, "policy": "" })
        }
        Operation::CreateBucket { .. }
        | Operation::DeleteBucket
        | Operation::PutBucketTagging(_)
        | Operation::PutPublicAccessBlock(_)
        | Operation::EnableBucketVersioning
        | Operation::PutBucketLifecycleConfiguration(_) => json!({ "bucketName": bucket }),
        // What is done to objects are data events, which trails do not record unless they are told to.
        Operation::DeleteObjects(_) => return None,
        Operation::HeadBucket
        | Operation::GetBucketTagging
        | Operation::GetBucketPolicy
        | Operation::GetPublicAccessBlock
        | Operation::GetBucketVersioning
        | Operation::GetBucketLifecycleConfiguration
        | Operation::ListObjectVersions { .. } => return None,
    })
}

fn sns(call: &SnsCall) -> Option<Value> {
    use SnsCall as Call;
    Some(match call {
        Call::CreateTopic { name, .. } => json!({ "name": name }),
        Call::SetTopicAttributes { topic_arn, name, value } => {
            json!({ "topicArn": topic_arn, "attributeName": name, "attributeValue": value })
        }
        Call::DeleteTopic { topic_arn } => json!({ "topicArn": topic_arn }),
        Call::Subscribe { topic_arn, protocol, .. } => {
            json!({ "topicArn": topic_arn, "protocol": protocol })
        }
        Call::Unsubscribe { subscription_arn } => json!({ "subscriptionArn": subscription_arn }),
        Call::TagResource { resource_arn, .. } => json!({ "resourceArn": resource_arn }),
        Call::GetTopicAttributes { .. } | Call::ListTagsForResource { .. } => return None,
        Call::ListSubscriptionsByTopic { .. } | Call::GetSmsSandboxAccountStatus => return None,
        // A data event.
        Call::Publish { .. } => return None,
    })
}

fn sqs(call: &SqsCall) -> Option<Value> {
    use SqsCall as Call;
    Some(match call {
        Call::CreateQueue { queue_name, .. } => json!({ "queueName": queue_name }),
        Call::DeleteQueue { queue_url } => json!({ "queueUrl": queue_url }),
        // What is done to messages are data events.
        Call::ListQueues { .. } | Call::ReceiveMessage { .. } | Call::DeleteMessage { .. } => return None,
    })
}
