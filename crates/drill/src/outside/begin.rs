//! Putting a scenario's chain into place, letting it settle, and removing it.

use std::collections::{BTreeMap, BTreeSet};

use signalarm_alarm::State;
use signalarm_alert::{AlertName, Source};
use signalarm_deploy::{Aim, Options, Removal};
use signalarm_event::Variant;
use signalarm_scenario::{Scenario, Simulator, Target, TargetError, carry_out, chain_deployment};
use signalarm_time::Duration;

use super::{Outside, Stage};
use crate::abilities::Filters;
use crate::ask::{pause, place};
use crate::filters;
use crate::judge::{unjudged, unplayable};
use crate::pace::{Pace, shrunk};
use crate::queue::Queue;
use crate::shrink::shrink;
use crate::stream::Stream;
use crate::watch::Watch;

/// For how many periods the alarms may take until each is in the state in which the story finds it.
const SETTLE_PERIODS_MAX: u32 = 18;
/// How long the chain is quiet before the story: what was sent last may still be under way.
const DRAIN_PERIODS: u32 = 1;

impl Outside<'_> {
    pub(super) fn put_into_place(&mut self, scenario: &Scenario) -> Result<(), TargetError> {
        if let Some(why) = unplayable(scenario, &self.setting, false) {
            return Err(TargetError::NotProvable(why));
        }
        let place = place(self.session.as_mut())?;
        let chain = shrink(&scenario.config.simulated_chain(), &place, self.setting.shrink, self.ears.as_mut());
        // A story of which nothing can be judged, whatever is seen, need not be played.
        let unjudged = scenario.expectations.iter().map(|expectation| unjudged(expectation, &self.setting, &chain));
        if let Some(why) = unjudged.collect::<Option<Vec<String>>>().and_then(|why| why.into_iter().next()) {
            return Err(TargetError::NotProvable(why));
        }
        let filters = self.filters()?;
        let now = self.session.now();
        self.watch = Watch::new(&chain.chain);
        self.stage = Some(Stage {
            scenario: scenario.clone(),
            filters,
            shrunk: chain,
            pace: Pace { story: scenario.start, real: now, shrink: self.setting.shrink },
            due: BTreeMap::new(),
            next_activity: None,
            told: BTreeSet::new(),
            put_count: 0,
        });
        self.deploy()?;
        self.listen()?;
        let wanted = self.settled()?;
        let period = shrunk(Duration::MINUTE, self.setting.shrink);
        if let Some(why) = self.settle(&wanted, period * SETTLE_PERIODS_MAX, Duration::SECOND)? {
            return Err(TargetError::Lost(why));
        }
        self.drain()?;
        let now = self.session.now();
        let stage = self.stage.as_mut().ok_or_else(super::not_begun)?;
        stage.pace.real = now;
        stage.next_activity = scenario.activity.map(|_| scenario.start);
        Ok(())
    }

    /// What metric filters do here: where they are known to count nothing, nobody asks.
    fn filters(&mut self) -> Result<Filters, TargetError> {
        match self.setting.abilities.filters {
            Filters::Nothing => Ok(Filters::Nothing),
            Filters::ByPattern | Filters::EveryLogEvent => {
                let period = shrunk(Duration::MINUTE, self.setting.shrink);
                Ok(filters::tell(self.session.as_mut(), &self.setting.run, period)?.filters)
            }
        }
    }

    fn deploy(&mut self) -> Result<(), TargetError> {
        let aim = Aim::Deploy(Options::new(false, false).at(self.session.as_ref()));
        self.carry_out(&aim)
    }

    /// Lets the deployer do what is wanted of the chain.
    fn carry_out(&mut self, aim: &Aim) -> Result<(), TargetError> {
        let stage = self.stage.as_ref().ok_or_else(super::not_begun)?;
        let mut deployment = chain_deployment(&stage.shrunk.chain);
        if !self.setting.abilities.cloudtrail {
            deployment.source = Source::None;
        }
        carry_out(self.session.as_mut(), &deployment, aim)
    }

    /// Makes the queue and the log stream of the run.
    fn listen(&mut self) -> Result<(), TargetError> {
        let stage = self.stage.as_ref().ok_or_else(super::not_begun)?;
        let (session, chain) = (self.session.as_mut(), &stage.shrunk.chain);
        let topics: Vec<String> = chain.names().map(|name| chain.place.topic_arn(name.as_str())).collect();
        let queue = self.queue.insert(Queue::create(session, &chain.place, &topics, &self.setting.run)?);
        for topic in &topics {
            queue.listen(session, topic)?;
        }
        self.stream = Some(Stream::create(session, chain.log_group.as_str(), &self.setting.run)?);
        Ok(())
    }

    /// Keeps the log group as busy as the story will, until each of these alarms is in the state in which the model says that
    /// the story finds it, for so long at most. Which is not, in words.
    pub(super) fn settle(
        &mut self,
        wanted: &BTreeMap<AlertName, State>,
        wait_max: Duration,
        look_every: Duration,
    ) -> Result<Option<String>, TargetError> {
        let stage = self.stage.as_ref().ok_or_else(super::not_begun)?;
        let every = stage.scenario.activity.map(|every| shrunk(every, self.setting.shrink));
        let end = self.session.now() + wait_max;
        let mut next_put = self.session.now();
        loop {
            if let Some(every) = every.filter(|_| next_put <= self.session.now()) {
                self.put_activity()?;
                next_put = self.session.now() + every.max(Duration::SECOND);
            }
            self.see()?;
            let unsettled = wanted.iter().find(|(name, state)| self.watch.state(name) != Some(**state));
            let Some((name, state)) = unsettled else { return Ok(None) };
            if end <= self.session.now() {
                let found = self.watch.state(name).map_or("missing".to_owned(), |found| found.to_string());
                return Ok(Some(format!("before the story the alarm {name} is {found} and does not become {state}")));
            }
            pause(self.session.as_mut(), look_every)?;
        }
    }

    /// Lets what the beginning caused come, and forgets it.
    fn drain(&mut self) -> Result<(), TargetError> {
        let period = shrunk(Duration::MINUTE, self.setting.shrink);
        let end = self.session.now() + period * DRAIN_PERIODS;
        while self.session.now() < end {
            pause(self.session.as_mut(), Duration::SECOND)?;
            self.hear_all()?;
        }
        self.acts.clear();
        self.overheard.clear();
        if let Some(stage) = &mut self.stage {
            stage.told.clear();
        }
        Ok(())
    }

    /// One ordinary API call, as it happens in every account.
    pub(super) fn put_activity(&mut self) -> Result<(), TargetError> {
        let now = self.session.now();
        let stage = self.stage.as_ref().ok_or_else(super::not_begun)?;
        let record = self.marks.other(Variant::ApiCall, &stage.shrunk.chain.place, now);
        self.put(&record, None)
    }

    /// Removes everything that was made.
    pub(super) fn remove(&mut self) -> Result<(), TargetError> {
        let mut left = Vec::new();
        if let Some(mut queue) = self.queue.take() {
            left.extend(queue.remove(self.session.as_mut()).err());
        }
        if let Some(stream) = self.stream.take() {
            left.extend(stream.remove(self.session.as_mut()).err());
        }
        if self.stage.is_some() {
            let everything = Removal { trail: true, bucket: true, log_group: true };
            left.extend(self.carry_out(&Aim::Remove(everything)).err());
        }
        match left.as_slice() {
            [] => Ok(()),
            left => {
                let words: Vec<String> = left.iter().map(ToString::to_string).collect();
                Err(TargetError::Lost(format!("not everything could be removed: {}", words.join("; "))))
            }
        }
    }

    /// The state in which the story finds each alarm, as the model has it.
    pub(super) fn settled(&self) -> Result<BTreeMap<AlertName, State>, TargetError> {
        let stage = self.stage.as_ref().ok_or_else(super::not_begun)?;
        let mut simulator = Simulator::for_scenario(&stage.scenario)?;
        simulator.begin(&stage.scenario)?;
        let chain = stage.scenario.config.simulated_chain();
        let is_in_step = |name: &&AlertName| !stage.shrunk.out_of_step.contains_key(*name);
        let state = |name: &AlertName| Some((name.clone(), simulator.alarm_state(name)?));
        Ok(chain.names().filter(is_in_step).filter_map(state).collect())
    }
}
