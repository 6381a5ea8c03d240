//! CloudWatch Logs: log streams, what is put into them, and who reads along.

use rstest::rstest;
use signalarm_account::{Account, Conditions, Fate, What};
use signalarm_alarm::State;
use signalarm_cloud::{
    Call, CloudTrailCall, CloudWatchCall, InputLogEvent, LogsCall, MetricTransformation, Page, PutMetricAlarm,
    PutMetricFilter, RejectedLogEvents, Reply,
};
use signalarm_time::{Duration, Timestamp};

use crate::support::{
    account, account_for_trail, alarm, check_refused, create, create_log_group, create_log_stream, pass, start, trail,
};

const DAY: i64 = 86_400;

/// A log event so many seconds from the beginning.
fn event(seconds: i64, message: &str) -> InputLogEvent {
    let length = Duration::from_secs(seconds.unsigned_abs());
    let timestamp = if seconds < 0 { start() - length } else { start() + length };
    InputLogEvent { timestamp, message: message.to_owned() }
}

fn put(log_group: &str, stream: &str, log_events: Vec<InputLogEvent>) -> Call {
    let (log_group_name, log_stream_name) = (log_group.to_owned(), stream.to_owned());
    LogsCall::PutLogEvents { log_group_name, log_stream_name, log_events }.into()
}

fn stream_call(log_group: &str, stream: &str) -> Call {
    LogsCall::CreateLogStream { log_group_name: log_group.to_owned(), log_stream_name: stream.to_owned() }.into()
}

fn delete(log_group: &str, stream: &str) -> Call {
    LogsCall::DeleteLogStream { log_group_name: log_group.to_owned(), log_stream_name: stream.to_owned() }.into()
}

fn streams(log_group: &str, prefix: &str, next_token: Option<String>) -> Call {
    let (log_group_name, log_stream_name_prefix) = (log_group.to_owned(), prefix.to_owned());
    LogsCall::DescribeLogStreams { log_group_name, log_stream_name_prefix, next_token }.into()
}

fn readers(log_group: &str, next_token: Option<String>) -> Call {
    LogsCall::DescribeSubscriptionFilters { log_group_name: log_group.to_owned(), next_token }.into()
}

fn listed(account: &mut Account, call: Call) -> Page<String> {
    match account.answer(call) {
        Ok(Reply::Names(page)) => page,
        other => panic!("{other:?}"),
    }
}

fn with_stream() -> Account {
    let mut account = account();
    create_log_group(&mut account, "g");
    create_log_stream(&mut account, "g", "s");
    account
}

#[rstest]
#[case(stream_call("none", "s"), "ResourceNotFoundException 400")]
#[case(stream_call("g", "s"), "ResourceAlreadyExistsException 400: The specified log stream already exists")]
#[case(stream_call("g", ""), "InvalidParameterException 400")]
#[case(stream_call("g", "a:b"), "InvalidParameterException 400")]
#[case(stream_call("g", "a*b"), "InvalidParameterException 400")]
#[case(stream_call("g", &"s".repeat(513)), "InvalidParameterException 400")]
#[case(streams("none", "", None), "ResourceNotFoundException 400")]
#[case(streams("g", "", Some("t".to_owned())), "InvalidParameterException 400: The specified nextToken is invalid.")]
#[case(delete("none", "s"), "ResourceNotFoundException 400")]
#[case(delete("g", "none"), "ResourceNotFoundException 400: The specified log stream does not exist.")]
#[case(readers("none", None), "ResourceNotFoundException 400")]
#[case(readers("g", Some("t".to_owned())), "InvalidParameterException 400: The specified nextToken is invalid.")]
#[case(put("none", "s", vec![event(0, "x")]), "ResourceNotFoundException 400")]
#[case(put("g", "none", vec![event(0, "x")]), "ResourceNotFoundException 400: The specified log stream does not exist.")]
#[case(put("g", "s", Vec::new()), "InvalidParameterException 400")]
#[case(put("g", "s", vec![event(0, "")]), "InvalidParameterException 400: 1 validation error detected")]
#[case(put("g", "s", vec![event(0, "x"); 10_001]), "InvalidParameterException 400")]
#[case(put("g", "s", vec![event(1, "x"), event(0, "x")]),
    "InvalidParameterException 400: Log events in a single PutLogEvents request must be in chronological order.")]
