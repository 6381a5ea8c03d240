//! Policy documents as they are given and read, and what other services come to know only later.

use serde_json::Value;
use signalarm_cloud::Refusal;
use signalarm_notification::{AccessPolicy, PolicyKind};
use signalarm_time::{Duration, Timestamp};

/// A policy document.
#[derive(Clone)]
pub(crate) struct Document {
    /// As it was given.
    pub(crate) text: String,
    /// As it is read.
    pub(crate) policy: AccessPolicy,
}

/// Why a text is no policy document that could be used.
pub(crate) enum DocumentFault {
    /// No JSON object.
    NoJson,
    /// The service refuses it.
    Malformed(String),
    /// The service would take it, but what it says is not understood here.
    NotUnderstood,
}

impl DocumentFault {
    /// The refusal of a service that names malformed documents so.
    pub(crate) fn refused(self, code: &'static str, no_json: &str) -> Refusal {
        match self {
            Self::NoJson => Refusal::service(code, 400, no_json),
            Self::Malformed(why) => Refusal::service(code, 400, why),
            Self::NotUnderstood => Refusal::NotSimulated("a policy with such a statement"),
        }
    }
}

impl Document {
    /// Reads a document.
    pub(crate) fn read(kind: PolicyKind, text: &str) -> Result<Self, DocumentFault> {
        let document: Value = serde_json::from_str(text).map_err(|_| DocumentFault::NoJson)?;
        if !document.is_object() {
            return Err(DocumentFault::NoJson);
        }
        check_principals(kind, &document)?;
        match AccessPolicy::of_kind(kind, &document) {
            Ok(policy) => Ok(Self { text: text.to_owned(), policy }),
            Err(faults) => {
                let is_beyond = |path: &str| [".Not", ".Condition."].iter().any(|part| path.contains(part));
                let malformed = faults.iter().find(|fault| !is_beyond(&fault.path));
                Err(malformed.map_or(DocumentFault::NotUnderstood, |fault| DocumentFault::Malformed(fault.to_string())))
            }
        }
    }
}

/// What belongs to a role speaks of no principal, all else does.
fn check_principals(kind: PolicyKind, document: &Value) -> Result<(), DocumentFault> {
    let statements = match &document["Statement"] {
        Value::Array(statements) => statements.as_slice(),
        statement => std::slice::from_ref(statement),
    };
    let mut has_principal = statements
        .iter()
        .filter(|statement| statement.is_object())
        .map(|statement| statement.get("Principal").is_some() || statement.get("NotPrincipal").is_some());
    match kind {
        PolicyKind::Permissions if has_principal.any(|has| has) => {
            Err(DocumentFault::Malformed("Policy document should not specify a principal.".to_owned()))
        }
        PolicyKind::Resource | PolicyKind::Trust if has_principal.any(|has| !has) => {
            Err(DocumentFault::Malformed("Missing required field Principal".to_owned()))
        }
        PolicyKind::Permissions | PolicyKind::Resource | PolicyKind::Trust => Ok(()),
    }
}

/// Something that other services come to know some time after it was changed.
#[derive(Clone)]
pub(crate) struct Propagating<T> {
    now: T,
    /// What they know until then; `None`: nothing.
    before: Option<T>,
    changed: Timestamp,
}

impl<T: Clone> Propagating<T> {
    pub(crate) fn new(value: T, now: Timestamp) -> Self {
        Self { now: value, before: None, changed: now }
    }

    /// As whoever changed it sees it.
    pub(crate) fn get(&self) -> &T {
        &self.now
    }

    /// As other services see it.
    pub(crate) fn known(&self, now: Timestamp, delay: Duration) -> Option<&T> {
        if self.is_settled(now, delay) { Some(&self.now) } else { self.before.as_ref() }
    }

    /// Whether all see the same.
    pub(crate) fn is_settled(&self, now: Timestamp, delay: Duration) -> bool {
        self.changed + delay <= now
    }

    pub(crate) fn set(&mut self, value: T, now: Timestamp, delay: Duration) {
        *self = Self { now: value, before: self.known(now, delay).cloned(), changed: now };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_known_later() {
        let start: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        let (delay, at) = (Duration::from_secs(10), |seconds| start + Duration::from_secs(seconds));
        let mut value = Propagating::new(1, at(0));
        assert_eq!((value.known(at(9), delay), value.known(at(10), delay)), (None, Some(&1)));
        value.set(2, at(20), delay);
        assert_eq!((value.get(), value.known(at(29), delay), value.known(at(30), delay)), (&2, Some(&1), Some(&2)));
        value.set(3, at(25), delay);
        assert_eq!(value.known(at(34), delay), Some(&1), "two changes in a row");
        assert!(value.is_settled(at(35), delay));
    }
}
