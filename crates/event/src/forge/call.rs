//! Forging the record of a call to an AWS service by an IAM user.
//!
//! Its fields are those of the examples in the CloudTrail User Guide and of recorded files. What the service answered is
//! left away (`responseElements` is `null`, as it is in recorded files for most calls that change something).

use serde_json::Value;
use signalarm_time::{Duration, Timestamp};

use super::identity::{Identity, called_by};
use super::object::Object;
use super::place::Place;
use super::{EVENT_VERSION, TEXT_CAPACITY, uuid};
use crate::Record;

/// What to forge of a call. The same forgery always gives the same record.
#[derive(Clone, Copy, Debug)]
pub struct CallForgery<'a> {
    /// `eventSource`, such as `sns.amazonaws.com`.
    pub event_source: &'static str,
    /// `eventName`: the operation.
    pub event_name: &'static str,
    /// `requestParameters`: a JSON object, or `null`.
    pub request_parameters: &'a Value,
    /// `errorCode` and `errorMessage` of a call that was refused.
    pub error: Option<(&'a str, &'a str)>,
    /// When it was made; CloudTrail writes whole seconds, a fraction is dropped.
    pub at: Timestamp,
    /// The account id: twelve digits.
    pub account: &'a str,
    /// The Region that records it.
    pub region: &'a str,
    /// The IAM user.
    pub user: &'a str,
    /// Where it came from: an IP address.
    pub source_ip: &'a str,
    /// The program.
    pub user_agent: &'a str,
    /// Becomes `eventID`, written as a UUID.
    pub id: u128,
}

/// Makes the record of a call that changes something, or would have: compact JSON on one line.
#[must_use]
pub fn forge_call(forgery: &CallForgery<'_>) -> Record {
    let forgery = &CallForgery { at: forgery.at.floor(Duration::SECOND), ..*forgery };
    let id = uuid(forgery.id);
    let mut text = String::with_capacity(TEXT_CAPACITY);
    Object::write(&mut text, |record| write_record(record, forgery, &id));
    Record::forged(text, id, forgery.event_name, forgery.event_source, forgery.at)
}

fn write_record(record: &mut Object<'_>, forgery: &CallForgery<'_>, id: &str) {
    let place = Place::of(Some(forgery.region));
    record.text("eventVersion", EVENT_VERSION);
    record.object("userIdentity", |identity| {
        let (account, user) = (forgery.account, forgery.user);
        called_by(identity, &Identity { account, user, partition: place.partition, at: forgery.at });
    });
    record.shown("eventTime", forgery.at);
    record.text("eventSource", forgery.event_source);
    record.text("eventName", forgery.event_name);
    record.text("awsRegion", forgery.region);
    record.text("sourceIPAddress", forgery.source_ip);
    record.text("userAgent", forgery.user_agent);
    if let Some((code, message)) = forgery.error {
        record.text("errorCode", code);
        record.text("errorMessage", message);
    }
    record.json("requestParameters", forgery.request_parameters);
    record.null("responseElements");
    record.text("requestID", &uuid(!forgery.id));
    record.text("eventID", id);
    record.boolean("readOnly", false);
    record.text("eventType", "AwsApiCall");
    record.boolean("managementEvent", true);
    record.text("recipientAccountId", forgery.account);
    record.text("eventCategory", "Management");
}
