//! [`SqsCall`] ↔ the SDK's client of SQS: a queue that listens to topics for a while.

pub mod mock;

use signalarm_aws_clients::sqs::types::{Message, QueueAttributeName};
use signalarm_aws_clients::{Clients, member};
use signalarm_cloud::{Answer, Failure, Page, QueueMessage, Reply, SqsCall};

/// How many messages one *ReceiveMessage* brings at most (SQS API Reference).
const MESSAGES_MAX: i32 = 10;
/// How many queues a page tells: without a number the service tells no next page.
const QUEUES_MAX: i32 = 1_000;

/// Sends a call of SQS and waits for its answer.
///
/// # Errors
///
/// What the service refuses, and what did not get through.
pub fn call(clients: &Clients, call: SqsCall) -> Answer {
    match call {
        SqsCall::CreateQueue { queue_name, attributes, tags } => {
            let request = clients.sqs.create_queue().queue_name(queue_name);
            let request = attributes.into_iter().fold(request, |request, (name, value)| {
                request.attributes(QueueAttributeName::from(name.as_str()), value)
            });
            let request = tags.into_iter().fold(request, |request, tag| request.tags(tag.key, tag.value));
            Ok(Reply::QueueUrl(member("QueueUrl", clients.send(request.send())?.queue_url)?))
        }
        SqsCall::ListQueues { queue_name_prefix, next_token } => {
            let request = clients.sqs.list_queues().queue_name_prefix(queue_name_prefix).max_results(QUEUES_MAX);
            let output = clients.send(request.set_next_token(next_token).send())?;
            Ok(Reply::Names(Page { items: output.queue_urls.unwrap_or_default(), next_token: output.next_token }))
        }
        SqsCall::ReceiveMessage { queue_url } => {
            let request = clients.sqs.receive_message().queue_url(queue_url).max_number_of_messages(MESSAGES_MAX);
            let output = clients.send(request.wait_time_seconds(0).send())?;
            let messages = output.messages.unwrap_or_default().into_iter().map(own_message);
            Ok(Reply::QueueMessages(messages.collect::<Result<_, Failure>>()?))
        }
        SqsCall::DeleteMessage { queue_url, receipt_handle } => {
            let request = clients.sqs.delete_message().queue_url(queue_url);
            clients.send(request.receipt_handle(receipt_handle).send()).map(|_| Reply::Done)
        }
        SqsCall::DeleteQueue { queue_url } => {
            clients.send(clients.sqs.delete_queue().queue_url(queue_url).send()).map(|_| Reply::Done)
        }
    }
}

fn own_message(message: Message) -> Result<QueueMessage, Failure> {
    Ok(QueueMessage {
        receipt_handle: member("ReceiptHandle", message.receipt_handle)?,
        body: member("Body", message.body)?,
    })
}
