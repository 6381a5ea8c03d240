//! What a deployment needs beyond the chain that scenarios prove: where the records come from, what the bucket does with
//! them, how long they are kept, and which key protects the topics.

use crate::Chain;
use crate::place::LogGroupName;

/// A chain with everything that its deployment needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Deployment {
    /// The chain; its place is the caller's.
    pub chain: Chain,
    /// Where the records come from.
    pub source: Source,
    /// For how many days a log group of ours keeps log events: one of the service's numbers.
    pub retention_days: i32,
    /// The ARN of a customer managed key for the topics; `None`: they are not encrypted. It is never created or changed.
    pub topic_key: Option<String>,
}

/// Where the records come from (`[trail] use`).
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A trail of ours, with bucket and role.
    Own(Bucket),
    /// Somebody's trail, by its ARN: its log group carries the metric filters, and the trail is not touched.
    Trail(String),
    /// Somebody's log group, which is not touched but for the metric filters; no trail is looked at.
    LogGroup(LogGroupName),
    /// A log group of ours that no trail of ours fills; nothing of CloudTrail is called.
    None,
}

/// The trail's bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its name, unique in the partition; by default `signin-console-<account>-<region>`.
    pub name: String,
    /// Days after which log files move to Glacier Instant Retrieval; `None`: never.
    pub glacier_days: Option<i32>,
    /// Days after which log files are deleted; `None`: never.
    pub expiration_days: Option<i32>,
}
