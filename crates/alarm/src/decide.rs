//! The decision of an evaluation: from the slots of the evaluation range to a state.

use crate::{MissingData, Rule, Slot, State, YoungBreach};

/// What an evaluation decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The state after it.
    pub state: State,
    /// Whether nothing was decided, so that the present state is kept.
    pub kept: bool,
    /// How many missing datapoints were filled in to make N.
    pub filled: u32,
}

/// What counts of the values that an evaluation uses: the newest N of the evaluation range.
struct Counts {
    /// How many there are.
    used: u32,
    /// How many of them breach.
    breaching: u32,
    /// The slot of the oldest breaching one, counted from the newest slot, which is 1; 0 without one.
    oldest_breaching: u32,
    /// Whether one of them has too few samples to count.
    has_low_samples: bool,
}

/// Decides on the state after an evaluation.
///
/// `slots` are those of [`Rule::window`], oldest first; `previous` is the state before. The procedure is that of the
/// CloudWatch User Guide (*Configuring how CloudWatch alarms treat missing data*), where that is silent the one that
/// fits the recorded evaluations of September 2026.
#[must_use]
pub fn decide(rule: &Rule, slots: &[Slot], previous: State) -> Decision {
    let counts = count(rule, slots);
    let filled = rule.settings().evaluation_periods - counts.used;
    let state = match (counts.used, filled) {
        // “The alarm state does not change” with too few samples; that one such datapoint is enough is an assumption.
        _ if counts.has_low_samples => None,
        (0, _) => without_values(rule.settings().missing_data),
        (_, 0) => with_all_values(rule, &counts),
        (_, filled) => with_some_values(rule, &counts, filled),
    };
    Decision { state: state.unwrap_or(previous), kept: state.is_none(), filled }
}

fn count(rule: &Rule, slots: &[Slot]) -> Counts {
    let settings = rule.settings();
    let samples_min = settings.measure.samples_min().map_or(0.0, |samples| samples as f64);
    let mut counts = Counts { used: 0, breaching: 0, oldest_breaching: 0, has_low_samples: false };
    for (age, slot) in (1..).zip(slots.iter().rev()) {
        let Some(value) = slot.value else { continue };
        if counts.used == settings.evaluation_periods {
            break;
        }
        counts.used += 1;
        counts.has_low_samples |= slot.sample_count.is_some_and(|samples| samples < samples_min);
        if settings.operator.breaches(value, settings.threshold) {
            counts.breaching += 1;
            counts.oldest_breaching = age;
        }
    }
    counts
}

/// “No slot has a value: `missing` → INSUFFICIENT_DATA, `ignore` → keep the state, `breaching` → ALARM,
/// `notBreaching` → OK.”
fn without_values(missing_data: MissingData) -> Option<State> {
    match missing_data {
        MissingData::Missing => Some(State::InsufficientData),
        MissingData::Ignore => None,
        MissingData::Breaching => Some(State::Alarm),
        MissingData::NotBreaching => Some(State::Ok),
    }
}

/// “At least N values: take the newest N values (not slots); ALARM if at least M of them breach, else OK. The treatment
/// of missing data plays no part.”
fn with_all_values(rule: &Rule, counts: &Counts) -> Option<State> {
    alarm_if(rule.datapoints_to_alarm() <= counts.breaching)
}

/// “Between 1 and N − 1 values: all values are used and N − count points are filled in.”
fn with_some_values(rule: &Rule, counts: &Counts, filled: u32) -> Option<State> {
    let datapoints_to_alarm = rule.datapoints_to_alarm();
    match rule.settings().missing_data {
        // “ALARM if breaching values + fills ≥ M, else OK.”
        MissingData::Breaching => alarm_if(datapoints_to_alarm <= counts.breaching + filled),
        // “ALARM if breaching values ≥ M, else OK.”
        MissingData::NotBreaching => alarm_if(datapoints_to_alarm <= counts.breaching),
        // “ALARM if breaching values ≥ M; else OK if any value is non-breaching,” however old the breaching ones are.
        MissingData::Missing | MissingData::Ignore if datapoints_to_alarm <= counts.breaching => Some(State::Alarm),
        MissingData::Missing | MissingData::Ignore if counts.breaching < counts.used => Some(State::Ok),
        // “Else (only breaching values, fewer than M): `ignore` keeps the state.”
        MissingData::Ignore => None,
        // “`missing` gives ALARM if the oldest breaching slot is the M-th newest slot or older, otherwise no ALARM yet.”
        MissingData::Missing if datapoints_to_alarm <= counts.oldest_breaching => Some(State::Alarm),
        MissingData::Missing => match rule.settings().young_breach {
            YoungBreach::InsufficientData => Some(State::InsufficientData),
            YoungBreach::Keep => None,
        },
    }
}

fn alarm_if(breached: bool) -> Option<State> {
    Some(if breached { State::Alarm } else { State::Ok })
}

#[cfg(test)]
mod tests;
