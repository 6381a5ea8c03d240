//! What cargo knows of the workspace: packages and their dependencies.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// One of our packages.
#[derive(Debug, Default)]
pub(crate) struct Package {
    /// The names of what it depends on, dev-dependencies apart.
    pub(crate) dependencies: BTreeSet<String>,
    /// The names of its dev-dependencies.
    pub(crate) dev_dependencies: BTreeSet<String>,
}

/// Our packages by their names.
pub(crate) fn packages(root: &Path) -> Result<BTreeMap<String, Package>> {
    let output = cargo(root, &["metadata", "--format-version", "1", "--no-deps", "--locked"])?;
    let metadata: Value = serde_json::from_str(&output).context("cargo metadata gave no JSON")?;
    let listed = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let mut packages = BTreeMap::new();
    for package in listed {
        let name = package["name"].as_str().context("a package has no name")?;
        let mut found = Package::default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let on = dependency["name"].as_str().context("a dependency has no name")?.to_owned();
            match dependency["kind"].as_str() {
                Some("dev") => found.dev_dependencies.insert(on),
                _ => found.dependencies.insert(on),
            };
        }
        packages.insert(name.to_owned(), found);
    }
    Ok(packages)
}

/// The names of everything that is built for a package, without what only tests need.
pub(crate) fn built_for(root: &Path, package: &str) -> Result<BTreeSet<String>> {
    let output =
        cargo(root, &["tree", "--package", package, "--edges", "normal,build", "--prefix", "none", "--locked"])?;
    Ok(output.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect())
}

/// What is built for a selection of packages, a package a line: its depth, name and version, `|`, its features.
pub(crate) fn tree(root: &Path, selection: &[&str]) -> Result<String> {
    let form = ["tree", "--locked", "--prefix", "depth", "--format", " {p}|{f}"];
    cargo(root, &[&form[..], selection].concat())
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<String> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program).args(arguments).current_dir(root).output().context("cargo cannot be started")?;
    if !output.status.success() {
        bail!("cargo {} failed: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    String::from_utf8(output.stdout).context("cargo printed no UTF-8")
}
