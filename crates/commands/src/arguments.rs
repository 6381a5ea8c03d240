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
    /// Ask about a filter pattern: is it sound, what does it match, and why
    #[command(subcommand)]
    Pattern(PatternVerb),
    /// Ask about alarms: what would happen at these times, and which setting is best
    #[command(subcommand)]
    Alarm(AlarmVerb),
    /// Run tables of AWS's behaviour and count the rows that agree
    #[command(after_help = EXIT_CODES)]
    Conformance(ConformanceArguments),
}

/// What to ask about alarms.
#[derive(Clone, Debug, Subcommand)]
pub enum AlarmVerb {
    /// Say of sign-ins at given times which alarm is when in which state, who hears what, and what is swallowed
    #[command(after_help = EXIT_CODES)]
    Timeline(TimelineArguments),
    /// Compare settings of an alarm, and recommend one by a stated rule
    #[command(after_help = EXIT_CODES)]
    Advise(AdviseArguments),
}

#[derive(Clone, Debug, Args)]
pub struct TimelineArguments {
    /// When somebody signs in: HH:MM, HH:MM:SS, or a whole instant such as 2026-01-01T10:03:00Z; several, or one for each --at
    #[arg(long, value_name = "TIME", required = true, value_delimiter = ',')]
    pub(crate) at: Vec<String>,
    /// The alert that the sign-ins belong to
    #[arg(long, value_name = "NAME", default_value = "signin-console-failure-iam")]
    pub(crate) alert: String,
    /// A file with the CloudTrail record that an alert of your own fires on
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// How long each record takes to the log group, such as 90s [default: a simulated delay]
    #[arg(long, value_name = "DURATION")]
    pub(crate) delay: Option<String>,
    /// How often something else is recorded in the account, or none
    #[arg(long, value_name = "DURATION", default_value = "1m")]
    pub(crate) activity: String,
    /// When to stop looking [default: when all has settled]
    #[arg(long, value_name = "TIME")]
    pub(crate) until: Option<String>,
    /// The seed of all chance: the delays, and each alarm's own second in the minute
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
    /// How to report
    #[arg(long, value_enum, default_value_t = PictureFormat::Text)]
    pub(crate) format: PictureFormat,
    /// Print addresses, phone numbers and account ids in full
    #[arg(long)]
    pub(crate) show_endpoints: bool,
}

#[derive(Clone, Debug, Args)]
pub struct AdviseArguments {
    /// The alert whose settings are compared
    #[arg(long, value_name = "NAME", default_value = "signin-console-failure-iam")]
    pub(crate) alert: String,
    /// A file with the CloudTrail record that an alert of your own fires on
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// How often each workload is played with each setting
    #[arg(long, value_name = "N", default_value_t = signalarm_advice::SEEDS)]
    pub(crate) seeds: u64,
    /// Show every setting, not the best ones alone
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
    /// How to report
    #[arg(long, value_enum, default_value_t = PictureFormat::Text)]
    pub(crate) format: PictureFormat,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PictureFormat {
    /// For people
    Text,
    /// For machines
    Json,
    /// A picture
    Svg,
}
