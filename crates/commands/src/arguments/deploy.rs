//! What can be said to `deploy` and `destroy`.

use clap::Args;

use super::{ConfigArgument, DrillOptions};

#[derive(Clone, Debug, Args)]
pub struct DeployArguments {
    #[command(flatten)]
    pub(crate) connection: Connection,
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
    #[command(flatten)]
    pub(crate) apply: ApplyArguments,
    /// Take over resources of our names that somebody else made
    #[arg(long)]
    pub(crate) adopt: bool,
    /// Send the mails and requests again that ask for a confirmation
    #[arg(long)]
    pub(crate) resend_confirmations: bool,
    /// Print the least-privilege policy for whoever deploys, and do nothing
    #[arg(long, conflicts_with_all = ["plan", "yes", "json", "adopt", "resend_confirmations", "verify"])]
    pub(crate) print_policy: bool,
    #[command(flatten)]
    pub(crate) verification: Verification,
}

/// What is done behind a deployment.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Drill what was deployed")]
pub(crate) struct Verification {
    /// Drill the four alerts behind the deployment, and say by the exit code what came of it; with --account
    #[arg(long, conflicts_with = "plan")]
    pub(crate) verify: bool,
    #[command(flatten)]
    pub(crate) drill: DrillOptions,
}

impl Verification {
    /// Why what was said does not go together.
    pub(crate) fn misuse(&self) -> Option<String> {
        let given = self.drill.given().filter(|_| !self.verify)?;
        Some(format!("{given} is about a drill behind the deployment: it goes with --verify"))
    }
}

#[derive(Clone, Debug, Args)]
pub struct DestroyArguments {
    #[command(flatten)]
    pub(crate) connection: Connection,
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
    #[command(flatten)]
    pub(crate) apply: ApplyArguments,
    /// Delete the trail as well, and its role
    #[arg(long)]
    pub(crate) trail: bool,
    /// Delete the bucket as well, with every log file in it
    #[arg(long)]
    pub(crate) bucket: bool,
    /// Delete the log group as well, with every log event in it
    #[arg(long)]
    pub(crate) log_group: bool,
}

#[derive(Clone, Debug, Args)]
pub struct StatusArguments {
    #[command(flatten)]
    pub(crate) connection: Connection,
    #[command(flatten)]
    pub(crate) config: ConfigArgument,
    /// Look again every so many seconds, until it is ended
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "30",
        value_parser = clap::value_parser!(u32).range(5..=86_400))]
    pub(crate) watch: Option<u32>,
    /// Report for machines; with --watch one document a line
    #[arg(long)]
    pub(crate) json: bool,
    /// Print addresses, phone numbers and account ids in full
    #[arg(long)]
    pub(crate) show_endpoints: bool,
}

/// Which account. What is not given comes from AWS's environment and files (`AWS_PROFILE`, `AWS_REGION`,
/// `AWS_ENDPOINT_URL`, ~/.aws/config).
#[derive(Clone, Debug, Args)]
pub struct Connection {
    /// The profile in AWS's files [default: AWS_PROFILE, or default]
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// The Region [default: that of the config, then AWS_REGION, then that of the profile]
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Where every service is called, for emulators [default: AWS_ENDPOINT_URL, or AWS]
    #[arg(long, value_name = "URL")]
    pub endpoint_url: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct ApplyArguments {
    /// Show the plan, and change nothing; exit code 3 if there are changes
    #[arg(long)]
    pub(crate) plan: bool,
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
    /// Report for machines
    #[arg(long)]
    pub(crate) json: bool,
    /// Print addresses, phone numbers and account ids in full
    #[arg(long)]
    pub(crate) show_endpoints: bool,
}
