//! The shared tables of recorded and documented answers, where a run has them.

use serde_json::Value;
use signalarm_filter_pattern::{FaultKind, LogEvent, Pattern};

/// The rows that a run has to have judged, so that an emptied table is no success.
const JUDGED_ROWS_MIN: usize = 1000;
const UNSUPPORTED_ROWS_MIN: usize = 300;

/// What came of one row.
enum Outcome {
    Judged,
    Unsupported,
    Differs(String),
}

#[test]
fn every_row_of_the_shared_tables_is_answered_as_the_service_answers() {
    let Some(folder) = signalarm_testkit::facts() else { return };
    let (mut judged, mut unsupported, mut differences) = (0, 0, Vec::new());
    for table in ["filter-patterns.json", "filter-patterns-recorded.json"] {
        let text = std::fs::read_to_string(folder.join("conformance").join(table)).unwrap();
        for row in serde_json::from_str::<Vec<Value>>(&text).unwrap() {
            match outcome(&row) {
                Outcome::Judged => judged += 1,
                Outcome::Unsupported => unsupported += 1,
                Outcome::Differs(answer) => differences.push(format!("{answer}: {row}")),
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(judged >= JUDGED_ROWS_MIN, "{judged} rows judged");
    assert!(unsupported >= UNSUPPORTED_ROWS_MIN, "{unsupported} rows of kinds that are not supported yet");
}

fn outcome(row: &Value) -> Outcome {
    let text = row["pattern"].as_str().unwrap();
    let pattern = Pattern::parse(text);
    let Some(expected) = row["matches"].as_bool() else {
        return match pattern {
            Ok(_) => Outcome::Differs("accepted".to_owned()),
            Err(_) => Outcome::Judged,
        };
    };
    match pattern {
        Err(faults) if is_unsupported(text) => {
            match faults.iter().all(|fault| matches!(fault.kind, FaultKind::NotSupportedYet(_))) {
                true => Outcome::Unsupported,
                false => Outcome::Differs(format!("refused with {faults:?}")),
            }
        }
        Err(faults) => Outcome::Differs(format!("refused with {faults:?}")),
        Ok(_) if is_unsupported(text) => Outcome::Differs("accepted".to_owned()),
        Ok(pattern) => {
            let event = LogEvent::new(row["message"].as_str().unwrap());
            let answers = [pattern.matches(&event), pattern.explain(&event).holds()];
            if answers == [expected; 2] { Outcome::Judged } else { Outcome::Differs(format!("{answers:?}")) }
        }
    }
}

/// Whether a pattern is of another kind than JSON, or compares with a regular expression.
fn is_unsupported(pattern: &str) -> bool {
    let blank = pattern.trim_start().is_empty();
    !blank && (!pattern.starts_with('{') || pattern.contains("= %") || pattern.contains("=%"))
}
