//! Emulators, started by the tests themselves: what they answer, and scenarios on them.

mod contract;
mod scenarios;
