//! SNS: subscriptions by calls, and what their subscribers do.

use signalarm_cloud::{ListedSubscription, Page, Refusal, SubscriptionState};
use signalarm_notification::{Endpoint, LifeEvent, Phase, Protocol, SmsAccount, SubscriptionAttributes};

use super::topics::{check_arn, invalid};
use crate::account::Account;
use crate::pages::{ForeignToken, page};

/// Subscriptions on a page of *ListSubscriptionsByTopic* (SNS API Reference).
const PAGE: usize = 100;

/// A subscription that was made, which may be over.
#[derive(Clone)]
pub(crate) struct MadeSubscription {
    topic: String,
    endpoint: Endpoint,
    arn: String,
}

impl Account {
    /// *Subscribe*. Whoever has this subscription gets its ARN again.
    pub(crate) fn subscribe(&mut self, topic_arn: &str, protocol: &str, endpoint: &str) -> Result<String, Refusal> {
        self.topic(topic_arn)?;
        let endpoint = read_endpoint(protocol, endpoint)?;
        let now = self.now;
        let topic = self.topic(topic_arn)?;
        let present = topic.subscription_mut(&endpoint).filter(|present| !present.phase(now).0.is_over());
        let is_new = present.is_none();
        let subscribed = topic.subscribe(endpoint.clone(), SubscriptionAttributes::default(), now);
        subscribed.map_err(|why| Refusal::of_subscription(endpoint.protocol(), why))?;
        if is_new {
            let number = self.subscriptions.len() as u64;
            let arn = format!("{topic_arn}:{}", uuid(self.drawn_id("subscription", number)));
            self.subscriptions.push(MadeSubscription { topic: topic_arn.to_owned(), endpoint: endpoint.clone(), arn });
        }
        Ok(self.made(topic_arn, &endpoint).map(|(_, made)| made.arn.clone()).unwrap_or_default())
    }

    /// The last subscription that was made of an endpoint, and its number.
    fn made(&self, topic: &str, endpoint: &Endpoint) -> Option<(usize, &MadeSubscription)> {
        let is_it = |(_, made): &(usize, &MadeSubscription)| made.topic == topic && made.endpoint == *endpoint;
        self.subscriptions.iter().enumerate().rfind(is_it)
    }

    /// The ARN of the last subscription that was made of an endpoint.
    pub(crate) fn subscription_arn(&self, topic: &str, endpoint: &Endpoint) -> Option<String> {
        self.made(topic, endpoint).map(|(_, made)| made.arn.clone())
    }

    /// *Unsubscribe*. One that is gone is no error (a recorded answer); one that never was is documented as one.
    pub(crate) fn unsubscribe(&mut self, arn: &str) -> Result<(), Refusal> {
        check_arn("SubscriptionArn", arn)?;
        let Some(number) = self.subscriptions.iter().position(|made| made.arn == arn) else {
            return Err(Refusal::service("NotFound", 404, "Subscription does not exist"));
        };
        let MadeSubscription { topic, endpoint, .. } = &self.subscriptions[number];
        if self.made(topic, endpoint).is_none_or(|(last, _)| last != number) {
            return Ok(());
        }
        let (now, endpoint) = (self.now, endpoint.clone());
        let Some(topic) = self.topics.get_mut(topic) else { return Ok(()) };
        match topic.subscription_mut(&endpoint) {
            Some(present) if !present.phase(now).0.is_over() => {
                let unsubscribed = present.happen(LifeEvent::Unsubscribe, now);
                unsubscribed.map_err(|why| Refusal::of_subscription(endpoint.protocol(), why))
            }
            Some(_) | None => Ok(()),
        }
    }

    pub(crate) fn list_subscriptions(
        &mut self,
        topic_arn: &str,
        token: Option<&str>,
    ) -> Result<Page<ListedSubscription>, Refusal> {
        let now = self.now;
        let phases: Vec<(Endpoint, Phase)> = {
            let subscriptions = self.topic(topic_arn)?.subscriptions().iter();
            subscriptions.map(|subscription| (subscription.endpoint().clone(), subscription.phase(now).0)).collect()
        };
        let numbered = |(endpoint, phase): (Endpoint, Phase)| {
            let (number, made) = self.made(topic_arn, &endpoint)?;
            let state = match phase {
                Phase::Pending | Phase::Suspended => SubscriptionState::PendingConfirmation,
                Phase::Confirmed => SubscriptionState::Confirmed { subscription_arn: made.arn.clone() },
                Phase::Unsubscribed => SubscriptionState::Deleted,
                Phase::Removed => return None,
            };
            let protocol = endpoint.protocol().to_string();
            Some((number, ListedSubscription { state, protocol, endpoint: endpoint.to_string() }))
        };
        let mut listed: Vec<(usize, ListedSubscription)> = phases.into_iter().filter_map(numbered).collect();
        listed.sort_by_key(|(number, _)| *number);
        let page = page(topic_arn, token, listed, PAGE, |(number, _)| format!("{number:020}"));
        let Page { items, next_token } = page.map_err(|ForeignToken| invalid("Invalid parameter: NextToken"))?;
        Ok(Page { items: items.into_iter().map(|(_, listed)| listed).collect(), next_token })
    }

