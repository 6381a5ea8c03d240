//! What is broken in an account, and what it takes to put it right again.

use signalarm_account::{Account, RECORD_BYTES_MAX, Refusal};
use signalarm_alert::Chain;
use signalarm_cloud::Call;
use signalarm_event::Record;
use signalarm_time::{Duration, Timestamp};

use super::{ChainFault, TimedFault, WholeFault};

/// Everything that is broken now.
#[derive(Clone, Default)]
pub(crate) struct Damage {
    /// Each fault with the calls that undo it.
    broken: Vec<(ChainFault, Vec<Call>)>,
    /// The attempts of somebody who keeps failing to sign in.
    flood: Option<Flood>,
}

/// Attempts to sign in, one after the other.
#[derive(Clone, Copy)]
struct Flood {
    every: Duration,
    /// When the next is.
    next: Timestamp,
}

impl Damage {
    /// Breaks something.
    ///
    /// # Errors
    ///
    /// When the account refuses.
    pub(crate) fn break_one(
        &mut self,
        fault: &ChainFault,
        account: &mut Account,
        chain: &Chain,
    ) -> Result<(), Refusal> {
        let undo = match fault {
            ChainFault::Whole(whole) => whole.break_it(account, chain)?,
            ChainFault::Timed(TimedFault::FailureFlood, every) => {
                self.flood = Some(Flood { every: *every, next: account.now() });
                Vec::new()
            }
            ChainFault::Timed(timed, measure) => {
                set_condition(*timed, *measure, account);
                Vec::new()
            }
            ChainFault::OfAlert(of_alert, alert) => of_alert.break_it(alert, account, chain)?,
        };
        self.broken.push((fault.clone(), undo));
        Ok(())
    }

    /// Puts it right again: the calls that undo it, and what people do besides.
    ///
    /// # Errors
    ///
    /// When the account refuses.
    pub(crate) fn mend(&mut self, fault: &ChainFault, account: &mut Account, chain: &Chain) -> Result<(), Refusal> {
        if let Some(index) = self.broken.iter().position(|(broken, _)| broken.is_same(fault)) {
            for call in self.broken.remove(index).1 {
                account.answer(call)?;
            }
        }
        match fault {
            ChainFault::Whole(whole) => whole.mend(account),
            ChainFault::Timed(TimedFault::FailureFlood, _) => self.flood = None,
            ChainFault::Timed(timed, _) => set_condition(*timed, Duration::ZERO, account),
            ChainFault::OfAlert(of_alert, alert) => of_alert.mend(alert, account, chain)?,
        }
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
        let is_large = |(fault, _): &(ChainFault, Vec<Call>)| *fault == ChainFault::Whole(WholeFault::RecordTooLarge);
        if self.broken.iter().any(is_large) { padded(&record) } else { record }
    }
}

fn set_condition(timed: TimedFault, measure: Duration, account: &mut Account) {
    let mut conditions = account.conditions().clone();
    timed.set(&mut conditions, measure);
    account.set_conditions(conditions);
}

/// The record with more in it than CloudTrail sends to a log group. Which call makes one so large does not matter: what
/// is in it is CloudTrail's business.
fn padded(record: &Record) -> Record {
    let mut json = record.json().clone();
    json["additionalEventData"]["padding"] = "x".repeat(RECORD_BYTES_MAX).into();
    Record::parse(&json.to_string()).unwrap_or_else(|_| record.clone())
}
