//! What can be said on the command line.

mod alarm;
mod blind_spots;
mod deploy;
mod drill;
mod emulator;
mod explore;
mod latency;
mod scenario;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use signalarm_alert::Region;

pub(crate) use alarm::{AdviseArguments, AlarmVerb, TimelineArguments};
pub(crate) use blind_spots::BlindSpotsArguments;
pub use deploy::Connection;
pub(crate) use deploy::{ApplyArguments, DeployArguments, DestroyArguments, StatusArguments};
pub(crate) use drill::{DrillLogArguments, DrillOptions, DrillVerb, RealAccount};
pub(crate) use emulator::EmulatorVerb;
pub(crate) use explore::{ExploreArguments, Shard};
pub(crate) use latency::LatencyArguments;
pub(crate) use scenario::{CheckArguments, Place, ReportFormat, RunArguments, ScenarioVerb, TargetName};

/// What every help ends with.
pub const EXIT_CODES: &str = "Exit codes: 0 all as it should be; 1 a scenario differs; 2 faulty input or usage; \
3 a plan has changes; 4 a target cannot be reached or started; 5 refused for safety.";
/// More events than any account has; larger numbers would be cut.
const EVENTS_PER_MONTH_MAX: u64 = 1_000_000_000_000;

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
    /// Ask about a filter pattern: is it sound, what does it match, and why
    #[command(subcommand)]
    Pattern(PatternVerb),
    /// Answer a program's questions about metric filters, a line of JSON each
    #[command(after_help = EXIT_CODES)]
    Matcher(MatcherArguments),
    /// Deploy the chain, or bring it to what the config says: plan, show, ask, apply
    #[command(after_help = EXIT_CODES)]
    Deploy(DeployArguments),
    /// Say how the chain is, link by link; exit code 3 if it is not as the config says
    #[command(after_help = EXIT_CODES)]
    Status(StatusArguments),
    /// Remove what is ours of the chain; what was adopted stays, and data unless it is named
    #[command(after_help = EXIT_CODES)]
    Destroy(DestroyArguments),
    /// Look back at drills: scenarios that were played on a real account (`scenario run --target aws`)
    #[command(subcommand)]
    Drill(DrillVerb),
    /// Ask about alarms: what would happen at these times, and which setting is best
    #[command(subcommand)]
    Alarm(AlarmVerb),
    /// Emulators of AWS: build LocalStack's images, ask one what it can do
    #[command(subcommand)]
    Emulator(EmulatorVerb),
    /// Run tables of AWS's behaviour and count the rows that agree
    #[command(after_help = EXIT_CODES)]
    Conformance(ConformanceArguments),
    /// Write a commented config file to begin with
    #[command(after_help = EXIT_CODES)]
    Init(InitArguments),
    /// Ask about the config: is it sound, and what holds
    #[command(subcommand)]
    Config(ConfigVerb),
    /// Say what the chain costs a month, line by line; no account is asked
    #[command(after_help = EXIT_CODES)]
    Cost(CostArguments),
}

/// What to do with the config.
#[derive(Clone, Debug, Subcommand)]
pub enum ConfigVerb {
    /// Report every fault of the config, and alerts that nobody hears
    #[command(after_help = EXIT_CODES)]
    Check(ConfigCheckArguments),
    /// Print what differs from the built-in settings, or everything that holds; endpoints and account ids are masked
    #[command(after_help = EXIT_CODES)]
    Show(ConfigShowArguments),
}

#[derive(Clone, Debug, Args)]
pub struct InitArguments {
    /// The file to write [default: signalarm.toml in the working folder]
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Clone, Debug, Args)]
pub struct ConfigCheckArguments {
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
    /// How to report
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
}

#[derive(Clone, Debug, Args)]
pub struct ConfigShowArguments {
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
    /// Everything that holds, built in or set; it reads back to the same settings
    #[arg(long)]
    pub(crate) effective: bool,
    /// How to report
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
    /// Print addresses, phone numbers and account ids in full
    #[arg(long)]
    pub(crate) show_endpoints: bool,
}

