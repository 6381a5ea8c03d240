//! What a walk found in an event: for each slot the values that its selector leads to.
//!
//! Texts and numbers are places in the message; only texts with escapes are copied, decoded. Which of the texts that
//! patterns compare with a value is, is looked up once, when it is found; what else it takes to compare it is worked out
//! when it is asked for, and once. All storage is reused from event to event.

use std::cell::OnceCell;
use std::ops::Range;

use super::columns::Columns;
use super::pairs::Pairs;
use crate::number::{Decimal, written_form_of_event};

/// The values that a walk found.
#[derive(Clone, Debug, Default)]
pub(super) struct Finds {
    /// For each slot its last find.
    last: Vec<Option<Find>>,
    /// The slots that have a find.
    slots: Vec<usize>,
    /// The finds that were followed by another one of the same slot.
    earlier: Vec<Find>,
    /// The decoded texts of strings with escapes, one behind the other.
    decoded: String,
}

/// A value that a walk found.
#[derive(Clone, Debug)]
pub(super) struct Find {
    pub(super) found: Found,
    /// Which of the slot's texts a string, or a number in its written form, is; `None` for other values.
    pub(super) row: Option<u32>,
    /// In [`Finds::earlier`] the find before this one of the same slot.
    previous: Option<usize>,
    number: OnceCell<Box<Number>>,
    pairs: OnceCell<Pairs>,
}

/// A value in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Null,
    Boolean(bool),
    Number(Range<usize>),
    /// A string without escapes: what stands in its quotation marks.
    Text(Range<usize>),
    /// A string with escapes: the place of its decoded text.
    Decoded(Range<usize>),
    Array {
        /// Whether one of the elements is `null`.
        holds_null: bool,
    },
    Object,
}

impl Found {
    /// Whether the value equals or differs from anything: only strings and numbers do.
    #[inline]
    pub(super) fn is_comparable(&self) -> bool {
        match self {
            Self::Number(_) | Self::Text(_) | Self::Decoded(_) => true,
            Self::Null | Self::Boolean(_) | Self::Array { .. } | Self::Object => false,
        }
    }
}

/// A number in its two forms.
#[derive(Clone, Debug)]
pub(super) struct Number {
    /// As numbers are compared; `None` beyond the doubles.
    pub(super) decimal: Option<Decimal>,
    /// As texts see it.
    pub(super) written: String,
}

impl Finds {
    /// Forgets all finds and makes room for that many slots.
    pub(super) fn clear(&mut self, slots: usize) {
        for slot in self.slots.drain(..) {
            self.last[slot] = None;
        }
        self.last.resize_with(slots, || None);
        self.earlier.clear();
        self.decoded.clear();
    }

    /// Adds a find of a slot.
    pub(super) fn push(&mut self, slot: usize, found: Found, columns: &Columns, message: &str) {
        let (number, pairs) = (OnceCell::new(), OnceCell::new());
        let mut find = Find { found, row: None, previous: None, number, pairs };
        if columns.has_rows(slot) {
            let text = self.text(&find, message).or_else(|| find.number(message).map(|number| number.written.as_str()));
            find.row = text.and_then(|text| columns.row(slot, text));
        }
        match self.last[slot].take() {
            None => self.slots.push(slot),
            Some(previous) => {
                find.previous = Some(self.earlier.len());
                self.earlier.push(previous);
            }
        }
        self.last[slot] = Some(find);
    }

    /// Notes that the array which was found last for the slot holds `null`.
    pub(super) fn note_null(&mut self, slot: usize) {
        if let Some(find) = &mut self.last[slot] {
            find.found = Found::Array { holds_null: true };
        }
    }

    /// Decodes what stands in the quotation marks of a valid JSON string.
    pub(super) fn decode(&mut self, raw: &str) -> Found {
        let start = self.decoded.len();
        let mut rest = raw;
        while let Some((plain, escaped)) = rest.split_once('\\') {
            self.decoded.push_str(plain);
            rest = &rest[plain.len()..];
            if escaped.starts_with('u') {
                let units = std::iter::from_fn(|| {
                    let unit = u16::from_str_radix(rest.strip_prefix("\\u")?.get(..4)?, 16).ok();
                    rest = &rest[6..];
                    unit
                });
                let decoded = char::decode_utf16(units);
                self.decoded.extend(decoded.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
            } else {
                self.decoded.extend(escaped.chars().next().map(short_escape));
                rest = &rest[2..];
            }
        }
        self.decoded.push_str(rest);
        Found::Decoded(start..self.decoded.len())
    }

    /// The last find of a slot.
    #[inline]
    pub(super) fn last(&self, slot: usize) -> Option<&Find> {
        self.last[slot].as_ref()
    }

    /// All finds of a slot, the last one first.
    pub(super) fn each(&self, slot: usize) -> impl Iterator<Item = &Find> {
        std::iter::successors(self.last(slot), |find| find.previous.map(|previous| &self.earlier[previous]))
    }

    /// The text of a string; `None` of another value.
    pub(super) fn text<'t>(&'t self, find: &Find, message: &'t str) -> Option<&'t str> {
        match &find.found {
            Found::Text(place) => Some(&message[place.clone()]),
            Found::Decoded(place) => Some(&self.decoded[place.clone()]),
            Found::Null | Found::Boolean(_) | Found::Number(_) | Found::Array { .. } | Found::Object => None,
        }
    }

    /// The pairs of bytes of a string; none for another value.
    #[inline]
    pub(super) fn pairs<'t>(&self, find: &'t Find, message: &str) -> &'t Pairs {
        find.pairs.get_or_init(|| Pairs::of(self.text(find, message).unwrap_or_default()))
    }
}

impl Find {
    /// A number in its two forms; `None` of another value.
    pub(super) fn number(&self, message: &str) -> Option<&Number> {
        let Found::Number(place) = &self.found else { return None };
        Some(self.number.get_or_init(|| {
            let number = &message[place.clone()];
            let written = written_form_of_event(number).into_owned();
            Box::new(Number { decimal: Decimal::of_event(number), written })
        }))
    }
}

/// What a backslash and a character other than `u` stand for.
fn short_escape(c: char) -> char {
    match c {
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        other => other,
    }
}
