//! Calls of CloudWatch, each with a reply to it.

use serde_json::{Value, json};
use signalarm_alarm::State;
use signalarm_cloud::{
    AlarmHistoryItem, AlarmType, CloudWatchCall, DescribeAlarmHistory, DescribeAlarms, DescribeAlarmsForMetric,
    DescribedAlarms, DescribedCompositeAlarm, DescribedMetricAlarm, DescribedState, MetricDatum, Page,
    PutAlarmMuteRule, PutCompositeAlarm, PutMetricAlarm, Reply, SetAlarmState, Tag,
};
use signalarm_metric::MetricId;
use signalarm_notification::{Asked, HistoryItem, HistoryItemType, Query};
use signalarm_time::{Duration, Timestamp};

const NAME: &str = "signin-console-failure-root";
pub(crate) const ALARM_ARN: &str =
    "arn:aws-us-gov:cloudwatch:us-gov-west-1:123456789012:alarm:signin-console-failure-root";
const TOPIC_ARN: &str = "arn:aws-us-gov:sns:us-gov-west-1:123456789012:signin-console-failure-root";

pub(crate) fn cases() -> Vec<(CloudWatchCall, Reply)> {
    let put = |alarm| CloudWatchCall::PutMetricAlarm(Box::new(alarm));
    let tags = vec![tag("signalarm", "deployed"), tag("empty", "")];
    let both = || vec![AlarmType::Metric, AlarmType::Composite];
    let names = || vec![NAME.to_owned(), "signin-console-silence".to_owned()];
    vec![
        (put(PutMetricAlarm { tags: tags.clone(), ..alarm() }), Reply::Done),
        (put(percentile()), Reply::Done),
        (put(queries()), Reply::Done),
        (put(PutMetricAlarm { alarm_name: NAME.to_owned(), ..PutMetricAlarm::default() }), Reply::Done),
        (
            CloudWatchCall::PutCompositeAlarm(Box::new(PutCompositeAlarm { tags: tags.clone(), ..composite() })),
            Reply::Done,
        ),
        (CloudWatchCall::DeleteAlarms(names()), Reply::Done),
        (CloudWatchCall::DescribeAlarms(DescribeAlarms { alarm_names: names(), ..all_alarms() }), described(None)),
        (CloudWatchCall::DescribeAlarms(DescribeAlarms::default()), Reply::Alarms(DescribedAlarms::default())),
        (
            CloudWatchCall::DescribeAlarms(DescribeAlarms {
                alarm_name_prefix: Some("signin-".to_owned()),
                alarm_types: both(),
                state_value: Some(State::InsufficientData),
                action_prefix: Some("arn:".to_owned()),
                next_token: Some("AB/+==".to_owned()),
                ..DescribeAlarms::default()
            }),
            described(Some("CD/+==")),
        ),
        (CloudWatchCall::DescribeAlarmsForMetric(for_metric()), Reply::AlarmsForMetric(vec![described_alarm(alarm())])),
        (
            CloudWatchCall::DescribeAlarmHistory(DescribeAlarmHistory::default()),
            Reply::AlarmHistory(Page::whole(Vec::new())),
        ),
        (
            CloudWatchCall::DescribeAlarmHistory(DescribeAlarmHistory {
                alarm_name: Some(NAME.to_owned()),
                alarm_types: both(),
                history_item_type: Some(HistoryItemType::Action),
                is_ascending: true,
                next_token: Some("x".to_owned()),
            }),
            Reply::AlarmHistory(Page { items: history(), next_token: Some("y".to_owned()) }),
        ),
        (CloudWatchCall::ListTagsForResource(ALARM_ARN.to_owned()), Reply::Tags(tags.clone())),
        (CloudWatchCall::SetAlarmState(state(State::Ok, "", None)), Reply::Done),
        (CloudWatchCall::SetAlarmState(state(State::Alarm, "drill", Some("{\"a\":1}"))), Reply::Done),
        (CloudWatchCall::EnableAlarmActions(names()), Reply::Done),
        (CloudWatchCall::DisableAlarmActions(names()), Reply::Done),
        (CloudWatchCall::TagResource { resource_arn: ALARM_ARN.to_owned(), tags }, Reply::Done),
        (CloudWatchCall::PutMetricData { namespace: "signin".to_owned(), data: data() }, Reply::Done),
        (CloudWatchCall::PutAlarmMuteRule(mute_rule()), Reply::Done),
        (
            CloudWatchCall::ListAlarmMuteRules { alarm_name: NAME.to_owned(), next_token: None },
            Reply::Names(Page { items: vec!["signalarm-drill-1".to_owned()], next_token: Some("2".to_owned()) }),
        ),
        (
            CloudWatchCall::ListAlarmMuteRules { alarm_name: NAME.to_owned(), next_token: Some("2".to_owned()) },
            Reply::Names(Page::whole(Vec::new())),
        ),
        (CloudWatchCall::DeleteAlarmMuteRule("signalarm-drill-1".to_owned()), Reply::Done),
    ]
}

