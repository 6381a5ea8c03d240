//! The account from outside: filters in time, and sleep that changes nothing.

use std::collections::BTreeMap;

use proptest::prelude::*;
use signalarm_account::{Account, Fate, Happening, Refusal, Setup, What};
use signalarm_alarm::{MetricAlarm, MissingData, Slot, State, evaluate};
use signalarm_alert::{AlertName, Chain, Config, read_config};
use signalarm_cloud::{
    CloudWatchCall, LogsCall, MetricTransformation, PutMetricAlarm, PutMetricFilter, Reply, SnsCall,
};
use signalarm_event::{Forgery, Outcome, Record, Variant, forge};
use signalarm_metric::{MetricFilter, MetricId, Series};
use signalarm_time::{Duration, Timestamp};

fn start() -> Timestamp {
    "2026-01-05T09:00:00Z".parse().unwrap()
}

fn record(variant: Variant, at: Timestamp) -> Record {
    let (account, user, source_ip) = ("111122223333", "alice", "203.0.113.7");
    forge(&Forgery {
        variant,
        at,
        account,
        region: None,
        user,
        source_ip,
        user_agent: "test",
        id: at.as_millis().into(),
    })
}

const FAILURE: Variant = Variant::Iam { outcome: Outcome::Failure, mfa: false };

fn chain(settings: &str) -> Chain {
    let patch = read_config("test", &format!("format = 1\n{settings}"), &|_| None).unwrap();
    Config::default().patched(&patch).unwrap().simulated_chain()
}

/// A chain without trail, its log group fed by *PutLogEvents*.
fn account(chain: &Chain, seed: u64) -> Account {
    let mut account = Account::new(Setup { place: chain.place.clone(), seed, start: start() });
    for name in chain.names() {
        let (attributes, tags) = (BTreeMap::new(), Vec::new());
        account.answer(SnsCall::CreateTopic { name: name.to_string(), attributes, tags }).unwrap();
        let topic_arn = chain.place.topic_arn(name.as_str());
        for endpoint in chain.subscribers(name) {
            let (protocol, address) = (endpoint.protocol().to_string(), endpoint.to_string());
            let subscribe = SnsCall::Subscribe { topic_arn: topic_arn.clone(), protocol, endpoint: address };
            account.answer(subscribe).unwrap();
            account.confirm_subscription(&topic_arn, endpoint).unwrap();
        }
    }
    let log_group_name = chain.log_group.to_string();
    account.answer(LogsCall::CreateLogGroup { log_group_name, tags: Vec::new() }).unwrap();
    for alert in &chain.alerts {
        put_filter(&mut account, chain, &chain.metric_filter(alert)).unwrap();
    }
    for alarm in chain.metric_alarms() {
        put_alarm(&mut account, &alarm);
    }
    account
}

fn put_filter(account: &mut Account, chain: &Chain, filter: &MetricFilter) -> Result<Reply, Refusal> {
    let request = PutMetricFilter::new(chain.log_group.as_str(), filter);
    account.answer(LogsCall::PutMetricFilter(Box::new(request)))
}

fn put_alarm(account: &mut Account, alarm: &MetricAlarm) {
    account.answer(CloudWatchCall::PutMetricAlarm(Box::new(PutMetricAlarm::from(alarm)))).unwrap();
}

fn transitions(account: &Account, name: &AlertName) -> Vec<(Timestamp, State)> {
    let transition = |happening: &Happening| match &happening.what {
        What::Transition { alarm, to, .. } if alarm == name.as_str() => Some((happening.at, *to)),
        _ => None,
    };
    account.journal().iter().filter_map(transition).collect()
}

#[test]
fn a_filter_is_replaced_in_place_and_never_looks_back() {
    let chain = chain("");
    let mut account = account(&chain, 1);
    let failures = chain.alert(&AlertName::FAILURE_IAM).unwrap();
    let mut blind = chain.metric_filter(failures);
    blind.pattern = chain.alert(&AlertName::SUCCESS_ROOT).unwrap().pattern.clone();
    put_filter(&mut account, &chain, &blind).unwrap();
    account.put_log_events(&chain.log_group, record(FAILURE, start())).unwrap();
    put_filter(&mut account, &chain, &chain.metric_filter(failures)).unwrap();
    account.advance(start() + Duration::HOUR);
    assert_eq!(account.matches().count(), 0, "the record came before the filter");
    account.put_log_events(&chain.log_group, record(FAILURE, account.now())).unwrap();
    account.advance(start() + Duration::HOUR * 2);
    let fates: Vec<Fate> = account.matches().map(|matched| matched.fate).collect();
    assert!(matches!(fates.as_slice(), [Fate::Heard { .. }]), "{fates:?}");
}

