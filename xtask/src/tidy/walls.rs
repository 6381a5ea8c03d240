//! The walls between the rooms: who may depend on whom.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};

use super::sdk;
use crate::workspace::{Package, built_for, packages};

/// The rooms in the order in which data flows through them: a crate depends only on what stands above it.
const ROOMS: [&str; 29] = [
    "signalarm-time",
    "signalarm-diagnostic",
    "signalarm-event",
    "signalarm-filter-pattern",
    "signalarm-metric",
    "signalarm-alarm",
    "signalarm-notification",
    "signalarm-alert",
    "signalarm-cloud",
    "signalarm-matcher",
    "signalarm-account",
    "signalarm-deploy",
    "signalarm-scenario",
    "signalarm-drill",
    "signalarm-chaos",
    "signalarm-advice",
    "signalarm-conformance",
    "signalarm-report",
    "signalarm-report-files",
    "signalarm-emulators",
    "signalarm-aws-clients",
    "signalarm-aws-logs",
    "signalarm-aws-cloudwatch",
    "signalarm-aws-sns",
    "signalarm-aws-cloudtrail",
    "signalarm-targets",
    "signalarm-commands",
    "xtask",
    "signalarm",
];
/// Behind this room stand the pure ones: no clock, environment, file, socket or async runtime.
const LAST_PURE: &str = "signalarm-report";
/// For tests only, so it stands in no line.
const TESTKIT: &str = "signalarm-testkit";
/// Beginnings of the names of crates that must not be built for the first report.
const HEAVY: [&str; 9] =
    ["aws-", "tokio", "async-std", "smol", "hyper", "reqwest", "rustls", "testcontainers", "schemars"];
/// What no source of a pure crate may name.
const IMPURE: [&str; 9] = [
    "std::fs",
    "std::net::Tcp",
    "std::net::Udp",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "println!",
];

pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let packages = packages(root)?;
    let mut findings = arrows(&packages);
    findings.extend(sdk::check(root, &packages)?);
    for package in ["xtask", "signalarm-commands"] {
        findings.extend(light(package, &built_for(root, package)?));
    }
    findings.extend(pure_sources(root)?);
    Ok(findings)
}

/// Every arrow goes up.
fn arrows(packages: &BTreeMap<String, Package>) -> Vec<String> {
    let mut findings = Vec::new();
    let place = |name: &str| ROOMS.iter().position(|room| *room == name);
    for (name, package) in packages.iter().filter(|(name, _)| *name != TESTKIT) {
        let Some(own) = place(name) else {
            findings.push(format!("{name} is no room: add it to ROOMS in tidy/walls.rs and to ARCHITECTURE.md"));
            continue;
        };
        for on in package.dependencies.iter().filter(|on| on.starts_with("signalarm-") || *on == "xtask") {
            if place(on).is_none_or(|above| own <= above) {
                findings.push(format!("{name} depends on {on}, which does not stand above it"));
            }
        }
    }
    findings
}

/// The way to the first report builds no SDK and no async runtime.
fn light(package: &str, built: &BTreeSet<String>) -> Vec<String> {
    let heavy = built.iter().filter(|name| HEAVY.iter().any(|beginning| name.starts_with(beginning)));
    heavy
        .map(|name| format!("{name} is built for {package}: it must stay out of the way to the first report"))
        .collect()
}

/// Pure crates take values and return values.
fn pure_sources(root: &Path) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let last = ROOMS.iter().position(|room| *room == LAST_PURE).context("the last pure room is a room")?;
    for room in &ROOMS[..=last] {
        let folder = root.join("crates").join(room.trim_start_matches("signalarm-")).join("src");
        for (path, text) in super::files::sources(&folder)? {
            // Tests may read files: what comes from outside is an argument of the code, not of its tests.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let is_test = path.file_name().is_some_and(|name| name.to_string_lossy().contains("test"))
                || path.components().any(|part| part.as_os_str() == "tests");
            for word in IMPURE.iter().filter(|word| !is_test && code.contains(*word)) {
                findings.push(format!("{}: {word} in a pure crate", path.display()));
            }
        }
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(dependencies: &[&str]) -> Package {
        let dependencies = dependencies.iter().map(|name| (*name).to_owned()).collect();
        Package { dependencies, dev_dependencies: BTreeSet::new() }
    }

    #[test]
    fn an_arrow_that_goes_down_is_found() {
        let packages = [
            ("signalarm-alarm".to_owned(), package(&["signalarm-metric", "signalarm-alert", "serde_json"])),
            ("signalarm-new".to_owned(), package(&[])),
        ];
        let findings = arrows(&packages.into());
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings[0].contains("signalarm-alarm depends on signalarm-alert"));
        assert!(findings[1].contains("signalarm-new is no room"));
    }

    #[test]
    fn what_is_heavy_is_found_on_the_way_to_the_first_report() {
        let built = ["serde_json", "tokio-util", "aws-config"].map(str::to_owned).into();
        assert_eq!(light("xtask", &built).len(), 2);
    }
}
