//! The JSON message of a metric alarm: what SNS sends to every protocol that has no text of its own.

use serde_json::{Value, json};
use signalarm_alarm::{Measure, MetricAlarm, RuleSettings, State, Statistic};
use signalarm_time::Timestamp;

use crate::region_display_name;

/// A change of an alarm's state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transition<'a> {
    /// The alarm, as it is configured then.
    pub alarm: &'a MetricAlarm,
    /// The alarm's ARN.
    pub arn: &'a str,
    /// The number of its account.
    pub account: &'a str,
    /// The code of its Region.
    pub region: &'a str,
    /// The state before.
    pub old_state: State,
    /// The state after.
    pub new_state: State,
    /// The reason of the state after.
    pub reason: &'a str,
    /// When the state changed.
    pub at: Timestamp,
    /// When the alarm was last configured.
    pub configuration_updated: Timestamp,
}

/// The JSON message of a transition, with the fields and in the order of 2026 (recorded and published messages).
///
/// The message says nothing of who signed in; that is only in the log.
#[must_use]
pub fn message(transition: &Transition<'_>) -> Value {
    let Transition { alarm, new_state, old_state, .. } = *transition;
    json!({
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": transition.account,
        "AlarmConfigurationUpdatedTimestamp": transition.configuration_updated.message_form().to_string(),
        "NewStateValue": new_state.to_string(),
        "NewStateReason": transition.reason,
        "StateChangeTime": transition.at.message_form().to_string(),
        "Region": region_display_name(transition.region),
        "AlarmArn": transition.arn,
        "OldStateValue": old_state.to_string(),
        "ActionExecutedAfterMuteWindow": false,
        "OKActions": alarm.ok_actions,
        "AlarmActions": alarm.alarm_actions,
        "InsufficientDataActions": alarm.insufficient_data_actions,
        "Trigger": trigger(alarm),
    })
}

fn trigger(alarm: &MetricAlarm) -> Value {
    let RuleSettings { period, evaluation_periods, measure, unit, operator, threshold, missing_data, .. } =
        *alarm.rule.settings();
    let dimensions = alarm.metric.dimensions.iter().map(|(name, value)| json!({ "value": value, "name": name }));
    let (statistic_type, statistic) = match measure {
        Measure::Statistic(statistic) => ("Statistic", in_capitals(statistic).to_owned()),
        Measure::Extended(statistic, _) => ("ExtendedStatistic", statistic.to_string()),
        Measure::Expression => ("Statistic", String::new()),
    };
    let mut trigger = json!({
        "MetricName": alarm.metric.name,
        "Namespace": alarm.metric.namespace,
        "StatisticType": statistic_type,
        "Statistic": statistic,
        "Unit": unit.map(|unit| unit.to_string()),
        "Dimensions": dimensions.collect::<Vec<_>>(),
        "Period": period.seconds(),
        "EvaluationPeriods": evaluation_periods,
        "DatapointsToAlarm": alarm.rule.settings().datapoints_to_alarm,
        "ComparisonOperator": operator.to_string(),
        "Threshold": threshold,
        "TreatMissingData": missing_data.to_string(),
        "EvaluateLowSampleCountPercentile": "",
    });
    if let (None, Some(fields)) = (alarm.rule.settings().datapoints_to_alarm, trigger.as_object_mut()) {
        fields.shift_remove("DatapointsToAlarm");
    }
    trigger
}

/// SUM and AVERAGE were seen; the others are assumed to be in the same style.
const fn in_capitals(statistic: Statistic) -> &'static str {
    match statistic {
        Statistic::SampleCount => "SAMPLE_COUNT",
        Statistic::Average => "AVERAGE",
        Statistic::Sum => "SUM",
        Statistic::Minimum => "MINIMUM",
        Statistic::Maximum => "MAXIMUM",
    }
}
