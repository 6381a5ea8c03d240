//! Decisions on given slots, and whole evaluations.

use serde_json::Value;
use signalarm_time::{Duration, Timestamp};

use super::read::{array, known, number_or_null, parsed, parsed_if_any, rule, slots, whole};
use super::{NotUnderstood, differs, previous_states};
use crate::{Decision, Evaluation, Slot, State, YoungBreach, decide, evaluate};

/// The decision on the slots of a row from each state before it.
fn decisions(row: &Value, young_breach: YoungBreach) -> Result<Vec<(State, Decision)>, NotUnderstood> {
    let rule = rule(&row["alarm"], young_breach)?;
    let values = array(&row["values"], "values")?;
    if values.len() as u64 != u64::from(whole(&row["evaluationRange"], "evaluationRange")?) {
        return Err("evaluationRange is not the number of values".to_owned());
    }
    let mut slots = Vec::new();
    for (number, value) in (0..).zip(values) {
        let start = Timestamp::MIN + Duration::MINUTE * number;
        slots.push(Slot { start, value: number_or_null(value, "values")?, sample_count: None });
    }
    let decided = |previous| (previous, decide(&rule, &slots, previous));
    Ok(previous_states(row)?.into_iter().map(decided).collect())
}

pub(super) fn snapshot(row: &Value, young_breach: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    let expected = &row["expected"];
    known(expected, &["state", "filled", "retained", "transition"])?;
    for (previous, found) in decisions(row, young_breach)? {
        let told = match expected["state"].as_str() {
            Some("UNDETERMINED") if found.state == State::Alarm => Some("state is ALARM".to_owned()),
            Some("UNDETERMINED") => None,
            Some(_) | None => differs("state", &found.state, &parsed(&expected["state"], "state")?),
        };
        let told = told
            .or_else(|| expected_or(expected, "filled", found.filled.into()))
            .or_else(|| expected_or(expected, "retained", found.kept.into()))
            .or_else(|| expected_or(expected, "transition", (found.state != previous).into()));
        if let Some(told) = told {
            return Ok(Some(format!("from {previous}: {told}")));
        }
    }
    Ok(None)
}

pub(super) fn superseded(row: &Value, young_breach: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    known(&row["expected"], &["stateIsNot"])?;
    let old: State = parsed(&row["expected"]["stateIsNot"], "stateIsNot")?;
    let mut decisions = decisions(row, young_breach)?.into_iter();
    Ok(decisions.find(|(_, found)| found.state == old).map(|(from, _)| format!("from {from}: state is {old}")))
}

/// Compares a member that may be absent.
fn expected_or(expected: &Value, member: &str, found: Value) -> Option<String> {
    expected.get(member).and_then(|expected| differs(member, &found, expected))
}

pub(super) fn evaluation(row: &Value, young_breach: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    let expected = &row["expected"];
    known(expected, &["state", "transition", "reason", "reasonData", "window", "values"])?;
    let rule = rule(&row["alarm"], young_breach)?;
    let at: Timestamp = parsed(&row["evaluatedAt"], "evaluatedAt")?;
    let slots = slots(&rule, &row["datapoints"], at)?;
    let state = parsed(&expected["state"], "state")?;
    let period = rule.settings().period.duration();
    let window = window(expected, &slots, period)?;
    for previous in previous_states(row)? {
        let evaluation = evaluate(&rule, &slots, previous, at);
        let told = window
            .clone()
            .or_else(|| differs("state", &evaluation.state(), &state))
            .or_else(|| expected_or(expected, "transition", (evaluation.state() != previous).into()))
            .or_else(|| expected_or(expected, "reason", evaluation.reason().into()))
            .or_else(|| reason_data(expected, &evaluation));
        if let Some(told) = told {
            return Ok(Some(format!("from {previous}: {told}")));
        }
    }
    Ok(None)
}

/// Compares the window and its values.
fn window(expected: &Value, slots: &[Slot], period: Duration) -> Result<Option<String>, NotUnderstood> {
    let (Some(oldest), Some(newest)) = (slots.first(), slots.last()) else { return Ok(None) };
    let none = Value::Object(serde_json::Map::new());
    let window = expected.get("window").unwrap_or(&none);
    known(window, &["end", "evaluationRange", "oldestSlot", "newestSlot"])?;
    for (member, found) in [("end", newest.start + period), ("oldestSlot", oldest.start), ("newestSlot", newest.start)]
    {
        let expected: Option<Timestamp> = parsed_if_any(window, member)?;
        if let Some(told) = expected.and_then(|expected| differs(member, &found, &expected)) {
            return Ok(Some(told));
        }
    }
    let values: Vec<Option<f64>> = slots.iter().map(|slot| slot.value).collect();
    let told = expected_or(window, "evaluationRange", slots.len().into());
    let wanted = expected.get("values").map(|wanted| array(wanted, "values")).transpose()?;
    let wanted = wanted.map(|wanted| wanted.iter().map(Value::as_f64).collect::<Vec<_>>());
    Ok(told.or_else(|| wanted.and_then(|wanted| differs("values", &values, &wanted))))
}

/// Compares the reason data as text, since the order of keys counts; a row may be silent about the date of the query.
fn reason_data(expected: &Value, evaluation: &Evaluation<'_>) -> Option<String> {
    let expected = expected.get("reasonData")?;
    let mut found = evaluation.reason_data();
    if let (None, Some(found)) = (expected.get("queryDate"), found.as_object_mut()) {
        found.shift_remove("queryDate");
    }
    differs("reasonData", &found.to_string(), &with_decimals(expected).to_string())
}

/// The same with every number as CloudWatch writes it, except those that are whole by their nature.
fn with_decimals(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        Value::Array(items) => items.iter().map(with_decimals).collect(),
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| {
                let value = if key == "period" { value.clone() } else { with_decimals(value) };
                (key.clone(), value)
            };
            Value::Object(members.iter().map(member).collect())
        }
        Value::Null | Value::Bool(_) | Value::String(_) => value.clone(),
    }
}
