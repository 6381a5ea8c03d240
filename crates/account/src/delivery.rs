//! From a record to samples: the world makes a record, a trail brings it to the log group, metric filters look at it.

use std::sync::Arc;

use rand_core::Rng;
use signalarm_event::{Forgery, Record, Variant, forge};
use signalarm_filter_pattern::LogEvent;
use signalarm_metric::{Sample, Unit};
use signalarm_time::{Duration, Timestamp};

use crate::account::{Account, Conditions, Due, Kept, Match, MetricIndex};
use crate::delay::{ACTIVITY_DELAY, delivery_delay};
use crate::journal::{MatchIndex, RecordIndex, What};
use crate::random;

/// How long a trail is deaf after *StartLogging*: a record made 1.1 s after it was never seen in the log group, one
/// made 133 s after it was (a published capture of September 2026). The minute between is an assumption.
const START_LOGGING_TAKES: Duration = Duration::MINUTE;

/// Samples older than this are forgotten: no alarm looks back further than 21 days, three periods of a week.
const SAMPLES_KEPT: Duration = Duration::from_secs(22 * 86_400);

impl Account {
    /// Something happened in the account, and CloudTrail makes a record of it now.
    ///
    /// The delivery takes `delay`, or what chance says, and what the [`Conditions`] add to it.
    pub fn record(&mut self, record: Record, delay: Option<Duration>) -> RecordIndex {
        let index = self.keep(record, false);
        self.tell(What::Recorded { record: index });
        self.capture(index, delay);
        index
    }

    /// Lets one ordinary API call happen in each `every`, beginning now; `None` ends it.
    pub fn set_activity(&mut self, every: Option<Duration>) {
        self.activity = every.filter(|every| Duration::ZERO < *every);
        self.activity_schedule += 1;
        self.schedule(self.now, Due::Activity { schedule: self.activity_schedule });
    }

    /// Sets what is wrong outside the chain from now on.
    pub fn set_conditions(&mut self, conditions: Conditions) {
        self.conditions = conditions;
    }

    /// What is wrong outside the chain.
    #[must_use]
    pub fn conditions(&self) -> &Conditions {
        &self.conditions
    }

    /// An event id for the next record, as random as CloudTrail's, and the same for the same seed.
    #[must_use]
    pub fn next_record_id(&self) -> u128 {
        let mut chance = random::stream(self.seed, "event id", self.records.len() as u64);
        u128::from(chance.next_u64()) << 64 | u128::from(chance.next_u64())
    }

    pub(crate) fn keep(&mut self, record: Record, background: bool) -> RecordIndex {
        let index = RecordIndex(self.records.len());
        self.records.push(Kept { record, background, captured: false, copies_arrived: 0, arrived: None });
        index
    }

    /// One call of the background, and the appointment for the next.
    pub(crate) fn act(&mut self, schedule: u64) {
        let Some(every) = self.activity.filter(|_| schedule == self.activity_schedule) else { return };
        let record = forge(&Forgery {
            variant: Variant::ApiCall,
            at: self.now,
            account: self.place.account.as_str(),
            region: Some(self.place.region.as_str()),
            user: "inventory",
            source_ip: "192.0.2.10",
            user_agent: "aws-sdk-rust/1.3",
            id: self.next_record_id(),
        });
        let index = self.keep(record, true);
        self.capture(index, Some(ACTIVITY_DELAY));
        self.schedule(self.now + every, Due::Activity { schedule });
    }

    fn capture(&mut self, index: RecordIndex, delay: Option<Duration>) {
        let is_deaf = |since: Timestamp| self.now < since + START_LOGGING_TAKES;
        let mut groups: Vec<Arc<str>> = Vec::new();
        let mut why = "no trail delivers to a log group";
        for trail in self.trails.values() {
            match trail.logging_since {
                Some(since) if is_deaf(since) => why = "the trail had only just been started",
                Some(_) => groups.push(Arc::clone(&trail.log_group)),
                None => why = "the trail is stopped",
            }
        }
        if groups.is_empty() {
            if !self.records[index.0].background {
                self.tell(What::NotRecorded { record: index, why });
            }
            return;
        }
        self.records[index.0].captured = true;
        let late = self.conditions.delivery_late;
        let number = index.0 as u64;
        for log_group in groups {
            let first = delay.unwrap_or_else(|| delivery_delay(self.seed, "delivery", number));
            self.schedule(self.now + first + late, Due::Delivery { record: index, log_group: Arc::clone(&log_group) });
            if self.conditions.delivery_duplicated {
                let second = delivery_delay(self.seed, "duplicate", number);
                self.schedule(self.now + first + late + second, Due::Delivery { record: index, log_group });
            }
        }
    }

    /// A record arrives in a log group. The log event bears the time of its arrival, not that of the record (observed:
    /// *Sending events to CloudWatch Logs* says nothing of it).
    pub(crate) fn deliver(&mut self, index: RecordIndex, log_group: &str) {
        let now = self.now;
        let kept = &mut self.records[index.0];
        kept.copies_arrived += 1;
        kept.arrived = Some(now);
        let (record, background, copy) = (kept.record.clone(), kept.background, kept.copies_arrived);
        if !background {
            self.tell(What::Delivered { record: index, log_group: log_group.to_owned(), copy });
        }
        let Some(group) = self.log_groups.get(log_group) else { return };
        let event = LogEvent::new(record.text());
        let mut samples = vec![(
            group.incoming,
            Sample { at: now, value: 1.0, unit: Unit::None, dimensions: Vec::new(), matched: false },
        )];
        let mut matches = Vec::new();
        for (filter, metric) in &group.filters {
            // The filters of a chain add a constant: there is nothing to extract.
            let Some(sample) = filter.apply(&event, now, |_| None) else { continue };
            if sample.matched {
                matches.push((filter.name.clone(), *metric, sample.value));
            }
            samples.push((*metric, sample));
        }
        for (metric, sample) in samples {
            self.add_sample(metric, &sample);
        }
        for (filter, metric, value) in matches {
            self.add_match(index, filter, metric, value);
        }
    }

    fn add_sample(&mut self, metric: MetricIndex, sample: &Sample) {
        let series = &mut self.series[metric.0];
        series.add_in(sample.unit, sample.at, sample.value);
        series.forget_before(self.now - SAMPLES_KEPT);
        for alarm in 0..self.alarms.len() {
            if self.alarms[alarm].metric == metric {
                self.wake(alarm);
            }
        }
    }

    fn add_match(&mut self, record: RecordIndex, filter: String, metric: MetricIndex, value: f64) {
        let matched = MatchIndex(self.matches.len());
        let mut watched = false;
        for alarm in self.alarms.iter_mut().filter(|alarm| alarm.metric == metric) {
            alarm.open_matches.push(matched);
            watched = true;
        }
        self.matches.push(Match { record, filter: filter.clone(), at: self.now, sealed: None, watched });
        self.tell(What::Matched { matched, record, filter, value });
    }
}
