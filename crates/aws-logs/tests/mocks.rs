//! Calls through the SDK and back: what the account in memory is asked is what was called, and what it answers is what
//! comes back.

mod calls;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use signalarm_aws_clients::Clients;
use signalarm_aws_clients::mock::answering;
use signalarm_aws_logs::{call, mock};
use signalarm_cloud::{Answer, Call, Failure, FailureClass, LogsCall, Refusal, Reply};

/// How many operations of CloudWatch Logs there are.
const OPERATIONS: usize = 15;

/// Clients of an account that gives one answer, and the calls that it hears.
fn answered(answer: Answer) -> (Clients, Arc<Mutex<Vec<Call>>>) {
    let (account, heard) = answering(answer);
    (Clients::mocked("cn-north-1", &mock::rules(&account)), heard)
}

fn any_call() -> LogsCall {
    LogsCall::DeleteLogGroup { log_group_name: "g".to_owned() }
}

#[test]
fn every_call_arrives_as_it_was_sent_and_every_reply_comes_back() {
    let mut operations = BTreeSet::new();
    for (sent, reply) in calls::calls() {
        operations.insert(sent.operation());
        let (clients, heard) = answered(Ok(reply.clone()));
        assert_eq!(call(&clients, sent.clone()), Ok(reply));
        assert_eq!(*heard.lock().unwrap(), [Call::from(sent)]);
    }
    assert_eq!(operations.len(), OPERATIONS, "{operations:?}");
}

#[test]
fn every_operation_tells_what_the_service_refuses() {
    for (sent, _) in calls::calls() {
        let refusal = Refusal::service("ThrottlingException", 400, "Rate \"exceeded\" \u{fc}ber & <all>\n");
        let (clients, _) = answered(Err(refusal.into()));
        let failure = call(&clients, sent).unwrap_err();
        assert_eq!(failure.class(), FailureClass::Throttled);
        assert_eq!(failure.to_string(), "ThrottlingException: Rate \"exceeded\" \u{fc}ber & <all>\n");
    }
}

#[test]
fn refusals_keep_their_code_and_status() {
    for refusal in [
        Refusal::LogGroupExists("g".to_owned()),
        Refusal::LogGroupNotFound("g".to_owned()),
        Refusal::TooManyMetricFilters(100),
        Refusal::InvalidParameter("Invalid metric filter pattern".to_owned()),
        Refusal::NotSimulated("this"),
        Refusal::service("ServiceUnavailableException", 500, ""),
        Refusal::service("AccessDeniedException", 400, "User: x is not authorized"),
        Refusal::service("OperationAbortedException", 400, ""),
    ] {
        let (clients, _) = answered(Err(refusal.clone().into()));
        let Err(Failure::Refused(told)) = call(&clients, any_call()) else { panic!("{refusal} is no refusal") };
        assert_eq!(
            (told.code(), told.http_status(), told.message()),
            (refusal.code(), refusal.http_status(), refusal.message())
        );
    }
}

#[test]
fn a_reply_that_gets_lost_leaves_the_call_unanswered_and_done() {
    for (sent, _) in calls::calls() {
        let (clients, heard) = answered(Err(Failure::Unanswered("lost".to_owned())));
        assert!(matches!(call(&clients, sent), Err(Failure::Unanswered(_))));
        assert_eq!(heard.lock().unwrap().len(), 1);
    }
}

#[test]
fn what_was_not_sent_is_told_so() {
    let (clients, _) = answered(Err(Failure::Unsent("no route".to_owned())));
    let Err(Failure::Unsent(why)) = call(&clients, any_call()) else { panic!("it was not sent") };
    assert!(why.contains("no route"), "{why}");
}

#[test]
fn the_reply_of_another_operation_is_refused_by_name() {
    let (clients, _) = answered(Ok(Reply::SmsSandbox(true)));
    for (sent, _) in calls::calls() {
        let (operation, told) = (sent.operation(), call(&clients, sent).unwrap_err().to_string());
        assert!(told.starts_with(&format!("UnfitReply: {operation} is answered by SmsSandbox")), "{told}");
    }
}

#[test]
fn a_request_without_a_required_member_is_refused_by_the_mocks() {
    let (clients, heard) = answered(Ok(Reply::Done));
    let client = &clients.cloudwatchlogs;
    let told = [
        clients.send(client.create_log_group().send()).unwrap_err(),
        clients.send(client.put_metric_filter().log_group_name("g").filter_name("f").send()).unwrap_err(),
        clients.send(client.delete_metric_filter().log_group_name("g").send()).unwrap_err(),
        clients.send(client.test_metric_filter().filter_pattern("p").send()).unwrap_err(),
    ];
    let told = told.map(|failure| failure.to_string());
    assert_eq!(
        told,
        [
            "UnfitRequest: logGroupName is missing",
            "UnfitRequest: metricTransformations is missing",
            "UnfitRequest: filterName is missing",
            "UnfitRequest: logEventMessages is missing",
        ]
    );
    assert!(heard.lock().unwrap().is_empty());
}

#[test]
fn an_operation_that_we_never_call_is_refused_by_name() {
    let (clients, _) = answered(Ok(Reply::Done));
    let failure = clients.send(clients.cloudwatchlogs.describe_destinations().send()).unwrap_err();
    assert!(failure.to_string().starts_with("NotPrepared: no rule answers DescribeDestinations"), "{failure}");
}
