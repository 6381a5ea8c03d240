//! CloudWatch Logs: log groups, their retention and tags.
//!
//! The words of these refusals are not known, but those of metric filters.

use std::collections::BTreeMap;
use std::sync::Arc;

use signalarm_alert::{LogGroupName, incoming_log_events};
use signalarm_cloud::{
    DescribedLogGroup, DescribedSubscriptionFilter, LogsCall, Page, PutMetricFilter, Refusal, Reply,
};
use signalarm_event::Record;
use signalarm_filter_pattern::PatternSet;
use signalarm_metric::MetricFilter;

use crate::account::{Account, MetricIndex};
use crate::journal::RecordIndex;
use crate::pages::{ForeignToken, page};
use crate::tags::{TagRefusals, TagSet, merged, told};

/// Log groups on a page (CloudWatch Logs API Reference, *DescribeLogGroups*).
const PAGE: usize = 50;
/// What *PutRetentionPolicy* takes (CloudWatch Logs API Reference).
const RETENTION_DAYS: [i32; 22] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];
/// What the service counts of a log event besides its text (CloudWatch Logs API Reference, *PutLogEvents*).
const EVENT_OVERHEAD_BYTES: u64 = 26;

const TAGS: TagRefusals =
    TagRefusals { invalid: ("InvalidParameterException", 400), too_many: ("TooManyTagsException", 400) };

/// A log group.
#[derive(Clone)]
pub(crate) struct LogGroup {
    pub(crate) filters: Vec<(MetricFilter, MetricIndex)>,
    /// The patterns of the filters, in their order, once they have been needed.
    patterns: Option<Arc<PatternSet>>,
    /// The filters as they were asked for, by name.
    pub(crate) requests: BTreeMap<String, PutMetricFilter>,
    pub(crate) incoming: MetricIndex,
    /// What was under the names of filters, in the order in which it ended: what explains silence afterwards.
    pub(crate) past: Vec<PastFilter>,
    /// Whether it takes metric filters.
    pub(crate) is_standard_class: bool,
    /// The log streams, each with the bytes of what was put into it by calls.
    pub(super) streams: BTreeMap<String, u64>,
    pub(super) subscription_filters: BTreeMap<String, DescribedSubscriptionFilter>,
    pub(super) retention_in_days: Option<i32>,
    stored_bytes: u64,
    tags: TagSet,
}

/// What was under the name of a filter until a call.
#[derive(Clone)]
pub(crate) struct PastFilter {
    /// The account's revision by that call.
    pub(crate) until: u64,
    pub(crate) name: String,
    /// `None`: there was none.
    pub(crate) filter: Option<MetricFilter>,
}

impl Account {
    pub(crate) fn answer_logs(&mut self, call: LogsCall) -> Result<Reply, Refusal> {
        match call {
            LogsCall::CreateLogGroup { log_group_name, tags } => {
                let tags = merged(&TagSet::new(), &tags).map_err(|fault| TAGS.of(fault))?;
                self.create_log_group(&log_group_name, tags)?;
            }
            LogsCall::DescribeLogGroups { log_group_name_prefix, next_token } => {
                let page = self.describe_log_groups(&log_group_name_prefix, next_token.as_deref())?;
                return Ok(Reply::LogGroups(page));
            }
            LogsCall::PutRetentionPolicy { log_group_name, retention_in_days } => {
                self.put_retention(&log_group_name, retention_in_days)?;
            }
            LogsCall::DeleteLogGroup { log_group_name } => self.delete_log_group(&log_group_name)?,
            LogsCall::PutMetricFilter(request) => self.put_metric_filter(*request)?,
            LogsCall::DescribeMetricFilters { log_group_name, next_token } => {
                let page = self.describe_metric_filters(&log_group_name, next_token.as_deref())?;
                return Ok(Reply::MetricFilters(page));
            }
            LogsCall::DeleteMetricFilter { log_group_name, filter_name } => {
                self.delete_metric_filter(&log_group_name, &filter_name)?;
            }
            LogsCall::TestMetricFilter { filter_pattern, log_event_messages } => {
                return super::metric_filters::test(&filter_pattern, &log_event_messages).map(Reply::Matches);
            }
            LogsCall::ListTagsForResource { resource_arn } => {
                return Ok(Reply::Tags(told(&self.tagged_log_group(&resource_arn)?.tags)));
            }
            LogsCall::TagResource { resource_arn, tags } => {
                let group = self.tagged_log_group(&resource_arn)?;
                group.tags = merged(&group.tags, &tags).map_err(|fault| TAGS.of(fault))?;
            }
            LogsCall::CreateLogStream { log_group_name, log_stream_name } => {
                self.create_log_stream(&log_group_name, &log_stream_name)?;
            }
            LogsCall::DescribeLogStreams { log_group_name, log_stream_name_prefix, next_token } => {
                return self
                    .describe_log_streams(&log_group_name, &log_stream_name_prefix, next_token.as_deref())
                    .map(Reply::Names);
            }
            LogsCall::DeleteLogStream { log_group_name, log_stream_name } => {
                self.delete_log_stream(&log_group_name, &log_stream_name)?;
            }
            LogsCall::PutLogEvents { log_group_name, log_stream_name, log_events } => {
                return self
                    .put_into_stream(&log_group_name, &log_stream_name, log_events)
                    .map(Reply::RejectedLogEvents);
            }
            LogsCall::DescribeSubscriptionFilters { log_group_name, next_token } => {
                return self
                    .describe_subscription_filters(&log_group_name, next_token.as_deref())
                    .map(Reply::SubscriptionFilters);
            }
        }
        Ok(Reply::Done)
    }

