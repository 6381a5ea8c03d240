//! LocalStack in a container of its own.

use std::net::IpAddr;
use std::time::Duration;

use testcontainers::bollard::models::{HostConfig, PortBinding};
use testcontainers::core::IntoContainerPort;
use testcontainers::runners::SyncRunner;
use testcontainers::{Container, ContainerRequest, GenericImage, ImageExt, TestcontainersError};

use crate::docker::{Docker, DockerFault};
use crate::fault::{Ended, NotStarted};
use crate::guard::{Guard, LABEL};
use crate::health::{Health, Unwell, wait};
use crate::image::Image;

/// How long it may take until it answers: 4 s on an idle machine, 24 s after a new installation with all cores busy.
pub(crate) const START_TIME_MAX: Duration = Duration::from_secs(120);
/// Where it listens inside.
const PORT: u16 = 4566;
/// What it must not ask the world outside for: usage counts, a certificate, names.
const ENVIRONMENT: [(&str, &str); 3] = [("DISABLE_EVENTS", "1"), ("SKIP_SSL_CERT_DOWNLOAD", "1"), ("DNS_ADDRESS", "0")];
/// The name by which the container knows this machine.
pub(crate) const THIS_MACHINE: &str = "host.docker.internal";

/// A container with LocalStack. The guard stands last: it sees to it that the container is gone, whatever the library did.
pub(crate) struct Localstack {
    _container: Container<GenericImage>,
    docker: Docker,
    guard: Guard,
}

/// What is to be started.
pub(crate) struct Start<'a> {
    pub(crate) docker: Docker,
    pub(crate) image: &'a Image,
    pub(crate) within: Duration,
    /// What the container does instead of what its image says.
    #[cfg(test)]
    pub(crate) command: Vec<String>,
}

impl Start<'_> {
    /// Starts it; where it answers, and what it says of itself.
    pub(crate) fn start(self) -> Result<(Localstack, String, Health), NotStarted> {
        self.docker.answers()?;
        // None is pulled: which bytes run is decided by whoever built or pulled the image.
        if self.docker.image_id(self.image)?.is_none() {
            return Err(NotStarted::NoImage(self.image.clone()));
        }
        let guard = Guard::new(&self.docker, "localstack").map_err(|error| NotStarted::Io {
            name: "LocalStack".to_owned(),
            what: "start the program that removes its container".to_owned(),
            error,
        })?;
        let failed = |error: TestcontainersError| {
            let doing = format!("start a container of {}", self.image);
            DockerFault::of(&self.docker.host(), &doing, &error.to_string())
        };
        let container = self.request(&guard)?.start().map_err(failed)?;
        let host = container.get_host().map_err(failed)?.to_string();
        let port = container.get_host_port_ipv4(PORT.tcp()).map_err(failed)?;
        // «localhost» may be IPv6's, where nothing listens.
        let host = if host == "localhost" { "127.0.0.1" } else { &host };
        let endpoint = format!("http://{host}:{port}");
        let started = Localstack { _container: container, docker: self.docker.clone(), guard };
        let health = self.until_well(&started, &endpoint)?;
        Ok((started, endpoint, health))
    }

    fn request(&self, guard: &Guard) -> Result<ContainerRequest<GenericImage>, DockerFault> {
        let image = GenericImage::new(self.image.name(), self.image.tag()).with_exposed_port(PORT.tcp());
        let mut request = image
            .with_container_name(guard.name())
            .with_label(LABEL, "emulator")
            .with_host(THIS_MACHINE, testcontainers::core::Host::HostGateway)
            .with_startup_timeout(self.within);
        for (name, value) in ENVIRONMENT {
            request = request.with_env_var(name, value);
        }
        #[cfg(test)]
        if !self.command.is_empty() {
            request = request.with_cmd(self.command.clone());
        }
        Ok(match self.docker.published_on()? {
            Some(address) => request.with_host_config_modifier(move |config| publish_on(config, &address)),
            None => request,
        })
    }

    /// The library's own waiting would wait to the end for a container that has ended.
    fn until_well(&self, started: &Localstack, endpoint: &str) -> Result<Health, NotStarted> {
        let name = format!("LocalStack from the image {}", self.image);
        wait(endpoint, self.within, || started.check(&name).err()).map_err(|unwell| match unwell {
            Unwell::Gone(ended) => NotStarted::Ended(ended),
            Unwell::Stranger => NotStarted::Stranger { url: endpoint.to_owned() },
            Unwell::Silent(said) => {
                let seconds = self.within.as_secs();
                NotStarted::Silent { name, seconds, said, log: self.docker.log(started.guard.name()) }
            }
        })
    }
}

impl Localstack {
    /// Whether its container still runs.
    pub(crate) fn check(&self, name: &str) -> Result<(), Ended> {
        match self.docker.end(self.guard.name()) {
            Ok(None) => Ok(()),
            Ok(Some(how)) => {
                let log = self.docker.log(self.guard.name());
                Err(Ended::Gone { name: name.to_owned(), how, log })
            }
            Err(fault) => Err(Ended::Unknown { name: name.to_owned(), fault }),
        }
    }

    /// The address by which it knows this machine.
    pub(crate) fn bridge(&self) -> Result<IpAddr, DockerFault> {
        let doing = "tell by which address a container knows this machine";
        let hosts = self.docker.ask(doing, &["container", "exec", self.guard.name(), "cat", "/etc/hosts"])?;
        address_of(THIS_MACHINE, &hosts)
            .ok_or_else(|| DockerFault::Failed { doing: doing.to_owned(), said: format!("its hosts are: {hosts}") })
    }

    #[cfg(test)]
    pub(crate) fn container(&self) -> &str {
        self.guard.name()
    }
}

/// Finds a name in a file of hosts.
fn address_of(name: &str, hosts: &str) -> Option<IpAddr> {
    let mut lines = hosts.lines().map(str::split_whitespace);
    let mut line = lines.find(|line| line.clone().skip(1).any(|host| host == name))?;
    line.next()?.parse().ok()
}

/// Lets nobody but this machine reach it: Docker would publish its port on every address.
fn publish_on(config: &mut HostConfig, address: &str) {
    let binding = PortBinding { host_ip: Some(address.to_owned()), host_port: None };
    config.publish_all_ports = Some(false);
    config.port_bindings = Some([(format!("{PORT}/tcp"), Some(vec![binding]))].into());
}

#[cfg(test)]
#[path = "localstack_tests.rs"]
mod tests;
