//! JSON that people take for CloudTrail records: what it is, and how to get at the records in it.
//!
//! Only told apart here, never read: what is no record as CloudTrail delivers it stays a fault.

use std::ops::Range;

use serde_json::Value;
use signalarm_diagnostic::Fault;

/// Keys that give away where an object comes from, what it is, and the cure.
const ORIGINS: [(&str, &str, &str); 8] = [
    ("digestStartTime", "this is a CloudTrail digest file: it holds hashes of log files and no records", DIGEST_CURE),
    (
        "CloudTrailEvent",
        "this is an event of a LookupEvents answer",
        "take its record out with: jq -r .CloudTrailEvent",
    ),
    ("Events", "this is the answer of LookupEvents", "take its records out with: jq -r '.Events[].CloudTrailEvent'"),
    ("detail-type", "this is an EventBridge event", "take its record out with: jq -c .detail"),
    ("events", "this is the answer of FilterLogEvents", "take its records out with: jq -r '.events[].message'"),
    (
        "logEvents",
        "these are log events as a subscription gets them",
        "take the records out with: jq -r '.logEvents[].message'",
    ),
    ("s3", "this is a notification of S3 about an object, not a record", "read the object that it names instead"),
    ("Records", "this object holds `Records`, so it is no record itself", RECORDS_CURE),
];

const DIGEST_CURE: &str = "read the files under CloudTrail/ instead of those under CloudTrail-Digest/";
pub(crate) const RECORDS_CURE: &str = "if they are records of CloudTrail, take them out with: jq -c '.Records[]'";

/// Fields that no record is without, in any version.
const FIELDS: [&str; 5] = ["eventVersion", "eventTime", "eventSource", "eventName", "userIdentity"];

/// The fault of JSON that is no CloudTrail record but something else, at the given place.
pub(crate) fn fault(json: &Value, place: Range<usize>) -> Option<Fault> {
    let Some(object) = json.as_object() else {
        let fault = Fault::new(place, format!("a record is a JSON object, but this is {}", kind(json)));
        let escaped = json.as_str().is_some_and(|text| text.starts_with('{'));
        let cure = if escaped { "it holds a record in its turn: take that out with: jq -r ." } else { UNKNOWN_CURE };
        return Some(fault.cure(cure));
    };
    // A record's `eventSource` is a host name; S3 writes `aws:s3` and the other fields under the same names.
    if object.contains_key("eventVersion") && !object.contains_key("s3") {
        return None;
    }
    if let Some((_, what, cure)) = ORIGINS.iter().find(|(key, ..)| object.contains_key(*key)) {
        return Some(Fault::new(place, *what).cure(*cure));
    }
    if FIELDS.iter().any(|field| object.contains_key(*field)) {
        return None;
    }
    let what = "this is JSON, but no CloudTrail log: it has neither `Records` nor the fields of a record";
    Some(Fault::new(place, what).cure(UNKNOWN_CURE))
}

const UNKNOWN_CURE: &str = "give a file that CloudTrail delivered to S3, or records, one a line";

/// What a value is, with its article.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
