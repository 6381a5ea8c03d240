//! SNS: topics.

use std::collections::BTreeMap;

use rstest::rstest;
use serde_json::{Value, json};
use signalarm_account::{Account, Surroundings, What, WhyUnnotified};
use signalarm_cloud::{CloudWatchCall, PutMetricAlarm, Refusal, Reply, SetAlarmState, SnsCall};
use signalarm_notification::{AccessPolicy, Endpoint, NotPublished};

use crate::support::{account, alarm, check_refused, create_topic, tags, told};

const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:t";

fn create(name: &str, attributes: &[(&str, &str)], given: &[(&str, &str)]) -> SnsCall {
    let attributes = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    SnsCall::CreateTopic { name: name.to_owned(), attributes, tags: tags(given) }
}

fn set(topic_arn: &str, name: &str, value: &str) -> SnsCall {
    SnsCall::SetTopicAttributes { topic_arn: topic_arn.to_owned(), name: name.to_owned(), value: value.to_owned() }
}

fn attributes(account: &mut Account) -> BTreeMap<String, String> {
    match account.answer(SnsCall::GetTopicAttributes { topic_arn: TOPIC.to_owned() }) {
        Ok(Reply::Attributes(attributes)) => attributes,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_same_topic_can_be_created_again_and_a_different_one_cannot() {
    let mut account = account();
    let policy = r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"SNS:Publish","Resource":"*"}]}"#;
    let first = create("t", &[("DisplayName", "d"), ("Policy", policy)], &[("k", "v")]);
    for call in [&first, &first, &create("t", &[], &[]), &create("t", &[("DisplayName", "d")], &[("k", "v")])] {
        assert_eq!(account.answer(call.clone()), Ok(Reply::TopicArn(TOPIC.to_owned())));
    }
    let spaced = policy.replace("\":", "\" : ");
    assert!(account.answer(create("t", &[("Policy", &spaced)], &[])).is_ok(), "the same policy, written otherwise");
    for (attributes, given, what) in [
        (&[("DisplayName", "e")][..], &[][..], "attributes"),
        (&[], &[("k", "w")], "tags"),
        (&[], &[("l", "v")], "tags"),
    ] {
        let words = format!("Topic already exists with different {what}");
        let parameter = if what == "tags" { "Tags" } else { "Attributes" };
        let expected = format!("InvalidParameter 400: Invalid parameter: {parameter} Reason: {words}");
        check_refused(&mut account, create("t", attributes, given), &expected);
    }
    assert_eq!(attributes(&mut account)["DisplayName"], "d");
}

