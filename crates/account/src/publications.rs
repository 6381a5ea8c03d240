//! What is published to topics, and how it is handed over: into a queue of this account, or out of what can be seen here.

use std::sync::Arc;

use signalarm_cloud::Refusal;
use signalarm_notification::{
    Arn, Delivery, Dropped, Endpoint, Envelope, Message, Published, QueueArn, TopicArn, service_domain,
};
use signalarm_time::Timestamp;

use crate::account::Account;
use crate::control::{topic_refusal, uuid};
use crate::journal::{RecordIndex, What, WhyUnnotified};
use crate::later::Retry;

/// The most bytes of a message and characters of a subject (SNS API Reference, *Publish*).
const MESSAGE_BYTES_MAX: usize = 262_144;
const SUBJECT_CHARS_MAX: usize = 99;

/// What stands for a signature: nobody but AWS can make one.
const SIGNATURE: &str = "EXAMPLE";

/// Something that was published to a topic.
#[derive(Clone)]
pub(crate) struct Publication {
    /// What makes its id.
    number: u64,
    topic: String,
    pub(crate) at: Timestamp,
    content: Content,
}

#[derive(Clone)]
enum Content {
    Alarm {
        message: Arc<Message>,
        /// The records behind the datapoints that decided.
        records: Vec<RecordIndex>,
    },
    Text {
        subject: String,
        text: String,
    },
}

impl Account {
    /// What an alarm has published to a topic now.
    pub(crate) fn published_by_alarm(
        &mut self,
        topic: &str,
        message: &Arc<Message>,
        records: &[RecordIndex],
    ) -> Arc<Publication> {
        let (message, records) = (Arc::clone(message), records.to_vec());
        self.publication(topic, Content::Alarm { message, records })
    }

    fn publication(&mut self, topic: &str, content: Content) -> Arc<Publication> {
        let number = self.publications;
        self.publications += 1;
        Arc::new(Publication { number, topic: topic.to_owned(), at: self.now, content })
    }

    /// A topic sends to an endpoint, which takes it or not; later again where it does not answer.
    pub(crate) fn send_to(&mut self, endpoint: Endpoint, publication: &Arc<Publication>) {
        if !self.conditions.unreachable.contains(&endpoint) {
            return self.hand_over(endpoint, publication);
        }
        let retry = Retry { endpoint: endpoint.clone(), publication: Arc::clone(publication), is_settled: false };
        let why = self.try_again_later(retry);
        self.tell_dropped(Some(endpoint), publication, why);
    }

    /// An attempt that reaches its endpoint.
    pub(crate) fn hand_over(&mut self, endpoint: Endpoint, publication: &Publication) {
        let handed_over = match &endpoint {
            Endpoint::Sqs(queue) => self.put_into_queue(queue, &endpoint, publication),
            Endpoint::Email(_) | Endpoint::EmailJson(_) | Endpoint::Sms(_) => Ok(()),
            Endpoint::Server(_) | Endpoint::Lambda(_) => Ok(()),
        };
        match (handed_over, &publication.content) {
            (Err(dropped), _) => self.tell_dropped(Some(endpoint), publication, WhyUnnotified::Dropped(dropped)),
            (Ok(()), Content::Alarm { message, records }) => self.tell(What::Notified {
                alarm: message.alarm.name.clone(),
                state: message.new_state,
                endpoint,
                message: Arc::clone(message),
                records: records.clone(),
            }),
            (Ok(()), Content::Text { .. }) => {}
        }
    }

    /// The journal tells why an alarm's notification did not reach somebody. What people publish is theirs: SNS tells nobody
    /// what becomes of it, and the journal does not either.
    pub(crate) fn tell_dropped(&mut self, endpoint: Option<Endpoint>, publication: &Publication, why: WhyUnnotified) {
        if let Content::Alarm { message, .. } = &publication.content {
            let (alarm, state) = (message.alarm.name.clone(), message.new_state);
            self.tell(What::Unnotified { alarm, state, endpoint, why });
        }
    }