#[derive(Clone, Debug, Args)]
pub struct CostArguments {
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
    /// The Region whose prices hold [default: the config's, then AWS_REGION, AWS_DEFAULT_REGION, then us-east-1]
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<Region>,
    /// How many management events the account has in a month [default: 100000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=EVENTS_PER_MONTH_MAX))]
    pub(crate) events_per_month: Option<u64>,
    /// Another trail delivers management events already, so that those of ours are billed
    #[arg(long)]
    pub(crate) other_trail: bool,
    /// How to report
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
}

impl Verb {
    /// Whether it needs the AWS SDK: this repository's tasks are built without it.
    #[must_use]
    pub const fn needs_sdk(&self) -> bool {
        match self {
            Self::Deploy(_) | Self::Status(_) | Self::Destroy(_) | Self::Emulator(_) => true,
            Self::Scenario(verb) => verb.needs_sdk(),
            Self::Replay(_)
            | Self::Explain(_)
            | Self::Pattern(_)
            | Self::Matcher(_)
            | Self::Drill(_)
            | Self::Alarm(_)
            | Self::Conformance(_)
            | Self::Init(_)
            | Self::Config(_)
            | Self::Cost(_) => false,
        }
    }
}

#[derive(Clone, Debug, Args)]
pub struct MatcherArguments {
    /// Read questions from the standard input, and write answers to the standard output
    #[arg(long, required = true)]
    pub(crate) stdio: bool,
}

/// What to do with a filter pattern.
#[derive(Clone, Debug, Subcommand)]
pub enum PatternVerb {
    /// Report every fault of a pattern, with what AWS would answer, and what is legal but hardly meant so
    #[command(after_help = EXIT_CODES)]
    Check(PatternCheckArguments),
    /// Say of each log event whether the pattern matches it, and why
    #[command(after_help = EXIT_CODES)]
    Test(PatternTestArguments),
    /// Say in plain words what a pattern matches
    #[command(after_help = EXIT_CODES)]
    Explain(PatternArguments),
    /// Print a pattern in canonical form
    #[command(after_help = EXIT_CODES)]
    Fmt(PatternFmtArguments),
    /// Print the reference of the pattern language
    Reference,
}

#[derive(Clone, Debug, Args)]
pub struct PatternCheckArguments {
    /// The pattern, in quotation marks for the shell; `-` is the standard input [default: those of the config's alerts]
    #[arg(value_name = "PATTERN", allow_hyphen_values = true)]
    pub(crate) pattern: Option<String>,
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
    /// How to report
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
}

#[derive(Clone, Debug, Args)]
pub struct PatternArguments {
    /// The pattern, in quotation marks for the shell; `-` is the standard input
    #[arg(value_name = "PATTERN", allow_hyphen_values = true)]
    pub(crate) pattern: String,
    /// How to report
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
}

#[derive(Clone, Debug, Args)]
pub struct PatternTestArguments {
    /// The pattern, in quotation marks for the shell; `-` is the standard input
    #[arg(value_name = "PATTERN", allow_hyphen_values = true)]
    pub(crate) pattern: String,
    /// Files with CloudTrail records, plain or gzip, or with one log event a line; `-` is the standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Take each line for a log event, whatever the file holds
    #[arg(long)]
    pub(crate) lines: bool,
    /// How to report
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
}

#[derive(Clone, Debug, Args)]
pub struct PatternFmtArguments {
    /// The pattern, in quotation marks for the shell; `-` is the standard input
    #[arg(value_name = "PATTERN", allow_hyphen_values = true)]
    pub(crate) pattern: String,
    /// On several lines, for people to read
    #[arg(long)]
    pub(crate) pretty: bool,
    /// How to report
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
}

#[derive(Clone, Debug, Args)]
pub struct ConformanceArguments {
    /// Tables, or folders of them; conformance/README.md says what a row looks like
    #[arg(value_name = "FILE", required = true)]
    pub(crate) tables: Vec<PathBuf>,
    /// How to report
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
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
pub(crate) enum PlainFormat {
    /// For people
    Text,
    /// For machines
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PictureFormat {
    /// For people
    Text,
    /// For machines
    Json,
    /// A picture
    Svg,
}
