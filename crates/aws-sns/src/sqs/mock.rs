//! The rules that let an account in memory answer the SDK's client of SQS.

use signalarm_aws_clients::mock::{Protocol, Rule, Shared, Unfit, done, mock, required, rule};
use signalarm_aws_clients::sqs::Client;
use signalarm_aws_clients::sqs::operation::create_queue::{CreateQueueInput, CreateQueueOutput};
use signalarm_aws_clients::sqs::operation::delete_message::DeleteMessageOutput;
use signalarm_aws_clients::sqs::operation::delete_queue::DeleteQueueOutput;
use signalarm_aws_clients::sqs::operation::list_queues::ListQueuesOutput;
use signalarm_aws_clients::sqs::operation::receive_message::ReceiveMessageOutput;
use signalarm_aws_clients::sqs::types::Message;
use signalarm_cloud::{Call, QueueMessage, Reply, SqsCall, Tag};

const PROTOCOL: Protocol = Protocol::Json;

/// A rule for each operation of SQS that is a call.
#[must_use]
pub fn rules(account: &Shared) -> Vec<Rule> {
    vec![
        rule(account, PROTOCOL, mock!(Client::create_queue), create_queue, |reply| match reply {
            Reply::QueueUrl(url) => Ok(CreateQueueOutput::builder().queue_url(url).build()),
            other => Err(other),
        }),
        rule(
            account,
            PROTOCOL,
            mock!(Client::list_queues),
            |input| {
                let queue_name_prefix = required("QueueNamePrefix", input.queue_name_prefix())?;
                Ok(SqsCall::ListQueues { queue_name_prefix, next_token: input.next_token.clone() }.into())
            },
            |reply| match reply {
                Reply::Names(page) => {
                    let output = ListQueuesOutput::builder().set_queue_urls(Some(page.items));
                    Ok(output.set_next_token(page.next_token).build())
                }
                other => Err(other),
            },
        ),
        rule(
            account,
            PROTOCOL,
            mock!(Client::receive_message),
            |input| Ok(SqsCall::ReceiveMessage { queue_url: required("QueueUrl", input.queue_url())? }.into()),
            messages,
        ),
        rule(
            account,
            PROTOCOL,
            mock!(Client::delete_message),
            |input| {
                let queue_url = required("QueueUrl", input.queue_url())?;
                let receipt_handle = required("ReceiptHandle", input.receipt_handle())?;
                Ok(SqsCall::DeleteMessage { queue_url, receipt_handle }.into())
            },
            |reply| done(reply, DeleteMessageOutput::builder().build()),
        ),
        rule(
            account,
            PROTOCOL,
            mock!(Client::delete_queue),
            |input| Ok(SqsCall::DeleteQueue { queue_url: required("QueueUrl", input.queue_url())? }.into()),
            |reply| done(reply, DeleteQueueOutput::builder().build()),
        ),
    ]
}

fn create_queue(input: &CreateQueueInput) -> Result<Call, Unfit> {
    let attributes = input.attributes().into_iter().flatten();
    let tags = input.tags().into_iter().flatten();
    let mut tags: Vec<Tag> = tags.map(|(key, value)| Tag { key: key.clone(), value: value.clone() }).collect();
    tags.sort_by(|one, other| one.key.cmp(&other.key));
    Ok(SqsCall::CreateQueue {
        queue_name: required("QueueName", input.queue_name())?,
        attributes: attributes.map(|(name, value)| (name.as_str().to_owned(), value.clone())).collect(),
        tags,
    }
    .into())
}

fn messages(reply: Reply) -> Result<ReceiveMessageOutput, Reply> {
    match reply {
        Reply::QueueMessages(messages) => {
            let message = |message: QueueMessage| {
                Message::builder().receipt_handle(message.receipt_handle).body(message.body).build()
            };
            let messages = messages.into_iter().map(message).collect();
            Ok(ReceiveMessageOutput::builder().set_messages(Some(messages)).build())
        }
        other => Err(other),
    }
}
