//! A chain that somebody made is taken over: nothing of theirs is lost, and nothing is done that nobody agreed to.

use serde_json::{Value, json};
use signalarm_cloud::{Call, CloudWatchCall, IamCall, LogsCall, S3Call, S3Operation, SnsCall};
use signalarm_deploy::{Change, Owner, Trouble, Wanted};

use crate::interrupted::{made_by_hand, survives_everything};
use crate::life::said;
use crate::world::{End, World, adopting, deploying, deployment_of, wanted};

/// A statement of somebody's about a resource.
fn theirs(resource: &str, action: &str) -> Value {
    json!({ "Sid": "Theirs", "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": action, "Resource": resource })
}

fn document(statements: &[Value]) -> String {
    json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
}

/// Somebody's statements in the policies of a topic, of the bucket, and of the role.
fn with_statements() -> World {
    let (mut world, wanted) = (made_by_hand(), wanted());
    let trail = wanted.trail.as_ref().unwrap();
    let topic = &wanted.alerts[0].topic.arn;
    let (topic_arn, name) = (topic.clone(), "Policy".to_owned());
    world.call(SnsCall::SetTopicAttributes { topic_arn, name, value: document(&[theirs(topic, "SNS:Subscribe")]) });
    let of_bucket = theirs(&format!("arn:aws:s3:::{}/*", trail.bucket.name), "s3:DeleteObject");
    let mut statements = trail.bucket.policy.value()["Statement"].as_array().unwrap().clone();
    statements.push(of_bucket);
    world.call(S3Call {
        bucket: trail.bucket.name.clone(),
        expected_bucket_owner: wanted.place().account.to_string(),
        operation: S3Operation::PutBucketPolicy(document(&statements)),
    });
    let trusted = json!({ "Sid": "Theirs", "Effect": "Allow", "Principal": { "Service": "config.amazonaws.com" },
        "Action": "sts:AssumeRole" });
    let policy_document = document(&[trusted]);
    world.call(IamCall::UpdateAssumeRolePolicy { role_name: trail.role.name.clone(), policy_document });
    world
}

#[test]
fn statements_of_others_stay_in_adopted_policies() {
    let (mut world, wanted) = (with_statements(), wanted());
    let report = world.pursue(&wanted, &adopting()).unwrap();
    let found = &report.view.found;
    let bucket = found.bucket.present().unwrap();
    let policies = [
        found.topics[wanted.alerts[0].name.as_str()].present().unwrap().attributes["Policy"].clone(),
        bucket.policy.present().unwrap().clone(),
        found.role.present().unwrap().role.assume_role_policy_document.clone(),
    ];
    for policy in policies {
        assert_eq!(policy.matches("\"Sid\":\"Theirs\"").count(), 1, "{policy}");
        assert!(policy.contains("\"Sid\":\"Signalarm"), "{policy}");
    }
    // The plan shows what stands in it before and afterwards.
    let shown = report.done.iter().filter_map(|step| match &step.change {
        Change::Update(changes) => {
            changes.iter().find(|change| change.field.ends_with("Policy") || change.field.ends_with("Document"))
        }
        _ => None,
    });
    let with_theirs = shown.filter(|change| {
        [&change.before, &change.after].iter().all(|text| text.as_ref().is_some_and(|text| text.contains("Theirs")))
    });
    assert_eq!(with_theirs.count(), 2, "the topic's and the role's; the bucket's was as wanted but for one more");
    assert_eq!(world.deploy(&wanted).done, []);
    survives_everything(with_statements, &wanted, &adopting());
}

/// What we created is ours as a whole.
#[test]
fn statements_that_somebody_adds_to_a_policy_of_ours_go() {
    let (mut world, wanted) = (World::new(), wanted());
    world.deploy(&wanted);
    let topic = &wanted.alerts[0].topic;
    let mut statements = topic.policy.value()["Statement"].as_array().unwrap().clone();
    statements.push(theirs(&topic.arn, "SNS:Publish"));
    let (topic_arn, name) = (topic.arn.clone(), "Policy".to_owned());
    world.call(SnsCall::SetTopicAttributes { topic_arn, name, value: document(&statements) });
    assert_eq!(said(&world.deploy(&wanted).done), ["change topic signin-console-failure-iam"]);
}

