//! What is broken in an account, and what it takes to put it right again.

use signalarm_account::{Account, RECORD_BYTES_MAX, Refusal};
use signalarm_alert::Chain;
use signalarm_cloud::{Call, Failure, FailureClass};
use signalarm_event::Record;
use signalarm_time::{Duration, Timestamp};

use super::{AlertFault, ChainFault, TimedFault, WholeFault};

/// Everything that is broken now.
#[derive(Clone, Default)]
pub(crate) struct Damage {
    /// In the order in which it broke.
    broken: Vec<Broken>,
    /// Calls that would have undone something and were refused, because something else is still broken.
    owed: Vec<Call>,
    /// The attempts of somebody who keeps failing to sign in.
    flood: Option<Flood>,
}

#[derive(Clone)]
struct Broken {
    fault: ChainFault,
    /// The calls that undo it.
    undo: Vec<Call>,
}

/// Attempts to sign in, one after the other.
#[derive(Clone, Copy)]
struct Flood {
    every: Duration,
    /// When the next is.
    next: Timestamp,
}

impl Damage {
    /// Breaks something. What is not there any more cannot be broken: that changes nothing.
    ///
    /// # Errors
    ///
    /// When the account refuses for another reason.
    pub(crate) fn break_one(
        &mut self,
        fault: &ChainFault,
        account: &mut Account,
        chain: &Chain,
    ) -> Result<(), Refusal> {
        let undo = self.harm(fault, account, chain)?;
        self.broken.push(Broken { fault: fault.clone(), undo });
        Ok(())
    }

    fn harm(&mut self, fault: &ChainFault, account: &mut Account, chain: &Chain) -> Result<Vec<Call>, Refusal> {
        match fault {
            ChainFault::Whole(whole) => unless_gone(whole.break_it(account, chain)),
            ChainFault::OfAlert(of_alert, alert) => unless_gone(of_alert.break_it(alert, account, chain)),
            ChainFault::Timed(TimedFault::FailureFlood, every) => {
                self.flood = Some(Flood { every: *every, next: account.now() });
                Ok(Vec::new())
            }
            ChainFault::Timed(timed, measure) => {
                set_condition(*timed, *measure, account);
                Ok(Vec::new())
            }
        }
    }

    /// Puts it right again: the calls that undo it, and what people do besides. What else is broken stays broken.
    ///
    /// # Errors
    ///
    /// When the account refuses.
    pub(crate) fn mend(&mut self, fault: &ChainFault, account: &mut Account, chain: &Chain) -> Result<(), Refusal> {
        if let Some(index) = self.broken.iter().position(|broken| broken.fault.is_same(fault)) {
            self.owed.extend(self.broken.remove(index).undo);
        }
        self.owed.retain(|call| account.call(call.clone()).is_err());
        match fault {
            ChainFault::Whole(whole) => unless_gone(whole.mend(account, chain))?,
            ChainFault::Timed(TimedFault::FailureFlood, _) => self.flood = None,
            ChainFault::Timed(timed, _) => set_condition(*timed, Duration::ZERO, account),
            ChainFault::OfAlert(of_alert, alert) => unless_gone(of_alert.mend(alert, account, chain))?,
        }
        for index in 0..self.broken.len() {
            let other = self.broken[index].fault.clone();
            if heals(fault, &other) {
                self.broken[index].undo = self.harm(&other, account, chain)?;
            }
        }
        // What was refused because of this fault is not any more.
        self.owed.retain(|call| account.call(call.clone()).is_err());
        Ok(())
    }

    /// The next attempt of the flood that comes by an instant; the one after it is planned.
    pub(crate) fn next_attempt(&mut self, by: Timestamp) -> Option<Timestamp> {
        let flood = self.flood.as_mut().filter(|flood| flood.next <= by)?;
        let at = flood.next;
        flood.next = at + flood.every;
        // The end of time is no attempt.
        (at < flood.next).then_some(at)
    }

    /// A record as CloudTrail makes it now.
    pub(crate) fn recorded(&self, record: Record) -> Record {
        let is_large = |broken: &Broken| broken.fault == ChainFault::Whole(WholeFault::RecordTooLarge);
        if self.broken.iter().any(is_large) { padded(&record) } else { record }
    }
}

fn set_condition(timed: TimedFault, measure: Duration, account: &mut Account) {
    let mut conditions = account.conditions().clone();
    timed.set(&mut conditions, measure);
    account.set_conditions(conditions);
}

/// Passes over a refusal that says that there is nothing there: it is broken already, by something else.
pub(super) fn unless_gone<T: Default>(done: Result<T, Refusal>) -> Result<T, Refusal> {
    match done {
        Err(Refusal::Subscription(_)) => Ok(T::default()),
        Err(refusal) if Failure::from(refusal.clone()).class() == FailureClass::NotFound => Ok(T::default()),
        done => done,
    }
}

/// Whether mending one fault puts right what another one has broken as well, so that this one has to break again.
fn heals(mended: &ChainFault, other: &ChainFault) -> bool {
    use AlertFault as Of;
    match (mended, other) {
        (ChainFault::Whole(mended), ChainFault::Whole(other)) => mended.makes_log_group() && other.makes_log_group(),
        (ChainFault::Whole(mended), ChainFault::OfAlert(other, _)) => mended.makes_log_group() && other.is_of_filter(),
        // Addresses may be shared.
        (ChainFault::OfAlert(Of::EndpointBouncing, _), ChainFault::OfAlert(Of::EndpointBouncing, _)) => true,
        (ChainFault::OfAlert(mended, alert), ChainFault::OfAlert(other, same)) if alert == same => match mended {
            Of::FilterChanged | Of::FilterTypo | Of::FilterDeleted => other.is_of_filter(),
            Of::UnitChanged | Of::AlarmWrongMetric => other.is_of_alarm(),
            Of::AlarmDeleted => other.is_of_alarm() || *other == Of::AlarmMuted,
            Of::TopicDeleted => other.is_of_topic() || other.is_of_subscription(),
            Of::SubscriptionUnconfirmed | Of::Unsubscribed | Of::SubscriptionSuspended => other.is_of_subscription(),
            Of::ActionsDisabled | Of::AlarmMuted | Of::AlarmForced | Of::TopicOtherRegion => false,
            Of::TopicPolicyRefuses | Of::TopicKeyRefuses | Of::FilteredOut | Of::EndpointBouncing => false,
        },
        (ChainFault::Whole(_) | ChainFault::Timed(..) | ChainFault::OfAlert(..), _) => false,
    }
}

/// The record with more in it than CloudTrail sends to a log group. Which call makes one so large does not matter: what
/// is in it is CloudTrail's business.
fn padded(record: &Record) -> Record {
    let mut json = record.json().clone();
    json["additionalEventData"]["padding"] = "x".repeat(RECORD_BYTES_MAX).into();
    Record::parse(&json.to_string()).unwrap_or_else(|_| record.clone())
}
