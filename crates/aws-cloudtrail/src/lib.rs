//! Calls of CloudTrail, and of what a trail needs, over the AWS SDK: its role ([`iam`]), its bucket ([`s3`]), and who we
//! are ([`sts`]). A call becomes a request, and what comes back becomes an answer.
//!
//! Translation, never a decision: a page is a page, and what the service leaves out stays left out. What it may not leave
//! out, and does, makes the answer unreadable, and so leaves the call unanswered.
//!
//! [`mock`] is the way back, for clients that a simulated account answers.

pub mod cloudtrail;
pub mod iam;
pub mod mock;
pub mod s3;
pub mod sts;

use std::error::Error;

use signalarm_cloud::Failure;

/// A part of a request that the SDK did not take, as being incomplete.
fn unsent(incomplete: impl Error) -> Failure {
    Failure::Unsent(incomplete.to_string())
}