#[test]
fn a_role_under_a_path_is_adopted_with_it() {
    let (mut world, wanted) = (World::new(), wanted());
    let role = &wanted.trail.as_ref().unwrap().role;
    world.call(IamCall::CreateRole {
        role_name: role.name.clone(),
        assume_role_policy_document: role.trust.to_string(),
        description: String::new(),
        tags: Vec::new(),
    });
    world.account.set_role_path(&role.name, "/service-role/").unwrap();
    let report = world.pursue(&wanted, &adopting()).unwrap();
    let trail = report.view.found.trail.present().unwrap().trail.clone();
    let arn = trail.cloud_watch_logs_role_arn.unwrap();
    assert_eq!(arn, format!("arn:aws:iam::111122223333:role/service-role/{}", role.name));
    assert!(signalarm_deploy::deployer_policy(&report.view.wanted).to_string().contains(&arn));
    assert_eq!(world.deploy(&wanted).done, []);
    survives_everything(
        || {
            let mut world = World::new();
            world.deploy(&wanted);
            let name = wanted.trail.as_ref().unwrap().role.name.clone();
            world.account.set_role_path(&name, "/service-role/").unwrap();
            world
        },
        &wanted,
        &deploying(),
    );
}

#[test]
fn a_key_and_a_topic_of_the_trail_stay_and_are_shown() {
    let (mut world, wanted) = (World::new(), wanted());
    world.deploy(&wanted);
    let key = "arn:aws:kms:us-east-1:111122223333:key/k".to_owned();
    let topic = "arn:aws:sns:us-east-1:111122223333:log-files".to_owned();
    world.account.set_trail_extras("events-management", Some(key.clone()), Some(topic.clone())).unwrap();
    world.call(signalarm_cloud::CloudTrailCall::StopLogging { name: "events-management".to_owned() });
    let report = world.deploy(&wanted);
    let expected = [
        format!("setting KmsKeyId {key} of trail events-management"),
        format!("setting SnsTopicARN {topic} of trail events-management"),
    ];
    assert_eq!(
        (said(&report.left), said(&report.done)),
        (expected.to_vec(), vec!["start logging trail events-management".to_owned()])
    );
    let trail = &report.view.found.trail.present().unwrap().trail;
    assert_eq!((&trail.kms_key_id, &trail.sns_topic_arn), (&Some(key), &Some(topic)));
}

#[test]
fn an_adopted_topic_keeps_its_key() {
    let (mut world, wanted) = (made_by_hand(), wanted());
    let set = |alert: usize, key: &str| SnsCall::SetTopicAttributes {
        topic_arn: wanted.alerts[alert].topic.arn.clone(),
        name: "KmsMasterKeyId".to_owned(),
        value: key.to_owned(),
    };
    world.call(set(0, "arn:aws:kms:us-east-1:111122223333:key/k"));
    world.call(set(1, "alias/aws/sns"));
    let report = world.pursue(&wanted, &adopting()).unwrap();
    let key = |alert: usize| {
        let name = wanted.alerts[alert].name.as_str();
        report.view.found.topics[name].present().unwrap().attributes.get("KmsMasterKeyId").cloned()
    };
    // With AWS's own key no alarm could publish.
    assert_eq!((key(0).as_deref(), key(1)), (Some("arn:aws:kms:us-east-1:111122223333:key/k"), None));
    assert!(said(&report.left).iter().any(|left| left.starts_with("setting KmsMasterKeyId arn:")), "{:?}", report.left);
}

/// The number of the first call of a run that is of a kind.
fn first(world: &mut World, wanted: &Wanted, aim: &signalarm_deploy::Aim, is_it: fn(&Call) -> bool) -> usize {
    world.pursue(wanted, aim).unwrap();
    world.calls.iter().position(is_it).unwrap()
}

