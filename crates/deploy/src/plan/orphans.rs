//! What is ours and wanted no longer: subscriptions, alerts that were taken out of the config, and what it named otherwise.

use signalarm_cloud::{CloudWatchCall, LogsCall, PutMetricFilter, SnsCall, SubscriptionState, Tag};

use super::Planner;
use crate::memory::{Memory, old_filters};
use crate::step::{Change, Resource};
use crate::{Fact, Found, FoundAlarm, FoundTopic, Owner, Wanted, WantedLogGroup};

impl<'a> Planner<'a> {
    pub(super) fn orphans(&mut self) {
        self.unwanted_subscriptions();
        self.leftovers();
        let wanted = self.wanted;
        let alarms = self.found.alarms.present().into_iter().flatten();
        for (name, alarm) in alarms.filter(|(name, _)| wanted.alert(name).is_none()) {
            match alarm.tags.owner() {
                Some(Owner::Deployed) => self.unwanted_alert(name, alarm),
                Some(Owner::Adopted) => self.plan.foreign.push(Resource::Alarm(name.clone())),
                // Most alarms of an account are none of our business.
                Some(Owner::Foreign) | None => {}
            }
        }
        self.unwanted_filters();
    }

    /// A subscription bears no tags: its topic remembers whom a config named, and whoever else subscribed stays.
    fn unwanted_subscriptions(&mut self) {
        let wanted = self.wanted;
        for alert in wanted.alerts.iter() {
            let name = alert.name.as_str();
            let Some(topic) = self.found.topics.get(name).and_then(Fact::present) else { continue };
            let memory = topic.tags.present().map(|tags| Memory::of(tags)).unwrap_or_default();
            for listed in topic.subscriptions.present().into_iter().flatten() {
                if alert.topic.wants(listed) {
                    continue;
                }
                let (protocol, endpoint) = (listed.protocol.clone(), listed.endpoint.clone());
                let resource = Resource::Subscription { topic: name.to_owned(), protocol, endpoint };
                match &listed.state {
                    // SNS forgets it by itself.
                    SubscriptionState::Deleted => {}
                    SubscriptionState::Confirmed { subscription_arn } if memory.knows(listed) => {
                        let subscription_arn = subscription_arn.clone();
                        self.step(&resource, Change::Delete, SnsCall::Unsubscribe { subscription_arn });
                    }
                    SubscriptionState::PendingConfirmation if memory.knows(listed) => {
                        self.plan.pending_unwanted.push(resource);
                    }
                    SubscriptionState::Confirmed { .. } | SubscriptionState::PendingConfirmation => {
                        self.plan.foreign.push(resource);
                    }
                }
            }
        }
    }

    /// What an earlier config named: it holds data and stays, but metric filters would go on to feed our metrics.
    fn leftovers(&mut self) {
        let (wanted, found) = (self.wanted, self.found);
        for filter in old_filters(wanted, found) {
            self.delete_filter(filter);
        }
        self.plan.foreign.extend(leftovers(wanted, found));
    }

    /// Topic, filter, and last the alarm, by which the others are found.
    fn unwanted_alert(&mut self, name: &str, alarm: &FoundAlarm) {
        let found = self.found.topics.get(name).unwrap_or(&Fact::Unasked);
        if !self.unwanted_topic(name, found) {
            return;
        }
        let namespace = alarm.alarm.configuration.namespace.as_deref();
        let filter = found_filter(self.found, name).filter(|filter| feeds(filter, namespace));
        if let Some(filter) = filter {
            self.delete_filter(filter);
        }
        let names = vec![name.to_owned()];
        self.step(&Resource::Alarm(name.to_owned()), Change::Delete, CloudWatchCall::DeleteAlarms(names));
    }

