//! Topics: their creation, who may publish to them, and what becomes of what is published.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use signalarm_time::Timestamp;
use thiserror::Error;

use crate::{
    Access, AccessPolicy, Arn, Delivery, Endpoint, LifeEvent, LifeRefusal, Message, Protocol, Published, SmsAccount,
    Subscription, SubscriptionAttributes, TopicArn,
};

/// A topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    arn: TopicArn,
    attributes: TopicAttributes,
    /// The policy that SNS makes where the attributes name none.
    owner_policy: AccessPolicy,
    /// In the order in which they were made; each endpoint has one at most.
    subscriptions: Vec<Subscription>,
}

/// The attributes of a topic, and its tags.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TopicAttributes {
    /// What mails and text messages call it (*DisplayName*).
    pub display_name: String,
    /// Who may publish; `None`: the policy that SNS makes, for the owner's account.
    pub policy: Option<AccessPolicy>,
    /// How messages are encrypted at rest.
    pub encryption: Encryption,
    /// Names and values of the tags.
    pub tags: BTreeMap<String, String>,
}

/// How a topic keeps its messages.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Encryption {
    /// Without a key of its own.
    #[default]
    None,
    /// By `alias/aws/sns`, whose policy nobody can change: CloudWatch may never use it.
    AwsManagedKey,
    /// By a key of the account.
    CustomerManagedKey {
        /// The key's ARN.
        arn: String,
        /// The key's policy.
        policy: AccessPolicy,
    },
}

/// Why CloudWatch could not publish: nobody hears, and only the alarm's history says so.
///
/// The first two are written as the history writes them (recorded in September 2026; SNS Developer Guide). AWS's words for
/// a topic that does not exist are not known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Error)]
pub enum NotPublished {
    /// The topic's policy does not let CloudWatch publish.
    #[error("CloudWatch Alarms is not authorized to perform: SNS:Publish on resource:{topic}")]
    NotAuthorized {
        /// The topic's ARN.
        topic: String,
    },
    /// The key's policy does not let CloudWatch encrypt.
    #[error("CloudWatch Alarms does not have authorization to access the SNS topic encryption key.")]
    NoKeyAccess,
    /// There is no such topic.
    #[error("there is no topic {topic}")]
    NoTopic {
        /// The ARN of the action.
        topic: String,
    },
    /// The topic lies in another Region than the alarm: in these words *PutMetricAlarm* refuses such an action already
    /// (quoted refusals).
    #[error("Invalid region {found} specified. Only {supported} is supported.")]
    OtherRegion {
        /// The Region of the topic.
        found: String,
        /// The Region of the alarm.
        supported: String,
    },
}

/// Why a topic was not created: it exists, and is different (`InvalidParameter`; quoted refusals).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Error)]
pub enum NotCreated {
    /// Its attributes are different.
    #[error("Invalid parameter: Attributes Reason: Topic already exists with different attributes")]
    OtherAttributes,
    /// Its tags are different.
    #[error("Invalid parameter: Tags Reason: Topic already exists with different tags")]
    OtherTags,
}

impl TopicAttributes {
    /// Whether these attributes of a topic are as they are asked for.
    fn check_asked(&self, asked: &Self) -> Result<(), NotCreated> {
        let TopicAttributes { display_name, policy, encryption, tags } = asked;
        let is_as_asked = (display_name.is_empty() || *display_name == self.display_name)
            && (policy.is_none() || *policy == self.policy)
            && (*encryption == Encryption::None || *encryption == self.encryption);
        match (is_as_asked, tags.is_empty() || *tags == self.tags) {
            (true, true) => Ok(()),
            (true, false) => Err(NotCreated::OtherTags),
            (false, _) => Err(NotCreated::OtherAttributes),
        }
    }
}

/// What becomes of a notification at each subscription, in the order in which they were made.
pub type Deliveries = Vec<(Endpoint, Delivery)>;

/// All topics of an account in a Region, and how it sends text messages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topics {
    topics: BTreeMap<String, Topic>,
    /// How text messages are sent.
    pub sms: SmsAccount,
}

impl Topics {
    /// *CreateTopic*: a topic that exists already is as good, unless it contradicts what is asked for. What is left at
    /// its default is not asked for.
    ///
    /// # Errors
    ///
    /// Where one exists that is different.
    pub fn create(&mut self, arn: TopicArn, attributes: TopicAttributes) -> Result<&mut Topic, NotCreated> {
        let topic = self.topics.entry(arn.to_string()).or_insert_with(|| Topic::new(arn, attributes.clone()));
        topic.attributes.check_asked(&attributes)?;
        Ok(topic)
    }

    /// *DeleteTopic*, its subscriptions with it; one that does not exist is no error.
    pub fn delete(&mut self, arn: &str) {
        self.topics.remove(arn);
    }

    /// The topic of an ARN.
    #[must_use]
    pub fn get(&self, arn: &str) -> Option<&Topic> {
        self.topics.get(arn)
    }

    /// The topic of an ARN, to change it.
    pub fn get_mut(&mut self, arn: &str) -> Option<&mut Topic> {
        self.topics.get_mut(arn)
    }

    /// An action of an alarm runs: CloudWatch publishes to a topic.
    ///
    /// # Errors
    ///
    /// Where it cannot.
    pub fn publish(
        &mut self,
        alarm: &Arn,
        action: &str,
        message: &Message,
        now: Timestamp,
    ) -> Result<Deliveries, NotPublished> {
        let supported = alarm.region();
        if let Some(topic) = self.topics.get_mut(action).filter(|topic| topic.arn.arn().region() == supported) {
            return topic.publish(alarm, message, &mut self.sms, now);
        }
        if let Some(found) = action.parse::<Arn>().ok().filter(|arn| arn.region() != supported) {
            let (found, supported) = (found.region().to_owned(), supported.to_owned());
            return Err(NotPublished::OtherRegion { found, supported });
        }
        Err(NotPublished::NoTopic { topic: action.to_owned() })
    }

