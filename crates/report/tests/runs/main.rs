//! One run in every report: privacy, and the shape of what machines read.

mod harmless;
mod json;
mod masking;
mod matrix;
mod outside;

use signalarm_alert::{Config, read_config};
use signalarm_event::{Forgery, Outcome, Record, Variant, forge};
use signalarm_scenario::{Delivery, Replay, Run, Simulator, Sources, read_scenario, replay, run};
use signalarm_time::Timestamp;

/// A chain of somebody's own: an account, addresses of which one lies inside the other, numbers of which one begins
/// with the account's.
const CONFIG: &str = "
format = 1
account = '123456789012'
[alerts.signin-console-failure-iam]
subscribers = [{ email = 'call@corp.example' }, { email = 'on-call@corp.example' }]
[alerts.signin-console-success-root]
subscribers = [{ sms = '+1234567890123' }, { sms = '+4915112345678' }]
";

/// Two failures in one ALARM, a root success; one expectation that differs and one that holds.
const SCENARIO: &str = "
format = 1
title = 'the title'
step = [
    { sign-in = { user-type = 'iam', outcome = 'failure', delay = '2m' } },
    { at = '1m', sign-in = { user-type = 'iam', outcome = 'failure', delay = '2m' } },
    { at = '2m', sign-in = { user-type = 'root', outcome = 'success', delay = '2m' } },
]
[[expect]]
within = '20m'
by = 'signin-console-success-root'
notified = ['sms']
count = 1
[[expect]]
within = '20m'
by = 'signin-console-success-root'
notified = ['sms']
message.AlarmArn = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:signin-console-success-root'
";

fn config(text: &str) -> Config {
    Config::default().patched(&read_config("f", text, &|_| None).unwrap()).unwrap()
}

fn played(config: &Config) -> Run {
    let sources = Sources { config, environment: &|_| None, files: &|_| Err("no file".to_owned()) };
    let scenario = read_scenario("f", "the-name", SCENARIO, sources).unwrap_or_else(|faulty| panic!("{faulty}"));
    run(&scenario, &mut Simulator::for_scenario(&scenario).unwrap()).unwrap()
}

fn record(at: &str, variant: Variant) -> Record {
    let at: Timestamp = at.parse().unwrap();
    let (account, user, source_ip, id) = ("123456789012", "alice", "203.0.113.7", u128::from(at.as_millis()));
    forge(&Forgery { variant, at, account, region: None, user, source_ip, user_agent: "test", id })
}

/// A failure that is heard, and one that is swallowed; a failure of the root user.
fn replayed(config: &Config) -> Replay {
    let failure = Variant::Iam { outcome: Outcome::Failure, mfa: false };
    let root = Variant::Root { outcome: Outcome::Failure, mfa: false };
    let records = vec![
        record("2026-03-02T10:00:10Z", failure),
        record("2026-03-02T10:01:20Z", failure),
        record("2026-03-02T10:01:30Z", root),
    ];
    replay(records, config, Delivery::AtEventTime, 1).unwrap()
}
