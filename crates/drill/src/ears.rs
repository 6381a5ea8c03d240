//! What subscribers outside of an account are seen to be sent.

use std::collections::BTreeSet;

use serde_json::Value;
use signalarm_alarm::State;
use signalarm_notification::{Endpoint, Protocol};

/// What a subscriber outside was shown to be sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shown {
    /// The subscriber.
    pub endpoint: Endpoint,
    /// What it was sent, as it came.
    pub text: String,
}

/// Looks at what subscribers outside were sent: pages of an emulator, a server that listens.
pub trait Ears {
    /// By which protocols something can be seen, beside the queue of the run's own.
    fn protocols(&self) -> BTreeSet<Protocol>;

    /// Who subscribes in the place of somebody who cannot be looked at; `None`: nobody, it is subscribed itself.
    fn stand_in(&mut self, endpoint: &Endpoint) -> Option<Endpoint>;

    /// What was shown since the last look.
    ///
    /// # Errors
    ///
    /// Why nothing can be seen, in words.
    fn hear(&mut self) -> Result<Vec<Shown>, String>;
}

/// Hears nothing: only the queue of the run's own listens.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoEars;

impl Ears for NoEars {
    fn protocols(&self) -> BTreeSet<Protocol> {
        BTreeSet::new()
    }

    fn stand_in(&mut self, _: &Endpoint) -> Option<Endpoint> {
        None
    }

    fn hear(&mut self) -> Result<Vec<Shown>, String> {
        Ok(Vec::new())
    }
}

/// What a message tells of an alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) alarm: String,
    pub(crate) state: State,
    pub(crate) text: String,
}

const STATES: [State; 3] = [State::Ok, State::Alarm, State::InsufficientData];

/// Reads a message of an alarm: the JSON of a notification, or the text of an SMS. `None`: it tells of no alarm.
pub(crate) fn notice(text: &str) -> Option<Notice> {
    let (state, alarm) = match serde_json::from_str::<Value>(text) {
        Ok(message) => (message["NewStateValue"].as_str()?.to_owned(), message["AlarmName"].as_str()?.to_owned()),
        Err(_) => {
            // `ALARM: "name" in EU (Ireland)`, as notification::sms_text writes it.
            let (state, rest) = text.split_once(": \"")?;
            (state.to_owned(), rest.split_once("\" in ")?.0.to_owned())
        }
    };
    let state = STATES.into_iter().find(|known| known.to_string() == state)?;
    Some(Notice { alarm, state, text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_read_from_json_and_from_the_text_of_an_sms() {
        let told = |text: &str| notice(text).map(|notice| (notice.alarm, notice.state));
        let json = r#"{"AlarmName":"a","NewStateValue":"ALARM","OldStateValue":"OK"}"#;
        assert_eq!(told(json), Some(("a".to_owned(), State::Alarm)));
        assert_eq!(told("OK: \"a b\" in EU (Ireland)"), Some(("a b".to_owned(), State::Ok)));
        for other in ["", "{}", "[1]", "hello", "{\"AlarmName\":1,\"NewStateValue\":\"OK\"}", "GREEN: \"a\" in x"] {
            assert_eq!(told(other), None, "{other}");
        }
    }
}
