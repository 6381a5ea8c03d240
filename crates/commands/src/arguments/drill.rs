//! What can be said of drills: to `scenario run --target aws`, to `deploy --verify`, and to `drill`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use signalarm_alert::AccountId;
use signalarm_drill::{Request, WAIT_MAX};
use signalarm_time::Duration;

use super::{EXIT_CODES, PlainFormat};

/// Where evidence is kept unless somebody says otherwise, in the working folder.
const EVIDENCE_FOLDER: &str = "drills";

/// What to do with drills that were.
#[derive(Clone, Debug, Subcommand)]
pub enum DrillVerb {
    /// List the drills whose evidence is in a folder, the newest first: how each ended, and what it proved
    #[command(after_help = EXIT_CODES)]
    Log(DrillLogArguments),
}

#[derive(Clone, Debug, Args)]
pub struct DrillLogArguments {
    /// The folder with the evidence
    #[arg(value_name = "FOLDER", default_value = EVIDENCE_FOLDER)]
    pub(crate) folder: PathBuf,
    /// How to report
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(crate) format: PlainFormat,
}

/// How a chain that is in use is drilled.
#[derive(Clone, Debug, Args)]
pub(crate) struct DrillOptions {
    /// The account that is drilled; without its number nothing is done
    #[arg(long, value_name = "NUMBER")]
    pub(crate) account: Option<AccountId>,
    /// Say that whoever else reads the log group, or has alarms on it, knows of the drill
    #[arg(long)]
    pub(crate) others_informed: bool,
    /// Tell the subscribers of the drilled alarms before and after
    #[arg(long)]
    pub(crate) announce: bool,
    /// Mute the drilled alarms until the drill is over; topics and subscribers are not proved then
    #[arg(long)]
    pub(crate) quiet: bool,
    /// How long one scenario may take; a longer one is not provable here [default: 30m]
    #[arg(long, value_name = "DURATION")]
    pub(crate) max_wait: Option<Duration>,
    /// The folder for the evidence, a JSON file and a page for each drill [default: drills]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) evidence: Option<PathBuf>,
}

impl DrillOptions {
    /// The first of them that was given.
    pub(crate) fn given(&self) -> Option<&'static str> {
        let Self { account, others_informed, announce, quiet, max_wait, evidence } = self;
        let options = [
            (account.is_some(), "--account"),
            (*others_informed, "--others-informed"),
            (*announce, "--announce"),
            (*quiet, "--quiet"),
            (max_wait.is_some(), "--max-wait"),
            (evidence.is_some(), "--evidence"),
        ];
        options.into_iter().find(|(given, _)| *given).map(|(_, option)| option)
    }

    /// What is asked of a drill.
    pub(crate) fn request(&self, adopted: bool) -> Request {
        Request {
            account: self.account.clone(),
            adopted,
            others_informed: self.others_informed,
            announce: self.announce,
            quiet: self.quiet,
            fresh: false,
            wait_max: self.max_wait.unwrap_or(WAIT_MAX),
        }
    }

    /// Where the evidence is kept.
    pub(crate) fn folder(&self) -> &Path {
        self.evidence.as_deref().unwrap_or(Path::new(EVIDENCE_FOLDER))
    }
}

/// What `scenario run --target aws` takes besides.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "With --target aws")]
pub(crate) struct RealAccount {
    #[command(flatten)]
    pub(crate) options: DrillOptions,
    /// Drill a chain that bears our names and not our tag, which somebody else made
    #[arg(long)]
    pub(crate) adopted: bool,
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
    /// Show every call that would be made, and what it may cost, and make none that changes anything
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The profile in AWS's files [default: AWS_PROFILE, or default]
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The Region [default: that of the config, then AWS_REGION, then that of the profile]
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
}

impl RealAccount {
    /// The first option that was given.
    pub(crate) fn given(&self) -> Option<&'static str> {
        let Self { options, adopted, yes, dry_run, profile, region } = self;
        let own = [
            (*adopted, "--adopted"),
            (*yes, "--yes"),
            (*dry_run, "--dry-run"),
            (profile.is_some(), "--profile"),
            (region.is_some(), "--region"),
        ];
        options.given().or_else(|| own.into_iter().find(|(given, _)| *given).map(|(_, option)| option))
    }
}
