//! The period of an alarm.

use std::fmt;

use signalarm_time::Duration;
use thiserror::Error;

/// The longest period that is taken: one day.
const PERIOD_MAX: Duration = Duration::from_secs(86_400);

/// The period of an alarm: whole minutes, from one minute to one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(Duration);

impl Period {
    /// One minute.
    pub const MINUTE: Self = Self(Duration::MINUTE);

    /// A period of that duration.
    ///
    /// # Errors
    ///
    /// When it is not of whole minutes, shorter than a minute or longer than a day.
    pub const fn new(duration: Duration) -> Result<Self, NotAPeriod> {
        let millis = duration.as_millis();
        match millis {
            10_000 | 20_000 | 30_000 => Err(NotAPeriod::HighResolution(duration)),
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
    /// One of CloudWatch's periods of high resolution.
    #[error("a period of {0} needs high resolution, which is not supported yet: write whole minutes, as in 1m")]
    HighResolution(Duration),
    /// Not of whole minutes.
    #[error("a period of {0} is not of whole minutes: write a multiple of 1m")]
    NoMinutes(Duration),
    /// Longer than a day.
    #[error("a period of {0} is too long: write {PERIOD_MAX} or less")]
    TooLong(Duration),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_of_whole_minutes() {
        for seconds in [60, 120, 180, 300, 3_600, 86_400] {
            assert_eq!(Period::from_seconds(seconds).unwrap().seconds(), seconds);
        }
        for (seconds, error) in [
            (0, "a period of 0s is not of whole minutes: write a multiple of 1m"),
            (10, "a period of 10s needs high resolution, which is not supported yet: write whole minutes, as in 1m"),
            (90, "a period of 1m 30s is not of whole minutes: write a multiple of 1m"),
            (86_460, "a period of 1d 1m is too long: write 1d or less"),
        ] {
            assert_eq!(Period::from_seconds(seconds).unwrap_err().to_string(), error);
        }
        assert!(Period::new(Duration::from_millis(60_001)).is_err());
        assert!(Period::new(Duration::MAX).is_err());
    }
}
