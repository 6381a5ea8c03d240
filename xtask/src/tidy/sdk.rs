//! The AWS SDK: one crate names it, and it is the same for every command.
//!
//! Cargo builds a package anew for each set of features, and with it everything that stands on it. A feature that only some
//! commands switch on, beneath the SDK, would have the whole of it built twice.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};

use crate::workspace::{Package, tree};

/// The one crate that may name the AWS SDK.
const OWNER: &str = "signalarm-aws-clients";
/// Beginnings of the names of the packages that are the SDK, and of its runtime.
const BEGINNINGS: [&str; 2] = ["aws-", "tokio"];
/// Beginnings of paths in sources.
const PATHS: [&str; 5] = ["aws_sdk_", "aws_config", "aws_smithy_", "aws_credential_types", "tokio::"];

pub(crate) fn check(root: &Path, packages: &BTreeMap<String, Package>) -> Result<Vec<String>> {
    let mut findings = dependencies(packages);
    findings.extend(sources(root)?);
    if packages.contains_key(OWNER) {
        let alone = Tree::read(&tree(root, &["--package", OWNER, "--edges", "normal,build"])?)?;
        let together = Tree::read(&tree(root, &["--workspace", "--edges", "normal,build,dev"])?)?;
        findings.extend(other_features(&alone, &together));
    }
    Ok(findings)
}

/// No manifest but one names the SDK.
fn dependencies(packages: &BTreeMap<String, Package>) -> Vec<String> {
    let mut findings = Vec::new();
    for (name, package) in packages.iter().filter(|(name, _)| *name != OWNER) {
        let on = package.dependencies.union(&package.dev_dependencies);
        for on in on.filter(|on| BEGINNINGS.iter().any(|beginning| on.starts_with(beginning))) {
            findings.push(format!("{name} depends on {on}: only {OWNER} names the AWS SDK and its runtime"));
        }
    }
    findings
}

/// No source but the owner's names the SDK.
fn sources(root: &Path) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    let own = root.join("crates/aws-clients");
    for (path, text) in super::files::sources(&root.join("crates"))? {
        let shown = path.strip_prefix(root).unwrap_or(&path).display();
        for (number, line) in text.lines().enumerate().filter(|_| !path.starts_with(&own)) {
            if PATHS.iter().any(|named| line.contains(named)) {
                findings.push(format!("{shown}:{}: names the AWS SDK: reach it through {OWNER}", number + 1));
            }
        }
    }
    Ok(findings)
}

/// What cargo would build: the features of each package, and what it depends on. A package that is built twice, for the target
/// and for the host, has two sets.
#[derive(Debug, Default)]
struct Tree {
    features: BTreeMap<String, BTreeSet<String>>,
    dependencies: BTreeMap<String, BTreeSet<String>>,
}

impl Tree {
    /// Reads lines of depth, name, version and features, such as `2 serde v1.0.0|std`. What stands beneath a package is listed
    /// the first time only.
    fn read(lines: &str) -> Result<Self> {
        let mut tree = Self::default();
        let mut above: Vec<String> = Vec::new();
        for line in lines.lines().filter(|line| !line.is_empty()) {
            let (package, features) = line.split_once('|').with_context(|| format!("cargo tree: “{line}”"))?;
            let mut words = package.split_whitespace();
            let depth: usize = words.next().and_then(|depth| depth.parse().ok()).with_context(|| package.to_owned())?;
            let package = words.take(2).collect::<Vec<_>>().join(" ");
            let features = features.trim_end_matches(" (*)").to_owned();
            tree.features.entry(package.clone()).or_default().insert(features);
            above.truncate(depth);
            if let Some(dependent) = above.last() {
                tree.dependencies.entry(dependent.clone()).or_default().insert(package.clone());
            }
            above.push(package);
        }
        Ok(tree)
    }

    /// The SDK and everything beneath it.
    fn sdk(&self) -> BTreeSet<&str> {
        let is_sdk = |package: &&String| BEGINNINGS.iter().any(|beginning| package.starts_with(beginning));
        let mut waiting: Vec<&str> = self.features.keys().filter(is_sdk).map(String::as_str).collect();
        let mut found = BTreeSet::new();
        while let Some(package) = waiting.pop() {
            if found.insert(package) {
                waiting.extend(self.dependencies.get(package).into_iter().flatten().map(String::as_str));
            }
        }
        found
    }
}

/// Where the whole workspace with its tests builds the SDK otherwise than its owner does.
fn other_features(alone: &Tree, together: &Tree) -> Vec<String> {
    let told = |tree: &Tree, package: &str| {
        let sets = tree.features.get(package).into_iter().flatten().map(String::as_str);
        sets.collect::<Vec<_>>().join(" and for the host ")
    };
    let differs = |package: &&str| alone.features.get(*package) != together.features.get(*package);
    let findings = alone.sdk().into_iter().filter(differs).map(|package| {
        format!(
            "{package} stands beneath the AWS SDK, and its features are {} for {OWNER} but {} for the workspace: name \
             them in the manifest of {OWNER}, or the SDK is built twice",
            told(alone, package),
            told(together, package)
        )
    });
    findings.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sdk_is_found_in_every_manifest_but_one() {
        let package = |on: &str| Package { dependencies: [on.to_owned()].into(), dev_dependencies: BTreeSet::new() };
        let packages =
            [("signalarm-account".to_owned(), package("aws-sdk-sns")), (OWNER.to_owned(), package("aws-sdk-sns"))];
        assert_eq!(dependencies(&packages.into()).len(), 1);
    }

    #[test]
    fn a_feature_beneath_the_sdk_that_only_tests_ask_for_is_found() {
        let read = |lines| Tree::read(lines).unwrap();
        let alone = read("0 own v1 (/a)|\n1 aws-a v1|x\n2 b v1|std\n3 c v1|\n1 d v1|\n2 c v1| (*)\n");
        assert_eq!(alone.sdk(), ["aws-a v1", "b v1", "c v1"].into());
        let same = "0 other v1|\n1 c v1|\n1 d v1|more\n1 aws-a v1|x\n2 b v1|std\n3 c v1| (*)\n";
        assert_eq!(other_features(&alone, &read(same)), [""; 0]);
        let findings = other_features(&alone, &read(&same.replace("1 c v1|", "1 c v1|rc")));
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].starts_with("c v1 stands beneath the AWS SDK"), "{findings:?}");
    }
}
