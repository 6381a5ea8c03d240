//! One call of every operation, with a reply to it.

use signalarm_cloud::{
    DescribedLogGroup, DescribedSubscriptionFilter, InputLogEvent, LogsCall, MetricTransformation, Page,
    PutMetricFilter, RejectedLogEvents, Reply, Tag,
};
use signalarm_time::Timestamp;

const GROUP: &str = "signin-console/trail";
const GROUP_ARN: &str = "arn:aws-cn:logs:cn-north-1:123456789012:log-group:signin-console/trail";

fn tags() -> Vec<Tag> {
    let tag = |key: &str, value: &str| Tag { key: key.to_owned(), value: value.to_owned() };
    vec![tag("empty", ""), tag("signalarm", "deployed")]
}

/// A filter of ours; the default value is not a whole number, to see that none is rounded.
fn filter() -> PutMetricFilter {
    PutMetricFilter {
        log_group_name: GROUP.to_owned(),
        filter_name: "signin-console-failure-iam".to_owned(),
        filter_pattern: "{ $.eventName = \"ConsoleLogin\" && $.responseElements.ConsoleLogin = \"Failure\" }"
            .to_owned(),
        metric_transformations: vec![MetricTransformation {
            metric_name: "signin-console-failure-iam".to_owned(),
            metric_namespace: "SignIn/Console".to_owned(),
            metric_value: "1".to_owned(),
            default_value: Some(0.5),
            unit: None,
            dimensions: Vec::new(),
        }],
    }
}

/// A filter with all that ours do without.
fn foreign_filter() -> PutMetricFilter {
    let dimension = |name: &str, selector: &str| (name.to_owned(), selector.to_owned());
    PutMetricFilter {
        filter_name: "of somebody else".to_owned(),
        filter_pattern: String::new(),
        metric_transformations: vec![MetricTransformation {
            metric_name: "Bytes".to_owned(),
            metric_namespace: "N".to_owned(),
            metric_value: "$.bytes".to_owned(),
            default_value: None,
            unit: Some("Kilobytes/Second".to_owned()),
            dimensions: vec![dimension("Region", "$.awsRegion"), dimension("User", "$.userIdentity.type")],
        }],
        ..filter()
    }
}

fn group(name: &str, is_standard_class: bool) -> DescribedLogGroup {
    DescribedLogGroup {
        log_group_name: name.to_owned(),
        retention_in_days: is_standard_class.then_some(365),
        is_standard_class,
        stored_bytes: 1_234,
    }
}

/// Calls of log groups and of their tags.
fn of_groups() -> Vec<(LogsCall, Reply)> {
    let log_group_name = GROUP.to_owned();
    vec![
        (LogsCall::CreateLogGroup { log_group_name: log_group_name.clone(), tags: tags() }, Reply::Done),
        (LogsCall::CreateLogGroup { log_group_name: log_group_name.clone(), tags: Vec::new() }, Reply::Done),
        (
            LogsCall::DescribeLogGroups { log_group_name_prefix: log_group_name.clone(), next_token: None },
            Reply::LogGroups(Page { items: vec![group(GROUP, true)], next_token: Some("2".to_owned()) }),
        ),
        (
            LogsCall::DescribeLogGroups {
                log_group_name_prefix: log_group_name.clone(),
                next_token: Some("2".to_owned()),
            },
            Reply::LogGroups(Page::whole(vec![group("signin-console/trail-2", false)])),
        ),
        (LogsCall::PutRetentionPolicy { log_group_name: log_group_name.clone(), retention_in_days: 365 }, Reply::Done),
        (LogsCall::ListTagsForResource { resource_arn: GROUP_ARN.to_owned() }, Reply::Tags(tags())),
        (LogsCall::TagResource { resource_arn: GROUP_ARN.to_owned(), tags: tags() }, Reply::Done),
        (LogsCall::DeleteLogGroup { log_group_name }, Reply::Done),
    ]
}

