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

/// Plays a scenario on a target.
///
/// # Errors
///
/// When the target cannot go on; what was seen until then is lost.
pub fn run(scenario: &Scenario, target: &mut dyn Target) -> Result<Run, TargetError> {
    target.begin(scenario)?;
    let chain = scenario.config.simulated_chain();
    let state = |name: &AlertName| Some((name.clone(), target.alarm_state(name)?));
    let settled: Vec<(AlertName, State)> = chain.names().filter_map(state).collect();
    let mut acts: Vec<Act> = Vec::new();
    let mut told = target.happenings().len();
    for step in &scenario.steps {
        let at = scenario.start + step.at;
        target.advance(at)?;
        tell(target, &mut told, &mut acts);
        acts.push(Act::Done { at, line: step.line, action: step.action.clone() });
        target.perform(&step.action)?;
        tell(target, &mut told, &mut acts);
    }
    target.advance(scenario.start + scenario.length)?;
    tell(target, &mut told, &mut acts);
    let hearings = target.hearings();
    let seen = Seen { start: scenario.start, settled: &settled, acts: &acts, hearings: &hearings };
    let verdicts = scenario.expectations.iter().map(|expectation| judge(expectation, &seen)).collect();
    let records = named_records(target, &acts);
    Ok(Run {
        scenario: scenario.clone(),
        target: target.name(),
        chain,
        settled,
        acts,
        records,
        hearings,
        verdicts,
        unplayed: None,
    })
}

/// Moves what is new among the target's happenings to the acts.
fn tell(target: &dyn Target, told: &mut usize, acts: &mut Vec<Act>) {
    acts.extend(target.happenings()[*told..].iter().cloned().map(Act::Seen));
    *told = target.happenings().len();
}

fn named_records(target: &dyn Target, acts: &[Act]) -> Vec<(RecordIndex, Record)> {
    let named = |act: &Act| match act {
        Act::Seen(Happening { what: What::Recorded { record } | What::Delivered { record, .. }, .. }) => Some(*record),
        Act::Seen(_) | Act::Done { .. } => None,
    };
    let mut indices: Vec<RecordIndex> = acts.iter().filter_map(named).collect();
    indices.sort_unstable();
    indices.dedup();
    indices.into_iter().map(|index| (index, target.record(index).clone())).collect()
}
