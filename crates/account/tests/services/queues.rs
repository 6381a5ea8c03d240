//! SQS: names and attributes of queues, and messages that are seen by one receiver at a time.

use rstest::rstest;
use serde_json::json;
use signalarm_account::Account;
use signalarm_cloud::{Call, QueueMessage, Reply, SnsCall, SqsCall};
use signalarm_time::Duration;

use crate::support::{
    QUEUE_URL, account, account_in, check_refused, create_queue, create_topic, letting_sns_in, pass, receive,
    subscribe_queue, tags, told,
};

const NO_QUEUE: &str = "https://sqs.eu-west-1.amazonaws.com/111122223333/none";

fn create(name: &str, attributes: &[(&str, &str)]) -> Call {
    let attributes = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    SqsCall::CreateQueue { queue_name: name.to_owned(), attributes, tags: Vec::new() }.into()
}

fn tagged(given: &[(&str, &str)]) -> Call {
    SqsCall::CreateQueue { queue_name: "r".to_owned(), attributes: [].into(), tags: tags(given) }.into()
}

fn receiving(url: &str) -> Call {
    SqsCall::ReceiveMessage { queue_url: url.to_owned() }.into()
}

fn deleting(url: &str) -> Call {
    SqsCall::DeleteQueue { queue_url: url.to_owned() }.into()
}

fn delete_message(url: &str, receipt_handle: &str) -> Call {
    SqsCall::DeleteMessage { queue_url: url.to_owned(), receipt_handle: receipt_handle.to_owned() }.into()
}

fn list(queue_name_prefix: &str, next_token: Option<String>) -> Call {
    SqsCall::ListQueues { queue_name_prefix: queue_name_prefix.to_owned(), next_token }.into()
}

#[rstest]
#[case(create("", &[]), "InvalidParameterValue 400: Can only include alphanumeric characters")]
#[case(create("a.b", &[]), "InvalidParameterValue 400")]
#[case(create("é", &[]), "InvalidParameterValue 400")]
#[case(create(&"q".repeat(81), &[]), "InvalidParameterValue 400")]
#[case(create("r", &[("VisibilityTimeout", "43201")]), "InvalidAttributeValue 400: Invalid value for the parameter VisibilityTimeout.")]
#[case(create("r", &[("MessageRetentionPeriod", "59")]), "InvalidAttributeValue 400")]
#[case(create("r", &[("ReceiveMessageWaitTimeSeconds", "21")]), "InvalidAttributeValue 400")]
#[case(create("r", &[("SqsManagedSseEnabled", "yes")]), "InvalidAttributeValue 400")]
#[case(create("r", &[("Policy", "{")]), "InvalidAttributeValue 400: Invalid value for the parameter Policy.")]
#[case(create("r", &[("Policy", r#"{"Statement":{"Effect":"Maybe"}}"#)]), "InvalidAttributeValue 400")]
#[case(create("r", &[("Colour", "red")]), "InvalidAttributeName 400: Unknown Attribute Colour.")]
#[case(create("r", &[("FifoQueue", "true")]), "NotSimulated 501")]
#[case(create("q", &[("VisibilityTimeout", "31")]), "QueueNameExists 400: A queue already exists with the same name and a \
    different value for attribute VisibilityTimeout")]
#[case(tagged(&[("aws:x", "")]), "InvalidParameterValue 400")]
#[case(list("", Some("t".to_owned())), "InvalidParameterValue 400")]
#[case(receiving(NO_QUEUE), "QueueDoesNotExist 400: The specified queue does not exist.")]
#[case(receiving("https://sqs.eu-west-1.amazonaws.com/444455556666/q"), "QueueDoesNotExist 400")]
#[case(receiving("https://sqs.us-east-1.amazonaws.com/111122223333/q"), "QueueDoesNotExist 400")]
#[case(receiving("q"), "InvalidAddress 404")]
#[case(deleting(NO_QUEUE), "QueueDoesNotExist 400")]
#[case(delete_message(NO_QUEUE, "h"), "QueueDoesNotExist 400")]
#[case(delete_message(QUEUE_URL, "h"), "ReceiptHandleIsInvalid 400")]
fn queues_are_refused(#[case] call: Call, #[case] expected: &str) {
    let mut account = account();
    create_queue(&mut account, "q", &[]);
    check_refused(&mut account, call, expected);
    assert_eq!(
        account.answer(list("", None)),
        Ok(Reply::Names(signalarm_cloud::Page::whole(vec![QUEUE_URL.to_owned()])))
    );
}