    fn put_retention(&mut self, log_group: &str, days: i32) -> Result<(), Refusal> {
        let group = self.log_group_mut(log_group)?;
        if !RETENTION_DAYS.contains(&days) {
            return Err(invalid(format!("log events cannot be kept for {days} days")));
        }
        group.retention_in_days = Some(days);
        Ok(())
    }

    fn delete_log_group(&mut self, name: &str) -> Result<(), Refusal> {
        self.log_group_mut(name)?;
        let Some(group) = self.log_groups.remove(name) else { return Ok(()) };
        self.past_filters.extend(group.past);
        let gone = |(filter, _): (MetricFilter, MetricIndex)| PastFilter {
            until: self.revision,
            name: filter.name.clone(),
            filter: Some(filter),
        };
        self.past_filters.extend(group.filters.into_iter().map(gone));
        Ok(())
    }

    pub(crate) fn log_group_mut(&mut self, name: &str) -> Result<&mut LogGroup, Refusal> {
        self.log_groups.get_mut(name).ok_or_else(|| Refusal::LogGroupNotFound(name.to_owned()))
    }

    /// The log group of an ARN, as calls about tags write it: without `:*`.
    fn tagged_log_group(&mut self, arn: &str) -> Result<&mut LogGroup, Refusal> {
        let name = arn.strip_prefix(&self.place.log_group_arn(""));
        match name.map(str::to_owned) {
            Some(name) if !name.contains(':') => self.log_group_mut(&name),
            Some(_) => Err(invalid(format!("{arn} is no ARN of a log group: it ends with the name"))),
            None => Err(Refusal::LogGroupNotFound(arn.to_owned())),
        }
    }

    pub(crate) fn create_log_group(&mut self, name: &str, tags: TagSet) -> Result<(), Refusal> {
        let name: LogGroupName = name.parse().map_err(|why| invalid(format!("{why}")))?;
        if self.log_groups.contains_key(name.as_str()) {
            return Err(Refusal::LogGroupExists(name.to_string()));
        }
        let group = LogGroup {
            filters: Vec::new(),
            patterns: None,
            requests: BTreeMap::new(),
            incoming: self.metric(&incoming_log_events(&name)),
            past: Vec::new(),
            is_standard_class: true,
            streams: BTreeMap::new(),
            subscription_filters: BTreeMap::new(),
            retention_in_days: None,
            stored_bytes: 0,
            tags,
        };
        self.log_groups.insert(name.to_string(), group);
        Ok(())
    }

    fn describe_log_groups(&self, prefix: &str, token: Option<&str>) -> Result<Page<DescribedLogGroup>, Refusal> {
        let named = self.log_groups.iter().filter(|(name, _)| name.starts_with(prefix));
        let described = named.map(|(name, group)| DescribedLogGroup {
            log_group_name: name.clone(),
            retention_in_days: group.retention_in_days,
            is_standard_class: group.is_standard_class,
            stored_bytes: i64::try_from(group.stored_bytes).unwrap_or(i64::MAX),
        });
        let list = format!("log groups {prefix}");
        page(&list, token, described.collect(), PAGE, |group| group.log_group_name.clone()).map_err(foreign_token)
    }

    /// A record is put into the log group as it would arrive there now, without a trail: *PutLogEvents* with one log event
    /// that bears the present time, into a stream that is there, as often as a replay needs it.
    ///
    /// # Errors
    ///
    /// `ResourceNotFoundException`.
    pub fn put_log_events(&mut self, log_group: &LogGroupName, record: Record) -> Result<RecordIndex, Refusal> {
        self.log_group_mut(log_group.as_str())?;
        self.catch_up(self.now, self.now);
        let (text, stamp) = (record.clone(), self.conditions.stamp(self.now));
        Ok(self.put_record(record, log_group.as_str(), text.text(), stamp))
    }
}

impl LogGroup {
    /// The patterns of the filters, in their order.
    pub(crate) fn patterns(&mut self) -> Arc<PatternSet> {
        let of_filters = || Arc::new(PatternSet::new(self.filters.iter().map(|(filter, _)| filter.pattern.clone())));
        Arc::clone(self.patterns.get_or_insert_with(of_filters))
    }

    /// The filters, to change them.
    pub(crate) fn filters_mut(&mut self) -> &mut Vec<(MetricFilter, MetricIndex)> {
        self.patterns = None;
        &mut self.filters
    }

    /// Log events of so many bytes each have come.
    pub(crate) fn store(&mut self, text_bytes: usize, count: u64) {
        self.stored_bytes += stored(text_bytes) * count;
    }

    /// A log stream is there, or is made.
    pub(crate) fn keep_stream(&mut self, name: &str) {
        if !self.streams.contains_key(name) {
            self.streams.insert(name.to_owned(), 0);
        }
    }

    /// A log event of so many bytes has come into a log stream.
    pub(super) fn count_in_stream(&mut self, stream: &str, text_bytes: usize) {
        if let Some(bytes) = self.streams.get_mut(stream) {
            *bytes += stored(text_bytes);
        }
    }

    /// So many bytes are gone with their log stream.
    pub(super) fn forget_bytes(&mut self, bytes: u64) {
        self.stored_bytes -= bytes;
    }
}

fn stored(text_bytes: usize) -> u64 {
    text_bytes as u64 + EVENT_OVERHEAD_BYTES
}

pub(crate) fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::InvalidParameter(message.into())
}

pub(crate) fn foreign_token(_: ForeignToken) -> Refusal {
    invalid("The specified nextToken is invalid.")
}
