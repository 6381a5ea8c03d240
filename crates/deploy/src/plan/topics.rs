//! Topics and their subscriptions.

use std::collections::BTreeMap;

use signalarm_alert::AlertName;
use signalarm_cloud::{Call, ListedSubscription, SnsCall, SubscriptionState};
use signalarm_notification::Endpoint;

use super::{Claim, Planner, fields};
use crate::documents::same_document;
use crate::memory::{Memories, Memory};
use crate::step::{Change, Resource};
use crate::wanted::{deployed_tags, is_of, tag};
use crate::{Fact, FoundTopic, WantedAlert, WantedTopic};

const POLICY: &str = "Policy";
const KEY: &str = "KmsMasterKeyId";
/// The alias of the key that AWS manages for SNS: its policy cannot be changed, and so lets no alarm in.
const AWS_MANAGED_KEY: &str = "alias/aws/sns";
/// Where SNS tells how a subscription stands, and its words for two states.
const SUBSCRIPTION_ARN: &str = "SubscriptionArn";
const PENDING: &str = "PendingConfirmation";
const DELETED: &str = "Deleted";

impl<'a> Planner<'a> {
    /// The silence alarm's topic, which remembers the names of all that follows.
    pub(super) fn silence_topic(&mut self) {
        let wanted = self.wanted;
        let all = wanted.alerts.iter().enumerate();
        all.filter(|(_, alert)| alert.name == AlertName::SILENCE).for_each(|(number, alert)| self.topic(number, alert));
    }

    pub(super) fn topics(&mut self) {
        let wanted = self.wanted;
        let all = wanted.alerts.iter().enumerate();
        all.filter(|(_, alert)| alert.name != AlertName::SILENCE).for_each(|(number, alert)| self.topic(number, alert));
    }

