//! What is sent later than at the transition: actions that were muted, and notifications that an endpoint did not take.

use std::sync::Arc;

use signalarm_notification::{Endpoint, RetrySchedule};
use signalarm_time::Timestamp;

use crate::account::{Account, Due};
use crate::journal::WhyUnnotified;
use crate::publications::Publication;
use crate::transitions::Entered;

/// A notification that its endpoint did not take at once.
#[derive(Clone)]
pub(crate) struct Retry {
    pub(crate) endpoint: Endpoint,
    pub(crate) publication: Arc<Publication>,
    /// Whether it got through, or an attempt is planned that will.
    pub(crate) is_settled: bool,
}

impl Account {
    /// An alarm enters a state: until when its actions are muted, if they are.
    pub(crate) fn muted_until(&mut self, entered: &Entered) -> Option<Timestamp> {
        let index = *self.alarm_names.get(&entered.settings.name)?;
        let alarm = &mut self.alarms[index];
        alarm.muted = None;
        if alarm.mutes.entered(entered.state.value, self.now) {
            return None;
        }
        alarm.muted = Some(entered.clone());
        let (until, _) = alarm.mutes.due()?;
        self.schedule(until, Due::MuteEnd { alarm: index });
        Some(until)
    }

    /// The end of a mute: the actions of the state that was entered in it run, as they are configured now.
    pub(crate) fn run_muted(&mut self, index: usize) {
        let alarm = &mut self.alarms[index];
        if alarm.deleted || alarm.mutes.run_due(self.now).is_none() {
            return;
        }
        let Some(mut entered) = alarm.muted.take() else { return };
        let now = Entered::of_metric_alarm(alarm, entered.before.clone(), Vec::new());
        (entered.settings, entered.configured) = (now.settings, now.configured);
        if entered.settings.actions_enabled {
            self.run_actions(&entered, Some(self.now));
        }
    }

    /// An endpoint does not take a notification: SNS tries again by its schedule. Says until when.
    pub(crate) fn try_again_later(&mut self, retry: Retry) -> WhyUnnotified {
        let attempts = RetrySchedule::of(retry.endpoint.protocol()).attempts(retry.publication.at);
        let until = attempts.last().unwrap_or(retry.publication.at);
        self.retries.push(retry);
        WhyUnnotified::NotTaken { until }
    }

    /// Plans the attempts that get through to endpoints that answer again.
    pub(crate) fn plan_retries(&mut self) {
        for index in 0..self.retries.len() {
            let retry = &mut self.retries[index];
            if retry.is_settled || self.conditions.unreachable.contains(&retry.endpoint) {
                continue;
            }
            retry.is_settled = true;
            let schedule = RetrySchedule::of(retry.endpoint.protocol());
            if let Ok(at) = schedule.delivered_at(retry.publication.at, self.now) {
                self.schedule(at, Due::Retry { index });
            }
        }
    }

    /// An attempt; where the endpoint has gone again meanwhile, there will be others.
    pub(crate) fn retry(&mut self, index: usize) {
        let Retry { endpoint, publication, .. } = self.retries[index].clone();
        if self.conditions.unreachable.contains(&endpoint) {
            self.retries[index].is_settled = false;
            return;
        }
        self.hand_over(endpoint, &publication);
    }
}
