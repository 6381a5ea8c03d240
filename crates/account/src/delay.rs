//! How long CloudTrail takes to bring a record into the log group.

use signalarm_time::Duration;

use crate::random;

/// Delays in milliseconds by share of records, in ten-thousandths; between two lines the delay grows evenly.
///
/// AWS says five minutes on average and promises nothing; older texts say 15 minutes; one measured case took 105 s
/// (CloudTrail User Guide, *Sending events to CloudWatch Logs*; a published capture of September 2026). No distribution
/// is known: this one has a mean of 4 min 49 s, the measured case as its lower quartile and 15 minutes as its end.
const DELIVERY_DELAY: [(u32, u64); 7] = [
    (0, 30_000),
    (2_500, 105_000),
    (5_000, 240_000),
    (7_500, 390_000),
    (9_000, 600_000),
    (9_900, 840_000),
    (10_000, 900_000),
];

/// The delay of background activity: always the average, so that a busy account has a log event in every minute.
pub(crate) const ACTIVITY_DELAY: Duration = Duration::from_secs(300);

/// The longest delay of a delivery that nothing disturbs.
pub const DELIVERY_DELAY_MAX: Duration = Duration::from_millis(DELIVERY_DELAY[DELIVERY_DELAY.len() - 1].1);

/// The delay of one delivery, drawn from a stream of its own.
pub(crate) fn delivery_delay(seed: u64, purpose: &str, number: u64) -> Duration {
    let share = random::below(&mut random::stream(seed, purpose, number), 10_000);
    let above = DELIVERY_DELAY.iter().position(|(until, _)| share < *until).expect("the last line covers every share");
    let ((low_share, low), (high_share, high)) = (DELIVERY_DELAY[above - 1], DELIVERY_DELAY[above]);
    Duration::from_millis(low + (high - low) * u64::from(share - low_share) / u64::from(high_share - low_share))
}

/// Something up to `most`, drawn evenly from a stream of its own.
pub(crate) fn drawn_evenly(seed: u64, purpose: &str, number: u64, most: Duration) -> Duration {
    if most == Duration::ZERO {
        return Duration::ZERO;
    }
    // Beyond seven weeks whole milliseconds are no longer told apart.
    let grain = most.as_millis() / u64::from(u32::MAX) + 1;
    let bound = u32::try_from(most.as_millis() / grain).unwrap_or(u32::MAX);
    let mut chance = random::stream(seed, &format!("{purpose}, drawn evenly"), number);
    Duration::from_millis(u64::from(random::below(&mut chance, bound)) * grain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_evenly_reaches_from_nothing_to_the_most() {
        for most in [Duration::from_millis(1), Duration::HOUR, Duration::from_secs(400 * 86_400)] {
            let drawn: Vec<u64> = (0..2_000).map(|n| drawn_evenly(3, "p", n, most).as_millis()).collect();
            let mean = drawn.iter().sum::<u64>() / drawn.len() as u64;
            assert!(drawn.iter().all(|delay| *delay < most.as_millis()), "{most}");
            assert!(mean.abs_diff(most.as_millis() / 2) <= most.as_millis() / 20, "{most}: {mean}");
        }
    }

    #[test]
    fn deliveries_take_five_minutes_on_average_and_fifteen_at_most() {
        let drawn: Vec<u64> = (0..20_000).map(|n| delivery_delay(7, "delivery", n).as_millis()).collect();
        let mean = drawn.iter().sum::<u64>() / drawn.len() as u64;
        assert!((280_000..300_000).contains(&mean), "{mean}");
        assert!(drawn.iter().all(|delay| (30_000..=DELIVERY_DELAY_MAX.as_millis()).contains(delay)));
    }
}
