//! Replies as they come over the wire, in CBOR.

use signalarm_alarm::State;
use signalarm_aws_clients::cbor::Encoder;
use signalarm_aws_clients::http_test::infallible_client_fn;
use signalarm_aws_clients::{Clients, SdkBody, date_time, http};
use signalarm_aws_cloudwatch::call;
use signalarm_cloud::{
    AlarmHistoryItem, AlarmType, Answer, CloudWatchCall, DescribeAlarmHistory, DescribeAlarms, Failure, Page, Reply,
};
use signalarm_notification::{HistoryItem, HistoryItemType};
use signalarm_time::Timestamp;

/// Clients that get these bytes for everything.
fn answered(body: Vec<u8>) -> Clients {
    let http = infallible_client_fn(move |_| {
        let response = http::Response::builder().header("smithy-protocol", "rpc-v2-cbor");
        response.body(SdkBody::from(body.clone())).unwrap()
    });
    Clients::over_http("eu-central-1", http)
}

fn alarms(clients: &Clients) -> Answer {
    call(clients, CloudWatchCall::DescribeAlarms(DescribeAlarms::default()))
}

/// The members of one metric alarm, without those of the given name.
fn one_alarm(updated: Timestamp, without: &str) -> Vec<u8> {
    let texts = [
        ("AlarmName", "a"),
        ("AlarmArn", "arn:a"),
        ("StateValue", "ALARM"),
        ("Statistic", "Sum"),
        ("TreatMissingData", "notBreaching"),
        ("SomethingNew", "of next year"),
    ];
    let mut encoder = Encoder::new(Vec::new());
    encoder.begin_map().str("MetricAlarms").begin_array().begin_map();
    for (name, value) in texts.into_iter().filter(|(name, _)| *name != without) {
        encoder.str(name).str(value);
    }
    if without != "StateUpdatedTimestamp" {
        encoder.str("StateUpdatedTimestamp").timestamp(&date_time(updated));
    }
    encoder.str("Threshold").double(0.5).str("Period").integer(300).end().end().end();
    encoder.into_writer()
}

/// Emulators leave out much that AWS tells.
#[test]
fn an_alarm_is_read_with_what_is_there() {
    let updated = Timestamp::from_millis(1_764_000_060_000);
    let Ok(Reply::Alarms(told)) = alarms(&answered(one_alarm(updated, ""))) else {
        panic!("there is no alarm");
    };
    let [alarm] = &told.metric_alarms[..] else { panic!("{told:?}") };
    assert_eq!(alarm.configuration.alarm_name, "a");
    assert_eq!(alarm.configuration.actions_enabled, Some(true));
    assert_eq!(alarm.configuration.statistic.as_deref(), Some("Sum"));
    assert_eq!((alarm.configuration.threshold, alarm.configuration.period), (Some(0.5), Some(300)));
    assert_eq!(alarm.state.state_value, State::Alarm);
    assert_eq!(alarm.state.state_updated, updated);
    assert_eq!((alarm.state.state_transitioned, alarm.state.alarm_configuration_updated), (updated, updated));
    assert_eq!((told.composite_alarms.len(), told.next_token), (0, None));
}

#[test]
fn an_alarm_without_what_makes_it_one_cannot_be_read() {
    for member in ["AlarmName", "AlarmArn", "StateValue", "StateUpdatedTimestamp"] {
        let failure = alarms(&answered(one_alarm(Timestamp::from_millis(0), member))).unwrap_err();
        let told = Failure::Unanswered(format!("the reply cannot be read: it has no {member}"));
        assert_eq!(failure, told);
    }
}

/// CBOR carries instants as floating-point seconds, and the SDK cuts them to milliseconds.
#[test]
fn an_instant_is_right_to_the_millisecond_before() {
    for millis in (1_764_000_060_000..).take(50) {
        let Ok(Reply::Alarms(told)) = alarms(&answered(one_alarm(Timestamp::from_millis(millis), ""))) else {
            panic!("there is no alarm");
        };
        let read = told.metric_alarms[0].state.state_updated.as_millis();
        assert!((millis - 1..=millis).contains(&read), "{millis} is read as {read}");
    }
}

/// Items of log alarms and of contributors have no place in our history.
#[test]
fn a_history_is_read_without_what_we_do_not_carry() {
    let kinds = [
        ("MetricAlarm", "StateUpdate", "{\"a\":1}"),
        ("LogAlarm", "StateUpdate", "{}"),
        ("MetricAlarm", "AlarmContributorStateUpdate", "{}"),
        ("CompositeAlarm", "Action", "no JSON"),
    ];
    let mut encoder = Encoder::new(Vec::new());
    encoder.begin_map().str("AlarmHistoryItems").begin_array();
    for (alarm_type, item_type, data) in kinds {
        encoder
            .begin_map()
            .str("AlarmName")
            .str("a")
            .str("AlarmType")
            .str(alarm_type)
            .str("HistoryItemType")
            .str(item_type);
        encoder.str("Timestamp").timestamp(&date_time(Timestamp::from_millis(1_764_000_000_000)));
        encoder.str("HistorySummary").str("s").str("HistoryData").str(data).end();
    }
    encoder.end().str("NextToken").str("t").end();
    let item = |alarm_type, item_type, data| AlarmHistoryItem {
        alarm_name: "a".to_owned(),
        alarm_type,
        timestamp: Timestamp::from_millis(1_764_000_000_000),
        item: HistoryItem { item_type, summary: "s".to_owned(), data },
    };
    let items = vec![
        item(AlarmType::Metric, HistoryItemType::StateUpdate, serde_json::json!({ "a": 1 })),
        item(AlarmType::Composite, HistoryItemType::Action, serde_json::json!("no JSON")),
    ];
    let asked = CloudWatchCall::DescribeAlarmHistory(DescribeAlarmHistory::default());
    let told = Reply::AlarmHistory(Page { items, next_token: Some("t".to_owned()) });
    assert_eq!(call(&answered(encoder.into_writer()), asked), Ok(told));
}

/// Half a reply, a reply of another shape, and none.
#[test]
fn a_reply_that_is_no_cbor_leaves_open_whether_the_call_happened() {
    let whole = one_alarm(Timestamp::from_millis(1_764_000_060_000), "");
    for length in 0..whole.len() {
        let failure = alarms(&answered(whole[..length].to_vec()));
        // A reply of no bytes is one without members.
        assert!(matches!(failure, Err(Failure::Unanswered(_))) || length == 0, "{length}: {failure:?}");
    }
    for body in [&b"<xml/>"[..], b"{}", b"\x00", b"\xbf\x6cMetricAlarms\x01\xff"] {
        let failure = alarms(&answered(body.to_vec()));
        assert!(matches!(failure, Err(Failure::Unanswered(_))), "{failure:?}");
    }
}
