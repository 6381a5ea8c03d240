//! What became of each record that an alert should have heard: a dropped notification is a fact with a reason, never an
//! absence.

use std::collections::BTreeMap;
use std::fmt;

use signalarm_account::{Account, Fate, Link, Loss, RecordIndex};
use signalarm_alert::{Alert, AlertName, Chain};
use signalarm_event::Record;
use signalarm_filter_pattern::LogEvent;
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
    /// The alert's filter matched it.
    Matched(Fate),
    /// It reached the log group, and the alert's filter did not match.
    Unmatched {
        /// Which conditions were not met.
        why: Vec<String>,
    },
    /// It reached another log group than the chain's.
    Elsewhere {
        /// Which.
        log_group: String,
    },
    /// When the run ended it had not reached the log group.
    Undelivered {
        /// What kept it; `None`: it was under way.
        loss: Option<Loss>,
    },
    /// It will never reach the log group.
    NotCaptured {
        /// Why.
        loss: Option<Loss>,
    },
}

/// Where on its way a sign-in was lost that nobody heard of, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyUnheard {
    /// The link that did not pass it on.
    pub link: Link,
    /// What was wrong with it, in words.
    pub why: String,
}

impl Outcome {
    /// Whether somebody heard.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        matches!(self, Self::Matched(Fate::Heard { .. }))
    }

    /// Where it was lost, and why; `None` where somebody heard.
    #[must_use]
    pub fn why_unheard(&self) -> Option<WhyUnheard> {
        let link = match self {
            Self::Matched(Fate::Heard { .. }) => return None,
            Self::Matched(Fate::Untold { link, .. }) => *link,
            Self::Matched(Fate::Expired { .. }) => Link::Metric,
            Self::Matched(Fate::Swallowed { .. } | Fate::Open | Fate::Unwatched) => Link::Alarm,
            Self::Unmatched { .. } => Link::Filter,
            Self::Elsewhere { .. } => Link::LogGroup,
            Self::Undelivered { loss } | Self::NotCaptured { loss } => loss.map_or(Link::Trail, |loss| loss.link),
        };
        Some(WhyUnheard { link, why: self.to_string() })
    }

    /// Whether it told nobody because the alarm was in ALARM already.
    #[must_use]
    pub fn is_swallowed(&self) -> bool {
        matches!(self, Self::Matched(Fate::Swallowed { .. }))
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Matched(fate) => fate.fmt(f),
            Self::Unmatched { why } => write!(f, "unheard: the filter did not match: {}", why.join("; ")),
            Self::Elsewhere { log_group } => {
                write!(f, "unheard: it reached the log group {log_group}, on which no filter of the chain is")
            }
            Self::Undelivered { loss: None } => f.write_str("unheard: the run ended before it reached the log group"),
            Self::Undelivered { loss: Some(loss) } => {
                write!(f, "unheard: the run ended before it reached the log group: {loss}")
            }
            Self::NotCaptured { loss: None } => f.write_str("unheard: it never reaches the log group"),
            Self::NotCaptured { loss: Some(loss) } => write!(f, "unheard: it never reaches the log group: {loss}"),
        }
    }
}

/// What became of every record of the account: by each alert whose filter matched it, and by the one that should have heard
/// it, whether its filter matched or not.
#[must_use]
pub fn hearings(account: &Account, chain: &Chain) -> Vec<Hearing> {
    let mut best: BTreeMap<(RecordIndex, &AlertName), (Timestamp, Outcome)> = BTreeMap::new();
    for matched in account.matches() {
        let Some(alert) = chain.alerts.iter().find(|alert| alert.name.as_str() == matched.filter) else { continue };
        let outcome = Outcome::Matched(matched.fate);
        let entry = best.entry((matched.record, &alert.name)).or_insert_with(|| (matched.at, outcome.clone()));
        // A second copy that is swallowed takes nothing away from a record that was heard.
        if outcome < entry.1 {
            *entry = (matched.at, outcome);
        }
    }
    for (index, kept) in account.told_records() {
        let alert = alert_for(kept.record, chain).filter(|alert| !best.contains_key(&(index, &alert.name)));
        let Some(alert) = alert else { continue };
        let outcome = match (kept.captured, kept.copies_arrived) {
            (false, _) => Outcome::NotCaptured { loss: kept.loss },
            (true, 0) => Outcome::Undelivered { loss: kept.loss },
            (true, _) if kept.log_group.is_some_and(|log_group| log_group != chain.log_group.as_str()) => {
                Outcome::Elsewhere { log_group: kept.log_group.unwrap_or_default().to_owned() }
            }
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

/// The alert that should hear a record: the one of the four that a sign-in belongs to, the one on tampering for a call that
/// can silence the chain.
#[must_use]
pub fn alert_for<'c>(record: &Record, chain: &'c Chain) -> Option<&'c Alert> {
    if let Some(sign_in) = record.sign_in() {
        return chain.alert(&AlertName::of(sign_in.outcome, sign_in.user_type)?);
    }
    chain.alert(&AlertName::TAMPERING).filter(|alert| alert.pattern.matches(&LogEvent::new(record.text())))
}
