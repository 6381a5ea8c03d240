//! A scenario that has been read and checked: nothing in it can be wrong any more.

use signalarm_alert::{Config, Region};
use signalarm_event::{Record, Variant};
use signalarm_time::{Duration, Timestamp};

use crate::expectation::Expectation;
use crate::fault::ChainFault;

/// One story: what happens, and what must be heard.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The file's name without its ending, below the folder of scenarios.
    pub name: String,
    /// The story in one sentence.
    pub title: String,
    /// The seed of all chance.
    pub seed: u64,
    /// The instant of the story's beginning; the chain was put into place [`SETTLE`](crate::SETTLE) before.
    pub start: Timestamp,
    /// The account's other activity: one ordinary API call in each of these.
    pub activity: Option<Duration>,
    /// How the chain came to be.
    pub origin: ChainOrigin,
    /// The settings of the chain at the beginning.
    pub config: Config,
    /// What happens, in the order of time.
    pub steps: Vec<Step>,
    /// What must be seen.
    pub expectations: Vec<Expectation>,
    /// How long the story lasts: until its last step is over and its last expectation can be judged.
    pub length: Duration,
}

/// How a chain came to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChainOrigin {
    /// It stands there as it should; the target says how it was put there.
    #[default]
    Standing,
    /// Somebody made it by hand, with the usual gaps ([`crate::make_by_hand`]), and a deployer took it over before the story
    /// begins.
    HandMade,
}

/// One thing that happens.
#[derive(Clone, Debug)]
pub struct Step {
    /// The line of the file.
    pub line: usize,
    /// The time since the beginning of the story.
    pub at: Duration,
    /// What is done.
    pub action: Action,
}

/// What is done in a step.
#[derive(Clone, Debug)]
pub enum Action {
    /// Somebody signs in, or tries to.
    SignIn(SignInStep),
    /// CloudTrail makes these records, which come from a file.
    Records {
        /// The records.
        records: Vec<Record>,
        /// How long their delivery takes; `None`: chance says.
        delay: Option<Duration>,
    },
    /// Nothing: time passes.
    Wait(Duration),
    /// Somebody changes filters and alarms in place, as in the console.
    Configure(Box<Config>),
    /// Something breaks.
    Break(ChainFault),
    /// It is put right again.
    Mend(ChainFault),
}

/// A sign-in of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInStep {
    /// Which record CloudTrail makes of it.
    pub variant: Variant,
    /// The name of the user, or of the role session.
    pub user: String,
    /// The address that the sign-in comes from.
    pub source_ip: String,
    /// The Region whose sign-in page it is; `None`: the global one, us-east-1.
    pub region: Option<Region>,
    /// How long the delivery takes; `None`: chance says.
    pub delay: Option<Duration>,
}
