//! What LocalStack shows beside AWS's operations: the text messages and the mail that its topics sent.

use std::time::Duration;

use serde_json::Value;
use thiserror::Error;

use crate::http::get;

/// How long one answer may take: with the first question LocalStack may load a service.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(30);
/// The page of text messages, for an account and a Region (LocalStack's provider of SNS, 4.14.0).
const TEXT_MESSAGES: &str = "/_aws/sns/sms-messages";
/// The page of mail, of all accounts and Regions together: it tells neither (its provider of SES; a mail of a topic in another
/// Region says `us-east-1`).
const MAILS: &str = "/_aws/ses";

/// A text message that was sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TextMessage {
    /// To which number.
    pub phone_number: String,
    /// From which topic; `None` where it was published without one.
    pub topic_arn: Option<String>,
    /// The subject that was published with it. No handset shows it.
    pub subject: Option<String>,
    /// The text, which AWS would cut into parts of 140 bytes.
    pub message: String,
}

/// A mail that was sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mail {
    /// To whom.
    pub addressees: Vec<String>,
    /// Its subject. For mail of topics LocalStack says `SNS-Subscriber-Endpoint`, whatever was published.
    pub subject: String,
    /// Its text. For mail of topics, what was published, without AWS's lines on unsubscribing.
    pub body: String,
}

/// Why a page could not be read.
#[derive(Debug, Error)]
#[error("the page {url} of the emulator cannot be read: {why}")]
pub struct PageFault {
    url: String,
    why: String,
}

/// The pages of an emulator that has them.
#[derive(Clone, Copy, Debug)]
pub struct Pages<'a> {
    endpoint: &'a str,
}

impl<'a> Pages<'a> {
    /// The pages at an endpoint.
    #[must_use]
    pub const fn at(endpoint: &'a str) -> Self {
        Self { endpoint }
    }

    /// The text messages that an account's topics sent in a Region, by their numbers, each number's in the order in which they
    /// were sent.
    ///
    /// # Errors
    ///
    /// [`PageFault`].
    pub fn text_messages(&self, account: &str, region: &str) -> Result<Vec<TextMessage>, PageFault> {
        self.read(&format!("{TEXT_MESSAGES}?accountId={account}&region={region}"), text_messages)
    }

    /// All mail of all accounts and Regions, in the order in which it was sent; it goes out some seconds after it was published.
    ///
    /// # Errors
    ///
    /// [`PageFault`].
    pub fn mails(&self) -> Result<Vec<Mail>, PageFault> {
        self.read(MAILS, mails)
    }

    fn read<T>(&self, path: &str, parse: fn(&Value) -> Option<Vec<T>>) -> Result<Vec<T>, PageFault> {
        let url = format!("{}{path}", self.endpoint);
        let fault = |why: String| PageFault { url: url.clone(), why };
        let answer = get(&url, None, ANSWER_TIME_MAX).map_err(fault)?;
        match answer.status {
            200 => {
                let page = serde_json::from_str(&answer.body).map_err(|error| fault(error.to_string()))?;
                parse(&page).ok_or_else(|| fault("it has another form than LocalStack 4.14.0's".to_owned()))
            }
            // Before a service was used its page is not there: the path is then taken for a bucket's.
            404 if answer.body.contains("<Code>NoSuchBucket</Code>") => Ok(Vec::new()),
            status => Err(fault(format!("it answers with the status {status}"))),
        }
    }
}

/// Reads the page of text messages; `None` where it has another form.
fn text_messages(page: &Value) -> Option<Vec<TextMessage>> {
    let numbers = page.get("sms_messages")?.as_object()?;
    let mut found = Vec::new();
    for message in numbers.values().map(Value::as_array).collect::<Option<Vec<_>>>()?.into_iter().flatten() {
        found.push(TextMessage {
            phone_number: text(message, "PhoneNumber")?,
            topic_arn: text(message, "TopicArn"),
            subject: text(message, "Subject"),
            message: text(message, "Message")?,
        });
    }
    // Each number's keep their order.
    found.sort_by(|one, other| one.phone_number.cmp(&other.phone_number));
    Some(found)
}

