//! MiniStack: an emulator from PyPI, as a process on loopback.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::fault::{Ended, NotStarted};
use crate::health::{Health, Unwell, wait};
use crate::process::end_of;
use crate::python::{program, python_environment};

/// The packages and their versions; `cbor2` is what MiniStack needs to speak CloudWatch's protocol and does not ask for.
const PACKAGES: [&str; 2] = ["ministack==1.5.33", "cbor2==6.3.0"];
/// How long it may take until it answers.
const START_TIME_MAX: Duration = Duration::from_secs(60);
/// How often a port is chosen, each time another one: somebody may take it between its choice and its use.
const PORT_TRIES_MAX: u32 = 5;
/// How many bytes of a log's end are read.
const LOG_BYTES_MAX: u64 = 8 << 10;
/// It ends when its standard input does: we hold the other end of that pipe, and no longer once we have ended, however that was.
const RUN: &str = "
import os, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
from ministack.app import main
sys.exit(main())
";

/// A process that is killed when this is dropped.
pub(crate) struct Process {
    name: &'static str,
    child: Child,
    log: PathBuf,
    /// Whether it has been up: its log is of use to nobody then, unless it ends by itself.
    was_up: bool,
}

/// Starts it on a free port of loopback; where it answers, and what it says of itself. `target` is the folder in which
/// environment and log are kept.
pub(crate) fn start(target: &Path) -> Result<(Process, String, Health), NotStarted> {
    let environment = python_environment(target, "ministack", &PACKAGES)?;
    let logs = target.join("emulators");
    on_free_port("MiniStack", &logs, START_TIME_MAX, |address| {
        let mut command = Command::new(program(&environment, "python"));
        command.args(["-c", RUN]);
        command.env("BIND_HOST", address.ip().to_string()).env("GATEWAY_PORT", address.port().to_string());
        command
    })
}

/// Starts what a command for an address makes, and tries another address where that one was taken.
fn on_free_port(
    name: &'static str,
    logs: &Path,
    within: Duration,
    command: impl Fn(SocketAddr) -> Command,
) -> Result<(Process, String, Health), NotStarted> {
    let io = |what: String, error| NotStarted::Io { name: name.to_owned(), what, error };
    fs::create_dir_all(logs).map_err(|error| io(format!("make the folder {}", logs.display()), error))?;
    for _ in 0..PORT_TRIES_MAX {
        let address = free_address().map_err(|error| io("find a free port".to_owned(), error))?;
        let log = logs.join(format!("{}-{}.log", name.to_lowercase(), address.port()));
        let mut process = launch(name, command(address), log)?;
        let endpoint = format!("http://{address}");
        match process.until_well(&endpoint, within) {
            Ok(health) => {
                process.was_up = true;
                return Ok((process, endpoint, health));
            }
            Err(NotStarted::Ended(Ended::Gone { log, .. })) if is_taken(&log) => {}
            // Whoever took the port answers in its stead; ours will have ended.
            Err(NotStarted::Stranger { .. }) => {}
            Err(fault) => return Err(fault),
        }
    }
    Err(NotStarted::PortsTaken { name: name.to_owned(), tries: PORT_TRIES_MAX })
}

fn launch(name: &'static str, mut command: Command, log: PathBuf) -> Result<Process, NotStarted> {
    let io = |what: String| move |error| NotStarted::Io { name: name.to_owned(), what, error };
    let output = File::create(&log).map_err(io(format!("write {}", log.display())))?;
    let errors = output.try_clone().map_err(io(format!("write {}", log.display())))?;
    let spawned = command.stdin(Stdio::piped()).stdout(output).stderr(errors).spawn();
    let child = spawned.map_err(io(format!("run {}", command.get_program().display())))?;
    Ok(Process { name, child, log, was_up: false })
}

/// Whether a log says that the port is somebody else's (MiniStack's own words, and the system's).
fn is_taken(log: &str) -> bool {
    let log = log.to_lowercase();
    log.contains("already in use") || log.contains("in use by another")
}

