//! The control plane of CloudWatch: refusals, replacement, states, deletion, history, composite alarms.
//!
//! The facts are recorded answers of September 2026 and the CloudWatch API Reference, unless a test says otherwise.

use serde_json::{Value, json};
use signalarm_account::conformance::{Verdict, run};
use signalarm_account::{Account, Refusal, Setup};
use signalarm_alarm::State;
use signalarm_alert::Place;
use signalarm_cloud::{
    AlarmType, CloudWatchCall, DescribeAlarmHistory, DescribeAlarms, DescribedMetricAlarm, Page, PutCompositeAlarm,
    PutMetricAlarm, Reply, SetAlarmState,
};
use signalarm_time::{Duration, Timestamp};

fn start() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn account() -> Account {
    let place = Place { account: "111122223333".parse().unwrap(), region: "us-east-1".parse().unwrap() };
    Account::new(Setup { place, seed: 1, start: start() })
}

fn request(name: &str) -> PutMetricAlarm {
    PutMetricAlarm {
        alarm_name: name.to_owned(),
        namespace: Some("N".to_owned()),
        metric_name: Some("m".to_owned()),
        statistic: Some("Sum".to_owned()),
        period: Some(60),
        evaluation_periods: Some(1),
        threshold: Some(1.0),
        comparison_operator: Some("GreaterThanOrEqualToThreshold".to_owned()),
        ..PutMetricAlarm::default()
    }
}

fn put(account: &mut Account, request: PutMetricAlarm) {
    assert_eq!(account.answer(CloudWatchCall::PutMetricAlarm(Box::new(request))), Ok(Reply::Done));
}

fn put_composite(account: &mut Account, name: &str, rule: &str) -> Result<Reply, Refusal> {
    let (alarm_name, alarm_rule) = (name.to_owned(), rule.to_owned());
    account.answer(CloudWatchCall::PutCompositeAlarm(Box::new(PutCompositeAlarm {
        alarm_name,
        alarm_rule,
        ..PutCompositeAlarm::default()
    })))
}

fn set(account: &mut Account, name: &str, state: &str, data: Option<&str>) -> Result<Reply, Refusal> {
    account.answer(CloudWatchCall::SetAlarmState(SetAlarmState {
        alarm_name: name.to_owned(),
        state_value: state.to_owned(),
        state_reason: "r".to_owned(),
        state_reason_data: data.map(str::to_owned),
    }))
}

fn described(account: &mut Account, request: DescribeAlarms) -> (Vec<DescribedMetricAlarm>, Vec<String>) {
    let Ok(Reply::Alarms(alarms)) = account.answer(CloudWatchCall::DescribeAlarms(request)) else {
        panic!("no alarms")
    };
    let composites = alarms.composite_alarms.into_iter().map(|alarm| alarm.configuration.alarm_name);
    (alarms.metric_alarms, composites.collect())
}

fn summaries(account: &mut Account, name: &str, alarm_type: AlarmType) -> Vec<String> {
    let (alarm_name, alarm_types) = (Some(name.to_owned()), vec![alarm_type]);
    let request =
        DescribeAlarmHistory { alarm_name, alarm_types, is_ascending: true, history_item_type: None, next_token: None };
    let Ok(Reply::AlarmHistory(Page { items, .. })) = account.answer(CloudWatchCall::DescribeAlarmHistory(request))
    else {
        panic!("no history")
    };
    items.into_iter().map(|item| item.item.summary).collect()
}

