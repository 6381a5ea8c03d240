//! The alert on tampering: the calls that it hears, and those of others that it does not.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};
use signalarm_alert::{AlertName, Config};
use signalarm_event::{CallForgery, decode, forge_call};
use signalarm_filter_pattern::{LogEvent, Pattern};

const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:signin-console-success-root";
const OTHER_TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:orders";
const LOG_GROUP: &str = "aws-cloudtrail-logs-signin-console";
const ROLE: &str = "CloudTrail-CloudWatchLogs-Signin-Console";
const BUCKET: &str = "signin-console-111122223333-eu-west-1";

fn pattern() -> Pattern {
    Config::default().simulated_chain().alert(&AlertName::TAMPERING).unwrap().pattern.clone()
}

fn hears(event_source: &'static str, event_name: &'static str, request_parameters: &Value) -> bool {
    let record = forge_call(&CallForgery {
        event_source,
        event_name,
        request_parameters,
        error: None,
        at: "2026-01-05T09:00:00Z".parse().unwrap(),
        account: "111122223333",
        region: "eu-west-1",
        user: "mallory",
        source_ip: "198.51.100.77",
        user_agent: "test",
        id: 1,
    });
    pattern().matches(&LogEvent::new(record.text()))
}

#[test]
fn what_can_silence_the_chain_is_heard() {
    let subscription = format!("{TOPIC}:1234abcd-12ab-34cd-56ef-1234567890ab");
    let (logs, cloudwatch, sns) = ("logs.amazonaws.com", "monitoring.amazonaws.com", "sns.amazonaws.com");
    let (cloudtrail, iam, s3) = ("cloudtrail.amazonaws.com", "iam.amazonaws.com", "s3.amazonaws.com");
    let alarm = "signin-console-silence";
    let calls = [
        (cloudtrail, "StopLogging", json!({ "name": "events-management" })),
        (cloudtrail, "DeleteTrail", json!({ "name": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t" })),
        (cloudtrail, "UpdateTrail", json!({ "name": "events-management", "isMultiRegionTrail": false })),
        (cloudtrail, "PutEventSelectors", json!({ "trailName": "events-management" })),
        (logs, "PutMetricFilter", json!({ "logGroupName": LOG_GROUP, "filterName": "signin-console-failure-iam" })),
        (logs, "DeleteMetricFilter", json!({ "logGroupName": LOG_GROUP, "filterName": "signin-console-tampering" })),
        (logs, "DeleteLogGroup", json!({ "logGroupName": LOG_GROUP })),
        (cloudwatch, "PutMetricAlarm", json!({ "alarmName": alarm })),
        (cloudwatch, "SetAlarmState", json!({ "alarmName": alarm, "stateValue": "OK" })),
        // At whatever place: nobody hides it behind alarms of their own.
        (cloudwatch, "DeleteAlarms", json!({ "alarmNames": ["cpu", "disk", alarm] })),
        (cloudwatch, "DisableAlarmActions", json!({ "alarmNames": [alarm] })),
        (cloudwatch, "PutAlarmMuteRule", json!({ "name": "r", "muteTargets": { "alarmNames": ["cpu", alarm] } })),
        (cloudwatch, "PutAlarmMuteRule", json!({ "name": "r" })),
        (sns, "DeleteTopic", json!({ "topicArn": TOPIC })),
        (sns, "SetTopicAttributes", json!({ "topicArn": TOPIC, "attributeName": "Policy" })),
        (sns, "RemovePermission", json!({ "topicArn": TOPIC, "label": "l" })),
        (sns, "Unsubscribe", json!({ "subscriptionArn": subscription })),
        (sns, "SetSubscriptionAttributes", json!({ "subscriptionArn": subscription })),
        (iam, "DeleteRolePolicy", json!({ "roleName": ROLE, "policyName": "p" })),
        (iam, "AttachRolePolicy", json!({ "roleName": ROLE, "policyArn": "arn:aws:iam::aws:policy/AWSDenyAll" })),
        (iam, "UpdateAssumeRolePolicy", json!({ "roleName": ROLE })),
        (s3, "PutBucketPolicy", json!({ "bucketName": BUCKET })),
        (s3, "DeleteBucket", json!({ "bucketName": BUCKET })),
    ];
    for (source, name, parameters) in &calls {
        assert!(hears(source, name, parameters), "{source} {name} {parameters}");
    }
}

#[test]
fn what_others_do_and_what_only_reads_or_adds_is_not() {
    let (logs, cloudwatch, sns) = ("logs.amazonaws.com", "monitoring.amazonaws.com", "sns.amazonaws.com");
    let (cloudtrail, iam, s3) = ("cloudtrail.amazonaws.com", "iam.amazonaws.com", "s3.amazonaws.com");
    let alarm = "signin-console-silence";
    let calls = [
        (cloudtrail, "StartLogging", json!({ "name": "events-management" })),
        (cloudtrail, "GetTrailStatus", json!({ "name": "events-management" })),
        (logs, "PutMetricFilter", json!({ "logGroupName": LOG_GROUP, "filterName": "errors" })),
        (logs, "DeleteLogGroup", json!({ "logGroupName": "/aws/lambda/f" })),
        (logs, "FilterLogEvents", json!({ "logGroupName": LOG_GROUP })),
        (logs, "StartQuery", json!({ "logGroupName": LOG_GROUP })),
        (logs, "CreateLogStream", json!({ "logGroupName": LOG_GROUP, "logStreamName": "s" })),
        (cloudwatch, "PutMetricAlarm", json!({ "alarmName": "cpu" })),
        (
            cloudwatch,
            "DeleteAlarms",
            json!({ "alarmNames": ["TargetTracking-a-AlarmHigh", "TargetTracking-a-AlarmLow"] }),
        ),
        (cloudwatch, "PutAlarmMuteRule", json!({ "name": "r", "muteTargets": { "alarmNames": ["cpu"] } })),
        (cloudwatch, "DescribeAlarms", json!({ "alarmNames": [alarm] })),
        (cloudwatch, "DescribeAlarmHistory", json!({ "alarmName": alarm })),
        (sns, "SetTopicAttributes", json!({ "topicArn": OTHER_TOPIC })),
        (sns, "DeleteTopic", json!({ "topicArn": OTHER_TOPIC })),
        (sns, "GetTopicAttributes", json!({ "topicArn": TOPIC })),
        (sns, "ListSubscriptionsByTopic", json!({ "topicArn": TOPIC })),
        (sns, "Subscribe", json!({ "topicArn": TOPIC, "protocol": "email" })),
        (iam, "DeleteRolePolicy", json!({ "roleName": "web", "policyName": "p" })),
        (iam, "GetRolePolicy", json!({ "roleName": ROLE, "policyName": "p" })),
        (s3, "GetBucketAcl", json!({ "bucketName": BUCKET })),
        (s3, "HeadBucket", json!({ "bucketName": BUCKET })),
        (s3, "PutBucketPolicy", json!({ "bucketName": "website" })),
    ];
    for (source, name, parameters) in &calls {
        assert!(!hears(source, name, parameters), "{source} {name} {parameters}");
    }
}

/// An account under attack, recorded: of all its calls, deployments among them, only those on trails are heard, refused
/// ones too.
#[test]
fn recorded_calls_on_trails_are_heard_and_no_others() {
    let Some(facts) = signalarm_testkit::facts() else { return };
    let (pattern, mut heard, mut records) = (pattern(), BTreeMap::new(), 0);
    for file in fs::read_dir(facts.join("data/cloudtrail/invictus/CloudTrail")).unwrap() {
        for record in decode("f", &fs::read(file.unwrap().path()).unwrap()).records {
            records += 1;
            if pattern.matches(&LogEvent::new(record.text())) {
                *heard.entry(record.name().to_owned()).or_insert(0) += 1;
            }
        }
    }
    let trails = ["DeleteTrail", "PutEventSelectors", "StopLogging"];
    assert_eq!(heard.keys().map(String::as_str).collect::<Vec<&str>>(), trails, "{heard:?} of {records}");
    assert!(2_000 < records, "{records}");
}
