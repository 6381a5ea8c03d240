//! By what settings are ranked: a rule over figures, and nothing else.

use std::cmp::Ordering;
use std::fmt;

use crate::measure::{Figures, Measured};

/// One line of the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criterion {
    /// Fewer false alarms: nobody reads an alert that cries wolf.
    FalseAlarms,
    /// Fewer sign-ins that no alarm told of.
    Lost,
    /// A gap in the log events shows at the alarm: one that does not show that it is blind loses everything from then on.
    ShowsGap,
    /// Fewer sign-ins swallowed by an alarm in ALARM already: each of them follows a notification that was sent.
    Swallowed,
    /// The shorter median of the time to hear.
    Median,
    /// The shorter longest time to hear.
    Slowest,
}

/// The rule: the first line that tells two settings apart decides; settings that no line tells apart keep their order.
pub const RULE: [Criterion; 6] = [
    Criterion::FalseAlarms,
    Criterion::Lost,
    Criterion::ShowsGap,
    Criterion::Swallowed,
    Criterion::Median,
    Criterion::Slowest,
];

impl Criterion {
    /// Which of two is better by this line; less is better.
    fn compare(self, one: &Figures, other: &Figures) -> Ordering {
        let time = |figures: &Figures, pick: fn((u64, u64, u64)) -> u64| {
            let times = figures.time_to_hear();
            times.map_or(u64::MAX, |(least, median, most)| {
                pick((least.as_millis(), median.as_millis(), most.as_millis()))
            })
        };
        let by = |value: &dyn Fn(&Figures) -> u64| value(one).cmp(&value(other));
        match self {
            Self::FalseAlarms => by(&|figures| figures.false_alarms as u64),
            Self::Lost => by(&|figures| figures.lost as u64),
            Self::Swallowed => by(&|figures| figures.swallowed as u64),
            Self::ShowsGap => by(&|figures| u64::from(!figures.shows_gap())),
            Self::Median => by(&|figures| time(figures, |(_, median, _)| median)),
            Self::Slowest => by(&|figures| time(figures, |(_, _, most)| most)),
        }
    }

    /// The first line that says that one is better than another; `None` where none does.
    #[must_use]
    pub fn deciding(one: &Figures, other: &Figures) -> Option<Self> {
        RULE.into_iter().find(|criterion| criterion.compare(one, other) != Ordering::Equal)
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::FalseAlarms => "fewer false alarms",
            Self::Lost => "fewer sign-ins that no alarm tells of",
            Self::Swallowed => "fewer sign-ins swallowed by an alarm that is in ALARM already",
            Self::ShowsGap => "a gap in the log events shows at the alarm",
            Self::Median => "the shorter median time to hear",
            Self::Slowest => "the shorter longest time to hear",
        })
    }
}

/// The settings, best first.
#[must_use]
pub fn ranked(mut measured: Vec<Measured>) -> Vec<Measured> {
    measured.sort_by(|one, other| {
        let compared = RULE.into_iter().map(|criterion| criterion.compare(&one.figures, &other.figures));
        compared.fold(Ordering::Equal, Ordering::then)
    });
    measured
}

#[cfg(test)]
mod tests {
    use signalarm_alarm::State;
    use signalarm_time::Duration;

    use super::*;
    use crate::setting::Setting;

    /// Settings that differ in their figures alone.
    fn measured(figures: Figures) -> Measured {
        Measured { setting: Setting::all().next().unwrap(), is_current: false, figures }
    }

    fn seconds(seconds: &[u64]) -> Vec<Duration> {
        seconds.iter().map(|seconds| Duration::from_secs(*seconds)).collect()
    }

    #[test]
    fn the_recommendation_follows_the_figures() {
        let plain = Figures { sign_ins: 10, times_to_hear: seconds(&[10, 20, 30]), ..Figures::default() };
        let better = [
            (Criterion::FalseAlarms, Figures { false_alarms: 1, ..plain.clone() }, plain.clone()),
            (Criterion::Lost, Figures { lost: 1, ..plain.clone() }, Figures { swallowed: 9, ..plain.clone() }),
            (Criterion::Swallowed, Figures { swallowed: 1, ..plain.clone() }, plain.clone()),
            (
                Criterion::ShowsGap,
                plain.clone(),
                Figures { calm: Some(State::Ok), gap: Some(State::InsufficientData), ..plain.clone() },
            ),
            (Criterion::Median, plain.clone(), Figures { times_to_hear: seconds(&[10, 19, 90]), ..plain.clone() }),
            (Criterion::Slowest, plain.clone(), Figures { times_to_hear: seconds(&[10, 20, 29]), ..plain.clone() }),
        ];
        for (criterion, worse, better) in better {
            assert_eq!(Criterion::deciding(&better, &worse), Some(criterion));
            for order in [[worse.clone(), better.clone()], [better.clone(), worse.clone()]] {
                let best = ranked(order.map(measured).to_vec());
                assert_eq!(best[0].figures, better, "{criterion}");
            }
        }
        assert_eq!(Criterion::deciding(&plain, &plain), None);
    }
}
