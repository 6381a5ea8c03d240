//! MiniStack: an emulator from PyPI, started on loopback and stopped with the value that stands for it.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use thiserror::Error;

use crate::python::{NoPython, program, python_environment};

/// The packages and their versions; `cbor2` is what MiniStack needs to speak CloudWatch's protocol and does not ask for.
const PACKAGES: [&str; 2] = ["ministack==1.5.33", "cbor2==6.3.0"];
/// How long it may take until it answers.
const START_TIME_MAX: Duration = Duration::from_secs(60);
/// How long lies between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// How long one look may take.
const LOOK_TIME_MAX: Duration = Duration::from_secs(2);

/// Why MiniStack does not run.
#[derive(Debug, Error)]
pub enum NotStarted {
    /// There is no Python environment for it.
    #[error(transparent)]
    NoPython(#[from] NoPython),
    /// It cannot be started at all.
    #[error("MiniStack cannot be started: {0}")]
    Spawn(#[from] std::io::Error),
    /// It ended at once.
    #[error("MiniStack ended with {status}; its log is {log}")]
    Ended {
        /// How.
        status: String,
        /// Where it wrote.
        log: String,
    },
    /// It does not answer.
    #[error("MiniStack does not answer within {} s; its log is {log}", START_TIME_MAX.as_secs())]
    Silent {
        /// Where it wrote.
        log: String,
    },
}

/// A running MiniStack, which is stopped when this is dropped.
pub struct Ministack {
    process: Child,
    address: SocketAddr,
}

impl Ministack {
    /// Starts it on a free port of loopback. `target` is the folder in which environment and log are kept.
    ///
    /// # Errors
    ///
    /// [`NotStarted`].
    pub fn start(target: &Path) -> Result<Self, NotStarted> {
        let environment = python_environment(target, "ministack", &PACKAGES)?;
        let address = free_address()?;
        let log = target.join("python").join(format!("ministack-{}.log", address.port()));
        let output = File::create(&log)?;
        let process = Command::new(program(&environment, "ministack"))
            .env("BIND_HOST", address.ip().to_string())
            .env("GATEWAY_PORT", address.port().to_string())
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()?;
        let mut started = Self { process, address };
        started.wait(&log.display().to_string())?;
        Ok(started)
    }

    /// Where it answers.
    #[must_use]
    pub fn endpoint_url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn wait(&mut self, log: &str) -> Result<(), NotStarted> {
        let begin = Instant::now();
        while begin.elapsed() < START_TIME_MAX {
            if let Some(status) = self.process.try_wait()? {
                return Err(NotStarted::Ended { status: status.to_string(), log: log.to_owned() });
            }
            if is_well(self.address).unwrap_or(false) {
                return Ok(());
            }
            sleep(LOOK_EVERY);
        }
        Err(NotStarted::Silent { log: log.to_owned() })
    }
}

impl Drop for Ministack {
    fn drop(&mut self) {
        // It holds nothing that must be saved, and whoever drops it cannot be told of a failure.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// A port that was free a moment ago.
fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}

/// Whether it says that it is well.
fn is_well(address: SocketAddr) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect_timeout(&address, LOOK_TIME_MAX)?;
    stream.set_read_timeout(Some(LOOK_TIME_MAX))?;
    stream.write_all(b"GET /_ministack/health HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
    let mut beginning = [0; 16];
    stream.read_exact(&mut beginning)?;
    Ok(String::from_utf8_lossy(&beginning).contains(" 200"))
}
