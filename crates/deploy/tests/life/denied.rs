//! Rights, throttling, and answers that nobody would wish for.

use std::collections::BTreeSet;

use signalarm_account::Surroundings;
use signalarm_cloud::{Call, CallerIdentity, Failure, IamCall, LogsCall, Page, Refusal, Reply, SnsCall};
use signalarm_deploy::{
    Aim, CheckRights, ConfirmPatterns, Confirmation, LookAtStatus, Obstacle, Removal, Rights, Trouble, TroubleKind,
    Wanted, deployer_actions, deployer_policy,
};
use signalarm_time::Duration;

use crate::interrupted::{drifts, made_by_hand};
use crate::world::{End, World, adopting, deploying, deployment_of, wanted};

/// Not named by any policy: nobody can be denied it.
const WHO_AM_I: &str = "sts:GetCallerIdentity";
/// Needed by the calls that name the role, and no call itself.
const PASS_ROLE: &str = "iam:PassRole";

/// Every call of a whole life: deployed, drifted, adopted, looked at, removed.
fn whole_life() -> BTreeSet<String> {
    let wanted = wanted();
    let mut actions = BTreeSet::new();
    let mut note = |world: &World| actions.extend(world.calls.iter().map(Call::action));
    let mut world = World::new();
    world.run_whole(&mut ConfirmPatterns::new(&wanted)).unwrap();
    note(&world);
    world.deploy(&wanted);
    note(&world);
    for call in drifts(&wanted) {
        world.call(call);
    }
    world.call(signalarm_cloud::S3Call {
        bucket: wanted.trail.as_ref().unwrap().bucket.name.clone(),
        expected_bucket_owner: wanted.place().account.to_string(),
        operation: signalarm_cloud::S3Operation::PutBucketTagging(Vec::new()),
    });
    world.pursue(&wanted, &adopting()).unwrap();
    note(&world);
    world.run_whole(&mut LookAtStatus::new(wanted.clone())).unwrap();
    note(&world);
    let mut fewer = deployment_of("");
    fewer.chain.silence_subscribers.clear();
    fewer.chain.alerts.iter_mut().for_each(|alert| alert.subscribers.clear());
    world.pursue(&Wanted::new(&fewer), &deploying()).unwrap();
    note(&world);
    let mut by_hand = made_by_hand();
    by_hand.pursue(&wanted, &adopting()).unwrap();
    note(&by_hand);
    let mut whole = World::new();
    whole.deploy(&wanted);
    whole.pursue(&wanted, &everything()).unwrap();
    note(&whole);
    actions
}

fn everything() -> Aim {
    Aim::Remove(Removal { trail: true, bucket: true, log_group: true })
}

#[test]
fn the_printed_policy_names_exactly_what_is_called() {
    let mut called = whole_life();
    assert!(called.remove(WHO_AM_I));
    // Somebody must have changed what a trail records; the simulated account has no call for that.
    called.insert("cloudtrail:PutEventSelectors".to_owned());
    called.insert(PASS_ROLE.to_owned());
    let allowed: BTreeSet<String> = deployer_actions(&wanted()).into_iter().collect();
    assert_eq!(allowed.difference(&called).collect::<Vec<_>>(), Vec::<&String>::new(), "allowed and never called");
    assert_eq!(called.difference(&allowed).collect::<Vec<_>>(), Vec::<&String>::new(), "called and not allowed");
    assert!(!deployer_policy(&wanted()).to_string().contains("arn:aws:sns:us-east-1:111122223333:*"));
}

#[test]
fn missing_rights_are_known_beforehand() {
    let caller = |arn: &str| CallerIdentity { account: "111122223333".to_owned(), arn: arn.to_owned() };
    let check = || CheckRights::new(&wanted(), &caller("arn:aws:iam::111122223333:user/deployer"));
    let mut world = World::new();
    let actions = deployer_actions(&wanted()).len();
    assert_eq!(world.run_whole(&mut check()), Rights::Sufficient { actions });
    for call in &world.calls {
        let Call::Iam(IamCall::SimulatePrincipalPolicy { action_names, passed_to_service, resource_arns, .. }) = call
        else {
            panic!("{call:?}")
        };
        assert_eq!(passed_to_service.is_some(), action_names.iter().any(|action| action == PASS_ROLE));
        assert!(!resource_arns.is_empty());
    }
    deny(&mut world, "sns:Subscribe");
    assert_eq!(world.run_whole(&mut check()), Rights::Lacking(BTreeSet::from(["sns:Subscribe".to_owned()])));
    deny(&mut world, "iam:SimulatePrincipalPolicy");
    let Rights::Unknown(why) = world.run_whole(&mut check()) else { panic!("it may not be asked") };
    assert!(why.starts_with("iam:SimulatePrincipalPolicy "), "{why}");
    let root = CheckRights::new(&wanted(), &caller("arn:aws:iam::111122223333:root"));
    assert!(matches!(world.run_whole(&mut root.clone()), Rights::Unknown(_)));
    assert!(world.calls.is_empty());
}

