//! The corpora of the fuzz targets, replayed.

use std::path::Path;

#[path = "../fuzz/checks.rs"]
mod checks;

/// Checks every input of a target's corpus.
#[track_caller]
fn check(target: &str, check: fn(&str)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut inputs = 0;
    for entry in std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        // A run of a fuzzer may have left inputs that are no text; the targets skip them.
        if let Ok(text) = std::fs::read_to_string(entry.unwrap().path()) {
            check(&text);
            inputs += 1;
        }
    }
    assert!(inputs >= 10, "{inputs} inputs in {}", folder.display());
}

#[test]
fn every_input_of_parse_holds() {
    check("parse", checks::parse);
}

#[test]
fn every_input_of_match_holds() {
    check("match", checks::matches);
}

#[test]
fn every_input_of_fast_equals_naive_holds() {
    check("fast-equals-naive", checks::fast_equals_naive);
}
