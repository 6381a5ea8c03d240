//! A Python environment under the target folder, with packages of fixed versions.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread::sleep;
use std::time::Duration;

use thiserror::Error;

/// Why there is no Python environment.
#[derive(Debug, Error)]
pub enum NoPython {
    /// There is no interpreter, or it is too old.
    #[error("there is no Python 3.10 or later on the PATH as `python3`")]
    NoInterpreter,
    /// A command ended badly.
    #[error("the Python environment {folder} cannot be set up: `{command}` said: {said}")]
    Failed {
        /// The environment's folder.
        folder: String,
        /// What was run.
        command: String,
        /// The end of its standard error.
        said: String,
    },
}

/// How much of what a command said is repeated.
const SAID_CHARS_MAX: usize = 600;
/// How often, and in which distance, is looked whether a lock is open: for ten minutes.
const LOCK_LOOKS_MAX: u32 = 3_000;
const LOCK_LOOK_EVERY: Duration = Duration::from_millis(200);
/// What stands in a finished environment's folder.
const FINISHED: &str = "finished";

/// The environment of that name below `target`, with these packages; made where it is not there yet. One that was left half
/// done is made anew, so that a killed set-up heals.
///
/// # Errors
///
/// [`NoPython`].
pub fn python_environment(target: &Path, name: &str, packages: &[&str]) -> Result<PathBuf, NoPython> {
    let folder = target.join("python").join(name);
    let wanted = packages.join("\n");
    // Whoever else makes it at the same time makes it once.
    let _lock = locked(&target.join("python"), name)?;
    if fs::read_to_string(folder.join(FINISHED)).is_ok_and(|found| found == wanted) {
        return Ok(folder);
    }
    check_interpreter()?;
    let failed = |command: &str, said: String| NoPython::Failed {
        folder: folder.display().to_string(),
        command: command.to_owned(),
        said,
    };
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))
        .map_err(|said| failed("python3 -m venv", said))?;
    run(Command::new(program(&folder, "python")).args(["-m", "pip", "install", "--quiet"]).args(packages))
        .map_err(|said| failed("pip install", said))?;
    fs::write(folder.join(FINISHED), wanted).map_err(|error| failed("write", error.to_string()))?;
    Ok(folder)
}

/// A lock on an environment; the system opens it when its holder ends, however that happens.
fn locked(folder: &Path, name: &str) -> Result<File, NoPython> {
    let path = folder.join(format!("{name}.lock"));
    let failed = |error: String| NoPython::Failed {
        folder: folder.display().to_string(),
        command: format!("lock {}", path.display()),
        said: error,
    };
    let file =
        fs::create_dir_all(folder).and_then(|()| File::create(&path)).map_err(|error| failed(error.to_string()))?;
    for _ in 0..LOCK_LOOKS_MAX {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => sleep(LOCK_LOOK_EVERY),
            Err(TryLockError::Error(error)) => return Err(failed(error.to_string())),
        }
    }
    Err(failed("another process has held it for ten minutes".to_owned()))
}

/// A program of an environment.
pub(crate) fn program(environment: &Path, name: &str) -> PathBuf {
    match cfg!(windows) {
        true => environment.join("Scripts").join(format!("{name}.exe")),
        false => environment.join("bin").join(name),
    }
}

fn check_interpreter() -> Result<(), NoPython> {
    let asks = "import sys, venv, ensurepip; sys.exit(0 if (3, 10) <= sys.version_info else 1)";
    match run(Command::new("python3").args(["-c", asks])) {
        Ok(()) => Ok(()),
        Err(_) => Err(NoPython::NoInterpreter),
    }
}

/// Runs a command; what it said where it failed.
fn run(command: &mut Command) -> Result<(), String> {
    match command.output() {
        Ok(Output { status, .. }) if status.success() => Ok(()),
        Ok(Output { stderr, .. }) => {
            let said: Vec<char> = String::from_utf8_lossy(&stderr).trim().chars().collect();
            Err(said[said.len().saturating_sub(SAID_CHARS_MAX)..].iter().collect())
        }
        Err(error) => Err(error.to_string()),
    }
}
