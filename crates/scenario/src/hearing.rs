//! What became of each record that an alert should have heard: a dropped notification is a fact with a reason, never an
//! absence.

use std::collections::BTreeMap;
use std::fmt;

use signalarm_account::{Account, Fate, RecordIndex};
use signalarm_alert::{AlertName, Chain};
use signalarm_time::Timestamp;

/// One record, one alert, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hearing {
    /// The record.
    pub record: RecordIndex,
    /// The alert that it belongs to, by its pattern or by what the record is.
    pub alert: AlertName,
    /// When its sample was taken; where there is none, the record's own time.
    pub at: Timestamp,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a record, best first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Its alarm went into ALARM on its account, and somebody was told.
    Heard {
        /// When.
        at: Timestamp,
    },
    /// The alarm went into ALARM on its account, and nobody was told.
    Untold {
        /// When.
        at: Timestamp,
        /// Why, in words.
        why: Vec<String>,
    },
    /// The alarm was in ALARM already, and an alarm tells of transitions only.
    Swallowed {
        /// Since when the alarm was in ALARM.
        since: Timestamp,
    },
    /// Its sample left the alarm's evaluation range without an alarm.
    Expired,
    /// When the run ended the alarm had not been evaluated with it yet.
    Open,
    /// No alarm watches the metric.
    Unwatched,
    /// The record reached the log group, and the alert's filter did not match.
    Unmatched {
        /// Which conditions were not met.
        why: Vec<String>,
    },
    /// When the run ended the record had not reached the log group.
    Undelivered,
    /// No trail captured the record.
    NotCaptured,
}

impl Outcome {
    /// Whether somebody heard.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        matches!(self, Self::Heard { .. })
    }
}

impl fmt::Display for Outcome {
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
            Self::Unmatched { why } => write!(f, "unheard: the filter did not match: {}", why.join("; ")),
            Self::Undelivered => f.write_str("unheard: the run ended before it reached the log group"),
            Self::NotCaptured => f.write_str("unheard: no trail captured it"),
        }
    }
}

/// What became of every record of the account: by each alert whose filter matched it, and by the one of the four alerts
/// that its sign-in belongs to, whether the filter matched or not.
#[must_use]
pub fn hearings(account: &Account, chain: &Chain) -> Vec<Hearing> {
    let mut best: BTreeMap<(RecordIndex, &AlertName), (Timestamp, Outcome)> = BTreeMap::new();
    for matched in account.matches() {
        let Some(alert) = chain.alerts.iter().find(|alert| alert.name.as_str() == matched.filter) else { continue };
        let outcome = outcome(matched.fate);
        let entry = best.entry((matched.record, &alert.name)).or_insert_with(|| (matched.at, outcome.clone()));
        // A second copy that is swallowed takes nothing away from a record that was heard.
        if outcome < entry.1 {
            *entry = (matched.at, outcome);
        }
    }
    for (index, kept) in account.told_records() {
        let alert = kept.record.sign_in().and_then(|sign_in| AlertName::of(sign_in.outcome, sign_in.user_type));
        let alert = alert.and_then(|name| chain.alert(&name));
        let Some(alert) = alert.filter(|alert| !best.contains_key(&(index, &alert.name))) else { continue };
        let outcome = match (kept.captured, kept.copies_arrived) {
            (false, _) => Outcome::NotCaptured,
            (true, 0) => Outcome::Undelivered,
            (true, _) => Outcome::Unmatched { why: account.why_unmatched(alert.name.as_str(), index) },
        };
        best.insert((index, &alert.name), (kept.record.time(), outcome));
    }
    let hearing = |((record, alert), (at, outcome)): ((RecordIndex, &AlertName), (Timestamp, Outcome))| Hearing {
        record,
        alert: alert.clone(),
        at,
        outcome,
    };
    best.into_iter().map(hearing).collect()
}

fn outcome(fate: Fate) -> Outcome {
    match fate {
        Fate::Heard { at } => Outcome::Heard { at },
        Fate::Untold { at, why } => Outcome::Untold { at, why },
        Fate::Swallowed { since } => Outcome::Swallowed { since },
        Fate::Expired => Outcome::Expired,
        Fate::Open => Outcome::Open,
        Fate::Unwatched => Outcome::Unwatched,
    }
}
