//! What is wrong outside the chain, and what comes later than it should.

use rstest::rstest;
use signalarm_account::{Account, Conditions, Link, Loss, RECORD_BYTES_MAX, What, WhyUnnotified};
use signalarm_cloud::{
    CloudTrailCall, CloudWatchCall, DescribeAlarmHistory, LogsCall, PutMetricAlarm, Reply, SetAlarmState, SnsCall,
};
use signalarm_event::Record;
use signalarm_notification::Endpoint;
use signalarm_time::Duration;

use crate::support::{account, account_for_trail, alarm, check_refused, create, create_topic, pass, start, trail};

const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:t";

fn logging() -> Account {
    let mut account = account_for_trail();
    account.answer(create(trail())).unwrap();
    account.answer(CloudTrailCall::StartLogging { name: "events".to_owned() }).unwrap();
    pass(&mut account, 60);
    account
}

fn record(padding: usize) -> Record {
    let padding = "x".repeat(padding);
    let text = format!(
        r#"{{"eventTime":"2026-11-23T10:00:00Z","eventName":"n","eventSource":"s","awsRegion":"eu-west-1","p":"{padding}"}}"#
    );
    Record::parse(&text).unwrap()
}

/// What comes of a record within 100 s; `None`: nothing.
fn delivered(account: &mut Account, record: Record) -> Option<Result<(), Loss>> {
    let told = account.journal().len() + 1;
    account.record(record, Some(Duration::from_secs(100)));
    pass(account, 100);
    match &account.journal().get(told)?.what {
        What::Delivered { .. } => Some(Ok(())),
        What::NotRecorded { why, .. } => Some(Err(*why)),
        other => panic!("{other:?}"),
    }
}

/// CloudWatch Logs API Reference, *PutLogEvents*: two hours ahead, 14 days back.
#[rstest]
#[case(7_200, 0, true)]
#[case(7_201, 0, false)]
#[case(7_201, 1, true)]
#[case(0, 1_209_600, true)]
#[case(0, 1_209_601, false)]
fn log_events_are_taken_from_two_weeks_ago_to_two_hours_ahead(
    #[case] ahead: u64,
    #[case] behind: u64,
    #[case] is_taken: bool,
) {
    let mut account = logging();
    let (clock_ahead, clock_behind) = (Duration::from_secs(ahead), Duration::from_secs(behind));
    account.set_conditions(Conditions { clock_ahead, clock_behind, ..Conditions::default() });
    let found = delivered(&mut account, record(0)).unwrap();
    assert_eq!(found.map_err(|loss| loss.link), if is_taken { Ok(()) } else { Err(Link::LogGroup) });
}

/// CloudTrail User Guide, *Sending events to CloudWatch Logs*: not above 256 KB.
#[test]
fn a_record_goes_to_the_log_group_up_to_its_limit() {
    let (mut account, frame) = (logging(), record(0).text().len());
    assert_eq!(delivered(&mut account, record(RECORD_BYTES_MAX - frame)), Some(Ok(())));
    let lost = delivered(&mut account, record(RECORD_BYTES_MAX - frame + 1)).unwrap().unwrap_err();
    assert_eq!(lost.link, Link::LogGroup);
    assert!(account.told_records().last().is_some_and(|(_, told)| !told.captured && told.loss == Some(lost)));
}

#[test]
fn what_waits_for_a_throttled_log_group_comes_when_that_is_over() {
    let mut account = logging();
    account.set_conditions(Conditions { put_log_events_throttled: true, ..Conditions::default() });
    assert_eq!(delivered(&mut account, record(0)), None);
    let error = |account: &mut Account| match account
        .answer(CloudTrailCall::GetTrailStatus { name: "events".to_owned() })
        .unwrap()
    {
        Reply::TrailStatus(status) => status.latest_cloud_watch_logs_delivery_error,
        other => panic!("{other:?}"),
    };
    assert_eq!(error(&mut account).as_deref(), Some("ThrottlingException"));
    assert!(account.told_records().all(|(_, told)| told.loss.is_some_and(|loss| loss.link == Link::LogGroup)));
    account.set_conditions(Conditions::default());
    pass(&mut account, 0);
    assert!(matches!(account.journal().last().unwrap().what, What::Delivered { copy: 1, .. }));
    assert_eq!(error(&mut account), None);
    assert!(account.told_records().all(|(_, told)| told.loss.is_none()));
}

