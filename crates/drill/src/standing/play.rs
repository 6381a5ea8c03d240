//! A drill: what is set up, the stories one after the other, and the silence around them.

use std::fmt;

use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_deploy::Session;
use signalarm_scenario::{Run, TargetError, run};
use signalarm_time::Timestamp;

use super::announce;
use super::calls::{calls, own_rings};
use super::evidence::links;
use super::script::{AGREED_WITHIN, LOOK_EVERY, SILENCE, TARGET, setting, standing};
use super::{Drill, DrillEvidence, HopKind, Left, Leftover, Refused, RunName, Silence, Stopped, Story, Thing};
use crate::ask::pause;
use crate::ears::NoEars;
use crate::outside::{Footing, Outside};
use crate::watch::Watch;

/// How far a drill is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrillProgress<'a> {
    /// What it needs is made.
    SetsUp,
    /// It listens whether records that must ring nothing do.
    Listens,
    /// A story is played.
    Plays {
        /// Its name.
        scenario: &'a str,
        /// Which it is, from 1 on.
        number: usize,
        /// Of how many.
        of: usize,
    },
    /// It waits until no alarm is in ALARM.
    Calms,
    /// What it made is removed.
    CleansUp,
}

/// Whoever plays a drill.
pub(super) struct Player<'s, 'w> {
    pub(super) drill: Drill,
    pub(super) outside: Outside<'s>,
    /// What was made, or may have been, in order.
    pub(super) made: Vec<Thing>,
    /// When the window of the mute rule ends.
    pub(super) muted_until: Option<Timestamp>,
    /// The topics whose subscribers were told.
    pub(super) announced: Vec<String>,
    pub(super) warnings: Vec<String>,
    pub(super) left: Vec<Left>,
    /// What earlier drills left.
    pub(super) removed: Vec<Leftover>,
    stories: Vec<Story>,
    silences: Vec<Silence>,
    watch: &'w mut dyn FnMut(DrillProgress<'_>),
}

impl Drill {
    /// Plays it to its end, and removes what it made, whatever comes between. `watch` is told how far it is.
    pub fn play<'s>(self, session: Box<dyn Session + 's>, watch: &mut dyn FnMut(DrillProgress<'_>)) -> DrillEvidence {
        let began = session.now();
        let mut player = Player::new(self, session, watch);
        let stopped = match player.drill.script.played.is_empty() {
            true => None,
            false => {
                let stopped = player.play().err();
                (player.watch)(DrillProgress::CleansUp);
                player.clean_up(stopped.as_ref());
                stopped
            }
        };
        player.evidence(began, stopped)
    }
}

