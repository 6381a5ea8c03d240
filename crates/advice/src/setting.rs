//! The settings that are compared.

use std::fmt;

use signalarm_alarm::{MetricAlarm, MissingData, Period, Rule, RuleSettings};
use signalarm_alert::{Alert, Chain};

/// Periods in seconds; how many datapoints of how many periods raise the alarm; default values; treatments.
const PERIODS: [u64; 3] = [60, 300, 900];
const DATAPOINTS: [(u32, u32); 3] = [(1, 1), (1, 3), (2, 3)];
const DEFAULT_VALUES: [Option<f64>; 2] = [Some(0.0), None];
const TREATMENTS: [MissingData; 4] =
    [MissingData::Missing, MissingData::Ignore, MissingData::NotBreaching, MissingData::Breaching];

/// What can be set of an alert's filter and alarm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// The alarm's period.
    pub period: Period,
    /// M: how many datapoints of the last N periods must breach.
    pub datapoints_to_alarm: u32,
    /// N: how many periods are looked at.
    pub evaluation_periods: u32,
    /// What every log event that does not match adds to the metric; `None`: nothing.
    pub default_value: Option<f64>,
    /// What the alarm makes of a period without datapoint.
    pub missing_data: MissingData,
}

impl Setting {
    /// Every setting that is compared.
    pub fn all() -> impl Iterator<Item = Self> {
        let periods = PERIODS.into_iter().filter_map(|seconds| Period::from_seconds(seconds).ok());
        let counted = periods.flat_map(|period| DATAPOINTS.map(|datapoints| (period, datapoints)));
        let valued = counted.flat_map(|counted| DEFAULT_VALUES.map(|default_value| (counted, default_value)));
        valued.flat_map(|((period, (datapoints_to_alarm, evaluation_periods)), default_value)| {
            TREATMENTS.map(|missing_data| Self {
                period,
                datapoints_to_alarm,
                evaluation_periods,
                default_value,
                missing_data,
            })
        })
    }

    /// How an alert is set: our alerts need one datapoint of one period.
    #[must_use]
    pub fn of(alert: &Alert) -> Self {
        Self {
            period: alert.period,
            datapoints_to_alarm: 1,
            evaluation_periods: 1,
            default_value: alert.default_value,
            missing_data: alert.missing_data,
        }
    }

    /// The alert so set.
    pub(crate) fn laid_over(&self, alert: &Alert) -> Alert {
        Alert {
            period: self.period,
            default_value: self.default_value,
            missing_data: self.missing_data,
            ..alert.clone()
        }
    }

    /// The alarm of the alert so set.
    pub(crate) fn metric_alarm(&self, chain: &Chain, alert: &Alert) -> MetricAlarm {
        let alarm = chain.metric_alarm(&self.laid_over(alert));
        let settings = RuleSettings {
            evaluation_periods: self.evaluation_periods,
            datapoints_to_alarm: Some(self.datapoints_to_alarm),
            ..*alarm.rule.settings()
        };
        let rule = Rule::new(settings).expect("three periods of at most an hour are a valid rule");
        MetricAlarm { rule, ..alarm }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let default_value = self.default_value.map_or_else(|| "none".to_owned(), |value| value.to_string());
        write!(
            f,
            "{} s, {} of {}, default {default_value}, {}",
            self.period.seconds(),
            self.datapoints_to_alarm,
            self.evaluation_periods,
            self.missing_data
        )
    }
}
