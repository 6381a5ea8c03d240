//! Which sign-in a record is, as the CloudTrail User Guide describes sign-in events.
//!
//! Text is compared exactly: `Root` is not `root`. Only the plain facts are here; their explanation is in `explain`.

use std::fmt;

use serde_json::Value;

use crate::Record;

/// Where all sign-in events come from.
pub(crate) const SIGNIN: &str = "signin.amazonaws.com";

/// How a console sign-in ended: `responseElements.ConsoleLogin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// `Failure`.
    Failure,
    /// `Success`.
    Success,
}

impl Outcome {
    /// Both outcomes.
    pub const ALL: [Self; 2] = [Self::Failure, Self::Success];

    /// The word that CloudTrail writes.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Failure => "Failure",
            Self::Success => "Success",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Failure => "failure",
            Self::Success => "success",
        })
    }
}

/// Who signed in: `userIdentity.type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UserType {
    /// An IAM user: `IAMUser`.
    Iam,
    /// The root user of the account: `Root`.
    Root,
    /// A role or a federated user: `AssumedRole`, `SAMLUser`, `WebIdentityUser` or `FederatedUser`.
    Federated,
    /// Any other type, whose text is in the record.
    Other,
}

impl UserType {
    /// All user types.
    pub const ALL: [Self; 4] = [Self::Iam, Self::Root, Self::Federated, Self::Other];

    fn of(user_type: Option<&str>) -> Self {
        match user_type {
            Some("IAMUser") => Self::Iam,
            Some("Root") => Self::Root,
            Some("AssumedRole" | "SAMLUser" | "WebIdentityUser" | "FederatedUser") => Self::Federated,
            Some(_) | None => Self::Other,
        }
    }
}

impl fmt::Display for UserType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Iam => "iam",
            Self::Root => "root",
            Self::Federated => "federated",
            Self::Other => "other",
        })
    }
}

/// A console sign-in: a record with `eventName` `ConsoleLogin` of `signin.amazonaws.com` that says how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignIn<'a> {
    /// How it ended.
    pub outcome: Outcome,
    /// Who signed in.
    pub user_type: UserType,
    /// `userIdentity.userName`; of a role, which has none, the name of its session. The root user has none.
    pub user: Option<&'a str>,
    /// `additionalEventData.MFAUsed`. Always `Some(false)` for federated users, whatever their identity provider did.
    pub mfa: Option<bool>,
}

/// The kinds of record that have to do with signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// `ConsoleLogin`: somebody signed in to the console, or failed to.
    ConsoleSignIn,
    /// `SwitchRole`: somebody changed to a role within the console.
    SwitchRole,
    /// `CheckMfa`: a sign-in asked for a second factor.
    MfaCheck,
    /// `GetSigninToken`: credentials were exchanged for a token that opens a console.
    GetSigninToken,
    /// A step of a sign-in to IAM Identity Center.
    IdentityCenter(IdentityCenterStep),
    /// Everything else.
    Other,
}

/// The steps of a sign-in to IAM Identity Center (IAM Identity Center User Guide).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityCenterStep {
    /// `CredentialChallenge`: a credential was asked for.
    CredentialChallenge,
    /// `CredentialVerification`: an answer was right or wrong. A failed sign-in ends with this one.
    CredentialVerification,
    /// `UserAuthentication`: all credentials were right.
    UserAuthentication,
}

impl Record {
    /// What kind of record this is, by its name and source.
    #[must_use]
    pub fn kind(&self) -> RecordKind {
        if self.source() != SIGNIN {
            return RecordKind::Other;
        }
        match self.name() {
            "ConsoleLogin" => RecordKind::ConsoleSignIn,
            "SwitchRole" => RecordKind::SwitchRole,
            "CheckMfa" => RecordKind::MfaCheck,
            "GetSigninToken" => RecordKind::GetSigninToken,
            "CredentialChallenge" => RecordKind::IdentityCenter(IdentityCenterStep::CredentialChallenge),
            "CredentialVerification" => RecordKind::IdentityCenter(IdentityCenterStep::CredentialVerification),
            "UserAuthentication" => RecordKind::IdentityCenter(IdentityCenterStep::UserAuthentication),
            _ => RecordKind::Other,
        }
    }

    /// The console sign-in that this record tells of, if it tells of one.
    #[must_use]
    pub fn sign_in(&self) -> Option<SignIn<'_>> {
        if self.kind() != RecordKind::ConsoleSignIn {
            return None;
        }
        let outcome = self.outcome_at("responseElements")?;
        let user_type = UserType::of(self.string("/userIdentity/type"));
        let session = self.string("/userIdentity/arn").and_then(|arn| arn.rsplit('/').next());
        let session = session.filter(|_| user_type == UserType::Federated);
        let mfa = match self.string("/additionalEventData/MFAUsed") {
            Some("Yes") => Some(true),
            Some("No") => Some(false),
            Some(_) | None => None,
        };
        Some(SignIn { outcome, user_type, user: self.string("/userIdentity/userName").or(session), mfa })
    }

    /// The outcome that a member of the record gives under the name of the event.
    pub(crate) fn outcome_at(&self, member: &str) -> Option<Outcome> {
        let word = self.json().get(member)?.get(self.name()).and_then(Value::as_str)?;
        Outcome::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}
