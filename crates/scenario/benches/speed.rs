//! How fast the simulator is: `cargo bench --package signalarm-scenario` (with `-- hourly` the first ones alone).
//!
//! Each figure stands beside a peer in the same run, since seconds alone say more about the machine:
//! simulated days per second, for four alerts with one sign-in an hour, with and without background activity, beside a bare
//! event loop of as many events as there are when every minute is played; the same with one sign-in a minute, beside a loop
//! that only makes those records; and records per second of `replay`, beside a parse of the same records to
//! `serde_json::Value`. Each figure is the best of several rounds.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::time::Duration as WallTime;

use signalarm_alert::Config;
use signalarm_event::{Forgery, Outcome, Record, Variant, forge};
use signalarm_scenario::{Delivery, Simulator, replay};
use signalarm_testkit::bench::{bare_loop, best};
use signalarm_time::{Duration, Timestamp};

const ROUNDS: usize = 20;
const DAYS: u32 = 10;
const HOURLY_DAYS: u32 = 100;
const PLAIN_DAYS: u32 = 2;
const MINUTES_A_DAY: u32 = 1_440;

fn main() {
    for (activity, words) in [(None, "no activity"), (Some(Duration::MINUTE), "activity = \"1m\"")] {
        let workload =
            Workload { sign_ins: HOURLY_DAYS * 24, every: Duration::HOUR, activity, passes_over_quiet: true };
        let simulated = best(ROUNDS, || simulate(&workload));
        let few_days = Workload { sign_ins: PLAIN_DAYS * 24, passes_over_quiet: false, ..workload };
        let events_a_day = simulate(&few_days) / u64::from(PLAIN_DAYS);
        let events = events_a_day * u64::from(HOURLY_DAYS);
        let bare = best(ROUNDS, || bare_loop(events));
        let days = f64::from(HOURLY_DAYS) / simulated.as_secs_f64();
        println!("simulation: {days:.0} simulated days per second, the built-in alerts, one sign-in an hour, {words}");
        println!("            {:.2} times a bare loop of as many events", ratio(simulated, bare));
        println!("            ({events_a_day} a day when every minute is played)");
    }

    if std::env::args().any(|argument| argument == "hourly") {
        return;
    }
    let minutes = DAYS * MINUTES_A_DAY;
    let workload = Workload { sign_ins: minutes, every: Duration::MINUTE, activity: None, passes_over_quiet: true };
    let simulated = best(ROUNDS, || simulate(&workload));
    let bare =
        best(ROUNDS, || (0..minutes).map(|minute| sign_in(minute, Duration::MINUTE).text().len()).sum::<usize>());
    let days = f64::from(DAYS) / simulated.as_secs_f64();
    println!("simulation: {days:.0} simulated days per second, the built-in alerts, one sign-in a minute");
    println!("            {:.1} times the bare making of the records", ratio(simulated, bare));

    let records: Vec<Record> = (0..minutes).map(|minute| sign_in(minute, Duration::MINUTE)).collect();
    let replayed = best(ROUNDS, || replay(records.clone(), &Config::default(), Delivery::AtEventTime, 1));
    let parsed = best(ROUNDS, || {
        let parse = |record: &Record| serde_json::from_str::<serde_json::Value>(record.text()).is_ok();
        records.iter().filter(|record| parse(record)).count()
    });
    let rate = f64::from(minutes) / replayed.as_secs_f64();
    println!("replay:     {rate:.0} records per second, already decoded, one a minute");
    println!("            {:.1} times their parse to serde_json::Value", ratio(replayed, parsed));
}

fn ratio(one: WallTime, other: WallTime) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

fn start() -> Timestamp {
    Timestamp::from_millis(1_767_603_600_000)
}

/// The four sign-ins in turn.
fn sign_in(number: u32, every: Duration) -> Record {
    let outcome = if number.is_multiple_of(2) { Outcome::Failure } else { Outcome::Success };
    let iam = (number / 2).is_multiple_of(2);
    forge(&Forgery {
        variant: if iam { Variant::Iam { outcome, mfa: false } } else { Variant::Root { outcome, mfa: false } },
        at: start() + every * number,
        account: "111122223333",
        region: None,
        user: "alice",
        source_ip: "203.0.113.7",
        user_agent: "bench",
        id: u128::from(number),
    })
}

/// The four sign-ins in turn, each made when it happens, on the built-in config.
#[derive(Clone, Copy)]
struct Workload {
    sign_ins: u32,
    every: Duration,
    activity: Option<Duration>,
    passes_over_quiet: bool,
}

/// Plays a workload, and tells how many events there were.
fn simulate(workload: &Workload) -> u64 {
    let Workload { sign_ins, every, activity, passes_over_quiet } = *workload;
    let chain = Config::default().simulated_chain();
    let mut simulator = Simulator::new(chain, 1, start()).expect("an empty account refuses nothing");
    let account = simulator.account_mut();
    account.pass_over_quiet(passes_over_quiet);
    account.set_activity(activity);
    for number in 0..sign_ins {
        account.advance(start() + every * number);
        account.record(sign_in(number, every), None);
    }
    account.advance(start() + every * sign_ins + Duration::HOUR);
    black_box(account.journal().len());
    account.appointments()
}
