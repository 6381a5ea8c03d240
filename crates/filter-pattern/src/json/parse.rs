//! The parser of JSON patterns: how conditions are joined and grouped.
//!
//! It goes on after a fault wherever it can tell what was meant, so that all faults of a pattern come at once; what it
//! has read is of use only when there was none. Open parentheses lie on a stack, so that no nesting overflows.
//! Conditions are read in [`condition`], selectors in [`selector`], values in [`value`].

mod condition;
mod cursor;
mod selector;
#[cfg(test)]
mod tests;
mod value;

use std::ops::Range;

use self::cursor::Cursor;
use super::Expression;
use crate::fault::{Fault, FaultKind};

/// Reads a text that begins with `{`. The expression is to be dropped when there is any fault.
pub(crate) fn parse(text: &str, faults: &mut Vec<Fault>) -> Expression {
    let (end, fault) = inside(text);
    faults.extend(fault);
    let root = Group { opened: 0, connective: None, alternatives: Vec::new(), conjuncts: Vec::new() };
    Parser { cursor: Cursor::new(text, 1..end), faults, wildcards: 0, root, open: Vec::new() }.expression()
}

/// Where the inside of the braces ends, and what is wrong there.
fn inside(text: &str) -> (usize, Option<Fault>) {
    let end = text.len();
    match text.rfind('}') {
        Some(brace) if brace + 1 == end => (brace, None),
        // A brace before a quotation mark may as well belong to a value.
        Some(brace) if !text[brace..].contains('"') => {
            (brace, Some(Fault { span: brace + 1..end, kind: FaultKind::TextAfterBrace }))
        }
        Some(_) | None => (end, Some(Fault { span: end..end, kind: FaultKind::UnclosedBrace })),
    }
}

struct Parser<'p> {
    cursor: Cursor<'p>,
    faults: &'p mut Vec<Fault>,
    /// How many selectors so far have a wildcard.
    wildcards: usize,
    /// What stands in the braces.
    root: Group,
    /// The parentheses that are not closed yet, outermost first.
    open: Vec<Group>,
}

/// What has been read of a pair of braces or parentheses.
struct Group {
    /// The place of the opening brace or parenthesis.
    opened: usize,
    /// The last `&&` or `||`.
    connective: Option<Range<usize>>,
    /// What stands before the last `||`.
    alternatives: Vec<Expression>,
    /// What stands after it.
    conjuncts: Vec<Expression>,
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

impl Group {
    fn join(&mut self, connective: Connective, span: Range<usize>) {
        self.connective = Some(span);
        if connective == Connective::Or {
            let conjuncts = std::mem::take(&mut self.conjuncts);
            self.alternatives.push(joined(conjuncts, Expression::All));
        }
    }

    fn close(mut self) -> Expression {
        self.alternatives.push(joined(self.conjuncts, Expression::All));
        joined(self.alternatives, Expression::Any)
    }
}

fn joined(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            join(parts)
        }
    }
}

impl Parser<'_> {
    fn fault(&mut self, span: Range<usize>, kind: FaultKind) {
        self.faults.push(Fault { span, kind });
    }

    fn group(&mut self) -> &mut Group {
        self.open.last_mut().unwrap_or(&mut self.root)
    }

    fn expression(mut self) -> Expression {
        let mut expects = Expects::Condition;
        loop {
            self.cursor.skip_blanks();
            let Some(next) = self.cursor.peek() else { break };
            expects = match expects {
                Expects::Condition => self.operand(next),
                Expects::Connective => self.connective(next),
            };
        }
        if expects == Expects::Condition {
            let end = self.cursor.at + usize::from(self.open.is_empty());
            self.missing_condition(end.min(self.cursor.text.len()));
        }
        // A value that is never closed has taken the parentheses behind it with it.
        let cut = self.faults.last().is_some_and(|fault| fault.kind == FaultKind::UnclosedQuotation);
        for group in std::mem::take(&mut self.open).iter().filter(|_| !cut) {
            self.fault(group.opened..group.opened + 1, FaultKind::UnclosedParenthesis);
        }
        self.root.close()
    }

    /// Reads a condition or an opening parenthesis.
    fn operand(&mut self, next: char) -> Expects {
        let start = self.cursor.at;
        match next {
            '(' => {
                self.cursor.bump();
                let group = Group { opened: start, connective: None, alternatives: vec![], conjuncts: vec![] };
                self.open.push(group);
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
                let sign = self.cursor.take_while(|c| matches!(c, '&' | '|'));
                let span = start..start + sign.len();
                self.fault(span.clone(), FaultKind::MissingCondition);
                self.group().connective = Some(span);
                Expects::Condition
            }
            '!' => {
                self.cursor.bump();
                self.fault(start..start + 1, FaultKind::Negation);
                Expects::Condition
            }
            _ if self.cursor.word().eq_ignore_ascii_case("NOT") => {
                self.cursor.take_word();
                self.fault(start..self.cursor.at, FaultKind::Negation);
                Expects::Condition
            }
            _ => {
                let condition = self.condition();
                self.group().conjuncts.extend(condition.map(Expression::Condition));
                Expects::Connective
            }
        }
    }

    /// Reads `&&`, `||`, a closing parenthesis, or what stands in their place.
    fn connective(&mut self, next: char) -> Expects {
        let start = self.cursor.at;
        let word = self.cursor.word();
        let (connective, fault) = match next {
            ')' => {
                self.close();
                return Expects::Connective;
            }
            '&' if self.cursor.take("&&") => (Connective::And, None),
            '|' if self.cursor.take("||") => (Connective::Or, None),
            '&' | '|' => {
                self.cursor.bump();
                let connective = if next == '&' { Connective::And } else { Connective::Or };
                (connective, Some(FaultKind::SingleConnective { sign: next }))
            }
            ',' | ';' => {
                self.cursor.bump();
                (Connective::And, Some(FaultKind::CommaConnective { sign: next }))
            }
            '$' | '(' => (Connective::And, Some(FaultKind::MissingConnective)),
            _ if word.eq_ignore_ascii_case("AND") => {
                self.cursor.take_word();
                (Connective::And, Some(FaultKind::WordConnective { corrected: "&&" }))
            }
            _ if word.eq_ignore_ascii_case("OR") => {
                self.cursor.take_word();
                (Connective::Or, Some(FaultKind::WordConnective { corrected: "||" }))
            }
            _ => {
                self.fault(start..start + next.len_utf8(), FaultKind::StrayCharacter { character: next });
                self.cursor.bump();
                self.cursor.skip_to_connective();
                return Expects::Connective;
            }
        };
        let span = start..self.cursor.at;
        self.faults.extend(fault.map(|kind| Fault { span: span.clone(), kind }));
        self.group().join(connective, span);
        Expects::Condition
    }

    /// Takes a closing parenthesis.
    fn close(&mut self) {
        let start = self.cursor.at;
        self.cursor.bump();
        match self.open.pop() {
            Some(group) => {
                let expression = group.close();
                self.group().conjuncts.push(expression);
            }
            None => self.fault(start..start + 1, FaultKind::UnopenedParenthesis),
        }
    }

    /// Reports that a group ends, at `end`, where a condition is expected.
    fn missing_condition(&mut self, end: usize) {
        let parentheses = !self.open.is_empty();
        let group = self.group();
        let (opened, connective) = (group.opened, group.connective.clone());
        match connective {
            Some(connective) => self.fault(connective, FaultKind::MissingCondition),
            None => self.fault(opened..end, FaultKind::Empty { parentheses }),
        }
    }
}
