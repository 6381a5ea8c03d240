//! The samples of one metric, folded by unit and by the metric's resolution.

mod fold;

use signalarm_time::{Duration, Timestamp};

use self::fold::Fold;
use crate::{Datapoint, Distribution, Unit};

/// CloudWatch refuses values beyond this one, of either sign, and what is no number: 2³⁶⁰ (CloudWatch API Reference,
/// *MetricDatum*).
pub const VALUE_MAX: f64 = f64::from_bits((1023 + 360) << 52);

/// The samples of one metric.
///
/// Samples may come in any order and be as far apart as they like: what is kept is one aggregate for each unit and each
/// minute (or second, see [`Series::high_resolution`]) that has samples, and [`Series::forget_before`] bounds how far
/// back they reach. A metric does not exist before its first sample: then the series is empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    resolution: Duration,
    keeps_values: bool,
    /// In the order in which the units came up; nearly always one.
    units: Vec<(Unit, Fold)>,
}

impl Default for Series {
    fn default() -> Self {
        Self::new()
    }
}

impl Series {
    /// A series of standard resolution, one minute, without samples: what metric filters write.
    #[must_use]
    pub const fn new() -> Self {
        Self { resolution: Duration::MINUTE, keeps_values: false, units: Vec::new() }
    }

    /// A series of high resolution, one second, without samples.
    #[must_use]
    pub fn high_resolution() -> Self {
        Self { resolution: Duration::SECOND, ..Self::new() }
    }

    /// Keeps the values of the samples as well from now on: extended statistics need them.
    pub fn keep_values(&mut self) {
        if !std::mem::replace(&mut self.keeps_values, true) {
            self.units.iter_mut().for_each(|(_, fold)| fold.part(self.resolution));
        }
    }

    /// How many datapoints there are, of one minute (or second) and one unit each.
    #[must_use]
    pub fn len(&self) -> usize {
        self.units.iter().map(|(_, fold)| fold.len()).sum()
    }

    /// Whether there are no samples.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The start of the newest minute (or second) that has samples.
    #[must_use]
    pub fn newest(&self) -> Option<Timestamp> {
        self.units.iter().filter_map(|(_, fold)| fold.newest(self.resolution)).max()
    }

    /// The start of the newest minute (or second) that has samples and begins before `at`.
    #[must_use]
    pub fn newest_before(&self, at: Timestamp) -> Option<Timestamp> {
        self.units.iter().filter_map(|(_, fold)| fold.newest_before(at, self.resolution)).max()
    }

    /// What the minutes (or seconds) that have samples hold, from the one that begins at `start` on: each unit's apart, and
    /// of several that follow each other and hold the same one at least, whenever that begins.
    pub fn distinct_from(&self, start: Timestamp) -> impl Iterator<Item = &Datapoint> {
        self.units.iter().flat_map(move |(_, fold)| fold.distinct_from(start, self.resolution))
    }

    /// The units that came up, in that order. With more than one, GetMetricData warns of `MultipleUnits`.
    pub fn units(&self) -> impl Iterator<Item = Unit> {
        self.units.iter().map(|(unit, _)| *unit)
    }

    /// Adds a sample without a unit; one that CloudWatch refuses (see [`VALUE_MAX`]) is not added.
    pub fn add(&mut self, at: Timestamp, value: f64) {
        self.add_in(Unit::None, at, value);
    }

    /// Adds a sample of a unit; one that CloudWatch refuses (see [`VALUE_MAX`]) is not added.
    pub fn add_in(&mut self, unit: Unit, at: Timestamp, value: f64) {
        if value.is_nan() || VALUE_MAX < value.abs() {
            return;
        }
        let (start, step, keeps_values) = (at.floor(self.resolution), self.resolution, self.keeps_values);
        self.fold_mut(unit).add(start, value, step, keeps_values);
    }

    /// Adds a sample of a unit in each of `count` minutes (or seconds) that follow each other, from that of `at` on.
    ///
    /// It is the same as so many calls of [`Series::add_in`], but takes no longer than a few of them: what says the same
    /// minute after minute is kept as one.
    pub fn add_each(&mut self, unit: Unit, at: Timestamp, value: f64, count: u32) {
        if value.is_nan() || VALUE_MAX < value.abs() || count == 0 {
            return;
        }
        let (start, step, keeps_values) = (at.floor(self.resolution), self.resolution, self.keeps_values);
        self.fold_mut(unit).add_run(start, value, count, step, keeps_values);
    }

    fn fold_mut(&mut self, unit: Unit) -> &mut Fold {
        let index = self.units.iter().position(|(present, _)| *present == unit).unwrap_or_else(|| {
            self.units.push((unit, Fold::default()));
            self.units.len() - 1
        });
        &mut self.units[index].1
    }

    /// The samples of the `period` that begins at `start`, as one datapoint; `None` where there are none.
    ///
    /// With a unit only its samples count, without one those of all units (CloudWatch API Reference, *PutMetricAlarm*).
    /// A sample counts where its minute (or second) begins.
    #[must_use]
    pub fn datapoint(&self, start: Timestamp, period: Duration, unit: Option<Unit>) -> Option<Datapoint> {
        self.folds(unit).fold(None, |datapoint, fold| fold.datapoint(start, period, self.resolution, datapoint))
    }

    /// Fills in the datapoints of as many periods as there is room for, which follow each other from `start` on: each as
    /// [`Series::datapoint`] gives it.
    pub fn datapoints(
        &self,
        start: Timestamp,
        period: Duration,
        unit: Option<Unit>,
        datapoints: &mut [Option<Datapoint>],
    ) {
        datapoints.fill(None);
        self.folds(unit).for_each(|fold| fold.datapoints(start, period, self.resolution, datapoints));
    }

    /// The values of the samples of the `period` that begins at `start`; empty where none were kept.
    #[must_use]
    pub fn distribution(&self, start: Timestamp, period: Duration, unit: Option<Unit>) -> Distribution {
        let mut distribution = Distribution::default();
        self.folds(unit).for_each(|fold| fold.distribute(start, period, self.resolution, &mut distribution));
        distribution
    }

    /// Forgets every minute (or second) that has ended by `at`.
    pub fn forget_before(&mut self, at: Timestamp) {
        let kept = at.floor(self.resolution);
        self.units.iter_mut().for_each(|(_, fold)| fold.forget_before(kept, self.resolution));
    }

    fn folds(&self, unit: Option<Unit>) -> impl Iterator<Item = &Fold> {
        let wanted = move |present: Unit| unit.is_none_or(|unit| unit == present);
        self.units.iter().filter(move |(present, _)| wanted(*present)).map(|(_, fold)| fold)
    }
}

#[cfg(test)]
mod tests;