/// Calls of log streams and of those who read along.
fn of_streams() -> Vec<(LogsCall, Reply)> {
    let names = || (GROUP.to_owned(), "signalarm-drill/1".to_owned());
    let (log_group_name, log_stream_name) = names();
    let create = LogsCall::CreateLogStream { log_group_name, log_stream_name };
    let (log_group_name, log_stream_name) = names();
    let delete = LogsCall::DeleteLogStream { log_group_name, log_stream_name };
    let streams = |prefix: &str, next_token: Option<&str>| LogsCall::DescribeLogStreams {
        log_group_name: GROUP.to_owned(),
        log_stream_name_prefix: prefix.to_owned(),
        next_token: next_token.map(str::to_owned),
    };
    let put = || {
        let (log_group_name, log_stream_name) = names();
        let event = |millis, message: &str| InputLogEvent {
            timestamp: Timestamp::from_millis(millis),
            message: message.to_owned(),
        };
        let log_events = vec![event(1_764_000_000_123, "{\"a\":\"\u{fc}\"}"), event(1_764_000_000_124, "x")];
        LogsCall::PutLogEvents { log_group_name, log_stream_name, log_events }
    };
    let rejected =
        RejectedLogEvents { too_new_start_index: Some(1), too_old_end_index: Some(0), expired_end_index: None };
    let filter = |filter_pattern: &str| DescribedSubscriptionFilter {
        filter_name: "siem".to_owned(),
        filter_pattern: filter_pattern.to_owned(),
        destination_arn: "arn:aws:kinesis:us-east-1:210987654321:stream/siem".to_owned(),
    };
    let filters = |next_token: Option<&str>| LogsCall::DescribeSubscriptionFilters {
        log_group_name: GROUP.to_owned(),
        next_token: next_token.map(str::to_owned),
    };
    vec![
        (create, Reply::Done),
        (
            streams("signalarm-drill/", None),
            Reply::Names(Page { items: vec!["signalarm-drill/1".to_owned()], next_token: Some("2".to_owned()) }),
        ),
        (streams("", Some("2")), Reply::Names(Page::whole(Vec::new()))),
        (put(), Reply::RejectedLogEvents(RejectedLogEvents::default())),
        (put(), Reply::RejectedLogEvents(rejected)),
        (delete, Reply::Done),
        (
            filters(None),
            Reply::SubscriptionFilters(Page {
                items: vec![filter(""), filter("{ $.a = 1 }")],
                next_token: Some("3".to_owned()),
            }),
        ),
        (filters(Some("3")), Reply::SubscriptionFilters(Page::whole(Vec::new()))),
    ]
}

/// Calls of metric filters.
fn of_filters() -> Vec<(LogsCall, Reply)> {
    let log_group_name = GROUP.to_owned();
    let messages = ["{\"a\":1}", "", "\u{e9}\n"].map(str::to_owned).to_vec();
    vec![
        (LogsCall::PutMetricFilter(Box::new(filter())), Reply::Done),
        (LogsCall::PutMetricFilter(Box::new(foreign_filter())), Reply::Done),
        (
            LogsCall::DescribeMetricFilters { log_group_name: log_group_name.clone(), next_token: None },
            Reply::MetricFilters(Page { items: vec![filter(), foreign_filter()], next_token: Some("2".to_owned()) }),
        ),
        (
            LogsCall::DescribeMetricFilters {
                log_group_name: log_group_name.clone(),
                next_token: Some("2".to_owned()),
            },
            Reply::MetricFilters(Page::whole(Vec::new())),
        ),
        (
            LogsCall::DeleteMetricFilter { log_group_name, filter_name: "signin-console-failure-iam".to_owned() },
            Reply::Done,
        ),
        (
            LogsCall::TestMetricFilter { filter_pattern: "{ $.a = 1 }".to_owned(), log_event_messages: messages },
            Reply::Matches(vec![0, 2]),
        ),
    ]
}

/// Every operation at least once.
pub(crate) fn calls() -> Vec<(LogsCall, Reply)> {
    [of_groups(), of_filters(), of_streams()].concat()
}
