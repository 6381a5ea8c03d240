//! Emulators of AWS: starts and stops them, builds their image, reads what they show beside AWS's operations, and listens
//! to their topics.
//!
//! No AWS SDK is here: whoever wants to call an operation takes [`Emulator::endpoint_url`] to `aws-clients`.

mod build;
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
mod pages;
mod process;
mod python;
mod recipe;
mod sink;
mod unpack;

pub use build::{Built, NotBuilt, Workshop};
pub use docker::{DockerFault, docker_answers, has_image};
pub use emulator::Emulator;
pub use fault::{Ended, NotStarted};
pub use health::Kind;
pub use image::{Image, ImageFault};
pub use pages::{Mail, PageFault, Pages, TextMessage};
pub use python::{NoPython, python_environment};
pub use sink::{Reach, Received, Sink, SinkFault};
