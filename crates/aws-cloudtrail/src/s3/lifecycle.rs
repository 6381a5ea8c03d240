//! The rules on what becomes of objects as they age.

use signalarm_aws_clients::Clients;
use signalarm_aws_clients::s3::types;
use signalarm_cloud::{Answer, Failure, LifecycleRule, Reply};

use crate::unsent;

pub(super) fn get(clients: &Clients, bucket: String, owner: String) -> Answer {
    let request = clients.s3.get_bucket_lifecycle_configuration().bucket(bucket).expected_bucket_owner(owner);
    let output = clients.send(request.send())?;
    Ok(Reply::Lifecycle(output.rules().iter().map(rule_of).collect()))
}

pub(super) fn put(clients: &Clients, bucket: String, owner: String, rules: Vec<LifecycleRule>) -> Answer {
    let rules: Vec<types::LifecycleRule> = rules.into_iter().map(wire).collect::<Result<_, Failure>>()?;
    let configuration =
        types::BucketLifecycleConfiguration::builder().set_rules(Some(rules)).build().map_err(unsent)?;
    let request = clients.s3.put_bucket_lifecycle_configuration().bucket(bucket).expected_bucket_owner(owner);
    clients.send(request.lifecycle_configuration(configuration).send()).map(|_| Reply::Done)
}

/// A rule as it goes over the wire. One that has more than it carries would be cut short, and is not sent.
pub(crate) fn wire(rule: LifecycleRule) -> Result<types::LifecycleRule, Failure> {
    if rule.has_more {
        let what = format!("the lifecycle rule “{}” has parts that are not known here, and would lose them", rule.id);
        return Err(Failure::Unsent(what));
    }
    let status = if rule.is_enabled { types::ExpirationStatus::Enabled } else { types::ExpirationStatus::Disabled };
    let transition = rule.transition.map(|(days, class)| {
        let class = types::TransitionStorageClass::from(class.as_str());
        vec![types::Transition::builder().days(days).storage_class(class).build()]
    });
    let expiration = rule.expiration_days.map(|days| types::LifecycleExpiration::builder().days(days).build());
    let noncurrent = rule.noncurrent_version_expiration_days;
    let noncurrent = noncurrent.map(|days| types::NoncurrentVersionExpiration::builder().noncurrent_days(days).build());
    types::LifecycleRule::builder()
        .id(rule.id)
        .status(status)
        .filter(types::LifecycleRuleFilter::builder().prefix(rule.prefix).build())
        .set_transitions(transition)
        .set_expiration(expiration)
        .set_noncurrent_version_expiration(noncurrent)
        .build()
        .map_err(unsent)
}

/// A rule as far as a call carries it; what is left over sets `has_more`.
pub(crate) fn rule_of(rule: &types::LifecycleRule) -> LifecycleRule {
    let transition = match rule.transitions() {
        [transition] => transition.days().zip(transition.storage_class()),
        _ => None,
    };
    let noncurrent = rule.noncurrent_version_expiration();
    LifecycleRule {
        id: rule.id().unwrap_or_default().to_owned(),
        is_enabled: *rule.status() == types::ExpirationStatus::Enabled,
        prefix: prefix(rule).unwrap_or_default().to_owned(),
        transition: transition.map(|(days, class)| (days, class.as_str().to_owned())),
        expiration_days: rule.expiration().and_then(types::LifecycleExpiration::days),
        noncurrent_version_expiration_days: noncurrent.and_then(types::NoncurrentVersionExpiration::noncurrent_days),
        has_more: has_more(rule),
    }
}

/// The prefix of a rule stands in its filter; in old rules beside it.
fn prefix(rule: &types::LifecycleRule) -> Option<&str> {
    #[expect(deprecated, reason = "S3 still answers with it where a rule was made so")]
    let beside = rule.prefix();
    rule.filter().and_then(types::LifecycleRuleFilter::prefix).or(beside)
}

fn has_more(rule: &types::LifecycleRule) -> bool {
    let filter_has_more = rule.filter().is_some_and(|filter| {
        filter.tag().is_some()
            || filter.object_size_greater_than().is_some()
            || filter.object_size_less_than().is_some()
            || filter.and().is_some()
    });
    let transitions_have_more = match rule.transitions() {
        [] => false,
        [transition] => transition.date().is_some() || transition.days().zip(transition.storage_class()).is_none(),
        [..] => true,
    };
    let expiration_has_more = rule.expiration().is_some_and(|expiration| {
        expiration.date().is_some() || expiration.expired_object_delete_marker() == Some(true)
    });
    let noncurrent = rule.noncurrent_version_expiration();
    let noncurrent_has_more = noncurrent.is_some_and(|expiration| expiration.newer_noncurrent_versions().is_some());
    filter_has_more
        || transitions_have_more
        || expiration_has_more
        || noncurrent_has_more
        || !rule.noncurrent_version_transitions().is_empty()
        || rule.abort_incomplete_multipart_upload().is_some()
}
