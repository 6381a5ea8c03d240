//! Every call of CloudWatch through the SDK's client and back.

mod cases;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use signalarm_aws_clients::Clients;
use signalarm_aws_clients::cloudwatch::types::{AlarmType, ScanBy, StateValue};
use signalarm_aws_clients::mock::{Shared, answering, requests};
use signalarm_aws_cloudwatch::{call, mock};
use signalarm_cloud::{Answer, Call, CloudWatchCall, Failure, FailureClass, PutMetricAlarm, Refusal, Reply};
use signalarm_testkit::snapshots;

use cases::{ALARM_ARN, cases};

const REGION: &str = "us-gov-west-1";

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
        assert_eq!(*heard.lock().unwrap(), [Call::CloudWatch(asked)]);
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
    snapshots("aws-cloudwatch").bind(|| insta::assert_snapshot!("requests", sent.join("\n")));
}

#[test]
fn every_operation_tells_a_refusal_a_lost_reply_and_what_was_not_sent() {
    let refusals = [
        Refusal::Validation("1 validation error detected: Value 'é' at \"alarmName\"".to_owned()),
        Refusal::InvalidParameterValue("no".to_owned()),
        Refusal::InvalidFormat,
        Refusal::AlarmNotFound,
        Refusal::TaggedResourceNotFound,
        Refusal::ReservedTag,
        Refusal::service("LimitExceeded", 400, "The maximum limit has been reached"),
        Refusal::service("InvalidNextToken", 400, "The next token is invalid"),
        Refusal::service("Throttling", 400, "Rate exceeded"),
        Refusal::service("ExpiredToken", 403, "The security token is expired"),
        Refusal::service("InternalServiceFault", 500, ""),
        Refusal::NotSimulated("TagResource"),
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
        let (clients, _) = mocked(Err(Failure::Unsent("no rights".to_owned())));
        assert!(matches!(call(&clients, asked), Err(Failure::Unsent(why)) if why.contains("no rights")));
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
fn a_window_that_the_sdk_does_not_have_is_not_sent() {
    let alarm = PutMetricAlarm { evaluation_window: Some("Tumbling".to_owned()), ..PutMetricAlarm::default() };
    let sent = requests(REGION, |clients| {
        let failure = call(clients, CloudWatchCall::PutMetricAlarm(Box::new(alarm))).unwrap_err();
        assert!(matches!(failure, Failure::Unsent(why) if why.contains("“Tumbling”")));
    });
    assert!(sent.is_empty());
}

#[test]
fn a_request_that_is_no_call_is_refused() {
    let (clients, heard) = mocked(Ok(Reply::Done));
    let told = |failure: Result<String, Failure>| failure.unwrap_err().to_string();
    let cloudwatch = &clients.cloudwatch;
    let put = cloudwatch.put_metric_alarm().evaluation_periods(1);
    assert_eq!(told(clients.send(put.send()).map(|_| String::new())), "UnfitRequest: AlarmName is missing");
    let history = cloudwatch.describe_alarm_history().max_records(1).scan_by(ScanBy::TimestampAscending);
    assert_eq!(told(clients.send(history.send()).map(|_| String::new())), "UnfitRequest: MaxRecords is not carried");
    let describe = cloudwatch.describe_alarms().alarm_types(AlarmType::LogAlarm);
    assert_eq!(
        told(clients.send(describe.send()).map(|_| String::new())),
        "UnfitRequest: AlarmTypes: LogAlarm is not carried"
    );
    let set = cloudwatch.set_alarm_state().alarm_name("a").state_value(StateValue::Ok);
    assert_eq!(told(clients.send(set.send()).map(|_| String::new())), "UnfitRequest: StateReason is missing");
    assert!(heard.lock().unwrap().is_empty());

    let (clients, _) = mocked(Ok(Reply::SmsSandbox(true)));
    let failure = call(&clients, CloudWatchCall::ListTagsForResource(ALARM_ARN.to_owned())).unwrap_err();
    assert_eq!(failure.to_string(), "UnfitReply: ListTagsForResource is answered by SmsSandbox(true)");
}
