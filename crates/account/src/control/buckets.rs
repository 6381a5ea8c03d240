//! S3: buckets and their settings.
//!
//! Codes, statuses and words are those of the S3 API Reference, *Error responses*, where it has them.

use signalarm_cloud::{LifecycleRule, PublicAccessBlock, Refusal, Reply, S3Call, S3Operation, Tag};
use signalarm_notification::PolicyKind;
use signalarm_time::Timestamp;

use super::bucket_rules::{check_lifecycle, check_name};
use super::objects::Objects;
use crate::account::Account;
use crate::document::Document;
use crate::tags::{TagRefusals, TagSet, merged, told};

/// The Region in which whoever creates a bucket that is theirs is not refused (S3 API Reference, *CreateBucket*).
const LENIENT_REGION: &str = "us-east-1";

const TAGS: TagRefusals = TagRefusals { invalid: ("InvalidTag", 400), too_many: ("BadRequest", 400) };

/// A bucket of the account, in its Region.
#[derive(Clone)]
pub(crate) struct Bucket {
    pub(crate) policy: Option<Document>,
    pub(crate) objects: Objects,
    tags: TagSet,
    public_access_block: Option<PublicAccessBlock>,
    lifecycle: Vec<LifecycleRule>,
}

impl Bucket {
    /// A new bucket blocks all public access (since April 2023; S3 User Guide, *Default settings for new S3 buckets*).
    fn new() -> Self {
        Self {
            policy: None,
            objects: Objects::default(),
            tags: TagSet::new(),
            public_access_block: Some(PublicAccessBlock::ALL),
            lifecycle: Vec::new(),
        }
    }
}

impl Account {
    pub(crate) fn answer_s3(&mut self, call: S3Call) -> Result<Reply, Refusal> {
        let is_change = is_change(&call.operation);
        let name = call.bucket.clone();
        if is_change {
            self.check_settled(&name)?;
        }
        let reply = self.answer_for_bucket(call)?;
        if is_change {
            self.bucket_changes.insert(name, self.now);
        }
        Ok(reply)
    }

    fn answer_for_bucket(&mut self, call: S3Call) -> Result<Reply, Refusal> {
        let S3Call { bucket: name, expected_bucket_owner, operation } = call;
        if let S3Operation::CreateBucket { region } = operation {
            return self.create_bucket(&name, &region);
        }
        let is_head = operation == S3Operation::HeadBucket;
        if let Err(refusal) = self.check_bucket(&name, &expected_bucket_owner) {
            return Err(if is_head { without_body(&refusal) } else { refusal });
        }
        if operation == S3Operation::DeleteBucket {
            return self.delete_bucket(&name);
        }
        let region = self.place.region.to_string();
        let bucket = self.bucket_mut(&name)?;
        if let Some(reply) = bucket.tell(&operation, region)? {
            return Ok(reply);
        }
        bucket.change(&name, operation)?;
        Ok(Reply::Done)
    }

    fn create_bucket(&mut self, name: &str, region: &str) -> Result<Reply, Refusal> {
        check_name(name)?;
        if region != self.place.region.as_str() {
            let words = "The unspecified location constraint is incompatible for the region specific endpoint this \
                         request was sent to.";
            return Err(Refusal::service("IllegalLocationConstraintException", 400, words));
        }
        if self.surroundings.buckets_of_others.contains(name) {
            let words = "The requested bucket name is not available. The bucket namespace is shared by all users of the \
                         system. Please select a different name and try again.";
            return Err(Refusal::service("BucketAlreadyExists", 409, words));
        }
        match (self.buckets.contains_key(name), region) {
            (true, LENIENT_REGION) => return Ok(Reply::Done),
            (true, _) => {
                let words = "Your previous request to create the named bucket succeeded and you already own it.";
                return Err(Refusal::service("BucketAlreadyOwnedByYou", 409, words));
            }
            (false, _) => {}
        }
        self.buckets.insert(name.to_owned(), Bucket::new());
        Ok(Reply::Done)
    }

    fn delete_bucket(&mut self, name: &str) -> Result<Reply, Refusal> {
        if !self.bucket_mut(name)?.objects.is_empty() {
            let words = "The bucket you tried to delete is not empty";
            return Err(Refusal::service("BucketNotEmpty", 409, words));
        }
        self.buckets.remove(name);
        Ok(Reply::Done)
    }

    /// Whether there is such a bucket, and whose it is.
    fn check_bucket(&mut self, name: &str, expected_owner: &str) -> Result<(), Refusal> {
        let is_of_others = self.surroundings.buckets_of_others.contains(name);
        let is_expected = expected_owner == self.place.account.as_str();
        if is_of_others || (self.buckets.contains_key(name) && !is_expected) {
            return Err(Refusal::service("AccessDenied", 403, "Access Denied"));
        }
        self.bucket_mut(name).map(|_| ())
    }

    fn bucket_mut(&mut self, name: &str) -> Result<&mut Bucket, Refusal> {
        let none = || Refusal::service("NoSuchBucket", 404, "The specified bucket does not exist");
        self.buckets.get_mut(name).ok_or_else(none)
    }

    /// A change is refused while another one of that bucket is under way.
    fn check_settled(&self, name: &str) -> Result<(), Refusal> {
        let settled = |changed: &Timestamp| *changed + self.surroundings.bucket_settling;
        if self.bucket_changes.get(name).map(settled).is_none_or(|settled| settled <= self.now) {
            return Ok(());
        }
        let words =
            "A conflicting conditional operation is currently in progress against this resource. Please try again.";
        Err(Refusal::service("OperationAborted", 409, words))
    }

