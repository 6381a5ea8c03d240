//! A story, played on the simulated account.

use signalarm_account::{RecordIndex, Refusal};
use signalarm_alert::AlertName;
use signalarm_scenario::{Hearing, Scenario, Simulator, Target, TargetError};

/// A story that was played.
pub struct Story {
    /// What happened: the story without the steps that the account refused, since something else was broken already.
    pub scenario: Scenario,
    /// The account after it.
    pub simulator: Simulator,
    /// What became of each record that an alert should have heard, in the order of records and alerts.
    pub hearings: Vec<Hearing>,
    /// The steps that were refused, by their lines, and why.
    pub refused: Vec<(usize, Refusal)>,
}

impl Story {
    /// What became of a record for an alert.
    #[must_use]
    pub fn hearing(&self, record: RecordIndex, alert: &AlertName) -> Option<&Hearing> {
        let index = self.hearings.binary_search_by(|one| (one.record, &one.alert).cmp(&(record, alert))).ok()?;
        self.hearings.get(index)
    }
}

/// Plays a story to its end. A step that is refused is left out: what is broken twice cannot be broken again.
///
/// # Errors
///
/// When the account refuses the chain itself, or does not do what it should.
pub fn play(scenario: &Scenario) -> Result<Story, TargetError> {
    let mut simulator = Simulator::for_scenario(scenario)?;
    simulator.begin(scenario)?;
    let mut refused = Vec::new();
    for step in &scenario.steps {
        simulator.advance(scenario.start + step.at)?;
        match simulator.perform(&step.action) {
            Ok(()) => {}
            Err(TargetError::Refused(refusal)) => refused.push((step.line, refusal)),
            Err(lost) => return Err(lost),
        }
    }
    simulator.advance(scenario.start + scenario.length)?;
    let hearings = simulator.hearings();
    let mut scenario = scenario.clone();
    scenario.steps.retain(|step| refused.iter().all(|(line, _)| *line != step.line));
    Ok(Story { scenario, simulator, hearings, refused })
}
