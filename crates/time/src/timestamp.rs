//! An instant.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use thiserror::Error;

use crate::Duration;

/// An instant in whole milliseconds since 1970-01-01T00:00:00Z, from then to the end of 9999-12-29 (jiff ends a day later).
///
/// It is printed and read as RFC 3339 in UTC: `2026-11-23T10:00:00Z`, with milliseconds only where there are any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// 9999-12-29T23:59:59.999Z.
const LAST_MILLIS: i64 = 253_402_127_999_999;

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const MIN: Self = Self(0);
    /// 9999-12-29T23:59:59.999Z.
    pub const MAX: Self = Self(LAST_MILLIS);

    /// The instant so many milliseconds after [`Timestamp::MIN`]; what lies beyond [`Timestamp::MAX`] is cut to it.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        if millis < LAST_MILLIS as u64 { Self(millis as i64) } else { Self::MAX }
    }

    /// Milliseconds since [`Timestamp::MIN`].
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0 as u64
    }

    /// The latest whole multiple of `unit` (counted from [`Timestamp::MIN`]) that is not after this instant.
    ///
    /// A unit of zero leaves the instant as it is.
    #[must_use]
    pub const fn floor(self, unit: Duration) -> Self {
        match unit.signed_millis() {
            0 => self,
            unit => Self(self.0 - self.0 % unit),
        }
    }

    /// How long after `earlier` this instant is; zero when it is not after it.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        if earlier.0 < self.0 { Duration::from_millis((self.0 - earlier.0) as u64) } else { Duration::ZERO }
    }
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self((self.0 + duration.signed_millis()).min(LAST_MILLIS))
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        Self((self.0 - duration.signed_millis()).max(0))
    }
}

/// A text that is no instant.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{text}” is no instant: write RFC 3339 with an offset, from 1970 to 9999, as in 2026-11-23T10:00:00Z")]
pub struct NotATimestamp {
    text: String,
}

impl FromStr for Timestamp {
    type Err = NotATimestamp;

    fn from_str(text: &str) -> Result<Self, NotATimestamp> {
        let instant: Option<jiff::Timestamp> = text.parse().ok();
        let millis = instant.map(jiff::Timestamp::as_millisecond).filter(|millis| (0..=LAST_MILLIS).contains(millis));
        millis.map(Self).ok_or_else(|| NotATimestamp { text: text.to_owned() })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self.parts();
        let (date, time) = (parts.date(), parts.time());
        write!(f, "{date}T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        match time.millisecond() {
            0 => f.write_str("Z"),
            millis => write!(f, ".{millis:03}Z"),
        }
    }
}
