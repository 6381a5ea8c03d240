//! CloudWatch Logs: log streams, what is put into them, and who reads along.
//!
//! The words are those of recorded refusals in public issues where there are any; the others are in their manner.

use signalarm_cloud::{DescribedSubscriptionFilter, InputLogEvent, Page, Refusal, RejectedLogEvents};
use signalarm_event::Record;
use signalarm_filter_pattern::Pattern;
use signalarm_metric::{BatchFault, Rejected, ingest};
use signalarm_time::{Duration, Timestamp};

use super::log_groups::{LogGroup, foreign_token, invalid};
use crate::account::Account;
use crate::pages::page;
use crate::recorded_call::RecordedCall;

/// Log streams, and subscription filters, on a page (CloudWatch Logs API Reference, *DescribeLogStreams*,
/// *DescribeSubscriptionFilters*).
const PAGE: usize = 50;
/// The most characters of a log stream's name, and of a subscription filter's (CloudWatch Logs API Reference,
/// *CreateLogStream*, *PutSubscriptionFilter*).
const NAME_CHARS_MAX: usize = 512;
/// Subscription filters of one log group (CloudWatch Logs User Guide, *CloudWatch Logs quotas*).
const SUBSCRIPTION_FILTERS_MAX: usize = 2;

impl Account {
    pub(super) fn create_log_stream(&mut self, log_group: &str, name: &str) -> Result<(), Refusal> {
        check_name("logStreamName", name)?;
        let group = self.log_group_mut(log_group)?;
        if group.streams.contains_key(name) {
            let words = "The specified log stream already exists";
            return Err(Refusal::service("ResourceAlreadyExistsException", 400, words));
        }
        group.streams.insert(name.to_owned(), 0);
        Ok(())
    }

    pub(super) fn describe_log_streams(
        &mut self,
        log_group: &str,
        prefix: &str,
        token: Option<&str>,
    ) -> Result<Page<String>, Refusal> {
        let names = self.log_group_mut(log_group)?.streams.keys().filter(|name| name.starts_with(prefix));
        let names = names.cloned().collect();
        page(&format!("log streams of {log_group} {prefix}"), token, names, PAGE, String::clone).map_err(foreign_token)
    }

    pub(super) fn delete_log_stream(&mut self, log_group: &str, name: &str) -> Result<(), Refusal> {
        let group = self.log_group_mut(log_group)?;
        let bytes = group.streams.remove(name).ok_or_else(no_stream)?;
        group.forget_bytes(bytes);
        Ok(())
    }

    /// *PutLogEvents*. What is taken goes the way of a log event that a trail brings, but for its time, which it bears
    /// itself; one that is a CloudTrail record is told of as such.
    pub(super) fn put_into_stream(
        &mut self,
        log_group: &str,
        stream: &str,
        events: Vec<InputLogEvent>,
    ) -> Result<RejectedLogEvents, Refusal> {
        let now = self.now;
        let group = self.log_group_mut(log_group)?;
        if !group.streams.contains_key(stream) {
            return Err(no_stream());
        }
        let rejected = check_batch(&events, now, group)?;
        // The rate is one for the account and Region, whoever calls.
        if self.conditions.put_log_events_throttled {
            return Err(Refusal::service("ThrottlingException", 400, "Rate exceeded"));
        }
        let taken = events.iter().enumerate().filter(|(index, _)| rejected.takes(*index));
        for (_, InputLogEvent { timestamp, message }) in taken {
            self.put_log_event(log_group, *timestamp, message);
            if let Some(group) = self.log_groups.get_mut(log_group) {
                group.count_in_stream(stream, message.len());
            }
        }
        let end = |end: usize| Some(end).filter(|end| 0 < *end);
        Ok(RejectedLogEvents {
            too_new_start_index: rejected.too_new_start,
            too_old_end_index: end(rejected.too_old_end),
            expired_end_index: end(rejected.expired_end),
        })
    }

    fn put_log_event(&mut self, log_group: &str, stamp: Timestamp, message: &str) {
        match Record::parse(message) {
            Ok(record) => drop(self.put_record(record, log_group, message, stamp)),
            // Whatever it is, filters look at it; there is no record of which a fate could be told.
            Err(_) => drop(self.take_in(message, log_group, stamp)),
        }
    }

