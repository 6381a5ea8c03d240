//! CloudTrail: what it refuses. The messages about log group and role are recorded answers.

use rstest::rstest;
use signalarm_account::Surroundings;
use signalarm_cloud::{CloudTrailCall, DescribedTrail, IamCall, LogsCall, PutTrail, Reply, S3Operation};

use crate::support::{
    BUCKET_POLICY, PERMISSIONS, TRUST, account_for_trail, check_refused, create, create_role, pass, put_role_policy,
    s3, tags, told, trail, update,
};

const NO_PERMISSION: &str = "InvalidCloudWatchLogsLogGroupArnException 400: Access denied. Verify in IAM that the role has \
    adequate permissions.";
const NO_TRUST: &str = "InvalidCloudWatchLogsRoleArnException 400: Access denied. Verify in IAM that the role has adequate \
    trust relationships.";

fn with(change: impl FnOnce(&mut PutTrail)) -> PutTrail {
    let mut trail = trail();
    change(&mut trail);
    trail
}

fn group(arn: &str) -> PutTrail {
    with(|trail| trail.cloud_watch_logs_log_group_arn = Some(arn.to_owned()))
}

fn role(arn: &str) -> PutTrail {
    with(|trail| trail.cloud_watch_logs_role_arn = Some(arn.to_owned()))
}

#[rstest]
#[case(with(|trail| trail.name = "ab".to_owned()), "InvalidTrailNameException 400: ")]
#[case(with(|trail| trail.name = "a--b".to_owned()), "InvalidTrailNameException 400: ")]
#[case(with(|trail| trail.s3_bucket_name = None), "InvalidS3BucketNameException 400: ")]
#[case(with(|trail| trail.s3_bucket_name = Some("none".to_owned())), "S3BucketDoesNotExistException 400: S3 bucket none does not exist!")]
#[case(with(|trail| trail.s3_bucket_name = Some("theirs".to_owned())), "InsufficientS3BucketPolicyException 400: ")]
#[case(with(|trail| trail.name = "other".to_owned()),
    "InsufficientS3BucketPolicyException 400: Incorrect S3 bucket policy is detected for bucket: logs-of-ours")]
#[case(with(|trail| trail.s3_key_prefix = Some("p".to_owned())), "InsufficientS3BucketPolicyException 400: ")]
#[case(with(|trail| trail.include_global_service_events = Some(false)), "InvalidParameterCombinationException 400: ")]
#[case(with(|trail| trail.tags = tags(&[("aws:k", "v")])), "InvalidTagParameterException 400: ")]
#[case(with(|trail| trail.cloud_watch_logs_role_arn = None), "InvalidCloudWatchLogsRoleArnException 400: You must specify a log group and a role ARN.")]
#[case(with(|trail| trail.cloud_watch_logs_log_group_arn = None), "InvalidCloudWatchLogsLogGroupArnException 400: You must specify a log group and a role ARN.")]
#[case(
    group("g"),
    "InvalidCloudWatchLogsLogGroupArnException 400: CloudTrail cannot validate the specified log group ARN."
)]
#[case(
    group("arn:aws:logs:eu-west-1:111122223333:log-group:g"),
    "InvalidCloudWatchLogsLogGroupArnException 400: CloudTrail cannot validate"
)]
#[case(role("r"), "InvalidCloudWatchLogsRoleArnException 400: CloudTrail cannot validate the specified role ARN.")]
#[case(
    group("arn:aws:logs:us-east-1:111122223333:log-group:g:*"),
    "InvalidCloudWatchLogsLogGroupArnException 400: You must specify a log group that is in the current region."
)]
#[case(group("arn:aws:logs:eu-west-1:111122223333:log-group:none:*"), NO_PERMISSION)]
#[case(role("arn:aws:iam::111122223333:role/none"), NO_TRUST)]
fn a_trail_is_refused(#[case] request: PutTrail, #[case] expected: &str) {
    let mut account = account_for_trail();
    let buckets_of_others = ["theirs".to_owned()].into();
    account.set_surroundings(Surroundings { buckets_of_others, ..Surroundings::default() });
    check_refused(&mut account, create(request.clone()), expected);
    check_refused(&mut account, CloudTrailCall::GetTrail { name: "events".to_owned() }, "TrailNotFoundException 400");
    assert!(told(account.answer(create(trail()))).starts_with("Trail("), "a trail in order");
}

