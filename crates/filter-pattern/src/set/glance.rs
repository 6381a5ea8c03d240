//! A look at the raw text of an event for what a match cannot do without: the values behind the name of a member.
//!
//! Where the text of an event holds no `\u`, a member whose name has no character with a short escape can be written in
//! one way only: the name in quotation marks, then blanks and a colon. So what stands behind these is all that the member
//! may be, wherever in the event it lies. More may be found (the same name elsewhere, or inside a string), never less:
//! a *no* of a glance is final, a *yes* is a reason to read the event.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem::Finder;

use super::judge::{Asked, Rooms};
use super::pairs::Pairs;
use crate::document::Value;

/// The most names that are looked for in one event. Reading an event costs about as much as looking for fifteen.
pub(super) const NAMES_MAX: usize = 8;

/// A name of a member, to be looked for.
#[derive(Debug)]
pub(super) struct Name {
    /// Looks for the name in its quotation marks.
    finder: Finder<'static>,
}

/// What a glance has found so far, reused from event to event.
#[derive(Clone, Debug, Default)]
pub(super) struct Glance {
    /// For each name what was found behind it, if it was looked for: a place in `glimpses`.
    looks: Vec<Option<Range<usize>>>,
    /// The names that were looked for.
    looked: Vec<usize>,
    /// What all looks found, those of one behind those of the other.
    glimpses: Vec<Glimpse>,
}

/// What stands behind a name.
#[derive(Clone, Debug)]
pub(super) struct Glimpse {
    pub(super) seen: Seen,
    /// The pairs of bytes of a text, once they are asked for.
    pairs: Option<Pairs>,
}

/// What kind of value stands behind a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// A string without escapes: what stands in its quotation marks.
    Text(Range<usize>),
    /// A value that is neither a string nor a number.
    Other,
    /// A number, a string with escapes, or a string without end: to be read before anything is said of it.
    Unclear,
}

/// Whether the text of an event may spell a character as `\uXXXX`. A backslash that is escaped itself and followed by a
/// `u` is taken for one.
pub(super) fn may_spell_otherwise(message: &str) -> bool {
    let bytes = message.as_bytes();
    let rest = memchr::memchr(b'\\', bytes).map(|first| &bytes[first..]);
    rest.is_some_and(|rest| memchr::memmem::find(rest, b"\\u").is_some())
}

impl Name {
    /// `None` of a name with a character that has a short escape: it can be written in several ways.
    pub(super) fn new(name: &str) -> Option<Self> {
        let plain = !name.contains(|c: char| c.is_ascii_control() || matches!(c, '"' | '\\' | '/'));
        plain.then(|| Self { finder: Finder::new(&format!("\"{name}\"")).into_owned() })
    }

    /// How many bytes the name has, with its quotation marks.
    pub(super) fn len(&self) -> usize {
        self.finder.needle().len()
    }

    fn look(&self, message: &str, glimpses: &mut Vec<Glimpse>) {
        let bytes = message.as_bytes();
        let mut at = 0;
        while let Some(found) = self.finder.find(&bytes[at..]) {
            // The closing quotation mark may as well open the next string.
            at += found + self.len() - 1;
            let colon = after_blanks(bytes, at + 1);
            if bytes.get(colon) == Some(&b':') {
                let seen = seen(bytes, after_blanks(bytes, colon + 1));
                glimpses.push(Glimpse { seen, pairs: None });
            }
        }
    }
}

fn after_blanks(bytes: &[u8], at: usize) -> usize {
    let blanks = bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    at + blanks.count()
}

fn seen(bytes: &[u8], at: usize) -> Seen {
    match bytes.get(at) {
        Some(b'"') => {
            let start = at + 1;
            match memchr::memchr2(b'"', b'\\', &bytes[start..]) {
                Some(length) if bytes[start + length] == b'"' => Seen::Text(start..start + length),
                Some(_) | None => Seen::Unclear,
            }
        }
        Some(b'-' | b'0'..=b'9') => Seen::Unclear,
        Some(_) | None => Seen::Other,
    }
}

impl Glance {
    /// Forgets all looks and makes room for that many names.
    pub(super) fn clear(&mut self, names: usize) {
        for name in self.looked.drain(..) {
            self.looks[name] = None;
        }
        self.looks.resize(names, None);
        self.glimpses.clear();
    }

    /// What stands behind a name; `None` where too many names were looked for already.
    #[inline]
    pub(super) fn look(&mut self, index: usize, names: &[Name], message: &str) -> Option<&mut [Glimpse]> {
        if self.looks[index].is_none() {
            self.look_first(index, names, message);
        }
        let place = self.looks[index].clone()?;
        Some(&mut self.glimpses[place])
    }

    fn look_first(&mut self, index: usize, names: &[Name], message: &str) {
        if self.looked.len() < NAMES_MAX {
            let start = self.glimpses.len();
            names[index].look(message, &mut self.glimpses);
            self.looked.push(index);
            self.looks[index] = Some(start..self.glimpses.len());
        }
    }
}

impl Glimpse {
    /// The text of a string without escapes.
    #[inline]
    pub(super) fn text<'t>(&self, message: &'t str) -> Option<&'t str> {
        match &self.seen {
            Seen::Text(place) => Some(&message[place.clone()]),
            Seen::Other | Seen::Unclear => None,
        }
    }

    /// Whether a value of which this is seen may be what is asked for of the slot.
    #[inline]
    pub(super) fn may_equal(&mut self, slot: usize, asked: Asked, rooms: &Rooms, message: &str) -> bool {
        let Seen::Text(place) = &self.seen else { return self.seen == Seen::Unclear };
        let text = || &message[place.clone()];
        match asked {
            Asked::Quoted(row) | Asked::Word(row) => rooms.columns.text(slot, row) == text(),
            Asked::Operand(operand) => {
                let (pairs, operand) = &rooms.operands[operand as usize];
                self.pairs.get_or_insert_with(|| Pairs::of(text())).may_hold(pairs)
                    && operand.equals(&Value::Text(Cow::Borrowed(text()))) == Some(true)
            }
        }
    }
}
