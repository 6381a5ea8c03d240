//! What a drill will do, and what it may cost: for a person to agree to.

use std::fmt;

use signalarm_alert::{AlertName, PriceItem};
use signalarm_time::Duration;

use super::RunName;

/// What a drill will do, and what it may cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The name that the drill will bear.
    pub run: RunName,
    /// Every call, in the order in which they are made; those that only read are made again and again.
    pub calls: Vec<PlannedCall>,
    /// The scenarios that will be played.
    pub played: Vec<String>,
    /// Those that cannot be played here, each with why.
    pub unplayed: Vec<(String, String)>,
    /// The alarms that will go to ALARM.
    pub drilled: Vec<AlertName>,
    /// Who will be told, by protocol.
    pub told: Vec<Told>,
    /// What it may cost.
    pub cost: DrillCost,
    /// Alerts that hear the drill's own calls, minutes later, as they would hear those of anybody: no difference.
    pub own_rings: Vec<OwnRing>,
    /// How long it takes at most.
    pub length: Duration,
    /// What a person should know besides.
    pub notes: Vec<String>,
}

/// A call that will be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedCall {
    /// The action, such as `sns:Subscribe`.
    pub action: String,
    /// What it is made on, and why, in words.
    pub what: String,
    /// How often.
    pub times: Times,
    /// Whether it changes nothing.
    pub is_reading: bool,
}

/// How often a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// So often.
    Exactly(u64),
    /// So often at most.
    AtMost(u64),
}

/// How many are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// How, in SNS's words.
    pub protocol: String,
    /// How many subscribers, each counted once.
    pub subscribers: usize,
    /// How many notifications in all, at most.
    pub notifications: u64,
}

/// What a drill may cost, at list prices and without what is free.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DrillCost {
    /// Requests to AWS, at most.
    pub requests: u64,
    /// Bytes that the log group takes in.
    pub log_bytes: u64,
    /// What is published to topics, at most.
    pub publications: u64,
    /// Messages that the drill's own queue is sent, at most.
    pub queue_messages: u64,
    /// What of it has a known price comes to so many millionths of a dollar, rounded up.
    pub micro_dollars: u64,
    /// What has no known price.
    pub unknown: Vec<PriceItem>,
}

/// An alert that hears a call of the drill's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRing {
    /// The alert.
    pub alert: AlertName,
    /// The action that it hears.
    pub action: String,
}

impl Preview {
    /// The actions that a policy must allow, each once, in their order by name.
    #[must_use]
    pub fn actions(&self) -> Vec<&str> {
        let mut actions: Vec<&str> = self.calls.iter().map(|call| call.action.as_str()).collect();
        actions.sort_unstable();
        actions.dedup();
        actions
    }
}

impl Times {
    /// So often at most.
    #[must_use]
    pub const fn most(self) -> u64 {
        match self {
            Self::Exactly(times) | Self::AtMost(times) => times,
        }
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(1) => f.write_str("once"),
            Self::Exactly(times) => write!(f, "{times} times"),
            Self::AtMost(times) => write!(f, "at most {times} times"),
        }
    }
}

impl fmt::Display for PlannedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", self.action, self.what, self.times)
    }
}

impl fmt::Display for DrillCost {
    /// Money below a cent is not told in figures: nobody decides by it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const CENT: u64 = 10_000;
        match self.micro_dollars {
            0..CENT => f.write_str("below one cent")?,
            more => write!(f, "{}.{:02} US dollars", more / 1_000_000, more % 1_000_000 / CENT)?,
        }
        if !self.unknown.is_empty() {
            let unknown: Vec<&str> = self.unknown.iter().map(|item| item.unit().key).collect();
            write!(f, ", and what is unknown of {}", unknown.join(", "))?;
        }
        Ok(())
    }
}
