//! The unit of a metric's samples.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A unit, as in the CloudWatch API (*StandardUnit*).
///
/// Samples of one metric are aggregated for each unit apart. A metric filter writes the unit None unless told otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the name says it")]
pub enum Unit {
    #[default]
    None,
    Count,
    CountPerSecond,
    Percent,
    Seconds,
    Milliseconds,
    Microseconds,
    Bytes,
    Kilobytes,
    Megabytes,
    Gigabytes,
    Terabytes,
    BytesPerSecond,
    KilobytesPerSecond,
    MegabytesPerSecond,
    GigabytesPerSecond,
    TerabytesPerSecond,
    Bits,
    Kilobits,
    Megabits,
    Gigabits,
    Terabits,
    BitsPerSecond,
    KilobitsPerSecond,
    MegabitsPerSecond,
    GigabitsPerSecond,
    TerabitsPerSecond,
}

/// Every unit, with its name in the API.
const NAMES: [(Unit, &str); 27] = [
    (Unit::None, "None"),
    (Unit::Count, "Count"),
    (Unit::CountPerSecond, "Count/Second"),
    (Unit::Percent, "Percent"),
    (Unit::Seconds, "Seconds"),
    (Unit::Milliseconds, "Milliseconds"),
    (Unit::Microseconds, "Microseconds"),
    (Unit::Bytes, "Bytes"),
    (Unit::Kilobytes, "Kilobytes"),
    (Unit::Megabytes, "Megabytes"),
    (Unit::Gigabytes, "Gigabytes"),
    (Unit::Terabytes, "Terabytes"),
    (Unit::BytesPerSecond, "Bytes/Second"),
    (Unit::KilobytesPerSecond, "Kilobytes/Second"),
    (Unit::MegabytesPerSecond, "Megabytes/Second"),
    (Unit::GigabytesPerSecond, "Gigabytes/Second"),
    (Unit::TerabytesPerSecond, "Terabytes/Second"),
    (Unit::Bits, "Bits"),
    (Unit::Kilobits, "Kilobits"),
    (Unit::Megabits, "Megabits"),
    (Unit::Gigabits, "Gigabits"),
    (Unit::Terabits, "Terabits"),
    (Unit::BitsPerSecond, "Bits/Second"),
    (Unit::KilobitsPerSecond, "Kilobits/Second"),
    (Unit::MegabitsPerSecond, "Megabits/Second"),
    (Unit::GigabitsPerSecond, "Gigabits/Second"),
    (Unit::TerabitsPerSecond, "Terabits/Second"),
];

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        NAMES.iter().filter(|(unit, _)| unit == self).try_for_each(|(_, name)| f.write_str(name))
    }
}

/// A text that is no unit.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{text}” is no unit: write None, Count, Percent, Seconds, Bytes or another of CloudWatch's units")]
pub struct NotAUnit {
    text: String,
}

impl FromStr for Unit {
    type Err = NotAUnit;

    fn from_str(text: &str) -> Result<Self, NotAUnit> {
        let found = NAMES.iter().find(|(_, name)| *name == text);
        found.map(|(unit, _)| *unit).ok_or_else(|| NotAUnit { text: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_and_printed_as_in_the_api() {
        for (number, (unit, name)) in NAMES.into_iter().enumerate() {
            assert_eq!(number, unit as usize, "every unit stands once, in the order of the enum");
            assert_eq!(unit.to_string(), name);
            assert_eq!(name.parse(), Ok(unit));
        }
        assert!("count".parse::<Unit>().unwrap_err().to_string().starts_with("“count” is no unit"));
    }
}
