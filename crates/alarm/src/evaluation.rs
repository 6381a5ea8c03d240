//! One evaluation of an alarm: the slots, the decision, and which datapoints it rests on.

use signalarm_time::Timestamp;

use crate::{Decision, Rule, State, decide};

/// One slot of the evaluation range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// Its start.
    pub start: Timestamp,
    /// The value of the rule's measure; `None`: the datapoint is missing.
    pub value: Option<f64>,
    /// How many samples are behind the value; `None`: none, or an expression's, which has no samples of its own.
    pub sample_count: Option<f64>,
}

/// One evaluation of an alarm. Its texts ([`Evaluation::reason`], [`Evaluation::reason_data`]) are made when they are
/// asked for; a minute in which nothing changes costs no allocation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) slots: &'a [Slot],
    pub(crate) at: Timestamp,
    pub(crate) decision: Decision,
}

/// Evaluates a rule at an instant: `slots` are those of [`Rule::slots`], oldest first; `previous` is the state before.
#[must_use]
pub fn evaluate<'a>(rule: &'a Rule, slots: &'a [Slot], previous: State, at: Timestamp) -> Evaluation<'a> {
    Evaluation { rule, slots, at, decision: decide(rule, slots, previous) }
}

impl<'a> Evaluation<'a> {
    /// What was decided.
    #[must_use]
    pub fn decision(&self) -> Decision {
        self.decision
    }

    /// The state after the evaluation.
    #[must_use]
    pub fn state(&self) -> State {
        self.decision.state
    }

    /// The slots with the values that were used, newest first: the newest N.
    pub fn used(&self) -> impl Iterator<Item = &'a Slot> + use<'a> {
        let count = self.rule.settings().evaluation_periods - self.decision.filled;
        self.slots.iter().rev().filter(|slot| slot.value.is_some()).take(count as usize)
    }

    /// The used slots that speak for the state, newest first: the breaching ones for ALARM, the others for OK.
    pub fn deciding(&self) -> impl Iterator<Item = &'a Slot> + use<'a> {
        let settings = self.rule.settings();
        let state = self.decision.state;
        self.used().filter(move |slot| match (slot.value, state) {
            (Some(value), State::Alarm) => settings.operator.breaches(value, settings.threshold),
            (Some(value), State::Ok) => !settings.operator.breaches(value, settings.threshold),
            (Some(_), State::InsufficientData) | (None, _) => false,
        })
    }
}
