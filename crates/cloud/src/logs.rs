//! The operations of CloudWatch Logs.

use signalarm_time::Timestamp;

use crate::{PutMetricFilter, Tag};

/// A call of one operation of CloudWatch Logs.
#[derive(Clone, Debug, PartialEq)]
pub enum LogsCall {
    /// Creates a log group of the Standard class.
    CreateLogGroup {
        /// 1 to 512 of `A–Z a–z 0–9 _ - / . #`.
        log_group_name: String,
        /// At most 50.
        tags: Vec<Tag>,
    },
    /// Tells the log groups whose names begin so, 50 a page, by name. → [`crate::Reply::LogGroups`]
    DescribeLogGroups {
        /// How the name begins.
        log_group_name_prefix: String,
        /// Where to go on.
        next_token: Option<String>,
    },
    /// Sets for how long log events are kept.
    PutRetentionPolicy {
        /// The log group.
        log_group_name: String,
        /// One of the service's numbers of days.
        retention_in_days: i32,
    },
    /// Deletes a log group with its log events and metric filters.
    DeleteLogGroup {
        /// The log group.
        log_group_name: String,
    },
    /// Creates a metric filter, or replaces the one of that name in place.
    PutMetricFilter(Box<PutMetricFilter>),
    /// Tells the metric filters of a log group, 50 a page, by name. → [`crate::Reply::MetricFilters`]
    DescribeMetricFilters {
        /// The log group.
        log_group_name: String,
        /// Where to go on.
        next_token: Option<String>,
    },
    /// Deletes a metric filter.
    DeleteMetricFilter {
        /// The log group.
        log_group_name: String,
        /// The filter.
        filter_name: String,
    },
    /// Tells which of the texts a pattern matches. → [`crate::Reply::Matches`]
    TestMetricFilter {
        /// The pattern.
        filter_pattern: String,
        /// 1 to 50 texts.
        log_event_messages: Vec<String>,
    },
    /// Tells the tags of a log group, whose ARN is written without `:*` here. → [`crate::Reply::Tags`]
    ListTagsForResource {
        /// The log group.
        resource_arn: String,
    },
    /// Adds tags to a log group; a key that is there gets the new value.
    TagResource {
        /// The log group, without `:*`.
        resource_arn: String,
        /// At least one.
        tags: Vec<Tag>,
    },
    /// Creates a log stream in a log group.
    CreateLogStream {
        /// The log group.
        log_group_name: String,
        /// 1 to 512 characters, no colon, no asterisk; unique in the log group.
        log_stream_name: String,
    },
    /// Tells the log streams of a log group whose names begin so, 50 a page, by name. → [`crate::Reply::Names`]
    DescribeLogStreams {
        /// The log group.
        log_group_name: String,
        /// How the name begins.
        log_stream_name_prefix: String,
        /// Where to go on.
        next_token: Option<String>,
    },
    /// Deletes a log stream with its log events.
    DeleteLogStream {
        /// The log group.
        log_group_name: String,
        /// The log stream.
        log_stream_name: String,
    },
    /// Puts log events into a log stream. → [`crate::Reply::RejectedLogEvents`]
    PutLogEvents {
        /// The log group.
        log_group_name: String,
        /// The log stream.
        log_stream_name: String,
        /// 1 to 10,000, in the order of time, within 24 hours.
        log_events: Vec<InputLogEvent>,
    },
    /// Tells the subscription filters of a log group, 50 a page: who else reads along.
    /// → [`crate::Reply::SubscriptionFilters`]
    DescribeSubscriptionFilters {
        /// The log group.
        log_group_name: String,
        /// Where to go on.
        next_token: Option<String>,
    },
}

/// A log event as it is put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputLogEvent {
    /// When it happened; told to the service in whole milliseconds.
    pub timestamp: Timestamp,
    /// Its text, of at most 1 MiB.
    pub message: String,
}

/// Which of the log events of one *PutLogEvents* were not taken; the call succeeds all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RejectedLogEvents {
    /// Those from this one on are more than two hours ahead.
    pub too_new_start_index: Option<usize>,
    /// Those before this one are older than 14 days.
    pub too_old_end_index: Option<usize>,
    /// Those before this one are older than the log group keeps them.
    pub expired_end_index: Option<usize>,
}

/// A subscription filter as *DescribeSubscriptionFilters* tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedSubscriptionFilter {
    /// Its name.
    pub filter_name: String,
    /// The pattern; empty: everything.
    pub filter_pattern: String,
    /// The stream or function that reads along.
    pub destination_arn: String,
}

/// A log group as *DescribeLogGroups* tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedLogGroup {
    /// Its name.
    pub log_group_name: String,
    /// `None`: log events are kept for ever.
    pub retention_in_days: Option<i32>,
    /// Whether its class is `STANDARD`: in the others metric filters do nothing.
    pub is_standard_class: bool,
    /// About how many bytes it holds; told late.
    pub stored_bytes: i64,
}

impl LogsCall {
    /// The operation's name.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        match self {
            Self::CreateLogGroup { .. } => "CreateLogGroup",
            Self::DescribeLogGroups { .. } => "DescribeLogGroups",
            Self::PutRetentionPolicy { .. } => "PutRetentionPolicy",
            Self::DeleteLogGroup { .. } => "DeleteLogGroup",
            Self::PutMetricFilter(_) => "PutMetricFilter",
            Self::DescribeMetricFilters { .. } => "DescribeMetricFilters",
            Self::DeleteMetricFilter { .. } => "DeleteMetricFilter",
            Self::TestMetricFilter { .. } => "TestMetricFilter",
            Self::ListTagsForResource { .. } => "ListTagsForResource",
            Self::TagResource { .. } => "TagResource",
            Self::CreateLogStream { .. } => "CreateLogStream",
            Self::DescribeLogStreams { .. } => "DescribeLogStreams",
            Self::DeleteLogStream { .. } => "DeleteLogStream",
            Self::PutLogEvents { .. } => "PutLogEvents",
            Self::DescribeSubscriptionFilters { .. } => "DescribeSubscriptionFilters",
        }
    }
}
