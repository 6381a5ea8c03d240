//! What S3 answers, as replies.

use signalarm_aws_clients::member;
use signalarm_aws_clients::s3::operation::get_bucket_tagging::GetBucketTaggingOutput;
use signalarm_aws_clients::s3::operation::get_bucket_versioning::GetBucketVersioningOutput;
use signalarm_aws_clients::s3::operation::get_public_access_block::GetPublicAccessBlockOutput;
use signalarm_aws_clients::s3::types;
use signalarm_cloud::{Answer, PublicAccessBlock, Reply, Tag};

pub(super) fn tags(output: GetBucketTaggingOutput) -> Reply {
    Reply::Tags(output.tag_set.into_iter().map(|tag| Tag { key: tag.key, value: tag.value }).collect())
}

pub(super) fn public_access_block(output: GetPublicAccessBlockOutput) -> Answer {
    let block = output.public_access_block_configuration;
    let block = member("PublicAccessBlockConfiguration", block)?;
    Ok(Reply::PublicAccessBlock(block_of(&block)))
}

/// What is left out is not blocked.
pub(crate) fn block_of(block: &types::PublicAccessBlockConfiguration) -> PublicAccessBlock {
    PublicAccessBlock {
        block_public_acls: block.block_public_acls().unwrap_or_default(),
        ignore_public_acls: block.ignore_public_acls().unwrap_or_default(),
        block_public_policy: block.block_public_policy().unwrap_or_default(),
        restrict_public_buckets: block.restrict_public_buckets().unwrap_or_default(),
    }
}

/// A bucket that never kept versions has no status.
pub(super) fn versioning(output: &GetBucketVersioningOutput) -> Reply {
    Reply::Versioning(output.status() == Some(&types::BucketVersioningStatus::Enabled))
}
