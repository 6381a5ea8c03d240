//! Docker's command line: what is asked of the engine beside starting a container.

use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use thiserror::Error;

use crate::image::Image;
use crate::process::{Unfinished, end_of, run};

/// How long a question may take; a build has its own bound.
const QUESTION_TIME_MAX: Duration = Duration::from_secs(60);
/// How many lines of a container's log are repeated.
const LOG_LINES_MAX: &str = "30";
/// Where the engine is, if nobody says otherwise.
const DEFAULT_HOST: &str = "unix:///var/run/docker.sock";

/// Why Docker did not do what it was asked.
#[derive(Debug, Error)]
pub enum DockerFault {
    /// There is no command line.
    #[error(
        "there is no program `docker` on the PATH: install Docker, or name an emulator that runs already by its URL"
    )]
    NoProgram,
    /// No engine answers.
    #[error("no Docker engine answers at {host}: start it, or set DOCKER_HOST to where it is ({said})")]
    NoEngine {
        /// Where it was looked for.
        host: String,
        /// What was said.
        said: String,
    },
    /// The engine is there, for others.
    #[error("the Docker engine at {host} is not for this user: add the user to its group, usually `docker` ({said})")]
    NoPermission {
        /// Where it is.
        host: String,
        /// What was said.
        said: String,
    },
    /// The disk is full.
    #[error(
        "no space is left on the device, said Docker when it was to {doing}: `docker system df` shows what fills it, `docker system prune` makes room ({said})"
    )]
    NoSpace {
        /// What was to be done.
        doing: String,
        /// What was said.
        said: String,
    },
    /// The port is somebody else's.
    #[error("a port was taken by somebody else when Docker was to {doing}: try again ({said})")]
    PortTaken {
        /// What was to be done.
        doing: String,
        /// What was said.
        said: String,
    },
    /// Anything else.
    #[error("Docker could not {doing}: {said}")]
    Failed {
        /// What was to be done.
        doing: String,
        /// What was said.
        said: String,
    },
}

impl DockerFault {
    /// Whether this machine has no Docker that can be used: nothing went wrong then, it just cannot be done here.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        match self {
            Self::NoProgram | Self::NoEngine { .. } | Self::NoPermission { .. } => true,
            Self::NoSpace { .. } | Self::PortTaken { .. } | Self::Failed { .. } => false,
        }
    }

    /// Tells by what Docker, or the library that speaks with it, said, why it could not do it.
    pub(crate) fn of(host: &str, doing: &str, said: &str) -> Self {
        let text = said.to_lowercase();
        let has = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
        let (host, doing, said) = (host.to_owned(), doing.to_owned(), end_of(said));
        if has(&["no space left on device"]) {
            Self::NoSpace { doing, said }
        } else if has(&["port is already allocated", "address already in use"]) {
            Self::PortTaken { doing, said }
        } else if has(&["permission denied"])
            && has(&["docker.sock", "daemon socket", "docker api", "error trying to connect"])
        {
            Self::NoPermission { host, said }
        } else if has(&[
            "cannot connect to the docker daemon",
            "is the docker daemon running",
            "error during connect",
            "failed to connect to the docker api",
            "unable to resolve docker endpoint",
            "socket not found",
            "client error (connect)",
        ]) {
            Self::NoEngine { host, said }
        } else {
            Self::Failed { doing, said }
        }
    }
}

/// Whether a Docker engine answers.
///
/// # Errors
///
/// [`DockerFault`]: why none does.
pub fn docker_answers() -> Result<(), DockerFault> {
    Docker::default().answers()
}

/// Whether Docker has an image.
///
/// # Errors
///
/// [`DockerFault`].
pub fn has_image(image: &Image) -> Result<bool, DockerFault> {
    Ok(Docker::default().image_id(image)?.is_some())
}

/// The engine that the environment names, or one that a test does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Docker {
    host: Option<String>,
}

impl Docker {
    #[cfg(test)]
    pub(crate) fn at(host: &str) -> Self {
        Self { host: Some(host.to_owned()) }
    }

    /// Where the engine is looked for.
    pub(crate) fn host(&self) -> String {
        let named = self.host.clone().or_else(|| std::env::var("DOCKER_HOST").ok().filter(|host| !host.is_empty()));
        named.unwrap_or_else(|| DEFAULT_HOST.to_owned())
    }

