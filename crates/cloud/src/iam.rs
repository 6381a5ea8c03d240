//! The operations of IAM.

use crate::Tag;

/// A call of one operation of IAM. Documents are the texts of JSON, not percent-encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IamCall {
    /// Creates a role with the path `/`. Other services know of it seconds later.
    CreateRole {
        /// 1 to 64 characters.
        role_name: String,
        /// Who may take it on.
        assume_role_policy_document: String,
        /// At most 1,000 characters.
        description: String,
        /// At most 50.
        tags: Vec<Tag>,
    },
    /// Tells of a role, its tags too. → [`crate::Reply::Role`]
    GetRole {
        /// The role.
        role_name: String,
    },
    /// Replaces who may take a role on.
    UpdateAssumeRolePolicy {
        /// The role.
        role_name: String,
        /// Who may.
        policy_document: String,
    },
    /// Creates or replaces an inline policy.
    PutRolePolicy {
        /// The role.
        role_name: String,
        /// 1 to 128 characters.
        policy_name: String,
        /// What the role may do.
        policy_document: String,
    },
    /// Tells an inline policy. → [`crate::Reply::Document`]
    GetRolePolicy {
        /// The role.
        role_name: String,
        /// The policy.
        policy_name: String,
    },
    /// Tells the names of the inline policies, 100 a page. → [`crate::Reply::Names`]
    ListRolePolicies {
        /// The role.
        role_name: String,
        /// Where to go on (*Marker*).
        next_token: Option<String>,
    },
    /// Deletes an inline policy.
    DeleteRolePolicy {
        /// The role.
        role_name: String,
        /// The policy.
        policy_name: String,
    },
    /// Deletes a role that has no policies.
    DeleteRole {
        /// The role.
        role_name: String,
    },
    /// Adds tags to a role; a key that is there gets the new value.
    TagRole {
        /// The role.
        role_name: String,
        /// At least one.
        tags: Vec<Tag>,
    },
    /// Tells which actions the policies of a user or role allow on all of these resources. → [`crate::Reply::Decisions`]
    SimulatePrincipalPolicy {
        /// The user or role, not a session of one.
        policy_source_arn: String,
        /// Actions such as `sns:CreateTopic`.
        action_names: Vec<String>,
        /// ARNs, or `*`; without any, `*` is taken.
        resource_arns: Vec<String>,
        /// The service to which a role is passed (the context key `iam:PassedToService`).
        passed_to_service: Option<String>,
    },
}

/// A role as *GetRole* tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedRole {
    /// Its name.
    pub role_name: String,
    /// Its ARN.
    pub arn: String,
    /// Who may take it on.
    pub assume_role_policy_document: String,
    /// Its tags.
    pub tags: Vec<Tag>,
}

impl IamCall {
    /// The operation's name.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::CreateRole { .. } => "CreateRole",
            Self::GetRole { .. } => "GetRole",
            Self::UpdateAssumeRolePolicy { .. } => "UpdateAssumeRolePolicy",
            Self::PutRolePolicy { .. } => "PutRolePolicy",
            Self::GetRolePolicy { .. } => "GetRolePolicy",
            Self::ListRolePolicies { .. } => "ListRolePolicies",
            Self::DeleteRolePolicy { .. } => "DeleteRolePolicy",
            Self::DeleteRole { .. } => "DeleteRole",
            Self::TagRole { .. } => "TagRole",
            Self::SimulatePrincipalPolicy { .. } => "SimulatePrincipalPolicy",
        }
    }
}
