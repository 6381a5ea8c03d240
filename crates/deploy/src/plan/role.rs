//! The trail's role.

use signalarm_cloud::IamCall;

use super::{Claim, Planner, fields};
use crate::documents::same_document;
use crate::found::owner;
use crate::step::{Change, Resource};
use crate::wanted::{deployed_tags, tag};
use crate::{ROLE_POLICY_NAME, WantedRole};

const DESCRIPTION: &str = "signalarm: CloudTrail writes records to a log group";

impl Planner<'_> {
    pub(super) fn role(&mut self) {
        let Some(trail) = &self.wanted.trail else { return };
        let wanted = &trail.role;
        let resource = Resource::Role(wanted.name.clone());
        let Some(found) = self.known(&resource, &self.found.role) else { return };
        let Some(found) = found else {
            let call = IamCall::CreateRole {
                role_name: wanted.name.clone(),
                assume_role_policy_document: wanted.trust.to_string(),
                description: DESCRIPTION.to_owned(),
                tags: deployed_tags(),
            };
            self.step(&resource, Change::Create, call);
            self.role_policy(wanted, Claim::Deployed, None);
            return;
        };
        let steps = self.plan.steps.len();
        let claim = self.claim_by(&resource, owner(&found.role.tags));
        if claim == Claim::No {
            return;
        }
        if let Some(value) = claim.tag() {
            let call = IamCall::TagRole { role_name: wanted.name.clone(), tags: vec![tag(value)] };
            self.step(&resource, Change::Tag(value), call);
        }
        let trust = &found.role.assume_role_policy_document;
        let after = claim.policy(Some(trust), &wanted.trust);
        if !same_document(trust, &after) {
            let after = after.to_string();
            let changes = fields::one("AssumeRolePolicyDocument", Some(trust.clone()), Some(after.clone()));
            let role_name = wanted.name.clone();
            self.update(&resource, changes, || {
                IamCall::UpdateAssumeRolePolicy { role_name, policy_document: after }.into()
            });
        }
        self.untouched_since(steps, &resource);
        let policy = Resource::RolePolicy { role: wanted.name.clone(), policy: ROLE_POLICY_NAME.to_owned() };
        if let Some(found) = self.known(&policy, &found.policy) {
            self.role_policy(wanted, claim, found);
        }
    }

    fn role_policy(&mut self, wanted: &WantedRole, claim: Claim, found: Option<&String>) {
        let resource = Resource::RolePolicy { role: wanted.name.clone(), policy: ROLE_POLICY_NAME.to_owned() };
        let after = claim.policy(found, &wanted.permissions);
        if found.is_some_and(|found| same_document(found, &after)) {
            self.plan.untouched.push(resource);
            return;
        }
        let after = after.to_string();
        let change = match found {
            None => Change::Create,
            Some(before) => Change::Update(fields::one("PolicyDocument", Some(before.clone()), Some(after.clone()))),
        };
        let call = IamCall::PutRolePolicy {
            role_name: wanted.name.clone(),
            policy_name: ROLE_POLICY_NAME.to_owned(),
            policy_document: after,
        };
        self.step(&resource, change, call);
    }
}
