//! The warm-up of an alarm: how long its first evaluation waits after it was created or updated.

use signalarm_time::{Duration, Timestamp};
use thiserror::Error;

use crate::Rule;

/// The longest warm-up: two days (CloudWatch User Guide, *Alarm warm-up periods*).
const MINUTES_MAX: u16 = 2_880;

/// The warm-up of an alarm (*WarmUpConfiguration*): meanwhile it stays in INSUFFICIENT_DATA and runs no action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WarmUp {
    minutes: u16,
    waits_to_its_end: bool,
}

/// A warm-up that is too short or too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a warm-up of {0} minutes: write 1 to {MINUTES_MAX}")]
pub struct NotAWarmUp(u16);

impl WarmUp {
    /// A warm-up of so many minutes. Unless it `waits_to_its_end`, it ends as soon as data fill the N periods.
    ///
    /// # Errors
    ///
    /// When it does not last from one minute to two days.
    pub fn new(minutes: u16, waits_to_its_end: bool) -> Result<Self, NotAWarmUp> {
        if (1..=MINUTES_MAX).contains(&minutes) {
            Ok(Self { minutes, waits_to_its_end })
        } else {
            Err(NotAWarmUp(minutes))
        }
    }

    /// Its length.
    #[must_use]
    pub fn duration(self) -> Duration {
        Duration::MINUTE * u32::from(self.minutes)
    }
}

impl Rule {
    /// Whether at an instant an alarm still warms up that was configured then, and whose metric has had samples since
    /// `first_sample`.
    ///
    /// The documented example: configured at 10:00, data from 10:04, three periods of five minutes: evaluated from 10:19
    /// on.
    #[must_use]
    pub fn is_in_warm_up(&self, configured: Timestamp, first_sample: Option<Timestamp>, at: Timestamp) -> bool {
        let Some(warm_up) = self.settings().warm_up else { return false };
        let filled = self.settings().period.duration() * self.settings().evaluation_periods;
        let is_filled = first_sample.is_some_and(|first| first.floor(Duration::MINUTE) + filled <= at);
        at < configured + warm_up.duration() && (warm_up.waits_to_its_end || !is_filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Operator, Period, RuleSettings, Statistic};

    /// CloudWatch User Guide, *Alarm warm-up periods*; the first is the documented `warm-up-example`.
    #[test]
    fn a_warm_up_ends_with_enough_data_or_with_its_time() {
        let at = |text: &str| -> Timestamp { format!("2026-11-23T{text}Z").parse().unwrap() };
        for (minutes, waits, first_sample, last, end) in [
            (30, false, Some("10:04:20"), "10:18:59", "10:19:00"),
            (30, false, None, "10:29:59", "10:30:00"),
            (30, true, Some("10:04:20"), "10:29:59", "10:30:00"),
            (10, false, Some("10:04:20"), "10:09:59", "10:10:00"),
        ] {
            let period = Period::from_seconds(300).unwrap();
            let settings = RuleSettings::new(period, 3, Statistic::Sum, Operator::GreaterThan, 0.0);
            let warm_up = Some(WarmUp::new(minutes, waits).unwrap());
            let rule = Rule::new(RuleSettings { warm_up, ..settings }).unwrap();
            let warms_up = |time: &str| rule.is_in_warm_up(at("10:00:00"), first_sample.map(at), at(time));
            assert!(warms_up(last) && !warms_up(end), "{minutes} {waits} {first_sample:?}");
            assert!(!Rule::new(settings).unwrap().is_in_warm_up(at("10:00:00"), None, at("10:00:00")));
        }
        assert!(WarmUp::new(0, false).is_err());
        assert_eq!(WarmUp::new(2_881, true).unwrap_err().to_string(), "a warm-up of 2881 minutes: write 1 to 2880");
    }
}
