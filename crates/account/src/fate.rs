//! What became of each match: heard, swallowed, or lost, and why.

use std::fmt;

use signalarm_alarm::State;
use signalarm_event::Record;
use signalarm_filter_pattern::LogEvent;
use signalarm_metric::Unit;
use signalarm_time::{Duration, Timestamp};

use crate::account::{Account, Kept, Match, Sealed};
use crate::control::PastFilter;
use crate::journal::{Happening, RecordIndex, What, WhyUnnotified};
use crate::link::{Link, Loss};

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
        /// Where the first notification was lost.
        link: Link,
        /// Why, in words.
        why: Vec<String>,
    },
    /// The alarm was in ALARM already; alarms act on transitions only.
    Swallowed {
        /// Since when it was.
        since: Timestamp,
    },
    /// The sample left the evaluation range without an alarm.
    Expired {
        /// Why, in words, where more is known than that.
        why: Option<String>,
    },
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
    /// How many copies have arrived in a log group.
    pub copies_arrived: u32,
    /// The log group in which the last of them did.
    pub log_group: Option<&'a str>,
    /// Why it does not come to the log group, or has not yet.
    pub loss: Option<Loss>,
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
            let Kept { ref record, captured, copies_arrived, ref log_group, loss, .. } = *kept;
            let told = Told { record, captured, copies_arrived, log_group: log_group.as_deref(), loss };
            (RecordIndex(index), told)
        })
    }

    /// Why the metric filter of that name, as it was when the record arrived, did not match it, in words.
    #[must_use]
    pub fn why_unmatched(&self, filter: &str, index: RecordIndex) -> Vec<String> {
        let Kept { record, arrived, loss, .. } = &self.records[index.0];
        if let Some(loss) = loss {
            return vec![loss.to_string()];
        }
        let then = |past: &&PastFilter| past.name == filter && arrived.is_none_or(|arrived| arrived < past.until);
        let mut past = self.past_filters.iter().chain(self.log_groups.values().flat_map(|group| &group.past));
        let past = past.find(then);
        let present = || {
            let mut filters = self.log_groups.values().flat_map(|group| &group.filters);
            filters.find(|(candidate, _)| candidate.name == filter).map(|(filter, _)| filter)
        };
        match past.map_or_else(present, |past| past.filter.as_ref()) {
            Some(filter) => filter.pattern.explain(&LogEvent::new(record.text())).reasons(),
            None => vec![format!("there was no metric filter {filter} when the record arrived")],
        }
    }

    fn fate(&self, matched: &Match) -> Fate {
        match matched.sealed {
            Some(Sealed::Raised { alarm, at }) => self.told_of(&self.alarms[alarm].life.settings().name, at),
            Some(Sealed::Swallowed { since }) => Fate::Swallowed { since },
            Some(Sealed::Expired { seen_unit }) => Fate::Expired { why: why_expired(matched, seen_unit) },
            None if matched.watched => Fate::Open,
            None => Fate::Unwatched,
        }
    }

    /// Whether somebody was told of an alarm's transition to ALARM at an instant, then or later.
    fn told_of(&self, name: &str, at: Timestamp) -> Fate {
        let first = self.journal.partition_point(|happening| happening.at < at);
        let then = self.journal[first..].iter().take_while(|happening| happening.at == at);
        let (mut why, mut lost_at, mut may_come_later) = (Vec::new(), Link::Subscription, false);
        for Happening { what, .. } in then {
            match what {
                What::Notified { alarm, state: State::Alarm, .. } if alarm == name => return Fate::Heard { at },
                What::Unnotified { alarm, state: State::Alarm, why: reason, .. } if alarm == name => {
                    lost_at = lost_at.min(reason.link());
                    may_come_later |= reason.may_come_later();
                    why.push(reason.to_string());
                }
                _ => {}
            }
        }
        why.dedup();
        let late = |Happening { at: told, what }: &Happening| match what {
            What::Notified { alarm, state: State::Alarm, message, .. } if alarm == name && message.at == at => {
                Some(*told)
            }
            _ => None,
        };
        match self.journal[first..].iter().filter(|_| may_come_later).find_map(late) {
            Some(at) => Fate::Heard { at },
            None => Fate::Untold { at, link: lost_at, why },
        }
    }
}

/// What kept an alarm from a sample in its range; `seen_unit`: it saw samples of that unit alone.
fn why_expired(matched: &Match, seen_unit: Option<Unit>) -> Option<String> {
    if let Some(unit) = seen_unit.filter(|unit| *unit != matched.unit) {
        return Some(format!("the alarm sees samples in {unit} alone, and this one is in {}", matched.unit));
    }
    let (bears, seen) = (matched.at.clock_form(), matched.visible.clock_form());
    let is_late = matched.at + Duration::MINUTE < matched.visible;
    is_late.then(|| format!("the sample bears the time {bears}, and could be seen at {seen} only"))
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Heard { at } => write!(f, "heard at {}", at.clock_form()),
            Self::Untold { at, why, .. } => {
                write!(f, "raised the alarm at {}, but told nobody: {}", at.clock_form(), why.join("; "))
            }
            Self::Swallowed { since } => {
                write!(f, "swallowed: the alarm was in ALARM already, since {}", since.clock_form())
            }
            Self::Expired { why } => {
                f.write_str("unheard: its sample left the evaluation range without an alarm")?;
                why.as_ref().map_or(Ok(()), |why| write!(f, ": {why}"))
            }
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
            Self::Muted { until } => write!(f, "a mute rule mutes the alarm's actions until {until}"),
            Self::NotTaken { until } => write!(f, "the endpoint did not take it; SNS tries again until {until}"),
        }
    }
}
