//! A whole drill, and what it shows.

use std::collections::BTreeSet;

use rstest::rstest;
use signalarm_account::Link;
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_cloud::{Call, CloudWatchCall, LogsCall, Page, Reply, SqsCall};
use signalarm_drill::{DrillEvidence, DrillProgress, DrillResult, HopKind, Story};
use signalarm_event::Record;
use signalarm_scenario::{Proof, Run, RunResult};
use signalarm_time::Duration;

use crate::world::World;

pub(crate) fn played<'e>(evidence: &'e DrillEvidence, name: &str) -> &'e Run {
    let story = evidence.stories.iter().find(|story| story.name == name);
    match story {
        Some(Story { run: Ok(run), .. }) => run,
        other => panic!("{name}: {other:?}"),
    }
}

pub(crate) fn proved(evidence: &DrillEvidence, link: Link) -> bool {
    let proof = evidence.links.iter().find(|proof| proof.link == link);
    matches!(proof.map(|proof| &proof.proof), Some(Proof::Proved(_)))
}

#[test]
fn a_whole_drill_shows_every_hop_and_leaves_the_chain_as_it_was() {
    let mut world = World::new();
    let before = world.found();
    let drill = world.prepare(&world.scenarios(&["failure-iam", "success-root"])).unwrap();
    let evidence = world.play(drill);
    assert_eq!(evidence.stopped, None);
    for name in ["failure-iam", "success-root"] {
        let run = played(&evidence, name);
        assert_eq!(run.result(), RunResult::Passed, "{:?}", run.verdicts);
    }
    assert_eq!(evidence.result(), DrillResult::Passed, "{:?} {:?}", evidence.silences, evidence.left);
    for link in [Link::LogGroup, Link::Filter, Link::Metric, Link::Alarm, Link::Topic] {
        assert!(proved(&evidence, link), "{link}: {:?}", evidence.links);
    }
    assert!(!proved(&evidence, Link::Trail) && !proved(&evidence, Link::Subscription));

    // Record, transition and message of the same alarm, in this order.
    let at = |is_it: &dyn Fn(&HopKind) -> bool| evidence.hops.iter().find(|hop| is_it(&hop.kind)).unwrap().at;
    let alarm = AlertName::FAILURE_IAM;
    let put = at(
        &|kind| matches!(kind, HopKind::Put { scenario: Some(name), matches, .. } if name == "failure-iam" && *matches == [AlertName::FAILURE_IAM]),
    );
    let rang = at(
        &|kind| matches!(kind, HopKind::Transition { alarm: rang, to: State::Alarm, reason, .. } if *rang == alarm && reason.starts_with("Threshold Crossed")),
    );
    let heard = at(
        &|kind| matches!(kind, HopKind::Heard { alarm: told, state: State::Alarm, .. } if *told == alarm.to_string()),
    );
    assert!(put < rang && rang <= heard, "{put} {rang} {heard}");
    assert!(evidence.messages.iter().all(|message| message.text.contains("\"AlarmName\"")));
    assert_eq!(evidence.silences.len(), 2);
    assert!(evidence.silences.iter().all(|silence| silence.rang.is_empty() && silence.records.len() == 3));

    assert_eq!(world.found(), before);
    let again = world.prepare(&world.scenarios(&["failure-iam"])).unwrap();
    assert!(again.leftovers().is_empty());
    assert!(evidence.ended <= evidence.run.end(), "{} {}", evidence.ended, evidence.run);
}

#[test]
fn every_record_says_that_it_is_the_drills() {
    let world = World::new();
    world.with(|account, _| account.set_activity(None));
    let drill = world.prepare(&world.scenarios(&["all-four"]));
    world.count_anew();
    let evidence = world.play(drill.unwrap());
    let calls = world.session.calls.borrow();
    let mut ids = BTreeSet::new();
    for call in calls.iter() {
        let Call::Logs(LogsCall::PutLogEvents { log_events, log_stream_name, .. }) = call else {
            continue;
        };
        assert_eq!(*log_stream_name, format!("signalarm-drill/{}", evidence.run));
        for event in log_events {
            let record = Record::parse(&event.message).unwrap();
            assert!(event.message.contains(&format!("\"userAgent\":\"signalarm-drill/{}\"", evidence.run)));
            assert!(event.message.contains("\"sourceIPAddress\":\"192.0.2."), "{}", event.message);
            assert!(record.id().starts_with(&evidence.run.id_beginning()), "{}", record.id());
            assert!(ids.insert(record.id().to_owned()), "{} comes twice", record.id());
        }
    }
    assert!(10 < ids.len());
    assert!(calls.iter().any(|call| call.operation() == "PutLogEvents"));
}

