//! SNS topics, subscriptions and their life, and what a subscriber is sent when an alarm changes its state.
//!
//! ```
//! use signalarm_alarm::State;
//! use signalarm_notification::{Delivery, Dropped, Endpoint, Topic, subject};
//! use signalarm_time::Duration;
//!
//! let now = "2026-11-23T10:00:00Z".parse().unwrap();
//! let mut topic = Topic::new("signin-console-success-root".to_owned());
//! topic.subscribe(Endpoint::Email("you@example.org".parse().unwrap()), now);
//! topic.subscribe(Endpoint::Sms("+12025550123".parse().unwrap()), now);
//!
//! let deliveries: Vec<Delivery> = topic.deliveries(now + Duration::HOUR).map(|(_, delivery)| delivery).collect();
//! assert_eq!(deliveries, [Delivery::Dropped(Dropped::NotConfirmed { since: now }), Delivery::Delivered]);
//! assert_eq!(
//!     subject(&topic.name, State::Alarm, "eu-west-1"),
//!     "ALARM: \"signin-console-success-root\" in EU (Ireland)"
//! );
//! ```
//!
//! The prose of mails, FIFO topics, protocols other than `email` and `sms`, EventBridge, retries, and the messages of
//! composite and math alarms are not here.

mod endpoint;
mod message;
mod region;
mod subject;
mod topic;

pub use endpoint::{EmailAddress, Endpoint, NotAPhoneNumber, NotAnEmailAddress, PhoneNumber, Protocol};
pub use message::{Transition, message};
pub use region::region_display_name;
pub use subject::{SMS_NAME_CHARS_MAX, SUBJECT_CHARS_MAX, sms_text, subject};
pub use topic::{CONFIRMATION_TIME, Delivery, Dropped, Subscription, SubscriptionState, Topic};
