//! SNS topics, subscriptions and their life, and what a subscriber is sent when an alarm changes its state.
//!
//! A [`Message`] is what a notification tells; every text is made from it. A [`Topic`] says of each of its subscriptions
//! what becomes of the notification, and why it was dropped where it was.
//!
//! ```
//! use signalarm_notification::{Endpoint, LifeEvent, Phase, Topic, TopicAttributes, SubscriptionAttributes, subject};
//! use signalarm_alarm::State;
//! use signalarm_time::Duration;
//!
//! let now = "2026-11-23T10:00:00Z".parse().unwrap();
//! let arn = "arn:aws:sns:eu-west-1:111122223333:signin-console-success-root".parse().unwrap();
//! let mut topic = Topic::new(arn, TopicAttributes::default());
//! let mail = Endpoint::Email("you@example.org".parse().unwrap());
//! topic.subscribe(mail.clone(), SubscriptionAttributes::default(), now).unwrap();
//! assert_eq!(topic.subscriptions()[0].phase(now), (Phase::Pending, now));
//!
//! let later = now + Duration::HOUR;
//! topic.happen(&mail, LifeEvent::Confirm, later).unwrap();
//! assert_eq!(topic.subscriptions()[0].phase(later), (Phase::Confirmed, later));
//! assert_eq!(
//!     subject(topic.arn().name(), State::Alarm, "eu-west-1"),
//!     "ALARM: \"signin-console-success-root\" in EU (Ireland)"
//! );
//! ```
//!
//! Not here: when an alarm changes its state, the protocols `application` and `firehose`, dead-letter queues, and the
//! mail that asks for a confirmation.

mod access_policy;
mod arn;
pub mod conformance;
mod edition;
mod endpoint;
mod event;
mod filter_policy;
mod glob;
mod history;
mod life;
mod mail;
mod message;
mod object;
mod publication;
mod read;
mod reader;
mod region;
mod retry;
mod settings;
mod sms;
mod subject;
mod subscription;
mod topic;
mod write;

pub use access_policy::{Access, AccessPolicy, PolicyKind};
pub use arn::{Arn, FunctionArn, NotAnArn, QueueArn, TopicArn};
pub use edition::Edition;
pub use endpoint::{EmailAddress, Endpoint, NotAPhoneNumber, NotAUrl, NotAnEmailAddress, PhoneNumber, Protocol, Url};
pub use event::{ConfigurationChange, ToldAlarm, ToldState};
pub use filter_policy::{FilterPolicy, FilterScope};
pub use history::{HistoryItem, HistoryItemType, KeptAction, KeptAlarm, KeptState};
pub use life::{CONFIRMATION_TIME, LifeEvent, LifeRefusal, Phase, SUSPENSION_TIME};
pub use mail::{console_link, mail_footer};
pub use message::{Contributor, Message, Transition, TriggeringChild};
pub use publication::{Envelope, Published};
pub use read::read_message;
pub use reader::MessageFault;
pub use region::{region_code, region_display_name, service_domain};
pub use retry::RetrySchedule;
pub use settings::{
    AlarmSettings, AnyStatistic, Asked, Bound, Comparator, Comparison, CompositeRule, MetricSource, Query, Suppressor,
    Watched,
};
pub use sms::{
    SANDBOX_NUMBER_TIME, SANDBOX_NUMBERS_MAX, SMS_BYTES_MAX, SPEND_LIMIT_MICRODOLLARS, SandboxRefusal, SmsAccount,
    SmsEncoding, sms_parts,
};
pub use subject::{SMS_NAME_CHARS_MAX, SUBJECT_CHARS_MAX, sms_text, subject};
pub use subscription::{Delivery, Dropped, MAILS_PER_SECOND_MAX, Subscription, SubscriptionAttributes};
pub use topic::{Deliveries, Encryption, NotCreated, NotPublished, Topic, TopicAttributes, Topics};
