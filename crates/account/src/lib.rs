//! A simulated AWS account in virtual time, from one seed.
//!
//! The account is changed only by calls ([`Account::answer`]; [`Account::call`] for those that CloudTrail shall record), by
//! what happens in the world ([`Account::record`], [`Account::confirm_subscription`]), and by time ([`Account::advance`]).
//! It keeps a journal of everything that can be seen, and says of each record what became of it.
//!
//! Deliberately absent: a clock, threads, floating-point mathematics beyond addition and comparison, and any knowledge
//! of alerts. Same seed and same calls give the same journal, byte for byte.

mod account;
mod activity;
mod alarms;
mod answer;
mod calls;
mod composites;
mod conditions;
pub mod conformance;
mod control;
mod delay;
mod delivery;
mod describe;
mod document;
mod evaluation;
mod fate;
mod history;
mod journal;
mod later;
mod link;
mod pages;
mod publications;
mod random;
mod recorded_call;
mod rest;
mod surroundings;
mod tags;
mod trail_delivery;
mod transitions;

pub use account::{Account, Setup};
pub use calls::record_of_call;
pub use conditions::{Conditions, RECORD_BYTES_MAX};
pub use delay::DELIVERY_DELAY_MAX;
pub use fate::{Fate, Matched, Told};
pub use journal::{Happening, MatchIndex, RecordIndex, What, WhyUnnotified};
pub use link::{Link, Loss};
pub use signalarm_cloud::Refusal;
pub use surroundings::{ROLE_PROPAGATION, Surroundings};
