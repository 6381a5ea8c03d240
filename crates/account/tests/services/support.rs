//! An account, and what all tests do with it.

use serde_json::{Value, json};
use signalarm_account::{Account, Refusal, Setup};
use signalarm_alert::Place;
use signalarm_cloud::{
    Call, CloudTrailCall, IamCall, LogsCall, PutMetricAlarm, PutTrail, QueueMessage, Reply, S3Call, S3Operation,
    SnsCall, SqsCall, Tag,
};
use signalarm_time::{Duration, Timestamp};

pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const REGION: &str = "eu-west-1";

pub(crate) const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:t";
/// Of the queue `q`.
pub(crate) const QUEUE_URL: &str = "https://sqs.eu-west-1.amazonaws.com/111122223333/q";

pub(crate) const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
    "Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
pub(crate) const PERMISSIONS: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow",
    "Action":["logs:CreateLogStream","logs:PutLogEvents"],
    "Resource":"arn:aws:logs:eu-west-1:111122223333:log-group:g:log-stream:111122223333_CloudTrail_*"}}"#;
pub(crate) const BUCKET_POLICY: &str = r#"{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:GetBucketAcl",
     "Resource":"arn:aws:s3:::logs-of-ours",
     "Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/events"}}},
    {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:PutObject",
     "Resource":"arn:aws:s3:::logs-of-ours/AWSLogs/111122223333/*",
     "Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control",
                                  "aws:SourceArn":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/events"}}},
    {"Effect":"Deny","Principal":"*","Action":"s3:*",
     "Resource":["arn:aws:s3:::logs-of-ours","arn:aws:s3:::logs-of-ours/*"],
     "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}"#;

pub(crate) fn start() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

pub(crate) fn account_in(region: &str, seed: u64) -> Account {
    let place = Place { account: ACCOUNT.parse().unwrap(), region: region.parse().unwrap() };
    Account::new(Setup { place, seed, start: start() })
}

pub(crate) fn account() -> Account {
    account_in(REGION, 1)
}

pub(crate) fn pass(account: &mut Account, seconds: u64) {
    let to = account.now() + Duration::from_secs(seconds);
    account.advance(to);
}

pub(crate) fn tags(tags: &[(&str, &str)]) -> Vec<Tag> {
    tags.iter().map(|(key, value)| Tag { key: (*key).to_owned(), value: (*value).to_owned() }).collect()
}

/// A refusal as `CODE STATUS: MESSAGE`; of an answer that is none, what it is.
pub(crate) fn told(answer: Result<Reply, Refusal>) -> String {
    match answer {
        Ok(reply) => format!("{reply:?}"),
        Err(refusal) => format!("{} {}: {}", refusal.code(), refusal.http_status(), refusal.message()),
    }
}

/// Makes the call, and compares how its refusal begins.
pub(crate) fn check_refused(account: &mut Account, call: impl Into<Call>, expected: &str) {
    let call = call.into();
    let found = told(account.answer(call.clone()));
    assert!(found.starts_with(expected), "{call:?}\n    {found}\n    {expected}");
}

pub(crate) fn create_topic(account: &mut Account, name: &str) -> String {
    let call = SnsCall::CreateTopic { name: name.to_owned(), attributes: [].into(), tags: Vec::new() };
    match account.answer(call) {
        Ok(Reply::TopicArn(arn)) => arn,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn create_log_group(account: &mut Account, name: &str) {
    let call = LogsCall::CreateLogGroup { log_group_name: name.to_owned(), tags: Vec::new() };
    assert_eq!(account.answer(call), Ok(Reply::Done));
}

pub(crate) fn s3(account: &mut Account, bucket: &str, operation: S3Operation) -> Result<Reply, Refusal> {
    account.answer(s3_call(bucket, operation))
}

pub(crate) fn s3_call(bucket: &str, operation: S3Operation) -> S3Call {
    S3Call { bucket: bucket.to_owned(), expected_bucket_owner: ACCOUNT.to_owned(), operation }
}

pub(crate) fn create_bucket(account: &mut Account, bucket: &str) {
    let create = S3Operation::CreateBucket { region: REGION.to_owned() };
    assert_eq!(s3(account, bucket, create), Ok(Reply::Done));
}

pub(crate) fn create_role(account: &mut Account, trust: &str) -> Result<Reply, Refusal> {
    account.answer(IamCall::CreateRole {
        role_name: "r".to_owned(),
        assume_role_policy_document: trust.to_owned(),
        description: String::new(),
        tags: Vec::new(),
    })
}

pub(crate) fn put_role_policy(account: &mut Account, document: &str) -> Result<Reply, Refusal> {
    account.answer(IamCall::PutRolePolicy {
        role_name: "r".to_owned(),
        policy_name: "p".to_owned(),
        policy_document: document.to_owned(),
    })
}

/// A trail that delivers to a log group.
pub(crate) fn trail() -> PutTrail {
    PutTrail {
        name: "events".to_owned(),
        s3_bucket_name: Some("logs-of-ours".to_owned()),
        is_multi_region_trail: Some(true),
        enable_log_file_validation: Some(true),
        cloud_watch_logs_log_group_arn: Some("arn:aws:logs:eu-west-1:111122223333:log-group:g:*".to_owned()),
        cloud_watch_logs_role_arn: Some("arn:aws:iam::111122223333:role/r".to_owned()),
        ..PutTrail::default()
    }
}

pub(crate) fn create(trail: PutTrail) -> CloudTrailCall {
    CloudTrailCall::CreateTrail(Box::new(trail))
}

pub(crate) fn update(trail: PutTrail) -> CloudTrailCall {
    CloudTrailCall::UpdateTrail(Box::new(trail))
}

/// An account with everything that the trail needs, known to everybody.
pub(crate) fn account_for_trail() -> Account {
    let mut account = account();
    prepare_for_trail(&mut account);
    account
}

pub(crate) fn prepare_for_trail(account: &mut Account) {
    create_bucket(account, "logs-of-ours");
    s3(account, "logs-of-ours", S3Operation::PutBucketPolicy(BUCKET_POLICY.to_owned())).unwrap();
    create_log_group(account, "g");
    create_role(account, TRUST).unwrap();
    put_role_policy(account, PERMISSIONS).unwrap();
    pass(account, 10);
}

/// An alarm on a metric of nobody's: Sum > 1 in a minute, without actions.
pub(crate) fn alarm(name: &str) -> PutMetricAlarm {
    PutMetricAlarm {
        alarm_name: name.to_owned(),
        namespace: Some("N".to_owned()),
        metric_name: Some("m".to_owned()),
        statistic: Some("Sum".to_owned()),
        period: Some(60),
        evaluation_periods: Some(1),
        threshold: Some(1.0),
        comparison_operator: Some("GreaterThanThreshold".to_owned()),
        ..PutMetricAlarm::default()
    }
}

pub(crate) fn create_log_stream(account: &mut Account, log_group: &str, name: &str) {
    let (log_group_name, log_stream_name) = (log_group.to_owned(), name.to_owned());
    assert_eq!(account.answer(LogsCall::CreateLogStream { log_group_name, log_stream_name }), Ok(Reply::Done));
}

pub(crate) fn create_queue(account: &mut Account, name: &str, attributes: &[(&str, &str)]) {
    let attributes = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let call = SqsCall::CreateQueue { queue_name: name.to_owned(), attributes, tags: Vec::new() };
    assert!(matches!(account.answer(call), Ok(Reply::QueueUrl(_))), "{name}");
}

/// The policy of the queue `q` that lets SNS send, under a condition (SNS Developer Guide, *Subscribing an Amazon SQS queue
/// to an Amazon SNS topic*).
pub(crate) fn letting_sns_in(condition: Value) -> String {
    let statement = json!({
        "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage",
        "Resource": "arn:aws:sqs:eu-west-1:111122223333:q", "Condition": condition,
    });
    json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string()
}

/// Subscribes a queue of the account to the topic `t`.
pub(crate) fn subscribe_queue(account: &mut Account, name: &str) {
    let (protocol, endpoint) = ("sqs".to_owned(), format!("arn:aws:sqs:eu-west-1:111122223333:{name}"));
    account.answer(SnsCall::Subscribe { topic_arn: TOPIC.to_owned(), protocol, endpoint }).unwrap();
}

pub(crate) fn receive(account: &mut Account, name: &str) -> Vec<QueueMessage> {
    let queue_url = QUEUE_URL.replace("/q", &format!("/{name}"));
    match account.answer(SqsCall::ReceiveMessage { queue_url }) {
        Ok(Reply::QueueMessages(messages)) => messages,
        other => panic!("{other:?}"),
    }
}
