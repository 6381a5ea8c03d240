//! What a change of an alarm's state brings about: history, actions, and composite alarms that follow.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use signalarm_alarm::{ReasonedState, State};
use signalarm_cloud::AlarmType;
use signalarm_notification::{
    AlarmSettings, Arn, Deliveries, Delivery, Endpoint, Message, NotPublished, TriggeringChild,
};
use signalarm_time::Timestamp;

use crate::account::Account;
use crate::alarms::AlarmInForce;
use crate::history::HistoryEvent;
use crate::journal::{RecordIndex, What, WhyUnnotified};

/// An alarm has entered another state.
#[derive(Clone)]
pub(crate) struct Entered {
    pub(crate) alarm_type: AlarmType,
    pub(crate) arn: Arn,
    pub(crate) settings: Arc<AlarmSettings>,
    /// When it was configured, where its message tells that.
    pub(crate) configured: Option<Timestamp>,
    pub(crate) before: ReasonedState,
    pub(crate) state: ReasonedState,
    /// When it entered it.
    pub(crate) at: Timestamp,
    /// The records behind the datapoints that decided.
    pub(crate) records: Vec<RecordIndex>,
    /// The alarm under a composite alarm whose change it follows.
    pub(crate) triggering_child: Option<TriggeringChild>,
}

impl Entered {
    /// A metric alarm has, and was in the state `before`.
    pub(crate) fn of_metric_alarm(alarm: &AlarmInForce, before: ReasonedState, records: Vec<RecordIndex>) -> Self {
        let life = &alarm.life;
        Self {
            alarm_type: AlarmType::Metric,
            arn: alarm.arn.clone(),
            settings: Arc::clone(&alarm.told),
            configured: Some(life.configured()),
            before,
            state: life.state().clone(),
            at: life.state_entered(),
            records,
            triggering_child: None,
        }
    }
}

impl Account {
    /// The ARN of an alarm of this account.
    pub(crate) fn alarm_arn(&self, name: &str) -> Arn {
        self.place.alarm_arn(name).parse().expect("an alarm of an account has an ARN")
    }

    /// A change of state, and the changes of composite alarms that follow it.
    ///
    /// Composite alarms may refer to each other in a circle, of which CloudWatch says that evaluation stops; here each
    /// alarm changes once at most on account of one change.
    pub(crate) fn enter(&mut self, first: Entered) {
        if self.composites.is_empty() {
            return self.tell_of(&first);
        }
        let mut changed = BTreeSet::new();
        let mut waiting = VecDeque::from([first]);
        while let Some(entered) = waiting.pop_front() {
            changed.insert(entered.settings.name.clone());
            self.tell_of(&entered);
            for parent in self.parents(&entered.settings.name) {
                if !changed.contains(&parent) {
                    waiting.extend(self.child_changed(&parent, &entered));
                }
            }
        }
    }

    /// Journal, history and actions. Actions run on transitions only (CloudWatch User Guide, *Alarm actions*).
    fn tell_of(&mut self, entered: &Entered) {
        let Entered { alarm_type, settings, before, state, records, .. } = entered;
        self.tell(What::Transition {
            alarm: settings.name.clone(),
            from: before.value,
            to: state.value,
            reason: state.reason.clone(),
            records: records.clone(),
        });
        let event = HistoryEvent::State { old: before.clone(), new: state.clone() };
        self.remember(*alarm_type, settings, event);
        let muted_until = self.muted_until(entered);
        let why = match (settings.actions(state.value).is_empty(), settings.actions_enabled) {
            (false, true) => match muted_until {
                Some(until) => WhyUnnotified::Muted { until },
                None => return self.run_actions(entered, None),
            },
            (false, false) => WhyUnnotified::ActionsDisabled,
            // An alarm without an action for OK or INSUFFICIENT_DATA is meant so; one that raises no one is told.
            (true, _) if state.value == State::Alarm => WhyUnnotified::NoAction,
            (true, _) => return,
        };
        self.tell(What::Unnotified { alarm: settings.name.clone(), state: state.value, endpoint: None, why });
    }

    /// Runs the actions of the state, at once or at the end of a mute.
    pub(crate) fn run_actions(&mut self, entered: &Entered, mute_window_end: Option<Timestamp>) {
        let (state, now) = (entered.state.value, self.now);
        let message = Arc::new(message(entered, mute_window_end.is_some()));
        for (index, action) in entered.settings.actions(state).iter().enumerate() {
            let published = self.topics.publish(&entered.arn, action, &message, now);
            let event = HistoryEvent::Action {
                index,
                message: Arc::clone(&message),
                failed: published.as_ref().err().cloned(),
                mute_window_end,
            };
            self.remember(entered.alarm_type, &entered.settings, event);
            let publication = self.published_by_alarm(action, &message, &entered.records);
            for heard in each_heard(published) {
                match heard {
                    Ok(endpoint) => self.send_to(endpoint, &publication),
                    Err((endpoint, why)) => self.tell_dropped(endpoint, &publication, why),
                }
            }
        }
    }
}

fn message(entered: &Entered, after_mute_window: bool) -> Message {
    let arn = &entered.arn;
    Message {
        alarm: Arc::clone(&entered.settings),
        arn: Some(arn.clone()),
        account: arn.account().to_owned(),
        region: arn.region().to_owned(),
        configuration_updated: entered.configured,
        old_state: entered.before.value,
        new_state: entered.state.value,
        reason: entered.state.reason.clone(),
        at: entered.at,
        after_mute_window,
        contributor: None,
        triggering_children: entered.triggering_child.clone().into_iter().collect(),
    }
}

/// Who hears of a publication, and who does not, and why.
fn each_heard(published: Result<Deliveries, NotPublished>) -> Vec<Result<Endpoint, (Option<Endpoint>, WhyUnnotified)>> {
    match published {
        Err(why) => vec![Err((None, WhyUnnotified::NotPublished(why)))],
        Ok(deliveries) if deliveries.is_empty() => vec![Err((None, WhyUnnotified::NoSubscription))],
        Ok(deliveries) => {
            let heard = |(endpoint, delivery)| match delivery {
                Delivery::Delivered => Ok(endpoint),
                Delivery::Dropped(dropped) => Err((Some(endpoint), WhyUnnotified::Dropped(dropped))),
            };
            deliveries.into_iter().map(heard).collect()
        }
    }
}