fn deny(world: &mut World, action: &str) {
    let denied_actions = BTreeSet::from([action.to_owned()]);
    world.account.set_surroundings(Surroundings { denied_actions, ..Surroundings::default() });
}

fn allow(world: &mut World) {
    world.account.set_surroundings(Surroundings::default());
}

/// A run ends with an error that names the action, and a second run with the right heals.
#[test]
fn each_right_in_turn_is_missed_clearly() {
    let wanted = wanted();
    let mut healthy = World::new();
    healthy.deploy(&wanted);
    let state = healthy.state(&wanted);
    for action in deployer_actions(&wanted) {
        let mut world = World::new();
        deny(&mut world, &action);
        match world.pursue(&wanted, &deploying()) {
            // Not every right is needed for a first deployment.
            Ok(_) => {}
            Err(End::Killed) => panic!("{action}"),
            Err(End::Trouble(trouble)) => says(&action, &trouble),
            Err(End::Stopped(stopped)) => says(&action, &stopped.trouble),
        }
        allow(&mut world);
        world.deploy(&wanted);
        assert_eq!(world.state(&wanted), state, "{action}");
    }
}

fn says(action: &str, trouble: &Trouble) {
    let text = trouble.to_string();
    // S3 does not tell a bucket of somebody's from one that may not be looked at.
    let named = if action == "s3:ListBucket" { "[trail] bucket" } else { action };
    let is_cured = text.contains("--print-policy") || text.contains("[trail] bucket");
    assert!(text.contains(named) && is_cured, "{action}: {text}");
    assert_eq!(trouble.kind(), TroubleKind::Person, "{text}");
}

#[test]
fn a_removal_that_may_not_is_told_so_and_goes_on_later() {
    let wanted = wanted();
    for action in ["sns:DeleteTopic", "cloudwatch:DeleteAlarms", "iam:DeleteRole", "s3:DeleteObjectVersion"] {
        let mut world = World::new();
        world.deploy(&wanted);
        deny(&mut world, action);
        let Err(End::Stopped(stopped)) = world.pursue(&wanted, &everything()) else { panic!("{action}") };
        says(action, &stopped.trouble);
        allow(&mut world);
        world.pursue(&wanted, &everything()).unwrap();
        assert_eq!(world.state(&wanted), World::new().state(&wanted), "{action}");
    }
}

#[test]
fn a_token_that_repeats_for_ever_ends_the_look() {
    let mut world = World::new();
    world.deploy(&wanted());
    world.hook = Some(|call| match call {
        Call::Sns(SnsCall::ListSubscriptionsByTopic { .. }) => {
            Some(Ok(Reply::Subscriptions(Page { items: Vec::new(), next_token: Some("again".to_owned()) })))
        }
        _ => None,
    });
    let Err(End::Trouble(trouble)) = world.pursue(&wanted(), &deploying()) else { panic!("it should end") };
    assert!(matches!(trouble, Trouble::EndlessPages { pages: 2, .. }), "{trouble:?}");
    assert!(trouble.to_string().starts_with("sns:ListSubscriptionsByTopic does not end"), "{trouble}");
}

#[test]
fn tokens_that_go_round_in_a_ring_end_the_look_at_once() {
    let mut world = World::new();
    world.deploy(&wanted());
    world.hook = Some(|call| match call {
        Call::Logs(LogsCall::DescribeMetricFilters { next_token, .. }) => {
            let after = if next_token.as_deref() == Some("a") { "b" } else { "a" };
            Some(Ok(Reply::MetricFilters(Page { items: Vec::new(), next_token: Some(after.to_owned()) })))
        }
        _ => None,
    });
    let Err(End::Trouble(trouble)) = world.pursue(&wanted(), &deploying()) else { panic!("it should end") };
    assert!(matches!(trouble, Trouble::EndlessPages { pages: 3, .. }), "{trouble:?}");
}

#[test]
fn a_list_of_endless_pages_ends_the_look() {
    let mut world = World::new();
    world.deploy(&wanted());
    world.hook = Some(|call| match call {
        Call::Logs(LogsCall::DescribeMetricFilters { next_token, .. }) => {
            let next_token = Some(format!("{}x", next_token.clone().unwrap_or_default()));
            Some(Ok(Reply::MetricFilters(Page { items: Vec::new(), next_token })))
        }
        _ => None,
    });
    let Err(End::Trouble(trouble)) = world.pursue(&wanted(), &deploying()) else { panic!("it should end") };
    assert!(matches!(trouble, Trouble::EndlessPages { pages: 1_000, .. }), "{trouble}");
}

#[test]
fn a_reply_of_another_operation_ends_the_look() {
    let mut world = World::new();
    world.hook = Some(|call| matches!(call, Call::Iam(_)).then_some(Ok(Reply::Done)));
    let Err(End::Trouble(trouble)) = world.pursue(&wanted(), &deploying()) else { panic!("it should end") };
    assert!(matches!(trouble, Trouble::Unreadable { .. }), "{trouble}");
}

