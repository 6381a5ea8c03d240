//! The name of a drill, which whatever it makes bears.

use std::fmt;
use std::str::FromStr;

use signalarm_time::{Duration, Timestamp};

/// The name of a drill: when it began, for how many seconds it may last, and what tells it from others of that second, such
/// as `20261129T204500Z-1800-ab12`. Letters, digits and hyphens, which every service takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunName {
    start: Timestamp,
    length: Duration,
    chance: u32,
}

/// A text that is no name of a drill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotARunName(String);

impl RunName {
    /// The name of a drill that begins at an instant and may last so long; `chance` is drawn by whoever has some.
    #[must_use]
    pub fn new(start: Timestamp, length: Duration, chance: u32) -> Self {
        let length = Duration::from_secs(length.as_millis().div_ceil(Duration::SECOND.as_millis()));
        Self { start: start.floor(Duration::SECOND), length, chance }
    }

    /// When it began.
    #[must_use]
    pub const fn start(&self) -> Timestamp {
        self.start
    }

    /// How long it may last.
    #[must_use]
    pub const fn length(&self) -> Duration {
        self.length
    }

    /// When it is over, however it ended.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        self.start + self.length
    }

    /// Whether it is over at an instant.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.end() <= now
    }

    /// The user agent of its records.
    #[must_use]
    pub fn user_agent(&self) -> String {
        format!("signalarm-drill/{self}")
    }

    /// How the ids of its records begin: sixteen digits of a UUID, with its hyphens.
    #[must_use]
    pub fn id_beginning(&self) -> String {
        let id = self.id_base();
        format!("{:08x}-{:04x}-{:04x}-", id >> 96, id >> 80 & 0xffff, id >> 64 & 0xffff)
    }

    /// The first of the ids of its records.
    pub(crate) fn id_base(&self) -> u128 {
        let seconds = self.start.as_millis() / Duration::SECOND.as_millis();
        u128::from(seconds & 0xffff_ffff) << 96 | u128::from(self.chance) << 64
    }
}

impl fmt::Display for RunName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start: String = self.start.to_string().chars().filter(|c| !matches!(c, '-' | ':')).collect();
        write!(f, "{start}-{}-{:04x}", self.length.as_secs(), self.chance)
    }
}

impl FromStr for RunName {
    type Err = NotARunName;

    fn from_str(text: &str) -> Result<Self, NotARunName> {
        let read = || {
            let mut parts = text.split('-');
            let (start, length, chance) = (parts.next()?, parts.next()?, parts.next()?);
            let start = format!(
                "{}-{}-{}:{}:{}",
                start.get(..4)?,
                start.get(4..6)?,
                start.get(6..11)?,
                start.get(11..13)?,
                start.get(13..)?
            );
            let length = Duration::from_secs(length.parse().ok()?);
            Some(Self::new(start.parse().ok()?, length, u32::from_str_radix(chance, 16).ok()?))
        };
        // One drill has one name: what would be written otherwise is none.
        read().filter(|run| run.to_string() == text).ok_or_else(|| NotARunName(text.to_owned()))
    }
}

impl fmt::Display for NotARunName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is no name of a drill, such as 20261129T204500Z-1800-ab12", self.0)
    }
}

impl std::error::Error for NotARunName {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_and_read() {
        let start: Timestamp = "2026-11-29T20:45:00.7Z".parse().unwrap();
        let run = RunName::new(start, Duration::from_millis(1_799_001), 0xab12);
        assert_eq!(run.to_string(), "20261129T204500Z-1800-ab12");
        assert_eq!(run.to_string().parse(), Ok(run));
        assert_eq!(run.end().to_string(), "2026-11-29T21:15:00Z");
        assert!(run.is_over(run.end()) && !run.is_over(start));
        assert_eq!(
            run.id_beginning(),
            "6a2b4a9c-0000-ab12-".replace("6a2b4a9c", &format!("{:08x}", start.as_millis() / 1_000))
        );
        assert_eq!(
            RunName::new(start, Duration::HOUR, u32::MAX).to_string().parse::<RunName>().unwrap().chance,
            u32::MAX
        );
    }

    #[test]
    fn whatever_else_there_is_has_no_name_of_a_drill() {
        for text in [
            "",
            "1",
            "20261129T204500Z",
            "20261129T204500Z-1800",
            "20261129T204500Z-1800-AB12",
            "20261129T204500Z-1800-ab12-1",
            "20261129T204500Z-01800-ab12",
            "20261139T204500Z-1800-ab12",
            "20261129T204500Z-1800-123456789",
            "20261129T204500-1800-ab12",
            "äöü-1800-ab12",
        ] {
            assert!(text.parse::<RunName>().is_err(), "{text}");
        }
    }
}
