//! Calls that CloudTrail records: which trails hear them, and what stands in the record.

use rstest::rstest;
use serde_json::{Value, json};
use signalarm_account::{Account, What};
use signalarm_cloud::{
    Call, CloudTrailCall, CloudWatchCall, IamCall, InputLogEvent, LogsCall, PutAlarmMuteRule, PutTrail, SetAlarmState,
    SnsCall, SqsCall,
};
use signalarm_event::Record;
use signalarm_notification::Endpoint;
use signalarm_time::Duration;

use crate::support::{
    REGION, account_for_trail, account_in, create, create_log_group, create_log_stream, pass, start, trail,
};

const TRAIL: &str = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/events";
const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:t";

fn logging(request: PutTrail) -> Account {
    let mut account = account_for_trail();
    account.answer(create(request)).unwrap();
    account.answer(CloudTrailCall::StartLogging { name: TRAIL.to_owned() }).unwrap();
    pass(&mut account, 60);
    account
}

/// The records of calls in the journal, and whether each came to the log group.
fn recorded(account: &mut Account) -> Vec<(Record, bool)> {
    pass(account, 3_600);
    let delivered = |index| {
        let is_it = |what: &What| matches!(what, What::Delivered { record, .. } if *record == index);
        account.journal().iter().any(|happening| is_it(&happening.what))
    };
    let told = |what: &What| match what {
        What::Recorded { record } => Some((account.kept_record(*record).clone(), delivered(*record))),
        _ => None,
    };
    account.journal().iter().filter_map(|happening| told(&happening.what)).collect()
}

fn name(name: &str) -> String {
    name.to_owned()
}

/// A trail hears the call that silences it, and not the one that lets it speak.
#[rstest]
#[case::stop(CloudTrailCall::StopLogging { name: name("events") }, true)]
#[case::delete(CloudTrailCall::DeleteTrail { name: name("events") }, false)]
#[case::change(CloudTrailCall::UpdateTrail(Box::new(PutTrail { name: name("events"), ..PutTrail::default() })), true)]
fn a_trail_hears_what_is_done_to_it(#[case] call: CloudTrailCall, #[case] is_delivered: bool) {
    let mut account = logging(trail());
    let operation = call.operation();
    account.call(call).unwrap();
    account.call(CloudTrailCall::StartLogging { name: name("events") }).ok();
    let told: Vec<(String, bool)> =
        recorded(&mut account).into_iter().map(|(record, told)| (record.name().to_owned(), told)).collect();
    // What was changed goes on, so that starting it again is heard as well.
    let again = (name("StartLogging"), operation == "UpdateTrail");
    assert_eq!(told, [(operation.to_owned(), is_delivered), again]);
}

#[test]
fn event_selectors_without_management_events_are_the_last_that_is_heard() {
    let mut account = logging(trail());
    account.exclude_management_events("events").unwrap();
    account.call(CloudTrailCall::PutManagementEventSelector { trail_name: name("events") }).unwrap();
    let told: Vec<bool> = recorded(&mut account).into_iter().map(|(_, told)| told).collect();
    assert_eq!(told, [true, false]);
}

/// IAM is recorded in us-east-1, which a trail of another Region alone does not hear.
#[rstest]
#[case::every_region(true)]
#[case::one_region(false)]
fn global_services_are_recorded_in_one_region(#[case] is_multi_region: bool) {
    let mut account = logging(PutTrail { is_multi_region_trail: Some(is_multi_region), ..trail() });
    let (role_name, policy_name) = (name("another"), name("p"));
    account.call(IamCall::DeleteRolePolicy { role_name, policy_name }).ok();
    account.call(SnsCall::CreateTopic { name: name("t"), attributes: Default::default(), tags: Vec::new() }).unwrap();
    let records = recorded(&mut account);
    let told = |record: &Record, told| (record.source().to_owned(), record.region().map(str::to_owned), told);
    let told: Vec<(String, Option<String>, bool)> =
        records.iter().map(|(record, heard)| told(record, *heard)).collect();
    let iam = (name("iam.amazonaws.com"), Some(name("us-east-1")), is_multi_region);
    assert_eq!(told, [iam, (name("sns.amazonaws.com"), Some(name("eu-west-1")), true)]);
}

