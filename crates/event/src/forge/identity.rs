//! The forms of `userIdentity` that forged records carry.

use serde_json::{Value, json};
use signalarm_time::{Duration, Timestamp};

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
    pub(super) fn session(&self, role: &str) -> Value {
        let session = self.user;
        json!({
            "type": "AssumedRole",
            "principalId": format!("{}:{session}", self.principal_id("AROA", role)),
            "arn": format!("arn:{}:sts::{}:assumed-role/{role}/{session}", self.partition, self.account),
            "accountId": self.account,
        })
    }
}

pub(super) fn iam_user(identity: &Identity<'_>) -> Value {
    json!({
        "type": "IAMUser",
        "principalId": identity.principal_id("AIDA", identity.user),
        "arn": format!("arn:{}:iam::{}:user/{}", identity.partition, identity.account, identity.user),
        "accountId": identity.account,
        "userName": identity.user,
    })
}

/// The root user of an account without an alias: with one, `userName` would be that.
pub(super) fn root(identity: &Identity<'_>) -> Value {
    json!({
        "type": "Root",
        "principalId": identity.account,
        "arn": format!("arn:{}:iam::{}:root", identity.partition, identity.account),
        "accountId": identity.account,
        "accessKeyId": "",
    })
}

/// The user's session of a role, with its access key and its `sessionContext`. That MFA was not used is said in text,
/// and for every federated session.
pub(super) fn assumed_role(identity: &Identity<'_>, path: &str, role: &str) -> Value {
    let created = identity.at - Duration::MINUTE;
    let mut value = identity.session(role);
    value["accessKeyId"] =
        json!(example_id("ASIA", 9, &format!("ASIA/{}/{role}/{}/{created}", identity.account, identity.user)));
    value["sessionContext"] = json!({
        "sessionIssuer": {
            "type": "Role",
            "principalId": identity.principal_id("AROA", role),
            "arn": format!("arn:{}:iam::{}:role/{path}{role}", identity.partition, identity.account),
            "accountId": identity.account,
            "userName": role,
        },
        "webIdFederationData": {},
        "attributes": {"creationDate": created.to_string(), "mfaAuthenticated": "false"},
    });
    value
}

/// An id in the form that AWS's guides use: a prefix, letters and digits that follow from the seed, and `EXAMPLE`.
pub(super) fn example_id(prefix: &str, digits: u32, seed: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let hash = fingerprint(seed);
    let digit = |index: u32| char::from(ALPHABET[(hash >> (5 * index) & 31) as usize]);
    format!("{prefix}{}EXAMPLE", (0..digits).map(digit).collect::<String>())
}
