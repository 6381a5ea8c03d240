//! Access policies: whether a service may do something, and whether CloudWatch may publish on behalf of an alarm (SNS
//! Developer Guide, *Example cases for Amazon SNS access control*; IAM User Guide, *Policy evaluation logic*).

mod read;

use serde_json::Value;

use crate::reader::MessageFault;
use crate::{Arn, glob};

/// The service on whose behalf alarms publish.
const CLOUDWATCH: &str = "cloudwatch.amazonaws.com";

/// A policy document. The default lets nobody do anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AccessPolicy {
    statements: Vec<Statement>,
}

/// What a policy belongs to: that decides of what its statements speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyKind {
    /// To a topic, a key or a bucket: who may do what to which resource.
    Resource,
    /// To a role: who may take it on.
    Trust,
    /// To a role: what whoever took it on may do to which resource.
    Permissions,
}

/// Something that a service attempts.
#[derive(Clone, Copy, Debug)]
pub struct Access<'a> {
    /// The service as a principal, such as `cloudtrail.amazonaws.com`; permissions do not ask.
    pub service: &'a str,
    /// Such as `s3:PutObject`.
    pub action: &'a str,
    /// The ARN of the resource; a trust does not ask.
    pub resource: &'a str,
    /// What conditions are held against: keys in lower case, each with its value. That a service calls, and by TLS, is
    /// added.
    pub context: &'a [(&'a str, &'a str)],
}

#[derive(Clone, Debug, PartialEq)]
struct Statement {
    denies: bool,
    principals: Principals,
    actions: Vec<String>,
    resources: Vec<String>,
    conditions: Vec<Condition>,
}

/// Of whom a statement speaks; accounts, users and roles are passed over.
#[derive(Clone, Debug, PartialEq)]
enum Principals {
    Everybody,
    Services(Vec<String>),
}

/// One line of a condition: an operator, a key, and values of which one must do.
#[derive(Clone, Debug, PartialEq)]
struct Condition {
    operator: Operator,
    /// Without its key the condition holds (`…IfExists`).
    if_exists: bool,
    key: String,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Operator {
    Equals,
    EqualsIgnoreCase,
    Like,
    NotEquals,
    NotLike,
}

impl AccessPolicy {
    /// The policy of a topic whose owner set none: whoever belongs to the owner's account may publish, its alarms too.
    #[must_use]
    pub fn of_owner(account: &str) -> Self {
        let condition = Condition {
            operator: Operator::Equals,
            if_exists: false,
            key: "aws:sourceowner".to_owned(),
            values: vec![account.to_owned()],
        };
        let statement = Statement {
            denies: false,
            principals: Principals::Everybody,
            actions: vec!["SNS:Publish".to_owned()],
            resources: vec!["*".to_owned()],
            conditions: vec![condition],
        };
        Self { statements: vec![statement] }
    }

    /// Reads the policy of a resource.
    ///
    /// # Errors
    ///
    /// All that is not understood: nothing is guessed where access is at stake.
    pub fn new(document: &Value) -> Result<Self, Vec<MessageFault>> {
        Self::of_kind(PolicyKind::Resource, document)
    }

    /// Reads a policy document.
    ///
    /// # Errors
    ///
    /// All that is not understood: nothing is guessed where access is at stake.
    pub fn of_kind(kind: PolicyKind, document: &Value) -> Result<Self, Vec<MessageFault>> {
        let mut faults = Vec::new();
        let listed = match &document["Statement"] {
            Value::Array(statements) => statements.as_slice(),
            statement @ Value::Object(_) => std::slice::from_ref(statement),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                faults.push(MessageFault { path: "Statement".to_owned(), wanted: "a list of statements" });
                &[]
            }
        };
        let read = |(index, statement)| read::statement(kind, index, statement, &mut faults);
        let statements = listed.iter().enumerate().map(read).collect();
        if faults.is_empty() { Ok(Self { statements }) } else { Err(faults) }
    }

    /// Whether CloudWatch may do something to a resource on behalf of an alarm.
    ///
    /// The ARN of an alarm whose name has non-ASCII characters fits no condition (CloudWatch User Guide, *Alarm
    /// actions*: use the account alone for such alarms).
    #[must_use]
    pub fn lets_alarm(&self, alarm: &Arn, action: &str, resource: &str) -> bool {
        let account = alarm.account();
        let context = [("aws:sourceaccount", account), ("aws:sourceowner", account), ("aws:sourcearn", alarm.as_str())];
        let context = if alarm.as_str().is_ascii() { &context[..] } else { &context[..2] };
        self.lets(&Access { service: CLOUDWATCH, action, resource, context })
    }

