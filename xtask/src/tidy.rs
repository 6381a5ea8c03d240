//! `tidy`: the rules of the tree that no other tool holds. Each rule gives its findings as text; none means that it holds.

mod files;
mod sdk;
mod walls;

use std::path::Path;

use anyhow::{Result, bail};

/// Checks every rule and prints all findings at once.
pub(crate) fn run(root: &Path) -> Result<()> {
    let mut findings = walls::check(root)?;
    findings.extend(files::check(root)?);
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() { Ok(()) } else { bail!("{} findings", findings.len()) }
}

#[cfg(test)]
mod tests {
    /// The tree itself is the test: tidy runs with `cargo test` as well.
    #[test]
    fn the_tree_is_tidy() {
        super::run(&crate::root()).expect("the tree is tidy");
    }
}
