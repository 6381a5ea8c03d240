//! What does not hold: one story of each kind, shrunk and written.

use std::path::{Path, PathBuf};

use signalarm_chaos::{Invariant, Options, Player, Violation, draw, shrink, violations};
use signalarm_report::Found;
use signalarm_scenario::{Scenario, scenario_text};

use crate::terminal::Watcher;

/// How many kinds of violation are shrunk and written at most; the others are counted.
const SHRUNK_MAX: usize = 20;
/// How many kinds are told apart at most: whoever has more has one defect with many words.
const KINDS_MAX: usize = 1_000;

/// The kinds of violation that were seen, each with the first seed that shows it.
pub(super) struct Kinds<V>(Vec<(u64, V)>);

impl<V> Default for Kinds<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V: Clone> Kinds<V> {
    /// Takes what is new in a seed; `kind` says what two violations of one kind share.
    pub(super) fn add<K: PartialEq>(&mut self, seed: u64, violations: &[V], kind: fn(&V) -> K) {
        for violation in violations {
            if self.0.len() < KINDS_MAX && self.0.iter().all(|(_, known)| kind(known) != kind(violation)) {
                self.0.push((seed, violation.clone()));
            }
        }
    }

    /// Those that are shrunk and written.
    pub(super) fn first(&self) -> &[(u64, V)] {
        &self.0[..self.0.len().min(SHRUNK_MAX)]
    }

    /// How many others there are.
    pub(super) fn further(&self) -> usize {
        self.0.len() - self.first().len()
    }
}

/// Shrinks and writes them: what was found, how many kinds are left, and what could not be written.
pub(super) fn written(
    kinds: &Kinds<Violation>,
    options: &Options,
    player: &Player,
    shelf: &Shelf<'_>,
    watcher: &mut Watcher,
) -> (Vec<Found>, usize, Vec<String>) {
    let (mut found, mut troubles) = (Vec::new(), Vec::new());
    for (index, (seed, violation)) in kinds.first().iter().enumerate() {
        watcher.shrinking(*seed);
        let smallest = smallest(options, player, *seed, violation);
        // The smallest story may be of another sign-in than the first one.
        let seen = of_kind(player, &smallest, violation).unwrap_or_else(|| violation.clone());
        // One seed may show several kinds.
        let before = kinds.first()[..index].iter().filter(|(other, _)| other == seed).count();
        let file = match shelf.keep(*seed, before + 1, &seen, &smallest) {
            Ok(file) => Some(file.display().to_string()),
            Err(trouble) => {
                troubles.push(trouble);
                None
            }
        };
        found.push(Found { seed: *seed, violation: violation.clone(), file, steps: smallest.steps.len() });
    }
    (found, kinds.further(), troubles)
}

/// Two violations of one kind say the same but for the times and the numbers in it.
pub(super) fn kind(violation: &Violation) -> (Invariant, String) {
    (violation.invariant, without_digits(&violation.what))
}

pub(super) fn without_digits(words: &str) -> String {
    words.chars().filter(|character| !character.is_ascii_digit()).collect()
}

/// The smallest story of the same violation.
fn smallest(options: &Options, player: &Player, seed: u64, violation: &Violation) -> Scenario {
    shrink(&draw(options, seed), &mut |scenario| of_kind(player, scenario, violation).is_some())
}

/// The first violation of the same kind in a story.
fn of_kind(player: &Player, scenario: &Scenario, violation: &Violation) -> Option<Violation> {
    violations(&player(scenario).ok()?).into_iter().find(|other| kind(other) == kind(violation))
}

/// The folder that scenarios are written to.
pub(super) struct Shelf<'s> {
    pub(super) folder: &'s Path,
    /// What the settings come from.
    pub(super) config: String,
}

impl Shelf<'_> {
    /// Whether there can be such a folder, as far as that shows before anything is written.
    pub(super) fn check(&self) -> Result<(), String> {
        match self.folder.ancestors().find(|folder| folder.exists()) {
            Some(there) if !there.is_dir() => Err(format!(
                "{} cannot be written to: {} is no folder; name another one by --out",
                self.folder.display(),
                there.display()
            )),
            Some(_) | None => Ok(()),
        }
    }

    fn keep(&self, seed: u64, number: usize, violation: &Violation, smallest: &Scenario) -> Result<PathBuf, String> {
        let comments = [
            format!("{}: {}: {}", violation.invariant, violation.alert, violation.what),
            format!("Found with {}.", self.config),
        ];
        let text = scenario_text(smallest, &comments)
            .map_err(|why| format!("the story of seed {seed} cannot be written: {why}"))?;
        let again = if number == 1 { String::new() } else { format!("-{number}") };
        self.write(&format!("seed-{seed}{again}.toml"), &text)
    }

    /// Writes a file into the folder, and tells its path.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<PathBuf, String> {
        let file = self.folder.join(name);
        let failed = |error: std::io::Error| format!("{} cannot be written: {error}", file.display());
        std::fs::create_dir_all(self.folder).map_err(failed)?;
        std::fs::write(&file, text).map_err(failed)?;
        Ok(file)
    }
}
