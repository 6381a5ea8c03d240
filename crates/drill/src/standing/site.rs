//! The chain that a person has deployed, as it was found.

use std::collections::BTreeMap;

use signalarm_alarm::State;
use signalarm_alert::{AlertName, Chain, Deployment};
use signalarm_cloud::{CallerIdentity, DescribedMetricAlarm, SubscriptionState, Tag};
use signalarm_deploy::{
    Change, Fact, Look, Obstacle, Obstacles, Options, Owner, Resource, Session, Step, Trouble, View, Wanted,
    WantedLogGroup, drive, plan,
};
use signalarm_notification::Protocol;

use super::{InAlarm, NotDrilled, Refused, Request};

/// How the fields begin by which topics remember earlier deployments: they are no part of what is drilled.
const MEMORY: &str = "signalarm-";

/// The chain that a person has deployed, as it was found.
#[derive(Clone, Debug)]
pub struct Site {
    /// Who calls.
    pub caller: CallerIdentity,
    /// The chain as the config wants it, on the log group that was found.
    pub chain: Chain,
    /// Whether it is ours by its tags; otherwise by its names alone.
    pub is_tagged: bool,
    /// What a deployment would change: what is drilled is what is there.
    pub differences: Vec<Step>,
    /// What would stand in a deployment's way, and does not stand in the drill's.
    pub obstacles: Obstacles,
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
    /// Looks at the chain. It changes nothing.
    ///
    /// # Errors
    ///
    /// [`NotDrilled`], where it is not the chain that was asked for, or not whole.
    pub fn find(session: &mut dyn Session, deployment: &Deployment, request: &Request) -> Result<Self, NotDrilled> {
        let Some(named) = &request.account else { return Err(Refused::NoAccount.into()) };
        let config = &deployment.chain.place.account;
        if config != named {
            return Err(Refused::OtherConfig { named: named.clone(), config: config.clone() }.into());
        }
        let view = match drive(&mut Look::new(Wanted::new(deployment)), session, &mut |_, _| {}) {
            Ok(view) => view,
            Err(Trouble::WrongAccount { found, caller_arn, .. }) => {
                return Err(Refused::OtherAccount { named: named.clone(), found, caller_arn }.into());
            }
            Err(trouble) => return Err(NotDrilled::Trouble(trouble)),
        };
        let mut claims = Claims::default();
        claims.of_chain(&view);
        let is_tagged = claims.foreign.is_empty();
        claims.settled(request.adopted)?;
        let (differences, obstacles) = differences(&view);
        let mut chain = deployment.chain.clone();
        if let Some(name) = view.wanted.log_group_name().and_then(|name| name.parse().ok()) {
            chain.log_group = name;
        }
        let Some(caller) = view.found.caller.clone() else { return Err(Refused::Unknown(obstacles).into()) };
        let subscribers = chain.names().map(|name| (name.clone(), subscribers(&view, name))).collect();
        Ok(Self { caller, chain, is_tagged, differences, obstacles, subscribers, view })
    }

    /// How many confirmed subscribers a topic has by a protocol.
    #[must_use]
    pub fn confirmed(&self, alert: &AlertName, protocol: Protocol) -> usize {
        let subscribers = self.subscribers.get(alert).into_iter().flatten();
        subscribers.filter(|one| one.is_confirmed && one.protocol == protocol.to_string()).count()
    }

    /// The alarms that were found in ALARM.
    pub(super) fn in_alarm(&self, request: &Request) -> Vec<InAlarm> {
        let alarms = self.view.found.alarms.present();
        in_alarm(&self.chain, request, |name| alarms?.get(name.as_str()).map(|found| &found.alarm))
    }
}

/// The alarms of a chain that are in ALARM. Of a chain that was just made nobody has heard yet: the silence alarm says so.
pub(super) fn in_alarm<'a>(
    chain: &Chain,
    request: &Request,
    alarm: impl Fn(&AlertName) -> Option<&'a DescribedMetricAlarm>,
) -> Vec<InAlarm> {
    let in_alarm = |name: &AlertName| {
        let state = &alarm(name)?.state;
        let (alarm, since, reason) = (name.clone(), state.state_transitioned, state.state_reason.clone());
        (state.state_value == State::Alarm).then_some(InAlarm { alarm, since, reason })
    };
    let counts = |name: &&AlertName| !(request.fresh && **name == AlertName::SILENCE);
    chain.names().filter(counts).filter_map(in_alarm).collect()
}

