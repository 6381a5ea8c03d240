//! From a record to samples: the world makes a record, a trail brings it to the log group, metric filters look at it.

use std::sync::Arc;

use rand_core::Rng;
use signalarm_alert::LogGroupName;
use signalarm_event::Record;
use signalarm_filter_pattern::LogEvent;
use signalarm_metric::{MetricFilter, MetricId, Sample, Unit};
use signalarm_time::{Duration, Timestamp};

use crate::account::{Account, Due, Kept, Match, MetricIndex};
use crate::conditions::LateSample;
use crate::delay::delivery_delay;
use crate::journal::{MatchIndex, RecordIndex, What};
use crate::link::{Link, Loss};
use crate::random;
use crate::trail_delivery::Captured;

/// Samples older than this are forgotten: no alarm looks back further than 21 days, three periods of a week.
pub(crate) const SAMPLES_KEPT: Duration = Duration::from_secs(22 * 86_400);

/// A metric filter matched, and adds a value to its metric.
pub(crate) struct Matching {
    filter: String,
    metric: MetricIndex,
    value: f64,
    unit: Unit,
    /// The time of the log event.
    stamp: Timestamp,
}

impl Account {
    /// Something happened in the account, and CloudTrail makes a record of it now.
    ///
    /// The delivery takes `delay`, or what chance says, and what the [`Conditions`](crate::Conditions) add to it.
    pub fn record(&mut self, record: Record, delay: Option<Duration>) -> RecordIndex {
        let number = self.next_number();
        let captured = self.capturing_trails(|| record.region().map(str::to_owned));
        let index = self.keep(record, false);
        self.tell(What::Recorded { record: index });
        let delay = delay.unwrap_or_else(|| delivery_delay(self.seed, "delivery", number));
        self.send_out(index, captured, delay, ("delivered again", number));
        index
    }

    /// An event id for the next record, as random as CloudTrail's, and the same for the same seed.
    #[must_use]
    pub fn next_record_id(&self) -> u128 {
        self.drawn_id("event id", self.next_number())
    }

    /// The number of the next record: calls have numbers of their own, and what is put needs none, so that neither a fault
    /// nor a drill changes the chance of a sign-in.
    fn next_number(&self) -> u64 {
        self.records.len() as u64 - self.calls_recorded - self.records_put
    }

    pub(crate) fn drawn_id(&self, purpose: &str, number: u64) -> u128 {
        let mut chance = random::stream(self.seed, purpose, number);
        u128::from(chance.next_u64()) << 64 | u128::from(chance.next_u64())
    }

    pub(crate) fn keep(&mut self, record: Record, background: bool) -> RecordIndex {
        let index = RecordIndex(self.records.len());
        self.records.push(Kept {
            record,
            background,
            captured: false,
            copies_arrived: 0,
            arrived: None,
            log_group: None,
            loss: None,
        });
        index
    }

    /// A record is put into a log group without a trail, in a log event of that text and that time.
    pub(crate) fn put_record(&mut self, record: Record, log_group: &str, text: &str, stamp: Timestamp) -> RecordIndex {
        let index = self.keep(record, false);
        self.records[index.0].captured = true;
        self.records_put += 1;
        self.deliver(index, log_group, text, stamp);
        index
    }

    /// Trails have captured a record: they will deliver it, unless that is known to be in vain.
    pub(crate) fn send_out(&mut self, index: RecordIndex, captured: Captured, delay: Duration, again: (&str, u64)) {
        let lost = self.conditions.loss(self.records[index.0].record.text().len());
        match captured.why_not_logged.or(lost) {
            None => self.records[index.0].captured = true,
            Some(loss) => self.lose(index, loss),
        }
        if lost.is_some() {
            return;
        }
        for (delay, trail) in self.deliveries(captured.trails, delay, again) {
            self.schedule(self.now + delay, Due::Delivery { record: index, trail });
        }
    }

    /// Nobody will ever bring a record to the log group.
    pub(crate) fn lose(&mut self, record: RecordIndex, loss: Loss) {
        let kept = &mut self.records[record.0];
        if kept.copies_arrived == 0 {
            kept.loss = Some(loss);
        }
        self.tell(What::NotRecorded { record, why: loss });
    }

    /// Each copy by each trail, with its delay under the present conditions; `again` draws that of a second copy.
    pub(crate) fn deliveries(
        &self,
        trails: Vec<Arc<str>>,
        delay: Duration,
        again: (&str, u64),
    ) -> Vec<(Duration, Arc<str>)> {
        let first = delay + self.conditions.delay(self.seed, again.0, again.1);
        let mut deliveries = Vec::new();
        for trail in trails {
            deliveries.push((first, Arc::clone(&trail)));
            if self.conditions.delivery_duplicated {
                deliveries.push((first + delivery_delay(self.seed, again.0, again.1), trail));
            }
        }
        deliveries
    }

