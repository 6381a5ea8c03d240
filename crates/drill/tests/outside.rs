//! Scenarios seen from outside, on the simulated account: what can be judged is judged as from inside.

mod support;

use std::fs;

use rstest::rstest;
use signalarm_account::{Link, Setup};
use signalarm_alert::Config;
use signalarm_cloud::{
    Answer, Call, CloudWatchCall, DescribeAlarms, DescribedAlarms, FailureClass, LogsCall, Page, RejectedLogEvents,
    Reply, SnsCall, SqsCall,
};
use signalarm_deploy::Session;
use signalarm_drill::{Abilities, NoEars, Outside, Setting};
use signalarm_scenario::{Proof, Run, RunResult, Scenario, Simulator, Sources, read_scenario, run};
use signalarm_testkit::root;
use signalarm_time::Duration;

use support::{InMemory, Way};

/// The filter that the target tries out counts every log event, as on emulators that know no patterns.
fn every_log_event(call: Call) -> Result<Call, Answer> {
    match call {
        Call::Logs(LogsCall::PutMetricFilter(mut put)) if put.filter_name == "signalarm-probe" => {
            put.filter_pattern.clear();
            Ok(LogsCall::PutMetricFilter(put).into())
        }
        call => Ok(call),
    }
}

/// Log events come to nothing: no filter counts any.
fn no_log_event(call: Call) -> Result<Call, Answer> {
    match call {
        Call::Logs(LogsCall::PutLogEvents { .. }) => Err(Ok(Reply::RejectedLogEvents(RejectedLogEvents::default()))),
        call => Ok(call),
    }
}

/// Nobody can subscribe to anything: topics tell nobody.
fn no_subscription(call: Call) -> Result<Call, Answer> {
    match call {
        Call::Sns(SnsCall::Subscribe { .. }) => {
            Err(Ok(Reply::SubscriptionArn("arn:aws:sns:us-east-1:1:t:s".to_owned())))
        }
        Call::Sns(SnsCall::Unsubscribe { .. }) => Err(Ok(Reply::Done)),
        call => Ok(call),
    }
}

fn setting() -> Setting {
    Setting {
        name: "account",
        abilities: Abilities::AWS,
        shrink: 1,
        tolerance: Duration::MINUTE,
        wait_max: Duration::HOUR * 3,
        speaks_as_aws: true,
        run: "1".to_owned(),
    }
}

fn scenario(name: &str) -> Scenario {
    let folder = root().join("scenarios");
    let text = fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
    let files = |name: &str| fs::read(folder.join(name)).map_err(|error| error.to_string());
    let config = Config::default();
    let sources = Sources { config: &config, environment: &|_| None, files: &files };
    read_scenario(name, name, &text, sources).unwrap_or_else(|faulty| panic!("{faulty}"))
}

fn account(scenario: &Scenario) -> InMemory {
    let place = scenario.config.simulated_chain().place;
    let setup = Setup { place, seed: scenario.seed, start: scenario.start };
    InMemory::new(setup, "us-east-1")
}

fn played(scenario: &Scenario, session: &InMemory) -> Run {
    let mut outside = Outside::new(Box::new(session.clone()), Box::new(NoEars), setting());
    run(scenario, &mut outside).unwrap_or_else(|error| panic!("{}: {error}", scenario.name))
}

/// The scenarios that stand at the top.
fn names() -> Vec<String> {
    let entries = fs::read_dir(root().join("scenarios")).unwrap();
    let name = |file: &str| Some(file.strip_suffix(".toml")?.to_owned());
    let mut names: Vec<String> = entries.filter_map(|entry| name(entry.unwrap().file_name().to_str()?)).collect();
    names.sort();
    names
}

#[test]
fn what_can_be_judged_outside_is_judged_as_inside() {
    let mut proved = Vec::new();
    for name in names() {
        let scenario = scenario(&name);
        let inside = run(&scenario, &mut Simulator::for_scenario(&scenario).unwrap()).unwrap();
        let outside = played(&scenario, &account(&scenario));
        for (inside, outside) in inside.verdicts.iter().zip(&outside.verdicts) {
            assert!(outside.differs().is_none(), "{name}: {outside:?}");
            assert!(inside.differs().is_none(), "{name}");
        }
        if outside.result() == RunResult::Passed {
            proved.push(name);
        }
    }
    assert!(8 <= proved.len(), "{proved:?}");
}

#[test]
fn nothing_is_left_behind() {
    let scenario = scenario("all-four");
    let mut session = account(&scenario);
    assert_eq!(played(&scenario, &session).result(), RunResult::Passed);
    let mut ask = |call: Call| session.answer(call).unwrap();
    let alarms = ask(CloudWatchCall::DescribeAlarms(DescribeAlarms::default()).into());
    assert_eq!(alarms, Reply::Alarms(DescribedAlarms::default()));
    let none = Reply::Names(Page::whole(Vec::new()));
    assert_eq!(ask(SqsCall::ListQueues { queue_name_prefix: "signalarm".to_owned(), next_token: None }.into()), none);
    let groups = LogsCall::DescribeLogGroups { log_group_name_prefix: String::new(), next_token: None };
    assert_eq!(ask(groups.into()), Reply::LogGroups(Page::whole(Vec::new())));
    let topic_arn = scenario.config.simulated_chain().place.topic_arn("signin-console-failure-iam");
    let topic = session.answer(SnsCall::GetTopicAttributes { topic_arn }.into());
    assert!(topic.is_err_and(|failure| failure.class() == FailureClass::NotFound));
}

fn proof(run: &Run, link: Link) -> Option<bool> {
    let found = run.links.iter().find(|proof| proof.link == link)?;
    Some(matches!(found.proof, Proof::Proved(_)))
}

/// Where filters do not tell log events apart, alarms and topics are proved with samples, and the filter is not.
#[rstest]
#[case::honest(Ok, true)]
#[case::every(every_log_event, false)]
#[case::none(no_log_event, false)]
fn a_record_that_must_stay_silent_tells_what_filters_are_worth(#[case] way: Way, #[case] is_proved: bool) {
    let scenario = scenario("success-iam");
    let run = played(&scenario, &InMemory { way, ..account(&scenario) });
    assert_eq!(run.result(), RunResult::Passed, "{:?}", run.verdicts);
    assert_eq!(proof(&run, Link::Filter), Some(is_proved));
    assert_eq!(proof(&run, Link::Alarm), Some(true));
    assert_eq!(proof(&run, Link::Topic), Some(true));
    assert_eq!(proof(&run, Link::Trail), Some(false));
    assert_eq!(proof(&run, Link::Subscription), Some(false));
}

#[test]
fn topics_that_tell_nobody_differ() {
    let scenario = scenario("success-iam");
    let run = played(&scenario, &InMemory { way: no_subscription, ..account(&scenario) });
    assert_eq!(run.result(), RunResult::Differs);
    assert_eq!(proof(&run, Link::Topic), None);
}
