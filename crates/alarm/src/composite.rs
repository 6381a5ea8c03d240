//! Composite alarms: the language of their rules, their states, and actions that are suppressed.
//!
//! They stand apart from metric alarms: these know nothing of them.

mod arn;
mod expression;
mod parse;
mod state;
mod suppression;

pub use arn::{AlarmArn, NotAnAlarmArn};
pub use expression::CompositeRule;
pub use state::{ChildChange, CompositeAlarm};
pub use suppression::{SuppressedBy, Suppression, suppressed_reason};
