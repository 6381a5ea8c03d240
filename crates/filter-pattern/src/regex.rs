//! Regular expressions: the subset that CloudWatch Logs documents, matched in time linear in the text.
//!
//! There are no groups, so an expression is alternatives of repeated classes of characters and anchors. [`parse`] reads
//! it and says what the service would refuse; [`automaton`] matches it.

mod automaton;
pub(crate) mod parse;
#[cfg(test)]
mod tests;

use self::automaton::Automaton;

/// A regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Regex {
    /// What stands between the marks.
    text: String,
    automaton: Box<Automaton>,
}

impl Regex {
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether the expression matches anywhere in a text.
    pub(crate) fn matches(&self, text: &str) -> bool {
        self.automaton.matches(text)
    }
}

/// One part of an alternative.
#[derive(Clone, Debug)]
enum Piece {
    /// `^`: the beginning of the text.
    Start,
    /// `$`: the end of the text. Whether it also stands before a last new line is open.
    End,
    /// Characters of a class, so many of them.
    Repeated(Class, Repetition),
}

/// How often something occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Repetition {
    least: usize,
    /// `None`: any number of times.
    most: Option<usize>,
}

impl Repetition {
    const ONCE: Self = Self { least: 1, most: Some(1) };
}

/// A set of characters. An expression can name those below U+0100 only; all others are in it or not together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Class {
    /// A bit for each character below U+0100.
    named: [u128; 2],
    others: bool,
}

impl Class {
    const NONE: Self = Self { named: [0; 2], others: false };

    fn of(members: impl IntoIterator<Item = u8>) -> Self {
        let mut class = Self::NONE;
        for member in members {
            class.named[usize::from(member / 128)] |= 1 << (member % 128);
        }
        class
    }

    fn negated(self) -> Self {
        Self { named: self.named.map(|bits| !bits), others: !self.others }
    }

    fn or(self, other: Self) -> Self {
        let named = [self.named[0] | other.named[0], self.named[1] | other.named[1]];
        Self { named, others: self.others || other.others }
    }

    /// Whether a character below U+0100 is in the class, or with `None` all others are.
    fn holds(&self, character: Option<u8>) -> bool {
        match character {
            Some(character) => self.named[usize::from(character / 128)] >> (character % 128) & 1 == 1,
            None => self.others,
        }
    }
}
