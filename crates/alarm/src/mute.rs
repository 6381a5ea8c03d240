//! Mute rules: windows of time in which an alarm's actions do not run, and what is made up for at their end.
//!
//! A rule's schedule (cron or at, with a duration) is not read here: its windows come from outside.

use signalarm_time::Timestamp;

use crate::State;

/// A window of a mute rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MuteWindow {
    /// Its first instant.
    pub from: Timestamp,
    /// Its end, which is no longer part of it.
    pub to: Timestamp,
}

/// The mute windows of one alarm, and the state that it entered in one of them (CloudWatch User Guide, *Alarm mute
/// rules*).
///
/// All actions are muted, of whatever state; the state itself and its event are not. At the end of the last of several
/// overlapping windows the actions of the present state run if the alarm is still in the state that it entered while it
/// was muted, with the actions configured then. That this holds for OK as for ALARM is an assumption: the documentation
/// tells of ALARM alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mutes {
    windows: Vec<MuteWindow>,
    /// The state that was entered last, where its actions were muted.
    muted: Option<(State, Timestamp)>,
}

impl Mutes {
    /// The mutes of an alarm that has been in its state for longer than they last.
    #[must_use]
    pub const fn new(windows: Vec<MuteWindow>) -> Self {
        Self { windows, muted: None }
    }

    /// The windows, to be changed, added or removed. Nobody changes what has been: a window that is over stays as it is.
    pub fn windows_mut(&mut self) -> &mut Vec<MuteWindow> {
        &mut self.windows
    }

    /// Whether actions are muted at an instant.
    #[must_use]
    pub fn is_muted(&self, at: Timestamp) -> bool {
        self.windows.iter().any(|window| window.from <= at && at < window.to)
    }

    /// The alarm enters a state: says whether its actions run now.
    pub fn entered(&mut self, state: State, at: Timestamp) -> bool {
        let is_muted = self.is_muted(at);
        self.muted = is_muted.then_some((state, at));
        !is_muted
    }

    /// When actions are made up for, and those of which state, if nothing changes until then.
    #[must_use]
    pub fn due(&self) -> Option<(Timestamp, State)> {
        let (state, mut end) = self.muted?;
        // Each round ends at a later window's end, so there are no more rounds than windows.
        while let Some(later) =
            self.windows.iter().filter(|window| window.from <= end && end < window.to).map(|w| w.to).max()
        {
            end = later;
        }
        Some((end, state))
    }

    /// Runs what is due by an instant: when, and the state whose actions run.
    pub fn run_due(&mut self, at: Timestamp) -> Option<(Timestamp, State)> {
        let due = self.due().filter(|(end, _)| *end <= at)?;
        self.muted = None;
        Some(due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use signalarm_time::Duration;

    fn at(tick: u64) -> Timestamp {
        Timestamp::MIN + Duration::from_secs(tick)
    }

    fn mutes(windows: &[(u64, u64)]) -> Mutes {
        Mutes::new(windows.iter().map(|(from, to)| MuteWindow { from: at(*from), to: at(*to) }).collect())
    }

    /// CloudWatch User Guide, *How alarm mute rules work*: its five examples, with others between them.
    #[test]
    fn the_last_window_makes_up_for_what_was_muted() {
        for (windows, entered, expected) in [
            (&[(1, 5)][..], &[(2, State::Alarm)][..], Some((5, State::Alarm))),
            (&[(1, 5)], &[(2, State::Alarm), (4, State::Ok)], Some((5, State::Ok))),
            (&[(1, 5), (3, 9)], &[(2, State::Alarm)], Some((9, State::Alarm))),
            (&[(3, 9), (1, 5), (9, 11)], &[(2, State::Alarm)], Some((11, State::Alarm))),
            (&[(1, 5), (6, 9)], &[(2, State::Alarm)], Some((5, State::Alarm))),
            (&[(1, 5)], &[(2, State::Alarm), (5, State::Ok)], None),
            (&[(1, 5)], &[(0, State::Alarm)], None),
            (&[(5, 1), (2, 2)], &[(2, State::Alarm)], None),
        ] {
            let mut mutes = mutes(windows);
            for (tick, state) in entered {
                assert_eq!(mutes.entered(*state, at(*tick)), !mutes.is_muted(at(*tick)));
            }
            let expected = expected.map(|(tick, state)| (at(tick), state));
            assert_eq!(mutes.due(), expected, "{windows:?} {entered:?}");
            assert_eq!(mutes.run_due(Timestamp::MAX), expected);
            assert_eq!(mutes.run_due(Timestamp::MAX), None, "it runs once");
        }
    }

    #[test]
    fn a_window_may_end_early() {
        let mut mutes = mutes(&[(1, 8)]);
        assert!(!mutes.entered(State::Alarm, at(2)));
        assert_eq!(mutes.run_due(at(6)), None);
        mutes.windows_mut()[0].to = at(6);
        assert_eq!(mutes.run_due(at(6)), Some((at(6), State::Alarm)));
    }
}
