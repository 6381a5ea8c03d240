//! Questions that a user has about alarms, answered on the simulated account, without AWS.
//!
//! [`timeline()`] says what would happen if sign-ins came at given times; [`advise`] compares settings by what they make of
//! the same sign-ins, and recommends one by a stated rule.
//!
//! Deliberately absent: an evaluation of its own (the simulated account evaluates), and how an answer is drawn.

mod measure;
mod rule;
mod setting;
mod sign_in;
mod timeline;
mod workload;

pub use measure::{Figures, Measured, SEEDS, SEEDS_MAX, advise};
pub use rule::{Criterion, RULE, ranked};
pub use setting::Setting;
pub use sign_in::NoSignIn;
pub use timeline::{Moment, Question, Row, SIGN_INS_MAX, SPAN_MAX, Span, Timeline, Unanswerable, timeline};
pub use workload::Workload;
