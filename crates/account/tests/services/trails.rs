//! CloudTrail: trails as they stand, and what they deliver.

use rstest::rstest;
use signalarm_account::{Account, What};
use signalarm_cloud::{CloudTrailCall, DescribedTrail, IamCall, LogsCall, PutTrail, Reply, S3Operation, TrailStatus};
use signalarm_event::{Forgery, Outcome, Record, Variant, forge};
use signalarm_time::Duration;

use crate::support::{
    BUCKET_POLICY, PERMISSIONS, REGION, account_for_trail, account_in, create, create_log_group, pass,
    prepare_for_trail, put_role_policy, s3, start, tags, trail, update,
};

const TRAIL: &str = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/events";

fn get(account: &mut Account) -> DescribedTrail {
    match account.answer(CloudTrailCall::GetTrail { name: "events".to_owned() }) {
        Ok(Reply::Trail(trail)) => *trail,
        other => panic!("{other:?}"),
    }
}

fn status(account: &mut Account) -> TrailStatus {
    match account.answer(CloudTrailCall::GetTrailStatus { name: "events".to_owned() }) {
        Ok(Reply::TrailStatus(status)) => *status,
        other => panic!("{other:?}"),
    }
}

fn logging(request: PutTrail) -> Account {
    let mut account = account_for_trail();
    start_logging(&mut account, request);
    account
}

fn start_logging(account: &mut Account, request: PutTrail) {
    account.answer(create(request)).unwrap();
    account.answer(CloudTrailCall::StartLogging { name: TRAIL.to_owned() }).unwrap();
    pass(account, 60);
}

fn sign_in(account: &Account, region: &str) -> Record {
    forge(&Forgery {
        variant: Variant::Iam { outcome: Outcome::Failure, mfa: false },
        at: account.now(),
        account: "111122223333",
        region: Some(region),
        user: "alice",
        source_ip: "203.0.113.7",
        user_agent: "test",
        id: account.next_record_id(),
    })
}