    /// Takes away what a bucket blocks of public access (*DeletePublicAccessBlock*), as buckets made before April 2023 had
    /// it.
    pub fn remove_public_access_block(&mut self, bucket: &str) {
        if let Some(bucket) = self.buckets.get_mut(bucket) {
            bucket.public_access_block = None;
        }
    }
}

impl Bucket {
    /// What an operation that only asks is answered.
    fn tell(&self, operation: &S3Operation, region: String) -> Result<Option<Reply>, Refusal> {
        let none = |code, words: &str| Err(Refusal::service(code, 404, words));
        Ok(Some(match operation {
            S3Operation::HeadBucket => Reply::BucketRegion(region),
            S3Operation::GetBucketTagging if self.tags.is_empty() => {
                return none("NoSuchTagSet", "The TagSet does not exist");
            }
            S3Operation::GetBucketTagging => Reply::Tags(told(&self.tags)),
            S3Operation::GetBucketPolicy => match &self.policy {
                Some(policy) => Reply::Document(policy.text.clone()),
                None => return none("NoSuchBucketPolicy", "The bucket policy does not exist"),
            },
            S3Operation::GetPublicAccessBlock => match self.public_access_block {
                Some(block) => Reply::PublicAccessBlock(block),
                None => {
                    let words = "The public access block configuration was not found";
                    return none("NoSuchPublicAccessBlockConfiguration", words);
                }
            },
            S3Operation::GetBucketVersioning => Reply::Versioning(self.objects.has_versions()),
            S3Operation::GetBucketLifecycleConfiguration if self.lifecycle.is_empty() => {
                return none("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist");
            }
            S3Operation::GetBucketLifecycleConfiguration => Reply::Lifecycle(self.lifecycle.clone()),
            S3Operation::ListObjectVersions { after } => Reply::ObjectVersions(self.objects.versions(after.as_ref())),
            S3Operation::CreateBucket { .. }
            | S3Operation::DeleteBucket
            | S3Operation::PutBucketTagging(_)
            | S3Operation::PutBucketPolicy(_)
            | S3Operation::PutPublicAccessBlock(_)
            | S3Operation::EnableBucketVersioning
            | S3Operation::PutBucketLifecycleConfiguration(_)
            | S3Operation::DeleteObjects(_) => return Ok(None),
        }))
    }

    fn change(&mut self, name: &str, operation: S3Operation) -> Result<(), Refusal> {
        match operation {
            S3Operation::PutBucketTagging(tags) => self.put_tags(&tags)?,
            S3Operation::PutBucketPolicy(text) => self.put_policy(name, &text)?,
            S3Operation::PutPublicAccessBlock(block) => self.public_access_block = Some(block),
            S3Operation::EnableBucketVersioning => self.objects.keep_versions(),
            S3Operation::PutBucketLifecycleConfiguration(rules) => {
                check_lifecycle(&rules)?;
                self.lifecycle = rules;
            }
            S3Operation::DeleteObjects(versions) => self.objects.delete(&versions)?,
            S3Operation::CreateBucket { .. }
            | S3Operation::DeleteBucket
            | S3Operation::HeadBucket
            | S3Operation::GetBucketTagging
            | S3Operation::GetBucketPolicy
            | S3Operation::GetPublicAccessBlock
            | S3Operation::GetBucketVersioning
            | S3Operation::GetBucketLifecycleConfiguration
            | S3Operation::ListObjectVersions { .. } => {}
        }
        Ok(())
    }

    /// All tags are replaced.
    fn put_tags(&mut self, tags: &[Tag]) -> Result<(), Refusal> {
        self.tags = merged(&TagSet::new(), tags).map_err(|fault| TAGS.of(fault))?;
        Ok(())
    }

    fn put_policy(&mut self, name: &str, text: &str) -> Result<(), Refusal> {
        let no_json = "Policies must be valid JSON and the first byte must be '{'";
        let document = Document::read(PolicyKind::Resource, text);
        let document = document.map_err(|fault| fault.refused("MalformedPolicy", no_json))?;
        let is_here = |resource: &str| {
            let path = resource.splitn(6, ':').nth(5).unwrap_or_default();
            path.split('/').next() == Some(name)
        };
        if !document.policy.resources().all(is_here) {
            return Err(Refusal::service("MalformedPolicy", 400, "Policy has invalid resource"));
        }
        let blocks = self.public_access_block.is_some_and(|block| block.block_public_policy);
        if blocks && document.policy.is_public() {
            let words = "public policies are blocked by the BlockPublicPolicy block public access setting";
            return Err(Refusal::service("AccessDenied", 403, words));
        }
        self.policy = Some(document);
        Ok(())
    }
}

fn is_change(operation: &S3Operation) -> bool {
    match operation {
        S3Operation::CreateBucket { .. }
        | S3Operation::DeleteBucket
        | S3Operation::PutBucketTagging(_)
        | S3Operation::PutBucketPolicy(_)
        | S3Operation::PutPublicAccessBlock(_)
        | S3Operation::EnableBucketVersioning
        | S3Operation::PutBucketLifecycleConfiguration(_) => true,
        S3Operation::HeadBucket
        | S3Operation::GetBucketTagging
        | S3Operation::GetBucketPolicy
        | S3Operation::GetPublicAccessBlock
        | S3Operation::GetBucketVersioning
        | S3Operation::GetBucketLifecycleConfiguration
        | S3Operation::ListObjectVersions { .. }
        | S3Operation::DeleteObjects(_) => false,
    }
}

/// An answer to HEAD has no body: what is left of a refusal is its status.
fn without_body(refusal: &Refusal) -> Refusal {
    let code = if refusal.http_status() == 404 { "NotFound" } else { "Forbidden" };
    Refusal::service(code, refusal.http_status(), "")
}
