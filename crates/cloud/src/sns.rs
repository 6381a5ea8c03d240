//! The operations of SNS.

use std::collections::BTreeMap;

use crate::Tag;

/// A call of one operation of SNS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnsCall {
    /// Creates a standard topic, or answers the ARN of the one that is there; refused (`InvalidParameter`) where that has
    /// other attributes or other tags. → [`crate::Reply::TopicArn`]
    CreateTopic {
        /// 1 to 256 of `A–Z a–z 0–9 _ -`.
        name: String,
        /// `Policy`, `KmsMasterKeyId`, `DisplayName` … as texts.
        attributes: BTreeMap<String, String>,
        /// At most 50.
        tags: Vec<Tag>,
    },
    /// Tells a topic's attributes. → [`crate::Reply::Attributes`]
    GetTopicAttributes {
        /// The topic.
        topic_arn: String,
    },
    /// Sets one attribute.
    SetTopicAttributes {
        /// The topic.
        topic_arn: String,
        /// The attribute's name.
        name: String,
        /// Its value as text.
        value: String,
    },
    /// Deletes a topic and its subscriptions; one that is not there is no error.
    DeleteTopic {
        /// The topic.
        topic_arn: String,
    },
    /// Tells the tags of a topic. → [`crate::Reply::Tags`]
    ListTagsForResource {
        /// The topic.
        resource_arn: String,
    },
    /// Adds tags to a topic; a key that is there gets the new value.
    TagResource {
        /// The topic.
        resource_arn: String,
        /// At least one.
        tags: Vec<Tag>,
    },
    /// Subscribes an endpoint. One that has this subscription gets it again, unconfirmed ones with another mail or request.
    /// The ARN is asked for in any case (*ReturnSubscriptionArn*). → [`crate::Reply::SubscriptionArn`]
    Subscribe {
        /// The topic.
        topic_arn: String,
        /// `email`, `email-json`, `sms`, `sqs`, `http`, `https` or `lambda`.
        protocol: String,
        /// The address, number, URL or ARN.
        endpoint: String,
    },
    /// Removes a subscription; one that waits for its confirmation cannot be removed.
    Unsubscribe {
        /// The subscription.
        subscription_arn: String,
    },
    /// Tells the subscriptions of a topic, 100 a page. → [`crate::Reply::Subscriptions`]
    ListSubscriptionsByTopic {
        /// The topic.
        topic_arn: String,
        /// Where to go on.
        next_token: Option<String>,
    },
    /// Tells whether text messages go to verified numbers only. → [`crate::Reply::SmsSandbox`]
    GetSmsSandboxAccountStatus,
    /// Publishes a message to a topic, and so to all its subscribers. → [`crate::Reply::MessageId`]
    Publish {
        /// The topic.
        topic_arn: String,
        /// At most 99 characters of ASCII.
        subject: String,
        /// At most 256 KiB.
        message: String,
    },
}

/// A subscription as *ListSubscriptionsByTopic* tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSubscription {
    /// How it stands, which the service tells in the place of its ARN.
    pub state: SubscriptionState,
    /// As in *Subscribe*.
    pub protocol: String,
    /// As in *Subscribe*.
    pub endpoint: String,
}

/// How a subscription stands, as a list tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubscriptionState {
    /// It waits for its confirmation, the first one or another one: nothing is sent, and it cannot be removed. The service
    /// writes `PendingConfirmation`.
    PendingConfirmation,
    /// It is in force, under this ARN.
    Confirmed {
        /// Its ARN.
        subscription_arn: String,
    },
    /// Somebody unsubscribed a mail address, by the link in a mail or by *Unsubscribe*; the service forgets it some days
    /// later. Until then it writes `Deleted` (seen by deployers in the field, and not documented).
    Deleted,
}

impl SubscriptionState {
    /// Its ARN, where it has one.
    #[must_use]
    pub fn arn(&self) -> Option<&str> {
        match self {
            Self::Confirmed { subscription_arn } => Some(subscription_arn),
            Self::PendingConfirmation | Self::Deleted => None,
        }
    }
}

impl SnsCall {
    /// The operation's name.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::CreateTopic { .. } => "CreateTopic",
            Self::GetTopicAttributes { .. } => "GetTopicAttributes",
            Self::SetTopicAttributes { .. } => "SetTopicAttributes",
            Self::DeleteTopic { .. } => "DeleteTopic",
            Self::ListTagsForResource { .. } => "ListTagsForResource",
            Self::TagResource { .. } => "TagResource",
            Self::Subscribe { .. } => "Subscribe",
            Self::Unsubscribe { .. } => "Unsubscribe",
            Self::ListSubscriptionsByTopic { .. } => "ListSubscriptionsByTopic",
            Self::GetSmsSandboxAccountStatus => "GetSMSSandboxAccountStatus",
            Self::Publish { .. } => "Publish",
        }
    }
}
