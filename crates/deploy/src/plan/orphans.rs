//! What is ours and wanted no longer: subscriptions, and alerts that were taken out of the config.

use signalarm_cloud::{CloudWatchCall, LogsCall, PutMetricFilter, SnsCall};

use super::Planner;
use crate::step::{Change, Resource};
use crate::{Fact, Found, FoundAlarm, Owner, WantedLogGroup};

impl Planner<'_> {
    pub(super) fn orphans(&mut self) {
        self.unwanted_subscriptions();
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

    /// A subscription bears no tags: it belongs to its topic.
    fn unwanted_subscriptions(&mut self) {
        let wanted = self.wanted;
        for alert in &wanted.alerts {
            let name = alert.name.as_str();
            let topic = self.found.topics.get(name).and_then(Fact::present);
            for listed in topic.and_then(|topic| topic.subscriptions.present()).into_iter().flatten() {
                if alert.topic.wants(listed) {
                    continue;
                }
                let (protocol, endpoint) = (listed.protocol.clone(), listed.endpoint.clone());
                let resource = Resource::Subscription { topic: name.to_owned(), protocol, endpoint };
                match listed.subscription_arn.clone() {
                    Some(subscription_arn) => {
                        self.step(&resource, Change::Delete, SnsCall::Unsubscribe { subscription_arn });
                    }
                    None => self.plan.pending_unwanted.push(resource),
                }
            }
        }
    }

    /// Topic, filter, and last the alarm, by which the others are found.
    fn unwanted_alert(&mut self, name: &str, alarm: &FoundAlarm) {
        let topic = Resource::Topic(name.to_owned());
        let found = self.found.topics.get(name).unwrap_or(&Fact::Unasked);
        let Some(found) = self.known(&topic, found) else { return };
        if let Some(found) = found {
            let Some(tags) = self.known(&topic, &found.tags) else { return };
            match tags.map_or(Owner::Foreign, |tags| crate::found::owner(tags)) {
                Owner::Deployed => {
                    let topic_arn = self.wanted.place().topic_arn(name);
                    self.step(&topic, Change::Delete, SnsCall::DeleteTopic { topic_arn });
                }
                Owner::Adopted | Owner::Foreign => self.plan.foreign.push(topic),
            }
        }
        let namespace = alarm.alarm.configuration.namespace.as_deref();
        let filter = found_filter(self.found, name).filter(|filter| feeds(filter, namespace));
        if let Some(filter) = filter {
            self.delete_filter(filter);
        }
        let names = vec![name.to_owned()];
        self.step(&Resource::Alarm(name.to_owned()), Change::Delete, CloudWatchCall::DeleteAlarms(names));
    }

    /// Filters in a log group that we created which are made as ours and wanted no longer, but have no alarm any more; all
    /// others there are somebody's.
    fn unwanted_filters(&mut self) {
        let wanted = self.wanted;
        let Some(group) = self.found.log_group.present() else { return };
        let is_ours =
            matches!(wanted.log_group, WantedLogGroup::Own { .. }) && group.tags.owner() == Some(Owner::Deployed);
        let alarms = self.found.alarms.present();
        for (name, filter) in group.filters.present().into_iter().flatten() {
            let is_wanted = wanted.alert(name).is_some_and(|alert| alert.filter.is_some());
            let has_alarm = alarms.is_some_and(|alarms| alarms.contains_key(name));
            match is_wanted || self.plan.steps.iter().any(|step| step.resource == resource(filter)) {
                true => {}
                false if is_ours && !has_alarm && feeds(filter, Some(wanted.namespace())) => self.delete_filter(filter),
                false if matches!(wanted.log_group, WantedLogGroup::Own { .. }) => {
                    self.plan.foreign.push(resource(filter));
                }
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