#[rstest]
#[case(create("", &[], &[]), "InvalidParameter 400: Invalid parameter: Topic Name")]
#[case(create("a b", &[], &[]), "InvalidParameter 400: Invalid parameter: Topic Name")]
#[case(create(&"a".repeat(257), &[], &[]), "InvalidParameter 400: Invalid parameter: Topic Name")]
#[case(create("t.fifo", &[], &[]), "InvalidParameter 400: Invalid parameter: Topic Name")]
#[case(create("t", &[("Dance", "")], &[]), "InvalidParameter 400: Invalid parameter: AttributeName")]
#[case(create("t", &[("FifoTopic", "true")], &[]), "NotSimulated 501")]
#[case(create("t", &[("Policy", "{")], &[]), "InvalidParameter 400: Invalid parameter: Policy Error: null")]
#[case(create("t", &[("Policy", "{}")], &[]), "InvalidParameter 400: Statement")]
#[case(create("t", &[], &[("k", "v"), ("k", "w")]), "InvalidParameter 400: Invalid parameter: Duplicated keys")]
#[case(create("t", &[], &[("aws:k", "v")]), "InvalidParameter 400")]
#[case(create("t", &[], &[(&"k".repeat(129), "v")]), "InvalidParameter 400")]
#[case(
    set("t", "DisplayName", "d"),
    "InvalidParameter 400: Invalid parameter: TopicArn Reason: An ARN must have at \
    least 6 elements, not 1"
)]
#[case(
    set("arn:aws:sns:us-east-1:111122223333:t", "DisplayName", "d"),
    "InvalidParameter 400: Invalid parameter: TopicArn"
)]
#[case(set(&TOPIC.replace(":t", ":none"), "DisplayName", "d"), "NotFound 404")]
#[case(set(TOPIC, "DisplayName", &"d".repeat(101)), "InvalidParameter 400: Invalid parameter: DisplayName")]
#[case(
    set(TOPIC, "Policy", r#"{"Statement":[{"Effect":"Allow","NotPrincipal":"*","Action":"*","Resource":"*"}]}"#),
    "NotSimulated 501"
)]
#[case(SnsCall::GetTopicAttributes { topic_arn: TOPIC.replace(":t", ":none") }, "NotFound 404")]
#[case(SnsCall::DeleteTopic { topic_arn: "t".to_owned() }, "InvalidParameter 400")]
#[case(SnsCall::ListTagsForResource { resource_arn: TOPIC.replace(":t", ":none") }, "ResourceNotFound 404")]
#[case(SnsCall::TagResource { resource_arn: TOPIC.replace(":t", ":none"), tags: tags(&[("k", "v")]) }, "ResourceNotFound 404")]
fn topics_are_refused(#[case] call: SnsCall, #[case] expected: &str) {
    let mut account = account();
    create_topic(&mut account, "t");
    check_refused(&mut account, call, expected);
    assert_eq!(attributes(&mut account)["DisplayName"], "", "nothing has changed");
}

/// A recorded answer.
#[test]
fn a_new_topic_has_the_policy_that_sns_makes() {
    let mut account = account();
    create_topic(&mut account, "t");
    let found = attributes(&mut account);
    let policy: Value = serde_json::from_str(&found["Policy"]).unwrap();
    assert_eq!(policy["Statement"][0]["Condition"], json!({ "StringEquals": { "AWS:SourceOwner": "111122223333" } }));
    assert_eq!((found["Owner"].as_str(), found["TopicArn"].as_str()), ("111122223333", TOPIC));
    assert!(!found.contains_key("KmsMasterKeyId"));
    account.answer(set(TOPIC, "KmsMasterKeyId", "alias/aws/sns")).unwrap();
    assert_eq!(attributes(&mut account)["KmsMasterKeyId"], "alias/aws/sns");
    account.answer(set(TOPIC, "KmsMasterKeyId", "")).unwrap();
    assert!(!attributes(&mut account).contains_key("KmsMasterKeyId"));
}

