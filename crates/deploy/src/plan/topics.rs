//! Topics and their subscriptions.

use std::collections::BTreeMap;

use signalarm_cloud::SnsCall;
use signalarm_notification::Endpoint;

use super::{Claim, Planner, fields};
use crate::documents::same_document;
use crate::step::{Change, Obstacle, Resource};
use crate::wanted::{deployed_tags, is_of, tag};
use crate::{Fact, FoundTopic, WantedAlert, WantedTopic};

const POLICY: &str = "Policy";
const KEY: &str = "KmsMasterKeyId";
/// The alias of the key that AWS manages for SNS: its policy cannot be changed, and so lets no alarm in.
const AWS_MANAGED_KEY: &str = "alias/aws/sns";

impl<'a> Planner<'a> {
    pub(super) fn topics(&mut self) {
        if let Some(key) = self.wanted.deployment().topic_key.as_ref().filter(|key| key.ends_with(AWS_MANAGED_KEY)) {
            self.obstacles.push(Obstacle::AwsManagedKey(key.clone()));
        }
        let wanted = self.wanted;
        let mut seen: BTreeMap<&str, Option<&'a FoundTopic>> = BTreeMap::new();
        for alert in &wanted.alerts {
            if let Some(topic) = self.topic(alert) {
                seen.insert(alert.name.as_str(), topic);
            }
        }
        for alert in &wanted.alerts {
            if let Some(topic) = seen.get(alert.name.as_str()) {
                self.subscriptions(alert, *topic);
            }
        }
    }

    /// The topic itself. What was found of it, where nothing stands in the way.
    #[expect(clippy::option_option, reason = "an obstacle is not the same as nothing")]
    fn topic(&mut self, alert: &'a WantedAlert) -> Option<Option<&'a FoundTopic>> {
        let (name, wanted) = (alert.name.as_str(), &alert.topic);
        let resource = Resource::Topic(name.to_owned());
        let Some(topic) = self.known(&resource, self.found.topics.get(name).unwrap_or(&Fact::Unasked))? else {
            self.step(&resource, Change::Create, create(name, wanted));
            return Some(None);
        };
        let steps = self.plan.steps.len();
        match self.claim(&resource, &topic.tags) {
            Claim::Ours => {}
            Claim::Take(value) => {
                let call = SnsCall::TagResource { resource_arn: wanted.arn.clone(), tags: vec![tag(value)] };
                self.step(&resource, Change::Tag(value), call);
            }
            Claim::No => return None,
        }
        let set = |name: &str, value: String| {
            SnsCall::SetTopicAttributes { topic_arn: wanted.arn.clone(), name: name.to_owned(), value }.into()
        };
        let policy = topic.attributes.get(POLICY);
        if !policy.is_some_and(|policy| same_document(policy, &wanted.policy)) {
            let after = wanted.policy.to_string();
            self.update(&resource, fields::one(POLICY, policy.cloned(), Some(after.clone())), || set(POLICY, after));
        }
        let key = topic.attributes.get(KEY).filter(|key| !key.is_empty());
        if key != wanted.key.as_ref() {
            let changes = fields::one(KEY, key.cloned(), wanted.key.clone());
            self.update(&resource, changes, || set(KEY, wanted.key.clone().unwrap_or_default()));
        }
        self.untouched_since(steps, &resource);
        Some(Some(topic))
    }

    fn subscriptions(&mut self, alert: &'a WantedAlert, topic: Option<&'a FoundTopic>) {
        let name = alert.name.as_str();
        let found = match topic {
            Some(topic) => match self.known(&Resource::Topic(name.to_owned()), &topic.subscriptions) {
                Some(found) => found.map(Vec::as_slice).unwrap_or_default(),
                None => return,
            },
            None => &[],
        };
        for endpoint in &alert.topic.subscriptions {
            let resource = Resource::subscription(name, endpoint.protocol(), endpoint);
            let present = found.iter().find(|listed| is_of(listed, endpoint));
            match present {
                // Asked for by this run, and not listed yet: each call sends a mail.
                None if self.options.created.contains(&resource) => self.plan.untouched.push(resource),
                None => self.step(&resource, Change::Create, subscribe(&alert.topic, endpoint)),
                // Each call sends a mail: only on request.
                Some(listed) if listed.subscription_arn.is_none() && self.options.resend_confirmations => {
                    self.step(&resource, Change::ResendConfirmation, subscribe(&alert.topic, endpoint));
                }
                Some(_) => self.plan.untouched.push(resource),
            }
        }
    }
}

fn create(name: &str, wanted: &WantedTopic) -> SnsCall {
    let mut attributes = BTreeMap::from([(POLICY.to_owned(), wanted.policy.to_string())]);
    attributes.extend(wanted.key.clone().map(|key| (KEY.to_owned(), key)));
    SnsCall::CreateTopic { name: name.to_owned(), attributes, tags: deployed_tags() }
}

fn subscribe(topic: &WantedTopic, endpoint: &Endpoint) -> SnsCall {
    SnsCall::Subscribe {
        topic_arn: topic.arn.clone(),
        protocol: endpoint.protocol().to_string(),
        endpoint: endpoint.to_string(),
    }
}
