//! Reading the members of a row.

use std::fmt::Display;
use std::str::FromStr;

use serde_json::Value;
use signalarm_metric::Series;
pub(super) use signalarm_metric::conformance::{known, parsed};
use signalarm_time::Timestamp;

use super::NotUnderstood;
use crate::{Measure, Operator, Period, Rule, RuleSettings, Slot, Statistic, YoungBreach};

/// A text that is read further, of a member that may be absent.
pub(super) fn parsed_if_any<T: FromStr<Err: Display>>(
    object: &Value,
    member: &str,
) -> Result<Option<T>, NotUnderstood> {
    object.get(member).map(|value| parsed(value, member)).transpose()
}

pub(super) fn text<'a>(value: &'a Value, what: &str) -> Result<&'a str, NotUnderstood> {
    value.as_str().ok_or_else(|| format!("{what} is no text"))
}

pub(super) fn array<'a>(value: &'a Value, what: &str) -> Result<&'a [Value], NotUnderstood> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| format!("{what} is no array"))
}

pub(super) fn whole(value: &Value, what: &str) -> Result<u32, NotUnderstood> {
    value.as_u64().and_then(|number| number.try_into().ok()).ok_or_else(|| format!("{what} is no whole number"))
}

pub(super) fn number(value: &Value, what: &str) -> Result<f64, NotUnderstood> {
    value.as_f64().ok_or_else(|| format!("{what} is no number"))
}

/// A number, or null.
pub(super) fn number_or_null(value: &Value, what: &str) -> Result<Option<f64>, NotUnderstood> {
    if value.is_null() { Ok(None) } else { number(value, what).map(Some) }
}

/// The members of an alarm's configuration.
const ALARM: [&str; 11] = [
    "period",
    "evaluationPeriods",
    "datapointsToAlarm",
    "statistic",
    "extendedStatistic",
    "expression",
    "unit",
    "threshold",
    "comparisonOperator",
    "treatMissingData",
    "evaluateLowSampleCountPercentile",
];

/// The rule of an alarm's configuration; what kinds of rows leave out is of no account for them.
pub(super) fn rule(alarm: &Value, young_breach: YoungBreach) -> Result<Rule, NotUnderstood> {
    known(alarm, &ALARM)?;
    let seconds = alarm.get("period").map_or(Ok(10), |period| whole(period, "period"))?;
    let period = Period::from_seconds(seconds.into()).map_err(|error| error.to_string())?;
    let periods = whole(&alarm["evaluationPeriods"], "evaluationPeriods")?;
    let operator = parsed_if_any(alarm, "comparisonOperator")?.unwrap_or(Operator::GreaterThan);
    let threshold = alarm.get("threshold").map_or(Ok(0.0), |threshold| number(threshold, "threshold"))?;
    let settings = RuleSettings {
        datapoints_to_alarm: match alarm.get("datapointsToAlarm") {
            Some(datapoints) => Some(whole(datapoints, "datapointsToAlarm")?),
            None => None,
        },
        unit: parsed_if_any(alarm, "unit")?,
        missing_data: parsed_if_any(alarm, "treatMissingData")?.unwrap_or_default(),
        young_breach,
        ..RuleSettings::new(period, periods, measure(alarm)?, operator, threshold)
    };
    Rule::new(settings).map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

fn measure(alarm: &Value) -> Result<Measure, NotUnderstood> {
    let statistic: Option<Statistic> = parsed_if_any(alarm, "statistic")?;
    let low_samples = parsed_if_any(alarm, "evaluateLowSampleCountPercentile")?;
    match (statistic, parsed_if_any(alarm, "extendedStatistic")?, alarm.get("expression"), low_samples) {
        (None, None, None, None) => Ok(Measure::Statistic(Statistic::Sum)),
        (Some(statistic), None, None, None) => Ok(Measure::Statistic(statistic)),
        (None, Some(statistic), None, low_samples) => Ok(Measure::Extended(statistic, low_samples.unwrap_or_default())),
        (None, None, Some(Value::String(_)), None) => Ok(Measure::Expression),
        _ => Err("statistic, extendedStatistic and expression of an alarm".to_owned()),
    }
}

/// The slots of an evaluation that knows these datapoints.
pub(super) fn slots(rule: &Rule, datapoints: &Value, at: Timestamp) -> Result<Vec<Slot>, NotUnderstood> {
    let mut known_slots = Vec::new();
    for datapoint in array(datapoints, "datapoints")? {
        known(datapoint, &["start", "value", "sampleCount"])?;
        known_slots.push(Slot {
            start: parsed(&datapoint["start"], "start of a datapoint")?,
            value: Some(number(&datapoint["value"], "value of a datapoint")?),
            sample_count: number_or_null(&datapoint["sampleCount"], "sampleCount of a datapoint")?,
        });
    }
    let slot = |start| known_slots.iter().find(|slot| slot.start == start).copied();
    let missing = |start| Slot { start, value: None, sample_count: None };
    Ok(rule.window(at).map(|start| slot(start).unwrap_or_else(|| missing(start))).collect())
}

/// The series of samples by minute, of the unit that metric filters write.
pub(super) fn series(minutes: &Value) -> Result<Series, NotUnderstood> {
    let mut series = Series::new();
    series.keep_values();
    for minute in array(minutes, "minutes")? {
        let start: Timestamp = parsed(&minute["start"], "start of a minute")?;
        for sample in array(&minute["samples"], "samples")? {
            series.add(start, number(sample, "a sample")?);
        }
    }
    Ok(series)
}
