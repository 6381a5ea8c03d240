//! Steps: one verb each.

use signalarm_alert::{Environment, read_patch};
use signalarm_diagnostic::toml::{Node, Table};
use signalarm_diagnostic::{Fault, Placed, nearest};
use signalarm_event::Outcome;

use super::{DraftFault, DraftSignIn, DraftStep, EventWord, UserTypeWord, Verb, read_positive};
use crate::fault::FaultKind;

const VERBS: [&str; 6] = ["sign-in", "record", "wait", "configure", "break", "mend"];

pub(super) fn read_step(mut table: Table<'_>, environment: Environment<'_>, faults: &mut Vec<Fault>) -> DraftStep {
    let place = Placed { value: (), span: table.span() };
    let id = table.optional("id").and_then(|node| Some(node.placed(node.string(faults)?.to_owned())));
    let at = table.optional("at").and_then(|node| Some(node.placed(node.parsed(faults)?)));
    let verbs = table.which(&VERBS);
    let redeploy = table.hidden("redeploy");
    // A misspelt verb is told as an unknown key.
    let is_misspelt = verbs.is_empty() && table.has_unknown();
    table.finish(faults);
    let verb = match (verbs.as_slice(), redeploy) {
        ([node], None) => {
            read_verb(node, environment, faults).map(|verb| Placed { value: verb, span: node.key_span() })
        }
        ([], Some(node)) => {
            let fault = Fault::new(node.key_span(), "the verb `redeploy` is not there yet");
            faults.push(fault.cure("it comes with `deploy`; `configure` changes filters and alarms in place"));
            None
        }
        _ if is_misspelt => None,
        (verbs, redeploy) => {
            let count = verbs.len() + usize::from(redeploy.is_some());
            let message = format!("a step has exactly one verb, this one has {count}");
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
        "configure" => {
            let patch = read_patch(node.table("a config", faults)?, environment, faults);
            Some(Verb::Configure(Box::new(patch)))
        }
        "break" => read_fault(node.table("a fault", faults)?, faults).map(Verb::Break),
        _ => read_fault(node.table("a fault", faults)?, faults).map(Verb::Mend),
    }
}

/// What was read of a key that may be absent; `None` where it is there and faulty, so that nothing more is concluded.
fn unless_faulty<T>(read: Option<Option<T>>) -> Option<Option<T>> {
    match read {
        None => Some(None),
        Some(None) => None,
        Some(Some(value)) => Some(Some(value)),
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
    let outcome = table.optional("outcome").map(|node| node.choice(&OUTCOMES, faults));
    let mfa = table.optional("mfa").map(|node| node.boolean(faults));
    let user = table.optional("user").and_then(|node| node.string(faults)).map(str::to_owned);
    let source_ip = table.optional("source-ip").and_then(|node| read_address(&node, faults));
    let region = table.optional("region").and_then(|node| node.parsed(faults));
    let delay = table.optional("delay").and_then(|node| node.parsed(faults));
    table.finish(faults);
    let event = unless_faulty(event)?.unwrap_or(EventWord::ConsoleLogin);
    let (outcome, mfa) = (unless_faulty(outcome)?, unless_faulty(mfa)?);
    Some(DraftSignIn { user_type: user_type?, event, outcome, mfa, user, source_ip, region, delay })
}

fn read_address(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<String> {
    let text = node.string(faults)?;
    let address = text.parse::<std::net::IpAddr>().ok();
    if address.is_none() {
        let fault = node.fault(format!("`{}`: “{text}” is no IP address", node.key()));
        faults.push(fault.cure("write it as in 203.0.113.7 or 2001:db8::1"));
    }
    address.map(|address| address.to_string())
}

fn read_record(mut table: Table<'_>, faults: &mut Vec<Fault>) -> Option<Verb> {
    let file = table.required("file", "name a file beside this one: file = \"….json\"", faults);
    let file = file.and_then(|node| Some(node.placed(node.string(faults)?.to_owned())));
    let delay = table.optional("delay").and_then(|node| node.parsed(faults));
    table.finish(faults);
    Some(Verb::Record { file: file?, delay })
}

fn read_fault(mut table: Table<'_>, faults: &mut Vec<Fault>) -> Option<DraftFault> {
    let name = table.required("fault", "name the fault: { fault = \"trail-stopped\" }", faults);
    let kind = name.and_then(|node| read_fault_name(&node, faults));
    let by = table.optional("by").map(|node| read_positive(&node, faults));
    let every = table.optional("every").map(|node| read_positive(&node, faults));
    let alert = table.optional("alert").map(|node| Some(node.placed(node.parsed(faults)?)));
    table.finish(faults);
    let (by, every, alert) = (unless_faulty(by)?, unless_faulty(every)?, unless_faulty(alert)?);
    Some(DraftFault { kind: kind?, by, every, alert })
}

fn read_fault_name(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<FaultKind> {
    let name = node.string(faults)?;
    let known = FaultKind::named(name);
    if known.is_none() {
        let names = || FaultKind::all().map(|kind| kind.words().name);
        let cure = match nearest(name, names()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("the faults are {}", names().collect::<Vec<_>>().join(", ")),
        };
        faults.push(node.fault(format!("there is no fault “{name}”")).cure(cure));
    }
    known
}
