//! One mutant on the bench: a copy of the tree with one line changed, its tests, and exploration.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::Mutant;

/// What caught nothing.
pub(super) const NOTHING: &str = "—";
/// How many seeds are explored of each mutant.
const SEEDS: &str = "3000";
/// A mutant may make something run for ever: that is caught too.
const STEP_MAX: Duration = Duration::from_secs(900);
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// What caught a mutant; [`NOTHING`] where nothing did.
pub(super) struct Found {
    pub(super) tests: String,
    pub(super) exploration: String,
}

impl Found {
    pub(super) fn is_caught(&self) -> bool {
        self.tests != NOTHING || self.exploration != NOTHING
    }
}

/// The copy of the tree.
pub(super) struct Bench {
    tree: PathBuf,
    target: PathBuf,
    log: PathBuf,
}

impl Bench {
    /// Copies what git knows.
    pub(super) fn new(root: &Path) -> Result<Self> {
        let folder = root.join("target/mutants");
        let bench = Self { tree: folder.join("tree"), target: folder.join("target"), log: folder.join("log") };
        let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root).output();
        let listed = listed.context("git cannot be started")?;
        if !listed.status.success() {
            bail!("git ls-files ended with {}: mutants are made of what git knows", listed.status);
        }
        for name in String::from_utf8_lossy(&listed.stdout).split('\0').filter(|name| !name.is_empty()) {
            bench.copy(&root.join(name), name)?;
        }
        Ok(bench)
    }

    /// A file that is as it was keeps its time, so that nothing is built again for it.
    fn copy(&self, from: &Path, name: &str) -> Result<()> {
        let to = self.tree.join(name);
        let Ok(text) = fs::read(from) else { return Ok(()) };
        if fs::read(&to).is_ok_and(|present| present == text) {
            return Ok(());
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&to, text).with_context(|| format!("{} cannot be written", to.display()))
    }

    /// Applies a mutant, sees what catches it, and takes it back.
    pub(super) fn try_out(&self, mutant: &Mutant) -> Result<Found> {
        let file = self.tree.join(&mutant.file);
        let text = fs::read_to_string(&file).with_context(|| format!("{} cannot be read", mutant.file))?;
        fs::write(&file, mutant.applied(&text)?)?;
        let found = self.watched(mutant);
        fs::write(&file, text)?;
        found
    }

    fn watched(&self, mutant: &Mutant) -> Result<Found> {
        if !self.succeeds(&["build", "--package", "xtask"])? {
            bail!("it does not compile, so it is none; see {}", self.log.display());
        }
        let explored =
            ["run", "--quiet", "--package", "xtask", "--", "scenario", "explore", "--until-failure", "--seeds"];
        let is_found = !self.succeeds(&[&explored[..], &[SEEDS]].concat())?;
        let exploration = if is_found { self.first_violation()? } else { NOTHING.to_owned() };
        Ok(Found { tests: self.tests(mutant)?, exploration })
    }

    /// The first of the tests that fails.
    fn tests(&self, mutant: &Mutant) -> Result<String> {
        let package = mutant.package()?;
        let steps: [(&str, Vec<&str>); 4] = [
            ("its crate's", vec!["test", "--package", &package]),
            ("`account`'s", vec!["test", "--package", "signalarm-account"]),
            ("`scenario`'s", vec!["test", "--package", "signalarm-scenario"]),
            ("the scenarios", vec!["run", "--quiet", "--package", "xtask", "--", "scenario", "run"]),
        ];
        for (name, arguments) in steps {
            if !self.succeeds(&arguments)? {
                return Ok(name.to_owned());
            }
        }
        Ok(NOTHING.to_owned())
    }

    /// Which invariant exploration found broken, as it reports it; what else went wrong, such as a panic, it says so.
    fn first_violation(&self) -> Result<String> {
        let log = fs::read_to_string(&self.log)?;
        let told = log.lines().find_map(|line| {
            let (seed, told) = line.trim().strip_prefix("seed ")?.split_once(", ")?;
            let (invariant, _) = told.split_once(':')?;
            Some(format!("{invariant} (seed {seed})"))
        });
        Ok(told.unwrap_or_else(|| "it does not end well".to_owned()))
    }

    /// Runs cargo on the copy; what takes too long has not succeeded.
    fn succeeds(&self, arguments: &[&str]) -> Result<bool> {
        let log = File::create(&self.log)?;
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).current_dir(&self.tree).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        // One profile for tests and exploration, which is slow without any optimisation.
        command.env("CARGO_TARGET_DIR", &self.target).env("CARGO_PROFILE_DEV_OPT_LEVEL", "1");
        command.env("CARGO_PROFILE_DEV_DEBUG", "false").env("CARGO_INCREMENTAL", "1").env("INSTA_UPDATE", "no");
        let mut child = command.spawn().context("cargo cannot be started")?;
        let begin = Instant::now();
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(ExitStatus::success(&status));
            }
            if STEP_MAX < begin.elapsed() {
                child.kill().and_then(|()| child.wait()).context("what takes too long cannot be ended")?;
                return Ok(false);
            }
            sleep(LOOK_AGAIN);
        }
    }
}
