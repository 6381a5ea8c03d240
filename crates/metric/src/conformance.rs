//! Rows of tables of AWS's behaviour, run against this crate: the kinds `metric-filter` and `low-samples`.
//!
//! A row is a JSON object with a member `kind`; what the others hold is said by the schema of the tables. Reading the
//! tables, and counting the verdicts, is up to others.

use std::fmt::Display;
use std::str::FromStr;

use serde_json::Value;
use signalarm_filter_pattern::{LogEvent, MetricValue, Pattern};
use signalarm_time::{Duration, Timestamp};

use crate::{ExtendedStatistic, MetricFilter, MetricId, Series, Unit};

/// What comes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Agrees,
    /// It does not: what was found, and what the row says.
    Differs(String),
    /// It is of another kind, or has not the form of its kind.
    NotUnderstood(String),
}

/// A row without the form of its kind, in words.
type NotUnderstood = String;

/// The members of all rows.
const MEMBERS: [&str; 7] = ["id", "kind", "summary", "expected", "source", "confidence", "note"];

/// Runs a row.
#[must_use]
pub fn run(row: &Value) -> Verdict {
    let result = match row["kind"].as_str() {
        Some("metric-filter") => metric_filter(row),
        Some("low-samples") => low_samples(row),
        kind => Err(format!("kind {}", kind.unwrap_or("missing"))),
    };
    result.unwrap_or_else(Verdict::NotUnderstood)
}

fn low_samples(row: &Value) -> Result<Verdict, NotUnderstood> {
    known(row, &[&MEMBERS[..], &["extendedStatistic"]].concat())?;
    known(&row["expected"], &["minimumSamples"])?;
    let statistic: ExtendedStatistic = parsed(&row["extendedStatistic"], "extendedStatistic")?;
    let percentile = statistic.percentile().ok_or("extendedStatistic is no percentile")?;
    let expected = row["expected"]["minimumSamples"].as_u64().ok_or("expected.minimumSamples")?;
    Ok(compare("minimumSamples", percentile.samples_min(), Some(expected)))
}

/// Runs the log events through the filter, then compares minute by minute. The pattern of these rows is only told by its
/// outcome, so one is made that says the same.
fn metric_filter(row: &Value) -> Result<Verdict, NotUnderstood> {
    known(row, &[&MEMBERS[..], &["filter", "events"]].concat())?;
    known(&row["expected"], &["datapoints"])?;
    let filter = filter(&row["filter"])?;
    let created = row["filter"].get("createdAt").map(|at| parsed(at, "filter.createdAt")).transpose()?;
    let mut series = Series::new();
    for event in row["events"].as_array().ok_or("events")? {
        known(event, &["timestamp", "message", "matched", "ingestedAt"])?;
        let at: Timestamp = parsed(&event["timestamp"], "timestamp of an event")?;
        let ingested = event.get("ingestedAt").map_or(Ok(at), |at| parsed(at, "ingestedAt of an event"))?;
        // A filter never looks back.
        if created.is_some_and(|created| ingested < created) {
            continue;
        }
        let is_match = event["matched"].as_bool().ok_or("matched of an event")?;
        let mut message = event["message"].as_object().cloned().unwrap_or_default();
        message.insert("matches".to_owned(), is_match.into());
        let message = Value::Object(message).to_string();
        let sample = filter.apply(&LogEvent::new(&message), at);
        sample.into_iter().for_each(|sample| series.add_in(sample.unit, sample.at, sample.value));
    }
    compare_minutes(&series, row["expected"]["datapoints"].as_array().ok_or("expected.datapoints")?)
}

fn filter(filter: &Value) -> Result<MetricFilter, NotUnderstood> {
    known(filter, &["metricValue", "defaultValue", "unit", "createdAt"])?;
    let value = filter["metricValue"].as_str().ok_or("filter.metricValue")?;
    let default_value = &filter["defaultValue"];
    if !default_value.is_null() && !default_value.is_number() {
        return Err("filter.defaultValue".to_owned());
    }
    Ok(MetricFilter {
        name: "filter".to_owned(),
        pattern: Pattern::parse("{ $.matches IS TRUE }").map_err(|_| "the pattern")?,
        metric: MetricId::new("Test".to_owned(), "matches".to_owned(), Vec::new()),
        value: MetricValue::parse(value).map_err(|refused| format!("filter.metricValue: {refused}"))?,
        default_value: default_value.as_f64(),
        unit: if filter["unit"].is_null() { Unit::None } else { parsed(&filter["unit"], "filter.unit")? },
        dimensions: Vec::new(),
    })
}

fn compare_minutes(series: &Series, expected: &[Value]) -> Result<Verdict, NotUnderstood> {
    for minute in expected {
        known(minute, &["start", "unit", "sum", "sampleCount", "minimum", "maximum"])?;
        let start: Timestamp = parsed(&minute["start"], "start of a datapoint")?;
        let unit: Unit = parsed(&minute["unit"], "unit of a datapoint")?;
        let Some(found) = series.datapoint(start, Duration::MINUTE, Some(unit)) else {
            return Ok(Verdict::Differs(format!("no datapoint at {start} in {unit}")));
        };
        let members = [
            ("sum", found.sum),
            ("sampleCount", found.sample_count),
            ("minimum", found.minimum),
            ("maximum", found.maximum),
        ];
        for (name, found) in members {
            match (minute.get(name), minute.get(name).and_then(Value::as_f64)) {
                (None, _) if name == "minimum" || name == "maximum" => {}
                (Some(_), Some(expected)) if expected == found => {}
                (Some(_), Some(expected)) => {
                    return Ok(Verdict::Differs(format!("{name} at {start} is {found}, not {expected}")));
                }
                (Some(_) | None, _) => return Err(format!("{name} of a datapoint")),
            }
        }
    }
    Ok(compare("number of datapoints", series.len(), expected.len()))
}

fn compare<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Verdict {
    if found == expected { Verdict::Agrees } else { Verdict::Differs(format!("{what} is {found:?}, not {expected:?}")) }
}

/// Refuses members of an object that are not known: what they say would not be compared.
///
/// # Errors
///
/// The first such member, in words.
pub fn known(object: &Value, members: &[&str]) -> Result<(), String> {
    let object = object.as_object().ok_or("no object where one should be")?;
    match object.keys().find(|key| !members.contains(&key.as_str())) {
        Some(key) => Err(format!("member {key}")),
        None => Ok(()),
    }
}

/// Reads a member that is a text further.
///
/// # Errors
///
/// That it is none, or why it cannot be read; `what` names it.
pub fn parsed<T: FromStr<Err: Display>>(value: &Value, what: &str) -> Result<T, String> {
    let text = value.as_str().ok_or_else(|| format!("{what} is no text"))?;
    text.parse().map_err(|error| format!("{what}: {error}"))
}
