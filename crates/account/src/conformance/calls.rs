//! The calls of a row, under AWS's names. A parameter that is not known is not passed over.

use serde_json::Value;
use signalarm_alarm::State;
use signalarm_cloud::{
    AlarmType, Call, CloudWatchCall, DescribeAlarmHistory, DescribeAlarms, DescribeAlarmsForMetric, LogsCall,
    MetricTransformation, PutCompositeAlarm, PutMetricAlarm, PutMetricFilter, SetAlarmState, Tag,
};
use signalarm_metric::MetricId;
use signalarm_metric::conformance::{known, parsed};
use signalarm_notification::{Asked, HistoryItemType, Query};

use super::{array, text};

/// Reads a call.
pub(super) fn read(name: &str, params: &Value) -> Result<Call, String> {
    let call = match name {
        "PutMetricAlarm" => CloudWatchCall::PutMetricAlarm(Box::new(put_metric_alarm(params)?)),
        "PutCompositeAlarm" => CloudWatchCall::PutCompositeAlarm(Box::new(put_composite_alarm(params)?)),
        "PutMetricFilter" => return Ok(LogsCall::PutMetricFilter(Box::new(put_metric_filter(params)?)).into()),
        "DescribeAlarms" => CloudWatchCall::DescribeAlarms(describe_alarms(params)?),
        "DescribeAlarmsForMetric" => CloudWatchCall::DescribeAlarmsForMetric(describe_alarms_for_metric(params)?),
        "DescribeAlarmHistory" => CloudWatchCall::DescribeAlarmHistory(describe_alarm_history(params)?),
        "SetAlarmState" => CloudWatchCall::SetAlarmState(set_alarm_state(params)?),
        "DeleteAlarms" => CloudWatchCall::DeleteAlarms(alarm_names(params)?),
        "EnableAlarmActions" => CloudWatchCall::EnableAlarmActions(alarm_names(params)?),
        "DisableAlarmActions" => CloudWatchCall::DisableAlarmActions(alarm_names(params)?),
        "ListTagsForResource" => {
            known(params, &["ResourceARN"])?;
            CloudWatchCall::ListTagsForResource(text(params, "ResourceARN")?.to_owned())
        }
        other => return Err(format!("the call {other}")),
    };
    Ok(call.into())
}

const METRIC_ALARM: [&str; 22] = [
    "AlarmName",
    "AlarmDescription",
    "ActionsEnabled",
    "OKActions",
    "AlarmActions",
    "InsufficientDataActions",
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
    "Metrics",
    "Tags",
];

fn put_metric_alarm(params: &Value) -> Result<PutMetricAlarm, String> {
    known(params, &[&METRIC_ALARM[..], &["EvaluationWindow"]].concat())?;
    Ok(PutMetricAlarm {
        alarm_name: text(params, "AlarmName")?.to_owned(),
        alarm_description: text_if_any(params, "AlarmDescription")?,
        actions_enabled: boolean_if_any(params, "ActionsEnabled")?,
        ok_actions: texts(params, "OKActions")?,
        alarm_actions: texts(params, "AlarmActions")?,
        insufficient_data_actions: texts(params, "InsufficientDataActions")?,
        metric_name: text_if_any(params, "MetricName")?,
        namespace: text_if_any(params, "Namespace")?,
        statistic: text_if_any(params, "Statistic")?,
        extended_statistic: text_if_any(params, "ExtendedStatistic")?,
        dimensions: pairs(list(params, "Dimensions")?)?,
        period: whole_if_any(params, "Period")?,
        unit: text_if_any(params, "Unit")?,
        evaluation_periods: whole_if_any(params, "EvaluationPeriods")?,
        datapoints_to_alarm: whole_if_any(params, "DatapointsToAlarm")?,
        threshold: number_if_any(params, "Threshold")?,
        threshold_metric_id: text_if_any(params, "ThresholdMetricId")?,
        comparison_operator: text_if_any(params, "ComparisonOperator")?,
        treat_missing_data: text_if_any(params, "TreatMissingData")?,
        evaluate_low_sample_count_percentile: text_if_any(params, "EvaluateLowSampleCountPercentile")?,
        evaluation_window: text_if_any(params, "EvaluationWindow")?,
        metrics: list(params, "Metrics")?.iter().map(query).collect::<Result<_, _>>()?,
        tags: tags(params)?,
    })
}

