//! Metric filters against the recorded rows of the kind `metric-filter`.
//!
//! Rows whose value is a selector (`$.field`) are of a later issue; that a filter looks at nothing ingested before its
//! creation is up to whoever owns the log group.

use serde_json::Value;
use signalarm_filter_pattern::{LogEvent, Pattern};
use signalarm_metric::{MetricFilter, MetricId, Series};
use signalarm_time::{Duration, Timestamp};

/// Fewer rows than this mean that the test looks past the table.
const ROWS_MIN: usize = 5;

#[test]
fn recorded_log_events_give_the_recorded_datapoints() {
    let Some(facts) = signalarm_testkit::facts() else { return };
    let text = std::fs::read_to_string(facts.join("conformance/alarms.json")).unwrap();
    let table: Vec<Value> = serde_json::from_str(&text).unwrap();
    let mut ran = 0;
    for row in table.iter().filter(|row| row["kind"] == "metric-filter") {
        let value: Result<f64, _> = row["filter"]["metricValue"].as_str().unwrap().parse();
        let (Ok(value), None) = (value, row["filter"].get("createdAt")) else { continue };
        check(row, value);
        ran += 1;
    }
    assert!(ROWS_MIN <= ran, "only {ran} rows ran");
}

fn check(row: &Value, value: f64) {
    let filter = MetricFilter {
        name: "filter".to_owned(),
        pattern: Pattern::parse("{ $.matches IS TRUE }").unwrap(),
        metric: MetricId::new("Test".to_owned(), "matches".to_owned(), Vec::new()),
        value,
        default_value: row["filter"]["defaultValue"].as_f64(),
    };
    let mut series = Series::new();
    for event in row["events"].as_array().unwrap() {
        let message = format!("{{\"matches\":{}}}", event["matched"]);
        let sample = filter.apply(&LogEvent::new(&message), instant(&event["timestamp"]));
        sample.into_iter().for_each(|sample| series.add(sample.at, sample.value));
    }
    for expected in row["expected"]["datapoints"].as_array().unwrap() {
        let found = series.datapoint(instant(&expected["start"]), Duration::MINUTE).expect("samples in the minute");
        assert_eq!(Some(found.sum), expected["sum"].as_f64(), "{}", row["id"]);
        assert_eq!(Some(found.sample_count), expected["sampleCount"].as_f64(), "{}", row["id"]);
        assert_eq!(found.minimum, expected["minimum"].as_f64().unwrap_or(found.minimum), "{}", row["id"]);
        assert_eq!(found.maximum, expected["maximum"].as_f64().unwrap_or(found.maximum), "{}", row["id"]);
        series.forget_before(found.start + Duration::MINUTE);
    }
    assert!(series.is_empty(), "{}: more datapoints than recorded", row["id"]);
}

fn instant(value: &Value) -> Timestamp {
    value.as_str().unwrap().parse().unwrap()
}
