//! A TOML reader that keeps places and reports every fault.
//!
//! A derived decoder stops at its first fault and loses places; a person who writes a file wants all of them at once.
//! So files are read by hand: [`parse`] gives a [`Table`], whose keys are taken one by one as [`Node`]s, and
//! [`Table::finish`] reports what nobody took.

use std::fmt::Display;
use std::ops::{Range, RangeInclusive};
use std::str::FromStr;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use crate::{Fault, Placed, nearest};

/// A parsed document; it borrows from its text.
pub struct Document<'t> {
    text: &'t str,
    table: Spanned<DeTable<'t>>,
}

/// Parses a document as far as it goes, and lists every fault of its syntax.
#[must_use]
pub fn parse(text: &str) -> (Document<'_>, Vec<Fault>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let fault = |error: &::toml::de::Error| {
        let span = error.span().unwrap_or(0..0);
        Fault::new(span, format!("this is no TOML: {}", error.message())).cure("see https://toml.io/en/v1.0.0")
    };
    (Document { text, table }, errors.iter().map(fault).collect())
}

impl Document<'_> {
    /// The document's own table.
    #[must_use]
    pub fn root(&self, what: &'static str) -> Table<'_> {
        Table { what, span: 0..0, text: self.text, entries: self.table.get_ref(), known: Vec::new() }
    }
}

/// A table of which the known keys are taken one by one.
pub struct Table<'t> {
    what: &'static str,
    span: Range<usize>,
    text: &'t str,
    entries: &'t DeTable<'t>,
    known: Vec<&'static str>,
}

