//! The trail's bucket.

use signalarm_cloud::{Call, LifecycleRule, PublicAccessBlock, S3Call, S3Operation};

use super::{Claim, Planner, fields};
use crate::documents::same_document;
use crate::step::{Change, Obstacle, Resource};
use crate::wanted::{deployed_tags, is_our_rule, tag};
use crate::{Fact, FoundBucket, Owner, TAG_DEPLOYED, TAG_KEY, WantedBucket};

impl<'a> Planner<'a> {
    pub(super) fn bucket(&mut self) {
        let Some(trail) = &self.wanted.trail else { return };
        let wanted = &trail.bucket;
        let resource = Resource::Bucket(wanted.name.clone());
        let found = match &self.found.bucket {
            // S3 tells a bucket of another account from one that the caller may not look at by nothing at all.
            Fact::Denied(_) => {
                self.obstacles.push(Obstacle::BucketTaken(wanted.name.clone()));
                return;
            }
            fact @ (Fact::Unasked | Fact::Absent | Fact::Present(_)) => match self.known(&resource, fact) {
                Some(found) => found,
                None => return,
            },
        };
        let steps = self.plan.steps.len();
        let Some(bucket) = found else {
            let region = self.wanted.place().region.to_string();
            self.step(&resource, Change::Create, self.s3(wanted, S3Operation::CreateBucket { region }));
            let tags = S3Operation::PutBucketTagging(deployed_tags());
            self.step(&resource, Change::Tag(TAG_DEPLOYED), self.s3(wanted, tags));
            self.configure_new_bucket(&resource, wanted);
            return;
        };
        if bucket.region != self.wanted.place().region.as_str() {
            let (name, region) = (wanted.name.clone(), bucket.region.clone());
            self.obstacles.push(Obstacle::BucketElsewhere { name, region });
            return;
        }
        let claim = self.tag_bucket(&resource, wanted, bucket);
        if claim != Claim::No {
            self.configure_bucket(&resource, wanted, claim, bucket);
            self.untouched_since(steps, &resource);
        }
    }

    /// The bucket's owner is told, so that a stranger's bucket of that name is refused.
    fn s3(&self, bucket: &WantedBucket, operation: S3Operation) -> Call {
        let expected_bucket_owner = self.wanted.place().account.to_string();
        S3Call { bucket: bucket.name.clone(), expected_bucket_owner, operation }.into()
    }

    fn tag_bucket(&mut self, resource: &Resource, wanted: &'a WantedBucket, bucket: &'a FoundBucket) -> Claim {
        // Empty and as new: a run was ended between the creation and the first tag, or nobody loses anything.
        let claim = match bucket.tags.owner() {
            Some(Owner::Foreign) if bucket.looks_new() && bucket.is_empty.present() == Some(&true) => {
                Claim::Take(TAG_DEPLOYED)
            }
            Some(_) | None => self.claim(resource, &bucket.tags),
        };
        if let Some(value) = claim.tag() {
            // The call replaces all tags.
            let mut tags = bucket.tags.present().cloned().unwrap_or_default();
            tags.retain(|tag| tag.key != TAG_KEY);
            tags.push(tag(value));
            self.step(resource, Change::Tag(value), self.s3(wanted, S3Operation::PutBucketTagging(tags)));
        }
        claim
    }

    fn configure_new_bucket(&mut self, resource: &Resource, wanted: &'a WantedBucket) {
        let block = fields::differences(
            fields::of_block(PublicAccessBlock::default()),
            fields::of_block(PublicAccessBlock::ALL),
        );
        self.step(
            resource,
            Change::Update(block),
            self.s3(wanted, S3Operation::PutPublicAccessBlock(PublicAccessBlock::ALL)),
        );
        self.bucket_policy(resource, wanted, Claim::Deployed, None);
        self.bucket_versions(resource, wanted, false);
        self.bucket_lifecycle(resource, wanted, &[]);
    }

    fn configure_bucket(
        &mut self,
        resource: &Resource,
        wanted: &'a WantedBucket,
        claim: Claim,
        bucket: &'a FoundBucket,
    ) {
        if let Some(block) = self.known(resource, &bucket.public_access_block) {
            let block = block.copied().unwrap_or_default();
            let changes = fields::differences(fields::of_block(block), fields::of_block(PublicAccessBlock::ALL));
            let call = self.s3(wanted, S3Operation::PutPublicAccessBlock(PublicAccessBlock::ALL));
            self.update(resource, changes, || call);
        }
        if let Some(policy) = self.known(resource, &bucket.policy) {
            self.bucket_policy(resource, wanted, claim, policy);
        }
        if let Some(versioning) = self.known(resource, &bucket.versioning) {
            self.bucket_versions(resource, wanted, versioning.copied().unwrap_or_default());
        }
        if let Some(rules) = self.known(resource, &bucket.lifecycle) {
            self.bucket_lifecycle(resource, wanted, rules.map(Vec::as_slice).unwrap_or_default());
        }
    }

    fn bucket_policy(&mut self, resource: &Resource, wanted: &WantedBucket, claim: Claim, policy: Option<&String>) {
        let after = claim.policy(policy, &wanted.policy);
        if !policy.is_some_and(|policy| same_document(policy, &after)) {
            let after = after.to_string();
            let call = self.s3(wanted, S3Operation::PutBucketPolicy(after.clone()));
            self.update(resource, fields::one("Policy", policy.cloned(), Some(after)), || call);
        }
    }

    fn bucket_versions(&mut self, resource: &Resource, wanted: &WantedBucket, keeps: bool) {
        if !keeps {
            let changes = fields::one("Versioning", None, Some("Enabled".to_owned()));
            let call = self.s3(wanted, S3Operation::EnableBucketVersioning);
            self.update(resource, changes, || call);
        }
    }

    /// Our rule among those that others made, which stay. One that is wanted no longer is set out of force: there is no
    /// call for an empty list.
    fn bucket_lifecycle(&mut self, resource: &Resource, wanted: &WantedBucket, rules: &[LifecycleRule]) {
        let ours = rules.iter().find(|rule| is_our_rule(rule));
        let after = match (&wanted.lifecycle_rule, ours) {
            (Some(rule), ours) if ours != Some(rule) => rule.clone(),
            (None, Some(ours)) if ours.is_enabled => LifecycleRule { is_enabled: false, ..ours.clone() },
            (Some(_) | None, _) => return,
        };
        let others: Vec<LifecycleRule> = rules.iter().filter(|rule| !is_our_rule(rule)).cloned().collect();
        if let Some(rule) = others.iter().find(|rule| rule.has_more) {
            let (bucket, rule) = (wanted.name.clone(), rule.id.clone());
            self.obstacles.push(Obstacle::LifecycleRuleTooRich { bucket, rule });
            return;
        }
        let changes = fields::one("Lifecycle", ours.map(fields::rule_text), Some(fields::rule_text(&after)));
        let all = others.into_iter().chain([after]).collect();
        let call = self.s3(wanted, S3Operation::PutBucketLifecycleConfiguration(all));
        self.update(resource, changes, || call);
    }
}
