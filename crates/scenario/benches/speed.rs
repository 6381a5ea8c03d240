//! How fast the simulator is: `cargo bench --package signalarm-scenario`.
//!
//! Two figures, each beside a peer in the same run, since seconds alone say more about the machine:
//! simulated days per second, for four alerts with one sign-in a minute, beside a loop that only makes those records and
//! parses them; and records per second of `replay`, beside a parse of the same records to `serde_json::Value`.
//! Each figure is the best of several rounds.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::hint::black_box;
use std::time::{Duration as WallTime, Instant};

use signalarm_alert::Config;
use signalarm_event::{Forgery, Outcome, Record, Variant, forge};
use signalarm_scenario::{Delivery, Simulator, replay};
use signalarm_time::{Duration, Timestamp};

const ROUNDS: usize = 5;
const DAYS: u32 = 10;
const MINUTES_A_DAY: u32 = 1_440;

fn main() {
    let minutes = DAYS * MINUTES_A_DAY;
    let simulated = best(|| simulate(minutes));
    let bare = best(|| (0..minutes).map(|minute| sign_in(minute).text().len()).sum::<usize>());
    let days = f64::from(DAYS) / simulated.as_secs_f64();
    println!("simulation: {days:.0} simulated days per second, four alerts, one sign-in a minute");
    println!("            {:.1} times the bare making of the records", ratio(simulated, bare));

    let records: Vec<Record> = (0..minutes).map(sign_in).collect();
    let replayed = best(|| replay(records.clone(), &Config::default(), Delivery::AtEventTime, 1));
    let parsed = best(|| {
        let parse = |record: &Record| serde_json::from_str::<serde_json::Value>(record.text()).is_ok();
        records.iter().filter(|record| parse(record)).count()
    });
    let rate = f64::from(minutes) / replayed.as_secs_f64();
    println!("replay:     {rate:.0} records per second, already decoded, one a minute");
    println!("            {:.1} times their parse to serde_json::Value", ratio(replayed, parsed));
}

fn best<T>(mut run: impl FnMut() -> T) -> WallTime {
    let round = || {
        let begin = Instant::now();
        black_box(run());
        begin.elapsed()
    };
    std::iter::repeat_with(round).take(ROUNDS).min().unwrap_or_default()
}

fn ratio(one: WallTime, other: WallTime) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

fn start() -> Timestamp {
    Timestamp::from_millis(1_767_603_600_000)
}

/// The four sign-ins in turn, one a minute.
fn sign_in(minute: u32) -> Record {
    let outcome = if minute.is_multiple_of(2) { Outcome::Failure } else { Outcome::Success };
    let iam = (minute / 2).is_multiple_of(2);
    forge(&Forgery {
        variant: if iam { Variant::Iam { outcome, mfa: false } } else { Variant::Root { outcome, mfa: false } },
        at: start() + Duration::MINUTE * minute,
        account: "111122223333",
        region: None,
        user: "alice",
        source_ip: "203.0.113.7",
        user_agent: "bench",
        id: u128::from(minute),
    })
}

fn simulate(minutes: u32) -> usize {
    let chain = Config::default().simulated_chain();
    let mut simulator = Simulator::new(chain, 1, start()).expect("an empty account refuses nothing");
    let account = simulator.account_mut();
    for minute in 0..minutes {
        let record = sign_in(minute);
        account.advance(record.time());
        account.record(record, None);
    }
    account.advance(start() + Duration::MINUTE * minutes + Duration::HOUR);
    account.journal().len()
}