    /// The one address on which a container's port must be published to be reached from here, and from nowhere else if that can
    /// be: the library looks for it on loopback, and where we are in a container ourselves, on the gateway of Docker's network.
    /// `None` where the engine is on another machine: then all of that one's addresses.
    pub(crate) fn published_on(&self) -> Result<Option<String>, DockerFault> {
        let host = self.host();
        if !host.starts_with("unix:") && !host.starts_with("npipe:") {
            return Ok(None);
        }
        let mut address = String::new();
        if std::path::Path::new("/.dockerenv").exists() {
            let form = "{{range .IPAM.Config}}{{.Gateway}} {{end}}";
            let found = self.ask("look at its network", &["network", "inspect", "--format", form, "bridge"])?;
            address = found.split_whitespace().next().unwrap_or_default().to_owned();
        }
        Ok(Some(if address.is_empty() { "127.0.0.1".to_owned() } else { address }))
    }

    /// Has a program speak with this engine.
    pub(crate) fn aim(&self, command: &mut Command) {
        if let Some(host) = &self.host {
            command.env("DOCKER_HOST", host);
        }
    }

    /// Has Docker do something, named by `doing` («list images»), and tells each line; its standard output.
    pub(crate) fn run(
        &self,
        doing: &str,
        arguments: &[&str],
        within: Duration,
        tell: &mut dyn FnMut(&str),
    ) -> Result<String, DockerFault> {
        let mut command = Command::new("docker");
        self.aim(command.args(arguments));
        let finished = run(&mut command, within, tell).map_err(|unfinished| match unfinished {
            Unfinished::Absent => DockerFault::NoProgram,
            other => DockerFault::Failed { doing: doing.to_owned(), said: other.said() },
        })?;
        match finished.is_well {
            true => Ok(finished.out),
            false => Err(DockerFault::of(&self.host(), doing, &finished.said())),
        }
    }

    pub(crate) fn ask(&self, doing: &str, arguments: &[&str]) -> Result<String, DockerFault> {
        self.run(doing, arguments, QUESTION_TIME_MAX, &mut |_| ())
    }

    /// Whether the engine answers.
    pub(crate) fn answers(&self) -> Result<(), DockerFault> {
        self.ask("tell its version", &["version", "--format", "{{.Server.Version}}"]).map(drop)
    }

    /// The image's id; `None` where there is no such image.
    pub(crate) fn image_id(&self, image: &Image) -> Result<Option<String>, DockerFault> {
        let listed = self.ask("list images", &["images", "--quiet", "--no-trunc", &image.to_string()])?;
        Ok(listed.lines().next().map(str::to_owned))
    }

    /// A label of an image that is there.
    pub(crate) fn label(&self, image: &Image, label: &str) -> Result<String, DockerFault> {
        let form = format!("{{{{index .Config.Labels {label:?}}}}}");
        let read = self.ask("look at an image", &["image", "inspect", "--format", &form, &image.to_string()])?;
        Ok(read.trim().to_owned())
    }

    /// How a container that should run has ended; `None` where it runs.
    pub(crate) fn end(&self, container: &str) -> Result<Option<String>, DockerFault> {
        match self.ask("look at a container", &["container", "inspect", "--format", "{{json .State}}", container]) {
            Ok(state) => Ok(end(&state)),
            Err(DockerFault::Failed { said, .. }) if said.to_lowercase().contains("no such container") => {
                Ok(Some("its container was removed by somebody else".to_owned()))
            }
            Err(fault) => Err(fault),
        }
    }

    /// The end of a container's log, both streams; empty where there is none any more.
    pub(crate) fn log(&self, container: &str) -> String {
        let mut lines = Vec::new();
        let arguments = ["container", "logs", "--tail", LOG_LINES_MAX, container];
        // Without a log there is still an error to tell.
        self.run("show a log", &arguments, QUESTION_TIME_MAX, &mut |line| lines.push(line.to_owned())).ok();
        end_of(&lines.join("\n"))
    }

