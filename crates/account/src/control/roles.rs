//! IAM: roles and their inline policies.
//!
//! Codes and statuses are those of the IAM API Reference; the words are in the service's manner, as its users quote them.

use std::collections::BTreeMap;

use signalarm_alert::RoleName;
use signalarm_cloud::{DescribedRole, IamCall, Page, Refusal, Reply};
use signalarm_notification::PolicyKind;

use crate::account::Account;
use crate::document::{Document, Propagating};
use crate::pages::{ForeignToken, page};
use crate::tags::{TagRefusals, TagSet, merged, told};

/// Names on a page (IAM API Reference, *ListRolePolicies*).
const PAGE: usize = 100;
/// Characters of a trust policy, and of the inline policies of a role together; blanks do not count (IAM User Guide,
/// *IAM and AWS STS quotas*).
const TRUST_CHARS_MAX: usize = 2_048;
const POLICIES_CHARS_MAX: usize = 10_240;
/// The most characters of a description and of a policy's name (IAM API Reference, *CreateRole*, *PutRolePolicy*).
const DESCRIPTION_CHARS_MAX: usize = 1_000;
const POLICY_NAME_CHARS_MAX: usize = 128;

const TAGS: TagRefusals = TagRefusals { invalid: ("InvalidInput", 400), too_many: ("LimitExceeded", 409) };

/// A role. What it was described as is told by no call that is carried here.
#[derive(Clone)]
pub(crate) struct Role {
    /// `/`, or what somebody who made it elsewhere put before its name.
    path: String,
    pub(crate) trust: Propagating<Document>,
    /// Inline policies by name.
    pub(crate) policies: BTreeMap<String, Propagating<Document>>,
    tags: TagSet,
}

impl Account {
    pub(crate) fn answer_iam(&mut self, call: IamCall) -> Result<Reply, Refusal> {
        match call {
            IamCall::CreateRole { role_name, assume_role_policy_document, description, tags } => {
                let tags = merged(&TagSet::new(), &tags).map_err(|fault| TAGS.of(fault))?;
                self.create_role(&role_name, &assume_role_policy_document, &description, tags)?;
                return self.described_role(&role_name);
            }
            IamCall::GetRole { role_name } => return self.described_role(&role_name),
            IamCall::UpdateAssumeRolePolicy { role_name, policy_document } => {
                let (now, delay) = (self.now, self.surroundings.role_propagation);
                let role = self.role_mut(&role_name)?;
                role.trust.set(read_trust(&policy_document)?, now, delay);
            }
            IamCall::PutRolePolicy { role_name, policy_name, policy_document } => {
                self.put_role_policy(&role_name, &policy_name, &policy_document)?;
            }
            IamCall::GetRolePolicy { role_name, policy_name } => {
                let policy = self.role_mut(&role_name)?.policies.get(&policy_name);
                let policy = policy.ok_or_else(|| no_policy(&policy_name))?;
                return Ok(Reply::Document(policy.get().text.clone()));
            }
            IamCall::ListRolePolicies { role_name, next_token } => {
                return self.list_role_policies(&role_name, next_token.as_deref()).map(Reply::Names);
            }
            IamCall::DeleteRolePolicy { role_name, policy_name } => {
                let removed = self.role_mut(&role_name)?.policies.remove(&policy_name);
                removed.ok_or_else(|| no_policy(&policy_name))?;
            }
            IamCall::DeleteRole { role_name } => self.delete_role(&role_name)?,
            IamCall::TagRole { role_name, tags } => {
                let role = self.role_mut(&role_name)?;
                role.tags = merged(&role.tags, &tags).map_err(|fault| TAGS.of(fault))?;
            }
            IamCall::SimulatePrincipalPolicy { policy_source_arn, action_names, .. } => {
                return self.simulate(&policy_source_arn, action_names).map(Reply::Decisions);
            }
        }
        Ok(Reply::Done)
    }

    /// Gives a role a path, such as `/service-role/`: the console makes roles so, and no call that is carried here does.
    ///
    /// # Errors
    ///
    /// `NoSuchEntity`.
    pub fn set_role_path(&mut self, name: &str, path: &str) -> Result<(), Refusal> {
        path.clone_into(&mut self.role_mut(name)?.path);
        self.revision += 1;
        Ok(())
    }

    /// The role of an ARN, which has the role's path in it (IAM User Guide, *IAM identifiers*).
    pub(crate) fn role_of_arn(&self, arn: &str) -> Option<&Role> {
        let root = self.place.role_arn("");
        let name = arn.strip_prefix(&root)?.rsplit('/').next()?;
        self.roles.get(name).filter(|role| role.arn(&root, name) == arn)
    }

    fn role_mut(&mut self, name: &str) -> Result<&mut Role, Refusal> {
        let no_role = || no_entity(format!("The role with name {name} cannot be found."));
        self.roles.get_mut(name).ok_or_else(no_role)
    }

