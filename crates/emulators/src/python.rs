//! A Python environment under the target folder, with packages of fixed versions.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use thiserror::Error;

use crate::lock::lock;
use crate::process;

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

/// How long one command may take: `pip install` over a slow network does.
const COMMAND_TIME_MAX: Duration = Duration::from_secs(600);
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
    let failed = |command: &str, said: String| NoPython::Failed {
        folder: folder.display().to_string(),
        command: command.to_owned(),
        said,
    };
    // Whoever else makes it at the same time makes it once.
    let _lock = lock(&target.join("python"), name).map_err(|error| failed("lock", error.to_string()))?;
    if fs::read_to_string(folder.join(FINISHED)).is_ok_and(|found| found == wanted) {
        return Ok(folder);
    }
    check_interpreter()?;
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))
        .map_err(|said| failed("python3 -m venv", said))?;
    run(Command::new(program(&folder, "python")).args(["-m", "pip", "install", "--quiet"]).args(packages))
        .map_err(|said| failed("pip install", said))?;
    fs::write(folder.join(FINISHED), wanted).map_err(|error| failed("write", error.to_string()))?;
    Ok(folder)
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
    match process::run(command, COMMAND_TIME_MAX, &mut |_| ()) {
        Ok(finished) if finished.is_well => Ok(()),
        Ok(finished) => Err(finished.said()),
        Err(unfinished) => Err(unfinished.said()),
    }
}
