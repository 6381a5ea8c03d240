//! Time that is passed over is the same as time that is played minute by minute.

use proptest::prelude::*;
use signalarm_account::{Account, Conditions};
use signalarm_alarm::{MissingData, Period};
use signalarm_alert::{Chain, Config};
use signalarm_cloud::{
    AlarmType, CloudTrailCall, CloudWatchCall, DescribeAlarmHistory, DescribeAlarms, InputLogEvent, LogsCall,
    MetricDatum, PutAlarmMuteRule, PutMetricAlarm, PutMetricFilter, S3Call, S3Operation, SetAlarmState, SnsCall,
    SqsCall,
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
    PutLogEvents { kind: u8, behind: u32 },
    PutMetricData { alert: usize, value: u8, behind: u32 },
    Mute { alert: usize, from: u32, minutes: u32 },
    Unmute,
    Publish,
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
/// What log events are put into, and what hears of the first alert.
const STREAM: &str = "drill";
const QUEUE: &str = "drill";
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
        2 => (0_u8..5, behind()).prop_map(|(kind, behind)| Deed::PutLogEvents { kind, behind }),
        1 => (0_usize..5, 0_u8..3, behind())
            .prop_map(|(alert, value, behind)| Deed::PutMetricData { alert, value, behind }),
        1 => (0_usize..5, 0_u32..30, 1_u32..90)
            .prop_map(|(alert, from, minutes)| Deed::Mute { alert, from, minutes }),
        1 => Just(Deed::Unmute),
        1 => Just(Deed::Publish),
        2 => Just(Deed::Look),
    ]
}

/// How many minutes behind the present a log event or a sample lies: with those that can be seen late.
fn behind() -> impl Strategy<Value = u32> {
    prop_oneof![3 => Just(0), 2 => 0_u32..20, 1 => 0_u32..1_500]
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
        let mut world = Self { simulator, chain, seen: Vec::new() };
        world.listen();
        world
    }

    /// A log stream to put into, and a queue that hears of the first alert.
    fn listen(&mut self) {
        let log_group_name = self.chain.log_group.to_string();
        self.call(LogsCall::CreateLogStream { log_group_name, log_stream_name: STREAM.to_owned() });
        let policy = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}}"#;
        let attributes = [("Policy".to_owned(), policy.to_owned())].into();
        self.call(SqsCall::CreateQueue { queue_name: QUEUE.to_owned(), attributes, tags: Vec::new() });
        let place = &self.chain.place;
        let endpoint = format!("arn:aws:sqs:{}:{}:{QUEUE}", place.region, place.account);
        let (topic_arn, protocol) = (self.topic_arn(), "sqs".to_owned());
        self.call(SnsCall::Subscribe { topic_arn, protocol, endpoint });
    }

    fn topic_arn(&self) -> String {
        let alert = self.chain.names().next().unwrap();
        self.chain.place.topic_arn(alert.as_str())
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
                self.put_alarm(*alert, (*period, *periods), *missing, *value);
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
            Deed::PutLogEvents { kind, behind } => self.put_log_event(*kind, *behind),
            Deed::PutMetricData { alert, value, behind } => self.put_metric_data(*alert, *value, *behind),
            Deed::Mute { alert, from, minutes } => self.mute(*alert, *from, *minutes),
            Deed::Unmute => self.call(CloudWatchCall::DeleteAlarmMuteRule("rule".to_owned())),
            Deed::Publish => {
                let (topic_arn, subject, message) = (self.topic_arn(), String::new(), "a drill".to_owned());
                self.call(SnsCall::Publish { topic_arn, subject, message });
            }
            Deed::Look => self.look(),
        }
    }

    /// A sign-in, or a text that is no record, put into the log group.
    fn put_log_event(&mut self, kind: u8, behind: u32) {
        let timestamp = self.account().now() - Duration::MINUTE * behind;
        let message = match kind {
            0..4 => sign_in(kind, timestamp, u128::from(timestamp.as_millis())).text().to_owned(),
            _ => "DescribeInstances".to_owned(),
        };
        let log_events = vec![InputLogEvent { timestamp, message }];
        let (log_group_name, log_stream_name) = (self.chain.log_group.to_string(), STREAM.to_owned());
        self.call(LogsCall::PutLogEvents { log_group_name, log_stream_name, log_events });
    }

    fn put_metric_data(&mut self, alert: usize, value: u8, behind: u32) {
        let metric = self.chain.metric_alarms()[alert].metric.clone();
        let datum = MetricDatum {
            metric_name: metric.name,
            dimensions: metric.dimensions,
            timestamp: self.account().now() - Duration::MINUTE * behind,
            value: f64::from(value),
            unit: None,
        };
        self.call(CloudWatchCall::PutMetricData { namespace: metric.namespace, data: vec![datum] });
    }

    fn mute(&mut self, alert: usize, from: u32, minutes: u32) {
        let (at, duration) = (self.account().now().floor(Duration::MINUTE), Duration::MINUTE * minutes);
        let at = at + Duration::MINUTE * from;
        let (name, alarm_names) = ("rule".to_owned(), vec![self.alarm_name(alert)]);
        let rule = PutAlarmMuteRule { name, alarm_names, at, duration, expire_date: at + duration };
        self.call(CloudWatchCall::PutAlarmMuteRule(rule));
    }

    fn put_alarm(&mut self, alert: usize, (period, periods): (u64, u32), missing: usize, value: u8) {
        let mut alarm = self.chain.metric_alarms()[alert].clone();
        let mut settings = *alarm.rule.settings();
        settings.period = Period::from_seconds(period).unwrap();
        settings.evaluation_periods = periods;
        settings.datapoints_to_alarm = None;
        settings.missing_data = TREATMENTS[missing];
        settings.threshold = f64::from(value);
        alarm.rule = signalarm_alarm::Rule::new(settings).unwrap();
        self.call(CloudWatchCall::PutMetricAlarm(Box::new(PutMetricAlarm::from(&alarm))));
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
        let log_group_name = self.chain.log_group.to_string();
        let log_stream_name_prefix = String::new();
        self.call(LogsCall::DescribeLogStreams { log_group_name, log_stream_name_prefix, next_token: None });
        let place = &self.chain.place;
        let queue_url = format!("https://sqs.{}.amazonaws.com/{}/{QUEUE}", place.region, place.account);
        self.call(SqsCall::ReceiveMessage { queue_url });
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
