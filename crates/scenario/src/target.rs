//! Where a scenario runs: the one trait between the runner and an account, simulated or not.

use signalarm_account::{Happening, RecordIndex, Refusal};
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_event::Record;
use signalarm_time::Timestamp;
use thiserror::Error;

use crate::hearing::Hearing;
use crate::step::{Action, Scenario};

/// A place where scenarios run. Synchronous: what waits, waits inside.
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

    /// Everything seen so far, in the order of time.
    fn happenings(&self) -> &[Happening];

    /// A record that a happening names.
    fn record(&self, index: RecordIndex) -> &Record;

    /// What became of every record that an alert should have heard, as far as the target can tell.
    fn hearings(&self) -> Vec<Hearing>;
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
}
