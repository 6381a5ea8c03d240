//! Log streams, their log events, and who reads along.

use signalarm_aws_clients::cloudwatchlogs::types;
use signalarm_aws_clients::{Clients, member};
use signalarm_cloud::{Answer, DescribedSubscriptionFilter, Failure, InputLogEvent, Page, RejectedLogEvents, Reply};
use signalarm_time::Timestamp;

pub(crate) fn describe(clients: &Clients, log_group: String, prefix: String, next_token: Option<String>) -> Answer {
    let request = clients.cloudwatchlogs.describe_log_streams().log_group_name(log_group);
    let prefix = Some(prefix).filter(|prefix| !prefix.is_empty());
    let output = clients.send(request.set_log_stream_name_prefix(prefix).set_next_token(next_token).send())?;
    let streams = output.log_streams.unwrap_or_default().into_iter();
    let items =
        streams.map(|stream| member("logStreamName", stream.log_stream_name)).collect::<Result<_, Failure>>()?;
    Ok(Reply::Names(Page { items, next_token: output.next_token }))
}

pub(crate) fn put(clients: &Clients, log_group: String, log_stream: String, events: Vec<InputLogEvent>) -> Answer {
    let request = clients.cloudwatchlogs.put_log_events().log_group_name(log_group).log_stream_name(log_stream);
    let events = events.into_iter().map(sdk_log_event).collect::<Result<_, Failure>>()?;
    let output = clients.send(request.set_log_events(Some(events)).send())?;
    let rejected = output.rejected_log_events_info;
    Ok(Reply::RejectedLogEvents(rejected.map(|rejected| own_rejected(&rejected)).unwrap_or_default()))
}

fn sdk_log_event(event: InputLogEvent) -> Result<types::InputLogEvent, Failure> {
    let millis = i64::try_from(event.timestamp.as_millis()).unwrap_or(i64::MAX);
    let event = types::InputLogEvent::builder().timestamp(millis).message(event.message).build();
    event.map_err(|incomplete| Failure::Unsent(incomplete.to_string()))
}

/// A log event that is dated before 1970 is dated 1970.
pub(crate) fn own_log_event(event: &types::InputLogEvent) -> InputLogEvent {
    let timestamp = Timestamp::from_millis(u64::try_from(event.timestamp).unwrap_or_default());
    InputLogEvent { timestamp, message: event.message.clone() }
}

/// An index that is negative says nothing.
fn own_rejected(rejected: &types::RejectedLogEventsInfo) -> RejectedLogEvents {
    let index = |index: Option<i32>| index.and_then(|index| usize::try_from(index).ok());
    RejectedLogEvents {
        too_new_start_index: index(rejected.too_new_log_event_start_index),
        too_old_end_index: index(rejected.too_old_log_event_end_index),
        expired_end_index: index(rejected.expired_log_event_end_index),
    }
}

pub(crate) fn subscription_filters(clients: &Clients, log_group: String, next_token: Option<String>) -> Answer {
    let request = clients.cloudwatchlogs.describe_subscription_filters().log_group_name(log_group);
    let output = clients.send(request.set_next_token(next_token).send())?;
    let filters = output.subscription_filters.unwrap_or_default().into_iter();
    let own = |filter: types::SubscriptionFilter| {
        Ok(DescribedSubscriptionFilter {
            filter_name: member("filterName", filter.filter_name)?,
            filter_pattern: filter.filter_pattern.unwrap_or_default(),
            destination_arn: member("destinationArn", filter.destination_arn)?,
        })
    };
    let items = filters.map(own).collect::<Result<_, Failure>>()?;
    Ok(Reply::SubscriptionFilters(Page { items, next_token: output.next_token }))
}
