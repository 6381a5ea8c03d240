//! Where a scenario runs: the one trait between the runner and an account, simulated or not.

use signalarm_account::{RecordIndex, Refusal};
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_event::Record;
use signalarm_time::{Duration, Timestamp};
use thiserror::Error;

use crate::act::Act;
use crate::expectation::Expectation;
use crate::hearing::Hearing;
use crate::proof::LinkProof;
use crate::step::{Action, Scenario};
use crate::verdict::Judgement;

/// A place where scenarios run. Synchronous: what waits, waits inside.
///
/// All times are times of the story, whatever clock the target goes by.
///
/// The methods that have a body fit a simulated account, which sees everything, at once, and leaves nothing behind; a target
/// that looks at an account from outside says its own.
pub trait Target {
    /// The target's name.
    fn name(&self) -> &'static str;

    /// Puts the scenario's chain into place and lets it settle until the story begins.
    ///
    /// # Errors
    ///
    /// When the chain cannot be put into place.
    fn begin(&mut self, scenario: &Scenario) -> Result<(), TargetError>;

    /// Lets time pass until `to`.
    ///
    /// # Errors
    ///
    /// When the target is lost.
    fn advance(&mut self, to: Timestamp) -> Result<(), TargetError>;

    /// Does what a step says, now.
    ///
    /// # Errors
    ///
    /// When the target refuses.
    fn perform(&mut self, action: &Action) -> Result<(), TargetError>;

    /// The state of an alarm now; `None` where there is none of that name.
    fn alarm_state(&self, alarm: &AlertName) -> Option<State>;

    /// What was seen after the first `already` things, in the order in which it was seen: each with the time at which it
    /// happened.
    fn seen(&self, already: usize) -> Vec<Act>;

    /// A record that something seen names.
    fn record(&self, index: RecordIndex) -> &Record;

    /// What became of every record that an alert should have heard, as far as the target can tell.
    fn hearings(&self) -> Vec<Hearing>;

    /// What the target itself says of an expectation: that it cannot be told here, or what it knows besides what was seen.
    /// `None` leaves it to what was seen.
    fn judged(&self, _expectation: &Expectation) -> Option<Judgement> {
        None
    }

    /// How much later than the end of its window something that is expected may be seen. What must not happen has no such
    /// respite.
    fn tolerance(&self) -> Duration {
        Duration::ZERO
    }

    /// What the story has proved, link by link; nothing is said where the model proves them all.
    fn links(&self) -> Vec<LinkProof> {
        Vec::new()
    }

    /// Removes what the target made. The runner calls it once, behind the story, however that ended.
    ///
    /// # Errors
    ///
    /// When something is left.
    fn end(&mut self) -> Result<(), TargetError> {
        Ok(())
    }
}

/// Why a target could not go on.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TargetError {
    /// An operation was refused.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The target does not do what it should, in words.
    #[error("{0}")]
    Lost(String),
    /// The target is well and cannot play the scenario at all; why.
    #[error("{0}")]
    NotProvable(String),
}