/// A sample with dimensions belongs to the metric of these dimensions (CloudWatch Logs User Guide, *Publishing dimensions
/// with metrics*).
#[test]
fn a_filter_with_dimensions_feeds_the_metric_of_their_values() {
    let chain = chain("");
    let mut account = account(&chain, 1);
    let transformation = MetricTransformation {
        metric_name: "logins".to_owned(),
        metric_namespace: "Test".to_owned(),
        metric_value: "1".to_owned(),
        default_value: None,
        unit: None,
        dimensions: vec![("Event".to_owned(), "$.eventName".to_owned())],
    };
    let filter = PutMetricFilter {
        log_group_name: chain.log_group.to_string(),
        filter_name: "by event".to_owned(),
        filter_pattern: String::new(),
        metric_transformations: vec![transformation],
    };
    assert_eq!(account.answer(LogsCall::PutMetricFilter(Box::new(filter))), Ok(Reply::Done));
    for event in ["ConsoleLogin", "DeleteTrail"] {
        let dimensions = vec![("Event".to_owned(), event.to_owned())];
        let metric = MetricId::new("Test".to_owned(), "logins".to_owned(), dimensions);
        let alarm = MetricAlarm { name: event.to_owned(), metric, ..chain.metric_alarm(&chain.alerts[0]) };
        put_alarm(&mut account, &alarm);
    }
    account.put_log_events(&chain.log_group, record(FAILURE, start())).unwrap();
    account.advance(start() + Duration::from_secs(120));
    let states = ["ConsoleLogin", "DeleteTrail"].map(|name| account.alarm_state(name).unwrap());
    assert_eq!(states, [State::Alarm, State::InsufficientData]);
}

