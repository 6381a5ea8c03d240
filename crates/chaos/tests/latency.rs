//! The time from a sign-in to its notification: bounded by the deadline, shorter where alarms look more often, the same
//! for the same seed.

use rstest::rstest;
use signalarm_alarm::Period;
use signalarm_alert::{AlertName, Chain, Config, read_config};
use signalarm_chaos::{LATENCY_SIGN_INS, Latency, deadline, latencies, nearest_rank, with_period};
use signalarm_time::Duration;

const SEEDS: u64 = 6;

fn chain() -> Chain {
    Config::default().simulated_chain()
}

fn of(seconds: u64) -> Chain {
    with_period(&chain(), Period::from_seconds(seconds).unwrap())
}

fn measured(chain: &Chain) -> Vec<Latency> {
    latencies(chain, SEEDS).unwrap()
}

fn median(latencies: &[Latency]) -> Duration {
    let mut all: Vec<Duration> = latencies.iter().flat_map(|latency| latency.times.clone()).collect();
    all.sort_unstable();
    nearest_rank(&all, 50).unwrap()
}

#[rstest]
#[case(10)]
#[case(30)]
#[case(60)]
#[case(300)]
fn every_sign_in_is_told_of_within_its_deadline(#[case] seconds: u64) {
    let chain = of(seconds);
    let measured = measured(&chain);
    assert_eq!(measured.iter().map(|latency| latency.alert.clone()).collect::<Vec<_>>(), AlertName::FOUR);
    for Latency { alert, times, untold } in &measured {
        assert_eq!((times.len(), *untold), (SEEDS as usize * LATENCY_SIGN_INS as usize, 0), "{alert}");
        assert!(times.is_sorted());
        // No record comes in less than half a minute.
        assert!(Duration::from_secs(30) < times[0] && times[times.len() - 1] <= deadline(&chain, alert), "{times:?}");
    }
}

/// Alarms of less than a minute look every ten seconds, the others every minute at a window that ends then, however long it
/// is: a longer period costs no time.
#[test]
fn only_a_period_below_a_minute_changes_the_time() {
    let [ten, minute, five] = [10, 60, 300].map(|seconds| median(&measured(&of(seconds))));
    assert!(ten + Duration::from_secs(20) < minute, "{ten} {minute}");
    assert!(minute <= five && five < minute + Duration::MINUTE, "{minute} {five}");
}

#[test]
fn the_same_seeds_take_the_same_times() {
    assert_eq!(measured(&chain()), measured(&chain()));
    let (few, more) = (measured(&chain()), latencies(&chain(), SEEDS + 1).unwrap());
    assert!(few.iter().zip(&more).all(|(few, more)| few.times.iter().all(|time| more.times.contains(time))));
}

/// An alarm that never leaves ALARM tells of the first sign-in alone.
#[test]
fn what_the_settings_swallow_is_counted() {
    let text = "format = 1\ndefault-value = \"none\"\nmissing-data = \"ignore\"\n";
    let config = Config::default().patched(&read_config("c", text, &|_| None).unwrap()).unwrap();
    for latency in measured(&config.simulated_chain()) {
        assert_eq!(latency.times.len(), SEEDS as usize);
        assert_eq!(latency.untold, SEEDS as usize * (LATENCY_SIGN_INS as usize - 1));
    }
}

#[rstest]
#[case(&[], 50, None)]
#[case(&[7], 1, Some(7))]
#[case(&[7], 100, Some(7))]
#[case(&[1, 2, 3, 4], 50, Some(2))]
#[case(&[1, 2, 3, 4], 51, Some(3))]
#[case(&[1, 2, 3, 4, 5], 50, Some(3))]
#[case(&[1, 2, 3, 4, 5], 90, Some(5))]
#[case(&[1, 2, 3, 4, 5], 100, Some(5))]
fn nearest_rank_takes_a_time_that_was_seen(#[case] times: &[u64], #[case] percent: u32, #[case] rank: Option<u64>) {
    let times: Vec<Duration> = times.iter().copied().map(Duration::from_secs).collect();
    assert_eq!(nearest_rank(&times, percent), rank.map(Duration::from_secs));
}
