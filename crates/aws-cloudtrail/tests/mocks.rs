//! Calls through the SDK and back: what the account in memory is asked is what was called, and what it answers is what
//! comes back.

mod calls;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use calls::{calls, make};
use signalarm_aws_clients::Clients;
use signalarm_aws_clients::cloudtrail::types::{EventSelector, ReadWriteType};
use signalarm_aws_clients::mock::answering;
use signalarm_aws_clients::s3::types::{BucketVersioningStatus, VersioningConfiguration};
use signalarm_aws_cloudtrail::mock;
use signalarm_cloud::{Answer, Call, Failure, FailureClass, Refusal, Reply, S3Call, S3Operation, Service};

/// How many operations of CloudTrail, IAM, S3 and STS there are.
const OPERATIONS: [(Service, usize); 4] =
    [(Service::CloudTrail, 11), (Service::Iam, 10), (Service::S3, 15), (Service::Sts, 1)];

/// Clients of an account that gives one answer, and the calls that it hears.
fn answered(answer: Answer) -> (Clients, Arc<Mutex<Vec<Call>>>) {
    let (account, heard) = answering(answer);
    (Clients::mocked("cn-north-1", &mock::rules(&account)), heard)
}

/// *HeadBucket* is refused without a body, so by its status alone.
fn is_head(call: &Call) -> bool {
    matches!(call, Call::S3(S3Call { operation: S3Operation::HeadBucket, .. }))
}

#[test]
fn every_call_arrives_as_it_was_sent_and_every_reply_comes_back() {
    let mut operations = BTreeSet::new();
    for (sent, reply) in calls() {
        operations.insert((sent.service(), sent.operation()));
        let (clients, heard) = answered(Ok(reply.clone()));
        assert_eq!(make(&clients, sent.clone()), Ok(reply));
        assert_eq!(*heard.lock().unwrap(), [sent]);
    }
    for (service, count) in OPERATIONS {
        assert_eq!(operations.iter().filter(|(of, _)| *of == service).count(), count, "{service}");
    }
}

#[test]
fn every_operation_tells_what_the_service_refuses() {
    let message = "Rate \"exceeded\" \u{fc}ber & <all>";
    for (sent, _) in calls() {
        let (clients, _) = answered(Err(Refusal::service("Throttling", 503, message).into()));
        let failure = make(&clients, sent).unwrap_err();
        assert_eq!((failure.class(), failure.to_string()), (FailureClass::Throttled, format!("Throttling: {message}")));
    }
}

#[test]
fn refusals_keep_their_code_and_status() {
    let refused = |code: &'static str, status| Refusal::service(code, status, "Access denied. Verify.");
    for (service, refusal) in [
        (Service::CloudTrail, Refusal::TrailExists("t".to_owned())),
        (Service::CloudTrail, Refusal::TrailNotFound("t".to_owned())),
        (Service::CloudTrail, refused("InvalidCloudWatchLogsRoleArnException", 400)),
        (Service::CloudTrail, refused("ConflictException", 400)),
        (Service::Iam, refused("NoSuchEntity", 404)),
        (Service::Iam, refused("EntityAlreadyExists", 409)),
        (Service::Iam, refused("AccessDenied", 403)),
        (Service::S3, refused("NoSuchBucketPolicy", 404)),
        (Service::S3, refused("BucketAlreadyExists", 409)),
        (Service::S3, refused("OperationAborted", 409)),
        (Service::S3, refused("NoSuchTagSet", 404)),
        (Service::Sts, refused("ExpiredToken", 403)),
        (Service::Sts, Refusal::NotSimulated("this")),
    ] {
        for (sent, _) in calls().into_iter().filter(|(sent, _)| sent.service() == service && !is_head(sent)) {
            let (clients, _) = answered(Err(refusal.clone().into()));
            let Err(Failure::Refused(told)) = make(&clients, sent) else { panic!("{refusal} is no refusal") };
            assert_eq!(
                (told.code(), told.http_status(), told.message()),
                (refusal.code(), refusal.http_status(), refusal.message())
            );
        }
    }
}

#[test]
fn a_bucket_that_is_not_there_or_not_ours_is_told_by_its_status() {
    for (code, status, told) in [("NoSuchBucket", 404, "NotFound"), ("AccessDenied", 403, "Forbidden")] {
        let (sent, _) = calls().into_iter().find(|(sent, _)| is_head(sent)).unwrap();
        let (clients, _) = answered(Err(Refusal::service(code, status, "").into()));
        let Err(Failure::Refused(refusal)) = make(&clients, sent) else { panic!("{code} is no refusal") };
        assert_eq!((refusal.code(), refusal.http_status()), (told, status));
    }
}

#[test]
fn a_reply_that_gets_lost_leaves_the_call_unanswered_and_done() {
    for (sent, _) in calls() {
        let (clients, heard) = answered(Err(Failure::Unanswered("lost".to_owned())));
        assert!(matches!(make(&clients, sent), Err(Failure::Unanswered(_))));
        assert_eq!(heard.lock().unwrap().len(), 1);
    }
}

#[test]
fn the_reply_of_another_operation_is_refused_by_name() {
    let (clients, _) = answered(Ok(Reply::SmsSandbox(true)));
    for (sent, _) in calls().into_iter().filter(|(sent, _)| !is_head(sent)) {
        let (operation, told) = (sent.operation(), make(&clients, sent).unwrap_err().to_string());
        assert!(told.starts_with(&format!("UnfitReply: {operation} is answered by SmsSandbox")), "{told}");
    }
}

#[test]
fn a_request_that_is_none_of_ours_is_refused_by_the_mocks() {
    let (clients, heard) = answered(Ok(Reply::Done));
    let suspended = VersioningConfiguration::builder().status(BucketVersioningStatus::Suspended).build();
    let reading = EventSelector::builder().read_write_type(ReadWriteType::ReadOnly).build();
    let told = [
        clients.send(clients.cloudtrail.create_trail().name("t").send()).unwrap_err(),
        clients
            .send(clients.cloudtrail.put_event_selectors().trail_name("t").event_selectors(reading).send())
            .unwrap_err(),
        clients.send(clients.cloudtrail.list_tags().send()).unwrap_err(),
        clients.send(clients.iam.delete_role_policy().role_name("r").send()).unwrap_err(),
        clients.send(clients.s3.delete_bucket().bucket("b").send()).unwrap_err(),
        clients
            .send(clients.s3.put_bucket_versioning().bucket("b").versioning_configuration(suspended).send())
            .unwrap_err(),
    ];
    let told = told.map(|failure| failure.to_string());
    assert_eq!(
        told,
        [
            "UnfitRequest: S3BucketName is missing",
            "UnfitRequest: EventSelectors is another selection than that of all management events",
            "UnfitRequest: ResourceIdList has 0 entries in place of one",
            "UnfitRequest: PolicyName is missing",
            "UnfitRequest: ExpectedBucketOwner is missing",
            "UnfitRequest: Status is not Enabled",
        ]
    );
    assert!(heard.lock().unwrap().is_empty());
}
