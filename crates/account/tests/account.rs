//! The account from outside: same seed same journal, operations and their refusals, and sleep that changes nothing.

use proptest::prelude::*;
use signalarm_account::{Account, Fate, Happening, Refusal, Setup, What};
use signalarm_alarm::{MetricAlarm, MissingData, Slot, State, evaluate};
use signalarm_alert::{AlertName, Chain, Config, read_config};
use signalarm_cloud::{LogsCall, MetricTransformation, PutMetricFilter, Reply};
use signalarm_event::{Forgery, Outcome, Record, Variant, forge};
use signalarm_metric::{MetricId, Series};
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
        let topic = account.create_topic(name);
        for endpoint in chain.subscribers(name) {
            account.subscribe(&topic, endpoint.clone()).unwrap();
            account.confirm_subscription(&topic, endpoint).unwrap();
        }
    }
    account.create_log_group(&chain.log_group).unwrap();
    for alert in &chain.alerts {
        account.put_metric_filter(&chain.log_group, chain.metric_filter(alert)).unwrap();
    }
    for alarm in chain.metric_alarms() {
        account.put_metric_alarm(alarm).unwrap();
    }
    account
}

fn transitions(account: &Account, name: &AlertName) -> Vec<(Timestamp, State)> {
    let transition = |happening: &Happening| match &happening.what {
        What::Transition { alarm, to, .. } if alarm == name.as_str() => Some((happening.at, *to)),
        _ => None,
    };
    account.journal().iter().filter_map(transition).collect()
}

#[test]
fn the_same_seed_gives_the_same_journal_and_another_seed_another() {
    let journal = |seed| {
        let chain = chain("");
        let mut account = account(&chain, seed);
        account.create_trail(&chain.trail, &chain.log_group, &chain.role).unwrap();
        account.start_logging(&chain.trail).unwrap();
        account.set_activity(Some(Duration::MINUTE));
        account.advance(start() + Duration::HOUR);
        account.record(record(FAILURE, account.now()), None);
        account.advance(start() + Duration::HOUR * 2);
        format!("{:?}", account.journal())
    };
    assert_eq!(journal(1), journal(1));
    assert_ne!(journal(1), journal(2));
}

#[test]
fn a_filter_is_replaced_in_place_and_never_looks_back() {
    let chain = chain("");
    let mut account = account(&chain, 1);
    let failures = chain.alert(&AlertName::FAILURE_IAM).unwrap();
    let mut blind = chain.metric_filter(failures);
    blind.pattern = chain.alert(&AlertName::SUCCESS_ROOT).unwrap().pattern.clone();
    account.put_metric_filter(&chain.log_group, blind).unwrap();
    account.put_log_events(&chain.log_group, record(FAILURE, start())).unwrap();
    account.put_metric_filter(&chain.log_group, chain.metric_filter(failures)).unwrap();
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
        account.put_metric_alarm(alarm).unwrap();
    }
    account.put_log_events(&chain.log_group, record(FAILURE, start())).unwrap();
    account.advance(start() + Duration::from_secs(120));
    let states = ["ConsoleLogin", "DeleteTrail"].map(|name| account.alarm_state(name).unwrap());
    assert_eq!(states, [State::Alarm, State::InsufficientData]);
}

#[test]
fn operations_are_refused_as_aws_refuses_them() {
    let chain = chain("");
    let mut account = account(&chain, 1);
    let elsewhere = "elsewhere".parse().unwrap();
    let refusals: Vec<Refusal> = [
        account.create_log_group(&chain.log_group).unwrap_err(),
        account.put_log_events(&elsewhere, record(FAILURE, start())).unwrap_err(),
        account.put_metric_filter(&elsewhere, chain.metric_filter(&chain.alerts[0])).unwrap_err(),
        account.create_trail(&chain.trail, &elsewhere, &chain.role).unwrap_err(),
        account.start_logging(&chain.trail).unwrap_err(),
        account
            .subscribe("arn:aws:sns:us-east-1:111122223333:none", chain.alerts[0].subscribers[0].clone())
            .unwrap_err(),
    ]
    .into();
    let shown: Vec<String> = refusals.iter().map(Refusal::to_string).collect();
    assert_eq!(
        shown,
        [
            "ResourceAlreadyExistsException: log group “aws-cloudtrail-logs-signin-console” exists already",
            "ResourceNotFoundException: there is no log group “elsewhere”",
            "ResourceNotFoundException: there is no log group “elsewhere”",
            "InvalidCloudWatchLogsLogGroupArnException: there is no log group “elsewhere”",
            "TrailNotFoundException: there is no trail “events-management”",
            "NotFound: there is no topic “arn:aws:sns:us-east-1:111122223333:none”",
        ]
    );
}

#[test]
fn a_log_group_takes_a_hundred_metric_filters() {
    let chain = chain("");
    let mut account = account(&chain, 1);
    let filter = |number: usize| {
        let mut filter = chain.metric_filter(&chain.alerts[0]);
        filter.name = format!("filter-{number}");
        filter
    };
    let mut put = |number| account.put_metric_filter(&chain.log_group, filter(number));
    assert!((4..100).all(|number| put(number).is_ok()));
    assert_eq!(
        put(100).unwrap_err().to_string(),
        "LimitExceededException: at most 100 metric filters for one log group"
    );
    assert!(put(99).is_ok(), "replacing one is no more");
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
