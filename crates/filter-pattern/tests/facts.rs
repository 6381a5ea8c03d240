//! The shared tables of recorded and documented answers, where a run has them, and the table of this repository.

use std::path::Path;

use serde_json::Value;
use signalarm_filter_pattern::{LogEvent, Pattern};

/// How many rows a run has to have judged, so that an emptied table is no success.
const SHARED_MATCHES_MIN: usize = 1_500;
const SHARED_REFUSALS_MIN: usize = 75;
const OWN_ROWS_MIN: usize = 250;

/// How the service's own answers begin, where a row quotes one.
const ANSWERS: &[&str] = &["Invalid ", "Your ", "Failed to ", "Duplicate ", "Multiple ", "If a ", "1 validation "];

#[derive(Default)]
struct Count {
    matches: usize,
    refusals: usize,
}

#[test]
fn every_row_of_the_shared_tables_is_answered_as_the_service_answers() {
    let Some(folder) = signalarm_testkit::facts() else { return };
    let mut count = Count::default();
    for table in ["filter-patterns.json", "filter-patterns-recorded.json"] {
        check(&folder.join("conformance").join(table), &mut count);
    }
    assert!(count.matches >= SHARED_MATCHES_MIN, "{} rows with an answer", count.matches);
    assert!(count.refusals >= SHARED_REFUSALS_MIN, "{} rows with a refusal", count.refusals);
}

#[test]
fn every_row_of_the_own_table_is_answered_as_the_service_answers() {
    let mut count = Count::default();
    check(&signalarm_testkit::root().join("conformance/filter-patterns.json"), &mut count);
    let rows = count.matches + count.refusals;
    assert!(rows >= OWN_ROWS_MIN, "{rows} rows");
}

#[track_caller]
fn check(table: &Path, count: &mut Count) {
    let text = std::fs::read_to_string(table).unwrap();
    let rows: Vec<Value> = serde_json::from_str(&text).unwrap();
    let difference = |row: &Value| judge(row, count).err().map(|answer| format!("{answer}: {row}"));
    let differences: Vec<_> = rows.iter().filter_map(difference).collect();
    assert!(differences.is_empty(), "{}: {}", table.display(), differences.join("\n"));
}

/// Counts a row, or says how the answer to it differs.
fn judge(row: &Value, count: &mut Count) -> Result<(), String> {
    let pattern = Pattern::parse(row["pattern"].as_str().unwrap());
    let Some(expected) = row["matches"].as_bool() else {
        let faults = pattern.err().ok_or("accepted")?;
        let answer = row["error"].as_str().unwrap();
        let quoted = ANSWERS.iter().any(|start| answer.starts_with(start));
        count.refusals += 1;
        let agrees = !quoted || faults[0].refusal().as_deref() == Some(answer);
        return if agrees { Ok(()) } else { Err(format!("{faults:?}")) };
    };
    let pattern = pattern.map_err(|faults| format!("{faults:?}"))?;
    let event = LogEvent::new(row["message"].as_str().unwrap());
    let explanation = pattern.explain(&event);
    count.matches += 1;
    if [pattern.matches(&event), explanation.holds()] != [expected; 2] {
        return Err(explanation.reasons().join(", "));
    }
    let extracted = serde_json::to_value(pattern.extract(&event)).unwrap();
    match row.get("extracted") {
        Some(wanted) if *wanted != extracted => Err(format!("extracted {extracted}")),
        Some(_) | None => Ok(()),
    }
}
