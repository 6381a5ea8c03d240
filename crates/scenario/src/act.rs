//! A run, act by act: what was done, and what was seen of it.

use signalarm_account::Happening;
use signalarm_alarm::State;
use signalarm_notification::Endpoint;
use signalarm_time::Timestamp;

use crate::step::Action;

/// What was done, or what was seen.
#[derive(Clone, Debug)]
pub enum Act {
    /// A step of the story.
    Done {
        /// When.
        at: Timestamp,
        /// The line of the file.
        line: usize,
        /// What.
        action: Action,
    },
    /// Something that happened in the account.
    Seen(Happening),
    /// Something that a subscriber outside of the account was sent.
    Received(Received),
}

/// What a subscriber outside was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// When it came.
    pub at: Timestamp,
    /// The name of the alarm that it tells of.
    pub alarm: String,
    /// The state that the alarm entered.
    pub state: State,
    /// The subscriber.
    pub endpoint: Endpoint,
    /// The message as it came: JSON, or the text of an SMS.
    pub text: String,
}

impl Act {
    /// When it was.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Done { at, .. } | Self::Seen(Happening { at, .. }) | Self::Received(Received { at, .. }) => *at,
        }
    }

    /// What happened in the account, where it is that.
    #[must_use]
    pub const fn happening(&self) -> Option<&Happening> {
        match self {
            Self::Seen(happening) => Some(happening),
            Self::Done { .. } | Self::Received(_) => None,
        }
    }
}
