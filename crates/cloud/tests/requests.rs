//! Requests are read as the service reads them, and written as they are read.

use signalarm_alarm::{
    EvaluationWindow, LowSamples, Measure, MetricAlarm, MissingData, Operator, Period, Rule, RuleSettings, Statistic,
    TimeZone, Unit,
};
use signalarm_cloud::{
    MetricTransformation, PutCompositeAlarm, PutMetricAlarm, PutMetricFilter, Refusal, Tag, tag_set,
};
use signalarm_metric::MetricId;
use signalarm_notification::{Asked, Query};

const REGION: &str = "eu-west-1";

fn alarm(settings: RuleSettings) -> MetricAlarm {
    let topic = |name: &str| vec![format!("arn:aws:sns:{REGION}:111122223333:{name}")];
    let dimensions = vec![("Z".to_owned(), "1".to_owned()), ("A".to_owned(), "2".to_owned())];
    MetricAlarm {
        name: "signin-console-failure-iam".to_owned(),
        description: Some("d".to_owned()),
        metric: MetricId::new("N".to_owned(), "m".to_owned(), dimensions),
        rule: Rule::new(settings).unwrap(),
        actions_enabled: false,
        ok_actions: topic("ok"),
        alarm_actions: topic("alarm"),
        insufficient_data_actions: Vec::new(),
    }
}

#[test]
fn an_alarm_asks_for_itself() {
    let period = Period::from_seconds(300).unwrap();
    let plain = RuleSettings::new(period, 3, Statistic::SampleCount, Operator::LessThan, 0.5);
    let percentile = Measure::Extended("p99.9".parse().unwrap(), LowSamples::Ignore);
    for settings in [
        plain,
        RuleSettings { datapoints_to_alarm: Some(2), missing_data: MissingData::NotBreaching, ..plain },
        RuleSettings { measure: percentile, unit: Some(Unit::BytesPerSecond), ..plain },
        RuleSettings { window: EvaluationWindow::WallClock(TimeZone::UTC), ..plain },
    ] {
        let alarm = alarm(settings);
        assert_eq!(PutMetricAlarm::from(&alarm).check(REGION), Ok(alarm));
    }
}

/// Missing data of AWS/DynamoDB are ignored unless something else is asked for (CloudWatch User Guide, 2025; a recorded
/// answer).
#[test]
fn what_is_left_out_falls_back() {
    let period = Period::from_seconds(60).unwrap();
    let request =
        PutMetricAlarm::from(&alarm(RuleSettings::new(period, 1, Statistic::Sum, Operator::GreaterThan, 0.0)));
    for (namespace, treatment, expected) in [
        ("N", None, MissingData::Missing),
        ("AWS/DynamoDB", None, MissingData::Ignore),
        ("AWS/DynamoDB", Some("breaching"), MissingData::Breaching),
    ] {
        let (namespace, treat_missing_data) = (Some(namespace.to_owned()), treatment.map(str::to_owned));
        let request = PutMetricAlarm { namespace, treat_missing_data, actions_enabled: None, ..request.clone() };
        let alarm = request.check(REGION).unwrap();
        assert_eq!((alarm.rule.settings().missing_data, alarm.actions_enabled), (expected, true));
    }
}

#[test]
fn queries_stand_in_place_of_a_metric_and_are_not_simulated() {
    let asked = Asked::Expression { expression: "TIME_SERIES(0)".to_owned(), period_seconds: Some(60) };
    let queries = vec![Query { id: "e1".to_owned(), label: None, return_data: true, account: None, asked }];
    let alone = PutMetricAlarm { alarm_name: "a".to_owned(), metrics: queries, ..PutMetricAlarm::default() };
    assert!(matches!(alone.check(REGION), Err(Refusal::NotSimulated(_))));
    let beside = PutMetricAlarm { metric_name: Some("m".to_owned()), ..alone };
    let refusal = beside.check(REGION).unwrap_err();
    assert_eq!(refusal.message(), "MetricName should not be set if list of Metrics is set.");
}

