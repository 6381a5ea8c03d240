//! Rules for the operations of S3.

mod configuration;

use signalarm_aws_clients::mock::{Protocol, Rule, Shared, Unfit, done, mock, required, rule};
use signalarm_aws_clients::s3::operation::create_bucket::{CreateBucketInput, CreateBucketOutput};
use signalarm_aws_clients::s3::operation::delete_bucket::DeleteBucketOutput;
use signalarm_aws_clients::s3::operation::delete_objects::{DeleteObjectsInput, DeleteObjectsOutput};
use signalarm_aws_clients::s3::operation::head_bucket::HeadBucketOutput;
use signalarm_aws_clients::s3::operation::list_object_versions::{ListObjectVersionsInput, ListObjectVersionsOutput};
use signalarm_aws_clients::s3::{Client, types};
use signalarm_cloud::{Call, ObjectVersion, ObjectVersions, Reply, S3Call, S3Operation};

use crate::s3::UNNAMED_REGION;

pub(super) fn rules(account: &Shared) -> Vec<Rule> {
    let mut rules = buckets(account);
    rules.extend(configuration::rules(account));
    rules.extend(objects(account));
    rules
}

fn buckets(account: &Shared) -> Vec<Rule> {
    vec![
        rule(account, Protocol::S3, mock!(Client::create_bucket), create_bucket, |reply| {
            done(reply, CreateBucketOutput::builder().build())
        }),
        rule(
            account,
            Protocol::S3,
            mock!(Client::head_bucket),
            |input| call(input.bucket(), input.expected_bucket_owner(), S3Operation::HeadBucket),
            |reply| match reply {
                Reply::BucketRegion(region) => Ok(HeadBucketOutput::builder().bucket_region(region).build()),
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::S3,
            mock!(Client::delete_bucket),
            |input| call(input.bucket(), input.expected_bucket_owner(), S3Operation::DeleteBucket),
            |reply| done(reply, DeleteBucketOutput::builder().build()),
        ),
    ]
}

fn objects(account: &Shared) -> Vec<Rule> {
    vec![
        rule(account, Protocol::S3, mock!(Client::list_object_versions), list_object_versions, |reply| match reply {
            Reply::ObjectVersions(page) => Ok(object_versions(page)),
            other => Err(other),
        }),
        rule(account, Protocol::S3, mock!(Client::delete_objects), delete_objects, |reply| {
            done(reply, DeleteObjectsOutput::builder().build())
        }),
    ]
}

/// A call, with the owner that every request must name.
fn call(bucket: Option<&str>, owner: Option<&str>, operation: S3Operation) -> Result<Call, Unfit> {
    let bucket = required("Bucket", bucket)?;
    let expected_bucket_owner = required("ExpectedBucketOwner", owner)?;
    Ok(S3Call { bucket, expected_bucket_owner, operation }.into())
}

/// A request to create a bucket names no owner.
fn create_bucket(input: &CreateBucketInput) -> Result<Call, Unfit> {
    let configuration = input.create_bucket_configuration();
    let constraint = configuration.and_then(types::CreateBucketConfiguration::location_constraint);
    let region = constraint.map_or(UNNAMED_REGION, types::BucketLocationConstraint::as_str).to_owned();
    call(input.bucket(), Some(""), S3Operation::CreateBucket { region })
}

fn list_object_versions(input: &ListObjectVersionsInput) -> Result<Call, Unfit> {
    let version_id = input.version_id_marker.clone().unwrap_or_default();
    let after = input.key_marker.clone().map(|key| ObjectVersion { key, version_id });
    call(input.bucket(), input.expected_bucket_owner(), S3Operation::ListObjectVersions { after })
}

fn delete_objects(input: &DeleteObjectsInput) -> Result<Call, Unfit> {
    let objects = input.delete().ok_or_else(|| Unfit::new("Delete is missing"))?.objects();
    let version = |object: &types::ObjectIdentifier| {
        let version_id = required("VersionId", object.version_id())?;
        Ok(ObjectVersion { key: object.key().to_owned(), version_id })
    };
    let versions = objects.iter().map(version).collect::<Result<_, Unfit>>()?;
    call(input.bucket(), input.expected_bucket_owner(), S3Operation::DeleteObjects(versions))
}

fn object_versions(page: ObjectVersions) -> ListObjectVersionsOutput {
    let version = |version: ObjectVersion| {
        types::ObjectVersion::builder().key(version.key).version_id(version.version_id).build()
    };
    let (key, version_id) = page.next.map(|next| (next.key, next.version_id)).unzip();
    ListObjectVersionsOutput::builder()
        .set_versions(Some(page.versions.into_iter().map(version).collect()))
        .is_truncated(key.is_some())
        .set_next_key_marker(key)
        .set_next_version_id_marker(version_id)
        .build()
}
