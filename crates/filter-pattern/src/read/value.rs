//! Values: quoted texts, bare words, numbers, and what is mistaken for them.

use std::ops::Range;

use super::{Reader, Subject};
use crate::fault::FaultKind;
use crate::is_blank;
use crate::number::{Decimal, NoNumber};
use crate::operand::{Operand, Wildcard};

/// What a bare value is made of. Letters beyond ASCII are an assumption: they are accepted in terms, and there is no
/// evidence for values.
fn is_bare(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '*' | '+')
}

/// What ends a value that stands without quotation marks.
fn is_end(c: char) -> bool {
    is_blank(c) || matches!(c, '(' | ')' | '&' | '|')
}

pub(crate) fn is_typographic(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»')
}

/// Whether a text begins with a name and an operator.
fn is_comparison(text: &str) -> bool {
    let behind = text.trim_start_matches(|c| !is_end(c) && !"=!<>\"".contains(c));
    behind.len() < text.len() && behind.trim_start_matches(is_blank).starts_with(['=', '!', '<', '>'])
}

/// A text in quotation marks, as a pattern has to write it.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}

impl<'p> Reader<'p> {
    /// Reads a value. What it is compared with and by which operator is for the words of faults.
    pub(super) fn value(&mut self, subject: &Subject, operator: &Range<usize>) -> Option<Operand> {
        let start = self.cursor.at;
        match self.cursor.peek() {
            None | Some(')' | '&' | '|' | ',' | ';') => {
                self.fault(operator.clone(), FaultKind::MissingValue);
                None
            }
            Some('"') => self.quoted_value(),
            Some('%') => self.regex_value(),
            Some('(') => {
                self.fault(start..start + 1, FaultKind::StrayCharacter { character: '(' });
                self.cursor.skip_parentheses();
                None
            }
            Some('\\') if self.cursor.take(r#"\""#) => {
                let text = self.cursor.take_while(|c| c != '"');
                self.cursor.bump();
                let corrected = quoted(text.strip_suffix('\\').unwrap_or(text));
                self.fault(start..self.cursor.at, FaultKind::EscapedQuotation { corrected });
                None
            }
            Some('\'') => self.marked_value(|c| c == '\'', |corrected| FaultKind::SingleQuotation { corrected }),
            Some(c) if is_typographic(c) => self.marked_value(
                |c| is_typographic(c) || c == '"',
                |corrected| FaultKind::TypographicQuotation { corrected },
            ),
            Some(_) => self.bare_value(subject, operator),
        }
    }

    fn regex_value(&mut self) -> Option<Operand> {
        let regex = self.regex(is_end)?;
        match self.text_follows() {
            Some(after) => {
                let character = self.text(&after).chars().next().unwrap_or_default();
                self.fault(after, FaultKind::TextAfterRegex { character });
                None
            }
            None => Some(Operand::Regex(regex)),
        }
    }

    fn quoted_value(&mut self) -> Option<Operand> {
        let start = self.cursor.at;
        let Some(value) = self.quoted_text() else {
            self.fault(start..self.cursor.at, FaultKind::UnclosedQuotation);
            return None;
        };
        match self.text_follows() {
            Some(after) => {
                self.fault(after, FaultKind::TextAfterQuotation);
                None
            }
            None => Some(Operand::quoted(value)),
        }
    }

    /// Reads a text in quotation marks, the first of which comes next; `None` if it is never closed. Of escapes there are
    /// `\"` and `\\`; that another backslash stands for itself is an assumption, and so is that a value may be empty.
    pub(crate) fn quoted_text(&mut self) -> Option<String> {
        self.cursor.bump();
        let mut text = String::new();
        loop {
            text.push_str(self.cursor.take_while(|c| c != '"' && c != '\\'));
            if self.cursor.take("\"") {
                return Some(text);
            } else if self.cursor.take("\\\"") {
                text.push('"');
            } else if self.cursor.take(r"\\") || self.cursor.take("\\") {
                text.push('\\');
            } else {
                return None;
            }
        }
    }

