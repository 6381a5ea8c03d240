//! Why there is no drill: refused for safety, told apart from what does not answer.

use std::fmt;

use signalarm_alert::{AccountId, AlertName};
use signalarm_deploy::{Obstacles, Resource, Trouble};
use signalarm_scenario::TargetError;
use signalarm_time::Timestamp;

use super::script::AGREED_WITHIN;
use super::{RunName, Strangers};

/// A drill that is refused for safety. Nothing was changed; each says the cure.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// Nobody named the account.
    NoAccount,
    /// The credentials are another account's than the one that was named.
    OtherAccount {
        /// The account that was named.
        named: AccountId,
        /// The caller's.
        found: String,
        /// Who calls.
        caller_arn: String,
    },
    /// The config is for another account than the one that was named.
    OtherConfig {
        /// The account that was named.
        named: AccountId,
        /// The config's.
        config: AccountId,
    },
    /// Of the chain something is not there.
    Missing(Vec<Resource>),
    /// It bears our names, and not our tag.
    NotOurs(Vec<Resource>),
    /// How the chain is cannot be learnt.
    Unknown(Obstacles),
    /// Alarms are in ALARM: for a real reason, which a drill would hide.
    InAlarm(Vec<InAlarm>),
    /// Another drill runs, or one that was ended has not come to the end of its time.
    AnotherDrill {
        /// Which.
        run: RunName,
        /// What of it is there, in words.
        what: String,
    },
    /// What somebody agreed to was seen too long ago.
    Stale {
        /// The drill.
        run: RunName,
    },
    /// Somebody else reads along, or would be alarmed, who may not know of the drill.
    Strangers(Box<Strangers>),
    /// More alarms should be muted than one rule takes.
    TooManyToMute {
        /// How many.
        alarms: usize,
        /// How many one rule takes.
        most: usize,
    },
    /// Alarms should be muted where no mute rules are known: some emulators know none.
    NoMuteRules,
}

/// An alarm that is in ALARM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InAlarm {
    /// Its name.
    pub alarm: AlertName,
    /// Since when.
    pub since: Timestamp,
    /// Why, in AWS's words.
    pub reason: String,
}

/// Why there is no drill.
#[derive(Clone, Debug, PartialEq)]
pub enum NotDrilled {
    /// It is refused for safety.
    Refused(Refused),
    /// The account could not be looked at: no credentials, no answer, no permission.
    Trouble(Trouble),
    /// The same of what a drill alone asks.
    Lost(TargetError),
}

impl From<Refused> for NotDrilled {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<TargetError> for NotDrilled {
    fn from(error: TargetError) -> Self {
        Self::Lost(error)
    }
}

fn listed<T: fmt::Display>(items: &[T]) -> String {
    items.iter().map(T::to_string).collect::<Vec<String>>().join(", ")
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAccount => f.write_str(
                "a drill writes into an account that is in use; name the account that you mean by --account and its number",
            ),
            Self::OtherAccount { named, found, caller_arn } => write!(
                f,
                "--account names {named}, but the credentials ({caller_arn}) belong to account {found}; choose other \
                 credentials, for example by AWS_PROFILE, or name the other account"
            ),
            Self::OtherConfig { named, config } => write!(
                f,
                "--account names {named}, but the config is for account {config}; take the config of account {named}"
            ),
            Self::Missing(resources) => {
                write!(f, "the chain is not whole: there is no {}; `deploy` makes it", listed(resources))
            }
            Self::NotOurs(resources) => write!(
                f,
                "{} bears our name and not our tag, so it may be somebody else's; --adopted drills it all the same, and \
                 `deploy --adopt` takes it over",
                listed(resources)
            ),
            Self::Unknown(obstacles) => write!(f, "how the chain is cannot be learnt: {obstacles}"),
            Self::InAlarm(alarms) => write!(
                f,
                "{}; find out why, and wait until each is over: a drill would hide it",
                listed(alarms)
            ),
            Self::AnotherDrill { run, what } => write!(
                f,
                "the drill {run} runs, or was ended ({what} is there); wait for its end, {} at the latest: from then on \
                 the next drill removes what it left",
                run.end()
            ),
            Self::Stale { run } => write!(
                f,
                "the account was looked at by {} and may be another one by now; run it again, and agree within {AGREED_WITHIN}",
                run.start()
            ),
            Self::Strangers(strangers) => write!(
                f,
                "others would see forged sign-ins and take them for real ones: {}; tell them, and say so by \
                 --others-informed",
                strangers.in_words()
            ),
            Self::TooManyToMute { alarms, most } => write!(
                f,
                "{alarms} alarms should be muted, and one rule mutes at most {most}; drill fewer scenarios at a time"
            ),
            Self::NoMuteRules => f.write_str(
                "alarms should be muted, and this endpoint knows no mute rules; drill without --quiet, and tell who \
                 hears by --announce",
            ),
        }
    }
}

impl fmt::Display for InAlarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the alarm {} is in ALARM since {} ({})", self.alarm, self.since, self.reason)
    }
}

impl fmt::Display for NotDrilled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refused) => refused.fmt(f),
            Self::Trouble(trouble) => trouble.fmt(f),
            Self::Lost(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Refused {}

impl std::error::Error for NotDrilled {}
