//! *PutMetricAlarm*: the request, and the alarm that it asks for.
//!
//! Not here: the queries of metric math beyond what they exclude, anomaly bands, PromQL and warm-ups.

mod check;

pub(crate) use check::{check_action, constrain_actions};

use signalarm_alarm::{EvaluationWindow, LowSamples, Measure, MetricAlarm, RuleSettings};
use signalarm_notification::Query;

use crate::Tag;

/// A request for a metric alarm, under AWS's names; what is `None` or empty is not sent (CloudWatch API Reference,
/// *PutMetricAlarm*).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PutMetricAlarm {
    /// 1 to 255 characters, no ASCII control characters.
    pub alarm_name: String,
    /// At most 1,024 characters.
    pub alarm_description: Option<String>,
    /// `None` is true.
    pub actions_enabled: Option<bool>,
    /// At most five ARNs, of the alarm's Region; what they name need not exist.
    pub ok_actions: Vec<String>,
    /// As for OK.
    pub alarm_actions: Vec<String>,
    /// As for OK.
    pub insufficient_data_actions: Vec<String>,
    /// 1 to 255 characters.
    pub metric_name: Option<String>,
    /// 1 to 255 characters, not beginning with a colon.
    pub namespace: Option<String>,
    /// A plain statistic, such as `Sum`.
    pub statistic: Option<String>,
    /// An extended statistic, such as `p90`, in its place.
    pub extended_statistic: Option<String>,
    /// At most 30 pairs of name and value.
    pub dimensions: Vec<(String, String)>,
    /// 10, 20, 30 or a multiple of 60 seconds.
    pub period: Option<i32>,
    /// The unit of the samples that count; `None`: all samples count.
    pub unit: Option<String>,
    /// N, from 1 on. The periods reach at most a day in all, with a period of an hour or more at most a week.
    pub evaluation_periods: Option<i32>,
    /// M, from 1 to N. `None` is N, and shows in the texts.
    pub datapoints_to_alarm: Option<i32>,
    /// A finite number.
    pub threshold: Option<f64>,
    /// The id of the band of an anomaly alarm, in its place.
    pub threshold_metric_id: Option<String>,
    /// `GreaterThanThreshold` and the like.
    pub comparison_operator: Option<String>,
    /// `missing` (which is `None`), `ignore`, `breaching` or `notBreaching`.
    pub treat_missing_data: Option<String>,
    /// `evaluate` (which is `None`) or `ignore`; only with a percentile.
    pub evaluate_low_sample_count_percentile: Option<String>,
    /// `SlidingWindow` (which is `None`) or `WallClockWindow`.
    pub evaluation_window: Option<String>,
    /// Queries in place of one metric.
    pub metrics: Vec<Query>,
    /// At most 50, for a new alarm.
    pub tags: Vec<Tag>,
}

impl PutMetricAlarm {
    /// Its actions for all states.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        let lists = [&self.alarm_actions, &self.ok_actions, &self.insufficient_data_actions];
        lists.into_iter().flatten().map(String::as_str)
    }
}

/// A request for that alarm. What the operation has no parameter for, or what is not carried here, is left out: how young
/// breaches count, the warm-up, the time zone of the window, and the queries of an expression.
impl From<&MetricAlarm> for PutMetricAlarm {
    fn from(alarm: &MetricAlarm) -> Self {
        let RuleSettings { period, evaluation_periods, datapoints_to_alarm, measure, .. } = *alarm.rule.settings();
        let RuleSettings { unit, operator, threshold, missing_data, window, .. } = *alarm.rule.settings();
        let (statistic, extended_statistic, low_samples) = match measure {
            Measure::Statistic(statistic) => (Some(statistic.to_string()), None, LowSamples::Evaluate),
            Measure::Extended(statistic, low_samples) => (None, Some(statistic.to_string()), low_samples),
            Measure::Expression => (None, None, LowSamples::Evaluate),
        };
        let whole = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        Self {
            alarm_name: alarm.name.clone(),
            alarm_description: alarm.description.clone(),
            actions_enabled: Some(alarm.actions_enabled),
            ok_actions: alarm.ok_actions.clone(),
            alarm_actions: alarm.alarm_actions.clone(),
            insufficient_data_actions: alarm.insufficient_data_actions.clone(),
            metric_name: Some(alarm.metric.name.clone()),
            namespace: Some(alarm.metric.namespace.clone()),
            statistic,
            extended_statistic,
            dimensions: alarm.metric.dimensions.clone(),
            period: i32::try_from(period.seconds()).ok(),
            unit: unit.map(|unit| unit.to_string()),
            evaluation_periods: Some(whole(evaluation_periods)),
            datapoints_to_alarm: datapoints_to_alarm.map(whole),
            threshold: Some(threshold),
            threshold_metric_id: None,
            comparison_operator: Some(operator.to_string()),
            treat_missing_data: Some(missing_data.to_string()),
            evaluate_low_sample_count_percentile: match low_samples {
                LowSamples::Evaluate => None,
                LowSamples::Ignore => Some(low_samples.to_string()),
            },
            evaluation_window: match window {
                EvaluationWindow::Sliding => None,
                EvaluationWindow::WallClock(_) => Some(check::WALL_CLOCK_WINDOW.to_owned()),
            },
            metrics: Vec::new(),
            tags: Vec::new(),
        }
    }
}
