//! Filter policies: which publications a subscription wants (SNS Developer Guide, *Amazon SNS subscription filter
//! policies*).
//!
//! An alarm publishes without message attributes, so a filter policy on attributes lets nothing of an alarm through
//! unless it only asks for attributes to be absent. A filter policy on the body looks at the JSON message.

use std::net::IpAddr;

use serde_json::{Map, Value};

use crate::glob;
use crate::reader::MessageFault;

/// The most keys of a filter policy, the most combinations of its values, and how deep it may be nested; the first two
/// are AWS's, the last one keeps reading and matching bounded.
const KEYS_MAX: usize = 5;
const COMBINATIONS_MAX: usize = 150;
const DEPTH_MAX: usize = 16;

/// What a filter policy looks at (*FilterPolicyScope*).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FilterScope {
    /// `MessageAttributes`.
    #[default]
    MessageAttributes,
    /// `MessageBody`.
    MessageBody,
}

/// A filter policy.
#[derive(Clone, Debug, PartialEq)]
pub struct FilterPolicy {
    scope: FilterScope,
    rule: Rule,
}

/// What an object must be like: all of its keys, and one alternative of each `$or`.
#[derive(Clone, Debug, Default, PartialEq)]
struct Rule {
    keys: Vec<(String, Wanted)>,
    alternatives: Vec<Vec<Rule>>,
}

/// What stands under a key.
#[derive(Clone, Debug, PartialEq)]
enum Wanted {
    Object(Rule),
    OneOf(Vec<Condition>),
}

/// A condition on one value.
#[derive(Clone, Debug, PartialEq)]
enum Condition {
    Exactly(Value),
    Prefix(String),
    Suffix(String),
    EqualsIgnoreCase(String),
    Wildcard(String),
    AnythingBut(Vec<Condition>),
    Numeric(Vec<(Relation, f64)>),
    Cidr(IpAddr, u32),
    Exists(bool),
}

/// How a number is compared.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Relation {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl FilterPolicy {
    /// Reads a filter policy.
    ///
    /// # Errors
    ///
    /// All that SNS would refuse.
    pub fn new(scope: FilterScope, policy: &Value) -> Result<Self, Vec<MessageFault>> {
        let mut faults = Vec::new();
        let rule = match policy.as_object() {
            Some(object) => read_rule(object, "", 1, &mut faults),
            None => {
                faults.push(fault("the filter policy", "an object"));
                Rule::default()
            }
        };
        let is_nested = rule.keys.iter().any(|(_, wanted)| matches!(wanted, Wanted::Object(_)));
        if scope == FilterScope::MessageAttributes && is_nested {
            faults.push(fault("the filter policy", "flat, which it must be for message attributes"));
        }
        let (keys, combinations) = rule.size();
        if KEYS_MAX < keys {
            faults.push(fault("the filter policy", "of five keys at most"));
        }
        if COMBINATIONS_MAX < combinations {
            faults.push(fault("the filter policy", "of 150 combinations of values at most"));
        }
        if faults.is_empty() { Ok(Self { scope, rule }) } else { Err(faults) }
    }

    /// Whether a subscription with this policy wants what an alarm publishes: a JSON message without attributes.
    #[must_use]
    pub fn accepts(&self, message: &Value) -> bool {
        match self.scope {
            FilterScope::MessageAttributes => self.rule.accepts(&Value::Object(Map::new())),
            FilterScope::MessageBody => self.rule.accepts(message),
        }
    }
}

impl Rule {
    fn accepts(&self, found: &Value) -> bool {
        self.keys.iter().all(|(key, wanted)| wanted.accepts(found.get(key)))
            && self.alternatives.iter().all(|rules| rules.iter().any(|rule| rule.accepts(found)))
    }