/// Whose the parts of a chain are.
#[derive(Default)]
struct Claims {
    missing: Vec<Resource>,
    foreign: Vec<Resource>,
    unknown: Vec<Obstacle>,
}

impl Claims {
    fn of_chain(&mut self, View { wanted, found }: &View) {
        let name = wanted.log_group_name().unwrap_or_default();
        let (resource, group) = (Resource::LogGroup(name.to_owned()), found.log_group.as_ref());
        match &wanted.log_group {
            WantedLogGroup::Own { .. } => self.of(resource, &group.and_then(|group| group.tags.as_ref())),
            // The config says whose it is.
            WantedLogGroup::Somebodys { .. } | WantedLogGroup::OfTrail { .. } => self.present(resource, &group),
        }
        for alert in &*wanted.alerts {
            let name = alert.name.as_str();
            let topic = found.topics.get(name).map_or(Fact::Absent, Fact::as_ref);
            self.of(Resource::Topic(name.to_owned()), &topic.clone().and_then(|topic| topic.tags.as_ref()));
            if let Some(topic) = topic.present() {
                self.known(&Resource::Topic(name.to_owned()), &topic.subscriptions);
            }
            let alarms = found.alarms.as_ref();
            let alarm = alarms.and_then(|alarms| alarms.get(name).map_or(Fact::Absent, Fact::Present));
            self.of(Resource::Alarm(name.to_owned()), &alarm.and_then(|alarm| alarm.tags.as_ref()));
        }
    }

    /// Something with these tags.
    fn of(&mut self, resource: Resource, tags: &Fact<&Vec<Tag>>) {
        match tags {
            Fact::Absent => self.missing.push(resource),
            Fact::Present(tags) if Fact::Present((*tags).clone()).owner() == Some(Owner::Foreign) => {
                self.foreign.push(resource);
            }
            Fact::Present(_) => {}
            Fact::Denied(_) | Fact::Unasked => self.known(&resource, tags),
        }
    }

    /// Something that must be there, whosever it is.
    fn present<T>(&mut self, resource: Resource, fact: &Fact<T>) {
        match fact {
            Fact::Absent => self.missing.push(resource),
            Fact::Present(_) => {}
            Fact::Denied(_) | Fact::Unasked => self.known(&resource, fact),
        }
    }

    /// What may not be asked is an obstacle.
    fn known<T>(&mut self, resource: &Resource, fact: &Fact<T>) {
        let action = match fact {
            Fact::Denied(denied) => denied.action.clone(),
            Fact::Unasked => "asking for it".to_owned(),
            Fact::Absent | Fact::Present(_) => return,
        };
        self.unknown.push(Obstacle::Unknown { resource: resource.clone(), action });
    }

    fn settled(self, adopted: bool) -> Result<(), Refused> {
        match (self.unknown.is_empty(), self.missing.is_empty(), adopted || self.foreign.is_empty()) {
            (false, ..) => Err(Refused::Unknown(Obstacles(self.unknown))),
            (true, false, _) => Err(Refused::Missing(self.missing)),
            (true, true, false) => Err(Refused::NotOurs(self.foreign)),
            (true, true, true) => Ok(()),
        }
    }
}

/// What a deployment would change of what is drilled.
fn differences(View { wanted, found }: &View) -> (Vec<Step>, Obstacles) {
    let is_about_chain = |step: &Step| match &step.change {
        Change::Tag(_) | Change::ResendConfirmation => false,
        Change::Update(fields) => !fields.iter().all(|field| field.field.starts_with(MEMORY)),
        Change::Create | Change::Delete | Change::StartLogging => true,
    };
    // Whose it is was decided before.
    match plan(wanted, found, &Options::new(true, false)) {
        Ok(plan) => (plan.steps.into_iter().filter(is_about_chain).collect(), Obstacles::default()),
        Err(obstacles) => (Vec::new(), obstacles),
    }
}

fn subscribers(view: &View, name: &AlertName) -> Vec<Subscriber> {
    let topic = view.found.topics.get(name.as_str()).and_then(Fact::present);
    let listed = topic.and_then(|topic| topic.subscriptions.present()).into_iter().flatten();
    let present = listed.filter(|listed| listed.state != SubscriptionState::Deleted);
    let subscriber = present.map(|listed| Subscriber {
        protocol: listed.protocol.clone(),
        endpoint: listed.endpoint.clone(),
        is_confirmed: listed.state.arn().is_some(),
    });
    subscriber.collect()
}
