//! Faults of the whole chain: its trail, bucket, role and log group, the delivery, and how the account sends texts.

use serde_json::json;
use signalarm_account::{Account, Conditions, Refusal};
use signalarm_alert::{Chain, LogGroupName};
use signalarm_cloud::{
    Call, CloudTrailCall, DescribedTrail, IamCall, LogsCall, Page, PutMetricFilter, PutTrail, Reply, S3Call,
    S3Operation,
};
use signalarm_notification::SPEND_LIMIT_MICRODOLLARS;

use super::damage::unless_gone;
use super::faults;

faults!(
    /// A fault of the whole chain with which nothing more is said.
    WholeFault {
        DeliveryDuplicated: "delivery-duplicated", "every record is delivered twice", "";
        DeliveryUnordered: "delivery-unordered", "records come in another order than they were made in", "";
        DeliveryLost: "delivery-lost", "records are lost on the way", "";
        RecordTooLarge: "record-too-large", "records have more than 256 KB", "";
        TrailStopped: "trail-stopped", "the trail is stopped", "*StartLogging*; the trail is deaf for a minute more";
        TrailSingleRegion: "trail-single-region", "the trail records its own Region alone", "*UpdateTrail*";
        ManagementEventsExcluded: "management-events-excluded", "the trail's event selectors leave management events out",
            "*PutEventSelectors*";
        RolePermissionRemoved: "role-permission-removed", "the trail's role may not write to the log group",
            "*PutRolePolicy*";
        BucketPolicyBroken: "bucket-policy-broken", "the bucket's policy does not let CloudTrail in", "*PutBucketPolicy*";
        LogGroupDeleted: "log-group-deleted", "the log group is deleted, its filters with it",
            "*CreateLogGroup*, *PutMetricFilter*";
        LogGroupMoved: "log-group-moved", "the trail delivers to another log group", "*UpdateTrail*";
        LogGroupInfrequentAccess: "log-group-infrequent-access",
            "the log group was made anew in the class Infrequent Access", "it is made anew in the class Standard";
        PutLogEventsThrottled: "put-log-events-throttled", "CloudWatch Logs throttles the trail's PutLogEvents",
            "what waits is delivered";
        SmsLimitReached: "sms-limit-reached", "the account has spent on text messages what it may in a month",
            "the limit is raised";
        SmsSandbox: "sms-sandbox", "the account is in the SMS sandbox without a verified number", "it leaves the sandbox";
    }
);

/// What one part of a text costs: in the United States about so much. Prices differ by country.
const SMS_PART_MICRODOLLARS: u64 = 6_500;

/// The inline policy of a role that may write to another log group.
const MOVED: &str = "deliver-to-another-log-group";

impl WholeFault {
    /// Breaks it; tells the calls that undo it.
    pub(super) fn break_it(self, account: &mut Account, chain: &Chain) -> Result<Vec<Call>, Refusal> {
        let name = chain.trail.to_string();
        match self {
            Self::TrailStopped => {
                account.call(CloudTrailCall::StopLogging { name: name.clone() })?;
                return Ok(vec![CloudTrailCall::StartLogging { name }.into()]);
            }
            Self::TrailSingleRegion => {
                account.call(regions(&name, false))?;
                return Ok(vec![regions(&name, true).into()]);
            }
            Self::ManagementEventsExcluded => {
                account.exclude_management_events(&name)?;
                return Ok(vec![CloudTrailCall::PutManagementEventSelector { trail_name: name }.into()]);
            }
            Self::RolePermissionRemoved => return remove_permissions(account, chain.role.as_str()),
            Self::BucketPolicyBroken => return break_bucket_policy(account, chain),
            Self::LogGroupDeleted => {
                account.call(LogsCall::DeleteLogGroup { log_group_name: chain.log_group.to_string() })?;
            }
            Self::LogGroupMoved => return move_log_group(account, chain),
            Self::LogGroupInfrequentAccess => {
                account.call(LogsCall::DeleteLogGroup { log_group_name: chain.log_group.to_string() })?;
                account.create_infrequent_access_log_group(&chain.log_group)?;
            }
            // Others' messages have used the limit up.
            Self::SmsLimitReached => {
                let (now, sms) = (account.now(), account.sms_mut());
                *sms = sms.clone().with_spend_limit(SPEND_LIMIT_MICRODOLLARS, SMS_PART_MICRODOLLARS);
                sms.spend(SPEND_LIMIT_MICRODOLLARS, now);
            }
            Self::SmsSandbox => account.sms_mut().enter_sandbox(),
            // What records are like is looked at when they are made.
            Self::RecordTooLarge => {}
            Self::DeliveryDuplicated | Self::DeliveryUnordered | Self::DeliveryLost | Self::PutLogEventsThrottled => {
                self.set_condition(account, true)
            }
        }
        Ok(Vec::new())
    }

