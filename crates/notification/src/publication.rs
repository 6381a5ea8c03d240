//! One publication to a topic, and the envelopes in which SNS hands it over.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use signalarm_time::Timestamp;

use crate::object::Object;
use crate::{Arn, Edition, Message, Protocol, TopicArn, service_domain};

/// What is published to a topic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Published<'a> {
    /// By an alarm.
    Alarm(&'a Message),
    /// By somebody (SNS API Reference, *Publish*): the same for all protocols.
    Text {
        /// The subject; empty: none.
        subject: &'a str,
        /// The text.
        text: &'a str,
    },
}

impl<'a> Published<'a> {
    /// What a subscriber by a protocol reads, without envelope and footer.
    pub(crate) fn text_for(self, protocol: Protocol) -> Cow<'a, str> {
        match self {
            Self::Alarm(message) => message.text_for(protocol).into(),
            Self::Text { text, .. } => text.into(),
        }
    }

    /// What filter policies look at; a text that is no JSON has nothing that one could want.
    pub(crate) fn body(self) -> Value {
        match self {
            Self::Alarm(message) => message.to_json(Edition::Of2026),
            Self::Text { text, .. } => serde_json::from_str(text).unwrap_or_default(),
        }
    }

    fn subject(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Alarm(message) => Some(message.subject().into()),
            Self::Text { subject, .. } => Some(subject.into()).filter(|_| !subject.is_empty()),
        }
    }
}

impl Message {
    /// What the alarm publishes: a text for each kind of protocol. It stands in the history of the alarm as
    /// *publishedMessage* (recorded publications of September 2026).
    #[must_use]
    pub fn publication(&self) -> Value {
        json!({
            "default": self.text_for(Protocol::Sqs),
            "sms": self.text_for(Protocol::Sms),
            "email": self.text_for(Protocol::Email),
        })
    }

    /// What a subscriber by a protocol reads, without envelope and footer.
    #[must_use]
    pub fn text_for(&self, protocol: Protocol) -> String {
        match protocol {
            Protocol::Email => self.mail_body(),
            Protocol::Sms => self.sms_text(),
            Protocol::EmailJson | Protocol::Sqs | Protocol::Http | Protocol::Https | Protocol::Lambda => {
                self.to_json(Edition::Of2026).to_string()
            }
        }
    }
}

/// What SNS says of a publication besides its text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Envelope<'a> {
    /// The number that SNS gives the publication.
    pub message_id: &'a str,
    /// The topic.
    pub topic: &'a TopicArn,
    /// The subscription.
    pub subscription: &'a Arn,
    /// What was published.
    pub message: Published<'a>,
    /// When SNS took the publication.
    pub at: Timestamp,
    /// The signature, which nobody but AWS can make.
    pub signature: &'a str,
    /// Where the certificate of the signature lies.
    pub signing_certificate_url: &'a str,
}

impl Envelope<'_> {
    /// As queues, HTTP servers and readers of `email-json` get it (SNS Developer Guide, *Parsing Amazon SNS message
    /// formats*).
    #[must_use]
    pub fn for_http_and_queues(&self) -> Value {
        Value::Object(self.members_for_http_and_queues())
    }

    /// The same as text, to the byte: a member on each line, with blanks around its colon (bodies of received messages in
    /// public repositories).
    #[must_use]
    pub fn text_for_http_and_queues(&self) -> String {
        let members = self.members_for_http_and_queues();
        let lines: Vec<String> = members.iter().map(|(name, value)| format!("  \"{name}\" : {value}")).collect();
        format!("{{\n{}\n}}", lines.join(",\n"))
    }

    fn members_for_http_and_queues(&self) -> Map<String, Value> {
        self.common()
            .with("SigningCertURL", self.signing_certificate_url)
            .with("UnsubscribeURL", self.unsubscribe_url())
            .into()
    }

    /// As a Lambda function gets it: one record, whose members spell `Url` where the others spell `URL`.
    #[must_use]
    pub fn for_lambda(&self) -> Value {
        let sns = self
            .common()
            .with("SigningCertUrl", self.signing_certificate_url)
            .with("UnsubscribeUrl", self.unsubscribe_url())
            .with("MessageAttributes", Object::default());
        json!({ "Records": [{
            "EventSource": "aws:sns",
            "EventVersion": "1.0",
            "EventSubscriptionArn": self.subscription.as_str(),
            "Sns": Value::from(sns),
        }]})
    }

    fn common(&self) -> Object {
        Object::default()
            .with("Type", "Notification")
            .with("MessageId", self.message_id)
            .with("TopicArn", self.topic.arn().as_str())
            .with_some("Subject", self.message.subject())
            .with("Message", self.message.text_for(Protocol::Sqs))
            .with("Timestamp", self.at.message_form().to_string().replace("+0000", "Z"))
            .with("SignatureVersion", "1")
            .with("Signature", self.signature)
    }

    fn unsubscribe_url(&self) -> String {
        let (region, domain) = (self.topic.arn().region(), service_domain(self.topic.arn().partition()));
        format!("https://sns.{region}.{domain}/?Action=Unsubscribe&SubscriptionArn={}", self.subscription)
    }
}
