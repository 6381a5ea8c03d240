//! Policies, as JSON values: whether two say the same, and those that the chain needs.

mod deployer;

pub(crate) use deployer::{Need, needs};
pub use deployer::{deployer_actions, deployer_policy};
use serde_json::{Map, Value, json};
use signalarm_alert::Place;

const VERSION: &str = "2012-10-17";
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

/// Whether two documents say the same: the order of members is of no account, nor is that of a list's entries, and a list
/// of one entry is that entry. A text that is no JSON says something of its own.
#[must_use]
pub fn same_document(one: &str, other: &Value) -> bool {
    // What we wrote ourselves mostly comes back as it was.
    let written = other.to_string();
    one == written || serde_json::from_str::<Value>(one).is_ok_and(|one| canonical(&one) == canonical(other))
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

/// A topic's: this account's alarms publish, and nobody else does by this policy (SNS Developer Guide, *Example cases for
/// Amazon SNS access control*); the owner keeps what SNS's default policy gives.
pub(crate) fn topic_policy(place: &Place, name: &str) -> Value {
    let (topic, account) = (place.topic_arn(name), place.account.as_str());
    json!({
        "Version": VERSION,
        "Statement": [
            {
                "Sid": "Owner",
                "Effect": "Allow",
                "Principal": { "AWS": "*" },
                "Action": OWNER_ACTIONS,
                "Resource": topic,
                "Condition": { "StringEquals": { "AWS:SourceOwner": account } },
            },
            {
                "Sid": "Alarms",
                "Effect": "Allow",
                "Principal": { "Service": CLOUDWATCH },
                "Action": "SNS:Publish",
                "Resource": topic,
                "Condition": of_alarms(place),
            },
        ],
    })
}

/// The statement that the policy of a customer managed key needs, so that alarms reach the topics that it encrypts (SNS
/// Developer Guide, *Key management*). It is shown to a person, and never put anywhere by us.
#[must_use]
pub fn key_policy_statement(place: &Place) -> Value {
    json!({
        "Sid": "Alarms",
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
pub(crate) fn bucket_policy(place: &Place, bucket: &str, trail: &str) -> Value {
    let (arn, account) = (place.bucket_arn(bucket), place.account.as_str());
    let trail = place.trail_arn(trail);
    json!({
        "Version": VERSION,
        "Statement": [
            {
                "Sid": "TrailChecksAccess",
                "Effect": "Allow",
                "Principal": { "Service": CLOUDTRAIL },
                "Action": "s3:GetBucketAcl",
                "Resource": arn,
                "Condition": { "StringEquals": { "aws:SourceArn": trail } },
            },
            {
                "Sid": "TrailWrites",
                "Effect": "Allow",
                "Principal": { "Service": CLOUDTRAIL },
                "Action": "s3:PutObject",
                "Resource": format!("{arn}/AWSLogs/{account}/*"),
                "Condition": {
                    "StringEquals": { "aws:SourceArn": trail, "s3:x-amz-acl": "bucket-owner-full-control" },
                },
            },
            {
                "Sid": "OnlyTls",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [arn, format!("{arn}/*")],
                "Condition": { "Bool": { "aws:SecureTransport": "false" } },
            },
        ],
    })
}

/// Who may take the role on: CloudTrail.
///
/// Without `aws:SourceArn` and `aws:SourceAccount`: AWS documents these for the trail's bucket, topic and key, but not for
/// this role (CloudTrail User Guide, *Role policy document for CloudTrail to use CloudWatch Logs*). A trail can only be
/// given a role of its own account, by somebody who may pass it on.
pub(crate) fn role_trust() -> Value {
    json!({
        "Version": VERSION,
        "Statement": [{
            "Sid": "CloudTrail",
            "Effect": "Allow",
            "Principal": { "Service": CLOUDTRAIL },
            "Action": "sts:AssumeRole",
        }],
    })
}

/// What the role may do: write the streams of this account's trails, of every Region since the trail is multi-Region.
pub(crate) fn role_permissions(place: &Place, log_group: &str) -> Value {
    let streams = format!("{}:log-stream:{}_CloudTrail_*", place.log_group_arn(log_group), place.account);
    json!({
        "Version": VERSION,
        "Statement": [{
            "Sid": "Deliver",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": streams,
        }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_compared_by_what_they_say() {
        let wanted = json!({ "Statement": [{ "Action": ["b", "a"], "Effect": "Allow", "Condition": { "Bool": { "k": "false" } } }] });
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
    fn no_document_names_a_partition_by_itself() {
        let place = Place { account: "111122223333".parse().unwrap(), region: "cn-north-1".parse().unwrap() };
        let documents = [
            topic_policy(&place, "t"),
            key_policy_statement(&place),
            bucket_policy(&place, "b", "t"),
            role_permissions(&place, "g"),
        ];
        for document in documents {
            let text = document.to_string();
            assert!(text.contains("arn:aws-cn:") && !text.contains("arn:aws:"), "{text}");
        }
    }
}