/// Evaluates one alarm in every minute, whatever is in its range: the naive way.
fn naive(chain: &Chain, samples: &[(Timestamp, f64)], first: Timestamp, end: Timestamp) -> Vec<(Timestamp, State)> {
    let alarm = chain.metric_alarm(chain.alert(&AlertName::FAILURE_IAM).unwrap());
    let (mut state, mut at, mut found) = (State::InsufficientData, first, Vec::new());
    while at <= end {
        let mut series = Series::new();
        samples.iter().filter(|(then, _)| *then <= at).for_each(|(then, value)| series.add(*then, *value));
        let slots: Vec<Slot> = alarm.rule.slots(&series, at).collect();
        let next = evaluate(&alarm.rule, &slots, state, at).state();
        if next != state {
            found.push((at, next));
        }
        state = next;
        at = at + Duration::MINUTE;
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// An alarm that sleeps while its range is empty goes the same way as one that is evaluated every minute.
    #[test]
    fn sleep_changes_nothing(
        seconds in prop::collection::btree_map(0_u64..5_400, any::<bool>(), 0..6),
        missing_data in prop::sample::select(vec![
            MissingData::Missing, MissingData::Ignore, MissingData::Breaching, MissingData::NotBreaching,
        ]),
        period in prop::sample::select(vec!["1m", "5m"]),
        default_value in prop::sample::select(vec!["0", "\"none\""]),
        seed in 0_u64..100,
    ) {
        let settings = format!("missing-data = \"{missing_data}\"\nperiod = \"{period}\"\ndefault-value = {default_value}");
        let chain = chain(&settings);
        let mut account = account(&chain, seed);
        let mut samples = Vec::new();
        for (second, matches) in seconds {
            let at = start() + Duration::from_secs(second);
            account.advance(at);
            let variant = if matches { FAILURE } else { Variant::ApiCall };
            account.put_log_events(&chain.log_group, record(variant, at)).unwrap();
            if matches {
                samples.push((at, 1.0));
            } else if default_value == "0" {
                samples.push((at, 0.0));
            }
        }
        let end = start() + Duration::HOUR * 3;
        account.advance(end);
        let seen = transitions(&account, &AlertName::FAILURE_IAM);
        // The alarm's own instant in the minute shows in its transitions; without any there is nothing to compare with.
        let offset = seen.first().map_or(Duration::ZERO, |(at, _)| at.since(at.floor(Duration::MINUTE)));
        prop_assert_eq!(&seen, &naive(&chain, &samples, start() + offset, end));
    }
}

/// What an alarm rings for is named, also where the sample was there before the alarm was.
#[test]
fn an_alarm_that_is_made_takes_over_the_matches_in_its_range() {
    let chain = chain("");
    let mut account = account(&chain, 1);
    let alarm = chain.metric_alarm(chain.alert(&AlertName::FAILURE_IAM).unwrap());
    let fates = |account: &Account| account.matches().map(|matched| matched.fate).collect::<Vec<Fate>>();
    account.advance(start() + Duration::HOUR);
    account.answer(CloudWatchCall::DeleteAlarms(vec![alarm.name.clone()])).unwrap();
    account.put_log_events(&chain.log_group, record(FAILURE, account.now())).unwrap();
    account.advance(start() + Duration::HOUR + Duration::MINUTE);
    assert_eq!(fates(&account), [Fate::Unwatched]);
    put_alarm(&mut account, &alarm);
    assert_eq!(fates(&account), [Fate::Open]);
    account.advance(start() + Duration::HOUR * 2);
    assert!(matches!(fates(&account)[..], [Fate::Heard { .. }]), "{:?}", fates(&account));
    let rang = account.journal().iter().find_map(|happening| match &happening.what {
        What::Transition { alarm: rang, to: State::Alarm, records, .. } if *rang == alarm.name => Some(records.len()),
        _ => None,
    });
    assert_eq!(rang, Some(1));
    // Too old: no evaluation will see it.
    account.answer(CloudWatchCall::DeleteAlarms(vec![alarm.name.clone()])).unwrap();
    account.put_log_events(&chain.log_group, record(FAILURE, account.now())).unwrap();
    account.advance(start() + Duration::HOUR * 3);
    put_alarm(&mut account, &alarm);
    account.advance(start() + Duration::HOUR * 4);
    assert_eq!(fates(&account)[1], Fate::Unwatched);
}

/// An alarm that was on another metric meanwhile: as if it had been made anew.
#[test]
fn an_alarm_that_comes_back_to_its_metric_takes_over_the_matches_in_its_range() {
    let chain = chain("");
    let mut account = account(&chain, 1);
    let alarm = chain.metric_alarm(chain.alert(&AlertName::FAILURE_IAM).unwrap());
    let metric = MetricId::new("Elsewhere".to_owned(), "other".to_owned(), Vec::new());
    account.advance(start() + Duration::HOUR);
    put_alarm(&mut account, &MetricAlarm { metric, ..alarm.clone() });
    account.put_log_events(&chain.log_group, record(FAILURE, account.now())).unwrap();
    put_alarm(&mut account, &alarm);
    account.advance(start() + Duration::HOUR * 2);
    let fates: Vec<Fate> = account.matches().map(|matched| matched.fate).collect();
    assert!(matches!(fates[..], [Fate::Heard { .. }]), "{fates:?}");
}

/// The silence alarm watches the metric of an alert, and is raised by the lack of samples: it swallows no match.
#[test]
fn an_alarm_that_less_raises_has_no_part_in_matches() {
    let chain = chain("");
    let mut account = account(&chain, 1);
    let alarm = chain.metric_alarm(chain.alert(&AlertName::FAILURE_IAM).unwrap());
    let heartbeat = MetricAlarm { metric: alarm.metric.clone(), ..chain.silence_alarm() };
    put_alarm(&mut account, &heartbeat);
    account.advance(start() + Duration::HOUR);
    assert_eq!(account.alarm_state(&heartbeat.name), Some(State::Alarm));
    account.answer(CloudWatchCall::DeleteAlarms(vec![alarm.name.clone()])).unwrap();
    account.put_log_events(&chain.log_group, record(FAILURE, account.now())).unwrap();
    account.advance(start() + Duration::HOUR * 2);
    assert_eq!(account.matches().map(|matched| matched.fate).collect::<Vec<Fate>>(), [Fate::Unwatched]);
    // One that is made over the same metric takes nothing over either.
    account.put_log_events(&chain.log_group, record(FAILURE, account.now())).unwrap();
    account.answer(CloudWatchCall::DeleteAlarms(vec![heartbeat.name.clone()])).unwrap();
    put_alarm(&mut account, &heartbeat);
    account.advance(start() + Duration::HOUR * 3);
    assert_eq!(account.matches().last().map(|matched| matched.fate), Some(Fate::Unwatched));
}
