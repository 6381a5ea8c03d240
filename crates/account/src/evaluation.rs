//! Alarms, minute by minute: evaluation, transitions, and who is told of them.

use signalarm_alarm::{State, evaluate};
use signalarm_notification::{Deliveries, Delivery, Edition, Endpoint, Message, NotPublished, Transition};
use signalarm_time::{Duration, Timestamp};

use crate::account::{Account, AlarmInForce, Due, Sealed};
use crate::journal::{MatchIndex, RecordIndex, What, WhyUnnotified};

impl AlarmInForce {
    /// The first instant after `now` at which this alarm is evaluated. Each alarm has its own, constant instant inside
    /// the minute (observed in alarm histories, to the millisecond).
    fn next_evaluation(&self, now: Timestamp) -> Timestamp {
        self.settings.rule.next_evaluation(self.offset, now)
    }
}

/// What an evaluation changed.
struct Changed {
    from: State,
    to: State,
    reason: String,
    records: Vec<RecordIndex>,
}

impl Account {
    /// Sees to it that an alarm is evaluated again.
    pub(crate) fn wake(&mut self, index: usize) {
        if std::mem::take(&mut self.alarms[index].asleep) {
            let at = self.alarms[index].next_evaluation(self.now);
            self.schedule(at, Due::Evaluation { alarm: index });
        }
    }

    /// Evaluates an alarm now, and makes the next appointment.
    ///
    /// Where no sample lies in the range or behind it and the state stays as it is, every further evaluation would say the
    /// same: the alarm sleeps until a sample wakes it.
    pub(crate) fn evaluate(&mut self, index: usize) {
        let mut slots = std::mem::take(&mut self.slots);
        slots.clear();
        let alarm = &self.alarms[index];
        slots.extend(alarm.settings.rule.slots(&self.series[alarm.metric.0], self.now));
        let evaluation = evaluate(&alarm.settings.rule, &slots, alarm.state, self.now);
        let oldest = slots.first().map_or(self.now, |slot| slot.start);
        let is_past = self.series[alarm.metric.0].newest().is_none_or(|newest| newest < oldest);
        let (from, to) = (alarm.state, evaluation.state());
        if from == to {
            self.seal_open_matches(index, oldest);
            self.alarms[index].asleep = is_past;
        } else {
            let deciding: Vec<Timestamp> = evaluation.deciding().map(|slot| slot.start).collect();
            let reason = evaluation.reason().unwrap_or_default();
            let records = if to == State::Alarm { self.seal_raised(index, &deciding) } else { Vec::new() };
            self.change(index, Changed { from, to, reason, records });
        }
        if !self.alarms[index].asleep {
            let next = self.alarms[index].next_evaluation(self.now);
            self.schedule(next, Due::Evaluation { alarm: index });
        }
        self.slots = slots;
    }

    /// The matches behind the datapoints that decided on ALARM: they are told by this transition.
    fn seal_raised(&mut self, index: usize, deciding: &[Timestamp]) -> Vec<RecordIndex> {
        let alarm = &mut self.alarms[index];
        let period = alarm.settings.rule.settings().period.duration();
        let open = std::mem::take(&mut alarm.open_matches);
        let mut records = Vec::new();
        for matched in open {
            let minute = self.matches[matched.0].at.floor(Duration::MINUTE);
            if deciding.iter().any(|start| *start <= minute && minute < *start + period) {
                records.push(self.matches[matched.0].record);
                self.seal(matched, Sealed::Raised { alarm: index, at: self.now });
            } else {
                self.alarms[index].open_matches.push(matched);
            }
        }
        records.dedup();
        records
    }

    /// Without a transition: matches that an alarm in ALARM has taken in are swallowed, and those whose minute has left
    /// the range are lost.
    fn seal_open_matches(&mut self, index: usize, oldest: Timestamp) {
        if self.alarms[index].open_matches.is_empty() {
            return;
        }
        let (state, since) = (self.alarms[index].state, self.alarms[index].state_since);
        let window_end = self.alarms[index].settings.rule.window_end(self.now);
        for matched in std::mem::take(&mut self.alarms[index].open_matches) {
            let at = self.matches[matched.0].at;
            let sealed = match state {
                State::Alarm if at < window_end => Some(Sealed::Swallowed { since }),
                _ if at.floor(Duration::MINUTE) < oldest => Some(Sealed::Expired),
                State::Alarm | State::Ok | State::InsufficientData => None,
            };
            match sealed {
                Some(sealed) => self.seal(matched, sealed),
                None => self.alarms[index].open_matches.push(matched),
            }
        }
    }

    /// The first alarm that tells of a match decides its fate; with several, being heard by one is enough.
    fn seal(&mut self, matched: MatchIndex, sealed: Sealed) {
        let present = &mut self.matches[matched.0].sealed;
        if !matches!(present, Some(Sealed::Raised { .. })) {
            *present = Some(sealed);
        }
    }

    /// A transition, and its actions. Actions run on transitions only (CloudWatch User Guide, *Alarm actions*).
    fn change(&mut self, index: usize, changed: Changed) {
        let now = self.now;
        let alarm = &mut self.alarms[index];
        alarm.state = changed.to;
        alarm.state_since = now;
        let (settings, configured) = (alarm.settings.clone(), alarm.configured);
        let Changed { from, to, reason, records } = changed;
        let name = settings.name.clone();
        self.tell(What::Transition { alarm: name.clone(), from, to, reason: reason.clone(), records: records.clone() });
        let actions = settings.actions(to);
        let why = match (actions.is_empty(), settings.actions_enabled) {
            (false, true) => None,
            (false, false) => Some(WhyUnnotified::ActionsDisabled),
            // An alarm without an action for OK or INSUFFICIENT_DATA is meant so; one that raises no one is told.
            (true, _) if to == State::Alarm => Some(WhyUnnotified::NoAction),
            (true, _) => return,
        };
        if let Some(why) = why {
            self.tell(What::Unnotified { alarm: name, state: to, endpoint: None, why });
            return;
        }
        let arn = self.place.alarm_arn(&settings.name).parse().expect("an alarm of an account has an ARN");
        let message = Message::from(&Transition {
            alarm: &settings,
            arn: &arn,
            old_state: from,
            new_state: to,
            reason: &reason,
            at: now,
            configuration_updated: configured,
        });
        let (subject, json) = (message.subject(), message.to_json(Edition::Of2026).to_string());
        for action in actions {
            for heard in each_heard(self.topics.publish(&arn, action, &message, now)) {
                self.tell(match heard {
                    Ok(endpoint) => What::Notified {
                        alarm: name.clone(),
                        state: to,
                        endpoint,
                        subject: subject.clone(),
                        message: json.clone(),
                        records: records.clone(),
                    },
                    Err((endpoint, why)) => What::Unnotified { alarm: name.clone(), state: to, endpoint, why },
                });
            }
        }
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
