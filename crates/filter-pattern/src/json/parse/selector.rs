//! Selectors: `$.name[0].*.['a name']`.

use crate::fault::FaultKind;
use crate::json::{Path, Selector, Step};
use crate::read::Reader;

/// The most selectors with a wildcard in one pattern, as the CloudWatch Logs User Guide says.
const WILDCARD_SELECTORS_MAX: usize = 3;

/// One step as it is written.
enum Written {
    Step(Step),
    Wildcard,
    /// Reported as a fault.
    Faulty,
}

/// What a member's name is made of where it stands without brackets. Letters beyond ASCII are an assumption: they are
/// accepted in terms, and there is no evidence for names.
pub(crate) fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

/// What ends a selector even where a name is expected to go on.
fn is_end(c: char) -> bool {
    crate::is_blank(c) || matches!(c, '=' | '!' | '<' | '>' | '~' | '&' | '|' | '(' | ')' | ',' | ';' | '"')
}

impl Reader<'_> {
    /// Reads a selector, whose `$` comes next.
    pub(crate) fn selector(&mut self) -> Selector {
        let start = self.cursor.at;
        self.selector_start();
        let mut selector = Selector { path: Path::new(), each: None };
        while let Some(next) = self.cursor.peek().filter(|c| !is_end(*c)) {
            let step_start = self.cursor.at;
            let step = match next {
                '.' => self.dot_step(start),
                '[' => self.brackets(step_start, false),
                // `$.a[0]IS NULL`: the blank is missing, which is said where the keyword is read.
                _ if matches!(self.cursor.word(), "IS" | "NOT") => break,
                _ => self.stray(start),
            };
            match step {
                Written::Step(step) => selector.each.as_mut().unwrap_or(&mut selector.path).push(step),
                Written::Wildcard if selector.each.is_none() => selector.each = Some(Path::new()),
                Written::Wildcard => self.fault(step_start..self.cursor.at, FaultKind::SecondWildcard),
                Written::Faulty => {}
            }
        }
        self.wildcards += usize::from(selector.each.is_some());
        if selector.each.is_some() && self.wildcards == WILDCARD_SELECTORS_MAX + 1 {
            self.fault(start..self.cursor.at, FaultKind::TooManyWildcards);
        }
        selector
    }

    /// Reads `$` and checks that a dot comes next.
    fn selector_start(&mut self) {
        let start = self.cursor.at;
        self.cursor.bump();
        let rest = self.cursor.rest();
        let Some(next) = rest.chars().next() else {
            return self
                .fault(start..self.cursor.at, FaultKind::SelectorStart { corrected: "".into(), refused: "$".into() });
        };
        let selector = &rest[..rest.find(is_end).unwrap_or(rest.len())];
        let corrected = match next {
            '.' => return,
            '[' if selector.starts_with("['") || selector.starts_with("[*") => {
                format!("$.{}", selector.replace("[*]", "*"))
            }
            _ if is_name(next) => format!("$.{selector}"),
            _ => String::new(),
        };
        self.fault(start..self.cursor.at, FaultKind::SelectorStart { corrected, refused: format!("${next}") });
        if is_name(next) {
            self.cursor.take_while(is_name);
        }
    }

    /// Reads a step that begins with a dot. `start` is the place of the selector.
    fn dot_step(&mut self, start: usize) -> Written {
        let dot = self.cursor.at;
        self.cursor.bump();
        match self.cursor.peek() {
            Some('*') => {
                self.cursor.bump();
                Written::Wildcard
            }
            Some('[') => self.brackets(start, true),
            Some('"') => self.quoted_name(start, dot),
            Some(c) if is_name(c) => Written::Step(Step::Member(self.cursor.take_while(is_name).to_owned())),
            Some(_) | None => {
                self.fault(dot..dot + 1, FaultKind::MissingName);
                Written::Faulty
            }
        }
    }

    /// Reads `[0]`, `[*]` or `['name']`. `refused_from` is where the service's answer to a fault begins: at the bracket,
    /// or at the selector where a dot precedes the bracket. That a name in brackets may stand without the dot behind
    /// another step is an assumption.
    fn brackets(&mut self, refused_from: usize, dotted: bool) -> Written {
        let start = self.cursor.at;
        self.cursor.bump();
        let step = match self.cursor.peek() {
            Some('"') => return self.quoted_name(refused_from, start - usize::from(dotted)),
            Some('\'') => {
                self.cursor.bump();
                let name = self.cursor.take_while(|c| c != '\'').to_owned();
                self.cursor.take("'").then_some(Written::Step(Step::Member(name)))
            }
            Some('*') if !dotted => {
                self.cursor.bump();
                Some(Written::Wildcard)
            }
            Some('0'..='9') if !dotted => {
                let digits = self.cursor.take_while(|c| c.is_ascii_digit());
                // No array has as many elements as the largest index, so a larger one finds nothing just as well.
                Some(Written::Step(Step::Element(digits.parse().unwrap_or(usize::MAX))))
            }
            Some(_) | None => None,
        };
        match step {
            Some(step) if self.cursor.take("]") => step,
            Some(_) | None => {
                let at_fault = self.cursor.at + self.cursor.peek().map_or(0, char::len_utf8);
                let refused = self.cursor.text[refused_from..at_fault].to_owned();
                self.cursor.take_while(|c| c != ']' && !is_end(c));
                self.cursor.take("]");
                self.fault(start..self.cursor.at, FaultKind::BadBrackets { refused });
                Written::Faulty
            }
        }
    }

    /// Reads a name in double quotation marks, with the bracket behind it if there is one.
    fn quoted_name(&mut self, refused_from: usize, step: usize) -> Written {
        self.cursor.bump();
        let refused = self.cursor.text[refused_from..self.cursor.at].to_owned();
        let name = self.cursor.take_while(|c| c != '"');
        self.cursor.take("\"");
        self.cursor.take("]");
        let corrected = corrected_step(name);
        self.fault(step..self.cursor.at, FaultKind::QuotedName { corrected, refused });
        Written::Faulty
    }

    /// Reads on from a character that no name has, to the end of the step.
    fn stray(&mut self, start: usize) -> Written {
        let at = self.cursor.at;
        let Some(character) = self.cursor.peek() else { return Written::Faulty };
        let refused = self.cursor.text[start..at + character.len_utf8()].to_owned();
        let name_start = self.cursor.text[..at].rfind(['.', ']', '$']).map_or(at, |before| before + 1);
        self.cursor.bump();
        self.cursor.take_while(|c| !is_end(c) && !matches!(c, '.' | '['));
        let corrected = corrected_step(&self.cursor.text[name_start..self.cursor.at]);
        let kind = FaultKind::StrayInSelector { character, corrected, refused };
        self.fault(at..at + character.len_utf8(), kind);
        Written::Faulty
    }
}

/// A name as a step; empty where there is no way to write it.
fn corrected_step(name: &str) -> String {
    if name.is_empty() || name.contains('\'') { String::new() } else { written_step(name) }
}

/// A member's name as a step, with its dot.
pub(crate) fn written_step(name: &str) -> String {
    let plain = !name.is_empty() && name.chars().all(is_name);
    if plain { format!(".{name}") } else { format!(".['{name}']") }
}
