//! SNS: topics, their attributes and tags.
//!
//! Refusals bear SNS's words where they were recorded (an open test suite's answers of AWS, 2023 to 2025): those of the
//! topic's name, of ARNs, of duplicate topics and tags. The words for a faulty policy or attribute are not known.

use std::collections::BTreeMap;

use serde_json::json;
use signalarm_cloud::{Refusal, Reply, SnsCall};
use signalarm_notification::{Encryption, Phase, PolicyKind, Topic, TopicArn, TopicAttributes};

use crate::account::Account;
use crate::document::Document;
use crate::tags::{TagRefusals, TagSet, merged, told};

/// The attributes of a topic that was given any, as texts by their names.
pub(crate) type TopicTexts = BTreeMap<String, String>;

const DISPLAY_NAME: &str = "DisplayName";
const POLICY: &str = "Policy";
const KEY: &str = "KmsMasterKeyId";
/// Attributes that are kept and do nothing here.
const WITHOUT_EFFECT: [&str; 2] = ["SignatureVersion", "TracingConfig"];
/// Attributes that SNS knows besides.
const NOT_SIMULATED: [&str; 4] = ["DeliveryPolicy", "FifoTopic", "ContentBasedDeduplication", "ArchivePolicy"];

/// The most characters of a display name (SNS API Reference, *SetTopicAttributes*).
const DISPLAY_NAME_CHARS_MAX: usize = 100;
/// The alias of the key that AWS manages for SNS.
const AWS_MANAGED_KEY: &str = "alias/aws/sns";
/// Parts of an ARN.
const ARN_PARTS: usize = 6;

const TAGS: TagRefusals = TagRefusals { invalid: ("InvalidParameter", 400), too_many: ("TagLimitExceeded", 400) };

pub(crate) fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::service("InvalidParameter", 400, message)
}

/// Refuses what cannot be an ARN, in SNS's words.
pub(crate) fn check_arn(parameter: &str, arn: &str) -> Result<(), Refusal> {
    let parts = arn.split(':').count();
    if parts < ARN_PARTS {
        let reason = format!("An ARN must have at least {ARN_PARTS} elements, not {parts}");
        return Err(invalid(format!("Invalid parameter: {parameter} Reason: {reason}")));
    }
    Ok(())
}

impl Account {
    pub(crate) fn answer_sns(&mut self, call: SnsCall) -> Result<Reply, Refusal> {
        match call {
            SnsCall::CreateTopic { name, attributes, tags } => {
                let tags = merged(&TagSet::new(), &tags).map_err(|fault| TAGS.of(fault))?;
                return self.create_topic(&name, attributes, tags).map(Reply::TopicArn);
            }
            SnsCall::GetTopicAttributes { topic_arn } => return self.topic_texts(&topic_arn).map(Reply::Attributes),
            SnsCall::SetTopicAttributes { topic_arn, name, value } => {
                self.set_topic_attribute(&topic_arn, name, value)?;
            }
            SnsCall::DeleteTopic { topic_arn } => {
                check_arn("TopicArn", &topic_arn)?;
                self.topics.delete(&topic_arn);
                self.topic_texts.remove(&topic_arn);
            }
            SnsCall::ListTagsForResource { resource_arn } => {
                return Ok(Reply::Tags(told(&self.tagged_topic(&resource_arn)?.attributes().tags)));
            }
            SnsCall::TagResource { resource_arn, tags } => {
                let topic = self.tagged_topic(&resource_arn)?;
                let tags = merged(&topic.attributes().tags, &tags).map_err(|fault| TAGS.of(fault))?;
                topic.set_attributes(TopicAttributes { tags, ..topic.attributes().clone() });
            }
            SnsCall::Subscribe { topic_arn, protocol, endpoint } => {
                return self.subscribe(&topic_arn, &protocol, &endpoint).map(Reply::SubscriptionArn);
            }
            SnsCall::Unsubscribe { subscription_arn } => self.unsubscribe(&subscription_arn)?,
            SnsCall::ListSubscriptionsByTopic { topic_arn, next_token } => {
                return self.list_subscriptions(&topic_arn, next_token.as_deref()).map(Reply::Subscriptions);
            }
            SnsCall::Publish { topic_arn, subject, message } => {
                return self.publish(&topic_arn, subject, message).map(Reply::MessageId);
            }
            SnsCall::GetSmsSandboxAccountStatus => return Ok(Reply::SmsSandbox(self.topics.sms.is_in_sandbox())),
        }
        Ok(Reply::Done)
    }

    /// The topic of an ARN.
    pub(crate) fn topic(&mut self, arn: &str) -> Result<&mut Topic, Refusal> {
        check_arn("TopicArn", arn)?;
        if arn.split(':').nth(3) != Some(self.place.region.as_str()) {
            return Err(invalid("Invalid parameter: TopicArn"));
        }
        self.topics.get_mut(arn).ok_or_else(|| Refusal::TopicNotFound(arn.to_owned()))
    }

    /// Calls about tags say so otherwise where there is no such topic.
    fn tagged_topic(&mut self, arn: &str) -> Result<&mut Topic, Refusal> {
        check_arn("ResourceArn", arn)?;
        let not_found = || Refusal::service("ResourceNotFound", 404, "Resource does not exist");
        self.topics.get_mut(arn).ok_or_else(not_found)
    }

