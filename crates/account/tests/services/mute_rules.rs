//! CloudWatch: mute rules, and the queue that hears nothing while they hold.

use rstest::rstest;
use serde_json::json;
use signalarm_account::{Account, What, WhyUnnotified};
use signalarm_alarm::State;
use signalarm_cloud::{Call, CloudWatchCall, MetricDatum, Page, PutAlarmMuteRule, PutMetricAlarm, Reply};
use signalarm_time::{Duration, Timestamp};

use crate::support::{
    TOPIC, account, alarm, check_refused, create_queue, create_topic, letting_sns_in, pass, receive, start,
    subscribe_queue,
};

fn minutes(minutes: u32) -> Timestamp {
    start() + Duration::MINUTE * minutes
}

/// A rule for the alarm `a`, from one minute for so many.
fn rule(name: &str, from: u32, length: u32) -> PutAlarmMuteRule {
    PutAlarmMuteRule {
        name: name.to_owned(),
        alarm_names: vec!["a".to_owned()],
        at: minutes(from),
        duration: Duration::MINUTE * length,
        expire_date: minutes(from + length),
    }
}

fn with(change: impl FnOnce(&mut PutAlarmMuteRule)) -> Call {
    let mut changed = rule("r", 0, 10);
    change(&mut changed);
    CloudWatchCall::PutAlarmMuteRule(changed).into()
}

fn put(account: &mut Account, rule: PutAlarmMuteRule) {
    assert_eq!(account.answer(CloudWatchCall::PutAlarmMuteRule(rule)), Ok(Reply::Done));
}

fn list(alarm: &str, next_token: Option<String>) -> Call {
    CloudWatchCall::ListAlarmMuteRules { alarm_name: alarm.to_owned(), next_token }.into()
}

fn listed(account: &mut Account, alarm: &str) -> Vec<String> {
    match account.answer(list(alarm, None)) {
        Ok(Reply::Names(Page { items, next_token: None })) => items,
        other => panic!("{other:?}"),
    }
}

fn delete(account: &mut Account, name: &str) {
    assert_eq!(account.answer(CloudWatchCall::DeleteAlarmMuteRule(name.to_owned())), Ok(Reply::Done));
}

/// An alarm that keeps its state, acts for ALARM and OK, and is heard by a queue.
fn listening() -> Account {
    let mut account = account();
    create_topic(&mut account, "t");
    // Each message is seen once.
    create_queue(&mut account, "q", &[("Policy", &letting_sns_in(json!({}))), ("VisibilityTimeout", "43200")]);
    subscribe_queue(&mut account, "q");
    let alarm = PutMetricAlarm {
        treat_missing_data: Some("ignore".to_owned()),
        alarm_actions: vec![TOPIC.to_owned()],
        ok_actions: vec![TOPIC.to_owned()],
        ..alarm("a")
    };
    account.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm))).unwrap();
    account
}

/// A sample that puts the alarm into a state at its next evaluation.
fn measure(account: &mut Account, value: f64) {
    let datum = MetricDatum {
        metric_name: "m".to_owned(),
        dimensions: Vec::new(),
        timestamp: account.now(),
        value,
        unit: None,
    };
    account.answer(CloudWatchCall::PutMetricData { namespace: "N".to_owned(), data: vec![datum] }).unwrap();
}

fn until(account: &mut Account, minute: u32) {
    account.advance(minutes(minute));
}

#[rstest]
#[case(with(|rule| rule.name.clear()), "ValidationError 400: 1 validation error detected: Value '' at 'name'")]
#[case(with(|rule| rule.name = "r".repeat(256)), "ValidationError 400")]
#[case(with(|rule| rule.alarm_names.clear()), "ValidationError 400: MuteTargets")]
#[case(with(|rule| rule.alarm_names = vec!["a".to_owned(); 101]), "ValidationError 400")]
#[case(with(|rule| rule.alarm_names.push(String::new())), "ValidationError 400")]
#[case(with(|rule| rule.alarm_names.push("none".to_owned())), "ResourceNotFound 404")]
#[case(with(|rule| rule.duration = Duration::from_secs(59)), "ValidationError 400: Duration must be from PT1M to P15D")]
#[case(with(|rule| rule.duration = Duration::from_secs(15 * 86_400 + 60)), "ValidationError 400: Duration")]
#[case(with(|rule| rule.duration = Duration::from_secs(61)), "ValidationError 400: Expression and Duration")]
#[case(with(|rule| rule.at = start() + Duration::SECOND), "ValidationError 400: Expression and Duration")]
#[case(with(|rule| rule.expire_date = rule.at), "ValidationError 400: ExpireDate")]
#[case(list("a", Some("t".to_owned())), "InvalidNextToken 400")]
fn mute_rules_are_refused(#[case] call: Call, #[case] expected: &str) {
    let mut account = listening();
    check_refused(&mut account, call, expected);
    assert_eq!(listed(&mut account, "a"), Vec::<String>::new());
}

#[test]
fn mute_rules_are_listed_by_their_alarms_fifty_a_page() {
    let mut account = listening();
    account.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm("b")))).unwrap();
    let name = |n: u32| format!("r{n:03}");
    (0..60).for_each(|n| put(&mut account, rule(&name(n), n, 1)));
    let both = vec!["a".to_owned(), "b".to_owned()];
    put(&mut account, PutAlarmMuteRule { alarm_names: both, ..rule("both", 0, 1) });
    assert_eq!(listed(&mut account, "b"), ["both"]);
    assert_eq!(listed(&mut account, "none"), Vec::<String>::new());
    let Ok(Reply::Names(first)) = account.answer(list("a", None)) else { panic!("no page") };
    let Ok(Reply::Names(second)) = account.answer(list("a", first.next_token)) else { panic!("no page") };
    let expected: Vec<String> = ["both".to_owned()].into_iter().chain((0..60).map(name)).collect();
    assert_eq!(([first.items, second.items].concat(), second.next_token), (expected, None));
    put(&mut account, rule("both", 0, 1));
    assert_eq!(listed(&mut account, "b"), Vec::<String>::new(), "it was replaced");
    for _ in 0..2 {
        delete(&mut account, "both");
    }
    let Ok(Reply::Names(first)) = account.answer(list("a", None)) else { panic!("no page") };
    assert_eq!(first.items[0], name(0), "and then it was deleted");
}

