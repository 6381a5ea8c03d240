//! From a draft to a scenario: what only shows when the parts of a file are seen together.

use std::ops::Range;

use signalarm_alert::{Chain, Config, Environment, Patch};
use signalarm_diagnostic::{Fault, Faulty, Placed};
use signalarm_event::{Record, decode};
use signalarm_time::{Duration, Timestamp};

use crate::draft::{Draft, DraftFault, DraftStep, Verb, read_draft};
use crate::fault::{ChainFault, TimedFault};
use crate::fault_check::{Flood, check_fault, check_floods};
use crate::lookup::{Window, line_of};
use crate::possible::check_expectations;
use crate::sign_in::check_sign_in;
use crate::simulator::SETTLE;
use crate::step::{Action, Scenario, Step};

/// Where a story begins when its file does not say: a Monday morning.
pub(crate) const DEFAULT_START: Timestamp = Timestamp::from_millis(1_767_603_600_000);
/// The account's other activity when a file does not say: a trail that delivers for a whole account has something in
/// nearly every minute.
pub(crate) const DEFAULT_ACTIVITY: Duration = Duration::MINUTE;
/// More calls than this take minutes to simulate: a year of one a minute is half of them.
const ACTIVITY_CALLS_MAX: u64 = 1_000_000;
pub(crate) const DEFAULT_SEED: u64 = 1;
/// Longer stories are mistakes: a simulated year is more than any alarm looks back.
const LENGTH_MAX: Duration = Duration::from_secs(366 * 86_400);
/// Reads a file that stands beside the scenario.
pub type Files<'f> = &'f dyn Fn(&str) -> Result<Vec<u8>, String>;

/// What a scenario file is read with.
#[derive(Clone, Copy)]
pub struct Sources<'s> {
    /// The settings that the file's own are laid over.
    pub config: &'s Config,
    /// The environment's variables.
    pub environment: Environment<'s>,
    /// The files beside the scenario.
    pub files: Files<'s>,
}

/// Reads a scenario file: `file` is its path as the person knows it, `name` what the scenario is called.
///
/// # Errors
///
/// The file with all its faults.
pub fn read_scenario(file: &str, name: &str, text: &str, sources: Sources<'_>) -> Result<Scenario, Faulty> {
    let (draft, mut faults) = read_draft(text, sources.environment);
    let scenario = check(draft, name, text, sources, &mut faults);
    match Faulty::new(file, text, faults) {
        Some(faulty) => Err(faulty),
        None => Ok(scenario),
    }
}

fn check(draft: Draft, name: &str, text: &str, sources: Sources<'_>, faults: &mut Vec<Fault>) -> Scenario {
    let (config, found) = sources.config.patched_anyway(&draft.config);
    faults.extend(found);
    let chain = config.simulated_chain();
    let mut story = Story {
        now: Duration::ZERO,
        config: config.clone(),
        broken: Vec::new(),
        floods: Vec::new(),
        steps: Vec::new(),
    };
    let mut windows = Windows::default();
    for step in draft.steps {
        windows.begin(&step, &story, faults);
        story.add(step, text, &chain, sources.files, faults);
        windows.end(story.now);
    }
    let (expectations, last) = check_expectations(draft.expectations, &chain, &windows.0, text, faults);
    let until = last.as_ref().map_or(Duration::ZERO, |last| last.value);
    let length = story.now.max(until);
    let longest = if story.now < until { last.map(|last| last.span) } else { windows.last_place() };
    let start = draft.start.unwrap_or_else(|| nowhere(DEFAULT_START));
    let activity =
        draft.activity.unwrap_or(Placed { value: Some(DEFAULT_ACTIVITY), span: longest.clone().unwrap_or(0..0) });
    check_length(length, longest.unwrap_or(0..0), &start, faults);
    check_activity(length, &activity, faults);
    check_floods(&story.floods, length, faults);
    Scenario {
        name: name.to_owned(),
        title: draft.title.unwrap_or_default(),
        seed: draft.seed.unwrap_or(DEFAULT_SEED),
        start: start.value,
        activity: activity.value,
        origin: draft.origin.unwrap_or_default(),
        config,
        steps: story.steps,
        expectations,
        length,
    }
}

/// Something that no place in the file says.
fn nowhere<T>(value: T) -> Placed<T> {
    Placed { value, span: 0..0 }
}

/// The story has to fit between the beginning and the end of time.
fn check_length(length: Duration, longest: Range<usize>, start: &Placed<Timestamp>, faults: &mut Vec<Fault>) {
    if LENGTH_MAX < length {
        let fault = Fault::new(longest, format!("the story lasts {length}"));
        faults.push(fault.cure(format!("at most {LENGTH_MAX} can be told")));
    }
    if start.value < Timestamp::MIN + SETTLE || Timestamp::MAX - LENGTH_MAX < start.value {
        let (first, last) = (Timestamp::MIN + SETTLE, Timestamp::MAX - LENGTH_MAX);
        faults.push(start.fault("the story cannot begin then").cure(format!("let it begin from {first} to {last}")));
    }
}

/// Background activity is bounded: every call is a log event that each filter looks at.
fn check_activity(length: Duration, activity: &Placed<Option<Duration>>, faults: &mut Vec<Fault>) {
    let calls = |every: Duration| (length + SETTLE).as_millis() / every.as_millis().max(1);
    if activity.value.is_some_and(|every| ACTIVITY_CALLS_MAX < calls(every)) {
        let fault = activity.fault(format!("the other activity is more than {ACTIVITY_CALLS_MAX} API calls"));
        faults.push(fault.cure("let it happen less often, or shorten the story"));
    }
}

