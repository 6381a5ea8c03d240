//! Deployed, deployed again, changed, looked at, removed.

use signalarm_alarm::State;
use signalarm_alert::Source;
use signalarm_cloud::{
    CloudTrailCall, DescribedTrail, LogsCall, PutMetricFilter, S3Call, S3Operation, SubscriptionState,
};
use signalarm_deploy::{
    Aim, Change, LookAtStatus, Obstacle, Plan, Removal, Resource, Step, Todo, Trouble, Wanted, check, plan,
};
use signalarm_notification::SmsAccount;
use signalarm_time::Duration;

use crate::world::{End, World, deploying, deployment, deployment_of, wanted};

pub(crate) fn said<T: ToString>(things: &[T]) -> Vec<String> {
    things.iter().map(ToString::to_string).collect()
}

#[test]
fn a_chain_is_deployed_once() {
    let (mut world, wanted) = (World::new(), wanted());
    let report = world.deploy(&wanted);
    let expected = "create topic signin-console-silence
create log group aws-cloudtrail-logs-signin-console
change log group aws-cloudtrail-logs-signin-console
create metric filter signin-console-failure-iam of aws-cloudtrail-logs-signin-console
create metric filter signin-console-success-root of aws-cloudtrail-logs-signin-console
create topic signin-console-failure-iam
create topic signin-console-success-root
create subscription email signin-console-failure-iam@example.com to signin-console-failure-iam
create subscription email signin-console-success-root@example.com to signin-console-success-root
create subscription sms +12025550123 to signin-console-success-root
create subscription email signin-console-failure-iam@example.com to signin-console-silence
create bucket signin-console-111122223333-us-east-1
tag bucket signin-console-111122223333-us-east-1
change bucket signin-console-111122223333-us-east-1
change bucket signin-console-111122223333-us-east-1
change bucket signin-console-111122223333-us-east-1
change bucket signin-console-111122223333-us-east-1
create role CloudTrail-CloudWatchLogs-Signin-Console
create role policy signalarm-deliver-to-log-group of CloudTrail-CloudWatchLogs-Signin-Console
create alarm signin-console-failure-iam
create alarm signin-console-success-root
create alarm signin-console-silence
create trail events-management
start logging trail events-management";
    assert_eq!(said(&report.done).join("\n"), expected);
    let to_confirm = report.todo.iter().filter(|todo| matches!(todo, Todo::Confirm(_))).count();
    assert_eq!((to_confirm, report.todo.len()), (3, 3));
    assert_eq!(world.deploy(&wanted).done, []);
    *world.account.sms_mut() = SmsAccount::new_at_aws(10_000);
    assert!(world.deploy(&wanted).todo.contains(&Todo::LeaveSmsSandbox));
}

#[test]
fn a_changed_config_changes_what_it_says_and_nothing_else() {
    let mut world = World::new();
    world.deploy(&wanted());
    let mut changed = deployment_of("[alerts.signin-console-failure-iam]\nperiod = \"5m\"\n");
    changed.retention_days = 90;
    let report = world.deploy(&Wanted::new(&changed));
    let expected = ["change log group aws-cloudtrail-logs-signin-console", "change alarm signin-console-failure-iam"];
    assert_eq!(said(&report.done), expected);
    let Change::Update(changes) = &report.done[1].change else { panic!("{:?}", report.done) };
    let shown: Vec<_> = changes.iter().map(|c| (c.field, c.before.as_deref(), c.after.as_deref())).collect();
    assert_eq!(shown, [("Period", Some("60"), Some("300"))]);
}

#[test]
fn a_rule_of_the_bucket_that_is_wanted_no_longer_is_put_out_of_force_and_others_stay() {
    let mut world = World::new();
    world.deploy(&wanted());
    let mut changed = deployment();
    let Source::Own(bucket) = &mut changed.source else { panic!("the trail is ours") };
    (bucket.glacier_days, bucket.expiration_days) = (None, None);
    let changed = Wanted::new(&changed);
    let report = world.deploy(&changed);
    assert_eq!(said(&report.done), ["change bucket signin-console-111122223333-us-east-1"]);
    let rules = report.view.found.bucket.present().unwrap().lifecycle.present().unwrap();
    assert!(!rules[0].is_enabled, "{rules:?}");
    assert_eq!(world.deploy(&changed).done, []);
    world.deploy(&wanted());
}

