//! Before the stories: what earlier drills left goes, and what this one needs is made, each noted before it is.

use signalarm_cloud::CloudWatchCall;
use signalarm_scenario::TargetError;

use super::announce::Announcement;
use super::play::Player;
use super::script::LOOK_EVERY;
use super::site::in_alarm;
use super::things::streams;
use super::{HopKind, Leftover, Refused, Stopped, Thing, quiet};
use crate::ask::{ask, pause};
use crate::queue::{QUEUE_BEGINNING, Queue};
use crate::stream::{STREAM_BEGINNING, Stream};

impl Player<'_, '_> {
    /// Somebody may have taken his time to agree.
    pub(super) fn check_calm(&mut self) -> Result<(), Stopped> {
        let described = self.outside.watch.describe(self.outside.session.as_mut());
        let described = described.map_err(|error| self.stopped(error))?;
        let in_alarm = in_alarm(&self.drill.site.chain, &self.drill.request, |name| {
            described.iter().find(|alarm| alarm.configuration.alarm_name == name.as_str())
        });
        match in_alarm.is_empty() {
            true => self.outside.see().map_err(|error| self.stopped(error)),
            false => Err(Stopped::Refused(Refused::InAlarm(in_alarm))),
        }
    }

    pub(super) fn remove_leftovers(&mut self) -> Result<(), Stopped> {
        for leftover in self.drill.leftovers.clone() {
            let removed = leftover.thing.remove(self.outside.session.as_mut());
            removed.map_err(|error| self.stopped(error))?;
            self.outside.note(self.now(), HopKind::Removed(leftover.thing.clone()));
            self.removed.push(leftover);
        }
        Ok(())
    }

    /// Makes the log stream, by which other drills know that this one runs. Of two that begin at the same time each sees the
    /// other, and neither goes on.
    pub(super) fn claim(&mut self) -> Result<(), Stopped> {
        let (run, log_group) = (self.run(), self.drill.site.chain.log_group.to_string());
        let name = format!("{STREAM_BEGINNING}{run}");
        self.made.push(Thing::Stream { log_group: log_group.clone(), name });
        let stream = Stream::create(self.outside.session.as_mut(), &log_group, &run.to_string());
        self.outside.stream = Some(stream.map_err(|error| self.stopped(error))?);
        self.note_made();
        let others = streams(self.outside.session.as_mut(), &log_group).map_err(|error| self.stopped(error))?;
        let now = self.now();
        match others.into_iter().find(|other| other.run != run && !other.run.is_over(now)) {
            None => Ok(()),
            Some(Leftover { run, thing }) => {
                Err(Stopped::Refused(Refused::AnotherDrill { run, what: thing.to_string() }))
            }
        }
    }

    pub(super) fn announce(&mut self, announcement: &Announcement) -> Result<(), Stopped> {
        for alarm in self.drill.drilled() {
            let topic_arn = self.drill.site.chain.place.topic_arn(alarm.as_str());
            // Whoever may have been told that it begins is told that it is over.
            self.announced.push(topic_arn.clone());
            self.publish(&topic_arn, announcement).map_err(|error| self.stopped(error))?;
        }
        Ok(())
    }

    pub(super) fn publish(&mut self, topic_arn: &str, announcement: &Announcement) -> Result<(), TargetError> {
        ask(self.outside.session.as_mut(), announcement.publish(topic_arn.to_owned()))?;
        let (topic_arn, text) = (topic_arn.to_owned(), announcement.message.clone());
        self.outside.note(self.now(), HopKind::Announced { topic_arn, text });
        Ok(())
    }

    /// Mutes the drilled alarms, and waits until that holds.
    pub(super) fn mute(&mut self) -> Result<(), Stopped> {
        let (run, drilled) = (self.run(), self.drill.drilled());
        if drilled.is_empty() {
            return Ok(());
        }
        let rule = quiet::mute_rule(&run, &drilled, self.now());
        let holds_from = quiet::holds_from(&rule);
        self.muted_until = Some(rule.expire_date);
        self.made.push(Thing::MuteRule { name: rule.name.clone() });
        let put = ask(self.outside.session.as_mut(), CloudWatchCall::PutAlarmMuteRule(rule));
        put.map_err(|error| self.stopped(error))?;
        self.note_made();
        while self.now() < holds_from {
            let rest = holds_from.since(self.now()).min(LOOK_EVERY);
            pause(self.outside.session.as_mut(), rest).map_err(|error| self.stopped(error))?;
        }
        Ok(())
    }

    /// Makes the queue that hears every topic of the chain.
    pub(super) fn listen(&mut self) -> Result<(), Stopped> {
        let (run, chain) = (self.run().to_string(), self.drill.site.chain.clone());
        let topics: Vec<String> = chain.names().map(|name| chain.place.topic_arn(name.as_str())).collect();
        let name = format!("{QUEUE_BEGINNING}{run}");
        self.made.push(Thing::Queue { name: name.clone(), url: None });
        let queue = Queue::create(self.outside.session.as_mut(), &chain.place, &topics, &run);
        let mut queue = queue.map_err(|error| self.stopped(error))?;
        self.told(Thing::Queue { name, url: Some(queue.url().to_owned()) });
        for topic_arn in topics {
            let queue_arn = queue.arn().to_owned();
            let subscription =
                |arn| Thing::Subscription { topic_arn: topic_arn.clone(), queue_arn: queue_arn.clone(), arn };
            self.made.push(subscription(None));
            let arn = queue.listen(self.outside.session.as_mut(), &topic_arn);
            let arn = arn.map_err(|error| self.stopped(error))?;
            self.told(subscription(Some(arn)));
        }
        self.outside.queue = Some(queue);
        Ok(())
    }

    /// The service has told the name of what was made last.
    fn told(&mut self, thing: Thing) {
        self.made.pop();
        self.made.push(thing);
        self.note_made();
    }

    fn note_made(&mut self) {
        if let Some(thing) = self.made.last().cloned() {
            self.outside.note(self.now(), HopKind::Made(thing));
        }
    }
}