    /// How many keys with values there are, and how many combinations of values.
    fn size(&self) -> (usize, usize) {
        let own = self.keys.iter().map(|(_, wanted)| match wanted {
            Wanted::Object(rule) => rule.size(),
            Wanted::OneOf(conditions) => (1, conditions.len()),
        });
        let nested = self.alternatives.iter().map(|rules| {
            let sizes = rules.iter().map(Self::size);
            sizes.fold((0, 0_usize), |(keys, sum), (more, size)| (keys + more, sum.saturating_add(size)))
        });
        own.chain(nested)
            .fold((0, 1_usize), |(keys, product), (more, size)| (keys + more, product.saturating_mul(size)))
    }
}

impl Wanted {
    fn accepts(&self, found: Option<&Value>) -> bool {
        match (self, found) {
            (Self::Object(rule), Some(Value::Array(objects))) => objects.iter().any(|object| rule.accepts(object)),
            (Self::Object(rule), found) => rule.accepts(found.unwrap_or(&Value::Null)),
            (Self::OneOf(conditions), found) => conditions.iter().any(|condition| condition.accepts(found)),
        }
    }
}

impl Condition {
    /// Of a list one value must do.
    fn accepts(&self, found: Option<&Value>) -> bool {
        match (self, found) {
            (Self::Exists(wanted), found) => found.is_some() == *wanted,
            (_, None) => false,
            (_, Some(Value::Array(values))) => values.iter().any(|value| self.accepts_one(value)),
            (_, Some(value)) => self.accepts_one(value),
        }
    }

    fn accepts_one(&self, value: &Value) -> bool {
        let text = value.as_str();
        match self {
            Self::Exactly(Value::Number(wanted)) => value.as_f64().is_some() && value.as_f64() == wanted.as_f64(),
            Self::Exactly(wanted) => value == wanted,
            Self::Prefix(prefix) => text.is_some_and(|text| text.starts_with(prefix)),
            Self::Suffix(suffix) => text.is_some_and(|text| text.ends_with(suffix)),
            Self::EqualsIgnoreCase(wanted) => text.is_some_and(|text| text.to_lowercase() == wanted.to_lowercase()),
            Self::Wildcard(pattern) => text.is_some_and(|text| glob::matches(pattern, text, false)),
            Self::AnythingBut(conditions) => !conditions.iter().any(|condition| condition.accepts_one(value)),
            Self::Numeric(relations) => value
                .as_f64()
                .is_some_and(|number| relations.iter().all(|(relation, bound)| relation.holds(number, *bound))),
            Self::Cidr(network, bits) => {
                text.and_then(|text| text.parse().ok()).is_some_and(|address| lies_in(address, *network, *bits))
            }
            Self::Exists(wanted) => *wanted,
        }
    }
}

impl Relation {
    fn holds(self, number: f64, bound: f64) -> bool {
        match self {
            Self::Equal => number == bound,
            Self::Less => number < bound,
            Self::LessOrEqual => number <= bound,
            Self::Greater => number > bound,
            Self::GreaterOrEqual => number >= bound,
        }
    }
}

fn lies_in(address: IpAddr, network: IpAddr, bits: u32) -> bool {
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            let apart = address.to_bits() ^ network.to_bits();
            bits <= apart.leading_zeros()
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            let apart = address.to_bits() ^ network.to_bits();
            bits <= apart.leading_zeros()
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    }
}

fn fault(path: &str, wanted: &'static str) -> MessageFault {
    MessageFault { path: path.to_owned(), wanted }
}

fn read_rule(object: &Map<String, Value>, path: &str, depth: usize, faults: &mut Vec<MessageFault>) -> Rule {
    let mut rule = Rule::default();
    if DEPTH_MAX < depth {
        faults.push(fault(path, "nested less deeply"));
        return rule;
    }
    for (key, value) in object {
        let path = format!("{path}{key}");
        match value {
            Value::Array(entries) if key == "$or" => {
                let mut read = |entry: &Value| match entry.as_object() {
                    Some(object) => Some(read_rule(object, &format!("{path}."), depth + 1, faults)),
                    None => {
                        faults.push(fault(&path, "a list of objects"));
                        None
                    }
                };
                rule.alternatives.push(entries.iter().filter_map(&mut read).collect());
            }
            Value::Array(entries) if !entries.is_empty() => {
                let conditions = entries.iter().filter_map(|entry| read_condition(entry, &path, faults)).collect();
                rule.keys.push((key.clone(), Wanted::OneOf(conditions)));
            }
            Value::Object(inner) => {
                let inner = read_rule(inner, &format!("{path}."), depth + 1, faults);
                rule.keys.push((key.clone(), Wanted::Object(inner)));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                faults.push(fault(&path, "a list of values, or an object"));
            }
        }
    }
    rule
}

