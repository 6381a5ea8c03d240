//! Actions of a composite alarm that another alarm, its suppressor, holds back.

use std::fmt;

use signalarm_time::{Duration, Timestamp};

use super::AlarmArn;
use crate::State;

/// The actions of a composite alarm with a suppressor (CloudWatch User Guide, *Suppressing composite alarm actions*).
///
/// Its owner tells it of every change in the order of time, and asks with [`Suppression::run_due`] before each of them
/// which actions have become due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suppression {
    wait_period: Duration,
    extension_period: Duration,
    suppressor: State,
    held: Option<Held>,
}

/// Actions that are held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Held {
    /// The state whose actions they are.
    state: State,
    by: SuppressedBy,
    /// When they run; `None`: when the suppressor has left ALARM.
    until: Option<Timestamp>,
}

/// What holds actions back (*ActionsSuppressedBy*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuppressedBy {
    /// It is waited for the suppressor to enter ALARM.
    WaitPeriod,
    /// The suppressor has left ALARM a short time ago.
    ExtensionPeriod,
    /// The suppressor is in ALARM.
    Alarm,
}

impl Suppression {
    /// Nothing is held back yet; the suppressor is in that state.
    #[must_use]
    pub const fn new(wait_period: Duration, extension_period: Duration, suppressor: State) -> Self {
        Self { wait_period, extension_period, suppressor, held: None }
    }

    /// What holds actions back, where any are.
    #[must_use]
    pub fn suppressed_by(&self) -> Option<SuppressedBy> {
        self.held.map(|held| held.by)
    }

    /// When actions run next, if nothing changes until then.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        self.held.and_then(|held| held.until)
    }

    /// Runs what is due by an instant: when, and the state whose actions run.
    pub fn run_due(&mut self, at: Timestamp) -> Option<(Timestamp, State)> {
        let held = self.held?;
        let until = held.until.filter(|until| *until <= at)?;
        self.held = None;
        Some((until, held.state))
    }

    /// The composite alarm enters a state: its actions wait, and a wait or an extension that was running ends.
    pub fn composite_changed(&mut self, to: State, at: Timestamp) {
        self.held = Some(match self.suppressor {
            State::Alarm => Held { state: to, by: SuppressedBy::Alarm, until: None },
            State::Ok | State::InsufficientData => {
                Held { state: to, by: SuppressedBy::WaitPeriod, until: Some(at + self.wait_period) }
            }
        });
    }

    /// The suppressor enters a state: what is held back is so by the suppressor, or from now on by the extension.
    pub fn suppressor_changed(&mut self, to: State, at: Timestamp) {
        let before = std::mem::replace(&mut self.suppressor, to);
        let Some(held) = &mut self.held else { return };
        match (before, to) {
            (State::Alarm, State::Alarm) => {}
            (_, State::Alarm) => (held.by, held.until) = (SuppressedBy::Alarm, None),
            (State::Alarm, State::Ok | State::InsufficientData) => {
                (held.by, held.until) = (SuppressedBy::ExtensionPeriod, Some(at + self.extension_period));
            }
            (State::Ok | State::InsufficientData, State::Ok | State::InsufficientData) => {}
        }
    }

    /// Another suppressor takes its place: what is waited for is dropped.
    pub fn suppressor_replaced(&mut self, state: State) {
        (self.suppressor, self.held) = (state, None);
    }
}

impl fmt::Display for SuppressedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WaitPeriod => "WaitPeriod",
            Self::ExtensionPeriod => "ExtensionPeriod",
            Self::Alarm => "Alarm",
        })
    }
}

/// Why actions are held back (*ActionsSuppressedReason*), where the suppressor is in ALARM `since` then.
///
/// Those of the suppressor and the wait were recorded in September 2026; that of the extension is made in their likeness.
#[must_use]
pub fn suppressed_reason(by: SuppressedBy, suppressor: &AlarmArn, since: Timestamp) -> String {
    match by {
        SuppressedBy::Alarm => {
            format!("Actions suppressed by {suppressor} that transitioned to ALARM at {}", since.mail_form())
        }
        SuppressedBy::WaitPeriod | SuppressedBy::ExtensionPeriod => format!("Actions suppressed by {by}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(tick: u64) -> Timestamp {
        Timestamp::MIN + Duration::from_secs(tick)
    }

    /// Plays `5 A` (the composite alarm enters ALARM), `6 O`, `6 I`, in small letters for the suppressor, with a wait of 2
    /// and an extension of 3; tells the runs, and what holds actions back at the end.
    fn play(changes: &str) -> String {
        let mut suppression = Suppression::new(Duration::from_secs(2), Duration::from_secs(3), State::Ok);
        let mut told = Vec::new();
        let tell = |run: Option<(Timestamp, State)>, told: &mut Vec<String>| {
            told.extend(run.map(|(time, state)| format!("{} {state}", time.as_millis() / 1_000)));
        };
        for change in changes.split(", ") {
            let (tick, letter) = change.split_once(' ').unwrap();
            let at = at(tick.parse().unwrap());
            tell(suppression.run_due(at), &mut told);
            match letter {
                "A" => suppression.composite_changed(State::Alarm, at),
                "O" => suppression.composite_changed(State::Ok, at),
                "a" => suppression.suppressor_changed(State::Alarm, at),
                "o" => suppression.suppressor_changed(State::Ok, at),
                _ => suppression.suppressor_replaced(State::Ok),
            }
        }
        tell(suppression.run_due(suppression.due().unwrap_or(Timestamp::MIN)), &mut told);
        told.extend(suppression.suppressed_by().map(|by| by.to_string()));
        told.join(", ")
    }

    /// The first four: documented examples 1, 2, 5 and 6 of the CloudWatch User Guide.
    #[test]
    fn actions_wait_and_are_held_back() {
        for (changes, expected) in [
            ("2 A", "4 ALARM"),
            ("2 A, 3 a", "Alarm"),
            ("3 a, 4 A, 6 o", "9 ALARM"),
            ("3 a, 4 A, 6 o, 7 O", "9 OK"),
            ("2 A, 3 O", "5 OK"),
            ("2 A, 4 a", "4 ALARM"),
            ("2 A, 3 a, 4 o, 5 a", "Alarm"),
            ("2 A, 3 a, 4 o, 9 O", "7 ALARM, 11 OK"),
            ("2 a, 3 A, 5 O, 6 o", "9 OK"),
            ("2 A, 3 x", ""),
            ("2 a, 3 o, 4 A", "6 ALARM"),
            ("2 a, 2 a, 4 A", "Alarm"),
        ] {
            assert_eq!(play(changes), expected, "{changes}");
        }
    }

    #[test]
    fn the_reason_names_the_suppressor_or_the_period() {
        let suppressor: AlarmArn = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:s".parse().unwrap();
        let reason = |by| suppressed_reason(by, &suppressor, "2026-09-14T06:32:00Z".parse().unwrap());
        let date = "Monday 14 September, 2026 06:32:00 UTC";
        assert_eq!(
            reason(SuppressedBy::Alarm),
            format!("Actions suppressed by {suppressor} that transitioned to ALARM at {date}")
        );
        assert_eq!(reason(SuppressedBy::WaitPeriod), "Actions suppressed by WaitPeriod");
        assert_eq!(reason(SuppressedBy::ExtensionPeriod), "Actions suppressed by ExtensionPeriod");
    }
}
