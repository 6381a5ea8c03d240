//! A chain that stands in a simulated account: what a scenario begins with, by the calls that make it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use signalarm_account::{Account, Refusal};
use signalarm_alert::Chain;
use signalarm_cloud::{
    CloudTrailCall, CloudWatchCall, IamCall, LogsCall, PutMetricAlarm, PutMetricFilter, PutTrail, Reply, S3Call,
    S3Operation, SnsCall,
};
use signalarm_notification::Endpoint;

/// The role's inline policy.
const ROLE_POLICY: &str = "deliver-to-log-group";

/// Puts the whole chain into place: topics first, the trail last, every subscription confirmed.
pub(crate) fn deploy(account: &mut Account, chain: &Chain) -> Result<(), Refusal> {
    for name in chain.names() {
        let topic_arn = chain.place.topic_arn(name.as_str());
        let (attributes, tags) = (BTreeMap::new(), Vec::new());
        account.answer(SnsCall::CreateTopic { name: name.to_string(), attributes, tags })?;
        for endpoint in chain.subscribers(name) {
            subscribe(account, &topic_arn, endpoint)?;
            account.confirm_subscription(&topic_arn, endpoint)?;
        }
    }
    let log_group_name = chain.log_group.to_string();
    account.answer(LogsCall::CreateLogGroup { log_group_name: log_group_name.clone(), tags: Vec::new() })?;
    for alert in &chain.alerts {
        let filter = PutMetricFilter::new(&log_group_name, &chain.metric_filter(alert));
        account.answer(LogsCall::PutMetricFilter(Box::new(filter)))?;
    }
    for alarm in chain.metric_alarms() {
        account.answer(CloudWatchCall::PutMetricAlarm(Box::new(PutMetricAlarm::from(&alarm))))?;
    }
    deploy_trail(account, chain, TrailReach::EveryRegion)
}

/// Of which Regions a trail brings records.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TrailReach {
    EveryRegion,
    /// Of its own alone, by a role under that path.
    OneRegion(&'static str),
}

/// Subscribes an endpoint, and tells the ARN of its subscription.
pub(crate) fn subscribe(account: &mut Account, topic_arn: &str, endpoint: &Endpoint) -> Result<String, Refusal> {
    match account.answer(subscription(topic_arn, endpoint))? {
        Reply::SubscriptionArn(arn) => Ok(arn),
        _ => Err(Refusal::NotSimulated("an ARN for a subscription")),
    }
}

/// The call that subscribes an endpoint.
pub(crate) fn subscription(topic_arn: &str, endpoint: &Endpoint) -> SnsCall {
    SnsCall::Subscribe {
        topic_arn: topic_arn.to_owned(),
        protocol: endpoint.protocol().to_string(),
        endpoint: endpoint.to_string(),
    }
}

/// The trail, which needs a bucket and a role before it.
pub(crate) fn deploy_trail(account: &mut Account, chain: &Chain, reach: TrailReach) -> Result<(), Refusal> {
    let bucket = format!("signin-console-{}-{}", chain.place.account, chain.place.region);
    let create = S3Operation::CreateBucket { region: chain.place.region.to_string() };
    for operation in [create, S3Operation::PutBucketPolicy(bucket_policy(chain, &bucket))] {
        let expected_bucket_owner = chain.place.account.to_string();
        account.answer(S3Call { bucket: bucket.clone(), expected_bucket_owner, operation })?;
    }
    let role_name = chain.role.to_string();
    account.answer(IamCall::CreateRole {
        role_name: role_name.clone(),
        assume_role_policy_document: document(&json!([{
            "Effect": "Allow", "Principal": { "Service": "cloudtrail.amazonaws.com" }, "Action": "sts:AssumeRole",
        }])),
        description: String::new(),
        tags: Vec::new(),
    })?;
    let log_group_arn = chain.place.log_group_arn(chain.log_group.as_str());
    account.answer(IamCall::PutRolePolicy {
        role_name: role_name.clone(),
        policy_name: ROLE_POLICY.to_owned(),
        policy_document: document(&json!([{
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": format!("{log_group_arn}:log-stream:{}_CloudTrail_*", chain.place.account),
        }])),
    })?;
    let path = match reach {
        TrailReach::EveryRegion => "/",
        TrailReach::OneRegion(path) => path,
    };
    account.set_role_path(&role_name, path)?;
    if path != "/" {
        // Whoever works by hand is slower than CloudTrail, which comes to know a new role seconds later.
        account.advance(account.now() + account.surroundings().role_propagation);
    }
    account.answer(CloudTrailCall::CreateTrail(Box::new(PutTrail {
        name: chain.trail.to_string(),
        s3_bucket_name: Some(bucket),
        is_multi_region_trail: Some(reach == TrailReach::EveryRegion),
        cloud_watch_logs_log_group_arn: Some(format!("{log_group_arn}:*")),
        cloud_watch_logs_role_arn: Some(chain.place.role_arn(&format!("{}{role_name}", path.trim_start_matches('/')))),
        ..PutTrail::default()
    })))?;
    account.answer(CloudTrailCall::StartLogging { name: chain.trail.to_string() })?;
    Ok(())
}

fn bucket_policy(chain: &Chain, bucket: &str) -> String {
    let arn = chain.place.bucket_arn(bucket);
    document(&json!([
        {
            "Effect": "Allow", "Principal": { "Service": "cloudtrail.amazonaws.com" }, "Action": "s3:GetBucketAcl",
            "Resource": arn,
        },
        {
            "Effect": "Allow", "Principal": { "Service": "cloudtrail.amazonaws.com" }, "Action": "s3:PutObject",
            "Resource": format!("{arn}/AWSLogs/{}/*", chain.place.account),
            "Condition": { "StringEquals": { "s3:x-amz-acl": "bucket-owner-full-control" } },
        },
    ]))
}

fn document(statements: &Value) -> String {
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}
