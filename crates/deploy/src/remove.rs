//! What a removal does: what is ours goes, what was adopted stays, and so does what holds data unless it is named.

use std::collections::BTreeSet;

use signalarm_cloud::{
    CloudTrailCall, CloudWatchCall, IamCall, LogsCall, PutMetricFilter, S3Call, S3Operation, SnsCall, Tag,
};

use crate::found::owner;
use crate::memory::old_filters;
use crate::plan::{feeds, feeds_same_metric, leftovers};
use crate::step::{Change, Obstacle, Obstacles, Plan, Resource, Step};
use crate::{Fact, Found, Owner, Wanted, WantedLogGroup, WantedTrail};

/// What holds data, and goes only if it is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removal {
    /// The trail, and its role with it.
    pub trail: bool,
    /// The bucket with all log files.
    pub bucket: bool,
    /// The log group with all log events.
    pub log_group: bool,
}

/// What must be done so that nothing of ours is left but what holds data and is not named.
///
/// # Errors
///
/// Everything that stands in the way, at once; nothing should be changed then.
pub fn removal(wanted: &Wanted, found: &Found, removal: Removal) -> Result<Plan, Obstacles> {
    let mut remover = Remover { wanted, found, removal, plan: Plan::default(), obstacles: Vec::new() };
    remover.trail();
    remover.leftovers();
    remover.alerts();
    remover.log_group();
    remover.bucket();
    let Remover { plan, obstacles, .. } = remover;
    if obstacles.is_empty() { Ok(plan) } else { Err(Obstacles(obstacles)) }
}

struct Remover<'a> {
    wanted: &'a Wanted,
    found: &'a Found,
    removal: Removal,
    plan: Plan,
    obstacles: Vec<Obstacle>,
}

impl<'a> Remover<'a> {
    fn delete(&mut self, resource: Resource, call: impl Into<signalarm_cloud::Call>) {
        self.plan.steps.push(Step { resource, change: Change::Delete, call: call.into() });
    }

    /// Something that is there; what is not known is an obstacle.
    fn present<T>(&mut self, resource: &Resource, fact: &'a Fact<T>) -> Option<&'a T> {
        if let Fact::Denied(denied) = fact {
            self.obstacles.push(Obstacle::Unknown { resource: resource.clone(), action: denied.action.clone() });
        }
        fact.present()
    }

    fn owner(&mut self, resource: &Resource, tags: &'a Fact<Vec<Tag>>) -> Option<Owner> {
        match tags {
            Fact::Absent => Some(Owner::Foreign),
            Fact::Unasked | Fact::Denied(_) | Fact::Present(_) => self.present(resource, tags).map(|tags| owner(tags)),
        }
    }

    /// The trail, and behind it the role, without which a trail that stays could not deliver.
    fn trail(&mut self) {
        let Some(wanted) = &self.wanted.trail else { return };
        let resource = Resource::Trail(wanted.request.name.clone());
        if let Some(trail) = self.present(&resource, &self.found.trail) {
            let is_ours =
                trail.trail.trail_arn == wanted.arn && self.owner(&resource, &trail.tags) == Some(Owner::Deployed);
            if is_ours && self.removal.trail {
                self.delete(resource, CloudTrailCall::DeleteTrail { name: wanted.arn.clone() });
            } else {
                self.plan.foreign.push(resource);
            }
        }
        self.role(wanted);
    }

    fn stays(&self, resource: &Resource) -> bool {
        self.plan.foreign.contains(resource)
    }

    fn role(&mut self, wanted: &WantedTrail) {
        let name = &wanted.role.name;
        let resource = Resource::Role(name.clone());
        let Some(role) = self.present(&resource, &self.found.role) else { return };
        let is_needed =
            self.stays(&Resource::Trail(wanted.request.name.clone())) || matches!(self.found.trail, Fact::Denied(_));
        if owner(&role.role.tags) != Owner::Deployed || is_needed {
            self.plan.foreign.push(resource);
            return;
        }
        let Some(policies) = self.present(&resource, &role.policy_names) else { return };
        for policy in policies {
            let (role_name, policy_name) = (name.clone(), policy.clone());
            let resource = Resource::RolePolicy { role: name.clone(), policy: policy.clone() };
            self.delete(resource, IamCall::DeleteRolePolicy { role_name, policy_name });
        }
        self.delete(resource, IamCall::DeleteRole { role_name: name.clone() });
    }

    /// The wanted alerts, and those that were wanted once.
    fn alerts(&mut self) {
        let all = Resource::Alarm("of every name".to_owned());
        if self.present(&all, &self.found.alarms).is_none() {
            return;
        }
        let alarms = self.found.alarms.present().into_iter().flatten();
        let ours = alarms.filter(|(_, alarm)| alarm.tags.owner().is_some_and(|owner| owner != Owner::Foreign));
        // Of an alert that was begun and never finished there is no alarm, but a topic was asked for.
        let once: BTreeSet<&String> = ours.map(|(name, _)| name).chain(self.found.topics.keys()).collect();
        for name in once.into_iter().filter(|name| self.wanted.alert(name).is_none()) {
            self.alert(name);
        }
        // The silence alarm's topic, which remembers names, is the last one.
        let wanted = self.wanted;
        wanted.alerts.iter().for_each(|alert| self.alert(alert.name.as_str()));
    }

    /// What an earlier config named stays, as it holds data; metric filters of ours do not.
    fn leftovers(&mut self) {
        let (wanted, found) = (self.wanted, self.found);
        old_filters(wanted, found).into_iter().for_each(|filter| self.metric_filter(filter, true));
        self.plan.foreign.extend(leftovers(wanted, found));
    }

    /// Topic, filter, and last the alarm, by which the others are found.
    fn alert(&mut self, name: &str) {
        let (topic, alarm) = (Resource::Topic(name.to_owned()), Resource::Alarm(name.to_owned()));
        let found_alarm = self.found.alarms.present().and_then(|alarms| alarms.get(name));
        let alarm_owner = found_alarm.and_then(|found| self.owner(&alarm, &found.tags));
        let found_topic = self.found.topics.get(name).and_then(|found| self.present(&topic, found));
        let topic_owner = found_topic.and_then(|found| self.owner(&topic, &found.tags));
        match topic_owner {
            Some(Owner::Deployed) => {
                let topic_arn = self.wanted.place().topic_arn(name);
                self.delete(topic, SnsCall::DeleteTopic { topic_arn });
            }
            Some(Owner::Adopted | Owner::Foreign) => self.plan.foreign.push(topic),
            None => {}
        }
        let namespace = found_alarm.and_then(|found| found.alarm.configuration.namespace.as_deref());
        if let Some(filter) = self.filter(name) {
            let is_ours = match (alarm_owner, topic_owner) {
                (Some(Owner::Deployed), _) => feeds(filter, namespace) || self.is_in_our_log_group(),
                (Some(Owner::Adopted | Owner::Foreign), _) | (None, Some(Owner::Adopted | Owner::Foreign)) => false,
                // Without an alarm its topic decides, its place, or in somebody's log group the metric that it feeds.
                (None, Some(Owner::Deployed)) if feeds(filter, Some(self.wanted.namespace())) => true,
                (None, Some(Owner::Deployed) | None) => self.is_in_our_log_group() || self.is_as_wanted(filter),
            };
            self.metric_filter(filter, is_ours);
        }
        match alarm_owner {
            Some(Owner::Deployed) => self.delete(alarm, CloudWatchCall::DeleteAlarms(vec![name.to_owned()])),
            Some(Owner::Adopted | Owner::Foreign) => self.plan.foreign.push(alarm),
            None => {}
        }
    }

    fn filter(&mut self, name: &str) -> Option<&'a PutMetricFilter> {
        let group = self.found.log_group.present()?;
        let resource = Resource::LogGroup(group.group.log_group_name.clone());
        match &group.filters {
            // One obstacle for all filters.
            Fact::Denied(_) if self.obstacles.iter().any(|known| is_about(known, &resource)) => None,
            filters => self.present(&resource, filters)?.get(name),
        }
    }

