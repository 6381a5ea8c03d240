//! The noun of the project: alert names, the four alerts, people's own alerts, and the config file.
//!
//! One definition per alert makes its filter, its metric, its alarm and its topic, so that they cannot disagree.
//! Nothing here reads a file or the environment, and nothing here knows which account a chain will be put into.

mod chain;
mod config;
mod deployment;
mod effective;
pub mod lint;
mod name;
mod place;
mod placeholder;
mod prices;
mod read;
mod tampering;
mod trail;

pub use chain::{Alert, Chain, incoming_log_events};
pub use config::{Config, Patch};
pub use deployment::{Bucket, Deployment, NotDeployable, Source};
pub use effective::{Effective, Entry, Section, Setting};
pub use name::{AlertName, NAME_CHARS_MAX, NotAnAlertName};
pub use place::{AccountId, BucketName, LogGroupName, Namespace, NotAName, Place, Region, RoleName, TrailName};
pub use placeholder::{is_placeholder, is_placeholder_account, is_placeholder_text};
pub use prices::{OwnPrice, PriceItem, PriceUnit, Prices};
pub use read::{Environment, FORMAT, read_config, read_format, read_patch};
pub use trail::{KeyArn, NotAKeyArn, NotATrailUse, TrailUse};
