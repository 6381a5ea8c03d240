//! The rules that let an account in memory answer the SDK's client of SNS.

use signalarm_aws_clients::mock::{Protocol, Rule, Shared, Unfit, done, mock, required, rule};
use signalarm_aws_clients::sns::Client;
use signalarm_aws_clients::sns::operation::create_topic::{CreateTopicInput, CreateTopicOutput};
use signalarm_aws_clients::sns::operation::delete_topic::DeleteTopicOutput;
use signalarm_aws_clients::sns::operation::get_sms_sandbox_account_status::GetSmsSandboxAccountStatusOutput;
use signalarm_aws_clients::sns::operation::get_topic_attributes::GetTopicAttributesOutput;
use signalarm_aws_clients::sns::operation::list_subscriptions_by_topic::ListSubscriptionsByTopicOutput;
use signalarm_aws_clients::sns::operation::list_tags_for_resource::ListTagsForResourceOutput;
use signalarm_aws_clients::sns::operation::publish::PublishOutput;
use signalarm_aws_clients::sns::operation::set_topic_attributes::{SetTopicAttributesInput, SetTopicAttributesOutput};
use signalarm_aws_clients::sns::operation::subscribe::{SubscribeInput, SubscribeOutput};
use signalarm_aws_clients::sns::operation::tag_resource::{TagResourceInput, TagResourceOutput};
use signalarm_aws_clients::sns::operation::unsubscribe::UnsubscribeOutput;
use signalarm_aws_clients::sns::types::{Subscription, Tag as SdkTag};
use signalarm_cloud::{Call, ListedSubscription, Reply, SnsCall, SubscriptionState, Tag};

use crate::{DELETED, PENDING};

const PROTOCOL: Protocol = Protocol::Query;

/// A rule for each operation of SNS that is a call.
#[must_use]
pub fn rules(account: &Shared) -> Vec<Rule> {
    let mut rules = topics(account);
    rules.extend(subscriptions_and_messages(account));
    rules
}

fn topics(account: &Shared) -> Vec<Rule> {
    vec![
        rule(account, PROTOCOL, mock!(Client::create_topic), create_topic, topic_arn),
        rule(account, PROTOCOL, mock!(Client::set_topic_attributes), set_topic_attributes, |reply| {
            done(reply, SetTopicAttributesOutput::builder().build())
        }),
        rule(account, PROTOCOL, mock!(Client::tag_resource), tag_resource, |reply| {
            done(reply, TagResourceOutput::builder().build())
        }),
        rule(
            account,
            PROTOCOL,
            mock!(Client::get_topic_attributes),
            |input| Ok(SnsCall::GetTopicAttributes { topic_arn: required("TopicArn", input.topic_arn())? }.into()),
            attributes,
        ),
        rule(
            account,
            PROTOCOL,
            mock!(Client::delete_topic),
            |input| Ok(SnsCall::DeleteTopic { topic_arn: required("TopicArn", input.topic_arn())? }.into()),
            |reply| done(reply, DeleteTopicOutput::builder().build()),
        ),
        rule(
            account,
            PROTOCOL,
            mock!(Client::list_tags_for_resource),
            |input| {
                Ok(SnsCall::ListTagsForResource { resource_arn: required("ResourceArn", input.resource_arn())? }.into())
            },
            tags,
        ),
    ]
}

/// Of subscriptions, and what goes to them.
fn subscriptions_and_messages(account: &Shared) -> Vec<Rule> {
    vec![
        rule(account, PROTOCOL, mock!(Client::subscribe), subscribe, subscription_arn),
        rule(
            account,
            PROTOCOL,
            mock!(Client::unsubscribe),
            |input| {
                let subscription_arn = required("SubscriptionArn", input.subscription_arn())?;
                Ok(SnsCall::Unsubscribe { subscription_arn }.into())
            },
            |reply| done(reply, UnsubscribeOutput::builder().build()),
        ),
        rule(
            account,
            PROTOCOL,
            mock!(Client::list_subscriptions_by_topic),
            |input| {
                let topic_arn = required("TopicArn", input.topic_arn())?;
                Ok(SnsCall::ListSubscriptionsByTopic { topic_arn, next_token: input.next_token.clone() }.into())
            },
            subscriptions,
        ),
        rule(
            account,
            PROTOCOL,
            mock!(Client::get_sms_sandbox_account_status),
            |_| Ok(SnsCall::GetSmsSandboxAccountStatus.into()),
            sms_sandbox,
        ),
        rule(
            account,
            PROTOCOL,
            mock!(Client::publish),
            |input| {
                let topic_arn = required("TopicArn", input.topic_arn())?;
                let (subject, message) = (required("Subject", input.subject())?, required("Message", input.message())?);
                Ok(SnsCall::Publish { topic_arn, subject, message }.into())
            },
            |reply| match reply {
                Reply::MessageId(id) => Ok(PublishOutput::builder().message_id(id).build()),
                other => Err(other),
            },
        ),
    ]
}

