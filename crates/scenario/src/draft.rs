//! The structure of a scenario file: TOML to a [`Draft`], every fault at once.
//!
//! A draft has the form that the JSON Schema describes. What only shows when its parts are seen together (names that
//! nothing bears, expectations that can never hold) is the business of `check`.

use signalarm_alarm::State;
use signalarm_alert::{AlertName, Environment, Patch, read_format, read_patch};
use signalarm_diagnostic::toml::{self, Kind, Node, Table};
use signalarm_diagnostic::{Fault, Placed};
use signalarm_event::Outcome;
use signalarm_notification::Protocol;
use signalarm_time::{Duration, Timestamp};

use crate::step::ChainFault;

/// Seeds fit a TOML integer.
const SEED_MAX: i64 = i64::MAX;
/// More notifications than this in one window are not counted one by one by anybody.
const COUNT_MAX: i64 = 1_000_000;

/// A scenario file as far as it could be read.
pub(crate) struct Draft {
    pub(crate) title: Option<String>,
    pub(crate) seed: Option<u64>,
    pub(crate) start: Option<Timestamp>,
    /// `Some(None)`: no activity.
    pub(crate) activity: Option<Option<Duration>>,
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
    Configure(Patch),
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
    pub(crate) name: FaultWord,
    pub(crate) by: Option<Duration>,
    pub(crate) alert: Option<Placed<AlertName>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FaultWord {
    TrailStopped,
    DeliveryLate,
    DeliveryDuplicated,
    SubscriptionUnconfirmed,
}

pub(crate) struct DraftExpectation {
    pub(crate) place: Placed<()>,
    pub(crate) after: Option<Placed<String>>,
    pub(crate) within: Option<Placed<Duration>>,
    pub(crate) what: Option<DraftExpected>,
}

pub(crate) enum DraftExpected {
    State {
        alarm: Placed<AlertName>,
        state: Placed<State>,
        reason: Option<String>,
    },
    Never {
        alarm: Placed<AlertName>,
        state: Placed<State>,
    },
    States {
        alarm: Placed<AlertName>,
        states: Vec<Placed<State>>,
    },
    Notified {
        by: Placed<AlertName>,
        protocols: Vec<Placed<Protocol>>,
        count: Option<Placed<u32>>,
        message: serde_json::Map<String, serde_json::Value>,
    },
    Swallowed {
        by: Placed<AlertName>,
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
        start: table.optional("start").and_then(|node| node.parsed(faults)),
        activity: table.optional("activity").and_then(|node| read_activity(&node, faults)),
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

const VERBS: [&str; 7] = ["sign-in", "record", "wait", "configure", "break", "mend", "redeploy"];

fn read_step(mut table: Table<'_>, environment: Environment<'_>, faults: &mut Vec<Fault>) -> DraftStep {
    let place = Placed { value: (), span: table.span() };
    let id = table.optional("id").and_then(|node| Some(node.placed(node.string(faults)?.to_owned())));
    let at = table.optional("at").and_then(|node| Some(node.placed(node.parsed(faults)?)));
    let verbs = table.which(&VERBS);
    table.finish(faults);
    let verb = match verbs.as_slice() {
        [node] => read_verb(node, environment, faults).map(|verb| Placed { value: verb, span: node.key_span() }),
        _ => {
            let message = format!("a step has exactly one verb, this one has {}", verbs.len());
            faults.push(place.fault(message).cure("its verb is one of sign-in, record, wait, configure, break, mend"));
            None
        }
    };
    DraftStep { place, id, at, verb }
}

fn read_verb(node: &Node<'_>, environment: Environment<'_>, faults: &mut Vec<Fault>) -> Option<Verb> {
    match node.key() {
        "sign-in" => read_sign_in(node.table("a sign-in", faults)?, faults).map(Verb::SignIn),
        "record" => read_record(node.table("a record", faults)?, faults),
        "wait" => read_positive(node, faults).map(Verb::Wait),
        "configure" => Some(Verb::Configure(read_patch(node.table("a config", faults)?, environment, faults))),
        "break" => read_fault(node.table("a fault", faults)?, faults).map(Verb::Break),
        "mend" => read_fault(node.table("a fault", faults)?, faults).map(Verb::Mend),
        verb => {
            let fault = Fault::new(node.key_span(), format!("the verb `{verb}` is not there yet"));
            faults.push(fault.cure("it comes with `deploy`; `configure` changes filters and alarms in place"));
            None
        }
    }
}

const USER_TYPES: [(&str, UserTypeWord); 6] = [
    ("iam", UserTypeWord::Iam),
    ("unknown-user", UserTypeWord::UnknownUser),
    ("root", UserTypeWord::Root),
    ("federated", UserTypeWord::Federated),
    ("saml", UserTypeWord::Saml),
    ("identity-center", UserTypeWord::IdentityCenter),
];

const EVENTS: [(&str, EventWord); 5] = [
    ("console-login", EventWord::ConsoleLogin),
    ("check-mfa", EventWord::CheckMfa),
    ("get-signin-token", EventWord::GetSigninToken),
    ("switch-role", EventWord::SwitchRole),
    ("user-authentication", EventWord::UserAuthentication),
];

const OUTCOMES: [(&str, Outcome); 2] = [("failure", Outcome::Failure), ("success", Outcome::Success)];

fn read_sign_in(mut table: Table<'_>, faults: &mut Vec<Fault>) -> Option<DraftSignIn> {
    let user_type = table.required("user-type", "say who: user-type = \"iam\", \"root\", …", faults);
    let user_type = user_type.and_then(|node| node.choice(&USER_TYPES, faults));
    let event = table.optional("event").map(|node| node.choice(&EVENTS, faults));
    let outcome = table.optional("outcome").and_then(|node| node.choice(&OUTCOMES, faults));
    let mfa = table.optional("mfa").and_then(|node| node.boolean(faults));
    let user = table.optional("user").and_then(|node| node.string(faults)).map(str::to_owned);
    let source_ip = table.optional("source-ip").and_then(|node| node.parsed::<std::net::IpAddr>(faults));
    let delay = table.optional("delay").and_then(|node| node.parsed(faults));
    table.finish(faults);
    let event = event.unwrap_or(Some(EventWord::ConsoleLogin))?;
    let source_ip = source_ip.map(|address| address.to_string());
    Some(DraftSignIn { user_type: user_type?, event, outcome, mfa, user, source_ip, delay })
}

fn read_record(mut table: Table<'_>, faults: &mut Vec<Fault>) -> Option<Verb> {
    let file = table.required("file", "name a file beside this one: file = \"….json\"", faults);
    let file = file.and_then(|node| Some(node.placed(node.string(faults)?.to_owned())));
    let delay = table.optional("delay").and_then(|node| node.parsed(faults));
    table.finish(faults);
    Some(Verb::Record { file: file?, delay })
}

const FAULTS: [(&str, FaultWord); 4] = [
    ("trail-stopped", FaultWord::TrailStopped),
    ("delivery-late", FaultWord::DeliveryLate),
    ("delivery-duplicated", FaultWord::DeliveryDuplicated),
    ("subscription-unconfirmed", FaultWord::SubscriptionUnconfirmed),
];

fn read_fault(mut table: Table<'_>, faults: &mut Vec<Fault>) -> Option<DraftFault> {
    let name = table.required("fault", "name the fault: { fault = \"trail-stopped\" }", faults);
    let name = name.and_then(|node| read_fault_name(&node, faults));
    let by = table.optional("by").and_then(|node| read_positive(&node, faults));
    let alert = table.optional("alert").and_then(|node| Some(node.placed(node.parsed(faults)?)));
    table.finish(faults);
    Some(DraftFault { name: name?, by, alert })
}

fn read_fault_name(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<FaultWord> {
    let name = node.string(faults)?;
    let known = FAULTS.iter().find(|(known, _)| *known == name).map(|(_, word)| *word);
    if known.is_none() {
        let cure = format!("the faults so far are {}", ChainFault::NAMES.join(", "));
        faults.push(node.fault(format!("the fault “{name}” is not there yet")).cure(cure));
    }
    known
}

fn read_expectation(mut table: Table<'_>, faults: &mut Vec<Fault>) -> DraftExpectation {
    let place = Placed { value: (), span: table.span() };
    let after = table.optional("after").and_then(|node| Some(node.placed(node.string(faults)?.to_owned())));
    let within = table.required("within", "say how long to look: within = \"10m\"", faults);
    let within = within.and_then(|node| Some(node.placed(read_positive(&node, faults)?)));
    let what = read_expected(&mut table, faults);
    table.finish(faults);
    DraftExpectation { place, after, within, what }
}

fn read_expected(table: &mut Table<'_>, faults: &mut Vec<Fault>) -> Option<DraftExpected> {
    let forms = table.which(&["state", "never", "states", "notified", "swallowed"]);
    let [form] = forms.as_slice() else {
        let message = format!("an expectation says exactly one thing, this one says {}", forms.len());
        let cure = "say one of: alarm with state, never or states; by with notified or swallowed";
        faults.push(Fault::new(table.span(), message).cure(cure));
        for key in ["alarm", "by", "reason", "count", "message"] {
            table.optional(key);
        }
        return None;
    };
    let about_alarm = matches!(form.key(), "state" | "never" | "states");
    let (key, cure) = if about_alarm { ("alarm", "name the alarm") } else { ("by", "name the alert that notifies") };
    let alert = table.required(key, cure, faults);
    let alert = alert.and_then(|node| Some(node.placed(node.parsed::<AlertName>(faults)?)));
    match form.key() {
        "state" => {
            let reason = table.optional("reason").and_then(|node| node.string(faults)).map(str::to_owned);
            let state = read_state(form, faults);
            Some(DraftExpected::State { alarm: alert?, state: state?, reason })
        }
        "never" => {
            let state = read_state(form, faults);
            Some(DraftExpected::Never { alarm: alert?, state: state? })
        }
        "states" => {
            let nodes = form.array(faults)?;
            let states = nodes.iter().filter_map(|node| read_state(node, faults)).collect();
            Some(DraftExpected::States { alarm: alert?, states })
        }
        "notified" => read_notified(table, form, alert, faults),
        _ => {
            let count = form.integer(0..=COUNT_MAX, faults);
            Some(DraftExpected::Swallowed { by: alert?, count: form.placed(u32::try_from(count?).ok()?) })
        }
    }
}

fn read_notified(
    table: &mut Table<'_>,
    form: &Node<'_>,
    by: Option<Placed<AlertName>>,
    faults: &mut Vec<Fault>,
) -> Option<DraftExpected> {
    const PROTOCOLS: [(&str, Protocol); 2] = [("email", Protocol::Email), ("sms", Protocol::Sms)];
    let nodes = form.array(faults).unwrap_or_default();
    let protocols = nodes.iter().filter_map(|node| Some(node.placed(node.choice(&PROTOCOLS, faults)?))).collect();
    let count = table.optional("count").and_then(|node| {
        let count = node.integer(1..=COUNT_MAX, faults)?;
        Some(node.placed(u32::try_from(count).ok()?))
    });
    let message = table.optional("message").and_then(|node| read_members(&node, faults)).unwrap_or_default();
    Some(DraftExpected::Notified { by: by?, protocols, count, message })
}

fn read_state(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<Placed<State>> {
    const STATES: [(&str, State); 3] =
        [("OK", State::Ok), ("ALARM", State::Alarm), ("INSUFFICIENT_DATA", State::InsufficientData)];
    Some(node.placed(node.choice(&STATES, faults)?))
}

/// A TOML table as the members of a JSON object.
fn read_members(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<serde_json::Map<String, serde_json::Value>> {
    let entries = node.table("a message", faults)?.entries();
    let member = |entry: &Node<'_>| Some((entry.key().to_owned(), read_json(entry, faults)?));
    Some(entries.iter().filter_map(member).collect())
}

/// A TOML value as JSON; TOML's own nesting is bounded by its parser.
fn read_json(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<serde_json::Value> {
    match node.kind() {
        Kind::Table => read_members(node, faults).map(serde_json::Value::Object),
        Kind::Array => {
            let elements = node.array(faults)?;
            Some(elements.iter().filter_map(|element| read_json(element, faults)).collect())
        }
        Kind::Boolean => node.boolean(faults).map(serde_json::Value::Bool),
        Kind::Integer => node.integer(i64::MIN..=i64::MAX, faults).map(serde_json::Value::from),
        Kind::Float => node.number(faults).map(serde_json::Value::from),
        Kind::String | Kind::Datetime => node.string(faults).map(serde_json::Value::from),
    }
}

#[cfg(test)]
mod tests;
