//! The tables of AWS's documented and recorded behaviour, row by row.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use signalarm_notification::conformance::{KINDS, Verdict, run};

fn table(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// Runs all rows that are not told in prose, and tells of each that does not agree.
fn check(rows: &[Value], at_least: usize) {
    let mechanical: Vec<&Value> = rows.iter().filter(|row| row["kind"] != "observation").collect();
    let told = |row: &&Value| match run(row) {
        Verdict::Agrees => None,
        other => Some(format!("{}: {other:?}", row["id"])),
    };
    let disagreeing: Vec<String> = mechanical.iter().filter_map(told).collect();
    assert!(disagreeing.is_empty(), "{disagreeing:#?}");
    assert!(at_least <= mechanical.len(), "only {} rows", mechanical.len());
}

#[test]
fn the_shared_table_agrees() {
    let Some(facts) = signalarm_testkit::facts() else { return };
    check(&table(&facts.join("conformance/notifications.json")), 45);
}

#[test]
fn our_own_table_agrees() {
    check(&table(&signalarm_testkit::root().join("conformance/notifications.json")), 60);
}

#[test]
fn our_own_table_has_the_form_of_the_shared_one() {
    let Some(facts) = signalarm_testkit::facts() else { return };
    let read = |path: &Path| -> Value { serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap() };
    let schema = read(&facts.join("conformance/notifications.schema.json"));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let rows = read(&signalarm_testkit::root().join("conformance/notifications.json"));
    for row in rows.as_array().unwrap() {
        let faults: Vec<String> = validator.iter_errors(&json!([row])).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{}: {faults:#?}", row["id"]);
    }
}

#[test]
fn rows_of_our_own_table_have_names_of_their_own() {
    let rows = table(&signalarm_testkit::root().join("conformance/notifications.json"));
    let ids: BTreeSet<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(ids.len(), rows.len());
    let kinds: BTreeSet<&str> = rows.iter().filter_map(|row| row["kind"].as_str()).collect();
    assert!(KINDS.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
}

/// A runner that always agrees proves nothing: a row with anything changed in it does not agree.
#[test]
fn a_changed_row_does_not_agree() {
    let rows = table(&signalarm_testkit::root().join("conformance/notifications.json"));
    for row in rows.iter().filter(|row| row["kind"] != "observation") {
        let mut places = Vec::new();
        expected_texts(&row["expected"], "/expected", &mut places);
        for place in &places {
            let mut changed = row.clone();
            let text = changed.pointer_mut(place).unwrap();
            *text = format!("{}!", text.as_str().unwrap()).into();
            assert_ne!(run(&changed), Verdict::Agrees, "{} with another {place}", row["id"]);
        }
        assert!(!places.is_empty() || row["kind"] == "message", "{} expects nothing", row["id"]);
    }
}

/// Whatever stands in the place of whatever: a verdict.
#[test]
fn no_row_makes_the_runner_panic() {
    let rows = table(&signalarm_testkit::root().join("conformance/notifications.json"));
    let strange = [json!(null), json!(-1), json!(1e300), json!(""), json!("<>"), json!([]), json!([{}]), json!({})];
    for row in &rows {
        let mut places = Vec::new();
        all_places(row, "", &mut places);
        for place in &places {
            for value in &strange {
                let mut changed = row.clone();
                *changed.pointer_mut(place).unwrap() = value.clone();
                let _: Verdict = run(&changed);
            }
        }
    }
}

fn all_places(value: &Value, place: &str, places: &mut Vec<String>) {
    places.push(place.to_owned());
    match value {
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(i, entry)| all_places(entry, &format!("{place}/{i}"), places));
        }
        Value::Object(members) => {
            members.iter().for_each(|(key, entry)| all_places(entry, &format!("{place}/{key}"), places));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The places of all texts that are compared, masks aside.
fn expected_texts(value: &Value, place: &str, places: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.starts_with('<') => places.push(place.to_owned()),
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(i, entry)| expected_texts(entry, &format!("{place}/{i}"), places));
        }
        Value::Object(members) => {
            members.iter().for_each(|(key, entry)| expected_texts(entry, &format!("{place}/{key}"), places));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn what_is_not_known_is_not_understood() {
    for row in [
        json!(null),
        json!([]),
        json!({ "kind": "weather" }),
        json!({ "kind": "observation", "told": "…" }),
        json!({ "kind": "subject", "alarmName": "a", "state": "FINE", "region": "eu-west-1", "expected": {} }),
        json!({ "kind": "subject", "alarmName": "a", "state": "OK", "region": "eu-west-1",
            "expected": { "subject": "OK: \"a\" in EU (Ireland)", "fax": "a" } }),
        json!({ "kind": "message", "type": "log", "complete": true, "message": {}, "expected": {} }),
        json!({ "kind": "message", "type": "metric", "complete": true, "message": {}, "expected": {} }),
        json!({ "kind": "schema", "of": "letter", "edition": "2026", "expected": { "fields": [] } }),
        json!({ "kind": "schema", "of": "metric-message", "edition": "spring", "expected": { "fields": [] } }),
        json!({ "kind": "schema", "of": "metric-message", "edition": "2026", "expected": { "pages": [] } }),
        json!({ "kind": "history", "alarmName": "a", "change": { "type": "rename" }, "expected": {} }),
        json!({ "kind": "eventbridge", "account": "1", "region": "r", "alarm": {}, "change": {}, "expected": {} }),
        json!({ "kind": "region", "code": 1, "expected": {} }),
    ] {
        assert!(matches!(run(&row), Verdict::NotUnderstood(_)), "{row}: {:?}", run(&row));
    }
}