fn read_condition(entry: &Value, path: &str, faults: &mut Vec<MessageFault>) -> Option<Condition> {
    let found = match entry {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Some(Condition::Exactly(entry.clone())),
        Value::Object(object) if object.len() == 1 => {
            object.iter().next().and_then(|(operator, operand)| read_operator(operator, operand))
        }
        Value::Array(_) | Value::Object(_) => None,
    };
    if found.is_none() {
        faults.push(fault(path, "a list of values and of operators that SNS knows"));
    }
    found
}

fn read_operator(operator: &str, operand: &Value) -> Option<Condition> {
    let text = || operand.as_str().map(str::to_owned);
    match operator {
        "prefix" => text().map(Condition::Prefix),
        "suffix" => text().map(Condition::Suffix),
        "equals-ignore-case" => text().map(Condition::EqualsIgnoreCase),
        "wildcard" => text().map(Condition::Wildcard),
        "exists" => operand.as_bool().map(Condition::Exists),
        "numeric" => read_numeric(operand.as_array()?),
        "cidr" => read_cidr(operand.as_str()?),
        "anything-but" => read_anything_but(operand),
        _ => None,
    }
}

/// Values, or one of the operators on texts.
fn read_anything_but(operand: &Value) -> Option<Condition> {
    let exactly =
        |value: &Value| (value.is_string() || value.is_number()).then(|| vec![Condition::Exactly(value.clone())]);
    let of_text = |operator: &str, value: &Value| match operator {
        "prefix" | "suffix" | "equals-ignore-case" | "wildcard" => read_operator(operator, value),
        _ => None,
    };
    let conditions = match operand {
        Value::Array(values) => values.iter().map(exactly).collect::<Option<Vec<_>>>()?.concat(),
        Value::Object(object) if object.len() == 1 => {
            let (operator, operand) = object.iter().next()?;
            let texts: Vec<Value> = operand.as_array().cloned().unwrap_or_else(|| vec![operand.clone()]);
            texts.iter().map(|text| of_text(operator, text)).collect::<Option<Vec<_>>>()?
        }
        Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => exactly(operand)?,
    };
    (!conditions.is_empty()).then_some(Condition::AnythingBut(conditions))
}

/// One relation, or two that make a range.
fn read_numeric(entries: &[Value]) -> Option<Condition> {
    let relation = |word: &Value| match word.as_str()? {
        "=" => Some(Relation::Equal),
        "<" => Some(Relation::Less),
        "<=" => Some(Relation::LessOrEqual),
        ">" => Some(Relation::Greater),
        ">=" => Some(Relation::GreaterOrEqual),
        _ => None,
    };
    let pairs = entries.chunks(2).map(|pair| match pair {
        [word, bound] => Some((relation(word)?, bound.as_f64()?)),
        _ => None,
    });
    let relations = pairs.collect::<Option<Vec<_>>>()?;
    (1..=2).contains(&relations.len()).then_some(Condition::Numeric(relations))
}

