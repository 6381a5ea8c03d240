//! Accounts behind the AWS SDK: real ones, and mocks answered by the simulated account.

mod asked;
mod ears;
mod emulated;
pub mod interrupt;
mod live;
mod mocks;

pub use asked::{Asked, NotAsked};
pub use emulated::{Emulated, Watched, fresh_account};
pub use live::Live;
pub use mocks::{MockedAccount, Mocks};

pub use signalarm_aws_clients::{Settings, SettingsFault};
pub use signalarm_emulators::{Image, ImageFault, NoPython, NotStarted, python_environment};
