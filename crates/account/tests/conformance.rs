//! The account against the tables of AWS's documented and recorded behaviour of its API.

use serde_json::{Value, json};
use signalarm_account::conformance::{KIND, Verdict, run};

/// With fewer rows the test looks past the table.
const ROWS_MIN: usize = 54;

fn shared_rows() -> Option<Vec<Value>> {
    let table = std::fs::read_to_string(signalarm_testkit::facts()?.join("conformance/alarms.json")).unwrap();
    let table: Vec<Value> = serde_json::from_str(&table).unwrap();
    Some(table.into_iter().filter(|row| row["kind"] == KIND).collect())
}

#[test]
fn every_row_agrees() {
    let Some(rows) = shared_rows() else { return };
    assert!(ROWS_MIN <= rows.len());
    let verdicts = rows.iter().map(|row| (row["id"].to_string(), run(row)));
    let others: Vec<_> = verdicts.filter(|(_, verdict)| *verdict != Verdict::Agrees).collect();
    assert!(others.is_empty(), "{others:#?}");
}

/// Every member that a row expects is compared: with another value the row differs, or is not understood.
#[test]
fn a_row_that_expects_something_else_does_not_agree() {
    for row in shared_rows().unwrap_or_default().into_iter().chain([own_row()]) {
        for (member, expected) in row["expected"].as_object().unwrap() {
            if expected.as_array().is_some_and(Vec::is_empty) {
                continue;
            }
            for wrong in [Value::Null, json!([{ "strange": 1 }]), json!(["strange"]), json!([])] {
                let mut spoilt = row.clone();
                spoilt["expected"][member] = wrong.clone();
                // With fewer alarms that must, or must not, be there less is asked for; and there is no alarm “strange”.
                let asks_for_less = match member.as_str() {
                    "alarms" => wrong == json!([]),
                    "noAlarms" => wrong == json!([]) || wrong == json!(["strange"]),
                    _ => false,
                };
                if !asks_for_less {
                    assert_ne!(run(&spoilt), Verdict::Agrees, "{}: {member} {wrong}", row["id"]);
                }
            }
        }
    }
}

/// With any value in the place of any other, a row gets a verdict.
#[test]
fn no_row_makes_it_panic() {
    let mut pointers = Vec::new();
    collect(&own_row(), String::new(), &mut pointers);
    assert!(60 < pointers.len());
    let strange =
        [Value::Null, json!(-7e300), json!(i64::MAX), json!("x\u{0}é"), json!([[]]), json!({ "x": {} }), json!(true)];
    for pointer in &pointers {
        for value in &strange {
            let mut row = own_row();
            *row.pointer_mut(pointer).unwrap() = value.clone();
            drop(run(&row));
        }
    }
}

fn collect(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for (key, child) in children {
        collect(child, format!("{pointer}/{key}"), pointers);
    }
    pointers.push(pointer);
}

/// A row with every member that rows may have. The refusals are recorded answers and the API Reference, the text of the
/// failed action is the SNS Developer Guide's.
fn own_row() -> Value {
    let topic = "arn:aws:sns:us-east-1:111122223333:alarm";
    json!({
        "id": "own", "kind": "api", "summary": "", "source": "test", "confidence": "inferred", "note": "",
        "given": { "topics": [{ "arn": topic, "publish": "no-key" }] },
        "steps": [
            { "at": "2026-11-23T10:00:00Z", "call": "PutMetricAlarm", "params": {
                "AlarmName": "a", "Namespace": "N", "MetricName": "m", "Statistic": "Sum", "Period": 10,
                "EvaluationPeriods": 1, "Threshold": 5.0, "ComparisonOperator": "GreaterThanOrEqualToThreshold",
                "Dimensions": [{ "Name": "d", "Value": "v" }], "AlarmActions": [topic],
                "Tags": [{ "Key": "k", "Value": "v" }],
            } },
            { "at": "2026-11-23T10:00:05Z", "data": {
                "namespace": "N", "metricName": "m", "dimensions": [{ "Name": "d", "Value": "v" }], "unit": "Count",
                "values": [2.0, 3.0],
            } },
            { "at": "2026-11-23T10:00:21Z", "evaluate": "a" },
            { "at": "2026-11-23T10:00:30Z", "call": "SetAlarmState", "params": {
                "AlarmName": "a", "StateValue": "GREEN", "StateReason": "r",
            } },
            { "at": "2026-11-23T10:00:40Z", "call": "DescribeAlarmsForMetric", "params": {
                "Namespace": "N", "MetricName": "m", "Dimensions": [{ "Name": "d", "Value": "v" }],
            } },
        ],
        "expected": {
            "answers": [
                { "ok": true },
                { "ok": false, "code": "ValidationError", "http": 400, "messageContains": "'GREEN' at 'stateValue'" },
                { "ok": true, "result": { "MetricAlarms": [{ "AlarmName": "a", "StateValue": "ALARM" }] } },
            ],
            "alarms": [{ "AlarmName": "a", "Unit": null, "StateUpdatedTimestamp": "2026-11-23T10:00:21.000Z" }],
            "noAlarms": ["b"],
            "transitions": [
                { "at": "2026-11-23T10:00:21Z", "alarm": "a", "from": "INSUFFICIENT_DATA", "to": "ALARM" },
            ],
            "actions": [{
                "at": "2026-11-23T10:00:21Z", "alarm": "a", "state": "ALARM", "resource": topic, "succeeded": false,
            }],
            "history": { "types": ["StateUpdate", "Action"], "items": [
                { "alarm": "a", "type": "StateUpdate", "summary": "Alarm updated from INSUFFICIENT_DATA to ALARM" },
                { "alarm": "a", "type": "Action",
                    "error": "CloudWatch Alarms does not have authorization to access the SNS topic encryption key." },
            ] },
            "events": [{ "at": "2026-11-23T10:00:21Z", "alarm": "a", "state": "ALARM" }],
        },
    })
}

#[test]
fn our_own_row_agrees_and_strange_ones_are_not_understood() {
    assert_eq!(run(&own_row()), Verdict::Agrees);
    for (pointer, value, why) in [
        ("/kind", json!("mute"), "kind mute"),
        ("/steps/0/call", json!("PutDashboard"), "the call PutDashboard"),
        ("/steps/0/params", json!({ "AlarmName": "a", "Dance": 1 }), "member Dance"),
        ("/steps/2/evaluate", json!("b"), "there is no metric alarm b"),
        ("/steps/4/at", json!("2026-11-23T09:00:00Z"), "a step at 2026-11-23T09:00:00Z, behind the one before"),
        ("/expected/alarms/0", json!({ "AlarmName": "a", "Dance": null }), "member Dance"),
        ("/expected/answers/2/result", json!({ "Dance": null }), "member Dance"),
    ] {
        let mut row = own_row();
        *row.pointer_mut(pointer).unwrap() = value;
        assert_eq!(run(&row), Verdict::NotUnderstood(why.to_owned()));
    }
}
