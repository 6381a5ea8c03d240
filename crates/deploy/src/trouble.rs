//! Why a machine did not come to its end.

use std::error::Error;
use std::fmt;

use signalarm_cloud::{Call, Failure, FailureClass};

use crate::step::Obstacles;

/// Why a machine did not come to its end.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// The credentials belong to another account.
    WrongAccount {
        /// The account that was asked for.
        wanted: String,
        /// The caller's.
        found: String,
        /// Who calls.
        caller_arn: String,
    },
    /// A call failed, and trying again did not help.
    Failed {
        /// The call.
        call: Box<Call>,
        /// What came of it.
        failure: Failure,
    },
    /// A list does not end: it hands out a token again, or has more pages than any account.
    EndlessPages {
        /// The call.
        call: Box<Call>,
        /// How many pages were read.
        pages: u32,
    },
    /// The answer does not fit the call.
    Unreadable {
        /// The call.
        call: Box<Call>,
    },
    /// Something stands in the way, and nothing was changed because of it.
    Obstacles(Obstacles),
    /// After so many rounds there is still something to do: somebody changes the chain at the same time, or the endpoint
    /// does not keep what it is told.
    Unsettled {
        /// How many rounds.
        rounds: u32,
        /// What is left to do, in words.
        left: Vec<String>,
    },
    /// Something is left to do that nobody agreed to: somebody changed the chain while the plan was carried out.
    ChangedMeanwhile {
        /// What it is, in words.
        steps: Vec<String>,
    },
    /// A plan did not pass its own check: a fault of this program. Nothing was done.
    FaultyPlan(Vec<String>),
    /// The bucket does not become empty.
    BucketNotEmpty {
        /// Its name.
        bucket: String,
    },
}

/// What a trouble means for whoever has it; each is an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TroubleKind {
    /// A person must decide or allow something.
    Person,
    /// The endpoint or the credentials cannot be reached.
    Unreachable,
    /// Refused for safety: foreign resources of our names.
    Safety,
}

impl Trouble {
    /// What it means for whoever has it.
    #[must_use]
    pub fn kind(&self) -> TroubleKind {
        match self {
            Self::Failed { failure: Failure::Unsent(_) | Failure::Unanswered(_), .. } => TroubleKind::Unreachable,
            Self::Failed { failure, .. } if failure.class() == FailureClass::Credentials => TroubleKind::Unreachable,
            Self::Obstacles(obstacles) if obstacles.is_about_adoption() => TroubleKind::Safety,
            Self::WrongAccount { .. }
            | Self::Failed { .. }
            | Self::EndlessPages { .. }
            | Self::Unreadable { .. }
            | Self::Obstacles(_)
            | Self::Unsettled { .. }
            | Self::ChangedMeanwhile { .. }
            | Self::FaultyPlan(_)
            | Self::BucketNotEmpty { .. } => TroubleKind::Person,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongAccount { wanted, found, caller_arn } => write!(
                f,
                "the credentials ({caller_arn}) belong to account {found}, but the chain is for account {wanted}; choose \
                 other credentials, for example by AWS_PROFILE"
            ),
            Self::Failed { call, failure } => {
                write!(f, "{} {}", call.action(), failure)?;
                cure(call, failure).map_or(Ok(()), |cure| write!(f, "; {cure}"))
            }
            Self::EndlessPages { call, pages } => write!(
                f,
                "{} does not end: after {pages} pages it wants to go on where it was; nothing was changed",
                call.action()
            ),
            Self::Unreadable { call } => {
                write!(f, "the answer to {} is that of another operation; is the endpoint AWS's?", call.action())
            }
            Self::Obstacles(obstacles) => obstacles.fmt(f),
            Self::Unsettled { rounds, left } => write!(
                f,
                "after {rounds} rounds there is still something to do ({}); does somebody else change the chain?",
                left.join(", ")
            ),
            Self::ChangedMeanwhile { steps } => write!(
                f,
                "somebody changed the chain meanwhile, and what is left to do was not in the plan ({}); run it again to see \
                 and confirm it",
                steps.join(", ")
            ),
            Self::FaultyPlan(violations) => {
                write!(f, "the plan did not pass its check, and nothing was done: {}", violations.join("; "))
            }
            Self::BucketNotEmpty { bucket } => write!(
                f,
                "the bucket {bucket} does not become empty; does something still write to it? Run it again to go on"
            ),
        }
    }
}

/// How to put it right, where that is known.
fn cure(call: &Call, failure: &Failure) -> Option<String> {
    Some(match failure.class() {
        FailureClass::Denied => {
            format!("allow {} (`deploy --print-policy` prints all that is needed)", call.action())
        }
        FailureClass::Credentials => "renew the credentials".to_owned(),
        FailureClass::BucketTaken => "name another bucket in [trail] bucket".to_owned(),
        FailureClass::Throttled | FailureClass::Conflict | FailureClass::Uncertain => {
            "run it again later: what is done stays done".to_owned()
        }
        FailureClass::NotImplemented => "this endpoint does not know the operation".to_owned(),
        FailureClass::NotFound | FailureClass::Exists | FailureClass::Other => return None,
    })
}

impl Error for Trouble {}

impl From<Obstacles> for Trouble {
    fn from(obstacles: Obstacles) -> Self {
        Self::Obstacles(obstacles)
    }
}
