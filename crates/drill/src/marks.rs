//! What the records of a run bear, by which they are told from others.

use signalarm_alert::{Place, Region};
use signalarm_event::{BROWSER, Forgery, Record, Variant, forge};
use signalarm_scenario::SignInStep;
use signalarm_time::Timestamp;

/// Another program, and where it runs: a block that is kept for documentation (RFC 5737).
const PROGRAM: &str = "aws-sdk-rust/1.3";
const SOURCE_IP: &str = "192.0.2.10";
/// The ids of what no story tells of are told from those of sign-ins.
const OTHER_IDS: u128 = 1 << 48;

/// What the records of a run bear.
pub(crate) struct Marks {
    /// The program by which somebody signs in.
    browser: String,
    /// The program by which other calls are made.
    program: String,
    /// Where they come from; `None`: where the story says.
    source_ip: Option<&'static str>,
    /// The first of their ids.
    id_base: u128,
    /// How many there are of sign-ins.
    sign_ins: u128,
    /// How many there are of others.
    others: u128,
}

impl Marks {
    /// Those of a run in an account in which nobody takes a forged record for a real one.
    pub(crate) fn unmarked() -> Self {
        let (browser, program) = (BROWSER.to_owned(), PROGRAM.to_owned());
        Self { browser, program, source_ip: None, id_base: 0, sign_ins: 0, others: 0 }
    }

    /// Those of a drill: no record but names it.
    pub(crate) fn new(user_agent: &str, source_ip: &'static str, id_base: u128) -> Self {
        let (browser, program) = (user_agent.to_owned(), user_agent.to_owned());
        Self { browser, program, source_ip: Some(source_ip), id_base, sign_ins: 0, others: 0 }
    }

    /// The record of a sign-in now.
    pub(crate) fn sign_in(&mut self, step: &SignInStep, place: &Place, at: Timestamp) -> Record {
        self.sign_ins += 1;
        forge(&Forgery {
            variant: step.variant,
            at,
            account: place.account.as_str(),
            region: step.region.as_ref().map(Region::as_str),
            user: &step.user,
            source_ip: self.source_ip.unwrap_or(&step.source_ip),
            user_agent: &self.browser,
            id: self.id_base + self.sign_ins,
        })
    }

    /// A record of something else, which no story tells of.
    pub(crate) fn other(&mut self, variant: Variant, place: &Place, at: Timestamp) -> Record {
        self.others += 1;
        forge(&Forgery {
            variant,
            at,
            account: place.account.as_str(),
            region: Some(place.region.as_str()),
            user: "inventory",
            source_ip: self.source_ip.unwrap_or(SOURCE_IP),
            user_agent: &self.program,
            id: self.id_base + OTHER_IDS + self.others,
        })
    }
}
