//! The life of subscriptions: the whole table, and what becomes of notifications in it.

use std::fmt::Write as _;

use signalarm_notification::{
    Arn, Delivery, Dropped, Endpoint, LifeEvent, LifeRefusal, Message, Phase, Protocol, SmsAccount,
    SubscriptionAttributes, Topic, TopicAttributes, read_message,
};
use signalarm_time::{Duration, Timestamp};

/// Every phase, every event, every protocol.
#[test]
fn the_table_of_a_subscriptions_life() {
    let mut table = String::new();
    for protocol in Protocol::ALL {
        writeln!(table, "{protocol}: begins {}", Phase::first(protocol)).unwrap();
        for phase in Phase::ALL {
            for event in LifeEvent::ALL {
                let after = match phase.after(event, protocol) {
                    Ok(same) if same == phase => "stays".to_owned(),
                    Ok(next) => next.to_string(),
                    Err(refusal) => format!("refused: {refusal}"),
                };
                writeln!(table, "  {phase:<12}  {event:<20}  {after}").unwrap();
            }
        }
    }
    signalarm_testkit::snapshots("notification").bind(|| insta::assert_snapshot!("life", table));
}

fn alarm() -> Arn {
    "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:signin-console-failure-iam".parse().unwrap()
}

fn message() -> Message {
    let json = serde_json::json!({
        "AlarmName": "signin-console-failure-iam", "AlarmDescription": null, "AWSAccountId": "111122223333",
        "NewStateValue": "ALARM", "NewStateReason": "reason", "StateChangeTime": "2026-11-23T10:04:28.401+0000",
        "Region": "EU (Ireland)", "AlarmArn": alarm().as_str(), "OldStateValue": "OK",
        "Trigger": {
            "MetricName": "m", "Namespace": "n", "StatisticType": "Statistic", "Statistic": "SUM", "Unit": null,
            "Dimensions": [], "Period": 60, "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": 0.0, "TreatMissingData": "missing", "EvaluateLowSampleCountPercentile": "",
        },
    });
    read_message(&json).unwrap().0
}

fn topic() -> Topic {
    Topic::new("arn:aws:sns:eu-west-1:111122223333:t".parse().unwrap(), TopicAttributes::default())
}

fn email() -> Endpoint {
    Endpoint::Email("you@example.org".parse().unwrap())
}

fn hours(hours: u32) -> Timestamp {
    Timestamp::MIN + Duration::HOUR * hours
}

fn publish(topic: &mut Topic, now: Timestamp) -> Vec<Delivery> {
    let deliveries = topic.publish(&alarm(), &message(), &mut SmsAccount::default(), now).unwrap();
    deliveries.into_iter().map(|(_, delivery)| delivery).collect()
}

fn subscribe(topic: &mut Topic, endpoint: Endpoint, now: Timestamp) {
    topic.subscribe(endpoint, SubscriptionAttributes::default(), now).unwrap();
}

#[test]
fn mail_waits_for_its_confirmation_and_sms_does_not() {
    let mut topic = topic();
    subscribe(&mut topic, email(), hours(0));
    subscribe(&mut topic, Endpoint::Sms("+12025550123".parse().unwrap()), hours(0));
    subscribe(&mut topic, email(), hours(1));
    let not_confirmed = Delivery::Dropped(Dropped::NotConfirmed { since: hours(0) });
    assert_eq!(publish(&mut topic, hours(2)), [not_confirmed, Delivery::Delivered]);
    topic.happen(&email(), LifeEvent::Confirm, hours(3)).unwrap();
    assert_eq!(publish(&mut topic, hours(1_000)), [Delivery::Delivered, Delivery::Delivered]);
    topic.happen(&email(), LifeEvent::Unsubscribe, hours(1_001)).unwrap();
    let unsubscribed = Delivery::Dropped(Dropped::Unsubscribed { since: hours(1_001) });
    assert_eq!(publish(&mut topic, hours(1_002)), [unsubscribed, Delivery::Delivered]);
    assert_eq!(topic.subscriptions()[0].phase(hours(1_050)), (Phase::Removed, hours(1_049)));
    assert_eq!(publish(&mut topic, hours(1_050)), [unsubscribed, Delivery::Delivered]);
    let raw = SubscriptionAttributes { raw_message_delivery: true, ..SubscriptionAttributes::default() };
    topic.subscribe(email(), raw.clone(), hours(1_051)).unwrap();
    let anew = Delivery::Dropped(Dropped::NotConfirmed { since: hours(1_051) });
    assert_eq!(publish(&mut topic, hours(1_052)), [Delivery::Delivered, anew]);
    assert_eq!(topic.subscriptions()[1].attributes(), &raw);
}

