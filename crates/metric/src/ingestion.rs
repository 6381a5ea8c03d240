//! Which log events PutLogEvents takes, and when what they add to a metric can be seen.
//!
//! Streams, retention itself and the limits on requests are not here.

use signalarm_time::{Duration, Timestamp};
use thiserror::Error;

/// The limits of one batch (CloudWatch Logs API Reference, *PutLogEvents*).
const EVENTS_MAX: usize = 10_000;
const BATCH_BYTES_MAX: u64 = 1_048_576;
/// What each log event counts beyond the bytes of its message.
const EVENT_OVERHEAD_BYTES: u64 = 26;
const EVENT_BYTES_MAX: u64 = 1_048_576;
const SPAN_MAX: Duration = Duration::from_secs(24 * 3_600);
/// How far log events may lie in the past and in the future.
const AGE_MAX: Duration = Duration::from_secs(14 * 86_400);
const AHEAD_MAX: Duration = Duration::from_secs(2 * 3_600);

/// A batch that is refused whole (*InvalidParameterException*).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BatchFault {
    /// No log event, or too many.
    #[error("a batch of {0} log events: send 1 to {EVENTS_MAX}")]
    Count(usize),
    /// Too large in all.
    #[error("a batch of {0} bytes, {EVENT_OVERHEAD_BYTES} for each log event included: send {BATCH_BYTES_MAX} or less")]
    Bytes(u64),
    /// A log event that is too large.
    #[error("log event {index} has {bytes} bytes: send {EVENT_BYTES_MAX} or less")]
    EventBytes {
        /// Which, from 0.
        index: usize,
        /// Its size.
        bytes: u64,
    },
    /// A log event that lies before the one in front of it.
    #[error("log event {index} lies before the one in front of it: sort them by time")]
    Order {
        /// Which, from 0.
        index: usize,
    },
    /// The first and the last log event are too far apart.
    #[error("the log events span {0}: send {SPAN_MAX} or less in one batch")]
    Span(Duration),
}

/// Which log events of a batch are not taken (*RejectedLogEventsInfo*); the rest is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rejected {
    /// The log events before this index are more than 14 days old.
    pub too_old_end: usize,
    /// The log events before this index are older than the log group keeps them.
    pub expired_end: usize,
    /// The log events from this index on lie more than two hours ahead; `None`: none does.
    pub too_new_start: Option<usize>,
}

impl Rejected {
    /// Whether the log event of that index is taken.
    #[must_use]
    pub fn takes(&self, index: usize) -> bool {
        self.too_old_end.max(self.expired_end) <= index && self.too_new_start.is_none_or(|start| index < start)
    }
}

/// Which log events of a batch CloudWatch Logs does not take, given their times and the bytes of their messages in
/// UTF-8. `retention` is that of the log group; `None`: for ever.
///
/// # Errors
///
/// All faults for which the whole batch is refused.
pub fn ingest(
    events: &[(Timestamp, usize)],
    now: Timestamp,
    retention: Option<Duration>,
) -> Result<Rejected, Vec<BatchFault>> {
    let faults = faults(events);
    if !faults.is_empty() {
        return Err(faults);
    }
    let older = |limit: Duration| events.partition_point(|(at, _)| *at + limit < now);
    let too_new = events.partition_point(|(at, _)| *at <= now + AHEAD_MAX);
    Ok(Rejected {
        too_old_end: older(AGE_MAX),
        expired_end: retention.map_or(0, older),
        too_new_start: (too_new < events.len()).then_some(too_new),
    })
}

fn faults(events: &[(Timestamp, usize)]) -> Vec<BatchFault> {
    let mut faults = Vec::new();
    if events.is_empty() || EVENTS_MAX < events.len() {
        faults.push(BatchFault::Count(events.len()));
    }
    let mut total = 0;
    for (index, (at, bytes)) in events.iter().enumerate() {
        let bytes = *bytes as u64;
        total = bytes.saturating_add(EVENT_OVERHEAD_BYTES).saturating_add(total);
        if EVENT_BYTES_MAX < bytes {
            faults.push(BatchFault::EventBytes { index, bytes });
        }
        if index.checked_sub(1).is_some_and(|before| *at < events[before].0) {
            faults.push(BatchFault::Order { index });
        }
    }
    if BATCH_BYTES_MAX < total {
        faults.push(BatchFault::Bytes(total));
    }
    if let (Some((first, _)), Some((last, _))) = (events.first(), events.last())
        && SPAN_MAX < last.since(*first)
    {
        faults.push(BatchFault::Span(last.since(*first)));
    }
    faults
}