    /// What mends it besides the calls that undo it.
    pub(super) fn mend(self, account: &mut Account, chain: &Chain) -> Result<(), Refusal> {
        match self {
            Self::SmsLimitReached => {
                let sms = account.sms_mut();
                *sms = sms.clone().with_spend_limit(u64::MAX, 0);
            }
            Self::SmsSandbox => account.sms_mut().leave_sandbox(),
            Self::DeliveryDuplicated | Self::DeliveryUnordered | Self::DeliveryLost | Self::PutLogEventsThrottled => {
                self.set_condition(account, false)
            }
            Self::RecordTooLarge | Self::TrailStopped | Self::TrailSingleRegion | Self::ManagementEventsExcluded => {}
            Self::RolePermissionRemoved | Self::BucketPolicyBroken => {}
            Self::LogGroupMoved => {}
            Self::LogGroupDeleted | Self::LogGroupInfrequentAccess => make_log_group(account, chain)?,
        }
        Ok(())
    }

    /// Whether who mends it makes the log group anew.
    pub(super) const fn makes_log_group(self) -> bool {
        matches!(self, Self::LogGroupDeleted | Self::LogGroupInfrequentAccess)
    }

    fn set_condition(self, account: &mut Account, is_broken: bool) {
        let conditions = account.conditions().clone();
        account.set_conditions(match self {
            Self::DeliveryDuplicated => Conditions { delivery_duplicated: is_broken, ..conditions },
            Self::DeliveryUnordered => Conditions { delivery_unordered: is_broken, ..conditions },
            Self::DeliveryLost => Conditions { delivery_lost: is_broken, ..conditions },
            Self::PutLogEventsThrottled => Conditions { put_log_events_throttled: is_broken, ..conditions },
            _ => conditions,
        });
    }
}

fn regions(trail: &str, is_multi_region: bool) -> CloudTrailCall {
    let is_multi_region_trail = Some(is_multi_region);
    CloudTrailCall::UpdateTrail(Box::new(PutTrail {
        name: trail.to_owned(),
        is_multi_region_trail,
        ..PutTrail::default()
    }))
}

/// What a call told, where it told that.
fn told<T>(reply: Reply, read: impl FnOnce(Reply) -> Option<T>) -> Result<T, Refusal> {
    read(reply).ok_or(Refusal::NotSimulated("an answer of that kind"))
}

/// Somebody takes every inline policy from the role.
fn remove_permissions(account: &mut Account, role: &str) -> Result<Vec<Call>, Refusal> {
    let role_name = role.to_owned();
    let listed = account.answer(IamCall::ListRolePolicies { role_name: role_name.clone(), next_token: None })?;
    let Page { items, .. } = told(listed, |reply| match reply {
        Reply::Names(page) => Some(page),
        _ => None,
    })?;
    let mut undo = Vec::new();
    for policy_name in items {
        let (role_name, asked) = (role_name.clone(), policy_name.clone());
        let policy = account.answer(IamCall::GetRolePolicy { role_name: role_name.clone(), policy_name: asked })?;
        let policy_document = told(policy, document)?;
        account.call(IamCall::DeleteRolePolicy { role_name: role_name.clone(), policy_name: policy_name.clone() })?;
        undo.push(IamCall::PutRolePolicy { role_name, policy_name, policy_document }.into());
    }
    Ok(undo)
}

