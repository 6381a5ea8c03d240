//! Every call of SNS through the SDK's client and back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use signalarm_aws_clients::Clients;
use signalarm_aws_clients::http_test::infallible_client_fn;
use signalarm_aws_clients::mock::{Shared, answering, requests};
use signalarm_aws_clients::{SdkBody, http};
use signalarm_aws_sns::{call, mock};
use signalarm_cloud::{
    Answer, Call, Failure, FailureClass, ListedSubscription, Page, Refusal, Reply, SnsCall, SubscriptionState, Tag,
};
use signalarm_testkit::snapshots;

const REGION: &str = "eu-central-1";
const TOPIC_ARN: &str = "arn:aws:sns:eu-central-1:123456789012:signin-console-failure-root";

fn tags() -> Vec<Tag> {
    let tag = |key: &str, value: &str| Tag { key: key.to_owned(), value: value.to_owned() };
    vec![tag("signalarm", "deployed"), tag("a b&c=d", "")]
}

fn listed(state: SubscriptionState, protocol: &str, endpoint: &str) -> ListedSubscription {
    ListedSubscription { state, protocol: protocol.to_owned(), endpoint: endpoint.to_owned() }
}

fn confirmed(subscription_arn: &str) -> SubscriptionState {
    SubscriptionState::Confirmed { subscription_arn: subscription_arn.to_owned() }
}

/// Each call with a reply to it.
fn cases() -> Vec<(SnsCall, Reply)> {
    let topic_arn = || TOPIC_ARN.to_owned();
    let policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}".to_owned();
    let attributes =
        BTreeMap::from([("Policy".to_owned(), policy.clone()), ("DisplayName".to_owned(), "Größe".to_owned())]);
    let subscription_arn = format!("{TOPIC_ARN}:11111111-2222-3333-4444-555555555555");
    let subscriptions = vec![
        listed(confirmed(&subscription_arn), "sms", "+4915112345678"),
        listed(SubscriptionState::PendingConfirmation, "email", "security+alerts@example.com"),
        listed(SubscriptionState::Deleted, "email", "gone@example.com"),
    ];
    let page = |next_token: Option<&str>| {
        Reply::Subscriptions(Page { items: subscriptions.clone(), next_token: next_token.map(str::to_owned) })
    };
    let list = |next_token: Option<&str>| SnsCall::ListSubscriptionsByTopic {
        topic_arn: topic_arn(),
        next_token: next_token.map(str::to_owned),
    };
    let name = "signin-console-failure-root".to_owned();
    let bare = SnsCall::CreateTopic { name: name.clone(), attributes: BTreeMap::new(), tags: Vec::new() };
    let subscribe = SnsCall::Subscribe {
        topic_arn: topic_arn(),
        protocol: "email".to_owned(),
        endpoint: "security+alerts@example.com".to_owned(),
    };
    vec![
        (SnsCall::CreateTopic { name, attributes: attributes.clone(), tags: tags() }, Reply::TopicArn(topic_arn())),
        (SnsCall::GetTopicAttributes { topic_arn: topic_arn() }, Reply::Attributes(attributes)),
        (SnsCall::SetTopicAttributes { topic_arn: topic_arn(), name: "Policy".to_owned(), value: policy }, Reply::Done),
        (SnsCall::DeleteTopic { topic_arn: topic_arn() }, Reply::Done),
        (SnsCall::ListTagsForResource { resource_arn: topic_arn() }, Reply::Tags(tags())),
        (SnsCall::TagResource { resource_arn: topic_arn(), tags: tags() }, Reply::Done),
        (subscribe, Reply::SubscriptionArn(subscription_arn.clone())),
        (SnsCall::Unsubscribe { subscription_arn }, Reply::Done),
        (list(None), page(Some("AAEB/+=="))),
        (SnsCall::GetSmsSandboxAccountStatus, Reply::SmsSandbox(true)),
        (
            SnsCall::Publish {
                topic_arn: topic_arn(),
                subject: "signalarm drill 1 begins".to_owned(),
                message: "Messages until 20:15 UTC belong to it: ü".to_owned(),
            },
            Reply::MessageId("11111111-2222-3333-4444-555555555555".to_owned()),
        ),
        // The same operations with less, or more.
        (bare, Reply::TopicArn(topic_arn())),
        (list(Some("AAEB/+==")), page(None)),
        (list(None), Reply::Subscriptions(Page::whole(Vec::new()))),
        (SnsCall::GetTopicAttributes { topic_arn: topic_arn() }, Reply::Attributes(BTreeMap::new())),
        (SnsCall::ListTagsForResource { resource_arn: topic_arn() }, Reply::Tags(Vec::new())),
        (SnsCall::GetSmsSandboxAccountStatus, Reply::SmsSandbox(false)),
    ]
}

/// Clients that an account with one answer stands behind, and the calls that it has heard.
fn mocked(answer: Answer) -> (Clients, Arc<Mutex<Vec<Call>>>) {
    let (account, heard) = answering(answer);
    (Clients::mocked(REGION, &mock::rules(&account)), heard)
}

#[test]
fn every_call_and_every_reply_survive_the_way_through_the_sdk() {
    let mut operations = BTreeSet::new();
    for (asked, reply) in cases() {
        operations.insert(asked.operation());
        let (clients, heard) = mocked(Ok(reply.clone()));
        assert_eq!(call(&clients, asked.clone()), Ok(reply));
        assert_eq!(*heard.lock().unwrap(), [Call::Sns(asked)]);
    }
    let account: Shared = Arc::new(Mutex::new(|_| Ok(Reply::Done)));
    assert_eq!(operations.len(), mock::rules(&account).len(), "an operation has a rule and no case, or the reverse");
}

