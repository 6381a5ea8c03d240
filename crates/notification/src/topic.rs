//! Topics, subscriptions and their life.

use std::fmt;

use signalarm_time::{Duration, Timestamp};

use crate::{Endpoint, Protocol};

/// How long a subscriber may take to confirm; then SNS removes the subscription (SNS Developer Guide, edition of 2026;
/// older editions say three days).
pub const CONFIRMATION_TIME: Duration = Duration::from_secs(48 * 3_600);

/// A standard topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its name, unique in its account and Region.
    pub name: String,
    /// In the order in which they were made; each endpoint has one at most.
    pub subscriptions: Vec<Subscription>,
}

/// A subscription to a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Who is told.
    pub endpoint: Endpoint,
    /// Whether that is confirmed.
    pub state: SubscriptionState,
}

/// Whether a subscriber has confirmed a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubscriptionState {
    /// Not yet.
    Pending {
        /// When the subscription was made.
        since: Timestamp,
    },
    /// Yes, or there was no need to.
    Confirmed,
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
    /// The subscriber never confirmed, and SNS has removed the subscription.
    Removed {
        /// When.
        at: Timestamp,
    },
}

impl Topic {
    /// A topic without subscriptions.
    #[must_use]
    pub fn new(name: String) -> Self {
        Self { name, subscriptions: Vec::new() }
    }

    /// *Subscribe*: a mail subscription waits for its confirmation, an SMS subscription needs none.
    ///
    /// An endpoint that has a subscription keeps it as it is; one whose subscription SNS has removed begins anew.
    pub fn subscribe(&mut self, endpoint: Endpoint, now: Timestamp) {
        let state = match endpoint.protocol() {
            Protocol::Email => SubscriptionState::Pending { since: now },
            Protocol::Sms => SubscriptionState::Confirmed,
        };
        match self.subscription(&endpoint) {
            Some(present) if present.removed(now).is_none() => {}
            Some(removed) => removed.state = state,
            None => self.subscriptions.push(Subscription { endpoint, state }),
        }
    }

    /// *ConfirmSubscription*: whether the endpoint has a subscription, which is confirmed now.
    pub fn confirm(&mut self, endpoint: &Endpoint, now: Timestamp) -> bool {
        let present = self.subscription(endpoint).filter(|subscription| subscription.removed(now).is_none());
        present.map(|subscription| subscription.state = SubscriptionState::Confirmed).is_some()
    }

    /// *Unsubscribe*: whether the endpoint had a subscription, which is gone now.
    pub fn unsubscribe(&mut self, endpoint: &Endpoint) -> bool {
        let count = self.subscriptions.len();
        self.subscriptions.retain(|subscription| subscription.endpoint != *endpoint);
        self.subscriptions.len() < count
    }

    /// *Publish*: what becomes of a notification at each subscription, one that SNS has removed included.
    pub fn deliveries(&self, now: Timestamp) -> impl Iterator<Item = (&Endpoint, Delivery)> {
        self.subscriptions.iter().map(move |subscription| (&subscription.endpoint, subscription.delivery(now)))
    }

    fn subscription(&mut self, endpoint: &Endpoint) -> Option<&mut Subscription> {
        self.subscriptions.iter_mut().find(|subscription| subscription.endpoint == *endpoint)
    }
}

impl Subscription {
    fn delivery(&self, now: Timestamp) -> Delivery {
        match (self.state, self.removed(now)) {
            (SubscriptionState::Confirmed, _) => Delivery::Delivered,
            (SubscriptionState::Pending { .. }, Some(at)) => Delivery::Dropped(Dropped::Removed { at }),
            (SubscriptionState::Pending { since }, None) => Delivery::Dropped(Dropped::NotConfirmed { since }),
        }
    }

    /// When SNS removed it, if it has.
    fn removed(&self, now: Timestamp) -> Option<Timestamp> {
        match self.state {
            SubscriptionState::Confirmed => None,
            SubscriptionState::Pending { since } => Some(since + CONFIRMATION_TIME).filter(|at| *at <= now),
        }
    }
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotConfirmed { since } => write!(f, "the subscription of {since} is not confirmed"),
            Self::Removed { at } => {
                write!(f, "the subscription was never confirmed, and SNS removed it at {at}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn email() -> Endpoint {
        Endpoint::Email("you@example.org".parse().unwrap())
    }

    fn sms() -> Endpoint {
        Endpoint::Sms("+12025550123".parse().unwrap())
    }

    fn hours(hours: u32) -> Timestamp {
        Timestamp::MIN + Duration::HOUR * hours
    }

    fn deliveries(topic: &Topic, now: Timestamp) -> Vec<Delivery> {
        topic.deliveries(now).map(|(_, delivery)| delivery).collect()
    }

    #[test]
    fn mail_waits_for_its_confirmation_and_sms_does_not() {
        let mut topic = Topic::new("topic".to_owned());
        topic.subscribe(email(), hours(0));
        topic.subscribe(sms(), hours(0));
        topic.subscribe(email(), hours(1));
        topic.subscribe(sms(), hours(1));
        let not_confirmed = Delivery::Dropped(Dropped::NotConfirmed { since: hours(0) });
        assert_eq!(deliveries(&topic, hours(2)), [not_confirmed, Delivery::Delivered]);
        assert!(topic.confirm(&email(), hours(3)));
        topic.subscribe(email(), hours(4));
        assert_eq!(deliveries(&topic, hours(1_000)), [Delivery::Delivered, Delivery::Delivered]);
        assert!(topic.unsubscribe(&email()));
        assert!(!topic.unsubscribe(&email()));
        assert!(!topic.confirm(&email(), hours(5)));
        assert_eq!(deliveries(&topic, hours(6)), [Delivery::Delivered]);
    }

    #[test]
    fn what_is_never_confirmed_is_removed_and_the_loss_is_told() {
        let mut topic = Topic::new("topic".to_owned());
        topic.subscribe(email(), hours(0));
        let just_before = Timestamp::from_millis(hours(48).as_millis() - 1);
        let not_confirmed = Dropped::NotConfirmed { since: hours(0) };
        assert_eq!(deliveries(&topic, just_before), [Delivery::Dropped(not_confirmed)]);
        let removed = Dropped::Removed { at: hours(48) };
        assert_eq!(deliveries(&topic, hours(48)), [Delivery::Dropped(removed)]);
        assert!(!topic.confirm(&email(), hours(48)));
        topic.subscribe(email(), hours(50));
        assert!(topic.confirm(&email(), hours(97)));
        assert_eq!(deliveries(&topic, hours(200)), [Delivery::Delivered]);
        assert_eq!(not_confirmed.to_string(), "the subscription of 1970-01-01T00:00:00Z is not confirmed");
        assert_eq!(
            removed.to_string(),
            "the subscription was never confirmed, and SNS removed it at 1970-01-03T00:00:00Z"
        );
    }
}
