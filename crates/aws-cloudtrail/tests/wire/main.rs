//! What goes over the wire, and how the services' own words are read.

#[path = "../calls/mod.rs"]
mod calls;
mod cloudtrail;
mod iam;
mod s3;

use std::collections::BTreeMap;

use calls::{calls, make};
use signalarm_aws_clients::http_test::infallible_client_fn;
use signalarm_aws_clients::mock::requests;
use signalarm_aws_clients::{Clients, SdkBody, http};
use signalarm_cloud::{Call, Failure, FailureClass, IamCall, S3Call, S3Operation, Service, StsCall};

/// Clients of a service that gives one response.
fn responded(status: u16, body: &'static str) -> Clients {
    with_header(status, ("server", "test"), body)
}

/// Clients of a service that gives one response with a header.
fn with_header(status: u16, (name, value): (&'static str, &'static str), body: &'static str) -> Clients {
    let response = move |_| {
        let response = http::Response::builder().status(status).header(name, value);
        response.body(SdkBody::from(body)).unwrap()
    };
    Clients::over_http("eu-west-1", infallible_client_fn(response))
}

fn of_bucket(operation: S3Operation) -> Call {
    S3Call { bucket: "bucket".to_owned(), expected_bucket_owner: calls::ACCOUNT.to_owned(), operation }.into()
}

#[test]
fn the_requests_are_these() {
    let services =
        [(Service::CloudTrail, "cloudtrail"), (Service::Iam, "iam"), (Service::S3, "s3"), (Service::Sts, "sts")];
    let mut all = BTreeMap::from(services.map(|(service, _)| (service, Vec::new())));
    for (call, _) in calls() {
        let service = call.service();
        let sent = requests("cn-north-1", |clients| {
            // The empty reply has nothing that could be read.
            let _ = make(clients, call);
        });
        assert_eq!(sent.len(), 1);
        all.get_mut(&service).unwrap().extend(sent);
    }
    for (service, name) in services {
        let text = all[&service].join("\n");
        signalarm_testkit::snapshots("aws-cloudtrail").bind(|| insta::assert_snapshot!(name, text));
    }
}

#[test]
fn every_call_of_a_bucket_names_its_owner() {
    for (call, _) in calls().into_iter().filter(|(call, _)| call.service() == Service::S3) {
        let is_create = call.operation() == "CreateBucket";
        let sent = requests("cn-north-1", |clients| drop(make(clients, call.clone())));
        let names_owner = sent[0].contains("x-amz-expected-bucket-owner: 123456789012\n");
        assert_eq!(names_owner, !is_create, "{call:?}");
    }
}

#[test]
fn an_error_is_told_by_its_code() {
    let query = "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type>\
                 <Code>NoSuchEntity</Code><Message>The role with name x cannot be found.</Message></Error>\
                 <RequestId>1</RequestId></ErrorResponse>";
    let expired = "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>no</Message></Error>\
                   </ErrorResponse>";
    let rest = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>OperationAborted</Code><Message>A conflicting \
                conditional operation is currently in progress against this resource. Please try again.</Message>\
                <RequestId>1</RequestId></Error>";
    let taken = "<Error><Code>BucketAlreadyExists</Code><Message>no</Message><BucketName>b</BucketName></Error>";
    let role = IamCall::GetRole { role_name: "x".to_owned() };
    let create = of_bucket(S3Operation::CreateBucket { region: "eu-west-1".to_owned() });
    for (call, status, body, class) in [
        (Call::from(role.clone()), 404, query, FailureClass::NotFound),
        (role.into(), 403, expired, FailureClass::Credentials),
        (StsCall::GetCallerIdentity.into(), 403, expired, FailureClass::Credentials),
        (create.clone(), 409, rest, FailureClass::Conflict),
        (create, 409, taken, FailureClass::BucketTaken),
    ] {
        let failure = make(&responded(status, body), call).unwrap_err();
        assert_eq!(failure.class(), class, "{body}: {failure:?}");
        assert!(matches!(failure, Failure::Refused(_)), "{failure:?}");
    }
}

#[test]
fn what_cannot_be_read_is_no_answer() {
    let reading = |(call, _): &(Call, _)| {
        let operation = call.operation();
        operation.starts_with("Get") || operation.starts_with("List") || operation.starts_with("Simulate")
    };
    for (call, _) in calls().iter().filter(|call| reading(call)) {
        for (status, body) in [(200, "<html>"), (200, "{\"a\":"), (502, "<html>Bad Gateway</html>"), (504, "")] {
            // S3 sends a policy as the whole body, whatever it is.
            if (call.operation(), status) == ("GetBucketPolicy", 200) {
                continue;
            }
            let answer = make(&responded(status, body), call.clone());
            assert!(matches!(answer, Err(Failure::Unanswered(_))), "{call:?}, {body}: {answer:?}");
        }
    }
}
