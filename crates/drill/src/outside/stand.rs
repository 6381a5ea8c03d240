//! Stories on a chain that stands: it is as somebody deployed it, in an account that is in use, and stays so.

use std::collections::{BTreeMap, BTreeSet};

use signalarm_account::Link;
use signalarm_alarm::State;
use signalarm_alert::{Alert, AlertName, Chain};
use signalarm_event::Variant;
use signalarm_notification::Protocol;
use signalarm_scenario::{Expectation, Expected, Judgement, LinkProof, Proof, Scenario, TargetError};
use signalarm_time::Duration;

use super::proof::{NO_TRAIL, is_alarm};
use super::{Footing, Outside, Stage, matching};
use crate::abilities::Filters;
use crate::judge::{in_words, unplayable};
use crate::pace::Pace;
use crate::shrink::Shrunk;
use crate::standing::{HopKind, LOOK_EVERY, Subscriber};

/// A chain that stands.
pub(crate) struct Standing {
    /// As it was deployed.
    pub(crate) chain: Chain,
    /// Who subscribes to each topic.
    pub(crate) subscribers: BTreeMap<AlertName, Vec<Subscriber>>,
    /// Whether the drilled alarms are muted.
    pub(crate) is_muted: bool,
    /// Whether it was just deployed: nobody need have confirmed yet.
    pub(crate) is_fresh: bool,
    /// Alerts that calls of the run's own may ring, each with the action.
    pub(crate) own_rings: BTreeMap<AlertName, String>,
    /// Whether records that must ring nothing rang nothing.
    pub(crate) is_silent: bool,
    /// How long is waited until the alarms are as a story finds them.
    pub(crate) settle_max: Duration,
}

impl Standing {
    /// Why an expectation cannot be judged on a chain that stands, beside what holds for every account that is only looked
    /// at.
    pub(super) fn unjudged(&self, expectation: &Expectation) -> Option<String> {
        let alert = expectation.expected.alert();
        let is_of_data = match &expectation.expected {
            Expected::Reaches { state, .. } | Expected::Never { state, .. } => *state == State::InsufficientData,
            Expected::Passes { states, .. } => states.contains(&State::InsufficientData),
            Expected::Notified { .. } if self.is_muted => {
                return Some("the alarms are muted, so that nobody is told".to_owned());
            }
            Expected::Notified { .. } | Expected::Swallowed { .. } => false,
        };
        if is_of_data || *alert == AlertName::SILENCE {
            return Some("how busy the account itself is decides it, which no story can say".to_owned());
        }
        let action = self.own_rings.get(alert)?;
        Some(format!("the drill's own call of {action} may ring {alert} as well"))
    }

    /// What is said of a topic that told the run's own queue and has no subscriber by an expected protocol.
    pub(super) fn untold(&self, alert: &AlertName, protocols: &[Protocol]) -> Option<Judgement> {
        let subscribers = self.subscribers.get(alert).map_or(&[][..], Vec::as_slice);
        let is_by =
            |protocol: Protocol| move |one: &&Subscriber| one.is_confirmed && one.protocol == protocol.to_string();
        let missing: Vec<Protocol> = protocols
            .iter()
            .copied()
            .filter(|protocol| !subscribers.iter().any(|one| is_by(*protocol)(&one)))
            .collect();
        let wanted = missing.iter().copied().filter(|protocol| self.chain.has_subscriber(alert, *protocol));
        let wanted: Vec<Protocol> = wanted.collect();
        let told = "its topic told the queue of the run";
        match (missing.is_empty(), wanted.is_empty()) {
            (true, _) => None,
            (false, true) => {
                Some(Judgement::NotProvable(format!("{told}; nobody subscribes by {} here", in_words(missing))))
            }
            (false, false) if self.is_fresh => {
                Some(Judgement::NotProvable(format!("{told}; nobody has confirmed by {} yet", in_words(wanted))))
            }
            (false, false) => Some(Judgement::Differs(format!(
                "{told}, and nobody by {}: no such subscription is confirmed",
                in_words(wanted)
            ))),
        }
    }

    /// Why nothing of a scenario can be proved; `None`: something can, as far as this tells.
    pub(crate) fn unprovable(&self, scenario: &Scenario, setting: &super::Setting) -> Option<String> {
        if let Some(why) = unplayable(scenario, setting, true) {
            return Some(why);
        }
        let shrunk = self.shrunk(scenario);
        let why = |expectation: &Expectation| {
            self.unjudged(expectation).or_else(|| crate::judge::unjudged(expectation, setting, &shrunk))
        };
        if scenario.expectations.is_empty() {
            return Some("it expects nothing".to_owned());
        }
        let reasons: Option<BTreeSet<String>> = scenario.expectations.iter().map(why).collect();
        reasons.map(|reasons| reasons.into_iter().collect::<Vec<String>>().join("; "))
    }

