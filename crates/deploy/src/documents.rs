//! Policies, as JSON values: whether two say the same, and those that the chain needs.

mod deployer;

pub(crate) use deployer::{Need, needs};
pub use deployer::{deployer_actions, deployer_policy};
use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use signalarm_alert::Place;

const VERSION: &str = "2012-10-17";
const STATEMENT: &str = "Statement";
const SID: &str = "Sid";
const CLOUDTRAIL: &str = "cloudtrail.amazonaws.com";
const CLOUDWATCH: &str = "cloudwatch.amazonaws.com";

/// What SNS's default policy lets the owner's account do, but for publishing: that is for alarms alone.
const OWNER_ACTIONS: [&str; 7] = [
    "SNS:GetTopicAttributes",
    "SNS:SetTopicAttributes",
    "SNS:AddPermission",
    "SNS:RemovePermission",
    "SNS:DeleteTopic",
    "SNS:Subscribe",
    "SNS:ListSubscriptionsByTopic",
];

/// A policy that is wanted. It is written once, however often it is compared, and shared by its copies.
#[derive(Clone, PartialEq)]
pub struct Document(Arc<Written>);

#[derive(PartialEq)]
struct Written {
    value: Value,
    text: String,
}

impl Document {
    pub(crate) fn new(value: Value) -> Self {
        let text = value.to_string();
        Self(Arc::new(Written { value, text }))
    }

