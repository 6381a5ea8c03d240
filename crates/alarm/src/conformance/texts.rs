//! Reasons from their parts.

use serde_json::Value;
use signalarm_time::{Duration, Timestamp};

use super::read::{array, known, number, parsed, rule, text, whole};
use super::{NotUnderstood, differs};
use crate::{
    BandOperator, BandedDatapoint, Decision, Evaluation, Rule, RuleSettings, Slot, State, YoungBreach, anomaly_reason,
};

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

/// The reason of an evaluation that uses the deciding datapoints told, older ones that are not told, and in front of them
/// others that do not decide.
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
    let first = slots.first().map_or(Timestamp::MIN, |slot| slot.start);
    let older = |value| Slot { start: first - Duration::MINUTE, value: Some(value), sample_count: None };
    let RuleSettings { evaluation_periods, operator, threshold, .. } = *rule.settings();
    // Values that are for the state, and values that are not.
    let speaks = |value: &f64| operator.breaches(*value, threshold) == (state == State::Alarm);
    let (deciding, others): (Vec<f64>, Vec<f64>) =
        [threshold - 1.0, threshold, threshold + 1.0].into_iter().partition(speaks);
    let untold = count.saturating_sub(slots.len() as u32) as usize;
    let silent = (evaluation_periods - filled - count) as usize;
    let older = |values: &[f64], count| values.first().map(|value| older(*value)).into_iter().cycle().take(count);
    slots.splice(0..0, older(&others, silent).chain(older(&deciding, untold)).collect::<Vec<_>>());
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