#[rstest]
#[case(
    LogsCall::DeleteMetricFilter { log_group_name: name("g"), filter_name: name("f") },
    ["logs.amazonaws.com", "DeleteMetricFilter", "ResourceNotFoundException"],
    json!({ "logGroupName": "g", "filterName": "f" })
)]
#[case(
    CloudWatchCall::DisableAlarmActions(vec![name("a"), name("b")]),
    ["monitoring.amazonaws.com", "DisableAlarmActions", ""],
    json!({ "alarmNames": ["a", "b"] })
)]
#[case(
    CloudWatchCall::SetAlarmState(SetAlarmState {
        alarm_name: name("a"), state_value: name("OK"), state_reason: name("r"), state_reason_data: None,
    }),
    ["monitoring.amazonaws.com", "SetAlarmState", "ResourceNotFound"],
    json!({ "alarmName": "a", "stateValue": "OK", "stateReason": "r" })
)]
#[case(
    SnsCall::DeleteTopic { topic_arn: name(TOPIC) },
    ["sns.amazonaws.com", "DeleteTopic", ""],
    json!({ "topicArn": TOPIC })
)]
#[case(
    CloudWatchCall::PutAlarmMuteRule(PutAlarmMuteRule {
        name: name("r"), alarm_names: vec![name("a")], at: start(), duration: Duration::MINUTE, expire_date: start() + Duration::HOUR,
    }),
    ["monitoring.amazonaws.com", "PutAlarmMuteRule", "ResourceNotFound"],
    json!({ "name": "r", "muteTargets": { "alarmNames": ["a"] } })
)]
#[case(
    CloudWatchCall::DeleteAlarmMuteRule(name("r")),
    ["monitoring.amazonaws.com", "DeleteAlarmMuteRule", ""],
    json!({ "alarmMuteRuleName": "r" })
)]
#[case(
    LogsCall::CreateLogStream { log_group_name: name("g"), log_stream_name: name("s") },
    ["logs.amazonaws.com", "CreateLogStream", ""],
    json!({ "logGroupName": "g", "logStreamName": "s" })
)]
#[case(
    SqsCall::CreateQueue { queue_name: name("q"), attributes: Default::default(), tags: Vec::new() },
    ["sqs.amazonaws.com", "CreateQueue", ""],
    json!({ "queueName": "q" })
)]
#[case(
    SqsCall::DeleteQueue { queue_url: name("https://q") },
    ["sqs.amazonaws.com", "DeleteQueue", "QueueDoesNotExist"],
    json!({ "queueUrl": "https://q" })
)]
fn a_record_says_who_asked_for_what_and_whether_it_was_refused(
    #[case] call: impl Into<Call>,
    #[case] said: [&str; 3],
    #[case] parameters: Value,
) {
    let [source, operation, code] = said;
    let mut account = logging(trail());
    let refused = account.call(call).is_err();
    let records = recorded(&mut account);
    let [(record, true)] = records.as_slice() else { panic!("{records:?}") };
    let json = record.json();
    assert_eq!((record.source(), record.name()), (source, operation));
    assert_eq!(json["requestParameters"], parameters);
    assert_eq!((json["errorCode"].as_str().unwrap_or_default(), refused), (code, !code.is_empty()));
    assert_eq!((&json["userIdentity"]["type"], &json["readOnly"]), (&json!("IAMUser"), &json!(false)));
    assert_eq!(Record::parse(record.text()).unwrap().id(), record.id());
}

#[test]
fn what_only_reads_and_what_needs_no_rights_makes_no_record() {
    let mut account = logging(trail());
    let endpoint = Endpoint::Email("a@example.com".parse().unwrap());
    account.answer(SnsCall::CreateTopic { name: name("t"), attributes: Default::default(), tags: Vec::new() }).unwrap();
    let (topic_arn, protocol) = (name(TOPIC), name("email"));
    account.answer(SnsCall::Subscribe { topic_arn, protocol, endpoint: endpoint.to_string() }).unwrap();
    account.call(SnsCall::ListSubscriptionsByTopic { topic_arn: name(TOPIC), next_token: None }).unwrap();
    account.confirm_subscription(TOPIC, &endpoint).unwrap();
    account.follow_unsubscribe_link(TOPIC, &endpoint).unwrap();
    // What is done to data, and not to what holds them.
    let (topic_arn, subject, message) = (name(TOPIC), String::new(), name("m"));
    account.call(SnsCall::Publish { topic_arn, subject, message }).unwrap();
    account.call(CloudWatchCall::PutMetricData { namespace: name("N"), data: Vec::new() }).unwrap_err();
    let (log_group_name, log_stream_name) = (name("g"), name("s"));
    account.call(LogsCall::PutLogEvents { log_group_name, log_stream_name, log_events: Vec::new() }).unwrap_err();
    account.call(SqsCall::ReceiveMessage { queue_url: name("https://q") }).unwrap_err();
    assert!(recorded(&mut account).is_empty());
}

/// The next record of what else happens has the id that it would have without the call.
#[test]
fn calls_take_no_chance_from_others() {
    let mut with = account_in(REGION, 7);
    let without = with.clone();
    with.call(SnsCall::DeleteTopic { topic_arn: name(TOPIC) }).unwrap();
    assert_eq!(with.next_record_id(), without.next_record_id());
    create_log_group(&mut with, "g");
    create_log_stream(&mut with, "g", "s");
    let message = name(r#"{"eventTime":"2026-11-23T10:00:00Z","eventName":"n","eventSource":"s"}"#);
    let log_events = vec![InputLogEvent { timestamp: with.now(), message }];
    let (log_group_name, log_stream_name) = (name("g"), name("s"));
    with.call(LogsCall::PutLogEvents { log_group_name, log_stream_name, log_events }).unwrap();
    assert_eq!((with.told_records().count(), with.next_record_id()), (2, without.next_record_id()));
    assert_eq!(recorded(&mut with).len(), 1);
}
