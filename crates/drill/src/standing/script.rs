//! What a drill will do, decided before it begins: which stories, which records, for how long.

use std::collections::BTreeMap;

use signalarm_alert::AlertName;
use signalarm_event::{Record, Variant};
use signalarm_scenario::{Action, Scenario};
use signalarm_time::{Duration, Timestamp};

use super::strangers::Forged;
use super::{Request, RunName, Site};
use crate::abilities::Abilities;
use crate::marks::Marks;
use crate::outside::{Setting, Standing, matching};

/// The target's name.
pub(super) const TARGET: &str = "aws";
/// How often alarms and queue are looked at.
pub(crate) const LOOK_EVERY: Duration = Duration::from_secs(6);
/// How much later than the model has it something may be seen: a metric filter's sample takes up to a minute to be visible.
const TOLERANCE: Duration = Duration::MINUTE;
/// How long is listened whether records that must ring nothing do: a log line reached ALARM in 101 seconds where that was
/// recorded.
pub(super) const SILENCE: Duration = Duration::from_secs(180);
/// How much longer than its evaluation range an alarm may take until it has left ALARM.
const LATER_THAN_RANGE: Duration = Duration::from_secs(300);
/// For how long what was seen holds, while a person decides.
pub(super) const AGREED_WITHIN: Duration = Duration::from_secs(600);
/// How long the calls before the stories and behind them may take, a mute rule's beginning among them.
const SET_UP: Duration = Duration::from_secs(300);
const CLEAN_UP: Duration = Duration::from_secs(300);
/// Where forged sign-ins come from: a block that is kept for documentation (RFC 5737).
pub(super) const SOURCE_IP: &str = "192.0.2.77";
/// What must ring nothing: an ordinary call, and steps of a sign-in that are none.
const SILENT: [Variant; 3] = [Variant::ApiCall, Variant::MfaCheck, Variant::SwitchRole];
/// Under what name strangers are told of such records.
const SILENT_RECORDS: &str = "records that must ring nothing";

/// What a drill will do.
#[derive(Clone, Debug)]
pub(super) struct Script {
    pub(super) run: RunName,
    pub(super) played: Vec<Scenario>,
    pub(super) unplayed: Vec<(Scenario, String)>,
    /// The kinds of record that must ring nothing.
    pub(super) silent: Vec<Variant>,
    /// Every record that is forged, as it may look.
    pub(super) forged: Forged,
    /// By how many of them each alert is rung.
    pub(super) rung: BTreeMap<AlertName, u64>,
    /// How many records other activity puts at most.
    pub(super) activity: u64,
    /// How long is waited until the alarms are as a story finds them.
    pub(super) settle_max: Duration,
}

impl Script {
    /// What a drill that begins now will do.
    pub(super) fn new(
        site: &Site,
        request: &Request,
        scenarios: &[Scenario],
        speaks_as_aws: bool,
        (now, chance): (Timestamp, u32),
    ) -> Self {
        let settle_max = settle_max(site, request);
        let standing = standing(site, request, settle_max);
        let setting = setting(request, "", speaks_as_aws);
        let (mut played, mut unplayed) = (Vec::new(), Vec::new());
        for scenario in scenarios {
            match standing.unprovable(scenario, &setting) {
                None => played.push(scenario.clone()),
                Some(why) => unplayed.push((scenario.clone(), why)),
            }
        }
        let run = RunName::new(now, length(&played, settle_max), chance);
        let mut script = Self {
            run,
            played,
            unplayed,
            silent: Vec::new(),
            forged: Forged::new(),
            rung: BTreeMap::new(),
            activity: 0,
            settle_max,
        };
        script.forge(site, now);
        script
    }

    /// What the records bear.
    pub(super) fn marks(&self) -> Marks {
        Marks::new(&self.run.user_agent(), SOURCE_IP, self.run.id_base())
    }

    /// Forges everything once, to see whom it would ring.
    fn forge(&mut self, site: &Site, now: Timestamp) {
        if self.played.is_empty() {
            return;
        }
        let (mut marks, place) = (self.marks(), &site.chain.place);
        for scenario in &self.played {
            let sign_ins = scenario.steps.iter().filter_map(|step| match &step.action {
                Action::SignIn(sign_in) => Some(sign_in),
                Action::Records { .. } | Action::Wait(_) => None,
                Action::Configure(_) | Action::Break(_) | Action::Mend(_) => None,
            });
            let records: Vec<Record> = sign_ins.map(|sign_in| marks.sign_in(sign_in, place, now)).collect();
            for alert in records.iter().flat_map(|record| matching(&site.chain, record)) {
                *self.rung.entry(alert).or_default() += 1;
            }
            self.forged.insert(scenario.name.clone(), records);
            let busy = self.settle_max + scenario.length + TOLERANCE;
            self.activity += scenario.activity.map_or(0, |every| busy.as_millis() / every.as_millis().max(1) + 2);
        }
        let mut silent = SILENT.map(|variant| (variant, marks.other(variant, place, now))).to_vec();
        silent.retain(|(_, record)| matching(&site.chain, record).is_empty());
        self.silent = silent.iter().map(|(variant, _)| *variant).collect();
        self.forged.insert(SILENT_RECORDS.to_owned(), silent.into_iter().map(|(_, record)| record).collect());
    }

    /// How many log events are put at most.
    pub(super) fn log_events(&self) -> u64 {
        // What must ring nothing is put twice.
        let silent = self.silent.len() as u64;
        self.forged.values().map(|records| records.len() as u64).sum::<u64>() + silent + self.activity
    }

    /// How many bytes these have.
    pub(super) fn log_bytes(&self) -> u64 {
        let longest = self.forged.values().flatten().map(|record| record.text().len() as u64).max().unwrap_or_default();
        longest * self.log_events()
    }
}

/// How a drill is played outside.
pub(super) fn setting(request: &Request, run: &str, speaks_as_aws: bool) -> Setting {
    Setting {
        name: TARGET,
        abilities: Abilities::AWS,
        shrink: 1,
        tolerance: TOLERANCE,
        wait_max: request.wait_max,
        speaks_as_aws,
        run: run.to_owned(),
    }
}

/// The chain that stands, before anything was done to it.
pub(super) fn standing(site: &Site, request: &Request, settle_max: Duration) -> Standing {
    Standing {
        chain: site.chain.clone(),
        subscribers: site.subscribers.clone(),
        is_muted: request.quiet,
        is_fresh: request.fresh,
        own_rings: BTreeMap::new(),
        is_silent: true,
        settle_max,
    }
}

/// Until the slowest alarm has left ALARM; not longer than a story may take.
fn settle_max(site: &Site, request: &Request) -> Duration {
    let ranges = site.chain.alerts.iter().map(|alert| site.chain.metric_alarm(alert).rule.range_duration());
    (ranges.max().unwrap_or(Duration::ZERO) + LATER_THAN_RANGE).min(request.wait_max)
}

fn length(played: &[Scenario], settle_max: Duration) -> Duration {
    let stories = played.iter().map(|scenario| settle_max + scenario.length + TOLERANCE);
    let stories = stories.fold(Duration::ZERO, |sum, story| sum + story);
    AGREED_WITHIN + SET_UP + SILENCE + stories + settle_max + SILENCE + CLEAN_UP
}