    /// A subscriber follows the link in the mail, or a server answers (*ConfirmSubscription*).
    ///
    /// # Errors
    ///
    /// `NotFound`.
    pub fn confirm_subscription(&mut self, topic_arn: &str, endpoint: &Endpoint) -> Result<(), Refusal> {
        self.subscriber_does(topic_arn, endpoint, LifeEvent::Confirm)
    }

    /// Somebody who has a mail follows the link at its end that unsubscribes.
    ///
    /// # Errors
    ///
    /// `NotFound`; `InvalidParameter` where the subscription waits for its confirmation.
    pub fn follow_unsubscribe_link(&mut self, topic_arn: &str, endpoint: &Endpoint) -> Result<(), Refusal> {
        self.subscriber_does(topic_arn, endpoint, LifeEvent::FollowUnsubscribeLink)
    }

    pub(crate) fn subscriber_does(
        &mut self,
        topic_arn: &str,
        endpoint: &Endpoint,
        event: LifeEvent,
    ) -> Result<(), Refusal> {
        let now = self.now;
        let done = self.topic(topic_arn)?.happen(endpoint, event, now);
        done.map_err(|why| Refusal::of_subscription(endpoint.protocol(), why))
    }

    /// How the account sends text messages: its sandbox and its spend limit, to change them.
    pub fn sms_mut(&mut self) -> &mut SmsAccount {
        &mut self.topics.sms
    }
}

/// An endpoint as SNS takes it. The words for a protocol, a mail address, a phone number, a server and a queue are SNS's, as
/// test suites that run against AWS have them; those for a function are in their manner.
fn read_endpoint(protocol: &str, text: &str) -> Result<Endpoint, Refusal> {
    let known = Protocol::ALL.into_iter().find(|known| known.to_string() == protocol);
    let endpoint = match known {
        Some(Protocol::Email) => text.parse().map(Endpoint::Email).map_err(|_| "Invalid parameter: Email address"),
        Some(Protocol::EmailJson) => {
            text.parse().map(Endpoint::EmailJson).map_err(|_| "Invalid parameter: Email address")
        }
        Some(Protocol::Sms) => {
            return text.parse().map(Endpoint::Sms).map_err(|_| invalid(format!("Invalid SMS endpoint: {text}")));
        }
        Some(Protocol::Sqs) if text.ends_with(".fifo") => {
            Err("Invalid parameter: Invalid parameter: Endpoint Reason: \
             FIFO SQS Queues can not be subscribed to standard SNS topics")
        }
        Some(Protocol::Sqs) => text.parse().map(Endpoint::Sqs).map_err(|_| "Invalid parameter: SQS endpoint ARN"),
        Some(Protocol::Http | Protocol::Https) => {
            let is_of_protocol = text.split_once("://").is_some_and(|(scheme, _)| scheme == protocol);
            let url = text.parse().ok().filter(|_| is_of_protocol).map(Endpoint::Server);
            url.ok_or("Invalid parameter: Endpoint must match the specified protocol")
        }
        Some(Protocol::Lambda) => {
            text.parse().map(Endpoint::Lambda).map_err(|_| "Invalid parameter: Lambda endpoint ARN")
        }
        None if ["application", "firehose"].contains(&protocol) => {
            return Err(Refusal::NotSimulated("a subscription of that protocol"));
        }
        None => {
            let words = "Invalid parameter: Amazon SNS does not support this protocol string:";
            return Err(invalid(format!("{words} {protocol}")));
        }
    };
    endpoint.map_err(invalid)
}

/// The form of a UUID of version 4.
pub(crate) fn uuid(bits: u128) -> String {
    let bits = bits & !(0xf << 76) | 0x4 << 76;
    let bits = bits & !(0x3 << 62) | 0x2 << 62;
    let hex = format!("{bits:032x}");
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
