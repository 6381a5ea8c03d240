//! The rule of an alarm: its settings, and the slots of an evaluation.

use signalarm_metric::{ExtendedStatistic, Series, Unit};
use signalarm_time::{Duration, Timestamp};
use thiserror::Error;

use crate::{EvaluationWindow, LowSamples, Measure, MissingData, Operator, Period, Slot, WarmUp};

/// How far the evaluation periods may reach in all, with a period below an hour and with a longer one (CloudWatch API
/// Reference, *PutMetricAlarm*).
const REACH_MAX_SHORT: Duration = Duration::from_secs(86_400);
/// Slots for which the series is looked through at once; most ranges have fewer.
const SLOTS_AT_ONCE: usize = 8;
const REACH_MAX_LONG: Duration = Duration::from_secs(604_800);

/// The periods that a wall clock has (CloudWatch User Guide, *Alarm evaluation window*).
const WALL_CLOCK_SECONDS: [u64; 5] = [60, 300, 3_600, 86_400, 604_800];

/// The settings of a rule, under CloudWatch's names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuleSettings {
    /// The period of each datapoint.
    pub period: Period,
    /// N: how many datapoints are compared, at least one.
    pub evaluation_periods: u32,
    /// M: how many of them must breach, from 1 to N. `None`: not configured; that is M = N, and shows in the texts.
    pub datapoints_to_alarm: Option<u32>,
    /// What each datapoint is of its period.
    pub measure: Measure,
    /// The unit of the samples that count. `None`: not configured; all samples count, whatever their units.
    pub unit: Option<Unit>,
    /// How it is compared with the threshold.
    pub operator: Operator,
    /// The threshold, a finite number.
    pub threshold: f64,
    /// What missing datapoints count as.
    pub missing_data: MissingData,
    /// Where its periods begin.
    pub window: EvaluationWindow,
    /// How long the first evaluation waits. `None`: not at all.
    pub warm_up: Option<WarmUp>,
    /// What becomes of a breach that is too young to alarm.
    pub young_breach: YoungBreach,
}

impl RuleSettings {
    /// The settings that *PutMetricAlarm* demands; all others are as they are where the request does not name them.
    #[must_use]
    pub fn new(
        period: Period,
        evaluation_periods: u32,
        measure: impl Into<Measure>,
        operator: Operator,
        threshold: f64,
    ) -> Self {
        Self {
            period,
            evaluation_periods,
            datapoints_to_alarm: None,
            measure: measure.into(),
            unit: None,
            operator,
            threshold,
            missing_data: MissingData::default(),
            window: EvaluationWindow::default(),
            warm_up: None,
            young_breach: YoungBreach::default(),
        }
    }
}

/// The state of an alarm with `missing` while all it knows is a breach that is too young to alarm.
///
/// CloudWatch's documentation says no more of it than that it is not ALARM.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum YoungBreach {
    /// INSUFFICIENT_DATA, as the tables of the CloudWatch User Guide said in 2018 and 2019.
    #[default]
    InsufficientData,
    /// The present state is kept; that fits the recorded evaluations as well.
    Keep,
}

/// The rule of an alarm; its settings are in order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule(RuleSettings);