/// CloudWatch Logs User Guide, *Log classes*.
#[test]
fn a_log_group_of_infrequent_access_takes_no_filter() {
    let mut account = account();
    account.create_infrequent_access_log_group(&"g".parse().unwrap()).unwrap();
    let filter = signalarm_cloud::PutMetricFilter {
        log_group_name: "g".to_owned(),
        filter_name: "f".to_owned(),
        filter_pattern: String::new(),
        metric_transformations: vec![signalarm_cloud::MetricTransformation {
            metric_name: "m".to_owned(),
            metric_namespace: "n".to_owned(),
            metric_value: "1".to_owned(),
            default_value: None,
            unit: None,
            dimensions: Vec::new(),
        }],
    };
    check_refused(&mut account, LogsCall::PutMetricFilter(Box::new(filter)), "InvalidParameterException 400");
    let listed = account
        .answer(LogsCall::DescribeLogGroups { log_group_name_prefix: "g".to_owned(), next_token: None })
        .unwrap();
    assert!(matches!(listed, Reply::LogGroups(page) if !page.items[0].is_standard_class));
}

fn mail() -> Endpoint {
    Endpoint::Email("you@example.com".parse().unwrap())
}

/// An alarm that stays in the state that it is put into, with a topic and one mail subscriber.
fn alarming() -> Account {
    let mut account = account();
    create_topic(&mut account, "t");
    let (protocol, endpoint) = ("email".to_owned(), mail().to_string());
    account.answer(SnsCall::Subscribe { topic_arn: TOPIC.to_owned(), protocol, endpoint }).unwrap();
    account.confirm_subscription(TOPIC, &mail()).unwrap();
    let alarm = PutMetricAlarm {
        treat_missing_data: Some("ignore".to_owned()),
        alarm_actions: vec![TOPIC.to_owned()],
        ..alarm("a")
    };
    account.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm))).unwrap();
    account
}

fn put_into(account: &mut Account, state: &str) {
    let state = SetAlarmState {
        alarm_name: "a".to_owned(),
        state_value: state.to_owned(),
        state_reason: String::new(),
        state_reason_data: None,
    };
    account.answer(CloudWatchCall::SetAlarmState(state)).unwrap();
}

/// The seconds since the beginning at which a mail was sent.
fn mails(account: &Account) -> Vec<u64> {
    let sent = |what: &What| matches!(what, What::Notified { .. });
    let happened = account.journal().iter().filter(|happening| sent(&happening.what));
    happened.map(|happening| happening.at.since(start()).as_secs()).collect()
}

/// SNS Developer Guide, *Message delivery retries*: of a mail at 0, 10, 20, 30, 50, 90, 170 s and so on.
#[test]
fn a_mail_comes_by_the_first_attempt_that_is_taken() {
    let mut account = alarming();
    let bounces = Conditions { unreachable: [mail()].into(), ..Conditions::default() };
    account.set_conditions(bounces.clone());
    put_into(&mut account, "ALARM");
    assert!(matches!(
        account.journal().last().unwrap().what,
        What::Unnotified { why: WhyUnnotified::NotTaken { .. }, .. }
    ));
    pass(&mut account, 40);
    account.set_conditions(Conditions::default());
    pass(&mut account, 5);
    account.set_conditions(bounces);
    pass(&mut account, 15);
    assert!(mails(&account).is_empty(), "it was gone again at 50 s");
    account.set_conditions(Conditions::default());
    pass(&mut account, 3_600);
    assert_eq!(mails(&account), [90], "and is told once");
}

