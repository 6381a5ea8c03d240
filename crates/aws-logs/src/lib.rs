//! Calls of CloudWatch Logs over the AWS SDK: a [`LogsCall`] becomes a request, and what comes back becomes an [`Answer`].
//!
//! Translation, never a decision: a page is a page, and what the service leaves out stays left out. What it may not leave
//! out, and does, makes the reply unreadable, and so leaves the call unanswered.
//!
//! [`mock`] is the way back, for clients that an account in memory answers.

pub mod mock;
mod read;
mod streams;

use signalarm_aws_clients::Clients;
use signalarm_aws_clients::cloudwatchlogs::types;
use signalarm_cloud::{Answer, Failure, LogsCall, MetricTransformation, PutMetricFilter, Reply};

/// Makes a call, and waits for the answer.
///
/// # Errors
///
/// What the service refuses, and what hinders a call from being sent or a reply from being read.
pub fn call(clients: &Clients, call: LogsCall) -> Answer {
    let client = &clients.cloudwatchlogs;
    match call {
        LogsCall::CreateLogGroup { log_group_name, tags } => {
            let request = client.create_log_group().log_group_name(log_group_name);
            let request = tags.into_iter().fold(request, |request, tag| request.tags(tag.key, tag.value));
            clients.send(request.send()).map(|_| Reply::Done)
        }
        LogsCall::DescribeLogGroups { log_group_name_prefix, next_token } => {
            let request = client.describe_log_groups().log_group_name_prefix(log_group_name_prefix);
            read::log_groups(clients.send(request.set_next_token(next_token).send())?)
        }
        LogsCall::PutRetentionPolicy { log_group_name, retention_in_days } => {
            let request = client.put_retention_policy().log_group_name(log_group_name);
            clients.send(request.retention_in_days(retention_in_days).send()).map(|_| Reply::Done)
        }
        LogsCall::DeleteLogGroup { log_group_name } => {
            clients.send(client.delete_log_group().log_group_name(log_group_name).send()).map(|_| Reply::Done)
        }
        LogsCall::PutMetricFilter(filter) => put_metric_filter(clients, *filter),
        LogsCall::DescribeMetricFilters { log_group_name, next_token } => {
            let request = client.describe_metric_filters().log_group_name(&log_group_name);
            read::metric_filters(clients.send(request.set_next_token(next_token).send())?, &log_group_name)
        }
        LogsCall::DeleteMetricFilter { log_group_name, filter_name } => {
            let request = client.delete_metric_filter().log_group_name(log_group_name);
            clients.send(request.filter_name(filter_name).send()).map(|_| Reply::Done)
        }
        LogsCall::TestMetricFilter { filter_pattern, log_event_messages } => {
            let count = log_event_messages.len();
            let request = client.test_metric_filter().filter_pattern(filter_pattern);
            let request = request.set_log_event_messages(Some(log_event_messages));
            read::matches(&clients.send(request.send())?, count)
        }
        LogsCall::ListTagsForResource { resource_arn } => {
            let request = client.list_tags_for_resource().resource_arn(resource_arn);
            Ok(read::tags(clients.send(request.send())?))
        }
        LogsCall::TagResource { resource_arn, tags } => {
            let request = client.tag_resource().resource_arn(resource_arn);
            let request = tags.into_iter().fold(request, |request, tag| request.tags(tag.key, tag.value));
            clients.send(request.send()).map(|_| Reply::Done)
        }
        LogsCall::CreateLogStream { log_group_name, log_stream_name } => {
            let request = client.create_log_stream().log_group_name(log_group_name);
            clients.send(request.log_stream_name(log_stream_name).send()).map(|_| Reply::Done)
        }
        LogsCall::DeleteLogStream { log_group_name, log_stream_name } => {
            let request = client.delete_log_stream().log_group_name(log_group_name);
            clients.send(request.log_stream_name(log_stream_name).send()).map(|_| Reply::Done)
        }
        LogsCall::DescribeLogStreams { log_group_name, log_stream_name_prefix, next_token } => {
            streams::describe(clients, log_group_name, log_stream_name_prefix, next_token)
        }
        LogsCall::PutLogEvents { log_group_name, log_stream_name, log_events } => {
            streams::put(clients, log_group_name, log_stream_name, log_events)
        }
        LogsCall::DescribeSubscriptionFilters { log_group_name, next_token } => {
            streams::subscription_filters(clients, log_group_name, next_token)
        }
    }
}

fn put_metric_filter(clients: &Clients, filter: PutMetricFilter) -> Answer {
    let transformations = filter.metric_transformations.into_iter().map(metric_transformation);
    let request = clients.cloudwatchlogs.put_metric_filter();
    let request = request.log_group_name(filter.log_group_name).filter_name(filter.filter_name);
    let request = request.filter_pattern(filter.filter_pattern);
    let request = request.set_metric_transformations(Some(transformations.collect::<Result<_, Failure>>()?));
    clients.send(request.send()).map(|_| Reply::Done)
}

fn metric_transformation(transformation: MetricTransformation) -> Result<types::MetricTransformation, Failure> {
    let wire = types::MetricTransformation::builder()
        .metric_name(transformation.metric_name)
        .metric_namespace(transformation.metric_namespace)
        .metric_value(transformation.metric_value)
        .set_default_value(transformation.default_value)
        .set_unit(transformation.unit.as_deref().map(types::StandardUnit::from));
    let dimensions = transformation.dimensions.into_iter();
    let wire = dimensions.fold(wire, |wire, (name, selector)| wire.dimensions(name, selector)).build();
    wire.map_err(|incomplete| Failure::Unsent(incomplete.to_string()))
}
