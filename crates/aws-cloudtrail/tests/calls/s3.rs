//! Calls of S3.

use signalarm_cloud::{
    Call, LifecycleRule, ObjectVersion, ObjectVersions, PublicAccessBlock, Reply, S3Call, S3Operation,
};

use super::{ACCOUNT, tags};

const POLICY: &str = "{\n  \"Sid\": \"100 % + \u{fc}ber&<all>\"\n}";

fn version(key: &str, version_id: &str) -> ObjectVersion {
    ObjectVersion { key: key.to_owned(), version_id: version_id.to_owned() }
}

fn rule() -> LifecycleRule {
    LifecycleRule {
        id: "signalarm".to_owned(),
        is_enabled: true,
        prefix: String::new(),
        transition: Some((90, "GLACIER_IR".to_owned())),
        expiration_days: Some(400),
        noncurrent_version_expiration_days: Some(30),
        has_more: false,
    }
}

/// A rule that does nothing, and is off.
fn idle_rule() -> LifecycleRule {
    LifecycleRule { id: "idle".to_owned(), prefix: "AWSLogs/ & <more>".to_owned(), ..LifecycleRule::default() }
}

pub(super) fn calls() -> Vec<(Call, Reply)> {
    let call = |(operation, reply): (S3Operation, Reply)| {
        // A bucket that is not there has no owner yet.
        let is_create = matches!(operation, S3Operation::CreateBucket { .. });
        let expected_bucket_owner = if is_create { String::new() } else { ACCOUNT.to_owned() };
        (S3Call { bucket: "trail-bucket".to_owned(), expected_bucket_owner, operation }.into(), reply)
    };
    [of_buckets(), of_configuration(), of_objects()].concat().into_iter().map(call).collect()
}

fn of_buckets() -> Vec<(S3Operation, Reply)> {
    vec![
        (S3Operation::CreateBucket { region: "us-east-1".to_owned() }, Reply::Done),
        (S3Operation::CreateBucket { region: "cn-north-1".to_owned() }, Reply::Done),
        (S3Operation::CreateBucket { region: "xx-new-1".to_owned() }, Reply::Done),
        (S3Operation::HeadBucket, Reply::BucketRegion("cn-northwest-1".to_owned())),
        (S3Operation::DeleteBucket, Reply::Done),
    ]
}

fn of_configuration() -> Vec<(S3Operation, Reply)> {
    let block = PublicAccessBlock { block_public_acls: true, restrict_public_buckets: true, ..Default::default() };
    let more = LifecycleRule { has_more: true, ..rule() };
    vec![
        (S3Operation::GetBucketTagging, Reply::Tags(tags())),
        (S3Operation::PutBucketTagging(tags()), Reply::Done),
        (S3Operation::PutBucketTagging(Vec::new()), Reply::Done),
        (S3Operation::GetBucketPolicy, Reply::Document(POLICY.to_owned())),
        (S3Operation::PutBucketPolicy(POLICY.to_owned()), Reply::Done),
        (S3Operation::GetPublicAccessBlock, Reply::PublicAccessBlock(PublicAccessBlock::ALL)),
        (S3Operation::PutPublicAccessBlock(block), Reply::Done),
        (S3Operation::GetBucketVersioning, Reply::Versioning(true)),
        (S3Operation::GetBucketVersioning, Reply::Versioning(false)),
        (S3Operation::EnableBucketVersioning, Reply::Done),
        (S3Operation::GetBucketLifecycleConfiguration, Reply::Lifecycle(vec![rule(), idle_rule(), more])),
        (S3Operation::PutBucketLifecycleConfiguration(vec![rule(), idle_rule()]), Reply::Done),
    ]
}

fn of_objects() -> Vec<(S3Operation, Reply)> {
    let page = ObjectVersions {
        versions: vec![version("AWSLogs/ 1", "null"), version("AWSLogs/&2", "v2")],
        next: Some(version("AWSLogs/&2", "v2")),
    };
    let marker = version("AWSLogs/", "");
    vec![
        (S3Operation::ListObjectVersions { after: None }, Reply::ObjectVersions(page.clone())),
        (
            S3Operation::ListObjectVersions { after: page.next.clone() },
            Reply::ObjectVersions(ObjectVersions { versions: Vec::new(), next: Some(marker.clone()) }),
        ),
        (S3Operation::ListObjectVersions { after: Some(marker) }, Reply::ObjectVersions(ObjectVersions::default())),
        (S3Operation::DeleteObjects(page.versions), Reply::Done),
    ]
}
