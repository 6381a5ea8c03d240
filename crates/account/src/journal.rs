//! What can be seen to happen in an account, in the order of its time.

use std::sync::Arc;

use signalarm_alarm::{Reason, State};
use signalarm_notification::{Dropped, Endpoint, Message, NotPublished};
use signalarm_time::Timestamp;

use crate::link::{Link, Loss};

/// A record of the account, by the order in which they came into being.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordIndex(pub usize);

/// One match of a record by a metric filter, by the order in which they came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MatchIndex(pub usize);

/// Something that happened, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// The instant in virtual time.
    pub at: Timestamp,
    /// What it was.
    pub what: What,
}

/// What can happen.
///
/// The account's ordinary background activity is not told, nor are the default values that it publishes: they are
/// there in every minute.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// CloudTrail made a record.
    Recorded {
        /// Which.
        record: RecordIndex,
    },
    /// Nobody will ever bring this record to the log group: no trail captured it, or the one that did could not deliver it.
    NotRecorded {
        /// Which.
        record: RecordIndex,
        /// Where, and why.
        why: Loss,
    },
    /// A copy of a record arrived in the log group as a log event.
    Delivered {
        /// Which.
        record: RecordIndex,
        /// The log group.
        log_group: String,
        /// 1 for the first copy that arrived, 2 for the second, and so on.
        copy: u32,
    },
    /// A metric filter matched a log event and added its value to its metric.
    Matched {
        /// Which match.
        matched: MatchIndex,
        /// The record.
        record: RecordIndex,
        /// The name of the metric filter.
        filter: String,
        /// The value added.
        value: f64,
    },
    /// An alarm changed its state.
    Transition {
        /// The name of the alarm.
        alarm: String,
        /// The state before.
        from: State,
        /// The state now.
        to: State,
        /// AWS's reason text.
        reason: Reason,
        /// The records behind the datapoints that decided; only for ALARM.
        records: Vec<RecordIndex>,
    },
    /// A subscriber was sent a notification.
    Notified {
        /// The name of the alarm.
        alarm: String,
        /// The state that the alarm entered.
        state: State,
        /// The subscriber.
        endpoint: Endpoint,
        /// What the notification tells; its texts are made when somebody reads them.
        message: Arc<Message>,
        /// The records behind the datapoints that decided.
        records: Vec<RecordIndex>,
    },
    /// A notification that should have reached somebody did not.
    Unnotified {
        /// The name of the alarm.
        alarm: String,
        /// The state that the alarm entered.
        state: State,
        /// The subscriber, where the topic had one to tell.
        endpoint: Option<Endpoint>,
        /// Why.
        why: WhyUnnotified,
    },
}

/// Why an action of an alarm told nobody, or one subscriber did not hear of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyUnnotified {
    /// The alarm's actions are switched off.
    ActionsDisabled,
    /// The alarm has no action for this state.
    NoAction,
    /// CloudWatch could not publish to the topic of the action.
    NotPublished(NotPublished),
    /// The topic has no subscription.
    NoSubscription,
    /// SNS did not send to this subscription.
    Dropped(Dropped),
    /// A mute rule muted the actions; what is due is made up for when it ends.
    Muted {
        /// When that is.
        until: Timestamp,
    },
    /// The endpoint did not take it, and SNS tries again.
    NotTaken {
        /// The last attempt.
        until: Timestamp,
    },
}

impl WhyUnnotified {
    /// Where the notification was lost.
    #[must_use]
    pub const fn link(&self) -> Link {
        match self {
            Self::ActionsDisabled | Self::NoAction | Self::Muted { .. } => Link::Alarm,
            Self::NotPublished(_) | Self::NoSubscription => Link::Topic,
            Self::Dropped(_) | Self::NotTaken { .. } => Link::Subscription,
        }
    }

    /// Whether a notification may still come.
    pub(crate) const fn may_come_later(&self) -> bool {
        match self {
            Self::Muted { .. } | Self::NotTaken { .. } => true,
            Self::ActionsDisabled | Self::NoAction | Self::NotPublished(_) | Self::NoSubscription => false,
            Self::Dropped(_) => false,
        }
    }
}
