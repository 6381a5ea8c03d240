//! SQS: queues, and what topics send to them.

use std::collections::BTreeMap;

use signalarm_cloud::{QueueMessage, Reply, SqsCall};
use signalarm_time::Duration;

use super::topics::attribute;
use super::{Case, Seen, Stage, case};
use crate::stage::{HEARD_WITHIN, QUIET, counted, unfit};

const CREATE: &str = "SQS API Reference, CreateQueue";
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
            stage.pause(VISIBLE_AGAIN)?;
            Ok(counted(stage.receive(&queue_url)?.len(), "message"))
        },
    ),
    case("sqs: ReceiveMessage after DeleteMessage", "0 messages", "SQS API Reference, DeleteMessage", |stage| {
        let (queue_url, messages) = heard(stage)?;
        for QueueMessage { receipt_handle, .. } in messages {
            stage.ask(SqsCall::DeleteMessage { queue_url: queue_url.clone(), receipt_handle })?;
        }
        stage.pause(VISIBLE_AGAIN)?;
        Ok(counted(stage.receive(&queue_url)?.len(), "message"))
    }),
    case(
        "sqs: a topic's message to a queue without a policy",
        "0 messages",
        "SNS Developer Guide, Subscribing an Amazon SQS queue to an Amazon SNS topic",
        |stage| {
            let topic_arn = stage.topic(BTreeMap::new())?;
            let queue_url = stage.listening(&topic_arn, BTreeMap::new())?;
            stage.publish(&topic_arn)?;
            stage.pause(QUIET)?;
            Ok(counted(stage.receive(&queue_url)?.len(), "message"))
        },
    ),
];

/// Whether a queue is made.
fn create(stage: &mut Stage<'_>, name: &str, attributes: BTreeMap<String, String>) -> Seen {
    stage.try_queue(name, attributes)?;
    Ok("done".to_owned())
}

/// A message of a topic, received.
fn heard(stage: &mut Stage<'_>) -> Result<(String, Vec<QueueMessage>), String> {
    let topic_arn = stage.topic(BTreeMap::new())?;
    let mut attributes = stage.lets(&topic_arn);
    attributes.insert("VisibilityTimeout".to_owned(), VISIBILITY_SECONDS.to_owned());
    let queue_url = stage.listening(&topic_arn, attributes)?;
    stage.publish(&topic_arn)?;
    let messages = stage.hear(&queue_url, HEARD_WITHIN)?;
    if messages.is_empty() { Err("nothing heard".to_owned()) } else { Ok((queue_url, messages)) }
}
