//! The life of a metric alarm, from its creation to its deletion: settings, state, reason, and since when.

use signalarm_time::Timestamp;
use thiserror::Error;

use crate::{Evaluation, Input, MetricAlarm, Reason, State, Step, step};

/// The reason of a new alarm's first state, INSUFFICIENT_DATA.
pub const CREATION_REASON: &str = "Unchecked: Initial alarm creation";

/// How long a reason and its JSON may be, in characters (CloudWatch API Reference, *SetAlarmState*).
const REASON_CHARS_MAX: usize = 1_023;
const REASON_DATA_CHARS_MAX: usize = 4_000;

/// A state with its reason.
#[derive(Clone, Debug, PartialEq)]
pub struct ReasonedState {
    /// The state.
    pub value: State,
    /// Why it was entered; *SetAlarmState* may leave the text empty.
    pub reason: Reason,
}

/// A metric alarm as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct AlarmLife {
    settings: MetricAlarm,
    state: ReasonedState,
    configured: Timestamp,
    state_entered: Timestamp,
}

/// What is done to an alarm.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a command lives for one call")]
pub enum Command<'a> {
    /// It is evaluated.
    Evaluate(&'a Evaluation<'a>),
    /// *SetAlarmState*, see [`ReasonedState::asked_for`].
    SetState(ReasonedState),
    /// *PutMetricAlarm* on its name: the whole settings are replaced; what the request leaves out falls back.
    Put(MetricAlarm),
    /// *EnableAlarmActions*: what was missed is not made up for.
    EnableActions,
    /// *DisableAlarmActions*.
    DisableActions,
    /// *DeleteAlarms*: its owner drops it.
    Delete,
}

/// What came of a command: each but the first is an item of history and an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Nothing.
    Nothing,
    /// It entered another state.
    Entered {
        /// The state before.
        before: ReasonedState,
        /// The actions that run.
        actions: Vec<String>,
    },
    /// Its settings changed.
    Configured {
        /// The settings before.
        before: Box<MetricAlarm>,
        /// When they had been given.
        configured: Timestamp,
    },
    /// It is deleted.
    Deleted,
}

/// A *SetAlarmState* that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SetStateFault {
    /// `ValidationError`.
    #[error("the reason has {0} characters: write {REASON_CHARS_MAX} or fewer")]
    ReasonTooLong(usize),
    /// `ValidationError`.
    #[error("the reason data have {0} characters: write {REASON_DATA_CHARS_MAX} or fewer")]
    ReasonDataTooLong(usize),
    /// `InvalidFormat`.
    #[error("the reason data are no JSON: write JSON, or leave them out")]
    ReasonDataNoJson,
}

impl AlarmLife {
    /// A new alarm. It is in INSUFFICIENT_DATA, which no action tells of.
    #[must_use]
    pub fn create(settings: MetricAlarm, at: Timestamp) -> Self {
        let state = ReasonedState { value: State::InsufficientData, reason: CREATION_REASON.into() };
        Self { settings, state, configured: at, state_entered: at }
    }

    /// Does something to the alarm. What becomes of it says [`step`].
    pub fn apply(&mut self, command: Command<'_>, at: Timestamp) -> Outcome {
        match (step(self.state.value, command.input()), command) {
            (Step::Enter(value), Command::Evaluate(evaluation)) => self.enter(evaluated(value, evaluation), at),
            (Step::Enter(_), Command::SetState(asked_for)) => self.enter(asked_for, at),
            (Step::Configure, Command::Put(settings)) => self.configure(settings, at),
            (Step::Configure, Command::EnableActions) => self.enable_actions(true, at),
            (Step::Configure, Command::DisableActions) => self.enable_actions(false, at),
            (Step::End, _) => Outcome::Deleted,
            (Step::Stay | Step::Enter(_) | Step::Configure, _) => Outcome::Nothing,
        }
    }

    fn enable_actions(&mut self, actions_enabled: bool, at: Timestamp) -> Outcome {
        self.configure(MetricAlarm { actions_enabled, ..self.settings.clone() }, at)
    }

    fn enter(&mut self, state: ReasonedState, at: Timestamp) -> Outcome {
        let actions = self.settings.actions_enabled.then(|| self.settings.actions(state.value).to_vec());
        self.state_entered = at;
        let before = std::mem::replace(&mut self.state, state);
        Outcome::Entered { before, actions: actions.unwrap_or_default() }
    }

    fn configure(&mut self, settings: MetricAlarm, at: Timestamp) -> Outcome {
        let before = Box::new(std::mem::replace(&mut self.settings, settings));
        Outcome::Configured { before, configured: std::mem::replace(&mut self.configured, at) }
    }

    /// Its settings.
    #[must_use]
    pub fn settings(&self) -> &MetricAlarm {
        &self.settings
    }

    /// Its state.
    #[must_use]
    pub fn state(&self) -> &ReasonedState {
        &self.state
    }

    /// When it was last configured (*AlarmConfigurationUpdatedTimestamp*).
    #[must_use]
    pub fn configured(&self) -> Timestamp {
        self.configured
    }

    /// When it entered its state (*StateTransitionedTimestamp*; without suppression *StateUpdatedTimestamp* as well).
    #[must_use]
    pub fn state_entered(&self) -> Timestamp {
        self.state_entered
    }
}

impl Command<'_> {
    fn input(&self) -> Input {
        match self {
            Self::Evaluate(evaluation) if evaluation.decision().kept => Input::Undecided,
            Self::Evaluate(evaluation) => Input::Evaluated(evaluation.state()),
            Self::SetState(asked_for) => Input::Set(asked_for.value),
            Self::Put(_) => Input::Put,
            Self::EnableActions => Input::ActionsEnabled,
            Self::DisableActions => Input::ActionsDisabled,
            Self::Delete => Input::Deleted,
        }
    }
}

impl ReasonedState {
    /// What *SetAlarmState* asks for: a state, its reason, and its reason as JSON, which may be any JSON.
    ///
    /// # Errors
    ///
    /// Why the request is refused; nothing changes then.
    pub fn asked_for(value: State, reason: &str, reason_data: Option<&str>) -> Result<Self, SetStateFault> {
        let (chars, data) = (reason.chars().count(), reason_data.unwrap_or("null"));
        let data_chars = data.chars().count();
        if REASON_CHARS_MAX < chars {
            return Err(SetStateFault::ReasonTooLong(chars));
        }
        if REASON_DATA_CHARS_MAX < data_chars {
            return Err(SetStateFault::ReasonDataTooLong(data_chars));
        }
        let data = serde_json::from_str(data).map_err(|_| SetStateFault::ReasonDataNoJson)?;
        Ok(Self { value, reason: Reason::given(reason.to_owned(), reason_data.map(|_| data)) })
    }
}

fn evaluated(value: State, evaluation: &Evaluation<'_>) -> ReasonedState {
    ReasonedState { value, reason: Reason::of(evaluation) }
}