    /// A queue of this account gets what SNS makes of a publication. A queue that nobody made here is taken to be outside of
    /// what is simulated, and to take everything.
    fn put_into_queue(
        &mut self,
        queue: &QueueArn,
        endpoint: &Endpoint,
        publication: &Publication,
    ) -> Result<(), Dropped> {
        let (arn, now) = (queue.arn(), self.now);
        if arn.account() != self.place.account.as_str() || arn.region() != self.place.region.as_str() {
            return Ok(());
        }
        match self.queues.get(arn.resource()) {
            None if self.deleted_queues.contains_key(arn.resource()) => return Err(Dropped::QueueDeleted),
            None => return Ok(()),
            Some(present) if !present.lets_sns(queue, &publication.topic) => return Err(Dropped::QueueDenies),
            Some(_) => {}
        }
        let body = self.body_for(endpoint, publication);
        if let (Some(present), Some(body)) = (self.queues.get_mut(arn.resource()), body) {
            present.send(body, now);
        }
        Ok(())
    }

    /// What a subscription of an endpoint is sent, with the envelope where it wants one.
    fn body_for(&self, endpoint: &Endpoint, publication: &Publication) -> Option<String> {
        let topic: TopicArn = publication.topic.parse().ok()?;
        let subscription: Arn = self.subscription_arn(&publication.topic, endpoint)?.parse().ok()?;
        let (region, domain) = (topic.arn().region(), service_domain(topic.arn().partition()));
        let envelope = Envelope {
            message_id: &self.message_id(publication),
            topic: &topic,
            subscription: &subscription,
            message: match &publication.content {
                Content::Alarm { message, .. } => Published::Alarm(message),
                Content::Text { subject, text } => Published::Text { subject, text },
            },
            at: publication.at,
            signature: SIGNATURE,
            signing_certificate_url: &format!(
                "https://sns.{region}.{domain}/SimpleNotificationService-{SIGNATURE}.pem"
            ),
        };
        let subscriptions = self.topics.get(&publication.topic).map(|topic| topic.subscriptions());
        let present = subscriptions.into_iter().flatten().find(|present| present.endpoint() == endpoint);
        // One that is gone when a later attempt succeeds wanted nothing else when it was made.
        Some(present.map_or_else(|| envelope.text_for_http_and_queues(), |present| present.sent(&envelope)))
    }

    fn message_id(&self, publication: &Publication) -> String {
        uuid(self.drawn_id("publication", publication.number))
    }

    /// *Publish*. A message that is refused by SNS is refused in its words (an open test suite's answers of AWS).
    pub(crate) fn publish(&mut self, topic_arn: &str, subject: String, text: String) -> Result<String, Refusal> {
        check_subject(&subject)?;
        match text.len() {
            0 => return Err(topic_refusal("Invalid parameter: Empty message")),
            1..=MESSAGE_BYTES_MAX => {}
            _ => return Err(topic_refusal("Invalid parameter: Message too long")),
        }
        if self.topic(topic_arn)?.denies_everybody() {
            return Err(self.denied_publishing(topic_arn));
        }
        let deliveries = self.topics.publish_text(topic_arn, &subject, &text, self.now);
        let publication = self.publication(topic_arn, Content::Text { subject, text });
        for (endpoint, delivery) in deliveries {
            match delivery {
                Delivery::Delivered => self.send_to(endpoint, &publication),
                Delivery::Dropped(_) => {}
            }
        }
        Ok(self.message_id(&publication))
    }

    /// In the words of IAM's policy evaluation (IAM User Guide, *Troubleshoot access denied error messages*).
    fn denied_publishing(&self, topic: &str) -> Refusal {
        let caller = self.caller_arn();
        let words = format!(
            "User: {caller} is not authorized to perform: SNS:Publish on resource: {topic} with an explicit deny in a \
             resource-based policy"
        );
        Refusal::service("AuthorizationError", 403, words)
    }
}

/// ASCII without line breaks and control characters, beginning with a letter, digit or punctuation mark (SNS API Reference,
/// *Publish*).
fn check_subject(subject: &str) -> Result<(), Refusal> {
    let is_valid = subject.len() <= SUBJECT_CHARS_MAX
        && !subject.starts_with(' ')
        && subject.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    if is_valid { Ok(()) } else { Err(topic_refusal("Invalid parameter: Subject")) }
}
