//! The probe on the simulated account, and on accounts that are otherwise: it finds what they can do, and leaves nothing.

mod support;

use std::collections::BTreeSet;

use rstest::rstest;
use signalarm_account::{Setup, What};
use signalarm_alert::Place;
use signalarm_cloud::{
    AlarmType, Answer, Call, CloudWatchCall, DescribeAlarms, DescribedAlarms, LogsCall, Page, Refusal,
    RejectedLogEvents, Reply, SnsCall, SqsCall,
};
use signalarm_deploy::Session;
use signalarm_drill::{
    Abilities, Accounts, Alarms, Difference, Ears, Filters, NoEars, Probing, Shown, compare, known, probe,
};
use signalarm_notification::{Endpoint, Protocol};
use signalarm_time::Duration;

use support::{InMemory, Way};

const ACCOUNT: &str = "111122223333";

fn account() -> InMemory {
    let place = Place { account: ACCOUNT.parse().unwrap(), region: "eu-west-1".parse().unwrap() };
    InMemory::new(Setup { place, seed: 1, start: "2026-11-23T10:00:00Z".parse().unwrap() }, "eu-west-1")
}

fn how(access_key: &str, period: Duration) -> Probing<'_> {
    Probing { run: "7", access_key, period }
}

fn probed(session: &mut InMemory, period: Duration) -> Abilities {
    probe(session, None, how("test", period)).unwrap_or_else(|error| panic!("{error}"))
}

/// Nothing of a probe is there any more.
fn check_clean(session: &mut InMemory) {
    session.way = Ok;
    let alarm_types = vec![AlarmType::Metric, AlarmType::Composite];
    let alarms = CloudWatchCall::DescribeAlarms(DescribeAlarms { alarm_types, ..DescribeAlarms::default() });
    assert_eq!(session.answer(alarms.into()), Ok(Reply::Alarms(DescribedAlarms::default())));
    let groups = LogsCall::DescribeLogGroups { log_group_name_prefix: String::new(), next_token: None };
    assert_eq!(session.answer(groups.into()), Ok(Reply::LogGroups(Page::whole(Vec::new()))));
    let queues = SqsCall::ListQueues { queue_name_prefix: String::new(), next_token: None };
    assert_eq!(session.answer(queues.into()), Ok(Reply::Names(Page::whole(Vec::new()))));
    let rules = CloudWatchCall::ListAlarmMuteRules { alarm_name: "signalarm-probe-7".to_owned(), next_token: None };
    assert_eq!(session.answer(rules.into()), Ok(Reply::Names(Page::whole(Vec::new()))));
    let topic_arn = format!("arn:aws:sns:eu-west-1:{ACCOUNT}:signalarm-probe-7");
    assert!(session.answer(SnsCall::GetTopicAttributes { topic_arn }.into()).is_err());
}

#[rstest]
#[case(Duration::MINUTE)]
#[case(Duration::from_secs(10))]
fn the_simulated_account_can_do_what_aws_can(#[case] period: Duration) {
    let mut session = account();
    assert_eq!(probed(&mut session, period), Abilities::AWS);
    check_clean(&mut session);
}

#[test]
fn an_access_key_that_is_the_account_is_told_from_one_that_is_not() {
    let accounts = |key: &str| {
        let mut session = account();
        probe(&mut session, None, how(key, Duration::MINUTE)).unwrap().accounts
    };
    assert_eq!(accounts(ACCOUNT), Accounts::ByAccessKey);
    assert_eq!(accounts("444455556666"), Accounts::One);
}

fn not_implemented<T>() -> Result<T, Answer> {
    Err(Err(Refusal::service("InternalFailure", 501, "no").into()))
}

fn no_trail(call: Call) -> Result<Call, Answer> {
    if matches!(call, Call::CloudTrail(_)) { not_implemented() } else { Ok(call) }
}

fn no_test(call: Call) -> Result<Call, Answer> {
    if matches!(call, Call::Logs(LogsCall::TestMetricFilter { .. })) { not_implemented() } else { Ok(call) }
}

/// A stub: nothing matches.
fn stub_test(call: Call) -> Result<Call, Answer> {
    match call {
        Call::Logs(LogsCall::TestMetricFilter { .. }) => Err(Ok(Reply::Matches(Vec::new()))),
        call => Ok(call),
    }
}

fn every_log_event(call: Call) -> Result<Call, Answer> {
    match call {
        Call::Logs(LogsCall::PutMetricFilter(mut put)) => {
            put.filter_pattern.clear();
            Ok(LogsCall::PutMetricFilter(put).into())
        }
        call => Ok(call),
    }
}

