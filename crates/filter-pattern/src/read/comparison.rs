//! Comparisons: an operator made of signs, and its operand.

use std::ops::Range;

use super::Reader;
use crate::fault::FaultKind;
use crate::number::Decimal;
use crate::operand::{Compared, Comparison, Operand};

/// What is compared.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// A selector of a JSON pattern, and where it stands.
    Selector(Range<usize>),
    /// A field of a space-delimited pattern.
    Field,
}

impl Reader<'_> {
    /// Takes the signs of an operator; empty where there is none.
    pub(crate) fn take_operator(&mut self) -> Range<usize> {
        let start = self.cursor.at;
        self.cursor.take_while(|c| matches!(c, '=' | '!' | '<' | '>' | '~'));
        start..self.cursor.at
    }

    /// Reads what follows an operator.
    pub(crate) fn comparison(&mut self, subject: &Subject, operator: Range<usize>) -> Option<Compared> {
        self.cursor.skip_blanks();
        let start = self.cursor.at;
        let ordered = match self.text(&operator) {
            "=" => return self.value(subject, &operator).map(Compared::Equal),
            "!=" => return self.value(subject, &operator).map(Compared::NotEqual),
            "<" => Comparison::Less,
            "<=" => Comparison::LessOrEqual,
            ">" => Comparison::Greater,
            ">=" => Comparison::GreaterOrEqual,
            "==" | "===" => {
                self.fault(operator.clone(), FaultKind::DoubleEquals);
                return self.value(subject, &operator).map(Compared::Equal);
            }
            _ => {
                self.unknown_operator(subject, operator);
                return None;
            }
        };
        let corrected = match self.value(subject, &operator)? {
            Operand::Number { value, .. } => return Some(Compared::Ordered(ordered, value)),
            Operand::Quoted(text) if Decimal::parse(&text).is_ok() => text,
            Operand::Quoted(_) | Operand::Word(_) | Operand::Wildcard(_) | Operand::Regex(_) => String::new(),
        };
        let span = start..self.cursor.at;
        let written = self.text(&span);
        let refused = if written.starts_with('"') { written.to_owned() } else { String::new() };
        let kind = match subject {
            Subject::Selector(_) => FaultKind::OrderedText { corrected, refused },
            Subject::Field => FaultKind::OrderedFieldText { corrected },
        };
        self.fault(span, kind);
        None
    }

    /// Reports an operator that there is none of, and moves to where the next condition may follow.
    pub(crate) fn unknown_operator(&mut self, subject: &Subject, span: Range<usize>) {
        let operator = self.text(&span).to_owned();
        let instead = match operator.to_ascii_uppercase().as_str() {
            "LIKE" | "MATCHES" | "CONTAINS" | "=~" => r#"write = with a wildcard: = "*text*""#,
            "IN" => "write one condition with = for each value, joined by ||",
            "<>" | "!" | "!==" | "=!" | "!~" => "write !=",
            "=>" => "write >=",
            "=<" => "write <=",
            _ => match subject {
                Subject::Selector(_) => "write one of = != < <= > >=, or IS NULL, IS TRUE, IS FALSE, NOT EXISTS",
                Subject::Field => "write one of = != < <= > >=",
            },
        };
        self.fault(span, FaultKind::UnknownOperator { operator, instead });
        if self.cursor.rest().starts_with('(') {
            self.cursor.skip_parentheses();
        }
        self.cursor.skip_to_connective();
    }
}
