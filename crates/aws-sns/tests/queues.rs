//! Every call of SQS through the SDK's client and back.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use signalarm_aws_clients::Clients;
use signalarm_aws_clients::mock::{answering, requests};
use signalarm_aws_sns::sqs::{call, mock};
use signalarm_cloud::{Answer, Call, Failure, FailureClass, Page, QueueMessage, Refusal, Reply, SqsCall, Tag};
use signalarm_testkit::snapshots;

const REGION: &str = "eu-central-1";
const URL: &str = "https://sqs.eu-central-1.amazonaws.com/123456789012/signalarm-drill-1";

/// Each call with a reply to it.
fn cases() -> Vec<(SqsCall, Reply)> {
    let queue_url = || URL.to_owned();
    let policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}".to_owned();
    let attributes =
        BTreeMap::from([("Policy".to_owned(), policy), ("MessageRetentionPeriod".to_owned(), "3600".to_owned())]);
    let tags = vec![Tag { key: "signalarm".to_owned(), value: "drill".to_owned() }];
    let queue_name = || "signalarm-drill-1".to_owned();
    let list = |next_token: Option<&str>| SqsCall::ListQueues {
        queue_name_prefix: "signalarm-drill-".to_owned(),
        next_token: next_token.map(str::to_owned),
    };
    let message = |number: u32| QueueMessage {
        receipt_handle: format!("AQEB/+=={number}"),
        body: format!("{{\"Type\":\"Notification\",\"Message\":\"ü {number}\"}}"),
    };
    let delete = SqsCall::DeleteMessage { queue_url: queue_url(), receipt_handle: "AQEB/+==1".to_owned() };
    let bare = SqsCall::CreateQueue { queue_name: queue_name(), attributes: BTreeMap::new(), tags: Vec::new() };
    let receive = || SqsCall::ReceiveMessage { queue_url: queue_url() };
    vec![
        (SqsCall::CreateQueue { queue_name: queue_name(), attributes, tags }, Reply::QueueUrl(queue_url())),
        (bare, Reply::QueueUrl(queue_url())),
        (list(None), Reply::Names(Page { items: vec![queue_url()], next_token: Some("2".to_owned()) })),
        (list(Some("2")), Reply::Names(Page::whole(Vec::new()))),
        (receive(), Reply::QueueMessages(vec![message(1), message(2)])),
        (receive(), Reply::QueueMessages(Vec::new())),
        (delete, Reply::Done),
        (SqsCall::DeleteQueue { queue_url: queue_url() }, Reply::Done),
    ]
}

/// Clients that an account with one answer stands behind, and the calls that it has heard.
fn mocked(answer: Answer) -> (Clients, Arc<Mutex<Vec<Call>>>) {
    let (account, heard) = answering(answer);
    (Clients::mocked(REGION, &mock::rules(&account)), heard)
}

#[test]
fn every_call_and_every_reply_survive_the_way_through_the_sdk() {
    for (asked, reply) in cases() {
        let (clients, heard) = mocked(Ok(reply.clone()));
        assert_eq!(call(&clients, asked.clone()), Ok(reply));
        assert_eq!(*heard.lock().unwrap(), [Call::Sqs(asked)]);
    }
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
    snapshots("aws-sns").bind(|| insta::assert_snapshot!("queue-requests", sent.join("\n")));
}

#[test]
fn every_operation_tells_a_refusal_and_a_lost_reply() {
    let refusal = || Refusal::service("QueueDoesNotExist", 400, "The specified queue does not exist.");
    for (asked, _) in cases() {
        let failure = call(&mocked(Err(refusal().into())).0, asked.clone()).unwrap_err();
        assert_eq!((failure.class(), failure.to_string()), (FailureClass::NotFound, refusal().to_string()));
        let lost = Failure::Unanswered("lost".to_owned());
        let failure = call(&mocked(Err(lost)).0, asked).unwrap_err();
        assert_eq!(failure.class(), FailureClass::Uncertain);
    }
}
