//! The operations that are no calls yet, one function each: log groups, trails, topics and subscriptions.

use std::sync::Arc;

use signalarm_alert::{AlertName, LogGroupName, RoleName, TrailName, incoming_log_events};
use signalarm_cloud::Refusal;
use signalarm_event::Record;
use signalarm_metric::MetricFilter;
use signalarm_notification::{Endpoint, LifeEvent, SubscriptionAttributes, Topic, TopicArn, TopicAttributes};

use crate::account::{Account, LogGroup, Trail};
use crate::journal::RecordIndex;

/// Metric filters that one log group takes (CloudWatch Logs User Guide, *CloudWatch Logs quotas*).
const METRIC_FILTERS_MAX: usize = 100;

impl Account {
    /// *CreateLogGroup* of CloudWatch Logs.
    ///
    /// # Errors
    ///
    /// `ResourceAlreadyExistsException`.
    pub fn create_log_group(&mut self, name: &LogGroupName) -> Result<(), Refusal> {
        let text = name.to_string();
        if self.log_groups.contains_key(&text) {
            return Err(Refusal::LogGroupExists(text));
        }
        let incoming = self.metric(&incoming_log_events(name));
        self.log_groups.insert(text, LogGroup { filters: Vec::new(), incoming, replaced: Vec::new() });
        Ok(())
    }

    /// *PutMetricFilter* of CloudWatch Logs: a filter of the same name is replaced in place; nothing is looked at
    /// again that was there before.
    ///
    /// # Errors
    ///
    /// `ResourceNotFoundException`, `LimitExceededException`.
    pub fn put_metric_filter(&mut self, log_group: &LogGroupName, filter: MetricFilter) -> Result<(), Refusal> {
        self.put_filter(log_group.as_str(), filter)
    }

    pub(crate) fn put_filter(&mut self, log_group: &str, filter: MetricFilter) -> Result<(), Refusal> {
        let (metric, now) = (self.metric(&filter.metric), self.now);
        let group = self.log_groups.get_mut(log_group).ok_or_else(|| no_log_group(log_group))?;
        let position = group.filters.iter().position(|(present, _)| present.name == filter.name);
        match position {
            Some(position) => {
                let (before, _) = std::mem::replace(&mut group.filters[position], (filter, metric));
                group.replaced.push((now, before));
            }
            None if group.filters.len() < METRIC_FILTERS_MAX => group.filters.push((filter, metric)),
            None => {
                return Err(Refusal::TooManyMetricFilters(METRIC_FILTERS_MAX));
            }
        }
        Ok(())
    }

    /// *PutLogEvents* of CloudWatch Logs: a record is put into the log group as it would arrive there now, without a
    /// trail.
    ///
    /// # Errors
    ///
    /// `ResourceNotFoundException`.
    pub fn put_log_events(&mut self, log_group: &LogGroupName, record: Record) -> Result<RecordIndex, Refusal> {
        if !self.log_groups.contains_key(log_group.as_str()) {
            return Err(no_log_group(log_group.as_str()));
        }
        let index = self.keep(record, false);
        self.records[index.0].captured = true;
        self.deliver(index, log_group.as_str());
        Ok(index)
    }

    /// *CreateTrail* of CloudTrail: a multi-Region trail that delivers to a log group and does not log yet.
    ///
    /// # Errors
    ///
    /// `TrailAlreadyExistsException`, `InvalidCloudWatchLogsLogGroupArnException`.
    pub fn create_trail(
        &mut self,
        name: &TrailName,
        log_group: &LogGroupName,
        _role: &RoleName,
    ) -> Result<(), Refusal> {
        if self.trails.contains_key(name.as_str()) {
            return Err(Refusal::TrailExists(name.to_string()));
        }
        if !self.log_groups.contains_key(log_group.as_str()) {
            return Err(Refusal::TrailLogGroupNotFound(log_group.to_string()));
        }
        self.trails.insert(name.to_string(), Trail { log_group: Arc::from(log_group.as_str()), logging_since: None });
        Ok(())
    }

    /// *StartLogging* of CloudTrail; a trail that logs already goes on.
    ///
    /// # Errors
    ///
    /// `TrailNotFoundException`.
    pub fn start_logging(&mut self, name: &TrailName) -> Result<(), Refusal> {
        let now = self.now;
        let trail = self.trails.get_mut(name.as_str()).ok_or_else(|| no_trail(name))?;
        trail.logging_since = trail.logging_since.or(Some(now));
        Ok(())
    }

    /// *StopLogging* of CloudTrail; what is under way still arrives.
    ///
    /// # Errors
    ///
    /// `TrailNotFoundException`.
    pub fn stop_logging(&mut self, name: &TrailName) -> Result<(), Refusal> {
        self.trails.get_mut(name.as_str()).ok_or_else(|| no_trail(name))?.logging_since = None;
        Ok(())
    }

    /// *CreateTopic* of SNS: a standard topic; the ARN of one that exists already is answered again.
    pub fn create_topic(&mut self, name: &AlertName) -> String {
        let arn: TopicArn = self.place.topic_arn(name.as_str()).parse().expect("an alert's name is a topic's name");
        // Who asks for no attributes contradicts none.
        self.topics.create(arn.clone(), TopicAttributes::default()).ok();
        arn.to_string()
    }

    /// *Subscribe* of SNS: an e-mail subscription waits for its confirmation, an SMS subscription needs none.
    ///
    /// # Errors
    ///
    /// `NotFoundException`.
    pub fn subscribe(&mut self, topic_arn: &str, endpoint: Endpoint) -> Result<(), Refusal> {
        let now = self.now;
        let subscribed = self.topic(topic_arn)?.subscribe(endpoint.clone(), SubscriptionAttributes::default(), now);
        subscribed.map_err(|why| Refusal::of_subscription(endpoint.protocol(), why))
    }

    /// *ConfirmSubscription* of SNS: the subscriber follows the link in the mail.
    ///
    /// # Errors
    ///
    /// `NotFoundException`.
    pub fn confirm_subscription(&mut self, topic_arn: &str, endpoint: &Endpoint) -> Result<(), Refusal> {
        let now = self.now;
        let confirmed = self.topic(topic_arn)?.happen(endpoint, LifeEvent::Confirm, now);
        confirmed.map_err(|why| Refusal::of_subscription(endpoint.protocol(), why))
    }

    /// *Unsubscribe* of SNS.
    ///
    /// # Errors
    ///
    /// `NotFoundException`; `InvalidParameterException` where the subscription waits for its confirmation.
    pub fn unsubscribe(&mut self, topic_arn: &str, endpoint: &Endpoint) -> Result<(), Refusal> {
        let now = self.now;
        let unsubscribed = self.topic(topic_arn)?.happen(endpoint, LifeEvent::Unsubscribe, now);
        unsubscribed.map_err(|why| Refusal::of_subscription(endpoint.protocol(), why))
    }

    fn topic(&mut self, arn: &str) -> Result<&mut Topic, Refusal> {
        self.topics.get_mut(arn).ok_or_else(|| Refusal::TopicNotFound(arn.to_owned()))
    }
}

fn no_log_group(name: &str) -> Refusal {
    Refusal::LogGroupNotFound(name.to_owned())
}

fn no_trail(name: &TrailName) -> Refusal {
    Refusal::TrailNotFound(name.to_string())
}
