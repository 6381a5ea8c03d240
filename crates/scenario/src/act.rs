//! A run, act by act: what was done, and what was seen of it.

use signalarm_account::Happening;
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
}

impl Act {
    /// When it was.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Done { at, .. } | Self::Seen(Happening { at, .. }) => *at,
        }
    }

    /// What happened in the account, where it is that.
    #[must_use]
    pub const fn happening(&self) -> Option<&Happening> {
        match self {
            Self::Seen(happening) => Some(happening),
            Self::Done { .. } => None,
        }
    }
}
