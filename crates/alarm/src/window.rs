//! Where an evaluation's slots lie: the cadence of evaluations, the end of the newest slot, the length of the range.

use std::fmt;
use std::str::FromStr;

use signalarm_time::{Duration, Timestamp};
use thiserror::Error;

use crate::{Measure, Period, Rule};

/// Evaluation periods that reach further than this in all are evaluated by the hour.
const DAY: Duration = Duration::from_secs(86_400);
/// How often alarms of high resolution are evaluated, and how far behind those of a plain metric look.
const TEN_SECONDS: Duration = Duration::from_secs(10);
/// The first Monday, 1970-01-05: the weeks of a wall clock begin with it.
const FIRST_MONDAY_MILLIS: i64 = 4 * 86_400_000;

/// Where the periods of an alarm begin (*EvaluationWindow*).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvaluationWindow {
    /// Wherever the last one ends: the window slides with every evaluation.
    #[default]
    Sliding,
    /// Where the clock of a time zone begins a minute, hour, day or week; the period under way does not count yet.
    WallClock(TimeZone),
}

/// A time zone: UTC, or a fixed distance from it in steps of five minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeZone {
    /// How far its clock is ahead of UTC.
    minutes_ahead: i16,
}

/// How well a length of the evaluation range is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// AWS says so.
    Documented,
    /// Alarm histories and recorded evaluations fit it.
    Observed,
    /// Nothing is known; it is taken to be as for the periods nearby.
    Assumed,
}

impl Rule {
    /// How many slots an evaluation looks at: the evaluation range, which is longer than N so that gaps can be bridged.
    #[must_use]
    pub fn evaluation_range(&self) -> u32 {
        self.settings().evaluation_periods + self.bridging().0
    }

    /// How well the length of the evaluation range is known.
    ///
    /// The CloudWatch User Guide names one length alone, 5 slots for N = 3 and 300 s. Recorded evaluations and histories
    /// of alarms fit N + 6 for 10 s, N + 4 for 60 s and N + 2 for 300 s and more. Of 20, 30, 120, 180 and 240 s nothing
    /// is known: the first two are taken to be as 10 s, the others as 300 s.
    #[must_use]
    pub fn evaluation_range_evidence(&self) -> Evidence {
        self.bridging().1
    }

    /// How many slots beyond N there are.
    fn bridging(&self) -> (u32, Evidence) {
        match (self.settings().period.seconds(), self.settings().evaluation_periods) {
            (10, _) => (6, Evidence::Observed),
            (20 | 30, _) => (6, Evidence::Assumed),
            (60, _) => (4, Evidence::Observed),
            (120 | 180 | 240, _) => (2, Evidence::Assumed),
            (300, 3) => (2, Evidence::Documented),
            _ => (2, Evidence::Observed),
        }
    }

    /// How long the evaluation range is.
    #[must_use]
    pub fn range_duration(&self) -> Duration {
        self.settings().period.duration() * self.evaluation_range()
    }

    /// How often the alarm is evaluated: every minute, every ten seconds with a period below a minute, every hour where
    /// the N periods are longer than a day (CloudWatch User Guide, *Alarm evaluation*).
    #[must_use]
    pub fn cadence(&self) -> Duration {
        let settings = self.settings();
        if settings.period < Period::MINUTE {
            TEN_SECONDS
        } else if DAY < settings.period.duration() * settings.evaluation_periods {
            Duration::HOUR
        } else {
            Duration::MINUTE
        }
    }

    /// The first evaluation after an instant. `offset` is the alarm's own in the minute, the same in every minute; in
    /// the ten seconds of a short period it is what is left of it there.
    #[must_use]
    pub fn next_evaluation(&self, offset: Duration, now: Timestamp) -> Timestamp {
        let cadence = self.cadence();
        let offset = Duration::from_millis(offset.as_millis() % cadence.as_millis());
        let this = now.floor(cadence) + offset;
        if now < this { this } else { this + cadence }
    }

    /// The starts of the slots of the evaluation at an instant, oldest first.
    pub fn window(&self, at: Timestamp) -> impl Iterator<Item = Timestamp> + use<> {
        let (period, end) = (self.settings().period.duration(), self.window_end(at));
        (1..=self.evaluation_range()).rev().map(move |periods_back| end - period * periods_back)
    }

