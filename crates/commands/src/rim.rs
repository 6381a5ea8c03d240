//! What is not light, the AWS SDK above all: given by the binary that has it.

use signalarm_deploy::Session;
use signalarm_report::Matrix;
use signalarm_scenario::{Scenario, Target, TargetError};

use crate::arguments::Connection;

/// The accounts behind the AWS SDK.
pub trait Rim {
    /// A session with the account that AWS's environment and the arguments name. Nothing need be sent yet.
    ///
    /// # Errors
    ///
    /// Why there is none, and the cure.
    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>, String>;

    /// The target `mocks` for a scenario.
    ///
    /// # Errors
    ///
    /// When the chain cannot be deployed there.
    fn mocks(&self, scenario: &Scenario) -> Result<Box<dyn Target>, TargetError>;

    /// Runs of scenarios as JUnit XML.
    fn junit(&self, matrix: &Matrix<'_>) -> String;
}
