//! Metric values: what is accepted, and what a log event contributes.
//!
//! Recorded answers of PutMetricFilter and recorded metrics of 2026, unless a comment says otherwise.

use signalarm_filter_pattern::{LogEvent, Measured, MetricValue, Pattern};

#[track_caller]
fn check(value: &str, pattern: &str, message: &str, expected: Measured) {
    let (value, pattern) = (MetricValue::parse(value).unwrap(), Pattern::parse(pattern).unwrap());
    assert_eq!(value.measure(&pattern, &LogEvent::new(message)), expected, "{value:?} of {message}");
}

#[test]
fn a_constant_counts_for_each_event() {
    for (value, number) in [("1", 1.0), ("-2.5", -2.5), ("1e3", 1000.0)] {
        check(value, "", "text", Measured::Number(number));
    }
}

#[test]
fn a_field_of_a_json_event_counts() {
    let any = "{ $.probe = x }";
    check("$.value", any, r#"{"probe":"x","value":11.5}"#, Measured::Number(11.5));
    check("$.value", any, r#"{"probe":"x","value":"11.5"}"#, Measured::Number(11.5));
    check("$.a.['b c'][1]", any, r#"{"a":{"b c":[1,2]}}"#, Measured::Number(2.0));
    check("$.value", any, r#"{"probe":"x"}"#, Measured::Absent);
    check("$.value", any, r#"{"probe":"x","value":null}"#, Measured::Absent);
    check("$.value", any, r#"{"probe":"x","value":"not-a-number"}"#, Measured::NoNumber);
    // Inferred from the text that is no number.
    for other in ["true", "{}", "[1]", "1e400", r#""inf""#] {
        check("$.value", any, &format!(r#"{{"value":{other}}}"#), Measured::NoNumber);
    }
    check("$.value", any, "text", Measured::Absent);
}

/// The CloudWatch Logs User Guide names both forms; what is absent or no number follows from JSON events.
#[test]
fn a_field_of_a_space_delimited_event_counts() {
    check("$size", "[ip, size]", "10.0.0.1 1534", Measured::Number(1534.0));
    check("$3", "[ip, ...]", r#"10.0.0.1 "a b" 1534"#, Measured::Number(1534.0));
    check("$size", "[ip, size]", "10.0.0.1 -", Measured::NoNumber);
    check("$other", "[ip, size]", "10.0.0.1 1", Measured::Absent);
    check("$1", "[ip, size]", "10.0.0.1 1", Measured::Absent);
    check("$size", "ERROR", "ERROR 1", Measured::Absent);
}

#[test]
fn anything_else_is_refused() {
    let refused = MetricValue::parse("$.values[*]").unwrap_err().to_string();
    assert_eq!(refused, "Invalid metric transformation: metric value $.values[*] must be a valid number");
    for value in ["", "one", "$", "$.", "$.a.*", "$0", "$1a", "$a b", "$.a = 1", "value", "inf", "NaN", "1e400", " 1"] {
        assert!(MetricValue::parse(value).is_err(), "{value}");
    }
    assert!(MetricValue::parse(&format!("$.{}", "a".repeat(98))).is_ok());
    let refused = MetricValue::parse(&format!("$.{}", "a".repeat(99))).unwrap_err();
    assert_eq!(refused.to_string(), "the metric value has 101 characters, 100 are allowed; shorten it");
}
