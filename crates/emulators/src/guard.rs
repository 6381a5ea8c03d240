//! A container by its name, which is removed with the value that stands for it, and when this process ends without a word.

use std::hash::{BuildHasher, RandomState};
use std::process::{Child, Stdio};

use crate::docker::Docker;

/// What the names of our containers begin with.
pub(crate) const PREFIX: &str = "signalarm-";
/// The label of our containers: `docker ps --all --filter label=signalarm=emulator` lists those with an emulator.
pub(crate) const LABEL: &str = "signalarm";
/// What the watcher does once this process is gone: whoever is being created meanwhile is removed at the second try. It
/// belongs to no terminal, so that the key that interrupts us does not end it.
const WATCH: &str = "trap '' HUP INT TERM; cat; for try in 1 2; do docker rm --force --volumes \"$1\"; sleep 2; done";

/// Sees to it that a container goes.
///
/// A watcher holds the reading end of a pipe whose other end this process holds alone: however it ends, by an interrupt, a kill, a
/// panic, the pipe is closed, and the watcher removes the container. So nothing has to be done about signals.
pub(crate) struct Guard {
    docker: Docker,
    name: String,
    watcher: Option<Child>,
}

impl Guard {
    /// Guards a container that is about to be made; its name is new.
    pub(crate) fn new(docker: &Docker, kind: &str) -> std::io::Result<Self> {
        // A name that no other process takes; which one it is decides nothing.
        let chance = RandomState::new().hash_one(kind);
        let name = format!("{PREFIX}{kind}-{}-{:08x}", std::process::id(), chance & 0xffff_ffff);
        let watcher = watch(docker, &name)?;
        Ok(Self { docker: docker.clone(), name, watcher })
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

#[cfg(unix)]
fn watch(docker: &Docker, name: &str) -> std::io::Result<Option<Child>> {
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    let mut command = Command::new("sh");
    docker.aim(command.args(["-c", WATCH, "signalarm", name]));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    command.spawn().map(Some)
}

/// Elsewhere a process that is killed leaves its container behind; the label finds it.
#[cfg(not(unix))]
fn watch(_docker: &Docker, _name: &str) -> std::io::Result<Option<Child>> {
    Ok(None)
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Whoever drops it cannot be told of a failure. Where there is one, the watcher, whose pipe is closed by this, tries again.
        let is_gone = self.docker.remove(&self.name).is_ok();
        if let (true, Some(mut watcher)) = (is_gone, self.watcher.take()) {
            watcher.kill().ok();
            watcher.wait().ok();
        }
    }
}
