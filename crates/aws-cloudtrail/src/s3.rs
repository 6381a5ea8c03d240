//! Calls of S3.
//!
//! The account that should own the bucket is named wherever the service lets it: on all operations but *CreateBucket*.

mod head;
mod lifecycle;
mod read;
mod versions;

use signalarm_aws_clients::s3::types;
use signalarm_aws_clients::{Clients, member};
use signalarm_cloud::{Answer, Failure, PublicAccessBlock, Reply, S3Call, S3Operation, Tag};

use crate::unsent;

pub(crate) use lifecycle::{rule_of, wire};
pub(crate) use read::block_of;

/// The Region in which a bucket is created that names none.
pub(crate) const UNNAMED_REGION: &str = "us-east-1";

/// Makes a call, and waits for the answer.
///
/// # Errors
///
/// What the service refuses, and what hinders a call from being sent or an answer from being read. A rule of a lifecycle
/// that has parts which a call does not carry is not sent: it would be cut short.
pub fn call(clients: &Clients, call: S3Call) -> Answer {
    let client = &clients.s3;
    let S3Call { bucket, expected_bucket_owner: owner, operation } = call;
    match operation {
        S3Operation::CreateBucket { region } => create_bucket(clients, bucket, region),
        S3Operation::HeadBucket => head::head_bucket(clients, &bucket, owner),
        S3Operation::DeleteBucket => {
            let request = client.delete_bucket().bucket(bucket).expected_bucket_owner(owner);
            clients.send(request.send()).map(|_| Reply::Done)
        }
        S3Operation::GetBucketTagging => {
            let request = client.get_bucket_tagging().bucket(bucket).expected_bucket_owner(owner);
            Ok(read::tags(clients.send(request.send())?))
        }
        S3Operation::PutBucketTagging(tags) => put_tagging(clients, bucket, owner, tags),
        S3Operation::GetBucketPolicy => {
            let request = client.get_bucket_policy().bucket(bucket).expected_bucket_owner(owner);
            let policy = clients.send(request.send())?.policy;
            Ok(Reply::Document(member("policy", policy)?))
        }
        S3Operation::PutBucketPolicy(policy) => {
            let request = client.put_bucket_policy().bucket(bucket).expected_bucket_owner(owner);
            clients.send(request.policy(policy).send()).map(|_| Reply::Done)
        }
        S3Operation::GetPublicAccessBlock => {
            let request = client.get_public_access_block().bucket(bucket).expected_bucket_owner(owner);
            read::public_access_block(clients.send(request.send())?)
        }
        S3Operation::PutPublicAccessBlock(block) => {
            let request = client.put_public_access_block().bucket(bucket).expected_bucket_owner(owner);
            let request = request.public_access_block_configuration(public_access_block(block));
            clients.send(request.send()).map(|_| Reply::Done)
        }
        S3Operation::GetBucketVersioning => {
            let request = client.get_bucket_versioning().bucket(bucket).expected_bucket_owner(owner);
            Ok(read::versioning(&clients.send(request.send())?))
        }
        S3Operation::EnableBucketVersioning => {
            let enabled = types::BucketVersioningStatus::Enabled;
            let configuration = types::VersioningConfiguration::builder().status(enabled).build();
            let request = client.put_bucket_versioning().bucket(bucket).expected_bucket_owner(owner);
            clients.send(request.versioning_configuration(configuration).send()).map(|_| Reply::Done)
        }
        S3Operation::GetBucketLifecycleConfiguration => lifecycle::get(clients, bucket, owner),
        S3Operation::PutBucketLifecycleConfiguration(rules) => lifecycle::put(clients, bucket, owner, rules),
        S3Operation::ListObjectVersions { after } => versions::list(clients, bucket, owner, after),
        S3Operation::DeleteObjects(objects) => versions::delete(clients, bucket, owner, objects),
    }
}

fn create_bucket(clients: &Clients, bucket: String, region: String) -> Answer {
    let request = clients.s3.create_bucket().bucket(bucket);
    let request = if region == UNNAMED_REGION {
        request
    } else {
        let constraint = types::BucketLocationConstraint::from(region.as_str());
        let configuration = types::CreateBucketConfiguration::builder().location_constraint(constraint);
        request.create_bucket_configuration(configuration.build())
    };
    clients.send(request.send()).map(|_| Reply::Done)
}

fn put_tagging(clients: &Clients, bucket: String, owner: String, tags: Vec<Tag>) -> Answer {
    let tagging = types::Tagging::builder().set_tag_set(Some(tags_of(tags)?)).build().map_err(unsent)?;
    let request = clients.s3.put_bucket_tagging().bucket(bucket).expected_bucket_owner(owner);
    clients.send(request.tagging(tagging).send()).map(|_| Reply::Done)
}

pub(crate) fn public_access_block(block: PublicAccessBlock) -> types::PublicAccessBlockConfiguration {
    types::PublicAccessBlockConfiguration::builder()
        .block_public_acls(block.block_public_acls)
        .ignore_public_acls(block.ignore_public_acls)
        .block_public_policy(block.block_public_policy)
        .restrict_public_buckets(block.restrict_public_buckets)
        .build()
}

pub(crate) fn tags_of(tags: Vec<Tag>) -> Result<Vec<types::Tag>, Failure> {
    let tag = |tag: Tag| types::Tag::builder().key(tag.key).value(tag.value).build().map_err(unsent);
    tags.into_iter().map(tag).collect()
}