fn read_cidr(text: &str) -> Option<Condition> {
    let (network, bits) = text.split_once('/')?;
    let (network, bits): (IpAddr, u32) = (network.parse().ok()?, bits.parse().ok()?);
    let bits_max = if network.is_ipv4() { 32 } else { 128 };
    (bits <= bits_max).then_some(Condition::Cidr(network, bits))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_an_alarm_publishes_has_no_attributes() {
        for (policy, accepted) in [
            (json!({}), true),
            (json!({ "severity": ["high"] }), false),
            (json!({ "severity": [{ "anything-but": "low" }] }), false),
            (json!({ "severity": [{ "exists": false }] }), true),
            (json!({ "severity": ["high", { "exists": false }] }), true),
        ] {
            let policy = FilterPolicy::new(FilterScope::MessageAttributes, &policy).unwrap();
            assert_eq!(policy.accepts(&json!({ "severity": "high" })), accepted, "{policy:?}");
        }
    }

    #[test]
    fn the_body_is_the_json_message() {
        let message = json!({
            "AlarmName": "signin-console-failure-iam", "NewStateValue": "ALARM", "AlarmDescription": null,
            "AlarmActions": ["a", "b"],
            "Trigger": { "Threshold": 1.0, "Dimensions": [{ "name": "Ip", "value": "203.0.113.7" }] },
        });
        for (policy, accepted) in [
            (json!({ "NewStateValue": ["ALARM", "OK"] }), true),
            (json!({ "NewStateValue": ["alarm"] }), false),
            (json!({ "NewStateValue": [{ "equals-ignore-case": "alarm" }] }), true),
            (json!({ "NewStateValue": [{ "anything-but": ["OK", "INSUFFICIENT_DATA"] }] }), true),
            (json!({ "AlarmName": [{ "prefix": "signin-" }], "NewStateValue": ["OK"] }), false),
            (json!({ "AlarmName": [{ "suffix": "-iam" }] }), true),
            (json!({ "AlarmName": [{ "wildcard": "signin-*-failure-*" }] }), true),
            (json!({ "AlarmName": [{ "anything-but": { "prefix": "signin" } }] }), false),
            (json!({ "AlarmDescription": [null] }), true),
            (json!({ "AlarmActions": ["b"] }), true),
            (json!({ "Trigger": { "Threshold": [1] } }), true),
            (json!({ "Trigger": { "Threshold": [{ "numeric": [">", 0, "<=", 1] }] } }), true),
            (json!({ "Trigger": { "Threshold": [{ "numeric": ["<", 1] }] } }), false),
            (json!({ "Trigger": { "Dimensions": { "value": [{ "cidr": "203.0.113.0/24" }] } } }), true),
            (json!({ "Trigger": { "Dimensions": { "value": [{ "cidr": "203.0.114.0/24" }] } } }), false),
            (json!({ "Trigger": { "Unit": [{ "exists": false }] } }), true),
            (json!({ "$or": [{ "NewStateValue": ["OK"] }, { "AlarmActions": ["a"] }] }), true),
            (json!({ "$or": [{ "NewStateValue": ["OK"] }, { "AlarmActions": ["c"] }] }), false),
        ] {
            let read = FilterPolicy::new(FilterScope::MessageBody, &policy).unwrap();
            assert_eq!(read.accepts(&message), accepted, "{policy}");
        }
    }

    #[test]
    fn what_sns_refuses_is_told_whole() {
        let many: Value = (0..6).map(|key| (key.to_string(), json!(["a"]))).collect::<Map<_, _>>().into();
        let deep = (0..40).fold(json!(["a"]), |inner, _| json!({ "a": inner }));
        for (policy, count) in [
            (json!([]), 1),
            (json!({ "a": "b", "c": [], "d": [{ "e": 1 }] }), 3),
            (json!({ "a": [{ "numeric": ["<"] }, { "cidr": "1.2.3.4/33" }, { "anything-but": [] }] }), 3),
            (many, 1),
            (json!({ "a": (0..151).collect::<Vec<_>>() }), 1),
            (deep, 1),
        ] {
            let faults = FilterPolicy::new(FilterScope::MessageBody, &policy).unwrap_err();
            assert_eq!(faults.len(), count, "{policy}: {faults:?}");
        }
        let nested = FilterPolicy::new(FilterScope::MessageAttributes, &json!({ "a": { "b": ["c"] } }));
        assert_eq!(
            nested.unwrap_err()[0].to_string(),
            "the filter policy is not flat, which it must be for message attributes"
        );
    }
}
