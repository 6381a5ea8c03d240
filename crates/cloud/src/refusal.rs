//! What AWS answers when it does not do what it was asked.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use signalarm_notification::{LifeRefusal, Protocol};

/// The refusal of an operation: one variant for each error that AWS models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// CloudWatch: a parameter is not as it must be, in these words.
    Validation(String),
    /// CloudWatch: the value of a parameter is not supported, in these words.
    InvalidParameterValue(String),
    /// CloudWatch: *StateReasonData* is no JSON; the service says nothing more.
    InvalidFormat,
    /// CloudWatch: there is no alarm of that name (*SetAlarmState*); the service says nothing more.
    AlarmNotFound,
    /// CloudWatch: there is no resource of that ARN (*ListTagsForResource*); the service says nothing more.
    TaggedResourceNotFound,
    /// CloudWatch: the key of a tag begins with `aws:`.
    ReservedTag,
    /// CloudWatch Logs: a parameter is not as it must be, in these words.
    InvalidParameter(String),
    /// CloudWatch Logs: a log group has that name already.
    LogGroupExists(String),
    /// CloudWatch Logs: no log group has that name.
    LogGroupNotFound(String),
    /// CloudWatch Logs: a log group takes no further metric filter than so many.
    TooManyMetricFilters(usize),
    /// CloudTrail: a trail has that name already.
    TrailExists(String),
    /// CloudTrail: no trail has that name.
    TrailNotFound(String),
    /// SNS: no topic has that ARN.
    TopicNotFound(String),
    /// SNS: the topic has no subscription of that endpoint, which is of this protocol.
    SubscriptionNotFound(Protocol),
    /// SNS: the subscription is not in a phase of its life in which that could be done.
    Subscription(LifeRefusal),
    /// Any other error, by the code that the service gave it.
    Service {
        /// The code, such as `NoSuchBucket`.
        code: Cow<'static, str>,
        /// The status of the HTTP response.
        http_status: u16,
        /// The service's words.
        message: String,
    },
    /// Not AWS's: the service does this, but it is not simulated.
    NotSimulated(&'static str),
}

impl Refusal {
    /// The refusal of a subscription, of an endpoint of that protocol, that did not go on in its life.
    #[must_use]
    pub fn of_subscription(protocol: Protocol, why: LifeRefusal) -> Self {
        match why {
            LifeRefusal::NotFound => Self::SubscriptionNotFound(protocol),
            LifeRefusal::PendingConfirmation | LifeRefusal::FifoTopic | LifeRefusal::NotAuthenticated => {
                Self::Subscription(why)
            }
        }
    }

    /// An error by its code.
    #[must_use]
    pub fn service(code: &'static str, http_status: u16, message: impl Into<String>) -> Self {
        Self::Service { code: code.into(), http_status, message: message.into() }
    }

    /// The error's code, as it stands in the answer; the name of the exception may be another one (of SNS it is).
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Service { code, .. } => code,
            Self::Validation(_) => "ValidationError",
            Self::InvalidParameterValue(_) => "InvalidParameterValue",
            Self::InvalidFormat => "InvalidFormat",
            Self::AlarmNotFound => "ResourceNotFound",
            Self::TaggedResourceNotFound | Self::LogGroupNotFound(_) => "ResourceNotFoundException",
            Self::ReservedTag => "AccessDenied",
            Self::InvalidParameter(_) => "InvalidParameterException",
            Self::Subscription(LifeRefusal::PendingConfirmation | LifeRefusal::FifoTopic) => "InvalidParameter",
            Self::LogGroupExists(_) => "ResourceAlreadyExistsException",
            Self::TooManyMetricFilters(_) => "LimitExceededException",
            Self::TrailExists(_) => "TrailAlreadyExistsException",
            Self::TrailNotFound(_) => "TrailNotFoundException",
            Self::TopicNotFound(_) | Self::SubscriptionNotFound(_) | Self::Subscription(LifeRefusal::NotFound) => {
                "NotFound"
            }
            Self::Subscription(LifeRefusal::NotAuthenticated) => "AuthorizationError",
            Self::NotSimulated(_) => "NotSimulated",
        }
    }

    /// The status of the HTTP response.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        match self {
            Self::AlarmNotFound
            | Self::TaggedResourceNotFound
            | Self::TopicNotFound(_)
            | Self::SubscriptionNotFound(_)
            | Self::Subscription(LifeRefusal::NotFound) => 404,
            Self::ReservedTag | Self::Subscription(LifeRefusal::NotAuthenticated) => 403,
            Self::Service { http_status, .. } => *http_status,
            Self::NotSimulated(_) => 501,
            Self::Validation(_)
            | Self::InvalidParameterValue(_)
            | Self::InvalidFormat
            | Self::InvalidParameter(_)
            | Self::LogGroupExists(_)
            | Self::LogGroupNotFound(_)
            | Self::TooManyMetricFilters(_)
            | Self::TrailExists(_)
            | Self::TrailNotFound(_)
            | Self::Subscription(LifeRefusal::PendingConfirmation | LifeRefusal::FifoTopic) => 400,
        }
    }

    /// The message. Those of CloudWatch Logs, CloudTrail and SNS say more than AWS's, which leave out the name.
    #[must_use]
    pub fn message(&self) -> Cow<'_, str> {
        match self {
            Self::Validation(message)
            | Self::InvalidParameterValue(message)
            | Self::InvalidParameter(message)
            | Self::Service { message, .. } => message.into(),
            Self::InvalidFormat | Self::AlarmNotFound | Self::TaggedResourceNotFound => "".into(),
            Self::ReservedTag => "The provided tag keys must not start with any case of \"aws:\"".into(),
            Self::LogGroupExists(name) => format!("log group “{name}” exists already").into(),
            Self::LogGroupNotFound(name) => format!("there is no log group “{name}”").into(),
            Self::TooManyMetricFilters(limit) => format!("at most {limit} metric filters for one log group").into(),
            Self::TrailExists(name) => format!("trail “{name}” exists already").into(),
            Self::TrailNotFound(name) => format!("there is no trail “{name}”").into(),
            Self::TopicNotFound(arn) => format!("there is no topic “{arn}”").into(),
            Self::SubscriptionNotFound(protocol) => format!("there is no such subscription by “{protocol}”").into(),
            Self::Subscription(why) => why.to_string().into(),
            Self::NotSimulated(what) => format!("{what}: the simulated account does not do this").into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.message())
    }
}

impl Error for Refusal {}
