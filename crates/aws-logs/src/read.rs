//! What the service answers, as replies.

use signalarm_aws_clients::cloudwatchlogs::operation::describe_log_groups::DescribeLogGroupsOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::describe_metric_filters::DescribeMetricFiltersOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::list_tags_for_resource::ListTagsForResourceOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::test_metric_filter::TestMetricFilterOutput;
use signalarm_aws_clients::cloudwatchlogs::types;
use signalarm_aws_clients::member;
use signalarm_cloud::{Answer, DescribedLogGroup, Failure, MetricTransformation, Page, PutMetricFilter, Reply, Tag};

pub(crate) fn log_groups(output: DescribeLogGroupsOutput) -> Answer {
    let groups = output.log_groups.unwrap_or_default().into_iter().map(log_group);
    Ok(Reply::LogGroups(Page { items: groups.collect::<Result<_, Failure>>()?, next_token: output.next_token }))
}

/// A class that is left out is the Standard one: groups had none before there were others.
fn log_group(group: types::LogGroup) -> Result<DescribedLogGroup, Failure> {
    Ok(DescribedLogGroup {
        log_group_name: member("logGroupName", group.log_group_name)?,
        retention_in_days: group.retention_in_days,
        is_standard_class: group.log_group_class.is_none_or(|class| class == types::LogGroupClass::Standard),
        stored_bytes: group.stored_bytes.unwrap_or_default(),
    })
}

pub(crate) fn metric_filters(output: DescribeMetricFiltersOutput, log_group_name: &str) -> Answer {
    let filters = output.metric_filters.unwrap_or_default().into_iter();
    let filters = filters.map(|filter| metric_filter(filter, log_group_name));
    Ok(Reply::MetricFilters(Page { items: filters.collect::<Result<_, Failure>>()?, next_token: output.next_token }))
}

/// The log group was asked for, and need not be told.
fn metric_filter(filter: types::MetricFilter, log_group_name: &str) -> Result<PutMetricFilter, Failure> {
    let transformations = filter.metric_transformations.unwrap_or_default().into_iter();
    Ok(PutMetricFilter {
        log_group_name: filter.log_group_name.unwrap_or_else(|| log_group_name.to_owned()),
        filter_name: member("filterName", filter.filter_name)?,
        filter_pattern: filter.filter_pattern.unwrap_or_default(),
        metric_transformations: transformations.map(metric_transformation).collect(),
    })
}

/// Dimensions come in no order, and are told by name.
pub(crate) fn metric_transformation(transformation: types::MetricTransformation) -> MetricTransformation {
    let mut dimensions: Vec<_> = transformation.dimensions.unwrap_or_default().into_iter().collect();
    dimensions.sort();
    MetricTransformation {
        metric_name: transformation.metric_name,
        metric_namespace: transformation.metric_namespace,
        metric_value: transformation.metric_value,
        default_value: transformation.default_value,
        unit: transformation.unit.map(|unit| unit.as_str().to_owned()),
        dimensions,
    }
}

/// The service counts the texts from 1 (recorded; the API reference's examples count from 0).
pub(crate) fn matches(output: &TestMetricFilterOutput, count: usize) -> Answer {
    let index = |record: &types::MetricFilterMatchRecord| {
        let index = usize::try_from(record.event_number).ok().and_then(|number| number.checked_sub(1));
        let index = index.filter(|index| *index < count);
        member("eventNumber of a text that was sent", index)
    };
    Ok(Reply::Matches(output.matches().iter().map(index).collect::<Result<_, Failure>>()?))
}

pub(crate) fn tags(output: ListTagsForResourceOutput) -> Reply {
    let mut tags: Vec<_> = output.tags.unwrap_or_default().into_iter().map(|(key, value)| Tag { key, value }).collect();
    tags.sort_by(|one, other| one.key.cmp(&other.key));
    Reply::Tags(tags)
}
