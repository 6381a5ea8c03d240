//! The shared tables of recorded and documented answers, where a run has them.

use serde_json::Value;
use signalarm_filter_pattern::{FaultKind, LogEvent, Pattern};

/// How many rows a run has to have judged, so that an emptied table is no success.
const MATCH_ROWS_MIN: usize = 950;
const REFUSAL_ROWS_MIN: usize = 40;
const UNSUPPORTED_ROWS_MIN: usize = 350;

/// How the service's own answers begin, where a row quotes one.
const ANSWERS: &[&str] = &["Invalid ", "Your filter pattern "];

#[derive(Default)]
struct Count {
    matches: usize,
    refusals: usize,
    unsupported: usize,
}

#[test]
fn every_row_of_the_shared_tables_is_answered_as_the_service_answers() {
    let Some(folder) = signalarm_testkit::facts() else { return };
    let mut count = Count::default();
    let mut differences = Vec::new();
    for table in ["filter-patterns.json", "filter-patterns-recorded.json"] {
        let text = std::fs::read_to_string(folder.join("conformance").join(table)).unwrap();
        for row in serde_json::from_str::<Vec<Value>>(&text).unwrap() {
            differences.extend(judge(&row, &mut count).err().map(|answer| format!("{answer}: {row}")));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(count.matches >= MATCH_ROWS_MIN, "{} rows with an answer", count.matches);
    assert!(count.refusals >= REFUSAL_ROWS_MIN, "{} rows with a refusal", count.refusals);
    assert!(count.unsupported >= UNSUPPORTED_ROWS_MIN, "{} rows of other kinds", count.unsupported);
}

/// Counts a row, or says how the answer to it differs.
fn judge(row: &Value, count: &mut Count) -> Result<(), String> {
    let text = row["pattern"].as_str().unwrap();
    let pattern = Pattern::parse(text);
    if is_unsupported(text) {
        let faults = pattern.err().ok_or("accepted")?;
        let by_name = faults.iter().any(|fault| matches!(fault.kind, FaultKind::NotSupportedYet(_)));
        count.unsupported += 1;
        return if by_name { Ok(()) } else { Err(format!("{faults:?}")) };
    }
    let Some(expected) = row["matches"].as_bool() else {
        let faults = pattern.err().ok_or("accepted")?;
        let answer = row["error"].as_str().unwrap();
        let quoted = ANSWERS.iter().any(|start| answer.starts_with(start));
        count.refusals += 1;
        return if !quoted || faults[0].refusal().as_deref() == Some(answer) {
            Ok(())
        } else {
            Err(format!("{faults:?}"))
        };
    };
    let pattern = pattern.map_err(|faults| format!("{faults:?}"))?;
    let event = LogEvent::new(row["message"].as_str().unwrap());
    let explanation = pattern.explain(&event);
    count.matches += 1;
    if [pattern.matches(&event), explanation.holds()] == [expected; 2] {
        Ok(())
    } else {
        Err(explanation.reasons().join(", "))
    }
}

/// Whether a pattern is of another kind than JSON, or compares with a regular expression.
fn is_unsupported(pattern: &str) -> bool {
    let text = pattern.trim_start();
    !text.is_empty() && (!text.starts_with('{') || text.contains("= %") || text.contains("=%"))
}
