//! SQS: queues, their names, attributes and URLs.
//!
//! The codes are those of the API's models; the words for a name, an attribute, a missing queue and one that was deleted
//! are SQS's (quoted refusals, SQS API Reference), the others are in its manner.

use std::collections::BTreeMap;

use serde_json::Value;
use signalarm_cloud::{Page, Refusal, Reply, SqsCall, Tag};
use signalarm_notification::{Access, PolicyKind, QueueArn, service_domain};
use signalarm_time::{Duration, Timestamp};

use super::queue_messages::Messages;
use crate::account::Account;
use crate::document::Document;
use crate::pages::{ForeignToken, page};
use crate::tags::{TagRefusals, TagSet, merged};

/// Queues on a page (SQS API Reference, *ListQueues*).
const PAGE: usize = 1_000;
/// The most characters of a queue's name (SQS API Reference, *CreateQueue*).
const NAME_CHARS_MAX: usize = 80;
/// For how long the name of a deleted queue cannot be used (SQS API Reference, *DeleteQueue*).
const DELETION_TAKES: Duration = Duration::from_secs(60);

const SQS_SEND: &str = "sqs:SendMessage";
const SNS: &str = "sns.amazonaws.com";

const POLICY: &str = "Policy";
const RETENTION: &str = "MessageRetentionPeriod";
const VISIBILITY: &str = "VisibilityTimeout";
/// Attributes that are whole numbers: the least, the most, and what they are unless something else is asked for (SQS API
/// Reference, *CreateQueue*). How long a receiver waits has no effect here: nothing is waited for.
const NUMBERS: [(&str, u64, u64, u64); 3] =
    [(RETENTION, 60, 1_209_600, 345_600), (VISIBILITY, 0, 43_200, 30), ("ReceiveMessageWaitTimeSeconds", 0, 20, 0)];
/// Whether SQS encrypts by its own key, which shuts nobody out.
const ENCRYPTED_BY_SQS: (&str, &str) = ("SqsManagedSseEnabled", "true");
/// Attributes that SQS knows besides.
const NOT_SIMULATED: [&str; 10] = [
    "DelaySeconds",
    "MaximumMessageSize",
    "RedrivePolicy",
    "RedriveAllowPolicy",
    "KmsMasterKeyId",
    "KmsDataKeyReusePeriodSeconds",
    "FifoQueue",
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "FifoThroughputLimit",
];

const TAGS: TagRefusals =
    TagRefusals { invalid: ("InvalidParameterValue", 400), too_many: ("InvalidParameterValue", 400) };

/// A queue.
#[derive(Clone)]
pub(crate) struct Queue {
    attributes: Attributes,
    pub(super) messages: Messages,
}

/// The attributes of a queue.
#[derive(Clone)]
struct Attributes {
    /// Every one that is simulated, as text.
    texts: BTreeMap<String, String>,
    policy: Option<Document>,
}

impl Queue {
    pub(super) fn retention(&self) -> Duration {
        self.attributes.seconds(RETENTION)
    }

    pub(super) fn visibility_timeout(&self) -> Duration {
        self.attributes.seconds(VISIBILITY)
    }

    /// Whether SNS may send to it on behalf of a topic. Without a policy nobody but the owner may (SNS Developer Guide,
    /// *Subscribing an Amazon SQS queue to an Amazon SNS topic*).
    pub(crate) fn lets_sns(&self, arn: &QueueArn, topic: &str) -> bool {
        let account = topic.split(':').nth(4).unwrap_or_default();
        let context = [("aws:sourcearn", topic), ("aws:sourceaccount", account)];
        let access = Access { service: SNS, action: SQS_SEND, resource: arn.arn().as_str(), context: &context };
        self.attributes.policy.as_ref().is_some_and(|policy| policy.policy.lets(&access))
    }

    /// A message has come.
    pub(crate) fn send(&mut self, body: String, now: Timestamp) {
        self.messages.add(body, now);
    }
}

impl Attributes {
    fn read(asked: &BTreeMap<String, String>) -> Result<Self, Refusal> {
        let defaults = NUMBERS.iter().map(|(name, .., default)| ((*name).to_owned(), default.to_string()));
        let others = [ENCRYPTED_BY_SQS, (POLICY, "")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut attributes = Self { texts: defaults.chain(others).collect(), policy: None };
        for (name, value) in asked {
            let number = NUMBERS.iter().find(|(known, ..)| known == name);
            let is_valid = match (name.as_str(), number) {
                (_, Some((_, least, most, _))) => {
                    value.parse::<u64>().is_ok_and(|number| (*least..=*most).contains(&number))
                }
                (POLICY, None) => {
                    attributes.policy = read_policy(value)?;
                    true
                }
                (name, None) if name == ENCRYPTED_BY_SQS.0 => ["true", "false"].contains(&value.as_str()),
                (name, None) if NOT_SIMULATED.contains(&name) => {
                    return Err(Refusal::NotSimulated("that attribute of a queue"));
                }
                (name, None) => {
                    return Err(Refusal::service("InvalidAttributeName", 400, format!("Unknown Attribute {name}.")));
                }
            };
            if !is_valid {
                return Err(invalid_value(name));
            }
            attributes.texts.insert(name.clone(), value.clone());
        }
        Ok(attributes)
    }

    /// The first attribute of those that are asked for that differs.
    fn differing<'a>(&self, asked: &'a BTreeMap<String, String>) -> Option<&'a str> {
        let is_same = |(name, value): &(&String, &String)| {
            let present = self.texts.get(*name).map_or("", String::as_str);
            present == *value || (*name == POLICY && json(present) == json(value))
        };
        asked.iter().find(|attribute| !is_same(attribute)).map(|(name, _)| name.as_str())
    }

    /// An attribute that is a number of seconds.
    fn seconds(&self, name: &str) -> Duration {
        Duration::from_secs(self.texts.get(name).and_then(|seconds| seconds.parse().ok()).unwrap_or_default())
    }
}