impl<'t> Table<'t> {
    /// What this table is, in words: “a step”.
    #[must_use]
    pub fn what(&self) -> &'static str {
        self.what
    }

    /// The place of the table.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The value of a key that may be absent.
    pub fn optional(&mut self, key: &'static str) -> Option<Node<'t>> {
        self.known.push(key);
        let (key, value) = self.entries.get_key_value(key)?;
        Some(Node { key: key.get_ref(), key_span: key.span(), text: self.text, value })
    }

    /// The value of a key that must be there; its absence is a fault.
    pub fn required(&mut self, key: &'static str, cure: &str, faults: &mut Vec<Fault>) -> Option<Node<'t>> {
        let node = self.optional(key);
        if node.is_none() {
            faults.push(Fault::new(self.span(), format!("{} lacks `{key}`", self.what)).cure(cure));
        }
        node
    }

    /// The keys of this table that are among `choices`, in the order of the file.
    pub fn which(&mut self, choices: &[&'static str]) -> Vec<Node<'t>> {
        let mut found: Vec<Node<'t>> = choices.iter().filter_map(|key| self.optional(key)).collect();
        found.sort_by_key(|node| node.key_span.start);
        found
    }

    /// Every entry, in the order of the file: for tables whose keys are names of the user's own.
    #[must_use]
    pub fn entries(mut self) -> Vec<Node<'t>> {
        self.known.clear();
        let node = |(key, value): (&'t Spanned<_>, &'t Spanned<_>)| {
            let key: &'t Spanned<std::borrow::Cow<'t, str>> = key;
            Node { key: key.get_ref(), key_span: key.span(), text: self.text, value }
        };
        let mut entries: Vec<Node<'t>> = self.entries.iter().map(node).collect();
        entries.sort_by_key(|node| node.key_span.start);
        entries
    }

    /// Reports every key that nobody asked for.
    pub fn finish(self, faults: &mut Vec<Fault>) {
        for key in self.entries.keys().filter(|key| !self.known.contains(&key.get_ref().as_ref())) {
            let cure = match nearest(key.get_ref(), self.known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("its keys are {}", listed(&self.known)),
            };
            faults.push(Fault::new(key.span(), format!("{} has no key `{}`", self.what, key.get_ref())).cure(cure));
        }
    }
}

/// What a TOML value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are TOML's own")]
pub enum Kind {
    String,
    Integer,
    Float,
    Boolean,
    Datetime,
    Array,
    Table,
}

/// One value, with its key and its place.
#[derive(Clone)]
pub struct Node<'t> {
    key: &'t str,
    key_span: Range<usize>,
    text: &'t str,
    value: &'t Spanned<DeValue<'t>>,
}

impl<'t> Node<'t> {
    /// The key under which the value stands; for an element of an array the key of the array.
    #[must_use]
    pub fn key(&self) -> &'t str {
        self.key
    }

    /// The place of the key.
    #[must_use]
    pub fn key_span(&self) -> Range<usize> {
        self.key_span.clone()
    }

    /// The place of the value.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.value.span()
    }

    /// A fault at the place of the value.
    #[must_use]
    pub fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::new(self.span(), message)
    }

    /// Something read from this value, with the value's place.
    pub fn placed<T>(&self, value: T) -> Placed<T> {
        Placed { value, span: self.span() }
    }

    /// What the value is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.value.get_ref() {
            DeValue::String(_) => Kind::String,
            DeValue::Integer(_) => Kind::Integer,
            DeValue::Float(_) => Kind::Float,
            DeValue::Boolean(_) => Kind::Boolean,
            DeValue::Datetime(_) => Kind::Datetime,
            DeValue::Array(_) => Kind::Array,
            DeValue::Table(_) => Kind::Table,
        }
    }

    /// The value as text.
    pub fn string(&self, faults: &mut Vec<Fault>) -> Option<&'t str> {
        self.expect("a text in quotation marks", DeValue::as_str, faults)
    }

    /// The value as `true` or `false`.
    pub fn boolean(&self, faults: &mut Vec<Fault>) -> Option<bool> {
        self.expect("true or false", DeValue::as_bool, faults)
    }

    /// The value as a whole number within bounds.
    pub fn integer(&self, bounds: RangeInclusive<i64>, faults: &mut Vec<Fault>) -> Option<i64> {
        let (low, high) = (*bounds.start(), *bounds.end());
        let read = |value: &DeValue<'_>| {
            let integer = value.as_integer()?;
            i64::from_str_radix(integer.as_str(), integer.radix()).ok().filter(|number| bounds.contains(number))
        };
        self.expect(&format!("a whole number from {low} to {high}"), read, faults)
    }

    /// The value as a finite number, whole or not.
    pub fn number(&self, faults: &mut Vec<Fault>) -> Option<f64> {
        let read = |value: &DeValue<'_>| {
            let number: Option<f64> = match value {
                DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
                DeValue::Float(float) => float.as_str().parse().ok(),
                _ => None,
            };
            number.filter(|number| number.is_finite())
        };
        self.expect("a finite decimal number", read, faults)
    }

    /// The value as a text that `T` can be read from.
    pub fn parsed<T: FromStr<Err: Display>>(&self, faults: &mut Vec<Fault>) -> Option<T> {
        match self.string(faults)?.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                faults.push(self.fault(format!("`{}`: {error}", self.key)));
                None
            }
        }
    }

    /// The value as one of several words.
    pub fn choice<T: Copy>(&self, choices: &[(&str, T)], faults: &mut Vec<Fault>) -> Option<T> {
        let word = self.string(faults)?;
        let found = choices.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let cure = match nearest(word, names.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("write one of {}", listed(&names)),
            };
            faults.push(self.fault(format!("`{}` cannot be \"{word}\"", self.key)).cure(cure));
        }
        found
    }

    /// The value as a table.
    pub fn table(&self, what: &'static str, faults: &mut Vec<Fault>) -> Option<Table<'t>> {
        let entries = self.expect("a table", DeValue::as_table, faults)?;
        Some(Table { what, span: self.span(), text: self.text, entries, known: Vec::new() })
    }

    /// The value as an array; its elements carry the array's key.
    pub fn array(&self, faults: &mut Vec<Fault>) -> Option<Vec<Self>> {
        let elements = self.expect("an array", DeValue::as_array, faults)?;
        let element = |value| Self { key: self.key, key_span: self.key_span(), text: self.text, value };
        Some(elements.iter().map(element).collect())
    }

    /// The place in the file of a part of this string's value, given in bytes of the value.
    ///
    /// Escapes are followed in a string in quotation marks; where that is not possible the whole string is the place.
    #[must_use]
    pub fn within_string(&self, part: Range<usize>) -> Range<usize> {
        let span = self.span();
        let raw = self.text.get(span.clone()).unwrap_or_default();
        match (string_offset(raw, part.start), string_offset(raw, part.end)) {
            (Some(start), Some(end)) => span.start + start..span.start + end,
            _ => span,
        }
    }

    fn expect<T>(
        &self,
        wanted: &str,
        read: impl FnOnce(&'t DeValue<'t>) -> Option<T>,
        faults: &mut Vec<Fault>,
    ) -> Option<T> {
        let found = read(self.value.get_ref());
        if found.is_none() {
            let label = format!("this is {}", article(self.value.get_ref()));
            faults.push(self.fault(format!("`{}` must be {wanted}", self.key)).label(label));
        }
        found
    }
}