fn no_log_event(call: Call) -> Result<Call, Answer> {
    match call {
        Call::Logs(LogsCall::PutLogEvents { .. }) => Err(Ok(Reply::RejectedLogEvents(RejectedLogEvents::default()))),
        call => Ok(call),
    }
}

fn no_default(call: Call) -> Result<Call, Answer> {
    match call {
        Call::Logs(LogsCall::PutMetricFilter(mut put)) => {
            put.metric_transformations[0].default_value = None;
            Ok(LogsCall::PutMetricFilter(put).into())
        }
        call => Ok(call),
    }
}

fn no_rules(call: Call) -> Result<Call, Answer> {
    let is_rule = call.operation().contains("MuteRule");
    if is_rule { not_implemented() } else { Ok(call) }
}

/// Alarms have no actions.
fn no_actions(call: Call) -> Result<Call, Answer> {
    match call {
        Call::CloudWatch(CloudWatchCall::PutMetricAlarm(mut put)) => {
            put.alarm_actions.clear();
            Ok(CloudWatchCall::PutMetricAlarm(put).into())
        }
        call => Ok(call),
    }
}

/// Queues are empty.
fn no_queues(call: Call) -> Result<Call, Answer> {
    match call {
        Call::Sqs(SqsCall::ReceiveMessage { .. }) => Err(Ok(Reply::QueueMessages(Vec::new()))),
        call => Ok(call),
    }
}

/// Samples come to nothing.
fn no_samples(call: Call) -> Result<Call, Answer> {
    match call {
        Call::CloudWatch(CloudWatchCall::PutMetricData { .. }) => Err(Ok(Reply::Done)),
        call => Ok(call),
    }
}

/// Gaps are not looked at.
fn no_gaps(call: Call) -> Result<Call, Answer> {
    match call {
        Call::CloudWatch(CloudWatchCall::PutMetricAlarm(mut put)) => {
            put.treat_missing_data = Some("ignore".to_owned());
            Ok(CloudWatchCall::PutMetricAlarm(put).into())
        }
        call => Ok(call),
    }
}

#[rstest]
#[case(no_trail, Abilities { cloudtrail: false, ..Abilities::AWS })]
#[case(no_test, Abilities { test_metric_filter: false, ..Abilities::AWS })]
#[case(stub_test, Abilities { test_metric_filter: false, ..Abilities::AWS })]
#[case(every_log_event, Abilities { filters: Filters::EveryLogEvent, default_values: false, ..Abilities::AWS })]
#[case(no_log_event, Abilities { filters: Filters::Nothing, default_values: false, ..Abilities::AWS })]
#[case(no_default, Abilities { default_values: false, ..Abilities::AWS })]
#[case(no_rules, Abilities { mute_rules: false, ..Abilities::AWS })]
#[case(no_actions, Abilities { alarm_actions: false, ..Abilities::AWS })]
#[case(no_queues, Abilities { queues: false, alarm_actions: false, ..Abilities::AWS })]
#[case(no_samples, Abilities { alarms: Alarms::Never, ..Abilities::AWS })]
#[case(no_gaps, Abilities { alarms: Alarms::OnSamples, ..Abilities::AWS })]
fn what_an_account_cannot_do_is_found(#[case] way: Way, #[case] expected: Abilities) {
    let mut session = InMemory { way, ..account() };
    assert_eq!(probed(&mut session, Duration::MINUTE), expected);
    check_clean(&mut session);
}

/// Pages that show what subscribers of some protocols are told, as soon as an alarm tells the queue.
struct Pages {
    session: InMemory,
    shows: BTreeSet<Protocol>,
    /// Which alarm they show; `None`: the one that told.
    alarm: Option<&'static str>,
    seen: usize,
}

impl Ears for Pages {
    fn protocols(&self) -> BTreeSet<Protocol> {
        BTreeSet::from([Protocol::Sms, Protocol::Email, Protocol::Https])
    }

    fn stand_in(&mut self, endpoint: &Endpoint) -> Option<Endpoint> {
        (endpoint.protocol() == Protocol::Email).then(|| Endpoint::Email("stand-in@example.com".parse().unwrap()))
    }

