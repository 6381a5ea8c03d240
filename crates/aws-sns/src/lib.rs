//! [`SnsCall`] ↔ the SDK's client of SNS: translation, never a decision.
//!
//! [`call()`] sends a call and gives the answer; [`mock`] turns the SDK's requests back into calls, for an account in memory.
//!
//! Deliberately absent: what is on the next page. A page carries its token, and whoever asked asks again.

pub mod mock;
pub mod sqs;

use std::collections::BTreeMap;

use signalarm_aws_clients::sns::types::{Subscription, Tag as SdkTag};
use signalarm_aws_clients::{Clients, member};
use signalarm_cloud::{Answer, Failure, ListedSubscription, Page, Reply, SnsCall, SubscriptionState, Tag};

/// What the service writes in the place of an ARN.
const PENDING: &str = "PendingConfirmation";
const DELETED: &str = "Deleted";

/// Sends a call of SNS and waits for its answer.
///
/// # Errors
///
/// What the service refuses, and what did not get through.
pub fn call(clients: &Clients, call: SnsCall) -> Answer {
    match call {
        SnsCall::CreateTopic { name, attributes, tags } => create_topic(clients, name, attributes, tags),
        SnsCall::GetTopicAttributes { topic_arn } => get_topic_attributes(clients, topic_arn),
        SnsCall::SetTopicAttributes { topic_arn, name, value } => {
            let request = clients.sns.set_topic_attributes().topic_arn(topic_arn);
            clients.send(request.attribute_name(name).attribute_value(value).send())?;
            Ok(Reply::Done)
        }
        SnsCall::DeleteTopic { topic_arn } => {
            clients.send(clients.sns.delete_topic().topic_arn(topic_arn).send())?;
            Ok(Reply::Done)
        }
        SnsCall::ListTagsForResource { resource_arn } => list_tags(clients, resource_arn),
        SnsCall::TagResource { resource_arn, tags } => {
            let request = clients.sns.tag_resource().resource_arn(resource_arn);
            clients.send(request.set_tags(Some(sdk_tags(tags)?)).send())?;
            Ok(Reply::Done)
        }
        SnsCall::Subscribe { topic_arn, protocol, endpoint } => subscribe(clients, topic_arn, protocol, endpoint),
        SnsCall::Unsubscribe { subscription_arn } => {
            clients.send(clients.sns.unsubscribe().subscription_arn(subscription_arn).send())?;
            Ok(Reply::Done)
        }
        SnsCall::ListSubscriptionsByTopic { topic_arn, next_token } => {
            list_subscriptions(clients, topic_arn, next_token)
        }
        SnsCall::GetSmsSandboxAccountStatus => {
            let output = clients.send(clients.sns.get_sms_sandbox_account_status().send())?;
            Ok(Reply::SmsSandbox(output.is_in_sandbox()))
        }
        SnsCall::Publish { topic_arn, subject, message } => {
            let request = clients.sns.publish().topic_arn(topic_arn).subject(subject).message(message);
            Ok(Reply::MessageId(member("MessageId", clients.send(request.send())?.message_id)?))
        }
    }
}

fn create_topic(clients: &Clients, name: String, attributes: BTreeMap<String, String>, tags: Vec<Tag>) -> Answer {
    let mut request = clients.sns.create_topic().name(name);
    for (name, value) in attributes {
        request = request.attributes(name, value);
    }
    for tag in sdk_tags(tags)? {
        request = request.tags(tag);
    }
    let output = clients.send(request.send())?;
    Ok(Reply::TopicArn(member("TopicArn", output.topic_arn)?))
}

fn get_topic_attributes(clients: &Clients, topic_arn: String) -> Answer {
    let output = clients.send(clients.sns.get_topic_attributes().topic_arn(topic_arn).send())?;
    Ok(Reply::Attributes(output.attributes.unwrap_or_default().into_iter().collect()))
}

fn list_tags(clients: &Clients, resource_arn: String) -> Answer {
    let output = clients.send(clients.sns.list_tags_for_resource().resource_arn(resource_arn).send())?;
    let tags = output.tags.unwrap_or_default();
    Ok(Reply::Tags(tags.into_iter().map(|tag| Tag { key: tag.key, value: tag.value }).collect()))
}

fn subscribe(clients: &Clients, topic_arn: String, protocol: String, endpoint: String) -> Answer {
    let request = clients.sns.subscribe().topic_arn(topic_arn).protocol(protocol).endpoint(endpoint);
    let output = clients.send(request.return_subscription_arn(true).send())?;
    Ok(Reply::SubscriptionArn(member("SubscriptionArn", output.subscription_arn)?))
}

fn list_subscriptions(clients: &Clients, topic_arn: String, next_token: Option<String>) -> Answer {
    let request = clients.sns.list_subscriptions_by_topic().topic_arn(topic_arn);
    let output = clients.send(request.set_next_token(next_token).send())?;
    let subscriptions = output.subscriptions.unwrap_or_default().into_iter();
    let items = subscriptions.map(listed).collect::<Result<_, _>>()?;
    Ok(Reply::Subscriptions(Page { items, next_token: output.next_token }))
}

fn listed(subscription: Subscription) -> Result<ListedSubscription, Failure> {
    let state = match subscription.subscription_arn {
        None => SubscriptionState::PendingConfirmation,
        Some(text) if text == PENDING => SubscriptionState::PendingConfirmation,
        Some(text) if text == DELETED => SubscriptionState::Deleted,
        Some(subscription_arn) => SubscriptionState::Confirmed { subscription_arn },
    };
    Ok(ListedSubscription {
        state,
        protocol: member("Protocol", subscription.protocol)?,
        endpoint: member("Endpoint", subscription.endpoint)?,
    })
}

fn sdk_tags(tags: Vec<Tag>) -> Result<Vec<SdkTag>, Failure> {
    let sdk_tag = |tag: Tag| SdkTag::builder().key(tag.key).value(tag.value).build();
    let tags: Result<_, _> = tags.into_iter().map(sdk_tag).collect();
    tags.map_err(|fault| Failure::Unsent(fault.to_string()))
}
