//! Background activity: an ordinary API call now and then, which keeps a log group busy.
//!
//! While nothing but time passes, the calls are not played one by one: they are counted in when somebody looks.

use std::sync::Arc;

use signalarm_event::{Forgery, Record, Variant, forge};
use signalarm_filter_pattern::LogEvent;
use signalarm_metric::Unit;
use signalarm_time::{Duration, Timestamp};

use crate::account::{Account, Due, MetricIndex};
use crate::alarms::Look;
use crate::conditions::Conditions;
use crate::control::{LogGroup, Route, Trail};
use crate::delay::ACTIVITY_DELAY;
use crate::delivery::SAMPLES_KEPT;
use crate::trail_delivery::{LOG_FILE_TAKES, START_LOGGING_TAKES};

/// In what the calls' records differ; the rest of them is the same for all.
const VARYING: [&[&str]; 5] = [
    &["userIdentity", "accessKeyId"],
    &["userIdentity", "sessionContext", "attributes", "creationDate"],
    &["eventTime"],
    &["requestID"],
    &["eventID"],
];

/// Background activity whose every call takes the same way and does the same: no filter matches it, and nothing on the way
/// changes but by calls to the account and by conditions, which end this.
#[derive(Clone)]
pub(crate) struct Steady {
    schedule: u64,
    every: Duration,
    /// The number and the instant of its first call.
    first: u64,
    first_called: Timestamp,
    trail: Arc<str>,
    route: Route,
    log_group: Arc<str>,
    record_bytes: usize,
    /// What each of its log events adds.
    samples: Vec<(MetricIndex, Unit, f64)>,
    /// How many of its calls have arrived and are counted in.
    arrived: u64,
    /// The next arrival that has an appointment, because an alarm that sleeps will be woken by it.
    appointment: Option<Timestamp>,
}

impl Steady {
    fn called(&self, index: u64) -> Timestamp {
        self.first_called + times(self.every, index)
    }

    /// When the next call arrives that is not counted in yet.
    pub(crate) fn next_arrival(&self) -> Timestamp {
        self.called(self.arrived) + ACTIVITY_DELAY
    }

    pub(crate) fn every(&self) -> Duration {
        self.every
    }

    /// What each log event adds to a metric.
    pub(crate) fn values_for(&self, metric: MetricIndex) -> impl Iterator<Item = f64> {
        self.samples.iter().filter(move |(fed, ..)| *fed == metric).map(|(.., value)| *value)
    }

    /// How many calls arrive until an instant that are not counted in yet. One that arrives at that very instant counts if
    /// it was called by `made`.
    fn arrivals(&self, at: Timestamp, made: Timestamp) -> u64 {
        let next = self.next_arrival();
        let last = if at - ACTIVITY_DELAY <= made { at } else { at - Duration::from_millis(1) };
        if last < next || next == Timestamp::MAX {
            return 0;
        }
        last.since(next).as_millis() / self.every.as_millis() + 1
    }
}

fn times(duration: Duration, count: u64) -> Duration {
    Duration::from_millis(duration.as_millis().saturating_mul(count))
}

impl Account {
    /// Lets one ordinary API call happen in each `every`, beginning now; `None` ends it.
    pub fn set_activity(&mut self, every: Option<Duration>) {
        self.interrupt();
        self.activity = every.filter(|every| Duration::ZERO < *every);
        self.activity_schedule += 1;
        self.schedule(self.now, Due::Activity { schedule: self.activity_schedule });
    }

    /// Whether time in which nothing can change is passed over, as it is from the beginning, or played minute by minute.
    /// Both are the same but for the time that they take; tests hold them to that.
    #[doc(hidden)]
    pub fn pass_over_quiet(&mut self, passes_over_quiet: bool) {
        self.interrupt();
        self.passes_over_quiet = passes_over_quiet;
    }

    /// One call of the background, and the appointment for the next; or all of them from this one on.
    pub(crate) fn act(&mut self, schedule: u64) {
        let Some(every) = self.activity.filter(|_| schedule == self.activity_schedule) else { return };
        if let Some(steady) = self.steady_from_now(schedule, every) {
            self.steady = Some(steady);
            self.rouse_all();
            self.await_arrival();
            return;
        }
        let (call, called) = (self.activity_calls, self.now);
        self.activity_calls += 1;
        if !self.conditions.delivery_lost {
            let captured = self.capturing_trails(|| Some(self.place.region.to_string()));
            for (delay, trail) in self.deliveries(captured.trails, ACTIVITY_DELAY, ("activity again", call)) {
                self.schedule(called + delay, Due::ActivityDelivery { call, called, trail });
            }
        }
        self.schedule(called + every, Due::Activity { schedule });
    }

