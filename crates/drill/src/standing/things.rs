//! What a drill makes: known before it is made, found by the name of the drill, and removed.

use std::fmt;

use super::RunName;

/// Something that a drill makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A log stream in the chain's log group.
    Stream {
        /// The log group.
        log_group: String,
        /// The log stream.
        name: String,
    },
    /// A rule that mutes the drilled alarms.
    MuteRule {
        /// Its name.
        name: String,
    },
    /// A queue that hears the topics.
    Queue {
        /// Its name.
        name: String,
        /// Its URL; `None`: nobody has told it yet.
        url: Option<String>,
    },
    /// The subscription of such a queue.
    Subscription {
        /// The topic.
        topic_arn: String,
        /// The queue.
        queue_arn: String,
        /// Its ARN; `None`: nobody has told it yet.
        arn: Option<String>,
    },
}

/// What an earlier drill left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// Which drill.
    pub run: RunName,
    /// What.
    pub thing: Thing,
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream { log_group, name } => write!(f, "log stream {name} of {log_group}"),
            Self::MuteRule { name } => write!(f, "mute rule {name}"),
            Self::Queue { name, .. } => write!(f, "queue {name}"),
            Self::Subscription { topic_arn, queue_arn, .. } => write!(f, "subscription of {queue_arn} to {topic_arn}"),
        }
    }
}

impl fmt::Display for Leftover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.thing.fmt(f)
    }
}