#[test]
fn a_removed_chain_leaves_what_holds_data_unless_it_is_named() {
    let (mut world, wanted) = (World::new(), wanted());
    world.deploy(&wanted);
    let report = world.pursue(&wanted, &Aim::Remove(Removal::default())).unwrap();
    let left = [
        "trail events-management",
        "role CloudTrail-CloudWatchLogs-Signin-Console",
        "log group aws-cloudtrail-logs-signin-console",
        "bucket signin-console-111122223333-us-east-1",
    ];
    assert_eq!(said(&report.left), left);
    let again = world.pursue(&wanted, &Aim::Remove(Removal::default())).unwrap();
    assert_eq!(again.done, []);
    let bucket = Aim::Remove(Removal { bucket: true, ..Removal::default() });
    let Err(End::Trouble(Trouble::Obstacles(obstacles))) = world.pursue(&wanted, &bucket) else { panic!() };
    assert!(matches!(obstacles.0.as_slice(), [Obstacle::StillNeeded { .. }]), "{obstacles}");
    let named = Aim::Remove(Removal { trail: true, bucket: true, log_group: true });
    let report = world.pursue(&wanted, &named).unwrap();
    let expected = [
        "delete trail events-management",
        "delete role policy signalarm-deliver-to-log-group of CloudTrail-CloudWatchLogs-Signin-Console",
        "delete role CloudTrail-CloudWatchLogs-Signin-Console",
        "delete log group aws-cloudtrail-logs-signin-console",
        "delete bucket signin-console-111122223333-us-east-1",
    ];
    assert_eq!(said(&report.done), expected);
    assert_eq!(report.left, []);
    assert_eq!(world.state(&wanted), World::new().state(&wanted));
}

#[test]
fn status_tells_every_link() {
    let (mut world, wanted) = (World::new(), wanted());
    world.deploy(&wanted);
    let name = wanted.alerts[0].name.to_string();
    let later = world.account.now() + Duration::HOUR;
    world.account.advance(later);
    world.call(signalarm_cloud::CloudWatchCall::SetAlarmState(signalarm_cloud::SetAlarmState {
        alarm_name: name.clone(),
        state_value: "ALARM".to_owned(),
        state_reason: "a drill".to_owned(),
        state_reason_data: None,
    }));
    let status = world.run_whole(&mut LookAtStatus::new(wanted.clone())).unwrap();
    let trail = status.trail.as_ref().unwrap();
    assert!(trail.status.present().unwrap().is_logging);
    assert_eq!(status.log_group.kept.present().unwrap().0, Some(365));
    assert_eq!(status.alerts.len(), 3);
    let alert = &status.alerts[0];
    let alarm = alert.alarm.present().unwrap();
    assert_eq!((alarm.state, alarm.since, alarm.reason.as_str()), (State::Alarm, later, "a drill"));
    let notification = alert.last_notification.present().unwrap();
    assert!(notification.succeeded && notification.at == later, "{notification:?}");
    let subscription = &alert.subscriptions.present().unwrap()[0];
    assert!(subscription.state == SubscriptionState::PendingConfirmation && subscription.is_wanted, "{subscription:?}");
    assert!(status.alerts[1].last_notification.is_absent());
    assert!(status.drift.unwrap().is_empty());
    // Before there is anything, everything is told as absent.
    let empty = World::new().run_whole(&mut LookAtStatus::new(wanted.clone())).unwrap();
    assert!(empty.alerts.iter().all(|alert| alert.alarm.is_absent() && alert.topic.is_absent()));
}

/// A trail of an organisation, with the log group of this account that it delivers to.
fn used_trail(world: &mut World, log_group: Option<String>) -> Wanted {
    let arn = "arn:aws:cloudtrail:us-east-1:444455556666:trail/organisation".to_owned();
    let described = DescribedTrail {
        name: "organisation".to_owned(),
        trail_arn: arn.clone(),
        home_region: "us-east-1".to_owned(),
        s3_bucket_name: "organisation-logs".to_owned(),
        s3_key_prefix: None,
        include_global_service_events: true,
        is_multi_region_trail: true,
        is_organization_trail: true,
        log_file_validation_enabled: true,
        cloud_watch_logs_log_group_arn: log_group,
        cloud_watch_logs_role_arn: None,
        kms_key_id: None,
        sns_topic_arn: None,
    };
    world.account.place_trail(described, true);
    let mut deployment = deployment();
    deployment.source = Source::Trail(arn);
    Wanted::new(&deployment)
}

#[test]
fn a_trail_of_somebodys_is_used_and_not_touched() {
    let mut world = World::new();
    world.call(LogsCall::CreateLogGroup { log_group_name: "org".to_owned(), tags: Vec::new() });
    let group = "arn:aws:logs:us-east-1:111122223333:log-group:org:*".to_owned();
    let wanted = used_trail(&mut world, Some(group));
    let report = world.deploy(&wanted);
    assert!(report.done.iter().all(|step| !matches!(step.call.service(), signalarm_cloud::Service::CloudTrail)));
    let filters = said(&report.done).iter().filter(|step| step.ends_with("of org")).count();
    assert_eq!(filters, 2, "{:?}", said(&report.done));
    let silence = report.view.found.alarms.present().unwrap()["signin-console-silence"].alarm.configuration.clone();
    assert_eq!(silence.dimensions, [("LogGroupName".to_owned(), "org".to_owned())]);
    assert_eq!(world.deploy(&wanted).done, []);
    let removed = world.pursue(&wanted, &Aim::Remove(Removal::default())).unwrap();
    assert_eq!(removed.done.len(), 8, "{:?}", said(&removed.done));
}

