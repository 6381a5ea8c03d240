//! The samples of one metric, folded minute by minute.

use std::collections::VecDeque;

use signalarm_time::{Duration, Timestamp};

use crate::Datapoint;

/// CloudWatch refuses values beyond this one, of either sign, and what is no number: 2³⁶⁰ (CloudWatch API Reference,
/// *MetricDatum*).
pub const VALUE_MAX: f64 = f64::from_bits((1023 + 360) << 52);

/// The samples of one metric, folded minute by minute.
///
/// Samples may come in any order and be as far apart as they like: what is kept is one aggregate for each minute that
/// has samples, and [`Series::forget_before`] bounds how far back they reach.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Sorted by their starts, which are whole minutes and differ.
    minutes: VecDeque<Datapoint>,
}

impl Series {
    /// A series without samples.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there are no samples.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.minutes.is_empty()
    }

    /// The start of the newest minute that has samples.
    #[must_use]
    pub fn newest_minute(&self) -> Option<Timestamp> {
        self.minutes.back().map(|minute| minute.start)
    }

    /// Adds a sample; one that CloudWatch refuses (see [`VALUE_MAX`]) is not added.
    pub fn add(&mut self, at: Timestamp, value: f64) {
        if value.is_nan() || VALUE_MAX < value.abs() {
            return;
        }
        let start = at.floor(Duration::MINUTE);
        let sample = Datapoint { start, sum: value, sample_count: 1.0, minimum: value, maximum: value };
        let index = self.first_from(start);
        match self.minutes.get_mut(index) {
            Some(minute) if minute.start == start => minute.absorb(&sample),
            _ => self.minutes.insert(index, sample),
        }
    }

    /// The samples of the `period` that begins at `start`, as one datapoint; `None` where there are none.
    ///
    /// The resolution is one minute: start and end count as cut to the minute.
    #[must_use]
    pub fn datapoint(&self, start: Timestamp, period: Duration) -> Option<Datapoint> {
        let end = (start + period).floor(Duration::MINUTE);
        let index = self.first_from(start.floor(Duration::MINUTE));
        let mut minutes = self.minutes.range(index..).take_while(|minute| minute.start < end);
        let mut datapoint = Datapoint { start, ..*minutes.next()? };
        minutes.for_each(|minute| datapoint.absorb(minute));
        Some(datapoint)
    }

    /// Forgets every minute that has ended by `at`.
    pub fn forget_before(&mut self, at: Timestamp) {
        let kept = at.floor(Duration::MINUTE);
        while self.minutes.front().is_some_and(|minute| minute.start < kept) {
            self.minutes.pop_front();
        }
    }

    /// The index of the first minute that does not lie before `start`.
    fn first_from(&self, start: Timestamp) -> usize {
        let Some(last) = self.minutes.back() else { return 0 };
        if last.start < start {
            return self.minutes.len();
        }
        // Where every minute has samples, a minute is as many entries from the end as it is minutes: no search then.
        let minutes_back = last.start.since(start).as_millis() / Duration::MINUTE.as_millis();
        let guess = usize::try_from(minutes_back).ok().and_then(|back| (self.minutes.len() - 1).checked_sub(back));
        match guess {
            Some(guess) if self.minutes[guess].start == start => guess,
            _ => self.minutes.partition_point(|minute| minute.start < start),
        }
    }
}

impl Datapoint {
    /// Takes in the samples of another one.
    fn absorb(&mut self, other: &Self) {
        self.sum += other.sum;
        self.sample_count += other.sample_count;
        self.minimum = self.minimum.min(other.minimum);
        self.maximum = self.maximum.max(other.maximum);
    }
}

#[cfg(test)]
mod tests {
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
        for time in ["2026-09-14T01:15:59.999Z", "2026-09-14T01:10:00Z", "2026-09-14T02:15:30Z", "2026-09-14T01:15:00Z"]
        {
            series.add(at(time), 2.0);
        }
        let sum = |start: &str, minutes| {
            series.datapoint(at(start), Duration::MINUTE * minutes).map(|datapoint| datapoint.sum)
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
        assert_eq!(series.minutes.len(), 3);
        assert_eq!(series.datapoint(Timestamp::MIN, Duration::MINUTE).unwrap().sum, -VALUE_MAX);
        assert_eq!(series.datapoint(minute(1), Duration::ZERO), None);
        series.forget_before(minute(2));
        assert_eq!(series.minutes.len(), 1);
        series.forget_before(Timestamp::MAX + Duration::HOUR);
        assert_eq!(series.minutes.len(), 1, "the minute of the last instant has not ended");
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
            prop_assert_eq!(series.datapoint(minute(start), Duration::MINUTE * length), expected);
        }
    }
}
