//! Faults, and the file that they are in.

use std::fmt;
use std::ops::Range;

/// One thing that is wrong with a file, with its place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The place: bytes of the file's text. An empty range stands before the byte that it names.
    pub span: Range<usize>,
    /// What is wrong: a fragment in lower case that reads well behind “error: ”.
    pub message: String,
    /// A few words to stand at the place itself; may be empty.
    pub label: String,
    /// How to put it right; empty where nothing can be said.
    pub cure: String,
}

impl Fault {
    /// A fault at a place, so far without a label and a cure.
    pub fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), label: String::new(), cure: String::new() }
    }

    /// The same fault with a few words at its place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same fault with its cure.
    #[must_use]
    pub fn cure(mut self, cure: impl Into<String>) -> Self {
        self.cure = cure.into();
        self
    }
}

/// Something read from a file, with its place there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// What was read.
    pub value: T,
    /// Where it stands: bytes of the file's text.
    pub span: Range<usize>,
}

impl<T> Placed<T> {
    /// A fault at this place.
    pub fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::new(self.span.clone(), message)
    }
}

/// A file with all its faults, in the order of their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faulty {
    /// The file as the person named it.
    pub name: String,
    /// The text that the places refer to; empty where the file could not be read at all.
    pub text: String,
    /// At least one fault.
    pub faults: Vec<Fault>,
}

impl Faulty {
    /// A file with its faults, which are put in order and of which the same one is kept once; `None` without any.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>, mut faults: Vec<Fault>) -> Option<Self> {
        faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
        faults.dedup();
        if faults.is_empty() { None } else { Some(Self { name: name.into(), text: text.into(), faults }) }
    }

    /// A file that could not be read as text at all.
    pub fn unreadable(name: impl Into<String>, message: impl Into<String>, cure: impl Into<String>) -> Self {
        Self { name: name.into(), text: String::new(), faults: vec![Fault::new(0..0, message).cure(cure)] }
    }

    /// Line and column of a byte of the text, both counted from 1; columns count characters.
    #[must_use]
    pub fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let before = &self.text[..self.text.floor_char_boundary(byte)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

impl fmt::Display for Faulty {
    /// One line for each fault: `name:line:column: what is wrong; how to put it right`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            let newline = if index == 0 { "" } else { "\n" };
            write!(f, "{newline}{}:", self.name)?;
            if !self.text.is_empty() {
                let (line, column) = self.line_and_column(fault.span.start);
                write!(f, "{line}:{column}:")?;
            }
            write!(f, " {}", fault.message)?;
            if !fault.cure.is_empty() {
                write!(f, "; {}", fault.cure)?;
            }
        }
        Ok(())
    }
}

/// The candidate that a misspelt word was most likely meant to be, if any is near.
///
/// Near means: at most a third of the word's letters inserted, deleted, exchanged or replaced, ignoring case and the
/// difference between `-` and `_`.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = folded(word);
    let limit = (word.len() / 3).max(1);
    let distances = candidates.into_iter().map(|candidate| (distance(&word, &folded(candidate)), candidate));
    distances.filter(|(distance, _)| *distance <= limit).min_by_key(|(distance, _)| *distance).map(|(_, near)| near)
}

/// Longer words are not compared: nobody misspells a key of this length.
const WORD_CHARS_MAX: usize = 64;

fn folded(word: &str) -> Vec<char> {
    let fold = |c: char| if c == '_' { '-' } else { c.to_ascii_lowercase() };
    word.chars().take(WORD_CHARS_MAX).map(fold).collect()
}

/// Optimal string alignment: insertions, deletions, replacements, and exchanges of neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &to) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(from != to);
            let mut best = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if 0 < i && 0 < j && from == b[j - 1] && a[i - 1] == to {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_finds_its_neighbour() {
        let keys = ["region", "namespace", "missing-data", "alarm"];
        for (word, near) in [
            ("regoin", Some("region")),
            ("Missing_Data", Some("missing-data")),
            ("namespaces", Some("namespace")),
            ("alrm", Some("alarm")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, keys), near, "{word}");
        }
    }

    #[test]
    fn places_are_counted_in_lines_and_characters() {
        let faulty = Faulty::new("f", "one\nzwö lf\n", vec![Fault::new(9..10, "x")]).unwrap();
        assert_eq!(faulty.line_and_column(0), (1, 1));
        assert_eq!(faulty.line_and_column(9), (2, 5));
        assert_eq!(faulty.line_and_column(7), (2, 3), "inside a character counts as its beginning");
        assert_eq!(faulty.line_and_column(999), (3, 1));
        assert_eq!(faulty.to_string(), "f:2:5: x");
    }

    #[test]
    fn faults_are_put_in_order_and_kept_once() {
        let faults = vec![Fault::new(3..4, "b"), Fault::new(0..1, "a").cure("c"), Fault::new(3..4, "b")];
        assert_eq!(Faulty::new("f", "abcd", faults).unwrap().to_string(), "f:1:1: a; c\nf:1:4: b");
        assert_eq!(Faulty::new("f", "abcd", Vec::new()), None);
    }
}
