//! A subscription: who is told, and what becomes of a notification on the way.

use std::cell::LazyCell;
use std::collections::VecDeque;
use std::fmt;

use serde_json::Value;
use signalarm_time::{Duration, Timestamp};

use crate::{
    Endpoint, Envelope, FilterPolicy, LifeEvent, LifeRefusal, Phase, Protocol, Published, SmsAccount, mail_footer,
};

/// How many mails SNS sends to one subscription in a second.
pub const MAILS_PER_SECOND_MAX: usize = 10;

/// A subscription to a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Subscription {
    endpoint: Endpoint,
    attributes: SubscriptionAttributes,
    phase: Phase,
    since: Timestamp,
    /// The mails of the last second.
    recent: VecDeque<Timestamp>,
}

/// The attributes of a subscription.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SubscriptionAttributes {
    /// What it wants to hear; `None`: everything.
    pub filter_policy: Option<FilterPolicy>,
    /// Whether only the owner may remove it (*AuthenticateOnUnsubscribe*).
    pub authenticate_on_unsubscribe: bool,
    /// Whether queues and servers get the text without SNS's envelope (*RawMessageDelivery*).
    pub raw_message_delivery: bool,
}

/// What becomes of a notification at one subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It is sent.
    Delivered,
    /// It is not.
    Dropped(Dropped),
}

/// Why SNS does not send a notification to a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dropped {
    /// The subscriber has not confirmed yet.
    NotConfirmed {
        /// When the subscription was made.
        since: Timestamp,
    },
    /// The subscriber did not confirm in time, the first time or again, and SNS has removed the subscription.
    Removed {
        /// When.
        at: Timestamp,
    },
    /// Somebody has unsubscribed the subscriber.
    Unsubscribed {
        /// When.
        since: Timestamp,
    },
    /// More mails came than SNS sends, and the subscription waits to be confirmed again.
    Suspended {
        /// Since when.
        since: Timestamp,
    },
    /// The filter policy does not want it.
    FilteredOut,
    /// The account is in the SMS sandbox, and the number is not verified.
    SmsSandbox,
    /// The account would spend more on text messages than it may in a month.
    SmsSpendLimit {
        /// How much that is.
        limit_microdollars: u64,
    },
    /// The endpoint did not take it at any attempt ([`crate::RetrySchedule`]).
    Unreachable {
        /// The last attempt.
        last_attempt: Timestamp,
    },
    /// The text is longer than SNS takes.
    SmsTooLong {
        /// How long it is.
        bytes: usize,
    },
    /// The queue has been deleted. SNS does not try again where an endpoint is gone or lets nobody in (SNS Developer Guide,
    /// *Message delivery retries*, client-side errors).
    QueueDeleted,
    /// The queue's policy does not let SNS send to it on behalf of the topic.
    QueueDenies,
}

impl Subscription {
    pub(crate) fn new(endpoint: Endpoint, attributes: SubscriptionAttributes, now: Timestamp) -> Self {
        let phase = Phase::first(endpoint.protocol());
        Self { endpoint, attributes, phase, since: now, recent: VecDeque::new() }
    }

    /// Who is told.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Its attributes.
    #[must_use]
    pub fn attributes(&self) -> &SubscriptionAttributes {
        &self.attributes
    }

    /// Sets its attributes (*SetSubscriptionAttributes*).
    pub fn set_attributes(&mut self, attributes: SubscriptionAttributes) {
        self.attributes = attributes;
    }

    /// The phase of its life at an instant, and since when it is in it.
    #[must_use]
    pub fn phase(&self, now: Timestamp) -> (Phase, Timestamp) {
        let end = self.phase.end().map(|(length, event)| (self.since + length, event));
        match end {
            Some((at, event)) if at <= now => {
                // The table has an answer for the passing of time in every phase.
                (self.phase.after(event, self.endpoint.protocol()).unwrap_or(self.phase), at)
            }
            Some(_) | None => (self.phase, self.since),
        }
    }

    /// Lets something happen to it.
    ///
    /// # Errors
    ///
    /// Where SNS refuses.
    pub fn happen(&mut self, event: LifeEvent, now: Timestamp) -> Result<(), LifeRefusal> {
        if event == LifeEvent::FollowUnsubscribeLink && self.attributes.authenticate_on_unsubscribe {
            return Err(LifeRefusal::NotAuthenticated);
        }
        let (phase, since) = self.phase(now);
        let next = phase.after(event, self.endpoint.protocol())?;
        (self.phase, self.since) = if next == phase { (phase, since) } else { (next, now) };
        Ok(())
    }

