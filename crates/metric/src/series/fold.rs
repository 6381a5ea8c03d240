//! The samples of one unit, folded by the metric's resolution.

use std::collections::VecDeque;

use signalarm_time::{Duration, Timestamp};

use crate::{Datapoint, Distribution};

/// The samples of one unit: one bucket for each minute (or second) that has samples.
///
/// Buckets that follow each other and hold the same are kept as one run: a metric that says the same in every minute for
/// months takes no more room, and no more time, than one that says it once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fold {
    /// Sorted by their starts; no two of them hold the same bucket.
    runs: VecDeque<Run>,
    /// For each bucket the values of its samples, where these are kept: then each run is one bucket.
    values: VecDeque<Distribution>,
}

/// Buckets that hold the same, one directly after the other.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run {
    first: Datapoint,
    /// How many, at least one.
    count: u32,
}

impl Run {
    const fn of(bucket: Datapoint) -> Self {
        Self { first: bucket, count: 1 }
    }

    fn last_start(&self, step: Duration) -> Timestamp {
        self.first.start + step * (self.count - 1)
    }

    /// How many of its buckets begin before `at`.
    fn count_before(&self, at: Timestamp, step: Duration) -> u32 {
        let steps = at.since(self.first.start).as_millis().div_ceil(step.as_millis().max(1));
        u32::try_from(steps).unwrap_or(u32::MAX).min(self.count)
    }

    /// What is left of it without the first `dropped` buckets.
    fn without_first(&self, dropped: u32, step: Duration) -> Option<Self> {
        let first = Datapoint { start: self.first.start + step * dropped, ..self.first };
        (dropped < self.count).then(|| Self { first, count: self.count - dropped })
    }

    fn first_ones(&self, count: u32) -> Option<Self> {
        (0 < count).then_some(Self { count, ..*self })
    }
}

impl Fold {
    pub(super) fn len(&self) -> usize {
        self.runs.iter().map(|run| run.count as usize).sum()
    }

    pub(super) fn newest(&self, step: Duration) -> Option<Timestamp> {
        self.runs.back().map(|run| run.last_start(step))
    }

    /// The start of the newest bucket that begins before `at`.
    pub(super) fn newest_before(&self, at: Timestamp, step: Duration) -> Option<Timestamp> {
        let behind = self.first_from(at, step);
        let straddling = self.runs.get(behind).filter(|run| run.first.start < at);
        match straddling {
            Some(run) => Some(run.first.start + step * (run.count_before(at, step) - 1)),
            None => self.runs.get(behind.checked_sub(1)?).map(|run| run.last_start(step)),
        }
    }

    /// One bucket for each that differs from the one before it, from the one that holds `start` on.
    pub(super) fn distinct_from(&self, start: Timestamp, step: Duration) -> impl Iterator<Item = &Datapoint> {
        self.runs.range(self.first_from(start, step)..).map(|run| &run.first)
    }

    /// Adds a sample to the bucket of that start.
    pub(super) fn add(&mut self, start: Timestamp, value: f64, step: Duration, keeps_values: bool) {
        let sample = sample(start, value);
        let index = self.first_from(start, step);
        if self.runs.get(index).is_some_and(|run| run.first.start <= start) {
            let index = self.alone(index, start, step);
            self.runs[index].first.absorb(&sample);
            self.keep_value(index, value, keeps_values);
        } else {
            self.runs.insert(index, Run::of(sample));
            if index < self.values.len() {
                self.values.insert(index, Distribution::default());
            }
            self.keep_value(index, value, keeps_values);
        }
    }

    /// Adds one sample to each of `count` buckets from that start on.
    pub(super) fn add_run(&mut self, start: Timestamp, value: f64, count: u32, step: Duration, keeps_values: bool) {
        let known = self.newest(step).filter(|newest| start <= *newest);
        let singly = match known {
            _ if keeps_values => count,
            Some(newest) => u32::try_from(newest.since(start).as_millis() / step.as_millis().max(1) + 1)
                .map_or(count, |singly| singly.min(count)),
            None => 0,
        };
        for index in 0..singly {
            self.add(start + step * index, value, step, keeps_values);
        }
        let run = Run { first: sample(start, value), count };
        let Some(rest) = run.without_first(singly, step) else { return };
        match self.runs.back_mut() {
            Some(last) if last.last_start(step) + step == rest.first.start && last.first.holds_as(&rest.first) => {
                last.count = last.count.saturating_add(rest.count);
            }
            Some(_) | None => self.runs.push_back(rest),
        }
    }

