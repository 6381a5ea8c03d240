//! The runner: plays a scenario on a target and keeps everything that a report can say of it.

use signalarm_account::{Happening, RecordIndex, What};
use signalarm_alarm::State;
use signalarm_alert::{AlertName, Chain};
use signalarm_event::Record;
use signalarm_time::{Duration, Timestamp};

use crate::act::Act;
use crate::expectation::Expectation;
use crate::hearing::Hearing;
use crate::judge::{Seen, judge};
use crate::proof::LinkProof;
use crate::step::Scenario;
use crate::target::{Target, TargetError};
use crate::verdict::{Judgement, RunResult, Verdict};

/// A scenario that has been played: one value for all reports.
#[derive(Clone, Debug)]
pub struct Run {
    /// The scenario.
    pub scenario: Scenario,
    /// The name of the target.
    pub target: &'static str,
    /// The chain at the beginning.
    pub chain: Chain,
    /// The state of each alarm when the story began, in the chain's order.
    pub settled: Vec<(AlertName, State)>,
    /// What was done and what was seen from then on, in the order of time.
    pub acts: Vec<Act>,
    /// The records that happenings name, by the order in which they came into being.
    pub records: Vec<(RecordIndex, Record)>,
    /// What became of each record that an alert should have heard.
    pub hearings: Vec<Hearing>,
    /// One for each expectation, in the order of the file.
    pub verdicts: Vec<Verdict>,
    /// What the target proved, link by link; empty where it is a simulated account, whose model proves them all.
    pub links: Vec<LinkProof>,
    /// Why the target cannot play the scenario at all, where it cannot.
    pub unplayed: Option<String>,
}

impl Run {
    /// A scenario that a target cannot play: nothing was done, and nothing is proved.
    #[must_use]
    pub fn not_provable(scenario: &Scenario, target: &'static str, why: &str) -> Self {
        let verdict = |expectation: &Expectation| Verdict {
            expectation: expectation.clone(),
            judgement: Judgement::NotProvable(why.to_owned()),
        };
        Self {
            scenario: scenario.clone(),
            target,
            chain: scenario.config.simulated_chain(),
            settled: Vec::new(),
            acts: Vec::new(),
            records: Vec::new(),
            hearings: Vec::new(),
            verdicts: scenario.expectations.iter().map(verdict).collect(),
            links: Vec::new(),
            unplayed: Some(why.to_owned()),
        }
    }

    /// Whether nothing differs from what was expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.verdicts.iter().all(|verdict| verdict.differs().is_none())
    }

    /// How it ended.
    #[must_use]
    pub fn result(&self) -> RunResult {
        let proved_nothing =
            !self.verdicts.is_empty() && self.verdicts.iter().all(|verdict| verdict.not_provable().is_some());
        match self.passed() {
            false => RunResult::Differs,
            true if proved_nothing || self.unplayed.is_some() => RunResult::NotProvable,
            true => RunResult::Passed,
        }
    }

    /// The time since the beginning of the story.
    #[must_use]
    pub fn since_start(&self, at: Timestamp) -> Duration {
        at.since(self.scenario.start)
    }

    /// A record that a happening names.
    #[must_use]
    pub fn record(&self, index: RecordIndex) -> Option<&Record> {
        let position = self.records.binary_search_by_key(&index, |(index, _)| *index).ok()?;
        Some(&self.records[position].1)
    }
}

/// Plays a scenario on a target, and lets the target end, whatever came before.
///
/// # Errors
///
/// When the target cannot go on, or does not end well; what was seen until then is lost.
pub fn run(scenario: &Scenario, target: &mut dyn Target) -> Result<Run, TargetError> {
    let played = play(scenario, target);
    match (played, target.end()) {
        (Ok(run), Ok(())) => Ok(run),
        (Err(TargetError::NotProvable(why)), Ok(())) => Ok(Run::not_provable(scenario, target.name(), &why)),
        (Err(error), Ok(())) => Err(error),
        (Ok(run), Err(left)) => {
            let result = match run.result() {
                RunResult::Passed => "passed",
                RunResult::Differs => "differs from what it expects",
                RunResult::NotProvable => "proved nothing here",
            };
            Err(TargetError::Lost(format!("the scenario {result}, but the target did not end well: {left}")))
        }
        (Err(error), Err(left)) => {
            Err(TargetError::Lost(format!("{error}; and then the target did not end well: {left}")))
        }
    }
}

fn play(scenario: &Scenario, target: &mut dyn Target) -> Result<Run, TargetError> {
    target.begin(scenario)?;
    let chain = scenario.config.simulated_chain();
    let state = |name: &AlertName| Some((name.clone(), target.alarm_state(name)?));
    let settled: Vec<(AlertName, State)> = chain.names().filter_map(state).collect();
    let mut acts: Vec<Act> = Vec::new();
    let mut told = target.seen(0).len();
    for step in &scenario.steps {
        let at = scenario.start + step.at;
        target.advance(at)?;
        tell(target, &mut told, &mut acts);
        acts.push(Act::Done { at, line: step.line, action: step.action.clone() });
        target.perform(&step.action)?;
        tell(target, &mut told, &mut acts);
    }
    let tolerance = target.tolerance();
    target.advance(scenario.start + scenario.length)?;
    let mut verdicts = look_back(scenario, target, &settled, &mut told, &mut acts);
    // Respite is waited for only where something has not been seen yet.
    if tolerance != Duration::ZERO && verdicts.iter().any(|verdict| verdict.differs().is_some()) {
        target.advance(scenario.start + scenario.length + tolerance)?;
        verdicts = look_back(scenario, target, &settled, &mut told, &mut acts);
    }
    let hearings = target.hearings();
    Ok(Run {
        scenario: scenario.clone(),
        target: target.name(),
        chain,
        verdicts,
        records: named_records(target, &acts),
        links: target.links(),
        settled,
        acts,
        hearings,
        unplayed: None,
    })
}

/// What comes of each expectation by what has been seen until now.
fn look_back(
    scenario: &Scenario,
    target: &dyn Target,
    settled: &[(AlertName, State)],
    told: &mut usize,
    acts: &mut Vec<Act>,
) -> Vec<Verdict> {
    tell(target, told, acts);
    // Who looks from outside sees some things after others that came later.
    acts.sort_by_key(Act::at);
    let (hearings, tolerance) = (target.hearings(), target.tolerance());
    let seen = Seen { start: scenario.start, settled, acts, hearings: &hearings, tolerance };
    let verdict = |expectation: &Expectation| Verdict {
        expectation: expectation.clone(),
        judgement: target.judged(expectation).unwrap_or_else(|| judge(expectation, &seen)),
    };
    scenario.expectations.iter().map(verdict).collect()
}

/// Adds what the target has seen since it was asked last to the acts.
fn tell(target: &dyn Target, told: &mut usize, acts: &mut Vec<Act>) {
    let seen = target.seen(*told);
    *told += seen.len();
    acts.extend(seen);
}

fn named_records(target: &dyn Target, acts: &[Act]) -> Vec<(RecordIndex, Record)> {
    let named = |happening: &Happening| match happening.what {
        What::Recorded { record } | What::Delivered { record, .. } => Some(record),
        What::NotRecorded { .. }
        | What::Matched { .. }
        | What::Transition { .. }
        | What::Notified { .. }
        | What::Unnotified { .. } => None,
    };
    let mut indices: Vec<RecordIndex> = acts.iter().filter_map(|act| named(act.happening()?)).collect();
    indices.sort_unstable();
    indices.dedup();
    indices.into_iter().map(|index| (index, target.record(index).clone())).collect()
}