/// An update is looked at like a new trail; what it leaves out stays, and is not looked at.
#[rstest]
#[case(PutTrail { s3_bucket_name: Some("none".to_owned()), ..same() }, "S3BucketDoesNotExistException 400")]
#[case(PutTrail { s3_key_prefix: Some("p".to_owned()), ..same() }, "InsufficientS3BucketPolicyException 400")]
#[case(PutTrail { include_global_service_events: Some(false), ..same() }, "InvalidParameterCombinationException 400")]
#[case(PutTrail { cloud_watch_logs_log_group_arn: Some("g".to_owned()), ..same() },
    "InvalidCloudWatchLogsLogGroupArnException 400: CloudTrail cannot validate")]
#[case(PutTrail { cloud_watch_logs_role_arn: Some("arn:aws:iam::111122223333:role/none".to_owned()), ..same() }, NO_TRUST)]
fn an_update_is_refused(#[case] request: PutTrail, #[case] expected: &str) {
    let mut account = account_for_trail();
    account.answer(create(trail())).unwrap();
    let before = account.answer(CloudTrailCall::GetTrail { name: "events".to_owned() });
    check_refused(&mut account, update(request), expected);
    let after = account.answer(CloudTrailCall::GetTrail { name: "events".to_owned() });
    assert_eq!(after, before, "nothing has changed");
}

/// An update that asks for nothing.
fn same() -> PutTrail {
    PutTrail { name: "events".to_owned(), ..PutTrail::default() }
}

/// What is wrong with the role, and what CloudTrail says then.
#[rstest]
#[case(&TRUST.replace("cloudtrail", "config"), PERMISSIONS, NO_TRUST)]
#[case(&TRUST.replace("sts:AssumeRole\"", "sts:AssumeRole\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o\"}}"),
    PERMISSIONS, NO_TRUST)]
#[case(&TRUST.replace("sts:AssumeRole\"", "sts:AssumeRole\",\"Condition\":{\"StringEquals\":{\"aws:SourceAccount\":\"111122223333\"}}"),
    PERMISSIONS, NO_TRUST)]
#[case(TRUST, &PERMISSIONS.replace(",\"logs:PutLogEvents\"", ""), NO_PERMISSION)]
#[case(TRUST, &PERMISSIONS.replace("log-group:g", "log-group:h"), NO_PERMISSION)]
#[case(TRUST, &PERMISSIONS.replace("Allow", "Deny"), NO_PERMISSION)]
#[case(TRUST, &PERMISSIONS.replace("CloudTrail_*", "CloudTrail_us-east-1*"), NO_PERMISSION)]
fn a_role_must_trust_cloudtrail_and_let_it_write(
    #[case] trust: &str,
    #[case] permissions: &str,
    #[case] expected: &str,
) {
    let mut account = account_for_trail();
    let policy_document = trust.to_owned();
    account.answer(IamCall::UpdateAssumeRolePolicy { role_name: "r".to_owned(), policy_document }).unwrap();
    put_role_policy(&mut account, permissions).unwrap();
    assert!(account.answer(create(trail())).is_ok(), "the change is not known yet");
    pass(&mut account, 10);
    check_refused(&mut account, update(trail()), expected);
}

/// A role that the console made stands under a path, which is part of its ARN.
#[test]
fn a_role_with_a_path_is_named_with_it() {
    let mut account = account_for_trail();
    account.set_role_path("r", "/service-role/").unwrap();
    check_refused(&mut account, create(trail()), NO_TRUST);
    check_refused(&mut account, create(role("arn:aws:iam::111122223333:role/other/r")), NO_TRUST);
    let with_path = "arn:aws:iam::111122223333:role/service-role/r";
    assert!(told(account.answer(create(role(with_path)))).starts_with("Trail("));
    let described = account.answer(IamCall::GetRole { role_name: "r".to_owned() });
    assert!(matches!(described, Ok(Reply::Role(described)) if described.arn == with_path));
}

/// Deployers meet both refusals while a new role is not known (a well-known deployer's change requests; recorded runs).
#[test]
fn a_new_role_is_known_later() {
    let mut account = account_for_trail();
    let (role_name, policy_name) = ("r".to_owned(), "p".to_owned());
    account.answer(IamCall::DeleteRolePolicy { role_name: role_name.clone(), policy_name }).unwrap();
    account.answer(IamCall::DeleteRole { role_name }).unwrap();
    create_role(&mut account, TRUST).unwrap();
    pass(&mut account, 5);
    put_role_policy(&mut account, PERMISSIONS).unwrap();
    check_refused(&mut account, create(trail()), NO_TRUST);
    pass(&mut account, 5);
    check_refused(&mut account, create(trail()), NO_PERMISSION);
    pass(&mut account, 5);
    assert!(account.answer(create(trail())).is_ok());
}