    fn found_topic(&mut self, name: &str) -> Option<Option<&'a FoundTopic>> {
        let found = self.found;
        self.known(&Resource::Topic(name.to_owned()), found.topics.get(name).unwrap_or(&Fact::Unasked))
    }

    fn topic(&mut self, number: usize, alert: &'a WantedAlert) {
        let (name, wanted) = (alert.name.as_str(), &alert.topic);
        let resource = Resource::Topic(name.to_owned());
        let Some(found) = self.found_topic(name) else { return };
        let Memories { before, present, .. } = &self.memories[number];
        let changes = before.changes(present);
        let mut tags = before.tags(present);
        let Some(topic) = found else {
            let create = create(name, wanted, before);
            self.step(&resource, Change::Create, create);
            return;
        };
        let steps = self.plan.steps.len();
        let claim = self.claim(&resource, &topic.tags);
        if claim == Claim::No {
            return;
        }
        tags.extend(claim.tag().map(tag));
        let call = || Call::from(SnsCall::TagResource { resource_arn: wanted.arn.clone(), tags });
        match claim.tag() {
            Some(value) => self.step(&resource, Change::Tag(value), call()),
            None => self.update(&resource, changes, call),
        }
        self.topic_policy(&resource, wanted, claim, topic);
        self.topic_key(&resource, wanted, claim, topic);
        self.untouched_since(steps, &resource);
    }

    fn topic_policy(&mut self, resource: &Resource, wanted: &WantedTopic, claim: Claim, topic: &FoundTopic) {
        let policy = topic.attributes.get(POLICY);
        let after = claim.policy(policy, &wanted.policy);
        if !policy.is_some_and(|policy| same_document(policy, &after)) {
            let after = after.to_string();
            let changes = fields::one(POLICY, policy.cloned(), Some(after.clone()));
            self.update(resource, changes, || set(wanted, POLICY, after).into());
        }
    }

    /// Somebody's topic keeps the key that it has, unless a config names one, or no alarm could publish with it.
    fn topic_key(&mut self, resource: &Resource, wanted: &WantedTopic, claim: Claim, topic: &FoundTopic) {
        let key = topic.attributes.get(KEY).filter(|key| !key.is_empty());
        if key == wanted.key.as_ref() {
            return;
        }
        match key {
            Some(key) if keeps_key(claim.is_of_somebodys(), key, wanted) => {
                let setting = Resource::Setting { of: resource.clone().into(), field: KEY, value: key.clone() };
                self.plan.foreign.push(setting);
            }
            key => {
                let changes = fields::one(KEY, key.cloned(), wanted.key.clone());
                self.update(resource, changes, || set(wanted, KEY, wanted.key.clone().unwrap_or_default()).into());
            }
        }
    }

    pub(super) fn subscriptions(&mut self) {
        let wanted = self.wanted;
        for alert in wanted.alerts.iter() {
            let name = alert.name.as_str();
            // Whether the topic is known was said already.
            let found: &'a [ListedSubscription] = match self.found.topics.get(name) {
                Some(Fact::Present(topic)) => match self.known(&Resource::Topic(name.to_owned()), &topic.subscriptions)
                {
                    Some(found) => found.map(Vec::as_slice).unwrap_or_default(),
                    None => continue,
                },
                Some(Fact::Absent) => &[],
                Some(Fact::Unasked | Fact::Denied(_)) | None => continue,
            };
            for endpoint in &alert.topic.subscriptions {
                self.subscription(alert, endpoint, found);
            }
        }
    }

    /// Each *Subscribe* sends a mail.
    fn subscription(&mut self, alert: &WantedAlert, endpoint: &Endpoint, found: &[ListedSubscription]) {
        let resource = Resource::subscription(alert.name.as_str(), endpoint.protocol(), endpoint);
        // A mail address may stand there twice, in two spellings, or once more as deleted.
        let states = found.iter().filter(|listed| is_of(listed, endpoint)).map(|listed| &listed.state);
        let state = states.min_by_key(|state| match state {
            SubscriptionState::Confirmed { .. } => 0,
            SubscriptionState::PendingConfirmation => 1,
            SubscriptionState::Deleted => 2,
        });
        let change = match state {
            None => Some(Change::Create),
            Some(SubscriptionState::Deleted) => {
                Some(Change::Update(fields::one(SUBSCRIPTION_ARN, Some(DELETED.to_owned()), Some(PENDING.to_owned()))))
            }
            // Whoever was asked by this run is not asked again.
            Some(SubscriptionState::PendingConfirmation)
                if self.options.resend_confirmations && !self.options.created.contains(&resource) =>
            {
                Some(Change::ResendConfirmation)
            }
            Some(SubscriptionState::PendingConfirmation | SubscriptionState::Confirmed { .. }) => None,
        };
        match change {
            Some(change) => self.step(&resource, change, subscribe(&alert.topic, endpoint)),
            None => self.plan.untouched.push(resource),
        }
    }

    /// What topics need not remember any more, once all that is wanted no longer is gone.
    pub(super) fn forget(&mut self) {
        let wanted = self.wanted;
        for (alert, Memories { before, after, .. }) in wanted.alerts.iter().zip(std::mem::take(&mut self.memories)) {
            let resource = Resource::Topic(alert.name.to_string());
            let changes = after.changes(&before);
            if !changes.is_empty() {
                self.plan.untouched.retain(|untouched| *untouched != resource);
            }
            let (resource_arn, tags) = (alert.topic.arn.clone(), after.tags(&before));
            self.update(&resource, changes, || SnsCall::TagResource { resource_arn, tags }.into());
        }
    }
}

/// Whether a topic keeps a key that the config does not name.
pub(crate) fn keeps_key(is_somebodys: bool, key: &str, wanted: &WantedTopic) -> bool {
    is_somebodys && wanted.key.is_none() && !key.ends_with(AWS_MANAGED_KEY)
}

fn set(topic: &WantedTopic, name: &str, value: String) -> SnsCall {
    SnsCall::SetTopicAttributes { topic_arn: topic.arn.clone(), name: name.to_owned(), value }
}

fn create(name: &str, wanted: &WantedTopic, memory: &Memory) -> SnsCall {
    let mut attributes = BTreeMap::from([(POLICY.to_owned(), wanted.policy.to_string())]);
    attributes.extend(wanted.key.clone().map(|key| (KEY.to_owned(), key)));
    let mut tags = deployed_tags();
    tags.extend(memory.tags(&Memory::default()));
    SnsCall::CreateTopic { name: name.to_owned(), attributes, tags }
}

fn subscribe(topic: &WantedTopic, endpoint: &Endpoint) -> SnsCall {
    SnsCall::Subscribe {
        topic_arn: topic.arn.clone(),
        protocol: endpoint.protocol().to_string(),
        endpoint: endpoint.to_string(),
    }
}
