//! Rules by which an account in memory answers the calls of CloudWatch Logs.
//!
//! The typed input of the SDK is read back into the call that it came from, and the account's reply is written as the
//! service would. Members that no call of ours sends are not looked at.

mod streams;

use signalarm_aws_clients::cloudwatchlogs::operation::create_log_group::CreateLogGroupOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::delete_log_group::DeleteLogGroupOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::delete_metric_filter::DeleteMetricFilterOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::describe_log_groups::DescribeLogGroupsOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::describe_metric_filters::DescribeMetricFiltersOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::list_tags_for_resource::ListTagsForResourceOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::put_metric_filter::{
    PutMetricFilterInput, PutMetricFilterOutput,
};
use signalarm_aws_clients::cloudwatchlogs::operation::put_retention_policy::PutRetentionPolicyOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::tag_resource::TagResourceOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::test_metric_filter::TestMetricFilterOutput;
use signalarm_aws_clients::cloudwatchlogs::{Client, types};
use signalarm_aws_clients::mock::{Protocol, Rule, Shared, Unfit, done, mock, required, rule};
use signalarm_cloud::{Call, DescribedLogGroup, LogsCall, PutMetricFilter, Reply, Tag};

use crate::{metric_transformation, read};

/// One rule for each operation of CloudWatch Logs that we call.
#[must_use]
pub fn rules(account: &Shared) -> Vec<Rule> {
    let mut rules = log_groups(account);
    rules.extend(metric_filters(account));
    rules.extend(tags(account));
    rules.extend(streams::rules(account));
    rules
}

