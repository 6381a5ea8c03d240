//! The binary for people outside this repository: the verbs of `commands`, and the accounts behind the AWS SDK.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use signalarm_commands::{Connection, EXIT_CODES, NoVenue, Rim, Surroundings, Venue, Verb, WantedVenue, run};
use signalarm_deploy::Session;
use signalarm_report::Matrix;
use signalarm_report_files::junit;
use signalarm_scenario::{Scenario, Target, TargetError};
use signalarm_targets::{Live, Mocks, Settings};

/// Alerts on AWS console sign-ins, treated as tested code.
#[derive(Parser)]
#[command(name = "signalarm", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

/// The AWS SDK.
struct Sdk;

impl Rim for Sdk {
    fn connect(&self, connection: &Connection) -> Result<Box<dyn Session>, String> {
        let Connection { profile, region, endpoint_url } = connection.clone();
        match Live::connect(&Settings { profile, region, endpoint_url, access_key: None }) {
            Ok(live) => Ok(Box::new(live)),
            Err(fault) => Err(fault.to_string()),
        }
    }

    fn venue(&self, wanted: WantedVenue<'_>) -> Result<Box<dyn Venue>, NoVenue> {
        let unknown = |name: &str| Err(NoVenue::Lost(format!("scenarios cannot be played on {name} yet")));
        match wanted {
            WantedVenue::Mocks => Ok(Box::new(MockedVenue)),
            WantedVenue::Ministack(_) => unknown("MiniStack"),
            WantedVenue::Localstack(_) => unknown("LocalStack"),
        }
    }

    fn junit(&self, matrix: &Matrix<'_>) -> String {
        junit(matrix)
    }
}

/// The SDK's clients, answered by a simulated account: one for each scenario.
struct MockedVenue;

impl Venue for MockedVenue {
    fn name(&self) -> &'static str {
        "mocks"
    }

    fn at_once(&self) -> usize {
        1
    }

    fn begin(&self, scenario: &Scenario) -> Result<Box<dyn Target + '_>, TargetError> {
        Ok(Box::new(Mocks::for_scenario(scenario)?))
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(&arguments.verb, &Surroundings { scenarios: PathBuf::from("scenarios"), rim: Some(&Sdk) }).into()
}