#[case(put("g", "s", vec![event(-DAY - 1, "x"), event(0, "x")]),
    "InvalidParameterException 400: The batch of log events in a single PutLogEvents request cannot span more than 24 hours.")]
#[case(put("g", "s", vec![event(0, &"x".repeat(1_048_577))]), "InvalidParameterException 400: log event 0")]
#[case(put("g", "s", vec![event(0, &"x".repeat(524_263)); 2]), "InvalidParameterException 400: a batch of 1048578 bytes")]
fn log_streams_are_refused(#[case] call: Call, #[case] expected: &str) {
    let mut account = with_stream();
    check_refused(&mut account, call, expected);
    assert_eq!(listed(&mut account, streams("g", "", None)), Page::whole(vec!["s".to_owned()]));
    assert_eq!(stored_bytes(&mut account), 0);
}

fn stored_bytes(account: &mut Account) -> i64 {
    let call = LogsCall::DescribeLogGroups { log_group_name_prefix: "g".to_owned(), next_token: None };
    match account.answer(call) {
        Ok(Reply::LogGroups(page)) => page.items[0].stored_bytes,
        other => panic!("{other:?}"),
    }
}

#[test]
fn log_streams_come_fifty_a_page_and_go_with_what_they_hold() {
    let mut account = with_stream();
    let name = |n: usize| format!("a{n:03}");
    (0..60).for_each(|n| create_log_stream(&mut account, "g", &name(n)));
    let first = listed(&mut account, streams("g", "a", None));
    let second = listed(&mut account, streams("g", "a", first.next_token.clone()));
    assert_eq!([first.items, second.items].concat(), (0..60).map(name).collect::<Vec<_>>());
    check_refused(&mut account, streams("g", "", first.next_token), "InvalidParameterException 400");
    account.answer(put("g", "s", vec![event(0, "four")])).unwrap();
    account.answer(put("g", "a000", vec![event(0, "é")])).unwrap();
    assert_eq!(stored_bytes(&mut account), 30 + 28);
    account.answer(delete("g", "s")).unwrap();
    assert_eq!(stored_bytes(&mut account), 28);
    check_refused(&mut account, put("g", "s", vec![event(0, "x")]), "ResourceNotFoundException 400");
    create_log_stream(&mut account, "g", "s");
}

/// CloudTrail makes its own log stream when a trail is given the log group, and again when it delivers.
#[test]
fn a_trail_has_a_log_stream() {
    let mut account = account_for_trail();
    account.answer(create(trail())).unwrap();
    let own = "111122223333_CloudTrail_eu-west-1";
    assert_eq!(listed(&mut account, streams("g", "", None)), Page::whole(vec![own.to_owned()]));
    account.answer(delete("g", own)).unwrap();
    account.answer(CloudTrailCall::StartLogging { name: "events".to_owned() }).unwrap();
    account.set_activity(Some(Duration::MINUTE));
    pass(&mut account, 300);
    // A look ends what is passed over: a copy looks.
    assert_eq!(listed(&mut account.clone(), streams("g", "", None)), Page::whole(Vec::new()));
    pass(&mut account, 300);
    assert_eq!(listed(&mut account, streams("g", "", None)), Page::whole(vec![own.to_owned()]));
}

