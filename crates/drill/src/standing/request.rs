//! What a person asks of a drill.

use signalarm_alert::AccountId;
use signalarm_time::Duration;

/// How long one story may take unless somebody says otherwise.
pub const WAIT_MAX: Duration = Duration::from_secs(30 * 60);

/// What a person asks of a drill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The account that the person named (`--account`): without it nothing is done.
    pub account: Option<AccountId>,
    /// A chain that bears our names and not our tag will do (`--adopted`).
    pub adopted: bool,
    /// Whoever else reads the log group knows of the drill (`--others-informed`).
    pub others_informed: bool,
    /// The subscribers are told before and after (`--announce`).
    pub announce: bool,
    /// The drilled alarms are muted (`--quiet`): nobody is told, and what topics and subscribers do is not proved.
    pub quiet: bool,
    /// A deployment has just put the chain into place (`deploy --verify`): that nobody has confirmed yet is no difference, and
    /// the silence alarm may be in ALARM, as no log event has come.
    pub fresh: bool,
    /// How long one story may take (`--max-wait`).
    pub wait_max: Duration,
}

impl Default for Request {
    fn default() -> Self {
        let (account, wait_max) = (None, WAIT_MAX);
        Self { account, adopted: false, others_informed: false, announce: false, quiet: false, fresh: false, wait_max }
    }
}
