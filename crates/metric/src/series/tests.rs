//! Samples in and datapoints out.

use super::*;
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn minute(number: u64) -> Timestamp {
    Timestamp::from_millis(number * 60_000)
}

#[test]
fn a_sample_counts_in_the_minute_of_its_time() {
    let mut series = Series::new();
    // Past, present and future, in the order of their arrival (recorded answers, September 2026).
    for time in ["2026-09-14T01:15:59.999Z", "2026-09-14T01:10:00Z", "2026-09-14T02:15:30Z", "2026-09-14T01:15:00Z"] {
        series.add(at(time), 2.0);
    }
    let sum = |start: &str, minutes| {
        series.datapoint(at(start), Duration::MINUTE * minutes, None).map(|datapoint| datapoint.sum)
    };
    assert_eq!(sum("2026-09-14T01:15:00Z", 1), Some(4.0));
    assert_eq!(sum("2026-09-14T01:10:00Z", 5), Some(2.0));
    assert_eq!(sum("2026-09-14T01:10:00Z", 6), Some(6.0));
    assert_eq!(sum("2026-09-14T01:16:00Z", 59), None);
    assert_eq!(sum("2026-09-14T02:15:00Z", 1), Some(2.0));
    assert_eq!(sum("2026-09-14T02:16:00Z", 60), None);
}

#[test]
fn ends_of_time_and_of_numbers_are_no_trouble() {
    let mut series = Series::new();
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 2.0 * VALUE_MAX, f64::MAX] {
        series.add(minute(1), value);
    }
    assert!(series.is_empty());
    for time in [Timestamp::MAX, Timestamp::MIN, minute(1)] {
        series.add(time, -VALUE_MAX);
    }
    assert_eq!(series.len(), 3);
    assert_eq!(series.datapoint(Timestamp::MIN, Duration::MINUTE, None).unwrap().sum, -VALUE_MAX);
    assert_eq!(series.datapoint(minute(1), Duration::ZERO, None), None);
    series.forget_before(minute(2));
    assert_eq!(series.len(), 1);
    series.forget_before(Timestamp::MAX + Duration::HOUR);
    assert_eq!(series.len(), 1, "the minute of the last instant has not ended");
}

/// CloudWatch API Reference, *PutMetricAlarm*: with a unit only its samples, without one all. Both series of the recorded
/// `mf-unit-change` stand side by side.
#[test]
fn samples_are_folded_for_each_unit_apart() {
    let mut series = Series::new();
    series.add_in(Unit::Count, minute(1), 19.0);
    series.add_in(Unit::Bytes, minute(1), 41.0);
    series.add_in(Unit::Bytes, minute(2), 1.0);
    let found = |unit| {
        let datapoint = series.datapoint(minute(1), Duration::MINUTE * 2, unit)?;
        Some((datapoint.sum, datapoint.sample_count, datapoint.minimum, datapoint.maximum))
    };
    assert_eq!(found(Some(Unit::Count)), Some((19.0, 1.0, 19.0, 19.0)));
    assert_eq!(found(Some(Unit::Bytes)), Some((42.0, 2.0, 1.0, 41.0)));
    assert_eq!(found(Some(Unit::None)), None);
    assert_eq!(found(None), Some((61.0, 3.0, 1.0, 41.0)));
    assert_eq!(series.units().collect::<Vec<_>>(), [Unit::Count, Unit::Bytes]);
    assert_eq!(series.newest(), Some(minute(2)));
}

#[test]
fn high_resolution_tells_seconds_apart() {
    let at = |millis| Timestamp::MIN + Duration::from_millis(millis);
    let (mut standard, mut high) = (Series::new(), Series::high_resolution());
    for series in [&mut standard, &mut high] {
        [10_200, 10_900, 25_000].into_iter().for_each(|millis| series.add(at(millis), 1.0));
    }
    let sums = |series: &Series| {
        let sum = |slot: u64| series.datapoint(at(slot * 10_000), Duration::from_secs(10), None).map(|point| point.sum);
        [0u64, 1, 2, 3].map(sum)
    };
    assert_eq!(sums(&high), [None, Some(2.0), Some(1.0), None]);
    assert_eq!(sums(&standard), [Some(3.0), None, None, None], "a sample stands at the start of its minute");
    assert_eq!((standard.len(), high.len()), (1, 2));
}

