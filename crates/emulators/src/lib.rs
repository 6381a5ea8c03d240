//! Emulators of AWS: starts and stops them, builds their image, reads what they show beside AWS's operations, and listens
//! to their topics.
//!
//! No AWS SDK is here: whoever wants to call an operation takes [`Emulator::endpoint_url`] to `aws-clients`.

mod docker;
mod emulator;
mod fault;
mod guard;
mod health;
mod http;
mod image;
mod localstack;
mod lock;
mod ministack;
mod process;
mod python;

pub use docker::{DockerFault, docker_answers};
pub use emulator::Emulator;
pub use fault::{Ended, NotStarted};
pub use health::Kind;
pub use image::{Image, ImageFault};
pub use python::{NoPython, python_environment};
