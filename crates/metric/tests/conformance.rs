//! Metric filters and percentiles against the tables of AWS's recorded and documented behaviour, and our own.

use std::path::{Path, PathBuf};

use rstest::rstest;
use serde_json::{Value, json};
use signalarm_metric::conformance::{Verdict, run};

/// Fewer rows than these mean that the test looks past the table.
const ROWS_MIN: usize = 15;

#[rstest]
#[case::facts(signalarm_testkit::facts().map(|facts| facts.join("conformance/alarms.json")))]
#[case::own(Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/alarms.json")))]
fn every_row_agrees(#[case] table: Option<PathBuf>) {
    let Some(table) = table else { return };
    let table: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(table).unwrap()).unwrap();
    let ours = table.iter().filter(|row| row["kind"] == "metric-filter" || row["kind"] == "low-samples");
    let verdicts: Vec<(&Value, Verdict)> = ours.map(|row| (&row["id"], run(row))).collect();
    let others: Vec<_> = verdicts.iter().filter(|(_, verdict)| *verdict != Verdict::Agrees).collect();
    assert!(others.is_empty(), "{others:#?}");
    assert!(ROWS_MIN <= verdicts.len(), "only {} rows", verdicts.len());
}

/// A runner that agrees with everything would be no proof.
#[test]
fn a_row_that_is_wrong_or_strange_is_told() {
    let row = |sum: Value| {
        json!({
            "kind": "metric-filter",
            "filter": { "metricValue": "2", "defaultValue": null, "unit": null },
            "events": [{ "timestamp": "2026-09-16T08:30:00Z", "message": {}, "matched": true }],
            "expected": { "datapoints": [
                { "start": "2026-09-16T08:30:00Z", "unit": "None", "sum": sum, "sampleCount": 1 },
            ] },
        })
    };
    assert_eq!(run(&row(json!(2))), Verdict::Agrees);
    assert_eq!(run(&row(json!(3))), Verdict::Differs("sum at 2026-09-16T08:30:00Z is 2, not 3".to_owned()));
    assert_eq!(run(&row(json!("2"))), Verdict::NotUnderstood("sum of a datapoint".to_owned()));
    let mut silent = row(json!(2));
    silent["expected"]["datapoints"] = json!([]);
    assert_eq!(run(&silent), Verdict::Differs("number of datapoints is 1, not 0".to_owned()));
    for strange in [json!(null), json!([]), json!({ "kind": "song" }), json!({ "kind": "metric-filter" })] {
        assert!(matches!(run(&strange), Verdict::NotUnderstood(_)), "{strange}");
    }
}