fn query(query: &Value) -> Result<Query, String> {
    known(query, &["Id", "MetricStat", "Expression", "Label", "ReturnData", "Period", "AccountId"])?;
    let asked = match query.get("MetricStat") {
        None => Asked::Expression {
            expression: text(query, "Expression")?.to_owned(),
            period_seconds: whole_if_any(query, "Period")?.map(|period| u64::from(period.unsigned_abs())),
        },
        Some(stat) => {
            known(stat, &["Metric", "Period", "Stat", "Unit"])?;
            let period = whole_if_any(stat, "Period")?.ok_or("a MetricStat without Period")?;
            Asked::Metric {
                metric: metric(&stat["Metric"])?,
                period_seconds: u64::from(period.unsigned_abs()),
                statistic: text(stat, "Stat")?.to_owned(),
                unit: text_if_any(stat, "Unit")?,
            }
        }
    };
    Ok(Query {
        id: text(query, "Id")?.to_owned(),
        label: text_if_any(query, "Label")?,
        return_data: boolean_if_any(query, "ReturnData")?.unwrap_or(true),
        account: text_if_any(query, "AccountId")?,
        asked,
    })
}

fn put_composite_alarm(params: &Value) -> Result<PutCompositeAlarm, String> {
    let actions = ["ActionsEnabled", "OKActions", "AlarmActions", "InsufficientDataActions"];
    known(params, &[&["AlarmName", "AlarmDescription", "AlarmRule", "Tags"], &actions[..]].concat())?;
    Ok(PutCompositeAlarm {
        alarm_name: text(params, "AlarmName")?.to_owned(),
        alarm_description: text_if_any(params, "AlarmDescription")?,
        alarm_rule: text(params, "AlarmRule")?.to_owned(),
        actions_enabled: boolean_if_any(params, "ActionsEnabled")?,
        ok_actions: texts(params, "OKActions")?,
        alarm_actions: texts(params, "AlarmActions")?,
        insufficient_data_actions: texts(params, "InsufficientDataActions")?,
        tags: tags(params)?,
    })
}

fn put_metric_filter(params: &Value) -> Result<PutMetricFilter, String> {
    known(params, &["logGroupName", "filterName", "filterPattern", "metricTransformations"])?;
    let transformation = |transformation: &Value| {
        let members = ["metricName", "metricNamespace", "metricValue", "defaultValue", "unit", "dimensions"];
        known(transformation, &members)?;
        let dimensions = match transformation.get("dimensions") {
            None => Vec::new(),
            Some(dimensions) => {
                let dimensions = dimensions.as_object().ok_or("dimensions is no object")?.iter();
                let pair = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
                dimensions.map(pair).collect::<Option<_>>().ok_or("a dimension is no text")?
            }
        };
        Ok::<_, String>(MetricTransformation {
            metric_name: text(transformation, "metricName")?.to_owned(),
            metric_namespace: text(transformation, "metricNamespace")?.to_owned(),
            metric_value: text(transformation, "metricValue")?.to_owned(),
            default_value: number_if_any(transformation, "defaultValue")?,
            unit: text_if_any(transformation, "unit")?,
            dimensions,
        })
    };
    Ok(PutMetricFilter {
        log_group_name: text(params, "logGroupName")?.to_owned(),
        filter_name: text(params, "filterName")?.to_owned(),
        filter_pattern: text(params, "filterPattern")?.to_owned(),
        metric_transformations: array(params, "metricTransformations")?
            .iter()
            .map(transformation)
            .collect::<Result<_, _>>()?,
    })
}

fn describe_alarms(params: &Value) -> Result<DescribeAlarms, String> {
    known(params, &["AlarmNames", "AlarmNamePrefix", "AlarmTypes", "StateValue", "ActionPrefix"])?;
    let state: Option<State> = params.get("StateValue").map(|state| parsed(state, "StateValue")).transpose()?;
    Ok(DescribeAlarms {
        alarm_names: texts(params, "AlarmNames")?,
        alarm_name_prefix: text_if_any(params, "AlarmNamePrefix")?,
        alarm_types: alarm_types(params)?,
        state_value: state,
        action_prefix: text_if_any(params, "ActionPrefix")?,
        next_token: None,
    })
}

fn describe_alarms_for_metric(params: &Value) -> Result<DescribeAlarmsForMetric, String> {
    let members = ["Namespace", "MetricName", "Dimensions", "Statistic", "ExtendedStatistic", "Period", "Unit"];
    known(params, &members)?;
    let dimensions = pairs(list(params, "Dimensions")?)?;
    let (namespace, name) = (text(params, "Namespace")?.to_owned(), text(params, "MetricName")?.to_owned());
    Ok(DescribeAlarmsForMetric {
        metric: MetricId::new(namespace, name, dimensions),
        statistic: text_if_any(params, "Statistic")?,
        extended_statistic: text_if_any(params, "ExtendedStatistic")?,
        period: whole_if_any(params, "Period")?,
        unit: text_if_any(params, "Unit")?,
    })
}