    fn described_role(&mut self, name: &str) -> Result<Reply, Refusal> {
        let root = self.place.role_arn("");
        let role = self.role_mut(name)?;
        let arn = role.arn(&root, name);
        Ok(Reply::Role(Box::new(DescribedRole {
            role_name: name.to_owned(),
            arn,
            assume_role_policy_document: role.trust.get().text.clone(),
            tags: told(&role.tags),
        })))
    }

    fn create_role(&mut self, name: &str, trust: &str, description: &str, tags: TagSet) -> Result<(), Refusal> {
        let name: RoleName = name.parse().map_err(|why| invalid(format!("{why}")))?;
        if DESCRIPTION_CHARS_MAX < description.chars().count() {
            return Err(invalid(format!("a description has at most {DESCRIPTION_CHARS_MAX} characters")));
        }
        if self.roles.contains_key(name.as_str()) {
            let words = format!("Role with name {name} already exists.");
            return Err(Refusal::service("EntityAlreadyExists", 409, words));
        }
        let trust = Propagating::new(read_trust(trust)?, self.now);
        self.roles.insert(name.to_string(), Role { path: "/".to_owned(), trust, policies: BTreeMap::new(), tags });
        Ok(())
    }

    fn put_role_policy(&mut self, role: &str, name: &str, text: &str) -> Result<(), Refusal> {
        let (now, delay) = (self.now, self.surroundings.role_propagation);
        let role = self.role_mut(role)?;
        if !(1..=POLICY_NAME_CHARS_MAX).contains(&name.chars().count()) {
            return Err(invalid(format!("a policy's name has 1 to {POLICY_NAME_CHARS_MAX} characters")));
        }
        let document = read_document(PolicyKind::Permissions, text)?;
        let others = role.policies.iter().filter(|(other, _)| *other != name);
        let chars: usize = others.map(|(_, policy)| chars_that_count(&policy.get().text)).sum();
        if POLICIES_CHARS_MAX < chars + chars_that_count(text) {
            return Err(limit_exceeded(format!("Maximum policy size of {POLICIES_CHARS_MAX} bytes exceeded for role")));
        }
        match role.policies.get_mut(name) {
            Some(present) => present.set(document, now, delay),
            None => {
                role.policies.insert(name.to_owned(), Propagating::new(document, now));
            }
        }
        Ok(())
    }

    fn list_role_policies(&mut self, role: &str, marker: Option<&str>) -> Result<Page<String>, Refusal> {
        let names = self.role_mut(role)?.policies.keys().cloned().collect();
        let list = format!("policies of {role}");
        page(&list, marker, names, PAGE, String::clone).map_err(|ForeignToken| invalid("Invalid Marker."))
    }

    fn delete_role(&mut self, name: &str) -> Result<(), Refusal> {
        if !self.role_mut(name)?.policies.is_empty() {
            let words = "Cannot delete entity, must delete policies first.";
            return Err(Refusal::service("DeleteConflict", 409, words));
        }
        self.roles.remove(name);
        Ok(())
    }

    /// What the caller may do; of others than the caller nothing is known.
    fn simulate(&self, source: &str, actions: Vec<String>) -> Result<Vec<(String, bool)>, Refusal> {
        let is_entity = [":user/", ":role/"].iter().any(|kind| source.contains(kind)) && source.contains(":iam:");
        if !is_entity {
            let words = format!("Invalid Entity Arn: {source} does not clearly define entity type and name.");
            return Err(Refusal::service("InvalidInput", 400, words));
        }
        if actions.is_empty() {
            return Err(invalid("at least one action is simulated"));
        }
        let is_own = source.split(':').nth(4) == Some(self.place.account.as_str());
        if !is_own {
            return Err(no_entity(format!("{source} cannot be found.")));
        }
        let decide = |action: String| {
            let is_allowed = self.surroundings.lets(&action);
            (action, is_allowed)
        };
        Ok(actions.into_iter().map(decide).collect())
    }
}

impl Role {
    /// Its ARN; `root` is that of a role without a name.
    fn arn(&self, root: &str, name: &str) -> String {
        format!("{root}{}{name}", self.path.trim_start_matches('/'))
    }
}

fn read_trust(text: &str) -> Result<Document, Refusal> {
    if TRUST_CHARS_MAX < chars_that_count(text) {
        return Err(limit_exceeded(format!("Cannot exceed quota for ACLSizePerRole: {TRUST_CHARS_MAX}")));
    }
    read_document(PolicyKind::Trust, text)
}

fn read_document(kind: PolicyKind, text: &str) -> Result<Document, Refusal> {
    let no_json = "This policy contains invalid Json";
    Document::read(kind, text).map_err(|fault| fault.refused("MalformedPolicyDocument", no_json))
}

fn chars_that_count(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::service("ValidationError", 400, message)
}

fn limit_exceeded(message: String) -> Refusal {
    Refusal::service("LimitExceeded", 409, message)
}

fn no_entity(message: String) -> Refusal {
    Refusal::service("NoSuchEntity", 404, message)
}

fn no_policy(name: &str) -> Refusal {
    no_entity(format!("The role policy with name {name} cannot be found."))
}