/// Scenarios of the repository that a standing chain cannot prove say why, and put nothing.
#[rstest]
#[case::break_step("trail-stops", "breaks the chain")]
#[case::too_long("quiet-without-default-value", "at most 30m are waited for")]
#[case::hand_made("hand-made", "made by hand")]
#[case::records("own-alert", "puts records from a file")]
fn what_cannot_be_proved_here_is_not_played(#[case] name: &str, #[case] why: &str) {
    let world = World::new();
    let drill = world.prepare(&world.scenarios(&[name])).unwrap();
    world.count_anew();
    let evidence = world.play(drill);
    let run = played(&evidence, name);
    assert!(run.unplayed.as_ref().is_some_and(|said| said.contains(why)), "{:?}", run.unplayed);
    assert_eq!(evidence.result(), DrillResult::NotProvable);
    assert!(world.session.calls.borrow().is_empty());
}

/// Whatever is played is judged as it is on the simulator: nothing differs on a chain that is as it should be.
#[test]
fn every_scenario_passes_or_says_why_it_proves_nothing() {
    let mut world = World::new();
    world.request.wait_max = Duration::HOUR * 3;
    let entries = std::fs::read_dir(signalarm_testkit::root().join("scenarios")).unwrap();
    let name = |file: &str| Some(file.strip_suffix(".toml")?.to_owned());
    let mut names: Vec<String> = entries.filter_map(|entry| name(entry.unwrap().file_name().to_str()?)).collect();
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let evidence = world.play(world.prepare(&world.scenarios(&names)).unwrap());
    assert_eq!((evidence.stopped.clone(), evidence.left.clone()), (None, Vec::new()));
    let mut proved = Vec::new();
    for story in &evidence.stories {
        let run = story.run.as_ref().unwrap();
        assert_ne!(run.result(), RunResult::Differs, "{}: {:#?}", story.name, run.verdicts);
        if run.result() == RunResult::Passed {
            proved.push(story.name.as_str());
        }
    }
    assert_eq!(proved.len(), 7, "{proved:?}");
    assert_eq!(evidence.result(), DrillResult::Passed);
}

#[test]
fn an_alert_that_is_set_otherwise_is_not_proved() {
    let world = World::new();
    let scenario = world.scenario(
        "[config.alerts.signin-console-failure-iam]\nperiod = \"5m\"\n\
         [[step]]\nat = \"0m\"\nsign-in = { user-type = \"iam\", outcome = \"failure\" }\n\
         [[expect]]\nwithin = \"20m\"\nalarm = \"signin-console-failure-iam\"\nstate = \"ALARM\"\n",
    );
    let drill = world.prepare(&[scenario]).unwrap();
    let [(_, why)] = drill.preview().unplayed.as_slice() else { panic!("{:?}", drill.preview()) };
    assert_eq!(why, "the alert signin-console-failure-iam is deployed with another period than the scenario's");
}

/// Somebody whom the config wants told and who has not confirmed is found out; whom nobody wants is no difference.
#[test]
fn a_subscriber_who_is_told_nothing_is_found_out() {
    let world = World::new();
    let topic = world.deployment.chain.place.topic_arn("signin-console-success-root");
    world.with(|account, deployment| {
        let root = deployment.chain.subscribers(&AlertName::SUCCESS_ROOT);
        account.follow_unsubscribe_link(&topic, &root[0]).unwrap();
    });
    let evidence = world.play(world.prepare(&world.scenarios(&["success-root"])).unwrap());
    assert_eq!(evidence.result(), DrillResult::Differs);
    let differs: Vec<&str> =
        played(&evidence, "success-root").verdicts.iter().filter_map(|one| one.differs()).collect();
    assert!(differs.iter().all(|differs| differs.contains("nobody by email")), "{differs:?}");
}

/// A foreign record of a real sign-in between the stories makes an alarm ring: that is not hidden.
#[test]
fn whatever_rings_in_the_silence_is_told() {
    let world = World::new();
    let drill = world.prepare(&world.scenarios(&["success-iam"])).unwrap();
    let log_group = world.deployment.chain.log_group.clone();
    let account = world.session.account.clone();
    let sign_in = world.root_signs_in(signalarm_event::Outcome::Failure, false);
    let mut listens = 0;
    let evidence = drill.play(Box::new(world.session.clone()), &mut |progress| {
        if progress == DrillProgress::Listens && listens == 0 {
            listens += 1;
            account.borrow_mut().put_log_events(&log_group, sign_in.clone()).unwrap();
        }
    });
    assert_eq!(evidence.silences[0].rang, [AlertName::FAILURE_ROOT]);
    assert_eq!(evidence.result(), DrillResult::Differs);
    assert!(!proved(&evidence, Link::Filter), "{:?}", evidence.links);
}

#[test]
fn a_filter_that_somebody_changed_is_found_out() {
    let world = World::new();
    let log_group_name = world.deployment.chain.log_group.to_string();
    let filter_name = AlertName::FAILURE_IAM.to_string();
    world.call(LogsCall::DeleteMetricFilter { log_group_name, filter_name });
    let drill = world.prepare(&world.scenarios(&["failure-iam"])).unwrap();
    assert!(drill.site().differences.iter().any(|step| step.to_string().contains("metric filter")));
    let evidence = world.play(drill);
    assert_eq!(evidence.result(), DrillResult::Differs);
    assert!(!proved(&evidence, Link::Filter) && !proved(&evidence, Link::Topic));
    assert!(evidence.left.is_empty());
}

