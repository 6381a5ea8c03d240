//! `ci`: everything that CI runs, in one command; `bless`: snapshots written anew.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::tidy;

/// Names what a test run may not skip; see the README.
const REQUIRE: &str = "SIGNALARM_REQUIRE";
/// Names the folder with further facts; see the README.
const FACTS: &str = "SIGNALARM_FACTS";

/// Runs every step; the first that fails ends the run.
pub(crate) fn run(root: &Path) -> Result<()> {
    check_required(root)?;
    step("format", || cargo(root, &["fmt", "--all", "--check"], &[]))?;
    let clippy = ["clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "--deny", "warnings"];
    step("clippy", || cargo(root, &clippy, &[]))?;
    step("tidy", || tidy::run(root))?;
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
            Some((name, false, why)) => bail!("{REQUIRE} names {name}, but {why}"),
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
