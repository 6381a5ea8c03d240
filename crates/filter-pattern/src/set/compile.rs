//! From the syntax of JSON patterns to conditions over slots.

use std::collections::BTreeMap;

use super::clue::Hint;
use super::glance::Name;
use super::judge::{Asked, Question, Rooms};
use super::pairs::Pairs;
use super::trie::{Target, Trie};
use crate::expression::Expression;
use crate::json::{self, Condition, Operand, Selector, Step, Test};

/// A condition.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ask {
    pub(super) target: Target,
    pub(super) question: Question,
}

/// A pattern, compiled.
pub(super) struct Compiled {
    pub(super) asks: Expression<Ask>,
    /// What a glance can say of the pattern: without it the pattern cannot hold. `None` where a glance can say nothing.
    pub(super) hints: Option<Expression<Hint>>,
}

/// What grows while patterns are compiled.
pub(super) struct Compiler<'p> {
    pub(super) trie: Trie,
    pub(super) rooms: Rooms,
    pub(super) names: Vec<Name>,
    /// The index of each name; `None` of one that a glance cannot look for.
    known: BTreeMap<&'p str, Option<u32>>,
}

impl<'p> Compiler<'p> {
    pub(super) fn new() -> Self {
        Self { trie: Trie::new(), rooms: Rooms::default(), names: Vec::new(), known: BTreeMap::new() }
    }

    /// Compiles a pattern, or a part of one.
    pub(super) fn pattern(&mut self, expression: &'p json::Expression) -> Compiled {
        match expression {
            Expression::Condition(condition) => self.condition(condition),
            Expression::All(parts) => {
                let (asks, hints) = self.parts(parts);
                let hints: Vec<_> = hints.into_iter().flatten().collect();
                let hints = (!hints.is_empty()).then_some(Expression::All(hints));
                Compiled { asks: Expression::All(asks), hints }
            }
            Expression::Any(parts) => {
                let (asks, hints) = self.parts(parts);
                let hints: Option<Vec<_>> = hints.into_iter().collect();
                Compiled { asks: Expression::Any(asks), hints: hints.map(Expression::Any) }
            }
        }
    }

    fn parts(&mut self, parts: &'p [json::Expression]) -> (Vec<Expression<Ask>>, Vec<Option<Expression<Hint>>>) {
        let compiled = parts.iter().map(|part| self.pattern(part));
        compiled.map(|Compiled { asks, hints }| (asks, hints)).unzip()
    }

    fn condition(&mut self, condition: &'p Condition) -> Compiled {
        let target = self.trie.add(&condition.selector);
        let question = self.question(target.slot as usize, &condition.test);
        let hint = match question {
            Question::Equal(asked) => self.hint(target.slot, &condition.selector, asked),
            // Of these, either an absent value satisfies them or there is no text to look for.
            Question::NotEqual(_) | Question::Ordered(..) => None,
            Question::IsNull | Question::IsBoolean(_) | Question::NotExists => None,
        };
        Compiled { asks: Expression::Condition(Ask { target, question }), hints: hint.map(Expression::Condition) }
    }

    fn question(&mut self, slot: usize, test: &Test) -> Question {
        match test {
            Test::Equal(operand) => Question::Equal(self.asked(slot, operand)),
            Test::NotEqual(operand) => Question::NotEqual(self.asked(slot, operand)),
            Test::Ordered(comparison, bound) => {
                self.rooms.bounds.push(bound.clone());
                Question::Ordered(*comparison, self.rooms.bounds.len() as u32 - 1)
            }
            Test::IsNull => Question::IsNull,
            Test::IsBoolean(wanted) => Question::IsBoolean(*wanted),
            Test::NotExists => Question::NotExists,
        }
    }

    fn asked(&mut self, slot: usize, operand: &Operand) -> Asked {
        let mut pairs = Pairs::default();
        match operand {
            Operand::Quoted(text) => return Asked::Quoted(self.rooms.columns.add(slot, text)),
            Operand::Word(text) => return Asked::Word(self.rooms.columns.add(slot, text)),
            Operand::Number { .. } | Operand::Regex(_) => {}
            Operand::Wildcard(wildcard) => wildcard.to_string().split('*').for_each(|piece| pairs.add(piece)),
        }
        self.rooms.operands.push((pairs, operand.clone()));
        Asked::Operand(self.rooms.operands.len() as u32 - 1)
    }

    fn hint(&mut self, slot: u32, selector: &'p Selector, asked: Asked) -> Option<Hint> {
        let last = selector.each.as_ref().unwrap_or(&selector.path).last();
        let mut steps = selector.each.iter().flatten().rev().chain(selector.path.iter().rev());
        let name = steps.find_map(|step| match step {
            Step::Member(name) => Some(name.as_str()),
            Step::Element(_) => None,
        })?;
        let names = &mut self.names;
        let index = *self.known.entry(name).or_insert_with(|| {
            names.push(Name::new(name)?);
            Some(names.len() as u32 - 1)
        });
        index.map(|name| Hint { name, is_last: matches!(last, Some(Step::Member(_))), slot, asked })
    }
}
