//! What is wrong in the world outside the chain, and what it does to records, samples and notifications.

use std::collections::BTreeSet;
use std::sync::Arc;

use signalarm_metric::{Unit, visible_by};
use signalarm_notification::Endpoint;
use signalarm_time::{Duration, Timestamp};

use crate::account::{Account, Due, MetricIndex};
use crate::control::Trail;
use crate::delay::{DELIVERY_DELAY_MAX, drawn_evenly};
use crate::journal::RecordIndex;
use crate::link::{Link, Loss};

/// Larger records do not go to CloudWatch Logs (CloudTrail User Guide, *Sending events to CloudWatch Logs*).
pub const RECORD_BYTES_MAX: usize = 256 * 1024;
/// How far ahead of its own clock, and how far behind, CloudWatch Logs takes log events (CloudWatch Logs API Reference,
/// *PutLogEvents*).
const LOG_EVENT_AHEAD_MAX: Duration = Duration::from_secs(2 * 3_600);
const LOG_EVENT_BEHIND_MAX: Duration = Duration::from_secs(14 * 86_400);

/// What is wrong in the world outside the chain: conditions that faults set and mending takes away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Every delivery of a record made meanwhile takes so much longer,
    pub delivery_late: Duration,
    /// and up to so much more, drawn evenly.
    pub delivery_late_spread: Duration,
    /// Every record made meanwhile is delivered twice: CloudTrail promises at least once.
    pub delivery_duplicated: bool,
    /// Of two records made meanwhile that follow each other the first takes as long as the longest delivery more, and
    /// so mostly comes after the second.
    pub delivery_unordered: bool,
    /// No record made meanwhile is delivered.
    pub delivery_lost: bool,
    /// CloudWatch Logs throttles *PutLogEvents*: of callers, who are refused (`ThrottlingException`), and of CloudTrail. What
    /// is due meanwhile is delivered when that is over: what CloudTrail does is not documented, but for that it delivers at
    /// least once.
    pub put_log_events_throttled: bool,
    /// Samples taken meanwhile can be seen so much later.
    pub metric_late: Duration,
    /// So far ahead is the clock that stamps the log events of the trail.
    pub clock_ahead: Duration,
    /// So far behind it is.
    pub clock_behind: Duration,
    /// Endpoints that take nothing: mails bounce, servers do not answer.
    pub unreachable: BTreeSet<Endpoint>,
}

/// A sample that cannot be seen yet.
#[derive(Clone, Copy)]
pub(crate) struct LateSample {
    pub(crate) metric: MetricIndex,
    pub(crate) unit: Unit,
    pub(crate) stamp: Timestamp,
    pub(crate) value: f64,
}

impl Conditions {
    /// How much longer the delivery of a record takes: `purpose` and `number` draw.
    pub(crate) fn delay(&self, seed: u64, purpose: &str, number: u64) -> Duration {
        let held_back =
            if self.delivery_unordered && number.is_multiple_of(2) { DELIVERY_DELAY_MAX } else { Duration::ZERO };
        self.delivery_late + drawn_evenly(seed, purpose, number, self.delivery_late_spread) + held_back
    }

    /// What keeps a record of so many bytes, made now, from the log group.
    pub(crate) fn loss(&self, record_bytes: usize) -> Option<Loss> {
        let too_large = "the record has more than 256 KB: CloudTrail does not send it to CloudWatch Logs";
        match () {
            () if self.delivery_lost => Some(Loss::at(Link::Trail, "CloudTrail lost it on the way")),
            () if RECORD_BYTES_MAX < record_bytes => Some(Loss::at(Link::LogGroup, too_large)),
            () => None,
        }
    }

    /// What a log event that arrives now bears.
    pub(crate) fn stamp(&self, now: Timestamp) -> Timestamp {
        now + self.clock_ahead - self.clock_behind
    }

    /// Why CloudWatch Logs does not take a log event with such a stamp.
    pub(crate) fn stamp_refused(&self) -> Option<Loss> {
        let ahead = "CloudWatch Logs takes no log event of more than two hours ahead";
        let behind = "CloudWatch Logs takes no log event of more than 14 days ago";
        match () {
            () if self.clock_behind + LOG_EVENT_AHEAD_MAX < self.clock_ahead => Some(Loss::at(Link::LogGroup, ahead)),
            () if self.clock_ahead + LOG_EVENT_BEHIND_MAX < self.clock_behind => Some(Loss::at(Link::LogGroup, behind)),
            () => None,
        }
    }
}

impl Account {
    /// Sets what is wrong outside the chain from now on. What waited for it to be over goes on.
    pub fn set_conditions(&mut self, conditions: Conditions) {
        self.interrupt();
        self.conditions = conditions;
        if !self.conditions.put_log_events_throttled {
            for due in std::mem::take(&mut self.throttled) {
                self.schedule(self.now, due);
            }
        }
        self.plan_retries();
    }

    /// What is wrong outside the chain.
    #[must_use]
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// Keeps a delivery to a log group back while it is throttled; says whether it did.
    pub(crate) fn hold(&mut self, trail: &Arc<str>, record: Option<RecordIndex>, due: impl FnOnce() -> Due) -> bool {
        if !self.conditions.put_log_events_throttled {
            return false;
        }
        let has_log_group = |trail: &&mut Trail| trail.described.cloud_watch_logs_log_group_arn.is_some();
        let Some(trail) = self.trails.get_mut(trail).filter(has_log_group) else { return false };
        trail.status.latest_cloud_watch_logs_delivery_error = Some("ThrottlingException".to_owned());
        if let Some(record) = record {
            let why = "CloudWatch Logs throttles PutLogEvents, and CloudTrail tries again";
            self.records[record.0].loss = Some(Loss::at(Link::LogGroup, why));
        }
        self.throttled.push(due());
        true
    }

    /// A sample can be seen from now on, or later under the present conditions.
    pub(crate) fn take_sample(&mut self, sample: LateSample) {
        let visible = self.visible(sample.stamp);
        if visible == self.now {
            return self.add_sample(sample);
        }
        let index = self.late_samples.len();
        self.late_samples.push(sample);
        self.schedule(visible, Due::Sample { index });
    }

    /// When a sample can be seen that is taken now and bears a time: old ones late, and all of them later where that is what
    /// is wrong.
    pub(crate) fn visible(&self, stamp: Timestamp) -> Timestamp {
        visible_by(stamp, self.now) + self.conditions.metric_late
    }
}
