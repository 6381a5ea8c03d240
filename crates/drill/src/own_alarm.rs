//! Requests for alarms of a run's own, on metrics that nobody else writes.

use signalarm_cloud::{CloudWatchCall, MetricDatum, PutAlarmMuteRule, PutMetricAlarm, SetAlarmState};
use signalarm_time::{Duration, Timestamp};

/// The metric of such an alarm, in a namespace that bears the alarm's name.
pub(crate) const METRIC: &str = "m";
/// The window of a mute rule begins in the future, so that it mutes nothing.
const MUTE_AHEAD: Duration = Duration::HOUR;

/// An alarm that one sample of 1 raises.
pub(crate) fn request(name: &str, period: Duration, missing_data: &str) -> PutMetricAlarm {
    PutMetricAlarm {
        alarm_name: name.to_owned(),
        namespace: Some(name.to_owned()),
        metric_name: Some(METRIC.to_owned()),
        statistic: Some("Sum".to_owned()),
        period: i32::try_from(period.as_secs()).ok(),
        evaluation_periods: Some(1),
        threshold: Some(1.0),
        comparison_operator: Some("GreaterThanOrEqualToThreshold".to_owned()),
        treat_missing_data: Some(missing_data.to_owned()),
        ..PutMetricAlarm::default()
    }
}

/// A sample of 1, by which such an alarm rises.
pub(crate) fn sample(at: Timestamp) -> MetricDatum {
    MetricDatum { metric_name: METRIC.to_owned(), dimensions: Vec::new(), timestamp: at, value: 1.0, unit: None }
}

/// Puts an alarm into a state.
pub(crate) fn set_state(name: &str, state_value: &str) -> CloudWatchCall {
    CloudWatchCall::SetAlarmState(SetAlarmState {
        alarm_name: name.to_owned(),
        state_value: state_value.to_owned(),
        state_reason: "signalarm".to_owned(),
        state_reason_data: None,
    })
}

/// A rule of the alarm's name that would mute it later.
pub(crate) fn mute_rule(alarm: &str, now: Timestamp) -> PutAlarmMuteRule {
    let at = (now + MUTE_AHEAD).floor(Duration::MINUTE);
    PutAlarmMuteRule {
        name: alarm.to_owned(),
        alarm_names: vec![alarm.to_owned()],
        at,
        duration: Duration::MINUTE,
        expire_date: at + Duration::HOUR,
    }
}
