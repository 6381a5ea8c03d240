//! Who a record is about: `userIdentity` in words.

use super::short::{joined, shown};
use crate::Record;

/// What CloudTrail writes in place of a user name that the account does not have.
pub(super) const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// Who it was, in a few words that fit into a sentence.
pub(super) fn name(record: &Record) -> String {
    let user = record.string("/userIdentity/userName");
    let named =
        |what: &str| user.map_or_else(|| format!("{what} without a name"), |user| format!("{what} {}", shown(user)));
    match record.string("/userIdentity/type") {
        _ if user == Some(HIDDEN) => "a user name that the account does not have".to_owned(),
        Some("IAMUser") => named("IAM user"),
        Some("Root") if assumed_root(record) => "a root session made by AssumeRoot".to_owned(),
        Some("Root") => "the root user".to_owned(),
        Some("AssumedRole" | "Role") => role(record),
        Some("FederatedUser") => match last_part(record) {
            Some(name) => format!("federated user {}", shown(name)),
            None => "a federated user".to_owned(),
        },
        Some("SAMLUser") => named("SAML user"),
        Some("WebIdentityUser") => named("web identity user"),
        Some("IdentityCenterUser") => named("IAM Identity Center user"),
        Some("Directory") => named("directory user"),
        Some("AWSService") => match record.string("/userIdentity/invokedBy") {
            Some(service) => format!("the service {}", shown(service)),
            None => "an AWS service".to_owned(),
        },
        Some("AWSAccount") => match record.string("/userIdentity/accountId") {
            Some(account) => format!("somebody of the other account {}", shown(account)),
            None => "somebody of another account".to_owned(),
        },
        // The steps of a sign-in to IAM Identity Center carry this type.
        Some("Unknown") => user.map_or_else(|| "somebody".to_owned(), |user| format!("user {}", shown(user))),
        Some(other) => named(&format!("{} user", shown(other))),
        None => match record.string("/userIdentity/invokedBy") {
            Some(service) => format!("the service {}", shown(service)),
            None => "nobody that the record names".to_owned(),
        },
    }
}

/// Whether this is a session of the root user of a member account that the management account opened.
pub(super) fn assumed_root(record: &Record) -> bool {
    record.string("/userIdentity/sessionContext/assumedRoot") == Some("true")
}

/// The service that made the call for somebody else; not the one that made it for itself.
pub(super) fn invoked_by(record: &Record) -> Option<&str> {
    let user_type = record.string("/userIdentity/type")?;
    record.string("/userIdentity/invokedBy").filter(|_| user_type != "AWSService")
}

fn role(record: &Record) -> String {
    let issuer = record.string("/userIdentity/sessionContext/sessionIssuer/userName");
    // Without a session's issuer its ARN still tells: arn:aws:sts::111122223333:assumed-role/<role>/<session>.
    let arn = record.string("/userIdentity/arn");
    let role = issuer.or_else(|| arn.and_then(|arn| arn.split('/').nth(1)));
    match (role, last_part(record)) {
        (Some(role), Some(session)) => format!("role {} (session {})", shown(role), shown(session)),
        (Some(role), None) => format!("role {}", shown(role)),
        (None, _) => "a role without a name".to_owned(),
    }
}

fn last_part(record: &Record) -> Option<&str> {
    record.string("/userIdentity/arn")?.rsplit_once('/').map(|(_, last)| last)
}

/// Everything that says who it was.
pub(super) fn particulars(record: &Record) -> String {
    let text = |label: &str, pointer: &str| record.string(pointer).map(|text| format!("{label}{}", shown(text)));
    let context = "/userIdentity/sessionContext";
    let at = |member: &str| format!("{context}/{member}");
    let identity = joined(
        ", ",
        [
            Some(name(record)),
            text("", "/userIdentity/arn"),
            text("account ", "/userIdentity/accountId"),
            text("role ", &at("sessionIssuer/arn")),
            text("session since ", &at("attributes/creationDate")),
            text("mfaAuthenticated ", &at("attributes/mfaAuthenticated")),
            text("source identity ", &at("sourceIdentity")),
            text("identity provider ", "/userIdentity/identityProvider"),
            text("on behalf of ", "/userIdentity/onBehalfOf/userId"),
        ],
    );
    joined("; ", [Some(identity), invoked_by(record).map(|service| format!("invoked by {}", shown(service)))])
}
