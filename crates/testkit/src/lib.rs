//! What tests share: the snapshot folder, and the recorded facts that a run may or may not skip.
//!
//! A dev-dependency only. `SIGNALARM_FACTS` names a folder with further conformance tables (`conformance/*.json`) and
//! recorded files (`data/cloudtrail/`); a relative one counts from the workspace root. `SIGNALARM_REQUIRE` lists what a
//! run may not skip.

pub mod bench;

use std::path::{Path, PathBuf};

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).expect("this crate lies two levels below the root").to_path_buf()
}

/// The folder of further facts, or `None` where this run may skip them.
///
/// # Panics
///
/// When `SIGNALARM_REQUIRE` names `facts` and `SIGNALARM_FACTS` names no folder.
#[must_use]
pub fn facts() -> Option<PathBuf> {
    let named = std::env::var_os("SIGNALARM_FACTS").filter(|folder| !folder.is_empty());
    let folder = named.map(|folder| root().join(folder)).filter(|folder| folder.is_dir());
    if folder.is_none() && is_required("facts") {
        panic!("SIGNALARM_REQUIRE names facts, but SIGNALARM_FACTS names no folder");
    }
    folder
}

/// Whether a run that lacks this must fail, not skip.
#[must_use]
pub fn is_required(what: &str) -> bool {
    let required = std::env::var("SIGNALARM_REQUIRE").unwrap_or_default();
    required.split(',').any(|word| word.trim() == what)
}

/// Whether a test may go without what this machine lacks, in the word of `SIGNALARM_REQUIRE`; it is then said why.
#[must_use]
#[expect(clippy::print_stderr, reason = "what is skipped is said")]
pub fn may_skip(missing: Option<&str>, why: &dyn std::fmt::Display) -> bool {
    let lacks = missing.filter(|word| !is_required(word));
    if let Some(word) = lacks {
        eprintln!("skipped: {word}: {why}");
    }
    lacks.is_some()
}

/// The folder that builds write to: two levels above the folder of this test's program.
///
/// # Panics
///
/// Where the program does not know its own path.
#[must_use]
pub fn target() -> PathBuf {
    let program = std::env::current_exe().expect("a test knows its program");
    program.ancestors().nth(3).expect("the program lies in target/debug/deps").to_path_buf()
}

/// Settings that bind insta to the tree's snapshot folder, one sub-folder per suite.
#[must_use]
pub fn snapshots(suite: &str) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots").join(suite));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}
