//! Datapoints that cannot bring about an alarm, whatever periods they fall into: what an alarm need not look at again.

use signalarm_metric::{Datapoint, Statistic};

use crate::{Measure, MissingData, Operator, Period, Rule};

impl Rule {
    /// Whether an alarm that is in OK stays there as long as each evaluation range holds at least one minute with samples,
    /// and every such minute [is calm](Rule::is_calm).
    ///
    /// Where missing datapoints breach, that is so only if all N must breach: then one value that does not is enough.
    #[must_use]
    pub fn rests_on_calm(&self) -> bool {
        let settings = self.settings();
        let fills_do_not_alarm = settings.missing_data != MissingData::Breaching
            || self.datapoints_to_alarm() == settings.evaluation_periods;
        settings.unit.is_none() && Period::MINUTE <= settings.period && fills_do_not_alarm
    }

    /// Whether no datapoint that is made of this one and of others of the kind breaches; `false` may also mean that it is
    /// not known.
    #[must_use]
    pub fn is_calm(&self, datapoint: &Datapoint) -> bool {
        let settings = self.settings();
        let Measure::Statistic(statistic) = settings.measure else { return false };
        let breaches = |value: f64| settings.operator.breaches(value, settings.threshold);
        match (statistic, settings.operator) {
            // What is added makes the value no smaller, and rounding keeps the order.
            (Statistic::SampleCount, Operator::LessThan | Operator::LessThanOrEqualTo) => {
                !breaches(datapoint.sample_count)
            }
            (Statistic::Sum, Operator::LessThan | Operator::LessThanOrEqualTo) if 0.0 <= datapoint.minimum => {
                !breaches(datapoint.sum)
            }
            (Statistic::Sum | Statistic::Average, _) => {
                datapoint.minimum == 0.0 && datapoint.maximum == 0.0 && !breaches(0.0)
            }
            // The smallest of several is one of them, and so is the largest.
            (Statistic::Minimum, _) => !breaches(datapoint.minimum),
            (Statistic::Maximum, _) => !breaches(datapoint.maximum),
            (Statistic::SampleCount, Operator::GreaterThan | Operator::GreaterThanOrEqualTo) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use signalarm_metric::Series;
    use signalarm_time::{Duration, Timestamp};

    use super::*;
    use crate::{RuleSettings, State, evaluate};

    const STATISTICS: [Statistic; 5] =
        [Statistic::SampleCount, Statistic::Average, Statistic::Sum, Statistic::Minimum, Statistic::Maximum];
    const OPERATORS: [Operator; 4] =
        [Operator::GreaterThan, Operator::GreaterThanOrEqualTo, Operator::LessThan, Operator::LessThanOrEqualTo];
    const TREATMENTS: [MissingData; 4] =
        [MissingData::Missing, MissingData::Ignore, MissingData::Breaching, MissingData::NotBreaching];

    fn any_rule() -> impl Strategy<Value = Rule> {
        let periods = prop::sample::select(vec![60, 120, 300]);
        let words =
            (prop::sample::select(&STATISTICS), prop::sample::select(&OPERATORS), prop::sample::select(&TREATMENTS));
        (periods, 1_u32..4, 1_u32..4, words, -1_i8..3).prop_map(
            |(seconds, n, m, (statistic, operator, missing_data), at)| {
                let period = Period::from_seconds(seconds).unwrap();
                let settings = RuleSettings {
                    datapoints_to_alarm: Some(m.min(n)),
                    missing_data,
                    ..RuleSettings::new(period, n, statistic, operator, f64::from(at))
                };
                Rule::new(settings).unwrap()
            },
        )
    }

    proptest! {
        /// Calm minutes, some of them without samples: an alarm in OK stays there while one is in its range.
        #[test]
        fn an_alarm_in_ok_rests_while_all_is_calm(
            rule in any_rule(),
            minutes in prop::collection::vec(prop::collection::vec(-1_i8..3, 0..4), 1..40),
        ) {
            prop_assume!(rule.rests_on_calm());
            let minute = |number: usize| Timestamp::from_millis(6_000_000 + 60_000 * number as u64);
            let mut series = Series::new();
            for (number, values) in minutes.iter().enumerate() {
                let mut alone = Series::new();
                values.iter().for_each(|value| alone.add(minute(number), f64::from(*value)));
                if alone.datapoint(minute(number), Duration::MINUTE, None).is_some_and(|point| rule.is_calm(&point)) {
                    values.iter().for_each(|value| series.add(minute(number), f64::from(*value)));
                }
            }
            for number in 1..=minutes.len() {
                let slots: Vec<_> = rule.slots(&series, minute(number)).collect();
                let mut listed = Vec::new();
                rule.slots_into(&series, minute(number), &mut listed);
                prop_assert_eq!(&listed, &slots);
                if slots.iter().any(|slot| slot.value.is_some()) {
                    prop_assert_eq!(evaluate(&rule, &slots, State::Ok, minute(number)).state(), State::Ok);
                }
            }
        }
    }
}
