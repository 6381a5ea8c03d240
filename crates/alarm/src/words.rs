//! The words of alarms: states, treatments of missing data, comparison operators, as AWS writes them.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The state of an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// `OK`: the metric is as it should be.
    Ok,
    /// `ALARM`: it is not.
    Alarm,
    /// `INSUFFICIENT_DATA`: the alarm is new, or the data do not tell.
    InsufficientData,
}

/// What an alarm makes of missing datapoints (*TreatMissingData*).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MissingData {
    /// `missing`: without any datapoint the alarm goes to INSUFFICIENT_DATA.
    #[default]
    Missing,
    /// `ignore`: the present state is kept.
    Ignore,
    /// `breaching`: they count as beyond the threshold.
    Breaching,
    /// `notBreaching`: they count as good.
    NotBreaching,
}

/// How a value is compared with the threshold; where that holds, the value is breaching.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// `GreaterThanThreshold`.
    GreaterThan,
    /// `GreaterThanOrEqualToThreshold`.
    GreaterThanOrEqualTo,
    /// `LessThanThreshold`.
    LessThan,
    /// `LessThanOrEqualToThreshold`.
    LessThanOrEqualTo,
}

impl State {
    const ALL: [Self; 3] = [Self::Ok, Self::Alarm, Self::InsufficientData];
}

impl MissingData {
    const ALL: [Self; 4] = [Self::Missing, Self::Ignore, Self::Breaching, Self::NotBreaching];
}

impl Operator {
    const ALL: [Self; 4] = [Self::GreaterThan, Self::GreaterThanOrEqualTo, Self::LessThan, Self::LessThanOrEqualTo];

    /// Whether a value is breaching.
    #[must_use]
    pub fn breaches(self, value: f64, threshold: f64) -> bool {
        match self {
            Self::GreaterThan => value > threshold,
            Self::GreaterThanOrEqualTo => value >= threshold,
            Self::LessThan => value < threshold,
            Self::LessThanOrEqualTo => value <= threshold,
        }
    }

    /// As in the reason of a state.
    pub(crate) const fn in_words(self) -> &'static str {
        match self {
            Self::GreaterThan => "greater than",
            Self::GreaterThanOrEqualTo => "greater than or equal to",
            Self::LessThan => "less than",
            Self::LessThanOrEqualTo => "less than or equal to",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ok => "OK",
            Self::Alarm => "ALARM",
            Self::InsufficientData => "INSUFFICIENT_DATA",
        })
    }
}

impl fmt::Display for MissingData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "missing",
            Self::Ignore => "ignore",
            Self::Breaching => "breaching",
            Self::NotBreaching => "notBreaching",
        })
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GreaterThan => "GreaterThanThreshold",
            Self::GreaterThanOrEqualTo => "GreaterThanOrEqualToThreshold",
            Self::LessThan => "LessThanThreshold",
            Self::LessThanOrEqualTo => "LessThanOrEqualToThreshold",
        })
    }
}

/// A text that is none of AWS's words.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{text}” is no {what}: write one of {words}")]
pub struct NotAWord {
    text: String,
    what: &'static str,
    words: String,
}

impl FromStr for State {
    type Err = NotAWord;

    fn from_str(text: &str) -> Result<Self, NotAWord> {
        word(text, "state of an alarm", &Self::ALL)
    }
}

impl FromStr for MissingData {
    type Err = NotAWord;

    fn from_str(text: &str) -> Result<Self, NotAWord> {
        word(text, "treatment of missing data", &Self::ALL)
    }
}

impl FromStr for Operator {
    type Err = NotAWord;

    fn from_str(text: &str) -> Result<Self, NotAWord> {
        word(text, "comparison operator", &Self::ALL)
    }
}

pub(crate) fn word<T: Copy + fmt::Display>(text: &str, what: &'static str, all: &[T]) -> Result<T, NotAWord> {
    all.iter().find(|word| word.to_string() == text).copied().ok_or_else(|| {
        let words: Vec<String> = all.iter().map(T::to_string).collect();
        NotAWord { text: text.to_owned(), what, words: words.join(", ") }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_and_printed_as_aws_writes_them() {
        State::ALL.iter().for_each(|word| assert_eq!(word.to_string().parse(), Ok(*word)));
        MissingData::ALL.iter().for_each(|word| assert_eq!(word.to_string().parse(), Ok(*word)));
        Operator::ALL.iter().for_each(|word| assert_eq!(word.to_string().parse(), Ok(*word)));
        let error = "NotBreaching".parse::<MissingData>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "“NotBreaching” is no treatment of missing data: write one of missing, ignore, breaching, notBreaching"
        );
    }

    #[test]
    fn operators_compare_the_value_with_the_threshold() {
        let breaching = |value| Operator::ALL.map(|operator| operator.breaches(value, 1.0));
        assert_eq!(breaching(0.5), [false, false, true, true]);
        assert_eq!(breaching(1.0), [false, true, false, true]);
        assert_eq!(breaching(1.5), [true, true, false, false]);
    }
}
