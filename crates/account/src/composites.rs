//! Composite alarms as the account holds them.
//!
//! Not here: suppressed actions.

use std::collections::BTreeMap;
use std::sync::Arc;

use signalarm_alarm::{AlarmArn, ChildChange, CompositeAlarm, CompositeRule, Reason, ReasonedState, State};
use signalarm_cloud::{AlarmType, PutCompositeAlarm, Refusal, SetAlarmState, tag_set};
use signalarm_notification::{AlarmSettings, Arn, HistoryItem, KeptAlarm, TriggeringChild, Watched};
use signalarm_time::Timestamp;

use crate::account::Account;
use crate::alarms::name_taken;
use crate::history::HistoryEvent;
use crate::transitions::Entered;

/// A composite alarm.
#[derive(Clone)]
pub(crate) struct CompositeInForce {
    /// As it was asked for, without tags.
    pub(crate) request: PutCompositeAlarm,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) rule: CompositeRule,
    pub(crate) alarm: CompositeAlarm,
    pub(crate) configured: Timestamp,
    pub(crate) state_entered: Timestamp,
    /// *StateReasonData* as *SetAlarmState* gave it, every blank included.
    pub(crate) given_reason_data: Option<String>,
}

impl CompositeInForce {
    fn state(&self) -> ReasonedState {
        let reason = Reason::given(self.alarm.reason().to_owned(), self.alarm.reason_data().cloned());
        ReasonedState { value: self.alarm.state(), reason }
    }
}

impl Account {
    /// *PutCompositeAlarm*: it is evaluated at once. The request with which it stands already does nothing at all
    /// (recorded answers).
    pub(crate) fn put_composite_alarm(&mut self, request: PutCompositeAlarm) -> Result<(), Refusal> {
        let name = request.alarm_name.clone();
        let (own, rule) = request.check(&self.place.alarm_arn(&name), &|name| self.alarm_state(name).is_some())?;
        if self.alarm_names.contains_key(&name) {
            return Err(name_taken(&name));
        }
        let tags = request.tags.clone();
        let actions_enabled = Some(request.actions_enabled.unwrap_or(true));
        let request = PutCompositeAlarm { actions_enabled, tags: Vec::new(), ..request };
        match self.composites.get(&name) {
            Some(present) if present.request == request => return Ok(()),
            Some(_) => self.update_composite(&name, request, rule),
            None => {
                let states = self.states(&rule);
                let alarm = CompositeAlarm::create(own, rule.clone(), &state_in(&states));
                let (tags, now) = (tag_set(&tags)?, self.now);
                let created = CompositeInForce {
                    request,
                    tags,
                    rule,
                    alarm,
                    configured: now,
                    state_entered: now,
                    given_reason_data: None,
                };
                self.composites.insert(name.clone(), created);
                // The item is of the moment before the first evaluation (recorded answers).
                self.remember_composite(&name, |kept| {
                    HistoryItem::created(&KeptAlarm { state: State::InsufficientData, ..*kept })
                });
            }
        }
        Ok(())
    }

    fn update_composite(&mut self, name: &str, request: PutCompositeAlarm, rule: CompositeRule) {
        let states = self.states(&rule);
        self.reconfigure_composite(name, request);
        let (now, arn) = (self.now, self.alarm_arn(name));
        let Some(composite) = self.composites.get_mut(name) else { return };
        let before = composite.state();
        composite.rule = rule.clone();
        if composite.alarm.update(rule, &state_in(&states)).is_some() {
            (composite.state_entered, composite.given_reason_data) = (now, None);
            let entered = entered(composite, &arn, before, None);
            self.enter(entered);
        }
    }

    /// *EnableAlarmActions* and *DisableAlarmActions* for one composite alarm.
    pub(crate) fn enable_composite(&mut self, name: &str, enabled: bool) {
        let Some(composite) = self.composites.get(name) else { return };
        let request = PutCompositeAlarm { actions_enabled: Some(enabled), ..composite.request.clone() };
        self.reconfigure_composite(name, request);
    }

    fn reconfigure_composite(&mut self, name: &str, request: PutCompositeAlarm) {
        let now = self.now;
        let Some(composite) = self.composites.get_mut(name) else { return };
        let before = told(&std::mem::replace(&mut composite.request, request));
        let configured = std::mem::replace(&mut composite.configured, now);
        self.remember_composite(name, |now| {
            HistoryItem::updated(&KeptAlarm { settings: &before, configured, ..*now }, now)
        });
    }

