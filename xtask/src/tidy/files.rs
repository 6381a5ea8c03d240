//! Rules for files: module docs, words, sizes, snapshots.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A room of code; a file that needs more is two.
const LINES_MAX: usize = 400;
/// Marks of work that is not done. Written apart, so that this file does not find itself.
const UNDONE: [&str; 6] = [
    concat!("to", "do!("),
    concat!("unimple", "mented!("),
    concat!("dbg", "!("),
    concat!("#[ig", "nore"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

pub(crate) fn check(root: &Path) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for folder in ["crates", "xtask"] {
        for (path, text) in sources(&root.join(folder))? {
            let shown = path.strip_prefix(root).unwrap_or(&path).display().to_string();
            findings.extend(source(&shown, &text));
        }
    }
    findings.extend(snapshots(
        &names(&root.join("scenarios"), "toml")?,
        &names(&root.join("snapshots/scenarios"), "snap")?,
    ));
    Ok(findings)
}

/// The rules for one source file.
fn source(shown: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    if !text.starts_with("//!") {
        findings.push(format!("{shown}: begins without module docs"));
    }
    let lines = text.lines().count();
    if LINES_MAX < lines {
        findings.push(format!("{shown}: {lines} lines, more than {LINES_MAX}: give the second job a room of its own"));
    }
    for (number, line) in text.lines().enumerate() {
        for mark in UNDONE.iter().filter(|mark| holds_mark(line, mark)) {
            findings.push(format!("{shown}:{}: {mark}", number + 1));
        }
        if line.ends_with([' ', '\t']) {
            findings.push(format!("{shown}:{}: ends with a blank", number + 1));
        }
    }
    findings
}

/// Whether a line holds a mark that is no part of a longer word.
fn holds_mark(line: &str, mark: &str) -> bool {
    let is_part = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
    line.match_indices(mark).any(|(start, _)| {
        let ends_in_word = mark.ends_with(char::is_alphanumeric) && is_part(line[start + mark.len()..].chars().next());
        !is_part(line[..start].chars().next_back()) && !ends_in_word
    })
}

/// Every scenario has its transcript, and every transcript its scenario.
fn snapshots(scenarios: &BTreeSet<String>, snapshots: &BTreeSet<String>) -> Vec<String> {
    let lost =
        scenarios.difference(snapshots).map(|name| format!("scenarios/{name}.toml has no snapshot: cargo xtask bless"));
    let left = snapshots
        .difference(scenarios)
        .map(|name| format!("snapshots/scenarios/{name}.snap has no scenario: remove it"));
    lost.chain(left).collect()
}

/// Every Rust file below a folder, in the order of their paths.
pub(crate) fn sources(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    for path in files(folder)?.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs")) {
        let text = std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        found.push((path, text));
    }
    Ok(found)
}

/// The names of the files with an ending below a folder, without it, folders joined by `--`.
fn names(folder: &Path, ending: &str) -> Result<BTreeSet<String>> {
    let with_ending = files(folder)?.into_iter().filter(|path| path.extension().is_some_and(|found| found == ending));
    let name = |path: PathBuf| {
        let below = path.strip_prefix(folder).unwrap_or(&path).with_extension("");
        below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("--")
    };
    Ok(with_ending.map(name).collect())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(&folder).with_context(|| format!("{} cannot be listed", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            match entry.file_type()?.is_dir() {
                true => open.push(entry.path()),
                false => found.push(entry.path()),
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_belong_is_found() {
        assert_eq!(source("f", "//! Docs.\nfn f() {}\n"), Vec::<String>::new());
        let text = format!("fn f() {{}} \n{}x\n", UNDONE[0]);
        assert_eq!(source("f", &text).len(), 3);
        assert_eq!(source("f", &format!("//! Docs.\n{}", "\n".repeat(LINES_MAX))).len(), 1);
    }

    #[test]
    fn a_scenario_without_transcript_is_found_and_the_other_way_round() {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<String>>();
        assert_eq!(snapshots(&set(&["a", "b"]), &set(&["b", "c"])).len(), 2);
    }
}
