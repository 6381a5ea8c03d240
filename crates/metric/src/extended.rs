//! Extended statistics: percentiles, trimmed and winsorized means, trimmed counts and sums, percentile ranks.
//!
//! Read as in the CloudWatch User Guide (*CloudWatch statistics definitions*): `p95`, `tm90`, `IQM`, `TM(2%:98%)`,
//! `PR(100:2000)`. What they make of samples is in [`Distribution`](crate::Distribution).

use std::fmt;
use std::str::FromStr;

use signalarm_filter_pattern::written_form;
use thiserror::Error;

/// How many parts a hundred percent have: percentages may have ten decimal places.
const WHOLE: u64 = 1_000_000_000_000;
/// How many parts one percent has.
const PERCENT: u64 = WHOLE / 100;
/// The decimal places of a percentage.
const DECIMALS_MAX: usize = 10;

/// A percentage from 0 to 100, with up to ten decimal places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percentage(u64);

/// A boundary of a range of values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Boundary {
    /// That share of the samples, sorted by value.
    Share(Percentage),
    /// That value.
    Value(f64),
}

/// A range of values; an end that is `None` is open. The lower end is exclusive, the upper one inclusive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    pub(crate) lower: Option<Boundary>,
    pub(crate) upper: Option<Boundary>,
}

/// What an extended statistic takes of its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trim {
    Mean,
    Count,
    Sum,
    WinsorizedMean,
    Rank,
}

/// An extended statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExtendedStatistic(pub(crate) Kind);

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Percentile(Percentage),
    /// `tm90` and the like: the range from 0 % to that percentage.
    Below(Trim, Percentage),
    Interquartile,
    Between(Trim, Range),
}

impl Percentage {
    pub(crate) const QUARTER: Self = Self(25 * PERCENT);
    pub(crate) const THREE_QUARTERS: Self = Self(75 * PERCENT);

    /// How many of `count` samples lie in this share of them, where a part of a sample is none.
    pub(crate) fn of_rounded_down(self, count: u64) -> u64 {
        (u128::from(self.0) * u128::from(count) / u128::from(WHOLE)) as u64
    }

    /// How many of `count` samples lie in this share of them, where a part of a sample is a whole one.
    pub(crate) fn of_rounded_up(self, count: u64) -> u64 {
        (u128::from(self.0) * u128::from(count)).div_ceil(u128::from(WHOLE)) as u64
    }

    fn parse(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let are_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !are_digits(whole) || whole.len() > 3 || !are_digits(decimals) || DECIMALS_MAX < decimals.len() {
            return None;
        }
        let parts: u64 = format!("{decimals:0<DECIMALS_MAX$}").parse().ok()?;
        let parts = whole.parse::<u64>().ok()? * PERCENT + parts;
        (parts <= WHOLE).then_some(Self(parts))
    }
}

impl ExtendedStatistic {
    /// The percentage of a percentile; `None` for the other extended statistics.
    #[must_use]
    pub fn percentile(&self) -> Option<Percentage> {
        match self.0 {
            Kind::Percentile(percentage) => Some(percentage),
            Kind::Below(..) | Kind::Interquartile | Kind::Between(..) => None,
        }
    }
}

impl Percentage {
    /// The smallest number of samples that is not too low for this percentile: 10 / (1 − p) from the median up,
    /// 10 / p below it (CloudWatch User Guide, *Percentile-based CloudWatch alarms and low data samples*). `None`: for
    /// p0 and p100 every number is.
    #[must_use]
    pub fn samples_min(self) -> Option<u64> {
        let tail = if WHOLE / 2 <= self.0 { WHOLE - self.0 } else { self.0 };
        (10 * WHOLE + tail.saturating_sub(1)).checked_div(tail)
    }
}

impl fmt::Display for Percentage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = format!("{:0DECIMALS_MAX$}", self.0 % PERCENT);
        match decimals.trim_end_matches('0') {
            "" => write!(f, "{}", self.0 / PERCENT),
            decimals => write!(f, "{}.{decimals}", self.0 / PERCENT),
        }
    }
}

impl fmt::Display for Boundary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Share(percentage) => write!(f, "{percentage}%"),
            Self::Value(value) => f.write_str(written_form(*value).trim_end_matches(".0")),
        }
    }
}

impl Trim {
    /// With its names: that before a percentage, and that before a range.
    const ALL: [(Self, Option<&'static str>, &'static str); 5] = [
        (Self::Mean, Some("tm"), "TM"),
        (Self::Count, Some("tc"), "TC"),
        (Self::Sum, Some("ts"), "TS"),
        (Self::WinsorizedMean, Some("wm"), "WM"),
        (Self::Rank, None, "PR"),
    ];
}