#[test]
fn a_trail_of_somebodys_must_deliver_to_a_log_group_here() {
    let elsewhere = "arn:aws:logs:us-east-1:444455556666:log-group:org:*".to_owned();
    for log_group in [None, Some(elsewhere)] {
        let mut world = World::new();
        let wanted = used_trail(&mut world, log_group);
        let Err(End::Trouble(trouble)) = world.pursue(&wanted, &deploying()) else { panic!("it should end") };
        assert!(trouble.to_string().contains("[trail] use"), "{trouble}");
    }
}

#[test]
fn in_a_log_group_of_somebodys_a_filter_of_our_name_may_be_theirs() {
    let mut world = World::new();
    world.call(LogsCall::CreateLogGroup { log_group_name: "theirs".to_owned(), tags: Vec::new() });
    let mut deployment = deployment();
    deployment.chain.log_group = "theirs".parse().unwrap();
    deployment.source = Source::LogGroup("theirs".parse().unwrap());
    let wanted = Wanted::new(&deployment);
    let mut theirs: PutMetricFilter = wanted.alerts[0].filter.clone().unwrap();
    theirs.metric_transformations[0].metric_namespace = "Theirs".to_owned();
    world.call(LogsCall::PutMetricFilter(Box::new(theirs)));
    let Err(End::Trouble(Trouble::Obstacles(obstacles))) = world.pursue(&wanted, &deploying()) else { panic!() };
    assert!(matches!(obstacles.0.as_slice(), [Obstacle::Foreign(Resource::MetricFilter { .. })]), "{obstacles}");
    world.pursue(&wanted, &crate::world::adopting()).unwrap();
    assert_eq!(world.deploy(&wanted).done, []);
}

#[test]
fn without_a_trail_nothing_of_cloudtrail_is_called() {
    let mut deployment = deployment();
    deployment.source = Source::None;
    let (mut world, wanted) = (World::new(), Wanted::new(&deployment));
    world.deploy(&wanted);
    let services: Vec<String> = world.calls.iter().map(|call| call.service().to_string()).collect();
    assert!(services.iter().all(|service| !["cloudtrail", "s3", "iam"].contains(&service.as_str())), "{services:?}");
    assert_eq!(world.deploy(&wanted).done, []);
}

#[test]
fn a_full_bucket_is_emptied_before_it_goes() {
    let (mut world, wanted) = (World::new(), wanted());
    world.deploy(&wanted);
    // CloudTrail itself left an object there when it looked at the bucket.
    let trail = wanted.trail.clone().unwrap();
    world.pursue(&wanted, &Aim::Remove(Removal { trail: true, bucket: true, log_group: false })).unwrap();
    let operation = S3Operation::HeadBucket;
    let expected_bucket_owner = wanted.place().account.to_string();
    let head = S3Call { bucket: trail.bucket.name, expected_bucket_owner, operation };
    assert_eq!(world.account.answer(head).unwrap_err().http_status(), 404);
}

#[test]
fn the_check_finds_what_a_planner_could_get_wrong() {
    let (mut world, wanted) = (World::new(), wanted());
    let view = world.look(&wanted).unwrap();
    let Ok(good) = plan(&view.wanted, &view.found, &signalarm_deploy::Options::default()) else { panic!() };
    assert_eq!(check(&good, &view.wanted, &view.found), Vec::<String>::new());
    for left_out in 0..good.steps.len() {
        let mut plan = good.clone();
        let step = plan.steps.remove(left_out);
        assert_ne!(check(&plan, &view.wanted, &view.found), Vec::<String>::new(), "without: {step}");
    }
    let last_first = good.steps.iter().rev().cloned().collect();
    assert_ne!(check(&Plan { steps: last_first, ..Plan::default() }, &view.wanted, &view.found), Vec::<String>::new());
    let delete = Step {
        resource: Resource::Trail("events-management".to_owned()),
        change: Change::Delete,
        call: CloudTrailCall::DeleteTrail { name: wanted.trail.as_ref().unwrap().arn.clone() }.into(),
    };
    let mut deletes = good;
    deletes.steps.push(delete);
    assert_ne!(check(&deletes, &view.wanted, &view.found), Vec::<String>::new());
}
