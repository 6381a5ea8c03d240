//! Playing a story: what is due is put, and what comes is looked at.

use signalarm_account::{Happening, What};
use signalarm_alert::{AlertName, Chain};
use signalarm_event::Record;
use signalarm_filter_pattern::LogEvent;
use signalarm_notification::{Endpoint, Protocol};
use signalarm_scenario::{Act, Action, SignInStep, TargetError};
use signalarm_time::{Duration, Timestamp};

use super::{Footing, Outside, Overheard, not_begun};
use crate::abilities::Filters;
use crate::ask::pause;
use crate::ears::{Shown, notice};
use crate::queue::Heard;
use crate::samples;
use crate::standing::{HopKind, Message};
use crate::watch::Changed;

/// How often is looked, in parts of the shortest period.
const LOOKS_PER_MINUTE: u64 = 10;

impl Outside<'_> {
    /// Lets time pass until an instant of the story.
    pub(super) fn play_until(&mut self, to: Timestamp) -> Result<(), TargetError> {
        let every = Duration::from_millis(Duration::MINUTE.as_millis() / LOOKS_PER_MINUTE);
        loop {
            self.put_due()?;
            self.look()?;
            let stage = self.stage.as_ref().ok_or_else(not_begun)?;
            let (now, end) = (self.session.now(), stage.pace.real(to));
            if end <= now {
                return Ok(());
            }
            let step = stage.pace.story(now) + every;
            let next = stage.due.keys().map(|(at, _)| *at).chain(stage.next_activity).chain([step, to]).min();
            let until = stage.pace.real(next.unwrap_or(to)).max(now + Duration::from_millis(1));
            pause(self.session.as_mut(), until.min(end).since(now))?;
        }
    }

    pub(super) fn play_step(&mut self, action: &Action) -> Result<(), TargetError> {
        match action {
            Action::SignIn(step) => {
                let record = self.forged(step)?;
                self.arrive(record, step.delay)
            }
            Action::Records { records, delay } => {
                records.iter().try_for_each(|record| self.arrive(record.clone(), *delay))
            }
            Action::Wait(_) => Ok(()),
            Action::Configure(_) | Action::Break(_) | Action::Mend(_) => {
                Err(TargetError::NotProvable("such a step is played by the simulated account alone".to_owned()))
            }
        }
    }

    fn forged(&mut self, step: &SignInStep) -> Result<Record, TargetError> {
        let now = self.session.now();
        let stage = self.stage.as_ref().ok_or_else(not_begun)?;
        Ok(self.marks.sign_in(step, &stage.shrunk.chain.place, now))
    }

    /// A record arrives in the log group now, or after the delay that the script says. The trail's own delay, where it says
    /// none, is skipped.
    fn arrive(&mut self, record: Record, delay: Option<Duration>) -> Result<(), TargetError> {
        let index = self.keep(record);
        let now = self.session.now();
        let stage = self.stage.as_mut().ok_or_else(not_begun)?;
        let at = stage.pace.story(now);
        self.acts.push(Act::Seen(Happening { at, what: What::Recorded { record: index } }));
        stage.due.insert((at + delay.unwrap_or(Duration::ZERO), index.0), index);
        self.put_due()
    }

    /// Puts what has become due.
    fn put_due(&mut self) -> Result<(), TargetError> {
        loop {
            let now = self.session.now();
            let stage = self.stage.as_mut().ok_or_else(not_begun)?;
            let at = stage.pace.story(now);
            if stage.next_activity.is_some_and(|next| next <= at) {
                // Where a call would come more often than once a second, some are left out.
                let every =
                    stage.scenario.activity.unwrap_or(Duration::MINUTE).max(Duration::SECOND * stage.pace.shrink);
                stage.next_activity = Some(at + every);
                self.put_activity()?;
                continue;
            }
            let Some(entry) = stage.due.first_entry().filter(|entry| entry.key().0 <= at) else { return Ok(()) };
            let index = entry.remove();
            let (record, log_group) = (self.records[index.0].clone(), stage.shrunk.chain.log_group.to_string());
            let scenario = stage.scenario.name.clone();
            self.put(&record, Some(scenario))?;
            let what = What::Delivered { record: index, log_group, copy: 1 };
            self.acts.push(Act::Seen(Happening { at, what }));
        }
    }

    /// Puts a record into the log group, and where filters do not count rightly, what they would have counted.
    pub(super) fn put(&mut self, record: &Record, scenario: Option<String>) -> Result<(), TargetError> {
        let stage = self.stage.as_mut().ok_or_else(not_begun)?;
        stage.put_count += 1;
        let filters = stage.filters;
        // Where every log event counts for every filter, none may come.
        if let Some(stream) = self.stream.as_ref().filter(|_| filters != Filters::EveryLogEvent) {
            stream.put(self.session.as_mut(), record)?;
        }
        match filters {
            Filters::ByPattern => {}
            Filters::EveryLogEvent | Filters::Nothing => {
                samples::put(self.session.as_mut(), &stage.shrunk.chain, record)?;
            }
        }
        let matches = matching(&stage.shrunk.chain, record);
        let (id, name) = (record.id().to_owned(), record.name().to_owned());
        self.note(self.session.now(), HopKind::Put { scenario, id, name, matches });
        Ok(())
    }

    /// Looks at alarms, queue and ears.
    fn look(&mut self) -> Result<(), TargetError> {
        self.see()?;
        self.hear_all()
    }

    /// Looks at the alarms. What the history told happened when it says so, otherwise now.
    pub(crate) fn see(&mut self) -> Result<(), TargetError> {
        for Changed { alarm, from, to, reason, at } in self.watch.look(self.session.as_mut())? {
            let real = at.unwrap_or_else(|| self.session.now());
            let (at, name, text) = (self.story(real), alarm.to_string(), reason.as_str().into());
            let what = What::Transition { alarm: name, from, to, reason: text, records: Vec::new() };
            self.acts.push(Act::Seen(Happening { at, what }));
            self.note(real, HopKind::Transition { alarm, from, to, reason });
        }
        Ok(())
    }

    /// The story's time at an instant of the account's; before a story the account's.
    fn story(&self, real: Timestamp) -> Timestamp {
        self.stage.as_ref().map_or(real, |stage| stage.pace.story(real))
    }

    /// Hears what came to the queue, and what other subscribers were shown to be sent.
    pub(super) fn hear_all(&mut self) -> Result<(), TargetError> {
        self.overhear()?;
        let shown = self.ears.hear().map_err(TargetError::Lost)?;
        let stage = self.stage.as_ref().ok_or_else(not_begun)?;
        let (at, stands_for) = (stage.pace.story(self.session.now()), stage.shrunk.stands_for.clone());
        for Shown { endpoint, text } in shown {
            let Some(notice) = notice(&text) else { continue };
            let endpoint = stands_for.get(&endpoint).unwrap_or(&endpoint).clone();
            self.received(at, &notice.alarm, notice.state, endpoint, &notice.text);
        }
        Ok(())
    }

    /// Hears what came to the queue, each message once. A chain of the target's own has no other queues: its one queue stands
    /// for those that the story tells of.
    pub(crate) fn overhear(&mut self) -> Result<(), TargetError> {
        let Some(queue) = &self.queue else { return Ok(()) };
        let (heard, real) = (queue.hear(self.session.as_mut())?, self.session.now());
        let at = self.story(real);
        for Heard { id, topic, notice } in heard {
            if id.is_some_and(|id| !self.message_ids.insert(id)) {
                continue;
            }
            for endpoint in self.queues_of(&topic) {
                self.received(at, &notice.alarm, notice.state, endpoint, &notice.text);
            }
            let (alarm, state) = (notice.alarm, notice.state);
            self.note(real, HopKind::Heard { topic_arn: topic.clone(), alarm: alarm.clone(), state });
            let message = Message { at: real, topic_arn: topic, alarm, state, text: notice.text };
            self.messages.push(message.clone());
            self.overheard.push(Overheard { at, message });
        }
        Ok(())
    }

    /// The queues that the story tells of and that the run's own one stands for.
    fn queues_of(&self, topic_arn: &str) -> Vec<Endpoint> {
        let Some(stage) = self.stage.as_ref().filter(|_| matches!(self.footing, Footing::Deployed)) else {
            return Vec::new();
        };
        let wanted = stage.scenario.config.simulated_chain();
        let names = wanted.names().filter(|name| topic_arn.rsplit(':').next() == Some(name.as_str()));
        let subscribers = names.flat_map(|name| wanted.subscribers(name));
        subscribers.filter(|endpoint| endpoint.protocol() == Protocol::Sqs).cloned().collect()
    }
}

/// The alerts whose patterns match a record.
pub(crate) fn matching(chain: &Chain, record: &Record) -> Vec<AlertName> {
    let event = LogEvent::new(record.text());
    let matches = chain.alerts.iter().filter(|alert| alert.pattern.matches(&event));
    matches.map(|alert| alert.name.clone()).collect()
}
