//! The account: what it holds, and how time passes in it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use signalarm_alarm::{Slot, State};
use signalarm_alert::Place;
use signalarm_event::Record;
use signalarm_filter_pattern::Scratch;
use signalarm_metric::{MetricId, Series, Unit};
use signalarm_notification::Topics;
use signalarm_time::{Duration, Timestamp};

use crate::activity::Steady;
use crate::alarms::AlarmInForce;
use crate::composites::CompositeInForce;
use crate::conditions::{Conditions, LateSample};
use crate::control::{Bucket, LogGroup, MadeSubscription, MuteRule, PastFilter, Queue, Role, TopicTexts, Trail};
use crate::history::History;
use crate::journal::{Happening, RecordIndex, What};
use crate::later::Retry;
use crate::link::Loss;
use crate::surroundings::Surroundings;

/// An account as it is at its beginning.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Account number and Region.
    pub place: Place,
    /// The seed of all chance in this account.
    pub seed: u64,
    /// The instant at which its time begins.
    pub start: Timestamp,
}

/// A simulated account. A copy goes its own way from there.
#[derive(Clone)]
pub struct Account {
    pub(crate) place: Place,
    pub(crate) seed: u64,
    pub(crate) now: Timestamp,
    pub(crate) conditions: Conditions,
    pub(crate) surroundings: Surroundings,
    /// How many calls there have been, and changes of the surroundings: what was found out before holds until the next.
    pub(crate) revision: u64,
    /// Background activity: one ordinary API call in each of these, the number of its current schedule, and how many
    /// calls there have been.
    pub(crate) activity: Option<Duration>,
    pub(crate) activity_schedule: u64,
    pub(crate) activity_calls: u64,
    /// Background activity that need not be played call by call.
    pub(crate) steady: Option<Steady>,
    /// Whether time in which nothing can change may be passed over.
    pub(crate) passes_over_quiet: bool,
    /// By ARN.
    pub(crate) trails: BTreeMap<Arc<str>, Trail>,
    pub(crate) buckets: BTreeMap<String, Bucket>,
    /// When each bucket was last changed, those that are gone included.
    pub(crate) bucket_changes: BTreeMap<String, Timestamp>,
    pub(crate) roles: BTreeMap<String, Role>,
    pub(crate) log_groups: BTreeMap<String, LogGroup>,
    /// The filters of log groups that are gone.
    pub(crate) past_filters: Vec<PastFilter>,
    pub(crate) metrics: BTreeMap<MetricId, MetricIndex>,
    pub(crate) series: Vec<Series>,
    pub(crate) alarms: Vec<AlarmInForce>,
    /// The alarms that are not deleted, by name.
    pub(crate) alarm_names: BTreeMap<String, usize>,
    pub(crate) composites: BTreeMap<String, CompositeInForce>,
    pub(crate) mute_rules: BTreeMap<String, MuteRule>,
    pub(crate) history: History,
    pub(crate) topics: Topics,
    /// The attributes of topics as they were given, by ARN.
    pub(crate) topic_texts: BTreeMap<String, TopicTexts>,
    /// In the order in which they were made, those that are over included.
    pub(crate) subscriptions: Vec<MadeSubscription>,
    /// How many publications to topics there have been.
    pub(crate) publications: u64,
    pub(crate) queues: BTreeMap<String, Queue>,
    /// When each queue that is gone was deleted.
    pub(crate) deleted_queues: BTreeMap<String, Timestamp>,
    pub(crate) records: Vec<Kept>,
    /// How many of them are of calls.
    pub(crate) calls_recorded: u64,
    /// How many of them were put into a log group without a trail.
    pub(crate) records_put: u64,
    /// Deliveries that wait until CloudWatch Logs throttles no more.
    pub(crate) throttled: Vec<Due>,
    /// Samples that were taken while samples were late.
    pub(crate) late_samples: Vec<LateSample>,
    pub(crate) retries: Vec<Retry>,
    pub(crate) matches: Vec<Match>,
    pub(crate) journal: Vec<Happening>,
    /// One buffer for all evaluations.
    pub(crate) slots: Vec<Slot>,
    /// One for all log events.
    pub(crate) scratch: Scratch,
    agenda: BinaryHeap<Reverse<Entry>>,
    entries: u64,
}

/// The place of a metric's series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MetricIndex(pub(crate) usize);

/// A record, and what is known of its delivery.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) record: Record,
    /// Part of the background: not told in the journal.
    pub(crate) background: bool,
    pub(crate) captured: bool,
    pub(crate) copies_arrived: u32,
    /// The revision in which the last copy arrived.
    pub(crate) arrived: Option<u64>,
    /// The log group in which it did.
    pub(crate) log_group: Option<String>,
    /// Why it does not come to the log group, or has not yet.
    pub(crate) loss: Option<Loss>,
}

/// A match of a record by a filter.
#[derive(Clone)]
pub(crate) struct Match {
    pub(crate) record: RecordIndex,
    pub(crate) filter: String,
    pub(crate) metric: MetricIndex,
    /// The time of the sample.
    pub(crate) at: Timestamp,
    pub(crate) unit: Unit,
    /// When the sample can be seen.
    pub(crate) visible: Timestamp,
    /// What came of it; `None` while that is open, or where no alarm watches the metric.
    pub(crate) sealed: Option<Sealed>,
    /// Whether an alarm watched the metric.
    pub(crate) watched: bool,
}

/// What was decided of a match when its alarm was evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sealed {
    /// This alarm, by its index, went into ALARM.
    Raised {
        alarm: usize,
        at: Timestamp,
    },
    Swallowed {
        since: Timestamp,
    },
    Expired {
        /// The unit of the samples that the alarm saw, where it saw no others.
        seen_unit: Option<Unit>,
    },
}

