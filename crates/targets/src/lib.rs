//! Accounts behind the AWS SDK: real ones, emulators, and mocks answered by the simulated account.

mod ministack;
mod python;

pub use ministack::{Ministack, NotStarted};
pub use python::{NoPython, python_environment};
