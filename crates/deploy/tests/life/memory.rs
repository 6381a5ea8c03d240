//! What earlier configs named: names that were changed, alerts that were begun and dropped.

use signalarm_alert::{Deployment, Source};
use signalarm_cloud::{LogsCall, S3Call, S3Operation, SnsCall};
use signalarm_deploy::{Aim, Fact, Found, Holding, HoldingKind, Removal, Todo, Wanted};

use crate::interrupted::survives_everything;
use crate::life::said;
use crate::world::{End, Fault, World, deploying, deployment, deployment_of, wanted};

/// The same chain with other names for all that holds data.
fn renamed() -> Deployment {
    let mut deployment = deployment();
    deployment.chain.log_group = "renamed".parse().unwrap();
    deployment.chain.trail = "renamed".parse().unwrap();
    deployment.chain.role = "renamed".parse().unwrap();
    let Source::Own(bucket) = &mut deployment.source else { panic!("the trail is ours") };
    "renamed".clone_into(&mut bucket.name);
    deployment
}

fn complete() -> World {
    let mut world = World::new();
    world.deploy(&wanted());
    world
}

fn left_over(todo: &[Todo]) -> Vec<String> {
    let left = |todo: &Todo| match todo {
        Todo::LeftOver(resource) => Some(resource.to_string()),
        _ => None,
    };
    todo.iter().filter_map(left).collect()
}

#[test]
fn what_is_renamed_stays_and_is_told_of_until_it_is_gone() {
    let (mut world, renamed) = (complete(), Wanted::new(&renamed()));
    let report = world.deploy(&renamed);
    let old = [
        "log group aws-cloudtrail-logs-signin-console",
        "bucket signin-console-111122223333-us-east-1",
        "role CloudTrail-CloudWatchLogs-Signin-Console",
        "trail events-management",
    ];
    assert_eq!(
        (left_over(&report.todo), said(&report.left)),
        (old.map(str::to_owned).to_vec(), old.map(str::to_owned).to_vec())
    );
    // Its metric filters would go on to count.
    let filters = said(&report.done).into_iter().filter(|step| step.starts_with("delete metric filter"));
    assert_eq!(filters.count(), 2);
    let again = world.deploy(&renamed);
    assert_eq!((again.done.len(), left_over(&again.todo).len()), (0, 4));
    // Whoever deletes it by hand hears no more of it.
    world.call(LogsCall::DeleteLogGroup { log_group_name: "aws-cloudtrail-logs-signin-console".to_owned() });
    let report = world.deploy(&renamed);
    assert_eq!(said(&report.done), ["change topic signin-console-silence"]);
    assert_eq!(left_over(&report.todo), old[1..]);
    assert_eq!(world.deploy(&renamed).done, []);
}

#[test]
fn a_chain_is_renamed_whatever_goes_wrong() {
    survives_everything(complete, &Wanted::new(&renamed()), &deploying());
}

#[test]
fn names_may_be_changed_back() {
    let mut world = complete();
    world.deploy(&Wanted::new(&renamed()));
    let report = world.deploy(&wanted());
    assert_eq!(left_over(&report.todo), ["log group renamed", "bucket renamed", "role renamed", "trail renamed"]);
    assert_eq!(world.deploy(&wanted()).done, []);
    // A removal names what stays, and the old filters go.
    let removed = world.pursue(&wanted(), &Aim::Remove(Removal::default())).unwrap();
    assert!(said(&removed.left).contains(&"bucket renamed".to_owned()), "{:?}", removed.left);
}

/// A look that may not ask what became of it says so, and nothing stands in the way.
#[test]
fn what_cannot_be_looked_at_is_told_of_too() {
    let mut world = complete();
    world.deploy(&Wanted::new(&renamed()));
    let denied_actions = std::collections::BTreeSet::from(["cloudtrail:ListTags".to_owned()]);
    world.account.set_surroundings(signalarm_account::Surroundings { denied_actions, ..Default::default() });
    let found = world.look(&Wanted::new(&renamed())).unwrap().found;
    let trail = Holding { kind: HoldingKind::Trail, name: "events-management".to_owned() };
    assert!(matches!(found.leftovers[&trail], Fact::Denied(_)), "{:?}", found.leftovers);
}

