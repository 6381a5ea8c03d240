//! CloudWatch Logs: log groups, their streams, and what is put into them.

use signalarm_cloud::{InputLogEvent, LogsCall, RejectedLogEvents, Reply};
use signalarm_time::{Duration, Timestamp};

use super::{Case, Seen, Stage, case};
use crate::stage::{counted, tag, unfit};

/// What *PutRetentionPolicy* does not take; its numbers next to it are 90 and 120.
const NO_RETENTION_DAYS: i32 = 100;
/// Older than *PutLogEvents* takes, and further ahead.
const TOO_OLD: Duration = Duration::from_secs(15 * 86_400);
const TOO_FAR_AHEAD: Duration = Duration::from_secs(3 * 3_600);

pub(super) const CASES: &[Case] = &[
    case(
        "logs: CreateLogGroup of a name that is there",
        "refused: ResourceAlreadyExistsException",
        "CloudWatch Logs API Reference, CreateLogGroup",
        |stage| {
            let log_group_name = stage.log_group()?;
            stage.tell(LogsCall::CreateLogGroup { log_group_name, tags: Vec::new() })
        },
    ),
    case(
        "logs: PutRetentionPolicy of 100 days",
        "refused: InvalidParameterException",
        "CloudWatch Logs API Reference, PutRetentionPolicy",
        |stage| {
            let log_group_name = stage.log_group()?;
            stage.tell(LogsCall::PutRetentionPolicy { log_group_name, retention_in_days: NO_RETENTION_DAYS })
        },
    ),
    case(
        "logs: DescribeLogGroups after PutRetentionPolicy",
        "30 days",
        "CloudWatch Logs API Reference, DescribeLogGroups",
        retention,
    ),
    case(
        "logs: PutRetentionPolicy on a log group that is not there",
        "refused: ResourceNotFoundException",
        "CloudWatch Logs API Reference, PutRetentionPolicy",
        |stage| stage.tell(LogsCall::PutRetentionPolicy { log_group_name: stage.missing(), retention_in_days: 30 }),
    ),
    case(
        "logs: DeleteLogGroup that is not there",
        "refused: ResourceNotFoundException",
        "CloudWatch Logs API Reference, DeleteLogGroup",
        |stage| stage.tell(LogsCall::DeleteLogGroup { log_group_name: stage.missing() }),
    ),
    case(
        "logs: tags of CreateLogGroup, and TagResource of a key that is there",
        "k=new",
        "CloudWatch Logs API Reference, TagResource",
        tags,
    ),
    case(
        "logs: ListTagsForResource of a log group that is not there",
        "refused: ResourceNotFoundException",
        "CloudWatch Logs API Reference, ListTagsForResource",
        |stage| {
            let resource_arn = stage.place.log_group_arn(&stage.missing());
            stage.tell(LogsCall::ListTagsForResource { resource_arn })
        },
    ),
    case(
        "logs: CreateLogStream of a name that is there",
        "refused: ResourceAlreadyExistsException",
        "CloudWatch Logs API Reference, CreateLogStream",
        |stage| {
            let (log_group_name, log_stream_name) = stream(stage)?;
            stage.tell(LogsCall::CreateLogStream { log_group_name, log_stream_name })
        },
    ),
    case(
        "logs: DescribeLogStreams after DeleteLogStream",
        "0 streams",
        "CloudWatch Logs API Reference, DescribeLogStreams",
        streams,
    ),
    case(
        "logs: DeleteLogStream that is not there",
        "refused: ResourceNotFoundException",
        "CloudWatch Logs API Reference, DeleteLogStream",
        |stage| {
            let (log_group_name, log_stream_name) = (stage.log_group()?, stage.missing());
            stage.tell(LogsCall::DeleteLogStream { log_group_name, log_stream_name })
        },
    ),
    case(
        "logs: PutLogEvents into a log stream that is not there",
        "refused: ResourceNotFoundException",
        "CloudWatch Logs API Reference, PutLogEvents",
        |stage| {
            let (log_group_name, log_stream_name) = (stage.log_group()?, stage.missing());
            let log_events = vec![event(stage.now())];
            stage.tell(LogsCall::PutLogEvents { log_group_name, log_stream_name, log_events })
        },
    ),
    case(
        "logs: PutLogEvents out of order",
        "refused: InvalidParameterException",
        "CloudWatch Logs API Reference, PutLogEvents",
        |stage| put(stage, |now| vec![event(now), event(back(now, Duration::MINUTE))]),
    ),
    case(
        "logs: PutLogEvents 15 days old",
        "too old before 1",
        "CloudWatch Logs API Reference, RejectedLogEventsInfo",
        |stage| put(stage, |now| vec![event(back(now, TOO_OLD))]),
    ),
    case(
        "logs: PutLogEvents three hours ahead",
        "too new from 0",
        "CloudWatch Logs API Reference, RejectedLogEventsInfo",
        |stage| put(stage, |now| vec![event(now + TOO_FAR_AHEAD)]),
    ),
    case(
        "logs: DescribeSubscriptionFilters of a log group without any",
        "0 filters",
        "CloudWatch Logs API Reference, DescribeSubscriptionFilters",
        |stage| {
            let log_group_name = stage.log_group()?;
            match stage.ask(LogsCall::DescribeSubscriptionFilters { log_group_name, next_token: None })? {
                Reply::SubscriptionFilters(page) => Ok(counted(page.items.len(), "filter")),
                _ => Err(unfit("DescribeSubscriptionFilters")),
            }
        },
    ),
];

