//! Topics: creation, who may publish, and every way in which a notification is dropped.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use signalarm_notification::{
    AccessPolicy, Arn, Delivery, Dropped, Encryption, Endpoint, FilterPolicy, FilterScope, LifeRefusal, Message,
    NotCreated, NotPublished, SmsAccount, SubscriptionAttributes, TopicArn, TopicAttributes, Topics, read_message,
};
use signalarm_time::Timestamp;

const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:t";
const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1";
const NOW: Timestamp = Timestamp::MIN;

fn arn() -> TopicArn {
    TOPIC.parse().unwrap()
}

fn alarm() -> Arn {
    "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a".parse().unwrap()
}

fn message() -> Message {
    let json = json!({
        "AlarmName": "a", "AlarmDescription": null, "AWSAccountId": "111122223333", "NewStateValue": "ALARM",
        "NewStateReason": "reason", "StateChangeTime": "2026-11-23T10:04:28.401+0000", "Region": "EU (Ireland)",
        "AlarmArn": alarm().as_str(), "OldStateValue": "OK", "AlarmRule": "TRUE", "TriggeringChildren": [],
    });
    read_message(&json).unwrap().0
}

fn published(attributes: TopicAttributes) -> Result<usize, String> {
    let mut topics = Topics::default();
    let queue = Endpoint::Sqs("arn:aws:sqs:eu-west-1:111122223333:q".parse().unwrap());
    let topic = topics.create(arn(), attributes).unwrap();
    topic.subscribe(queue, SubscriptionAttributes::default(), NOW).unwrap();
    let deliveries = topics.publish(&alarm(), TOPIC, &message(), NOW).map_err(|error| error.to_string())?;
    Ok(deliveries.iter().filter(|(_, delivery)| *delivery == Delivery::Delivered).count())
}

fn policy(service: &str, actions: Value, resource: &str) -> AccessPolicy {
    let document = json!({ "Statement": [{
        "Effect": "Allow", "Principal": { "Service": service }, "Action": actions, "Resource": resource,
    }]});
    AccessPolicy::new(&document).unwrap()
}

#[test]
fn creation_is_idempotent_unless_it_contradicts() {
    let tags = |owner: &str| BTreeMap::from([("owner".to_owned(), owner.to_owned())]);
    let named = |name: &str| TopicAttributes { display_name: name.to_owned(), ..TopicAttributes::default() };
    let tagged = |owner| TopicAttributes { tags: tags(owner), ..TopicAttributes::default() };
    let mut topics = Topics::default();
    topics.create(arn(), TopicAttributes { tags: tags("me"), ..named("Alarms") }).unwrap();
    for (attributes, expected) in [
        (TopicAttributes::default(), Ok(())),
        (named("Alarms"), Ok(())),
        (tagged("me"), Ok(())),
        (named("Bells"), Err(NotCreated::OtherAttributes)),
        (tagged("you"), Err(NotCreated::OtherTags)),
    ] {
        assert_eq!(topics.create(arn(), attributes.clone()).map(|_| ()), expected, "{attributes:?}");
    }
    assert_eq!(topics.get(TOPIC).unwrap().attributes().display_name, "Alarms");
    topics.delete(TOPIC);
    assert!(topics.get(TOPIC).is_none());
    assert_eq!(
        NotCreated::OtherAttributes.to_string(),
        "Invalid parameter: Attributes Reason: Topic already exists with different attributes"
    );
}

#[test]
fn cloudwatch_publishes_only_where_policy_and_key_let_it() {
    let not_authorized = format!("CloudWatch Alarms is not authorized to perform: SNS:Publish on resource:{TOPIC}");
    let no_key = "CloudWatch Alarms does not have authorization to access the SNS topic encryption key.".to_owned();
    let with_policy = |policy| TopicAttributes { policy: Some(policy), ..TopicAttributes::default() };
    let encrypted = |encryption| TopicAttributes { encryption, ..TopicAttributes::default() };
    let key = |policy| encrypted(Encryption::CustomerManagedKey { arn: KEY.to_owned(), policy });
    let cloudwatch = "cloudwatch.amazonaws.com";
    for (attributes, expected) in [
        (TopicAttributes::default(), Ok(1)),
        (with_policy(policy(cloudwatch, json!("SNS:Publish"), TOPIC)), Ok(1)),
        (with_policy(policy("budgets.amazonaws.com", json!("SNS:Publish"), TOPIC)), Err(not_authorized.clone())),
        (with_policy(policy(cloudwatch, json!("SNS:Subscribe"), TOPIC)), Err(not_authorized)),
        (encrypted(Encryption::AwsManagedKey), Err(no_key.clone())),
        (key(policy(cloudwatch, json!(["kms:Decrypt", "kms:GenerateDataKey*"]), "*")), Ok(1)),
        (key(policy(cloudwatch, json!("kms:Decrypt"), "*")), Err(no_key.clone())),
        (key(policy("sns.amazonaws.com", json!("kms:*"), "*")), Err(no_key)),
    ] {
        assert_eq!(published(attributes.clone()), expected, "{attributes:?}");
    }
}

