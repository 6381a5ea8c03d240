//! Several evaluations of one alarm.

use serde_json::{Value, json};
use signalarm_time::{Duration, Timestamp};

use super::read::{array, known, number, parsed, rule, series, slots, whole};
use super::{NotUnderstood, differs};
use crate::{Measure, Rule, Slot, State, YoungBreach, evaluate};

/// A chain is run for so many minutes at most: a hundred days.
const MINUTES_MAX: u64 = 100 * 24 * 60;

pub(super) fn timeline(row: &Value, young_breach: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    known(&row["expected"], &["states"])?;
    let rule = rule(&row["alarm"], young_breach)?;
    let mut present: State = parsed(&row["previousState"], "previousState")?;
    for expected in array(&row["expected"]["states"], "states")? {
        known(expected, &["evaluatedAt", "state"])?;
        let at: Timestamp = parsed(&expected["evaluatedAt"], "evaluatedAt")?;
        present = evaluate(&rule, &slots(&rule, &row["datapoints"], at)?, present, at).state();
        if let Some(told) = differs("state", &present, &parsed(&expected["state"], "state")?) {
            return Ok(Some(format!("at {at}: {told}")));
        }
    }
    Ok(None)
}

pub(super) fn chain(row: &Value, young_breach: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    let expected = &row["expected"];
    known(expected, &["evaluationRange", "transitions"])?;
    let rule = rule(&row["alarm"], young_breach)?;
    let range = whole(&expected["evaluationRange"], "evaluationRange")?;
    let transitions = array(&expected["transitions"], "transitions")?;
    let found = transitions_of(row, &rule)?;
    let told = differs("evaluationRange", &rule.evaluation_range(), &range);
    let told = told.or_else(|| differs("number of transitions", &found.len(), &transitions.len()));
    if told.is_some() {
        return Ok(told);
    }
    for (found, expected) in found.iter().zip(transitions) {
        known(expected, &["at", "from", "to", "newestSlot", "notify", "reason"])?;
        // A member that is absent is not compared.
        for (member, expected) in expected.as_object().into_iter().flatten() {
            let expected = match member.as_str() {
                "at" | "newestSlot" => parsed::<Timestamp>(expected, member)?.to_string().into(),
                _ => expected.clone(),
            };
            if let Some(told) = differs(member, &found[member], &expected) {
                return Ok(Some(format!("transition at {}: {told}", found["at"])));
            }
        }
    }
    Ok(None)
}

/// The transitions of a row's alarm, evaluated every minute, as the row writes them.
fn transitions_of(row: &Value, rule: &Rule) -> Result<Vec<Value>, NotUnderstood> {
    if rule.settings().measure == Measure::Expression {
        return Err("an expression, which has no samples".to_owned());
    }
    let series = series(&row["minutes"])?;
    let offset = Duration::from_millis((number(&row["offset"], "offset")? * 1_000.0).max(0.0) as u64);
    let (first, last): (Timestamp, Timestamp) = (parsed(&row["from"], "from")?, parsed(&row["to"], "to")?);
    let minutes = last.since(first).as_millis() / Duration::MINUTE.as_millis();
    if MINUTES_MAX < minutes || last < first {
        return Err(format!("from {first} to {last}"));
    }
    let notify_on = array(&row["notifyOn"], "notifyOn")?;
    let mut present: State = parsed(&row["initialState"], "initialState")?;
    let mut transitions = Vec::new();
    for minute in 0..=minutes {
        let at = first + Duration::MINUTE * minute as u32 + offset;
        let slots: Vec<Slot> = rule.slots(&series, at).collect();
        let evaluation = evaluate(rule, &slots, present, at);
        let to = evaluation.state();
        if to != present {
            transitions.push(json!({
                "at": at.to_string(),
                "from": present.to_string(),
                "to": to.to_string(),
                "newestSlot": slots.last().map(|slot| slot.start.to_string()),
                "notify": notify_on.contains(&to.to_string().into()),
                "reason": evaluation.reason(),
            }));
            present = to;
        }
    }
    Ok(transitions)
}