    /// What the endpoint is sent, whole; the mail with the footer of SNS.
    #[must_use]
    pub fn sent(&self, envelope: &Envelope<'_>) -> String {
        let text = envelope.message.text_for(self.endpoint.protocol()).into_owned();
        let is_raw = self.attributes.raw_message_delivery;
        match &self.endpoint {
            Endpoint::Email(address) => text + &mail_footer(envelope.subscription, &address.to_string()),
            Endpoint::Sms(_) => text,
            Endpoint::Sqs(_) | Endpoint::Server(_) if is_raw => text,
            Endpoint::Sqs(_) | Endpoint::Server(_) | Endpoint::EmailJson(_) => envelope.text_for_http_and_queues(),
            Endpoint::Lambda(_) => envelope.for_lambda().to_string(),
        }
    }

    /// What becomes of a notification: `body` is what filter policies look at.
    pub(crate) fn deliver<F: FnOnce() -> Value>(
        &mut self,
        message: Published<'_>,
        body: &LazyCell<Value, F>,
        sms: &mut SmsAccount,
        now: Timestamp,
    ) -> Result<(), Dropped> {
        self.hears(now)?;
        if self.attributes.filter_policy.as_ref().is_some_and(|policy| !policy.accepts(body)) {
            return Err(Dropped::FilteredOut);
        }
        match &self.endpoint {
            Endpoint::Sms(number) => sms.send(number, &message.text_for(Protocol::Sms), now),
            Endpoint::Email(_) | Endpoint::EmailJson(_) => self.send_mail(now),
            Endpoint::Sqs(_) | Endpoint::Server(_) | Endpoint::Lambda(_) => Ok(()),
        }
    }

    fn hears(&self, now: Timestamp) -> Result<(), Dropped> {
        match self.phase(now) {
            (Phase::Confirmed, _) => Ok(()),
            (Phase::Pending, since) => Err(Dropped::NotConfirmed { since }),
            (Phase::Suspended, since) => Err(Dropped::Suspended { since }),
            (Phase::Unsubscribed, since) => Err(Dropped::Unsubscribed { since }),
            (Phase::Removed, at) => Err(match self.phase {
                // It ended by itself, after this phase.
                Phase::Pending | Phase::Suspended => Dropped::Removed { at },
                Phase::Confirmed | Phase::Unsubscribed | Phase::Removed => Dropped::Unsubscribed { since: self.since },
            }),
        }
    }

    /// One mail more than SNS sends in a second suspends the subscription.
    fn send_mail(&mut self, now: Timestamp) -> Result<(), Dropped> {
        self.recent.retain(|at| now < *at + Duration::SECOND);
        if self.recent.len() < MAILS_PER_SECOND_MAX {
            self.recent.push_back(now);
            return Ok(());
        }
        self.recent.clear();
        // The table has an answer for this in every phase.
        self.happen(LifeEvent::ExceedMailRate, now).ok();
        self.hears(now)
    }
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotConfirmed { since } => write!(f, "the subscription of {since} is not confirmed"),
            Self::Removed { at } => {
                write!(f, "the subscription was not confirmed in time, and SNS removed it at {at}")
            }
            Self::Unsubscribed { since } => write!(f, "somebody unsubscribed the subscriber at {since}"),
            Self::Suspended { since } => {
                write!(f, "the subscription is suspended since {since}, for more than ten mails in a second")
            }
            Self::FilteredOut => f.write_str("the subscription's filter policy does not want it"),
            Self::SmsSandbox => f.write_str("the account is in the SMS sandbox, and the number is not verified in it"),
            Self::SmsSpendLimit { limit_microdollars } => {
                let (dollars, cents) = (limit_microdollars / 1_000_000, limit_microdollars / 10_000 % 100);
                write!(f, "the account would spend more than {dollars}.{cents:02} USD on text messages this month")
            }
            Self::Unreachable { last_attempt } => {
                write!(f, "the endpoint did not take it, and SNS gave up at {last_attempt}")
            }
            Self::SmsTooLong { bytes } => write!(f, "the text has {bytes} bytes, more than SNS takes"),
            Self::QueueDeleted => f.write_str("the queue has been deleted"),
            Self::QueueDenies => f.write_str("the queue's policy does not let SNS send to it on behalf of the topic"),
        }
    }
}
