//! What is refused, with exit code 5 and its reason, before anything is changed; and what is misused.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use rstest::rstest;
use signalarm_cloud::{
    Call, CloudWatchCall, LogsCall, MetricTransformation, PutMetricAlarm, PutMetricFilter, SetAlarmState, SnsCall,
};

use super::world::{ACCOUNT, World};
use crate::Exit;

type Before = fn(&World);

fn nothing(_: &World) {}

fn answer(world: &World, call: impl Into<Call>) {
    world.account().answer(call.into()).unwrap();
}

fn rings(world: &World) {
    answer(
        world,
        CloudWatchCall::SetAlarmState(SetAlarmState {
            alarm_name: "signin-console-success-iam".to_owned(),
            state_value: "ALARM".to_owned(),
            state_reason: "somebody is in".to_owned(),
            state_reason_data: None,
        }),
    );
}

fn other_drill(world: &World) {
    let now = world.account().now();
    let run = signalarm_drill::RunName::new(now, signalarm_time::Duration::HOUR, 7);
    answer(
        world,
        LogsCall::CreateLogStream {
            log_group_name: "aws-cloudtrail-logs-signin-console".to_owned(),
            log_stream_name: format!("signalarm-drill/{run}"),
        },
    );
}

/// Somebody made this topic anew: the alert that no scenario here rings.
fn untagged(world: &World) {
    let (name, attributes, tags) = ("signin-console-success-iam".to_owned(), BTreeMap::new(), Vec::new());
    answer(world, SnsCall::DeleteTopic { topic_arn: format!("arn:aws:sns:eu-west-1:{ACCOUNT}:{name}") });
    answer(world, SnsCall::CreateTopic { name, attributes, tags });
}

fn no_topic(world: &World) {
    let topic_arn = format!("arn:aws:sns:eu-west-1:{ACCOUNT}:signin-console-failure-iam");
    answer(world, SnsCall::DeleteTopic { topic_arn });
}

fn other_config(world: &World) {
    let text = "format = 1\naccount = \"210987654321\"\n";
    std::fs::write(world.folder.join("signalarm.toml"), text).unwrap();
}

#[rstest]
#[case::no_account("", nothing, "name the account that you mean by --account")]
#[case::other_account("--account 210987654321", nothing, "belong to account 583920174466")]
#[case::other_config("--account 583920174466", other_config, "the config is for account 210987654321")]
#[case::in_alarm("--account 583920174466", rings, "signin-console-success-iam is in ALARM since")]
#[case::other_drill("--account 583920174466", other_drill, "runs, or was ended")]
#[case::not_ours("--account 583920174466", untagged, "bears our name and not our tag")]
#[case::missing("--account 583920174466", no_topic, "the chain is not whole: there is no ")]
fn a_drill_is_refused(#[case] arguments: &str, #[case] before: Before, #[case] why: &str) {
    let words: String = why.chars().filter(char::is_ascii_alphabetic).take(24).collect();
    let world = World::new(&format!("refused-{words}")).answering(Some(true));
    before(&world);
    let changes = world.rim.changes.load(Ordering::SeqCst);
    for dry in ["", " --dry-run"] {
        let said = world.run(&format!("{arguments}{dry}"));
        assert_eq!((said.exit(), said.shown.as_str()), (Exit::Refused, ""), "{}", said.told);
        assert!(said.told.starts_with("error: no drill: ") && said.told.contains(why), "{}", said.told);
        assert!(said.asked.is_empty());
    }
    assert_eq!(world.rim.changes.load(Ordering::SeqCst), changes);
    assert!(!world.drills().exists());
}

/// Without the account nothing is called at all.
#[test]
fn who_names_no_account_is_refused_before_anything_is_called() {
    let world = World::new("no-call");
    world.run("--yes");
    assert_eq!(world.rim.calls.load(Ordering::SeqCst), 0);
}

/// A metric filter and an alarm of others, which forged failures would ring.
fn strangers(world: &World) {
    answer(
        world,
        LogsCall::PutMetricFilter(Box::new(PutMetricFilter {
            log_group_name: "aws-cloudtrail-logs-signin-console".to_owned(),
            filter_name: "theirs".to_owned(),
            filter_pattern: "{ $.eventName = ConsoleLogin }".to_owned(),
            metric_transformations: vec![MetricTransformation {
                metric_name: "logins".to_owned(),
                metric_namespace: "theirs".to_owned(),
                metric_value: "1".to_owned(),
                default_value: None,
                unit: None,
                dimensions: Vec::new(),
            }],
        })),
    );
    answer(
        world,
        CloudWatchCall::PutMetricAlarm(Box::new(PutMetricAlarm {
            alarm_name: "their-alarm".to_owned(),
            namespace: Some("theirs".to_owned()),
            metric_name: Some("logins".to_owned()),
            statistic: Some("Sum".to_owned()),
            period: Some(60),
            evaluation_periods: Some(1),
            threshold: Some(1.0),
            comparison_operator: Some("GreaterThanOrEqualToThreshold".to_owned()),
            ..PutMetricAlarm::default()
        })),
    );
}

#[test]
fn others_must_be_informed() {
    let world = World::new("strangers");
    strangers(&world);
    let said = world.run(&format!("--account {ACCOUNT} --yes"));
    assert_eq!(said.exit(), Exit::Refused, "{}", said.told);
    assert!(said.told.contains("their-alarm") && said.told.contains("--others-informed"), "{}", said.told);
    let said = world.run(&format!("--account {ACCOUNT} --yes --others-informed"));
    assert_eq!(said.exit(), Exit::Ok, "{}", said.told);
    assert!(said.told.contains("stranger") && world.evidence("md")[0].contains("their-alarm"), "{}", said.told);
}

/// The same by what the person says of others: strangers, and a chain that somebody else made.
#[test]
fn what_a_person_takes_upon_himself_is_drilled() {
    let world = World::new("adopted");
    untagged(&world);
    let said = world.run(&format!("--account {ACCOUNT} --yes --adopted"));
    assert_eq!(said.exit(), Exit::Ok, "{}", said.told);
    assert!(world.evidence("md")[0].contains("ours by its names alone"));
}

/// A machine is told the reason as well.
#[test]
fn a_refusal_is_told_to_machines() {
    let world = World::new("machines");
    rings(&world);
    let said = world.run(&format!("--account {ACCOUNT} --yes --format json"));
    assert_eq!(said.exit(), Exit::Refused);
    let report: serde_json::Value = serde_json::from_str(&said.shown).unwrap();
    assert_eq!(report["passed"], false);
    assert!(report["lost"][0]["why"].as_str().unwrap().contains("is in ALARM since"));
}

/// A faulty file stops the drill of the others.
#[test]
fn a_faulty_file_is_put_right_first() {
    let world = World::new("faulty");
    std::fs::write(world.folder.join("scenarios/other.toml"), "format = 1\n").unwrap();
    let said = world.run(&format!("--account {ACCOUNT} --yes"));
    assert_eq!((said.exit(), world.rim.calls.load(Ordering::SeqCst)), (Exit::Faulty, 0));
}
