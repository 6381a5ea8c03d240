//! Alarms, as *DescribeAlarms* tells them.

use signalarm_aws_clients::cloudwatch::primitives::DateTime;
use signalarm_aws_clients::cloudwatch::types::{CompositeAlarm, MetricAlarm, StateValue};
use signalarm_aws_clients::{member, timestamp, without};
use signalarm_cloud::{
    DescribedCompositeAlarm, DescribedMetricAlarm, DescribedState, Failure, PutCompositeAlarm, PutMetricAlarm,
};

use crate::shapes::{own_dimensions, own_query, own_window};

pub(crate) fn described_metric_alarm(alarm: MetricAlarm) -> Result<DescribedMetricAlarm, Failure> {
    let alarm_name = member("AlarmName", alarm.alarm_name)?;
    let metrics = alarm.metrics.iter().flatten().map(own_query).collect::<Result<_, _>>();
    let state = Told {
        alarm_arn: alarm.alarm_arn,
        configured: alarm.alarm_configuration_updated_timestamp,
        value: alarm.state_value,
        reason: alarm.state_reason,
        reason_data: alarm.state_reason_data,
        updated: alarm.state_updated_timestamp,
        transitioned: alarm.state_transitioned_timestamp,
    };
    let configuration = PutMetricAlarm {
        alarm_name,
        alarm_description: alarm.alarm_description,
        actions_enabled: Some(alarm.actions_enabled.unwrap_or(true)),
        ok_actions: alarm.ok_actions.unwrap_or_default(),
        alarm_actions: alarm.alarm_actions.unwrap_or_default(),
        insufficient_data_actions: alarm.insufficient_data_actions.unwrap_or_default(),
        metric_name: alarm.metric_name,
        namespace: alarm.namespace,
        statistic: alarm.statistic.map(|statistic| statistic.as_str().to_owned()),
        extended_statistic: alarm.extended_statistic,
        dimensions: own_dimensions(alarm.dimensions.as_deref().unwrap_or_default()).map_err(without)?,
        period: alarm.period,
        unit: alarm.unit.map(|unit| unit.as_str().to_owned()),
        evaluation_periods: alarm.evaluation_periods,
        datapoints_to_alarm: alarm.datapoints_to_alarm,
        threshold: alarm.threshold,
        threshold_metric_id: alarm.threshold_metric_id,
        comparison_operator: alarm.comparison_operator.map(|operator| operator.as_str().to_owned()),
        treat_missing_data: alarm.treat_missing_data,
        evaluate_low_sample_count_percentile: alarm.evaluate_low_sample_count_percentile,
        evaluation_window: alarm.evaluation_window.as_ref().and_then(own_window),
        metrics: metrics.map_err(without)?,
        tags: Vec::new(),
    };
    Ok(DescribedMetricAlarm { configuration, state: state.described()? })
}

pub(crate) fn described_composite_alarm(alarm: CompositeAlarm) -> Result<DescribedCompositeAlarm, Failure> {
    let state = Told {
        alarm_arn: alarm.alarm_arn,
        configured: alarm.alarm_configuration_updated_timestamp,
        value: alarm.state_value,
        reason: alarm.state_reason,
        reason_data: alarm.state_reason_data,
        updated: alarm.state_updated_timestamp,
        transitioned: alarm.state_transitioned_timestamp,
    };
    let configuration = PutCompositeAlarm {
        alarm_name: member("AlarmName", alarm.alarm_name)?,
        alarm_description: alarm.alarm_description,
        alarm_rule: member("AlarmRule", alarm.alarm_rule)?,
        actions_enabled: Some(alarm.actions_enabled.unwrap_or(true)),
        ok_actions: alarm.ok_actions.unwrap_or_default(),
        alarm_actions: alarm.alarm_actions.unwrap_or_default(),
        insufficient_data_actions: alarm.insufficient_data_actions.unwrap_or_default(),
        tags: Vec::new(),
    };
    Ok(DescribedCompositeAlarm { configuration, state: state.described()? })
}

/// The members of either kind of alarm that tell its state.
struct Told {
    alarm_arn: Option<String>,
    configured: Option<DateTime>,
    value: Option<StateValue>,
    reason: Option<String>,
    reason_data: Option<String>,
    updated: Option<DateTime>,
    transitioned: Option<DateTime>,
}

impl Told {
    fn described(self) -> Result<DescribedState, Failure> {
        let value = member("StateValue", self.value)?;
        let state_updated = timestamp(&member("StateUpdatedTimestamp", self.updated)?);
        // Emulators leave out the other two instants.
        let or_updated = |instant: Option<DateTime>| instant.as_ref().map_or(state_updated, timestamp);
        Ok(DescribedState {
            alarm_arn: member("AlarmArn", self.alarm_arn)?,
            alarm_configuration_updated: or_updated(self.configured),
            state_value: member("StateValue that is known", value.as_str().parse().ok())?,
            state_reason: self.reason.unwrap_or_default(),
            state_reason_data: self.reason_data,
            state_updated,
            state_transitioned: or_updated(self.transitioned),
        })
    }
}
