//! Why there is no emulator, or no longer one.

use thiserror::Error;

use crate::docker::DockerFault;
use crate::image::Image;
use crate::python::NoPython;

/// An emulator that ran is gone.
#[derive(Debug, Error)]
pub enum Ended {
    /// Its process or its container ended.
    #[error("{name} has ended: {how}{}", told(log))]
    Gone {
        /// Which.
        name: String,
        /// How.
        how: String,
        /// The end of its log.
        log: String,
    },
    /// It does not answer any more.
    #[error("{name} at {url} does not answer any more: {said}")]
    Unanswered {
        /// Which.
        name: String,
        /// Where.
        url: String,
        /// What was met.
        said: String,
    },
    /// Docker cannot say.
    #[error("whether {name} still runs is not known: {fault}")]
    Unknown {
        /// Which.
        name: String,
        /// Why.
        fault: DockerFault,
    },
}

/// Why an emulator does not run.
#[derive(Debug, Error)]
pub enum NotStarted {
    /// There is no Python environment for it.
    #[error(transparent)]
    NoPython(#[from] NoPython),
    /// Docker does not do what it should.
    #[error(transparent)]
    Docker(#[from] DockerFault),
    /// The image is not there, and none is ever pulled.
    #[error(
        "Docker has no image {0}: build it with `cargo xtask emulator image`, or name one that is there with `--image NAME:TAG`"
    )]
    NoImage(Image),
    /// A file or a process of it cannot be made.
    #[error("{name} cannot be started: {what}: {error}")]
    Io {
        /// Which.
        name: String,
        /// What was to be done, on what.
        what: String,
        /// Why not.
        error: std::io::Error,
    },
    /// Every port that was free was taken by somebody else before it could listen.
    #[error(
        "{name} has found its port taken {tries} times, each time another one: is something on this machine taking all?"
    )]
    PortsTaken {
        /// Which.
        name: String,
        /// How often.
        tries: u32,
    },
    /// It ended before it was up.
    #[error(transparent)]
    Ended(#[from] Ended),
    /// It is not up in time.
    #[error("{name} is not up within {seconds} s ({said}){}", told(log))]
    Silent {
        /// Which.
        name: String,
        /// How long it was waited for.
        seconds: u64,
        /// What the last look met.
        said: String,
        /// The end of its log.
        log: String,
    },
    /// The URL of one that should run already cannot be one.
    #[error("“{url}” is no endpoint URL, since {why}: write http://HOST:PORT, such as http://127.0.0.1:4566")]
    NoUrl {
        /// The URL.
        url: String,
        /// Why.
        why: &'static str,
    },
    /// Nothing answers at a URL.
    #[error("no emulator answers at {url} within {seconds} s ({said}): start it, or name another URL")]
    Unanswered {
        /// The URL.
        url: String,
        /// How long it was waited for.
        seconds: u64,
        /// What the last look met.
        said: String,
    },
    /// Something answers that is none of the emulators that we know.
    #[error("what answers at {url} is neither LocalStack nor MiniStack: its /_localstack/health is not theirs")]
    Stranger {
        /// The URL.
        url: String,
    },
}

impl NotStarted {
    /// What this machine lacks, in the word of `SIGNALARM_REQUIRE`; `None` where it has everything and something went wrong. A
    /// test run skips on the former.
    #[must_use]
    pub fn missing(&self) -> Option<&'static str> {
        match self {
            Self::NoPython(NoPython::NoInterpreter) => Some("python"),
            Self::NoImage(_) => Some("docker"),
            Self::Docker(fault) => fault.is_missing().then_some("docker"),
            Self::NoPython(NoPython::Failed { .. })
            | Self::Io { .. }
            | Self::PortsTaken { .. }
            | Self::Ended(_)
            | Self::Silent { .. }
            | Self::NoUrl { .. }
            | Self::Unanswered { .. }
            | Self::Stranger { .. } => None,
        }
    }
}

/// A log, after whatever is said of it; that a full disk was met stands in it, and is said before.
fn told(log: &str) -> String {
    let full = if log.to_lowercase().contains("no space left on device") { "; the disk is full" } else { "" };
    match log.is_empty() {
        true => full.to_owned(),
        false => format!("{full}; its log ends with:\n{log}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_in_a_log_is_said_before_it() {
        let log = "OSError: [Errno 28] No space left on device";
        let gone = Ended::Gone { name: "LocalStack".to_owned(), how: "exit code 1".to_owned(), log: log.to_owned() };
        let expected = format!("LocalStack has ended: exit code 1; the disk is full; its log ends with:\n{log}");
        assert_eq!(gone.to_string(), expected);
    }

    #[test]
    fn only_what_the_machine_lacks_is_missing() {
        let engine = DockerFault::NoEngine { host: "h".to_owned(), said: String::new() };
        assert_eq!(NotStarted::from(engine).missing(), Some("docker"));
        assert_eq!(NotStarted::NoImage(Image::core()).missing(), Some("docker"));
        assert_eq!(NotStarted::from(NoPython::NoInterpreter).missing(), Some("python"));
        let failed = DockerFault::Failed { doing: "x".to_owned(), said: String::new() };
        assert_eq!(NotStarted::from(failed).missing(), None);
        assert_eq!(NotStarted::Stranger { url: "u".to_owned() }.missing(), None);
    }
}
