//! The SDK's outputs, made of the account's replies.

use signalarm_aws_clients::cloudwatch::operation::describe_alarm_history::DescribeAlarmHistoryOutput;
use signalarm_aws_clients::cloudwatch::operation::describe_alarms::DescribeAlarmsOutput;
use signalarm_aws_clients::cloudwatch::operation::describe_alarms_for_metric::DescribeAlarmsForMetricOutput;
use signalarm_aws_clients::cloudwatch::operation::list_alarm_mute_rules::ListAlarmMuteRulesOutput;
use signalarm_aws_clients::cloudwatch::operation::list_tags_for_resource::ListTagsForResourceOutput;
use signalarm_aws_clients::cloudwatch::types::{
    AlarmHistoryItem as SdkItem, AlarmMuteRuleSummary, AlarmType as SdkAlarmType, CompositeAlarm, HistoryItemType,
    MetricAlarm, StateValue,
};
use signalarm_aws_clients::date_time;
use signalarm_cloud::{AlarmHistoryItem, DescribedCompositeAlarm, DescribedMetricAlarm, Reply};

use crate::mutes::ARN_KIND;
use crate::shapes::{filled, sdk_dimensions, sdk_query, sdk_tags, sdk_window};

pub(super) fn alarms(reply: Reply) -> Result<DescribeAlarmsOutput, Reply> {
    match reply {
        Reply::Alarms(described) => Ok(DescribeAlarmsOutput::builder()
            .set_metric_alarms(Some(described.metric_alarms.into_iter().map(metric_alarm).collect()))
            .set_composite_alarms(Some(described.composite_alarms.into_iter().map(composite_alarm).collect()))
            .set_next_token(described.next_token)
            .build()),
        other => Err(other),
    }
}

pub(super) fn alarms_for_metric(reply: Reply) -> Result<DescribeAlarmsForMetricOutput, Reply> {
    match reply {
        Reply::AlarmsForMetric(alarms) => {
            let alarms = alarms.into_iter().map(metric_alarm).collect();
            Ok(DescribeAlarmsForMetricOutput::builder().set_metric_alarms(Some(alarms)).build())
        }
        other => Err(other),
    }
}

pub(super) fn alarm_history(reply: Reply) -> Result<DescribeAlarmHistoryOutput, Reply> {
    match reply {
        Reply::AlarmHistory(page) => {
            let items = page.items.into_iter().map(history_item).collect();
            let output = DescribeAlarmHistoryOutput::builder().set_alarm_history_items(Some(items));
            Ok(output.set_next_token(page.next_token).build())
        }
        other => Err(other),
    }
}

pub(super) fn alarm_mute_rules(reply: Reply) -> Result<ListAlarmMuteRulesOutput, Reply> {
    match reply {
        Reply::Names(page) => {
            // Of the ARN only the name is read.
            let arn = |name| format!("arn:aws:cloudwatch:us-east-1:123456789012{ARN_KIND}{name}");
            let rule = |name: String| AlarmMuteRuleSummary::builder().alarm_mute_rule_arn(arn(name)).build();
            let rules = page.items.into_iter().map(rule).collect();
            let output = ListAlarmMuteRulesOutput::builder().set_alarm_mute_rule_summaries(Some(rules));
            Ok(output.set_next_token(page.next_token).build())
        }
        other => Err(other),
    }
}

pub(super) fn tags(reply: Reply) -> Result<ListTagsForResourceOutput, Reply> {
    match reply {
        Reply::Tags(tags) => Ok(ListTagsForResourceOutput::builder().set_tags(Some(sdk_tags(tags))).build()),
        other => Err(other),
    }
}

fn metric_alarm(described: DescribedMetricAlarm) -> MetricAlarm {
    let DescribedMetricAlarm { configuration, state } = described;
    // The account holds no window that the service does not have.
    let window = configuration.evaluation_window.as_deref().and_then(|window| sdk_window(window).ok());
    MetricAlarm::builder()
        .alarm_name(configuration.alarm_name)
        .set_alarm_description(configuration.alarm_description)
        .set_actions_enabled(configuration.actions_enabled)
        .set_ok_actions(filled(configuration.ok_actions))
        .set_alarm_actions(filled(configuration.alarm_actions))
        .set_insufficient_data_actions(filled(configuration.insufficient_data_actions))
        .set_metric_name(configuration.metric_name)
        .set_namespace(configuration.namespace)
        .set_statistic(configuration.statistic.as_deref().map(Into::into))
        .set_extended_statistic(configuration.extended_statistic)
        .set_dimensions(filled(sdk_dimensions(configuration.dimensions)))
        .set_period(configuration.period)
        .set_unit(configuration.unit.as_deref().map(Into::into))
        .set_evaluation_periods(configuration.evaluation_periods)
        .set_datapoints_to_alarm(configuration.datapoints_to_alarm)
        .set_threshold(configuration.threshold)
        .set_threshold_metric_id(configuration.threshold_metric_id)
        .set_comparison_operator(configuration.comparison_operator.as_deref().map(Into::into))
        .set_treat_missing_data(configuration.treat_missing_data)
        .set_evaluate_low_sample_count_percentile(configuration.evaluate_low_sample_count_percentile)
        .set_evaluation_window(window)
        .set_metrics(filled(configuration.metrics.into_iter().map(sdk_query).collect()))
        .alarm_arn(state.alarm_arn)
        .alarm_configuration_updated_timestamp(date_time(state.alarm_configuration_updated))
        .state_value(StateValue::from(state.state_value.to_string().as_str()))
        .state_reason(state.state_reason)
        .set_state_reason_data(state.state_reason_data)
        .state_updated_timestamp(date_time(state.state_updated))
        .state_transitioned_timestamp(date_time(state.state_transitioned))
        .build()
}

fn composite_alarm(described: DescribedCompositeAlarm) -> CompositeAlarm {
    let DescribedCompositeAlarm { configuration, state } = described;
    CompositeAlarm::builder()
        .alarm_name(configuration.alarm_name)
        .set_alarm_description(configuration.alarm_description)
        .alarm_rule(configuration.alarm_rule)
        .set_actions_enabled(configuration.actions_enabled)
        .set_ok_actions(filled(configuration.ok_actions))
        .set_alarm_actions(filled(configuration.alarm_actions))
        .set_insufficient_data_actions(filled(configuration.insufficient_data_actions))
        .alarm_arn(state.alarm_arn)
        .alarm_configuration_updated_timestamp(date_time(state.alarm_configuration_updated))
        .state_value(StateValue::from(state.state_value.to_string().as_str()))
        .state_reason(state.state_reason)
        .set_state_reason_data(state.state_reason_data)
        .state_updated_timestamp(date_time(state.state_updated))
        .state_transitioned_timestamp(date_time(state.state_transitioned))
        .build()
}

fn history_item(item: AlarmHistoryItem) -> SdkItem {
    SdkItem::builder()
        .alarm_name(item.alarm_name)
        .alarm_type(SdkAlarmType::from(item.alarm_type.to_string().as_str()))
        .timestamp(date_time(item.timestamp))
        .history_item_type(HistoryItemType::from(item.item.item_type.to_string().as_str()))
        .history_summary(item.item.summary)
        .history_data(item.item.data.to_string())
        .build()
}