    fn is_in_our_log_group(&self) -> bool {
        matches!(self.wanted.log_group, WantedLogGroup::Own { .. })
            && self.found.log_group.present().is_some_and(|group| group.tags.owner() == Some(Owner::Deployed))
    }

    fn is_as_wanted(&self, filter: &PutMetricFilter) -> bool {
        matches!(self.wanted.log_group, WantedLogGroup::Somebodys { .. })
            && self
                .wanted
                .alert(&filter.filter_name)
                .is_some_and(|alert| alert.filter.as_ref().is_some_and(|wanted| feeds_same_metric(wanted, filter)))
    }

    fn metric_filter(&mut self, filter: &PutMetricFilter, is_ours: bool) {
        let (log_group_name, filter_name) = (filter.log_group_name.clone(), filter.filter_name.clone());
        let resource = Resource::MetricFilter { log_group: log_group_name.clone(), name: filter_name.clone() };
        if is_ours {
            self.delete(resource, LogsCall::DeleteMetricFilter { log_group_name, filter_name });
        } else {
            self.plan.foreign.push(resource);
        }
    }

    fn log_group(&mut self) {
        let WantedLogGroup::Own { name, .. } = &self.wanted.log_group else { return };
        let resource = Resource::LogGroup(name.to_string());
        let Some(group) = self.present(&resource, &self.found.log_group) else { return };
        let is_ours = self.removal.log_group && self.owner(&resource, &group.tags) == Some(Owner::Deployed);
        let log_group_name = name.to_string();
        self.if_not_needed(is_ours, resource, LogsCall::DeleteLogGroup { log_group_name });
    }

    fn bucket(&mut self) {
        let Some(WantedTrail { bucket, .. }) = &self.wanted.trail else { return };
        let resource = Resource::Bucket(bucket.name.clone());
        let found = match (self.removal.bucket, &self.found.bucket) {
            // What is not named need not be known.
            (false, Fact::Unasked | Fact::Denied(_) | Fact::Absent) => return,
            (true, found) => self.present(&resource, found),
            (false, Fact::Present(found)) => Some(found),
        };
        let Some(found) = found else { return };
        let is_ours = self.removal.bucket && self.owner(&resource, &found.tags) == Some(Owner::Deployed);
        let expected_bucket_owner = self.wanted.place().account.to_string();
        let operation = S3Operation::DeleteBucket;
        self.if_not_needed(is_ours, resource, S3Call { bucket: bucket.name.clone(), expected_bucket_owner, operation });
    }

    /// What a trail delivers to cannot go while the trail stays.
    fn if_not_needed(&mut self, is_ours: bool, resource: Resource, call: impl Into<signalarm_cloud::Call>) {
        let trail = self.wanted.trail.as_ref().map(|trail| Resource::Trail(trail.request.name.clone()));
        match trail.filter(|trail| self.stays(trail)) {
            Some(by) if is_ours => self.obstacles.push(Obstacle::StillNeeded { resource, by }),
            Some(_) | None if !is_ours => self.plan.foreign.push(resource),
            Some(_) | None => self.delete(resource, call),
        }
    }
}

fn is_about(obstacle: &Obstacle, about: &Resource) -> bool {
    matches!(obstacle, Obstacle::Unknown { resource, .. } if resource == about)
}
