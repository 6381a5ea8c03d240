//! A running emulator.

use std::path::Path;
use std::time::Duration;

use ureq::http::Uri;

use crate::docker::{Docker, DockerFault};
use crate::fault::{Ended, NotStarted};
use crate::health::{Health, Kind, Look, Unwell, look, wait};
use crate::image::Image;
use crate::localstack::{self, Localstack};
use crate::ministack::{self, Process};
use crate::pages::Pages;
use crate::sink::Reach;

/// How long one that should run already may take until it answers.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(30);

/// A running emulator. What we started is stopped, and its container removed, when this is dropped, and also when this process
/// is interrupted or killed; what ran already goes on.
pub struct Emulator {
    endpoint: String,
    health: Health,
    life: Life,
}

/// Who keeps it alive.
enum Life {
    /// Somebody else.
    Elsewhere,
    /// A process of ours.
    Process(Process),
    /// A container of ours.
    Container(Box<Localstack>),
}

impl Emulator {
    /// Starts MiniStack from PyPI on a free port of loopback. `target` is the folder in which its Python environment and its log
    /// are kept.
    ///
    /// # Errors
    ///
    /// [`NotStarted`].
    pub fn ministack(target: &Path) -> Result<Self, NotStarted> {
        let (process, endpoint, health) = ministack::start(target)?;
        Ok(Self { endpoint, health, life: Life::Process(process) })
    }

    /// Starts LocalStack in a container of an image that is there: none is pulled. It is reached from this machine alone.
    ///
    /// # Errors
    ///
    /// [`NotStarted`].
    pub fn localstack(image: &Image) -> Result<Self, NotStarted> {
        let start = localstack::Start {
            docker: Docker::default(),
            image,
            within: localstack::START_TIME_MAX,
            #[cfg(test)]
            command: Vec::new(),
        };
        let (container, endpoint, health) = start.start()?;
        Ok(Self { endpoint, health, life: Life::Container(Box::new(container)) })
    }

    /// One that runs already at a URL, or is about to.
    ///
    /// # Errors
    ///
    /// [`NotStarted`].
    pub fn at(url: &str) -> Result<Self, NotStarted> {
        Self::at_within(url, ANSWER_TIME_MAX)
    }

    fn at_within(url: &str, within: Duration) -> Result<Self, NotStarted> {
        let endpoint = endpoint(url).map_err(|why| NotStarted::NoUrl { url: url.to_owned(), why })?;
        let never_gone = || None::<std::convert::Infallible>;
        let health = wait(&endpoint, within, never_gone).map_err(|unwell| match unwell {
            Unwell::Gone(never) => match never {},
            Unwell::Stranger => NotStarted::Stranger { url: endpoint.clone() },
            Unwell::Silent(said) => NotStarted::Unanswered { url: endpoint.clone(), seconds: within.as_secs(), said },
        })?;
        Ok(Self { endpoint, health, life: Life::Elsewhere })
    }

    /// Where it answers, such as `http://127.0.0.1:4566`.
    #[must_use]
    pub fn endpoint_url(&self) -> &str {
        &self.endpoint
    }

