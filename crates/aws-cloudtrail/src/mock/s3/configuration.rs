//! Rules for the operations on a bucket's configuration.

use signalarm_aws_clients::mock::{Protocol, Rule, Shared, Unfit, done, mock, required, rule};
use signalarm_aws_clients::s3::operation::get_bucket_lifecycle_configuration::GetBucketLifecycleConfigurationOutput;
use signalarm_aws_clients::s3::operation::get_bucket_policy::GetBucketPolicyOutput;
use signalarm_aws_clients::s3::operation::get_bucket_tagging::GetBucketTaggingOutput;
use signalarm_aws_clients::s3::operation::get_bucket_versioning::GetBucketVersioningOutput;
use signalarm_aws_clients::s3::operation::get_public_access_block::GetPublicAccessBlockOutput;
use signalarm_aws_clients::s3::operation::put_bucket_lifecycle_configuration::{
    PutBucketLifecycleConfigurationInput, PutBucketLifecycleConfigurationOutput,
};
use signalarm_aws_clients::s3::operation::put_bucket_policy::PutBucketPolicyOutput;
use signalarm_aws_clients::s3::operation::put_bucket_tagging::PutBucketTaggingOutput;
use signalarm_aws_clients::s3::operation::put_bucket_versioning::PutBucketVersioningOutput;
use signalarm_aws_clients::s3::operation::put_public_access_block::PutPublicAccessBlockOutput;
use signalarm_aws_clients::s3::{Client, types};
use signalarm_cloud::{Call, LifecycleRule, Reply, S3Operation, Tag};

use super::call;
use crate::s3::{block_of, public_access_block, rule_of, tags_of, wire};

pub(super) fn rules(account: &Shared) -> Vec<Rule> {
    let mut rules = tagging(account);
    rules.extend(policy(account));
    rules.extend(public_access(account));
    rules.extend(versioning(account));
    rules.extend(lifecycle(account));
    rules
}

fn tagging(account: &Shared) -> Vec<Rule> {
    vec![
        rule(
            account,
            Protocol::S3,
            mock!(Client::get_bucket_tagging),
            |input| call(input.bucket(), input.expected_bucket_owner(), S3Operation::GetBucketTagging),
            |reply| match reply {
                Reply::Tags(tags) => {
                    let tags = tags_of(tags).expect("a tag of ours has all that the SDK requires");
                    let output = GetBucketTaggingOutput::builder().set_tag_set(Some(tags));
                    Ok(output.build().expect("the tags are given"))
                }
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::S3,
            mock!(Client::put_bucket_tagging),
            |input| {
                let tagging = required("Tagging", input.tagging())?;
                let tags = tagging.tag_set.into_iter().map(|tag| Tag { key: tag.key, value: tag.value });
                let operation = S3Operation::PutBucketTagging(tags.collect());
                call(input.bucket(), input.expected_bucket_owner(), operation)
            },
            |reply| done(reply, PutBucketTaggingOutput::builder().build()),
        ),
    ]
}

fn policy(account: &Shared) -> Vec<Rule> {
    vec![
        rule(
            account,
            Protocol::S3,
            mock!(Client::get_bucket_policy),
            |input| call(input.bucket(), input.expected_bucket_owner(), S3Operation::GetBucketPolicy),
            |reply| match reply {
                Reply::Document(policy) => Ok(GetBucketPolicyOutput::builder().policy(policy).build()),
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::S3,
            mock!(Client::put_bucket_policy),
            |input| {
                let operation = S3Operation::PutBucketPolicy(required("Policy", input.policy())?);
                call(input.bucket(), input.expected_bucket_owner(), operation)
            },
            |reply| done(reply, PutBucketPolicyOutput::builder().build()),
        ),
    ]
}

fn public_access(account: &Shared) -> Vec<Rule> {
    vec![
        rule(
            account,
            Protocol::S3,
            mock!(Client::get_public_access_block),
            |input| call(input.bucket(), input.expected_bucket_owner(), S3Operation::GetPublicAccessBlock),
            |reply| match reply {
                Reply::PublicAccessBlock(block) => {
                    let output = GetPublicAccessBlockOutput::builder();
                    Ok(output.public_access_block_configuration(public_access_block(block)).build())
                }
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::S3,
            mock!(Client::put_public_access_block),
            |input| {
                let block = input.public_access_block_configuration();
                let block = block.ok_or_else(|| Unfit::new("PublicAccessBlockConfiguration is missing"))?;
                let operation = S3Operation::PutPublicAccessBlock(block_of(block));
                call(input.bucket(), input.expected_bucket_owner(), operation)
            },
            |reply| done(reply, PutPublicAccessBlockOutput::builder().build()),
        ),
    ]
}

fn versioning(account: &Shared) -> Vec<Rule> {
    vec![
        rule(
            account,
            Protocol::S3,
            mock!(Client::get_bucket_versioning),
            |input| call(input.bucket(), input.expected_bucket_owner(), S3Operation::GetBucketVersioning),
            |reply| match reply {
                Reply::Versioning(is_kept) => {
                    let status = is_kept.then_some(types::BucketVersioningStatus::Enabled);
                    Ok(GetBucketVersioningOutput::builder().set_status(status).build())
                }
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::S3,
            mock!(Client::put_bucket_versioning),
            |input| {
                let configuration = required("VersioningConfiguration", input.versioning_configuration())?;
                if configuration.status() != Some(&types::BucketVersioningStatus::Enabled) {
                    return Err(Unfit::new("Status is not Enabled"));
                }
                call(input.bucket(), input.expected_bucket_owner(), S3Operation::EnableBucketVersioning)
            },
            |reply| done(reply, PutBucketVersioningOutput::builder().build()),
        ),
    ]
}

fn lifecycle(account: &Shared) -> Vec<Rule> {
    vec![
        rule(
            account,
            Protocol::S3,
            mock!(Client::get_bucket_lifecycle_configuration),
            |input| call(input.bucket(), input.expected_bucket_owner(), S3Operation::GetBucketLifecycleConfiguration),
            |reply| match reply {
                Reply::Lifecycle(rules) => {
                    let rules = rules.into_iter().map(lifecycle_rule).collect();
                    Ok(GetBucketLifecycleConfigurationOutput::builder().set_rules(Some(rules)).build())
                }
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::S3,
            mock!(Client::put_bucket_lifecycle_configuration),
            put_bucket_lifecycle_configuration,
            |reply| done(reply, PutBucketLifecycleConfigurationOutput::builder().build()),
        ),
    ]
}

fn put_bucket_lifecycle_configuration(input: &PutBucketLifecycleConfigurationInput) -> Result<Call, Unfit> {
    let configuration = required("LifecycleConfiguration", input.lifecycle_configuration())?;
    let rules = configuration.rules().iter().map(rule_of).collect();
    let operation = S3Operation::PutBucketLifecycleConfiguration(rules);
    call(input.bucket(), input.expected_bucket_owner(), operation)
}

/// A rule that has more than a reply carries aborts uploads, as one of many things that it could do.
fn lifecycle_rule(rule: LifecycleRule) -> types::LifecycleRule {
    let has_more = rule.has_more;
    let wire = wire(LifecycleRule { has_more: false, ..rule });
    let mut wire = wire.expect("a rule of ours has all that the SDK requires");
    if has_more {
        let abort = types::AbortIncompleteMultipartUpload::builder().days_after_initiation(ABORT_AFTER_DAYS);
        wire.abort_incomplete_multipart_upload = Some(abort.build());
    }
    wire
}

/// Any number of days.
const ABORT_AFTER_DAYS: i32 = 7;
