//! Alarms that need not be evaluated for a while.
//!
//! An alarm in OK stays there as long as each evaluation range holds a sample, and all samples of it are calm
//! (`Rule::is_calm`). So it is looked at again when the last of them leaves the range, or when another one comes; while the
//! background brings calm ones all the time, only the latter. An alarm in any state that saw as many values as it compares
//! keeps its state as well until the oldest of them leaves the range, or another one comes.

use signalarm_alarm::{EvaluationWindow, Period, State};
use signalarm_metric::Datapoint;
use signalarm_time::{Duration, Timestamp};

use crate::account::Account;
use crate::alarms::Look;

impl Account {
    /// Makes the appointment for the evaluation of an alarm that has just been evaluated.
    ///
    /// `held_since` is the start of the oldest of all the values that it compared, where none was missing.
    pub(crate) fn look_again(&mut self, index: usize, held_since: Option<Timestamp>) {
        match self.rest(index).or_else(|| self.holds_still(index, held_since?)) {
            Some(look) => {
                self.alarms[index].look = look;
                if let Look::Rests(at) | Look::Holds(at) = look {
                    self.evaluate_at(index, at);
                }
            }
            None => self.look_next(index),
        }
    }

    /// An alarm that has just been evaluated has nothing in its range, nor behind it.
    pub(crate) fn fall_asleep(&mut self, index: usize) {
        self.alarms[index].look = Look::Asleep;
        self.await_arrival();
    }

    /// A sample that bears a time has come for the metric of an alarm.
    pub(crate) fn take_note(&mut self, index: usize, stamp: Timestamp) {
        match self.alarms[index].look {
            Look::Asleep => self.look_next(index),
            Look::Holds(_) => self.rouse(index),
            Look::Rests(_) | Look::Fed => {
                let alarm = &self.alarms[index];
                let minute = stamp.floor(Duration::MINUTE);
                let datapoint = self.series[alarm.metric.0].datapoint(minute, Duration::MINUTE, None);
                if datapoint.is_some_and(|datapoint| !alarm.life.settings().rule.is_calm(&datapoint)) {
                    self.rouse(index);
                }
            }
            Look::Next(_) => {}
        }
    }

    /// An alarm that rests is evaluated again from now on.
    pub(crate) fn rouse(&mut self, index: usize) {
        match self.alarms[index].look {
            Look::Rests(_) | Look::Holds(_) | Look::Fed => self.look_next(index),
            Look::Next(_) | Look::Asleep => {}
        }
    }

    pub(crate) fn rouse_all(&mut self) {
        (0..self.alarms.len()).for_each(|index| self.rouse(index));
    }

    /// How an alarm rests that has just been evaluated; `None` where it may not.
    fn rest(&self, index: usize) -> Option<Look> {
        let alarm = &self.alarms[index];
        let rule = &alarm.life.settings().rule;
        let is_ok = alarm.life.state().value == State::Ok && alarm.open_matches.is_empty();
        if !self.passes_over_quiet || !is_ok || !rule.rests_on_calm() {
            return None;
        }
        let (series, end, range) = (&self.series[alarm.metric.0], rule.window_end(self.now), rule.range_duration());
        let newest = series.newest_before(end).filter(|newest| end - range <= *newest)?;
        if !series.distinct_from(end - range).all(|datapoint| rule.is_calm(datapoint)) {
            return None;
        }
        let by_itself = Look::Rests(alarm.next_evaluation(leaves(newest, range)));
        let Some(steady) = &self.steady else { return Some(by_itself) };
        let next = steady.next_arrival();
        let mut values = steady.values_for(alarm.metric).peekable();
        if values.peek().is_none() {
            return Some(by_itself);
        }
        let sample = |value| Datapoint { start: next, sum: value, sample_count: 1.0, minimum: value, maximum: value };
        let is_kept_up = next.floor(Duration::MINUTE) <= newest + range && steady.every() <= range;
        match values.all(|value| rule.is_calm(&sample(value))) {
            true if is_kept_up => Some(Look::Fed),
            true => Some(by_itself),
            false => None,
        }
    }
}

impl Account {
    /// How an alarm holds its state that has just been evaluated on as many values as it compares. With a period of a minute
    /// each of them stays the same until it leaves the range.
    fn holds_still(&self, index: usize, held_since: Timestamp) -> Option<Look> {
        let alarm = &self.alarms[index];
        let rule = &alarm.life.settings().rule;
        let is_fed = self.steady.as_ref().is_some_and(|steady| steady.values_for(alarm.metric).next().is_some());
        let all_seen = self.series[alarm.metric.0].newest().is_some_and(|newest| newest < rule.window_end(self.now));
        let holds = self.passes_over_quiet
            && !is_fed
            && all_seen
            && alarm.open_matches.is_empty()
            && rule.settings().period == Period::MINUTE
            && rule.settings().window == EvaluationWindow::Sliding;
        holds.then(|| Look::Holds(alarm.next_evaluation(leaves(held_since, rule.range_duration()))))
    }
}

/// The last instant before the first evaluation whose range, which ends with a whole minute, no longer holds the minute that
/// begins at `newest`.
fn leaves(newest: Timestamp, range: Duration) -> Timestamp {
    newest + range + Duration::MINUTE - Duration::from_millis(1)
}