    /// CloudTrail brings a record to a log group. The log event bears the time of its arrival, not that of the record
    /// (observed; the CloudTrail User Guide says nothing of it).
    pub(crate) fn deliver_now(&mut self, index: RecordIndex, log_group: &str) {
        let (record, stamp) = (self.records[index.0].record.clone(), self.conditions.stamp(self.now));
        self.deliver(index, log_group, record.text(), stamp);
    }

    /// A record arrives in a log group, in a log event of that text and that time.
    pub(crate) fn deliver(&mut self, index: RecordIndex, log_group: &str, text: &str, stamp: Timestamp) {
        let kept = &mut self.records[index.0];
        kept.copies_arrived += 1;
        kept.arrived = Some(self.revision);
        let takes_filters = self.log_groups.get(log_group).is_none_or(|group| group.is_standard_class);
        let no_filters = Loss::at(Link::Filter, "the class of the log group takes no metric filters");
        kept.loss = (!takes_filters).then_some(no_filters);
        kept.log_group = Some(log_group.to_owned());
        let copy = kept.copies_arrived;
        self.tell(What::Delivered { record: index, log_group: log_group.to_owned(), copy });
        for matched in self.take_in(text, log_group, stamp) {
            self.add_match(index, matched);
        }
    }

    /// A log event that no filter matches, whatever its pattern: what keeps a log group busy without saying anything.
    pub fn put_unmatched_log_event(&mut self, log_group: &LogGroupName) {
        self.catch_up(self.now, self.now);
        let Some(group) = self.log_groups.get(log_group.as_str()) else { return };
        let mut samples = vec![(group.incoming, Unit::None, 1.0)];
        let default_value =
            |(filter, metric): &(MetricFilter, MetricIndex)| Some((*metric, filter.unit, filter.default_value?));
        samples.extend(group.filters.iter().filter_map(default_value));
        for (metric, unit, value) in samples {
            self.take_sample(LateSample { metric, unit, stamp: self.now, value });
        }
    }

    /// What the metric filters of a log group make of a log event that arrives now and bears the time `stamp`: samples at
    /// once, matches as a list.
    pub(crate) fn take_in(&mut self, text: &str, log_group: &str, stamp: Timestamp) -> Vec<Matching> {
        let Some(group) = self.log_groups.get_mut(log_group) else { return Vec::new() };
        let patterns = group.patterns();
        let matching = patterns.matches(text, &mut self.scratch);
        let event = LogEvent::new(text);
        let incoming = group.incoming;
        let mut taken = Vec::with_capacity(group.filters.len());
        for (index, (filter, metric)) in group.filters.iter().enumerate() {
            let matched = matching.binary_search(&index).is_ok();
            let Some(Sample { value, unit, dimensions, matched, .. }) = filter.apply_known(&event, matched, stamp)
            else {
                continue;
            };
            let own_metric = (!dimensions.is_empty()).then(|| MetricId { dimensions, ..filter.metric.clone() });
            taken.push((matched.then(|| filter.name.clone()), *metric, own_metric, unit, value));
        }
        group.store(text.len(), 1);
        // The service counts what comes in by its own clock.
        self.take_sample(LateSample { metric: incoming, unit: Unit::None, stamp: self.now, value: 1.0 });
        let mut matches = Vec::new();
        for (matched, metric, own_metric, unit, value) in taken {
            let metric = own_metric.map_or(metric, |id| self.metric(&id));
            self.take_sample(LateSample { metric, unit, stamp, value });
            matches.extend(matched.map(|filter| Matching { filter, metric, value, unit, stamp }));
        }
        matches
    }

    /// The sample bears the time of the log event (recorded).
    pub(crate) fn add_sample(&mut self, LateSample { metric, unit, stamp, value }: LateSample) {
        let series = &mut self.series[metric.0];
        series.add_in(unit, stamp, value);
        series.forget_before(self.now - SAMPLES_KEPT);
        for alarm in 0..self.alarms.len() {
            if self.alarms[alarm].watches(metric) {
                self.take_note(alarm, stamp);
            }
        }
    }

    pub(crate) fn add_match(&mut self, record: RecordIndex, matching: Matching) {
        let Matching { filter, metric, value, unit, stamp: at } = matching;
        let matched = MatchIndex(self.matches.len());
        let mut watched = false;
        for alarm in 0..self.alarms.len() {
            if self.alarms[alarm].watches(metric) {
                self.rouse(alarm);
                if self.alarms[alarm].is_raised_by_more() {
                    self.alarms[alarm].open_matches.push(matched);
                    watched = true;
                }
            }
        }
        let visible = self.visible(at);
        self.matches.push(Match { record, filter: filter.clone(), metric, at, unit, visible, sealed: None, watched });
        self.tell(What::Matched { matched, record, filter, value });
    }
}
