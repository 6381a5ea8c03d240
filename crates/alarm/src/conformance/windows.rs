//! When alarms are evaluated, and which slots they look at.

use serde_json::Value;
use signalarm_time::{Duration, Timestamp};

use super::read::{array, known, parsed, rule, whole};
use super::{NotUnderstood, differs};
use crate::YoungBreach;

pub(super) fn window(row: &Value, young_breach: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    known(&row["expected"], &["slotStarts"])?;
    let rule = rule(&row["alarm"], young_breach)?;
    let starts = array(&row["expected"]["slotStarts"], "slotStarts")?.iter();
    let expected: Vec<Timestamp> = starts.map(|start| parsed(start, "slotStarts")).collect::<Result<_, _>>()?;
    let window: Vec<Timestamp> = rule.window(parsed(&row["evaluatedAt"], "evaluatedAt")?).collect();
    let older = window.len().saturating_sub(rule.settings().evaluation_periods as usize);
    Ok(differs("slotStarts", &window[older..].to_vec(), &expected))
}

pub(super) fn range(row: &Value, young_breach: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    let expected = &row["expected"];
    known(expected, &["evaluationRange", "atLeast"])?;
    let rule = rule(&row["alarm"], young_breach)?;
    let found = rule.evaluation_range();
    let told = match (expected.get("evaluationRange"), expected.get("atLeast")) {
        (Some(exactly), None) => differs("evaluationRange", &found, &whole(exactly, "evaluationRange")?),
        (None, Some(bound)) if found < whole(bound, "atLeast")? => Some(format!("evaluationRange is {found}")),
        (None, Some(_)) => None,
        (Some(_), Some(_)) | (None, None) => return Err("expected has not one of the two".to_owned()),
    };
    if told.is_some() {
        return Ok(told);
    }
    for seen in row.get("seen").map_or(Ok(&[][..]), |seen| array(seen, "seen"))? {
        known(seen, &["datum", "evaluatedAt", "inRange"])?;
        let datum: Timestamp = parsed(&seen["datum"], "datum")?;
        let at = parsed(&seen["evaluatedAt"], "evaluatedAt")?;
        let end = rule.window_end(at);
        let is_in_range = end - rule.range_duration() <= datum && datum < end;
        if let Some(told) = differs("inRange", &Some(is_in_range), &seen["inRange"].as_bool()) {
            return Ok(Some(format!("{datum} at {at}: {told}")));
        }
    }
    Ok(None)
}

/// Each time must be that of an evaluation of an alarm whose offset is that of the first one.
pub(super) fn cadence(row: &Value, young_breach: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    known(&row["expected"], &["toleranceMs"])?;
    let alarm = match row["everySeconds"].as_u64() {
        Some(10) => serde_json::json!({ "period": 10, "evaluationPeriods": 1 }),
        Some(60) => serde_json::json!({ "period": 60, "evaluationPeriods": 1 }),
        Some(3_600) => serde_json::json!({ "period": 86_400, "evaluationPeriods": 2 }),
        Some(_) | None => return Err("everySeconds".to_owned()),
    };
    let rule = rule(&alarm, young_breach)?;
    let tolerance = Duration::from_millis(whole(&row["expected"]["toleranceMs"], "toleranceMs")?.into());
    let times = array(&row["evaluations"], "evaluations")?.iter();
    let times: Vec<Timestamp> = times.map(|time| parsed(time, "evaluations")).collect::<Result<_, _>>()?;
    let first = times.first().ok_or("evaluations are none")?;
    let offset = first.since(first.floor(rule.cadence()));
    for time in &times {
        let next = rule.next_evaluation(offset, *time - tolerance - Duration::from_millis(1));
        if tolerance < next.since(*time) {
            return Ok(Some(format!("no evaluation at {time}, the next one is at {next}")));
        }
    }
    Ok(None)
}
