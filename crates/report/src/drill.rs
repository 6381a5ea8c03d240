//! Drills: what one will do, what it has shown, and which there were.

mod evidence;
mod hops;
mod log;
mod markdown;
mod preview;
mod words;

use signalarm_alert::AccountId;
use signalarm_drill::{DrillEvidence, DrillResult, Site, Strangers};

pub use evidence::evidence_json;
pub use log::{LoggedDrill, drill_log_json, drill_log_text, read_evidence};
pub use markdown::evidence_markdown;
pub use preview::{Calls, preview_json, preview_text};

use crate::mask::Mask;

/// The version of the documents below; it rises when a member goes or changes its meaning.
const FORMAT: u32 = 1;
/// What tells evidence from other documents of ours.
const KIND: &str = "drill";

/// What a drill has shown, and what with and where.
#[derive(Clone, Copy, Debug)]
pub struct Drilled<'e> {
    /// What it has shown.
    pub evidence: &'e DrillEvidence,
    /// The program that drilled, with its version.
    pub program: &'e str,
    /// Where every service was called: no AWS, then, but an emulator; `None`: AWS.
    pub endpoint_url: Option<&'e str>,
}

/// What of a drill is not for every reader's eyes: whoever subscribes, the accounts that are named, and who drilled where
/// that is an address.
#[must_use]
pub fn drill_mask(site: &Site, strangers: &Strangers) -> Mask {
    let foreign = strangers.readers.iter().map(|reader| reader.destination_arn.as_str());
    let named = foreign.chain([site.caller.arn.as_str()]).filter_map(account_of);
    let accounts: Vec<AccountId> = named.chain(site.caller.account.parse()).collect();
    let caller = site.caller.arn.rsplit('/').next().filter(|name| name.contains('@')).unwrap_or_default();
    Mask::of(&site.chain).with_accounts(&accounts).with_address(caller).with_subscribers(&site.view.found)
}

/// The account number in an ARN (AWS General Reference, *Amazon Resource Names*).
fn account_of(arn: &str) -> Option<AccountId> {
    arn.split(':').nth(4)?.parse().ok()
}

/// How a drill ended, in a word or two.
#[must_use]
pub const fn drill_result(result: DrillResult) -> &'static str {
    match result {
        DrillResult::Passed => "passed",
        DrillResult::Differs => "differs",
        DrillResult::NotProvable => "not provable",
        DrillResult::Refused => "refused",
        DrillResult::Stopped => "stopped",
    }
}

/// What [`drill_result`] may say.
const RESULTS: [DrillResult; 5] =
    [DrillResult::Passed, DrillResult::Differs, DrillResult::NotProvable, DrillResult::Refused, DrillResult::Stopped];