fn describe_alarm_history(params: &Value) -> Result<DescribeAlarmHistory, String> {
    known(params, &["AlarmName", "AlarmTypes", "HistoryItemType", "ScanBy"])?;
    let history_item_type = text_if_any(params, "HistoryItemType")?.map(|word| item_type(&word)).transpose()?;
    let is_ascending = match text_if_any(params, "ScanBy")?.as_deref() {
        None | Some("TimestampDescending") => false,
        Some("TimestampAscending") => true,
        Some(other) => return Err(format!("ScanBy {other}")),
    };
    let alarm_name = text_if_any(params, "AlarmName")?;
    Ok(DescribeAlarmHistory {
        alarm_name,
        alarm_types: alarm_types(params)?,
        history_item_type,
        is_ascending,
        next_token: None,
    })
}

fn set_alarm_state(params: &Value) -> Result<SetAlarmState, String> {
    known(params, &["AlarmName", "StateValue", "StateReason", "StateReasonData"])?;
    Ok(SetAlarmState {
        alarm_name: text(params, "AlarmName")?.to_owned(),
        state_value: text(params, "StateValue")?.to_owned(),
        state_reason: text(params, "StateReason")?.to_owned(),
        state_reason_data: text_if_any(params, "StateReasonData")?,
    })
}

fn alarm_names(params: &Value) -> Result<Vec<String>, String> {
    known(params, &["AlarmNames"])?;
    texts(params, "AlarmNames")
}

fn alarm_types(params: &Value) -> Result<Vec<AlarmType>, String> {
    let alarm_type = |word: &String| match word.as_str() {
        "MetricAlarm" => Ok(AlarmType::Metric),
        "CompositeAlarm" => Ok(AlarmType::Composite),
        other => Err(format!("AlarmTypes {other}")),
    };
    texts(params, "AlarmTypes")?.iter().map(alarm_type).collect()
}

/// A type of history items, by its word.
pub(super) fn item_type(word: &str) -> Result<HistoryItemType, String> {
    let all = [HistoryItemType::ConfigurationUpdate, HistoryItemType::StateUpdate, HistoryItemType::Action];
    all.into_iter().find(|item_type| item_type.to_string() == word).ok_or_else(|| format!("HistoryItemType {word}"))
}

fn metric(metric: &Value) -> Result<MetricId, String> {
    known(metric, &["Namespace", "MetricName", "Dimensions"])?;
    let (namespace, name) = (text(metric, "Namespace")?.to_owned(), text(metric, "MetricName")?.to_owned());
    Ok(MetricId::new(namespace, name, pairs(list(metric, "Dimensions")?)?))
}

/// Dimensions, as objects of name and value.
pub(super) fn pairs(dimensions: &[Value]) -> Result<Vec<(String, String)>, String> {
    let pair = |dimension: &Value| {
        known(dimension, &["Name", "Value"])?;
        Ok((text(dimension, "Name")?.to_owned(), text(dimension, "Value")?.to_owned()))
    };
    dimensions.iter().map(pair).collect()
}

fn tags(params: &Value) -> Result<Vec<Tag>, String> {
    let tag = |tag: &Value| {
        known(tag, &["Key", "Value"])?;
        Ok(Tag { key: text(tag, "Key")?.to_owned(), value: text(tag, "Value")?.to_owned() })
    };
    list(params, "Tags")?.iter().map(tag).collect()
}

/// An array that may be absent.
fn list<'r>(object: &'r Value, member: &str) -> Result<&'r [Value], String> {
    if object.get(member).is_none() { Ok(&[]) } else { array(object, member) }
}

fn texts(object: &Value, member: &str) -> Result<Vec<String>, String> {
    let text = |item: &Value| item.as_str().map(str::to_owned).ok_or_else(|| format!("an item of {member} is no text"));
    list(object, member)?.iter().map(text).collect()
}

fn text_if_any(object: &Value, member: &str) -> Result<Option<String>, String> {
    object.get(member).map(|_| text(object, member).map(str::to_owned)).transpose()
}

fn boolean_if_any(object: &Value, member: &str) -> Result<Option<bool>, String> {
    let boolean = |value: &Value| value.as_bool().ok_or_else(|| format!("{member} is neither true nor false"));
    object.get(member).map(boolean).transpose()
}

fn number_if_any(object: &Value, member: &str) -> Result<Option<f64>, String> {
    object.get(member).map(|value| value.as_f64().ok_or_else(|| format!("{member} is no number"))).transpose()
}

fn whole_if_any(object: &Value, member: &str) -> Result<Option<i32>, String> {
    let whole = |value: &Value| value.as_i64().and_then(|number| i32::try_from(number).ok());
    object.get(member).map(|value| whole(value).ok_or_else(|| format!("{member} is no whole number"))).transpose()
}
