//! Answers under AWS's names; what AWS leaves out is left out.

use serde_json::{Map, Value, json};
use signalarm_cloud::{
    AlarmHistoryItem, DescribedCompositeAlarm, DescribedMetricAlarm, DescribedState, PutMetricAlarm, Reply,
};
use signalarm_notification::{Asked, Query};

/// The fields of alarms of either kind: another one that a row asks for is a fault of the row.
pub(super) const ALARM: [&str; 30] = [
    "AlarmName",
    "AlarmArn",
    "AlarmDescription",
    "AlarmConfigurationUpdatedTimestamp",
    "ActionsEnabled",
    "OKActions",
    "AlarmActions",
    "InsufficientDataActions",
    "StateValue",
    "StateReason",
    "StateReasonData",
    "StateUpdatedTimestamp",
    "StateTransitionedTimestamp",
    "MetricName",
    "Namespace",
    "Statistic",
    "ExtendedStatistic",
    "Dimensions",
    "Period",
    "Unit",
    "EvaluationPeriods",
    "DatapointsToAlarm",
    "Threshold",
    "ThresholdMetricId",
    "ComparisonOperator",
    "TreatMissingData",
    "EvaluateLowSampleCountPercentile",
    "EvaluationWindow",
    "Metrics",
    "AlarmRule",
];

pub(super) fn reply(reply: &Reply) -> Value {
    match reply {
        Reply::Done => json!({}),
        Reply::Alarms(alarms) => json!({
            "MetricAlarms": alarms.metric_alarms.iter().map(metric_alarm).collect::<Vec<_>>(),
            "CompositeAlarms": alarms.composite_alarms.iter().map(composite_alarm).collect::<Vec<_>>(),
        }),
        Reply::AlarmsForMetric(alarms) => {
            json!({ "MetricAlarms": alarms.iter().map(metric_alarm).collect::<Vec<_>>() })
        }
        Reply::AlarmHistory(page) => {
            json!({ "AlarmHistoryItems": page.items.iter().map(history_item).collect::<Vec<_>>() })
        }
        Reply::Tags(tags) => {
            let tags: Vec<Value> =
                tags.iter().map(|tag| json!({ "Key": tag.key.clone(), "Value": tag.value.clone() })).collect();
            json!({ "Tags": tags })
        }
        // Of operations that no row calls.
        other => Value::String(format!("{other:?}")),
    }
}

pub(super) fn metric_alarm(DescribedMetricAlarm { configuration, state }: &DescribedMetricAlarm) -> Value {
    let PutMetricAlarm { metrics, .. } = configuration;
    let queries: Option<Vec<Value>> = (!metrics.is_empty()).then(|| metrics.iter().map(query).collect());
    let mut fields = without_null(json!({
        "AlarmName": configuration.alarm_name,
        "AlarmDescription": configuration.alarm_description,
        "ActionsEnabled": configuration.actions_enabled,
        "OKActions": configuration.ok_actions,
        "AlarmActions": configuration.alarm_actions,
        "InsufficientDataActions": configuration.insufficient_data_actions,
        "MetricName": configuration.metric_name,
        "Namespace": configuration.namespace,
        "Statistic": configuration.statistic,
        "ExtendedStatistic": configuration.extended_statistic,
        "Dimensions": dimensions(&configuration.dimensions),
        "Period": configuration.period,
        "Unit": configuration.unit,
        "EvaluationPeriods": configuration.evaluation_periods,
        "DatapointsToAlarm": configuration.datapoints_to_alarm,
        "Threshold": configuration.threshold,
        "ThresholdMetricId": configuration.threshold_metric_id,
        "ComparisonOperator": configuration.comparison_operator,
        "TreatMissingData": configuration.treat_missing_data,
        "EvaluateLowSampleCountPercentile": configuration.evaluate_low_sample_count_percentile,
        "EvaluationWindow": configuration.evaluation_window,
        "Metrics": queries,
    }));
    fields.append(&mut state_fields(state));
    fields.into()
}

pub(super) fn composite_alarm(DescribedCompositeAlarm { configuration, state }: &DescribedCompositeAlarm) -> Value {
    let mut fields = without_null(json!({
        "AlarmName": configuration.alarm_name,
        "AlarmDescription": configuration.alarm_description,
        "AlarmRule": configuration.alarm_rule,
        "ActionsEnabled": configuration.actions_enabled,
        "OKActions": configuration.ok_actions,
        "AlarmActions": configuration.alarm_actions,
        "InsufficientDataActions": configuration.insufficient_data_actions,
    }));
    fields.append(&mut state_fields(state));
    fields.into()
}

fn state_fields(state: &DescribedState) -> Map<String, Value> {
    without_null(json!({
        "AlarmArn": state.alarm_arn,
        "AlarmConfigurationUpdatedTimestamp": state.alarm_configuration_updated.to_string(),
        "StateValue": state.state_value.to_string(),
        "StateReason": state.state_reason,
        "StateReasonData": state.state_reason_data,
        "StateUpdatedTimestamp": state.state_updated.to_string(),
        "StateTransitionedTimestamp": state.state_transitioned.to_string(),
    }))
}

fn history_item(item: &AlarmHistoryItem) -> Value {
    json!({
        "AlarmName": item.alarm_name,
        "AlarmType": item.alarm_type.to_string(),
        "Timestamp": item.timestamp.to_string(),
        "HistoryItemType": item.item.item_type.to_string(),
        "HistorySummary": item.item.summary,
        "HistoryData": item.item.data.to_string(),
    })
}

fn query(query: &Query) -> Value {
    let (mut fields, id) = (Map::new(), query.id.clone());
    fields.insert("Id".to_owned(), id.into());
    let asked = match &query.asked {
        Asked::Expression { expression, period_seconds } => {
            json!({ "Expression": expression, "Period": period_seconds })
        }
        Asked::Metric { metric, period_seconds, statistic, unit } => {
            let metric = json!({
                "Namespace": metric.namespace,
                "MetricName": metric.name,
                "Dimensions": dimensions(&metric.dimensions),
            });
            let stat = json!({ "Metric": metric, "Period": period_seconds, "Stat": statistic, "Unit": unit });
            json!({ "MetricStat": without_null(stat) })
        }
    };
    fields.append(&mut without_null(asked));
    let more = json!({ "Label": query.label, "ReturnData": query.return_data, "AccountId": query.account });
    fields.append(&mut without_null(more));
    fields.into()
}

fn dimensions(dimensions: &[(String, String)]) -> Vec<Value> {
    dimensions.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect()
}

fn without_null(object: Value) -> Map<String, Value> {
    let Value::Object(mut fields) = object else { return Map::new() };
    fields.retain(|_, value| !value.is_null());
    fields
}
