//! The parser of term patterns.

use super::{Role, Term, Terms};
use crate::fault::{Fault, FaultKind};
use crate::is_blank;
use crate::read::Reader;
use crate::read::value::{is_typographic, quoted};

/// What a word may be made of, as recorded: letters of any script, and not only ASCII ones.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.')
}

fn is_sign(c: char) -> bool {
    matches!(c, '-' | '?')
}

/// Reads a pattern that is of no other kind. The terms are to be dropped when there is any fault.
pub(crate) fn parse(text: &str, faults: &mut Vec<Fault>) -> Terms {
    let mut reader = Reader::new(text, 0..text.len(), faults);
    let mut terms = Vec::new();
    while reader.cursor.skip_blanks() || reader.cursor.peek().is_some() {
        terms.extend(reader.term());
    }
    Terms { terms }
}

impl Reader<'_> {
    /// Reads a term, or what stands in its place; reads at least one character if there is one.
    fn term(&mut self) -> Option<Term> {
        let start = self.cursor.at;
        let role = match self.cursor.peek()? {
            '-' => Role::Excluded,
            '?' => Role::Optional,
            _ => Role::Required,
        };
        if role != Role::Required {
            self.cursor.bump();
        }
        let text = match self.cursor.peek() {
            Some('"') => self.phrase(),
            // That a blank may not stand behind a sign is an assumption.
            None => self.lone_sign(start),
            Some(c) if is_blank(c) || is_sign(c) => self.lone_sign(start),
            Some(_) => self.word(start),
        }?;
        Some(Term { text, role, span: start..self.cursor.at })
    }

    fn lone_sign(&mut self, start: usize) -> Option<String> {
        self.fault(start..self.cursor.at, FaultKind::LoneSign);
        None
    }

    /// Reads a text in quotation marks. A sign may follow it directly, which is an assumption; nothing else may.
    fn phrase(&mut self) -> Option<String> {
        let start = self.cursor.at;
        let phrase = self.quoted_text();
        let end = self.cursor.at;
        let after = self.cursor.take_while(|c| !is_blank(c) && !is_sign(c));
        let Some(phrase) = phrase else {
            let refused = self.cursor.text[start..].to_owned();
            self.fault(start..end, FaultKind::UnclosedPhrase { refused });
            return None;
        };
        if phrase.is_empty() {
            let refused = self.cursor.text[start..].to_owned();
            self.fault(start..end, FaultKind::EmptyPhrase { refused });
            return None;
        }
        if !after.is_empty() {
            self.fault(end..end + after.len(), FaultKind::TextAfterQuotation);
            return None;
        }
        Some(phrase)
    }

    /// Reads a word. `start` is the place of its sign or of itself.
    fn word(&mut self, start: usize) -> Option<String> {
        let word_start = self.cursor.at;
        let word = self.cursor.take_while(is_word);
        let at = self.cursor.at;
        let Some(character) = self.cursor.peek().filter(|c| !is_blank(*c) && !is_sign(*c)) else {
            return Some(word.to_owned());
        };
        if let Some(connective) = ["&&", "||"].into_iter().find(|connective| self.cursor.rest().starts_with(connective))
        {
            self.cursor.take(connective);
            self.fault(at..self.cursor.at, FaultKind::ConnectiveOfTerms { sign: character });
            return None;
        }
        let sign = &self.cursor.text[start..word_start];
        self.cursor.bump();
        let meant = if word.is_empty() && (character == '\'' || is_typographic(character)) {
            let inside = self.cursor.take_while(|c| c != '\'' && c != '"' && !is_typographic(c));
            self.cursor.bump();
            inside
        } else {
            self.cursor.take_while(|c| !is_blank(c));
            &self.cursor.text[word_start..self.cursor.at]
        };
        let corrected = if meant.is_empty() { String::new() } else { format!("{sign}{}", quoted(meant)) };
        self.fault(at..at + character.len_utf8(), FaultKind::StrayInTerm { character, corrected });
        None
    }
}
