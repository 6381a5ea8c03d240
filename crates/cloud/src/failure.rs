//! What comes of a call.

use std::error::Error;
use std::fmt;

use crate::{Refusal, Reply};

/// What comes of a call.
pub type Answer = Result<Reply, Failure>;

/// Why a call brought no reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The service refused; nothing has changed.
    Refused(Refusal),
    /// The call was sent, and no answer came that could be read: it may have happened or not. In words.
    Unanswered(String),
    /// The call was not sent: no credentials, no connection. In words.
    Unsent(String),
}

/// What can be done about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureClass {
    /// What was named is not there.
    NotFound,
    /// What was to be created is there already.
    Exists,
    /// A bucket of that name is another account's.
    BucketTaken,
    /// The caller may not do this.
    Denied,
    /// The credentials are wrong or have expired.
    Credentials,
    /// Too many calls: again later.
    Throttled,
    /// Another change is under way: again later.
    Conflict,
    /// The service failed, or nobody knows whether it did: again.
    Uncertain,
    /// The operation does not exist at this endpoint.
    NotImplemented,
    /// Anything else: the request is wrong.
    Other,
}

const NOT_FOUND: [&str; 14] = [
    "NotFound",
    "NotFoundException",
    "ResourceNotFound",
    "ResourceNotFoundException",
    "TrailNotFoundException",
    "NoSuchEntity",
    "NoSuchBucket",
    "NoSuchTagSet",
    "NoSuchBucketPolicy",
    "NoSuchPublicAccessBlockConfiguration",
    "NoSuchLifecycleConfiguration",
    "QueueDoesNotExist",
    "AWS.SimpleQueueService.NonExistentQueue",
    "404",
];

/// SQS has two codes for a thing: that of its JSON protocol, and that of the older one, which the SDK tells.
const EXISTS: [&str; 6] = [
    "ResourceAlreadyExistsException",
    "TrailAlreadyExistsException",
    "EntityAlreadyExists",
    "BucketAlreadyOwnedByYou",
    "QueueNameExists",
    "QueueAlreadyExists",
];

const DENIED: [&str; 7] = [
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "AuthorizationErrorException",
    "UnauthorizedOperation",
    "Forbidden",
    "403",
];

const CREDENTIALS: [&str; 9] = [
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
    "IncompleteSignature",
    "MissingAuthenticationToken",
    "InvalidSignatureException",
];

const THROTTLED: [&str; 8] = [
    "Throttling",
    "ThrottlingException",
    "Throttled",
    "ThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "SlowDown",
    "RequestThrottled",
];

const CONFLICT: [&str; 6] = [
    "OperationAborted",
    "ConflictException",
    "OperationAbortedException",
    "ConcurrentModification",
    "QueueDeletedRecently",
    "AWS.SimpleQueueService.QueueDeletedRecently",
];

const NOT_IMPLEMENTED: [&str; 6] = [
    "NotImplemented",
    "NotSimulated",
    "UnknownOperationException",
    "InvalidAction",
    "InvalidOperationException",
    "UnsupportedOperation",
];

impl Failure {
    /// What can be done about it, by the service's code, never by its words.
    #[must_use]
    pub fn class(&self) -> FailureClass {
        let refusal = match self {
            Self::Refused(refusal) => refusal,
            Self::Unanswered(_) => return FailureClass::Uncertain,
            Self::Unsent(_) => return FailureClass::Other,
        };
        let code = refusal.code();
        let classes: [(&[&str], FailureClass); 7] = [
            (&NOT_FOUND, FailureClass::NotFound),
            (&EXISTS, FailureClass::Exists),
            (&DENIED, FailureClass::Denied),
            (&CREDENTIALS, FailureClass::Credentials),
            (&THROTTLED, FailureClass::Throttled),
            (&CONFLICT, FailureClass::Conflict),
            (&NOT_IMPLEMENTED, FailureClass::NotImplemented),
        ];
        let known = classes.iter().find(|(codes, _)| codes.contains(&code)).map(|(_, class)| *class);
        match (known, refusal.http_status()) {
            (Some(class), _) => class,
            _ if code == "BucketAlreadyExists" => FailureClass::BucketTaken,
            (None, 429) => FailureClass::Throttled,
            (None, 501) => FailureClass::NotImplemented,
            (None, 500..=599) => FailureClass::Uncertain,
            (None, _) => FailureClass::Other,
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Unanswered(why) => write!(f, "no answer: {why}"),
            Self::Unsent(why) => write!(f, "not sent: {why}"),
        }
    }
}

impl Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_classed_by_code_and_status() {
        let class = |code: &'static str, http_status| {
            Failure::from(Refusal::Service { code: code.into(), http_status, message: "access denied".to_owned() })
                .class()
        };
        assert_eq!(class("NoSuchEntity", 404), FailureClass::NotFound);
        assert_eq!(class("Throttling", 400), FailureClass::Throttled);
        assert_eq!(class("QueueDoesNotExist", 400), FailureClass::NotFound);
        assert_eq!(class("AWS.SimpleQueueService.NonExistentQueue", 400), FailureClass::NotFound);
        assert_eq!(class("QueueNameExists", 400), FailureClass::Exists);
        assert_eq!(class("QueueDeletedRecently", 400), FailureClass::Conflict);
        assert_eq!(class("BucketAlreadyExists", 409), FailureClass::BucketTaken);
        assert_eq!(class("InternalFailure", 500), FailureClass::Uncertain);
        assert_eq!(class("InternalFailure", 501), FailureClass::NotImplemented);
        assert_eq!(class("InvalidParameter", 400), FailureClass::Other);
        assert_eq!(Failure::Unanswered("time is over".to_owned()).class(), FailureClass::Uncertain);
    }
}