/// Reads the page of mail; `None` where it has another form.
fn mails(page: &Value) -> Option<Vec<Mail>> {
    let mail = |mail: &Value| {
        let addressees = mail.get("Destination")?.get("ToAddresses")?.as_array()?.iter();
        Some(Mail {
            addressees: addressees.map(|one| one.as_str().map(str::to_owned)).collect::<Option<_>>()?,
            subject: text(mail, "Subject")?,
            body: text(mail.get("Body")?, "text_part")?,
        })
    };
    page.get("messages")?.as_array()?.iter().map(mail).collect()
}

fn text(of: &Value, name: &str) -> Option<String> {
    of.get(name)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    /// As LocalStack 4.14.0 answered.
    #[test]
    fn text_messages_are_read_as_they_were_shown() {
        let page = json!({"sms_messages": {"+12025550123": [{
            "PhoneNumber": "+12025550123",
            "TopicArn": "arn:aws:sns:us-east-1:123456789012:alarm",
            "SubscriptionArn": "arn:aws:sns:us-east-1:123456789012:alarm:50608479-f35d-4265-877a-f0295414ef6c",
            "MessageId": "9ffd9414-2755-489b-9228-fbbe3a729354",
            "Message": "{\"AlarmName\":\"x\",\"\u{fc}\":\"\\\"quoted\\\"\"}",
            "MessageAttributes": {}, "MessageStructure": null, "Subject": "ALARM: \"x\" in US East"
        }]}, "region": "us-east-1"});
        let expected = TextMessage {
            phone_number: "+12025550123".to_owned(),
            topic_arn: Some("arn:aws:sns:us-east-1:123456789012:alarm".to_owned()),
            subject: Some("ALARM: \"x\" in US East".to_owned()),
            message: "{\"AlarmName\":\"x\",\"\u{fc}\":\"\\\"quoted\\\"\"}".to_owned(),
        };
        assert_eq!(text_messages(&page), Some(vec![expected]));
    }

    /// As LocalStack 4.14.0 answered.
    #[test]
    fn mail_is_read_as_it_was_shown() {
        let page = json!({"messages": [{
            "Id": "jnajwhougwmiofmg-nnvtxrys-omal-kwov-dpxx-orixkzisryfz-ytchiv", "Region": "us-east-1",
            "Destination": {"ToAddresses": ["security@example.com"]}, "Source": "admin@localstack.com",
            "Subject": "SNS-Subscriber-Endpoint", "Body": {"text_part": "hi\nthere", "html_part": null},
            "Timestamp": "2026-11-29T19:55:10"
        }]});
        let expected = Mail {
            addressees: vec!["security@example.com".to_owned()],
            subject: "SNS-Subscriber-Endpoint".to_owned(),
            body: "hi\nthere".to_owned(),
        };
        assert_eq!(mails(&page), Some(vec![expected]));
    }

    #[rstest]
    #[case(json!({"sms_messages": {}, "region": "us-east-1"}), Some(0))]
    #[case(json!({"sms_messages": {"+2": [{"PhoneNumber": "+2", "Message": "b"}], "+1": [{"PhoneNumber": "+1", "Message": "a", "TopicArn": null}]}}), Some(2))]
    #[case(json!({"sms_messages": {"+2": [{"PhoneNumber": "+2"}]}}), None)]
    #[case(json!({"sms_messages": {"+2": {}}}), None)]
    #[case(json!({"sms_messages": []}), None)]
    #[case(json!({}), None)]
    fn another_form_is_not_read_as_nothing(#[case] page: Value, #[case] count: Option<usize>) {
        let found = text_messages(&page);
        assert_eq!(found.as_ref().map(Vec::len), count);
        assert!(found.unwrap_or_default().is_sorted_by_key(|message| message.phone_number.clone()));
        assert_eq!(mails(&page), None);
    }
}
