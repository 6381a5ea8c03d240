//! Whatever goes wrong at whichever call: a further run brings the same end, from every beginning that we know.

use signalarm_cloud::{
    Call, CloudTrailCall, CloudWatchCall, IamCall, LogsCall, PublicAccessBlock, S3Call, S3Operation, SnsCall,
};
use signalarm_deploy::{Aim, Found, Options, Removal, TAG_ADOPTED, Wanted};

use crate::world::{End, Fault, World, adopting, deploying, deployment_of, wanted};

/// How often the plug may be pulled or a run stop before it must come to its end: once, by construction.
const RUNS_MAX: usize = 3;

/// Runs with a fault, then without one until it comes to its end; the state then.
fn survive(mut world: World, wanted: &Wanted, aim: &Aim, fault: Fault) -> Found {
    world.fault = Some(fault);
    for _ in 0..RUNS_MAX {
        match world.pursue(wanted, aim) {
            Ok(_) => return world.state(wanted),
            Err(End::Killed) => world.fault = None,
            Err(end) => panic!("{fault:?}: {end:#?}"),
        }
    }
    panic!("{fault:?}: it does not end")
}

/// Every fault at every call of a run.
pub(crate) fn survives_everything(begin: impl FnOnce() -> World, wanted: &Wanted, aim: &Aim) {
    let beginning = begin();
    let mut undisturbed = beginning.clone();
    undisturbed.pursue(wanted, aim).unwrap_or_else(|end| panic!("{end:#?}"));
    let calls = undisturbed.calls.len();
    let state = undisturbed.state(wanted);
    let faults = [Fault::KilledBefore, Fault::KilledAfter, Fault::AnswerLost, Fault::CallLost, Fault::Throttled];
    for fault in faults {
        for call in 0..calls {
            let survived = survive(beginning.clone(), wanted, aim, fault(call));
            pretty(&survived, &state, fault(call), &undisturbed);
        }
    }
}

fn pretty(survived: &Found, state: &Found, fault: Fault, undisturbed: &World) {
    let number = match fault {
        Fault::KilledBefore(number) | Fault::KilledAfter(number) | Fault::AnswerLost(number) => number,
        Fault::CallLost(number) | Fault::Throttled(number) => number,
    };
    assert!(survived == state, "{fault:?} at {:?}:\n{survived:#?}\ninstead of\n{state:#?}", undisturbed.calls[number]);
}

fn complete() -> World {
    let mut world = World::new();
    world.deploy(&wanted());
    world
}

/// The first half of the steps was done when the plug was pulled.
fn half() -> World {
    let mut whole = World::new();
    whole.pursue(&wanted(), &deploying()).unwrap();
    let mut world = World::new();
    world.fault = Some(Fault::KilledAfter(whole.calls.len() / 2));
    assert_eq!(world.pursue(&wanted(), &deploying()), Err(End::Killed));
    world.fault = None;
    world
}

/// Somebody changed something of everything.
fn drifted() -> World {
    let mut world = complete();
    let wanted = wanted();
    for call in drifts(&wanted) {
        world.call(call);
    }
    world
}

/// One change by hand of every kind.
pub(crate) fn drifts(wanted: &Wanted) -> Vec<signalarm_cloud::Call> {
    let (alert, trail) = (&wanted.alerts[0], wanted.trail.as_ref().unwrap());
    let name = || alert.name.to_string();
    let topic_arn = || alert.topic.arn.clone();
    let log_group_name = || wanted.log_group_name().unwrap().to_owned();
    let role_name = || trail.role.name.clone();
    let s3 = |operation| S3Call {
        bucket: trail.bucket.name.clone(),
        expected_bucket_owner: wanted.place().account.to_string(),
        operation,
    };
    let mut filter = alert.filter.clone().unwrap();
    "{ $.eventName = Nothing }".clone_into(&mut filter.filter_pattern);
    let mut alarm = alert.alarm.clone();
    alarm.threshold = Some(7.0);
    alarm.alarm_actions.clear();
    let mut update = trail.request.clone();
    update.is_multi_region_trail = Some(false);
    update.enable_log_file_validation = Some(false);
    update.s3_key_prefix = None;
    let policy = || r#"{"Version":"2012-10-17","Statement":[]}"#.to_owned();
    let second = &wanted.alerts[1];
    vec![
        SnsCall::SetTopicAttributes { topic_arn: topic_arn(), name: "Policy".to_owned(), value: policy() }.into(),
        SnsCall::Subscribe { topic_arn: topic_arn(), protocol: "sms".to_owned(), endpoint: "+12025550199".to_owned() }
            .into(),
        SnsCall::DeleteTopic { topic_arn: second.topic.arn.clone() }.into(),
        LogsCall::PutMetricFilter(Box::new(filter)).into(),
        LogsCall::DeleteMetricFilter { log_group_name: log_group_name(), filter_name: second.name.to_string() }.into(),
        LogsCall::PutRetentionPolicy { log_group_name: log_group_name(), retention_in_days: 1 }.into(),
        CloudWatchCall::PutMetricAlarm(Box::new(alarm)).into(),
        CloudWatchCall::DisableAlarmActions(vec![name()]).into(),
        CloudWatchCall::DeleteAlarms(vec![second.name.to_string()]).into(),
        CloudTrailCall::UpdateTrail(Box::new(update)).into(),
        CloudTrailCall::StopLogging { name: trail.arn.clone() }.into(),
        IamCall::UpdateAssumeRolePolicy {
            role_name: role_name(),
            policy_document: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#.to_owned(),
        }
        .into(),
        IamCall::DeleteRolePolicy {
            role_name: role_name(),
            policy_name: signalarm_deploy::ROLE_POLICY_NAME.to_owned(),
        }
        .into(),
        s3(S3Operation::PutPublicAccessBlock(PublicAccessBlock::default())).into(),
        s3(S3Operation::PutBucketPolicy(policy())).into(),
        s3(S3Operation::PutBucketLifecycleConfiguration(vec![signalarm_cloud::LifecycleRule {
            id: "somebodys".to_owned(),
            is_enabled: true,
            prefix: "other/".to_owned(),
            expiration_days: Some(7),
            ..signalarm_cloud::LifecycleRule::default()
        }]))
        .into(),
    ]
}