    /// *Publish*: somebody of the owner's account publishes a text to a topic, which must be there. Who may is not asked
    /// here. `subject` may be empty.
    pub fn publish_text(&mut self, topic: &str, subject: &str, text: &str, now: Timestamp) -> Deliveries {
        let published = Published::Text { subject, text };
        self.topics.get_mut(topic).map(|topic| topic.deliver(published, &mut self.sms, now)).unwrap_or_default()
    }
}

impl Topic {
    /// A topic without subscriptions.
    #[must_use]
    pub fn new(arn: TopicArn, attributes: TopicAttributes) -> Self {
        let owner_policy = AccessPolicy::of_owner(arn.arn().account());
        Self { arn, attributes, owner_policy, subscriptions: Vec::new() }
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self) -> &TopicArn {
        &self.arn
    }

    /// Its subscriptions, those that are over included until their endpoints subscribe again.
    #[must_use]
    pub fn subscriptions(&self) -> &[Subscription] {
        &self.subscriptions
    }

    /// Its attributes.
    #[must_use]
    pub fn attributes(&self) -> &TopicAttributes {
        &self.attributes
    }

    /// Sets its attributes (*SetTopicAttributes*).
    pub fn set_attributes(&mut self, attributes: TopicAttributes) {
        self.attributes = attributes;
    }

    /// *Subscribe*. An endpoint that has a subscription keeps it as it is; one whose subscription is gone begins anew.
    ///
    /// # Errors
    ///
    /// [`LifeRefusal::FifoTopic`].
    pub fn subscribe(
        &mut self,
        endpoint: Endpoint,
        attributes: SubscriptionAttributes,
        now: Timestamp,
    ) -> Result<(), LifeRefusal> {
        let is_for_people = endpoint.protocol().is_mail() || endpoint.protocol() == Protocol::Sms;
        if self.arn.is_fifo() && is_for_people {
            return Err(LifeRefusal::FifoTopic);
        }
        self.subscriptions.retain(|present| *present.endpoint() != endpoint || !present.phase(now).0.is_over());
        if self.subscription_mut(&endpoint).is_none() {
            self.subscriptions.push(Subscription::new(endpoint, attributes, now));
        }
        Ok(())
    }

    /// Something happens to the subscription of an endpoint.
    ///
    /// # Errors
    ///
    /// Where SNS refuses.
    pub fn happen(&mut self, endpoint: &Endpoint, event: LifeEvent, now: Timestamp) -> Result<(), LifeRefusal> {
        self.subscription_mut(endpoint).ok_or(LifeRefusal::NotFound)?.happen(event, now)
    }

    /// The subscription of an endpoint, to change it.
    pub fn subscription_mut(&mut self, endpoint: &Endpoint) -> Option<&mut Subscription> {
        self.subscriptions.iter_mut().find(|subscription| subscription.endpoint() == endpoint)
    }

    /// What becomes of a notification at each subscription.
    ///
    /// # Errors
    ///
    /// Where CloudWatch may not publish.
    pub fn publish(
        &mut self,
        alarm: &Arn,
        message: &Message,
        sms: &mut SmsAccount,
        now: Timestamp,
    ) -> Result<Deliveries, NotPublished> {
        self.check_access(alarm)?;
        Ok(self.deliver(Published::Alarm(message), sms, now))
    }

    /// Whether its policy denies publishing to everybody, whatever others allow them.
    #[must_use]
    pub fn denies_everybody(&self) -> bool {
        let access = Access { service: "", action: "SNS:Publish", resource: self.arn.arn().as_str(), context: &[] };
        self.attributes.policy.as_ref().is_some_and(|policy| policy.denies(&access))
    }

    fn deliver(&mut self, published: Published<'_>, sms: &mut SmsAccount, now: Timestamp) -> Deliveries {
        let body = LazyCell::new(|| published.body());
        let deliver = |subscription: &mut Subscription| {
            let delivery = match subscription.deliver(published, &body, sms, now) {
                Ok(()) => Delivery::Delivered,
                Err(dropped) => Delivery::Dropped(dropped),
            };
            (subscription.endpoint().clone(), delivery)
        };
        self.subscriptions.iter_mut().map(deliver).collect()
    }

    fn check_access(&self, alarm: &Arn) -> Result<(), NotPublished> {
        let topic = self.arn.arn();
        let policy = self.attributes.policy.as_ref().unwrap_or(&self.owner_policy);
        let may_publish = policy.lets_alarm(alarm, "SNS:Publish", topic.as_str());
        if !may_publish {
            return Err(NotPublished::NotAuthorized { topic: topic.to_string() });
        }
        let may_encrypt = match &self.attributes.encryption {
            Encryption::None => true,
            Encryption::AwsManagedKey => false,
            Encryption::CustomerManagedKey { arn, policy } => {
                KEY_ACTIONS.iter().all(|action| policy.lets_alarm(alarm, action, arn))
            }
        };
        if may_encrypt { Ok(()) } else { Err(NotPublished::NoKeyAccess) }
    }
}

/// What CloudWatch does with the key of an encrypted topic (SNS Developer Guide, *Key management*).
const KEY_ACTIONS: [&str; 2] = ["kms:GenerateDataKey", "kms:Decrypt"];
