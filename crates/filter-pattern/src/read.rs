//! What the parsers of all kinds of patterns share: the place up to which a pattern has been read, the faults found so
//! far, and what may occur only so often. Comparisons are read in [`comparison`], values in [`value`].

mod comparison;
mod cursor;
pub(crate) mod value;

use std::ops::Range;

pub(crate) use self::comparison::Subject;
pub(crate) use self::cursor::Cursor;
use crate::fault::{Fault, FaultKind};

/// The most regular expressions in one JSON or space-delimited pattern, as the CloudWatch Logs User Guide says.
const REGEXES_MAX: usize = 2;

/// Reads a pattern from left to right.
///
/// It goes on after a fault wherever it can tell what was meant, so that all faults of a pattern come at once; what has
/// been read is of use only when there was none.
pub(crate) struct Reader<'p> {
    pub(crate) cursor: Cursor<'p>,
    pub(crate) faults: &'p mut Vec<Fault>,
    /// How many selectors so far have a wildcard.
    pub(crate) wildcards: usize,
    /// How many regular expressions there are so far.
    regexes: usize,
}

impl<'p> Reader<'p> {
    /// A reader of the bytes `span` of a pattern.
    pub(crate) fn new(text: &'p str, span: Range<usize>, faults: &'p mut Vec<Fault>) -> Self {
        Self { cursor: Cursor::new(text, span), faults, wildcards: 0, regexes: 0 }
    }

    pub(crate) fn fault(&mut self, span: Range<usize>, kind: FaultKind) {
        self.faults.push(Fault { span, kind });
    }

    /// The text of a place.
    pub(crate) fn text(&self, span: &Range<usize>) -> &'p str {
        &self.cursor.text[span.clone()]
    }

    /// Counts a regular expression, whose place is given.
    pub(crate) fn count_regex(&mut self, span: Range<usize>) {
        self.regexes += 1;
        if self.regexes == REGEXES_MAX + 1 {
            self.fault(span, FaultKind::TooManyRegexes);
        }
    }
}

/// Where the inside of a pattern ends that begins with `opening`; says what is wrong there.
pub(crate) fn inside(text: &str, opening: char, closing: char, faults: &mut Vec<Fault>) -> usize {
    let end = text.len();
    match text.rfind(closing) {
        Some(found) if found + 1 == end => found,
        // A closing sign before a quotation mark or before a regular expression's may as well belong to a value.
        Some(found) if !text[found..].contains(['"', '%']) => {
            faults.push(Fault { span: found + 1..end, kind: FaultKind::TextAfterEnd { opening } });
            found
        }
        Some(_) | None => {
            faults.push(Fault { span: end..end, kind: FaultKind::UnclosedPattern { opening } });
            end
        }
    }
}