    /// The end of the newest slot of the evaluation at an instant.
    ///
    /// A sliding window ends at the instant cut to the minute (or to what it is evaluated by), wherever on the clock the
    /// periods then begin. With a period below a minute a plain metric is seen ten seconds late, an expression is not
    /// (CloudWatch User Guide, *Alarm evaluation*; histories of alarms; recorded evaluations of September 2026).
    #[must_use]
    pub fn window_end(&self, at: Timestamp) -> Timestamp {
        let settings = self.settings();
        let is_late = settings.period < Period::MINUTE && settings.measure != Measure::Expression;
        let seen = if is_late { at - TEN_SECONDS } else { at }.floor(self.cadence());
        match settings.window {
            EvaluationWindow::Sliding => seen,
            EvaluationWindow::WallClock(zone) => zone.floor(seen, settings.period.duration()),
        }
    }
}

impl TimeZone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self { minutes_ahead: 0 };

    /// The last instant, not after `at`, at which the zone's clock begins a period.
    fn floor(self, at: Timestamp, period: Duration) -> Timestamp {
        let behind = FIRST_MONDAY_MILLIS - i64::from(self.minutes_ahead) * 60_000;
        let into = (at.as_millis().cast_signed() - behind).rem_euclid(period.as_millis().max(1).cast_signed());
        at - Duration::from_millis(into.cast_unsigned())
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minutes_ahead < 0 { '-' } else { '+' };
        match self.minutes_ahead.unsigned_abs() {
            0 => f.write_str("UTC"),
            minutes => write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60),
        }
    }
}

/// A text that is no time zone that is known here.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotATimeZone {
    /// The name of a zone with a history of its own.
    #[error("the rules of the time zone {0} are not known here: write UTC or a distance from it, as in +01:00")]
    Name(String),
    /// A distance that CloudWatch does not take.
    #[error("“{0}” is no distance from UTC: write +HH:MM or -HH:MM in steps of five minutes, at most 14 hours")]
    Offset(String),
}

impl FromStr for TimeZone {
    type Err = NotATimeZone;

