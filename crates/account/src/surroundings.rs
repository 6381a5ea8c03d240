//! What an account is set in: who calls and what is denied to them, what strangers hold, and how long changes take.

use std::collections::{BTreeMap, BTreeSet};

use signalarm_cloud::{
    Call, CallerIdentity, CloudTrailCall, CloudWatchCall, IamCall, LogsCall, Refusal, S3Operation, Service, SnsCall,
    SqsCall,
};
use signalarm_notification::AccessPolicy;
use signalarm_time::Duration;

use crate::account::Account;

/// How long CloudTrail does not know a new or changed role. Recorded runs of 2026: 15 s after *PutRolePolicy* were enough;
/// deployers in the field retry for 15 s and more, and a function was refused its role for 4 to 8 s.
pub const ROLE_PROPAGATION: Duration = Duration::from_secs(10);

/// What no call changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Surroundings {
    /// The ARN of whoever calls; `None`: the account's user `deployer`.
    pub caller_arn: Option<String>,
    /// Actions that are denied to the caller, such as `sns:CreateTopic`; `sns:*` are all of a service.
    pub denied_actions: BTreeSet<String>,
    /// Names of buckets that belong to other accounts.
    pub buckets_of_others: BTreeSet<String>,
    /// Customer managed keys by their ARNs, each with its policy.
    pub keys: BTreeMap<String, AccessPolicy>,
    /// How long other services do not know a new or changed role.
    pub role_propagation: Duration,
    /// For how long after a change of a bucket each further change of it is refused (`OperationAborted`).
    pub bucket_settling: Duration,
}

impl Default for Surroundings {
    fn default() -> Self {
        Self {
            caller_arn: None,
            denied_actions: BTreeSet::new(),
            buckets_of_others: BTreeSet::new(),
            keys: BTreeMap::new(),
            role_propagation: ROLE_PROPAGATION,
            bucket_settling: Duration::ZERO,
        }
    }
}

impl Surroundings {
    /// Whether an action is not denied.
    pub(crate) fn lets(&self, action: &str) -> bool {
        let whole_service = action.split_once(':').map(|(service, _)| format!("{service}:*"));
        !self.denied_actions.contains(action)
            && whole_service.is_none_or(|whole_service| !self.denied_actions.contains(&whole_service))
    }
}

impl Account {
    /// What the account is set in.
    #[must_use]
    pub fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }

    /// Sets the account into other surroundings. Topics take the policies of their keys from there.
    pub fn set_surroundings(&mut self, surroundings: Surroundings) {
        self.surroundings = surroundings;
        self.change();
        self.renew_topic_keys();
    }

    pub(crate) fn caller_arn(&self) -> String {
        let user = || format!("arn:{}:iam::{}:user/deployer", self.place.region.partition(), self.place.account);
        self.surroundings.caller_arn.clone().unwrap_or_else(user)
    }

    pub(crate) fn caller_identity(&self) -> CallerIdentity {
        CallerIdentity { account: self.place.account.to_string(), arn: self.caller_arn() }
    }

    /// Refuses what is denied to the caller; the service looks at that first.
    pub(crate) fn check_rights(&self, call: &Call) -> Result<(), Refusal> {
        // Nobody can be denied this (STS API Reference, *GetCallerIdentity*).
        if self.surroundings.denied_actions.is_empty() || call.service() == Service::Sts {
            return Ok(());
        }
        let own = call.action();
        let mut needed = [Some(own.as_str()), tagging(call), passing_role(call)].into_iter().flatten();
        match needed.find(|action| !self.surroundings.lets(action)) {
            Some(action) => Err(denied(call, &self.caller_arn(), action)),
            None => Ok(()),
        }
    }
}

/// Whoever creates something with tags tags it (Service Authorization Reference).
fn tagging(call: &Call) -> Option<&'static str> {
    let (tags, action) = match call {
        Call::Sns(SnsCall::CreateTopic { tags, .. }) => (tags, "sns:TagResource"),
        Call::Sqs(SqsCall::CreateQueue { tags, .. }) => (tags, "sqs:TagQueue"),
        Call::Logs(LogsCall::CreateLogGroup { tags, .. }) => (tags, "logs:TagResource"),
        Call::Iam(IamCall::CreateRole { tags, .. }) => (tags, "iam:TagRole"),
        Call::CloudWatch(CloudWatchCall::PutMetricAlarm(put)) => (&put.tags, "cloudwatch:TagResource"),
        Call::CloudWatch(CloudWatchCall::PutCompositeAlarm(put)) => (&put.tags, "cloudwatch:TagResource"),
        Call::CloudTrail(CloudTrailCall::CreateTrail(put)) => (&put.tags, "cloudtrail:AddTags"),
        _ => return None,
    };
    Some(action).filter(|_| !tags.is_empty())
}

/// Whoever gives a role to a service passes it on (IAM User Guide, *Grant a user permissions to pass a role*).
fn passing_role(call: &Call) -> Option<&'static str> {
    match call {
        Call::CloudTrail(CloudTrailCall::CreateTrail(put) | CloudTrailCall::UpdateTrail(put)) => {
            put.cloud_watch_logs_role_arn.as_ref().filter(|role| !role.is_empty()).map(|_| "iam:PassRole")
        }
        _ => None,
    }
}

/// The code is each service's own; the words are those of IAM's policy evaluation (IAM User Guide, *Troubleshoot access
/// denied error messages*).
fn denied(call: &Call, caller: &str, action: &str) -> Refusal {
    let (code, status) = match call {
        Call::Sns(_) => ("AuthorizationError", 403),
        Call::Logs(_) | Call::CloudTrail(_) => ("AccessDeniedException", 400),
        Call::Sqs(_) => ("AccessDenied", 403),
        // An answer to HEAD has no body, and so no code but its status.
        Call::S3(call) if call.operation == S3Operation::HeadBucket => ("Forbidden", 403),
        Call::CloudWatch(_) | Call::Iam(_) | Call::S3(_) | Call::Sts(_) => ("AccessDenied", 403),
    };
    let message = format!(
        "User: {caller} is not authorized to perform: {action} because no identity-based policy allows the {action} action"
    );
    Refusal::service(code, status, message)
}
