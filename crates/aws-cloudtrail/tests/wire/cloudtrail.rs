//! CloudTrail's own words.

use signalarm_cloud::{Call, CloudTrailCall, DescribedTrail, Failure, FailureClass, Reply, Tag, TrailStatus};
use signalarm_time::Timestamp;

use crate::calls::make;
use crate::responded;

fn name() -> String {
    "t".to_owned()
}

fn get_trail() -> Call {
    CloudTrailCall::GetTrail { name: name() }.into()
}

#[test]
fn a_status_that_is_empty_is_none() {
    let status = |body| match make(&responded(200, body), CloudTrailCall::GetTrailStatus { name: name() }.into()) {
        Ok(Reply::TrailStatus(status)) => *status,
        other => panic!("{other:?}"),
    };
    let told = status(
        r#"{"IsLogging":true,"LatestDeliveryTime":1764000000.0,"LatestDeliveryError":"","StopLoggingTime":1.5E9,
            "LatestCloudWatchLogsDeliveryTime":1764000060.5,"LatestCloudWatchLogsDeliveryError":"AccessDenied",
            "LatestDeliveryAttemptTime":"","TimeLoggingStopped":""}"#,
    );
    let expected = TrailStatus {
        is_logging: true,
        latest_delivery_time: Some(Timestamp::from_millis(1_764_000_000_000)),
        latest_delivery_error: None,
        latest_cloud_watch_logs_delivery_time: Some(Timestamp::from_millis(1_764_000_060_500)),
        latest_cloud_watch_logs_delivery_error: Some("AccessDenied".to_owned()),
    };
    assert_eq!(told, expected);
    assert_eq!(status("{}"), TrailStatus::default());
}

#[test]
fn a_trail_is_told_with_the_region_of_its_arn() {
    let body = r#"{"Trail":{"Name":"t","S3BucketName":"b","S3KeyPrefix":"","TrailARN":
        "arn:aws-us-gov:cloudtrail:us-gov-west-1:123456789012:trail/t","IsMultiRegionTrail":true,
        "CloudWatchLogsLogGroupArn":"","HasCustomEventSelectors":true}}"#;
    let expected = DescribedTrail {
        name: name(),
        trail_arn: "arn:aws-us-gov:cloudtrail:us-gov-west-1:123456789012:trail/t".to_owned(),
        home_region: "us-gov-west-1".to_owned(),
        s3_bucket_name: "b".to_owned(),
        s3_key_prefix: None,
        include_global_service_events: false,
        is_multi_region_trail: true,
        is_organization_trail: false,
        log_file_validation_enabled: false,
        cloud_watch_logs_log_group_arn: None,
        cloud_watch_logs_role_arn: None,
        kms_key_id: None,
        sns_topic_arn: None,
    };
    assert_eq!(make(&responded(200, body), get_trail()), Ok(Reply::Trail(Box::new(expected))));
    for body in ["{}", r#"{"Trail":{}}"#, r#"{"Trail":{"Name":"t","S3BucketName":"b","TrailARN":"t"}}"#] {
        let answer = make(&responded(200, body), get_trail());
        assert!(matches!(answer, Err(Failure::Unanswered(_))), "{body}: {answer:?}");
    }
}

