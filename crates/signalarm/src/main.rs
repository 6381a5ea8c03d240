//! The binary for people outside this repository: the verbs of `commands`, nothing else.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use signalarm_commands::{Surroundings, Verb, run};

/// Alerts on AWS console sign-ins, treated as tested code.
///
/// Exit codes: 0 all as it should be; 1 a scenario differs; 2 faulty input or usage; 4 a target cannot be reached or
/// started.
#[derive(Parser)]
#[command(name = "signalarm", version)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(&arguments.verb, &Surroundings { scenarios: PathBuf::from("scenarios") }).into()
}