/// The byte of a string's source text at which a byte of its value stands.
fn string_offset(raw: &str, value_byte: usize) -> Option<usize> {
    for (mark, escapes) in [("'''", false), ("\"\"\"", true), ("'", false), ("\"", true)] {
        let Some(inside) = raw.strip_prefix(mark) else { continue };
        // A line break directly behind three marks is no part of the value.
        let trimmed = if mark.len() == 3 { inside.strip_prefix("\r\n").or(inside.strip_prefix('\n')) } else { None };
        let inside = trimmed.unwrap_or(inside);
        let start = raw.len() - inside.len();
        return if escapes { Some(start + escaped_offset(inside, value_byte)?) } else { Some(start + value_byte) };
    }
    None
}

/// The same inside quotation marks, where one character of the value may be written with several.
fn escaped_offset(inside: &str, value_byte: usize) -> Option<usize> {
    let (mut source, mut value) = (0, 0);
    while value < value_byte {
        let rest = &inside[source..];
        let (written, meant) = match rest.as_bytes() {
            [b'\\', b'u', ..] => (6, char::from_u32(u32::from_str_radix(rest.get(2..6)?, 16).ok()?)?.len_utf8()),
            [b'\\', b'U', ..] => (10, char::from_u32(u32::from_str_radix(rest.get(2..10)?, 16).ok()?)?.len_utf8()),
            [b'\\', b'"' | b'\\' | b'b' | b't' | b'n' | b'f' | b'r' | b'e', ..] => (2, 1),
            // A line continuation and what else is not followed here.
            [b'\\', ..] => return None,
            _ => rest.chars().next().map(|c| (c.len_utf8(), c.len_utf8()))?,
        };
        source += written;
        value += meant;
    }
    Some(source)
}

fn article(value: &DeValue<'_>) -> String {
    match value.type_str() {
        kind @ ("integer" | "array") => format!("an {kind}"),
        kind => format!("a {kind}"),
    }
}

/// Names for a sentence: `a`, `b` and `c`.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "none".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Faulty;

    /// Reads a small format: a text, a whole number, a table of words.
    fn check(text: &str, expected: &str) {
        let (document, mut faults) = parse(text);
        let mut table = document.root("the file");
        if let Some(node) = table.required("title", "write a title", &mut faults) {
            node.string(&mut faults);
        }
        if let Some(node) = table.optional("count") {
            node.integer(1..=9, &mut faults);
        }
        if let Some(node) = table.optional("colour") {
            node.choice(&[("red", 1), ("green", 2)], &mut faults);
        }
        table.finish(&mut faults);
        let shown = Faulty::new("f", text, faults).map(|faulty| faulty.to_string()).unwrap_or_default();
        assert_eq!(shown, expected);
    }

    #[test]
    fn all_faults_come_at_once_with_place_and_cure() {
        check("title = \"x\"\ncount = 3\n", "");
        check(
            "count = 12\ncolour = \"gren\"\ntitel = 1\n",
            "f:1:1: the file lacks `title`; write a title\n\
             f:1:9: `count` must be a whole number from 1 to 9\n\
             f:2:10: `colour` cannot be \"gren\"; did you mean \"green\"?\n\
             f:3:1: the file has no key `titel`; did you mean `title`?",
        );
        check(
            "title = 4\ncount = 1.5",
            "f:1:9: `title` must be a text in quotation marks\nf:2:9: `count` must be a whole number from 1 to 9",
        );
    }

    #[test]
    fn broken_syntax_is_a_fault_beside_others() {
        let (document, faults) = parse("title = \ncount = 3\nbad bad\n");
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(document.root("the file").optional("count").is_some(), "what could be read is there");
    }

    #[test]
    fn a_part_of_a_string_has_its_place() {
        for (text, part, expected) in [
            ("p = 'a b'", 2..3, "b"),
            ("p = \"a \\\"b\\\" c\"", 2..5, "\\\"b\\\""),
            ("p = '''\nab'''", 1..2, "b"),
            ("p = \"\\u00e9x\"", 2..3, "x"),
        ] {
            let (document, _) = parse(text);
            let node = document.root("the file").optional("p").unwrap();
            assert_eq!(&text[node.within_string(part)], expected, "{text}");
        }
    }
}
