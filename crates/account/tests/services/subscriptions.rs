//! SNS: subscriptions.

use rstest::rstest;
use signalarm_account::Account;
use signalarm_cloud::{ListedSubscription, Page, Reply, SnsCall, SubscriptionState};
use signalarm_notification::{Endpoint, Protocol};

use crate::support::{account, check_refused, create_topic, pass};

const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:t";

fn subscribe_call(protocol: &str, endpoint: &str) -> SnsCall {
    let (topic_arn, protocol, endpoint) = (TOPIC.to_owned(), protocol.to_owned(), endpoint.to_owned());
    SnsCall::Subscribe { topic_arn, protocol, endpoint }
}

fn subscribe(account: &mut Account, protocol: &str, endpoint: &str) -> String {
    match account.answer(subscribe_call(protocol, endpoint)) {
        Ok(Reply::SubscriptionArn(arn)) => arn,
        other => panic!("{other:?}"),
    }
}

fn list(account: &mut Account, next_token: Option<String>) -> Page<ListedSubscription> {
    match account.answer(SnsCall::ListSubscriptionsByTopic { topic_arn: TOPIC.to_owned(), next_token }) {
        Ok(Reply::Subscriptions(page)) => page,
        other => panic!("{other:?}"),
    }
}

fn arns(account: &mut Account) -> Vec<Option<String>> {
    list(account, None).items.into_iter().map(|listed| listed.state.arn().map(str::to_owned)).collect()
}

/// The counts of confirmed, pending and deleted subscriptions.
fn counts(account: &mut Account) -> [String; 3] {
    let Ok(Reply::Attributes(found)) = account.answer(SnsCall::GetTopicAttributes { topic_arn: TOPIC.to_owned() })
    else {
        panic!("no attributes")
    };
    ["Confirmed", "Pending", "Deleted"].map(|kind| found[&format!("Subscriptions{kind}")].clone())
}

fn unsubscribe(subscription_arn: &str) -> SnsCall {
    SnsCall::Unsubscribe { subscription_arn: subscription_arn.to_owned() }
}

#[test]
fn each_protocol_has_its_endpoints_and_the_same_one_is_told_again() {
    let mut account = account();
    create_topic(&mut account, "t");
    let endpoints = [
        ("email", "you@example.org"),
        ("email-json", "you@example.org"),
        ("sms", "+12025550123"),
        ("sqs", "arn:aws:sqs:eu-west-1:111122223333:q"),
        ("http", "http://example.org/"),
        ("https", "https://example.org/"),
        ("lambda", "arn:aws:lambda:eu-west-1:111122223333:function:f"),
    ];
    let made: Vec<String> = endpoints.iter().map(|(protocol, text)| subscribe(&mut account, protocol, text)).collect();
    let again: Vec<String> = endpoints.iter().map(|(protocol, text)| subscribe(&mut account, protocol, text)).collect();
    assert_eq!(made, again);
    assert!(made.iter().all(|arn| arn.starts_with(&format!("{TOPIC}:")) && arn.len() == TOPIC.len() + 37), "{made:?}");
    let listed = list(&mut account, None).items;
    let found: Vec<(&str, &str)> = listed.iter().map(|l| (l.protocol.as_str(), l.endpoint.as_str())).collect();
    assert_eq!(found, endpoints);
    for (protocol, (arn, listed)) in Protocol::ALL.into_iter().zip(made.iter().zip(&listed)) {
        let expected = Some(arn.clone()).filter(|_| !protocol.needs_confirmation());
        assert_eq!(listed.state.arn().map(str::to_owned), expected, "what waits is listed without its ARN");
    }
    assert_eq!(counts(&mut account), ["3", "4", "0"]);
}