#[test]
fn values_are_kept_where_they_are_asked_for() {
    let mut series = Series::new();
    series.add(minute(3), 1.0);
    series.keep_values();
    for (number, value) in [(3, 2.0), (1, 3.0), (4, 4.0), (4, 5.0), (2, 6.0)] {
        series.add(minute(number), value);
    }
    let count = |start, length| series.distribution(minute(start), Duration::MINUTE * length, None).sample_count();
    assert_eq!([count(1, 1), count(2, 1), count(3, 1), count(4, 1), count(1, 4), count(5, 9)], [1, 1, 1, 2, 5, 0]);
    series.forget_before(minute(3));
    assert_eq!(series.distribution(minute(1), Duration::MINUTE * 9, Some(Unit::None)).sample_count(), 3);
}

proptest! {
    /// Whatever comes in whatever order, a datapoint is what a plain look at all samples makes it.
    #[test]
    fn a_datapoint_is_the_fold_of_its_samples(
        samples in prop::collection::vec((0u64..40, 0u64..60_000, -8i32..8), 0..60),
        forget in 0u64..20,
        start in 0u64..45,
        length in 0u32..12,
    ) {
        let mut series = Series::new();
        for (number, millis, value) in &samples {
            series.add(minute(*number) + Duration::from_millis(*millis), f64::from(*value));
        }
        series.forget_before(minute(forget));
        let wanted = start.max(forget)..start + u64::from(length);
        let values: Vec<f64> =
            samples.iter().filter(|(number, ..)| wanted.contains(number)).map(|row| f64::from(row.2)).collect();
        let expected = (!values.is_empty()).then(|| Datapoint {
            start: minute(start),
            sum: values.iter().sum(),
            sample_count: values.len() as f64,
            minimum: values.iter().copied().fold(f64::INFINITY, f64::min),
            maximum: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        });
        prop_assert_eq!(series.datapoint(minute(start), Duration::MINUTE * length, None), expected);
    }
}

proptest! {
    /// Adding minute by minute, and adding the like minutes at once, in any order and between forgetting.
    #[test]
    fn minutes_added_at_once_are_minutes_added(
        steps in proptest::collection::vec((0_u64..40, 0_u32..12, 0_u8..3, any::<bool>()), 1..30),
        keep_at in 0_usize..60,
    ) {
        let (mut once, mut singly) = (Series::new(), Series::new());
        for (index, (from, count, value, forget)) in steps.into_iter().enumerate() {
            if index == keep_at {
                once.keep_values();
                singly.keep_values();
            }
            let value = f64::from(value) / 10.0;
            once.add_each(Unit::None, minute(from), value, count);
            (0..count).for_each(|offset| singly.add(minute(from + u64::from(offset)), value));
            if forget {
                once.forget_before(minute(from / 2));
                singly.forget_before(minute(from / 2));
            }
            prop_assert_eq!((once.len(), once.newest()), (singly.len(), singly.newest()));
            for start in 0..52 {
                for minutes in [1, 5] {
                    let ask = |series: &Series| {
                        let period = Duration::MINUTE * minutes;
                        let (datapoint, before) =
                            (series.datapoint(minute(start), period, None), series.newest_before(minute(start)));
                        (datapoint, before, series.distribution(minute(start), period, None))
                    };
                    prop_assert_eq!(ask(&once), ask(&singly));
                    let period = Duration::MINUTE * minutes;
                    let mut listed = [None; 7];
                    once.datapoints(minute(start), period, None, &mut listed);
                    let each = [0, 1, 2, 3, 4, 5, 6]
                        .map(|index| once.datapoint(minute(start) + period * index, period, None));
                    prop_assert_eq!(listed, each);
                }
                let holds = |series: &Series| {
                    let mut held: Vec<_> =
                        series.distinct_from(minute(start)).map(|point| (point.sum, point.sample_count)).collect();
                    held.dedup();
                    held
                };
                prop_assert_eq!(holds(&once), holds(&singly));
            }
        }
    }
}