    /// The chain as it stands, and which of its alarms are not those of the scenario.
    fn shrunk(&self, scenario: &Scenario) -> Shrunk {
        let wanted = scenario.config.simulated_chain();
        let differing = |alert: &Alert| {
            let why = match self.chain.alert(&alert.name) {
                None => "is not deployed".to_owned(),
                Some(deployed) => {
                    let differing = differing(alert, deployed);
                    if differing.is_empty() {
                        return None;
                    }
                    format!("is deployed with another {} than the scenario's", differing.join(", "))
                }
            };
            Some((alert.name.clone(), format!("the alert {} {why}", alert.name)))
        };
        let out_of_step = wanted.alerts.iter().filter_map(differing).collect();
        Shrunk { chain: self.chain.clone(), out_of_step, stands_for: BTreeMap::new() }
    }
}

/// The settings of which two alerts of one name differ, but for who hears of them.
fn differing(one: &Alert, other: &Alert) -> Vec<&'static str> {
    let settings = [
        ("pattern", one.pattern.text() != other.pattern.text()),
        ("period", one.period != other.period),
        ("default value", one.default_value != other.default_value),
        ("treatment of missing data", one.missing_data != other.missing_data),
        ("notification of OK", one.notify_ok != other.notify_ok),
    ];
    settings.into_iter().filter(|(_, differs)| *differs).map(|(setting, _)| setting).collect()
}

impl Outside<'_> {
    /// Lets a story begin on the chain that stands.
    pub(super) fn stand(&mut self, scenario: &Scenario) -> Result<(), TargetError> {
        let Footing::Standing(standing) = &self.footing else { return Err(super::not_begun()) };
        if let Some(why) = standing.unprovable(scenario, &self.setting) {
            return Err(TargetError::NotProvable(why));
        }
        let (shrunk, settle_max, now) = (standing.shrunk(scenario), standing.settle_max, self.session.now());
        self.stage = Some(Stage {
            scenario: scenario.clone(),
            filters: Filters::ByPattern,
            shrunk,
            pace: Pace { story: scenario.start, real: now, shrink: self.setting.shrink },
            due: BTreeMap::new(),
            next_activity: None,
            told: BTreeSet::new(),
            put_count: 0,
        });
        let mut wanted = self.settled()?;
        wanted.retain(|name, state| self.is_settled(scenario, name, *state));
        if let Some(why) = self.settle(&wanted, settle_max, LOOK_EVERY)? {
            return Err(TargetError::NotProvable(why));
        }
        self.overhear()?;
        self.acts.clear();
        self.overheard.clear();
        let now = self.session.now();
        let stage = self.stage.as_mut().ok_or_else(super::not_begun)?;
        stage.pace.real = now;
        stage.next_activity = scenario.activity.map(|_| scenario.start);
        Ok(())
    }

    /// Puts one record of each of these kinds, which must ring nothing; their names.
    pub(crate) fn put_silent(&mut self, variants: &[Variant], chain: &Chain) -> Result<Vec<String>, TargetError> {
        let mut names = Vec::new();
        for variant in variants {
            let (now, Some(stream)) = (self.session.now(), &self.stream) else { break };
            let record = self.marks.other(*variant, &chain.place, now);
            stream.put(self.session.as_mut(), &record)?;
            names.push(record.name().to_owned());
            let (scenario, matches) = (None, matching(chain, &record));
            let (id, name) = (record.id().to_owned(), record.name().to_owned());
            self.note(now, HopKind::Put { scenario, id, name, matches });
        }
        Ok(names)
    }

    /// Whether the story needs an alarm to be in its state before it begins: it is about that alarm, and not about how busy
    /// the account is.
    fn is_settled(&self, scenario: &Scenario, name: &AlertName, state: State) -> bool {
        let Footing::Standing(standing) = &self.footing else { return true };
        let mut about = scenario.expectations.iter().filter(|expectation| expectation.expected.alert() == name);
        state != State::InsufficientData && about.any(|expectation| standing.unjudged(expectation).is_none())
    }

    /// What the story proved of each link that it touched.
    pub(super) fn standing_proofs(&self, standing: &Standing) -> Vec<LinkProof> {
        let proved = |how: &str| Proof::Proved(how.to_owned());
        let not = |why: &str| Proof::NotProved(why.to_owned());
        let mut proofs = vec![(Link::Trail, not(NO_TRAIL)), (Link::LogGroup, proved("takes log events"))];
        if self.acts.iter().any(is_alarm) {
            let filter = match standing.is_silent {
                true => proved("told a sign-in from a record that must ring nothing"),
                false => not("a record that must ring nothing rang as well"),
            };
            let (topic, subscription) = match (standing.is_muted, self.overheard.is_empty()) {
                (true, _) => (not("the alarms were muted"), not("the alarms were muted")),
                (false, true) => (not("told nobody"), not("no topic told anybody")),
                (false, false) => (
                    proved("told the queue of the run"),
                    not("what subscribers are sent, by mail or by SMS, cannot be seen from here"),
                ),
            };
            proofs.extend([(Link::Filter, filter), (Link::Metric, proved("")), (Link::Alarm, proved("goes to ALARM"))]);
            proofs.extend([(Link::Topic, topic), (Link::Subscription, subscription)]);
        }
        proofs.into_iter().map(|(link, proof)| LinkProof { link, proof }).collect()
    }
}
