//! The operations of SQS: a queue by which somebody listens to topics for a while.

use std::collections::BTreeMap;

use crate::Tag;

/// A call of one operation of SQS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SqsCall {
    /// Creates a standard queue, or answers the URL of the one that is there; refused (`QueueNameExists`) where that has
    /// other attributes. → [`crate::Reply::QueueUrl`]
    CreateQueue {
        /// 1 to 80 of `A–Z a–z 0–9 _ -`.
        queue_name: String,
        /// `Policy`, `MessageRetentionPeriod` … as texts.
        attributes: BTreeMap<String, String>,
        /// At most 50.
        tags: Vec<Tag>,
    },
    /// Tells the URLs of the queues whose names begin so, 1,000 a page. → [`crate::Reply::Names`]
    ListQueues {
        /// How the name begins.
        queue_name_prefix: String,
        /// Where to go on.
        next_token: Option<String>,
    },
    /// Tells at most ten messages, and hides them from others for a while. Nothing is waited for.
    /// → [`crate::Reply::QueueMessages`]
    ReceiveMessage {
        /// The queue.
        queue_url: String,
    },
    /// Removes a message that was received.
    DeleteMessage {
        /// The queue.
        queue_url: String,
        /// The receipt handle by which it was received last.
        receipt_handle: String,
    },
    /// Deletes a queue with its messages; its name is free again a minute later.
    DeleteQueue {
        /// The queue.
        queue_url: String,
    },
}

/// A message as *ReceiveMessage* tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueMessage {
    /// By which it is removed.
    pub receipt_handle: String,
    /// Its text; of a topic's notification, the envelope as JSON.
    pub body: String,
}

impl SqsCall {
    /// The operation's name.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::CreateQueue { .. } => "CreateQueue",
            Self::ListQueues { .. } => "ListQueues",
            Self::ReceiveMessage { .. } => "ReceiveMessage",
            Self::DeleteMessage { .. } => "DeleteMessage",
            Self::DeleteQueue { .. } => "DeleteQueue",
        }
    }
}
