//! A scenario's chain as it is deployed outside: in the account of the run, with shorter periods, and with subscribers that
//! can be looked at.

use std::collections::BTreeMap;

use signalarm_alarm::Period;
use signalarm_alert::{AlertName, Chain, Place};
use signalarm_notification::{Endpoint, Protocol};
use signalarm_time::Duration;

use crate::ears::Ears;
use crate::pace::shrunk;

/// A scenario's chain, and the one that is deployed for it.
pub(crate) struct Shrunk {
    /// As it is deployed.
    pub(crate) chain: Chain,
    /// Whose alarm does not do as in the story, and why.
    pub(crate) out_of_step: BTreeMap<AlertName, String>,
    /// The subscriber of the scenario that another one stands in for.
    pub(crate) stands_for: BTreeMap<Endpoint, Endpoint>,
}

/// The chain to deploy in an account for a scenario's.
pub(crate) fn shrink(wanted: &Chain, place: &Place, times: u32, ears: &mut dyn Ears) -> Shrunk {
    let mut chain = Chain { place: place.clone(), ..wanted.clone() };
    let (mut out_of_step, mut stands_for) = (BTreeMap::new(), BTreeMap::new());
    if times != 1 {
        let period = chain.silence_alarm().rule.settings().period;
        let why = format!("its period of {} does not shrink", period.duration());
        out_of_step.insert(AlertName::SILENCE, is_out_of_step(&AlertName::SILENCE, &why));
    }
    for alert in &mut chain.alerts {
        let exact = shrunk(alert.period.duration(), times);
        let period = Period::new(exact).unwrap_or_else(|_| next_longer(exact));
        if period.duration() != exact {
            let why = format!("its period of {} shrinks to {exact}, which is none", alert.period.duration());
            out_of_step.insert(alert.name.clone(), is_out_of_step(&alert.name, &why));
        }
        alert.period = period;
        stand_in(&mut alert.subscribers, ears, &mut stands_for);
    }
    stand_in(&mut chain.silence_subscribers, ears, &mut stands_for);
    Shrunk { chain, out_of_step, stands_for }
}

fn is_out_of_step(alert: &AlertName, why: &str) -> String {
    format!("the alarm {alert} is out of step: {why}")
}

/// The next period in whole minutes.
fn next_longer(duration: Duration) -> Period {
    let minutes = duration.as_millis().div_ceil(Duration::MINUTE.as_millis()).max(1);
    Period::from_seconds(minutes * Duration::MINUTE.as_secs()).unwrap_or(Period::MINUTE)
}

/// Replaces who cannot be looked at. Queues and functions of others are left out: the run's own queue listens to each topic.
fn stand_in(subscribers: &mut Vec<Endpoint>, ears: &mut dyn Ears, stands_for: &mut BTreeMap<Endpoint, Endpoint>) {
    subscribers.retain(|endpoint| !matches!(endpoint.protocol(), Protocol::Sqs | Protocol::Lambda));
    for subscriber in subscribers {
        if let Some(other) = ears.stand_in(subscriber) {
            stands_for.insert(other.clone(), std::mem::replace(subscriber, other));
        }
    }
}
