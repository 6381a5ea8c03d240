//! Accounts behind the AWS SDK: real ones, and mocks answered by the simulated account.

mod live;
mod mocks;

pub use live::Live;
pub use mocks::{MockedAccount, Mocks};

pub use signalarm_aws_clients::{Settings, SettingsFault};
