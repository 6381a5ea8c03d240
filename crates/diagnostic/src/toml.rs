//! A TOML reader that keeps places and reports every fault.
//!
//! A derived decoder stops at its first fault and loses places; a person who writes a file wants all of them at once.
//! So files are read by hand: [`parse`] gives a [`Table`], whose keys are taken one by one as [`Node`]s, and
//! [`Table::finish`] reports what nobody took.

mod node;
mod place;

use std::borrow::Cow;
use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::DeTable;

pub use node::{Kind, Node};

use crate::{Fault, nearest};

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
        Table {
            what,
            span: 0..0,
            text: self.text,
            entries: self.table.get_ref(),
            known: Vec::new(),
            hidden: Vec::new(),
        }
    }
}

/// A table of which the known keys are taken one by one.
pub struct Table<'t> {
    what: &'static str,
    span: Range<usize>,
    text: &'t str,
    entries: &'t DeTable<'t>,
    known: Vec<&'static str>,
    /// Known too, but not offered to anybody.
    hidden: Vec<&'static str>,
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
        self.entry(key)
    }

    /// The value of a key that is known only to be refused with better words than “no key”.
    pub fn hidden(&mut self, key: &'static str) -> Option<Node<'t>> {
        self.hidden.push(key);
        self.entry(key)
    }

    fn entry(&self, key: &str) -> Option<Node<'t>> {
        let (key, value) = self.entries.get_key_value(key)?;
        Some(Node::entry(self.text, key, value))
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
        found.sort_by_key(|node| node.key_span().start);
        found
    }

    /// Every entry, in the order of the file: for tables whose keys are names of the user's own.
    #[must_use]
    pub fn entries(mut self) -> Vec<Node<'t>> {
        self.known.clear();
        let mut entries: Vec<Node<'t>> =
            self.entries.iter().map(|(key, value)| Node::entry(self.text, key, value)).collect();
        entries.sort_by_key(|node| node.key_span().start);
        entries
    }

    /// Whether there is a key that nobody has asked for so far. An empty one is left over from broken syntax.
    #[must_use]
    pub fn has_unknown(&self) -> bool {
        self.unknown().next().is_some()
    }

    fn unknown(&self) -> impl Iterator<Item = &'t Spanned<Cow<'t, str>>> {
        let is_known = |key: &str| key.is_empty() || self.known.contains(&key) || self.hidden.contains(&key);
        self.entries.keys().filter(move |key| !is_known(key.get_ref()))
    }

    /// Reports every key that nobody asked for.
    pub fn finish(self, faults: &mut Vec<Fault>) {
        for key in self.unknown() {
            let cure = match nearest(key.get_ref(), self.known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("its keys are {}", listed(&self.known)),
            };
            faults.push(Fault::new(key.span(), format!("{} has no key `{}`", self.what, key.get_ref())).cure(cure));
        }
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
