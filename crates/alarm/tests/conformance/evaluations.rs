//! Decisions and their texts.

use serde_json::Value;
use signalarm_alarm::{Evaluation, Slot, State, YoungBreach, decide, evaluate};
use signalarm_time::{Duration, Timestamp};

use crate::rows::{Configured, YOUNG_BREACHES, configured, instant, previous, rows, slots_of_values, state};

#[test]
fn snapshots() {
    let Some(rows) = rows("snapshot") else { return };
    assert!(50 <= rows.len());
    for row in &rows {
        let expected = &row["expected"];
        for (young_breach, previous) in
            YOUNG_BREACHES.into_iter().flat_map(|y| previous(row).into_iter().map(move |p| (y, p)))
        {
            let configured = configured(&row["alarm"], young_breach).unwrap();
            let found = decide(&configured.rule, &slots_of_values(&row["values"]), previous);
            let told = format!("{} from {previous}: {found:?}", row["id"]);
            match expected["state"].as_str().unwrap() {
                "UNDETERMINED" => assert_ne!(found.state, State::Alarm, "{told}"),
                _ => assert_eq!(found.state, state(&expected["state"]), "{told}"),
            }
            if let Some(filled) = expected["filled"].as_u64() {
                assert_eq!(u64::from(found.filled), filled, "{told}");
            }
            assert_eq!(found.kept, expected["retained"].as_bool().unwrap_or(found.kept), "{told}");
            let transition = found.state != previous;
            assert_eq!(transition, expected["transition"].as_bool().unwrap_or(transition), "{told}");
        }
    }
}

#[test]
fn superseded_editions_are_not_implemented() {
    let Some(rows) = rows("superseded") else { return };
    assert!(2 <= rows.len());
    for row in &rows {
        let configured = configured(&row["alarm"], YoungBreach::default()).unwrap();
        for previous in previous(row) {
            let found = decide(&configured.rule, &slots_of_values(&row["values"]), previous);
            assert_ne!(found.state, state(&row["expected"]["stateIsNot"]), "{}", row["id"]);
        }
    }
}

#[test]
fn evaluations() {
    let Some(rows) = rows("evaluation") else { return };
    let (mut ran, mut reasons, mut reason_data) = (0, 0, 0);
    for row in &rows {
        for (young_breach, previous) in
            YOUNG_BREACHES.into_iter().flat_map(|y| previous(row).into_iter().map(move |p| (y, p)))
        {
            let Some(configured) = configured(&row["alarm"], young_breach) else { continue };
            let at = instant(&row["evaluatedAt"]);
            let slots = configured.slots(&row["datapoints"], at);
            check_window(row, &configured, &slots);
            let evaluation = evaluate(&configured.rule, &slots, previous, at);
            let expected = &row["expected"];
            assert_eq!(evaluation.state(), state(&expected["state"]), "{}", row["id"]);
            let transition = evaluation.state() != previous;
            assert_eq!(transition, expected["transition"].as_bool().unwrap_or(transition), "{}", row["id"]);
            if let Some(reason) = expected["reason"].as_str() {
                assert_eq!(evaluation.reason().as_deref(), Some(reason), "{}", row["id"]);
                reasons += 1;
            }
            if let (Some(expected), false) = (expected.get("reasonData"), configured.is_math) {
                check_reason_data(row, expected, &configured, &evaluation);
                reason_data += 1;
            }
            ran += 1;
        }
    }
    assert!(96 <= ran && 60 <= reasons && 18 <= reason_data, "{ran} evaluations, {reasons} and {reason_data} texts");
}

fn check_window(row: &Value, configured: &Configured, slots: &[Slot]) {
    let expected = &row["expected"];
    let period = Duration::from_secs(configured.period_seconds);
    let (oldest, newest) = (slots[0].start, slots[slots.len() - 1].start);
    for (key, found) in [("end", newest + period), ("oldestSlot", oldest), ("newestSlot", newest)] {
        if let Some(expected) = expected["window"].get(key) {
            assert_eq!(found, instant(expected), "{} {key}", row["id"]);
        }
    }
    if let Some(range) = expected["window"]["evaluationRange"].as_u64() {
        assert_eq!(slots.len() as u64, range, "{}", row["id"]);
    }
    if let Some(values) = expected["values"].as_array() {
        let found: Vec<Option<f64>> = slots.iter().map(|slot| slot.value).collect();
        assert_eq!(found, values.iter().map(Value::as_f64).collect::<Vec<_>>(), "{}", row["id"]);
    }
}

/// As text, since the order of keys counts. Units are of a later issue, a period of 10 s stands as a minute, and rows
/// may be silent about the date of the query.
fn check_reason_data(row: &Value, expected: &Value, configured: &Configured, evaluation: &Evaluation<'_>) {
    let mut expected = expected.as_object().unwrap().clone();
    expected.shift_remove("unit");
    expected.insert("period".to_owned(), configured.rule.settings().period.seconds().into());
    let mut found = evaluation.reason_data().as_object().unwrap().clone();
    let query_date = found["queryDate"].clone();
    assert_eq!(query_date, instant(&row["evaluatedAt"]).message_form().to_string());
    if !expected.contains_key("queryDate") {
        found.shift_remove("queryDate");
    }
    let text = |object| Value::Object(object).to_string();
    assert_eq!(text(found), text(expected), "{}", row["id"]);
}

#[test]
fn reason_texts() {
    let Some(rows) = rows("reason-text") else { return };
    let mut ran = 0;
    for row in &rows {
        let Some(configured) = configured(&row["alarm"], YoungBreach::default()) else { continue };
        let listed = row["deciding"].as_array().unwrap();
        let mut slots: Vec<Slot> = listed
            .iter()
            .map(|slot| Slot { start: instant(&slot["start"]), value: slot["value"].as_f64(), sample_count: 1.0 })
            .collect();
        let unlisted = row["decidingCount"].as_u64().unwrap() as usize - slots.len();
        let older = |back| Slot { start: slots[0].start - Duration::MINUTE * back, ..slots[0] };
        let older: Vec<Slot> = (1..=unlisted as u32).rev().map(older).collect();
        slots.splice(0..0, older);
        let evaluation = evaluate(&configured.rule, &slots, State::Ok, Timestamp::MAX);
        assert_eq!(evaluation.reason().as_deref(), row["expected"]["reason"].as_str(), "{}", row["id"]);
        ran += 1;
    }
    assert!(1 <= ran);
}

#[test]
fn reason_suffixes() {
    let Some(rows) = rows("reason-suffix") else { return };
    assert!(11 <= rows.len());
    for row in &rows {
        let configured = configured(&row["alarm"], YoungBreach::default()).unwrap();
        let periods = configured.rule.settings().evaluation_periods as usize;
        for (value, key) in [(1.0, "alarmSuffix"), (0.0, "okSuffix")] {
            let slot = Slot { start: Timestamp::MIN, value: Some(value), sample_count: 1.0 };
            let slots = vec![slot; periods];
            let reason = evaluate(&configured.rule, &slots, State::InsufficientData, Timestamp::MIN).reason().unwrap();
            let suffix = row["expected"][key].as_str().unwrap();
            assert!(reason.ends_with(&format!(" {suffix}.")), "{}: {reason}", row["id"]);
        }
    }
}
