//! What can go wrong with a call of the deployer.

use std::fmt;

use signalarm_cloud::{Call, Failure, Refusal, Service};

use super::drift::Drift;

/// What goes wrong with one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallFault {
    /// The service refuses it for now, by its own code.
    Throttled,
    /// The service fails before it does anything.
    ServerError,
    /// It happens, and its answer never comes.
    ReplyLost,
    /// It does not happen, and nobody knows.
    CallLost,
    /// Another change is under way, says the service; reads, and services that never say so, are answered.
    Conflict,
    /// The deployer ends before it; somebody runs it again.
    CrashBefore,
    /// It happens, and the deployer ends before the answer.
    CrashAfter,
    /// Somebody changes something just before it.
    Meddling(Drift),
}

/// A kind of fault; somebody who meddles does so in many ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FaultKind {
    Throttled,
    ServerError,
    ReplyLost,
    CallLost,
    Conflict,
    CrashBefore,
    CrashAfter,
    Meddling,
}

impl FaultKind {
    pub(super) const ALL: [Self; 8] = [
        Self::Throttled,
        Self::ServerError,
        Self::ReplyLost,
        Self::CallLost,
        Self::Conflict,
        Self::CrashBefore,
        Self::CrashAfter,
        Self::Meddling,
    ];

    pub(super) fn fault(self, drift: Drift) -> CallFault {
        match self {
            Self::Throttled => CallFault::Throttled,
            Self::ServerError => CallFault::ServerError,
            Self::ReplyLost => CallFault::ReplyLost,
            Self::CallLost => CallFault::CallLost,
            Self::Conflict => CallFault::Conflict,
            Self::CrashBefore => CallFault::CrashBefore,
            Self::CrashAfter => CallFault::CrashAfter,
            Self::Meddling => CallFault::Meddling(drift),
        }
    }
}

impl CallFault {
    /// Its name, for sums.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Throttled => "throttled",
            Self::ServerError => "server error",
            Self::ReplyLost => "reply lost",
            Self::CallLost => "call lost",
            Self::Conflict => "conflict",
            Self::CrashBefore => "crash before",
            Self::CrashAfter => "crash after",
            Self::Meddling(_) => "somebody meddles",
        }
    }
}

impl fmt::Display for CallFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Meddling(drift) => write!(f, "before it, {drift}"),
            other => f.pad(other.name()),
        }
    }
}

/// How each service refuses a call for its rate: the codes of their API references (*Common errors*), S3's of its *Error
/// responses*.
pub(super) fn throttling(call: &Call) -> Failure {
    let (code, status) = match call.service() {
        Service::Sns => ("Throttled", 429),
        Service::CloudWatch | Service::Iam | Service::Sts => ("Throttling", 400),
        Service::Sqs => ("RequestThrottled", 403),
        Service::Logs | Service::CloudTrail => ("ThrottlingException", 400),
        Service::S3 => ("SlowDown", 503),
    };
    Refusal::service(code, status, "Rate exceeded").into()
}

/// How each service says that it failed itself.
pub(super) fn server_error(call: &Call) -> Failure {
    let (code, status) = match call.service() {
        Service::Sns | Service::S3 => ("InternalError", 500),
        Service::CloudWatch => ("InternalServiceError", 500),
        Service::Iam => ("ServiceFailure", 500),
        Service::Logs => ("ServiceUnavailableException", 503),
        Service::CloudTrail | Service::Sqs | Service::Sts => ("InternalFailure", 500),
    };
    Refusal::service(code, status, "An internal error occurred").into()
}

/// How a service says that another change is under way; `None`: it does not.
pub(super) fn conflict(call: &Call) -> Option<Failure> {
    let (code, status) = match call.service() {
        Service::S3 => ("OperationAborted", 409),
        Service::CloudTrail => ("ConflictException", 409),
        Service::Logs => ("OperationAbortedException", 400),
        Service::Iam => ("ConcurrentModification", 409),
        Service::Sns | Service::CloudWatch | Service::Sqs | Service::Sts => return None,
    };
    changes(call).then(|| Refusal::service(code, status, "A conflicting operation is in progress").into())
}

/// Whether a call changes something, by the words with which AWS's operations begin.
pub(super) fn changes(call: &Call) -> bool {
    let action = call.action();
    let operation = action.split_once(':').map_or(action.as_str(), |(_, operation)| operation);
    !["Get", "List", "Describe", "Test", "Simulate", "Head"].iter().any(|reads| operation.starts_with(reads))
}

pub(super) fn lost() -> Failure {
    Failure::Unanswered("the connection was closed".to_owned())
}
