//! What became of each match: heard, swallowed, or lost, and why.

use std::fmt;

use signalarm_alarm::State;
use signalarm_event::Record;
use signalarm_filter_pattern::LogEvent;
use signalarm_metric::MetricFilter;
use signalarm_time::Timestamp;

use crate::account::{Account, Kept, Match, Sealed};
use crate::journal::{Happening, RecordIndex, What, WhyUnnotified};

/// What became of one match of a record by a metric filter, best first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// An alarm went into ALARM on its account, and at least one subscriber was sent a notification.
    Heard {
        /// When.
        at: Timestamp,
    },
    /// An alarm went into ALARM on its account, and nobody was told.
    Untold {
        /// When.
        at: Timestamp,
        /// Why, in words.
        why: Vec<String>,
    },
    /// The alarm was in ALARM already; alarms act on transitions only.
    Swallowed {
        /// Since when it was.
        since: Timestamp,
    },
    /// The sample left the evaluation range without an alarm.
    Expired,
    /// The alarm has not been evaluated with it yet.
    Open,
    /// No alarm watches the metric.
    Unwatched,
}

/// A match with its fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched<'a> {
    /// The record.
    pub record: RecordIndex,
    /// The name of the metric filter.
    pub filter: &'a str,
    /// The time of the sample.
    pub at: Timestamp,
    /// What became of it.
    pub fate: Fate,
}

/// A record that is not background, and how far it came.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    /// The record.
    pub record: &'a Record,
    /// Whether a trail took it.
    pub captured: bool,
    /// How many copies have arrived in the log group.
    pub copies_arrived: u32,
}

impl Account {
    /// Every match, in the order in which they came about.
    pub fn matches(&self) -> impl Iterator<Item = Matched<'_>> {
        self.matches.iter().map(|matched| Matched {
            record: matched.record,
            filter: &matched.filter,
            at: matched.at,
            fate: self.fate(matched),
        })
    }

    /// Every record that is not background.
    pub fn told_records(&self) -> impl Iterator<Item = (RecordIndex, Told<'_>)> {
        let told = self.records.iter().enumerate().filter(|(_, kept)| !kept.background);
        told.map(|(index, kept)| {
            let told = Told { record: &kept.record, captured: kept.captured, copies_arrived: kept.copies_arrived };
            (RecordIndex(index), told)
        })
    }

    /// Why the metric filter of that name, as it was when the record arrived, did not match it, in words.
    #[must_use]
    pub fn why_unmatched(&self, filter: &str, index: RecordIndex) -> Vec<String> {
        let Kept { record, arrived, .. } = &self.records[index.0];
        let then = |(until, _): &&(Timestamp, MetricFilter)| arrived.is_none_or(|arrived| arrived < *until);
        let replaced = self.log_groups.values().flat_map(|group| group.replaced.iter().filter(then));
        let present = self.log_groups.values().flat_map(|group| &group.filters);
        let mut filters = replaced.map(|(_, filter)| filter).chain(present.map(|(filter, _)| filter));
        match filters.find(|candidate| candidate.name == filter) {
            Some(filter) => filter.pattern.explain(&LogEvent::new(record.text())).reasons(),
            None => vec![format!("there is no metric filter {filter}")],
        }
    }

    fn fate(&self, matched: &Match) -> Fate {
        match matched.sealed {
            Some(Sealed::Raised { alarm, at }) => self.told_of(&self.alarms[alarm].life.settings().name, at),
            Some(Sealed::Swallowed { since }) => Fate::Swallowed { since },
            Some(Sealed::Expired) => Fate::Expired,
            None if matched.watched => Fate::Open,
            None => Fate::Unwatched,
        }
    }

    /// Whether somebody was told of an alarm's transition to ALARM at an instant.
    fn told_of(&self, name: &str, at: Timestamp) -> Fate {
        let first = self.journal.partition_point(|happening| happening.at < at);
        let then = self.journal[first..].iter().take_while(|happening| happening.at == at);
        let mut why = Vec::new();
        for Happening { what, .. } in then {
            match what {
                What::Notified { alarm, state: State::Alarm, .. } if alarm == name => return Fate::Heard { at },
                What::Unnotified { alarm, state: State::Alarm, why: reason, .. } if alarm == name => {
                    why.push(reason.to_string());
                }
                _ => {}
            }
        }
        why.dedup();
        Fate::Untold { at, why }
    }
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Heard { at } => write!(f, "heard at {}", at.clock_form()),
            Self::Untold { at, why } => {
                write!(f, "raised the alarm at {}, but told nobody: {}", at.clock_form(), why.join("; "))
            }
            Self::Swallowed { since } => {
                write!(f, "swallowed: the alarm was in ALARM already, since {}", since.clock_form())
            }
            Self::Expired => f.write_str("unheard: its sample left the evaluation range without an alarm"),
            Self::Open => f.write_str("open: the run ended before the alarm had been evaluated with it"),
            Self::Unwatched => f.write_str("unheard: no alarm watches the metric"),
        }
    }
}

impl fmt::Display for WhyUnnotified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ActionsDisabled => f.write_str("the alarm's actions are switched off"),
            Self::NoAction => f.write_str("the alarm has no action for this state"),
            Self::NotPublished(why) => why.fmt(f),
            Self::NoSubscription => f.write_str("the topic has no subscription"),
            Self::Dropped(dropped) => dropped.fmt(f),
        }
    }
}