    /// Whether a service may do what it attempts: some statement allows it, and none denies it.
    #[must_use]
    pub fn lets(&self, access: &Access<'_>) -> bool {
        let mut speaking = self.speaking_of(access).peekable();
        speaking.peek().is_some() && speaking.all(|statement| !statement.denies)
    }

    /// Whether a statement denies it, whatever other policies allow.
    #[must_use]
    pub fn denies(&self, access: &Access<'_>) -> bool {
        self.speaking_of(access).any(|statement| statement.denies)
    }

    fn speaking_of<'p>(&'p self, access: &'p Access<'_>) -> impl Iterator<Item = &'p Statement> {
        self.statements.iter().filter(move |statement| {
            statement.principals.include(access.service)
                && statement.actions.iter().any(|pattern| {
                    pattern.eq_ignore_ascii_case(access.action)
                        || fits(&pattern.to_lowercase(), &access.action.to_lowercase())
                })
                && statement.resources.iter().any(|pattern| fits(pattern, access.resource))
                && statement.conditions.iter().all(|condition| condition.holds(access.context))
        })
    }

    /// Whether it lets everybody do something, without a condition.
    #[must_use]
    pub fn is_public(&self) -> bool {
        let is_public = |statement: &Statement| {
            !statement.denies && statement.principals == Principals::Everybody && statement.conditions.is_empty()
        };
        self.statements.iter().any(is_public)
    }

    /// The resources of which it speaks, with wildcards.
    pub fn resources(&self) -> impl Iterator<Item = &str> {
        self.statements.iter().flat_map(|statement| &statement.resources).map(String::as_str)
    }
}

impl Principals {
    fn include(&self, service: &str) -> bool {
        match self {
            Self::Everybody => true,
            Self::Services(services) => services.iter().any(|listed| listed == service),
        }
    }
}

impl Condition {
    fn holds(&self, context: &[(&str, &str)]) -> bool {
        // Services call by TLS, and as services.
        let of_services = [("aws:securetransport", "true"), ("aws:principalisawsservice", "true")];
        let mut known = of_services.iter().chain(context);
        let found = known.find(|(known, _)| known.eq_ignore_ascii_case(&self.key)).map(|(_, value)| *value);
        let any = |fits: &dyn Fn(&str, &str) -> bool| {
            found.is_some_and(|found| self.values.iter().any(|value| fits(value, found)))
        };
        if found.is_none() && self.if_exists {
            return true;
        }
        match self.operator {
            Operator::Equals => any(&|value, found| value == found),
            Operator::EqualsIgnoreCase => any(&|value, found| value.eq_ignore_ascii_case(found)),
            Operator::Like => any(&fits),
            // Without the key a negated operator holds.
            Operator::NotEquals => !any(&|value, found| value == found),
            Operator::NotLike => !any(&fits),
        }
    }
}