fn event(timestamp: Timestamp) -> InputLogEvent {
    InputLogEvent { timestamp, message: "{\"eventName\":\"signalarm\"}".to_owned() }
}

fn back(now: Timestamp, by: Duration) -> Timestamp {
    Timestamp::from_millis(now.as_millis().saturating_sub(by.as_millis()))
}

/// Makes a log stream in the case's log group.
fn stream(stage: &mut Stage<'_>) -> Result<(String, String), String> {
    let (log_group_name, log_stream_name) = (stage.log_group()?, stage.name());
    let names = (log_group_name.clone(), log_stream_name.clone());
    stage.ask(LogsCall::CreateLogStream { log_group_name, log_stream_name })?;
    Ok(names)
}

/// What becomes of log events.
fn put(stage: &mut Stage<'_>, events: fn(Timestamp) -> Vec<InputLogEvent>) -> Seen {
    let (log_group_name, log_stream_name) = stream(stage)?;
    let log_events = events(stage.now());
    match stage.try_ask(LogsCall::PutLogEvents { log_group_name, log_stream_name, log_events })? {
        Reply::RejectedLogEvents(RejectedLogEvents { too_new_start_index: Some(from), .. }) => {
            Ok(format!("too new from {from}"))
        }
        Reply::RejectedLogEvents(RejectedLogEvents { too_old_end_index: Some(end), .. }) => {
            Ok(format!("too old before {end}"))
        }
        Reply::RejectedLogEvents(RejectedLogEvents { expired_end_index: Some(end), .. }) => {
            Ok(format!("expired before {end}"))
        }
        Reply::RejectedLogEvents(_) => Ok("taken".to_owned()),
        _ => Err(unfit("PutLogEvents")),
    }
}

fn retention(stage: &mut Stage<'_>) -> Seen {
    let log_group_name = stage.log_group()?;
    stage.ask(LogsCall::PutRetentionPolicy { log_group_name: log_group_name.clone(), retention_in_days: 30 })?;
    match stage.ask(LogsCall::DescribeLogGroups { log_group_name_prefix: log_group_name, next_token: None })? {
        Reply::LogGroups(page) => {
            let days = page.items.first().and_then(|group| group.retention_in_days);
            Ok(days.map_or("none".to_owned(), |days| format!("{days} days")))
        }
        _ => Err(unfit("DescribeLogGroups")),
    }
}

fn tags(stage: &mut Stage<'_>) -> Seen {
    let log_group_name = stage.name();
    let resource_arn = stage.place.log_group_arn(&log_group_name);
    let undo = LogsCall::DeleteLogGroup { log_group_name: log_group_name.clone() };
    stage.make(LogsCall::CreateLogGroup { log_group_name, tags: tag("old") }, undo)?;
    stage.ask(LogsCall::TagResource { resource_arn: resource_arn.clone(), tags: tag("new") })?;
    stage.tags(LogsCall::ListTagsForResource { resource_arn })
}

fn streams(stage: &mut Stage<'_>) -> Seen {
    let (log_group_name, log_stream_name) = stream(stage)?;
    stage.ask(LogsCall::DeleteLogStream { log_group_name: log_group_name.clone(), log_stream_name })?;
    let log_stream_name_prefix = stage.name();
    match stage.ask(LogsCall::DescribeLogStreams { log_group_name, log_stream_name_prefix, next_token: None })? {
        Reply::Names(page) => Ok(counted(page.items.len(), "stream")),
        _ => Err(unfit("DescribeLogStreams")),
    }
}
