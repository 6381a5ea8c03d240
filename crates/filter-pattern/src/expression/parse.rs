//! The parser of conditions that are joined and grouped. It leaves the conditions themselves to the kind of pattern.
//!
//! Open parentheses lie on a stack, so that no nesting overflows.

use std::ops::Range;

use super::Expression;
use crate::fault::FaultKind;
use crate::is_blank;
use crate::read::Reader;

/// What a kind of pattern has of its own.
pub(crate) struct Grammar<'p, C> {
    /// Reads a condition, or what stands in its place up to where the next one may follow; reads at least one
    /// character.
    pub(crate) condition: fn(&mut Reader<'p>) -> Option<C>,
    /// Whether a condition may begin with this character, behind another one that nothing joins it to.
    pub(crate) begins: fn(char) -> bool,
    /// What is wrong in that case.
    pub(crate) missing: FaultKind,
}

/// Reads conditions up to the reader's end. `opened` is the place of the brace or bracket around them. The expression is
/// to be dropped when there is any fault.
pub(crate) fn parse<'p, C>(reader: &mut Reader<'p>, opened: usize, grammar: &Grammar<'p, C>) -> Expression<C> {
    Parser { reader, grammar, root: Group::new(opened), open: Vec::new() }.expression()
}

struct Parser<'r, 'p, C> {
    reader: &'r mut Reader<'p>,
    grammar: &'r Grammar<'p, C>,
    /// What stands in no parentheses.
    root: Group<C>,
    /// The parentheses that are not closed yet, outermost first.
    open: Vec<Group<C>>,
}

/// What has been read of a pair of braces or parentheses.
struct Group<C> {
    /// The place of the opening brace or parenthesis.
    opened: usize,
    /// The last `&&` or `||`.
    connective: Option<Range<usize>>,
    /// What stands before the last `||`.
    alternatives: Vec<Expression<C>>,
    /// What stands after it.
    conjuncts: Vec<Expression<C>>,
}

/// What the parser expects next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expects {
    Condition,
    Connective,
}

/// How two conditions are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Connective {
    And,
    Or,
}

impl<C> Group<C> {
    fn new(opened: usize) -> Self {
        Self { opened, connective: None, alternatives: Vec::new(), conjuncts: Vec::new() }
    }

    fn join(&mut self, connective: Connective, span: Range<usize>) {
        self.connective = Some(span);
        if connective == Connective::Or {
            let conjuncts = std::mem::take(&mut self.conjuncts);
            self.alternatives.push(joined(conjuncts, Expression::All));
        }
    }

    fn close(mut self) -> Expression<C> {
        self.alternatives.push(joined(self.conjuncts, Expression::All));
        joined(self.alternatives, Expression::Any)
    }
}

fn joined<C>(mut parts: Vec<Expression<C>>, join: fn(Vec<Expression<C>>) -> Expression<C>) -> Expression<C> {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            join(parts)
        }
    }
}

impl<C> Parser<'_, '_, C> {
    fn group(&mut self) -> &mut Group<C> {
        self.open.last_mut().unwrap_or(&mut self.root)
    }

    fn expression(mut self) -> Expression<C> {
        let mut expects = Expects::Condition;
        loop {
            self.reader.cursor.skip_blanks();
            let Some(next) = self.reader.cursor.peek() else { break };
            expects = match expects {
                Expects::Condition => self.operand(next),
                Expects::Connective => self.connective(next),
            };
        }
        if expects == Expects::Condition {
            let end = self.reader.cursor.at + usize::from(self.open.is_empty());
            self.missing_condition(end.min(self.reader.cursor.text.len()));
        }
        // A value that is never closed has taken the parentheses behind it with it.
        let cut = self.reader.faults.last().is_some_and(|fault| fault.kind == FaultKind::UnclosedQuotation);
        for group in std::mem::take(&mut self.open).iter().filter(|_| !cut) {
            self.reader.fault(group.opened..group.opened + 1, FaultKind::UnclosedParenthesis);
        }
        self.root.close()
    }

