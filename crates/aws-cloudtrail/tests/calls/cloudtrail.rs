//! Calls of CloudTrail.

use signalarm_cloud::{Call, CloudTrailCall, DescribedTrail, PutTrail, Reply, TrailStatus};
use signalarm_time::Timestamp;

use super::tags;

const ARN: &str = "arn:aws-cn:cloudtrail:cn-north-1:123456789012:trail/signin-console";
const GROUP_ARN: &str = "arn:aws-cn:logs:cn-north-1:123456789012:log-group:signin-console:*";
const ROLE_ARN: &str = "arn:aws-cn:iam::123456789012:role/signin-console";

fn name() -> String {
    "signin-console".to_owned()
}

fn put_trail() -> PutTrail {
    PutTrail {
        name: name(),
        s3_bucket_name: Some("bucket".to_owned()),
        s3_key_prefix: Some("prefix".to_owned()),
        include_global_service_events: Some(true),
        is_multi_region_trail: Some(true),
        enable_log_file_validation: Some(true),
        cloud_watch_logs_log_group_arn: Some(GROUP_ARN.to_owned()),
        cloud_watch_logs_role_arn: Some(ROLE_ARN.to_owned()),
        tags: tags(),
    }
}

fn described() -> DescribedTrail {
    DescribedTrail {
        name: name(),
        trail_arn: ARN.to_owned(),
        home_region: "cn-north-1".to_owned(),
        s3_bucket_name: "bucket".to_owned(),
        s3_key_prefix: None,
        include_global_service_events: true,
        is_multi_region_trail: true,
        is_organization_trail: false,
        log_file_validation_enabled: true,
        cloud_watch_logs_log_group_arn: Some(GROUP_ARN.to_owned()),
        cloud_watch_logs_role_arn: Some(ROLE_ARN.to_owned()),
        kms_key_id: Some("arn:aws-cn:kms:cn-north-1:123456789012:key/k".to_owned()),
        sns_topic_arn: Some("arn:aws-cn:sns:cn-north-1:123456789012:log-files".to_owned()),
    }
}

/// A trail without anything that one can be without.
fn bare() -> (PutTrail, DescribedTrail) {
    let put = PutTrail { name: name(), s3_bucket_name: Some("bucket".to_owned()), ..PutTrail::default() };
    let described = DescribedTrail {
        include_global_service_events: false,
        is_multi_region_trail: false,
        is_organization_trail: true,
        log_file_validation_enabled: false,
        cloud_watch_logs_log_group_arn: None,
        cloud_watch_logs_role_arn: None,
        kms_key_id: None,
        sns_topic_arn: None,
        s3_key_prefix: Some("prefix".to_owned()),
        ..described()
    };
    (put, described)
}

fn statuses() -> [TrailStatus; 2] {
    let told = TrailStatus {
        is_logging: true,
        latest_delivery_time: Some(Timestamp::from_millis(1_764_000_000_000)),
        latest_delivery_error: Some("NoSuchBucket".to_owned()),
        latest_cloud_watch_logs_delivery_time: Some(Timestamp::from_millis(1_764_000_060_000)),
        latest_cloud_watch_logs_delivery_error: Some("AccessDenied".to_owned()),
    };
    [told, TrailStatus::default()]
}

pub(super) fn calls() -> Vec<(Call, Reply)> {
    let (bare_put, bare_described) = bare();
    let [told, never] = statuses();
    let trail = |trail: DescribedTrail| Reply::Trail(Box::new(trail));
    let calls = [
        (CloudTrailCall::CreateTrail(Box::new(put_trail())), trail(described())),
        (CloudTrailCall::CreateTrail(Box::new(bare_put)), trail(bare_described.clone())),
        (CloudTrailCall::UpdateTrail(Box::new(PutTrail { tags: Vec::new(), ..put_trail() })), trail(described())),
        (
            CloudTrailCall::UpdateTrail(Box::new(PutTrail { name: name(), ..PutTrail::default() })),
            trail(bare_described.clone()),
        ),
        (CloudTrailCall::GetTrail { name: ARN.to_owned() }, trail(described())),
        (CloudTrailCall::GetTrail { name: name() }, trail(bare_described)),
        (CloudTrailCall::GetTrailStatus { name: name() }, Reply::TrailStatus(Box::new(told))),
        (CloudTrailCall::GetTrailStatus { name: name() }, Reply::TrailStatus(Box::new(never))),
        (CloudTrailCall::StartLogging { name: name() }, Reply::Done),
        (CloudTrailCall::StopLogging { name: name() }, Reply::Done),
        (CloudTrailCall::DeleteTrail { name: name() }, Reply::Done),
        (
            CloudTrailCall::GetEventSelectors { trail_name: name() },
            Reply::EventSelectors { all_management_events: true },
        ),
        (
            CloudTrailCall::GetEventSelectors { trail_name: name() },
            Reply::EventSelectors { all_management_events: false },
        ),
        (CloudTrailCall::PutManagementEventSelector { trail_name: name() }, Reply::Done),
        (CloudTrailCall::ListTags { resource_id: ARN.to_owned() }, Reply::Tags(tags())),
        (CloudTrailCall::ListTags { resource_id: ARN.to_owned() }, Reply::Tags(Vec::new())),
        (CloudTrailCall::AddTags { resource_id: ARN.to_owned(), tags: tags() }, Reply::Done),
    ];
    calls.map(|(call, reply)| (call.into(), reply)).to_vec()
}