    pub(super) fn describe_subscription_filters(
        &mut self,
        log_group: &str,
        token: Option<&str>,
    ) -> Result<Page<DescribedSubscriptionFilter>, Refusal> {
        let filters = self.log_group_mut(log_group)?.subscription_filters.values().cloned().collect();
        let list = format!("subscription filters of {log_group}");
        page(&list, token, filters, PAGE, |filter: &DescribedSubscriptionFilter| filter.filter_name.clone())
            .map_err(foreign_token)
    }

    /// *PutSubscriptionFilter*: from now on somebody else reads along what comes into a log group. What the destination does
    /// with it is not simulated, nor whether it is there.
    ///
    /// # Errors
    ///
    /// `ResourceNotFoundException`; `InvalidParameterException` for a name, a pattern or a class of log group that the
    /// service does not take; `LimitExceededException` for a third filter.
    pub fn put_subscription_filter(
        &mut self,
        log_group: &str,
        name: &str,
        pattern: &str,
        destination_arn: &str,
    ) -> Result<(), Refusal> {
        self.recorded(&RecordedCall::put_subscription_filter(log_group, name, pattern, destination_arn), |account| {
            account.change();
            check_name("filterName", name)?;
            let group = account.log_group_mut(log_group)?;
            if !group.is_standard_class {
                return Err(invalid("a log group of the class INFREQUENT_ACCESS takes no subscription filters"));
            }
            Pattern::parse(pattern).map_err(|_| invalid("Invalid filter pattern"))?;
            let is_new = !group.subscription_filters.contains_key(name);
            if is_new && SUBSCRIPTION_FILTERS_MAX <= group.subscription_filters.len() {
                return Err(Refusal::service("LimitExceededException", 400, "Resource limit exceeded."));
            }
            let filter = DescribedSubscriptionFilter {
                filter_name: name.to_owned(),
                filter_pattern: pattern.to_owned(),
                destination_arn: destination_arn.to_owned(),
            };
            group.subscription_filters.insert(name.to_owned(), filter);
            Ok(())
        })
    }
}

/// What both names must be like.
fn check_name(member: &str, name: &str) -> Result<(), Refusal> {
    if (1..=NAME_CHARS_MAX).contains(&name.chars().count()) && !name.contains([':', '*']) {
        return Ok(());
    }
    Err(invalid(format!(
        "Value '{name}' at '{member}' failed to satisfy constraint: 1 to {NAME_CHARS_MAX} characters, no colon and no \
         asterisk"
    )))
}

fn no_stream() -> Refusal {
    Refusal::service("ResourceNotFoundException", 400, "The specified log stream does not exist.")
}

/// Which log events of a batch are not taken; a batch that is refused is refused for its first fault.
fn check_batch(events: &[InputLogEvent], now: Timestamp, group: &LogGroup) -> Result<Rejected, Refusal> {
    if let Some(index) = events.iter().position(|event| event.message.is_empty()) {
        return Err(invalid(format!(
            "1 validation error detected: Value '' at 'logEvents.{}.member.message' failed to satisfy constraint: Member \
             must have length greater than or equal to 1",
            index + 1
        )));
    }
    let sizes: Vec<(Timestamp, usize)> = events.iter().map(|event| (event.timestamp, event.message.len())).collect();
    let retention = group.retention_in_days.and_then(|days| u64::try_from(days).ok());
    ingest(&sizes, now, retention.map(|days| Duration::from_secs(days * 86_400)))
        .map_err(|faults| invalid(faults.first().map(batch_words).unwrap_or_default()))
}

fn batch_words(fault: &BatchFault) -> String {
    match fault {
        BatchFault::Order { .. } => {
            "Log events in a single PutLogEvents request must be in chronological order.".to_owned()
        }
        BatchFault::Span(_) => {
            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.".to_owned()
        }
        BatchFault::Count(_) | BatchFault::Bytes(_) | BatchFault::EventBytes { .. } => fault.to_string(),
    }
}
