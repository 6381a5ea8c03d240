//! The binary for people outside this repository: the verbs of `commands`, and the accounts behind the AWS SDK.

mod sdk;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use signalarm_commands::{EXIT_CODES, Surroundings, Verb, run};

use crate::sdk::Sdk;

/// Alerts on AWS console sign-ins, treated as tested code.
#[derive(Parser)]
#[command(name = "signalarm", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(&arguments.verb, &Surroundings { scenarios: PathBuf::from("scenarios"), rim: Some(&Sdk) }).into()
}
