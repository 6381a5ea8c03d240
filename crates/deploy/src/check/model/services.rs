//! SNS, CloudWatch and CloudWatch Logs.

use std::collections::BTreeMap;

use signalarm_alarm::State;
use signalarm_cloud::{
    CloudWatchCall, DescribedLogGroup, DescribedMetricAlarm, DescribedState, ListedSubscription, LogsCall,
    PutMetricAlarm, PutMetricFilter, SnsCall, SubscriptionState,
};
use signalarm_time::Timestamp;

use super::{Model, Wrong, add_tags, is_resent, is_tagged, may_change, may_delete, may_replace, there};
use crate::memory::Memory;
use crate::step::Change;
use crate::wanted::is_at;
use crate::{Fact, FoundAlarm, FoundLogGroup, FoundTopic, Owner, WantedLogGroup};

impl Model<'_> {
    fn topic(&mut self, arn: &str) -> Result<&mut FoundTopic, Wrong> {
        let name = Self::name(&self.wanted.place().topic_arn(""), arn)?;
        let topic = self.found.topics.get_mut(name).ok_or_else(|| format!("nobody looked at the topic {name}"))?;
        there(topic, "the topic")
    }

    pub(super) fn sns(&mut self, call: &SnsCall, change: &Change) -> Result<(), Wrong> {
        match call {
            SnsCall::CreateTopic { name, attributes, tags } => {
                is_tagged(tags)?;
                let topic = FoundTopic {
                    attributes: attributes.clone(),
                    tags: Fact::Present(tags.clone()),
                    subscriptions: Fact::Present(Vec::new()),
                };
                match self.found.topics.insert(name.clone(), Fact::Present(topic)) {
                    Some(Fact::Absent) => Ok(()),
                    _ => Err("it is not known to be absent".to_owned()),
                }
            }
            SnsCall::SetTopicAttributes { topic_arn, name, value } => {
                let topic = self.topic(topic_arn)?;
                let owner = topic.tags.owner();
                may_change(owner, "the topic")?;
                let before = topic.attributes.insert(name.clone(), value.clone());
                let ours = self.wanted.alerts.iter().find(|alert| alert.topic.arn == *topic_arn);
                match ours.filter(|_| name == "Policy") {
                    Some(alert) => may_replace(owner, before.as_deref(), value, &alert.topic.policy),
                    None => Ok(()),
                }
            }
            SnsCall::DeleteTopic { topic_arn } => {
                may_delete(self.topic(topic_arn)?.tags.owner(), "the topic")?;
                let name = Self::name(&self.wanted.place().topic_arn(""), topic_arn)?.to_owned();
                self.found.topics.insert(name, Fact::Absent);
                Ok(())
            }
            SnsCall::TagResource { resource_arn, tags } => {
                add_tags(&mut self.topic(resource_arn)?.tags, tags);
                Ok(())
            }
            SnsCall::Subscribe { topic_arn, protocol, endpoint } => {
                self.subscribe(topic_arn, protocol, endpoint, is_resent(change))
            }
            SnsCall::Unsubscribe { subscription_arn } => self.unsubscribe(subscription_arn),
            SnsCall::GetTopicAttributes { .. }
            | SnsCall::ListTagsForResource { .. }
            | SnsCall::ListSubscriptionsByTopic { .. }
            | SnsCall::GetSmsSandboxAccountStatus
            | SnsCall::Publish { .. } => Err("it changes nothing".to_owned()),
        }
    }

    fn subscribe(&mut self, topic_arn: &str, protocol: &str, endpoint: &str, is_resent: bool) -> Result<(), Wrong> {
        let topic = self.topic(topic_arn)?;
        may_change(topic.tags.owner(), "the topic")?;
        let listed = there(&mut topic.subscriptions, "the list of subscriptions")?;
        let subscription = ListedSubscription {
            state: SubscriptionState::PendingConfirmation,
            protocol: protocol.to_owned(),
            endpoint: endpoint.to_owned(),
        };
        if !topic.tags.present().is_some_and(|tags| Memory::of(tags).knows(&subscription)) {
            return Err("nothing would remember that a config named it".to_owned());
        }
        listed.retain(|listed| !is_at(listed, protocol, endpoint) || listed.state != SubscriptionState::Deleted);
        match (listed.iter().any(|listed| is_at(listed, protocol, endpoint)), is_resent) {
            (true, false) => return Err("it is subscribed already".to_owned()),
            (false, true) => return Err("it was never subscribed".to_owned()),
            (true, true) => {}
            (false, false) => listed.push(subscription),
        }
        Ok(())
    }

    fn unsubscribe(&mut self, arn: &str) -> Result<(), Wrong> {
        for topic in self.found.topics.values_mut().filter_map(Fact::present_mut) {
            let owner = topic.tags.owner();
            let memory = topic.tags.present().map(|tags| Memory::of(tags)).unwrap_or_default();
            let Some(listed) = topic.subscriptions.present_mut() else { continue };
            if let Some(position) = listed.iter().position(|listed| listed.state.arn() == Some(arn)) {
                may_change(owner, "the topic")?;
                let is_known = memory.knows(&listed.remove(position));
                return if is_known { Ok(()) } else { Err("no config named it".to_owned()) };
            }
        }
        Err("no topic has it".to_owned())
    }

    pub(super) fn cloudwatch(&mut self, call: &CloudWatchCall) -> Result<(), Wrong> {
        match call {
            CloudWatchCall::PutMetricAlarm(request) => self.put_alarm(request),
            CloudWatchCall::DeleteAlarms(names) => {
                for name in names {
                    let alarm = self.alarm(name)?;
                    may_delete(alarm.tags.owner(), "the alarm")?;
                    if let Some(Fact::Present(topic)) = self.found.topics.get(name)
                        && topic.tags.owner() == Some(Owner::Deployed)
                    {
                        return Err("its topic would be an orphan".to_owned());
                    }
                    there(&mut self.found.alarms, "the list of alarms")?.remove(name);
                }
                Ok(())
            }
            CloudWatchCall::TagResource { resource_arn, tags } => {
                let name = Self::name(&self.wanted.place().alarm_arn(""), resource_arn)?.to_owned();
                add_tags(&mut self.alarm(&name)?.tags, tags);
                Ok(())
            }
            CloudWatchCall::PutCompositeAlarm(_)
            | CloudWatchCall::DescribeAlarms(_)
            | CloudWatchCall::DescribeAlarmsForMetric(_)
            | CloudWatchCall::DescribeAlarmHistory(_)
            | CloudWatchCall::ListTagsForResource(_)
            | CloudWatchCall::SetAlarmState(_)
            | CloudWatchCall::EnableAlarmActions(_)
            | CloudWatchCall::DisableAlarmActions(_)
            | CloudWatchCall::PutMetricData { .. }
            | CloudWatchCall::PutAlarmMuteRule(_)
            | CloudWatchCall::ListAlarmMuteRules { .. }
            | CloudWatchCall::DeleteAlarmMuteRule(_) => Err("no plan needs this operation".to_owned()),
        }
    }

    fn alarm(&mut self, name: &str) -> Result<&mut FoundAlarm, Wrong> {
        let alarms = there(&mut self.found.alarms, "the list of alarms")?;
        alarms.get_mut(name).ok_or_else(|| format!("the alarm {name} is not there"))
    }

    /// The topics that an alarm publishes to, and the filter that feeds it, must be there.
    fn put_alarm(&mut self, request: &PutMetricAlarm) -> Result<(), Wrong> {
        for action in request.actions() {
            self.topic(action)?;
        }
        if request.namespace.as_deref() == Some(self.wanted.namespace()) {
            let group = there(&mut self.found.log_group, "the log group")?;
            let filters = there(&mut group.filters, "the list of metric filters")?;
            let feeds = |filter: &PutMetricFilter| {
                let metrics = &filter.metric_transformations;
                metrics.iter().any(|metric| Some(&metric.metric_name) == request.metric_name.as_ref())
            };
            if !filters.values().any(feeds) {
                return Err("nothing feeds its metric yet".to_owned());
            }
        }
        let place = self.wanted.place().clone();
        let alarms = there(&mut self.found.alarms, "the list of alarms")?;
        let configuration = PutMetricAlarm { tags: Vec::new(), ..request.clone() };
        if let Some(present) = alarms.get_mut(&request.alarm_name) {
            may_change(present.tags.owner(), "the alarm")?;
            present.alarm.configuration = configuration;
            return Ok(());
        }
        // It may get its tag by a call of its own; that it has it at the end is part of the goal.
        let state = DescribedState {
            alarm_arn: place.alarm_arn(&request.alarm_name),
            alarm_configuration_updated: Timestamp::MIN,
            state_value: State::InsufficientData,
            state_reason: String::new(),
            state_reason_data: None,
            state_updated: Timestamp::MIN,
            state_transitioned: Timestamp::MIN,
        };
        let alarm = DescribedMetricAlarm { configuration, state };
        let tags = Fact::Present(request.tags.clone());
        alarms.insert(request.alarm_name.clone(), FoundAlarm { alarm, tags });
        Ok(())
    }

    fn log_group(&mut self, name: &str) -> Result<&mut FoundLogGroup, Wrong> {
        let group = there(&mut self.found.log_group, "the log group")?;
        if group.group.log_group_name == name {
            Ok(group)
        } else {
            Err(format!("nobody looked at the log group {name}"))
        }
    }

    /// A filter may be put into, and taken out of, a log group of ours; in somebody's, if it feeds a metric of ours.
    fn may_filter(&mut self, log_group: &str, deletes: bool) -> Result<(), Wrong> {
        let is_own = matches!(self.wanted.log_group, WantedLogGroup::Own { .. });
        let owner = self.log_group(log_group)?.tags.owner();
        match (is_own, deletes) {
            (true, false) => may_change(owner, "the log group"),
            // An adopted log group may hold filters of alarms that we created.
            (true, true) | (false, _) => Ok(()),
        }
    }

    pub(super) fn logs(&mut self, call: &LogsCall) -> Result<(), Wrong> {
        match call {
            LogsCall::CreateLogGroup { log_group_name, tags } => {
                is_tagged(tags)?;
                let is_absent = self.found.log_group.is_absent();
                self.found.log_group = Fact::Present(FoundLogGroup {
                    group: DescribedLogGroup {
                        log_group_name: log_group_name.clone(),
                        retention_in_days: None,
                        is_standard_class: true,
                        stored_bytes: 0,
                    },
                    tags: Fact::Present(tags.clone()),
                    filters: Fact::Present(BTreeMap::new()),
                });
                if is_absent { Ok(()) } else { Err("it is not known to be absent".to_owned()) }
            }
            LogsCall::PutRetentionPolicy { log_group_name, retention_in_days } => {
                let group = self.log_group(log_group_name)?;
                may_change(group.tags.owner(), "the log group")?;
                group.group.retention_in_days = Some(*retention_in_days);
                Ok(())
            }
            LogsCall::DeleteLogGroup { log_group_name } => {
                may_delete(self.log_group(log_group_name)?.tags.owner(), "the log group")?;
                self.found.log_group = Fact::Absent;
                Ok(())
            }
            LogsCall::PutMetricFilter(request) => {
                self.may_filter(&request.log_group_name, false)?;
                let group = self.log_group(&request.log_group_name)?;
                let filters = there(&mut group.filters, "the list of metric filters")?;
                filters.insert(request.filter_name.clone(), (**request).clone());
                Ok(())
            }
            LogsCall::DeleteMetricFilter { log_group_name, filter_name } => {
                if let Some(filters) = self.found.old_filters.get_mut(log_group_name) {
                    let filters = there(filters, "the list of metric filters")?;
                    return filters.remove(filter_name).map(|_| ()).ok_or_else(|| "it is not there".to_owned());
                }
                self.may_filter(log_group_name, true)?;
                let group = self.log_group(log_group_name)?;
                let filters = there(&mut group.filters, "the list of metric filters")?;
                filters.remove(filter_name).map(|_| ()).ok_or_else(|| "it is not there".to_owned())
            }
            LogsCall::TagResource { resource_arn, tags } => {
                let name = Self::name(&self.wanted.place().log_group_arn(""), resource_arn)?.to_owned();
                add_tags(&mut self.log_group(&name)?.tags, tags);
                Ok(())
            }
            LogsCall::DescribeLogGroups { .. }
            | LogsCall::DescribeMetricFilters { .. }
            | LogsCall::TestMetricFilter { .. }
            | LogsCall::ListTagsForResource { .. }
            | LogsCall::DescribeLogStreams { .. }
            | LogsCall::DescribeSubscriptionFilters { .. } => Err("it changes nothing".to_owned()),
            LogsCall::CreateLogStream { .. } | LogsCall::DeleteLogStream { .. } | LogsCall::PutLogEvents { .. } => {
                Err("no deployment does this".to_owned())
            }
        }
    }
}