impl<'s, 'w> Player<'s, 'w> {
    fn new(drill: Drill, session: Box<dyn Session + 's>, watch: &'w mut dyn FnMut(DrillProgress<'_>)) -> Self {
        let Drill { site, request, script, leftovers, .. } = &drill;
        let made = calls(site, request, script, leftovers);
        let mut standing = standing(site, request, script.settle_max);
        // CloudTrail delivers minutes later: what a drill did behind its end may ring in the next one.
        let rings = own_rings(site, script, &made);
        standing.own_rings = rings.into_iter().map(|ring| (ring.alert, ring.action)).collect();
        let setting = setting(request, &script.run.to_string(), drill.speaks_as_aws);
        let (footing, watched) = (Footing::Standing(Box::new(standing)), Watch::by_history(&site.chain));
        let outside = Outside::on(footing, watched, script.marks(), session, Box::new(NoEars), setting);
        Self {
            drill,
            outside,
            made: Vec::new(),
            muted_until: None,
            announced: Vec::new(),
            warnings: Vec::new(),
            left: Vec::new(),
            removed: Vec::new(),
            stories: Vec::new(),
            silences: Vec::new(),
            watch,
        }
    }

    fn play(&mut self) -> Result<(), Stopped> {
        (self.watch)(DrillProgress::SetsUp);
        let run = self.run();
        if run.start() + AGREED_WITHIN < self.now() {
            return Err(Stopped::Refused(Refused::Stale { run }));
        }
        self.check_calm()?;
        self.remove_leftovers()?;
        self.claim()?;
        if self.drill.request.announce {
            let (run, drilled) = (self.drill.script.run, self.drill.drilled());
            let caller = self.drill.site.caller.arn.clone();
            self.announce(&announce::before(&run, &caller, &drilled, self.drill.request.quiet))?;
        }
        match self.drill.request.quiet {
            true => self.mute()?,
            false => self.listen()?,
        }
        let is_silent = self.silence()?;
        if let Footing::Standing(standing) = &mut self.outside.footing {
            standing.is_silent = is_silent;
        }
        self.stories()?;
        (self.watch)(DrillProgress::Calms);
        let end = self.now() + self.drill.script.settle_max;
        self.calm(end).map_err(|error| self.stopped(error))?;
        self.silence()?;
        Ok(())
    }

    pub(super) fn now(&self) -> Timestamp {
        self.outside.session.now()
    }

    pub(super) fn run(&self) -> RunName {
        self.drill.script.run
    }

    /// Why it ends early: whoever interrupted is not told of what failed by it.
    pub(super) fn stopped(&self, error: TargetError) -> Stopped {
        match self.outside.session.is_interrupted() {
            true => Stopped::Interrupted,
            false => Stopped::Lost(error.to_string()),
        }
    }

    /// Puts records that must ring nothing, and listens; whether they rang nothing.
    fn silence(&mut self) -> Result<bool, Stopped> {
        (self.watch)(DrillProgress::Listens);
        let (at, until, first) = (self.now(), self.now() + SILENCE, self.outside.hops.len());
        let records = self.outside.put_silent(&self.drill.script.silent, &self.drill.site.chain);
        let records = records.map_err(|error| self.stopped(error))?;
        while self.now() < until {
            self.look().map_err(|error| self.stopped(error))?;
        }
        let mut rang: Vec<AlertName> = Vec::new();
        for hop in &self.outside.hops[first..] {
            if let HopKind::Transition { alarm, to: State::Alarm, .. } = &hop.kind
                && !self.is_beside(alarm)
                && !rang.contains(alarm)
            {
                rang.push(alarm.clone());
            }
        }
        let is_silent = rang.is_empty();
        self.silences.push(Silence { at, until, records, rang });
        Ok(is_silent)
    }

    /// Waits a while, and looks.
    fn look(&mut self) -> Result<(), TargetError> {
        pause(self.outside.session.as_mut(), LOOK_EVERY)?;
        self.outside.see()?;
        self.outside.overhear()
    }

    /// Whether the records of a drill have no part in what an alarm does: the silence alarm looks at how busy the account is,
    /// and others hear the drill's own calls.
    fn is_beside(&self, alarm: &AlertName) -> bool {
        let Footing::Standing(standing) = &self.outside.footing else { return false };
        *alarm == AlertName::SILENCE || standing.own_rings.contains_key(alarm)
    }

    fn stories(&mut self) -> Result<(), Stopped> {
        let played = self.drill.script.played.clone();
        let of = played.len();
        for (number, scenario) in (1..).zip(&played) {
            (self.watch)(DrillProgress::Plays { scenario: &scenario.name, number, of });
            let name = scenario.name.clone();
            match run(scenario, &mut self.outside) {
                Ok(run) => self.stories.push(Story { name, run: Ok(Box::new(run)) }),
                Err(error) => {
                    let stopped = self.stopped(error);
                    self.stories.push(Story { name, run: Err(stopped.to_string()) });
                    return Err(stopped);
                }
            }
        }
        Ok(())
    }

    /// Waits until no alarm that the drill may have rung is in ALARM, until an instant at the latest. Which still are.
    pub(super) fn calm(&mut self, end: Timestamp) -> Result<Vec<AlertName>, TargetError> {
        loop {
            let ringing = self.ringing();
            if ringing.is_empty() || end <= self.now() {
                return Ok(ringing);
            }
            self.look()?;
        }
    }

    /// The alarms that were last seen in ALARM.
    pub(super) fn ringing(&self) -> Vec<AlertName> {
        let watch = &self.outside.watch;
        let is_ringing = |name: &&AlertName| watch.state(name) == Some(State::Alarm) && !self.is_beside(name);
        self.drill.site.chain.names().filter(is_ringing).cloned().collect()
    }

    fn evidence(self, began: Timestamp, stopped: Option<Stopped>) -> DrillEvidence {
        let ended = self.now();
        let Self { drill, outside, warnings, left, removed, mut stories, silences, .. } = self;
        for (scenario, why) in &drill.script.unplayed {
            let run = Ok(Box::new(Run::not_provable(scenario, TARGET, why)));
            stories.push(Story { name: scenario.name.clone(), run });
        }
        let mut hops = outside.hops;
        hops.sort_by_key(|hop| hop.at);
        DrillEvidence {
            run: drill.script.run,
            links: links(&stories, &silences),
            request: drill.request,
            site: drill.site,
            strangers: drill.strangers,
            began,
            ended,
            removed,
            stories,
            silences,
            hops,
            messages: outside.messages,
            warnings,
            left,
            stopped,
        }
    }
}

impl fmt::Display for DrillProgress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SetsUp => f.write_str("makes what it needs"),
            Self::Listens => f.write_str("listens whether records that must ring nothing do"),
            Self::Plays { scenario, number, of } => write!(f, "plays {scenario} ({number} of {of})"),
            Self::Calms => f.write_str("waits until no alarm is in ALARM"),
            Self::CleansUp => f.write_str("removes what it made"),
        }
    }
}