#[test]
fn an_error_is_told_by_its_code() {
    for (status, body, class) in [
        (400, r#"{"__type":"TrailNotFoundException","message":"Unknown trail"}"#, FailureClass::NotFound),
        (400, r#"{"__type":"TrailAlreadyExistsException","message":"no"}"#, FailureClass::Exists),
        (400, r#"{"__type":"ConflictException","message":"no"}"#, FailureClass::Conflict),
        (400, r#"{"__type":"ThrottlingException","message":"no"}"#, FailureClass::Throttled),
        (400, r#"{"__type":"AccessDeniedException","Message":"no"}"#, FailureClass::Denied),
    ] {
        assert_eq!(make(&responded(status, body), get_trail()).unwrap_err().class(), class, "{body}");
    }
}

/// What trails select, and whether it is all management events.
#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn selectors_of_both_kinds_are_one_answer() {
    for (expected, body) in [
        (
            true,
            r#"{"EventSelectors":[{"ReadWriteType":"All","IncludeManagementEvents":true,"DataResources":[],
                   "ExcludeManagementEventSources":[]}]}"#,
        ),
        (true, r#"{"EventSelectors":[{}]}"#),
        (true, r#"{"EventSelectors":[{"ReadWriteType":"ReadOnly"},{"ReadWriteType":"WriteOnly"}]}"#),
        (
            true,
            r#"{"EventSelectors":[{"ReadWriteType":"All","IncludeManagementEvents":true,
                   "DataResources":[{"Type":"AWS::S3::Object","Values":["x"]}]}]}"#,
        ),
        (false, r#"{"EventSelectors":[{"ReadWriteType":"WriteOnly"}]}"#),
        (false, r#"{"EventSelectors":[{"ReadWriteType":"ReadOnly"}]}"#),
        (false, r#"{"EventSelectors":[{"ReadWriteType":"ANewOne"}]}"#),
        (false, r#"{"EventSelectors":[{"IncludeManagementEvents":false}]}"#),
        (false, r#"{"EventSelectors":[{"ExcludeManagementEventSources":["kms.amazonaws.com"]}]}"#),
        (false, r#"{"EventSelectors":[]}"#),
        (false, "{}"),
        (
            true,
            r#"{"AdvancedEventSelectors":[{"Name":"m","FieldSelectors":[
                   {"Field":"eventCategory","Equals":["Management"]}]}]}"#,
        ),
        (
            true,
            r#"{"AdvancedEventSelectors":[{"FieldSelectors":[{"Field":"readOnly","Equals":["true"]},
                   {"Field":"eventCategory","Equals":["Management"]}]},{"FieldSelectors":[
                   {"Field":"eventCategory","Equals":["Management"]},{"Field":"readOnly","Equals":["false"]}]}]}"#,
        ),
        (
            true,
            r#"{"AdvancedEventSelectors":[{"FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]}]},
                   {"FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]}]}"#,
        ),
        (false, r#"{"AdvancedEventSelectors":[{"FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]}]}]}"#),
        (
            false,
            r#"{"AdvancedEventSelectors":[{"FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]},
                   {"Field":"readOnly","Equals":["true"]}]}]}"#,
        ),
        (
            false,
            r#"{"AdvancedEventSelectors":[{"FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]},
                   {"Field":"eventSource","NotEquals":["kms.amazonaws.com"]}]}]}"#,
        ),
        (
            false,
            r#"{"AdvancedEventSelectors":[{"FieldSelectors":[{"Field":"eventSource","NotEquals":["x"]},
                   {"Field":"readOnly","Equals":["true"]},{"Field":"eventCategory","Equals":["Management"]}]}]}"#,
        ),
        (
            false,
            r#"{"AdvancedEventSelectors":[{"FieldSelectors":[
                   {"Field":"eventCategory","NotEquals":["Management"]}]}]}"#,
        ),
        (false, r#"{"AdvancedEventSelectors":[{"FieldSelectors":[{"Field":"readOnly","Equals":["true","false"]}]}]}"#),
    ] {
        let call = CloudTrailCall::GetEventSelectors { trail_name: name() };
        let answer = make(&responded(200, body), call.into());
        assert_eq!(answer, Ok(Reply::EventSelectors { all_management_events: expected }), "{body}");
    }
}

#[test]
fn tags_are_those_of_the_trail_that_was_asked_for() {
    let body = r#"{"ResourceTagList":[{"ResourceId":"other","TagsList":[{"Key":"a","Value":"1"}]},
        {"ResourceId":"mine","TagsList":[{"Key":"b"}]}]}"#;
    let list = |id: &str| CloudTrailCall::ListTags { resource_id: id.to_owned() }.into();
    let tags = vec![Tag { key: "b".to_owned(), value: String::new() }];
    assert_eq!(make(&responded(200, body), list("mine")), Ok(Reply::Tags(tags)));
    assert_eq!(make(&responded(200, body), list("third")), Ok(Reply::Tags(Vec::new())));
}
