//! Time that is passed over is the same as time that is played minute by minute.

use proptest::prelude::*;
use signalarm_account::{Account, Conditions};
use signalarm_alarm::{MissingData, Period};
use signalarm_alert::{Chain, Config};
use signalarm_cloud::{
    AlarmType, CloudTrailCall, CloudWatchCall, DescribeAlarmHistory, DescribeAlarms, LogsCall, PutMetricAlarm,
    PutMetricFilter, S3Call, S3Operation, SetAlarmState,
};
use signalarm_event::{Forgery, Outcome, Variant, forge};
use signalarm_filter_pattern::Pattern;
use signalarm_scenario::Simulator;
use signalarm_time::{Duration, Timestamp};

/// What is done, after so many milliseconds.
#[derive(Clone, Debug)]
enum Deed {
    SignIn { kind: u8, delay: Option<u32> },
    Activity(Option<u32>),
    Conditions(Box<Conditions>),
    Logging(bool),
    Filter { alert: usize, pattern: usize, default_value: Option<u8> },
    DeleteFilter(usize),
    Alarm { alert: usize, period: u64, periods: u32, missing: usize, value: u8 },
    DeleteAlarm(usize),
    State(usize),
    LogEvent,
    Look,
}

const PATTERNS: [&str; 6] = [
    "",
    "DescribeInstances",
    "{ $.eventName = \"ConsoleLogin\" }",
    "{ $.eventID = \"*7*\" }",
    "{ $.userIdentity.type = \"AssumedRole\" }",
    "{ $.userIdentity.type = \"Root\" && $.additionalEventData.MFAUsed != \"Yes\" }",
];
const TREATMENTS: [MissingData; 4] =
    [MissingData::Missing, MissingData::Ignore, MissingData::Breaching, MissingData::NotBreaching];

fn deed() -> impl Strategy<Value = Deed> {
    let minutes = |range: std::ops::Range<u32>| range.prop_map(|minutes| minutes * 60_000);
    prop_oneof![
        8 => (0_u8..4, prop_oneof![Just(None), minutes(0..7).prop_map(Some), (0_u32..900_000).prop_map(Some)])
            .prop_map(|(kind, delay)| Deed::SignIn { kind, delay }),
        3 => prop_oneof![
            4 => Just(Some(60_000)),
            1 => Just(None),
            2 => (20_000_u32..2_000_000).prop_map(Some),
        ].prop_map(Deed::Activity),
        2 => conditions().prop_map(|conditions| Deed::Conditions(Box::new(conditions))),
        1 => any::<bool>().prop_map(Deed::Logging),
        1 => (0_usize..4, 0_usize..6, prop_oneof![Just(None), (0_u8..3).prop_map(Some)])
            .prop_map(|(alert, pattern, default_value)| Deed::Filter { alert, pattern, default_value }),
        1 => (0_usize..4).prop_map(Deed::DeleteFilter),
        1 => (0_usize..5, prop::sample::select(vec![60_u64, 120, 300, 900]), 1_u32..4, 0_usize..4, 0_u8..2)
            .prop_map(|(alert, period, periods, missing, value)| Deed::Alarm { alert, period, periods, missing, value }),
        1 => (0_usize..5).prop_map(Deed::DeleteAlarm),
        1 => (0_usize..5).prop_map(Deed::State),
        1 => Just(Deed::LogEvent),
        2 => Just(Deed::Look),
    ]
}

/// One thing that is wrong, or nothing.
fn conditions() -> impl Strategy<Value = Conditions> {
    (0_u8..9, 0_u32..1_200_000).prop_map(|(which, millis)| {
        let (mut conditions, length) = (Conditions::default(), Duration::from_millis(u64::from(millis)));
        match which {
            0 => conditions.delivery_late = length,
            1 => conditions.delivery_late_spread = length,
            2 => conditions.delivery_duplicated = true,
            3 => conditions.delivery_lost = true,
            4 => conditions.metric_late = length,
            5 => conditions.clock_ahead = length,
            6 => conditions.clock_behind = length,
            7 => conditions.put_log_events_throttled = true,
            _ => {}
        }
        conditions
    })
}

/// Steps on whole minutes meet the background at the very instant.
fn pause() -> impl Strategy<Value = u64> {
    prop_oneof![
        2 => Just(0),
        2 => (0_u64..20).prop_map(|minutes| minutes * 60_000),
        3 => 0_u64..600_000,
        2 => 0_u64..20_000_000,
    ]
}

struct World {
    simulator: Simulator,
    chain: Chain,
    seen: Vec<String>,
}

impl World {
    fn new(seed: u64, passes_over_quiet: bool) -> Self {
        let chain = Config::default().simulated_chain();
        let mut simulator = Simulator::new(chain.clone(), seed, start()).unwrap();
        simulator.account_mut().pass_over_quiet(passes_over_quiet);
        simulator.account_mut().set_activity(Some(Duration::MINUTE));
        Self { simulator, chain, seen: Vec::new() }
    }

    fn account(&mut self) -> &mut Account {
        self.simulator.account_mut()
    }

    fn pass(&mut self, millis: u64) {
        let to = self.account().now() + Duration::from_millis(millis);
        self.account().advance(to);
    }

    fn call(&mut self, call: impl Into<signalarm_cloud::Call>) {
        let answer = self.account().answer(call);
        self.seen.push(format!("{answer:?}"));
    }

    fn alarm_name(&self, index: usize) -> String {
        self.chain.metric_alarms()[index].name.clone()
    }

