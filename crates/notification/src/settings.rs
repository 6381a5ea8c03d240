//! What texts repeat of an alarm's settings, for alarms of every kind.
//!
//! An alarm that this workspace evaluates becomes one of these with `AlarmSettings::from`; messages of others are read
//! into them. Nothing here is checked for making sense as a rule: that is the task of the alarm.

use std::fmt;
use std::str::FromStr;

use signalarm_alarm::{LowSamples, Measure, MetricAlarm, MissingData, Operator, RuleSettings, State, Statistic};
use signalarm_metric::MetricId;

/// The settings of an alarm.
#[derive(Clone, Debug, PartialEq)]
pub struct AlarmSettings {
    /// Its name.
    pub name: String,
    /// What people may read of it.
    pub description: Option<String>,
    /// Whether its actions run at all.
    pub actions_enabled: bool,
    /// ARNs of what runs when it enters OK.
    pub ok_actions: Vec<String>,
    /// ARNs of what runs when it enters ALARM.
    pub alarm_actions: Vec<String>,
    /// ARNs of what runs when it enters INSUFFICIENT_DATA.
    pub insufficient_data_actions: Vec<String>,
    /// What it watches.
    pub watched: Watched,
}

/// What an alarm watches.
#[derive(Clone, Debug, PartialEq)]
pub enum Watched {
    /// One metric.
    Metric(MetricSource, Comparison),
    /// Metric math, among it the band of an anomaly alarm.
    Queries(Vec<Query>, Comparison),
    /// Other alarms.
    Alarms(CompositeRule),
}

/// A metric, and what is made of its samples.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricSource {
    /// Its name.
    pub metric: MetricId,
    /// The statistic of each datapoint.
    pub statistic: AnyStatistic,
    /// The one unit whose samples are used, in CloudWatch's words; `None`: those of every unit.
    pub unit: Option<String>,
}

/// A statistic, plain or extended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnyStatistic {
    /// One of the five.
    Plain(Statistic),
    /// A percentile, a trimmed mean …, as it is written: `p99`.
    Extended(String),
}

/// How the datapoints are compared, and how many of them must breach.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The period of each datapoint.
    pub period_seconds: u64,
    /// N.
    pub evaluation_periods: u32,
    /// M, where it is configured.
    pub datapoints_to_alarm: Option<u32>,
    /// How a value is compared.
    pub comparator: Comparator,
    /// With what.
    pub bound: Bound,
    /// What missing datapoints count as, where that is configured.
    pub missing_data: Option<MissingData>,
    /// What a percentile of few samples counts as (`evaluate`, `ignore`), where that is configured.
    pub low_sample_percentile: Option<String>,
}

/// A comparison operator: one of those with a threshold, or one with a band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// With a threshold.
    Threshold(Operator),
    /// `LessThanLowerOrGreaterThanUpperThreshold`.
    OutsideBand,
    /// `LessThanLowerThreshold`.
    BelowBand,
    /// `GreaterThanUpperThreshold`.
    AboveBand,
}

/// What values are compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    /// A number.
    Threshold(f64),
    /// The query with this id, which gives a band.
    Band(String),
}

/// A query of a math alarm.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// Its id, by which expressions name it.
    pub id: String,
    /// What people may read of it.
    pub label: Option<String>,
    /// Whether it is the one that the alarm watches.
    pub return_data: bool,
    /// The account of its metric, or of its expression.
    pub account: Option<String>,
    /// What it asks for.
    pub asked: Asked,
}

/// What a query asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// A statistic of a metric.
    Metric {
        /// The metric.
        metric: MetricId,
        /// The period of each datapoint.
        period_seconds: u64,
        /// The statistic, as it is written: `Average`, `p99`.
        statistic: String,
        /// The unit, where one is asked for.
        unit: Option<String>,
    },
    /// An expression.
    Expression {
        /// The expression.
        expression: String,
        /// The period of each datapoint, where it is told.
        period_seconds: Option<u64>,
    },
}

/// The rule of a composite alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompositeRule {
    /// The rule, as it is written.
    pub rule: String,
    /// What suppresses its actions, where anything does.
    pub suppressor: Option<Suppressor>,
}

/// What suppresses the actions of a composite alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressor {
    /// The alarm that does, by name or ARN.
    pub alarm: String,
    /// How long actions wait for it.
    pub wait_period_seconds: u64,
    /// How long they wait once it has left ALARM.
    pub extension_period_seconds: u64,
}