    /// Removes a container, running or not; that it is gone already is well.
    pub(crate) fn remove(&self, container: &str) -> Result<(), DockerFault> {
        match self.ask("remove a container", &["container", "rm", "--force", "--volumes", container]) {
            Err(DockerFault::Failed { said, .. }) if said.to_lowercase().contains("no such container") => Ok(()),
            other => other.map(drop),
        }
    }
}

/// Reads a container's state; how it ended, `None` where it runs.
fn end(state: &str) -> Option<String> {
    let state: Value = serde_json::from_str(state.trim()).unwrap_or_default();
    if state["Running"].as_bool() == Some(true) {
        return None;
    }
    let code = state["ExitCode"].as_i64().map_or("no exit code".to_owned(), |code| format!("exit code {code}"));
    let mut how = match (state["OOMKilled"].as_bool(), state["ExitCode"].as_i64()) {
        (Some(true), _) => format!("{code}, since memory ran out: give Docker more of it"),
        (_, Some(137)) => format!("{code}, killed from outside"),
        _ => code,
    };
    if let Some(error) = state["Error"].as_str().filter(|error| !error.is_empty()) {
        how = format!("{how}, {error}");
    }
    Some(how)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// What docker 28.2 and 20.10 and testcontainers 0.28 say.
    #[rstest]
    #[case(
        "Cannot connect to the Docker daemon at unix:///x.sock. Is the docker daemon running?",
        "no Docker engine answers at HOST"
    )]
    #[case(
        "error during connect: Get \"http://127.0.0.1:1/version\": dial tcp 127.0.0.1:1: connect: connection refused",
        "no Docker engine answers at HOST"
    )]
    #[case(
        "failed to initialize a docker client: Socket not found: /var/run/docker.sock",
        "no Docker engine answers at HOST"
    )]
    #[case(
        "failed to create a container: Error in the hyper legacy client: client error (Connect)",
        "no Docker engine answers at HOST"
    )]
    #[case(
        "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
        "is not for this user"
    )]
    #[case(
        "Error response from daemon: write /var/lib/docker/tmp/x: no space left on device",
        "no space is left on the device"
    )]
    #[case(
        "driver failed programming external connectivity on endpoint x: Bind for 127.0.0.1:4566 failed: port is already allocated",
        "a port was taken"
    )]
    #[case("Error response from daemon: listen tcp4 127.0.0.1:80: bind: address already in use", "a port was taken")]
    #[case("exec: \"x\": permission denied", "Docker could not start a container: exec")]
    #[case("Error response from daemon: something new", "Docker could not start a container: Error")]
    fn what_docker_says_is_told_with_its_cure(#[case] said: &str, #[case] expected: &str) {
        let fault = DockerFault::of("HOST", "start a container", said).to_string();
        assert!(fault.contains(expected), "{fault}");
    }

    #[rstest]
    #[case(r#"{"Status":"running","Running":true,"OOMKilled":false,"ExitCode":0,"Error":""}"#, None)]
    #[case(r#"{"Status":"exited","Running":false,"OOMKilled":false,"ExitCode":3,"Error":""}"#, Some("exit code 3"))]
    #[case(
        r#"{"Status":"exited","Running":false,"OOMKilled":true,"ExitCode":137,"Error":""}"#,
        Some("exit code 137, since memory ran out: give Docker more of it")
    )]
    #[case(
        r#"{"Status":"exited","Running":false,"OOMKilled":false,"ExitCode":137,"Error":""}"#,
        Some("exit code 137, killed from outside")
    )]
    #[case(
        r#"{"Running":false,"ExitCode":127,"Error":"exec: no such file"}"#,
        Some("exit code 127, exec: no such file")
    )]
    #[case("nonsense", Some("no exit code"))]
    fn a_state_says_how_a_container_ended(#[case] state: &str, #[case] expected: Option<&str>) {
        assert_eq!(end(state).as_deref(), expected);
    }

    #[cfg(unix)]
    #[rstest]
    #[case("unix:///nowhere/docker.sock")]
    #[case("tcp://127.0.0.1:1")]
    fn a_dead_engine_is_missing_and_named(#[case] host: &str) {
        let fault = Docker::at(host).answers().unwrap_err();
        assert!(fault.is_missing(), "{fault}");
        assert!(matches!(fault, DockerFault::NoProgram) || fault.to_string().contains(host), "{fault}");
    }
}
