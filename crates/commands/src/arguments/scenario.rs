//! What can be said to `scenario run` and `scenario check`.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand, ValueEnum};

use super::{
    BlindSpotsArguments, ConfigArgument, Connection, EXIT_CODES, ExploreArguments, LatencyArguments, RealAccount,
};

/// What to do with scenarios.
#[derive(Clone, Debug, Subcommand)]
pub enum ScenarioVerb {
    /// Run scenarios and report what was heard, what went unheard, and what differs from the expectations
    #[command(after_help = EXIT_CODES)]
    Run(RunArguments),
    /// Read scenarios and report their faults, without running them
    #[command(after_help = EXIT_CODES)]
    Check(CheckArguments),
    /// Print the JSON Schema of scenario files, for completion in editors
    Schema,
    /// Explore stories of chance: who signs in, and what breaks; say what does not hold, and the smallest scenario of it
    #[command(after_help = EXIT_CODES)]
    Explore(ExploreArguments),
    /// Say of each fault and each alert whether a sign-in is heard, late, swallowed, loud or silent, and score the config
    #[command(after_help = EXIT_CODES)]
    BlindSpots(BlindSpotsArguments),
    /// Measure how long it takes from a sign-in to the notification while nothing is broken, and what the period does to it
    #[command(after_help = EXIT_CODES)]
    Latency(LatencyArguments),
    /// Print every known way in which a chain dies while it looks alive, with the fault, the signs and the cure
    Faults,
}

#[derive(Clone, Debug, Args)]
pub struct RunArguments {
    #[command(flatten)]
    pub(crate) chosen: CheckArguments,
    /// Where to run; what a target cannot prove is told apart from what differs
    #[arg(long, value_enum, default_value_t = TargetName::Simulator)]
    pub(crate) target: TargetName,
    /// Where an emulator runs already [default: one is started, and stopped at the end; with aws it is AWS]; with ministack,
    /// localstack or aws
    #[arg(long, value_name = "URL", value_parser = NonEmptyStringValueParser::new(), conflicts_with = "image")]
    pub(crate) endpoint_url: Option<String>,
    /// The image of LocalStack that is started; with localstack or all
    #[arg(long, value_name = "NAME:TAG", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) image: Option<String>,
    /// How to report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,
    /// Write a JUnit report as well
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,
    /// Print the full transcript of every scenario as well
    #[arg(long)]
    pub(crate) transcript: bool,
    /// Print addresses, phone numbers and account ids in full
    #[arg(long)]
    pub(crate) show_endpoints: bool,
    #[command(flatten)]
    pub(crate) real: RealAccount,
}

#[derive(Clone, Debug, Args)]
pub struct CheckArguments {
    /// Scenario files, or folders of them [default: the folder scenarios]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
}

impl ScenarioVerb {
    /// Whether it needs the AWS SDK.
    pub(super) const fn needs_sdk(&self) -> bool {
        match self {
            Self::Run(arguments) => !matches!(arguments.target, TargetName::Simulator) || arguments.junit.is_some(),
            Self::Check(_)
            | Self::Schema
            | Self::Explore(_)
            | Self::BlindSpots(_)
            | Self::Latency(_)
            | Self::Faults => false,
        }
    }
}

impl RunArguments {
    /// Why what was said does not go together.
    pub(crate) fn misuse(&self) -> Option<String> {
        let (takes_url, takes_image) = match self.target {
            TargetName::Simulator | TargetName::Mocks => (false, false),
            TargetName::Ministack | TargetName::Aws => (true, false),
            TargetName::Localstack => (true, true),
            TargetName::All => (false, true),
        };
        if self.endpoint_url.is_some() && !takes_url {
            return Some(
                "--endpoint-url names an emulator: it goes with --target ministack, localstack or aws".to_owned(),
            );
        }
        if self.image.is_some() && !takes_image {
            return Some("--image names a LocalStack to start: it goes with --target localstack or all".to_owned());
        }
        let given = self.real.given().filter(|_| self.target != TargetName::Aws)?;
        Some(format!("{given} is about a drill on a real account: it goes with --target aws"))
    }

    /// The account that is drilled.
    pub(crate) fn connection(&self) -> Connection {
        let RealAccount { profile, region, .. } = self.real.clone();
        Connection { profile, region, endpoint_url: self.endpoint_url.clone() }
    }
}

/// What can be said to `--target`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TargetName {
    /// A simulated account in virtual time
    Simulator,
    /// The deployer and the AWS SDK's clients, answered by the simulated account
    Mocks,
    /// MiniStack, an emulator that Python starts
    Ministack,
    /// LocalStack, an emulator in a container
    Localstack,
    /// All of these, at the same time, as one table; what the machine lacks is skipped
    All,
    /// A drill: your deployed chain in a real account, by forged and marked records; see docs/drills.md
    Aws,
}

/// One place where scenarios run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Simulator,
    Mocks,
    Ministack,
    Localstack,
}

impl Place {
    /// What reports call it where it could not even be begun with.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Simulator => "simulator",
            Self::Mocks => "mocks",
            Self::Ministack => "ministack",
            Self::Localstack => "localstack",
        }
    }
}

impl TargetName {
    /// The places that it stands for, in the order in which they are played on. A real account is never among them: it is
    /// drilled.
    pub(crate) const fn places(self) -> &'static [Place] {
        match self {
            Self::Simulator => &[Place::Simulator],
            Self::Mocks => &[Place::Mocks],
            Self::Ministack => &[Place::Ministack],
            Self::Localstack => &[Place::Localstack],
            Self::All => &[Place::Simulator, Place::Mocks, Place::Ministack, Place::Localstack],
            Self::Aws => &[],
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    Text,
    /// For machines
    Json,
    /// Annotations for GitHub Actions, and a table in the job summary
    Github,
}