fn data() -> Vec<MetricDatum> {
    let datum = MetricDatum {
        metric_name: NAME.to_owned(),
        dimensions: vec![("Zone".to_owned(), "z".to_owned())],
        timestamp: Timestamp::from_millis(1_764_000_000_000),
        value: 0.5,
        unit: Some("Count".to_owned()),
    };
    vec![datum.clone(), MetricDatum { dimensions: Vec::new(), value: 0.0, unit: None, ..datum }]
}

fn mute_rule() -> PutAlarmMuteRule {
    PutAlarmMuteRule {
        name: "signalarm-drill-1".to_owned(),
        alarm_names: vec![NAME.to_owned(), "signin-console-silence".to_owned()],
        at: Timestamp::from_millis(1_764_000_000_000),
        duration: Duration::HOUR,
        expire_date: Timestamp::from_millis(1_764_007_200_000),
    }
}

fn tag(key: &str, value: &str) -> Tag {
    Tag { key: key.to_owned(), value: value.to_owned() }
}

/// An alarm as the deployer asks for it.
fn alarm() -> PutMetricAlarm {
    PutMetricAlarm {
        alarm_name: NAME.to_owned(),
        alarm_description: Some("A failed sign-in of the root user: «wer?»".to_owned()),
        actions_enabled: Some(true),
        ok_actions: vec![TOPIC_ARN.to_owned()],
        alarm_actions: vec![TOPIC_ARN.to_owned(), "arn:b".to_owned()],
        insufficient_data_actions: vec!["arn:c".to_owned()],
        metric_name: Some(NAME.to_owned()),
        namespace: Some("signin".to_owned()),
        statistic: Some("Sum".to_owned()),
        dimensions: vec![("Zone".to_owned(), "z".to_owned()), ("Area".to_owned(), "a".to_owned())],
        period: Some(300),
        unit: Some("Count/Second".to_owned()),
        evaluation_periods: Some(3),
        datapoints_to_alarm: Some(2),
        threshold: Some(0.0),
        comparison_operator: Some("GreaterThanThreshold".to_owned()),
        treat_missing_data: Some("notBreaching".to_owned()),
        evaluation_window: Some("SlidingWindow".to_owned()),
        ..PutMetricAlarm::default()
    }
}

/// An alarm on a percentile, with words that CloudWatch does not have: they are sent as they are.
fn percentile() -> PutMetricAlarm {
    PutMetricAlarm {
        alarm_name: NAME.to_owned(),
        actions_enabled: Some(false),
        extended_statistic: Some("p99.9".to_owned()),
        unit: Some("Parsec".to_owned()),
        comparison_operator: Some("AboutThreshold".to_owned()),
        evaluate_low_sample_count_percentile: Some("ignore".to_owned()),
        evaluation_window: Some("WallClockWindow".to_owned()),
        threshold: Some(-0.1),
        ..PutMetricAlarm::default()
    }
}

fn queries() -> PutMetricAlarm {
    let metric = Query {
        id: "m1".to_owned(),
        label: Some("failures".to_owned()),
        return_data: false,
        account: Some("123456789012".to_owned()),
        asked: Asked::Metric {
            metric: MetricId::new("signin".to_owned(), NAME.to_owned(), vec![("A".to_owned(), "b".to_owned())]),
            period_seconds: 60,
            statistic: "p90".to_owned(),
            unit: Some("Count".to_owned()),
        },
    };
    let expression = |id: &str, period_seconds| Query {
        id: id.to_owned(),
        label: None,
        return_data: true,
        account: None,
        asked: Asked::Expression { expression: "m1 * 2".to_owned(), period_seconds },
    };
    PutMetricAlarm {
        alarm_name: NAME.to_owned(),
        metrics: vec![metric, expression("e1", Some(300)), expression("e2", None)],
        threshold_metric_id: Some("e1".to_owned()),
        ..PutMetricAlarm::default()
    }
}

