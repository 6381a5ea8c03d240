//! Whether a chain is as it is wanted.

use signalarm_alert::AlertName;
use signalarm_cloud::{PublicAccessBlock, PutMetricAlarm, PutMetricFilter, SubscriptionState};
use signalarm_notification::Endpoint;

use crate::documents::{Document, keeps_others, same_document};
use crate::found::owner;
use crate::memory::{Memory, old_filters};
use crate::plan::keeps_key;
use crate::remove::Removal;
use crate::wanted::is_of;
use crate::{Fact, Found, FoundTopic, Owner, Wanted, WantedAlert, WantedLogGroup, WantedTrail};

/// Everything that is not as it is wanted.
pub(super) fn unmet(wanted: &Wanted, found: &Found) -> Vec<String> {
    let mut unmet = Vec::new();
    let mut demand = |is_met: bool, what: String| unmet.extend((!is_met).then_some(what));
    for alert in wanted.alerts.iter() {
        let topic = found.topics.get(alert.name.as_str()).and_then(Fact::present);
        demand(topic.is_some_and(|topic| topic_is_met(alert, topic)), format!("topic {} is not as wanted", alert.name));
        let alarm = found.alarms.present().and_then(|alarms| alarms.get(alert.name.as_str()));
        let is_met = alarm.is_some_and(|alarm| {
            let present = &alarm.alarm.configuration;
            let is_same = *present == alert.alarm || normal(present) == normal(&alert.alarm);
            is_ours(alarm.tags.owner()) && is_same
        });
        demand(is_met, format!("alarm {} is not as wanted", alert.name));
        if let Some(filter) = &alert.filter {
            let filters = found.log_group.present().and_then(|group| group.filters.present());
            let present = filters.and_then(|filters| filters.get(&filter.filter_name));
            let is_met =
                present.is_some_and(|present| present == filter || normal_filter(present) == normal_filter(filter));
            demand(is_met, format!("metric filter {} is not as wanted", alert.name));
        }
    }
    let group = found.log_group.present();
    match &wanted.log_group {
        WantedLogGroup::Own { retention_days, .. } => {
            let is_met = group.is_some_and(|group| {
                is_ours(group.tags.owner()) && group.group.retention_in_days == Some(*retention_days)
            });
            demand(is_met, "the log group is not as wanted".to_owned());
        }
        WantedLogGroup::Somebodys { .. } => demand(group.is_some(), "the log group is not there".to_owned()),
        WantedLogGroup::OfTrail { .. } => demand(false, "the log group is not known".to_owned()),
    }
    let silence = found.topics.get(AlertName::SILENCE.as_str()).and_then(Fact::present);
    let memory = silence.and_then(|topic| topic.tags.present()).map(|tags| Memory::of(tags)).unwrap_or_default();
    for holding in wanted.holdings() {
        demand(memory.remembers(&holding), format!("nothing remembers the {}", holding.resource()));
    }
    demand(old_filters(wanted, found).is_empty(), "metric filters of an earlier log group feed our metrics".to_owned());
    if let Some(trail) = &wanted.trail {
        demand(bucket_is_met(trail, found), "the bucket is not as wanted".to_owned());
        demand(role_is_met(trail, found), "the role is not as wanted".to_owned());
        demand(trail_is_met(trail, found), "the trail is not as wanted".to_owned());
    }
    unmet
}

fn is_ours(owner: Option<Owner>) -> bool {
    matches!(owner, Some(Owner::Deployed | Owner::Adopted))
}

fn topic_is_met(alert: &WantedAlert, topic: &FoundTopic) -> bool {
    let wanted = &alert.topic;
    let key = topic.attributes.get("KmsMasterKeyId").filter(|key| !key.is_empty());
    let owner = topic.tags.owner();
    let listed = || topic.subscriptions.present().into_iter().flatten();
    let hears = |endpoint: &Endpoint| {
        listed().any(|listed| is_of(listed, endpoint) && listed.state != SubscriptionState::Deleted)
    };
    let memory = topic.tags.present().map(|tags| Memory::of(tags)).unwrap_or_default();
    // Whom no config named stays; who waits for the confirmation cannot be removed.
    let everybody_is_wanted =
        listed().all(|listed| listed.state.arn().is_none() || wanted.wants(listed) || !memory.knows(listed));
    let is_encrypted =
        key == wanted.key.as_ref() || key.is_some_and(|key| keeps_key(owner == Some(Owner::Adopted), key, wanted));
    is_ours(owner)
        && topic.attributes.get("Policy").is_some_and(|policy| says(owner, policy, &wanted.policy))
        && is_encrypted
        && wanted.subscriptions.iter().all(|endpoint| hears(endpoint) && memory.knows_endpoint(endpoint))
        && everybody_is_wanted
}

/// Whether a policy says what it should: of what we created that and nothing else.
fn says(owner: Option<Owner>, present: &str, wanted: &Document) -> bool {
    match owner {
        Some(Owner::Adopted) => keeps_others(present, None, wanted),
        Some(Owner::Deployed | Owner::Foreign) | None => same_document(present, wanted),
    }
}

