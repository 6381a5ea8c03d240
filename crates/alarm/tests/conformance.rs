//! Alarms against the tables of AWS's documented and recorded behaviour, and our own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rstest::rstest;
use serde_json::{Value, json};
use signalarm_alarm::conformance::{Verdict, run};

/// How many rows of each kind there are at least: with fewer the test looks past the table.
const ROWS_MIN: [(&str, usize); 17] = [
    ("cadence", 2),
    ("chain", 12),
    ("composite", 20),
    ("composite-run", 2),
    ("evaluation", 20),
    ("low-samples", 4),
    ("metric-filter", 9),
    ("mute", 4),
    ("range", 5),
    ("reason-suffix", 5),
    ("reason-text", 2),
    ("snapshot", 20),
    ("superseded", 2),
    ("suppressed-reason", 1),
    ("suppressor", 3),
    ("timeline", 1),
    ("window", 8),
];

#[rstest]
#[case::facts(signalarm_testkit::facts().map(|facts| facts.join("conformance/alarms.json")))]
#[case::own(Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/alarms.json")))]
fn every_row_agrees(#[case] table: Option<PathBuf>) {
    let Some(table) = table else { return };
    let table: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(table).unwrap()).unwrap();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut others = Vec::new();
    for row in table.iter().filter(|row| row["kind"] != "api" && row["kind"] != "observation") {
        *counts.entry(row["kind"].as_str().unwrap()).or_default() += 1;
        match run(row) {
            Verdict::Agrees => {}
            verdict @ (Verdict::Differs(_) | Verdict::NotUnderstood(_)) => others.push((&row["id"], verdict)),
        }
    }
    assert!(others.is_empty(), "{others:#?}");
    for (kind, least) in ROWS_MIN {
        assert!(counts.get(kind).is_some_and(|count| least <= *count), "{kind}: {counts:?}");
    }
}

/// Every member that a row expects is compared: with another value the row differs, or is not understood.
#[rstest]
#[case::facts(signalarm_testkit::facts().map(|facts| facts.join("conformance/alarms.json")))]
#[case::own(Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/alarms.json")))]
fn a_row_that_expects_something_else_does_not_agree(#[case] table: Option<PathBuf>) {
    let Some(table) = table else { return };
    let table: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(table).unwrap()).unwrap();
    for row in table.iter().filter(|row| row["kind"] != "api" && row["kind"] != "observation") {
        for member in row["expected"].as_object().unwrap().keys() {
            let mut wrong = row.clone();
            spoil(&mut wrong["expected"][member]);
            // A bound or an old state is spoilt in its own ways.
            if wrong == *row || matches!(member.as_str(), "toleranceMs" | "atLeast" | "stateIsNot") {
                continue;
            }
            assert_ne!(run(&wrong), Verdict::Agrees, "{}: {member}", row["id"]);
        }
    }
}

/// Makes something else of a value.
fn spoil(value: &mut Value) {
    *value = match value {
        Value::Null => json!(1),
        Value::Bool(truth) => json!(!*truth),
        Value::Number(number) => json!(number.as_f64().unwrap() as i64 + 1),
        Value::String(text) if text == "OK" => json!("ALARM"),
        Value::String(text) if text == "UNDETERMINED" => json!("ALARM"),
        Value::String(text) if text == "ALARM" => json!("OK"),
        Value::String(text) if text == "INSUFFICIENT_DATA" => json!("ALARM"),
        Value::String(text) => json!(format!("{text}.")),
        Value::Array(items) => match items.last_mut() {
            Some(last) => {
                spoil(last);
                Value::Array(std::mem::take(items))
            }
            None => json!([{}]),
        },
        Value::Object(members) => {
            members.values_mut().for_each(spoil);
            Value::Object(std::mem::take(members))
        }
    };
}

/// The rows in prose, each with the test that says the same, or with the reason why none does.
const OBSERVATIONS: [(&str, &str); 5] = [
    ("create-promql-initial-state", "alarms on PromQL are not modelled"),
    ("warm-up-example", "warm_up: a_warm_up_ends_with_enough_data_or_with_its_time"),
    ("mf-unit-change", "signalarm_metric, series: samples_are_folded_for_each_unit_apart"),
    ("ct-delivery-latency-105s", "trails are not in this crate: one measured latency, no rule"),
    ("ct-stream-suffix", "log streams are not modelled"),
];

#[test]
fn every_observation_has_a_test_or_a_reason() {
    let Some(facts) = signalarm_testkit::facts() else { return };
    let table = std::fs::read_to_string(facts.join("conformance/alarms.json")).unwrap();
    let table: Vec<Value> = serde_json::from_str(&table).unwrap();
    for row in table.iter().filter(|row| row["kind"] == "observation") {
        assert!(OBSERVATIONS.iter().any(|(id, _)| row["id"] == *id), "{}", row["id"]);
    }
}

#[test]
fn strange_rows_are_not_understood() {
    for strange in [
        json!(null),
        json!([]),
        json!("row"),
        json!({}),
        json!({ "kind": 7 }),
        json!({ "kind": "song" }),
        json!({ "kind": "snapshot" }),
        json!({ "kind": "snapshot", "mood": "good" }),
        json!({ "kind": "chain", "alarm": { "period": 60, "evaluationPeriods": 1 }, "expected": {} }),
        json!({ "kind": "window", "alarm": { "evaluationPeriods": 0 }, "expected": {} }),
        json!({ "kind": "window", "alarm": { "period": 61, "evaluationPeriods": 1 }, "expected": {} }),
        json!({ "kind": "window", "alarm": { "evaluationPeriods": 1, "statistic": "Sum", "expression": "e" } }),
        json!({ "kind": "reason-text", "alarm": { "evaluationPeriods": 1 }, "state": "ALARM", "deciding": [],
                "decidingCount": 4_000_000_000_u32, "filled": 4_000_000_000_u32, "expected": { "reason": "" } }),
        json!({ "kind": "mute", "initialState": "OK", "notifyOn": [], "action": "", "mutes": [],
                "events": [{ "t": 1, "mute": 7, "endsAt": 1 }], "expected": { "actionsAt": [] } }),
        json!({ "kind": "cadence", "everySeconds": 60, "evaluations": [], "expected": { "toleranceMs": 1 } }),
    ] {
        assert!(matches!(run(&strange), Verdict::NotUnderstood(_)), "{strange}: {:?}", run(&strange));
    }
}