/// SQS API Reference, *CreateQueue*: refused only where an attribute that is asked for has another value.
#[test]
fn a_queue_that_is_there_is_as_good() {
    let mut account = account();
    let (policy, spaced) = (r#"{"Statement":[]}"#, r#"{ "Statement": [] }"#);
    create_queue(&mut account, "q", &[("VisibilityTimeout", "60"), ("Policy", policy)]);
    for same in [
        &[][..],
        &[("VisibilityTimeout", "60")],
        &[("Policy", spaced)],
        &[
            ("MessageRetentionPeriod", "345600"),
            ("ReceiveMessageWaitTimeSeconds", "0"),
            ("SqsManagedSseEnabled", "true"),
        ],
    ] {
        assert_eq!(account.answer(create("q", same)), Ok(Reply::QueueUrl(QUEUE_URL.to_owned())), "{same:?}");
    }
    for other in [("VisibilityTimeout", "30"), ("Policy", ""), ("SqsManagedSseEnabled", "false")] {
        check_refused(&mut account, create("q", &[other]), "QueueNameExists 400");
    }
}

#[test]
fn a_name_is_free_again_a_minute_after_its_queue() {
    let mut account = account();
    create_queue(&mut account, "q", &[]);
    assert_eq!(account.answer(deleting(QUEUE_URL)), Ok(Reply::Done));
    check_refused(&mut account, receiving(QUEUE_URL), "QueueDoesNotExist 400");
    pass(&mut account, 59);
    check_refused(&mut account, create("q", &[]), "QueueDeletedRecently 400: You must wait 60 seconds");
    create_queue(&mut account, "other", &[]);
    pass(&mut account, 1);
    create_queue(&mut account, "q", &[("VisibilityTimeout", "1")]);
}

#[test]
fn queues_come_a_thousand_a_page() {
    let mut account = account_in("cn-north-1", 1);
    let name = |n: usize| format!("a{n:04}");
    for n in 0..1_001 {
        create_queue(&mut account, &name(n), &[]);
    }
    create_queue(&mut account, "b", &[]);
    let url = |n: usize| format!("https://sqs.cn-north-1.amazonaws.com.cn/111122223333/{}", name(n));
    let Ok(Reply::Names(first)) = account.answer(list("a", None)) else { panic!("no page") };
    assert_eq!(first.items, (0..1_000).map(url).collect::<Vec<_>>());
    check_refused(&mut account, list("", first.next_token.clone()), "InvalidParameterValue 400");
    let Ok(Reply::Names(second)) = account.answer(list("a", first.next_token)) else { panic!("no page") };
    assert_eq!((second.items, second.next_token), (vec![url(1_000)], None));
}

fn publish(account: &mut Account, message: &str) {
    let (topic_arn, subject) = ("arn:aws:sns:eu-west-1:111122223333:t".to_owned(), String::new());
    let published = account.answer(SnsCall::Publish { topic_arn, subject, message: message.to_owned() });
    assert!(matches!(published, Ok(Reply::MessageId(_))), "{published:?}");
}

/// A queue of these attributes that gets what is published to a topic.
fn listening(attributes: &[(&str, &str)]) -> Account {
    let mut account = account();
    create_topic(&mut account, "t");
    let policy = letting_sns_in(json!({}));
    create_queue(&mut account, "q", &[attributes, &[("Policy", policy.as_str())]].concat());
    subscribe_queue(&mut account, "q");
    account
}

fn texts(messages: &[QueueMessage]) -> Vec<String> {
    let text = |message: &QueueMessage| {
        let envelope: serde_json::Value = serde_json::from_str(&message.body).unwrap();
        envelope["Message"].as_str().unwrap().to_owned()
    };
    messages.iter().map(text).collect()
}

/// SQS API Reference, *ReceiveMessage*, *DeleteMessage*; SQS Developer Guide, *Amazon SQS visibility timeout*.
#[test]
fn a_message_is_seen_by_one_receiver_at_a_time_until_it_is_deleted() {
    let mut account = listening(&[]);
    (0..12).for_each(|n| publish(&mut account, &n.to_string()));
    let first = receive(&mut account, "q");
    assert_eq!(texts(&first), (0..10).map(|n| n.to_string()).collect::<Vec<_>>(), "ten at most");
    assert_eq!(texts(&receive(&mut account, "q")), ["10", "11"]);
    assert!(receive(&mut account, "q").is_empty(), "all are in hand");
    for message in &first[1..] {
        let call = delete_message(QUEUE_URL, &message.receipt_handle);
        assert_eq!(account.answer(call.clone()), Ok(Reply::Done));
        assert_eq!(account.answer(call), Ok(Reply::Done), "it is gone already");
    }
    account.advance(account.now() + Duration::from_millis(29_999));
    assert!(receive(&mut account, "q").is_empty());
    account.advance(account.now() + Duration::from_millis(1));
    let again = receive(&mut account, "q");
    assert_eq!(texts(&again), ["0", "10", "11"]);
    account.answer(delete_message(QUEUE_URL, &first[0].receipt_handle)).unwrap();
    pass(&mut account, 30);
    assert_eq!(texts(&receive(&mut account, "q")), ["0", "10", "11"], "an old receipt deletes nothing");
    create_queue(&mut account, "r", &[]);
    let other = QUEUE_URL.replace("/q", "/r");
    check_refused(&mut account, delete_message(&other, &again[0].receipt_handle), "ReceiptHandleIsInvalid 400");
}

#[test]
fn attributes_say_how_long_messages_are_hidden_and_kept() {
    let mut account = listening(&[("VisibilityTimeout", "5"), ("MessageRetentionPeriod", "60")]);
    publish(&mut account, "a");
    assert_eq!(receive(&mut account, "q").len(), 1);
    pass(&mut account, 5);
    assert_eq!(receive(&mut account, "q").len(), 1);
    account.advance(account.now() + Duration::from_millis(54_999));
    assert_eq!(receive(&mut account, "q").len(), 1);
    publish(&mut account, "b");
    pass(&mut account, 5);
    assert_eq!(texts(&receive(&mut account, "q")), ["b"]);
    let mut account = listening(&[]);
    publish(&mut account, "a");
    pass(&mut account, 4 * 86_400 - 1);
    assert_eq!(receive(&mut account, "q").len(), 1);
    pass(&mut account, 1);
    assert!(receive(&mut account, "q").is_empty(), "four days unless something else is asked for");
}

#[test]
fn receipts_of_a_queue_that_is_gone_are_worth_nothing() {
    let mut account = listening(&[]);
    publish(&mut account, "a");
    let [message] = receive(&mut account, "q").try_into().unwrap();
    account.answer(deleting(QUEUE_URL)).unwrap();
    pass(&mut account, 60);
    create_queue(&mut account, "q", &[]);
    assert!(receive(&mut account, "q").is_empty());
    let answer = account.answer(delete_message(QUEUE_URL, &message.receipt_handle));
    assert!(told(answer).starts_with("ReceiptHandleIsInvalid 400"));
}