/// An alarm without what makes no difference.
fn normal(alarm: &PutMetricAlarm) -> PutMetricAlarm {
    let mut alarm = PutMetricAlarm { tags: Vec::new(), ..alarm.clone() };
    alarm.actions_enabled = Some(alarm.actions_enabled.unwrap_or(true));
    alarm.treat_missing_data.get_or_insert_with(|| "missing".to_owned());
    alarm.evaluation_window.get_or_insert_with(|| "SlidingWindow".to_owned());
    alarm.evaluate_low_sample_count_percentile.get_or_insert_with(|| "evaluate".to_owned());
    alarm.datapoints_to_alarm = alarm.datapoints_to_alarm.or(alarm.evaluation_periods);
    alarm.dimensions.sort();
    for actions in [&mut alarm.ok_actions, &mut alarm.alarm_actions, &mut alarm.insufficient_data_actions] {
        actions.sort();
    }
    alarm
}

fn normal_filter(filter: &PutMetricFilter) -> PutMetricFilter {
    let mut filter = filter.clone();
    for transformation in &mut filter.metric_transformations {
        transformation.unit.get_or_insert_with(|| "None".to_owned());
        transformation.dimensions.sort();
    }
    filter
}

fn bucket_is_met(wanted: &WantedTrail, found: &Found) -> bool {
    found.bucket.present().is_some_and(|bucket| {
        let mut rules = bucket.lifecycle.present().into_iter().flatten();
        let rule_is_met = match &wanted.bucket.lifecycle_rule {
            Some(rule) => rules.any(|present| present == rule),
            None => !rules.any(|present| present.id == "signalarm" && present.is_enabled),
        };
        is_ours(bucket.tags.owner())
            && bucket.policy.present().is_some_and(|policy| says(bucket.tags.owner(), policy, &wanted.bucket.policy))
            && bucket.public_access_block.present() == Some(&PublicAccessBlock::ALL)
            && bucket.versioning.present() == Some(&true)
            && rule_is_met
    })
}

fn role_is_met(wanted: &WantedTrail, found: &Found) -> bool {
    found.role.present().is_some_and(|role| {
        let owner = owner(&role.role.tags);
        owner != Owner::Foreign
            && says(Some(owner), &role.role.assume_role_policy_document, &wanted.role.trust)
            && role.policy.present().is_some_and(|policy| says(Some(owner), policy, &wanted.role.permissions))
    })
}

fn trail_is_met(wanted: &WantedTrail, found: &Found) -> bool {
    let request = &wanted.request;
    found.trail.present().is_some_and(|found| {
        let trail = &found.trail;
        is_ours(found.tags.owner())
            && trail.trail_arn == wanted.arn
            && Some(&trail.s3_bucket_name) == request.s3_bucket_name.as_ref()
            && trail.s3_key_prefix.as_deref().unwrap_or_default().is_empty()
            && trail.include_global_service_events
            && trail.is_multi_region_trail
            && trail.log_file_validation_enabled
            && trail.cloud_watch_logs_log_group_arn == request.cloud_watch_logs_log_group_arn
            && trail.cloud_watch_logs_role_arn == request.cloud_watch_logs_role_arn
            && found.status.present().is_some_and(|status| status.is_logging)
            && found.all_management_events.present() != Some(&false)
    })
}

/// Everything of ours that is there although it should be gone.
pub(super) fn unremoved(wanted: &Wanted, found: &Found, named: Removal) -> Vec<String> {
    let mut unremoved = Vec::new();
    let mut gone = |is_there: bool, what: String| unremoved.extend(is_there.then(|| format!("{what} is still there")));
    for (name, topic) in &found.topics {
        let is_ours = topic.present().is_some_and(|topic| topic.tags.owner() == Some(Owner::Deployed));
        gone(is_ours, format!("topic {name}"));
    }
    for (name, alarm) in found.alarms.present().into_iter().flatten() {
        gone(alarm.tags.owner() == Some(Owner::Deployed), format!("alarm {name}"));
    }
    let deployed = |owner: Option<Owner>| owner == Some(Owner::Deployed);
    if named.trail
        && let Some(own) = &wanted.trail
    {
        let is_ours = |trail: &crate::FoundTrail| deployed(trail.tags.owner()) && trail.trail.trail_arn == own.arn;
        gone(found.trail.present().is_some_and(is_ours), "the trail".to_owned());
    }
    if found.trail.is_absent() {
        gone(found.role.present().is_some_and(|role| owner(&role.role.tags) == Owner::Deployed), "the role".to_owned());
    }
    if named.bucket {
        gone(found.bucket.present().is_some_and(|bucket| deployed(bucket.tags.owner())), "the bucket".to_owned());
    }
    if named.log_group && matches!(wanted.log_group, WantedLogGroup::Own { .. }) {
        gone(found.log_group.present().is_some_and(|group| deployed(group.tags.owner())), "the log group".to_owned());
    }
    unremoved
}
