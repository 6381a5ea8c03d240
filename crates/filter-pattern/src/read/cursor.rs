//! A place in the text that moves forward.

use std::ops::Range;

use crate::is_blank;

/// The place up to which a pattern has been read.
pub(crate) struct Cursor<'p> {
    pub(crate) text: &'p str,
    /// The byte that comes next; always on the border of a character.
    pub(crate) at: usize,
    /// The byte at which reading ends.
    pub(crate) end: usize,
}

impl<'p> Cursor<'p> {
    pub(crate) fn new(text: &'p str, span: Range<usize>) -> Self {
        Self { text, at: span.start, end: span.end }
    }

    pub(crate) fn rest(&self) -> &'p str {
        &self.text[self.at..self.end]
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Moves past the next character, if there is one.
    pub(crate) fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Moves past a text, if it comes next.
    pub(crate) fn take(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    pub(crate) fn take_while(&mut self, accepts: impl Fn(char) -> bool) -> &'p str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|c| !accepts(c)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    /// Moves to the next character that is no blank, and says whether there were blanks.
    pub(crate) fn skip_blanks(&mut self) -> bool {
        !self.take_while(is_blank).is_empty()
    }

    /// The word that comes next, without moving; empty where there is none.
    pub(crate) fn word(&self) -> &'p str {
        let rest = self.rest();
        &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())]
    }

    pub(crate) fn take_word(&mut self) -> &'p str {
        let word = self.word();
        self.at += word.len();
        word
    }

    /// Moves past the closing one of two marks, whose opening one lies behind, if there is one.
    pub(crate) fn skip_marked(&mut self, mark: char) {
        let rest = self.rest();
        let mut escaped = false;
        let closing = rest.find(|c| {
            let found = c == mark && !escaped;
            escaped = mark == '"' && c == '\\' && !escaped;
            found
        });
        self.at += closing.map_or(0, |closing| closing + 1);
    }

    /// Moves to the next sign that joins or closes conditions, past quoted texts.
    pub(crate) fn skip_to_connective(&mut self) {
        while let Some(next) = self.peek().filter(|c| !matches!(c, '&' | '|' | ')' | '(')) {
            self.bump();
            if next == '"' {
                self.skip_marked(next);
            }
        }
    }

    /// Moves past the next closing parenthesis, if there is one.
    pub(crate) fn skip_parentheses(&mut self) {
        let rest = self.rest();
        self.at += rest.find(')').map_or(rest.len(), |closing| closing + 1);
    }
}
