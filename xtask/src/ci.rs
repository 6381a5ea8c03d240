//! `ci`: everything that CI runs, in one command; `bless`: snapshots written anew.

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::tidy;

/// Names what a test run may not skip; see the README.
const REQUIRE: &str = "SIGNALARM_REQUIRE";
/// How much of the log of the images' build is shown.
const IMAGE_LINES_MAX: usize = 12;
/// Names the folder with further facts; see the README.
const FACTS: &str = "SIGNALARM_FACTS";

/// Something that a test run may not skip, and this machine does not give.
#[derive(Debug)]
pub(crate) struct Missing(String);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Missing {}

/// Runs every step; the first that fails ends the run.
pub(crate) fn run(root: &Path) -> Result<()> {
    check_required(root)?;
    let images = Images::begin(root)?;
    step("format", || cargo(root, &["fmt", "--all", "--check"], &[]))?;
    let clippy = ["clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "--deny", "warnings"];
    step("clippy", || cargo(root, &clippy, &[]))?;
    step("tidy", || tidy::run(root))?;
    step("images", || images.end())?;
    step("tests", || cargo(root, &["test", "--workspace", "--locked"], &[("INSTA_UPDATE", "no")]))?;
    let docs = ["doc", "--workspace", "--no-deps", "--document-private-items", "--locked", "--quiet"];
    step("docs", || cargo(root, &docs, &[("RUSTDOCFLAGS", "--deny warnings")]))?;
    step("deny", || deny(root))?;
    summary(root);
    Ok(())
}

/// Writes every snapshot anew.
pub(crate) fn bless(root: &Path) -> Result<()> {
    cargo(root, &["test", "--workspace", "--locked"], &[("INSTA_UPDATE", "always")])
}

fn step(name: &str, run: impl FnOnce() -> Result<()>) -> Result<()> {
    println!("=== {name}");
    let begin = Instant::now();
    run().with_context(|| format!("the step {name} failed"))?;
    println!("=== {name}: ok, {} s", begin.elapsed().as_secs());
    Ok(())
}

fn cargo(root: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Result<()> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(program).args(arguments).envs(environment.iter().copied()).current_dir(root).status();
    let status = status.context("cargo cannot be started")?;
    if status.success() { Ok(()) } else { bail!("cargo {} ended with {status}", arguments.join(" ")) }
}

/// LocalStack's images, which are built beside the first steps where a Docker engine answers.
struct Images(Option<(Child, PathBuf)>);

impl Images {
    fn begin(root: &Path) -> Result<Self> {
        if !abilities(root).iter().any(|(name, present, _)| *name == "docker" && *present) {
            return Ok(Self(None));
        }
        let folder = root.join("target");
        fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let log = folder.join("images.log");
        let output = File::create(&log).with_context(|| format!("{} cannot be written", log.display()))?;
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(program);
        command.args(["run", "--quiet", "--locked", "--package", "signalarm", "--", "emulator", "image"]);
        command.current_dir(root).stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        Ok(Self(Some((command.spawn().context("cargo cannot be started")?, log))))
    }

    /// Waits for them. Where they cannot be built, tests on LocalStack are skipped, unless they may not be.
    fn end(self) -> Result<()> {
        let Some((mut build, log)) = self.0 else {
            println!("skipped: docker: no Docker engine answers");
            return Ok(());
        };
        let status = build.wait().context("the images' build cannot be waited for")?;
        let said = fs::read_to_string(&log).unwrap_or_default();
        let end: Vec<&str> = said.lines().rev().take(IMAGE_LINES_MAX).collect();
        let end: Vec<&str> = end.into_iter().rev().collect();
        println!("{}", end.join("\n"));
        if status.success() {
            return Ok(());
        }
        if required().iter().any(|word| word == "docker") {
            bail!(Missing(format!(
                "{REQUIRE} names docker, but LocalStack's images cannot be built: see {}",
                log.display()
            )));
        }
        println!("skipped: docker: LocalStack's images cannot be built: see {}", log.display());
        Ok(())
    }
}

/// Bans, licences and sources of the dependencies, where cargo-deny is installed.
fn deny(root: &Path) -> Result<()> {
    let known = Command::new("cargo-deny").arg("--version").output().is_ok_and(|output| output.status.success());
    if !known {
        println!("skipped: cargo-deny is not installed");
        return Ok(());
    }
    cargo(root, &["deny", "check", "bans", "licenses", "sources"], &[])
}

/// What can be required, and whether it is here.
fn abilities(root: &Path) -> [(&'static str, bool, &'static str); 3] {
    let facts = std::env::var_os(FACTS).is_some_and(|folder| !folder.is_empty() && root.join(folder).is_dir());
    let asks = "import sys, venv, ensurepip; sys.exit(0 if (3, 10) <= sys.version_info else 1)";
    let python = Command::new("python3").args(["-c", asks]).output().is_ok_and(|output| output.status.success());
    let docker = Command::new("docker").arg("version").output().is_ok_and(|output| output.status.success());
    [
        ("docker", docker, "no Docker engine answers"),
        ("facts", facts, "SIGNALARM_FACTS names no folder with further tables and recordings"),
        ("python", python, "there is no Python 3.10 or later with venv as `python3`"),
    ]
}

fn required() -> Vec<String> {
    let value = std::env::var(REQUIRE).unwrap_or_default();
    value.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

fn check_required(root: &Path) -> Result<()> {
    let abilities = abilities(root);
    for word in required() {
        match abilities.iter().find(|(name, ..)| *name == word) {
            Some((_, true, _)) => {}
            Some((name, false, why)) => bail!(Missing(format!("{REQUIRE} names {name}, but {why}"))),
            None => {
                let names: Vec<&str> = abilities.iter().map(|(name, ..)| *name).collect();
                bail!("{REQUIRE} names {word}, which this version does not know; it knows {}", names.join(", "));
            }
        }
    }
    Ok(())
}

fn summary(root: &Path) {
    for (name, present, why) in abilities(root) {
        if !present {
            println!("skipped: {name}: {why}");
        }
    }
}