    /// Which emulator it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.health.kind
    }

    /// Whether our extension is in it (`integrations/localstack`): metric filters then count by their patterns, and CloudTrail
    /// is there.
    #[must_use]
    pub fn has_extension(&self) -> bool {
        match self.health.kind {
            Kind::Localstack => self.health.has_cloudtrail,
            Kind::Ministack => false,
        }
    }

    /// The version that it tells.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.health.version
    }

    /// What it is called, with its version.
    #[must_use]
    pub fn name(&self) -> String {
        let version = &self.health.version;
        match (self.health.kind, self.has_extension()) {
            (Kind::Ministack, _) => format!("MiniStack {version}"),
            (Kind::Localstack, false) => format!("LocalStack {version}"),
            (Kind::Localstack, true) => format!("LocalStack {version} with signalarm's extension"),
        }
    }

    /// What it shows beside AWS's operations; `None` where it shows no messages of topics: MiniStack.
    #[must_use]
    pub fn pages(&self) -> Option<Pages<'_>> {
        match self.health.kind {
            Kind::Localstack => Some(Pages::at(&self.endpoint)),
            Kind::Ministack => None,
        }
    }

    /// From where it reaches this machine, for a [`crate::Sink`]. One that ran already is taken for a process on this machine: one in
    /// a container reaches a sink on loopback only where Docker forwards to it, as Docker Desktop does.
    ///
    /// # Errors
    ///
    /// [`DockerFault`], where the container cannot be asked.
    pub fn reach(&self) -> Result<Reach, DockerFault> {
        match &self.life {
            Life::Elsewhere | Life::Process(_) => Ok(Reach::Loopback),
            Life::Container(container) => container.bridge().map(Reach::Bridge),
        }
    }

    /// Whether it is still there, and what became of it where it is not.
    ///
    /// # Errors
    ///
    /// [`Ended`], with its exit code and the end of its log where we started it.
    pub fn check(&mut self) -> Result<(), Ended> {
        let name = self.name();
        match &mut self.life {
            Life::Process(process) => process.check(),
            Life::Container(container) => container.check(&name),
            Life::Elsewhere => match look(&self.endpoint) {
                Look::Well(_) => Ok(()),
                Look::NotYet(said) => Err(Ended::Unanswered { name, url: self.endpoint.clone(), said }),
                Look::Stranger => {
                    let said = "something else answers in its stead".to_owned();
                    Err(Ended::Unanswered { name, url: self.endpoint.clone(), said })
                }
            },
        }
    }

    /// Whether it is still there.
    pub fn is_alive(&mut self) -> bool {
        self.check().is_ok()
    }
}

/// Reads an endpoint URL; why it is none.
fn endpoint(url: &str) -> Result<String, &'static str> {
    let read: Uri = url.parse().map_err(|_| "it is no URL")?;
    match read.scheme_str() {
        Some("http") => {}
        Some("https") => return Err("emulators are spoken with over http here"),
        _ => return Err("it does not begin with http://"),
    }
    if !matches!(read.path(), "" | "/") || read.query().is_some() {
        return Err("a path follows the host");
    }
    match read.authority() {
        Some(authority) if authority.as_str().contains('@') => Err("it holds a user"),
        Some(authority) if !authority.host().is_empty() => Ok(format!("http://{authority}")),
        _ => Err("it has no host"),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("http://127.0.0.1:4566", Ok("http://127.0.0.1:4566"))]
    #[case("http://localhost:4566/", Ok("http://localhost:4566"))]
    #[case("http://[::1]:4566", Ok("http://[::1]:4566"))]
    #[case("https://127.0.0.1:4566", Err("over http here"))]
    #[case("127.0.0.1:4566", Err("does not begin with http://"))]
    #[case("localhost", Err("does not begin with http://"))]
    #[case("ftp://a", Err("does not begin with http://"))]
    #[case("http://a/b", Err("a path follows"))]
    #[case("http://a?b=c", Err("a path follows"))]
    #[case("http://u:p@a", Err("holds a user"))]
    #[case("http://", Err("is no URL"))]
    #[case("", Err("is no URL"))]
    #[case("http://a b", Err("is no URL"))]
    fn an_endpoint_url_is_read_or_refused(#[case] url: &str, #[case] expected: Result<&str, &str>) {
        match (Emulator::at_within(url, Duration::ZERO), endpoint(url), expected) {
            (_, Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err(fault @ NotStarted::NoUrl { .. }), Err(_), Err(expected)) => {
                assert!(fault.to_string().contains(expected), "{fault}");
                assert!(fault.to_string().contains(url), "{fault}");
            }
            (_, found, expected) => panic!("{found:?} instead of {expected:?}"),
        }
    }

    /// Answers every request so.
    fn answering(answer: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let _request = stream.read(&mut [0; 1024]).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        url
    }

    #[test]
    fn whoever_else_answers_is_no_emulator() {
        for answer in ["HTTP/1.0 404 Not Found\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n<html>"] {
            let url = answering(answer);
            let fault = Emulator::at(&url).err().unwrap();
            assert!(matches!(fault, NotStarted::Stranger { .. }), "{fault}");
            assert!(fault.to_string().contains(&url), "{fault}");
        }
    }

    #[test]
    fn one_that_never_gets_well_is_given_up_after_the_bound() {
        let url = answering("HTTP/1.0 503 Service Unavailable\r\n\r\n");
        let fault = Emulator::at_within(&url, Duration::from_secs(1)).err().unwrap();
        assert!(matches!(fault, NotStarted::Unanswered { .. }), "{fault}");
        assert!(fault.to_string().contains("within 1 s (it answers with the status 503)"), "{fault}");
    }
}