/// Lets somebody sign in, and time pass until the record has been delivered or not; tells why not.
fn hear(account: &mut Account, region: &str) -> Option<&'static str> {
    let record = sign_in(account, region);
    account.record(record, Some(Duration::from_secs(100)));
    pass(account, 100);
    match &account.journal().last().unwrap().what {
        What::Delivered { log_group, .. } if log_group == "g" => None,
        What::NotRecorded { why, .. } => Some(why.why),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_trail_is_told_as_it_was_asked_for() {
    let mut account = account_for_trail();
    let request = PutTrail { tags: tags(&[("k", "v")]), ..trail() };
    let described = DescribedTrail {
        name: "events".to_owned(),
        trail_arn: TRAIL.to_owned(),
        home_region: "eu-west-1".to_owned(),
        s3_bucket_name: "logs-of-ours".to_owned(),
        s3_key_prefix: None,
        include_global_service_events: true,
        is_multi_region_trail: true,
        is_organization_trail: false,
        log_file_validation_enabled: true,
        cloud_watch_logs_log_group_arn: request.cloud_watch_logs_log_group_arn.clone(),
        cloud_watch_logs_role_arn: request.cloud_watch_logs_role_arn.clone(),
        kms_key_id: None,
        sns_topic_arn: None,
    };
    assert_eq!(account.answer(create(request)), Ok(Reply::Trail(Box::new(described.clone()))));
    assert_eq!(get(&mut account), described);
    assert_eq!(status(&mut account), TrailStatus::default(), "it does not log yet");
    let selectors = CloudTrailCall::GetEventSelectors { trail_name: TRAIL.to_owned() };
    assert_eq!(account.answer(selectors), Ok(Reply::EventSelectors { all_management_events: true }));
    let (resource_id, added) = (TRAIL.to_owned(), tags(&[("l", "w")]));
    account.answer(CloudTrailCall::AddTags { resource_id: resource_id.clone(), tags: added }).unwrap();
    let listed = account.answer(CloudTrailCall::ListTags { resource_id });
    assert_eq!(listed, Ok(Reply::Tags(tags(&[("k", "v"), ("l", "w")]))));
}

/// What a new trail has where nothing is asked for (CloudTrail API Reference), and what an update leaves (recorded answers).
#[test]
fn what_is_left_out_falls_back_or_stays() {
    let mut account = account_for_trail();
    let (name, s3_bucket_name) = ("events".to_owned(), Some("logs-of-ours".to_owned()));
    account.answer(create(PutTrail { name, s3_bucket_name, ..PutTrail::default() })).unwrap();
    let found = get(&mut account);
    assert!(found.include_global_service_events && !found.is_multi_region_trail && !found.log_file_validation_enabled);
    assert_eq!(found.cloud_watch_logs_log_group_arn, None);
    account.answer(update(trail())).unwrap();
    let whole = get(&mut account);
    account.answer(update(PutTrail { name: TRAIL.to_owned(), ..PutTrail::default() })).unwrap();
    assert_eq!(get(&mut account), whole, "what is left out stays");
    let cloud_watch_logs_role_arn = Some(String::new());
    account
        .answer(update(PutTrail { name: TRAIL.to_owned(), cloud_watch_logs_role_arn, ..PutTrail::default() }))
        .unwrap();
    let found = get(&mut account);
    assert_eq!((found.cloud_watch_logs_log_group_arn, found.cloud_watch_logs_role_arn), (None, None), "both are gone");
}

#[test]
fn deliveries_move_the_times_and_leave_log_files() {
    let mut account = logging(trail());
    assert_eq!(status(&mut account), TrailStatus { is_logging: true, ..TrailStatus::default() });
    assert_eq!(hear(&mut account, "us-east-1"), None);
    let then = account.now();
    let expected = TrailStatus {
        is_logging: true,
        latest_delivery_time: Some(then),
        latest_cloud_watch_logs_delivery_time: Some(then),
        ..TrailStatus::default()
    };
    assert_eq!(status(&mut account), expected);
    let Ok(Reply::ObjectVersions(objects)) =
        s3(&mut account, "logs-of-ours", S3Operation::ListObjectVersions { after: None })
    else {
        panic!("no objects")
    };
    let keys: Vec<&str> = objects.versions.iter().map(|version| version.key.as_str()).collect();
    let folder = "AWSLogs/111122223333/CloudTrail/";
    let file = format!("{folder}eu-west-1/2026/11/23/111122223333_CloudTrail_eu-west-1_20261123T1000Z_");
    assert!(keys.len() == 2 && keys[0] == folder && keys[1].starts_with(&file), "{keys:?}");
    assert!(keys[1].ends_with(".json.gz") && keys[1].len() == file.len() + 16 + ".json.gz".len());
    account.answer(CloudTrailCall::StopLogging { name: "events".to_owned() }).unwrap();
    assert_eq!(hear(&mut account, "eu-west-1"), Some("the trail is stopped"));
    assert_eq!(status(&mut account), TrailStatus { is_logging: false, ..expected });
    account.answer(CloudTrailCall::DeleteTrail { name: TRAIL.to_owned() }).unwrap();
    assert_eq!(hear(&mut account, "eu-west-1"), Some("no trail delivers to a log group"));
}

/// What is broken behind the trail's back, what the status says then, and why the record is lost.
#[rstest]
#[case::no_role(
    |account: &mut Account| {
        let (role_name, policy_name) = ("r".to_owned(), "p".to_owned());
        account.answer(IamCall::DeleteRolePolicy { role_name: role_name.clone(), policy_name }).unwrap();
        account.answer(IamCall::DeleteRole { role_name }).unwrap();
    },
    "AccessDenied", "CloudTrail cannot take on the trail's role"
)]
#[case::no_permission(
    |account: &mut Account| {
        let (role_name, policy_name) = ("r".to_owned(), "p".to_owned());
        account.answer(IamCall::DeleteRolePolicy { role_name, policy_name }).unwrap();
    },
    "AccessDenied", "the trail's role does not let CloudTrail write to the log group"
)]
#[case::own_region_alone(
    |account: &mut Account| {
        put_role_policy(account, &PERMISSIONS.replace("CloudTrail_*", "CloudTrail_eu-west-1*")).unwrap();
        pass(account, 10);
    },
    "AccessDenied", "the trail's role does not let CloudTrail write to the log group"
)]
#[case::no_log_group(
    |account: &mut Account| {
        account.answer(LogsCall::DeleteLogGroup { log_group_name: "g".to_owned() }).unwrap();
    },
    "ResourceNotFoundException", "the trail's log group does not exist"
)]
fn what_cannot_be_delivered_is_lost_and_told(
    #[case] break_it: fn(&mut Account),
    #[case] code: &str,
    #[case] why: &'static str,
) {
    let mut account = logging(trail());
    assert_eq!(hear(&mut account, "eu-west-1"), None);
    let before = account.now();
    break_it(&mut account);
    assert_eq!(hear(&mut account, "eu-west-1"), Some(why));
    assert!(account.told_records().last().is_some_and(|(_, told)| !told.captured && told.copies_arrived == 0));
    let found = status(&mut account);
    assert_eq!(found.latest_cloud_watch_logs_delivery_error.as_deref(), Some(code));
    assert_eq!(found.latest_cloud_watch_logs_delivery_time, Some(before));
    assert_eq!(found.latest_delivery_error, None, "the bucket has nothing to do with it");
}

