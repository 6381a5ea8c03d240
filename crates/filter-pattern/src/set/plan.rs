//! The JSON patterns of a set, compiled: what each condition asks of which slot, and which patterns a look-up leads to.

use std::collections::{BTreeMap, BTreeSet};

use super::clue::{Census, Hint, first_names};
use super::columns::Columns;
use super::compile::{Ask, Compiled, Compiler};
use super::finds::Finds;
use super::glance::{Glance, NAMES_MAX, Name, Seen, may_spell_otherwise};
use super::judge::{Judge, Rooms};
use super::program::Program;
use super::trie::Trie;
use super::walk::{Stop, Way, walk};
use crate::json;

/// The JSON patterns of a set. Patterns are named by their index among them.
#[derive(Debug)]
pub(super) struct Plan {
    trie: Trie,
    patterns: Program<Ask>,
    /// What a glance can say of each pattern, if it can say something of all. If not, every event has to be read anyway.
    hints: Option<Program<Hint>>,
    rooms: Rooms,
    names: Vec<Name>,
    /// The slots whose texts lead to patterns, and the names that their selectors end with.
    leading: BTreeMap<usize, usize>,
    /// The patterns that no text leads to.
    rest: Vec<usize>,
}

impl Plan {
    pub(super) fn new(patterns: &[&json::Expression]) -> Self {
        let mut compiler = Compiler::new();
        let compiled = patterns.iter().map(|pattern| compiler.pattern(pattern));
        let (asks, hints): (Vec<_>, Vec<_>) = compiled.map(|Compiled { asks, hints }| (asks, hints)).unzip();
        let Compiler { trie, mut rooms, names, .. } = compiler;
        let census = Census::of(hints.iter().flatten(), &names);
        let (mut leading, mut rest) = (BTreeMap::new(), Vec::new());
        for (pattern, hints) in hints.iter().enumerate() {
            let Some(clues) = hints.as_ref().and_then(|hints| census.best(hints)) else {
                rest.push(pattern);
                continue;
            };
            for clue in clues {
                rooms.columns.lead(clue.slot, clue.row, pattern);
                leading.insert(clue.slot, clue.name);
            }
        }
        let mut wanted: BTreeSet<usize> = leading.values().copied().collect();
        let hints: Option<Vec<_>> = hints.into_iter().collect();
        let hints = hints.filter(|hints| {
            rest.iter().for_each(|&pattern| first_names(&hints[pattern], &mut wanted));
            wanted.len() <= NAMES_MAX
        });
        let hints = hints.as_deref().map(Program::new);
        Self { trie, patterns: Program::new(&asks), hints, rooms, names, leading, rest }
    }

    /// Fills in the patterns that may match by a glance at the message; `false` where a glance cannot tell.
    pub(super) fn by_glance(&self, message: &str, glance: &mut Glance, candidates: &mut Candidates) -> bool {
        candidates.patterns.clear();
        glance.clear(self.names.len());
        let Some(hints) = self.hints.as_ref().filter(|_| !may_spell_otherwise(message)) else { return false };
        for (&slot, &name) in &self.leading {
            let Some(glimpses) = glance.look(name, &self.names, message) else { return false };
            if glimpses.iter().any(|glimpse| glimpse.seen == Seen::Unclear) {
                return false;
            }
            let rows = glimpses.iter().filter_map(|glimpse| self.rooms.columns.row(slot, glimpse.text(message)?));
            candidates.lead(&self.rooms.columns, slot, rows);
        }
        candidates.narrow(&self.rest, |pattern| hints.holds(pattern, |hint| self.may_hold(hint, glance, message)));
        true
    }

    /// Whether a condition may hold, by a glance at the message.
    #[inline]
    fn may_hold(&self, hint: &Hint, glance: &mut Glance, message: &str) -> bool {
        let Some(glimpses) = glance.look(hint.name as usize, &self.names, message) else { return true };
        glimpses.iter_mut().any(|glimpse| match hint.is_last {
            true => glimpse.may_equal(hint.slot as usize, hint.asked, &self.rooms, message),
            false => glimpse.seen == Seen::Other,
        })
    }

    /// Walks through a message, see [`walk`].
    pub(super) fn walk(&self, message: &str, way: &mut Way, finds: &mut Finds) -> Result<(), Stop> {
        walk(&self.trie, &self.rooms.columns, message, way, finds)
    }

    /// Fills in the patterns that match, by what a walk has found.
    pub(super) fn by_finds(&self, message: &str, finds: &Finds, candidates: &mut Candidates) {
        candidates.patterns.clear();
        for &slot in self.leading.keys() {
            let rows = finds.each(slot).filter_map(|find| find.row);
            candidates.lead(&self.rooms.columns, slot, rows);
        }
        self.judge(message, finds, &self.rest, candidates);
    }

    /// Leaves only those of the patterns that match, by what a walk has found, and adds those of the others that do.
    pub(super) fn judge(&self, message: &str, finds: &Finds, others: &[usize], candidates: &mut Candidates) {
        let judge = Judge { message, rooms: &self.rooms, finds };
        let holds = |ask: &Ask| judge.holds(ask.target, ask.question);
        candidates.narrow(others, |pattern| self.patterns.holds(pattern, holds));
    }
}

/// Patterns that may match an event, reused from event to event.
#[derive(Clone, Debug, Default)]
pub(super) struct Candidates {
    pub(super) patterns: Vec<usize>,
    rows: Vec<u32>,
}

impl Candidates {
    /// Adds the patterns that rows of a slot lead to. An event may hold the same text very often.
    fn lead(&mut self, columns: &Columns, slot: usize, rows: impl Iterator<Item = u32>) {
        self.rows.clear();
        self.rows.extend(rows);
        self.rows.sort_unstable();
        self.rows.dedup();
        self.patterns.extend(self.rows.iter().flat_map(|&row| columns.patterns(slot, row)));
    }

    /// Leaves only those patterns that hold, each once, and adds those of the others that do.
    fn narrow(&mut self, others: &[usize], mut holds: impl FnMut(usize) -> bool) {
        self.patterns.sort_unstable();
        self.patterns.dedup();
        self.patterns.retain(|&pattern| holds(pattern));
        for &pattern in others {
            if holds(pattern) {
                self.patterns.push(pattern);
            }
        }
    }
}
