//! [`CloudWatchCall`] ↔ the SDK's client of CloudWatch: translation, never a decision.
//!
//! [`call()`] sends a call and gives the answer; [`mock`] turns the SDK's requests back into calls, for an account in memory.
//!
//! Not carried: warm-ups, PromQL, suppressors of actions, log alarms, alarms of contributors, and time zones of windows.
//!
//! Deliberately absent: what is on the next page. A page carries its token, and whoever asked asks again.

mod alarms;
mod data;
mod history;
pub mod mock;
mod mutes;
mod shapes;

use signalarm_aws_clients::cloudwatch::types::StateValue;
use signalarm_aws_clients::{Clients, without};
use signalarm_cloud::{
    Answer, CloudWatchCall, DescribeAlarms, DescribeAlarmsForMetric, DescribedAlarms, PutCompositeAlarm,
    PutMetricAlarm, Reply, SetAlarmState,
};

use crate::alarms::{described_composite_alarm, described_metric_alarm};
use crate::history::describe_alarm_history;
use crate::shapes::{filled, own_tags, sdk_alarm_types, sdk_dimensions, sdk_query, sdk_tags, sdk_window};

/// Sends a call of CloudWatch and waits for its answer.
///
/// # Errors
///
/// What the service refuses, and what did not get through.
pub fn call(clients: &Clients, call: CloudWatchCall) -> Answer {
    match call {
        CloudWatchCall::PutMetricAlarm(alarm) => put_metric_alarm(clients, *alarm),
        CloudWatchCall::PutCompositeAlarm(alarm) => put_composite_alarm(clients, *alarm),
        CloudWatchCall::DeleteAlarms(names) => {
            clients.send(clients.cloudwatch.delete_alarms().set_alarm_names(Some(names)).send())?;
            Ok(Reply::Done)
        }
        CloudWatchCall::DescribeAlarms(which) => describe_alarms(clients, which),
        CloudWatchCall::DescribeAlarmsForMetric(which) => describe_alarms_for_metric(clients, which),
        CloudWatchCall::DescribeAlarmHistory(which) => describe_alarm_history(clients, which),
        CloudWatchCall::ListTagsForResource(resource_arn) => {
            let output = clients.send(clients.cloudwatch.list_tags_for_resource().resource_arn(resource_arn).send())?;
            Ok(Reply::Tags(own_tags(output.tags()).map_err(without)?))
        }
        CloudWatchCall::SetAlarmState(state) => set_alarm_state(clients, state),
        CloudWatchCall::EnableAlarmActions(names) => {
            clients.send(clients.cloudwatch.enable_alarm_actions().set_alarm_names(Some(names)).send())?;
            Ok(Reply::Done)
        }
        CloudWatchCall::DisableAlarmActions(names) => {
            clients.send(clients.cloudwatch.disable_alarm_actions().set_alarm_names(Some(names)).send())?;
            Ok(Reply::Done)
        }
        CloudWatchCall::TagResource { resource_arn, tags } => {
            let request = clients.cloudwatch.tag_resource().resource_arn(resource_arn);
            clients.send(request.set_tags(Some(sdk_tags(tags))).send())?;
            Ok(Reply::Done)
        }
        CloudWatchCall::PutMetricData { namespace, data } => data::put(clients, namespace, data),
        CloudWatchCall::PutAlarmMuteRule(rule) => mutes::put(clients, rule),
        CloudWatchCall::ListAlarmMuteRules { alarm_name, next_token } => mutes::list(clients, alarm_name, next_token),
        CloudWatchCall::DeleteAlarmMuteRule(name) => {
            clients.send(clients.cloudwatch.delete_alarm_mute_rule().alarm_mute_rule_name(name).send())?;
            Ok(Reply::Done)
        }
    }
}

