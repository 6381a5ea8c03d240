//! Access policies of topics and keys: whether CloudWatch may publish on behalf of an alarm (SNS Developer Guide,
//! *Example cases for Amazon SNS access control*; IAM User Guide, *Policy evaluation logic*).

use serde_json::Value;

use crate::reader::MessageFault;
use crate::{Arn, glob};

/// The service on whose behalf alarms publish.
const CLOUDWATCH: &str = "cloudwatch.amazonaws.com";

/// A resource policy, of a topic or of a key.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessPolicy {
    statements: Vec<Statement>,
}

#[derive(Clone, Debug, PartialEq)]
struct Statement {
    denies: bool,
    /// Whether the service or everybody is among the principals.
    is_for_cloudwatch: bool,
    actions: Vec<String>,
    resources: Vec<String>,
    conditions: Vec<Condition>,
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

/// The operators that are understood; those of ARNs take wildcards in either form.
const OPERATORS: [(&str, Operator); 10] = [
    ("StringEquals", Operator::Equals),
    ("StringNotEquals", Operator::NotEquals),
    ("StringEqualsIgnoreCase", Operator::EqualsIgnoreCase),
    ("StringLike", Operator::Like),
    ("StringNotLike", Operator::NotLike),
    ("ArnEquals", Operator::Like),
    ("ArnLike", Operator::Like),
    ("ArnNotEquals", Operator::NotLike),
    ("ArnNotLike", Operator::NotLike),
    ("Bool", Operator::EqualsIgnoreCase),
];

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
            is_for_cloudwatch: true,
            actions: vec!["SNS:Publish".to_owned()],
            resources: vec!["*".to_owned()],
            conditions: vec![condition],
        };
        Self { statements: vec![statement] }
    }

    /// Reads a policy document.
    ///
    /// # Errors
    ///
    /// All that is not understood: nothing is guessed where access is at stake.
    pub fn new(document: &Value) -> Result<Self, Vec<MessageFault>> {
        let mut faults = Vec::new();
        let listed = match &document["Statement"] {
            Value::Array(statements) => statements.as_slice(),
            statement @ Value::Object(_) => std::slice::from_ref(statement),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                faults.push(MessageFault { path: "Statement".to_owned(), wanted: "a list of statements" });
                &[]
            }
        };
        let read = |(index, statement)| read_statement(index, statement, &mut faults);
        let statements = listed.iter().enumerate().map(read).collect();
        if faults.is_empty() { Ok(Self { statements }) } else { Err(faults) }
    }

    /// Whether CloudWatch may do something to a resource on behalf of an alarm: some statement allows it, and none
    /// denies it.
    ///
    /// The ARN of an alarm whose name has non-ASCII characters fits no condition (CloudWatch User Guide, *Alarm
    /// actions*: use the account alone for such alarms).
    #[must_use]
    pub fn lets_alarm(&self, alarm: &Arn, action: &str, resource: &str) -> bool {
        let speaking = |statement: &&Statement| {
            statement.is_for_cloudwatch
                && statement.actions.iter().any(|pattern| fits(&pattern.to_lowercase(), &action.to_lowercase()))
                && statement.resources.iter().any(|pattern| fits(pattern, resource))
                && statement.conditions.iter().all(|condition| condition.holds(alarm))
        };
        let mut speaking = self.statements.iter().filter(speaking).peekable();
        speaking.peek().is_some() && speaking.all(|statement| !statement.denies)
    }
}

impl Condition {
    fn holds(&self, alarm: &Arn) -> bool {
        let found = match self.key.to_lowercase().as_str() {
            "aws:sourcearn" => Some(alarm.as_str()).filter(|arn| arn.is_ascii()),
            "aws:sourceaccount" | "aws:sourceowner" => Some(alarm.account()),
            // CloudWatch calls by TLS, and as a service.
            "aws:securetransport" | "aws:principalisawsservice" => Some("true"),
            _ => None,
        };
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

fn read_statement(index: usize, statement: &Value, faults: &mut Vec<MessageFault>) -> Statement {
    let mut missing = |key: &str, wanted| {
        faults.push(MessageFault { path: format!("Statement.{index}.{key}"), wanted });
    };
    for key in ["NotPrincipal", "NotAction", "NotResource"] {
        if statement.get(key).is_some() {
            missing(key, "understood here: name what is meant instead of what is not");
        }
    }
    let denies = match statement["Effect"].as_str() {
        Some("Allow") => false,
        Some("Deny") => true,
        Some(_) | None => {
            missing("Effect", "Allow or Deny");
            false
        }
    };
    let mut listed = |key: &str| {
        let found = texts(&statement[key]);
        if found.is_none() && statement.get(format!("Not{key}")).is_none() {
            missing(key, "a text or a list of texts");
        }
        found.unwrap_or_default()
    };
    let (actions, resources) = (listed("Action"), listed("Resource"));
    let principals = match &statement["Principal"] {
        Value::Object(principals) => {
            let of = |kind: &str| principals.get(kind).and_then(texts).unwrap_or_default();
            of("Service").iter().any(|service| service == CLOUDWATCH) || of("AWS").iter().any(|who| who == "*")
        }
        everybody => everybody == "*",
    };
    let (conditions, unknown) = read_conditions(&statement["Condition"]);
    for operator in unknown {
        missing(&format!("Condition.{operator}"), "an operator that is understood here");
    }
    Statement { denies, is_for_cloudwatch: principals, actions, resources, conditions }
}

/// The conditions, and what was not understood.
fn read_conditions(found: &Value) -> (Vec<Condition>, Vec<String>) {
    let (mut conditions, mut unknown) = (Vec::new(), Vec::new());
    for (written, lines) in found.as_object().into_iter().flatten() {
        let (name, if_exists) = written.strip_suffix("IfExists").map_or((written.as_str(), false), |name| (name, true));
        let operator = OPERATORS.iter().find(|(known, _)| *known == name).map(|(_, operator)| *operator);
        for (key, values) in lines.as_object().into_iter().flatten() {
            match (operator, texts(values)) {
                (Some(operator), Some(values)) => {
                    conditions.push(Condition { operator, if_exists, key: key.clone(), values });
                }
                (Some(_) | None, Some(_) | None) => unknown.push(format!("{written}.{key}")),
            }
        }
    }
    (conditions, unknown)
}

/// One text, or a list of texts; booleans are as good.
fn texts(value: &Value) -> Option<Vec<String>> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    };
    match value {
        Value::Array(values) => values.iter().map(text).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            text(value).map(|text| vec![text])
        }
    }
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
