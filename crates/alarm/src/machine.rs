//! The state machine of a metric alarm, as a table: what each state makes of each input.
//!
//! What an alarm is besides its state is in [`AlarmLife`](crate::AlarmLife); who is told, and in what words, is decided
//! elsewhere.

use crate::State;

/// What an alarm is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// An evaluation decided on this state.
    Evaluated(State),
    /// An evaluation decided nothing.
    Undecided,
    /// *SetAlarmState* asks for this state.
    Set(State),
    /// *PutMetricAlarm* gives it new settings.
    Put,
    /// *EnableAlarmActions*.
    ActionsEnabled,
    /// *DisableAlarmActions*.
    ActionsDisabled,
    /// *DeleteAlarms*.
    Deleted,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Nothing, not even a new reason: no item of history, no event, no action.
    Stay,
    /// It enters a state with a new reason: an item of history, an event, and unless they are disabled the actions of that
    /// state. Entering is the only thing that runs actions.
    Enter(State),
    /// Its settings change: an item of history and an event. State and reason stay, and no action runs.
    Configure,
    /// It is no more: an item of history and an event. The history of its name goes on.
    End,
}

/// What becomes of an alarm in a state (CloudWatch User Guide, *Alarm actions*; recorded answers, September 2026).
///
/// *SetAlarmState* to the present state is ignored, as is an evaluation that yields it: whether that one replaces a reason
/// set by *SetAlarmState* is disputed, and the better evidence says that it does not.
#[must_use]
pub const fn step(state: State, input: Input) -> Step {
    use Input::{ActionsDisabled, ActionsEnabled, Deleted, Evaluated, Put, Set, Undecided};
    use State::{Alarm, InsufficientData, Ok};
    use Step::{Configure, End, Enter, Stay};
    #[rustfmt::skip]
    let [ok, alarm, insufficient_data] = match input {
        //                               in OK                    in ALARM                 in INSUFFICIENT_DATA
        Evaluated(Ok)               => [Stay,                    Enter(Ok),               Enter(Ok)],
        Evaluated(Alarm)            => [Enter(Alarm),            Stay,                    Enter(Alarm)],
        Evaluated(InsufficientData) => [Enter(InsufficientData), Enter(InsufficientData), Stay],
        Undecided                   => [Stay,                    Stay,                    Stay],
        Set(Ok)                     => [Stay,                    Enter(Ok),               Enter(Ok)],
        Set(Alarm)                  => [Enter(Alarm),            Stay,                    Enter(Alarm)],
        Set(InsufficientData)       => [Enter(InsufficientData), Enter(InsufficientData), Stay],
        Put                         => [Configure,               Configure,               Configure],
        ActionsEnabled              => [Configure,               Configure,               Configure],
        ActionsDisabled             => [Configure,               Configure,               Configure],
        Deleted                     => [End,                     End,                     End],
    };
    match state {
        Ok => ok,
        Alarm => alarm,
        InsufficientData => insufficient_data,
    }
}