fn composite() -> PutCompositeAlarm {
    PutCompositeAlarm {
        alarm_name: "any".to_owned(),
        alarm_description: Some("any of them".to_owned()),
        alarm_rule: "ALARM(\"a\") OR ALARM(\"b\")".to_owned(),
        actions_enabled: Some(false),
        ok_actions: vec!["arn:a".to_owned()],
        alarm_actions: vec!["arn:b".to_owned()],
        insufficient_data_actions: vec!["arn:c".to_owned()],
        tags: Vec::new(),
    }
}

fn all_alarms() -> DescribeAlarms {
    DescribeAlarms { alarm_types: vec![AlarmType::Metric], ..DescribeAlarms::default() }
}

fn described_state(state_value: State, state_reason_data: Option<&str>) -> DescribedState {
    DescribedState {
        alarm_arn: ALARM_ARN.to_owned(),
        alarm_configuration_updated: Timestamp::from_millis(1_764_000_000_001),
        state_value,
        state_reason: "Threshold Crossed: 1 datapoint [1.0] was greater than the threshold (0.0).".to_owned(),
        state_reason_data: state_reason_data.map(str::to_owned),
        state_updated: Timestamp::from_millis(1_764_000_060_999),
        state_transitioned: Timestamp::from_millis(1_764_000_060_998),
    }
}

/// What *DescribeAlarms* always tells is set.
fn described_alarm(configuration: PutMetricAlarm) -> DescribedMetricAlarm {
    DescribedMetricAlarm { configuration, state: described_state(State::Alarm, Some("{\"version\":\"1.0\"}")) }
}

fn described(next_token: Option<&str>) -> Reply {
    let told =
        |alarm: PutMetricAlarm| PutMetricAlarm { actions_enabled: Some(alarm.actions_enabled != Some(false)), ..alarm };
    Reply::Alarms(DescribedAlarms {
        metric_alarms: [alarm(), percentile(), queries()].map(told).map(described_alarm).into(),
        composite_alarms: vec![DescribedCompositeAlarm {
            configuration: composite(),
            state: described_state(State::InsufficientData, None),
        }],
        next_token: next_token.map(str::to_owned),
    })
}

fn for_metric() -> DescribeAlarmsForMetric {
    DescribeAlarmsForMetric {
        metric: MetricId::new(
            "AWS/Logs".to_owned(),
            "IncomingLogEvents".to_owned(),
            vec![("LogGroupName".to_owned(), "g".to_owned())],
        ),
        statistic: Some("Sum".to_owned()),
        extended_statistic: Some("p90".to_owned()),
        period: Some(300),
        unit: Some("None".to_owned()),
    }
}

fn history() -> Vec<AlarmHistoryItem> {
    let item = |item_type, alarm_type, data: Value| AlarmHistoryItem {
        alarm_name: NAME.to_owned(),
        alarm_type,
        timestamp: Timestamp::from_millis(1_764_000_060_123),
        item: HistoryItem { item_type, summary: "Alarm updated from OK to ALARM".to_owned(), data },
    };
    vec![
        item(HistoryItemType::StateUpdate, AlarmType::Metric, json!({ "version": "1.0", "b": 1.0, "a": [null] })),
        item(HistoryItemType::ConfigurationUpdate, AlarmType::Composite, json!({})),
        item(HistoryItemType::Action, AlarmType::Metric, json!("text")),
    ]
}

fn state(state_value: State, state_reason: &str, state_reason_data: Option<&str>) -> SetAlarmState {
    SetAlarmState {
        alarm_name: NAME.to_owned(),
        state_value: state_value.to_string(),
        state_reason: state_reason.to_owned(),
        state_reason_data: state_reason_data.map(str::to_owned),
    }
}