    /// A call of the background arrives. Its record is kept only where a filter matches it.
    pub(crate) fn deliver_activity(&mut self, call: u64, called: Timestamp, log_group: &str) {
        let record = self.activity_record(call, called);
        let matched = self.take_in(record.text(), log_group, self.conditions.stamp(self.now));
        if matched.is_empty() {
            return;
        }
        let index = self.keep(record, true);
        for matched in matched {
            self.add_match(index, matched);
        }
    }

    fn activity_record(&self, call: u64, called: Timestamp) -> Record {
        forge(&Forgery {
            variant: Variant::ApiCall,
            at: called,
            account: self.place.account.as_str(),
            region: Some(self.place.region.as_str()),
            user: "inventory",
            source_ip: "192.0.2.10",
            user_agent: "aws-sdk-rust/1.3",
            id: self.drawn_id("activity id", call),
        })
    }

    /// The background as it is from now on, where all its calls will go the same way.
    fn steady_from_now(&self, schedule: u64, every: Duration) -> Option<Steady> {
        let is_starting =
            |trail: &Trail| trail.logging_since.is_some_and(|since| self.now < since + START_LOGGING_TAKES);
        let is_undisturbed = self.passes_over_quiet
            && self.conditions == Conditions::default()
            && self.roles_are_settled()
            && !self.trails.values().any(is_starting);
        if !is_undisturbed {
            return None;
        }
        let captured = self.capturing_trails(|| Some(self.place.region.to_string()));
        let [trail] = captured.trails.as_slice() else { return None };
        let route = self.route(&self.trails.get(trail)?.described);
        let log_group = match (&route.bucket, &route.log_group) {
            (Ok(()), Some(Ok(log_group))) => Arc::clone(log_group),
            _ => return None,
        };
        let record = self.activity_record(self.activity_calls, self.now);
        let samples = unmatched(self.log_groups.get(&*log_group)?, &record)?;
        Some(Steady {
            schedule,
            every,
            first: self.activity_calls,
            first_called: self.now,
            trail: Arc::clone(trail),
            route,
            log_group,
            record_bytes: record.text().len(),
            samples,
            arrived: 0,
            appointment: None,
        })
    }

    /// Counts in what has arrived until an instant, before something is done that was put on the agenda at `made`.
    pub(crate) fn catch_up(&mut self, at: Timestamp, made: Timestamp) {
        let Some(mut steady) = self.steady.take() else { return };
        let every_file = steady.every <= LOG_FILE_TAKES;
        let mut left = steady.arrivals(at, made);
        while 0 < left {
            // Log files and minutes follow each other without gaps only so.
            let count = if every_file && steady.every == Duration::MINUTE { left.min(u64::from(u32::MAX)) } else { 1 };
            self.arrive(&steady, count);
            steady.arrived += count;
            left -= count;
        }
        self.steady = Some(steady);
    }

    /// So many calls arrive, which follow each other minute by minute where they are several.
    fn arrive(&mut self, steady: &Steady, count: u64) {
        let (first, last) = (steady.next_arrival(), steady.called(steady.arrived + count - 1) + ACTIVITY_DELAY);
        self.write_log_files(steady, first, last);
        if let Some(group) = self.log_groups.get_mut(&*steady.log_group) {
            group.keep_stream(&steady.route.log_stream);
            group.store(steady.record_bytes, count);
        }
        for (metric, unit, value) in &steady.samples {
            let series = &mut self.series[metric.0];
            series.add_each(*unit, first, *value, u32::try_from(count).unwrap_or(u32::MAX));
            series.forget_before(last - SAMPLES_KEPT);
        }
    }

    /// The log files between two arrivals between which there is one in each of them.
    fn write_log_files(&mut self, steady: &Steady, first: Timestamp, last: Timestamp) {
        let Some(trail) = self.trails.get_mut(&steady.trail) else { return };
        let (first_slot, last_slot) = (first.floor(LOG_FILE_TAKES), last.floor(LOG_FILE_TAKES));
        let first_new = if trail.log_file_slot == Some(first_slot) { first_slot + LOG_FILE_TAKES } else { first_slot };
        trail.status.latest_delivery_error = None;
        trail.status.latest_cloud_watch_logs_delivery_error = None;
        trail.status.latest_cloud_watch_logs_delivery_time = Some(last);
        let bucket = self.buckets.get_mut(&trail.described.s3_bucket_name);
        if let Some(bucket) = bucket.filter(|_| first_new <= last_slot) {
            let files = last_slot.since(first_new).as_millis() / LOG_FILE_TAKES.as_millis() + 1;
            bucket.objects.put_log_files(&steady.route.log_files, first_new, u32::try_from(files).unwrap_or(u32::MAX));
            trail.log_file_slot = Some(last_slot);
            let calls_before = last_slot.since(first).as_millis().div_ceil(steady.every.as_millis());
            trail.status.latest_delivery_time = Some(first + times(steady.every, calls_before));
        }
    }