/// The words are SNS's, as test suites that run against AWS have them.
#[rstest]
#[case("fax", "1", "InvalidParameter 400: Invalid parameter: Amazon SNS does not support this protocol string: fax")]
#[case("application", "arn", "NotSimulated 501")]
#[case("email", "you", "InvalidParameter 400: Invalid parameter: Email address")]
#[case("email-json", "", "InvalidParameter 400: Invalid parameter: Email address")]
#[case("sms", "12", "InvalidParameter 400: Invalid SMS endpoint: 12")]
#[case("sqs", "q", "InvalidParameter 400: Invalid parameter: SQS endpoint ARN")]
#[case(
    "sqs",
    "arn:aws:sqs:eu-west-1:111122223333:q.fifo",
    "InvalidParameter 400: Invalid parameter: Invalid parameter: \
    Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics"
)]
#[case(
    "https",
    "http://example.org",
    "InvalidParameter 400: Invalid parameter: Endpoint must match the specified protocol"
)]
#[case("http", "http://", "InvalidParameter 400: Invalid parameter: Endpoint must match the specified protocol")]
#[case("lambda", "f", "InvalidParameter 400: Invalid parameter: Lambda endpoint ARN")]
fn endpoints_are_refused(#[case] protocol: &str, #[case] endpoint: &str, #[case] expected: &str) {
    let mut account = account();
    let call = subscribe_call(protocol, endpoint);
    check_refused(&mut account, call.clone(), "NotFound 404");
    create_topic(&mut account, "t");
    check_refused(&mut account, call, expected);
    assert_eq!(arns(&mut account), []);
}

#[test]
fn a_subscription_is_removed_when_it_is_confirmed_and_not_before() {
    let mut account = account();
    create_topic(&mut account, "t");
    let mail: Endpoint = Endpoint::Email("you@example.org".parse().unwrap());
    let first = subscribe(&mut account, "email", "you@example.org");
    check_refused(&mut account, unsubscribe(&first), "InvalidParameter 400");
    account.confirm_subscription(TOPIC, &mail).unwrap();
    assert_eq!(arns(&mut account), [Some(first.clone())]);
    for _ in 0..2 {
        // One that is gone is no error (a recorded answer).
        assert_eq!(account.answer(unsubscribe(&first)), Ok(Reply::Done));
    }
    // SNS lists a mail address that was unsubscribed for 48 hours, as `Deleted`.
    assert_eq!(list(&mut account, None).items[0].state, SubscriptionState::Deleted);
    assert_eq!(counts(&mut account), ["0", "0", "1"]);
    let second = subscribe(&mut account, "email", "you@example.org");
    assert_ne!(first, second);
    assert_eq!(account.answer(unsubscribe(&first)), Ok(Reply::Done), "the old one");
    account.confirm_subscription(TOPIC, &mail).unwrap();
    account.follow_unsubscribe_link(TOPIC, &mail).unwrap();
    pass(&mut account, 48 * 3_600);
    assert_eq!(arns(&mut account), []);
    assert_eq!(account.answer(unsubscribe(&second)), Ok(Reply::Done));
    assert!(account.confirm_subscription(TOPIC, &mail).is_err());
    check_refused(
        &mut account,
        unsubscribe("second"),
        "InvalidParameter 400: Invalid parameter: SubscriptionArn Reason",
    );
    check_refused(&mut account, unsubscribe(&format!("{TOPIC}:{}", "0".repeat(36))), "NotFound 404");
}

#[test]
fn an_unconfirmed_subscription_is_removed_after_two_days() {
    let mut account = account();
    create_topic(&mut account, "t");
    subscribe(&mut account, "email", "you@example.org");
    pass(&mut account, 48 * 3_600 - 1);
    assert_eq!(list(&mut account, None).items[0].state, SubscriptionState::PendingConfirmation);
    pass(&mut account, 1);
    assert_eq!(arns(&mut account), []);
}

#[test]
fn subscriptions_come_a_hundred_a_page() {
    let mut account = account();
    create_topic(&mut account, "t");
    let made: Vec<String> = (0..120).map(|n| subscribe(&mut account, "sms", &format!("+1202555{n:04}"))).collect();
    let first = list(&mut account, None);
    account.answer(unsubscribe(&made[3])).unwrap();
    let second = list(&mut account, first.next_token.clone());
    assert_eq!((first.items.len(), second.items.len(), second.next_token), (100, 20, None));
    let told = first.items.into_iter().chain(second.items).map(|listed| listed.state.arn().unwrap().to_owned());
    assert_eq!(told.collect::<Vec<_>>(), made);
    let foreign = Some("x".repeat(20));
    for next_token in [foreign, first.next_token.map(|token| token.replace('9', "8"))] {
        let call = SnsCall::ListSubscriptionsByTopic { topic_arn: TOPIC.to_owned(), next_token };
        check_refused(&mut account, call, "InvalidParameter 400: Invalid parameter: NextToken");
    }
}
