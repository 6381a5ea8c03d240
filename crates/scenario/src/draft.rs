//! The structure of a scenario file: TOML to a [`Draft`], every fault at once.
//!
//! A draft has the form that the JSON Schema describes. What only shows when its parts are seen together (names that
//! nothing bears, expectations that can never hold) is the business of `check`.

mod expectations;
mod steps;

use signalarm_alarm::State;
use signalarm_alert::{AlertName, Environment, Patch, Region, read_format, read_patch};
use signalarm_diagnostic::toml::{self, Node, Table};
use signalarm_diagnostic::{Fault, Placed};
use signalarm_event::Outcome;
use signalarm_notification::Protocol;
use signalarm_time::{Duration, Timestamp};

use crate::fault::FaultKind;
use expectations::read_expectation;
use steps::read_step;

use crate::step::ChainOrigin;

const ORIGINS: [(&str, ChainOrigin); 2] = [("standing", ChainOrigin::Standing), ("hand-made", ChainOrigin::HandMade)];

/// Seeds fit a TOML integer.
const SEED_MAX: i64 = i64::MAX;

/// A scenario file as far as it could be read.
pub(crate) struct Draft {
    pub(crate) title: Option<String>,
    pub(crate) seed: Option<u64>,
    pub(crate) start: Option<Placed<Timestamp>>,
    /// `Some(None)`: no activity.
    pub(crate) activity: Option<Placed<Option<Duration>>>,
    pub(crate) origin: Option<ChainOrigin>,
    pub(crate) config: Patch,
    pub(crate) steps: Vec<DraftStep>,
    pub(crate) expectations: Vec<DraftExpectation>,
}

pub(crate) struct DraftStep {
    pub(crate) place: Placed<()>,
    pub(crate) id: Option<Placed<String>>,
    pub(crate) at: Option<Placed<Duration>>,
    pub(crate) verb: Option<Placed<Verb>>,
}

/// What a step does, by its key.
pub(crate) enum Verb {
    SignIn(DraftSignIn),
    Record { file: Placed<String>, delay: Option<Duration> },
    Wait(Duration),
    Configure(Box<Patch>),
    Break(DraftFault),
    Mend(DraftFault),
}

pub(crate) struct DraftSignIn {
    pub(crate) user_type: UserTypeWord,
    pub(crate) event: EventWord,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) mfa: Option<bool>,
    pub(crate) user: Option<String>,
    pub(crate) source_ip: Option<String>,
    pub(crate) region: Option<Region>,
    pub(crate) delay: Option<Duration>,
}

/// Who signs in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum UserTypeWord {
    Iam,
    UnknownUser,
    Root,
    Federated,
    Saml,
    IdentityCenter,
}

/// Which event of the sign-in service it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum EventWord {
    ConsoleLogin,
    CheckMfa,
    GetSigninToken,
    SwitchRole,
    UserAuthentication,
}

pub(crate) struct DraftFault {
    pub(crate) kind: FaultKind,
    pub(crate) by: Option<Duration>,
    pub(crate) every: Option<Duration>,
    pub(crate) alert: Option<Placed<AlertName>>,
}

pub(crate) struct DraftExpectation {
    pub(crate) place: Placed<()>,
    pub(crate) after: Option<Placed<String>>,
    pub(crate) within: Option<Placed<Duration>>,
    pub(crate) alert: Option<Placed<AlertName>>,
    pub(crate) what: Option<DraftExpected>,
}

pub(crate) enum DraftExpected {
    State {
        state: Placed<State>,
        reason: Option<String>,
    },
    Never {
        state: Placed<State>,
    },
    States {
        states: Vec<Placed<State>>,
    },
    Notified {
        protocols: Vec<Placed<Protocol>>,
        count: Option<Placed<u32>>,
        message: serde_json::Map<String, serde_json::Value>,
    },
    Swallowed {
        count: Placed<u32>,
    },
}

/// Reads as much of a scenario file as can be read.
pub(crate) fn read_draft(text: &str, environment: Environment<'_>) -> (Draft, Vec<Fault>) {
    let (document, mut faults) = toml::parse(text);
    let mut table = document.root("the scenario");
    read_format(&mut table, &mut faults);
    let title = table.required("title", "tell the story in one sentence: `title = \"…\"`", &mut faults);
    let faults = &mut faults;
    let draft = Draft {
        title: title.and_then(|node| node.string(faults)).map(str::to_owned),
        seed: table.optional("seed").and_then(|node| node.integer(0..=SEED_MAX, faults)).map(i64::cast_unsigned),
        start: table.optional("start").and_then(|node| Some(node.placed(node.parsed(faults)?))),
        activity: table.optional("activity").and_then(|node| Some(node.placed(read_activity(&node, faults)?))),
        origin: table.optional("chain").and_then(|node| node.choice(&ORIGINS, faults)),
        config: table
            .optional("config")
            .and_then(|node| node.table("[config]", faults))
            .map(|table| read_patch(table, environment, faults))
            .unwrap_or_default(),
        steps: read_all(&mut table, "step", "a step", faults, |table, faults| read_step(table, environment, faults)),
        expectations: read_all(&mut table, "expect", "an expectation", faults, read_expectation),
    };
    table.finish(faults);
    (draft, std::mem::take(faults))
}

fn read_all<T>(
    table: &mut Table<'_>,
    key: &'static str,
    what: &'static str,
    faults: &mut Vec<Fault>,
    mut read: impl FnMut(Table<'_>, &mut Vec<Fault>) -> T,
) -> Vec<T> {
    let nodes = table.optional(key).and_then(|node| node.array(faults)).unwrap_or_default();
    let mut found = Vec::new();
    for node in nodes {
        if let Some(table) = node.table(what, faults) {
            found.push(read(table, faults));
        }
    }
    found
}

/// A duration, or `"none"`.
fn read_activity(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<Option<Duration>> {
    match node.string(faults)? {
        "none" => Some(None),
        _ => read_positive(node, faults).map(Some),
    }
}

/// A duration of more than nothing.
fn read_positive(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<Duration> {
    let duration: Duration = node.parsed(faults)?;
    if duration == Duration::ZERO {
        faults.push(node.fault(format!("`{}` must be longer than nothing", node.key())));
        return None;
    }
    Some(duration)
}

#[cfg(test)]
mod tests;
