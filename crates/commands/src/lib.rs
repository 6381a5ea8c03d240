//! Arguments, verbs and exit codes of everything that needs no AWS SDK.
//!
//! The binary `signalarm` and the repository's `cargo xtask` both offer these verbs; they are written once, here. This is
//! the rim: files, the environment and the terminal are touched in this crate and decided about elsewhere.

mod arguments;
mod config;
mod conformance;
mod cost;
mod exit;
mod explain;
mod files;
mod init;
mod pattern;
mod replay;
mod scenario;
mod settings;
mod terminal;

use std::path::PathBuf;

pub use arguments::{EXIT_CODES, Verb};
pub use exit::Exit;

/// What the caller knows of the place where a verb runs.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The folder whose scenarios run when none are named.
    pub scenarios: PathBuf,
}

/// Does what the verb says, printing to the standard output and errors to the standard error.
#[must_use]
pub fn run(verb: &Verb, surroundings: &Surroundings) -> Exit {
    match verb {
        Verb::Scenario(arguments::ScenarioVerb::Run(arguments)) => scenario::run(arguments, surroundings),
        Verb::Scenario(arguments::ScenarioVerb::Check(arguments)) => scenario::check(arguments, surroundings),
        Verb::Scenario(arguments::ScenarioVerb::Schema) => scenario::schema(),
        Verb::Replay(arguments) => replay::run(arguments),
        Verb::Explain(arguments) => explain::run(arguments),
        Verb::Pattern(verb) => pattern::run(verb),
        Verb::Conformance(arguments) => conformance::run(arguments),
        Verb::Init(arguments) => init::run(arguments),
        Verb::Config(verb) => config::run(verb),
        Verb::Cost(arguments) => cost::run(arguments),
    }
}
