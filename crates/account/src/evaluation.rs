//! Alarms, minute by minute: evaluation, and what it makes of matches.

use signalarm_alarm::{Command, Evaluation, Outcome, State, evaluate};
use signalarm_time::{Duration, Timestamp};

use crate::account::{Account, Due, Match, Sealed};
use crate::alarms::{AlarmInForce, Look};
use crate::journal::{MatchIndex, RecordIndex};
use crate::transitions::Entered;

impl AlarmInForce {
    /// The first instant after `now` at which this alarm is evaluated. Each alarm has its own, constant instant inside
    /// the minute (observed in alarm histories, to the millisecond).
    pub(crate) fn next_evaluation(&self, now: Timestamp) -> Timestamp {
        self.life.settings().rule.next_evaluation(self.offset, now)
    }
}

impl Account {
    /// Sees to it that an alarm is evaluated again.
    pub(crate) fn wake(&mut self, index: usize) {
        if self.alarms[index].look == Look::Asleep {
            self.look_next(index);
        }
    }

    /// The next evaluation of an alarm is due.
    pub(crate) fn look_next(&mut self, index: usize) {
        let at = self.alarms[index].next_evaluation(self.now);
        self.alarms[index].look = Look::Next(at);
        self.evaluate_at(index, at);
    }

    /// Makes the appointment for an evaluation as it is made where every one is: at the one before.
    pub(crate) fn evaluate_at(&mut self, index: usize, at: Timestamp) {
        let made = at - self.alarms[index].life.settings().rule.cadence();
        self.schedule_as_of(made, at, Due::Evaluation { alarm: index });
    }

    /// An appointment for an evaluation is due, unless it was given up.
    pub(crate) fn keep_appointment(&mut self, index: usize) {
        match self.alarms[index].look {
            Look::Next(at) | Look::Rests(at) | Look::Holds(at) if at == self.now => self.evaluate(index),
            Look::Next(_) | Look::Rests(_) | Look::Holds(_) | Look::Asleep | Look::Fed => {}
        }
    }

    /// Evaluates an alarm now, and makes the next appointment.
    ///
    /// Where no sample lies in the range or behind it and the state stays as it is, every further evaluation would say the
    /// same: the alarm sleeps until a sample wakes it.
    pub(crate) fn evaluate(&mut self, index: usize) {
        let mut slots = std::mem::take(&mut self.slots);
        let alarm = &mut self.alarms[index];
        let rule = alarm.life.settings().rule;
        rule.slots_into(&self.series[alarm.metric.0], self.now, &mut slots);
        let evaluation = evaluate(&rule, &slots, alarm.life.state().value, self.now);
        let held_since = held_since(&evaluation);
        let oldest = slots.first().map_or(self.now, |slot| slot.start);
        let is_past = self.series[alarm.metric.0].newest().is_none_or(|newest| newest < oldest);
        if let Outcome::Entered { before, actions: _ } = alarm.life.apply(Command::Evaluate(&evaluation), self.now) {
            alarm.given_reason_data = None;
            let records = if evaluation.state() == State::Alarm {
                let deciding: Vec<Timestamp> = evaluation.deciding().map(|slot| slot.start).collect();
                self.seal_raised(index, &deciding)
            } else {
                Vec::new()
            };
            let entered = Entered::of_metric_alarm(&self.alarms[index], before, records);
            self.enter(entered);
            // The next evaluation would say the same: what it does besides, closing matches, may be done by then.
            let says_the_same = self.passes_over_quiet && self.alarms[index].open_matches.is_empty();
            if is_past && says_the_same { self.fall_asleep(index) } else { self.look_again(index, held_since) }
        } else {
            self.seal_open_matches(index, oldest);
            if is_past { self.fall_asleep(index) } else { self.look_again(index, held_since) }
        }
        self.slots = slots;
    }

    /// The matches behind the datapoints that decided on ALARM: they are told by this transition.
    fn seal_raised(&mut self, index: usize, deciding: &[Timestamp]) -> Vec<RecordIndex> {
        let alarm = &mut self.alarms[index];
        let period = alarm.life.settings().rule.settings().period.duration();
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
        let AlarmInForce { ref life, watches_since, .. } = self.alarms[index];
        let (state, since) = (life.state().value, life.state_entered());
        let rule = life.settings().rule;
        let (window_end, seen_unit) = (rule.window_end(self.now), rule.settings().unit);
        for matched in std::mem::take(&mut self.alarms[index].open_matches) {
            let Match { at, visible, .. } = self.matches[matched.0];
            let sealed = match state {
                _ if self.now < visible => None,
                State::Alarm if at < window_end => Some(Sealed::Swallowed { since }),
                _ if oldest <= at.floor(Duration::MINUTE) => None,
                // While it could have been heard in time the alarm was not there.
                _ if visible <= watches_since => {
                    self.let_go(matched);
                    continue;
                }
                State::Alarm | State::Ok | State::InsufficientData => Some(Sealed::Expired { seen_unit }),
            };
            match sealed {
                Some(sealed) => self.seal(matched, sealed),
                None => self.alarms[index].open_matches.push(matched),
            }
        }
    }

    /// The first alarm that tells of a match decides its fate. With several, one after the other or at once, the best counts:
    /// being heard by one is enough.
    fn seal(&mut self, matched: MatchIndex, sealed: Sealed) {
        let present = &mut self.matches[matched.0].sealed;
        let is_better = match present {
            None | Some(Sealed::Expired { .. }) => true,
            Some(Sealed::Swallowed { .. }) => matches!(sealed, Sealed::Raised { .. }),
            Some(Sealed::Raised { .. }) => false,
        };
        if is_better {
            *present = Some(sealed);
        }
    }
}

/// The start of the oldest value that was used, where as many were used as are compared: while no other comes, and it does
/// not leave the range, every evaluation decides the same.
fn held_since(evaluation: &Evaluation<'_>) -> Option<Timestamp> {
    let decision = evaluation.decision();
    evaluation.used().last().filter(|_| decision.filled == 0 && !decision.kept).map(|slot| slot.start)
}