/// Somebody made this chain by hand: no tags, other policies, and no silence alarm.
pub(crate) fn made_by_hand() -> World {
    let mut world = World::new();
    let hand_made = Wanted::new(&deployment_of("[alerts.signin-console-failure-iam]\nperiod = \"5m\"\n"));
    let made = world.deploy(&hand_made).done;
    let mut world = World::new();
    for mut call in made.into_iter().map(|step| step.call) {
        if untagged(&mut call) {
            // A role that is just made is not known at once.
            let later = world.account.now() + signalarm_time::Duration::MINUTE;
            world.account.advance(later);
            world.call(call);
        }
    }
    world
}

/// Takes our tags out of a call that creates; whether somebody would make it by hand.
fn untagged(call: &mut signalarm_cloud::Call) -> bool {
    match call {
        Call::Sns(SnsCall::CreateTopic { tags, attributes, .. }) => {
            tags.clear();
            attributes.clear();
            true
        }
        Call::Sns(SnsCall::Subscribe { .. }) => true,
        Call::Logs(LogsCall::CreateLogGroup { tags, .. }) | Call::Iam(IamCall::CreateRole { tags, .. }) => {
            tags.clear();
            true
        }
        Call::Logs(LogsCall::PutMetricFilter(_)) | Call::Iam(IamCall::PutRolePolicy { .. }) => true,
        Call::CloudWatch(CloudWatchCall::PutMetricAlarm(put)) => {
            put.tags.clear();
            put.alarm_name != "signin-console-silence"
        }
        Call::CloudTrail(CloudTrailCall::CreateTrail(put)) => {
            put.tags.clear();
            true
        }
        Call::CloudTrail(CloudTrailCall::StartLogging { .. }) => true,
        Call::S3(call) => {
            matches!(call.operation, S3Operation::CreateBucket { .. } | S3Operation::PutBucketPolicy(_))
        }
        _ => false,
    }
}

#[test]
fn from_nothing() {
    survives_everything(World::new, &wanted(), &deploying());
}

#[test]
fn from_nothing_with_alarms_tagged_apart() {
    let apart = Aim::Deploy(Options { tags_alarms_apart: true, ..Options::default() });
    survives_everything(World::new, &wanted(), &apart);
    let (mut together, mut tagged_apart) = (World::new(), World::new());
    together.deploy(&wanted());
    tagged_apart.pursue(&wanted(), &apart).unwrap();
    assert_eq!(tagged_apart.state(&wanted()), together.state(&wanted()));
}

#[test]
fn from_half_a_chain() {
    survives_everything(half, &wanted(), &deploying());
}

#[test]
fn from_a_drifted_chain() {
    survives_everything(drifted, &wanted(), &deploying());
}

#[test]
fn from_a_complete_chain() {
    survives_everything(complete, &wanted(), &deploying());
}

#[test]
fn from_a_chain_made_by_hand() {
    survives_everything(made_by_hand, &wanted(), &adopting());
}