/// What a policy says, however it is written; `Null` without one.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

fn read_policy(text: &str) -> Result<Option<Document>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    let refused = |_| invalid_value(POLICY);
    match Document::read(PolicyKind::Resource, text).map_err(|fault| fault.refused("InvalidAttributeValue", "")) {
        Err(not_simulated @ Refusal::NotSimulated(_)) => Err(not_simulated),
        document => document.map(Some).map_err(refused),
    }
}

impl Account {
    pub(crate) fn answer_sqs(&mut self, call: SqsCall) -> Result<Reply, Refusal> {
        match call {
            SqsCall::CreateQueue { queue_name, attributes, tags } => {
                return self.create_queue(&queue_name, &attributes, &tags).map(Reply::QueueUrl);
            }
            SqsCall::ListQueues { queue_name_prefix, next_token } => {
                return self.list_queues(&queue_name_prefix, next_token.as_deref()).map(Reply::Names);
            }
            SqsCall::ReceiveMessage { queue_url } => {
                return self.receive_messages(&queue_url).map(Reply::QueueMessages);
            }
            SqsCall::DeleteMessage { queue_url, receipt_handle } => {
                self.delete_message(&queue_url, &receipt_handle)?;
            }
            SqsCall::DeleteQueue { queue_url } => {
                let name = self.queue_of_url(&queue_url)?.to_owned();
                self.queues.remove(&name);
                self.deleted_queues.insert(name, self.now);
            }
        }
        Ok(Reply::Done)
    }

    /// *CreateQueue*. A queue that is there is as good, unless an attribute that is asked for differs; its tags stay as they
    /// are. No call that is simulated tells the tags of a queue.
    fn create_queue(&mut self, name: &str, asked: &BTreeMap<String, String>, tags: &[Tag]) -> Result<String, Refusal> {
        merged(&TagSet::new(), tags).map_err(|fault| TAGS.of(fault))?;
        let attributes = Attributes::read(asked)?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if !(1..=NAME_CHARS_MAX).contains(&name.chars().count()) || !name.chars().all(is_name) {
            let words = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
            return Err(Refusal::service("InvalidParameterValue", 400, words));
        }
        if let Some(present) = self.queues.get(name) {
            return match present.attributes.differing(asked) {
                None => Ok(self.queue_url(name)),
                Some(attribute) => {
                    let words = "A queue already exists with the same name and a different value for attribute";
                    Err(Refusal::service("QueueNameExists", 400, format!("{words} {attribute}")))
                }
            };
        }
        if self.deleted_queues.get(name).is_some_and(|deleted| self.now < *deleted + DELETION_TAKES) {
            let words =
                "You must wait 60 seconds after deleting a queue before you can create another with the same name.";
            return Err(Refusal::service("QueueDeletedRecently", 400, words));
        }
        self.queues.insert(name.to_owned(), Queue { attributes, messages: Messages::new(self.now) });
        Ok(self.queue_url(name))
    }

    fn list_queues(&self, prefix: &str, token: Option<&str>) -> Result<Page<String>, Refusal> {
        let named = self.queues.keys().filter(|name| name.starts_with(prefix));
        let urls = named.map(|name| self.queue_url(name)).collect();
        page(&format!("queues {prefix}"), token, urls, PAGE, String::clone)
            .map_err(|ForeignToken| Refusal::service("InvalidParameterValue", 400, "Invalid or expired next token."))
    }

    /// The URL of a queue of this account (SQS Developer Guide, *Queue and message identifiers*).
    fn queue_url(&self, name: &str) -> String {
        let (region, domain) = (&self.place.region, service_domain(self.place.region.partition()));
        format!("https://sqs.{region}.{domain}/{}/{name}", self.place.account)
    }

    /// The name of the queue of a URL.
    pub(super) fn queue_of_url<'u>(&self, url: &'u str) -> Result<&'u str, Refusal> {
        if !url.starts_with("https://") && !url.starts_with("http://") {
            let words = format!("The address {url} is not valid for this endpoint.");
            return Err(Refusal::service("InvalidAddress", 404, words));
        }
        url.strip_prefix(&self.queue_url("")).filter(|name| self.queues.contains_key(*name)).ok_or_else(no_queue)
    }
}

pub(super) fn no_queue() -> Refusal {
    Refusal::service("QueueDoesNotExist", 400, "The specified queue does not exist.")
}

fn invalid_value(attribute: &str) -> Refusal {
    Refusal::service("InvalidAttributeValue", 400, format!("Invalid value for the parameter {attribute}."))
}