/// A call with its parameters, and code and message of its refusal; an empty message is not compared.
fn check_refused(call: &str, params: &Value, code: &str, message: &str) {
    let mut refusal = json!({ "ok": false, "code": code });
    if !message.is_empty() {
        refusal["message"] = message.into();
    }
    let row = json!({
        "id": "refused", "kind": "api", "source": "test", "confidence": "inferred", "summary": "",
        "steps": [{ "at": "2026-11-23T10:00:00Z", "call": call, "params": params }],
        "expected": { "answers": [refusal], "noAlarms": ["a"], "transitions": [], "actions": [] },
    });
    assert_eq!(run(&row), Verdict::Agrees, "{call} {params}");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn alarms_are_refused_as_aws_refuses_them() {
    let dimensions: Vec<Value> = (0..31).map(|n| json!({ "Name": format!("n{n}"), "Value": "v" })).collect();
    let topic = "arn:aws:sns:eu-west-1:111122223333:t";
    let long = "x".repeat(1_025);
    // What is different from a request that is in order; null is not sent.
    for (changes, code, message) in [
        (
            json!({ "AlarmActions": ["not-an-arn"], "ActionsEnabled": false }),
            "ValidationError",
            "Invalid arn syntax: not-an-arn",
        ),
        (
            json!({ "OKActions": [topic] }),
            "ValidationError",
            "Invalid region eu-west-1 specified. Only us-east-1 is supported.",
        ),
        (json!({ "AlarmName": "" }), "ValidationError", ""),
        (json!({ "AlarmName": &long[..256] }), "ValidationError", ""),
        (json!({ "AlarmName": "a\tb" }), "ValidationError", ""),
        (json!({ "AlarmDescription": long }), "ValidationError", ""),
        (json!({ "Dimensions": dimensions }), "ValidationError", ""),
        (json!({ "Namespace": null }), "ValidationError", ""),
        (json!({ "MetricName": null }), "ValidationError", ""),
        (json!({ "Statistic": null }), "ValidationError", ""),
        (json!({ "Statistic": "Median" }), "ValidationError", ""),
        (
            json!({ "Statistic": null, "ExtendedStatistic": "p101" }),
            "InvalidParameterValue",
            "The value p101 for parameter ExtendedStatistic is not supported.",
        ),
        (
            json!({ "ExtendedStatistic": "p90" }),
            "ValidationError",
            "PutMetricAlarm request can not be made with both Statistic and ExtendedStatistic parameters. Only one of them should be present",
        ),
        (json!({ "EvaluateLowSampleCountPercentile": "ignore" }), "ValidationError", ""),
        (json!({ "Period": null }), "ValidationError", ""),
        (json!({ "Period": 0 }), "ValidationError", ""),
        (json!({ "Period": 90 }), "ValidationError", ""),
        (json!({ "EvaluationPeriods": null }), "ValidationError", ""),
        (json!({ "EvaluationPeriods": 0 }), "ValidationError", ""),
        (json!({ "EvaluationPeriods": 1_441 }), "ValidationError", ""),
        (json!({ "DatapointsToAlarm": 2 }), "ValidationError", ""),
        (json!({ "DatapointsToAlarm": -1 }), "ValidationError", ""),
        (json!({ "Threshold": null }), "ValidationError", ""),
        (json!({ "ComparisonOperator": null }), "ValidationError", ""),
        (json!({ "ComparisonOperator": "Greater" }), "ValidationError", ""),
        (json!({ "Unit": "count" }), "ValidationError", ""),
        (json!({ "TreatMissingData": "NotBreaching" }), "ValidationError", ""),
        (json!({ "EvaluationWindow": "Wall" }), "ValidationError", ""),
        (
            json!({ "Tags": [{ "Key": "AWS:x", "Value": "" }] }),
            "AccessDenied",
            "The provided tag keys must not start with any case of \"aws:\"",
        ),
    ] {
        let mut params = json!({
            "AlarmName": "a", "Namespace": "N", "MetricName": "m", "Statistic": "Sum", "Period": 60,
            "EvaluationPeriods": 1, "Threshold": 1.0, "ComparisonOperator": "GreaterThanThreshold",
        });
        for (name, value) in changes.as_object().unwrap() {
            params[name] = value.clone();
        }
        params.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        check_refused("PutMetricAlarm", &params, code, message);
    }
}

#[test]
fn other_calls_are_refused_as_aws_refuses_them() {
    let names: Vec<String> = (0..101).map(|n| n.to_string()).collect();
    let filter = |value: &str, pattern: &str| {
        let transformation = json!({ "metricName": "m", "metricNamespace": "N", "metricValue": value });
        json!({ "logGroupName": "g", "filterName": "f", "filterPattern": pattern,
            "metricTransformations": [transformation] })
    };
    for (call, params, code, message) in [
        (
            "SetAlarmState",
            json!({ "AlarmName": "a", "StateValue": "OK", "StateReason": "x".repeat(1_024) }),
            "ValidationError",
            "",
        ),
        ("SetAlarmState", json!({ "AlarmName": "a", "StateValue": "OK", "StateReason": "" }), "ResourceNotFound", ""),
        (
            "ListTagsForResource",
            json!({ "ResourceARN": "arn:aws:cloudwatch:us-east-1:111122223333:alarm:a" }),
            "ResourceNotFoundException",
            "",
        ),
        ("DeleteAlarms", json!({ "AlarmNames": names }), "ValidationError", ""),
        ("DisableAlarmActions", json!({ "AlarmNames": [""] }), "ValidationError", ""),
        ("PutCompositeAlarm", json!({ "AlarmName": "a", "AlarmRule": "alarm(x)" }), "ValidationError", ""),
        ("PutCompositeAlarm", json!({ "AlarmName": "a", "AlarmRule": "ALARM(nobody)" }), "ValidationError", ""),
        ("PutCompositeAlarm", json!({ "AlarmName": "a", "AlarmRule": "ALARM(a)" }), "ValidationError", ""),
        ("PutCompositeAlarm", json!({ "AlarmName": "", "AlarmRule": "TRUE" }), "ValidationError", ""),
        (
            "PutMetricFilter",
            filter("1", "{ $.broken = }"),
            "InvalidParameterException",
            "Invalid metric filter pattern",
        ),
        (
            "PutMetricFilter",
            filter("$.values[*]", ""),
            "InvalidParameterException",
            "Invalid metric transformation: metric value $.values[*] must be a valid number",
        ),
        ("PutMetricFilter", filter("1", ""), "ResourceNotFoundException", ""),
    ] {
        check_refused(call, &params, code, message);
    }
}

#[test]
fn the_configuration_with_which_an_alarm_stands_changes_nothing() {
    let mut account = account();
    put(&mut account, request("a"));
    account.advance(start() + Duration::SECOND);
    put(&mut account, PutMetricAlarm { actions_enabled: Some(true), ..request("a") });
    assert_eq!(put_composite(&mut account, "c", "FALSE"), Ok(Reply::Done));
    assert_eq!(put_composite(&mut account, "c", "FALSE"), Ok(Reply::Done));
    let (alarms, _) = described(&mut account, DescribeAlarms::default());
    assert_eq!(alarms[0].state.alarm_configuration_updated, start());
    assert_eq!(summaries(&mut account, "a", AlarmType::Metric), ["Alarm \"a\" created"]);
    assert_eq!(summaries(&mut account, "c", AlarmType::Composite), ["Alarm \"c\" created"]);
}

/// Between two evaluations of an alarm that sleeps, since its metric has no sample.
#[test]
fn a_state_that_is_set_lasts_until_the_next_evaluation() {
    let mut account = account();
    put(&mut account, PutMetricAlarm { treat_missing_data: Some("notBreaching".to_owned()), ..request("a") });
    put(&mut account, PutMetricAlarm { treat_missing_data: Some("ignore".to_owned()), ..request("kept") });
    account.advance(start() + Duration::HOUR);
    assert_eq!(account.alarm_state("a"), Some(State::Ok));
    for name in ["a", "kept"] {
        assert_eq!(set(&mut account, name, "ALARM", Some("{ \"raw\": 1 }")), Ok(Reply::Done));
    }
    assert_eq!(set(&mut account, "a", "OK", Some("{")), Err(Refusal::InvalidFormat));
    let (alarms, _) = described(&mut account, DescribeAlarms::default());
    assert_eq!(alarms[0].state.state_reason_data.as_deref(), Some("{ \"raw\": 1 }"), "as it was given");
    account.advance(start() + Duration::HOUR + Duration::MINUTE);
    assert_eq!((account.alarm_state("a"), account.alarm_state("kept")), (Some(State::Ok), Some(State::Alarm)));
}

#[test]
fn a_deleted_alarm_is_gone_and_its_history_goes_on() {
    let mut account = account();
    let breaching = || PutMetricAlarm { treat_missing_data: Some("breaching".to_owned()), ..request("a") };
    put(&mut account, breaching());
    let delete = |account: &mut Account| {
        account.answer(CloudWatchCall::DeleteAlarms(vec!["a".to_owned(), "nobody".to_owned(), "a".to_owned()]))
    };
    assert_eq!(delete(&mut account), Ok(Reply::Done));
    account.advance(start() + Duration::HOUR);
    assert_eq!(account.alarm_state("a"), None);
    put(&mut account, breaching());
    account.advance(start() + Duration::HOUR * 2);
    assert_eq!(
        summaries(&mut account, "a", AlarmType::Metric),
        [
            "Alarm \"a\" created",
            "Alarm \"a\" deleted",
            "Alarm \"a\" created",
            "Alarm updated from INSUFFICIENT_DATA to ALARM",
        ]
    );
    account.advance(start() + Duration::from_secs(31 * 86_400));
    assert_eq!(summaries(&mut account, "a", AlarmType::Metric), Vec::<String>::new(), "kept for 30 days");
}

#[test]
fn composite_alarms_follow_their_children_also_in_a_circle() {
    let mut account = account();
    put(&mut account, request("a"));
    assert_eq!(put_composite(&mut account, "first", "ALARM(a)"), Ok(Reply::Done));
    let arn = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:first";
    assert_eq!(put_composite(&mut account, "second", &format!("ALARM(\"{arn}\")")), Ok(Reply::Done));
    assert_eq!(put_composite(&mut account, "first", "ALARM(a) OR ALARM(second)"), Ok(Reply::Done));
    set(&mut account, "a", "ALARM", None).unwrap();
    let states = ["first", "second"].map(|name| account.alarm_state(name));
    assert_eq!(states, [Some(State::Alarm); 2]);
    assert_eq!(
        summaries(&mut account, "second", AlarmType::Composite),
        ["Alarm \"second\" created", "Alarm updated from OK to ALARM"]
    );
    let both = account.answer(CloudWatchCall::DeleteAlarms(vec!["first".to_owned(), "second".to_owned()]));
    assert_eq!(both.unwrap_err().code(), "ValidationError");
    assert_eq!(put_composite(&mut account, "a", "FALSE").unwrap_err().code(), "ValidationError", "one name space");
    assert_eq!(account.answer(CloudWatchCall::DisableAlarmActions(vec!["first".to_owned()])), Ok(Reply::Done));
    assert_eq!(summaries(&mut account, "first", AlarmType::Composite).last().unwrap(), "Alarm \"first\" updated");
}

/// “Forces a state until a child changes”; the present state is ignored, and parents follow.
#[test]
fn a_state_that_is_set_of_a_composite_alarm_lasts_until_a_child_changes() {
    let mut account = account();
    put(&mut account, request("a"));
    put_composite(&mut account, "c", "ALARM(a)").unwrap();
    put_composite(&mut account, "parent", "ALARM(c)").unwrap();
    assert_eq!(set(&mut account, "c", "OK", None), Ok(Reply::Done), "it is in OK already");
    assert_eq!(set(&mut account, "c", "ALARM", Some("{ \"raw\": 1 }")), Ok(Reply::Done));
    account.advance(start() + Duration::HOUR);
    assert_eq!(["c", "parent"].map(|name| account.alarm_state(name)), [Some(State::Alarm); 2]);
    let request = DescribeAlarms { alarm_types: vec![AlarmType::Composite], ..DescribeAlarms::default() };
    let Ok(Reply::Alarms(alarms)) = account.answer(CloudWatchCall::DescribeAlarms(request)) else { panic!() };
    let state = &alarms.composite_alarms[0].state;
    assert_eq!((state.state_reason.as_str(), state.state_reason_data.as_deref()), ("r", Some("{ \"raw\": 1 }")));
    set(&mut account, "a", "ALARM", None).unwrap();
    assert_eq!(account.alarm_state("c"), Some(State::Alarm));
    set(&mut account, "a", "OK", None).unwrap();
    assert_eq!(["c", "parent"].map(|name| account.alarm_state(name)), [Some(State::Ok); 2]);
    let changes = ["Alarm updated from OK to ALARM", "Alarm updated from ALARM to OK"];
    assert_eq!(summaries(&mut account, "c", AlarmType::Composite)[1..], changes);
}

#[test]
fn alarms_are_told_by_name_type_state_and_action() {
    let mut account = account();
    let topic = "arn:aws:sns:us-east-1:111122223333:t";
    for (name, actions) in [("b", vec![topic.to_owned()]), ("a1", Vec::new()), ("a2", vec![topic.to_owned()])] {
        put(&mut account, PutMetricAlarm { ok_actions: actions, ..request(name) });
    }
    put_composite(&mut account, "c", "FALSE").unwrap();
    set(&mut account, "a2", "ALARM", None).unwrap();
    let mut check = |request: DescribeAlarms, expected: &[&str]| {
        let (alarms, composites) = described(&mut account, request);
        let names = alarms.into_iter().map(|alarm| alarm.configuration.alarm_name).chain(composites);
        assert_eq!(names.collect::<Vec<_>>(), expected);
    };
    let all = DescribeAlarms::default();
    check(all.clone(), &["a1", "a2", "b"]);
    check(
        DescribeAlarms { alarm_types: vec![AlarmType::Composite, AlarmType::Metric], ..all.clone() },
        &["a1", "a2", "b", "c"],
    );
    check(
        DescribeAlarms { alarm_names: vec!["b".to_owned(), "none".to_owned(), "b".to_owned()], ..all.clone() },
        &["b"],
    );
    check(DescribeAlarms { alarm_name_prefix: Some("a".to_owned()), ..all.clone() }, &["a1", "a2"]);
    check(DescribeAlarms { state_value: Some(State::Alarm), ..all.clone() }, &["a2"]);
    check(DescribeAlarms { action_prefix: Some("arn:aws:sns".to_owned()), ..all }, &["a2", "b"]);
}
