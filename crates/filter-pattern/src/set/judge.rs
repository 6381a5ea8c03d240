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

    /// Whether the answer is yes for an existing value itself, without a look into it.
    #[inline(always)]
    fn holds_of(&self, find: &Find, question: Question) -> bool {
        match question {
            Question::Equal(asked) => self.equals(find, asked) == Some(true),
            Question::NotEqual(asked) => self.equals(find, asked) == Some(false),
            Question::Ordered(comparison, bound) => self.is_ordered(find, comparison, bound),
            Question::IsNull => matches!(find.found, Found::Null),
            Question::IsBoolean(wanted) => matches!(find.found, Found::Boolean(value) if value == wanted),
            Question::NotExists => false,
        }
    }

    fn is_ordered(&self, find: &Find, comparison: Comparison, bound: u32) -> bool {
        let number = find.number(self.message).and_then(|number| number.decimal.as_ref());
        number.is_some_and(|number| comparison.holds(number.cmp(&self.rooms.bounds[bound as usize])))
    }

    /// Whether a value equals what is asked for; `None` where it neither equals nor differs.
    #[inline]
    fn equals(&self, find: &Find, asked: Asked) -> Option<bool> {
        let equals = match asked {
            Asked::Quoted(row) => find.row == Some(row),
            Asked::Word(row) => find.row == Some(row) && !matches!(find.found, Found::Number(_)),
            Asked::Operand(operand) => return self.equals_operand(find, operand),
        };
        (equals || find.found.is_comparable()).then_some(equals)
    }

    fn equals_operand(&self, find: &Find, operand: u32) -> Option<bool> {
        let (pairs, operand) = &self.rooms.operands[operand as usize];
        let is = |text| operand.equals(&Value::Text(Cow::Borrowed(text)));
        match find.found {
            Found::Text(_) | Found::Decoded(_) => {
                let may_equal = self.finds.pairs(find, self.message).may_hold(pairs);
                if may_equal { is(self.finds.text(find, self.message)?) } else { Some(false) }
            }
            Found::Number(_) => {
                let number = find.number(self.message)?;
                match operand {
                    Operand::Number { value, .. } => number.decimal.as_ref().map(|number| number == value),
                    Operand::Word(_) => Some(false),
                    Operand::Quoted(_) | Operand::Wildcard(_) | Operand::Regex(_) => is(&number.written),
                }
            }
            Found::Null | Found::Boolean(_) | Found::Array { .. } | Found::Object => None,
        }
    }
}
