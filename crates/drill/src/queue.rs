//! A queue of the run's own that listens to the topics.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use signalarm_alert::Place;
use signalarm_cloud::{QueueMessage, Reply, SnsCall, SqsCall, Tag};
use signalarm_deploy::{Session, TAG_KEY};
use signalarm_scenario::TargetError;

use crate::ask::{ask, remove, unfit};
use crate::ears::{Notice, notice};

/// How the names of queues begin.
pub(crate) const QUEUE_BEGINNING: &str = "signalarm-drill-";
/// The value of the tag on what a drill made.
const TAG_DRILL: &str = "drill";
/// For how many seconds messages are kept: no drill is longer.
const RETENTION_SECONDS: &str = "86400";
/// How often a queue is asked in one look: more messages than any story causes, at ten a time.
const RECEIVES_MAX: u32 = 100;

/// A queue that listens to topics.
pub(crate) struct Queue {
    url: String,
    arn: String,
    subscriptions: Vec<String>,
}

/// What came, with the topic that it came by.
pub(crate) struct Heard {
    /// What tells a message that comes twice: standard queues and topics promise at least once.
    pub(crate) id: Option<String>,
    pub(crate) topic: String,
    pub(crate) notice: Notice,
}

impl Queue {
    /// Makes the queue of a run, into which these topics may send. It does not listen yet.
    pub(crate) fn create(
        session: &mut dyn Session,
        place: &Place,
        topics: &[String],
        run: &str,
    ) -> Result<Self, TargetError> {
        let queue_name = format!("{QUEUE_BEGINNING}{run}");
        let arn = queue_arn(place, &queue_name);
        let attributes = BTreeMap::from([
            ("Policy".to_owned(), policy(topics, &arn)),
            ("MessageRetentionPeriod".to_owned(), RETENTION_SECONDS.to_owned()),
        ]);
        let tags = vec![Tag { key: TAG_KEY.to_owned(), value: TAG_DRILL.to_owned() }];
        match ask(session, SqsCall::CreateQueue { queue_name, attributes, tags })? {
            Reply::QueueUrl(url) => Ok(Self { url, arn, subscriptions: Vec::new() }),
            _ => Err(unfit("sqs:CreateQueue")),
        }
    }

    /// Lets it listen to a topic; the ARN of its subscription.
    pub(crate) fn listen(&mut self, session: &mut dyn Session, topic: &str) -> Result<String, TargetError> {
        let (topic_arn, protocol, endpoint) = (topic.to_owned(), "sqs".to_owned(), self.arn.clone());
        match ask(session, SnsCall::Subscribe { topic_arn, protocol, endpoint })? {
            Reply::SubscriptionArn(arn) => {
                self.subscriptions.push(arn.clone());
                Ok(arn)
            }
            _ => Err(unfit("sns:Subscribe")),
        }
    }

    /// Its ARN.
    pub(crate) fn arn(&self) -> &str {
        &self.arn
    }

    /// Its URL.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// What has come, each message once.
    pub(crate) fn hear(&self, session: &mut dyn Session) -> Result<Vec<Heard>, TargetError> {
        let mut heard = Vec::new();
        for _ in 0..RECEIVES_MAX {
            let messages = match ask(session, SqsCall::ReceiveMessage { queue_url: self.url.clone() })? {
                Reply::QueueMessages(messages) => messages,
                _ => return Err(unfit("sqs:ReceiveMessage")),
            };
            if messages.is_empty() {
                break;
            }
            for message in messages {
                heard.extend(read(&message.body));
                let (queue_url, receipt_handle) = (self.url.clone(), message.receipt_handle);
                remove(session, SqsCall::DeleteMessage { queue_url, receipt_handle })?;
            }
        }
        Ok(heard)
    }

    /// Removes the subscriptions and the queue.
    pub(crate) fn remove(&mut self, session: &mut dyn Session) -> Result<(), TargetError> {
        while let Some(subscription_arn) = self.subscriptions.last().cloned() {
            remove(session, SnsCall::Unsubscribe { subscription_arn })?;
            self.subscriptions.pop();
        }
        remove(session, SqsCall::DeleteQueue { queue_url: self.url.clone() })
    }
}

/// The ARN of a queue.
pub(crate) fn queue_arn(place: &Place, name: &str) -> String {
    format!("arn:{}:sqs:{}:{}:{name}", place.region.partition(), place.region, place.account)
}

/// Lets these topics, and nobody else, send to the queue.
pub(crate) fn policy(topics: &[String], queue_arn: &str) -> String {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage",
            "Resource": queue_arn, "Condition": { "ArnEquals": { "aws:SourceArn": topics } },
        }],
    })
    .to_string()
}

/// Reads what SNS wrote to a queue; what tells of no alarm is somebody's own message to the topic.
fn read(body: &str) -> Option<Heard> {
    let envelope: Value = serde_json::from_str(body).ok()?;
    let (id, topic) = (envelope["MessageId"].as_str().map(str::to_owned), envelope["TopicArn"].as_str()?.to_owned());
    Some(Heard { id, topic, notice: notice(envelope["Message"].as_str()?)? })
}

/// What messages tell of alarms.
pub(crate) fn notices(messages: &[QueueMessage]) -> Vec<Notice> {
    messages.iter().filter_map(|message| Some(read(&message.body)?.notice)).collect()
}