fn fits(pattern: &str, text: &str) -> bool {
    glob::matches(pattern, text, true)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:t";

    fn lets(statements: Value, alarm: &str) -> bool {
        let policy = AccessPolicy::new(&json!({ "Statement": statements })).unwrap();
        policy.lets_alarm(&alarm.parse().unwrap(), "SNS:Publish", TOPIC)
    }

    fn documented(condition: Value) -> Value {
        json!({
            "Effect": "Allow", "Principal": { "Service": "cloudwatch.amazonaws.com" }, "Action": "SNS:Publish",
            "Resource": TOPIC, "Condition": condition,
        })
    }

    /// SNS Developer Guide: allow a CloudWatch alarm to publish; and the policies that silence one.
    #[test]
    fn cloudwatch_publishes_where_a_statement_lets_it() {
        let alarm = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a";
        let foreign = "arn:aws:cloudwatch:eu-west-1:444455556666:alarm:a";
        let accented = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:é";
        let by_arn = json!({ "ArnLike": { "aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*" } });
        let by_account = json!({ "StringEquals": { "aws:SourceAccount": "111122223333" } });
        let deny_http = json!({
            "Effect": "Deny", "Principal": "*", "Action": "sns:*", "Resource": "*",
            "Condition": { "Bool": { "aws:SecureTransport": false } },
        });
        let deny = json!({ "Effect": "Deny", "Principal": "*", "Action": "sns:Pub*", "Resource": "*" });
        let other = json!({
            "Effect": "Allow", "Principal": { "Service": "budgets.amazonaws.com" }, "Action": "SNS:Publish",
            "Resource": TOPIC,
        });
        for (statements, alarm, expected) in [
            (documented(by_arn.clone()), alarm, true),
            (documented(by_arn.clone()), foreign, false),
            (documented(by_arn.clone()), accented, false),
            (documented(by_account.clone()), accented, true),
            (documented(by_account.clone()), foreign, false),
            (documented(json!({})), foreign, true),
            (json!([documented(by_account.clone()), deny_http]), alarm, true),
            (json!([documented(by_account), deny]), alarm, false),
            (other, alarm, false),
            (json!([]), alarm, false),
            (documented(json!({ "StringEqualsIfExists": { "aws:PrincipalOrgID": "o-1" } })), alarm, true),
            (documented(json!({ "StringEquals": { "aws:PrincipalOrgID": "o-1" } })), alarm, false),
        ] {
            assert_eq!(lets(statements.clone(), alarm), expected, "{statements} {alarm}");
        }
        let owner = AccessPolicy::of_owner("111122223333");
        assert!(owner.lets_alarm(&alarm.parse().unwrap(), "SNS:Publish", TOPIC));
        assert!(!owner.lets_alarm(&foreign.parse().unwrap(), "SNS:Publish", TOPIC));
    }

    /// CloudTrail User Guide: the policies of a trail's bucket and role.
    #[test]
    fn other_services_are_told_by_their_names() {
        let bucket = AccessPolicy::new(&json!({ "Statement": {
            "Effect": "Allow", "Principal": { "Service": ["cloudtrail.amazonaws.com"] }, "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::b/AWSLogs/111122223333/*",
            "Condition": { "StringEquals": { "s3:x-amz-acl": "bucket-owner-full-control" } },
        }}));
        let trust = json!({ "Statement": [{
            "Effect": "Allow", "Principal": { "Service": "cloudtrail.amazonaws.com" }, "Action": "sts:AssumeRole",
        }]});
        let permissions = json!({ "Statement": [
            { "Effect": "Allow", "Action": ["logs:*"], "Resource": "*" },
            { "Effect": "Deny", "Action": "logs:Delete*", "Resource": "*" },
        ]});
        let (bucket, trust, permissions) = (
            bucket.unwrap(),
            AccessPolicy::of_kind(PolicyKind::Trust, &trust).unwrap(),
            AccessPolicy::of_kind(PolicyKind::Permissions, &permissions).unwrap(),
        );
        let acl = [("s3:x-amz-acl", "bucket-owner-full-control")];
        let (cloudtrail, object) = ("cloudtrail.amazonaws.com", "arn:aws:s3:::b/AWSLogs/111122223333/x");
        for (policy, service, action, resource, context, expected) in [
            (&bucket, cloudtrail, "s3:PutObject", object, &acl[..], true),
            (&bucket, cloudtrail, "s3:PutObject", object, &[], false),
            (&bucket, cloudtrail, "s3:PutObject", "arn:aws:s3:::b/x", &acl, false),
            (&bucket, "config.amazonaws.com", "s3:PutObject", object, &acl, false),
            (&trust, cloudtrail, "sts:AssumeRole", "", &[], true),
            (&trust, "ec2.amazonaws.com", "sts:AssumeRole", "", &[], false),
            (&permissions, cloudtrail, "logs:PutLogEvents", "x", &[], true),
            (&permissions, cloudtrail, "logs:DeleteLogGroup", "x", &[], false),
        ] {
            let access = Access { service, action, resource, context };
            assert_eq!(policy.lets(&access), expected, "{access:?}");
        }
        assert!(!bucket.is_public());
        assert!(AccessPolicy::new(&json!({ "Statement": documented(json!({})) })).is_ok_and(|p| !p.is_public()));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let faults = AccessPolicy::new(&json!({ "Statement": [{
            "Effect": "Maybe", "NotPrincipal": "*", "Action": 1, "NotResource": "*",
            "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-01-01" } },
        }]}));
        let shown: Vec<String> = faults.unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(shown.len(), 5, "{shown:#?}");
        assert!(AccessPolicy::new(&json!({})).is_err());
    }
}