/// Fifty tags are enough (recorded answers); two with one key are one.
#[test]
fn tags_are_counted_by_their_keys() {
    let tag = |key: String| Tag { key, value: "v".to_owned() };
    let mut tags: Vec<Tag> = (0..50).map(|n| tag(format!("k{n}"))).collect();
    tags.push(Tag { key: "k0".to_owned(), value: String::new() });
    assert_eq!(tag_set(&tags).unwrap()["k0"], "");
    tags.push(tag("one more".to_owned()));
    let refusal = tag_set(&tags).unwrap_err();
    assert_eq!(refusal.message(), "The resultant tag set must not have more than 50 user tags.");
    assert_eq!(tag_set(&[tag("Aws:".to_owned())]), Err(Refusal::ReservedTag));
    assert!(tag_set(&[tag("äws".to_owned())]).is_ok());
}

#[test]
fn a_rule_refers_to_alarms_that_are_there() {
    let arn = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:c";
    let check = |rule: &str| {
        let (alarm_name, alarm_rule) = ("c".to_owned(), rule.to_owned());
        let request = PutCompositeAlarm { alarm_name, alarm_rule, ..PutCompositeAlarm::default() };
        request.check(arn, &|name| name == "a").map(|(own, rule)| (own.to_string(), rule.text().to_owned()))
    };
    assert_eq!(check("NOT ALARM(a)"), Ok((arn.to_owned(), "NOT ALARM(a)".to_owned())));
    let refusal = check("ALARM(b) OR OK(c)").unwrap_err();
    assert_eq!(refusal.message(), "AlarmRule is invalid: there is no alarm b; the rule refers to its own alarm");
}

#[test]
fn a_metric_filter_has_one_transformation_and_fields_that_can_be_read() {
    let transformation = MetricTransformation {
        metric_name: "m".to_owned(),
        metric_namespace: "N".to_owned(),
        metric_value: "$.latency".to_owned(),
        default_value: Some(0.0),
        unit: Some("Milliseconds".to_owned()),
        dimensions: Vec::new(),
    };
    let request = |transformations: &[MetricTransformation]| PutMetricFilter {
        log_group_name: "g".to_owned(),
        filter_name: "f".to_owned(),
        filter_pattern: "{ $.kind = \"request\" }".to_owned(),
        metric_transformations: transformations.to_vec(),
    };
    let filter = request(std::slice::from_ref(&transformation)).check().unwrap();
    assert_eq!((filter.unit, filter.value.to_string()), (Unit::Milliseconds, "$.latency".to_owned()));

    let dimension = |selector: &str| vec![("D".to_owned(), selector.to_owned())];
    let four = (0..4).map(|n| (n.to_string(), "$.z".to_owned())).collect();
    let without_default = MetricTransformation { default_value: None, ..transformation.clone() };
    let good = MetricTransformation { dimensions: dimension("$.zone"), ..without_default.clone() };
    for request in [request(std::slice::from_ref(&transformation)), request(&[good])] {
        assert_eq!(PutMetricFilter::new("g", &request.check().unwrap()), request, "a filter asks for itself");
    }
    let bad = [
        vec![],
        vec![transformation.clone(), transformation.clone()],
        vec![MetricTransformation { dimensions: dimension("$.zone"), ..transformation.clone() }],
        vec![MetricTransformation { dimensions: dimension("zone"), ..without_default.clone() }],
        vec![MetricTransformation { dimensions: four, ..without_default }],
        vec![MetricTransformation { metric_name: "a:b".to_owned(), ..transformation.clone() }],
        vec![MetricTransformation { unit: Some("ms".to_owned()), ..transformation }],
    ];
    for transformations in bad {
        let refusal = request(&transformations).check().unwrap_err();
        assert_eq!((refusal.code(), refusal.http_status()), ("InvalidParameterException", 400), "{refusal}");
    }
}
