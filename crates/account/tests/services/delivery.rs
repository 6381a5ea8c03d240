//! From a topic into queues: who lets SNS in, what arrives, and what the journal says of what does not; and the whole way
//! from a log event to a received message.

use rstest::rstest;
use serde_json::{Value, json};
use signalarm_account::{Account, Conditions, What, WhyUnnotified};
use signalarm_alarm::State;
use signalarm_cloud::{
    Call, CloudWatchCall, InputLogEvent, LogsCall, MetricTransformation, PutMetricAlarm, PutMetricFilter, Reply,
    SetAlarmState, SnsCall, SqsCall,
};
use signalarm_notification::{Dropped, Endpoint};
use signalarm_time::Duration;

use crate::support::{
    QUEUE_URL, TOPIC, account, alarm, check_refused, create_log_group, create_log_stream, create_queue, create_topic,
    letting_sns_in, pass, receive, start, subscribe_queue, told,
};

fn publish(subject: &str, message: &str) -> Call {
    let (subject, message) = (subject.to_owned(), message.to_owned());
    SnsCall::Publish { topic_arn: TOPIC.to_owned(), subject, message }.into()
}

fn publish_to(topic_arn: &str) -> Call {
    SnsCall::Publish { topic_arn: topic_arn.to_owned(), subject: String::new(), message: "m".to_owned() }.into()
}

fn queue(name: &str) -> Endpoint {
    Endpoint::Sqs(format!("arn:aws:sqs:eu-west-1:111122223333:{name}").parse().unwrap())
}

/// A topic, and an alarm that acts on it.
fn alarming() -> Account {
    let mut account = account();
    create_topic(&mut account, "t");
    let alarm = PutMetricAlarm {
        treat_missing_data: Some("ignore".to_owned()),
        alarm_actions: vec![TOPIC.to_owned()],
        ..alarm("a")
    };
    account.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm))).unwrap();
    account
}

/// The same with a queue that lets SNS in under a condition.
fn listening(condition: Value) -> Account {
    let mut account = alarming();
    create_queue(&mut account, "q", &[("Policy", &letting_sns_in(condition))]);
    subscribe_queue(&mut account, "q");
    account
}

fn raise(account: &mut Account) {
    for state_value in ["OK", "ALARM"] {
        let state = SetAlarmState {
            alarm_name: "a".to_owned(),
            state_value: state_value.to_owned(),
            state_reason: "a drill".to_owned(),
            state_reason_data: None,
        };
        account.answer(CloudWatchCall::SetAlarmState(state)).unwrap();
    }
}

/// What the journal says of each endpoint: `None` where it was told.
fn heard(account: &Account) -> Vec<(Endpoint, Option<WhyUnnotified>)> {
    let heard = |what: &What| match what {
        What::Notified { endpoint, .. } => Some((endpoint.clone(), None)),
        What::Unnotified { endpoint: Some(endpoint), why, .. } => Some((endpoint.clone(), Some(why.clone()))),
        _ => None,
    };
    account.journal().iter().filter_map(|happening| heard(&happening.what)).collect()
}

fn envelope(body: &str) -> Value {
    serde_json::from_str(body).unwrap()
}

const EXACTLY: &str = "arn:aws:sns:eu-west-1:111122223333:t";

/// SNS Developer Guide, *Subscribing an Amazon SQS queue to an Amazon SNS topic*: the queue's policy decides.
#[rstest]
#[case(json!({}), true)]
#[case(json!({ "ArnEquals": { "aws:SourceArn": EXACTLY } }), true)]
#[case(json!({ "ArnLike": { "aws:SourceArn": "arn:aws:sns:*:111122223333:*" } }), true)]
#[case(json!({ "ArnEquals": { "aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:u" } }), false)]
#[case(json!({ "StringEquals": { "aws:SourceAccount": "111122223333" } }), true)]
#[case(json!({ "StringEquals": { "aws:SourceAccount": "444455556666" } }), false)]
fn a_queue_gets_what_its_policy_lets_in(#[case] condition: Value, #[case] is_let_in: bool) {
    let mut account = listening(condition);
    raise(&mut account);
    account.answer(publish("", "m")).unwrap();
    let expected = (!is_let_in).then_some(WhyUnnotified::Dropped(Dropped::QueueDenies));
    assert_eq!(heard(&account), [(queue("q"), expected)], "of what people publish the journal says nothing");
    assert_eq!(receive(&mut account, "q").len(), if is_let_in { 2 } else { 0 });
}

