//! CloudWatch: samples that are put.

use rstest::rstest;
use signalarm_account::{Account, Conditions};
use signalarm_alarm::State;
use signalarm_cloud::{Call, CloudWatchCall, MetricDatum, PutMetricAlarm, Reply};
use signalarm_metric::VALUE_MAX;
use signalarm_time::Duration;

use crate::support::{account, alarm, check_refused, pass, start};

/// A sample so many seconds from the beginning.
fn datum(seconds: i64, value: f64) -> MetricDatum {
    let length = Duration::from_secs(seconds.unsigned_abs());
    MetricDatum {
        metric_name: "m".to_owned(),
        dimensions: Vec::new(),
        timestamp: if seconds < 0 { start() - length } else { start() + length },
        value,
        unit: None,
    }
}

fn put(namespace: &str, data: Vec<MetricDatum>) -> Call {
    CloudWatchCall::PutMetricData { namespace: namespace.to_owned(), data }.into()
}

fn with(change: impl FnOnce(&mut MetricDatum)) -> Call {
    let mut changed = datum(0, 2.0);
    change(&mut changed);
    put("N", vec![datum(0, 2.0), changed])
}

fn dimensions(count: usize) -> Vec<(String, String)> {
    (0..count).map(|n| (format!("d{n}"), "v".to_owned())).collect()
}

/// An alarm that a value above 1 in a minute raises.
fn watched() -> Account {
    let mut account = account();
    account.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm("a")))).unwrap();
    account
}

const TWO_WEEKS: i64 = 14 * 86_400;

#[rstest]
#[case(put("", vec![datum(0, 2.0)]), "ValidationError 400: 1 validation error detected: Value '' at 'namespace'")]
#[case(put(&"n".repeat(256), vec![datum(0, 2.0)]), "ValidationError 400")]
#[case(put("AWS/Logs", vec![datum(0, 2.0)]), "InvalidParameterValue 400: The value AWS/ for parameter Namespace is invalid.")]
#[case(put(":n", vec![datum(0, 2.0)]), "InvalidParameterValue 400")]
#[case(put("N", Vec::new()), "MissingParameter 400: The parameter MetricData is required.")]
#[case(put("N", vec![datum(0, 2.0); 1_001]),
    "InvalidParameterValue 400: The collection MetricData must not have a size greater than 1000.")]
#[case(with(|datum| datum.metric_name.clear()), "ValidationError 400: 1 validation error detected: Value '' at \
    'metricData.2.member.metricName'")]
#[case(with(|datum| datum.metric_name = "m".repeat(256)), "ValidationError 400")]
#[case(with(|datum| datum.dimensions = dimensions(31)), "ValidationError 400")]
#[case(with(|datum| datum.dimensions = vec![("d".to_owned(), String::new())]), "ValidationError 400")]
#[case(with(|datum| datum.dimensions = vec![("d".to_owned(), "v".repeat(1_025))]), "ValidationError 400")]
#[case(with(|datum| datum.unit = Some("Wishes".to_owned())), "ValidationError 400: 1 validation error detected: Value \
    'Wishes' at 'metricData.2.member.unit' failed to satisfy constraint: Member must satisfy enum value set")]
#[case(with(|datum| datum.value = f64::NAN), "InvalidParameterValue 400: The value NaN for parameter \
    MetricData.member.2.Value is invalid.")]
#[case(with(|datum| datum.value = f64::NEG_INFINITY), "InvalidParameterValue 400")]
#[case(with(|datum| datum.value = VALUE_MAX * 1.000_001), "InvalidParameterValue 400")]
#[case(put("N", vec![datum(-TWO_WEEKS - 1, 2.0)]), "InvalidParameterValue 400: The parameter MetricData.member.1.Timestamp \
    must specify a time within the past two weeks.")]