    fn perform(&mut self, deed: &Deed) {
        match deed {
            Deed::SignIn { kind, delay } => {
                let at = self.account().now();
                let id = self.account().next_record_id();
                let record = sign_in(*kind, at, id);
                let delay = delay.map(|millis| Duration::from_millis(u64::from(millis)));
                self.account().record(record, delay);
            }
            Deed::Activity(every) => {
                let every = every.map(|millis| Duration::from_millis(u64::from(millis)));
                self.account().set_activity(every);
            }
            Deed::Conditions(conditions) => self.account().set_conditions((**conditions).clone()),
            Deed::Logging(true) => self.call(CloudTrailCall::StartLogging { name: self.chain.trail.to_string() }),
            Deed::Logging(false) => self.call(CloudTrailCall::StopLogging { name: self.chain.trail.to_string() }),
            Deed::Filter { alert, pattern, default_value } => self.put_filter(*alert, *pattern, *default_value),
            Deed::DeleteFilter(alert) => {
                let filter_name = self.chain.metric_filter(&self.chain.alerts[*alert]).name;
                let log_group_name = self.chain.log_group.to_string();
                self.call(LogsCall::DeleteMetricFilter { log_group_name, filter_name });
            }
            Deed::Alarm { alert, period, periods, missing, value } => {
                let mut settings = *self.chain.metric_alarms()[*alert].rule.settings();
                settings.period = Period::from_seconds(*period).unwrap();
                settings.evaluation_periods = *periods;
                settings.datapoints_to_alarm = None;
                settings.missing_data = TREATMENTS[*missing];
                settings.threshold = f64::from(*value);
                let mut alarm = self.chain.metric_alarms()[*alert].clone();
                alarm.rule = signalarm_alarm::Rule::new(settings).unwrap();
                self.call(CloudWatchCall::PutMetricAlarm(Box::new(PutMetricAlarm::from(&alarm))));
            }
            Deed::DeleteAlarm(index) => {
                let name = self.alarm_name(*index);
                self.call(CloudWatchCall::DeleteAlarms(vec![name]));
            }
            Deed::State(index) => {
                let state = SetAlarmState {
                    alarm_name: self.alarm_name(*index),
                    state_value: "ALARM".to_owned(),
                    state_reason: "a drill".to_owned(),
                    state_reason_data: None,
                };
                self.call(CloudWatchCall::SetAlarmState(state));
            }
            Deed::LogEvent => {
                let log_group = self.chain.log_group.clone();
                self.account().put_unmatched_log_event(&log_group);
            }
            Deed::Look => self.look(),
        }
    }

    fn put_filter(&mut self, alert: usize, pattern: usize, default_value: Option<u8>) {
        let mut filter = self.chain.metric_filter(&self.chain.alerts[alert]);
        filter.pattern = Pattern::parse(PATTERNS[pattern]).unwrap();
        filter.default_value = default_value.map(f64::from);
        let put = PutMetricFilter::new(self.chain.log_group.as_str(), &filter);
        self.call(LogsCall::PutMetricFilter(Box::new(put)));
    }

    /// Everything that can be asked for.
    fn look(&mut self) {
        self.call(CloudWatchCall::DescribeAlarms(DescribeAlarms::default()));
        let history = DescribeAlarmHistory { alarm_types: vec![AlarmType::Metric], ..DescribeAlarmHistory::default() };
        self.call(CloudWatchCall::DescribeAlarmHistory(history));
        self.call(LogsCall::DescribeLogGroups { log_group_name_prefix: String::new(), next_token: None });
        self.call(CloudTrailCall::GetTrailStatus { name: self.chain.trail.to_string() });
        self.call(S3Call {
            bucket: format!("signin-console-{}-{}", self.chain.place.account, self.chain.place.region),
            expected_bucket_owner: self.chain.place.account.to_string(),
            operation: S3Operation::ListObjectVersions { after: None },
        });
        let account = self.simulator.account();
        let matches: Vec<_> = account.matches().collect();
        self.seen.push(format!("{matches:?}"));
        let told: Vec<_> = account.told_records().collect();
        self.seen.push(format!("{told:?}"));
    }
}

fn start() -> Timestamp {
    "2026-01-05T09:00:00Z".parse().unwrap()
}

fn sign_in(kind: u8, at: Timestamp, id: u128) -> signalarm_event::Record {
    let outcome = if kind.is_multiple_of(2) { Outcome::Failure } else { Outcome::Success };
    forge(&Forgery {
        variant: if kind < 2 { Variant::Iam { outcome, mfa: false } } else { Variant::Root { outcome, mfa: false } },
        at,
        account: "111122223333",
        region: None,
        user: "alice",
        source_ip: "203.0.113.7",
        user_agent: "test",
        id,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn time_passed_over_is_time_played(
        seed in 0_u64..1_000,
        deeds in prop::collection::vec((pause(), deed()), 0..30),
    ) {
        let (mut quick, mut plain) = (World::new(seed, true), World::new(seed, false));
        for world in [&mut quick, &mut plain] {
            for (pause, deed) in &deeds {
                world.pass(*pause);
                world.perform(deed);
            }
            world.pass(7_200_000);
            world.look();
        }
        for (one, other) in quick.seen.iter().zip(&plain.seen) {
            prop_assert_eq!(one, other);
        }
        let (one, other) = (quick.account().journal(), plain.account().journal());
        for (one, other) in one.iter().zip(other) {
            prop_assert_eq!(one, other);
        }
        prop_assert_eq!(one.len(), other.len());
    }
}
