//! What is not light, the AWS SDK above all: given by the binary that has it.

use signalarm_deploy::Session;
use signalarm_drill::ContractRun;
use signalarm_report::{Matrix, Probed};
use signalarm_scenario::{Scenario, Target, TargetError};

use crate::arguments::Connection;

/// The accounts behind the AWS SDK.
pub trait Rim: Sync {
    /// A session with the account that AWS's environment and the arguments name. Nothing need be sent yet.
    ///
    /// # Errors
    ///
    /// Why there is none, and the cure.
    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>, String>;

    /// From now on an interrupt from the keyboard ends no process, but is what sessions tell of
    /// ([`Session::is_interrupted`]); a second one does.
    fn heed_interrupts(&self);

    /// The venue that is wanted; an emulator that nobody runs is started.
    ///
    /// # Errors
    ///
    /// Why there is none.
    fn venue(&self, wanted: WantedVenue<'_>) -> Result<Box<dyn Venue>, NoVenue>;

    /// What is done with emulators beside playing scenarios on them; `None` where that is not built in.
    fn emulators(&self) -> Option<&dyn Emulators> {
        None
    }

    /// Runs of scenarios as JUnit XML.
    fn junit(&self, matrix: &Matrix<'_>) -> String;
}

/// Emulators themselves.
pub trait Emulators: Sync {
    /// Builds the images of LocalStack, each told with whether it was made, and where the extension was wanted.
    ///
    /// # Errors
    ///
    /// Why they cannot be built.
    fn build_images(&self, images: Images, tell: &mut dyn FnMut(&str)) -> Result<Vec<String>, NoVenue>;

    /// Finds out what the emulator at a URL can do.
    ///
    /// # Errors
    ///
    /// Why it cannot be asked.
    fn probe(&self, url: &str) -> Result<Probed<'static>, NoVenue>;

    /// Plays the contract suite on the emulator at a URL.
    ///
    /// # Errors
    ///
    /// Why it cannot be asked.
    fn contract(&self, url: &str) -> Result<ContractRun, NoVenue>;
}

/// Which images are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Images {
    /// Also those that are there.
    pub anew: bool,
    /// Only LocalStack's open edition, without our extension.
    pub core_alone: bool,
}

/// A venue as the command line asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WantedVenue<'a> {
    /// The deployer and the SDK's clients, answered by a simulated account.
    Mocks,
    /// MiniStack.
    Ministack(Emulator<'a>),
    /// LocalStack.
    Localstack(Emulator<'a>),
}

/// Whose emulator it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emulator<'a> {
    /// Somebody's, which runs at this URL already and goes on running.
    Running(&'a str),
    /// One that is started, of this image, or of the one that we know best; MiniStack has none.
    Started {
        /// `NAME:TAG`.
        image: Option<&'a str>,
    },
}

/// A place where scenarios run. What it started it stops when it is dropped.
pub trait Venue: Sync {
    /// The name under which reports tell of it; its targets have the same.
    fn name(&self) -> &'static str;

    /// How many scenarios may run at the same time, at least one.
    fn at_once(&self) -> usize;

    /// A target for one scenario. It is used on the thread that asked for it.
    ///
    /// # Errors
    ///
    /// When it cannot be made; [`TargetError::NotProvable`] where the venue cannot play the scenario at all.
    fn begin(&self, scenario: &Scenario) -> Result<Box<dyn Target + '_>, TargetError>;
}

/// Why there is no venue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoVenue {
    /// The machine does not give what it takes: no Docker engine, no Python. What that is.
    Missing(String),
    /// It should be there, and does not start or answer; why.
    Lost(String),
}
