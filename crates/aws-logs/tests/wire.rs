//! What goes over the wire, and how the service's own words are read.

mod calls;

use signalarm_aws_clients::http_test::infallible_client_fn;
use signalarm_aws_clients::mock::requests;
use signalarm_aws_clients::{Clients, SdkBody, http};
use signalarm_aws_logs::call;
use signalarm_cloud::{Failure, FailureClass, LogsCall, Page, Reply, Tag};

/// Clients of a service that gives one response.
fn responded(status: u16, body: &'static str) -> Clients {
    Clients::over_http(
        "eu-west-1",
        infallible_client_fn(move |_| {
            let response =
                http::Response::builder().status(status).header("content-type", "application/x-amz-json-1.1");
            response.body(SdkBody::from(body)).unwrap()
        }),
    )
}

fn groups() -> LogsCall {
    LogsCall::DescribeLogGroups { log_group_name_prefix: "g".to_owned(), next_token: None }
}

fn filters() -> LogsCall {
    LogsCall::DescribeMetricFilters { log_group_name: "g".to_owned(), next_token: None }
}

fn tried(messages: &[&str]) -> LogsCall {
    let log_event_messages = messages.iter().map(|message| (*message).to_owned()).collect();
    LogsCall::TestMetricFilter { filter_pattern: "a".to_owned(), log_event_messages }
}

#[test]
fn the_requests_are_these() {
    let sent = requests("cn-north-1", |clients| {
        for (sent, _) in calls::calls() {
            // The empty reply has nothing that could be read.
            let _ = call(clients, sent);
        }
    });
    assert_eq!(sent.len(), calls::calls().len());
    signalarm_testkit::snapshots("aws-logs").bind(|| insta::assert_snapshot!("requests", sent.join("\n")));
}

#[test]
fn an_error_is_told_by_its_code() {
    for (status, body, class) in [
        (400, r#"{"__type":"ResourceNotFoundException","message":"no"}"#, FailureClass::NotFound),
        (400, r#"{"__type":"ResourceAlreadyExistsException"}"#, FailureClass::Exists),
        (400, r#"{"__type":"com.amazonaws.logs#ThrottlingException","Message":"no"}"#, FailureClass::Throttled),
        (400, r#"{"__type":"OperationAbortedException","message":"no"}"#, FailureClass::Conflict),
        (400, r#"{"__type":"AccessDeniedException","Message":"no"}"#, FailureClass::Denied),
        (400, r#"{"__type":"UnrecognizedClientException","message":"no"}"#, FailureClass::Credentials),
        (400, r#"{"__type":"UnknownOperationException"}"#, FailureClass::NotImplemented),
        (400, r#"{"__type":"InvalidParameterException","message":"Throttling"}"#, FailureClass::Other),
        (500, r#"{"__type":"ServiceUnavailableException"}"#, FailureClass::Uncertain),
        (501, r#"{"__type":"InternalFailure","message":"no"}"#, FailureClass::NotImplemented),
    ] {
        let failure = call(&responded(status, body), groups()).unwrap_err();
        assert_eq!(failure.class(), class, "{body}: {failure:?}");
        assert!(matches!(failure, Failure::Refused(_)), "{failure:?}");
    }
}

#[test]
fn what_cannot_be_read_is_no_answer() {
    for (status, body) in [
        (200, "<html>"),
        (200, r#"{"logGroups":[{"arn":"no name"}]}"#),
        (200, r#"{"logGroups":"#),
        (200, r#"{"logGroups":[{"logGroupName":7}]}"#),
        (502, "<html>Bad Gateway</html>"),
        (504, ""),
    ] {
        let answer = call(&responded(status, body), groups());
        assert!(matches!(answer, Err(Failure::Unanswered(_))), "{body}: {answer:?}");
    }
}

#[test]
fn a_log_group_without_class_is_of_the_standard_one() {
    let body = r#"{"logGroups":[{"logGroupName":"a"},{"logGroupName":"b","logGroupClass":"INFREQUENT_ACCESS"},
        {"logGroupName":"c","logGroupClass":"A_NEW_ONE","retentionInDays":3653,"storedBytes":5}],"nextToken":"t"}"#;
    let Ok(Reply::LogGroups(page)) = call(&responded(200, body), groups()) else { panic!("it can be read") };
    let told: Vec<_> = page.items.iter().map(|group| (group.is_standard_class, group.retention_in_days)).collect();
    assert_eq!(told, [(true, None), (false, None), (false, Some(3_653))]);
    assert_eq!(page.next_token.as_deref(), Some("t"));
}

#[test]
fn a_filter_is_told_as_it_would_be_asked_for() {
    let body = r#"{"metricFilters":[{"filterName":"f","metricTransformations":[{"metricName":"m","metricNamespace":"n",
        "metricValue":"1","defaultValue":0,"unit":"None","dimensions":{"b":"$.b","a":"$.a"}}],"creationTime":1}]}"#;
    let Ok(Reply::MetricFilters(Page { items, next_token: None })) = call(&responded(200, body), filters()) else {
        panic!("it can be read")
    };
    let filter = &items[0];
    assert_eq!((filter.log_group_name.as_str(), filter.filter_pattern.as_str()), ("g", ""));
    let transformation = &filter.metric_transformations[0];
    assert_eq!(transformation.default_value, Some(0.0));
    assert_eq!(transformation.unit.as_deref(), Some("None"));
    assert_eq!(transformation.dimensions, [("a", "$.a"), ("b", "$.b")].map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn matches_are_counted_from_one_on_the_wire() {
    let body = r#"{"matches":[{"eventNumber":1,"eventMessage":"a","extractedValues":{}},{"eventNumber":3}]}"#;
    assert_eq!(call(&responded(200, body), tried(&["a", "b", "a"])), Ok(Reply::Matches(vec![0, 2])));
    assert_eq!(call(&responded(200, r#"{"matches":[]}"#), tried(&["b"])), Ok(Reply::Matches(Vec::new())));
    for body in [r#"{"matches":[{"eventNumber":0}]}"#, r#"{"matches":[{"eventNumber":4}]}"#, r#"{"matches":[{}]}"#] {
        let answer = call(&responded(200, body), tried(&["a", "b", "a"]));
        assert!(matches!(answer, Err(Failure::Unanswered(_))), "{body}: {answer:?}");
    }
}

#[test]
fn tags_are_told_by_key() {
    let tag = |key: &str, value: &str| Tag { key: key.to_owned(), value: value.to_owned() };
    let list = LogsCall::ListTagsForResource { resource_arn: "x".to_owned() };
    let answer = call(&responded(200, r#"{"tags":{"c":"3","a":"1","b":""}}"#), list);
    assert_eq!(answer, Ok(Reply::Tags(vec![tag("a", "1"), tag("b", ""), tag("c", "3")])));
}