/// By when a sample that is published at `published` can be seen in its metric: at once when it is younger than three
/// hours, within two hours when it is younger than a day, else within 48 hours (CloudWatch API Reference,
/// *PutMetricData*).
///
/// That log events which come late are subject to the same is an inference: one that was 23 hours old had given no
/// datapoint seven minutes later (recorded in September 2026).
#[must_use]
pub fn visible_by(at: Timestamp, published: Timestamp) -> Timestamp {
    let age = published.since(at);
    let hours = if age < Duration::HOUR * 3 {
        0
    } else if age < Duration::HOUR * 24 {
        2
    } else {
        48
    };
    published + Duration::HOUR * hours
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-23T10:00:00Z";

    fn batch(offsets_seconds: &[i64]) -> Vec<(Timestamp, usize)> {
        let now: Timestamp = NOW.parse().unwrap();
        let at = |offset: i64| {
            let length = Duration::from_secs(offset.unsigned_abs());
            if offset < 0 { now - length } else { now + length }
        };
        offsets_seconds.iter().map(|offset| (at(*offset), 100)).collect()
    }

    #[test]
    fn log_events_too_old_or_too_new_are_rejected_by_index() {
        const DAY: i64 = 86_400;
        for (offsets, retention_days, expected) in [
            (&[-14 * DAY, -14 * DAY + 10][..], None, (0, 0, None)),
            (&[-14 * DAY - 1, -14 * DAY, -13 * DAY - 1], None, (1, 0, None)),
            (&[-DAY - 1, -DAY, -1], Some(1), (0, 1, None)),
            (&[0, 7_200, 7_201], None, (0, 0, Some(2))),
        ] {
            let retention = retention_days.map(|days| Duration::from_secs(days * 86_400));
            let found = ingest(&batch(offsets), NOW.parse().unwrap(), retention).unwrap();
            assert_eq!((found.too_old_end, found.expired_end, found.too_new_start), expected, "{offsets:?}");
        }
        let rejected = Rejected { too_old_end: 1, expired_end: 2, too_new_start: Some(4) };
        assert_eq!((0..6).filter(|index| rejected.takes(*index)).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn a_batch_out_of_order_is_refused_with_all_its_faults() {
        let check = |events: &[(Timestamp, usize)], expected: &[BatchFault]| {
            assert_eq!(ingest(events, NOW.parse().unwrap(), None), Err(expected.to_vec()));
        };
        let at: Timestamp = NOW.parse().unwrap();
        check(&[], &[BatchFault::Count(0)]);
        check(&vec![(at, 1); 10_001], &[BatchFault::Count(10_001)]);
        check(
            &[(at, 1_048_577)],
            &[BatchFault::EventBytes { index: 0, bytes: 1_048_577 }, BatchFault::Bytes(1_048_603)],
        );
        check(&[(at, 524_288), (at, 524_288)], &[BatchFault::Bytes(1_048_628)]);
        check(&batch(&[0, 60, 30]), &[BatchFault::Order { index: 2 }]);
        check(&batch(&[-86_401, 0]), &[BatchFault::Span(Duration::from_secs(86_401))]);
        assert!(ingest(&batch(&[-86_400, 0]), at, None).is_ok());
    }

    #[test]
    fn old_samples_are_seen_late() {
        let now: Timestamp = NOW.parse().unwrap();
        for (age_hours, hours) in [(0, 0), (2, 0), (3, 2), (23, 2), (24, 48), (300, 48)] {
            assert_eq!(visible_by(now - Duration::HOUR * age_hours, now), now + Duration::HOUR * hours, "{age_hours}");
        }
        assert_eq!(visible_by(now + Duration::HOUR, now), now, "one from the future is not late");
    }
}
