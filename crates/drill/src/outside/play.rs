//! Playing a story: what is due is put, and what comes is looked at.

use signalarm_account::{Happening, What};
use signalarm_alert::Region;
use signalarm_event::{Forgery, Record, forge};
use signalarm_notification::Protocol;
use signalarm_scenario::{Act, Action, SignInStep, TargetError};
use signalarm_time::{Duration, Timestamp};

use super::{Outside, not_begun};
use crate::abilities::Filters;
use crate::ask::pause;
use crate::ears::{Shown, notice};
use crate::samples;

/// How often is looked, in parts of the shortest period.
const LOOKS_PER_MINUTE: u64 = 10;
/// The ids of the records of a story are told from those of other activity.
const STORY_IDS: u128 = 1 << 64;
/// A browser, as CloudTrail records it.
const USER_AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

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

    fn forged(&self, step: &SignInStep) -> Result<Record, TargetError> {
        let stage = self.stage.as_ref().ok_or_else(not_begun)?;
        Ok(forge(&Forgery {
            variant: step.variant,
            at: self.session.now(),
            account: stage.shrunk.chain.place.account.as_str(),
            region: step.region.as_ref().map(Region::as_str),
            user: &step.user,
            source_ip: &step.source_ip,
            user_agent: USER_AGENT,
            id: STORY_IDS + self.records.len() as u128,
        }))
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
            self.put(&record)?;
            let what = What::Delivered { record: index, log_group, copy: 1 };
            self.acts.push(Act::Seen(Happening { at, what }));
        }
    }

    /// Puts a record into the log group, and where filters do not count rightly, what they would have counted.
    pub(super) fn put(&mut self, record: &Record) -> Result<(), TargetError> {
        let stage = self.stage.as_mut().ok_or_else(not_begun)?;
        stage.put_count += 1;
        // Where every log event counts for every filter, none may come.
        if let Some(stream) = stage.stream.as_ref().filter(|_| stage.filters != Filters::EveryLogEvent) {
            stream.put(self.session.as_mut(), record)?;
        }
        match stage.filters {
            Filters::ByPattern => Ok(()),
            Filters::EveryLogEvent | Filters::Nothing => {
                samples::put(self.session.as_mut(), &stage.shrunk.chain, record)
            }
        }
    }

    /// Looks at alarms, queue and ears.
    fn look(&mut self) -> Result<(), TargetError> {
        let stage = self.stage.as_mut().ok_or_else(not_begun)?;
        let changes = stage.watch.look(self.session.as_mut())?;
        let at = stage.pace.story(self.session.now());
        for changed in changes {
            let (alarm, reason) = (changed.alarm.to_string(), changed.reason.as_str().into());
            let what = What::Transition { alarm, from: changed.from, to: changed.to, reason, records: Vec::new() };
            self.acts.push(Act::Seen(Happening { at, what }));
        }
        self.hear_all()
    }

    /// Hears what came to the queue, and what other subscribers were shown to be sent.
    pub(super) fn hear_all(&mut self) -> Result<(), TargetError> {
        let heard = match &self.queue {
            Some(queue) => queue.hear(self.session.as_mut())?,
            None => Vec::new(),
        };
        let shown = self.ears.hear().map_err(TargetError::Lost)?;
        let stage = self.stage.as_ref().ok_or_else(not_begun)?;
        let (at, wanted) = (stage.pace.story(self.session.now()), stage.scenario.config.simulated_chain());
        let stands_for = stage.shrunk.stands_for.clone();
        for message in heard {
            self.overheard.push((at, message.notice.alarm.clone()));
            let names = wanted.names().filter(|name| message.topic.rsplit(':').next() == Some(name.as_str()));
            let queues = names.flat_map(|name| wanted.subscribers(name)).filter(|one| one.protocol() == Protocol::Sqs);
            for endpoint in queues {
                let notice = &message.notice;
                self.received(at, &notice.alarm, notice.state, endpoint.clone(), &notice.text);
            }
        }
        for Shown { endpoint, text } in shown {
            let Some(notice) = notice(&text) else { continue };
            let endpoint = stands_for.get(&endpoint).unwrap_or(&endpoint).clone();
            self.received(at, &notice.alarm, notice.state, endpoint, &notice.text);
        }
        Ok(())
    }
}