#[rstest]
#[case("none", "TrailNotFoundException 400")]
#[case("a b", "InvalidTrailNameException 400")]
#[case("arn:aws:cloudtrail:eu-west-1:111122223333:trail/none", "TrailNotFoundException 400")]
#[case("arn:aws:sns:eu-west-1:111122223333:events", "CloudTrailARNInvalidException 400")]
fn every_call_wants_a_trail(#[case] name: &str, #[case] expected: &str) {
    let mut account = account_for_trail();
    account.answer(create(trail())).unwrap();
    let name = name.to_owned();
    for call in [
        CloudTrailCall::GetTrail { name: name.clone() },
        CloudTrailCall::GetTrailStatus { name: name.clone() },
        CloudTrailCall::StartLogging { name: name.clone() },
        CloudTrailCall::StopLogging { name: name.clone() },
        CloudTrailCall::DeleteTrail { name: name.clone() },
        CloudTrailCall::GetEventSelectors { trail_name: name.clone() },
        CloudTrailCall::PutManagementEventSelector { trail_name: name.clone() },
        update(PutTrail { name: name.clone(), ..same() }),
    ] {
        check_refused(&mut account, call, expected);
    }
    for resource_id in ["events", "arn:aws:sns:eu-west-1:111122223333:events"].map(str::to_owned) {
        check_refused(&mut account, CloudTrailCall::ListTags { resource_id }, "CloudTrailARNInvalidException 400");
    }
    let resource_id = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/none".to_owned();
    let add = CloudTrailCall::AddTags { resource_id, tags: tags(&[("k", "v")]) };
    check_refused(&mut account, add, "ResourceNotFoundException 400");
}

#[test]
fn a_region_takes_five_trails_and_one_of_each_name() {
    let mut account = account_for_trail();
    let any = BUCKET_POLICY.replace("trail/events", "trail/*").replace("StringEquals", "StringLike");
    s3(&mut account, "logs-of-ours", S3Operation::PutBucketPolicy(any)).unwrap();
    let named = |n: usize| create(PutTrail { name: format!("events-{n}"), ..trail() });
    for n in 0..5 {
        assert!(account.answer(named(n)).is_ok());
    }
    check_refused(&mut account, named(3), "TrailAlreadyExistsException 400");
    check_refused(
        &mut account,
        named(5),
        "MaximumNumberOfTrailsExceededException 400: User: 111122223333 already has 5 trails",
    );
}

/// CloudTrail User Guide: a trail is changed in its home Region, an organisation's by its management account.
#[rstest]
#[case("arn:aws:cloudtrail:us-east-1:111122223333:trail/events", "us-east-1", "InvalidHomeRegionException 400")]
#[case(
    "arn:aws:cloudtrail:eu-west-1:444455556666:trail/events",
    "eu-west-1",
    "NotOrganizationMasterAccountException 400"
)]
fn somebody_elses_trail_is_told_and_not_changed(#[case] arn: &str, #[case] region: &str, #[case] expected: &str) {
    let mut account = account_for_trail();
    let described = DescribedTrail {
        name: "events".to_owned(),
        trail_arn: arn.to_owned(),
        home_region: region.to_owned(),
        s3_bucket_name: "theirs".to_owned(),
        s3_key_prefix: None,
        include_global_service_events: true,
        is_multi_region_trail: true,
        is_organization_trail: true,
        log_file_validation_enabled: true,
        cloud_watch_logs_log_group_arn: None,
        cloud_watch_logs_role_arn: None,
        kms_key_id: None,
        sns_topic_arn: None,
    };
    account.place_trail(described.clone(), false);
    let name = arn.to_owned();
    assert_eq!(account.answer(CloudTrailCall::GetTrail { name: name.clone() }), Ok(Reply::Trail(Box::new(described))));
    check_refused(&mut account, CloudTrailCall::GetTrail { name: "events".to_owned() }, "TrailNotFoundException 400");
    for call in [
        CloudTrailCall::StopLogging { name: name.clone() },
        CloudTrailCall::DeleteTrail { name: name.clone() },
        CloudTrailCall::PutManagementEventSelector { trail_name: name.clone() },
        update(PutTrail { name: name.clone(), ..same() }),
    ] {
        check_refused(&mut account, call, expected);
    }
    let selectors = account.answer(CloudTrailCall::GetEventSelectors { trail_name: name });
    assert_eq!(selectors, Ok(Reply::EventSelectors { all_management_events: false }));
}

#[test]
fn a_refused_trail_leaves_the_object_that_its_check_wrote() {
    let mut account = account_for_trail();
    account.answer(LogsCall::DeleteLogGroup { log_group_name: "g".to_owned() }).unwrap();
    check_refused(&mut account, create(trail()), NO_PERMISSION);
    let found = told(s3(&mut account, "logs-of-ours", S3Operation::ListObjectVersions { after: None }));
    assert!(found.contains("AWSLogs/111122223333/CloudTrail/"), "{found}");
}