#[test]
fn an_alert_that_is_wanted_no_longer_goes_whole() {
    let own =
        "[alerts.my-own]\npattern = '{ $.eventName = CreateUser }'\nsubscribers = [{ email = \"a@example.com\" }]\n";
    let begin = || {
        let mut world = World::new();
        world.deploy(&Wanted::new(&deployment_of(own)));
        world
    };
    survives_everything(begin, &wanted(), &deploying());
    let mut world = begin();
    world.deploy(&wanted());
    // Seen with the eyes of somebody who still wants it: nothing is left of it.
    let found = world.state(&Wanted::new(&deployment_of(own)));
    assert!(found.topics["my-own"].is_absent());
    assert!(!found.alarms.present().unwrap().contains_key("my-own"));
    assert!(!found.log_group.present().unwrap().filters.present().unwrap().contains_key("my-own"));
}

#[test]
fn a_removal_too() {
    let named = Aim::Remove(Removal { trail: true, bucket: true, log_group: true });
    survives_everything(complete, &wanted(), &named);
    survives_everything(drifted, &wanted(), &Aim::Remove(Removal::default()));
    survives_everything(half, &wanted(), &named);
}

#[test]
fn an_adopted_chain_is_never_deleted() {
    let (mut world, wanted) = (made_by_hand(), wanted());
    world.pursue(&wanted, &adopting()).unwrap();
    let before = world.state(&wanted);
    let named = Aim::Remove(Removal { trail: true, bucket: true, log_group: true });
    let report = world.pursue(&wanted, &named).unwrap();
    let after = world.state(&wanted);
    assert_eq!((&after.trail, &after.bucket, &after.role), (&before.trail, &before.bucket, &before.role));
    // The silence alarm was not there: that one we made.
    let kept: Vec<String> = after.alarms.present().unwrap().keys().cloned().collect();
    assert_eq!(kept.len(), 2, "{kept:?}");
    assert!(report.left.len() > 6, "{:?}", report.left);
    let tags = after.trail.present().unwrap().tags.present().unwrap();
    assert_eq!(tags[0].value, TAG_ADOPTED);
}

#[test]
fn confirmations_are_sent_again_on_request_only() {
    let (mut world, wanted) = (complete(), wanted());
    let report =
        world.pursue(&wanted, &Aim::Deploy(Options { resend_confirmations: true, ..Options::default() })).unwrap();
    let steps: Vec<String> = report.done.iter().map(ToString::to_string).collect();
    assert_eq!(steps.len(), 3, "{steps:?}");
    assert!(steps.iter().all(|step| step.starts_with("resend confirmation subscription email")), "{steps:?}");
}

/// Somebody deletes a topic or the log group just before a call, for which a list that belongs to it is asked: it is not
/// there, and no plan takes it for half there. Found by exploration.
#[test]
fn what_is_deleted_between_two_questions_is_made_again() {
    let wanted = wanted();
    let topic = wanted.alerts[0].topic.arn.clone();
    let (of_topic, group) = (topic.clone(), wanted.log_group_name().unwrap().to_owned());
    let subscriptions = move |call: &Call| matches!(call, Call::Sns(SnsCall::ListSubscriptionsByTopic { topic_arn, .. }) if *topic_arn == of_topic);
    let filters = |call: &Call| matches!(call, Call::Logs(LogsCall::DescribeMetricFilters { .. }));
    meddle_before(&wanted, complete(), &subscriptions, SnsCall::DeleteTopic { topic_arn: topic }.into());
    meddle_before(&wanted, complete(), &filters, LogsCall::DeleteLogGroup { log_group_name: group }.into());
}

/// A topic that a run has made and to which it has subscribed people: deleted by somebody, it is made again by the same
/// run, and they are asked again. Found by exploration.
#[test]
fn who_was_asked_for_a_topic_that_is_gone_is_asked_again() {
    let wanted = wanted();
    let alarms = |call: &Call| matches!(call, Call::CloudWatch(CloudWatchCall::PutMetricAlarm(_)));
    let topic_arn = wanted.alerts[0].topic.arn.clone();
    meddle_before(&wanted, World::new(), &alarms, SnsCall::DeleteTopic { topic_arn }.into());
}

/// A run with which somebody meddles once, just before the first such call, comes to the end of an undisturbed one.
fn meddle_before(wanted: &Wanted, beginning: World, is_it: &dyn Fn(&Call) -> bool, meddling: Call) {
    let mut undisturbed = beginning.clone();
    undisturbed.pursue(wanted, &deploying()).unwrap_or_else(|end| panic!("{end:#?}"));
    let at = undisturbed.calls.iter().position(is_it).expect("such a call");
    let mut expected = beginning.clone();
    let _ = expected.account.answer(meddling.clone());
    expected.deploy(wanted);
    let mut world = beginning;
    world.meddler = Some((at, vec![meddling]));
    world.pursue(wanted, &deploying()).unwrap_or_else(|end| panic!("{end:#?}"));
    assert_eq!(world.state(wanted), expected.state(wanted));
}