    /// Something may change: from here on everything is played again, until it is known to be steady.
    pub(crate) fn interrupt(&mut self) {
        self.catch_up(self.now, self.now);
        if let Some(steady) = self.steady.take() {
            let calls = self.now.since(steady.first_called).as_millis() / steady.every.as_millis() + 1;
            for index in steady.arrived..calls {
                let (call, called, trail) = (steady.first + index, steady.called(index), Arc::clone(&steady.trail));
                let due = Due::ActivityDelivery { call, called, trail };
                self.schedule_as_of(called, called + ACTIVITY_DELAY, due);
            }
            self.activity_calls = steady.first + calls;
            let (last, next) = (steady.called(calls - 1), steady.called(calls));
            self.schedule_as_of(last, next, Due::Activity { schedule: steady.schedule });
        }
        self.rouse_all();
    }

    /// The account, or what it is set in, changes now: what was found out before holds no longer.
    pub(crate) fn change(&mut self) {
        self.interrupt();
        self.revision += 1;
    }

    /// Makes an appointment for the next arrival where it will wake an alarm.
    pub(crate) fn await_arrival(&mut self) {
        let Some(steady) = &mut self.steady else { return };
        let sleeps =
            |fed: MetricIndex| self.alarms.iter().any(|alarm| alarm.watches(fed) && alarm.look == Look::Asleep);
        let next = steady.next_arrival();
        if steady.appointment != Some(next) && steady.samples.iter().any(|(fed, ..)| sleeps(*fed)) {
            steady.appointment = Some(next);
            let called = steady.called(steady.arrived);
            self.schedule_as_of(called, next, Due::SteadyArrival);
        }
    }

    /// Something of the background has arrived: alarms that slept until now are woken.
    pub(crate) fn wake_fed(&mut self) {
        let Some(steady) = &mut self.steady else { return };
        if steady.appointment.take_if(|at| *at == self.now).is_none() {
            return;
        }
        let fed: Vec<MetricIndex> = steady.samples.iter().map(|(metric, ..)| *metric).collect();
        for alarm in 0..self.alarms.len() {
            if fed.iter().any(|metric| self.alarms[alarm].watches(*metric)) {
                self.wake(alarm);
            }
        }
    }
}

/// What each log event adds whose record differs from this one in [`VARYING`] alone; `None` where it is not certain that no
/// filter matches it.
fn unmatched(group: &LogGroup, record: &Record) -> Option<Vec<(MetricIndex, Unit, f64)>> {
    let event = LogEvent::new(record.text());
    let mut samples = vec![(group.incoming, Unit::None, 1.0)];
    for (filter, metric) in &group.filters {
        if VARYING.iter().any(|path| filter.pattern.may_look_at(path)) || filter.pattern.matches(&event) {
            return None;
        }
        samples.extend(filter.default_value.map(|value| (*metric, filter.unit, value)));
    }
    Some(samples)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::Setup;

    /// The members in which two values differ, each by the names that lead to it.
    fn differing(one: &Value, other: &Value, path: &[String], found: &mut Vec<Vec<String>>) {
        match (one, other) {
            (Value::Object(members), Value::Object(others)) => {
                let names = members.keys().chain(others.keys());
                for name in names {
                    let path = [path, std::slice::from_ref(name)].concat();
                    differing(&one[name], &other[name], &path, found);
                }
            }
            _ if one != other && !found.iter().any(|known| known == path) => found.push(path.to_vec()),
            _ => {}
        }
    }

    #[test]
    fn calls_of_the_background_differ_in_few_members() {
        let start = "2026-01-05T09:00:00Z".parse().unwrap();
        let place = signalarm_alert::Config::default().simulated_chain().place;
        let account = Account::new(Setup { place, seed: 1, start });
        let (one, other) =
            (account.activity_record(0, start), account.activity_record(9_000, start + Duration::HOUR * 77));
        assert_eq!(one.text().len(), other.text().len());
        let mut found = Vec::new();
        differing(one.json(), other.json(), &[], &mut found);
        found.sort();
        let mut varying: Vec<Vec<String>> =
            VARYING.iter().map(|path| path.iter().map(|name| (*name).to_owned()).collect()).collect();
        varying.sort();
        assert_eq!(found, varying);
    }
}