/// A queue that was never made here is outside of what is simulated; one that was deleted is gone.
#[test]
fn queues_that_are_not_there() {
    let mut account = listening(json!({}));
    let elsewhere = Endpoint::Sqs("arn:aws:sqs:eu-west-1:444455556666:q".parse().unwrap());
    for name in ["none", "denying"] {
        subscribe_queue(&mut account, name);
    }
    create_queue(&mut account, "denying", &[]);
    let (protocol, endpoint) = ("sqs".to_owned(), elsewhere.to_string());
    account.answer(SnsCall::Subscribe { topic_arn: TOPIC.to_owned(), protocol, endpoint }).unwrap();
    account.answer(SqsCall::DeleteQueue { queue_url: QUEUE_URL.to_owned() }).unwrap();
    raise(&mut account);
    let dropped = |why| Some(WhyUnnotified::Dropped(why));
    let expected = [
        (queue("q"), dropped(Dropped::QueueDeleted)),
        (queue("none"), None),
        (queue("denying"), dropped(Dropped::QueueDenies)),
        (elsewhere, None),
    ];
    assert_eq!(heard(&account), expected);
    let told: Vec<String> = heard(&account).into_iter().filter_map(|(_, why)| Some(why?.to_string())).collect();
    let denies = "the queue's policy does not let SNS send to it on behalf of the topic";
    assert_eq!(told, ["the queue has been deleted", denies]);
    create_queue(&mut account, "none", &[]);
    raise(&mut account);
    assert_eq!(heard(&account)[5], (queue("none"), dropped(Dropped::QueueDenies)), "from now on it is ours");
}

/// SNS API Reference, *Publish*.
#[rstest]
#[case(publish("", ""), "InvalidParameter 400: Invalid parameter: Empty message")]
#[case(publish("", &"m".repeat(262_145)), "InvalidParameter 400: Invalid parameter: Message too long")]
#[case(publish(&"s".repeat(100), "m"), "InvalidParameter 400: Invalid parameter: Subject")]
#[case(publish("é", "m"), "InvalidParameter 400: Invalid parameter: Subject")]
#[case(publish("a\nb", "m"), "InvalidParameter 400: Invalid parameter: Subject")]
#[case(publish(" a", "m"), "InvalidParameter 400: Invalid parameter: Subject")]
#[case(publish_to("arn:aws:sns:eu-west-1:111122223333:none"), "NotFound 404")]
#[case(publish_to("arn:aws:sns:us-east-1:111122223333:t"), "InvalidParameter 400: Invalid parameter: TopicArn")]
#[case(
    publish_to("t"),
    "InvalidParameter 400: Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements"
)]
fn what_cannot_be_published_is_refused(#[case] call: Call, #[case] expected: &str) {
    let mut account = listening(json!({}));
    check_refused(&mut account, call, expected);
    assert_eq!(receive(&mut account, "q"), []);
}

#[test]
fn what_people_publish_arrives_in_the_envelope() {
    let mut account = listening(json!({}));
    let Ok(Reply::MessageId(id)) = account.answer(publish(&"s".repeat(99), &"m".repeat(262_144))) else {
        panic!("refused")
    };
    let Ok(Reply::MessageId(other)) = account.answer(publish("", "m")) else { panic!("refused") };
    assert_ne!(id, other);
    let messages = receive(&mut account, "q");
    assert!(
        messages[0].body.starts_with(&format!("{{\n  \"Type\" : \"Notification\",\n  \"MessageId\" : \"{id}\",\n"))
    );
    let [long, short] = [0, 1].map(|n: usize| envelope(&messages[n].body));
    assert_eq!((long["Subject"].as_str(), short.get("Subject")), (Some("s".repeat(99).as_str()), None));
    assert_eq!((short["TopicArn"].as_str(), short["Message"].as_str()), (Some(TOPIC), Some("m")));
    assert_eq!(short["Timestamp"], "2026-11-23T10:00:00.000Z");
    let deny =
        json!({ "Statement": { "Effect": "Deny", "Principal": "*", "Action": "sns:Publish", "Resource": TOPIC } });
    let (name, value) = ("Policy".to_owned(), deny.to_string());
    account.answer(SnsCall::SetTopicAttributes { topic_arn: TOPIC.to_owned(), name, value }).unwrap();
    let refused = told(account.answer(publish("", "m")));
    assert!(refused.starts_with("AuthorizationError 403: User: arn:aws:iam::111122223333:user/deployer"), "{refused}");
}