    /// Makes the bucket of that start, which the run of that index holds, a run of its own, and tells its index.
    fn alone(&mut self, index: usize, start: Timestamp, step: Duration) -> usize {
        let run = self.runs[index];
        if run.count == 1 {
            return index;
        }
        let before = run.count_before(start, step);
        let own = Run::of(Datapoint { start, ..run.first });
        let parts = [run.first_ones(before), Some(own), run.without_first(before + 1, step)];
        self.runs.remove(index);
        for (offset, part) in parts.into_iter().flatten().enumerate() {
            self.runs.insert(index + offset, part);
        }
        index + usize::from(0 < before)
    }

    fn keep_value(&mut self, index: usize, value: f64, keeps_values: bool) {
        if keeps_values {
            self.values.resize_with(self.values.len().max(index + 1), Distribution::default);
            self.values[index].add(value);
        }
    }

    /// From now on values are kept: each bucket becomes a run of its own.
    pub(super) fn part(&mut self, step: Duration) {
        let part = |run: &Run| {
            let run = *run;
            (0..run.count).map(move |index| Run::of(Datapoint { start: run.first.start + step * index, ..run.first }))
        };
        self.runs = self.runs.iter().flat_map(part).collect();
    }

    /// A datapoint that also takes in the samples of the `period` that begins at `start`.
    pub(super) fn datapoint(
        &self,
        start: Timestamp,
        period: Duration,
        step: Duration,
        other: Option<Datapoint>,
    ) -> Option<Datapoint> {
        let end = start + period;
        let runs = self.runs.range(self.first_from(start, step)..).take_while(|run| run.first.start < end);
        runs.fold(other, |datapoint, run| {
            let buckets = run.count_before(end, step) - run.count_before(start, step);
            (0..buckets).fold(datapoint, |datapoint, _| {
                let mut datapoint = datapoint.unwrap_or(Datapoint { start, sum: 0.0, sample_count: 0.0, ..run.first });
                datapoint.absorb(&run.first);
                Some(datapoint)
            })
        })
    }

    /// Lets datapoints of one period each, the first of which begins at `start`, take in the samples of their periods.
    pub(super) fn datapoints(&self, start: Timestamp, period: Duration, step: Duration, all: &mut [Option<Datapoint>]) {
        let last = period * u32::try_from(all.len()).unwrap_or(u32::MAX);
        let end = start + last;
        for run in self.runs.range(self.first_from(start, step)..).take_while(|run| run.first.start < end) {
            for bucket in run.count_before(start, step)..run.count_before(end, step) {
                let since = (run.first.start + step * bucket).since(start);
                let index = (since.as_millis() / period.as_millis().max(1)) as usize;
                let Some(datapoint) = all.get_mut(index) else { continue };
                let begin = || Datapoint {
                    start: start + period * u32::try_from(index).unwrap_or(u32::MAX),
                    sum: 0.0,
                    sample_count: 0.0,
                    ..run.first
                };
                datapoint.get_or_insert_with(begin).absorb(&run.first);
            }
        }
    }

    /// Adds the values of the samples of the `period` that begins at `start`.
    pub(super) fn distribute(
        &self,
        start: Timestamp,
        period: Duration,
        step: Duration,
        distribution: &mut Distribution,
    ) {
        let end = start + period;
        let first = self.first_from(start, step).min(self.values.len());
        let kept = self.values.range(first..).zip(self.runs.range(first..));
        kept.take_while(|(_, run)| run.first.start < end).for_each(|(values, _)| distribution.absorb(values));
    }

    pub(super) fn forget_before(&mut self, kept: Timestamp, step: Duration) {
        while let Some(run) = self.runs.front_mut().filter(|run| run.first.start < kept) {
            match run.without_first(run.count_before(kept, step), step) {
                Some(rest) => *run = rest,
                None => {
                    self.runs.pop_front();
                    self.values.pop_front();
                }
            }
        }
    }

    /// The index of the first run with a bucket that does not begin before `start`.
    ///
    /// The newest are asked for nearly always, so it is looked for ever further back from the end: the cost does not grow
    /// with the history.
    fn first_from(&self, start: Timestamp, step: Duration) -> usize {
        let length = self.runs.len();
        let is_before = |index: usize| self.runs[index].last_start(step) < start;
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

const fn sample(start: Timestamp, value: f64) -> Datapoint {
    Datapoint { start, sum: value, sample_count: 1.0, minimum: value, maximum: value }
}

impl Datapoint {
    /// Whether it holds the same to the bit, whenever it begins.
    fn holds_as(&self, other: &Self) -> bool {
        let bits = |point: &Self| [point.sum, point.sample_count, point.minimum, point.maximum].map(f64::to_bits);
        bits(self) == bits(other)
    }

    /// Takes in the samples of another one.
    fn absorb(&mut self, other: &Self) {
        self.sum += other.sum;
        self.sample_count += other.sample_count;
        self.minimum = self.minimum.min(other.minimum);
        self.maximum = self.maximum.max(other.maximum);
    }
}
