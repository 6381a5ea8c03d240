//! The life of a subscription, as a table: in which phase what happens, and which phase follows.
//!
//! Instants are not here: a [`crate::Subscription`] knows since when it is in its phase.

use std::fmt;

use signalarm_time::Duration;
use thiserror::Error;

use crate::Protocol;

/// How long a subscriber may take to confirm, and how long SNS keeps a mail address that was unsubscribed (SNS Developer
/// Guide, edition of 2026; older editions say three days).
pub const CONFIRMATION_TIME: Duration = Duration::from_secs(48 * 3_600);

/// How long a suspended subscription waits to be confirmed again (SNS Developer Guide, *Amazon SNS email subscription
/// setup and management*, edition of 2026; an older one says 48 hours).
pub const SUSPENSION_TIME: Duration = Duration::from_secs(30 * 86_400);

/// A phase in the life of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Nobody has confirmed it yet: SNS lists it as `PendingConfirmation`.
    Pending,
    /// It is confirmed, or there was no need to.
    Confirmed,
    /// More mails came than SNS sends, and it must be confirmed again: SNS lists it as `PendingConfirmation`.
    Suspended,
    /// A mail address was unsubscribed, and SNS has not forgotten it yet.
    Unsubscribed,
    /// It is gone.
    Removed,
}

/// What can happen to a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LifeEvent {
    /// *Subscribe* for the same endpoint.
    Subscribe,
    /// *ConfirmSubscription*: the subscriber follows the link, or the server answers.
    Confirm,
    /// *Unsubscribe* by the owner.
    Unsubscribe,
    /// Somebody who has the mail follows the link at its end.
    FollowUnsubscribeLink,
    /// More than ten mails in a second.
    ExceedMailRate,
    /// [`CONFIRMATION_TIME`] is over.
    ConfirmationTimePasses,
    /// [`SUSPENSION_TIME`] is over.
    SuspensionTimePasses,
}

/// Why SNS does not do what it was asked with a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Error)]
pub enum LifeRefusal {
    /// There is no such subscription.
    #[error("there is no such subscription")]
    NotFound,
    /// A subscription that waits for its confirmation has no ARN yet by which it could be removed.
    #[error("the subscription waits for its confirmation and cannot be removed until then")]
    PendingConfirmation,
    /// The subscription was confirmed so that only its owner can remove it (*AuthenticateOnUnsubscribe*).
    #[error("the subscription can be removed by its owner alone")]
    NotAuthenticated,
    /// A FIFO topic sends no mails and no text messages.
    #[error("a FIFO topic sends neither mails nor text messages")]
    FifoTopic,
}

impl Phase {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Pending, Self::Confirmed, Self::Suspended, Self::Unsubscribed, Self::Removed];

    /// The first phase of a subscription.
    #[must_use]
    pub fn first(protocol: Protocol) -> Self {
        if protocol.needs_confirmation() { Self::Pending } else { Self::Confirmed }
    }

    /// The table: the phase that follows, which may be the same.
    ///
    /// # Errors
    ///
    /// Where SNS refuses.
    pub fn after(self, event: LifeEvent, protocol: Protocol) -> Result<Self, LifeRefusal> {
        match event {
            LifeEvent::Subscribe => Ok(self.subscribed(protocol)),
            LifeEvent::Confirm => self.confirmed(),
            LifeEvent::Unsubscribe | LifeEvent::FollowUnsubscribeLink => self.unsubscribed(protocol),
            LifeEvent::ExceedMailRate => Ok(match self {
                Self::Confirmed if protocol.is_mail() => Self::Suspended,
                Self::Pending | Self::Confirmed | Self::Suspended | Self::Unsubscribed | Self::Removed => self,
            }),
            LifeEvent::ConfirmationTimePasses => Ok(match self {
                Self::Pending | Self::Unsubscribed => Self::Removed,
                Self::Confirmed | Self::Suspended | Self::Removed => self,
            }),
            LifeEvent::SuspensionTimePasses => Ok(match self {
                Self::Suspended => Self::Removed,
                Self::Pending | Self::Confirmed | Self::Unsubscribed | Self::Removed => self,
            }),
        }
    }

    /// Whether the subscription will not be heard of again: its endpoint may begin anew.
    #[must_use]
    pub fn is_over(self) -> bool {
        match self {
            Self::Pending | Self::Confirmed | Self::Suspended => false,
            Self::Unsubscribed | Self::Removed => true,
        }
    }

    /// How long the phase lasts by itself, and what happens then.
    #[must_use]
    pub fn end(self) -> Option<(Duration, LifeEvent)> {
        match self {
            Self::Pending | Self::Unsubscribed => Some((CONFIRMATION_TIME, LifeEvent::ConfirmationTimePasses)),
            Self::Suspended => Some((SUSPENSION_TIME, LifeEvent::SuspensionTimePasses)),
            Self::Confirmed | Self::Removed => None,
        }
    }

    /// An endpoint that has a subscription keeps it as it is; one that has none any more begins anew.
    fn subscribed(self, protocol: Protocol) -> Self {
        if self.is_over() { Self::first(protocol) } else { self }
    }

    fn confirmed(self) -> Result<Self, LifeRefusal> {
        match self {
            Self::Pending | Self::Confirmed | Self::Suspended => Ok(Self::Confirmed),
            Self::Unsubscribed | Self::Removed => Err(LifeRefusal::NotFound),
        }
    }

    fn unsubscribed(self, protocol: Protocol) -> Result<Self, LifeRefusal> {
        match self {
            Self::Confirmed if protocol.is_mail() => Ok(Self::Unsubscribed),
            Self::Confirmed => Ok(Self::Removed),
            Self::Pending | Self::Suspended => Err(LifeRefusal::PendingConfirmation),
            Self::Unsubscribed | Self::Removed => Err(LifeRefusal::NotFound),
        }
    }
}

impl LifeEvent {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Subscribe,
        Self::Confirm,
        Self::Unsubscribe,
        Self::FollowUnsubscribeLink,
        Self::ExceedMailRate,
        Self::ConfirmationTimePasses,
        Self::SuspensionTimePasses,
    ];
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Suspended => "suspended",
            Self::Unsubscribed => "unsubscribed",
            Self::Removed => "removed",
        })
    }
}

impl fmt::Display for LifeEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Subscribe => "Subscribe",
            Self::Confirm => "ConfirmSubscription",
            Self::Unsubscribe => "Unsubscribe",
            Self::FollowUnsubscribeLink => "the link is followed",
            Self::ExceedMailRate => "more than 10 mails/s",
            Self::ConfirmationTimePasses => "48 hours pass",
            Self::SuspensionTimePasses => "30 days pass",
        })
    }
}