impl Rule {
    /// A rule of these settings.
    ///
    /// # Errors
    ///
    /// All faults of the settings.
    pub fn new(settings: RuleSettings) -> Result<Self, Vec<RuleFault>> {
        let RuleSettings { period, evaluation_periods, datapoints_to_alarm, measure, threshold, window, .. } = settings;
        let reach = period.duration() * evaluation_periods;
        let reach_max = if period.duration() < Duration::HOUR { REACH_MAX_SHORT } else { REACH_MAX_LONG };
        let mut faults = Vec::new();
        if evaluation_periods == 0 {
            faults.push(RuleFault::NoEvaluationPeriods);
        }
        if reach_max < reach {
            faults.push(RuleFault::TooLong { period, evaluation_periods, reach, reach_max });
        }
        match datapoints_to_alarm {
            Some(datapoints) if datapoints == 0 || evaluation_periods < datapoints => {
                faults.push(RuleFault::DatapointsToAlarm { datapoints_to_alarm: datapoints, evaluation_periods });
            }
            Some(_) | None => {}
        }
        if !threshold.is_finite() {
            faults.push(RuleFault::Threshold(threshold));
        }
        if let Measure::Extended(statistic, LowSamples::Ignore) = measure
            && statistic.percentile().is_none()
        {
            faults.push(RuleFault::LowSamples(statistic));
        }
        if let EvaluationWindow::WallClock(_) = window
            && !WALL_CLOCK_SECONDS.contains(&period.seconds())
        {
            faults.push(RuleFault::WallClock(period));
        }
        if faults.is_empty() { Ok(Self(settings)) } else { Err(faults) }
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &RuleSettings {
        &self.0
    }

    /// M: how many datapoints must breach.
    #[must_use]
    pub fn datapoints_to_alarm(&self) -> u32 {
        self.0.datapoints_to_alarm.unwrap_or(self.0.evaluation_periods)
    }

    /// Puts the slots of the evaluation at an instant into a list, in place of what is there: as [`Rule::slots`] gives them,
    /// and sooner.
    pub fn slots_into(&self, series: &Series, at: Timestamp, slots: &mut Vec<Slot>) {
        let RuleSettings { period, measure, unit, .. } = self.0;
        slots.clear();
        let (period, end, count) = (period.duration(), self.window_end(at), self.evaluation_range());
        let first = end - period * count;
        let Measure::Statistic(statistic) = measure else { return slots.extend(self.slots(series, at)) };
        if first + period * count != end {
            // The range reaches back to the beginning of time.
            return slots.extend(self.slots(series, at));
        }
        let mut datapoints = [None; SLOTS_AT_ONCE];
        for done in (0..count).step_by(SLOTS_AT_ONCE) {
            let start = first + period * done;
            let datapoints = &mut datapoints[..SLOTS_AT_ONCE.min((count - done) as usize)];
            series.datapoints(start, period, unit, datapoints);
            slots.extend((0..).zip(datapoints).map(|(index, datapoint)| Slot {
                start: start + period * index,
                value: datapoint.map(|datapoint| datapoint.value(statistic)),
                sample_count: datapoint.map(|datapoint| datapoint.sample_count),
            }));
        }
    }

    /// The slots of the evaluation at an instant, oldest first. Those of an expression are empty: its values come from
    /// outside.
    pub fn slots(&self, series: &Series, at: Timestamp) -> impl Iterator<Item = Slot> {
        let RuleSettings { period, measure, unit, .. } = self.0;
        self.window(at).map(move |start| {
            let datapoint = series.datapoint(start, period.duration(), unit);
            let sample_count = datapoint.map(|datapoint| datapoint.sample_count);
            match measure {
                Measure::Statistic(statistic) => {
                    Slot { start, value: datapoint.map(|datapoint| datapoint.value(statistic)), sample_count }
                }
                Measure::Extended(statistic, _) => {
                    let value = series.distribution(start, period.duration(), unit).value(statistic);
                    Slot { start, value, sample_count }
                }
                Measure::Expression => Slot { start, value: None, sample_count: None },
            }
        })
    }
}

/// A setting that is out of order.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum RuleFault {
    /// N is zero.
    #[error("evaluation_periods is 0: write 1 or more")]
    NoEvaluationPeriods,
    /// The evaluation periods reach too far in all.
    #[error(
        "period × evaluation_periods is {period} × {evaluation_periods} = {reach}: write {reach_max} or less in all"
    )]
    TooLong {
        /// The period.
        period: Period,
        /// N.
        evaluation_periods: u32,
        /// How far they reach in all.
        reach: Duration,
        /// How far they may.
        reach_max: Duration,
    },
    /// M does not lie between 1 and N.
    #[error(
        "datapoints_to_alarm is {datapoints_to_alarm}: write 1 or more, and at most {evaluation_periods}, \
         the evaluation_periods"
    )]
    DatapointsToAlarm {
        /// M.
        datapoints_to_alarm: u32,
        /// N.
        evaluation_periods: u32,
    },
    /// The threshold is no finite number.
    #[error("threshold is {0}: write a finite number")]
    Threshold(f64),
    /// A treatment of low sample counts for what is no percentile.
    #[error("low sample counts are to be ignored, but {0} is no percentile: write one, as in p95, or evaluate them")]
    LowSamples(ExtendedStatistic),
    /// A period that no wall clock has.
    #[error("a period of {0} is none of a wall clock: write 1m, 5m, 1h, 1d or 7d")]
    WallClock(Period),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Statistic;

    fn settings(period_seconds: u64, evaluation_periods: u32) -> RuleSettings {
        let period = Period::from_seconds(period_seconds).unwrap();
        RuleSettings::new(period, evaluation_periods, Statistic::Sum, Operator::GreaterThan, 0.0)
    }

    #[test]
    fn settings_out_of_order_are_told_all_at_once() {
        let told = |settings| {
            let faults = Rule::new(settings).unwrap_err();
            faults.iter().map(RuleFault::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            told(RuleSettings { datapoints_to_alarm: Some(1_500), threshold: f64::NAN, ..settings(60, 1_441) }),
            [
                "period × evaluation_periods is 1m × 1441 = 1d 1m: write 1d or less in all",
                "datapoints_to_alarm is 1500: write 1 or more, and at most 1441, the evaluation_periods",
                "threshold is NaN: write a finite number",
            ]
        );
        assert_eq!(told(settings(60, 0)), ["evaluation_periods is 0: write 1 or more"]);
        assert_eq!(told(settings(86_400, u32::MAX)).len(), 1);
        assert_eq!(
            told(RuleSettings { datapoints_to_alarm: Some(0), ..settings(60, 3) }),
            ["datapoints_to_alarm is 0: write 1 or more, and at most 3, the evaluation_periods"]
        );
        for (period_seconds, evaluation_periods) in [(60, 1_440), (3_600, 168), (86_400, 7)] {
            assert!(Rule::new(settings(period_seconds, evaluation_periods)).is_ok());
        }
    }

    #[test]
    fn what_does_not_go_together_is_told() {
        let told = |settings| Rule::new(settings).unwrap_err()[0].to_string();
        let measure = Measure::Extended("tm90".parse().unwrap(), LowSamples::Ignore);
        assert_eq!(
            told(RuleSettings { measure, ..settings(60, 1) }),
            "low sample counts are to be ignored, but tm90 is no percentile: write one, as in p95, or evaluate them"
        );
        let window = EvaluationWindow::WallClock(crate::TimeZone::UTC);
        for seconds in [10, 900, 21_600] {
            assert!(told(RuleSettings { window, ..settings(seconds, 1) }).contains("none of a wall clock"));
        }
        for seconds in WALL_CLOCK_SECONDS {
            assert!(Rule::new(RuleSettings { window, ..settings(seconds, 1) }).is_ok());
        }
    }

    /// A unit that nobody publishes: the alarm sees nothing (CloudWatch API Reference, *PutMetricAlarm*).
    #[test]
    fn slots_hold_the_measure_of_the_unit() {
        let mut series = Series::new();
        series.keep_values();
        let at: Timestamp = "2026-11-23T10:04:28Z".parse().unwrap();
        for value in [1.0, 2.0, 9.0] {
            series.add_in(Unit::Count, at - Duration::MINUTE, value);
        }
        let newest = |measure, unit| {
            let rule = Rule::new(RuleSettings { measure, unit, ..settings(60, 1) }).unwrap();
            let slot = rule.slots(&series, at).last().unwrap();
            (slot.value, slot.sample_count)
        };
        let sum = Measure::Statistic(Statistic::Sum);
        assert_eq!(newest(sum, None), (Some(12.0), Some(3.0)));
        assert_eq!(newest(sum, Some(Unit::Count)), (Some(12.0), Some(3.0)));
        assert_eq!(newest(sum, Some(Unit::None)), (None, None));
        assert_eq!(
            newest(Measure::Extended("p90".parse().unwrap(), LowSamples::Evaluate), None),
            (Some(9.0), Some(3.0))
        );
        assert_eq!(newest(Measure::Expression, None), (None, None));
    }
}
