//! Which of a scenario's expectations can be judged from outside, and which scenarios can be played at all.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use signalarm_alarm::State;
use signalarm_alert::Chain;
use signalarm_notification::Protocol;
use signalarm_scenario::{Action, ChainOrigin, Expectation, Expected, Scenario};
use signalarm_time::{Duration, Timestamp};

use crate::abilities::Alarms;
use crate::outside::Setting;
use crate::pace::shrunk;
use crate::shrink::Shrunk;

/// Why a scenario cannot be played from outside at all; `None`: it can.
/// `marks_records`: where a forged record could be taken for a real one, each must say what it is.
pub(crate) fn unplayable(scenario: &Scenario, setting: &Setting, marks_records: bool) -> Option<String> {
    if scenario.origin == ChainOrigin::HandMade {
        return Some("its chain was made by hand, which only the simulated account plays".to_owned());
    }
    for step in &scenario.steps {
        let done = match &step.action {
            Action::Break(_) | Action::Mend(_) => "breaks the chain, which only the simulated account bears",
            Action::Configure(_) => "changes filters and alarms in place, which only the simulated account plays",
            Action::Records { .. } if marks_records => {
                "puts records from a file, which do not say that they are a drill's"
            }
            Action::SignIn(_) | Action::Records { .. } | Action::Wait(_) => continue,
        };
        return Some(format!("the step of line {} {done}", step.line));
    }
    let takes = shrunk(scenario.length, setting.shrink) + setting.tolerance;
    (setting.wait_max < takes).then(|| format!("needs {takes}, and at most {} are waited for", setting.wait_max))
}

/// Why an expectation cannot be judged, whatever is seen; `None`: it can, as far as this tells.
pub(crate) fn unjudged(expectation: &Expectation, setting: &Setting, shrunk: &Shrunk) -> Option<String> {
    let alert = expectation.expected.alert();
    if let Some(why) = shrunk.out_of_step.get(alert) {
        return Some(why.clone());
    }
    match &expectation.expected {
        Expected::Swallowed { .. } => Some("what an alarm swallowed cannot be seen from outside".to_owned()),
        Expected::Reaches { reason: Some(_), .. } if !setting.speaks_as_aws => {
            Some(format!("the reasons of {} are not AWS's", setting.name))
        }
        Expected::Notified { message, .. } if !message.is_empty() && !setting.speaks_as_aws => {
            Some(format!("the messages of {} are not AWS's", setting.name))
        }
        Expected::Reaches { state, .. } => untimely(&[*state], setting),
        Expected::Passes { states, .. } => untimely(states, setting),
        Expected::Notified { .. } | Expected::Never { .. } => None,
    }
}

/// Whether alarms get into these states at all.
fn untimely(states: &[State], setting: &Setting) -> Option<String> {
    match setting.abilities.alarms {
        Alarms::ByTime => None,
        Alarms::OnSamples if !states.contains(&State::InsufficientData) => None,
        Alarms::OnSamples => Some(format!("alarms of {} see samples, and no gap between them", setting.name)),
        Alarms::Never => Some(format!("alarms of {} are not evaluated", setting.name)),
    }
}

/// The protocols of an alert's subscribers that nobody can look at; each with why.
pub(crate) fn unseen(chain: &Chain, expectation: &Expectation, seen: &BTreeSet<Protocol>) -> Vec<Protocol> {
    let subscribers = chain.subscribers(expectation.expected.alert());
    let protocols: BTreeSet<Protocol> = subscribers.iter().map(|endpoint| endpoint.protocol()).collect();
    protocols.into_iter().filter(|protocol| !seen.contains(protocol)).collect()
}

/// Protocols in words.
pub(crate) fn in_words(protocols: impl IntoIterator<Item = Protocol>) -> String {
    let words: Vec<String> = protocols.into_iter().map(|protocol| protocol.to_string()).collect();
    words.join(", ")
}

/// The window of an expectation in the story, with respite.
pub(crate) fn window(scenario: &Scenario, expectation: &Expectation, respite: Duration) -> RangeInclusive<Timestamp> {
    scenario.start + expectation.from..=scenario.start + expectation.until + respite
}
