//! The rule of an alarm: its settings, its evaluation range, and the window of an evaluation.

use signalarm_metric::{Series, Statistic};
use signalarm_time::{Duration, Timestamp};
use thiserror::Error;

use crate::{MissingData, Operator, Period, Slot};

/// How far the evaluation periods may reach in all, with a period below an hour and with a longer one (CloudWatch API
/// Reference, *PutMetricAlarm*).
const REACH_MAX_SHORT: Duration = Duration::from_secs(86_400);
const REACH_MAX_LONG: Duration = Duration::from_secs(604_800);

/// The settings of a rule, under CloudWatch's names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuleSettings {
    /// The period of each datapoint.
    pub period: Period,
    /// N: how many datapoints are compared, at least one.
    pub evaluation_periods: u32,
    /// M: how many of them must breach, from 1 to N. `None`: not configured; that is M = N, and shows in the texts.
    pub datapoints_to_alarm: Option<u32>,
    /// The statistic of each datapoint.
    pub statistic: Statistic,
    /// How it is compared with the threshold.
    pub operator: Operator,
    /// The threshold, a finite number.
    pub threshold: f64,
    /// What missing datapoints count as.
    pub missing_data: MissingData,
    /// What becomes of a breach that is too young to alarm.
    pub young_breach: YoungBreach,
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
        let RuleSettings { period, evaluation_periods, datapoints_to_alarm, threshold, .. } = settings;
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

    /// How many slots an evaluation looks at: the evaluation range, which is longer than N so that gaps can be bridged.
    ///
    /// The CloudWatch User Guide names one length alone, 5 slots for N = 3 and 300 s. Histories of alarms fit N + 4 for
    /// 60 s and N + 2 for 300 s and more. That periods in between are as the longer ones is an assumption.
    #[must_use]
    pub fn evaluation_range(&self) -> u32 {
        let bridging = if self.0.period == Period::MINUTE { 4 } else { 2 };
        self.0.evaluation_periods + bridging
    }

    /// How long the evaluation range is.
    #[must_use]
    pub fn range_duration(&self) -> Duration {
        self.0.period.duration() * self.evaluation_range()
    }

    /// The starts of the slots of the evaluation at an instant, oldest first.
    ///
    /// The window slides with the minutes: it ends at the instant cut to the minute, wherever on the clock the periods
    /// then begin. Where the N periods are longer than a day it moves by whole hours (CloudWatch User Guide, *Alarm
    /// evaluation*; histories of alarms).
    pub fn window(&self, at: Timestamp) -> impl Iterator<Item = Timestamp> + use<> {
        let period = self.0.period.duration();
        let is_multi_day = REACH_MAX_SHORT < period * self.0.evaluation_periods;
        let end = at.floor(if is_multi_day { Duration::HOUR } else { Duration::MINUTE });
        (1..=self.evaluation_range()).rev().map(move |periods_back| end - period * periods_back)
    }

    /// The slots of the evaluation at an instant, oldest first.
    pub fn slots(&self, series: &Series, at: Timestamp) -> impl Iterator<Item = Slot> {
        let RuleSettings { period, statistic, .. } = self.0;
        self.window(at).map(move |start| match series.datapoint(start, period.duration()) {
            Some(datapoint) => {
                Slot { start, value: Some(datapoint.value(statistic)), sample_count: datapoint.sample_count }
            }
            None => Slot { start, value: None, sample_count: 0.0 },
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
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(period_seconds: u64, evaluation_periods: u32) -> RuleSettings {
        RuleSettings {
            period: Period::from_seconds(period_seconds).unwrap(),
            evaluation_periods,
            datapoints_to_alarm: None,
            statistic: Statistic::Sum,
            operator: Operator::GreaterThan,
            threshold: 0.0,
            missing_data: MissingData::Missing,
            young_breach: YoungBreach::default(),
        }
    }

    fn rule(period_seconds: u64, evaluation_periods: u32) -> Rule {
        Rule::new(settings(period_seconds, evaluation_periods)).unwrap()
    }

    /// CloudWatch User Guide for N = 3, alarm histories of 2023 to 2026 for the others.
    #[test]
    fn the_evaluation_range_has_the_observed_lengths() {
        for (period_seconds, evaluation_periods, slots) in
            [(60, 1, 5), (60, 2, 6), (300, 3, 5), (900, 1, 3), (900, 8, 10)]
        {
            assert_eq!(rule(period_seconds, evaluation_periods).evaluation_range(), slots);
        }
        assert_eq!(rule(300, 3).range_duration(), Duration::MINUTE * 25);
    }

    /// CloudWatch User Guide, *Alarm evaluation*; the last two: an alarm over more than a day.
    #[test]
    fn the_window_slides_with_the_minutes() {
        for (period_seconds, evaluation_periods, at, newest) in [
            (300, 3, "2026-01-01T12:15:00Z", ["12:00:00", "12:05:00", "12:10:00"]),
            (300, 3, "2026-01-01T12:16:59.999Z", ["12:01:00", "12:06:00", "12:11:00"]),
            (3_600, 3, "2026-01-01T14:07:28Z", ["11:07:00", "12:07:00", "13:07:00"]),
            (86_400, 3, "2026-01-01T11:02:00Z", ["11:00:00", "11:00:00", "11:00:00"]),
            (36_000, 3, "2026-01-01T11:59:00Z", ["05:00:00", "15:00:00", "01:00:00"]),
        ] {
            let rule = rule(period_seconds, evaluation_periods);
            let window: Vec<String> =
                rule.window(at.parse().unwrap()).map(|start| start.clock_form().to_string()).collect();
            assert_eq!(window.len(), rule.evaluation_range() as usize);
            assert_eq!(window[window.len() - 3..], newest, "{at}");
        }
        assert!(rule(86_400, 7).window(Timestamp::MIN).all(|start| start == Timestamp::MIN));
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
}