#[test]
fn tags_are_added_and_told() {
    let mut account = account();
    account.answer(create("t", &[], &[("a", "1"), ("b", "2")])).unwrap();
    let resource_arn = TOPIC.to_owned();
    let tag = |given| SnsCall::TagResource { resource_arn: resource_arn.clone(), tags: tags(given) };
    account.answer(tag(&[("b", "3"), ("c", "")])).unwrap();
    let listed = account.answer(SnsCall::ListTagsForResource { resource_arn: resource_arn.clone() });
    assert_eq!(listed, Ok(Reply::Tags(tags(&[("a", "1"), ("b", "3"), ("c", "")]))));
    let many: Vec<(String, String)> = (0..48).map(|n| (format!("k{n}"), String::new())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    check_refused(&mut account, tag(&many), "TagLimitExceeded 400");
    assert!(account.answer(tag(&many[1..])).is_ok());
}

#[test]
fn a_deleted_topic_is_gone_and_deleting_it_again_is_no_error() {
    let mut account = account();
    account.answer(create("t", &[("DisplayName", "d")], &[])).unwrap();
    for _ in 0..2 {
        assert_eq!(account.answer(SnsCall::DeleteTopic { topic_arn: TOPIC.to_owned() }), Ok(Reply::Done));
    }
    assert_eq!(
        account.answer(SnsCall::GetTopicAttributes { topic_arn: TOPIC.to_owned() }),
        Err(Refusal::TopicNotFound(TOPIC.to_owned()))
    );
    create_topic(&mut account, "t");
    assert_eq!(attributes(&mut account)["DisplayName"], "");
}

#[test]
fn an_account_says_whether_it_is_in_the_sandbox() {
    let mut account = account();
    assert_eq!(account.answer(SnsCall::GetSmsSandboxAccountStatus), Ok(Reply::SmsSandbox(false)));
    *account.sms_mut() = signalarm_notification::SmsAccount::new_at_aws(50_000);
    assert_eq!(account.answer(SnsCall::GetSmsSandboxAccountStatus), Ok(Reply::SmsSandbox(true)));
}

/// Puts the alarm into ALARM, and tells why nobody was told.
fn raise(account: &mut Account) -> Option<WhyUnnotified> {
    for state_value in ["OK", "ALARM"] {
        let state = SetAlarmState {
            alarm_name: "a".to_owned(),
            state_value: state_value.to_owned(),
            state_reason: String::new(),
            state_reason_data: None,
        };
        account.answer(CloudWatchCall::SetAlarmState(state)).unwrap();
    }
    match &account.journal().last().unwrap().what {
        What::Notified { .. } => None,
        What::Unnotified { why, .. } => Some(why.clone()),
        other => panic!("{other:?}"),
    }
}

/// SNS Developer Guide, *Key management* and *Example cases for Amazon SNS access control*.
#[test]
fn policy_and_key_decide_whether_alarms_publish() {
    let mut account = account();
    create_topic(&mut account, "t");
    let queue = "arn:aws:sqs:eu-west-1:111122223333:q";
    let (protocol, endpoint) = ("sqs".to_owned(), queue.to_owned());
    account.answer(SnsCall::Subscribe { topic_arn: TOPIC.to_owned(), protocol, endpoint }).unwrap();
    let alarm = PutMetricAlarm { alarm_actions: vec![TOPIC.to_owned()], ..alarm("a") };
    account.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm))).unwrap();
    let statement = |service: &str, action: &[&str]| {
        let statement = json!({
            "Effect": "Allow", "Principal": { "Service": service }, "Action": action, "Resource": "*",
            "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } },
        });
        json!({ "Version": "2012-10-17", "Statement": [statement] })
    };
    assert_eq!(raise(&mut account), None, "the owner's policy does");
    for (service, expected) in [
        ("events.amazonaws.com", Some(NotPublished::NotAuthorized { topic: TOPIC.to_owned() })),
        ("cloudwatch.amazonaws.com", None),
    ] {
        account.answer(set(TOPIC, "Policy", &statement(service, &["SNS:Publish"]).to_string())).unwrap();
        assert_eq!(raise(&mut account), expected.map(WhyUnnotified::NotPublished));
    }
    let key = "arn:aws:kms:eu-west-1:111122223333:key/k";
    for refusing in ["alias/aws/sns", key] {
        account.answer(set(TOPIC, "KmsMasterKeyId", refusing)).unwrap();
        assert_eq!(raise(&mut account), Some(WhyUnnotified::NotPublished(NotPublished::NoKeyAccess)));
    }
    let policy = statement("cloudwatch.amazonaws.com", &["kms:Decrypt", "kms:GenerateDataKey*"]);
    let keys = [(key.to_owned(), AccessPolicy::new(&policy).unwrap())].into();
    account.set_surroundings(Surroundings { keys, ..Surroundings::default() });
    assert_eq!(raise(&mut account), None);
    let endpoint = Endpoint::Sqs(queue.parse().unwrap());
    assert!(
        matches!(&account.journal().last().unwrap().what, What::Notified { endpoint: told, .. } if *told == endpoint)
    );
    let unknown = account.answer(create("u", &[("KmsMasterKeyId", "alias/mine")], &[]));
    assert!(told(unknown).contains(":u"), "SNS does not look at a key when it is named");
}
