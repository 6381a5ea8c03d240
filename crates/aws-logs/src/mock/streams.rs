//! Log streams, their log events, and who reads along.

use signalarm_aws_clients::cloudwatchlogs::operation::create_log_stream::CreateLogStreamOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::delete_log_stream::DeleteLogStreamOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::describe_log_streams::DescribeLogStreamsOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::describe_subscription_filters::DescribeSubscriptionFiltersOutput;
use signalarm_aws_clients::cloudwatchlogs::operation::put_log_events::PutLogEventsOutput;
use signalarm_aws_clients::cloudwatchlogs::{Client, types};
use signalarm_aws_clients::mock::{Protocol, Rule, Shared, done, mock, required, rule};
use signalarm_cloud::{DescribedSubscriptionFilter, LogsCall, RejectedLogEvents, Reply};

use crate::streams::own_log_event;

const PROTOCOL: Protocol = Protocol::Json;

pub(super) fn rules(account: &Shared) -> Vec<Rule> {
    vec![
        rule(
            account,
            PROTOCOL,
            mock!(Client::create_log_stream),
            |input| {
                let log_group_name = required("logGroupName", input.log_group_name())?;
                let log_stream_name = required("logStreamName", input.log_stream_name())?;
                Ok(LogsCall::CreateLogStream { log_group_name, log_stream_name }.into())
            },
            |reply| done(reply, CreateLogStreamOutput::builder().build()),
        ),
        rule(
            account,
            PROTOCOL,
            mock!(Client::delete_log_stream),
            |input| {
                let log_group_name = required("logGroupName", input.log_group_name())?;
                let log_stream_name = required("logStreamName", input.log_stream_name())?;
                Ok(LogsCall::DeleteLogStream { log_group_name, log_stream_name }.into())
            },
            |reply| done(reply, DeleteLogStreamOutput::builder().build()),
        ),
        rule(
            account,
            PROTOCOL,
            mock!(Client::describe_log_streams),
            |input| {
                let log_group_name = required("logGroupName", input.log_group_name())?;
                let log_stream_name_prefix = input.log_stream_name_prefix.clone().unwrap_or_default();
                let next_token = input.next_token.clone();
                Ok(LogsCall::DescribeLogStreams { log_group_name, log_stream_name_prefix, next_token }.into())
            },
            log_streams,
        ),
        rule(
            account,
            PROTOCOL,
            mock!(Client::put_log_events),
            |input| {
                let log_group_name = required("logGroupName", input.log_group_name())?;
                let log_stream_name = required("logStreamName", input.log_stream_name())?;
                let log_events = input.log_events().iter().map(own_log_event).collect();
                Ok(LogsCall::PutLogEvents { log_group_name, log_stream_name, log_events }.into())
            },
            rejected_log_events,
        ),
        rule(
            account,
            PROTOCOL,
            mock!(Client::describe_subscription_filters),
            |input| {
                let log_group_name = required("logGroupName", input.log_group_name())?;
                let next_token = input.next_token.clone();
                Ok(LogsCall::DescribeSubscriptionFilters { log_group_name, next_token }.into())
            },
            subscription_filters,
        ),
    ]
}

fn log_streams(reply: Reply) -> Result<DescribeLogStreamsOutput, Reply> {
    match reply {
        Reply::Names(page) => {
            let stream = |name| types::LogStream::builder().log_stream_name(name).build();
            let streams = page.items.into_iter().map(stream).collect();
            let output = DescribeLogStreamsOutput::builder().set_log_streams(Some(streams));
            Ok(output.set_next_token(page.next_token).build())
        }
        other => Err(other),
    }
}

/// The service tells of rejected log events only where there are some.
fn rejected_log_events(reply: Reply) -> Result<PutLogEventsOutput, Reply> {
    match reply {
        Reply::RejectedLogEvents(rejected) => {
            let index = |index: Option<usize>| index.and_then(|index| i32::try_from(index).ok());
            let told = types::RejectedLogEventsInfo::builder()
                .set_too_new_log_event_start_index(index(rejected.too_new_start_index))
                .set_too_old_log_event_end_index(index(rejected.too_old_end_index))
                .set_expired_log_event_end_index(index(rejected.expired_end_index))
                .build();
            let told = Some(told).filter(|_| rejected != RejectedLogEvents::default());
            Ok(PutLogEventsOutput::builder().set_rejected_log_events_info(told).build())
        }
        other => Err(other),
    }
}

fn subscription_filters(reply: Reply) -> Result<DescribeSubscriptionFiltersOutput, Reply> {
    match reply {
        Reply::SubscriptionFilters(page) => {
            let filter = |filter: DescribedSubscriptionFilter| {
                types::SubscriptionFilter::builder()
                    .filter_name(filter.filter_name)
                    .filter_pattern(filter.filter_pattern)
                    .destination_arn(filter.destination_arn)
                    .build()
            };
            let filters = page.items.into_iter().map(filter).collect();
            let output = DescribeSubscriptionFiltersOutput::builder().set_subscription_filters(Some(filters));
            Ok(output.set_next_token(page.next_token).build())
        }
        other => Err(other),
    }
}
