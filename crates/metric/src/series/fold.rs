//! The samples of one unit, folded by the metric's resolution.

use std::collections::VecDeque;

use signalarm_time::{Duration, Timestamp};

use crate::{Datapoint, Distribution};

/// The samples of one unit: one bucket for each minute (or second) that has samples.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fold {
    /// Sorted by their starts, which differ.
    buckets: VecDeque<Datapoint>,
    /// For each bucket the values of its samples, where these are kept.
    values: VecDeque<Distribution>,
}

impl Fold {
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
    ///
    /// The newest are asked for nearly always, so it is looked for ever further back from the end: the cost does not grow
    /// with the history.
    fn first_from(&self, start: Timestamp) -> usize {
        let length = self.buckets.len();
        let is_before = |index: usize| self.buckets[index].start < start;
        let mut back = 1;
        while back <= length && !is_before(length - back) {
            back *= 2;
        }
        let (mut low, mut high) = (length.saturating_sub(back), length - (back / 2).min(length));
        while low < high {
            let middle = low.midpoint(high);
            (low, high) = if is_before(middle) { (middle + 1, high) } else { (low, middle) };
        }
        low
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
