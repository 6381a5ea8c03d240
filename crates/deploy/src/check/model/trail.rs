//! The trail with its bucket and its role: CloudTrail, S3 and IAM.

use std::collections::BTreeSet;

use signalarm_cloud::{
    CloudTrailCall, DescribedRole, DescribedTrail, IamCall, PutTrail, S3Call, S3Operation, TrailStatus,
};

use super::{Model, Wrong, add, add_tags, is_tagged, may_change, may_delete, may_replace, there};
use crate::found::owner;
use crate::{Fact, FoundBucket, FoundRole, FoundTrail, ROLE_POLICY_NAME};

impl Model<'_> {
    fn bucket(&mut self) -> Result<&mut FoundBucket, Wrong> {
        there(&mut self.found.bucket, "the bucket")
    }

    pub(super) fn s3(&mut self, call: &S3Call) -> Result<(), Wrong> {
        let S3Call { bucket, expected_bucket_owner, operation } = call;
        let wanted = self.wanted.trail.as_ref().map(|trail| trail.bucket.name.as_str());
        if wanted != Some(bucket.as_str()) || expected_bucket_owner != self.wanted.place().account.as_str() {
            return Err("it is another bucket".to_owned());
        }
        match operation {
            S3Operation::CreateBucket { region } => {
                let is_absent = self.found.bucket.is_absent();
                self.found.bucket = Fact::Present(FoundBucket {
                    region: region.clone(),
                    tags: Fact::Absent,
                    policy: Fact::Absent,
                    public_access_block: Fact::Absent,
                    versioning: Fact::Present(false),
                    lifecycle: Fact::Absent,
                    is_empty: Fact::Present(true),
                });
                return if is_absent { Ok(()) } else { Err("it is not known to be absent".to_owned()) };
            }
            // The first thing that is done to a bucket which is not ours yet.
            S3Operation::PutBucketTagging(tags) => {
                let before = self.bucket()?.tags.present().cloned().unwrap_or_default();
                let is_lost = before.iter().any(|tag| tags.iter().all(|kept| kept.key != tag.key));
                self.bucket()?.tags = Fact::Present(tags.clone());
                return if is_lost { Err("a tag would be lost".to_owned()) } else { Ok(()) };
            }
            S3Operation::DeleteBucket => {
                may_delete(self.bucket()?.tags.owner(), "the bucket")?;
                self.found.bucket = Fact::Absent;
                return Ok(());
            }
            _ => {}
        }
        self.configure_bucket(operation)
    }

    fn configure_bucket(&mut self, operation: &S3Operation) -> Result<(), Wrong> {
        let wanted = self.wanted;
        let bucket = self.bucket()?;
        may_change(bucket.tags.owner(), "the bucket")?;
        match operation {
            S3Operation::PutBucketPolicy(policy) => {
                let before = std::mem::replace(&mut bucket.policy, Fact::Present(policy.clone()));
                let owner = bucket.tags.owner();
                let Some(trail) = &wanted.trail else { return Err("no bucket is wanted".to_owned()) };
                let before = before.present().map(String::as_str);
                return may_replace(owner, before, policy, &trail.bucket.policy);
            }
            S3Operation::PutPublicAccessBlock(block) => bucket.public_access_block = Fact::Present(*block),
            S3Operation::EnableBucketVersioning => bucket.versioning = Fact::Present(true),
            S3Operation::PutBucketLifecycleConfiguration(rules) => {
                let before = bucket.lifecycle.present().cloned().unwrap_or_default();
                bucket.lifecycle = Fact::Present(rules.clone());
                if before.iter().any(|rule| rules.iter().all(|kept| kept.id != rule.id)) {
                    return Err("a rule would be lost".to_owned());
                }
            }
            S3Operation::DeleteObjects(_) => return Err("objects are no part of a plan".to_owned()),
            S3Operation::CreateBucket { .. }
            | S3Operation::DeleteBucket
            | S3Operation::PutBucketTagging(_)
            | S3Operation::HeadBucket
            | S3Operation::GetBucketTagging
            | S3Operation::GetBucketPolicy
            | S3Operation::GetPublicAccessBlock
            | S3Operation::GetBucketVersioning
            | S3Operation::GetBucketLifecycleConfiguration
            | S3Operation::ListObjectVersions { .. } => return Err("it changes nothing".to_owned()),
        }
        Ok(())
    }

    fn role(&mut self, name: &str) -> Result<&mut FoundRole, Wrong> {
        let role = there(&mut self.found.role, "the role")?;
        if role.role.role_name == name { Ok(role) } else { Err(format!("nobody looked at the role {name}")) }
    }

    pub(super) fn iam(&mut self, call: &IamCall) -> Result<(), Wrong> {
        match call {
            IamCall::CreateRole { role_name, assume_role_policy_document, tags, .. } => {
                is_tagged(tags)?;
                let is_absent = self.found.role.is_absent();
                self.found.role = Fact::Present(FoundRole {
                    role: DescribedRole {
                        role_name: role_name.clone(),
                        arn: self.wanted.place().role_arn(role_name),
                        assume_role_policy_document: assume_role_policy_document.clone(),
                        tags: tags.clone(),
                    },
                    policy_names: Fact::Present(BTreeSet::new()),
                    policy: Fact::Absent,
                });
                return if is_absent { Ok(()) } else { Err("it is not known to be absent".to_owned()) };
            }
            IamCall::TagRole { role_name, tags } => add(&mut self.role(role_name)?.role.tags, tags),
            IamCall::UpdateAssumeRolePolicy { role_name, policy_document } => {
                let wanted = self.wanted;
                let role = self.role(role_name)?;
                let owner = Some(owner(&role.role.tags));
                may_change(owner, "the role")?;
                let before = std::mem::replace(&mut role.role.assume_role_policy_document, policy_document.clone());
                let Some(trail) = &wanted.trail else { return Err("no role is wanted".to_owned()) };
                may_replace(owner, Some(&before), policy_document, &trail.role.trust)?;
            }
            IamCall::PutRolePolicy { role_name, policy_name, policy_document } => {
                let role = self.role(role_name)?;
                may_change(Some(owner(&role.role.tags)), "the role")?;
                if policy_name != ROLE_POLICY_NAME {
                    return Err("it is another policy".to_owned());
                }
                there(&mut role.policy_names, "the list of policies")?.insert(policy_name.clone());
                role.policy = Fact::Present(policy_document.clone());
            }
            IamCall::DeleteRolePolicy { role_name, policy_name } => {
                let role = self.role(role_name)?;
                may_delete(Some(owner(&role.role.tags)), "the role")?;
                there(&mut role.policy_names, "the list of policies")?.remove(policy_name);
            }
            IamCall::DeleteRole { role_name } => {
                let role = self.role(role_name)?;
                may_delete(Some(owner(&role.role.tags)), "the role")?;
                if role.policy_names.present().is_none_or(|names| !names.is_empty()) {
                    return Err("it has policies".to_owned());
                }
                if self.found.trail.present().is_some() {
                    return Err("a trail needs it".to_owned());
                }
                self.found.role = Fact::Absent;
            }
            IamCall::GetRole { .. }
            | IamCall::GetRolePolicy { .. }
            | IamCall::ListRolePolicies { .. }
            | IamCall::SimulatePrincipalPolicy { .. } => return Err("it changes nothing".to_owned()),
        }
        Ok(())
    }

    fn trail(&mut self, arn: &str) -> Result<&mut FoundTrail, Wrong> {
        let trail = there(&mut self.found.trail, "the trail")?;
        if trail.trail.trail_arn == arn { Ok(trail) } else { Err(format!("nobody looked at the trail {arn}")) }
    }

    pub(super) fn cloudtrail(&mut self, call: &CloudTrailCall) -> Result<(), Wrong> {
        match call {
            CloudTrailCall::CreateTrail(request) => self.create_trail(request)?,
            CloudTrailCall::UpdateTrail(request) => {
                self.destinations_are_there()?;
                let arn = self.wanted.place().trail_arn(&request.name);
                let trail = self.trail(&arn)?;
                may_change(trail.tags.owner(), "the trail")?;
                configure(&mut trail.trail, request);
            }
            CloudTrailCall::StartLogging { name } => {
                let trail = self.trail(name)?;
                may_change(trail.tags.owner(), "the trail")?;
                trail.status = Fact::Present(TrailStatus { is_logging: true, ..TrailStatus::default() });
            }
            CloudTrailCall::PutManagementEventSelector { trail_name } => {
                let trail = self.trail(trail_name)?;
                may_change(trail.tags.owner(), "the trail")?;
                trail.all_management_events = Fact::Present(true);
            }
            CloudTrailCall::AddTags { resource_id, tags } => add_tags(&mut self.trail(resource_id)?.tags, tags),
            CloudTrailCall::DeleteTrail { name } => {
                may_delete(self.trail(name)?.tags.owner(), "the trail")?;
                self.found.trail = Fact::Absent;
            }
            CloudTrailCall::StopLogging { .. } => return Err("no plan silences a trail".to_owned()),
            CloudTrailCall::GetTrail { .. }
            | CloudTrailCall::GetTrailStatus { .. }
            | CloudTrailCall::GetEventSelectors { .. }
            | CloudTrailCall::ListTags { .. } => return Err("it changes nothing".to_owned()),
        }
        Ok(())
    }

    /// CloudTrail looks at all of them first.
    fn destinations_are_there(&mut self) -> Result<(), Wrong> {
        if self.bucket()?.policy.present().is_none() {
            return Err("the bucket has no policy yet".to_owned());
        }
        there(&mut self.found.log_group, "the log group")?;
        let role = there(&mut self.found.role, "the role")?;
        if role.policy.present().is_none() {
            return Err("the role has no policy yet".to_owned());
        }
        Ok(())
    }

    fn create_trail(&mut self, request: &PutTrail) -> Result<(), Wrong> {
        is_tagged(&request.tags)?;
        self.destinations_are_there()?;
        let place = self.wanted.place();
        let mut trail = DescribedTrail {
            name: request.name.clone(),
            trail_arn: place.trail_arn(&request.name),
            home_region: place.region.to_string(),
            s3_bucket_name: String::new(),
            s3_key_prefix: None,
            include_global_service_events: true,
            is_multi_region_trail: false,
            is_organization_trail: false,
            log_file_validation_enabled: false,
            cloud_watch_logs_log_group_arn: None,
            cloud_watch_logs_role_arn: None,
            kms_key_id: None,
            sns_topic_arn: None,
        };
        configure(&mut trail, request);
        let is_absent = self.found.trail.is_absent();
        self.found.trail = Fact::Present(FoundTrail {
            trail,
            tags: Fact::Present(request.tags.clone()),
            status: Fact::Present(TrailStatus::default()),
            all_management_events: Fact::Present(true),
        });
        if is_absent { Ok(()) } else { Err("it is not known to be absent".to_owned()) }
    }
}

/// What is given replaces what was.
fn configure(trail: &mut DescribedTrail, request: &PutTrail) {
    if let Some(bucket) = &request.s3_bucket_name {
        trail.s3_bucket_name.clone_from(bucket);
    }
    if let Some(prefix) = &request.s3_key_prefix {
        trail.s3_key_prefix = Some(prefix.clone()).filter(|prefix| !prefix.is_empty());
    }
    let flags = [
        (&mut trail.include_global_service_events, request.include_global_service_events),
        (&mut trail.is_multi_region_trail, request.is_multi_region_trail),
        (&mut trail.log_file_validation_enabled, request.enable_log_file_validation),
    ];
    for (flag, given) in flags {
        *flag = given.unwrap_or(*flag);
    }
    if request.cloud_watch_logs_log_group_arn.is_some() {
        trail.cloud_watch_logs_log_group_arn.clone_from(&request.cloud_watch_logs_log_group_arn);
        trail.cloud_watch_logs_role_arn.clone_from(&request.cloud_watch_logs_role_arn);
    }
}