fn document(reply: Reply) -> Option<String> {
    match reply {
        Reply::Document(text) => Some(text),
        _ => None,
    }
}

fn trail(account: &mut Account, chain: &Chain) -> Result<DescribedTrail, Refusal> {
    let reply = account.answer(CloudTrailCall::GetTrail { name: chain.trail.to_string() })?;
    told(reply, |reply| match reply {
        Reply::Trail(trail) => Some(*trail),
        _ => None,
    })
}

/// Somebody replaces the bucket's policy by one that demands TLS and says nothing of CloudTrail.
fn break_bucket_policy(account: &mut Account, chain: &Chain) -> Result<Vec<Call>, Refusal> {
    let bucket = trail(account, chain)?.s3_bucket_name;
    let expected_bucket_owner = chain.place.account.to_string();
    let call = |operation| {
        let (bucket, expected_bucket_owner) = (bucket.clone(), expected_bucket_owner.clone());
        S3Call { bucket, expected_bucket_owner, operation }
    };
    let before = told(account.answer(call(S3Operation::GetBucketPolicy))?, document)?;
    let arn = chain.place.bucket_arn(&bucket);
    let tls_alone = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [arn, format!("{arn}/*")],
        "Condition": { "Bool": { "aws:SecureTransport": "false" } },
    }]});
    account.call(call(S3Operation::PutBucketPolicy(tls_alone.to_string())))?;
    Ok(vec![call(S3Operation::PutBucketPolicy(before)).into()])
}

/// Somebody makes the log group anew, with all its filters.
fn make_log_group(account: &mut Account, chain: &Chain) -> Result<(), Refusal> {
    let log_group_name = chain.log_group.to_string();
    unless_gone(account.call(LogsCall::DeleteLogGroup { log_group_name: log_group_name.clone() }).map(|_| ()))?;
    account.call(LogsCall::CreateLogGroup { log_group_name: log_group_name.clone(), tags: Vec::new() })?;
    for alert in &chain.alerts {
        let filter = PutMetricFilter::new(&log_group_name, &chain.metric_filter(alert));
        account.call(LogsCall::PutMetricFilter(Box::new(filter)))?;
    }
    Ok(())
}

/// Somebody lets the role write to a new log group, and turns the trail to it.
fn move_log_group(account: &mut Account, chain: &Chain) -> Result<Vec<Call>, Refusal> {
    let trail = trail(account, chain)?;
    let moved = format!("{}-moved", chain.log_group);
    // The longest names have no room for that.
    let moved: LogGroupName =
        moved.parse().or_else(|_| "moved".parse()).map_err(|_| Refusal::NotSimulated("that name"))?;
    let made = account.call(LogsCall::CreateLogGroup { log_group_name: moved.to_string(), tags: Vec::new() });
    if !matches!(made, Ok(_) | Err(Refusal::LogGroupExists(_))) {
        made?;
    }
    let group = chain.place.log_group_arn(moved.as_str());
    let statement = json!({
        "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": format!("{group}:log-stream:{}_CloudTrail_*", chain.place.account),
    });
    account.call(IamCall::PutRolePolicy {
        role_name: chain.role.to_string(),
        policy_name: MOVED.to_owned(),
        policy_document: json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string(),
    })?;
    let to = |group: Option<String>| {
        let name = trail.name.clone();
        let put = PutTrail { name, cloud_watch_logs_log_group_arn: group, ..PutTrail::default() };
        CloudTrailCall::UpdateTrail(Box::new(put))
    };
    account.call(to(Some(format!("{group}:*"))))?;
    Ok(vec![to(trail.cloud_watch_logs_log_group_arn.clone()).into()])
}
