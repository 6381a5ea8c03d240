//! Many patterns against one event at once.
//!
//! ```
//! use signalarm_filter_pattern::{Pattern, PatternSet, Scratch};
//!
//! let patterns = [r#"{ $.eventName = "ConsoleLogin" }"#, r#"{ $.eventName = "CreateUser" }"#, ""];
//! let set = PatternSet::new(patterns.map(|text| Pattern::parse(text).unwrap()));
//! let mut scratch = Scratch::default();
//! assert_eq!(set.matches(r#"{"eventName":"CreateUser"}"#, &mut scratch), [1, 2]);
//! ```
//!
//! The answer is that of [`Pattern::matches`], found in three steps of which most events need only the first:
//!
//! 1. [`glance`]: the raw text is searched for the names of a few members, and what stands behind them is looked up in
//!    the [`columns`] of the [`plan`]. Where no pattern may match by that, none does.
//! 2. [`walk`]: one pass over the text proves it to be one JSON object, skips what no selector of the set asks for, and
//!    keeps what they find.
//! 3. [`judge`]: the conditions of the patterns that are left are judged by these finds.
//!
//! An event in which names that matter are written with escapes or come twice goes to [`Pattern::matches`] itself. So does
//! every event for the patterns that are no JSON patterns.

mod clue;
mod columns;
mod compile;
mod finds;
mod glance;
mod judge;
mod pairs;
mod plan;
mod program;
#[cfg(test)]
mod tests;
mod trie;
mod walk;

use memchr::memmem::Finder;

use self::finds::Finds;
use self::glance::Glance;
use self::plan::{Candidates, Plan};
use self::walk::{Stop, Way};
use crate::terms::Role;
use crate::{Kind, LogEvent, Pattern};

/// Patterns that are matched together: an event is read once for all of them, and for most events hardly at all.
#[derive(Debug)]
pub struct PatternSet {
    patterns: Vec<Pattern>,
    /// The JSON patterns, by their index in `patterns`.
    json: Vec<usize>,
    plan: Plan,
    others: Vec<Other>,
}

/// A pattern of another kind.
#[derive(Debug)]
struct Other {
    /// Its index in [`PatternSet::patterns`].
    pattern: usize,
    /// A text that every matching message holds.
    needle: Option<Finder<'static>>,
}

/// What matching works with: storage that is reused from event to event, so that matching JSON patterns does not
/// allocate once it has grown. Any scratch serves any set.
///
/// Allocated is all the same for numbers that are compared with a pattern, and for events that are read into a tree.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    glance: Glance,
    way: Way,
    finds: Finds,
    candidates: Candidates,
    matched: Vec<usize>,
}

impl PatternSet {
    /// Compiles patterns. They are named by their index in the order given.
    #[must_use]
    pub fn new(patterns: impl IntoIterator<Item = Pattern>) -> Self {
        let patterns: Vec<_> = patterns.into_iter().collect();
        let (mut json, mut expressions, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for (index, pattern) in patterns.iter().enumerate() {
            match &pattern.kind {
                Kind::Json(expression) => {
                    json.push(index);
                    expressions.push(expression);
                }
                Kind::Every | Kind::Terms(_) | Kind::SpaceDelimited(_) | Kind::Regex(_) => {
                    others.push(Other { pattern: index, needle: needle(&pattern.kind) });
                }
            }
        }
        let plan = Plan::new(&expressions);
        Self { patterns, json, plan, others }
    }

    /// The patterns in the order given.
    #[must_use]
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// The indices of the patterns that match a log event with this message, in ascending order.
    pub fn matches<'s>(&self, message: &str, scratch: &'s mut Scratch) -> &'s [usize] {
        let event = LogEvent::new(message);
        scratch.matched.clear();
        for Other { pattern, needle } in &self.others {
            let may_match = needle.as_ref().is_none_or(|needle| needle.find(message.as_bytes()).is_some());
            if may_match && self.patterns[*pattern].matches(&event) {
                scratch.matched.push(*pattern);
            }
        }
        if !self.json.is_empty() {
            self.match_json(&event, scratch);
            scratch.matched.sort_unstable();
        }
        &scratch.matched
    }

    fn match_json(&self, event: &LogEvent<'_>, scratch: &mut Scratch) {
        let message = event.message();
        let Scratch { glance, way, finds, candidates, matched } = scratch;
        let is_clear = self.plan.by_glance(message, glance, candidates);
        if is_clear && candidates.patterns.is_empty() {
            return;
        }
        match self.plan.walk(message, way, finds) {
            Ok(()) if is_clear => self.plan.judge(message, finds, &[], candidates),
            Ok(()) => self.plan.by_finds(message, finds, candidates),
            Err(Stop::NoObject) => return,
            Err(Stop::Irregular) => {
                matched.extend(self.json.iter().filter(|&&index| self.patterns[index].matches(event)));
                return;
            }
        }
        matched.extend(candidates.patterns.iter().map(|&candidate| self.json[candidate]));
    }
}

/// The longest text that every message has to hold for a pattern of terms to match.
fn needle(kind: &Kind) -> Option<Finder<'static>> {
    let terms = match kind {
        Kind::Terms(terms) => terms.counted(),
        Kind::Every | Kind::Json(_) | Kind::SpaceDelimited(_) | Kind::Regex(_) => return None,
    };
    let required = terms.filter(|term| term.role == Role::Required);
    required.max_by_key(|term| term.text.len()).map(|term| Finder::new(&term.text).into_owned())
}
