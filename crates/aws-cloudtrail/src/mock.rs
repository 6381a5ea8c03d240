//! Rules by which an account in memory answers the calls of CloudTrail, IAM, S3 and STS.
//!
//! The typed input of the SDK is read back into the call that it came from, and the account's reply is written as the
//! service would. Members that no call of ours sends are not looked at.

mod cloudtrail;
mod iam;
mod s3;
mod sts;

use signalarm_aws_clients::mock::{Rule, Shared};

/// One rule for each operation of these services that we call.
#[must_use]
pub fn rules(account: &Shared) -> Vec<Rule> {
    [cloudtrail::rules(account), iam::rules(account), s3::rules(account), sts::rules(account)].concat()
}
