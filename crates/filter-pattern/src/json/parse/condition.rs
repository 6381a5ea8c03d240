//! Conditions: a selector and what is asked of it.

use std::ops::Range;

use super::selector::is_name;
use crate::fault::FaultKind;
use crate::json::{Condition, Test};
use crate::read::{Reader, Subject};

impl Reader<'_> {
    /// Reads a condition, or what stands in its place up to where the next one may follow; reads at least one
    /// character.
    pub(crate) fn condition(&mut self) -> Option<Condition> {
        let start = self.cursor.at;
        if self.cursor.peek() != Some('$') && !self.selector_without_start() {
            self.cursor.bump();
            self.cursor.skip_to_connective();
            let end = start + self.cursor.text[start..self.cursor.at].trim_end().len();
            self.fault(start..end, FaultKind::NoSelector);
            return None;
        }
        let selector = self.cursor.rest().starts_with('$').then(|| self.selector());
        let selector_span = start..self.cursor.at;
        let blank = self.cursor.skip_blanks();
        let test_start = self.cursor.at;
        let test = self.test(&selector_span, blank)?;
        Some(Condition { selector: selector?, test, selector_span, test_span: test_start..self.cursor.at })
    }

    /// Reads a selector that lacks its `$.`: it is one if an operator follows.
    fn selector_without_start(&mut self) -> bool {
        let start = self.cursor.at;
        let name = self.cursor.take_while(|c| is_name(c) || matches!(c, '.' | '[' | ']' | '*' | '\''));
        let end = self.cursor.at;
        self.cursor.skip_blanks();
        let found = end > start && self.operator_follows();
        self.cursor.at = if found { end } else { start };
        if found {
            let corrected = format!("$.{}", name.trim_start_matches('.'));
            self.fault(start..end, FaultKind::SelectorStart { corrected, refused: String::new() });
        }
        found
    }

    fn operator_follows(&self) -> bool {
        self.cursor.rest().starts_with(['=', '!', '<', '>'])
            || ["IS", "NOT", "EXISTS"].iter().any(|keyword| self.cursor.word().eq_ignore_ascii_case(keyword))
    }

    /// Reads what follows a selector. `blank` says whether blanks stand between.
    fn test(&mut self, selector: &Range<usize>, blank: bool) -> Option<Test> {
        let start = self.cursor.at;
        let operator = self.take_operator();
        if !operator.is_empty() {
            return self.comparison(&Subject::Selector(selector.clone()), operator).map(Test::from);
        }
        let word = self.cursor.take_word();
        let keyword = word.to_ascii_uppercase();
        match keyword.as_str() {
            "" | "AND" | "OR" => {
                self.cursor.at = start;
                self.fault(selector.clone(), FaultKind::MissingOperator);
                if word.is_empty() {
                    self.cursor.skip_to_connective();
                }
                None
            }
            "IS" | "NOT" if !blank => {
                let corrected = format!("{} {word}", self.text(selector));
                self.fault(selector.start..self.cursor.at, FaultKind::GluedKeyword { corrected });
                self.keyword(selector, start, &keyword)
            }
            "IS" | "NOT" => self.keyword(selector, start, &keyword),
            "EXISTS" | "NULL" | "TRUE" | "FALSE" if self.glued(selector, &keyword) => None,
            "EXISTS" => {
                let corrected = format!("{} = *", self.text(selector));
                self.fault(selector.start..self.cursor.at, FaultKind::Exists { corrected });
                None
            }
            _ => self.unknown_word(selector, start),
        }
    }

    /// Reads what follows `IS` or `NOT`.
    fn keyword(&mut self, selector: &Range<usize>, start: usize, keyword: &str) -> Option<Test> {
        self.cursor.skip_blanks();
        let next = self.cursor.at;
        let word = self.cursor.take_word().to_ascii_uppercase();
        let unknown = match (keyword, word.as_str()) {
            ("IS", "NULL") => return Some(Test::IsNull),
            ("IS", "TRUE") => return Some(Test::IsBoolean(true)),
            ("IS", "FALSE") => return Some(Test::IsBoolean(false)),
            ("NOT", "EXISTS") => return Some(Test::NotExists),
            ("IS", "NOT") => {
                self.is_not(selector, start);
                return None;
            }
            ("IS", _) => FaultKind::UnknownIs,
            (_, _) => FaultKind::UnknownNot,
        };
        if word.is_empty() {
            self.cursor.skip_to_connective();
        }
        let end = next + self.cursor.text[next..self.cursor.at].trim_end().len();
        self.fault(if next < end { next..end } else { start..start + keyword.len() }, unknown);
        None
    }

    fn is_not(&mut self, selector: &Range<usize>, start: usize) {
        let end = self.cursor.at;
        self.cursor.skip_blanks();
        let instead = match self.cursor.take_word().to_ascii_uppercase().as_str() {
            "NULL" => "= *",
            "TRUE" => "IS FALSE",
            "FALSE" => "IS TRUE",
            "EXISTS" => "NOT EXISTS",
            _ => "",
        };
        let selector = self.text(selector);
        let instead = if instead.is_empty() { String::new() } else { format!("{selector} {instead}") };
        self.fault(start..end, FaultKind::IsNot { instead });
    }

    /// Whether the keyword before this one is the end of the selector: `$.invokedByNOT EXISTS`.
    fn glued(&mut self, selector: &Range<usize>, keyword: &str) -> bool {
        let first = if keyword == "EXISTS" { "NOT" } else { "IS" };
        let text = self.text(selector);
        let Some(name) = text.strip_suffix(first).filter(|name| name.ends_with(|c| is_name(c) || c == ']')) else {
            return false;
        };
        let corrected = format!("{name} {first} {keyword}");
        self.fault(selector.start..self.cursor.at, FaultKind::GluedKeyword { corrected });
        true
    }

    /// Reads on from a word that is no keyword: the second half of a selector, or an operator of another language.
    fn unknown_word(&mut self, selector: &Range<usize>, start: usize) -> Option<Test> {
        self.cursor.take_while(|c| is_name(c) || matches!(c, '.' | '[' | ']'));
        let word = start..self.cursor.at;
        self.cursor.skip_blanks();
        if self.operator_follows() {
            let text = self.cursor.text;
            let corrected = format!("{}{}", &text[selector.clone()], &text[word.clone()]);
            self.fault(selector.start..word.end, FaultKind::BlankInSelector { corrected });
            return self.test(&(selector.start..word.end), true);
        }
        self.unknown_operator(&Subject::Selector(selector.clone()), word);
        None
    }
}
