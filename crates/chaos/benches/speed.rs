//! How fast exploration is: `cargo bench --package signalarm-chaos` (with `-- faultless` without faults alone).
//!
//! Stories a second and account-days a second of `explore` on one core, drawing, playing and judging included: the built-in
//! config, a sign-in an hour on average, other activity each minute, in stories of a day and of thirty, without faults and with
//! those that exploration draws. Each stands beside a bare event loop of as many events as there are when every minute of the
//! same days is played, as in the benchmark of `scenario`. Each figure is the best of several rounds.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use signalarm_alert::Config;
use signalarm_chaos::{Options, Totals, draw, explore};
use signalarm_scenario::{FaultKind, Simulator, run};
use signalarm_testkit::bench::{bare_loop, best};
use signalarm_time::Duration;

const ROUNDS: usize = 10;
/// Twice as many at most as there are on average.
const SIGN_INS_PER_DAY: u32 = 48;
const DAY: Duration = Duration::from_secs(86_400);

fn main() {
    let faultless = std::env::args().any(|argument| argument == "faultless");
    for (days, seeds) in [(1, 200), (30, 20)] {
        let kinds = [(Vec::new(), "without faults"), (FaultKind::all().collect(), "with faults")];
        for (faults, words) in kinds.into_iter().take(if faultless { 1 } else { 2 }) {
            let options = Options {
                length: DAY * days,
                sign_ins_per_day: SIGN_INS_PER_DAY,
                faults,
                ..Options::new(Config::default())
            };
            measure(&options, seeds, &format!("stories of {days} d, {words}"));
        }
    }
}

fn measure(options: &Options, seeds: u64, words: &str) {
    let totals = explored(options, seeds);
    let taken = best(ROUNDS, || explored(options, seeds));
    let days = totals.minutes as f64 / 1_440.0;
    let events = events_a_day(options) as f64 * days;
    let bare = best(ROUNDS, || bare_loop(events as u64));
    let a_second = |count: f64| count / taken.as_secs_f64();
    println!("{words}: {:.0} stories, {:.0} account-days a second", a_second(seeds as f64), a_second(days));
    println!(
        "    {:.2} times a bare loop of as many events; {} sign-ins, {} faults, {} swallowed",
        taken.as_secs_f64() / bare.as_secs_f64(),
        totals.sign_ins,
        totals.faults,
        totals.swallowed
    );
}

fn explored(options: &Options, seeds: u64) -> Totals {
    let mut totals = Totals::default();
    for seed in 0..seeds {
        let outcome = explore(options, seed).expect("an empty account refuses nothing");
        assert!(outcome.violations.is_empty(), "seed {seed}: {:?}", outcome.violations);
        totals.add(&outcome.totals);
    }
    totals
}

/// How many events a day has when every minute is played: of the first story, without its faults.
fn events_a_day(options: &Options) -> u64 {
    let scenario = draw(&Options { faults: Vec::new(), ..options.clone() }, 0);
    let mut simulator = Simulator::for_scenario(&scenario).expect("an empty account refuses nothing");
    simulator.account_mut().pass_over_quiet(false);
    run(&scenario, &mut simulator).expect("the simulator goes on");
    simulator.account().appointments() * 86_400 / scenario.length.as_secs()
}
