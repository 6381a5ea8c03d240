//! What the deployer itself must be allowed.

use serde_json::{Value, json};
use signalarm_alert::Source;

use super::VERSION;
use crate::{Wanted, WantedLogGroup};

/// Actions and the resources for which they are needed.
pub(crate) struct Need {
    sid: &'static str,
    pub(crate) actions: Vec<&'static str>,
    pub(crate) resources: Vec<String>,
    /// The service to which alone a role may be passed.
    pub(crate) passed_to_service: Option<&'static str>,
}

impl Need {
    fn new(sid: &'static str, actions: &[&'static str], resources: Vec<String>) -> Self {
        Self { sid, actions: actions.to_vec(), resources, passed_to_service: None }
    }
}

/// The least that whoever deploys, looks at and removes this chain must be allowed: exactly the actions that are called,
/// on exactly the resources of this config. An alert that was taken out of the config is not among them; to remove it, the
/// policy of before is needed. Where an action knows no resources (Service Authorization Reference) it stands for all.
#[must_use]
pub fn deployer_policy(wanted: &Wanted) -> Value {
    let statements: Vec<Value> = needs(wanted).into_iter().map(statement).collect();
    json!({ "Version": VERSION, "Statement": statements })
}

/// The actions of [`deployer_policy`], in their order by name.
#[must_use]
pub fn deployer_actions(wanted: &Wanted) -> Vec<String> {
    let mut actions: Vec<String> =
        needs(wanted).iter().flat_map(|need| &need.actions).map(|action| (*action).to_owned()).collect();
    actions.sort();
    actions.dedup();
    actions
}

fn statement(need: Need) -> Value {
    let Need { sid, actions, resources, passed_to_service } = need;
    let mut statement = json!({ "Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources });
    if let Some(service) = passed_to_service {
        statement["Condition"] = json!({ "StringEquals": { "iam:PassedToService": service } });
    }
    statement
}

/// What is needed, statement by statement.
pub(crate) fn needs(wanted: &Wanted) -> Vec<Need> {
    let mut needs = of_alerts(wanted);
    needs.extend(of_log_group(wanted));
    needs.extend(of_own_trail(wanted));
    if let Source::Trail(arn) = &wanted.deployment().source {
        needs.push(Need::new("UsedTrail", &["cloudtrail:GetTrail", "cloudtrail:GetTrailStatus"], vec![arn.clone()]));
    }
    needs
}

fn everything() -> Vec<String> {
    vec!["*".to_owned()]
}

fn of_alerts(wanted: &Wanted) -> Vec<Need> {
    let topics = wanted.alerts.iter().map(|alert| alert.topic.arn.clone()).collect();
    let alarms = wanted.alerts.iter().map(|alert| alert.alarm_arn.clone()).collect();
    let mut without_resource = vec!["sns:Unsubscribe", "cloudwatch:DescribeAlarms"];
    without_resource.extend(wanted.has_sms().then_some("sns:GetSMSSandboxAccountStatus"));
    vec![
        Need::new(
            "Topics",
            &[
                "sns:CreateTopic",
                "sns:GetTopicAttributes",
                "sns:SetTopicAttributes",
                "sns:DeleteTopic",
                "sns:ListTagsForResource",
                "sns:TagResource",
                "sns:Subscribe",
                "sns:ListSubscriptionsByTopic",
            ],
            topics,
        ),
        Need::new(
            "Alarms",
            &["cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms", "cloudwatch:TagResource"],
            alarms,
        ),
        // Whether an alarm that looks like ours is ours is told by its tags.
        Need::new(
            "AllAlarms",
            &["cloudwatch:ListTagsForResource", "cloudwatch:DescribeAlarmHistory"],
            vec![wanted.place().alarm_arn("*")],
        ),
        Need::new("WithoutResource", &without_resource, everything()),
    ]
}

fn of_log_group(wanted: &Wanted) -> Vec<Need> {
    let place = wanted.place();
    let mut actions = vec!["logs:PutMetricFilter", "logs:DescribeMetricFilters", "logs:DeleteMetricFilter"];
    if matches!(wanted.log_group, WantedLogGroup::Own { .. }) {
        actions.extend([
            "logs:CreateLogGroup",
            "logs:PutRetentionPolicy",
            "logs:DeleteLogGroup",
            "logs:ListTagsForResource",
            "logs:TagResource",
        ]);
    }
    // Some actions want the ARN of a log group with `:*` behind it, those about tags without.
    let arn = place.log_group_arn(wanted.log_group_name().unwrap_or("*"));
    vec![
        Need::new("LogGroup", &actions, vec![arn.clone(), format!("{arn}:*")]),
        Need::new("AllLogGroups", &["logs:DescribeLogGroups"], vec![place.log_group_arn("*")]),
        Need::new("Patterns", &["logs:TestMetricFilter"], everything()),
    ]
}

fn of_own_trail(wanted: &Wanted) -> Vec<Need> {
    let Some(trail) = &wanted.trail else { return Vec::new() };
    let place = wanted.place();
    let (role, bucket) = (trail.role.arn.clone(), place.bucket_arn(&trail.bucket.name));
    let pass = Need {
        passed_to_service: Some(super::CLOUDTRAIL),
        ..Need::new("PassRole", &["iam:PassRole"], vec![role.clone()])
    };
    vec![
        Need::new("Trail", &TRAIL_ACTIONS, vec![trail.arn.clone()]),
        Need::new("Role", &ROLE_ACTIONS, vec![role]),
        pass,
        Need::new("Bucket", &BUCKET_ACTIONS, vec![bucket.clone()]),
        Need::new("LogFiles", &["s3:DeleteObjectVersion"], vec![format!("{bucket}/*")]),
    ]
}

const TRAIL_ACTIONS: [&str; 10] = [
    "cloudtrail:CreateTrail",
    "cloudtrail:UpdateTrail",
    "cloudtrail:DeleteTrail",
    "cloudtrail:GetTrail",
    "cloudtrail:GetTrailStatus",
    "cloudtrail:StartLogging",
    "cloudtrail:GetEventSelectors",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:ListTags",
    "cloudtrail:AddTags",
];

const ROLE_ACTIONS: [&str; 9] = [
    "iam:CreateRole",
    "iam:GetRole",
    "iam:DeleteRole",
    "iam:UpdateAssumeRolePolicy",
    "iam:PutRolePolicy",
    "iam:GetRolePolicy",
    "iam:ListRolePolicies",
    "iam:DeleteRolePolicy",
    "iam:TagRole",
];

const BUCKET_ACTIONS: [&str; 14] = [
    "s3:CreateBucket",
    "s3:ListBucket",
    "s3:DeleteBucket",
    "s3:GetBucketTagging",
    "s3:PutBucketTagging",
    "s3:GetBucketPolicy",
    "s3:PutBucketPolicy",
    "s3:GetBucketPublicAccessBlock",
    "s3:PutBucketPublicAccessBlock",
    "s3:GetBucketVersioning",
    "s3:PutBucketVersioning",
    "s3:GetLifecycleConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:ListBucketVersions",
];
