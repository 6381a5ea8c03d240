//! A question, read from its JSON. What is missing or of another kind is said by its name.

use serde_json::{Map, Value};
use signalarm_cloud::{MetricTransformation, PutMetricFilter};
use signalarm_time::Timestamp;

/// A question.
pub(crate) enum Question {
    Test { filter_pattern: String, log_event_messages: Vec<String> },
    Validate(PutMetricFilter),
    Apply { filter: PutMetricFilter, log_events: Vec<StampedEvent> },
}

/// A log event and its time.
pub(crate) struct StampedEvent {
    pub(crate) at: Timestamp,
    pub(crate) message: String,
}

/// Why it is no question.
type Wrong = String;

impl Question {
    pub(crate) fn read(value: &Value) -> Result<Self, Wrong> {
        let object = value.as_object().ok_or("a question is an object")?;
        match (object.get("test"), object.get("validate"), object.get("apply")) {
            (Some(test), None, None) => {
                let test = members(test, "test")?;
                let messages = list(test, "logEventMessages")?.iter();
                Ok(Self::Test {
                    filter_pattern: text(test, "filterPattern")?,
                    log_event_messages: messages
                        .map(|message| {
                            message
                                .as_str()
                                .map(str::to_owned)
                                .ok_or_else(|| not_a("logEventMessages", "list of texts"))
                        })
                        .collect::<Result<_, _>>()?,
                })
            }
            (None, Some(request), None) => Ok(Self::Validate(put_metric_filter(request, "validate")?)),
            (None, None, Some(apply)) => {
                let apply = members(apply, "apply")?;
                let filter = put_metric_filter(apply.get("filter").unwrap_or(&Value::Null), "filter")?;
                let log_events = list(apply, "logEvents")?.iter().map(stamped).collect::<Result<_, _>>()?;
                Ok(Self::Apply { filter, log_events })
            }
            _ => Err("a question has one of `test`, `validate` and `apply`".to_owned()),
        }
    }
}

fn put_metric_filter(value: &Value, name: &str) -> Result<PutMetricFilter, Wrong> {
    let request = members(value, name)?;
    let transformations = list(request, "metricTransformations")?.iter();
    Ok(PutMetricFilter {
        // Which log group a filter is on is of no account here.
        log_group_name: optional_text(request, "logGroupName")?.unwrap_or_default(),
        filter_name: text(request, "filterName")?,
        filter_pattern: text(request, "filterPattern")?,
        metric_transformations: transformations.map(transformation).collect::<Result<_, _>>()?,
    })
}

fn transformation(value: &Value) -> Result<MetricTransformation, Wrong> {
    let object = members(value, "metricTransformations")?;
    let default_value = match object.get("defaultValue") {
        None | Some(Value::Null) => None,
        Some(number) => Some(number.as_f64().ok_or_else(|| not_a("defaultValue", "number"))?),
    };
    let dimensions = match object.get("dimensions") {
        None | Some(Value::Null) => Vec::new(),
        Some(dimensions) => members(dimensions, "dimensions")?
            .iter()
            .map(|(name, field)| {
                Ok((name.clone(), field.as_str().ok_or_else(|| not_a("dimensions", "map of texts"))?.to_owned()))
            })
            .collect::<Result<_, Wrong>>()?,
    };
    Ok(MetricTransformation {
        metric_name: text(object, "metricName")?,
        metric_namespace: text(object, "metricNamespace")?,
        metric_value: text(object, "metricValue")?,
        default_value,
        unit: optional_text(object, "unit")?,
        dimensions,
    })
}

fn stamped(value: &Value) -> Result<StampedEvent, Wrong> {
    let event = members(value, "logEvents")?;
    let millis = event.get("timestamp").and_then(Value::as_u64);
    let at = millis.map(Timestamp::from_millis).ok_or_else(|| not_a("timestamp", "whole number of milliseconds"))?;
    Ok(StampedEvent { at, message: text(event, "message")? })
}

fn members<'v>(value: &'v Value, name: &str) -> Result<&'v Map<String, Value>, Wrong> {
    value.as_object().ok_or_else(|| not_a(name, "object"))
}

fn list<'v>(object: &'v Map<String, Value>, name: &str) -> Result<&'v Vec<Value>, Wrong> {
    object.get(name).and_then(Value::as_array).ok_or_else(|| not_a(name, "list"))
}

fn text(object: &Map<String, Value>, name: &str) -> Result<String, Wrong> {
    object.get(name).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| not_a(name, "text"))
}

fn optional_text(object: &Map<String, Value>, name: &str) -> Result<Option<String>, Wrong> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(_) => text(object, name).map(Some),
    }
}

fn not_a(name: &str, kind: &str) -> Wrong {
    format!("`{name}` is missing or no {kind}")
}