impl fmt::Display for ExtendedStatistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |trim: Trim| Trim::ALL.into_iter().find(|(one, ..)| *one == trim);
        match self.0 {
            Kind::Percentile(percentage) => write!(f, "p{percentage}"),
            Kind::Interquartile => f.write_str("IQM"),
            Kind::Below(trim, percentage) => {
                write!(f, "{}{percentage}", names(trim).and_then(|(_, below, _)| below).unwrap_or_default())
            }
            Kind::Between(trim, Range { lower, upper }) => {
                let end = |end: Option<Boundary>| end.map(|end| end.to_string()).unwrap_or_default();
                let name = names(trim).map(|(.., between)| between).unwrap_or_default();
                write!(f, "{name}({}:{})", end(lower), end(upper))
            }
        }
    }
}

/// A text that is no extended statistic.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{text}” is no extended statistic: write p95, tm90, tc90, ts90, wm90, IQM, PR(100:2000) or TM(2%:98%)")]
pub struct NotAnExtendedStatistic {
    text: String,
}

impl FromStr for ExtendedStatistic {
    type Err = NotAnExtendedStatistic;

    fn from_str(text: &str) -> Result<Self, NotAnExtendedStatistic> {
        parse(text).map(Self).ok_or_else(|| NotAnExtendedStatistic { text: text.to_owned() })
    }
}

fn parse(text: &str) -> Option<Kind> {
    if text == "IQM" {
        return Some(Kind::Interquartile);
    }
    if let Some(percentage) = text.strip_prefix('p') {
        return Percentage::parse(percentage).map(Kind::Percentile);
    }
    Trim::ALL.into_iter().find_map(|(trim, below, between)| {
        if let Some(percentage) = below.and_then(|name| text.strip_prefix(name)) {
            return Percentage::parse(percentage).map(|percentage| Kind::Below(trim, percentage));
        }
        let range = text.strip_prefix(between)?.strip_prefix('(')?.strip_suffix(')')?;
        parse_range(range, trim).map(|range| Kind::Between(trim, range))
    })
}

/// One or both ends, both of the same kind, the lower one below the upper one. A percentile rank has values alone.
fn parse_range(text: &str, trim: Trim) -> Option<Range> {
    let (lower, upper) = text.split_once(':')?;
    let end = |text: &str| match text.strip_suffix('%') {
        _ if text.is_empty() => Some(None),
        Some(_) if trim == Trim::Rank => None,
        Some(percentage) => Percentage::parse(percentage).map(|share| Some(Boundary::Share(share))),
        None => text.parse().ok().filter(|value: &f64| value.is_finite()).map(|value| Some(Boundary::Value(value))),
    };
    let range = Range { lower: end(lower)?, upper: end(upper)? };
    let is_range = match (range.lower, range.upper) {
        (None, None) | (Some(Boundary::Share(_)), Some(Boundary::Value(_))) => false,
        (Some(Boundary::Value(_)), Some(Boundary::Share(_))) => false,
        (Some(Boundary::Share(lower)), Some(Boundary::Share(upper))) => lower < upper,
        (Some(Boundary::Value(lower)), Some(Boundary::Value(upper))) => lower < upper,
        (None, Some(_)) | (Some(_), None) => true,
    };
    is_range.then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extended_statistics_are_read_and_printed() {
        for text in [
            "p90",
            "p99.9",
            "p0",
            "p100",
            "p95.0123456789",
            "tm90",
            "tc90",
            "ts99.5",
            "wm98",
            "IQM",
            "TM(2%:98%)",
            "TM(150:1000)",
            "TC(0.005:0.03)",
            "TS(80%:)",
            "WM(:95%)",
            "PR(:300)",
            "PR(100:2000)",
        ] {
            assert_eq!(text.parse::<ExtendedStatistic>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "p",
            "p101",
            "p100.1",
            "p-1",
            "p9a",
            "p.5",
            "p95.01234567891",
            "P90",
            "tm",
            "tm101",
            "iqm",
            "TM90",
            "TM()",
            "TM(:)",
            "TM(98%:2%)",
            "TM(2%:98)",
            "TM(2:98%)",
            "TM(5:5)",
            "PR(10%:20%)",
            "PR(nan:1)",
            "pr90",
            "TM(1:2",
            "é",
            "p99999999999999999999999",
            "TM(inf:)",
        ] {
            assert!(text.parse::<ExtendedStatistic>().is_err(), "{text}");
        }
    }

    /// CloudWatch User Guide: p90 needs 100 samples, p99 needs 1,000; the others follow from its formula.
    #[test]
    fn a_percentile_needs_samples() {
        let needed = |text: &str| text.parse::<ExtendedStatistic>().unwrap().percentile().unwrap().samples_min();
        for (text, samples) in [
            ("p90", Some(100)),
            ("p95", Some(200)),
            ("p99", Some(1_000)),
            ("p10", Some(100)),
            ("p25", Some(40)),
            ("p50", Some(20)),
            ("p99.9", Some(10_000)),
            ("p33", Some(31)),
            ("p0", None),
            ("p100", None),
        ] {
            assert_eq!(needed(text), samples, "{text}");
        }
    }
}
