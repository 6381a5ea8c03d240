//! Expectations: one statement each.

use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_diagnostic::toml::{Kind, Node, Table};
use signalarm_diagnostic::{Fault, Placed};
use signalarm_notification::Protocol;

use super::{DraftExpectation, DraftExpected, read_positive};

/// More notifications than this in one window are not counted one by one by anybody.
const COUNT_MAX: i64 = 1_000_000;

pub(super) fn read_expectation(mut table: Table<'_>, faults: &mut Vec<Fault>) -> DraftExpectation {
    let place = Placed { value: (), span: table.span() };
    let after = table.optional("after").and_then(|node| Some(node.placed(node.string(faults)?.to_owned())));
    let within = table.required("within", "say how long to look: within = \"10m\"", faults);
    let within = within.and_then(|node| Some(node.placed(read_positive(&node, faults)?)));
    let (alert, what) = read_statement(&mut table, faults);
    table.finish(faults);
    DraftExpectation { place, after, within, alert, what }
}

/// The alert that the statement is about, and the statement: each may be faulty without the other.
fn read_statement(
    table: &mut Table<'_>,
    faults: &mut Vec<Fault>,
) -> (Option<Placed<AlertName>>, Option<DraftExpected>) {
    let forms = table.which(&["state", "never", "states", "notified", "swallowed"]);
    let [form] = forms.as_slice() else {
        let message = format!("an expectation says exactly one thing, this one says {}", forms.len());
        let cure = "say one of: alarm with state, never or states; by with notified or swallowed";
        faults.push(Fault::new(table.span(), message).cure(cure));
        for key in ["alarm", "by", "reason", "count", "message"] {
            table.optional(key);
        }
        return (None, None);
    };
    let about_alarm = matches!(form.key(), "state" | "never" | "states");
    let (key, cure) = if about_alarm { ("alarm", "name the alarm") } else { ("by", "name the alert that notifies") };
    let alert = table.required(key, cure, faults);
    let alert = alert.and_then(|node| Some(node.placed(node.parsed::<AlertName>(faults)?)));
    (alert, read_expected(table, form, faults))
}

fn read_expected(table: &mut Table<'_>, form: &Node<'_>, faults: &mut Vec<Fault>) -> Option<DraftExpected> {
    match form.key() {
        "state" => {
            let reason = table.optional("reason").and_then(|node| node.string(faults)).map(str::to_owned);
            Some(DraftExpected::State { state: read_state(form, faults)?, reason })
        }
        "never" => Some(DraftExpected::Never { state: read_state(form, faults)? }),
        "states" => {
            let nodes = form.array(faults)?;
            Some(DraftExpected::States { states: nodes.iter().filter_map(|node| read_state(node, faults)).collect() })
        }
        "notified" => Some(read_notified(table, form, faults)),
        _ => {
            let count = form.integer(0..=COUNT_MAX, faults)?;
            Some(DraftExpected::Swallowed { count: form.placed(u32::try_from(count).ok()?) })
        }
    }
}

fn read_notified(table: &mut Table<'_>, form: &Node<'_>, faults: &mut Vec<Fault>) -> DraftExpected {
    const PROTOCOLS: [(&str, Protocol); 7] = [
        ("email", Protocol::Email),
        ("email-json", Protocol::EmailJson),
        ("sms", Protocol::Sms),
        ("https", Protocol::Https),
        ("http", Protocol::Http),
        ("sqs", Protocol::Sqs),
        ("lambda", Protocol::Lambda),
    ];
    let nodes = form.array(faults).unwrap_or_default();
    let protocols = nodes.iter().filter_map(|node| Some(node.placed(node.choice(&PROTOCOLS, faults)?))).collect();
    let count = table.optional("count").and_then(|node| {
        let count = node.integer(1..=COUNT_MAX, faults)?;
        Some(node.placed(u32::try_from(count).ok()?))
    });
    let message = table.optional("message").and_then(|node| read_members(&node, faults)).unwrap_or_default();
    DraftExpected::Notified { protocols, count, message }
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