#[test]
fn an_adoption_goes_on_after_a_setback() {
    let wanted = wanted();
    let tags_an_alarm = |call: &Call| matches!(call, Call::CloudWatch(CloudWatchCall::TagResource { .. }));
    let at = first(&mut made_by_hand(), &wanted, &adopting(), tags_an_alarm);
    let mut world = made_by_hand();
    let deleted = CloudWatchCall::DeleteAlarms(vec![wanted.alerts[0].name.to_string()]);
    world.meddler = Some((at, vec![deleted.into()]));
    let report = world.pursue(&wanted, &adopting()).unwrap();
    // The alarm was made anew, and what was to be adopted behind it was.
    assert!(said(&report.done).contains(&"create alarm signin-console-failure-iam".to_owned()), "{:?}", report.done);
    assert_eq!(report.view.found.trail.present().unwrap().tags.owner(), Some(Owner::Adopted));
    assert_eq!(world.deploy(&wanted).done, []);
}

#[test]
fn what_somebody_changes_meanwhile_is_not_changed_back_unasked() {
    let wanted = wanted();
    let changed = Wanted::new(&deployment_of("[alerts.signin-console-failure-iam]\nperiod = \"5m\"\n"));
    let mut healthy = World::new();
    healthy.deploy(&wanted);
    let puts_an_alarm = |call: &Call| matches!(call, Call::CloudWatch(CloudWatchCall::PutMetricAlarm(_)));
    let at = first(&mut healthy, &changed, &deploying(), puts_an_alarm);
    let retention = LogsCall::PutRetentionPolicy {
        log_group_name: wanted.log_group_name().unwrap().to_owned(),
        retention_in_days: 1,
    };
    let mut world = World::new();
    world.deploy(&wanted);
    world.meddler = Some((at, vec![retention.into()]));
    let Err(End::Stopped(stopped)) = world.pursue(&changed, &deploying()) else { panic!("nobody agreed to that") };
    let expected = ["change log group aws-cloudtrail-logs-signin-console".to_owned()].to_vec();
    assert_eq!(stopped.trouble, Trouble::ChangedMeanwhile { steps: expected });
    assert_eq!(said(&stopped.done), ["change alarm signin-console-failure-iam"]);
    assert!(stopped.to_string().contains("run it again"), "{stopped}");
    assert_eq!(said(&world.deploy(&changed).done).len(), 1);
}

/// Between the plan and its step a stranger makes what was to be created: agreeing to create is not agreeing to take over.
#[test]
fn what_a_stranger_makes_meanwhile_is_not_adopted_unasked() {
    let wanted = wanted();
    let creates = |call: &Call| matches!(call, Call::Logs(LogsCall::CreateLogGroup { .. }));
    let at = first(&mut World::new(), &wanted, &adopting(), creates);
    let mut world = World::new();
    let log_group_name = wanted.log_group_name().unwrap().to_owned();
    world.meddler = Some((at, vec![LogsCall::CreateLogGroup { log_group_name, tags: Vec::new() }.into()]));
    let Err(End::Stopped(stopped)) = world.pursue(&wanted, &adopting()) else { panic!("nobody agreed to that") };
    let Trouble::ChangedMeanwhile { steps } = &stopped.trouble else { panic!("{stopped}") };
    assert_eq!(steps[0], "tag log group aws-cloudtrail-logs-signin-console");
}

/// What AWS tells although nobody set it, or the other way round, is no difference.
#[test]
fn defaults_that_are_written_out_are_no_change() {
    let (mut world, wanted) = (World::new(), wanted());
    world.deploy(&wanted);
    let alert = &wanted.alerts[0];
    let mut filter = alert.filter.clone().unwrap();
    filter.metric_transformations[0].unit = Some("None".to_owned());
    world.call(LogsCall::PutMetricFilter(Box::new(filter)));
    let mut alarm = alert.alarm.clone();
    alarm.actions_enabled = Some(true);
    alarm.evaluation_window = Some("SlidingWindow".to_owned());
    alarm.datapoints_to_alarm = alarm.evaluation_periods;
    world.call(CloudWatchCall::PutMetricAlarm(Box::new(alarm.clone())));
    assert_eq!(world.deploy(&wanted).done, []);
    alarm.actions_enabled = None;
    alarm.evaluation_window = None;
    alarm.datapoints_to_alarm = None;
    alarm.treat_missing_data = alarm.treat_missing_data.filter(|word| word != "missing");
    world.call(CloudWatchCall::PutMetricAlarm(Box::new(alarm)));
    assert_eq!(world.deploy(&wanted).done, []);
}