    /// *SetAlarmState* for one composite alarm: it stands until a child changes.
    pub(crate) fn set_composite_state(&mut self, request: &SetAlarmState, asked_for: &ReasonedState) {
        let (arn, now) = (self.alarm_arn(&request.alarm_name), self.now);
        let Some(composite) = self.composites.get_mut(&request.alarm_name) else { return };
        let before = composite.state();
        if composite.alarm.set_state(asked_for).is_some() {
            (composite.state_entered, composite.given_reason_data) = (now, request.state_reason_data.clone());
            let entered = entered(composite, &arn, before, None);
            self.enter(entered);
        }
    }

    /// *DeleteAlarms* for one composite alarm.
    pub(crate) fn delete_composite(&mut self, name: &str) {
        self.remember_composite(name, HistoryItem::deleted);
        self.composites.remove(name);
    }

    fn remember_composite(&mut self, name: &str, item: impl FnOnce(&KeptAlarm<'_>) -> HistoryItem) {
        let Some(composite) = self.composites.get(name) else { return };
        let item = item(&KeptAlarm {
            settings: &told(&composite.request),
            arn: &self.alarm_arn(name),
            configured: composite.configured,
            state: composite.alarm.state(),
            state_since: composite.state_entered,
        });
        let settings = Arc::new(told(&composite.request));
        self.remember(AlarmType::Composite, &settings, HistoryEvent::Configuration(Box::new(item)));
    }

    /// The composite alarms whose rules refer to an alarm.
    pub(crate) fn parents(&self, name: &str) -> Vec<String> {
        let refers =
            |composite: &CompositeInForce| composite.rule.children().iter().any(|child| child_name(child) == name);
        self.composites.iter().filter(|(_, composite)| refers(composite)).map(|(name, _)| name.clone()).collect()
    }

    /// What becomes of a composite alarm after a child has entered a state.
    pub(crate) fn child_changed(&mut self, name: &str, child: &Entered) -> Option<Entered> {
        let states = self.states(&self.composites.get(name)?.rule);
        let (arn, now) = (self.place.alarm_arn(&child.settings.name), self.now);
        let child_arn: AlarmArn = arn.parse().ok()?;
        let change = ChildChange { arn: &child_arn, to: child.state.value, at: now };
        let own_arn = self.alarm_arn(name);
        let composite = self.composites.get_mut(name)?;
        let before = composite.state();
        composite.alarm.child_changed(&change, &state_in(&states))?;
        (composite.state_entered, composite.given_reason_data) = (now, None);
        Some(entered(composite, &own_arn, before, Some(TriggeringChild { arn, state: change.to, at: now })))
    }

    /// The states of the alarms that a rule refers to, as written there. A deleted one is taken to tell nothing.
    fn states(&self, rule: &CompositeRule) -> BTreeMap<String, State> {
        let state = |child: &str| self.alarm_state(child_name(child)).unwrap_or(State::InsufficientData);
        rule.children().into_iter().map(|child| (child.to_owned(), state(child))).collect()
    }
}

fn state_in(states: &BTreeMap<String, State>) -> impl Fn(&str) -> State {
    |child| states.get(child).copied().unwrap_or(State::InsufficientData)
}

/// The name of an alarm that a rule refers to by name or ARN.
fn child_name(child: &str) -> &str {
    if child.starts_with("arn:") { child.splitn(7, ':').nth(6).unwrap_or(child) } else { child }
}

fn entered(
    composite: &CompositeInForce,
    arn: &Arn,
    before: ReasonedState,
    triggering_child: Option<TriggeringChild>,
) -> Entered {
    Entered {
        alarm_type: AlarmType::Composite,
        arn: arn.clone(),
        settings: Arc::new(told(&composite.request)),
        configured: None,
        before,
        state: composite.state(),
        at: composite.state_entered,
        records: Vec::new(),
        triggering_child,
    }
}

fn told(request: &PutCompositeAlarm) -> AlarmSettings {
    AlarmSettings {
        name: request.alarm_name.clone(),
        description: request.alarm_description.clone(),
        actions_enabled: request.actions_enabled.unwrap_or(true),
        ok_actions: request.ok_actions.clone(),
        alarm_actions: request.alarm_actions.clone(),
        insufficient_data_actions: request.insufficient_data_actions.clone(),
        watched: Watched::Alarms(signalarm_notification::CompositeRule {
            rule: request.alarm_rule.clone(),
            suppressor: None,
        }),
    }
}
