//! The chain that a person has deployed, as it was found.

use std::collections::BTreeMap;

use signalarm_alert::{AlertName, Chain};
use signalarm_cloud::CallerIdentity;
use signalarm_deploy::View;
use signalarm_notification::Protocol;

/// The chain that a person has deployed, as it was found.
#[derive(Clone, Debug)]
pub struct Site {
    /// Who calls.
    pub caller: CallerIdentity,
    /// The chain as the config wants it, on the log group that was found.
    pub chain: Chain,
    /// Whether it is ours by its tags; otherwise by its names alone.
    pub is_tagged: bool,
    /// Where it differs from the config, in words: what is drilled is what is there.
    pub differences: Vec<String>,
    /// Who subscribes to each topic, whoever subscribed them.
    pub subscribers: BTreeMap<AlertName, Vec<Subscriber>>,
    /// Everything that was seen.
    pub view: View,
}

/// A subscriber, as a topic lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscriber {
    /// How it is told, in SNS's words.
    pub protocol: String,
    /// Where.
    pub endpoint: String,
    /// Whether it is confirmed: nothing is sent to others.
    pub is_confirmed: bool,
}

impl Site {
    /// How many confirmed subscribers a topic has by a protocol.
    #[must_use]
    pub fn confirmed(&self, alert: &AlertName, protocol: Protocol) -> usize {
        let subscribers = self.subscribers.get(alert).into_iter().flatten();
        subscribers.filter(|one| one.is_confirmed && one.protocol == protocol.to_string()).count()
    }
}