/// The whole way: the alarm rings in the window, the queue is silent, the journal says why, and at the end it is made up
/// for.
#[test]
fn the_queue_of_a_muted_alarm_is_empty_until_the_window_ends() {
    let mut account = listening();
    put(&mut account, rule("r", 5, 10));
    until(&mut account, 6);
    measure(&mut account, 2.0);
    pass(&mut account, 120);
    assert_eq!((account.alarm_state("a"), receive(&mut account, "q").len()), (Some(State::Alarm), 0));
    let muted = |what: &What| matches!(what, What::Unnotified { why: WhyUnnotified::Muted { until }, .. } if *until == minutes(15));
    assert!(account.journal().iter().any(|happening| muted(&happening.what)));
    account.advance(minutes(15) - Duration::from_millis(1));
    assert_eq!(receive(&mut account, "q"), []);
    until(&mut account, 15);
    let [message] = receive(&mut account, "q").try_into().unwrap();
    assert!(message.body.contains(r#"\"ActionExecutedAfterMuteWindow\":true"#), "{}", message.body);
    until(&mut account, 16);
    measure(&mut account, 1.0);
    pass(&mut account, 120);
    assert_eq!(receive(&mut account, "q").len(), 1, "the window is over");
}

/// In a minute, a rule of that name for so many minutes from one on; `None`: `r` is deleted.
type Change<'a> = (u32, Option<(&'a str, u32, u32)>);

/// Minutes in which rules are put, replaced or deleted while the alarm rings at minute 6, and when its queue hears of it.
#[rstest]
#[case::not_yet(&[(0, Some(("r", 10, 10)))], 6)]
#[case::over(&[(0, Some(("r", 0, 5)))], 6)]
#[case::in_it(&[(0, Some(("r", 5, 10)))], 15)]
#[case::begun_before_it_was_put(&[(4, Some(("r", 0, 15)))], 15)]
#[case::put_after_it_rang(&[(8, Some(("r", 0, 15)))], 6)]
#[case::two_that_overlap(&[(0, Some(("r", 5, 10))), (0, Some(("s", 14, 10)))], 24)]
#[case::deleted(&[(0, Some(("r", 5, 10))), (9, None)], 9)]
#[case::shorter(&[(0, Some(("r", 5, 10))), (9, Some(("r", 5, 7)))], 12)]
#[case::over_by_then(&[(0, Some(("r", 5, 10))), (9, Some(("r", 5, 3)))], 9)]
#[case::longer(&[(0, Some(("r", 5, 10))), (9, Some(("r", 5, 20)))], 25)]
#[case::goes_on(&[(0, Some(("r", 5, 10))), (9, Some(("r", 9, 10)))], 19)]
#[case::later(&[(0, Some(("r", 5, 10))), (9, Some(("r", 20, 10)))], 9)]
#[case::another_one_is_deleted(&[(0, Some(("s", 5, 10))), (0, Some(("r", 0, 30))), (9, None)], 15)]
fn a_rule_may_change_while_it_mutes(#[case] puts: &[Change<'_>], #[case] expected: u32) {
    let mut account = listening();
    let mut heard = None;
    for minute in 0..40 {
        until(&mut account, minute);
        for (_, change) in puts.iter().filter(|(at, _)| *at == minute) {
            match change {
                Some((name, from, length)) => put(&mut account, rule(name, *from, *length)),
                None => delete(&mut account, "r"),
            }
        }
        if minute == 5 {
            measure(&mut account, 2.0);
        }
        if !receive(&mut account, "q").is_empty() {
            heard = heard.or(Some(minute));
        }
    }
    // The alarm rings inside a minute, and the queue is looked at when that has passed.
    let rang = if expected == 6 { 7 } else { expected };
    assert_eq!(heard, Some(rang));
}

/// The end of the rule itself ends the mute.
#[test]
fn a_rule_expires() {
    let mut account = listening();
    put(&mut account, PutAlarmMuteRule { expire_date: minutes(12), ..rule("r", 5, 10) });
    until(&mut account, 5);
    measure(&mut account, 2.0);
    account.advance(minutes(12) - Duration::from_millis(1));
    assert_eq!(receive(&mut account, "q"), []);
    until(&mut account, 12);
    assert_eq!(receive(&mut account, "q").len(), 1);
    assert_eq!(listed(&mut account, "a"), ["r"], "it is told until it is deleted");
}

/// A rule names its alarms: one that is made anew is muted as well.
#[test]
fn an_alarm_that_is_made_anew_is_muted() {
    let mut account = listening();
    put(&mut account, rule("r", 0, 10));
    account.answer(CloudWatchCall::DeleteAlarms(vec!["a".to_owned()])).unwrap();
    let again = PutMetricAlarm { alarm_actions: vec![TOPIC.to_owned()], ..alarm("a") };
    account.answer(CloudWatchCall::PutMetricAlarm(Box::new(again))).unwrap();
    measure(&mut account, 2.0);
    until(&mut account, 3);
    assert_eq!((account.alarm_state("a"), receive(&mut account, "q").len()), (Some(State::Alarm), 0));
}
