//! Reasons from their parts.

use serde_json::Value;
use signalarm_time::{Duration, Timestamp};

use super::read::{array, known, number, parsed, rule, text, whole};
use super::{NotUnderstood, differs};
use crate::{BandOperator, BandedDatapoint, Decision, Evaluation, Rule, Slot, State, YoungBreach, anomaly_reason};

pub(super) fn reason_text(row: &Value, young_breach: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    known(&row["expected"], &["reason"])?;
    let expected = text(&row["expected"]["reason"], "reason")?.to_owned();
    let state: State = parsed(&row["state"], "state")?;
    let operator: Result<BandOperator, _> = parsed(&row["alarm"]["comparisonOperator"], "comparisonOperator");
    let found = match operator {
        Ok(operator) => anomaly(row, operator, state)?,
        Err(_) => threshold(row, &rule(&row["alarm"], young_breach)?, state)?,
    };
    Ok(differs("reason", &found, &expected))
}

/// The reason of an evaluation that knows the deciding datapoints alone. Those that are not told are older, and not
/// listed either.
fn threshold(row: &Value, rule: &Rule, state: State) -> Result<String, NotUnderstood> {
    let count = whole(&row["decidingCount"], "decidingCount")?;
    let filled = whole(&row["filled"], "filled")?;
    if rule.settings().evaluation_periods < count.saturating_add(filled) {
        return Err("more datapoints than evaluationPeriods".to_owned());
    }
    let mut slots = Vec::new();
    for datapoint in array(&row["deciding"], "deciding")? {
        known(datapoint, &["start", "value"])?;
        let start: Timestamp = parsed(&datapoint["start"], "start of a datapoint")?;
        slots.push(Slot { start, value: Some(number(&datapoint["value"], "value")?), sample_count: None });
    }
    if let Some(oldest) = slots.first().copied() {
        let older = |back| Slot { start: oldest.start - Duration::MINUTE * back, ..oldest };
        let untold = (1..=count.saturating_sub(slots.len() as u32)).rev().map(older).collect::<Vec<_>>();
        slots.splice(0..0, untold);
    }
    let decision = Decision { state, kept: false, filled };
    let evaluation = Evaluation { rule, slots: &slots, at: Timestamp::MAX, decision };
    Ok(evaluation.reason().unwrap_or_default())
}

fn anomaly(row: &Value, operator: BandOperator, state: State) -> Result<String, NotUnderstood> {
    let alarm = &row["alarm"];
    let periods = whole(&alarm["evaluationPeriods"], "evaluationPeriods")?;
    let mut deciding = Vec::new();
    for datapoint in array(&row["deciding"], "deciding")?.iter().rev() {
        known(datapoint, &["start", "value", "lower", "upper"])?;
        deciding.push(BandedDatapoint {
            start: parsed(&datapoint["start"], "start of a datapoint")?,
            value: number(&datapoint["value"], "value")?,
            lower: number(&datapoint["lower"], "lower")?,
            upper: number(&datapoint["upper"], "upper")?,
        });
    }
    let datapoints = whole(&alarm["datapointsToAlarm"], "datapointsToAlarm")?;
    Ok(anomaly_reason(operator, (datapoints, periods), state, &deciding))
}

pub(super) fn reason_suffix(row: &Value, young_breach: YoungBreach) -> Result<Option<String>, NotUnderstood> {
    let expected = &row["expected"];
    known(expected, &["alarmSuffix", "okSuffix"])?;
    let rule = rule(&row["alarm"], young_breach)?;
    // One above the threshold of 0, and one that is not.
    for (state, value, member) in [(State::Alarm, 1.0, "alarmSuffix"), (State::Ok, 0.0, "okSuffix")] {
        let Some(suffix) = expected.get(member) else { continue };
        let slots = [Slot { start: Timestamp::MIN, value: Some(value), sample_count: None }];
        let decision = Decision { state, kept: false, filled: 0 };
        let reason =
            Evaluation { rule: &rule, slots: &slots, at: Timestamp::MIN, decision }.reason().unwrap_or_default();
        if !reason.ends_with(&format!(" {}.", text(suffix, member)?)) {
            return Ok(Some(format!("{member}: the reason is {reason}")));
        }
    }
    Ok(None)
}
