//! Settings, measured on the simulated account.

use signalarm_account::{Fate, Refusal, What};
use signalarm_alarm::State;
use signalarm_alert::{Alert, AlertName, Chain, Config};
use signalarm_cloud::{CloudWatchCall, PutMetricAlarm};
use signalarm_event::{Record, Variant};
use signalarm_scenario::{Outcome, Simulator, hearings};
use signalarm_time::{Duration, Timestamp};

use crate::setting::Setting;
use crate::sign_in::{record, variant};
use crate::timeline::{Unanswerable, find_alert};
use crate::workload::{GAP, Workload};

/// How many seeds each setting is measured with, if nobody says otherwise, and at most.
pub const SEEDS: u64 = 2;
/// The most seeds.
pub const SEEDS_MAX: u64 = 1_000;
/// When the stories begin: on a day on which nothing depends.
const START: &str = "2026-01-01T10:00:00Z";
/// How long the chain is in place before: three times the longest period that is compared, and some.
const BEFORE: Duration = Duration::from_secs(3_600);
/// Seeds also move the sign-ins against the minutes and periods: over the longest period that is compared.
const SHIFT_OVER: Duration = Duration::from_secs(900);
/// How long the look goes on when the last sign-in has left the alarm's evaluation range.
const AFTER: Duration = Duration::from_secs(300);
/// How long before the sign-in the story begins for the count of false alarms.
const CALM: Duration = Duration::from_secs(600);

/// What a setting made of all workloads and seeds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Sign-ins in all.
    pub sign_ins: usize,
    /// Sign-ins that no transition told of, though no alarm was in ALARM: more datapoints were needed than came.
    pub lost: usize,
    /// Sign-ins that came while the alarm was in ALARM already, and told nobody.
    pub swallowed: usize,
    /// Transitions into ALARM without a sign-in, and looks that found the alarm in ALARM when nothing was wrong.
    pub false_alarms: usize,
    /// From the arrival of the record in the log group to the notification: of the sign-ins that were heard, in order.
    pub times_to_hear: Vec<Duration>,
    /// The alarm's state when it is calm: log events come, and no sign-in.
    pub calm: Option<State>,
    /// The alarm's state at the end of half an hour without log events.
    pub gap: Option<State>,
}

impl Figures {
    /// The quickest, the median and the slowest time to hear.
    #[must_use]
    pub fn time_to_hear(&self) -> Option<(Duration, Duration, Duration)> {
        let times = &self.times_to_hear;
        Some((*times.first()?, *times.get(times.len() / 2)?, *times.last()?))
    }

    /// Whether a gap shows: the alarm neither claims that all is well, nor cries wolf, nor looks so all the time.
    #[must_use]
    pub fn shows_gap(&self) -> bool {
        self.gap == Some(State::InsufficientData) && self.calm != self.gap
    }
}

/// A setting with its figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The setting.
    pub setting: Setting,
    /// Whether the alert is set so now.
    pub is_current: bool,
    /// Its figures.
    pub figures: Figures,
}

/// Measures every setting for an alert of the config, the one that it has too, in the order of [`Setting::all`].
///
/// # Errors
///
/// [`Unanswerable`].
pub fn advise(
    config: &Config,
    alert: &AlertName,
    own: Option<&Record>,
    seeds: u64,
) -> Result<Vec<Measured>, Unanswerable> {
    let chain = config.simulated_chain();
    let alert = find_alert(&chain, alert)?;
    let sign_in = match own {
        Some(record) => SignIn::Own(record.clone()),
        None => SignIn::Forged(variant(&alert.name)?),
    };
    let current = Setting::of(alert);
    let mut settings: Vec<Setting> = Setting::all().collect();
    if !settings.contains(&current) {
        settings.push(current);
    }
    let trial = Trial { chain: &chain, alert, sign_in };
    let measure = |setting: Setting| {
        let figures = trial.figures(&setting, seeds.clamp(1, SEEDS_MAX))?;
        Ok(Measured { setting, is_current: setting == current, figures })
    };
    settings.into_iter().map(measure).collect()
}

/// The record that stands for a sign-in.
enum SignIn {
    Forged(Variant),
    Own(Record),
}

/// One alert, tried with many settings.
struct Trial<'a> {
    chain: &'a Chain,
    alert: &'a Alert,
    sign_in: SignIn,
}

