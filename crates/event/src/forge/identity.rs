//! The forms of `userIdentity` that forged records carry.

use signalarm_time::{Duration, Timestamp};

use super::object::Object;
use crate::record::fingerprint;

/// Who it is and where.
pub(super) struct Identity<'a> {
    pub(super) account: &'a str,
    pub(super) user: &'a str,
    pub(super) partition: &'static str,
    pub(super) at: Timestamp,
}

impl Identity<'_> {
    /// The unique id of something in the account: the same name always has the same.
    pub(super) fn principal_id(&self, prefix: &str, name: &str) -> String {
        example_id(prefix, 10, &format!("{prefix}/{}/{name}", self.account))
    }

    /// The user's session of a role, with the four fields that every one has.
    pub(super) fn session(&self, object: &mut Object<'_>, role: &str) {
        let session = self.user;
        object.text("type", "AssumedRole");
        object.shown("principalId", format_args!("{}:{session}", self.principal_id("AROA", role)));
        let (partition, account) = (self.partition, self.account);
        object.shown("arn", format_args!("arn:{partition}:sts::{account}:assumed-role/{role}/{session}"));
        object.text("accountId", account);
    }
}

pub(super) fn iam_user(object: &mut Object<'_>, identity: &Identity<'_>) {
    let Identity { account, user, partition, .. } = identity;
    object.text("type", "IAMUser");
    object.text("principalId", &identity.principal_id("AIDA", user));
    object.shown("arn", format_args!("arn:{partition}:iam::{account}:user/{user}"));
    object.text("accountId", account);
    object.text("userName", user);
}

/// An IAM user who calls with an access key.
pub(super) fn called_by(object: &mut Object<'_>, identity: &Identity<'_>) {
    let Identity { account, user, partition, .. } = identity;
    object.text("type", "IAMUser");
    object.text("principalId", &identity.principal_id("AIDA", user));
    object.shown("arn", format_args!("arn:{partition}:iam::{account}:user/{user}"));
    object.text("accountId", account);
    object.text("accessKeyId", &example_id("AKIA", 9, &format!("AKIA/{account}/{user}")));
    object.text("userName", user);
}

/// The root user of an account without an alias: with one, `userName` would be that.
pub(super) fn root(object: &mut Object<'_>, identity: &Identity<'_>) {
    let Identity { account, partition, .. } = identity;
    object.text("type", "Root");
    object.text("principalId", account);
    object.shown("arn", format_args!("arn:{partition}:iam::{account}:root"));
    object.text("accountId", account);
    object.text("accessKeyId", "");
}

/// The user's session of a role, with its access key and its `sessionContext`. That MFA was not used is said in text,
/// and for every federated session.
pub(super) fn assumed_role(object: &mut Object<'_>, identity: &Identity<'_>, path: &str, role: &str) {
    let Identity { account, user, partition, at } = *identity;
    let created = at - Duration::MINUTE;
    identity.session(object, role);
    object.text("accessKeyId", &example_id("ASIA", 9, &format!("ASIA/{account}/{role}/{user}/{created}")));
    object.object("sessionContext", |context| {
        context.object("sessionIssuer", |issuer| {
            issuer.text("type", "Role");
            issuer.text("principalId", &identity.principal_id("AROA", role));
            issuer.shown("arn", format_args!("arn:{partition}:iam::{account}:role/{path}{role}"));
            issuer.text("accountId", account);
            issuer.text("userName", role);
        });
        context.object("webIdFederationData", |_| {});
        context.object("attributes", |attributes| {
            attributes.shown("creationDate", created);
            attributes.text("mfaAuthenticated", "false");
        });
    });
}

/// An id in the form that AWS's guides use: a prefix, letters and digits that follow from the seed, and `EXAMPLE`.
pub(super) fn example_id(prefix: &str, digits: u32, seed: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let hash = fingerprint(seed);
    let digit = |index: u32| char::from(ALPHABET[(hash >> (5 * index) & 31) as usize]);
    format!("{prefix}{}EXAMPLE", (0..digits).map(digit).collect::<String>())
}
