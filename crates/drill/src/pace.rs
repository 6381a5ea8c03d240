//! A story's time, and the account's own.

use signalarm_time::{Duration, Timestamp};

/// How the two go together: the story goes so many times faster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    /// The story's instant that is `real` in the account.
    pub(crate) story: Timestamp,
    pub(crate) real: Timestamp,
    /// How many times faster the story goes.
    pub(crate) shrink: u32,
}

impl Pace {
    /// The story's time at an instant of the account's. What was before the story began is its beginning.
    pub(crate) fn story(&self, real: Timestamp) -> Timestamp {
        self.story + real.since(self.real) * self.shrink
    }

    /// The account's time at an instant of the story.
    pub(crate) fn real(&self, story: Timestamp) -> Timestamp {
        self.real + shrunk(story.since(self.story), self.shrink)
    }
}

/// How long a duration of the story takes in the account.
pub(crate) fn shrunk(duration: Duration, shrink: u32) -> Duration {
    Duration::from_millis(duration.as_millis().div_ceil(u64::from(shrink.max(1))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_is_the_same_instant() {
        let at = |seconds| Timestamp::MIN + Duration::from_secs(seconds);
        let pace = Pace { story: at(1_000_000), real: at(5_000), shrink: 6 };
        assert_eq!(pace.story(at(5_010)), at(1_000_060));
        assert_eq!(pace.real(at(1_000_060)), at(5_010));
        assert_eq!(pace.story(at(4_000)), at(1_000_000));
        assert_eq!(pace.story(pace.real(at(1_000_007))).since(at(1_000_007)).as_secs(), 0);
    }
}