/// An endpoint that takes nothing for a while: SNS tries again, and the journal tells it of alarms.
#[test]
fn a_queue_that_comes_back_gets_what_waits() {
    let mut account = listening(json!({}));
    let unreachable = Conditions { unreachable: [queue("q")].into(), ..Conditions::default() };
    account.set_conditions(unreachable);
    raise(&mut account);
    account.answer(publish("", "m")).unwrap();
    pass(&mut account, 5);
    assert_eq!(receive(&mut account, "q"), []);
    account.set_conditions(Conditions::default());
    pass(&mut account, 60);
    let messages = receive(&mut account, "q");
    assert_eq!(messages.len(), 2);
    assert_eq!(envelope(&messages[0].body)["Timestamp"], "2026-11-23T10:00:00.000Z", "when it was published");
    assert_eq!(heard(&account).last(), Some(&(queue("q"), None)));
    // Meanwhile the policy may have gone.
    account.set_conditions(Conditions { unreachable: [queue("q")].into(), ..Conditions::default() });
    raise(&mut account);
    account.answer(SqsCall::DeleteQueue { queue_url: QUEUE_URL.to_owned() }).unwrap();
    account.set_conditions(Conditions::default());
    pass(&mut account, 60);
    let dropped = Some(WhyUnnotified::Dropped(Dropped::QueueDeleted));
    assert_eq!(heard(&account).last(), Some(&(queue("q"), dropped)));
}

/// The whole way of a drill: a log event, its filter, the alarm, the topic, and the message that is received.
#[test]
fn a_log_event_becomes_a_message_in_a_queue() {
    let mut account = listening(json!({ "ArnEquals": { "aws:SourceArn": EXACTLY } }));
    create_queue(&mut account, "without-policy", &[]);
    subscribe_queue(&mut account, "without-policy");
    create_log_group(&mut account, "g");
    create_log_stream(&mut account, "g", "s");
    let transformation = MetricTransformation {
        metric_name: "m".to_owned(),
        metric_namespace: "N".to_owned(),
        metric_value: "1".to_owned(),
        default_value: Some(0.0),
        unit: None,
        dimensions: Vec::new(),
    };
    let filter = PutMetricFilter {
        log_group_name: "g".to_owned(),
        filter_name: "f".to_owned(),
        filter_pattern: "{ $.eventName = \"ConsoleLogin\" }".to_owned(),
        metric_transformations: vec![transformation],
    };
    account.answer(LogsCall::PutMetricFilter(Box::new(filter))).unwrap();
    pass(&mut account, 300);
    let event = |event: &str| InputLogEvent {
        timestamp: start() + Duration::from_secs(300),
        message: format!(r#"{{"eventTime":"2026-11-23T10:00:00Z","eventName":"{event}","eventSource":"s"}}"#),
    };
    let put = |events: Vec<InputLogEvent>| LogsCall::PutLogEvents {
        log_group_name: "g".to_owned(),
        log_stream_name: "s".to_owned(),
        log_events: events,
    };
    account.answer(put(vec![event("ConsoleLogin"), event("AssumeRole")])).unwrap();
    pass(&mut account, 120);
    assert!(receive(&mut account, "q").is_empty(), "one is no more than one");
    let mut again = event("ConsoleLogin");
    again.timestamp = account.now();
    account.answer(put(vec![again.clone(), again])).unwrap();
    pass(&mut account, 120);
    let [message] = receive(&mut account, "q").try_into().unwrap();
    let notification = envelope(&message.body);
    let alarm: Value = serde_json::from_str(notification["Message"].as_str().unwrap()).unwrap();
    assert_eq!(
        (notification["Subject"].as_str(), alarm["AlarmName"].as_str()),
        (Some("ALARM: \"a\" in EU (Ireland)"), Some("a"))
    );
    let reason = alarm["NewStateReason"].as_str().unwrap();
    assert!(reason.contains("[2.0 (23/11/26 10:07:00)]"), "{reason}");
    assert_eq!(receive(&mut account, "without-policy"), []);
    let dropped = Some(WhyUnnotified::Dropped(Dropped::QueueDenies));
    assert_eq!(heard(&account), [(queue("q"), None), (queue("without-policy"), dropped)]);
    let raised = |what: &What| match what {
        What::Transition { to: State::Alarm, records, .. } => Some(records.len()),
        _ => None,
    };
    assert_eq!(account.journal().iter().find_map(|happening| raised(&happening.what)), Some(2));
    let queue_url = QUEUE_URL.to_owned();
    account.answer(SqsCall::DeleteMessage { queue_url, receipt_handle: message.receipt_handle }).unwrap();
    pass(&mut account, 60);
    assert_eq!(receive(&mut account, "q"), []);
}

/// The same seed and the same calls give the same bytes, and a copy goes its own way.
#[test]
fn queues_are_the_same_for_the_same_seed() {
    let bodies = |account: &mut Account| {
        raise(account);
        receive(account, "q").into_iter().map(|message| message.body).collect::<Vec<_>>()
    };
    let (mut one, mut other) = (listening(json!({})), listening(json!({})));
    let mut copy = one.clone();
    assert_eq!(bodies(&mut one), bodies(&mut other));
    assert_eq!(receive(&mut copy, "q"), []);
    assert_eq!(bodies(&mut copy).len(), 1);
}
