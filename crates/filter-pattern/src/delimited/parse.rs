//! The parser of space-delimited patterns: entries between commas, and what is asked of each field.

use std::ops::Range;

use super::{Field, FieldCondition, FieldTest, NamedField, SpaceDelimited};
use crate::expression::Expression;
use crate::expression::parse::{Grammar, parse as parse_joined};
use crate::fault::{Fault, FaultKind};
use crate::is_blank;
use crate::read::{Cursor, Reader, Subject, inside};

const ELLIPSIS: &str = "...";

/// Words that other languages compare with, and which no condition on a field has.
const WORDS_OF_OPERATORS: [&str; 7] = ["IS", "NOT", "EXISTS", "IN", "LIKE", "MATCHES", "CONTAINS"];

/// Reads a text that begins with `[`. The fields are to be dropped when there is any fault.
pub(crate) fn parse(text: &str, faults: &mut Vec<Fault>) -> SpaceDelimited {
    let end = inside(text, '[', ']', faults);
    let mut reader = Reader::new(text, 1..end, faults);
    let mut pattern = SpaceDelimited { head: Vec::new(), tail: None };
    if text[1..end].chars().all(is_blank) {
        return SpaceDelimited { tail: Some(Vec::new()), ..pattern };
    }
    let mut names: Vec<&str> = Vec::new();
    for entry in entries(text, 1..end) {
        if &text[entry.clone()] == ELLIPSIS {
            if pattern.tail.replace(Vec::new()).is_some() {
                reader.fault(entry, FaultKind::DuplicateField { name: ELLIPSIS.to_owned() });
            }
            continue;
        }
        let field = reader.field(entry);
        if let Field::Named(named) = &field {
            let span = named.name_span();
            let name = &text[span.clone()];
            if names.contains(&name) {
                reader.fault(span, FaultKind::DuplicateField { name: name.to_owned() });
            }
            names.push(name);
        }
        pattern.tail.as_mut().unwrap_or(&mut pattern.head).push(field);
    }
    pattern
}

/// The places between the commas that stand in no quotation marks and in no regular expression, blanks around aside.
fn entries(text: &str, span: Range<usize>) -> Vec<Range<usize>> {
    let mut entries = Vec::new();
    let mut cursor = Cursor::new(text, span.clone());
    let mut start = span.start;
    loop {
        let at = cursor.at;
        let next = cursor.peek();
        if let Some(',') | None = next {
            let entry = &text[start..at];
            let blanks = entry.len() - entry.trim_start_matches(is_blank).len();
            entries.push(start + blanks..start + blanks + entry.trim_matches(is_blank).len());
            start = at + 1;
        }
        let Some(next) = next else { return entries };
        cursor.bump();
        if matches!(next, '"' | '%') {
            cursor.skip_marked(next);
        }
    }
}

impl NamedField {
    /// The place of the name, where it stands first.
    fn name_span(&self) -> Range<usize> {
        self.expression.conditions().first().map(|condition| condition.name_span.clone()).unwrap_or_default()
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// Whether a text can be the name of a field. Letters beyond ASCII are an assumption.
pub(crate) fn is_field_name(text: &str) -> bool {
    text.starts_with(char::is_alphabetic) && text.chars().all(is_name)
}

impl<'p> Reader<'p> {
    /// Reads an entry, which is no ellipsis.
    fn field(&mut self, entry: Range<usize>) -> Field {
        self.cursor = Cursor::new(self.cursor.text, entry.clone());
        if entry.is_empty() {
            return Field::Unnamed;
        }
        if self.cursor.take(ELLIPSIS) {
            self.fault(entry, FaultKind::NamedEllipsis);
            return Field::Unnamed;
        }
        let grammar =
            Grammar { condition: Self::field_condition, begins: char::is_alphabetic, missing: FaultKind::MissingComma };
        let before = self.faults.len();
        let expression = parse_joined(self, entry.start, &grammar);
        // Where a comma is missing, the second name is no wonder.
        if !self.faults[before..].iter().any(|fault| fault.kind == FaultKind::MissingComma) {
            self.check_names(&expression);
        }
        let first = expression.conditions().first().map(|condition| self.text(&condition.name_span).to_owned());
        match first {
            Some(name) => Field::Named(NamedField { name, expression }),
            None => Field::Unnamed,
        }
    }

    /// Reports conditions of an entry that are about another field than the first one is.
    fn check_names(&mut self, expression: &Expression<FieldCondition>) {
        let names: Vec<_> = expression.conditions().iter().map(|condition| condition.name_span.clone()).collect();
        let Some(first) = names.first().map(|first| self.text(first)) else { return };
        for span in names {
            let second = self.text(&span);
            if second != first {
                let kind = FaultKind::SeveralFields { first: first.to_owned(), second: second.to_owned() };
                self.fault(span, kind);
            }
        }
    }

    /// Reads a condition, or what stands in its place; reads at least one character.
    fn field_condition(&mut self) -> Option<FieldCondition> {
        let start = self.cursor.at;
        let name = self.cursor.take_while(|c| !is_blank(c) && !"=!<>~&|()\"%".contains(c));
        let name_span = start..self.cursor.at;
        if name.is_empty() {
            self.cursor.bump();
            self.cursor.skip_to_connective();
            let end = start + self.cursor.text[start..self.cursor.at].trim_end().len();
            self.fault(start..end, FaultKind::MissingFieldName);
            return None;
        }
        if !is_field_name(name) {
            let corrected = name.trim_start_matches(|c: char| !c.is_alphabetic()).replace(|c| !is_name(c), "_");
            self.fault(name_span.clone(), FaultKind::BadFieldName { name: name.to_owned(), corrected });
        }
        self.cursor.skip_blanks();
        let test_start = self.cursor.at;
        let operator = self.take_operator();
        if !operator.is_empty() {
            let test = FieldTest::Compared(self.comparison(&Subject::Field, operator)?);
            return Some(FieldCondition { test, name_span, test_span: test_start..self.cursor.at });
        }
        if WORDS_OF_OPERATORS.iter().any(|word| self.cursor.word().eq_ignore_ascii_case(word)) {
            self.cursor.take_word();
            self.unknown_operator(&Subject::Field, test_start..self.cursor.at);
            return None;
        }
        self.cursor.at = name_span.end;
        Some(FieldCondition { test: FieldTest::Exists, test_span: name_span.end..name_span.end, name_span })
    }
}
