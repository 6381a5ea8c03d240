//! Rows about the order of keys: the keys of documents that have every field.

use std::str::FromStr;
use std::sync::Arc;

use serde_json::Value;
use signalarm_alarm::State;
use signalarm_metric::MetricId;
use signalarm_time::Timestamp;

use super::request::{specimen, specimen_comparison};
use super::{Disagreement, known_members, not_understood, text};
use crate::{
    Asked, Bound, Comparator, Comparison, CompositeRule, Edition, Envelope, Message, Published, Query, TriggeringChild,
    Watched,
};

/// The kinds of alarms that messages tell apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Metric,
    Math,
    Anomaly,
    Composite,
}

impl Kind {
    /// The kind of an alarm, by what it watches.
    pub(super) fn of(watched: &Watched) -> Self {
        match watched {
            Watched::Metric(..) => Self::Metric,
            Watched::Queries(_, Comparison { bound: Bound::Threshold(_), .. }) => Self::Math,
            Watched::Queries(_, Comparison { bound: Bound::Band(_), .. }) => Self::Anomaly,
            Watched::Alarms(_) => Self::Composite,
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "metric" => Ok(Self::Metric),
            "math" => Ok(Self::Math),
            "anomaly" => Ok(Self::Anomaly),
            "composite" => Ok(Self::Composite),
            other => Err(format!("an alarm of type {other}")),
        }
    }
}

/// The order of keys in a document.
pub(super) fn run(row: &Value) -> Result<(), Disagreement> {
    let expected = known_members(row, "expected", &PARTS)?;
    let document = document(row)?;
    for (part, keys) in expected.as_object().into_iter().flatten() {
        let found: Vec<&str> = keys_of(part_of(&document, part)).collect();
        let told: Vec<&str> = keys.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if found != told {
            return Err(Disagreement::Differs(format!("the keys of {part} are {found:?}, expected {told:?}")));
        }
    }
    Ok(())
}

/// The parts of a document whose keys a row may list.
const PARTS: [&str; 10] = [
    "fields",
    "trigger",
    "metricStatEntry",
    "metricStat",
    "metric",
    "expressionEntry",
    "child",
    "childState",
    "lambda",
    "httpAndSqs",
];

fn part_of<'d>(document: &'d Value, part: &str) -> &'d Value {
    let entry = |key: &str| {
        let entries = document["Trigger"]["Metrics"].as_array();
        entries.and_then(|entries| entries.iter().find(|entry| entry.get(key).is_some())).unwrap_or(&Value::Null)
    };
    match part {
        "fields" => document,
        "trigger" => &document["Trigger"],
        "metricStatEntry" => entry("MetricStat"),
        "metricStat" => &entry("MetricStat")["MetricStat"],
        "metric" => &entry("MetricStat")["MetricStat"]["Metric"],
        "expressionEntry" => entry("Expression"),
        "child" => &document["TriggeringChildren"][0],
        "childState" => &document["TriggeringChildren"][0]["State"],
        "lambda" => &document["lambda"],
        _ => &document["httpAndSqs"],
    }
}

fn keys_of(object: &Value) -> impl Iterator<Item = &str> {
    object.as_object().into_iter().flat_map(|object| object.keys().map(String::as_str))
}

fn document(row: &Value) -> Result<Value, Disagreement> {
    let of = text(row, "of")?;
    let kind = match of {
        "publish" => return Ok(specimen().publication()),
        "sns-envelope" => return envelopes(),
        of => of.strip_suffix("-message").unwrap_or_default().parse::<Kind>(),
    };
    let kind = kind.map_err(|_| not_understood(format!("the document {of}")))?;
    Ok(specimen_of(kind).to_json(edition(text(row, "edition")?)?))
}

/// The edition of years such as `2026`, `2022-2025`, `until-2021`: that of the last year.
fn edition(years: &str) -> Result<Edition, Disagreement> {
    let named = years.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == "2026".len());
    let last = named.filter_map(|digits| digits.parse().ok()).next_back();
    last.map(Edition::of_year).ok_or_else(|| not_understood(format!("the edition {years}")))
}

/// A message of each kind of alarm that has every field.
pub(super) fn specimen_of(kind: Kind) -> Message {
    let mut message = specimen();
    Arc::make_mut(&mut message.alarm).watched = match kind {
        Kind::Metric => return message,
        Kind::Math => Watched::Queries(queries(), specimen_comparison()),
        Kind::Anomaly => {
            let bound = Bound::Band("e1".to_owned());
            let comparator = Comparator::OutsideBand;
            Watched::Queries(queries(), Comparison { bound, comparator, ..specimen_comparison() })
        }
        Kind::Composite => {
            let arn = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:child".to_owned();
            message.triggering_children = vec![TriggeringChild { arn, state: State::Alarm, at: Timestamp::MIN }];
            Watched::Alarms(CompositeRule { rule: "ALARM(child)".to_owned(), suppressor: None })
        }
    };
    message
}

fn queries() -> Vec<Query> {
    let metric = MetricId::new("Namespace".to_owned(), "Metric".to_owned(), Vec::new());
    let (statistic, unit) = ("Sum".to_owned(), Some("None".to_owned()));
    let (label, account) = (Some("label".to_owned()), Some("111122223333".to_owned()));
    vec![
        Query {
            id: "m1".to_owned(),
            label: label.clone(),
            return_data: false,
            account,
            asked: Asked::Metric { metric, period_seconds: 60, statistic, unit },
        },
        Query {
            id: "e1".to_owned(),
            label,
            return_data: true,
            account: None,
            asked: Asked::Expression { expression: "m1 + 0".to_owned(), period_seconds: Some(60) },
        },
    ]
}

fn envelopes() -> Result<Value, Disagreement> {
    let topic = "arn:aws:sns:us-east-1:111122223333:topic".parse().map_err(|_| not_understood("the topic"))?;
    let subscription =
        "arn:aws:sns:us-east-1:111122223333:topic:1".parse().map_err(|_| not_understood("the subscription"))?;
    let envelope = Envelope {
        message_id: "id",
        topic: &topic,
        subscription: &subscription,
        message: Published::Alarm(&specimen()),
        at: Timestamp::MIN,
        signature: "signature",
        signing_certificate_url: "url",
    };
    let lambda = envelope.for_lambda()["Records"][0]["Sns"].clone();
    Ok(serde_json::json!({ "lambda": lambda, "httpAndSqs": envelope.for_http_and_queues() }))
}