/// CloudWatch Logs API Reference, *PutLogEvents*, *RejectedLogEventsInfo*.
#[rstest]
#[case(&[-14 * DAY - 2, -14 * DAY - 1, -14 * DAY], None, RejectedLogEvents { too_old_end_index: Some(2), ..RejectedLogEvents::default() }, 1)]
#[case(&[0, 7_200, 7_201], None, RejectedLogEvents { too_new_start_index: Some(2), ..RejectedLogEvents::default() }, 2)]
#[case(&[-DAY - 1, -DAY], Some(1), RejectedLogEvents { expired_end_index: Some(1), ..RejectedLogEvents::default() }, 1)]
#[case(&[-DAY, 0], None, RejectedLogEvents::default(), 2)]
fn what_is_not_taken_is_told_and_the_rest_is_taken(
    #[case] seconds: &[i64],
    #[case] retention_in_days: Option<i32>,
    #[case] expected: RejectedLogEvents,
    #[case] taken: i64,
) {
    let mut account = with_stream();
    if let Some(retention_in_days) = retention_in_days {
        account.answer(LogsCall::PutRetentionPolicy { log_group_name: "g".to_owned(), retention_in_days }).unwrap();
    }
    let events = seconds.iter().map(|seconds| event(*seconds, "x")).collect();
    assert_eq!(account.answer(put("g", "s", events)), Ok(Reply::RejectedLogEvents(expected)));
    assert_eq!(stored_bytes(&mut account), taken * 27);
}

const RECORD: &str = r#"{"eventTime":"2026-11-23T09:59:00Z","eventName":"n","eventSource":"s","word":"here"}"#;

fn filter(pattern: &str) -> LogsCall {
    let transformation = MetricTransformation {
        metric_name: "m".to_owned(),
        metric_namespace: "N".to_owned(),
        metric_value: "1".to_owned(),
        default_value: None,
        unit: None,
        dimensions: Vec::new(),
    };
    LogsCall::PutMetricFilter(Box::new(PutMetricFilter {
        log_group_name: "g".to_owned(),
        filter_name: "f".to_owned(),
        filter_pattern: pattern.to_owned(),
        metric_transformations: vec![transformation],
    }))
}

/// A filter for the word `here`, and an alarm that the first sample in a minute raises.
fn watched() -> Account {
    let mut account = with_stream();
    account.answer(filter("here")).unwrap();
    let alarm = PutMetricAlarm { threshold: Some(0.0), ..alarm("a") };
    account.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm))).unwrap();
    account
}

/// The sample lies in the minute of the log event's own time (recorded); very old ones are seen late.
#[rstest]
#[case(0, true)]
#[case(-120, true)]
#[case(-3_600, false)]
#[case(-10_801, false)]
fn a_log_event_counts_in_its_own_minute(#[case] seconds: i64, #[case] is_raised: bool) {
    let mut account = watched();
    account.answer(put("g", "s", vec![event(seconds, "it is here"), event(seconds, "it is not")])).unwrap();
    pass(&mut account, 120);
    assert_eq!(account.alarm_state("a") == Some(State::Alarm), is_raised);
    assert!(account.told_records().next().is_none(), "no record, no fate");
}

#[test]
fn a_log_event_of_the_future_is_waited_for() {
    let mut account = watched();
    account.answer(put("g", "s", vec![event(1_800, "here")])).unwrap();
    pass(&mut account, 1_800);
    assert_ne!(account.alarm_state("a"), Some(State::Alarm));
    pass(&mut account, 120);
    assert_eq!(account.alarm_state("a"), Some(State::Alarm));
}

/// Who puts a record into a log group is heard as the trail is.
#[test]
fn a_record_has_a_fate_and_is_named_by_its_alarm() {
    let mut account = watched();
    account.answer(put("g", "s", vec![event(0, RECORD), event(0, "{\"word\":\"elsewhere\"}")])).unwrap();
    pass(&mut account, 120);
    let fates: Vec<Fate> = account.matches().map(|matched| matched.fate).collect();
    assert!(matches!(fates[..], [Fate::Untold { .. }]), "the alarm has no action: {fates:?}");
    let [(index, record)] = account.told_records().collect::<Vec<_>>().try_into().unwrap();
    assert_eq!((record.record.text(), record.log_group, record.copies_arrived), (RECORD, Some("g"), 1));
    let raised_by = |what: &What| match what {
        What::Transition { to: State::Alarm, records, .. } => Some(records.clone()),
        _ => None,
    };
    let raised: Vec<_> = account.journal().iter().filter_map(|happening| raised_by(&happening.what)).collect();
    assert_eq!(raised, [vec![index]]);
}