/// Members of messages are compared on what the queue of the run was told, and a protocol that nobody has confirmed differs.
#[rstest]
#[case::right("message = { NewStateValue = \"ALARM\" }", None)]
#[case::wrong("message = { NewStateValue = \"OK\" }", Some("and not so"))]
#[case::twice("count = 2", Some("told the queue of the run 1 times"))]
fn messages_are_judged_by_what_the_queue_was_told(#[case] more: &str, #[case] differs: Option<&str>) {
    let world = World::new();
    let scenario = world.scenario(&format!(
        "[[step]]\nat = \"0m\"\nsign-in = {{ user-type = \"iam\", outcome = \"failure\" }}\n\
         [[expect]]\nwithin = \"10m\"\nnotified = [\"email\"]\nby = \"signin-console-failure-iam\"\n{more}\n\
         [[expect]]\nwithin = \"10m\"\nalarm = \"signin-console-failure-iam\"\nstate = \"ALARM\""
    ));
    let evidence = world.play(world.prepare(&[scenario]).unwrap());
    let verdict = &played(&evidence, "own").verdicts[0];
    match differs {
        None => assert!(verdict.not_provable().is_some_and(|why| why.contains("email")), "{verdict:?}"),
        Some(differs) => assert!(verdict.differs().is_some_and(|said| said.contains(differs)), "{verdict:?}"),
    }
}

/// CloudTrail records what the drill does, and the alert on tampering rings minutes later: that is no difference, neither in
/// this drill nor in the next one.
#[rstest]
#[case::loud(false)]
#[case::quiet(true)]
fn the_drills_own_calls_ring_and_are_no_difference(#[case] quiet: bool) {
    let mut world = World::new();
    world.session.is_recorded = true;
    world.request.quiet = quiet;
    let mut rang = 0;
    for _ in 0..2 {
        let evidence = world.play(world.prepare(&world.scenarios(&["failure-iam"])).unwrap());
        assert_eq!(evidence.result(), DrillResult::Passed, "{:?} {:?}", evidence.silences, evidence.stopped);
        assert!(evidence.warnings.iter().any(|warning| warning.contains("signin-console-tampering hears")));
        let is_ring = |kind: &HopKind| matches!(kind, HopKind::Transition { alarm, to: State::Alarm, .. } if *alarm == AlertName::TAMPERING);
        rang += evidence.hops.iter().filter(|hop| is_ring(&hop.kind)).count();
    }
    assert_ne!(rang, 0);
}

/// Right after a deployment nobody has confirmed, and the silence alarm has not heard of a log event.
#[test]
fn a_chain_that_was_just_deployed_is_verified() {
    let mut world = World::just_deployed();
    world.pass(Duration::MINUTE * 2);
    let scenarios = world.scenarios(&["failure-iam"]);
    let refused = world.prepare(&scenarios).unwrap_err().to_string();
    assert!(refused.contains("signin-console-silence is in ALARM"), "{refused}");
    world.request.fresh = true;
    let evidence = world.play(world.prepare(&scenarios).unwrap());
    assert_eq!(evidence.result(), DrillResult::Passed, "{:?}", played(&evidence, "failure-iam").verdicts);
    world.pass(Duration::HOUR);
    world.request.fresh = false;
    let evidence = world.play(world.prepare(&scenarios).unwrap());
    assert_eq!(evidence.result(), DrillResult::Differs);
}

/// Where the history tells nothing, what the alarms themselves tell counts.
#[test]
fn a_history_that_tells_nothing_hides_nothing() {
    let mut world = World::new();
    world.session.way = |call| match call {
        Call::CloudWatch(CloudWatchCall::DescribeAlarmHistory(_)) => {
            Err(Ok(Reply::AlarmHistory(Page::whole(Vec::new()))))
        }
        call => Ok(call),
    };
    let evidence = world.play(world.prepare(&world.scenarios(&["failure-iam"])).unwrap());
    assert_eq!(evidence.result(), DrillResult::Passed, "{:?}", played(&evidence, "failure-iam").verdicts);
    let changes = evidence.hops.iter().filter_map(|hop| match &hop.kind {
        HopKind::Transition { alarm, to, .. } if *alarm == AlertName::FAILURE_IAM => Some(*to),
        _ => None,
    });
    assert_eq!(changes.collect::<Vec<State>>(), [State::Alarm, State::Ok]);
}

/// Queues promise at least once: what comes again is the same message.
#[test]
fn a_message_that_comes_again_counts_once() {
    let mut world = World::new();
    world.session.way = |call| match call {
        Call::Sqs(SqsCall::DeleteMessage { .. }) => Err(Ok(Reply::Done)),
        call => Ok(call),
    };
    let evidence = world.play(world.prepare(&world.scenarios(&["failure-iam"])).unwrap());
    assert_eq!(evidence.result(), DrillResult::Passed, "{:?}", played(&evidence, "failure-iam").verdicts);
    assert_eq!(evidence.messages.len(), 1, "{:?}", evidence.messages);
}