impl AlarmSettings {
    /// The actions for a state, also while they are switched off.
    #[must_use]
    pub fn actions(&self, state: State) -> &[String] {
        match state {
            State::Ok => &self.ok_actions,
            State::Alarm => &self.alarm_actions,
            State::InsufficientData => &self.insufficient_data_actions,
        }
    }
}

impl From<&MetricAlarm> for AlarmSettings {
    fn from(alarm: &MetricAlarm) -> Self {
        let RuleSettings { period, evaluation_periods, datapoints_to_alarm, measure, .. } = *alarm.rule.settings();
        let RuleSettings { unit, operator, threshold, missing_data, .. } = *alarm.rule.settings();
        let (statistic, low_samples) = match measure {
            Measure::Statistic(statistic) => (Some(AnyStatistic::Plain(statistic)), LowSamples::Evaluate),
            Measure::Extended(statistic, low_samples) => {
                (Some(AnyStatistic::Extended(statistic.to_string())), low_samples)
            }
            Measure::Expression => (None, LowSamples::Evaluate),
        };
        let unit = unit.map(|unit| unit.to_string());
        let source = |statistic| MetricSource { metric: alarm.metric.clone(), statistic, unit };
        let comparison = Comparison {
            period_seconds: period.seconds(),
            evaluation_periods,
            datapoints_to_alarm,
            comparator: Comparator::Threshold(operator),
            bound: Bound::Threshold(threshold),
            missing_data: Some(missing_data),
            low_sample_percentile: match low_samples {
                LowSamples::Evaluate => None,
                LowSamples::Ignore => Some(low_samples.to_string()),
            },
        };
        let watched = match statistic {
            Some(statistic) => Watched::Metric(source(statistic), comparison),
            // The queries of a math alarm are not known to its rule.
            None => Watched::Queries(Vec::new(), comparison),
        };
        Self {
            name: alarm.name.clone(),
            description: alarm.description.clone(),
            actions_enabled: alarm.actions_enabled,
            ok_actions: alarm.ok_actions.clone(),
            alarm_actions: alarm.alarm_actions.clone(),
            insufficient_data_actions: alarm.insufficient_data_actions.clone(),
            watched,
        }
    }
}

impl AnyStatistic {
    /// As messages and history items write it: a plain one in capitals.
    ///
    /// SUM and AVERAGE were seen; the others are assumed to be in the same style.
    #[must_use]
    pub fn in_capitals(&self) -> &str {
        match self {
            Self::Plain(Statistic::SampleCount) => "SAMPLE_COUNT",
            Self::Plain(Statistic::Average) => "AVERAGE",
            Self::Plain(Statistic::Sum) => "SUM",
            Self::Plain(Statistic::Minimum) => "MINIMUM",
            Self::Plain(Statistic::Maximum) => "MAXIMUM",
            Self::Extended(text) => text,
        }
    }

    /// A plain statistic from its name in capitals.
    #[must_use]
    pub fn from_capitals(text: &str) -> Option<Self> {
        let all = [Statistic::SampleCount, Statistic::Average, Statistic::Sum, Statistic::Minimum, Statistic::Maximum];
        all.into_iter().map(Self::Plain).find(|statistic| statistic.in_capitals() == text)
    }
}

impl fmt::Display for AnyStatistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(statistic) => statistic.fmt(f),
            Self::Extended(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for Comparator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Threshold(operator) => operator.fmt(f),
            Self::OutsideBand => f.write_str("LessThanLowerOrGreaterThanUpperThreshold"),
            Self::BelowBand => f.write_str("LessThanLowerThreshold"),
            Self::AboveBand => f.write_str("GreaterThanUpperThreshold"),
        }
    }
}

impl FromStr for Comparator {
    type Err = signalarm_alarm::NotAWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bands = [Self::OutsideBand, Self::BelowBand, Self::AboveBand];
        match bands.into_iter().find(|band| band.to_string() == text) {
            Some(band) => Ok(band),
            None => text.parse().map(Self::Threshold),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_there_and_back() {
        for text in ["SAMPLE_COUNT", "AVERAGE", "SUM", "MINIMUM", "MAXIMUM"] {
            assert_eq!(AnyStatistic::from_capitals(text).unwrap().in_capitals(), text);
        }
        assert_eq!(AnyStatistic::from_capitals("Sum"), None);
        for text in ["LessThanThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"] {
            assert_eq!(text.parse::<Comparator>().unwrap().to_string(), text);
        }
        assert!("Greater".parse::<Comparator>().is_err());
    }
}