#[case(put("N", vec![datum(7_201, 2.0)]), "InvalidParameterValue 400: The parameter MetricData.member.1.Timestamp")]
fn samples_are_refused(#[case] call: Call, #[case] expected: &str) {
    let mut account = watched();
    check_refused(&mut account, call, expected);
    pass(&mut account, 120);
    assert_eq!(account.alarm_state("a"), Some(State::InsufficientData), "none of them was taken");
}

#[rstest]
#[case(put("N", vec![datum(-TWO_WEEKS, 2.0), datum(7_200, -VALUE_MAX)]))]
#[case(put(&"n".repeat(255), vec![datum(0, VALUE_MAX); 1_000]))]
#[case(put("aws/", vec![datum(0, 0.0)]))]
#[case(with(|datum| datum.dimensions = dimensions(30)))]
#[case(with(|datum| datum.unit = Some("Bytes/Second".to_owned())))]
fn samples_are_taken_up_to_the_limits(#[case] call: Call) {
    assert_eq!(account().answer(call), Ok(Reply::Done));
}

/// CloudWatch User Guide, *Publish custom metrics*: each lies in its own minute; those with other dimensions are another
/// metric, and of other units the alarm that names one sees nothing.
#[rstest]
#[case(vec![datum(0, 2.0)], Some(State::Alarm))]
#[case(vec![datum(0, 1.0), datum(0, 0.5)], Some(State::Alarm))]
#[case(vec![datum(0, 1.0), datum(-60, 0.5)], Some(State::Ok))]
#[case(vec![datum(-120, 2.0)], Some(State::Alarm))]
#[case(vec![datum(-3_600, 2.0)], Some(State::InsufficientData))]
#[case(vec![MetricDatum { dimensions: dimensions(1), ..datum(0, 2.0) }], Some(State::InsufficientData))]
#[case(vec![MetricDatum { unit: Some("Count".to_owned()), ..datum(0, 2.0) }], Some(State::Alarm))]
fn alarms_see_the_samples(#[case] data: Vec<MetricDatum>, #[case] expected: Option<State>) {
    let mut account = watched();
    account.answer(put("N", data)).unwrap();
    pass(&mut account, 120);
    assert_eq!(account.alarm_state("a"), expected);
}

#[test]
fn an_alarm_in_a_unit_sees_its_samples_alone() {
    for (unit, expected) in [("Count", State::Alarm), ("Bytes", State::InsufficientData)] {
        let mut account = account();
        let alarm = PutMetricAlarm { unit: Some("Count".to_owned()), ..alarm("a") };
        account.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm))).unwrap();
        account.answer(put("N", vec![MetricDatum { unit: Some(unit.to_owned()), ..datum(0, 2.0) }])).unwrap();
        pass(&mut account, 120);
        assert_eq!(account.alarm_state("a"), Some(expected), "{unit}");
    }
}

/// CloudWatch API Reference, *PutMetricData*: what is three hours old can take two hours to be seen. Seen is it by an alarm
/// that looks so far back.
#[test]
fn old_samples_are_seen_late() {
    let mut account = account();
    let alarm = PutMetricAlarm { period: Some(3_600), evaluation_periods: Some(12), ..alarm("a") };
    let alarm = PutMetricAlarm { datapoints_to_alarm: Some(1), ..alarm };
    account.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm))).unwrap();
    account.answer(put("N", vec![datum(-3 * 3_600, 2.0)])).unwrap();
    pass(&mut account, 7_199);
    assert_eq!(account.alarm_state("a"), Some(State::InsufficientData));
    pass(&mut account, 61);
    assert_eq!(account.alarm_state("a"), Some(State::Alarm));
}

#[test]
fn samples_that_are_late_are_late_for_calls_as_well() {
    let mut account = watched();
    account.set_conditions(Conditions { metric_late: Duration::from_secs(90), ..Conditions::default() });
    account.answer(put("N", vec![datum(0, 2.0)])).unwrap();
    pass(&mut account, 90);
    assert_eq!(account.alarm_state("a"), Some(State::InsufficientData));
    pass(&mut account, 60);
    assert_eq!(account.alarm_state("a"), Some(State::Alarm));
}
