//! The state of a composite alarm.

use serde_json::{Value, json};
use signalarm_time::Timestamp;

use super::{AlarmArn, CompositeRule};
use crate::{ReasonedState, State};

/// A composite alarm: its rule, and its state with the reason.
#[derive(Clone, Debug, PartialEq)]
pub struct CompositeAlarm {
    arn: AlarmArn,
    rule: CompositeRule,
    state: State,
    reason: String,
    reason_data: Option<Value>,
}

/// A child has changed its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChildChange<'a> {
    /// Its ARN.
    pub arn: &'a AlarmArn,
    /// Its new state.
    pub to: State,
    /// When: the composite alarm takes the same millisecond.
    pub at: Timestamp,
}

impl CompositeAlarm {
    /// A new composite alarm, evaluated at once. `state_of` answers the state of a child, as the rule writes it.
    #[must_use]
    pub fn create(arn: AlarmArn, rule: CompositeRule, state_of: &dyn Fn(&str) -> State) -> Self {
        let state = value_of(&rule, state_of);
        let reason = format!("{arn} was created and its alarm rule evaluates to {state}");
        Self { arn, rule, state, reason, reason_data: Some(triggered_by(None)) }
    }

    /// Gives it a new rule, which is evaluated at once. Says the state before where it has changed.
    pub fn update(&mut self, rule: CompositeRule, state_of: &dyn Fn(&str) -> State) -> Option<State> {
        self.rule = rule;
        let state = value_of(&self.rule, state_of);
        let reason = format!("{} was updated and its new alarm rule evaluates to {state}", self.arn);
        self.enter(state, reason, None)
    }

    /// Evaluates it after a child has changed. Says the state before where it has changed as well; otherwise nothing
    /// does, not even the reason (recorded answers, September 2026).
    pub fn child_changed(&mut self, change: &ChildChange<'_>, state_of: &dyn Fn(&str) -> State) -> Option<State> {
        let state = value_of(&self.rule, state_of);
        let reason = format!("{} transitioned to {} at {}", change.arn, change.to, change.at.mail_form());
        self.enter(state, reason, Some(change))
    }

    fn enter(&mut self, state: State, reason: String, change: Option<&ChildChange<'_>>) -> Option<State> {
        if state == self.state {
            return None;
        }
        (self.reason, self.reason_data) = (reason, Some(triggered_by(change)));
        Some(std::mem::replace(&mut self.state, state))
    }

    /// *SetAlarmState*: it stands until a child changes. Says the state before where it has changed; setting the present
    /// one does nothing (recorded answers, September 2026).
    pub fn set_state(&mut self, asked_for: &ReasonedState) -> Option<State> {
        if asked_for.value == self.state {
            return None;
        }
        (self.reason, self.reason_data) = (asked_for.reason.to_string(), asked_for.reason.data().cloned());
        Some(std::mem::replace(&mut self.state, asked_for.value))
    }

    /// Its state.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// The reason of its state.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The reason of its state as JSON; *SetAlarmState* may leave it out.
    #[must_use]
    pub fn reason_data(&self) -> Option<&Value> {
        self.reason_data.as_ref()
    }
}

/// TRUE is ALARM, FALSE is OK.
fn value_of(rule: &CompositeRule, state_of: &dyn Fn(&str) -> State) -> State {
    if rule.holds(state_of) { State::Alarm } else { State::Ok }
}

fn triggered_by(change: Option<&ChildChange<'_>>) -> Value {
    let child = |change: &ChildChange<'_>| {
        let state = json!({ "value": change.to.to_string(), "timestamp": change.at.message_form().to_string() });
        json!({ "arn": change.arn.to_string(), "state": state })
    };
    json!({ "triggeringAlarms": change.map(child).into_iter().collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded answers of September 2026.
    #[test]
    fn the_reason_names_the_child_or_the_update() {
        let arn: AlarmArn = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:c".parse().unwrap();
        let rule = |text: &str| CompositeRule::parse(text).unwrap();
        let all = |state: State| move |_: &str| state;
        let mut composite = CompositeAlarm::create(arn.clone(), rule("ALARM(a) OR ALARM(b)"), &all(State::Ok));
        assert_eq!(composite.reason(), format!("{arn} was created and its alarm rule evaluates to OK"));
        assert_eq!(composite.reason_data().unwrap().to_string(), r#"{"triggeringAlarms":[]}"#);

        let child = arn.sibling("a");
        let at = "2026-09-14T06:32:00.100Z".parse().unwrap();
        let change = ChildChange { arn: &child, to: State::Alarm, at };
        assert_eq!(composite.child_changed(&change, &all(State::Alarm)), Some(State::Ok));
        let reason = format!("{child} transitioned to ALARM at Monday 14 September, 2026 06:32:00 UTC");
        assert_eq!(composite.reason(), reason);
        let data = composite.reason_data().unwrap().to_string();
        assert!(data.contains(r#""timestamp":"2026-09-14T06:32:00.100+0000""#), "{data}");

        assert_eq!(composite.update(rule("ALARM(a)"), &all(State::Alarm)), None);
        assert_eq!((composite.state(), composite.reason()), (State::Alarm, reason.as_str()), "the state is the same");
        assert_eq!(composite.update(rule("FALSE"), &all(State::Alarm)), Some(State::Alarm));
        assert_eq!(composite.reason(), format!("{arn} was updated and its new alarm rule evaluates to OK"));
    }
}
