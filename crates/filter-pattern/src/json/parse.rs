//! The parser of JSON patterns: the braces. Conditions are read in [`condition`], selectors in [`selector`].

mod condition;
pub(crate) mod selector;

use super::Expression;
use crate::expression::parse::{Grammar, parse as parse_joined};
use crate::fault::{Fault, FaultKind};
use crate::read::{Reader, inside};

/// Reads a text that begins with `{`. The expression is to be dropped when there is any fault.
pub(crate) fn parse(text: &str, faults: &mut Vec<Fault>) -> Expression {
    let end = inside(text, '{', '}', faults);
    let grammar = Grammar { condition: Reader::condition, begins: |c| c == '$', missing: FaultKind::MissingConnective };
    parse_joined(&mut Reader::new(text, 1..end, faults), 0, &grammar)
}