#[test]
fn a_topic_that_is_missing_or_elsewhere_is_told() {
    let mut topics = Topics::default();
    let mut publish = |action: &str| topics.publish(&alarm(), action, &message(), NOW).unwrap_err();
    assert_eq!(publish(TOPIC), NotPublished::NoTopic { topic: TOPIC.to_owned() });
    let elsewhere = TOPIC.replace("eu-west-1", "us-east-1");
    assert_eq!(publish(&elsewhere).to_string(), "Invalid region us-east-1 specified. Only eu-west-1 is supported.");
}

#[test]
fn filters_and_phones_drop_with_a_reason() {
    let mut topics = Topics::default();
    topics.sms = SmsAccount::new_at_aws(10_000);
    let filtered = |scope, policy| SubscriptionAttributes {
        filter_policy: Some(FilterPolicy::new(scope, &policy).unwrap()),
        ..SubscriptionAttributes::default()
    };
    let queue = |name: &str| Endpoint::Sqs(format!("arn:aws:sqs:eu-west-1:111122223333:{name}").parse().unwrap());
    let phone = |number: &str| Endpoint::Sms(number.parse().unwrap());
    topics.sms.verify("+12025550123".parse().unwrap(), NOW).unwrap();
    let topic = topics.create(arn(), TopicAttributes::default()).unwrap();
    for (endpoint, attributes) in [
        (queue("all"), SubscriptionAttributes::default()),
        (queue("attributes"), filtered(FilterScope::MessageAttributes, json!({ "severity": ["high"] }))),
        (queue("body"), filtered(FilterScope::MessageBody, json!({ "NewStateValue": ["ALARM"] }))),
        (queue("ok"), filtered(FilterScope::MessageBody, json!({ "NewStateValue": ["OK"] }))),
        (phone("+12025550123"), SubscriptionAttributes::default()),
        (phone("+12025550199"), SubscriptionAttributes::default()),
    ] {
        topic.subscribe(endpoint, attributes, NOW).unwrap();
    }
    let deliveries: Vec<Delivery> =
        topics.publish(&alarm(), TOPIC, &message(), NOW).unwrap().into_iter().map(|(_, delivery)| delivery).collect();
    let filtered_out = Delivery::Dropped(Dropped::FilteredOut);
    assert_eq!(
        deliveries,
        [
            Delivery::Delivered,
            filtered_out,
            Delivery::Delivered,
            filtered_out,
            Delivery::Delivered,
            Delivery::Dropped(Dropped::SmsSandbox),
        ]
    );
    topics.sms.leave_sandbox();
    // A cent each: the first one is spent, ninety-nine are left of the month's dollar, two go at a time.
    for _ in 0..49 {
        topics.publish(&alarm(), TOPIC, &message(), NOW).unwrap();
    }
    let last = topics.publish(&alarm(), TOPIC, &message(), NOW).unwrap();
    assert_eq!(last[4].1, Delivery::Delivered);
    assert_eq!(last[5].1, Delivery::Dropped(Dropped::SmsSpendLimit { limit_microdollars: 1_000_000 }));
    let Delivery::Dropped(dropped) = last[5].1 else { panic!("delivered") };
    assert_eq!(dropped.to_string(), "the account would spend more than 1.00 USD on text messages this month");
}

#[test]
fn a_fifo_topic_is_for_machines() {
    let mut topics = Topics::default();
    let fifo = topics.create(format!("{TOPIC}.fifo").parse().unwrap(), TopicAttributes::default()).unwrap();
    let mut subscribe = |endpoint| fifo.subscribe(endpoint, SubscriptionAttributes::default(), NOW);
    let phone = Endpoint::Sms("+12025550123".parse().unwrap());
    assert_eq!(subscribe(phone), Err(LifeRefusal::FifoTopic));
    assert_eq!(subscribe(Endpoint::Email("you@example.org".parse().unwrap())), Err(LifeRefusal::FifoTopic));
    assert_eq!(subscribe(Endpoint::Sqs("arn:aws:sqs:eu-west-1:111122223333:q.fifo".parse().unwrap())), Ok(()));
}

/// An action must name a topic of the alarm's Region, also where the other one is there and its policy lets everybody in.
#[test]
fn an_alarm_publishes_in_its_own_region_alone() {
    const ELSEWHERE: &str = "arn:aws:sns:us-east-1:111122223333:t";
    let mut topics = Topics::default();
    let anybody = policy("cloudwatch.amazonaws.com", json!("SNS:Publish"), ELSEWHERE);
    let attributes = TopicAttributes { policy: Some(anybody), ..TopicAttributes::default() };
    topics.create(ELSEWHERE.parse().unwrap(), attributes).unwrap();
    let published = topics.publish(&alarm(), ELSEWHERE, &message(), NOW);
    assert!(matches!(published, Err(NotPublished::OtherRegion { .. })), "{published:?}");
}
