//! Alarms evaluated again and again.

use serde_json::Value;
use signalarm_alarm::{Slot, State, evaluate};
use signalarm_metric::Series;
use signalarm_time::{Duration, Timestamp};

use crate::rows::{Configured, YOUNG_BREACHES, configured, instant, rows, state};

#[test]
fn timelines() {
    let Some(rows) = rows("timeline") else { return };
    assert!(!rows.is_empty());
    for (row, young_breach) in rows.iter().flat_map(|row| YOUNG_BREACHES.map(|young_breach| (row, young_breach))) {
        let configured = configured(&row["alarm"], young_breach).unwrap();
        let mut present = state(&row["previousState"]);
        for expected in row["expected"]["states"].as_array().unwrap() {
            let at = instant(&expected["evaluatedAt"]);
            let slots = configured.slots(&row["datapoints"], at);
            present = evaluate(&configured.rule, &slots, present, at).state();
            assert_eq!(present, state(&expected["state"]), "{} at {at}", row["id"]);
        }
    }
}

#[test]
fn chains() {
    let Some(rows) = rows("chain") else { return };
    assert!(14 <= rows.len());
    for (row, young_breach) in rows.iter().flat_map(|row| YOUNG_BREACHES.map(|young_breach| (row, young_breach))) {
        let configured = configured(&row["alarm"], young_breach).unwrap();
        let expected = &row["expected"];
        let range = expected["evaluationRange"].as_u64().unwrap();
        assert_eq!(u64::from(configured.rule.evaluation_range()), range, "{}", row["id"]);
        let found = transitions(row, &configured);
        let transitions = expected["transitions"].as_array().unwrap();
        assert_eq!(found.len(), transitions.len(), "{}: {found:#?}", row["id"]);
        for (found, expected) in found.iter().zip(transitions) {
            // A member that is absent is not compared.
            let compared = expected.as_object().unwrap().iter();
            compared.for_each(|(key, value)| assert_eq!(found[key], *value, "{} {key}", row["id"]));
        }
    }
}

/// The transitions of a row's alarm, as the row writes them.
fn transitions(row: &Value, configured: &Configured) -> Vec<Value> {
    let mut series = Series::new();
    for minute in row["minutes"].as_array().unwrap() {
        let samples = minute["samples"].as_array().unwrap().iter().filter_map(Value::as_f64);
        samples.for_each(|sample| series.add(instant(&minute["start"]), sample));
    }
    let offset = Duration::from_millis((row["offset"].as_f64().unwrap() * 1_000.0) as u64);
    let (mut minute, last): (Timestamp, Timestamp) = (instant(&row["from"]), instant(&row["to"]));
    let mut present: State = state(&row["initialState"]);
    let mut transitions = Vec::new();
    while minute <= last {
        let at = minute + offset;
        let slots: Vec<Slot> = configured.rule.slots(&series, at).collect();
        let evaluation = evaluate(&configured.rule, &slots, present, at);
        let to = evaluation.state();
        if to != present {
            transitions.push(serde_json::json!({
                "at": at.to_string(),
                "from": present.to_string(),
                "to": to.to_string(),
                "newestSlot": slots.last().unwrap().start.to_string(),
                "notify": row["notifyOn"].as_array().unwrap().contains(&to.to_string().into()),
                "reason": evaluation.reason(),
            }));
            present = to;
        }
        minute = minute + Duration::MINUTE;
    }
    transitions
}