    fn hear(&mut self) -> Result<Vec<Shown>, String> {
        let account = self.session.account.borrow();
        let new = &account.journal()[self.seen..];
        let told = new.iter().filter_map(|happening| match &happening.what {
            What::Notified { alarm, .. } => Some(self.alarm.unwrap_or(alarm)),
            _ => None,
        });
        let text = |alarm: &str| format!("ALARM: \"{alarm}\" in EU (Ireland)");
        let endpoint = |protocol: &Protocol| match protocol {
            Protocol::Sms => Endpoint::Sms("+12025550199".parse().unwrap()),
            _ => Endpoint::Email("stand-in@example.com".parse().unwrap()),
        };
        let show = |alarm: &str| -> Vec<Shown> {
            self.shows.iter().map(|protocol| Shown { endpoint: endpoint(protocol), text: text(alarm) }).collect()
        };
        let shown = told.flat_map(show).collect();
        self.seen = account.journal().len();
        Ok(shown)
    }
}

#[rstest]
#[case(&[Protocol::Sms, Protocol::Email], None, (true, true))]
#[case(&[Protocol::Sms], None, (true, false))]
#[case(&[Protocol::Email], None, (false, true))]
#[case(&[], None, (false, false))]
#[case(&[Protocol::Sms, Protocol::Email], Some("another"), (false, false))]
fn pages_are_looked_at(
    #[case] shows: &[Protocol],
    #[case] alarm: Option<&'static str>,
    #[case] (sms_page, mail_page): (bool, bool),
) {
    let mut session = account();
    let shows = shows.iter().copied().collect();
    let mut pages = Pages { session: session.clone(), shows, alarm, seen: 0 };
    let found = probe(&mut session, Some(&mut pages), how("test", Duration::MINUTE)).unwrap();
    assert_eq!(found, Abilities { sms_page, mail_page, ..Abilities::AWS });
    check_clean(&mut session);
    let calls = session.calls.borrow();
    let subscribed = calls.iter().filter_map(|call| match call {
        Call::Sns(SnsCall::Subscribe { endpoint, .. }) => Some(endpoint.as_str()),
        _ => None,
    });
    let subscribed: Vec<&str> = subscribed.filter(|endpoint| !endpoint.starts_with("arn:")).collect();
    assert_eq!(subscribed, ["+12025550123", "stand-in@example.com"]);
}

#[test]
fn without_pages_nothing_is_shown() {
    let mut session = account();
    let found = probe(&mut session, Some(&mut NoEars), how("test", Duration::MINUTE)).unwrap();
    assert_eq!(found, Abilities::AWS);
}

fn denied(call: Call) -> Result<Call, Answer> {
    match call {
        Call::CloudWatch(CloudWatchCall::PutMetricData { .. }) => {
            Err(Err(Refusal::service("AccessDenied", 403, "no").into()))
        }
        call => Ok(call),
    }
}

fn kept(call: Call) -> Result<Call, Answer> {
    match call {
        Call::Sns(SnsCall::DeleteTopic { .. }) => Err(Err(Refusal::service("AuthorizationError", 403, "no").into())),
        call => Ok(call),
    }
}

#[test]
fn an_error_leaves_nothing_and_what_is_left_is_an_error() {
    let error = |session: &mut InMemory| probe(session, None, how("test", Duration::MINUTE)).unwrap_err().to_string();
    let mut session = InMemory { way: denied, ..account() };
    assert_eq!(error(&mut session), "PutMetricData refused: AccessDenied");
    check_clean(&mut session);
    assert_eq!(
        error(&mut InMemory { way: kept, ..account() }),
        "not everything could be removed: signalarm-probe-7: DeleteTopic: AuthorizationError: no"
    );
}

#[test]
fn who_interrupts_leaves_nothing() {
    for calls_max in [5, 20, 60] {
        let mut session = InMemory { way: no_samples, calls_max, ..account() };
        let error = probe(&mut session, None, how("test", Duration::MINUTE)).unwrap_err();
        assert_eq!(error.to_string(), "interrupted");
        assert!(session.calls.borrow().len() < calls_max + 20, "it ends soon");
        check_clean(&mut session);
    }
}

#[test]
fn a_table_that_is_out_of_date_is_told() {
    let row = known("ministack", "1.5.33", false).unwrap();
    assert_eq!(compare(row, &row.abilities), []);
    let found = Abilities { test_metric_filter: true, filters: Filters::ByPattern, ..row.abilities };
    let expected = [
        Difference { ability: "test-metric-filter", table: "no", found: "yes" },
        Difference { ability: "filters", table: "nothing", found: "by pattern" },
    ];
    assert_eq!(compare(row, &found), expected);
}