impl Process {
    fn until_well(&mut self, endpoint: &str, within: Duration) -> Result<Health, NotStarted> {
        wait(endpoint, within, || self.check().err()).map_err(|unwell| match unwell {
            Unwell::Gone(ended) => NotStarted::Ended(ended),
            Unwell::Stranger => NotStarted::Stranger { url: endpoint.to_owned() },
            Unwell::Silent(said) => {
                let seconds = within.as_secs();
                NotStarted::Silent { name: self.name.to_owned(), seconds, said, log: self.log() }
            }
        })
    }

    /// Whether it still runs.
    pub(crate) fn check(&mut self) -> Result<(), Ended> {
        let how = match self.child.try_wait() {
            Ok(None) => return Ok(()),
            Ok(Some(status)) => status.to_string(),
            Err(error) => error.to_string(),
        };
        Err(Ended::Gone { name: self.name.to_owned(), how, log: self.log() })
    }

    /// The end of its log, and where the whole of it is.
    fn log(&self) -> String {
        let mut read = Vec::new();
        // Without a log there is still an error to tell.
        if let Ok(mut file) = File::open(&self.log) {
            let begin = file.metadata().map_or(0, |file| file.len()).saturating_sub(LOG_BYTES_MAX);
            file.seek(SeekFrom::Start(begin)).and_then(|_| file.take(LOG_BYTES_MAX).read_to_end(&mut read)).ok();
        }
        format!("{}\n({})", end_of(&String::from_utf8_lossy(&read)), self.log.display())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It holds nothing that must be saved, and whoever drops it cannot be told of a failure.
        let is_running = matches!(self.child.try_wait(), Ok(None));
        self.child.kill().ok();
        self.child.wait().ok();
        if is_running && self.was_up {
            fs::remove_file(&self.log).ok();
        }
    }
}

/// A port that was free a moment ago.
fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

#[cfg(all(test, unix))]
mod tests {
    use signalarm_testkit::target;

    use super::*;

    /// A new folder of logs.
    fn logs(test: &str) -> PathBuf {
        let logs = target().join("emulators-tests").join(test);
        fs::remove_dir_all(&logs).ok();
        logs
    }

    fn shell(test: &str, script: &str, within: Duration) -> NotStarted {
        let logs = logs(test);
        let command = |address: SocketAddr| {
            let mut command = Command::new("sh");
            command.args(["-c", script, "sh", &address.port().to_string()]);
            command
        };
        on_free_port("MiniStack", &logs, within, command).err().expect("a shell is no emulator")
    }

    #[test]
    fn what_ends_at_once_is_told_with_the_end_of_its_log() {
        let fault = shell("ended", "echo it is broken; exit 3", Duration::from_secs(20)).to_string();
        assert!(fault.contains("MiniStack has ended: exit status: 3"), "{fault}");
        assert!(fault.contains("it is broken") && fault.contains(".log)"), "{fault}");
    }

    #[test]
    fn what_never_answers_is_given_up_after_its_bound() {
        let fault = shell("silent", "echo waiting for a thing; exec sleep 60", Duration::from_secs(1)).to_string();
        assert!(fault.contains("MiniStack is not up within 1 s"), "{fault}");
        assert!(fault.contains("waiting for a thing"), "{fault}");
    }

    #[test]
    fn a_port_that_is_taken_is_tried_a_named_number_of_times() {
        let said = "echo \"ERROR: 127.0.0.1:$1 is already in use. Is MiniStack already running?\"; exit 1";
        let fault = shell("taken", said, Duration::from_secs(20));
        assert!(matches!(fault, NotStarted::PortsTaken { tries: PORT_TRIES_MAX, .. }), "{fault}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let logs = logs("absent");
        let fault = on_free_port("MiniStack", &logs, Duration::from_secs(1), |_| Command::new("/nowhere/python"));
        let fault = fault.err().expect("nothing was started").to_string();
        assert!(fault.contains("MiniStack cannot be started: run /nowhere/python: "), "{fault}");
    }
}