#[test]
fn endpoint_and_credentials_that_cannot_be_reached_are_told_apart_from_the_rest() {
    let unsent: fn(&Call) -> _ = |_| Some(Err(Failure::Unsent("connection refused".to_owned())));
    let expired: fn(&Call) -> _ = |_| Some(Err(Refusal::service("ExpiredToken", 400, "it has expired").into()));
    let silent: fn(&Call) -> _ = |_| Some(Err(Failure::Unanswered("time is over".to_owned())));
    for (hook, calls) in [(unsent, 1), (expired, 1), (silent, 5)] {
        let mut world = World::new();
        world.hook = Some(hook);
        let Err(End::Trouble(trouble)) = world.pursue(&wanted(), &deploying()) else { panic!("it should end") };
        assert_eq!(trouble.kind(), TroubleKind::Unreachable, "{trouble}");
        assert_eq!(world.calls.len(), calls, "{trouble}");
    }
}

#[test]
fn another_account_is_refused_before_anything_else_is_asked() {
    let mut world = World::new();
    let mut deployment = deployment_of("");
    deployment.chain.place.account = "444455556666".parse().unwrap();
    let Err(End::Trouble(trouble)) = world.pursue(&Wanted::new(&deployment), &deploying()) else { panic!() };
    assert!(trouble.to_string().contains("belong to account 111122223333"), "{trouble}");
    assert_eq!(world.calls.len(), 1);
}

#[test]
fn a_bucket_of_somebody_elses_is_told() {
    let mut world = World::new();
    let buckets_of_others = BTreeSet::from([wanted().trail.unwrap().bucket.name]);
    world.account.set_surroundings(Surroundings { buckets_of_others, ..Surroundings::default() });
    let Err(End::Trouble(Trouble::Obstacles(obstacles))) = world.pursue(&wanted(), &deploying()) else { panic!() };
    assert!(matches!(obstacles.0.as_slice(), [Obstacle::BucketTaken(_)]), "{obstacles}");
}

#[test]
fn a_role_that_is_not_known_yet_is_waited_for_but_not_for_ever() {
    let mut world = World::new();
    let role_propagation = Duration::from_secs(60);
    world.account.set_surroundings(Surroundings { role_propagation, ..Surroundings::default() });
    world.deploy(&wanted());
    assert!(world.waited < Duration::from_secs(120), "{}", world.waited.as_secs());
    let mut world = World::new();
    let role_propagation = Duration::HOUR;
    world.account.set_surroundings(Surroundings { role_propagation, ..Surroundings::default() });
    let Err(End::Stopped(stopped)) = world.pursue(&wanted(), &deploying()) else { panic!("it should end") };
    assert!(world.waited < Duration::from_secs(180), "{}", world.waited.as_secs());
    assert!(stopped.to_string().contains("a second run goes on from there"), "{stopped}");
    allow(&mut world);
    world.deploy(&wanted());
}

#[test]
fn a_bucket_that_settles_is_waited_for() {
    let mut world = World::new();
    let bucket_settling = Duration::from_secs(5);
    world.account.set_surroundings(Surroundings { bucket_settling, ..Surroundings::default() });
    world.deploy(&wanted());
    assert!(bucket_settling <= world.waited, "{}", world.waited.as_secs());
}

#[test]
fn a_chain_made_by_hand_is_not_touched_without_adoption() {
    let mut world = made_by_hand();
    let before = world.state(&wanted());
    let Err(End::Trouble(trouble)) = world.pursue(&wanted(), &deploying()) else { panic!("it should end") };
    assert_eq!(trouble.kind(), TroubleKind::Safety, "{trouble}");
    let Trouble::Obstacles(obstacles) = &trouble else { panic!("{trouble}") };
    // Per alert of two its topic and alarm, the silence topic, bucket, log group, role and trail.
    assert_eq!(obstacles.0.len(), 9, "{trouble}");
    assert!(trouble.to_string().contains("deploy --adopt"), "{trouble}");
    assert_eq!(world.state(&wanted()), before);
}

#[test]
fn patterns_are_confirmed_or_not() {
    let mut world = World::new();
    let confirmed = world.run_whole(&mut ConfirmPatterns::new(&wanted()));
    assert_eq!(confirmed, Ok(Confirmation::Confirmed { patterns: 2, records: 28 }));
    world.hook = Some(|_| Some(Err(Refusal::service("InternalFailure", 501, "").into())));
    assert_eq!(world.run_whole(&mut ConfirmPatterns::new(&wanted())), Ok(Confirmation::NotImplemented));
    world.hook = Some(|_| Some(Ok(Reply::Matches(Vec::new()))));
    let Ok(Confirmation::Differs(differs)) = world.run_whole(&mut ConfirmPatterns::new(&wanted())) else { panic!() };
    // An emulator that matches nothing is wrong about what each pattern should match.
    assert!(differs.iter().all(|disagreement| disagreement.matches_here) && 4 <= differs.len(), "{differs:?}");
}