    /// Takes text that stands directly behind the closing mark of a value.
    fn text_follows(&mut self) -> Option<Range<usize>> {
        let start = self.cursor.at;
        self.cursor.take_while(|c| !is_end(c) && !matches!(c, ',' | ';' | '$'));
        (start < self.cursor.at).then_some(start..self.cursor.at)
    }

    /// Reads a text in quotation marks of the wrong kind.
    fn marked_value(&mut self, is_mark: fn(char) -> bool, kind: fn(String) -> FaultKind) -> Option<Operand> {
        let start = self.cursor.at;
        self.cursor.bump();
        let text = self.cursor.take_while(|c| !is_mark(c));
        let text = if self.cursor.peek().is_some() {
            self.cursor.bump();
            text
        } else {
            // Never closed: at most the next word was meant.
            let word = &text[..text.find(is_end).unwrap_or(text.len())];
            self.cursor.at -= text.len() - word.len();
            word
        };
        self.fault(start..self.cursor.at, kind(quoted(text)));
        None
    }

    fn bare_value(&mut self, subject: &Subject, operator: &Range<usize>) -> Option<Operand> {
        let start = self.cursor.at;
        let word = self.take_bare();
        if self.cursor.take("\"") {
            self.fault(start..self.cursor.at, FaultKind::UnopenedQuotation { corrected: quoted(word) });
            return None;
        }
        self.take_further_words();
        let span = start..self.cursor.at;
        let kind = if span.len() > word.len() {
            FaultKind::BlankInValue { corrected: quoted(&self.cursor.text[span.clone()]) }
        } else if let Some((at, character)) = word.char_indices().find(|(_, c)| !is_bare(*c)) {
            let place = start + at..start + at + character.len_utf8();
            self.fault(place, FaultKind::StrayInValue { character, corrected: quoted(word) });
            return None;
        } else if word.eq_ignore_ascii_case("null") {
            // Recorded for `null` in JSON patterns; that other cases are refused, too, and all of them as the value of a
            // field, is an assumption.
            let corrected = match subject {
                Subject::Selector(selector) if self.text(operator).starts_with('=') => {
                    format!("{} IS NULL", self.text(selector))
                }
                Subject::Selector(_) | Subject::Field => String::new(),
            };
            FaultKind::BareNull { corrected }
        } else if let Some(wildcard) = Wildcard::new(word) {
            return Some(Operand::Wildcard(wildcard));
        } else {
            match Decimal::parse(word) {
                Ok(value) => return Some(Operand::Number { text: word.to_owned(), value }),
                Err(NoNumber::Text) => return Some(Operand::Word(word.to_owned())),
                Err(NoNumber::ExponentTooLarge) => FaultKind::ExponentTooLarge,
            }
        };
        self.fault(span, kind);
        None
    }

    /// Reads to the end of a bare value. A comma at its end is left: it was meant to join conditions.
    fn take_bare(&mut self) -> &'p str {
        let start = self.cursor.at;
        let word = self.cursor.take_while(|c| !is_end(c) && c != '"');
        let word = word.trim_end_matches([',', ';']);
        self.cursor.at = start + word.len();
        &self.cursor.text[start..self.cursor.at]
    }

    /// Reads on where the value seems to go on behind a blank, up to its last word.
    fn take_further_words(&mut self) {
        loop {
            let end = self.cursor.at;
            let goes_on = self.cursor.skip_blanks()
                && !self.cursor.rest().starts_with(['$', '"', ',', ';', '!', '=', '<', '>', '{', '}'])
                && !self.word_connective_follows()
                && !is_comparison(self.cursor.rest());
            if !goes_on || self.take_bare().is_empty() {
                self.cursor.at = end;
                return;
            }
        }
    }

    /// Whether `AND` or `OR` comes next and joins conditions; in lower case it may as well belong to the value.
    fn word_connective_follows(&self) -> bool {
        let word = self.cursor.word();
        let after = self.cursor.rest()[word.len()..].trim_start_matches(is_blank);
        let any_case = ["AND", "OR"].iter().any(|keyword| word.eq_ignore_ascii_case(keyword));
        let joins = after.starts_with(['$', '(', '!']) || is_comparison(after);
        matches!(word, "AND" | "OR") || (any_case && joins)
    }
}