#[test]
fn the_requests_are_these() {
    let sent = requests(REGION, |clients| {
        for (asked, _) in cases() {
            // The empty reply has nothing that could be read.
            let _ = call(clients, asked);
        }
    });
    assert_eq!(sent.len(), cases().len());
    snapshots("aws-sns").bind(|| insta::assert_snapshot!("requests", sent.join("\n")));
}

#[test]
fn every_operation_tells_a_refusal_a_lost_reply_and_what_was_not_sent() {
    let refusals = [
        Refusal::TopicNotFound(TOPIC_ARN.to_owned()),
        Refusal::service("NotFound", 404, "Topic does not exist"),
        Refusal::service("InvalidParameter", 400, "Invalid parameter: Endpoint"),
        Refusal::service("AuthorizationError", 403, "not <allowed> & denied"),
        Refusal::service("Throttled", 429, "Rate exceeded"),
        Refusal::service("InternalError", 500, ""),
        Refusal::NotSimulated("GetSMSSandboxAccountStatus"),
    ];
    for (asked, _) in cases() {
        for refusal in &refusals {
            let (clients, _) = mocked(Err(refusal.clone().into()));
            let told = Refusal::Service {
                code: refusal.code().to_owned().into(),
                http_status: refusal.http_status(),
                message: refusal.message().into_owned(),
            };
            assert_eq!(call(&clients, asked.clone()), Err(told.into()), "{}", asked.operation());
        }
        let (clients, heard) = mocked(Err(Failure::Unanswered("lost".to_owned())));
        assert_eq!(call(&clients, asked.clone()).unwrap_err().class(), FailureClass::Uncertain);
        assert_eq!(heard.lock().unwrap().len(), 1, "the account has heard what it does not answer");
        let unsent = Failure::Unsent("no rights — größer".to_owned());
        let (clients, _) = mocked(Err(unsent));
        assert!(matches!(call(&clients, asked), Err(Failure::Unsent(why)) if why.contains("no rights — größer")));
    }
}

#[test]
fn what_nobody_prepared_is_refused_by_name() {
    let clients = Clients::mocked(REGION, &[]);
    for (asked, _) in cases() {
        let operation = asked.operation();
        let told = Refusal::service("NotPrepared", 400, format!("no rule answers {operation}"));
        assert_eq!(call(&clients, asked), Err(told.into()));
    }
}

#[test]
fn a_reply_of_another_operation_and_a_request_without_a_member_are_refused() {
    let (clients, _) = mocked(Ok(Reply::SmsSandbox(true)));
    let failure = call(&clients, SnsCall::DeleteTopic { topic_arn: TOPIC_ARN.to_owned() }).unwrap_err();
    assert_eq!(failure.to_string(), "UnfitReply: DeleteTopic is answered by SmsSandbox(true)");

    let (clients, heard) = mocked(Ok(Reply::Done));
    let failure = clients.send(clients.sns.subscribe().topic_arn(TOPIC_ARN).return_subscription_arn(true).send());
    assert_eq!(failure.unwrap_err().to_string(), "UnfitRequest: Protocol is missing");
    let failure = clients.send(clients.sns.subscribe().topic_arn(TOPIC_ARN).protocol("sms").endpoint("+1").send());
    assert!(failure.unwrap_err().to_string().starts_with("UnfitRequest: ReturnSubscriptionArn must be true"));
    assert!(heard.lock().unwrap().is_empty());
}

/// As the service writes it: subscriptions without an ARN, and a token.
#[test]
fn a_listing_is_read_from_the_wire() {
    let body = "<ListSubscriptionsByTopicResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><ListSubscriptionsByTopicResult>\
        <Subscriptions><member><Owner>123456789012</Owner><Protocol>email</Protocol><Endpoint>a@example.com</Endpoint>\
        <SubscriptionArn>PendingConfirmation</SubscriptionArn></member><member><Protocol>sms</Protocol><Endpoint>+1</Endpoint>\
        <SubscriptionArn>Deleted</SubscriptionArn></member><member><Protocol>sqs</Protocol><Endpoint>arn</Endpoint>\
        <SubscriptionArn>arn:x</SubscriptionArn></member></Subscriptions><NextToken>AA</NextToken>\
        </ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>";
    let http = infallible_client_fn(move |_| http::Response::new(SdkBody::from(body)));
    let asked = SnsCall::ListSubscriptionsByTopic { topic_arn: TOPIC_ARN.to_owned(), next_token: None };
    let items = vec![
        listed(SubscriptionState::PendingConfirmation, "email", "a@example.com"),
        listed(SubscriptionState::Deleted, "sms", "+1"),
        listed(confirmed("arn:x"), "sqs", "arn"),
    ];
    let told = Reply::Subscriptions(Page { items, next_token: Some("AA".to_owned()) });
    assert_eq!(call(&Clients::over_http(REGION, http), asked), Ok(told));
}

#[test]
fn a_reply_without_what_it_must_have_cannot_be_read() {
    let body = "<CreateTopicResponse><CreateTopicResult/></CreateTopicResponse>";
    let http = infallible_client_fn(move |_| http::Response::new(SdkBody::from(body)));
    let asked = SnsCall::CreateTopic { name: "a".to_owned(), attributes: BTreeMap::new(), tags: Vec::new() };
    let told = Failure::Unanswered("the reply cannot be read: it has no TopicArn".to_owned());
    assert_eq!(call(&Clients::over_http(REGION, http), asked), Err(told));
}
