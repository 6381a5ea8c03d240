//! Subscribers, and values that may stand in the environment instead of the file.

use std::fmt::Display;
use std::str::FromStr;

use signalarm_diagnostic::Fault;
use signalarm_diagnostic::toml::{Kind, Node, Table};
use signalarm_notification::{Endpoint, Url};

use super::Environment;

/// How a subscriber can be reached: the words of SNS's protocols.
const PROTOCOLS: [&str; 7] = ["email", "email-json", "sms", "https", "http", "sqs", "lambda"];

pub(super) fn read_subscribers(
    table: &mut Table<'_>,
    environment: Environment<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Vec<Endpoint>> {
    let mut endpoints: Vec<Endpoint> = Vec::new();
    for node in table.optional("subscribers")?.array(faults)? {
        let Some(endpoint) = read_subscriber(&node, environment, faults) else { continue };
        if endpoints.contains(&endpoint) {
            faults.push(node.fault("the same subscriber stands here twice").cure("take one of them away"));
        }
        endpoints.push(endpoint);
    }
    Some(endpoints)
}

fn read_subscriber(node: &Node<'_>, environment: Environment<'_>, faults: &mut Vec<Fault>) -> Option<Endpoint> {
    let mut table = node.table("a subscriber", faults)?;
    let found = table.which(&PROTOCOLS);
    let span = table.span();
    table.finish(faults);
    let [node] = found.as_slice() else {
        let protocols = PROTOCOLS.map(|protocol| format!("`{protocol}`")).join(", ");
        let fault = Fault::new(span, format!("a subscriber has exactly one of {protocols}"));
        faults.push(fault.cure("write { email = \"you@example.org\" } or { sms = \"+12025550123\" }"));
        return None;
    };
    let value = resolved(node, environment, faults)?;
    match node.key() {
        "email" => value.parsed(node, faults).map(Endpoint::Email),
        "email-json" => value.parsed(node, faults).map(Endpoint::EmailJson),
        "sms" => value.parsed(node, faults).map(Endpoint::Sms),
        "sqs" => value.parsed(node, faults).map(Endpoint::Sqs),
        "lambda" => value.parsed(node, faults).map(Endpoint::Lambda),
        _ => read_server(&value, node, faults),
    }
}

/// SNS wants the URL to begin with the protocol (SNS API Reference, *Subscribe*).
fn read_server(value: &Resolved, node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<Endpoint> {
    let endpoint = Endpoint::Server(value.parsed::<Url>(node, faults)?);
    let (named, found) = (node.key(), endpoint.protocol().to_string());
    if named != found {
        let fault = node.fault(format!("`{named}`: the URL begins with {found}://"));
        faults.push(fault.cure(format!("write `{found}` before it, or a URL that begins with {named}://")));
        return None;
    }
    Some(endpoint)
}

/// A text, as it stands in the file or as it was found in the environment.
pub(super) struct Resolved {
    text: String,
    variable: Option<String>,
}

impl Resolved {
    pub(super) fn parsed<T: FromStr<Err: Display>>(&self, node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<T> {
        match (self.text.parse(), &self.variable) {
            (Ok(value), _) => Some(value),
            (Err(error), None) => {
                faults.push(node.fault(format!("`{}`: {error}", node.key())));
                None
            }
            // What stands in the environment is not for every reader's eyes, so it is not repeated.
            (Err(_), Some(variable)) => {
                let message = format!("`{}`: the environment variable {variable} holds no valid value", node.key());
                faults.push(node.fault(message).cure("write it as you would in this file"));
                None
            }
        }
    }
}

/// `"text"`, or `{ env = "NAME" }`.
pub(super) fn resolved(node: &Node<'_>, environment: Environment<'_>, faults: &mut Vec<Fault>) -> Option<Resolved> {
    if node.kind() != Kind::Table {
        return node.string(faults).map(|text| Resolved { text: text.to_owned(), variable: None });
    }
    let mut table = node.table("a value from the environment", faults)?;
    let variable = table.required("env", "write { env = \"NAME\" }", faults);
    let variable = variable.and_then(|node| node.string(faults));
    table.finish(faults);
    let variable = variable?;
    let Some(text) = environment(variable) else {
        faults.push(
            node.fault(format!("the environment variable {variable} is not set"))
                .cure("set it, or write the value here"),
        );
        return None;
    };
    Some(Resolved { text, variable: Some(variable.to_owned()) })
}
