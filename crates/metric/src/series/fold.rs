//! The samples of one unit, folded by the metric's resolution.

use std::collections::VecDeque;

use signalarm_time::{Duration, Timestamp};

use crate::{Datapoint, Distribution};

/// The samples of one unit: one bucket for each minute (or second) that has samples.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fold {
    resolution: Duration,
    /// Sorted by their starts, which are whole multiples of the resolution and differ.
    buckets: VecDeque<Datapoint>,
    /// For each bucket the values of its samples, where these are kept.
    values: VecDeque<Distribution>,
}

impl Fold {
    pub(super) const fn new(resolution: Duration) -> Self {
        Self { resolution, buckets: VecDeque::new(), values: VecDeque::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.buckets.len()
    }

    pub(super) fn newest(&self) -> Option<Timestamp> {
        self.buckets.back().map(|bucket| bucket.start)
    }

    /// Adds a sample to the bucket of that start.
    pub(super) fn add(&mut self, start: Timestamp, value: f64, keeps_values: bool) {
        let sample = Datapoint { start, sum: value, sample_count: 1.0, minimum: value, maximum: value };
        let index = self.first_from(start);
        match self.buckets.get_mut(index) {
            Some(bucket) if bucket.start == start => bucket.absorb(&sample),
            Some(_) | None => {
                self.buckets.insert(index, sample);
                if index < self.values.len() {
                    self.values.insert(index, Distribution::default());
                }
            }
        }
        if keeps_values {
            self.values.resize_with(self.values.len().max(index + 1), Distribution::default);
            self.values[index].add(value);
        }
    }

    /// A datapoint that also takes in the samples of the `period` that begins at `start`.
    pub(super) fn datapoint(&self, start: Timestamp, period: Duration, other: Option<Datapoint>) -> Option<Datapoint> {
        let end = start + period;
        let buckets = self.buckets.range(self.first_from(start)..).take_while(|bucket| bucket.start < end);
        buckets.fold(other, |datapoint, bucket| {
            let mut datapoint = datapoint.unwrap_or(Datapoint { start, sum: 0.0, sample_count: 0.0, ..*bucket });
            datapoint.absorb(bucket);
            Some(datapoint)
        })
    }

    /// Adds the values of the samples of the `period` that begins at `start`.
    pub(super) fn distribute(&self, start: Timestamp, period: Duration, distribution: &mut Distribution) {
        let end = start + period;
        let first = self.first_from(start).min(self.values.len());
        let kept = self.values.range(first..).zip(self.buckets.range(first..));
        kept.take_while(|(_, bucket)| bucket.start < end).for_each(|(values, _)| distribution.absorb(values));
    }

    pub(super) fn forget_before(&mut self, kept: Timestamp) {
        while self.buckets.front().is_some_and(|bucket| bucket.start < kept) {
            self.buckets.pop_front();
            self.values.pop_front();
        }
    }

    /// The index of the first bucket that does not begin before `start`.
    fn first_from(&self, start: Timestamp) -> usize {
        let Some(last) = self.buckets.back() else { return 0 };
        if last.start < start {
            return self.buckets.len();
        }
        // Where every minute has samples, a minute is as many entries from the end as it is minutes: no search then.
        let back = last.start.since(start).as_millis() / self.resolution.as_millis();
        let guess = usize::try_from(back).ok().and_then(|back| (self.buckets.len() - 1).checked_sub(back));
        match guess {
            Some(guess) if self.buckets[guess].start == start => guess,
            Some(_) | None => self.buckets.partition_point(|bucket| bucket.start < start),
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
