//! The contract on the simulated account: every case is as AWS, what is otherwise is told, and nothing is left.

mod support;

use rstest::rstest;
use signalarm_account::Setup;
use signalarm_alert::Place;
use signalarm_cloud::{
    Answer, Call, CloudTrailCall, CloudWatchCall, DescribeAlarms, FailureClass, IamCall, LogsCall, Refusal, Reply,
    S3Call, S3Operation, SnsCall, SqsCall,
};
use signalarm_deploy::Session;
use signalarm_drill::{Conduct, ContractRun, Subject, cases, contract, known_differences};

use support::{InMemory, Way};

const RETENTION: &str = "logs: PutRetentionPolicy of 100 days";

/// An empty account in a Region.
fn account_in(region: &'static str) -> InMemory {
    let place = Place { account: "111122223333".parse().unwrap(), region: region.parse().unwrap() };
    InMemory::new(Setup { place, seed: 1, start: "2026-11-23T10:00:00Z".parse().unwrap() }, region)
}

fn played(session: &mut InMemory, emulator: Option<Subject>) -> ContractRun {
    contract(session, emulator).unwrap_or_else(|error| panic!("{error}"))
}

fn subject(name: &str, version: &str, extension: bool) -> Subject {
    Subject { name: name.to_owned(), version: version.to_owned(), extension }
}

fn conduct<'r>(run: &'r ContractRun, name: &str) -> &'r Conduct {
    &run.cases.iter().find(|one| one.case.name == name).unwrap().conduct
}

#[rstest]
#[case("us-east-1")]
#[case("eu-west-1")]
#[case("cn-north-1")]
fn the_simulated_account_does_as_aws(#[case] region: &'static str) {
    let run = played(&mut account_in(region), None);
    let other = |run: &&signalarm_drill::CaseRun| run.conduct != Conduct::AsAws;
    let others: Vec<String> = run
        .cases
        .iter()
        .filter(other)
        .map(|one| format!("{}\n    aws:  {}\n    does: {}", one.case.name, one.case.aws, one.does))
        .collect();
    assert!(others.is_empty(), "{}", others.join("\n"));
    assert_eq!(run.left, Vec::<String>::new());
    assert!(run.passed());
    assert_eq!(run.found(), "");
    assert_eq!(run.cases.len(), cases().count());
}

/// Log events are kept for however many days somebody asks for.
fn any_retention(call: Call) -> Result<Call, Answer> {
    match call {
        Call::Logs(LogsCall::PutRetentionPolicy { retention_in_days: 100, .. }) => Err(Ok(Reply::Done)),
        call => Ok(call),
    }
}

#[test]
fn a_difference_is_known_unexpected_or_gone() {
    let lying = || InMemory { way: any_retention, ..account_in("us-east-1") };
    let unexpected = played(&mut lying(), None);
    assert_eq!(conduct(&unexpected, RETENTION), &Conduct::Unexpected(None));
    assert!(!unexpected.passed());

    let emulator = subject("localstack", "4.14.0", true);
    let run = played(&mut lying(), Some(emulator.clone()));
    assert_eq!(conduct(&run, RETENTION), &Conduct::Known);
    let rows = known_differences().iter().filter(|row| row.emulator == emulator && row.case != RETENTION);
    for row in rows {
        assert_eq!(conduct(&run, &row.case), &Conduct::Gone(&row.does), "{}", row.case);
    }
    let found: serde_json::Value = serde_json::from_str(&format!("[{}]", run.found())).unwrap();
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!((&found[0]["case"], &found[0]["does"]), (&RETENTION.into(), &"done".into()));
    assert_eq!((&found[0]["emulator"], &found[0]["extension"]), (&"localstack".into(), &true.into()));

    let honest = played(&mut account_in("us-east-1"), Some(emulator));
    assert_eq!(conduct(&honest, RETENTION), &Conduct::Gone("done"));
    assert!(!honest.passed(), "a difference that has gone is told, so that the table stays true");
}

#[test]
fn who_interrupts_leaves_nothing() {
    let calls_max = 20;
    let mut session = InMemory { calls_max, ..account_in("us-east-1") };
    let error = contract(&mut session, None).err().unwrap().to_string();
    assert!(error.starts_with("interrupted in the case “logs: "), "{error}");
    let made = session.calls.borrow().clone();
    let groups = made.iter().filter(|call| call.operation() == "CreateLogGroup").count();
    assert!(0 < groups && groups < calls_max);
    for look in made.iter().filter_map(look) {
        assert!(session.answer(look.clone()).is_err_and(|gone| gone.class() == FailureClass::NotFound), "{look:?}");
    }
}