    fn create_topic(&mut self, name: &str, texts: TopicTexts, tags: TagSet) -> Result<String, Refusal> {
        let arn: TopicArn = self.place.topic_arn(name).parse().map_err(|_| invalid("Invalid parameter: Topic Name"))?;
        let attributes = self.topic_attributes(&texts, tags)?;
        if arn.is_fifo() {
            // The name of a FIFO topic without the attribute for one (a quoted refusal).
            return Err(invalid("Invalid parameter: Topic Name"));
        }
        let text = arn.to_string();
        let is_new = self.topics.get(&text).is_none();
        self.topics.create(arn, attributes).map_err(|refused| invalid(refused.to_string()))?;
        if is_new {
            self.topic_texts.insert(text.clone(), texts);
        }
        Ok(text)
    }

    fn set_topic_attribute(&mut self, arn: &str, name: String, value: String) -> Result<(), Refusal> {
        let tags = self.topic(arn)?.attributes().tags.clone();
        let mut texts = self.topic_texts.get(arn).cloned().unwrap_or_default();
        texts.insert(name, value);
        let attributes = self.topic_attributes(&texts, tags)?;
        self.topic(arn)?.set_attributes(attributes);
        self.topic_texts.insert(arn.to_owned(), texts);
        Ok(())
    }

    /// Attributes as they are read.
    fn topic_attributes(&self, texts: &TopicTexts, tags: TagSet) -> Result<TopicAttributes, Refusal> {
        let mut attributes = TopicAttributes { tags, ..TopicAttributes::default() };
        for (name, value) in texts {
            match name.as_str() {
                DISPLAY_NAME if value.chars().count() <= DISPLAY_NAME_CHARS_MAX => {
                    attributes.display_name.clone_from(value);
                }
                DISPLAY_NAME => return Err(invalid("Invalid parameter: DisplayName")),
                POLICY => {
                    let no_json = "Invalid parameter: Policy Error: null";
                    let document = Document::read(PolicyKind::Resource, value);
                    let document = document.map_err(|fault| fault.refused("InvalidParameter", no_json))?;
                    attributes.policy = Some(document.policy);
                }
                KEY => attributes.encryption = self.encryption(value),
                name if WITHOUT_EFFECT.contains(&name) => {}
                name if NOT_SIMULATED.contains(&name) => {
                    return Err(Refusal::NotSimulated("that attribute of a topic"));
                }
                _ => return Err(invalid("Invalid parameter: AttributeName")),
            }
        }
        Ok(attributes)
    }

    /// SNS does not look at the key when it is named. One that is not there lets nobody in.
    fn encryption(&self, key: &str) -> Encryption {
        match key {
            "" => Encryption::None,
            key if key.ends_with(AWS_MANAGED_KEY) => Encryption::AwsManagedKey,
            key => {
                let policy = self.surroundings.keys.get(key).cloned();
                Encryption::CustomerManagedKey { arn: key.to_owned(), policy: policy.unwrap_or_default() }
            }
        }
    }

    /// Gives every topic the policy that its key has now.
    pub(crate) fn renew_topic_keys(&mut self) {
        for (arn, texts) in &self.topic_texts {
            let Some(encryption) = texts.get(KEY).map(|key| self.encryption(key)) else { continue };
            if let Some(topic) = self.topics.get_mut(arn) {
                topic.set_attributes(TopicAttributes { encryption, ..topic.attributes().clone() });
            }
        }
    }

    /// What *GetTopicAttributes* tells; the policy of a topic that was given none is SNS's own (a recorded answer).
    fn topic_texts(&mut self, arn: &str) -> Result<TopicTexts, Refusal> {
        let now = self.now;
        let topic = self.topic(arn)?;
        let account = topic.arn().arn().account().to_owned();
        let count = |wanted: &[Phase]| {
            let phases = topic.subscriptions().iter().map(|subscription| subscription.phase(now).0);
            phases.filter(|phase| wanted.contains(phase)).count().to_string()
        };
        let mut texts = TopicTexts::from([
            ("TopicArn".to_owned(), arn.to_owned()),
            ("SubscriptionsConfirmed".to_owned(), count(&[Phase::Confirmed])),
            ("SubscriptionsPending".to_owned(), count(&[Phase::Pending, Phase::Suspended])),
            ("SubscriptionsDeleted".to_owned(), count(&[Phase::Unsubscribed])),
            (DISPLAY_NAME.to_owned(), String::new()),
            ("Owner".to_owned(), account.clone()),
        ]);
        texts
            .extend(self.topic_texts.get(arn).into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())));
        texts.entry(POLICY.to_owned()).or_insert_with(|| default_policy(arn, &account));
        texts.retain(|name, value| name != KEY || !value.is_empty());
        Ok(texts)
    }
}

fn default_policy(arn: &str, account: &str) -> String {
    let actions = [
        "SNS:GetTopicAttributes",
        "SNS:SetTopicAttributes",
        "SNS:AddPermission",
        "SNS:RemovePermission",
        "SNS:DeleteTopic",
        "SNS:Subscribe",
        "SNS:ListSubscriptionsByTopic",
        "SNS:Publish",
    ];
    let statement = json!({
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": { "AWS": "*" },
        "Action": actions,
        "Resource": arn,
        "Condition": { "StringEquals": { "AWS:SourceOwner": account } },
    });
    json!({ "Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement] }).to_string()
}
