//! What an alarm compares with its threshold.

use std::fmt;
use std::str::FromStr;

use signalarm_metric::{ExtendedStatistic, Statistic};

use crate::NotAWord;
use crate::words::word;

/// What an alarm compares with its threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// A plain statistic of a metric.
    Statistic(Statistic),
    /// An extended statistic of a metric.
    Extended(ExtendedStatistic, LowSamples),
    /// Metric math or a Metrics Insights query. What it gives is not computed here: its slots come from outside.
    Expression,
}

/// What becomes of a percentile of too few samples (*EvaluateLowSampleCountPercentile*).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LowSamples {
    /// `evaluate`: it counts as every other.
    #[default]
    Evaluate,
    /// `ignore`: the present state is kept.
    Ignore,
}

impl LowSamples {
    const ALL: [Self; 2] = [Self::Evaluate, Self::Ignore];
}

impl fmt::Display for LowSamples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Evaluate => "evaluate",
            Self::Ignore => "ignore",
        })
    }
}

impl FromStr for LowSamples {
    type Err = NotAWord;

    fn from_str(text: &str) -> Result<Self, NotAWord> {
        word(text, "treatment of low sample counts", &Self::ALL)
    }
}

impl Measure {
    /// The smallest number of samples that makes a datapoint count; `None`: every number does.
    ///
    /// For p0 and p100 no number is high enough.
    pub(crate) fn samples_min(&self) -> Option<u64> {
        match self {
            Self::Extended(statistic, LowSamples::Ignore) => {
                statistic.percentile().map(|percentile| percentile.samples_min().unwrap_or(u64::MAX))
            }
            Self::Extended(_, LowSamples::Evaluate) | Self::Statistic(_) | Self::Expression => None,
        }
    }
}

impl From<Statistic> for Measure {
    fn from(statistic: Statistic) -> Self {
        Self::Statistic(statistic)
    }
}