#[test]
fn what_is_never_confirmed_is_removed_and_the_loss_is_told() {
    let mut topic = topic();
    subscribe(&mut topic, email(), hours(0));
    let just_before = Timestamp::from_millis(hours(48).as_millis() - 1);
    let not_confirmed = Dropped::NotConfirmed { since: hours(0) };
    assert_eq!(publish(&mut topic, just_before), [Delivery::Dropped(not_confirmed)]);
    let removed = Dropped::Removed { at: hours(48) };
    assert_eq!(publish(&mut topic, hours(48)), [Delivery::Dropped(removed)]);
    assert_eq!(topic.happen(&email(), LifeEvent::Confirm, hours(48)), Err(LifeRefusal::NotFound));
    subscribe(&mut topic, email(), hours(50));
    topic.happen(&email(), LifeEvent::Confirm, hours(97)).unwrap();
    assert_eq!(publish(&mut topic, hours(200)), [Delivery::Delivered]);
    assert_eq!(not_confirmed.to_string(), "the subscription of 1970-01-01T00:00:00Z is not confirmed");
    assert_eq!(
        removed.to_string(),
        "the subscription was not confirmed in time, and SNS removed it at 1970-01-03T00:00:00Z"
    );
}

#[test]
fn the_eleventh_mail_in_a_second_suspends() {
    let mut topic = topic();
    subscribe(&mut topic, email(), hours(0));
    topic.happen(&email(), LifeEvent::Confirm, hours(0)).unwrap();
    for _ in 0..10 {
        assert_eq!(publish(&mut topic, hours(1)), [Delivery::Delivered]);
    }
    let suspended = |since| Delivery::Dropped(Dropped::Suspended { since });
    assert_eq!(publish(&mut topic, hours(1)), [suspended(hours(1))]);
    assert_eq!(publish(&mut topic, hours(2)), [suspended(hours(1))]);
    let days = |days: u32| hours(1) + Duration::HOUR * (24 * days);
    let mut forgotten = topic.clone();
    assert_eq!(publish(&mut forgotten, days(30)), [Delivery::Dropped(Dropped::Removed { at: days(30) })]);
    topic.happen(&email(), LifeEvent::Confirm, days(29)).unwrap();
    assert_eq!(publish(&mut topic, days(31)), [Delivery::Delivered]);
}

#[test]
fn ten_mails_in_any_second_are_sent() {
    let mut topic = topic();
    subscribe(&mut topic, email(), hours(0));
    topic.happen(&email(), LifeEvent::Confirm, hours(0)).unwrap();
    for number in 0..100 {
        let at = hours(1) + Duration::from_millis(100 * number);
        assert_eq!(publish(&mut topic, at), [Delivery::Delivered], "mail {number}");
    }
}

#[test]
fn whoever_has_the_mail_can_unsubscribe_unless_that_is_for_the_owner_alone() {
    let mut topic = topic();
    let guarded = SubscriptionAttributes { authenticate_on_unsubscribe: true, ..SubscriptionAttributes::default() };
    topic.subscribe(email(), guarded, hours(0)).unwrap();
    topic.happen(&email(), LifeEvent::Confirm, hours(0)).unwrap();
    let followed = topic.happen(&email(), LifeEvent::FollowUnsubscribeLink, hours(1));
    assert_eq!(followed, Err(LifeRefusal::NotAuthenticated));
    topic.subscription_mut(&email()).unwrap().set_attributes(SubscriptionAttributes::default());
    topic.happen(&email(), LifeEvent::FollowUnsubscribeLink, hours(1)).unwrap();
    assert_eq!(topic.subscriptions()[0].phase(hours(2)), (Phase::Unsubscribed, hours(1)));
}
