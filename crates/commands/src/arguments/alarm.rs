//! What can be asked of `alarm`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{ConfigArgument, EXIT_CODES, PictureFormat};

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
