//! What a scenario expects to see.

use std::collections::BTreeSet;
use std::fmt;

use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_notification::Protocol;
use signalarm_time::Duration;

/// One expectation, with the window of time that it looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The line of the file.
    pub line: usize,
    /// The beginning of the window, since the beginning of the story; what happens at this instant belongs to it.
    pub from: Duration,
    /// The end of the window; what happens at this instant belongs to it.
    pub until: Duration,
    /// What must be seen in the window.
    pub expected: Expected,
}

/// What must be seen.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// The alarm is in this state at some instant of the window.
    Reaches {
        /// The alarm.
        alarm: AlertName,
        /// The state.
        state: State,
        /// AWS's reason text of the transition to it; a transition must then be in the window.
        reason: Option<String>,
    },
    /// The alarm is in this state at no instant of the window.
    Never {
        /// The alarm.
        alarm: AlertName,
        /// The state.
        state: State,
    },
    /// The alarm goes through exactly these states in the window, not counting the one that it begins in.
    Passes {
        /// The alarm.
        alarm: AlertName,
        /// The states, in their order.
        states: Vec<State>,
    },
    /// The topic notifies exactly these protocols; none means that nobody hears of it.
    Notified {
        /// The alert whose topic it is.
        by: AlertName,
        /// The protocols.
        protocols: BTreeSet<Protocol>,
        /// How many notifications each of them gets; `None`: one or more.
        count: Option<u32>,
        /// Only notifications whose message has these members count.
        message: serde_json::Map<String, serde_json::Value>,
    },
    /// So many matching records of the window told nobody because the alarm was in ALARM already.
    Swallowed {
        /// The alert.
        by: AlertName,
        /// How many.
        count: u32,
    },
}

impl Expected {
    /// The alert, or the silence alarm, that the expectation is about.
    #[must_use]
    pub fn alert(&self) -> &AlertName {
        match self {
            Self::Reaches { alarm, .. } | Self::Never { alarm, .. } | Self::Passes { alarm, .. } => alarm,
            Self::Notified { by, .. } | Self::Swallowed { by, .. } => by,
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reaches { alarm, state, reason: None } => write!(f, "{alarm} is {state}"),
            Self::Reaches { alarm, state, reason: Some(reason) } => write!(f, "{alarm} becomes {state}: {reason}"),
            Self::Never { alarm, state } => write!(f, "{alarm} is never {state}"),
            Self::Passes { alarm, states } if states.is_empty() => write!(f, "{alarm} keeps its state"),
            Self::Passes { alarm, states } => {
                let states: Vec<String> = states.iter().map(State::to_string).collect();
                write!(f, "{alarm} goes to {}", states.join(", then "))
            }
            Self::Notified { by, protocols, count, message } => {
                write_notified(f, by, protocols, *count)?;
                if message.is_empty() {
                    Ok(())
                } else {
                    write!(f, " with {}", serde_json::Value::from(message.clone()))
                }
            }
            Self::Swallowed { by, count } => write!(f, "{by} swallows {count}"),
        }
    }
}

fn write_notified(
    f: &mut fmt::Formatter<'_>,
    by: &AlertName,
    protocols: &BTreeSet<Protocol>,
    count: Option<u32>,
) -> fmt::Result {
    if protocols.is_empty() {
        return write!(f, "{by} notifies nobody");
    }
    let protocols: Vec<String> = protocols.iter().map(Protocol::to_string).collect();
    write!(f, "{by} notifies by {}", protocols.join(" and "))?;
    match count {
        Some(1) => f.write_str(" once"),
        Some(count) => write!(f, " {count} times"),
        None => Ok(()),
    }
}