    fn from_str(text: &str) -> Result<Self, NotATimeZone> {
        if text == "UTC" {
            return Ok(Self::UTC);
        }
        let (sign, rest) = match text.as_bytes().first() {
            Some(b'+') => (1, &text[1..]),
            Some(b'-') => (-1, &text[1..]),
            Some(_) | None => return Err(NotATimeZone::Name(text.to_owned())),
        };
        let two_digits = |text: &str| {
            let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            if is_number { text.parse::<i16>().ok() } else { None }
        };
        let parts = rest.split_once(':').and_then(|(hours, minutes)| two_digits(hours).zip(two_digits(minutes)));
        parts
            .filter(|(hours, minutes)| *minutes < 60 && minutes % 5 == 0 && hours * 60 + minutes <= 14 * 60)
            .map(|(hours, minutes)| Self { minutes_ahead: sign * (hours * 60 + minutes) })
            .ok_or_else(|| NotATimeZone::Offset(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Operator, RuleSettings, Statistic};

    fn settings(period_seconds: u64, evaluation_periods: u32) -> RuleSettings {
        let period = Period::from_seconds(period_seconds).unwrap();
        RuleSettings::new(period, evaluation_periods, Statistic::Sum, Operator::GreaterThan, 0.0)
    }

    fn rule(period_seconds: u64, evaluation_periods: u32) -> Rule {
        Rule::new(settings(period_seconds, evaluation_periods)).unwrap()
    }

    /// CloudWatch User Guide for N = 3 and 300 s, recorded evaluations for 10 s, alarm histories of 2023 to 2026 for
    /// 60 and 900 s.
    #[test]
    fn the_evaluation_range_has_the_observed_lengths() {
        use Evidence::{Assumed, Documented, Observed};
        for (period_seconds, evaluation_periods, slots, evidence) in [
            (10, 3, 9, Observed),
            (20, 3, 9, Assumed),
            (30, 1, 7, Assumed),
            (60, 1, 5, Observed),
            (60, 2, 6, Observed),
            (180, 3, 5, Assumed),
            (300, 3, 5, Documented),
            (300, 1, 3, Observed),
            (900, 1, 3, Observed),
            (900, 8, 10, Observed),
        ] {
            let rule = rule(period_seconds, evaluation_periods);
            assert_eq!((rule.evaluation_range(), rule.evaluation_range_evidence()), (slots, evidence));
        }
        assert_eq!(rule(300, 3).range_duration(), Duration::MINUTE * 25);
    }

    fn check(rule: &Rule, at: &str, expected: [&str; 3]) {
        let window: Vec<String> =
            rule.window(at.parse().unwrap()).map(|start| start.clock_form().to_string()).collect();
        assert_eq!(window.len(), rule.evaluation_range() as usize);
        assert_eq!(window[window.len() - 3..], expected, "{at}");
    }

    /// CloudWatch User Guide, *Alarm evaluation*; then alarms over more than a day; the last: recorded in September 2026.
    #[test]
    fn the_window_slides() {
        for (period_seconds, evaluation_periods, at, newest) in [
            (300, 3, "2026-01-01T12:15:00Z", ["12:00:00", "12:05:00", "12:10:00"]),
            (300, 3, "2026-01-01T12:16:59.999Z", ["12:01:00", "12:06:00", "12:11:00"]),
            (3_600, 3, "2026-01-01T14:07:28Z", ["11:07:00", "12:07:00", "13:07:00"]),
            (86_400, 3, "2026-01-01T11:02:00Z", ["11:00:00", "11:00:00", "11:00:00"]),
            (36_000, 3, "2026-01-01T11:59:00Z", ["05:00:00", "15:00:00", "01:00:00"]),
            (10, 3, "2026-09-14T05:40:54.473Z", ["05:40:10", "05:40:20", "05:40:30"]),
            (30, 3, "2026-09-14T05:40:54.473Z", ["05:39:10", "05:39:40", "05:40:10"]),
        ] {
            check(&rule(period_seconds, evaluation_periods), at, newest);
        }
        let expression = RuleSettings { measure: Measure::Expression, ..settings(10, 3) };
        check(&Rule::new(expression).unwrap(), "2026-09-14T07:58:33.125Z", ["07:58:00", "07:58:10", "07:58:20"]);
        assert!(rule(86_400, 7).window(Timestamp::MIN).all(|start| start == Timestamp::MIN));
    }

    #[test]
    fn alarms_are_evaluated_by_the_minute_the_hour_or_ten_seconds() {
        for (period_seconds, evaluation_periods, cadence_seconds) in
            [(10, 5, 10), (30, 1, 10), (60, 1_440, 60), (86_400, 1, 60), (86_400, 2, 3_600), (3_600, 25, 3_600)]
        {
            assert_eq!(rule(period_seconds, evaluation_periods).cadence().as_secs(), cadence_seconds);
        }
    }

    /// CloudWatch User Guide, *Alarm evaluation window*: periods on the clock, weeks from Monday, the last whole one.
    #[test]
    fn a_wall_clock_window_keeps_to_the_clock() {
        // 2026-11-23 is a Monday.
        for (period_seconds, zone, at, end) in [
            (60, "UTC", "2026-11-23T10:03:28Z", "2026-11-23T10:03:00Z"),
            (300, "UTC", "2026-11-23T10:04:59Z", "2026-11-23T10:00:00Z"),
            (300, "UTC", "2026-11-23T10:05:00Z", "2026-11-23T10:05:00Z"),
            (3_600, "+05:30", "2026-11-23T10:29:59Z", "2026-11-23T09:30:00Z"),
            (3_600, "+05:30", "2026-11-23T10:30:28Z", "2026-11-23T10:30:00Z"),
            (86_400, "UTC", "2026-11-23T10:30:28Z", "2026-11-23T00:00:00Z"),
            (86_400, "+01:00", "2026-11-23T22:59:28Z", "2026-11-22T23:00:00Z"),
            (86_400, "-03:30", "2026-11-23T03:30:28Z", "2026-11-23T03:30:00Z"),
            (604_800, "UTC", "2026-11-29T23:59:59Z", "2026-11-23T00:00:00Z"),
            (604_800, "+14:00", "2026-11-29T10:00:00Z", "2026-11-29T10:00:00Z"),
            (604_800, "-12:00", "1970-01-02T10:00:00Z", "1970-01-01T00:00:00Z"),
        ] {
            let window = EvaluationWindow::WallClock(zone.parse().unwrap());
            let rule = Rule::new(RuleSettings { window, ..settings(period_seconds, 1) }).unwrap();
            assert_eq!(rule.window_end(at.parse().unwrap()).to_string(), end, "{period_seconds} {zone} {at}");
        }
    }

    #[test]
    fn zones_are_distances_from_utc() {
        for text in ["UTC", "+01:00", "-03:30", "+05:45", "+14:00", "-00:05"] {
            assert_eq!(text.parse::<TimeZone>().unwrap().to_string(), text);
        }
        assert_eq!("+00:00".parse(), Ok(TimeZone::UTC));
        for text in ["+1:00", "+01:03", "+14:05", "+01:60", "+0100", "-", "+0é:00", "++1:00"] {
            assert!(matches!(text.parse::<TimeZone>(), Err(NotATimeZone::Offset(_))), "{text}");
        }
        let error = "Europe/Dublin".parse::<TimeZone>().unwrap_err().to_string();
        assert!(error.starts_with("the rules of the time zone Europe/Dublin are not known here"), "{error}");
    }
}