/// CloudTrail goes on by itself when what it needs is there again, by name.
#[test]
fn a_log_group_that_is_made_again_is_delivered_to() {
    let mut account = logging(trail());
    account.answer(LogsCall::DeleteLogGroup { log_group_name: "g".to_owned() }).unwrap();
    assert!(hear(&mut account, "eu-west-1").is_some());
    create_log_group(&mut account, "g");
    assert_eq!(hear(&mut account, "eu-west-1"), None);
    assert_eq!(status(&mut account).latest_cloud_watch_logs_delivery_error, None);
    let described = account
        .answer(LogsCall::DescribeLogGroups { log_group_name_prefix: "g".to_owned(), next_token: None })
        .unwrap();
    assert!(matches!(described, Reply::LogGroups(page) if 500 < page.items[0].stored_bytes), "it holds the record");
}

#[test]
fn a_bucket_that_lets_nobody_in_shows_in_the_status() {
    let mut account = logging(trail());
    let closed = BUCKET_POLICY.replace("\"Effect\":\"Allow\"", "\"Effect\":\"Deny\"");
    s3(&mut account, "logs-of-ours", S3Operation::PutBucketPolicy(closed)).unwrap();
    assert_eq!(hear(&mut account, "eu-west-1"), None, "the log group gets it all the same");
    assert_eq!(status(&mut account).latest_delivery_error.as_deref(), Some("AccessDenied"));
    s3(&mut account, "logs-of-ours", S3Operation::PutBucketPolicy(BUCKET_POLICY.to_owned())).unwrap();
    assert_eq!(hear(&mut account, "eu-west-1"), None);
    assert_eq!(status(&mut account).latest_delivery_error, None);
}

/// CloudTrail User Guide: a trail of one Region records that Region.
#[test]
fn a_trail_of_one_region_does_not_hear_the_others() {
    let mut account = logging(PutTrail { is_multi_region_trail: None, ..trail() });
    assert_eq!(hear(&mut account, "eu-west-1"), None);
    assert_eq!(hear(&mut account, "us-east-1"), Some("the trail records its own Region alone"));
}

#[test]
fn a_trail_that_records_no_management_events_hears_no_sign_in() {
    let mut account = logging(trail());
    let described = get(&mut account);
    account.place_trail(described, false);
    pass(&mut account, 60);
    assert_eq!(hear(&mut account, "eu-west-1"), Some("the trail does not record all management events"));
    let trail_name = "events".to_owned();
    account.answer(CloudTrailCall::PutManagementEventSelector { trail_name }).unwrap();
    assert_eq!(hear(&mut account, "eu-west-1"), None);
}

#[test]
fn the_same_seed_gives_the_same_journal_and_another_seed_another() {
    let journal = |seed| {
        let mut account = account_in(REGION, seed);
        prepare_for_trail(&mut account);
        start_logging(&mut account, trail());
        account.set_activity(Some(Duration::MINUTE));
        let record = sign_in(&account, "eu-west-1");
        account.record(record, None);
        account.advance(start() + Duration::HOUR * 2);
        format!("{:?}", account.journal())
    };
    assert_eq!(journal(1), journal(1));
    assert_ne!(journal(1), journal(2));
}
