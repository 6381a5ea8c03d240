//! Whether the conditions of a pattern hold of what a walk found: the rules of [`crate::json`] without a tree.

use std::borrow::Cow;

use super::columns::Columns;
use super::finds::{Find, Finds, Found};
use super::pairs::Pairs;
use super::trie::Target;
use crate::document::Value;
use crate::json::{Comparison, Operand};
use crate::number::Decimal;

/// What is asked of the values of a slot. Operands that are larger than a number lie in [`Rooms`], so that questions lie
/// close together.
#[derive(Clone, Copy, Debug)]
pub(super) enum Question {
    Equal(Asked),
    NotEqual(Asked),
    /// By an index in [`Rooms::bounds`].
    Ordered(Comparison, u32),
    IsNull,
    IsBoolean(bool),
    NotExists,
}

/// What a value is compared with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asked {
    /// A text without a wildcard, in quotation marks: its row among the texts of the slot.
    Quoted(u32),
    /// The same without quotation marks: a number may be written so, and is not equal to it.
    Word(u32),
    /// Anything else: an index in [`Rooms::operands`].
    Operand(u32),
}

/// What questions refer to.
#[derive(Debug, Default)]
pub(super) struct Rooms {
    pub(super) columns: Columns,
    /// Operands, and pairs of bytes that a text must have to be equal to them.
    pub(super) operands: Vec<(Pairs, Operand)>,
    pub(super) bounds: Vec<Decimal>,
}

/// An event that was walked through.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judge<'j> {
    pub(super) message: &'j str,
    pub(super) rooms: &'j Rooms,
    pub(super) finds: &'j Finds,
}

impl Judge<'_> {
    /// Whether a condition holds.
    #[inline]
    pub(super) fn holds(&self, target: Target, question: Question) -> bool {
        match target.base {
            None => match self.finds.last(target.slot as usize) {
                Some(find) => self.holds_of_one(find, question),
                None => matches!(question, Question::NotExists),
            },
            Some(base) => self.holds_of_each(base as usize, target.slot as usize, question),
        }
    }

    #[inline]
    fn holds_of_one(&self, find: &Find, question: Question) -> bool {
        match question {
            // An array that holds `null` is NULL, too.
            Question::IsNull => matches!(find.found, Found::Null | Found::Array { holds_null: true }),
            Question::NotEqual(asked) => self.equals(find, asked) == Some(false),
            Question::Equal(_) | Question::Ordered(..) | Question::IsBoolean(_) | Question::NotExists => {
                self.holds_of(find, question)
            }
        }
    }

    fn holds_of_each(&self, base: usize, slot: usize, question: Question) -> bool {
        let mut finds = self.finds.each(slot);
        match question {
            // Not “some find differs”: no find may equal, and there need not be one.
            Question::NotEqual(asked) => {
                self.finds.last(base).is_some() && !finds.any(|find| self.equals(find, asked) == Some(true))
            }
            Question::NotExists => finds.next().is_none(),
            Question::Equal(_) | Question::Ordered(..) | Question::IsNull | Question::IsBoolean(_) => {
                finds.any(|find| self.holds_of(find, question))
            }
        }
    }

    /// Whether a test holds of an existing value itself, without a look into it.
    #[inline]
    fn holds_of(&self, find: &Find, question: Question) -> bool {
        match question {
            Question::Equal(asked) => self.equals(find, asked) == Some(true),
            Question::NotEqual(asked) => self.equals(find, asked) == Some(false),
            Question::Ordered(comparison, bound) => {
                let number = find.number(self.message).and_then(|number| number.decimal.as_ref());
                number.is_some_and(|number| comparison.holds(number.cmp(&self.rooms.bounds[bound as usize])))
            }
            Question::IsNull => find.found == Found::Null,
            Question::IsBoolean(wanted) => find.found == Found::Boolean(wanted),
            Question::NotExists => false,
        }
    }

    /// Whether a value equals what is asked for; `None` where it neither equals nor differs.
    #[inline]
    fn equals(&self, find: &Find, asked: Asked) -> Option<bool> {
        match (&find.found, asked) {
            (Found::Null | Found::Boolean(_) | Found::Array { .. } | Found::Object, _) => None,
            (Found::Number(_), Asked::Word(_)) => Some(false),
            (Found::Text(_) | Found::Decoded(_), Asked::Word(row)) => Some(find.row == Some(row)),
            (Found::Text(_) | Found::Decoded(_) | Found::Number(_), Asked::Quoted(row)) => Some(find.row == Some(row)),
            (Found::Text(_) | Found::Decoded(_) | Found::Number(_), Asked::Operand(operand)) => {
                self.equals_operand(find, operand)
            }
        }
    }

    fn equals_operand(&self, find: &Find, operand: u32) -> Option<bool> {
        let (pairs, operand) = &self.rooms.operands[operand as usize];
        let is = |text| operand.equals(&Value::Text(Cow::Borrowed(text)));
        if let Some(text) = self.finds.text(find, self.message) {
            let may_equal = pairs.is_empty() || find.pairs(text).may_hold(pairs);
            return if may_equal { is(text) } else { Some(false) };
        }
        let number = find.number(self.message)?;
        match operand {
            Operand::Number { value, .. } => number.decimal.as_ref().map(|number| number == value),
            Operand::Word(_) => Some(false),
            Operand::Quoted(_) | Operand::Wildcard(_) | Operand::Regex(_) => is(&number.written),
        }
    }
}