    /// Whether it was known what to do with it.
    fn unwanted_topic(&mut self, name: &str, found: &'a Fact<FoundTopic>) -> bool {
        let resource = Resource::Topic(name.to_owned());
        let Some(topic) = self.known(&resource, found) else { return false };
        let Some(topic) = topic else { return true };
        let Some(tags) = self.known(&resource, &topic.tags) else { return false };
        match tags.map_or(Owner::Foreign, |tags| crate::found::owner(tags)) {
            Owner::Deployed => {
                let topic_arn = self.wanted.place().topic_arn(name);
                self.step(&resource, Change::Delete, SnsCall::DeleteTopic { topic_arn });
            }
            Owner::Adopted | Owner::Foreign => self.plan.foreign.push(resource),
        }
        true
    }

    /// Filters that are made as ours and wanted no longer, but have no alarm: an alert was begun and never finished. In a log
    /// group that we created they are ours, in somebody's if the topic of their name is; all others there are somebody's.
    fn unwanted_filters(&mut self) {
        let wanted = self.wanted;
        let Some(group) = self.found.log_group.present() else { return };
        let is_own = matches!(wanted.log_group, WantedLogGroup::Own { .. });
        let is_created = is_own && group.tags.owner() == Some(Owner::Deployed);
        let alarms = self.found.alarms.present();
        for (name, filter) in group.filters.present().into_iter().flatten() {
            let is_wanted = wanted.alert(name).is_some_and(|alert| alert.filter.is_some());
            if is_wanted || self.plan.steps.iter().any(|step| step.resource == resource(filter)) {
                continue;
            }
            let has_alarm = alarms.is_some_and(|alarms| alarms.contains_key(name));
            let is_made_as_ours = !has_alarm && feeds(filter, Some(wanted.namespace()));
            let topic = self.found.topics.get(name).filter(|_| is_made_as_ours);
            let has_topic = topic.and_then(Fact::present).and_then(|topic| topic.tags.owner()) == Some(Owner::Deployed);
            match is_made_as_ours && (is_created || has_topic) {
                true => {
                    if topic.is_none_or(|topic| self.unwanted_topic(name, topic)) {
                        self.delete_filter(filter);
                    }
                }
                false if is_own || is_made_as_ours => self.plan.foreign.push(resource(filter)),
                // A log group of somebody's is full of their filters.
                false => {}
            }
        }
    }

    fn delete_filter(&mut self, filter: &PutMetricFilter) {
        let call = LogsCall::DeleteMetricFilter {
            log_group_name: filter.log_group_name.clone(),
            filter_name: filter.filter_name.clone(),
        };
        self.step(&resource(filter), Change::Delete, call);
    }
}

/// What an earlier config named and is ours, as far as that is known.
pub(crate) fn leftovers<'a>(wanted: &'a Wanted, found: &'a Found) -> impl Iterator<Item = Resource> + 'a {
    let now = wanted.holdings();
    let is_ours = |tags: &Fact<Vec<Tag>>| match tags {
        Fact::Absent | Fact::Unasked => false,
        Fact::Denied(_) => true,
        Fact::Present(tags) => crate::found::owner(tags) != Owner::Foreign,
    };
    let once = found.leftovers.iter().filter(move |(holding, tags)| is_ours(tags) && !now.contains(holding));
    once.map(|(holding, _)| holding.resource())
}

fn found_filter<'a>(found: &'a Found, name: &str) -> Option<&'a PutMetricFilter> {
    found.log_group.present()?.filters.present()?.get(name)
}

fn resource(filter: &PutMetricFilter) -> Resource {
    Resource::MetricFilter { log_group: filter.log_group_name.clone(), name: filter.filter_name.clone() }
}

/// Whether a filter feeds the metric of its own name in a namespace, as all of ours do.
pub(crate) fn feeds(filter: &PutMetricFilter, namespace: Option<&str>) -> bool {
    let [transformation] = filter.metric_transformations.as_slice() else { return false };
    transformation.metric_name == filter.filter_name && Some(transformation.metric_namespace.as_str()) == namespace
}