fn create_topic(input: &CreateTopicInput) -> Result<Call, Unfit> {
    if input.data_protection_policy().is_some() {
        return Err(Unfit::new("DataProtectionPolicy is not carried"));
    }
    let attributes = input.attributes().into_iter().flatten();
    Ok(SnsCall::CreateTopic {
        name: required("Name", input.name())?,
        attributes: attributes.map(|(name, value)| (name.clone(), value.clone())).collect(),
        tags: own_tags(input.tags()),
    }
    .into())
}

fn set_topic_attributes(input: &SetTopicAttributesInput) -> Result<Call, Unfit> {
    Ok(SnsCall::SetTopicAttributes {
        topic_arn: required("TopicArn", input.topic_arn())?,
        name: required("AttributeName", input.attribute_name())?,
        value: required("AttributeValue", input.attribute_value())?,
    }
    .into())
}

fn tag_resource(input: &TagResourceInput) -> Result<Call, Unfit> {
    let resource_arn = required("ResourceArn", input.resource_arn())?;
    Ok(SnsCall::TagResource { resource_arn, tags: own_tags(input.tags()) }.into())
}

fn subscribe(input: &SubscribeInput) -> Result<Call, Unfit> {
    if input.return_subscription_arn() != Some(true) || input.attributes().is_some() {
        return Err(Unfit::new("ReturnSubscriptionArn must be true, and Attributes are not carried"));
    }
    Ok(SnsCall::Subscribe {
        topic_arn: required("TopicArn", input.topic_arn())?,
        protocol: required("Protocol", input.protocol())?,
        endpoint: required("Endpoint", input.endpoint())?,
    }
    .into())
}

fn own_tags(tags: &[SdkTag]) -> Vec<Tag> {
    tags.iter().map(|tag| Tag { key: tag.key.clone(), value: tag.value.clone() }).collect()
}

fn topic_arn(reply: Reply) -> Result<CreateTopicOutput, Reply> {
    match reply {
        Reply::TopicArn(arn) => Ok(CreateTopicOutput::builder().topic_arn(arn).build()),
        other => Err(other),
    }
}

fn attributes(reply: Reply) -> Result<GetTopicAttributesOutput, Reply> {
    match reply {
        Reply::Attributes(attributes) => {
            Ok(GetTopicAttributesOutput::builder().set_attributes(Some(attributes.into_iter().collect())).build())
        }
        other => Err(other),
    }
}

fn tags(reply: Reply) -> Result<ListTagsForResourceOutput, Reply> {
    match reply {
        Reply::Tags(tags) => {
            let tags = tags.into_iter().map(|tag| SdkTag::builder().key(tag.key).value(tag.value).build());
            let tags = tags.collect::<Result<_, _>>().expect("a tag has key and value");
            Ok(ListTagsForResourceOutput::builder().set_tags(Some(tags)).build())
        }
        other => Err(other),
    }
}

fn subscription_arn(reply: Reply) -> Result<SubscribeOutput, Reply> {
    match reply {
        Reply::SubscriptionArn(arn) => Ok(SubscribeOutput::builder().subscription_arn(arn).build()),
        other => Err(other),
    }
}

fn subscriptions(reply: Reply) -> Result<ListSubscriptionsByTopicOutput, Reply> {
    match reply {
        Reply::Subscriptions(page) => {
            let subscriptions = page.items.into_iter().map(sdk_subscription).collect();
            let output = ListSubscriptionsByTopicOutput::builder().set_subscriptions(Some(subscriptions));
            Ok(output.set_next_token(page.next_token).build())
        }
        other => Err(other),
    }
}

fn sdk_subscription(listed: ListedSubscription) -> Subscription {
    let subscription_arn = match listed.state {
        SubscriptionState::PendingConfirmation => PENDING.to_owned(),
        SubscriptionState::Deleted => DELETED.to_owned(),
        SubscriptionState::Confirmed { subscription_arn } => subscription_arn,
    };
    Subscription::builder()
        .subscription_arn(subscription_arn)
        .protocol(listed.protocol)
        .endpoint(listed.endpoint)
        .build()
}

fn sms_sandbox(reply: Reply) -> Result<GetSmsSandboxAccountStatusOutput, Reply> {
    match reply {
        Reply::SmsSandbox(is_in_sandbox) => {
            Ok(GetSmsSandboxAccountStatusOutput::builder().is_in_sandbox(is_in_sandbox).build())
        }
        other => Err(other),
    }
}