fn put_metric_alarm(clients: &Clients, alarm: PutMetricAlarm) -> Answer {
    let window = alarm.evaluation_window.as_deref().map(sdk_window).transpose()?;
    let metrics = alarm.metrics.into_iter().map(sdk_query).collect();
    let request = clients
        .cloudwatch
        .put_metric_alarm()
        .alarm_name(alarm.alarm_name)
        .set_alarm_description(alarm.alarm_description)
        .set_actions_enabled(alarm.actions_enabled)
        .set_ok_actions(filled(alarm.ok_actions))
        .set_alarm_actions(filled(alarm.alarm_actions))
        .set_insufficient_data_actions(filled(alarm.insufficient_data_actions))
        .set_metric_name(alarm.metric_name)
        .set_namespace(alarm.namespace)
        .set_statistic(alarm.statistic.as_deref().map(Into::into))
        .set_extended_statistic(alarm.extended_statistic)
        .set_dimensions(filled(sdk_dimensions(alarm.dimensions)))
        .set_period(alarm.period)
        .set_unit(alarm.unit.as_deref().map(Into::into))
        .set_evaluation_periods(alarm.evaluation_periods)
        .set_datapoints_to_alarm(alarm.datapoints_to_alarm)
        .set_threshold(alarm.threshold)
        .set_threshold_metric_id(alarm.threshold_metric_id)
        .set_comparison_operator(alarm.comparison_operator.as_deref().map(Into::into))
        .set_treat_missing_data(alarm.treat_missing_data)
        .set_evaluate_low_sample_count_percentile(alarm.evaluate_low_sample_count_percentile)
        .set_evaluation_window(window)
        .set_metrics(filled(metrics))
        .set_tags(filled(sdk_tags(alarm.tags)));
    clients.send(request.send())?;
    Ok(Reply::Done)
}

fn put_composite_alarm(clients: &Clients, alarm: PutCompositeAlarm) -> Answer {
    let request = clients
        .cloudwatch
        .put_composite_alarm()
        .alarm_name(alarm.alarm_name)
        .set_alarm_description(alarm.alarm_description)
        .alarm_rule(alarm.alarm_rule)
        .set_actions_enabled(alarm.actions_enabled)
        .set_ok_actions(filled(alarm.ok_actions))
        .set_alarm_actions(filled(alarm.alarm_actions))
        .set_insufficient_data_actions(filled(alarm.insufficient_data_actions))
        .set_tags(filled(sdk_tags(alarm.tags)));
    clients.send(request.send())?;
    Ok(Reply::Done)
}

fn describe_alarms(clients: &Clients, which: DescribeAlarms) -> Answer {
    let request = clients
        .cloudwatch
        .describe_alarms()
        .set_alarm_names(filled(which.alarm_names))
        .set_alarm_name_prefix(which.alarm_name_prefix)
        .set_alarm_types(filled(sdk_alarm_types(&which.alarm_types)))
        .set_state_value(which.state_value.map(|state| StateValue::from(state.to_string().as_str())))
        .set_action_prefix(which.action_prefix)
        .set_next_token(which.next_token);
    let output = clients.send(request.send())?;
    let metric_alarms = output.metric_alarms.unwrap_or_default().into_iter().map(described_metric_alarm);
    let composite_alarms = output.composite_alarms.unwrap_or_default().into_iter().map(described_composite_alarm);
    Ok(Reply::Alarms(DescribedAlarms {
        metric_alarms: metric_alarms.collect::<Result<_, _>>()?,
        composite_alarms: composite_alarms.collect::<Result<_, _>>()?,
        next_token: output.next_token,
    }))
}

fn describe_alarms_for_metric(clients: &Clients, which: DescribeAlarmsForMetric) -> Answer {
    let request = clients
        .cloudwatch
        .describe_alarms_for_metric()
        .namespace(which.metric.namespace)
        .metric_name(which.metric.name)
        .set_dimensions(filled(sdk_dimensions(which.metric.dimensions)))
        .set_statistic(which.statistic.as_deref().map(Into::into))
        .set_extended_statistic(which.extended_statistic)
        .set_period(which.period)
        .set_unit(which.unit.as_deref().map(Into::into));
    let output = clients.send(request.send())?;
    let alarms = output.metric_alarms.unwrap_or_default().into_iter().map(described_metric_alarm);
    Ok(Reply::AlarmsForMetric(alarms.collect::<Result<_, _>>()?))
}

fn set_alarm_state(clients: &Clients, state: SetAlarmState) -> Answer {
    let request = clients
        .cloudwatch
        .set_alarm_state()
        .alarm_name(state.alarm_name)
        .state_value(StateValue::from(state.state_value.as_str()))
        .state_reason(state.state_reason)
        .set_state_reason_data(state.state_reason_data);
    clients.send(request.send())?;
    Ok(Reply::Done)
}
