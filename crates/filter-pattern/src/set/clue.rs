//! What a pattern cannot match without: what a glance looks for, and the texts that lead to the pattern.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::glance::Name;
use super::judge::Asked;
use crate::expression::Expression;

/// A condition by what a glance can see of it: a name, and the value behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hint {
    /// The index of the name.
    pub(super) name: u32,
    /// Whether the name is the last step of the selector, so that the value behind it is what is asked about. Otherwise
    /// that value is an array or an object.
    pub(super) is_last: bool,
    pub(super) slot: u32,
    pub(super) asked: Asked,
}

/// A text of which a selector must find one, for a pattern to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Clue {
    pub(super) slot: usize,
    pub(super) row: u32,
    /// The name that the selector ends with.
    pub(super) name: usize,
}

impl Hint {
    fn clue(&self) -> Option<Clue> {
        match self.asked {
            Asked::Quoted(row) | Asked::Word(row) if self.is_last => {
                Some(Clue { slot: self.slot as usize, row, name: self.name as usize })
            }
            Asked::Quoted(_) | Asked::Word(_) | Asked::Operand(_) => None,
        }
    }
}

/// How often names and clues occur in a set.
pub(super) struct Census {
    /// For each name how many conditions a look-up by it would serve, and its length in bytes.
    names: Vec<(usize, usize)>,
    clues: BTreeMap<Clue, usize>,
}

impl Census {
    pub(super) fn of<'h>(hints: impl Iterator<Item = &'h Expression<Hint>>, names: &[Name]) -> Self {
        let names = names.iter().map(|name| (0, name.len())).collect();
        let mut census = Self { names, clues: BTreeMap::new() };
        for clue in hints.flat_map(Expression::conditions).filter_map(Hint::clue) {
            census.names[clue.name].0 += 1;
            *census.clues.entry(clue).or_default() += 1;
        }
        census
    }

    /// The clues of which one must be found for a pattern to match, if there are such.
    pub(super) fn best(&self, hints: &Expression<Hint>) -> Option<Vec<Clue>> {
        match hints {
            Expression::Condition(hint) => Some(vec![hint.clue()?]),
            Expression::All(parts) => {
                parts.iter().filter_map(|part| self.best(part)).min_by_key(|clues| self.cost(clues))
            }
            Expression::Any(parts) => {
                let each: Option<Vec<_>> = parts.iter().map(|part| self.best(part)).collect();
                Some(each?.concat())
            }
        }
    }

    /// Of the clues to choose from, those are best whose name serves most conditions, as it has to be looked for only
    /// once; then those that lead to the fewest patterns; then those of the longest name, which is likely to be rare.
    fn cost(&self, clues: &[Clue]) -> Option<(Reverse<usize>, usize, Reverse<usize>)> {
        let cost = |clue: &Clue| {
            let (uses, length) = self.names[clue.name];
            (Reverse(uses), self.clues.get(clue).copied().unwrap_or_default(), Reverse(length))
        };
        clues.iter().map(cost).max()
    }
}

/// The names that have to be looked for in every event to see whether a pattern may match.
pub(super) fn first_names(hints: &Expression<Hint>, names: &mut BTreeSet<usize>) {
    match hints {
        Expression::Condition(hint) => {
            names.insert(hint.name as usize);
        }
        // The others are looked for only where the first one is seen.
        Expression::All(parts) => parts.iter().take(1).for_each(|part| first_names(part, names)),
        Expression::Any(parts) => parts.iter().for_each(|part| first_names(part, names)),
    }
}