#[test]
fn metric_filters_in_a_log_group_of_somebodys_follow_the_config() {
    let mut world = World::new();
    let on = |name: &str| {
        let mut deployment = deployment();
        deployment.chain.log_group = name.parse().unwrap();
        deployment.source = Source::LogGroup(name.parse().unwrap());
        Wanted::new(&deployment)
    };
    for name in ["one", "two"] {
        world.call(LogsCall::CreateLogGroup { log_group_name: name.to_owned(), tags: Vec::new() });
    }
    let mut theirs = on("one").alerts[0].filter.clone().unwrap();
    "theirs".clone_into(&mut theirs.filter_name);
    world.call(LogsCall::PutMetricFilter(Box::new(theirs)));
    world.deploy(&on("one"));
    let report = world.deploy(&on("two"));
    let deleted = said(&report.done).into_iter().filter(|step| step.starts_with("delete")).collect::<Vec<_>>();
    assert_eq!(
        deleted,
        [
            "delete metric filter signin-console-failure-iam of one",
            "delete metric filter signin-console-success-root of one"
        ]
    );
    assert_eq!((world.deploy(&on("two")).done, left_over(&report.todo)), (Vec::new(), Vec::new()));
}

const OWN: &str =
    "[alerts.my-own]\npattern = '{ $.eventName = CreateUser }'\nsubscribers = [{ email = \"a@example.com\" }]\n";

/// Whatever of an alert was made when the plug was pulled, and the alert dropped: nothing of it is left.
#[test]
fn an_alert_that_was_begun_and_dropped_leaves_nothing() {
    let own = Wanted::new(&deployment_of(OWN));
    let mut whole = complete();
    whole.pursue(&own, &deploying()).unwrap();
    let untouched = |found: &Found| {
        let filters = found.log_group.present().unwrap().filters.present().unwrap();
        found.topics["my-own"].is_absent()
            && !found.alarms.present().unwrap().contains_key("my-own")
            && !filters.contains_key("my-own")
    };
    let beginning = complete();
    for call in 0..whole.calls.len() {
        let mut world = beginning.clone();
        world.fault = Some(Fault::KilledAfter(call));
        assert_eq!(world.pursue(&own, &deploying()), Err(End::Killed));
        world.deploy(&wanted());
        assert!(untouched(&world.state(&own)), "killed after {:?}", whole.calls[call]);
    }
    let removal = Aim::Remove(Removal { trail: true, bucket: true, log_group: true });
    let mut world = complete();
    let topic = whole.calls.iter().position(
        |call| matches!(call, signalarm_cloud::Call::Sns(SnsCall::CreateTopic { name, .. }) if name == "my-own"),
    );
    world.fault = Some(Fault::KilledAfter(topic.unwrap()));
    world.pursue(&own, &deploying()).unwrap_err();
    world.fault = None;
    world.pursue(&wanted(), &removal).unwrap();
    assert!(world.state(&own).topics["my-own"].is_absent());
}

/// Between its creation and its first tag a bucket of ours looks like nobody's; what anybody did to it tells it apart.
#[test]
fn an_empty_bucket_is_ours_only_if_nobody_has_touched_it() {
    let bucket = wanted().trail.unwrap().bucket.name;
    let s3 = |operation| S3Call {
        bucket: bucket.clone(),
        expected_bucket_owner: wanted().place().account.to_string(),
        operation,
    };
    let tag = signalarm_cloud::Tag { key: "team".to_owned(), value: "billing".to_owned() };
    let policy = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Sid":"Theirs","Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::{bucket}/*"}}]}}"#
    );
    let touches = [
        (None, true),
        (Some(S3Operation::PutBucketTagging(vec![tag])), false),
        (Some(S3Operation::PutBucketPolicy(policy)), false),
        (Some(S3Operation::EnableBucketVersioning), false),
    ];
    for (touch, is_taken) in touches {
        let mut world = World::new();
        world.call(s3(S3Operation::CreateBucket { region: "us-east-1".to_owned() }));
        if let Some(operation) = touch.clone() {
            world.call(s3(operation));
        }
        assert_eq!(world.pursue(&wanted(), &deploying()).is_ok(), is_taken, "{touch:?}");
    }
}
