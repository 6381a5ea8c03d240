//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// What every help ends with.
pub const EXIT_CODES: &str = "Exit codes: 0 all as it should be; 1 a scenario differs; 2 faulty input or usage; \
4 a target cannot be reached or started.";

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Verb {
    /// Prove: run scenario scripts and say what was heard
    #[command(subcommand)]
    Scenario(ScenarioVerb),
    /// Ask history: which alerts recorded CloudTrail files would have fired, and who would have heard
    #[command(after_help = EXIT_CODES)]
    Replay(ReplayArguments),
    /// Explain CloudTrail records: who did what, and which alerts they would fire
    #[command(after_help = EXIT_CODES)]
    Explain(ExplainArguments),
}

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
}

#[derive(Clone, Debug, Args)]
pub struct RunArguments {
    #[command(flatten)]
    pub(crate) chosen: CheckArguments,
    /// Where to run
    #[arg(long, value_enum, default_value_t = TargetName::Simulator)]
    pub(crate) target: TargetName,
    /// How to report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,
    /// Print the full transcript of every scenario as well
    #[arg(long)]
    pub(crate) transcript: bool,
    /// Print addresses, phone numbers and account ids in full
    #[arg(long)]
    pub(crate) show_endpoints: bool,
}

#[derive(Clone, Debug, Args)]
pub struct CheckArguments {
    /// Scenario files, or folders of them [default: the folder scenarios]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct ConfigArgument {
    /// The config file [default: signalarm.toml in the working folder, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Clone, Debug, Args)]
pub struct ReplayArguments {
    /// CloudTrail log files, plain or gzip, or folders of them; `-` is the standard input
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
    /// Let records reach the log group after a simulated delay, not at their eventTime
    #[arg(long)]
    pub(crate) delay: bool,
    /// The seed of all chance: the delays, and each alarm's own second in the minute
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// How to report
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
    /// Print addresses, phone numbers and account ids in full
    #[arg(long)]
    pub(crate) show_endpoints: bool,
}

#[derive(Clone, Debug, Args)]
pub struct ExplainArguments {
    /// A file with CloudTrail records in any form, plain or gzip; `-` is the standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TargetName {
    /// A simulated account in virtual time
    Simulator,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    Text,
    /// For machines
    Json,
    /// Annotations for GitHub Actions
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlainFormat {
    /// For people
    Text,
    /// For machines
    Json,
}
