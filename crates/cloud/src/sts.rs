//! The operations of STS.

/// A call of one operation of STS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StsCall {
    /// Tells who calls; nobody can be denied this. → [`crate::Reply::CallerIdentity`]
    GetCallerIdentity,
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallerIdentity {
    /// The account's number.
    pub account: String,
    /// The user, or the session of a role.
    pub arn: String,
}

impl StsCall {
    /// The operation's name.
    #[must_use]
    pub const fn operation(self) -> &'static str {
        match self {
            Self::GetCallerIdentity => "GetCallerIdentity",
        }
    }
}
