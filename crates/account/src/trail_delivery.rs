//! What trails capture, and what becomes of it on the way to the bucket and the log group.

use std::sync::Arc;

use signalarm_time::{Duration, Timestamp};

use crate::account::{Account, Due};
use crate::control::{Route, Trail};
use crate::journal::RecordIndex;
use crate::link::{Link, Loss};

/// How long a trail is deaf after *StartLogging*: a record made 1.1 s after it was never seen in the log group, one
/// made 133 s after it was (a published capture of September 2026). The minute between is an assumption.
pub(crate) const START_LOGGING_TAKES: Duration = Duration::MINUTE;

/// CloudTrail puts the records of about so much time into one log file (CloudTrail User Guide, *How CloudTrail works*).
pub(crate) const LOG_FILE_TAKES: Duration = Duration::from_secs(300);

const NO_LOG_GROUP: Loss = Loss::at(Link::Trail, "no trail delivers to a log group");

/// The trails that capture something, and why nothing will come to a log group where none of them brings it there.
pub(crate) struct Captured {
    pub(crate) trails: Vec<Arc<str>>,
    pub(crate) why_not_logged: Option<Loss>,
}

impl Account {
    /// The trails that capture what happens now. A trail of one Region hears what the record's Region is only where it must.
    pub(crate) fn capturing_trails(&self, region: impl Fn() -> Option<String>) -> Captured {
        let mut captured = Captured { trails: Vec::new(), why_not_logged: Some(NO_LOG_GROUP) };
        for (arn, trail) in &self.trails {
            let has_log_group = trail.described.cloud_watch_logs_log_group_arn.is_some();
            match self.why_deaf(trail, &region) {
                None => {
                    captured.trails.push(Arc::clone(arn));
                    if has_log_group {
                        captured.why_not_logged = None;
                    }
                }
                Some(why) if has_log_group && captured.why_not_logged.is_some() => {
                    captured.why_not_logged = Some(Loss::at(Link::Trail, why));
                }
                Some(_) => {}
            }
        }
        captured
    }

    fn why_deaf(&self, trail: &Trail, region: &impl Fn() -> Option<String>) -> Option<&'static str> {
        let home = &trail.described.home_region;
        match trail.logging_since {
            None => Some("the trail is stopped"),
            Some(since) if self.now < since + START_LOGGING_TAKES => Some("the trail had only just been started"),
            Some(_) if !trail.all_management_events => Some("the trail does not record all management events"),
            Some(_) if !trail.described.is_multi_region_trail && region().is_some_and(|region| region != *home) => {
                Some("the trail records its own Region alone")
            }
            Some(_) => None,
        }
    }

    /// A trail delivers a record: to its bucket, and to its log group where it has one.
    pub(crate) fn deliver_by(&mut self, trail: &Arc<str>, record: RecordIndex) {
        if self.hold(trail, Some(record), || Due::Delivery { record, trail: Arc::clone(trail) }) {
            return;
        }
        match self.carry(trail) {
            Some(Ok(log_group)) => {
                self.records[record.0].captured = true;
                self.deliver_now(record, &log_group);
            }
            Some(Err(loss)) => {
                let kept = &mut self.records[record.0];
                kept.captured &= 0 < kept.copies_arrived;
                self.lose(record, loss);
            }
            None => {}
        }
    }

    /// The same for a call of the background.
    pub(crate) fn deliver_activity_by(&mut self, trail: &Arc<str>, call: u64, called: Timestamp) {
        if self.hold(trail, None, || Due::ActivityDelivery { call, called, trail: Arc::clone(trail) }) {
            return;
        }
        if let Some(Ok(log_group)) = self.carry(trail) {
            self.deliver_activity(call, called, &log_group);
        }
    }

    /// Brings a log file to the bucket, and tells which log group gets what is in it, or why not; `None` where the trail has
    /// no log group. Bucket and log group get it at the same time here.
    fn carry(&mut self, arn: &str) -> Option<Result<Arc<str>, Loss>> {
        let Route { bucket, log_group, log_files, log_stream, .. } = self.present_route(arn)?;
        let (now, slot) = (self.now, self.now.floor(LOG_FILE_TAKES));
        let trail = self.trails.get_mut(arn)?;
        let is_new_file = bucket.is_ok() && trail.log_file_slot != Some(slot);
        trail.status.latest_delivery_error = bucket.err().map(|undelivered| undelivered.code.to_owned());
        if is_new_file && let Some(bucket) = self.buckets.get_mut(&trail.described.s3_bucket_name) {
            bucket.objects.put_log_files(&log_files, slot, 1);
            trail.log_file_slot = Some(slot);
            trail.status.latest_delivery_time = Some(now);
        }
        let status = &mut trail.status;
        status.latest_cloud_watch_logs_delivery_error =
            log_group.as_ref().and_then(|group| group.as_ref().err()).map(|undelivered| undelivered.code.to_owned());
        let log_group = log_group?;
        if let (Some(loss), true) = (self.conditions.stamp_refused(), log_group.is_ok()) {
            return Some(Err(loss));
        }
        if let Ok(log_group) = &log_group {
            status.latest_cloud_watch_logs_delivery_time = Some(now);
            self.keep_stream(log_group, &log_stream);
        }
        Some(log_group.map_err(|undelivered| Loss::at(undelivered.link, undelivered.why)))
    }

    /// Where the trail may deliver. It is found out again when a call may have changed it, and while a role is not yet known.
    fn present_route(&mut self, arn: &str) -> Option<Route> {
        let trail = self.trails.get(arn)?;
        if let Some(route) = trail.route.as_ref().filter(|route| route.revision == self.revision) {
            return Some(route.clone());
        }
        let route = self.route(&trail.described);
        if self.roles_are_settled() {
            self.trails.get_mut(arn)?.route = Some(route.clone());
        }
        Some(route)
    }
}
