//! Wanted and found chain, the plan between them, and the machines that carry it out.
//!
//! A machine makes no call itself: it says which [`Call`] it wants answered, or for how long to wait, until it is done. So
//! it can be run against an account over the wire, against a simulated one, and be killed after every call.

mod cost;
mod prices;

use signalarm_cloud::{Answer, Call};
use signalarm_time::Duration;

pub use cost::{Amount, Assumptions, Cost, CostLine, Total, cost};
pub use prices::{Price, PriceEvidence, price};

/// What a machine wants next.
#[derive(Clone, Debug, PartialEq)]
pub enum Next<T> {
    /// The answer to this call.
    Call(Box<Call>),
    /// That so much time passes.
    Wait {
        /// How long.
        duration: Duration,
        /// Why, for a person who watches.
        why: String,
    },
    /// Nothing more: this is what came of it.
    Done(T),
}

/// A sans-I/O machine.
pub trait Machine {
    /// What comes of it.
    type Output;

    /// Goes on. `answer` is that of the last call, and `None` at the beginning and after a wait.
    fn next(&mut self, answer: Option<Answer>) -> Next<Self::Output>;
}
