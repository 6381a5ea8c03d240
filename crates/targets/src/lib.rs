//! Accounts behind the AWS SDK: real ones, emulators, and mocks answered by the simulated account.

mod live;
mod ministack;
mod mocks;
mod python;

pub use live::Live;
pub use ministack::{Ministack, NotStarted};
pub use mocks::{MockedAccount, Mocks};
pub use python::{NoPython, python_environment};

pub use signalarm_aws_clients::{Settings, SettingsFault};