impl Trial<'_> {
    fn figures(&self, setting: &Setting, seeds: u64) -> Result<Figures, Refusal> {
        let mut figures = Figures::default();
        for workload in Workload::ALL {
            for seed in 0..seeds {
                let shift = Duration::from_millis(SHIFT_OVER.as_millis() * seed / seeds);
                let start = START.parse::<Timestamp>().expect("a valid instant") + shift;
                self.play(&Played { setting: *setting, workload, seed, start }, &mut figures)?;
            }
        }
        figures.times_to_hear.sort_unstable();
        Ok(figures)
    }

    /// Plays one workload with one seed, and adds what came of it.
    fn play(&self, played: &Played, figures: &mut Figures) -> Result<(), Refusal> {
        let Played { setting, start, .. } = *played;
        let chain = Chain { alerts: vec![setting.laid_over(self.alert)], ..self.chain.clone() };
        let mut simulator = Simulator::new(chain.clone(), played.seed, start - BEFORE)?;
        let alarm = setting.metric_alarm(self.chain, self.alert);
        let until = played.last() + alarm.rule.range_duration() + AFTER;
        simulator.account_mut().answer(CloudWatchCall::PutMetricAlarm(Box::new(PutMetricAlarm::from(&alarm))))?;
        for (at, event) in played.events(until) {
            simulator.account_mut().advance(at);
            let state = simulator.account().alarm_state(self.alert.name.as_str());
            match event {
                Event::SignIn => {
                    let record = self.record(simulator.account().next_record_id(), at);
                    simulator.account_mut().put_log_events(&chain.log_group, record)?;
                }
                Event::Other => simulator.account_mut().put_unmatched_log_event(&chain.log_group),
                Event::LookCalm => {
                    // An alarm that stands in ALARM when nothing is wrong cries wolf all the time.
                    figures.false_alarms += usize::from(state == Some(State::Alarm));
                    figures.calm = state;
                }
                Event::LookGap => figures.gap = state,
            }
        }
        simulator.account_mut().advance(until);
        self.count(&simulator, start, figures);
        Ok(())
    }

    fn record(&self, id: u128, at: Timestamp) -> Record {
        match &self.sign_in {
            SignIn::Forged(variant) => record(*variant, &self.chain.place, at, id),
            SignIn::Own(record) => record.clone(),
        }
    }

    fn count(&self, simulator: &Simulator, start: Timestamp, figures: &mut Figures) {
        let own = hearings(simulator.account(), simulator.chain());
        for hearing in own.into_iter().filter(|hearing| hearing.alert == self.alert.name) {
            figures.sign_ins += 1;
            match hearing.outcome {
                Outcome::Matched(Fate::Heard { at } | Fate::Untold { at, .. }) => {
                    figures.times_to_hear.push(at.since(hearing.at));
                }
                Outcome::Matched(Fate::Swallowed { .. }) => figures.swallowed += 1,
                Outcome::Matched(Fate::Expired { .. } | Fate::Open | Fate::Unwatched)
                | Outcome::Unmatched { .. }
                | Outcome::Elsewhere { .. }
                | Outcome::Undelivered { .. }
                | Outcome::NotCaptured { .. } => figures.lost += 1,
            }
        }
        // What an alarm does when it is created is no false alarm of the story's.
        let story = simulator.account().journal().iter().skip_while(|happening| happening.at < start - CALM);
        let is_false = |what: &What| match what {
            What::Transition { alarm, to: State::Alarm, records, .. } => {
                alarm == self.alert.name.as_str() && records.is_empty()
            }
            _ => false,
        };
        figures.false_alarms += story.filter(|happening| is_false(&happening.what)).count();
    }
}

/// One workload with one seed, under a setting.
struct Played {
    setting: Setting,
    workload: Workload,
    seed: u64,
    start: Timestamp,
}

/// What happens in a story.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// The alarm is looked at while nothing is wrong.
    LookCalm,
    /// The alarm is looked at when the gap ends.
    LookGap,
    /// A record reaches the log group that the alert fires on.
    SignIn,
    /// Another log event does.
    Other,
}

impl Played {
    fn last(&self) -> Timestamp {
        self.workload.sign_ins().last().map_or(self.start, |after| self.start + *after)
    }

    /// Everything that happens until then, in order.
    fn events(&self, until: Timestamp) -> Vec<(Timestamp, Event)> {
        let mut events: Vec<(Timestamp, Event)> =
            self.workload.sign_ins().into_iter().map(|after| (self.start + after, Event::SignIn)).collect();
        if self.workload == Workload::Gap {
            events.push((self.start - Duration::SECOND, Event::LookCalm));
            events.push((self.start + GAP - Duration::SECOND, Event::LookGap));
        }
        let mut at = self.start - BEFORE;
        while at < until {
            if self.workload.is_busy((self.start <= at).then(|| at.since(self.start))) {
                events.push((at, Event::Other));
            }
            at = at + Duration::MINUTE;
        }
        events.sort_unstable();
        events
    }
}