/// The story as far as it has been told.
struct Story {
    now: Duration,
    config: Config,
    broken: Vec<ChainFault>,
    floods: Vec<Flood>,
    steps: Vec<Step>,
}

impl Story {
    fn add(&mut self, draft: DraftStep, text: &str, chain: &Chain, files: Files<'_>, faults: &mut Vec<Fault>) {
        let at = draft.at.as_ref().map_or(self.now, |at| at.value);
        if at < self.now {
            let span = draft.at.as_ref().map_or(draft.place.span.clone(), |at| at.span.clone());
            let fault = Fault::new(span, format!("this step goes back in time: it is {} already", self.now));
            faults.push(fault.cure("put the steps in the order of their time"));
        }
        self.now = self.now.max(at);
        let line = line_of(text, draft.place.span.start);
        let Some(verb) = draft.verb else { return };
        let place = Placed { value: (), span: verb.span };
        let action = match verb.value {
            Verb::SignIn(sign_in) => check_sign_in(sign_in, &place, faults).map(Action::SignIn),
            Verb::Record { file, delay } => {
                read_records(&file, files, faults).map(|records| Action::Records { records, delay })
            }
            Verb::Wait(duration) => {
                self.now = self.now + duration;
                Some(Action::Wait(duration))
            }
            Verb::Configure(patch) => self.configure(&patch, &place, faults),
            Verb::Break(fault) => self.break_one(fault, chain, &place, faults),
            Verb::Mend(fault) => self.mend(fault, chain, &place, faults),
        };
        self.steps.extend(action.map(|action| Step { line, at, action }));
    }

    fn configure(&mut self, patch: &Patch, place: &Placed<()>, faults: &mut Vec<Fault>) -> Option<Action> {
        match self.config.patched(patch) {
            Err(found) => {
                faults.extend(found);
                return None;
            }
            Ok(config) if patch.is_in_place() && config.alert_count() == self.config.alert_count() => {
                self.config = config;
            }
            Ok(_) => {
                let fault = place.fault("a step can only change filters and alarms that are there");
                let cure = "set pattern, period, default-value, missing-data or notify-ok of an alert; put the rest under [config]";
                faults.push(fault.cure(cure));
            }
        }
        Some(Action::Configure(Box::new(self.config.clone())))
    }

    fn break_one(
        &mut self,
        draft: DraftFault,
        chain: &Chain,
        place: &Placed<()>,
        faults: &mut Vec<Fault>,
    ) -> Option<Action> {
        let broken = check_fault(draft, true, chain, place, faults)?;
        if self.broken.iter().any(|present| present.is_same(&broken)) {
            faults.push(place.fault(format!("it is broken already: {broken}")).cure("mend it first"));
        }
        if let ChainFault::Timed(TimedFault::FailureFlood, every) = broken {
            self.floods.push(Flood { place: place.clone(), every, from: self.now, until: None });
        }
        self.broken.push(broken.clone());
        Some(Action::Break(broken))
    }

    fn mend(
        &mut self,
        draft: DraftFault,
        chain: &Chain,
        place: &Placed<()>,
        faults: &mut Vec<Fault>,
    ) -> Option<Action> {
        let named = check_fault(draft, false, chain, place, faults)?;
        match self.broken.iter().position(|present| present.is_same(&named)) {
            Some(index) => {
                let mended = self.broken.remove(index);
                let flood =
                    self.floods.last_mut().filter(|_| matches!(mended, ChainFault::Timed(TimedFault::FailureFlood, _)));
                if let Some(flood) = flood {
                    flood.until = Some(self.now);
                }
                Some(Action::Mend(mended))
            }
            None => {
                let fault = place.fault(format!("nothing to mend: {} is not broken here", named.name()));
                faults.push(fault.cure("break it in a step above"));
                None
            }
        }
    }
}

/// The windows that expectations can count from: the steps by their place and by their id.
#[derive(Default)]
struct Windows(Vec<Window>);

impl Windows {
    fn begin(&mut self, step: &DraftStep, story: &Story, faults: &mut Vec<Fault>) {
        let id = step.id.as_ref();
        if let Some(id) = id.filter(|id| self.0.iter().any(|window| window.id.as_ref() == Some(&id.value))) {
            faults.push(id.fault(format!("two steps have the id “{}”", id.value)).cure("give each its own"));
        }
        let makes_record =
            matches!(step.verb.as_ref().map(|verb| &verb.value), Some(Verb::SignIn(_) | Verb::Record { .. }));
        self.0.push(Window {
            id: id.map(|id| id.value.clone()),
            place: step.place.span.start,
            from: story.now,
            makes_record,
            configures: matches!(step.verb.as_ref().map(|verb| &verb.value), Some(Verb::Configure(_))),
        });
    }

    fn last_place(&self) -> Option<Range<usize>> {
        self.0.last().map(|window| window.place..window.place + 1)
    }

    /// A step is over at its end: behind a `wait`, windows begin when the waiting is over.
    fn end(&mut self, now: Duration) {
        if let Some(window) = self.0.last_mut() {
            window.from = now;
        }
    }
}

fn read_records(file: &Placed<String>, files: Files<'_>, faults: &mut Vec<Fault>) -> Option<Vec<Record>> {
    let bytes = match files(&file.value) {
        Ok(bytes) => bytes,
        Err(why) => {
            faults.push(file.fault(why).cure("paths count from the folder of this file"));
            return None;
        }
    };
    let decoded = decode(&file.value, &bytes);
    if let Some(faulty) = decoded.faulty {
        faults.push(file.fault(format!("the file is faulty\n{faulty}")));
        return None;
    }
    if decoded.records.is_empty() {
        faults.push(file.fault(format!("{} holds no record", file.value)).cure("put at least one into it"));
    }
    Some(decoded.records)
}