    /// Reads a condition or an opening parenthesis.
    fn operand(&mut self, next: char) -> Expects {
        let start = self.reader.cursor.at;
        match next {
            '(' => {
                self.reader.cursor.bump();
                self.open.push(Group::new(start));
                Expects::Condition
            }
            ')' if self.open.is_empty() => {
                self.close();
                Expects::Condition
            }
            ')' => {
                self.missing_condition(start + 1);
                self.close();
                Expects::Connective
            }
            '&' | '|' => {
                let sign = self.reader.cursor.take_while(|c| matches!(c, '&' | '|'));
                let span = start..start + sign.len();
                self.reader.fault(span.clone(), FaultKind::MissingCondition);
                self.group().connective = Some(span);
                Expects::Condition
            }
            '!' => {
                self.reader.cursor.bump();
                self.reader.fault(start..start + 1, FaultKind::Negation);
                Expects::Condition
            }
            _ if self.negation_follows() => {
                self.reader.cursor.take_word();
                self.reader.fault(start..self.reader.cursor.at, FaultKind::Negation);
                Expects::Condition
            }
            _ => {
                let condition = (self.grammar.condition)(self.reader);
                self.group().conjuncts.extend(condition.map(Expression::Condition));
                Expects::Connective
            }
        }
    }

    /// Whether `NOT` and what it seems to negate come next.
    fn negation_follows(&self) -> bool {
        let word = self.reader.cursor.word();
        let after = self.reader.cursor.rest()[word.len()..].trim_start_matches(is_blank);
        let negates = |next: char| next == '(' || (self.grammar.begins)(next);
        word.eq_ignore_ascii_case("NOT") && after.starts_with(negates)
    }

    /// Reads `&&`, `||`, a closing parenthesis, or what stands in their place.
    fn connective(&mut self, next: char) -> Expects {
        let start = self.reader.cursor.at;
        let word = self.reader.cursor.word();
        let (connective, fault) = match next {
            ')' => {
                self.close();
                return Expects::Connective;
            }
            '&' if self.reader.cursor.take("&&") => (Connective::And, None),
            '|' if self.reader.cursor.take("||") => (Connective::Or, None),
            '&' | '|' => {
                self.reader.cursor.bump();
                let connective = if next == '&' { Connective::And } else { Connective::Or };
                (connective, Some(FaultKind::SingleConnective { sign: next }))
            }
            ',' | ';' => {
                self.reader.cursor.bump();
                (Connective::And, Some(FaultKind::CommaConnective { sign: next }))
            }
            _ if word.eq_ignore_ascii_case("AND") => {
                self.reader.cursor.take_word();
                (Connective::And, Some(FaultKind::WordConnective { corrected: "&&" }))
            }
            _ if word.eq_ignore_ascii_case("OR") => {
                self.reader.cursor.take_word();
                (Connective::Or, Some(FaultKind::WordConnective { corrected: "||" }))
            }
            _ if next == '(' || (self.grammar.begins)(next) => (Connective::And, Some(self.grammar.missing.clone())),
            _ => {
                self.reader.fault(start..start + next.len_utf8(), FaultKind::StrayCharacter { character: next });
                self.reader.cursor.bump();
                self.reader.cursor.skip_to_connective();
                return Expects::Connective;
            }
        };
        let span = start..self.reader.cursor.at;
        if let Some(kind) = fault {
            self.reader.fault(span.clone(), kind);
        }
        self.group().join(connective, span);
        Expects::Condition
    }

    /// Takes a closing parenthesis.
    fn close(&mut self) {
        let start = self.reader.cursor.at;
        self.reader.cursor.bump();
        match self.open.pop() {
            Some(group) => {
                let expression = group.close();
                self.group().conjuncts.push(expression);
            }
            None => self.reader.fault(start..start + 1, FaultKind::UnopenedParenthesis),
        }
    }

    /// Reports that a group ends, at `end`, where a condition is expected.
    fn missing_condition(&mut self, end: usize) {
        let parentheses = !self.open.is_empty();
        let group = self.group();
        let (opened, connective) = (group.opened, group.connective.clone());
        match connective {
            Some(connective) => self.reader.fault(connective, FaultKind::MissingCondition),
            None => self.reader.fault(opened..end, FaultKind::Empty { parentheses }),
        }
    }
}
