//! What AWS answers when it does not do what it was asked.

use signalarm_notification::LifeRefusal;
use thiserror::Error;

/// The refusal of one operation, with the exception that AWS names.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The name is taken.
    #[error("{exception}: {what} “{name}” exists already")]
    Exists {
        /// AWS's exception.
        exception: &'static str,
        /// The kind of resource.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// Nothing has that name.
    #[error("{exception}: there is no {what} “{name}”")]
    NotFound {
        /// AWS's exception.
        exception: &'static str,
        /// The kind of resource.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A subscription is not in a phase of its life in which that could be done.
    #[error("{exception}: {why}")]
    Subscription {
        /// AWS's exception.
        exception: &'static str,
        /// Why.
        why: LifeRefusal,
    },
    /// One more than AWS allows.
    #[error("{exception}: at most {limit} {what}")]
    LimitExceeded {
        /// AWS's exception.
        exception: &'static str,
        /// What there are too many of.
        what: &'static str,
        /// How many there may be.
        limit: usize,
    },
}
