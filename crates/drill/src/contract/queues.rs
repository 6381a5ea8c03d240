//! SQS: queues, and what topics send to them.

use std::collections::BTreeMap;

use signalarm_cloud::{QueueMessage, Reply, SnsCall, SqsCall};
use signalarm_time::Duration;

use super::stage::{counted, unfit};
use super::topics::attribute;
use super::{Case, Seen, Stage, case};
use crate::queue::{policy, queue_arn};

const CREATE: &str = "SQS API Reference, CreateQueue";
/// How long a message that must come is waited for, and one that must not.
pub(super) const HEARD_WITHIN: Duration = Duration::from_secs(10);
pub(super) const QUIET: Duration = Duration::from_secs(3);
/// For how many seconds a received message is hidden, and when it is visible again for sure.
const VISIBILITY_SECONDS: &str = "1";
const VISIBLE_AGAIN: Duration = Duration::from_secs(3);

pub(super) const CASES: &[Case] = &[
    case("sqs: CreateQueue twice", "the same URL", CREATE, |stage| {
        let url = stage.queue(BTreeMap::new())?;
        let again = stage.queue(BTreeMap::new())?;
        Ok(if url == again { "the same URL" } else { "another URL" }.to_owned())
    }),
    case("sqs: CreateQueue again with another attribute", "refused: QueueNameExists", CREATE, |stage| {
        stage.queue(attribute("MessageRetentionPeriod", "600"))?;
        let attributes = attribute("MessageRetentionPeriod", "700");
        stage.tell(SqsCall::CreateQueue { queue_name: stage.name(), attributes, tags: Vec::new() })
    }),
    case("sqs: CreateQueue with an unknown attribute", "refused: InvalidAttributeName", CREATE, |stage| {
        create(stage, &stage.name(), attribute("Colour", "red"))
    }),
    case("sqs: CreateQueue of a name with a blank", "refused: InvalidParameterValue", CREATE, |stage| {
        create(stage, &format!("{} x", stage.name()), BTreeMap::new())
    }),
    case(
        "sqs: CreateQueue soon after DeleteQueue",
        "refused: QueueDeletedRecently",
        "SQS API Reference, DeleteQueue",
        |stage| {
            let queue_url = stage.queue(BTreeMap::new())?;
            stage.ask(SqsCall::DeleteQueue { queue_url })?;
            create(stage, &stage.name(), BTreeMap::new())
        },
    ),
    case("sqs: ListQueues by the beginning of a name", "1 queue", "SQS API Reference, ListQueues", |stage| {
        stage.queue(BTreeMap::new())?;
        match stage.ask(SqsCall::ListQueues { queue_name_prefix: stage.name(), next_token: None })? {
            Reply::Names(page) => Ok(counted(page.items.len(), "queue")),
            _ => Err(unfit("ListQueues")),
        }
    }),
    case(
        "sqs: a topic's message is received, and again later",
        "1 message",
        "SQS Developer Guide, Visibility timeout",
        |stage| {
            let (queue_url, _) = heard(stage)?;
            stage.session.wait(VISIBLE_AGAIN);
            Ok(counted(receive(stage, &queue_url)?.len(), "message"))
        },
    ),
    case("sqs: ReceiveMessage after DeleteMessage", "0 messages", "SQS API Reference, DeleteMessage", |stage| {
        let (queue_url, messages) = heard(stage)?;
        for QueueMessage { receipt_handle, .. } in messages {
            stage.ask(SqsCall::DeleteMessage { queue_url: queue_url.clone(), receipt_handle })?;
        }
        stage.session.wait(VISIBLE_AGAIN);
        Ok(counted(receive(stage, &queue_url)?.len(), "message"))
    }),
    case(
        "sqs: a topic's message to a queue without a policy",
        "0 messages",
        "SNS Developer Guide, Subscribing an Amazon SQS queue to an Amazon SNS topic",
        |stage| {
            let topic_arn = stage.topic(BTreeMap::new())?;
            let queue_url = listening(stage, &topic_arn, BTreeMap::new())?;
            publish(stage, topic_arn)?;
            stage.session.wait(QUIET);
            Ok(counted(receive(stage, &queue_url)?.len(), "message"))
        },
    ),
];

/// Whether a queue is made.
fn create(stage: &mut Stage<'_>, name: &str, attributes: BTreeMap<String, String>) -> Seen {
    stage.try_queue(name, attributes)?;
    Ok("done".to_owned())
}

/// A queue that listens to a topic.
pub(super) fn listening(
    stage: &mut Stage<'_>,
    topic_arn: &str,
    attributes: BTreeMap<String, String>,
) -> Result<String, String> {
    let queue_url = stage.queue(attributes)?;
    let (protocol, endpoint) = ("sqs".to_owned(), queue_arn(&stage.place, &stage.name()));
    stage.ask(SnsCall::Subscribe { topic_arn: topic_arn.to_owned(), protocol, endpoint })?;
    Ok(queue_url)
}

/// The policy of the case's queue that lets a topic send to it.
pub(super) fn lets(stage: &Stage<'_>, topic_arn: &str) -> BTreeMap<String, String> {
    attribute("Policy", &policy(&[topic_arn.to_owned()], &queue_arn(&stage.place, &stage.name())))
}

fn publish(stage: &mut Stage<'_>, topic_arn: String) -> Result<(), String> {
    let (subject, message) = ("signalarm".to_owned(), "signalarm".to_owned());
    stage.ask(SnsCall::Publish { topic_arn, subject, message }).map(|_| ())
}

/// A message of a topic, received.
fn heard(stage: &mut Stage<'_>) -> Result<(String, Vec<QueueMessage>), String> {
    let topic_arn = stage.topic(BTreeMap::new())?;
    let mut attributes = lets(stage, &topic_arn);
    attributes.insert("VisibilityTimeout".to_owned(), VISIBILITY_SECONDS.to_owned());
    let queue_url = listening(stage, &topic_arn, attributes)?;
    publish(stage, topic_arn)?;
    let messages = await_messages(stage, &queue_url, HEARD_WITHIN)?;
    if messages.is_empty() { Err("nothing heard".to_owned()) } else { Ok((queue_url, messages)) }
}

/// The first messages that come, if any come in time.
pub(super) fn await_messages(
    stage: &mut Stage<'_>,
    queue_url: &str,
    within: Duration,
) -> Result<Vec<QueueMessage>, String> {
    stage.until(within, |stage| receive(stage, queue_url), |messages| !messages.is_empty())
}

fn receive(stage: &mut Stage<'_>, queue_url: &str) -> Result<Vec<QueueMessage>, String> {
    match stage.ask(SqsCall::ReceiveMessage { queue_url: queue_url.to_owned() })? {
        Reply::QueueMessages(messages) => Ok(messages),
        _ => Err(unfit("ReceiveMessage")),
    }
}
