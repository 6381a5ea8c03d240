//! A length of time.

use std::fmt;
use std::ops::{Add, Mul};
use std::str::FromStr;

use thiserror::Error;

/// A length of time in whole milliseconds, never negative.
///
/// A person writes it as whole numbers with units, largest first: `90s`, `10m`, `1h 30m`, `2d`, `250ms`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(i64);

/// The units that a person may write, largest first, with their length in milliseconds.
const UNITS: [(&str, i64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// One second.
    pub const SECOND: Self = Self(1_000);
    /// One minute: the resolution of a standard CloudWatch metric.
    pub const MINUTE: Self = Self(60_000);
    /// One hour.
    pub const HOUR: Self = Self(3_600_000);
    /// The longest duration that can be written: a hundred years.
    pub const MAX: Self = Self(100 * 365 * 86_400_000);

    /// A duration of so many milliseconds; what lies beyond [`Duration::MAX`] is cut to it.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        if millis < Self::MAX.0 as u64 { Self(millis as i64) } else { Self::MAX }
    }

    /// A duration of so many seconds; what lies beyond [`Duration::MAX`] is cut to it.
    #[must_use]
    pub const fn from_secs(secs: u64) -> Self {
        Self::from_millis(secs.saturating_mul(1_000))
    }

    /// The whole milliseconds in this duration.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0 as u64
    }

    /// The whole seconds in this duration; a fraction is dropped.
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        (self.0 / 1_000) as u64
    }

    /// As a time since the beginning of something: `+0:04:12`, with milliseconds only where there are any.
    #[must_use]
    pub fn offset_form(self) -> impl fmt::Display {
        let (hours, minutes, seconds) = (self.0 / 3_600_000, self.0 / 60_000 % 60, self.0 / 1_000 % 60);
        match self.0 % 1_000 {
            0 => format!("+{hours}:{minutes:02}:{seconds:02}"),
            millis => format!("+{hours}:{minutes:02}:{seconds:02}.{millis:03}"),
        }
    }

    /// The signed form that instants are computed with.
    pub(crate) const fn signed_millis(self) -> i64 {
        self.0
    }
}

impl Add for Duration {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::from_millis(self.as_millis().saturating_add(other.as_millis()))
    }
}

impl Mul<u32> for Duration {
    type Output = Self;

    fn mul(self, times: u32) -> Self {
        Self::from_millis(self.as_millis().saturating_mul(u64::from(times)))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        let mut first = true;
        for (unit, length) in UNITS {
            let count = rest / length;
            rest %= length;
            if count != 0 {
                write!(f, "{}{count}{unit}", if first { "" } else { " " })?;
                first = false;
            }
        }
        if first { f.write_str("0s") } else { Ok(()) }
    }
}

/// A text that is no duration.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{text}” is no duration: {why}")]
pub struct NotADuration {
    text: String,
    why: &'static str,
}

impl FromStr for Duration {
    type Err = NotADuration;

    fn from_str(text: &str) -> Result<Self, NotADuration> {
        let fault = |why| NotADuration { text: text.to_owned(), why };
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(fault("write numbers with units, as in 90s, 10m or 1h 30m"));
        }
        let mut total: i64 = 0;
        let mut smallest = i64::MAX;
        while !rest.is_empty() {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let letters = rest[digits..].len() - rest[digits..].trim_start_matches(|c: char| c.is_alphabetic()).len();
            if digits == 0 || letters == 0 {
                return Err(fault("each number needs a unit (d, h, m, s or ms), as in 90s or 1h 30m"));
            }
            let count: i64 = rest[..digits].parse().map_err(|_| fault("the number is too large"))?;
            let unit = &rest[digits..digits + letters];
            let length = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, length)| *length);
            let length = length.ok_or_else(|| fault("the units are d, h, m, s and ms"))?;
            if smallest <= length {
                return Err(fault("the units go from large to small, each at most once"));
            }
            smallest = length;
            let part = count.checked_mul(length).and_then(|part| total.checked_add(part));
            total = part.filter(|sum| *sum <= Self::MAX.0).ok_or_else(|| fault("more than a hundred years"))?;
            rest = rest[digits + letters..].trim_start();
        }
        Ok(Self(total))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_writes_is_read_and_printed_the_same() {
        for text in ["0s", "90s", "10m", "1h 30m", "2d", "250ms", "1d 2h 3m 4s 5ms"] {
            let shown = text.parse::<Duration>().unwrap().to_string();
            assert_eq!(shown.parse::<Duration>(), text.parse::<Duration>(), "{text}");
        }
        assert_eq!("90s".parse::<Duration>().unwrap().to_string(), "1m 30s");
        assert_eq!("1h30m".parse::<Duration>().unwrap(), Duration::from_secs(5_400));
    }

    #[test]
    fn what_is_no_duration_says_why() {
        for (text, why) in [
            ("", "write numbers"),
            ("10", "needs a unit"),
            ("m", "needs a unit"),
            ("-5m", "needs a unit"),
            ("5 minutes", "needs a unit"),
            ("5minutes", "the units are"),
            ("5m 1h", "large to small"),
            ("5m 5m", "large to small"),
            ("99999999999999999999s", "too large"),
            ("9999999d", "hundred years"),
            ("9223372036854775807d", "hundred years"),
        ] {
            let message = text.parse::<Duration>().unwrap_err().to_string();
            assert!(message.contains(why), "{text}: {message}");
        }
    }

    #[test]
    fn an_offset_counts_hours_as_far_as_they_go() {
        assert_eq!(Duration::from_millis(252_345).offset_form().to_string(), "+0:04:12.345");
        assert_eq!((Duration::HOUR * 26).offset_form().to_string(), "+26:00:00");
    }

    #[test]
    fn arithmetic_saturates() {
        assert_eq!(Duration::MAX + Duration::HOUR, Duration::MAX);
        assert_eq!(Duration::MAX * 3, Duration::MAX);
        assert_eq!(Duration::from_secs(u64::MAX), Duration::MAX);
    }
}