/// *IncomingLogEvents* counts by the clock of the service what is taken, whatever time it bears.
#[test]
fn what_is_taken_is_counted_as_incoming() {
    let mut account = with_stream();
    let alarm = PutMetricAlarm {
        namespace: Some("AWS/Logs".to_owned()),
        metric_name: Some("IncomingLogEvents".to_owned()),
        dimensions: vec![("LogGroupName".to_owned(), "g".to_owned())],
        ..alarm("a")
    };
    account.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm))).unwrap();
    account.answer(put("g", "s", vec![event(-3_600, "x"), event(7_201, "x")])).unwrap();
    pass(&mut account, 240);
    assert_eq!(account.alarm_state("a"), Some(State::Ok), "one is no more than one");
    let late =
        |seconds| InputLogEvent { timestamp: account.now() - Duration::from_secs(seconds), message: "x".to_owned() };
    let events = vec![late(3_600), late(0)];
    account.answer(put("g", "s", events)).unwrap();
    pass(&mut account, 120);
    assert_eq!(account.alarm_state("a"), Some(State::Alarm));
}

#[test]
fn conditions_hold_for_calls_as_well() {
    let mut account = watched();
    account.set_conditions(Conditions { put_log_events_throttled: true, ..Conditions::default() });
    check_refused(&mut account, put("g", "s", vec![event(0, "here")]), "ThrottlingException 400: Rate exceeded");
    let (metric_late, clock_ahead) = (Duration::from_secs(60), Duration::HOUR);
    account.set_conditions(Conditions { metric_late, clock_ahead, ..Conditions::default() });
    account.answer(put("g", "s", vec![event(0, "here")])).unwrap();
    let raised_at = |account: &Account| {
        let is_raised = |what: &What| matches!(what, What::Transition { to: State::Alarm, .. });
        account.journal().iter().find(|happening| is_raised(&happening.what)).map(|happening| happening.at)
    };
    pass(&mut account, 60);
    assert_eq!(raised_at(&account), None);
    pass(&mut account, 90);
    assert!(raised_at(&account).is_some_and(|at: Timestamp| start() + Duration::from_secs(60) <= at));
}

#[test]
fn others_read_along_where_somebody_let_them() {
    let mut account = with_stream();
    let told = |account: &mut Account| match account.answer(readers("g", None)) {
        Ok(Reply::SubscriptionFilters(page)) => page.items,
        other => panic!("{other:?}"),
    };
    assert_eq!(told(&mut account), []);
    let function = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    let mut add = |log_group: &str, name: &str, pattern: &str| {
        let added = account.put_subscription_filter(log_group, name, pattern, function);
        added.map_err(|refusal| refusal.code().to_owned())
    };
    assert_eq!(add("g", "all", ""), Ok(()));
    assert_eq!(add("g", "errors", "ERROR"), Ok(()));
    assert_eq!(add("g", "all", "x"), Ok(()), "it is replaced");
    assert_eq!(add("g", "third", ""), Err("LimitExceededException".to_owned()));
    assert_eq!(add("g", "errors", "{ $.a = "), Err("InvalidParameterException".to_owned()));
    assert_eq!(add("none", "all", ""), Err("ResourceNotFoundException".to_owned()));
    let found: Vec<_> =
        told(&mut account).into_iter().map(|filter| (filter.filter_name, filter.filter_pattern)).collect();
    assert_eq!(found, [("all".to_owned(), "x".to_owned()), ("errors".to_owned(), "ERROR".to_owned())]);
    let recorded = account.told_records().filter(|(_, told)| told.record.name() == "PutSubscriptionFilter").count();
    assert_eq!(recorded, 6, "each is recorded, refused or not");
    account.create_infrequent_access_log_group(&"rare".parse().unwrap()).unwrap();
    assert!(account.put_subscription_filter("rare", "all", "", function).is_err());
    create_log_stream(&mut account, "rare", "s");
    assert!(account.answer(put("rare", "s", vec![event(0, RECORD)])).is_ok());
    let (_, told) = account.told_records().last().unwrap();
    assert!(told.loss.is_some_and(|loss| loss.to_string().contains("takes no metric filters")));
}
