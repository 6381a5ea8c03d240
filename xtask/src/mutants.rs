//! `mutants`: deliberate defects, one at a time, and what catches them.
//!
//! Each mutant is one line of the tree, written otherwise. The tree is copied to `target/mutants`, so that nothing of it is
//! ever changed here. Exploration runs on every mutant, since tests and simulator could share one misunderstanding; the
//! tests run until the first of them fails.

mod run;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use self::run::{Bench, Found};

/// The list, beside this package's manifest.
const LIST: &str = "xtask/mutants.json";
/// Where the result goes.
const PAGE: &str = "docs/mutants.md";
const RESULTS: &str = "target/mutants/results.json";

/// A deliberate defect.
struct Mutant {
    name: String,
    /// Below the root.
    file: String,
    /// The line as it stands, without the blanks at its ends.
    before: String,
    after: String,
    what: String,
}

impl Mutant {
    fn read(value: &Value) -> Result<Self> {
        let text = |member: &str| {
            let text = value.get(member).and_then(Value::as_str).map(str::to_owned);
            text.with_context(|| format!("{LIST}: a mutant has no text `{member}`: {value}"))
        };
        let (name, file) = (text("name")?, text("file")?);
        Ok(Self { name, file, before: text("before")?, after: text("after")?, what: text("what")? })
    }

    /// The package of the mutated file.
    fn package(&self) -> Result<String> {
        let folder = self.file.split('/').nth(1).filter(|_| self.file.starts_with("crates/"));
        folder.map(|folder| format!("signalarm-{folder}")).with_context(|| format!("{} is in no crate", self.file))
    }

    /// The text of its file with the defect.
    fn applied(&self, text: &str) -> Result<String> {
        let is_it = |line: &&str| line.trim() == self.before;
        match text.lines().filter(is_it).count() {
            1 => Ok(text.replacen(&self.before, &self.after, 1)),
            count => bail!("{}: the line of the mutant {} is there {count} times, not once", self.file, self.name),
        }
    }
}

fn mutants(root: &Path) -> Result<Vec<Mutant>> {
    let text = fs::read_to_string(root.join(LIST)).with_context(|| format!("{LIST} cannot be read"))?;
    let values: Vec<Value> = serde_json::from_str(&text).with_context(|| format!("{LIST} is no list"))?;
    values.iter().map(Mutant::read).collect()
}

/// Runs all mutants, or those of these names, and writes the page. What was found before stays where it was not asked again.
pub(crate) fn run(root: &Path, names: &[String]) -> Result<()> {
    let mutants = mutants(root)?;
    if let Some(name) = names.iter().find(|name| mutants.iter().all(|mutant| mutant.name != **name)) {
        bail!("there is no mutant {name}; {LIST} lists them");
    }
    let bench = Bench::new(root)?;
    let mut results = results(root);
    for mutant in mutants.iter().filter(|mutant| names.is_empty() || names.contains(&mutant.name)) {
        println!("=== {}: {}", mutant.name, mutant.what);
        let found = bench.try_out(mutant).with_context(|| format!("the mutant {} cannot be tried out", mutant.name))?;
        println!("    tests: {}; exploration: {}", found.tests, found.exploration);
        results.insert(mutant.name.clone(), found);
        let kept: BTreeMap<&str, [&str; 2]> =
            results.iter().map(|(name, found)| (name.as_str(), [&*found.tests, &*found.exploration])).collect();
        fs::write(root.join(RESULTS), serde_json::to_string_pretty(&kept)?)?;
        fs::write(root.join(PAGE), page(&mutants, &results)).with_context(|| format!("{PAGE} cannot be written"))?;
    }
    let survivors: Vec<&str> =
        results.iter().filter(|(_, found)| !found.is_caught()).map(|(name, _)| name.as_str()).collect();
    if survivors.is_empty() { Ok(()) } else { bail!("nothing caught {}", survivors.join(", ")) }
}

fn results(root: &Path) -> BTreeMap<String, Found> {
    let text = fs::read_to_string(root.join(RESULTS)).unwrap_or_default();
    let kept: BTreeMap<String, [String; 2]> = serde_json::from_str(&text).unwrap_or_default();
    kept.into_iter().map(|(name, [tests, exploration])| (name, Found { tests, exploration })).collect()
}

fn page(mutants: &[Mutant], results: &BTreeMap<String, Found>) -> String {
    let mut page = String::from(
        "# Mutants\n\n\
         Deliberate defects, one line each (`xtask/mutants.json`), and what catches them. `cargo xtask mutants` tries them out\n\
         on a copy of the tree and writes this page. *Tests* says what failed first of the crate's own tests, those of\n\
         `account` and `scenario`, and the repository's scenarios; *exploration* what `scenario explore --seeds 3000` found\n\
         by itself, or that it found nothing.\n\n\
         | mutant | crate | defect | tests | exploration |\n|---|---|---|---|---|\n",
    );
    for mutant in mutants {
        let Some(Found { tests, exploration }) = results.get(&mutant.name) else { continue };
        let folder = mutant.file.split('/').nth(1).unwrap_or_default();
        page += &format!("| `{}` | `{folder}` | {} | {tests} | {exploration} |\n", mutant.name, mutant.what);
    }
    let count = |is_so: &dyn Fn(&Found) -> bool| {
        mutants.iter().filter_map(|mutant| results.get(&mutant.name)).filter(|found| is_so(found)).count()
    };
    page += &format!(
        "\n{} mutants: {} caught, {} of them by tests, {} by exploration alone as well.\n",
        count(&|_| true),
        count(&Found::is_caught),
        count(&|found| found.tests != run::NOTHING),
        count(&|found| found.exploration != run::NOTHING),
    );
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line that was changed since would make a mutant that is none.
    #[test]
    fn every_mutant_fits_the_tree() {
        let root = crate::root();
        let mutants = mutants(&root).unwrap();
        assert!(20 <= mutants.len());
        for mutant in &mutants {
            let text = fs::read_to_string(root.join(&mutant.file)).unwrap();
            assert_ne!(mutant.applied(&text).unwrap(), text, "{}", mutant.name);
            assert!(mutant.package().is_ok());
        }
    }
}
