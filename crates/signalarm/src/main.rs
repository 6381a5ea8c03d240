//! The binary for people outside this repository: the verbs of `commands`, nothing else.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use signalarm_commands::{EXIT_CODES, Surroundings, Verb, run};

/// Alerts on AWS console sign-ins, treated as tested code.
#[derive(Parser)]
#[command(name = "signalarm", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(&arguments.verb, &Surroundings { scenarios: PathBuf::from("scenarios") }).into()
}