fn log_groups(account: &Shared) -> Vec<Rule> {
    vec![
        rule(
            account,
            Protocol::Json,
            mock!(Client::create_log_group),
            |input| {
                let log_group_name = required("logGroupName", input.log_group_name())?;
                Ok(LogsCall::CreateLogGroup { log_group_name, tags: tags_of(input.tags()) }.into())
            },
            |reply| done(reply, CreateLogGroupOutput::builder().build()),
        ),
        rule(
            account,
            Protocol::Json,
            mock!(Client::describe_log_groups),
            |input| {
                let log_group_name_prefix = required("logGroupNamePrefix", input.log_group_name_prefix())?;
                Ok(LogsCall::DescribeLogGroups { log_group_name_prefix, next_token: input.next_token.clone() }.into())
            },
            |reply| match reply {
                Reply::LogGroups(page) => {
                    let groups = page.items.into_iter().map(log_group).collect();
                    let output = DescribeLogGroupsOutput::builder().set_log_groups(Some(groups));
                    Ok(output.set_next_token(page.next_token).build())
                }
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::Json,
            mock!(Client::put_retention_policy),
            |input| {
                let log_group_name = required("logGroupName", input.log_group_name())?;
                let retention_in_days = required("retentionInDays", input.retention_in_days().as_ref())?;
                Ok(LogsCall::PutRetentionPolicy { log_group_name, retention_in_days }.into())
            },
            |reply| done(reply, PutRetentionPolicyOutput::builder().build()),
        ),
        rule(
            account,
            Protocol::Json,
            mock!(Client::delete_log_group),
            |input| {
                Ok(LogsCall::DeleteLogGroup { log_group_name: required("logGroupName", input.log_group_name())? }
                    .into())
            },
            |reply| done(reply, DeleteLogGroupOutput::builder().build()),
        ),
    ]
}

fn metric_filters(account: &Shared) -> Vec<Rule> {
    vec![
        rule(account, Protocol::Json, mock!(Client::put_metric_filter), put_metric_filter, |reply| {
            done(reply, PutMetricFilterOutput::builder().build())
        }),
        rule(
            account,
            Protocol::Json,
            mock!(Client::describe_metric_filters),
            |input| {
                let log_group_name = required("logGroupName", input.log_group_name())?;
                Ok(LogsCall::DescribeMetricFilters { log_group_name, next_token: input.next_token.clone() }.into())
            },
            |reply| match reply {
                Reply::MetricFilters(page) => {
                    let filters = page.items.into_iter().map(metric_filter).collect();
                    let output = DescribeMetricFiltersOutput::builder().set_metric_filters(Some(filters));
                    Ok(output.set_next_token(page.next_token).build())
                }
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::Json,
            mock!(Client::delete_metric_filter),
            |input| {
                let log_group_name = required("logGroupName", input.log_group_name())?;
                let filter_name = required("filterName", input.filter_name())?;
                Ok(LogsCall::DeleteMetricFilter { log_group_name, filter_name }.into())
            },
            |reply| done(reply, DeleteMetricFilterOutput::builder().build()),
        ),
        rule(
            account,
            Protocol::Json,
            mock!(Client::test_metric_filter),
            |input| {
                let filter_pattern = required("filterPattern", input.filter_pattern())?;
                let log_event_messages = required("logEventMessages", input.log_event_messages.as_ref())?;
                Ok(LogsCall::TestMetricFilter { filter_pattern, log_event_messages }.into())
            },
            |reply| match reply {
                Reply::Matches(indices) => {
                    let matches = indices.into_iter().map(match_record).collect();
                    Ok(TestMetricFilterOutput::builder().set_matches(Some(matches)).build())
                }
                other => Err(other),
            },
        ),
    ]
}

fn tags(account: &Shared) -> Vec<Rule> {
    vec![
        rule(
            account,
            Protocol::Json,
            mock!(Client::list_tags_for_resource),
            |input| {
                Ok(LogsCall::ListTagsForResource { resource_arn: required("resourceArn", input.resource_arn())? }
                    .into())
            },
            |reply| match reply {
                Reply::Tags(tags) => {
                    let output = ListTagsForResourceOutput::builder();
                    Ok(tags.into_iter().fold(output, |output, tag| output.tags(tag.key, tag.value)).build())
                }
                other => Err(other),
            },
        ),
        rule(
            account,
            Protocol::Json,
            mock!(Client::tag_resource),
            |input| {
                let resource_arn = required("resourceArn", input.resource_arn())?;
                Ok(LogsCall::TagResource { resource_arn, tags: tags_of(input.tags()) }.into())
            },
            |reply| done(reply, TagResourceOutput::builder().build()),
        ),
    ]
}

fn put_metric_filter(input: &PutMetricFilterInput) -> Result<Call, Unfit> {
    let transformations = required("metricTransformations", input.metric_transformations.as_ref())?;
    Ok(LogsCall::PutMetricFilter(Box::new(PutMetricFilter {
        log_group_name: required("logGroupName", input.log_group_name())?,
        filter_name: required("filterName", input.filter_name())?,
        filter_pattern: required("filterPattern", input.filter_pattern())?,
        metric_transformations: transformations.into_iter().map(read::metric_transformation).collect(),
    }))
    .into())
}

fn tags_of<'a>(tags: Option<impl IntoIterator<Item = (&'a String, &'a String)>>) -> Vec<Tag> {
    let tags = tags.into_iter().flatten().map(|(key, value)| Tag { key: key.clone(), value: value.clone() });
    let mut tags: Vec<Tag> = tags.collect();
    tags.sort_by(|one, other| one.key.cmp(&other.key));
    tags
}

fn log_group(group: DescribedLogGroup) -> types::LogGroup {
    let class =
        if group.is_standard_class { types::LogGroupClass::Standard } else { types::LogGroupClass::InfrequentAccess };
    types::LogGroup::builder()
        .log_group_name(group.log_group_name)
        .set_retention_in_days(group.retention_in_days)
        .log_group_class(class)
        .stored_bytes(group.stored_bytes)
        .build()
}

fn metric_filter(filter: PutMetricFilter) -> types::MetricFilter {
    let transformations = filter.metric_transformations.into_iter().map(|transformation| {
        metric_transformation(transformation).expect("a transformation of ours has all that the SDK requires")
    });
    types::MetricFilter::builder()
        .log_group_name(filter.log_group_name)
        .filter_name(filter.filter_name)
        .filter_pattern(filter.filter_pattern)
        .set_metric_transformations(Some(transformations.collect()))
        .build()
}

/// The service counts the texts from 1.
fn match_record(index: usize) -> types::MetricFilterMatchRecord {
    let number = i64::try_from(index).map_or(i64::MAX, |index| index.saturating_add(1));
    types::MetricFilterMatchRecord::builder().event_number(number).build()
}
