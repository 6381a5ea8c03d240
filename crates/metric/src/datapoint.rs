//! Datapoints: what a period of a metric aggregates to, and the statistics of it.

use std::fmt;
use std::str::FromStr;

use signalarm_time::Timestamp;
use thiserror::Error;

/// The samples of one period, aggregated. A period without samples has no datapoint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Datapoint {
    /// The start of the period: CloudWatch stamps a datapoint with it.
    pub start: Timestamp,
    /// The sum of the values.
    pub sum: f64,
    /// How many samples there are, at least one.
    pub sample_count: f64,
    /// The smallest value.
    pub minimum: f64,
    /// The largest value.
    pub maximum: f64,
}

impl Datapoint {
    /// The value of one statistic.
    #[must_use]
    pub fn value(&self, statistic: Statistic) -> f64 {
        match statistic {
            Statistic::SampleCount => self.sample_count,
            Statistic::Average => self.sum / self.sample_count,
            Statistic::Sum => self.sum,
            Statistic::Minimum => self.minimum,
            Statistic::Maximum => self.maximum,
        }
    }
}

/// The plain statistics of CloudWatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Statistic {
    /// The number of samples.
    SampleCount,
    /// The sum of the values by their number.
    Average,
    /// The sum of the values.
    Sum,
    /// The smallest value.
    Minimum,
    /// The largest value.
    Maximum,
}

impl Statistic {
    const ALL: [Self; 5] = [Self::SampleCount, Self::Average, Self::Sum, Self::Minimum, Self::Maximum];

    /// The name in the CloudWatch API.
    const fn name(self) -> &'static str {
        match self {
            Self::SampleCount => "SampleCount",
            Self::Average => "Average",
            Self::Sum => "Sum",
            Self::Minimum => "Minimum",
            Self::Maximum => "Maximum",
        }
    }
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A text that is no statistic.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{text}” is no statistic: write SampleCount, Average, Sum, Minimum or Maximum")]
pub struct NotAStatistic {
    text: String,
}

impl FromStr for Statistic {
    type Err = NotAStatistic;

    fn from_str(text: &str) -> Result<Self, NotAStatistic> {
        let found = Self::ALL.into_iter().find(|statistic| statistic.name() == text);
        found.ok_or_else(|| NotAStatistic { text: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datapoint_has_five_statistics() {
        let start = "2026-09-16T08:30:00Z".parse().unwrap();
        let datapoint = Datapoint { start, sum: 9.0, sample_count: 4.0, minimum: 1.0, maximum: 6.0 };
        let values = Statistic::ALL.map(|statistic| datapoint.value(statistic));
        assert_eq!(values, [4.0, 2.25, 9.0, 1.0, 6.0]);
    }

    #[test]
    fn statistics_are_read_and_printed_as_in_the_api() {
        for statistic in Statistic::ALL {
            assert_eq!(statistic.to_string().parse(), Ok(statistic));
        }
        let error = "sum".parse::<Statistic>().unwrap_err();
        assert_eq!(error.to_string(), "“sum” is no statistic: write SampleCount, Average, Sum, Minimum or Maximum");
    }
}
