//! An account that is called and waited for, and nothing else; perhaps one that is not as AWS's.

use std::cell::RefCell;
use std::rc::Rc;

use signalarm_account::{Account, Setup};
use signalarm_cloud::{Answer, Call, Failure};
use signalarm_deploy::Session;
use signalarm_time::{Duration, Timestamp};

/// What becomes of a call on its way; an error answers it, and it does nothing.
pub(crate) type Way = fn(Call) -> Result<Call, Answer>;

#[derive(Clone)]
pub(crate) struct InMemory {
    pub(crate) account: Rc<RefCell<Account>>,
    pub(crate) region: &'static str,
    pub(crate) way: Way,
    /// Somebody interrupts after so many calls.
    pub(crate) calls_max: usize,
    /// Somebody interrupts when this holds of the calls that came.
    pub(crate) is_interrupted: Option<fn(&[Call]) -> bool>,
    /// Whether CloudTrail records the calls.
    pub(crate) is_recorded: bool,
    /// Whose answers get lost on their way back.
    pub(crate) is_lost: fn(&Call) -> bool,
    /// From so many calls on every one fails so, and does nothing.
    pub(crate) fails_from: Option<(usize, Failure)>,
    /// Every call that came, as it came.
    pub(crate) calls: Rc<RefCell<Vec<Call>>>,
}

impl InMemory {
    pub(crate) fn new(setup: Setup, region: &'static str) -> Self {
        Self {
            account: Rc::new(RefCell::new(Account::new(setup))),
            region,
            way: Ok,
            is_lost: |_| false,
            calls_max: usize::MAX,
            fails_from: None,
            is_recorded: false,
            is_interrupted: None,
            calls: Rc::default(),
        }
    }
}

impl Session for InMemory {
    fn answer(&mut self, call: Call) -> Answer {
        let number = self.calls.borrow().len();
        self.calls.borrow_mut().push(call.clone());
        if let Some((_, failure)) = self.fails_from.as_ref().filter(|(from, _)| *from <= number) {
            return Err(failure.clone());
        }
        let is_lost = (self.is_lost)(&call);
        let answer = match (self.way)(call) {
            Ok(call) if self.is_recorded => self.account.borrow_mut().call(call).map_err(Failure::from),
            Ok(call) => self.account.borrow_mut().answer(call).map_err(Failure::from),
            Err(answer) => answer,
        };
        if is_lost { Err(Failure::Unanswered("time is over".to_owned())) } else { answer }
    }

    fn wait(&mut self, duration: Duration) {
        let later = self.now() + duration;
        self.account.borrow_mut().advance(later);
    }

    fn now(&self) -> Timestamp {
        self.account.borrow().now()
    }

    fn is_interrupted(&self) -> bool {
        let calls = self.calls.borrow();
        self.calls_max <= calls.len() || self.is_interrupted.is_some_and(|is_interrupted| is_interrupted(&calls))
    }

    fn region(&self) -> &str {
        self.region
    }

    fn endpoint_url(&self) -> Option<&str> {
        None
    }
}