    /// What it says.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.0.value
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

/// Whether two documents say the same: the order of members is of no account, nor is that of a list's entries, and a list
/// of one entry is that entry. A text that is no JSON says something of its own.
#[must_use]
pub fn same_document(one: &str, other: &Document) -> bool {
    // What we wrote ourselves mostly comes back as it was.
    one == other.text()
        || serde_json::from_str::<Value>(one).is_ok_and(|one| canonical(&one) == canonical(other.value()))
}

/// Our statements in the document of somebody: those of others stay as they are, and so does what stands beside the
/// statements. Ours are told by their names (`Sid`); one that says what one of ours says is taken for it, so that nothing
/// stands there twice. A text that is no such document is replaced.
pub(crate) fn with_statements_of_others(present: &str, ours: &Document) -> Document {
    let Ok(Value::Object(mut document)) = serde_json::from_str::<Value>(present) else { return ours.clone() };
    let mut statements = others(&document, ours.value());
    statements.extend(statements_of(ours.value()).cloned());
    document.insert(STATEMENT.to_owned(), Value::Array(statements));
    Document::new(Value::Object(document))
}

/// The statements of a document that are not ours.
fn others(document: &Map<String, Value>, ours: &Value) -> Vec<Value> {
    let without_sid = |statement: &Value| {
        let mut statement = canonical(statement);
        statement.as_object_mut().map(|members| members.remove(SID));
        statement
    };
    let ours: Vec<(Option<&Value>, Value)> =
        statements_of(ours).map(|statement| (statement.get(SID), without_sid(statement))).collect();
    let is_ours = |statement: &Value| {
        ours.iter().any(|(sid, said)| sid.is_some() && statement.get(SID) == *sid || without_sid(statement) == *said)
    };
    let statements = document.get(STATEMENT).into_iter().flat_map(as_list);
    statements.filter(|statement| !is_ours(statement)).cloned().collect()
}

/// Whether a document holds all statements of ours, and the statements of others that another one holds.
pub(crate) fn keeps_others(after: &str, before: Option<&str>, ours: &Document) -> bool {
    let ours = ours.value();
    let read = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    let (after, before) = (read(after), read(before.unwrap_or_default()));
    let said: Vec<Value> = after.get(STATEMENT).into_iter().flat_map(as_list).map(canonical).collect();
    statements_of(ours).chain(&others(&before, ours)).all(|statement| said.contains(&canonical(statement)))
}

/// A list, or the one entry that stands in its place.
fn as_list(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

fn statements_of(document: &Value) -> impl Iterator<Item = &Value> {
    document.get(STATEMENT).into_iter().flat_map(as_list)
}

fn canonical(value: &Value) -> Value {
    match value {
        Value::Array(entries) => {
            let mut entries: Vec<Value> = entries.iter().map(canonical).collect();
            entries.sort_by_cached_key(Value::to_string);
            match <[Value; 1]>::try_from(entries) {
                Ok([entry]) => entry,
                Err(entries) => Value::Array(entries),
            }
        }
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> =
                members.iter().map(|(name, member)| (name.clone(), canonical(member))).collect();
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            Value::Object(members.into_iter().collect::<Map<_, _>>())
        }
        // Conditions write true and "true", and account numbers as either.
        Value::Bool(_) | Value::Number(_) => Value::String(value.to_string()),
        Value::Null | Value::String(_) => value.clone(),
    }
}

// The names of our statements are letters and digits, which all services take, and begin as nobody else's do.

/// A topic's: this account's alarms publish, and nobody else does by this policy (SNS Developer Guide, *Example cases for
/// Amazon SNS access control*); the owner keeps what SNS's default policy gives.
#[must_use]
pub fn topic_policy(place: &Place, name: &str) -> Document {
    let (topic, account) = (place.topic_arn(name), place.account.as_str());
    Document::new(json!({
        "Version": VERSION,
        "Statement": [
            {
                "Sid": "SignalarmOwner",
                "Effect": "Allow",
                "Principal": { "AWS": "*" },
                "Action": OWNER_ACTIONS,
                "Resource": topic,
                "Condition": { "StringEquals": { "AWS:SourceOwner": account } },
            },
            {
                "Sid": "SignalarmAlarms",
                "Effect": "Allow",
                "Principal": { "Service": CLOUDWATCH },
                "Action": "SNS:Publish",
                "Resource": topic,
                "Condition": of_alarms(place),
            },
        ],
    }))
}

/// The statement that the policy of a customer managed key needs, so that alarms reach the topics that it encrypts (SNS
/// Developer Guide, *Key management*). It is shown to a person, and never put anywhere by us.
#[must_use]
pub fn key_policy_statement(place: &Place) -> Value {
    json!({
        "Sid": "SignalarmAlarms",
        "Effect": "Allow",
        "Principal": { "Service": CLOUDWATCH },
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": of_alarms(place),
    })
}

fn of_alarms(place: &Place) -> Value {
    json!({
        "ArnLike": { "aws:SourceArn": place.alarm_arn("*") },
        "StringEquals": { "aws:SourceAccount": place.account.as_str() },
    })
}

/// The trail's bucket's (CloudTrail User Guide, *Amazon S3 bucket policy for CloudTrail*), and TLS alone.
#[must_use]
pub fn bucket_policy(place: &Place, bucket: &str, trail: &str) -> Document {
    let (arn, account) = (place.bucket_arn(bucket), place.account.as_str());
    let trail = place.trail_arn(trail);
    Document::new(json!({
        "Version": VERSION,
        "Statement": [
            {
                "Sid": "SignalarmTrailChecksAccess",
                "Effect": "Allow",
                "Principal": { "Service": CLOUDTRAIL },
                "Action": "s3:GetBucketAcl",
                "Resource": arn,
                "Condition": { "StringEquals": { "aws:SourceArn": trail } },
            },
            {
                "Sid": "SignalarmTrailWrites",
                "Effect": "Allow",
                "Principal": { "Service": CLOUDTRAIL },
                "Action": "s3:PutObject",
                "Resource": format!("{arn}/AWSLogs/{account}/*"),
                "Condition": {
                    "StringEquals": { "aws:SourceArn": trail, "s3:x-amz-acl": "bucket-owner-full-control" },
                },
            },
            {
                "Sid": "SignalarmOnlyTls",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [arn, format!("{arn}/*")],
                "Condition": { "Bool": { "aws:SecureTransport": "false" } },
            },
        ],
    }))
}

/// Who may take the role on: CloudTrail.
///
/// Without `aws:SourceArn` and `aws:SourceAccount`: AWS documents these for the trail's bucket, topic and key, but not for
/// this role (CloudTrail User Guide, *Role policy document for CloudTrail to use CloudWatch Logs*). A trail can only be
/// given a role of its own account, by somebody who may pass it on.
#[must_use]
pub fn role_trust() -> Document {
    Document::new(json!({
        "Version": VERSION,
        "Statement": [{
            "Sid": "SignalarmCloudTrail",
            "Effect": "Allow",
            "Principal": { "Service": CLOUDTRAIL },
            "Action": "sts:AssumeRole",
        }],
    }))
}

/// What the role may do: write the streams of this account's trails, of every Region since the trail is multi-Region.
#[must_use]
pub fn role_permissions(place: &Place, log_group: &str) -> Document {
    let streams = format!("{}:log-stream:{}_CloudTrail_*", place.log_group_arn(log_group), place.account);
    Document::new(json!({
        "Version": VERSION,
        "Statement": [{
            "Sid": "SignalarmDeliver",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": streams,
        }],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_compared_by_what_they_say() {
        let wanted = json!({ "Statement": [{ "Action": ["b", "a"], "Effect": "Allow", "Condition": { "Bool": { "k": "false" } } }] });
        let wanted = Document::new(wanted);
        for same in [
            r#"{"Statement":{"Effect":"Allow","Action":["a","b"],"Condition":{"Bool":{"k":false}}}}"#,
            r#"{ "Statement": [{"Condition":{"Bool":{"k":["false"]}},"Action":["b","a"],"Effect":"Allow"}]}"#,
        ] {
            assert!(same_document(same, &wanted), "{same}");
        }
        for other in
            ["", "{}", r#"{"Statement":{"Effect":"Deny","Action":["a","b"],"Condition":{"Bool":{"k":false}}}}"#]
        {
            assert!(!same_document(other, &wanted), "{other}");
        }
    }

    #[test]
    fn statements_of_others_stay_where_ours_come_in() {
        let ours = json!({ "Version": "2012-10-17", "Statement": [{ "Sid": "SignalarmOne", "Action": ["a"] }] });
        let ours = Document::new(ours);
        for (present, expected) in [
            // One statement in the place of a list; ours under its name, changed; ours without a name.
            (r#"{"Id":"i","Statement":{"Sid":"Theirs","Action":"b"}}"#, r#"[{"Sid":"Theirs","Action":"b"},OURS]"#),
            (r#"{"Statement":[{"Sid":"SignalarmOne","Action":"x"},{"Action":"b"}]}"#, r#"[{"Action":"b"},OURS]"#),
            (r#"{"Statement":[{"Sid":"Hers","Action":"a"}]}"#, "[OURS]"),
            (r#"{"Statement":[]}"#, "[OURS]"),
        ] {
            let merged = with_statements_of_others(present, &ours);
            let text = merged.value()["Statement"].to_string();
            let text = text.replace(&ours.value()["Statement"][0].to_string(), "OURS");
            assert_eq!(text, expected, "{present}");
            assert!(keeps_others(&merged.to_string(), Some(present), &ours));
            let again = with_statements_of_others(&merged.to_string(), &ours);
            assert_eq!(again, merged);
        }
        assert_eq!(with_statements_of_others("nothing", &ours), ours);
        assert_eq!(
            with_statements_of_others(r#"{"Id":"i","Version":"2008-10-17"}"#, &ours).value()["Version"],
            "2008-10-17"
        );
        let theirs = r#"{"Statement":[{"Sid":"Theirs"}]}"#;
        assert!(!keeps_others(&ours.to_string(), Some(theirs), &ours) && !keeps_others(theirs, None, &ours));
    }

    #[test]
    fn no_document_names_a_partition_by_itself() {
        let place = Place { account: "111122223333".parse().unwrap(), region: "cn-north-1".parse().unwrap() };
        let documents = [
            topic_policy(&place, "t"),
            Document::new(key_policy_statement(&place)),
            bucket_policy(&place, "b", "t"),
            role_permissions(&place, "g"),
        ];
        for document in documents {
            let text = document.to_string();
            assert!(text.contains("arn:aws-cn:") && !text.contains("arn:aws:"), "{text}");
        }
    }
}