/// CloudWatch User Guide, *Alarm mute rules*.
#[test]
fn muted_actions_run_at_the_end_if_the_state_still_holds() {
    let minutes = |minutes: u32| start() + Duration::MINUTE * minutes;
    let mut account = alarming();
    account.mute_alarm("a", minutes(10)).unwrap();
    put_into(&mut account, "ALARM");
    pass(&mut account, 599);
    assert!(mails(&account).is_empty());
    pass(&mut account, 1);
    assert_eq!(mails(&account), [600]);
    let What::Notified { message, .. } = &account.journal().last().unwrap().what else { panic!("no mail") };
    assert!(message.after_mute_window && message.at == start(), "it tells when the state was entered");
    let history = CloudWatchCall::DescribeAlarmHistory(DescribeAlarmHistory::default());
    let Ok(Reply::AlarmHistory(page)) = account.answer(history) else { panic!("no history") };
    assert_eq!(page.items[0].item.data["muteWindowEndTimestamp"], minutes(10).as_millis());

    account.mute_alarm("a", minutes(30)).unwrap();
    put_into(&mut account, "OK");
    put_into(&mut account, "ALARM");
    put_into(&mut account, "OK");
    pass(&mut account, 3_600);
    assert_eq!(mails(&account), [600], "it was in OK at the end");

    account.mute_alarm("a", minutes(200)).unwrap();
    put_into(&mut account, "ALARM");
    account.unmute_alarm("a").unwrap();
    assert_eq!(mails(&account), [600, 4_200], "the end of the rule is the end of the mute");
    account.mute_alarm("a", minutes(300)).unwrap();
    put_into(&mut account, "OK");
    put_into(&mut account, "ALARM");
    account.answer(CloudWatchCall::DeleteAlarms(vec!["a".to_owned()])).unwrap();
    pass(&mut account, 36_000);
    assert_eq!(mails(&account).len(), 2, "nothing is left of a deleted alarm");
    assert!(account.mute_alarm("a", minutes(999)).is_err() && account.unmute_alarm("a").is_err());
}

/// What a filter was like when a record came is known after it, and its log group, are gone.
#[test]
fn why_a_record_did_not_match_is_told_of_the_filter_that_was() {
    let mut account = logging();
    let put = |account: &mut Account, pattern: &str| {
        let transformation = signalarm_cloud::MetricTransformation {
            metric_name: "m".to_owned(),
            metric_namespace: "n".to_owned(),
            metric_value: "1".to_owned(),
            default_value: None,
            unit: None,
            dimensions: Vec::new(),
        };
        let filter = signalarm_cloud::PutMetricFilter {
            log_group_name: "g".to_owned(),
            filter_name: "f".to_owned(),
            filter_pattern: pattern.to_owned(),
            metric_transformations: vec![transformation],
        };
        account.answer(LogsCall::PutMetricFilter(Box::new(filter))).unwrap();
    };
    let mut expected = Vec::new();
    let mut come = |account: &mut Account, why: &str| {
        assert_eq!(delivered(account, record(0)), Some(Ok(())));
        expected.push(why.to_owned());
    };
    come(&mut account, "there was no metric filter f when the record arrived");
    put(&mut account, r#"{ $.a = "1" }"#);
    come(&mut account, r#"$.a is absent, the pattern asks for = "1""#);
    put(&mut account, r#"{ $.b = "1" }"#);
    come(&mut account, r#"$.b is absent, the pattern asks for = "1""#);
    let (log_group_name, filter_name) = ("g".to_owned(), "f".to_owned());
    account.answer(LogsCall::DeleteMetricFilter { log_group_name: log_group_name.clone(), filter_name }).unwrap();
    come(&mut account, "there was no metric filter f when the record arrived");
    put(&mut account, r#"{ $.c = "1" }"#);
    come(&mut account, r#"$.c is absent, the pattern asks for = "1""#);
    account.answer(LogsCall::DeleteLogGroup { log_group_name: log_group_name.clone() }).unwrap();
    account.answer(LogsCall::CreateLogGroup { log_group_name, tags: Vec::new() }).unwrap();
    come(&mut account, "there was no metric filter f when the record arrived");
    put(&mut account, r#"{ $.d = "1" }"#);
    come(&mut account, r#"$.d is absent, the pattern asks for = "1""#);
    let indices: Vec<_> = account.told_records().map(|(index, _)| index).collect();
    let found: Vec<String> = indices.into_iter().map(|index| account.why_unmatched("f", index).join("; ")).collect();
    assert_eq!(found, expected);
}