/// What is due at an instant. Entries of one instant are due in the order of the instants at which they were made; of those
/// made at one instant evaluations come first, by their alarms, then the background, then the rest.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    at: Timestamp,
    made: Timestamp,
    rank: usize,
    number: u64,
    due: Due,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Due {
    Delivery { record: RecordIndex, trail: Arc<str> },
    Evaluation { alarm: usize },
    Activity { schedule: u64 },
    ActivityDelivery { call: u64, called: Timestamp, trail: Arc<str> },
    Sample { index: usize },
    MuteEnd { alarm: usize },
    Retry { index: usize },
    SteadyArrival,
}

impl Due {
    /// The order within one instant. It depends on nothing but what is due, so that it is the same whether an entry was
    /// made in its time or put back later.
    const fn rank(&self) -> usize {
        match self {
            Self::Evaluation { alarm } => *alarm,
            Self::Activity { .. } | Self::ActivityDelivery { .. } | Self::SteadyArrival => usize::MAX - 1,
            Self::Delivery { .. } | Self::Sample { .. } | Self::MuteEnd { .. } | Self::Retry { .. } => usize::MAX,
        }
    }
}

impl Account {
    /// An empty account.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        Self {
            place: setup.place,
            seed: setup.seed,
            now: setup.start,
            conditions: Conditions::default(),
            surroundings: Surroundings::default(),
            revision: 0,
            activity: None,
            activity_schedule: 0,
            activity_calls: 0,
            steady: None,
            passes_over_quiet: true,
            trails: BTreeMap::new(),
            buckets: BTreeMap::new(),
            bucket_changes: BTreeMap::new(),
            roles: BTreeMap::new(),
            log_groups: BTreeMap::new(),
            past_filters: Vec::new(),
            metrics: BTreeMap::new(),
            series: Vec::new(),
            alarms: Vec::new(),
            alarm_names: BTreeMap::new(),
            composites: BTreeMap::new(),
            mute_rules: BTreeMap::new(),
            history: History::default(),
            topics: Topics::default(),
            topic_texts: BTreeMap::new(),
            subscriptions: Vec::new(),
            publications: 0,
            queues: BTreeMap::new(),
            deleted_queues: BTreeMap::new(),
            records: Vec::new(),
            calls_recorded: 0,
            records_put: 0,
            throttled: Vec::new(),
            late_samples: Vec::new(),
            retries: Vec::new(),
            matches: Vec::new(),
            journal: Vec::new(),
            slots: Vec::new(),
            scratch: Scratch::default(),
            agenda: BinaryHeap::new(),
            entries: 0,
        }
    }

    /// What time it is in the account.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Everything that happened, in the order of time.
    #[must_use]
    pub fn journal(&self) -> &[Happening] {
        &self.journal
    }

    /// A record of the account.
    ///
    /// # Panics
    ///
    /// When the index is another account's.
    #[must_use]
    pub fn kept_record(&self, index: RecordIndex) -> &Record {
        &self.records[index.0].record
    }

    /// The state of an alarm of either kind; `None` where there is no such alarm.
    #[must_use]
    pub fn alarm_state(&self, name: &str) -> Option<State> {
        match self.alarm_names.get(name) {
            Some(index) => Some(self.alarms[*index].life.state().value),
            None => self.composites.get(name).map(|composite| composite.alarm.state()),
        }
    }

    /// How many appointments there have been: the events of the loop that lets time pass.
    #[must_use]
    pub fn appointments(&self) -> u64 {
        self.entries
    }

    /// Lets time pass until `to`, which itself is still part of it.
    pub fn advance(&mut self, to: Timestamp) {
        while let Some(Reverse(next)) = self.agenda.peek() {
            if to < next.at {
                break;
            }
            let Some(Reverse(entry)) = self.agenda.pop() else { break };
            self.now = self.now.max(entry.at);
            self.catch_up(entry.at, entry.made);
            match entry.due {
                Due::Delivery { record, trail } => self.deliver_by(&trail, record),
                Due::Evaluation { alarm } => self.keep_appointment(alarm),
                Due::Activity { schedule } => self.act(schedule),
                Due::ActivityDelivery { call, called, trail } => self.deliver_activity_by(&trail, call, called),
                Due::SteadyArrival => self.wake_fed(),
                Due::Sample { index } => self.add_sample(self.late_samples[index]),
                Due::MuteEnd { alarm } => self.run_muted(alarm),
                Due::Retry { index } => self.retry(index),
            }
        }
        self.now = self.now.max(to);
    }

    /// Makes an appointment. At the end of time there are none: it never gets later than that.
    pub(crate) fn schedule(&mut self, at: Timestamp, due: Due) {
        self.schedule_as_of(self.now, at, due);
    }

    /// Makes an appointment that should have been made at `made`.
    pub(crate) fn schedule_as_of(&mut self, made: Timestamp, at: Timestamp, due: Due) {
        if at == Timestamp::MAX {
            return;
        }
        self.agenda.push(Reverse(Entry { at, made, rank: due.rank(), number: self.entries, due }));
        self.entries += 1;
    }

    pub(crate) fn tell(&mut self, what: What) {
        self.journal.push(Happening { at: self.now, what });
    }

    /// The series of a metric, which comes into being with the first question for it.
    pub(crate) fn metric(&mut self, id: &MetricId) -> MetricIndex {
        if let Some(index) = self.metrics.get(id) {
            return *index;
        }
        let index = MetricIndex(self.series.len());
        self.series.push(Series::new());
        self.metrics.insert(id.clone(), index);
        index
    }
}