fn not_implemented() -> Answer {
    Err(Refusal::service("InternalFailure", 501, "no").into())
}

/// Nothing can be asked: every case that looks at what it made ends there.
fn blind(call: Call) -> Result<Call, Answer> {
    let is_look = ["Describe", "Get", "List", "Receive"].iter().any(|word| call.operation().starts_with(word));
    let is_emptying = matches!(&call, Call::S3(_) | Call::Sts(_));
    if is_look && !is_emptying { Err(not_implemented()) } else { Ok(call) }
}

/// Whatever is made, nobody hears that it is. Trails of names that are none cannot be removed by them either.
fn making(call: &Call) -> bool {
    let operation = call.operation();
    let is_misnamed = matches!(call, Call::CloudTrail(CloudTrailCall::CreateTrail(trail)) if trail.name.contains(' '));
    ["Create", "PutMetric", "PutRole"].iter().any(|word| operation.starts_with(word)) && !is_misnamed
}

#[rstest]
#[case::honest(Ok, |_: &Call| false)]
#[case::blind(blind, |_: &Call| false)]
#[case::unanswered(Ok, making)]
#[case::lenient(any_retention, |_: &Call| false)]
fn nothing_is_left_behind(#[case] way: Way, #[case] is_lost: fn(&Call) -> bool) {
    let mut session = InMemory { way, is_lost, ..account_in("eu-west-1") };
    let run = played(&mut session, None);
    assert_eq!(run.left, Vec::<String>::new());
    let made = session.calls.take();
    session.way = Ok;
    session.is_lost = |_| false;
    let mut looked = 0;
    for call in made {
        let Some(look) = look(&call) else { continue };
        looked += 1;
        match session.answer(look) {
            Err(failure) => assert_eq!(failure.class(), FailureClass::NotFound, "{call:?}"),
            Ok(Reply::Alarms(alarms)) => assert_eq!(alarms, signalarm_cloud::DescribedAlarms::default(), "{call:?}"),
            Ok(Reply::Names(page)) => assert_eq!(page.items, Vec::<String>::new(), "{call:?}"),
            Ok(reply) => panic!("{call:?} left {reply:?}"),
        }
    }
    assert!(60 < looked, "{looked}");
}

/// Whether what a call makes is still there. What is refused by its name was never made.
fn look(call: &Call) -> Option<Call> {
    Some(match call.clone() {
        Call::Logs(LogsCall::CreateLogGroup { log_group_name, .. }) => {
            LogsCall::DescribeMetricFilters { log_group_name, next_token: None }.into()
        }
        Call::CloudWatch(CloudWatchCall::PutMetricAlarm(_) | CloudWatchCall::PutCompositeAlarm(_)) => {
            let alarm_types = vec![signalarm_cloud::AlarmType::Metric, signalarm_cloud::AlarmType::Composite];
            CloudWatchCall::DescribeAlarms(DescribeAlarms { alarm_types, ..DescribeAlarms::default() }).into()
        }
        Call::CloudWatch(CloudWatchCall::PutAlarmMuteRule(rule)) => {
            CloudWatchCall::ListAlarmMuteRules { alarm_name: rule.alarm_names[0].clone(), next_token: None }.into()
        }
        Call::Sns(SnsCall::CreateTopic { name, .. }) if !name.contains(' ') => {
            SnsCall::GetTopicAttributes { topic_arn: format!("arn:aws:sns:eu-west-1:111122223333:{name}") }.into()
        }
        Call::Sqs(SqsCall::CreateQueue { queue_name, .. }) => {
            SqsCall::ListQueues { queue_name_prefix: queue_name, next_token: None }.into()
        }
        Call::CloudTrail(CloudTrailCall::CreateTrail(trail)) if !trail.name.contains(' ') => {
            CloudTrailCall::GetTrail { name: trail.name }.into()
        }
        Call::Iam(IamCall::CreateRole { role_name, .. }) => IamCall::GetRole { role_name }.into(),
        Call::S3(S3Call { bucket, expected_bucket_owner, operation: S3Operation::CreateBucket { .. } }) => {
            S3Call { bucket, expected_bucket_owner, operation: S3Operation::HeadBucket }.into()
        }
        _ => return None,
    })
}
