//! That somebody was notified, whoever saw it: the account that sent it, or the subscriber that it came to.

use std::sync::Arc;

use serde_json::{Map, Value};
use signalarm_account::{Happening, RecordIndex, What};
use signalarm_alarm::State;
use signalarm_notification::{Edition, Endpoint, Message, Protocol};
use signalarm_time::Timestamp;

use crate::act::{Act, Received};

/// A subscriber was sent a notification.
#[derive(Clone, Copy, Debug)]
pub struct Notified<'r> {
    /// When.
    pub at: Timestamp,
    /// The name of the alarm.
    pub alarm: &'r str,
    /// The state that the alarm entered.
    pub state: State,
    /// The subscriber.
    pub endpoint: &'r Endpoint,
    /// The records behind the datapoints that decided, where the account was asked.
    pub records: &'r [RecordIndex],
    content: Content<'r>,
}

#[derive(Clone, Copy, Debug)]
enum Content<'r> {
    /// As the account made it.
    Message(&'r Message),
    /// As it came.
    Text(&'r str),
}

impl<'r> Notified<'r> {
    /// The notification that a happening is, if it is one.
    #[must_use]
    pub fn of(happening: &'r Happening) -> Option<Self> {
        let What::Notified { alarm, state, endpoint, message, records } = &happening.what else { return None };
        let content = Content::Message(Arc::as_ref(message));
        Some(Self { at: happening.at, alarm, state: *state, endpoint, records, content })
    }

    /// Its subject; of a message that came from outside what a subject says.
    #[must_use]
    pub fn subject(&self) -> String {
        match self.content {
            Content::Message(message) => message.subject(),
            Content::Text(_) => format!("{}: \"{}\"", self.state, self.alarm),
        }
    }

    /// The message: AWS's JSON, or the text as it came.
    #[must_use]
    pub fn text(&self) -> String {
        match self.content {
            Content::Message(message) => message.text_for(Protocol::Sqs),
            Content::Text(text) => text.to_owned(),
        }
    }

    /// Whether its message has these members; a text that is no JSON object has none.
    pub(crate) fn has_members(&self, members: &Map<String, Value>) -> bool {
        if members.is_empty() {
            return true;
        }
        let message = match self.content {
            Content::Message(message) => message.to_json(Edition::Of2026),
            Content::Text(text) => serde_json::from_str(text).unwrap_or_default(),
        };
        includes_members(&message, members)
    }
}

/// Whether a message has these members; of objects in them only the wanted members are compared, numbers by their value.
#[must_use]
pub fn includes_members(message: &Value, members: &Map<String, Value>) -> bool {
    members.iter().all(|(key, wanted)| message.get(key).is_some_and(|value| includes(value, wanted)))
}

impl<'r> From<&'r Received> for Notified<'r> {
    fn from(received: &'r Received) -> Self {
        let Received { at, alarm, state, endpoint, text } = received;
        Self { at: *at, alarm, state: *state, endpoint, records: &[], content: Content::Text(text) }
    }
}

impl Act {
    /// The notification that was seen, where it is one.
    #[must_use]
    pub fn notified(&self) -> Option<Notified<'_>> {
        match self {
            Self::Seen(happening) => Notified::of(happening),
            Self::Received(received) => Some(received.into()),
            Self::Done { .. } => None,
        }
    }
}

/// Whether a value is the wanted one; of objects only the wanted members are compared, numbers by their value.
fn includes(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::Object(_), Value::Object(members)) => members.iter().all(|(key, wanted)| includes(&value[key], wanted)),
        (Value::Number(number), Value::Number(wanted)) => number.as_f64() == wanted.as_f64(),
        _ => value == wanted,
    }
}
