//! Access policies as they are written: JSON, in which one text is as good as a list of one.

use serde_json::Value;

use super::{Condition, Operator, PolicyKind, Principals, Statement};
use crate::reader::MessageFault;

/// The operators that are understood; those of ARNs take wildcards in either form.
const OPERATORS: [(&str, Operator); 10] = [
    ("StringEquals", Operator::Equals),
    ("StringNotEquals", Operator::NotEquals),
    ("StringEqualsIgnoreCase", Operator::EqualsIgnoreCase),
    ("StringLike", Operator::Like),
    ("StringNotLike", Operator::NotLike),
    ("ArnEquals", Operator::Like),
    ("ArnLike", Operator::Like),
    ("ArnNotEquals", Operator::NotLike),
    ("ArnNotLike", Operator::NotLike),
    ("Bool", Operator::EqualsIgnoreCase),
];

/// Reads a statement; what is not understood becomes a fault.
pub(super) fn statement(
    kind: PolicyKind,
    index: usize,
    statement: &Value,
    faults: &mut Vec<MessageFault>,
) -> Statement {
    let mut missing = |key: &str, wanted| {
        faults.push(MessageFault { path: format!("Statement.{index}.{key}"), wanted });
    };
    for key in ["NotPrincipal", "NotAction", "NotResource"] {
        if statement.get(key).is_some() {
            missing(key, "understood here: name what is meant instead of what is not");
        }
    }
    let denies = match statement["Effect"].as_str() {
        Some("Allow") => false,
        Some("Deny") => true,
        Some(_) | None => {
            missing("Effect", "Allow or Deny");
            false
        }
    };
    let mut listed = |key: &str| {
        let found = texts(&statement[key]);
        if found.is_none() && statement.get(format!("Not{key}")).is_none() {
            missing(key, "a text or a list of texts");
        }
        found.unwrap_or_default()
    };
    let actions = listed("Action");
    let resources = match kind {
        PolicyKind::Resource | PolicyKind::Permissions => listed("Resource"),
        PolicyKind::Trust => vec!["*".to_owned()],
    };
    let principals = match kind {
        PolicyKind::Resource | PolicyKind::Trust => principals(&statement["Principal"]),
        PolicyKind::Permissions => Principals::Everybody,
    };
    let (conditions, unknown) = conditions(&statement["Condition"]);
    for operator in unknown {
        missing(&format!("Condition.{operator}"), "an operator that is understood here");
    }
    Statement { denies, principals, actions, resources, conditions }
}

fn principals(found: &Value) -> Principals {
    let of = |kind: &str| found.get(kind).and_then(texts).unwrap_or_default();
    if found == "*" || of("AWS").iter().any(|who| who == "*") {
        return Principals::Everybody;
    }
    Principals::Services(of("Service"))
}

/// The conditions, and what was not understood.
fn conditions(found: &Value) -> (Vec<Condition>, Vec<String>) {
    let (mut conditions, mut unknown) = (Vec::new(), Vec::new());
    for (written, lines) in found.as_object().into_iter().flatten() {
        let (name, if_exists) = written.strip_suffix("IfExists").map_or((written.as_str(), false), |name| (name, true));
        let operator = OPERATORS.iter().find(|(known, _)| *known == name).map(|(_, operator)| *operator);
        for (key, values) in lines.as_object().into_iter().flatten() {
            match (operator, texts(values)) {
                (Some(operator), Some(values)) => {
                    conditions.push(Condition { operator, if_exists, key: key.clone(), values });
                }
                (Some(_) | None, Some(_) | None) => unknown.push(format!("{written}.{key}")),
            }
        }
    }
    (conditions, unknown)
}

/// One text, or a list of texts; booleans are as good.
fn texts(value: &Value) -> Option<Vec<String>> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    };
    match value {
        Value::Array(values) => values.iter().map(text).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            text(value).map(|text| vec![text])
        }
    }
}
