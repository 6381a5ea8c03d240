//! Arguments, verbs and exit codes of everything that needs no AWS SDK.
//!
//! The binary `signalarm` and the repository's `cargo xtask` both offer these verbs; they are written once, here. This is
//! the rim: files, the environment and the terminal are touched in this crate and decided about elsewhere.

mod alarm;
mod arguments;
mod blind_spots;
mod config;
mod conformance;
mod cost;
mod deploy;
mod drill;
mod emulator;
mod exit;
mod explain;
mod explore;
mod files;
mod init;
mod latency;
mod matcher;
mod pattern;
mod replay;
mod rim;
mod scenario;
mod settings;
mod status;
mod terminal;

use std::path::PathBuf;

pub use arguments::{Connection, EXIT_CODES, Verb};
pub use exit::Exit;
pub use rim::{Emulator, Emulators, Images, NoVenue, Rim, Venue, WantedVenue};

const WITHOUT_SDK: &str = "this program is built without the AWS SDK; take the binary signalarm";

/// What the caller knows of the place where a verb runs.
pub struct Surroundings<'a> {
    /// The folder whose scenarios run when none are named.
    pub scenarios: PathBuf,
    /// The accounts behind the AWS SDK; `None` where the SDK is not built in.
    pub rim: Option<&'a dyn Rim>,
}

/// Does what the verb says, printing to the standard output and errors to the standard error.
#[must_use]
pub fn run(verb: &Verb, surroundings: &Surroundings<'_>) -> Exit {
    match verb {
        Verb::Scenario(arguments::ScenarioVerb::Run(arguments)) => scenario::run(arguments, surroundings),
        Verb::Scenario(arguments::ScenarioVerb::Check(arguments)) => scenario::check(arguments, surroundings),
        Verb::Scenario(arguments::ScenarioVerb::Schema) => scenario::schema(),
        Verb::Scenario(arguments::ScenarioVerb::Explore(arguments)) => explore::run(arguments),
        Verb::Scenario(arguments::ScenarioVerb::BlindSpots(arguments)) => blind_spots::run(arguments),
        Verb::Scenario(arguments::ScenarioVerb::Latency(arguments)) => latency::run(arguments),
        Verb::Scenario(arguments::ScenarioVerb::Faults) => scenario::faults(),
        Verb::Replay(arguments) => replay::run(arguments),
        Verb::Explain(arguments) => explain::run(arguments),
        Verb::Matcher(arguments::MatcherArguments { stdio: _ }) => matcher::run(),
        Verb::Pattern(verb) => pattern::run(verb),
        Verb::Deploy(arguments) => with_rim(surroundings, |rim| deploy::deploy(arguments, rim)),
        Verb::Status(arguments) => with_rim(surroundings, |rim| status::run(arguments, rim)),
        Verb::Destroy(arguments) => with_rim(surroundings, |rim| deploy::destroy(arguments, rim)),
        Verb::Emulator(verb) => match surroundings.rim.and_then(Rim::emulators) {
            Some(emulators) => emulator::run(verb, emulators),
            None => without_sdk(),
        },
        Verb::Drill(verb) => drill::run(verb),
        Verb::Alarm(verb) => alarm::run(verb),
        Verb::Conformance(arguments) => conformance::run(arguments),
        Verb::Init(arguments) => init::run(arguments),
        Verb::Config(verb) => config::run(verb),
        Verb::Cost(arguments) => cost::run(arguments),
    }
}

fn with_rim(surroundings: &Surroundings<'_>, run: impl FnOnce(&dyn Rim) -> Exit) -> Exit {
    surroundings.rim.map_or_else(without_sdk, run)
}

fn without_sdk() -> Exit {
    terminal::complain(&format!("error: {WITHOUT_SDK}\n"));
    Exit::TargetLost
}
