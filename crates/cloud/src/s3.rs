//! The operations of S3.

use crate::Tag;

/// A call of one operation of S3. Every call names the bucket's owner where the service lets it
/// (*ExpectedBucketOwner*), so that a stranger's bucket of that name is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct S3Call {
    /// 3 to 63 characters, unique in the partition.
    pub bucket: String,
    /// The account that should own it.
    pub expected_bucket_owner: String,
    /// What is to be done.
    pub operation: S3Operation,
}

/// What is to be done with a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum S3Operation {
    /// Creates it in a Region.
    CreateBucket {
        /// The Region; `us-east-1` is sent as none.
        region: String,
    },
    /// Tells the Region of one that is there and ours. → [`crate::Reply::BucketRegion`]
    HeadBucket,
    /// Deletes an empty one.
    DeleteBucket,
    /// Tells the tags; without any the service refuses (`NoSuchTagSet`). → [`crate::Reply::Tags`]
    GetBucketTagging,
    /// Replaces all tags.
    PutBucketTagging(Vec<Tag>),
    /// Tells the policy; without one the service refuses (`NoSuchBucketPolicy`). → [`crate::Reply::Document`]
    GetBucketPolicy,
    /// Replaces the policy.
    PutBucketPolicy(String),
    /// Tells what of public access is blocked; without a configuration the service refuses
    /// (`NoSuchPublicAccessBlockConfiguration`). → [`crate::Reply::PublicAccessBlock`]
    GetPublicAccessBlock,
    /// Replaces what is blocked.
    PutPublicAccessBlock(PublicAccessBlock),
    /// Tells whether versions are kept. → [`crate::Reply::Versioning`]
    GetBucketVersioning,
    /// Keeps versions from now on.
    EnableBucketVersioning,
    /// Tells the rules; without any the service refuses (`NoSuchLifecycleConfiguration`). → [`crate::Reply::Lifecycle`]
    GetBucketLifecycleConfiguration,
    /// Replaces all rules.
    PutBucketLifecycleConfiguration(Vec<LifecycleRule>),
    /// Tells versions of objects and marks of deletion, 1,000 a page. → [`crate::Reply::ObjectVersions`]
    ListObjectVersions {
        /// Where to go on: key marker and version marker.
        after: Option<ObjectVersion>,
    },
    /// Deletes these versions, at most 1,000.
    DeleteObjects(Vec<ObjectVersion>),
}

/// A version of an object, or the mark of its deletion.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectVersion {
    /// The object's key.
    pub key: String,
    /// `null` before versions were kept.
    pub version_id: String,
}

/// A page of versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectVersions {
    /// The versions.
    pub versions: Vec<ObjectVersion>,
    /// Where to go on.
    pub next: Option<ObjectVersion>,
}

/// What of public access is blocked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "these are AWS's four switches")]
pub struct PublicAccessBlock {
    /// New public access lists are refused.
    pub block_public_acls: bool,
    /// Public access lists are ignored.
    pub ignore_public_acls: bool,
    /// New public policies are refused.
    pub block_public_policy: bool,
    /// Buckets with public policies are closed to the public.
    pub restrict_public_buckets: bool,
}

impl PublicAccessBlock {
    /// All of it.
    pub const ALL: Self = Self {
        block_public_acls: true,
        ignore_public_acls: true,
        block_public_policy: true,
        restrict_public_buckets: true,
    };
}

/// A rule on what becomes of objects as they age. `None` for what it does not do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LifecycleRule {
    /// At most 255 characters, unique in the bucket.
    pub id: String,
    /// Whether the rule is in force.
    pub is_enabled: bool,
    /// Which objects: how the key begins; empty for all.
    pub prefix: String,
    /// Days after which an object moves, and to which storage class, such as `GLACIER_IR`.
    pub transition: Option<(i32, String)>,
    /// Days after which an object is deleted (with versions: marked so).
    pub expiration_days: Option<i32>,
    /// Days after which a version that is no longer current is deleted.
    pub noncurrent_version_expiration_days: Option<i32>,
    /// Whether it has parts that are not carried here, and is therefore none of ours.
    pub has_more: bool,
}

impl S3Call {
    /// The operation's name.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        match &self.operation {
            S3Operation::CreateBucket { .. } => "CreateBucket",
            S3Operation::HeadBucket => "HeadBucket",
            S3Operation::DeleteBucket => "DeleteBucket",
            S3Operation::GetBucketTagging => "GetBucketTagging",
            S3Operation::PutBucketTagging(_) => "PutBucketTagging",
            S3Operation::GetBucketPolicy => "GetBucketPolicy",
            S3Operation::PutBucketPolicy(_) => "PutBucketPolicy",
            S3Operation::GetPublicAccessBlock => "GetPublicAccessBlock",
            S3Operation::PutPublicAccessBlock(_) => "PutPublicAccessBlock",
            S3Operation::GetBucketVersioning => "GetBucketVersioning",
            S3Operation::EnableBucketVersioning => "PutBucketVersioning",
            S3Operation::GetBucketLifecycleConfiguration => "GetBucketLifecycleConfiguration",
            S3Operation::PutBucketLifecycleConfiguration(_) => "PutBucketLifecycleConfiguration",
            S3Operation::ListObjectVersions { .. } => "ListObjectVersions",
            S3Operation::DeleteObjects(_) => "DeleteObjects",
        }
    }

    /// The name of the action that a policy must allow, without `s3:`.
    pub(crate) const fn action(&self) -> &'static str {
        match &self.operation {
            S3Operation::HeadBucket => "ListBucket",
            S3Operation::GetPublicAccessBlock => "GetBucketPublicAccessBlock",
            S3Operation::PutPublicAccessBlock(_) => "PutBucketPublicAccessBlock",
            S3Operation::GetBucketLifecycleConfiguration => "GetLifecycleConfiguration",
            S3Operation::PutBucketLifecycleConfiguration(_) => "PutLifecycleConfiguration",
            S3Operation::ListObjectVersions { .. } => "ListBucketVersions",
            S3Operation::DeleteObjects(_) => "DeleteObjectVersion",
            S3Operation::CreateBucket { .. }
            | S3Operation::DeleteBucket
            | S3Operation::GetBucketTagging
            | S3Operation::PutBucketTagging(_)
            | S3Operation::GetBucketPolicy
            | S3Operation::PutBucketPolicy(_)
            | S3Operation::GetBucketVersioning
            | S3Operation::EnableBucketVersioning => self.operation(),
        }
    }
}
