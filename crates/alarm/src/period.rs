//! The period of an alarm.

use std::fmt;

use signalarm_time::Duration;
use thiserror::Error;

/// The longest period: all periods of an alarm together reach no further (CloudWatch API Reference, *PutMetricAlarm*).
const PERIOD_MAX: Duration = Duration::from_secs(7 * 86_400);

/// The period of an alarm: 10, 20 or 30 seconds, or whole minutes up to seven days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(Duration);

impl Period {
    /// One minute.
    pub const MINUTE: Self = Self(Duration::MINUTE);

    /// A period of that duration.
    ///
    /// # Errors
    ///
    /// When it is none of these.
    pub const fn new(duration: Duration) -> Result<Self, NotAPeriod> {
        let millis = duration.as_millis();
        match millis {
            10_000 | 20_000 | 30_000 => Ok(Self(duration)),
            0 => Err(NotAPeriod::NoMinutes(duration)),
            _ if PERIOD_MAX.as_millis() < millis => Err(NotAPeriod::TooLong(duration)),
            _ if !millis.is_multiple_of(Duration::MINUTE.as_millis()) => Err(NotAPeriod::NoMinutes(duration)),
            _ => Ok(Self(duration)),
        }
    }

    /// A period of so many seconds.
    ///
    /// # Errors
    ///
    /// As for [`Period::new`].
    pub const fn from_seconds(seconds: u64) -> Result<Self, NotAPeriod> {
        Self::new(Duration::from_secs(seconds))
    }

    /// Its length.
    #[must_use]
    pub const fn duration(self) -> Duration {
        self.0
    }

    /// Its length in seconds, as AWS writes it.
    #[must_use]
    pub const fn seconds(self) -> u64 {
        self.0.as_secs()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A duration that cannot be the period of an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotAPeriod {
    /// Neither of high resolution nor of whole minutes.
    #[error("a period of {0} is not of whole minutes: write a multiple of 1m, or 10s, 20s or 30s")]
    NoMinutes(Duration),
    /// Longer than seven days.
    #[error("a period of {0} is too long: write {PERIOD_MAX} or less")]
    TooLong(Duration),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_of_whole_minutes_or_of_high_resolution() {
        for seconds in [10, 20, 30, 60, 120, 180, 300, 3_600, 86_400, 604_800] {
            assert_eq!(Period::from_seconds(seconds).unwrap().seconds(), seconds);
        }
        for (seconds, error) in [
            (0, "a period of 0s is not of whole minutes: write a multiple of 1m, or 10s, 20s or 30s"),
            (45, "a period of 45s is not of whole minutes: write a multiple of 1m, or 10s, 20s or 30s"),
            (90, "a period of 1m 30s is not of whole minutes: write a multiple of 1m, or 10s, 20s or 30s"),
            (604_860, "a period of 7d 1m is too long: write 7d or less"),
        ] {
            assert_eq!(Period::from_seconds(seconds).unwrap_err().to_string(), error);
        }
        assert!(Period::new(Duration::from_millis(60_001)).is_err());
        assert!(Period::new(Duration::MAX).is_err());
    }
}
