//! The parser of regular expressions.
//!
//! Which characters may stand in one is documented in the CloudWatch Logs User Guide; what of them is no expression is
//! recorded in part. Where there is no evidence, the language of RE2 decides, which fits all that is recorded: a `]`,
//! and braces that hold no numbers, are themselves; so are `[` inside a class and `]` at its beginning.

use std::ops::Range;

use super::automaton::Automaton;
use super::{Class, Piece, Regex, Repetition};
use crate::fault::{Fault, FaultKind, RegexFlaw};
use crate::read::{Cursor, Reader};

/// The most repetitions that braces may ask for. It is the bound of RE2; that of the service is not known.
const REPETITIONS_MAX: usize = 1000;

/// Reads a text that begins with `%` and is one regular expression.
pub(crate) fn parse(text: &str, faults: &mut Vec<Fault>) -> Option<Regex> {
    match text.rfind('%') {
        Some(0) | None => {
            faults.push(Fault { span: text.len()..text.len(), kind: FaultKind::UnclosedPattern { opening: '%' } });
            return None;
        }
        Some(closing) if closing + 1 < text.len() => {
            faults.push(Fault { span: closing + 1..text.len(), kind: FaultKind::TextAfterEnd { opening: '%' } });
            return None;
        }
        Some(_) => {}
    }
    let mut reader = Reader::new(text, 0..text.len(), faults);
    let regex = reader.regex(|_| false);
    if let Some(character) = reader.cursor.peek() {
        let span = reader.cursor.at..text.len();
        reader.fault(span, FaultKind::TextAfterRegex { character });
    }
    regex
}

impl Reader<'_> {
    /// Reads a regular expression, whose opening mark comes next. One that is never closed ends where `is_end` says.
    pub(crate) fn regex(&mut self, is_end: fn(char) -> bool) -> Option<Regex> {
        let start = self.cursor.at;
        self.cursor.bump();
        let Some(length) = self.cursor.rest().find('%') else {
            self.cursor.take_while(|c| !is_end(c));
            self.fault(start..self.cursor.at, FaultKind::UnclosedRegex);
            return None;
        };
        let inside = start + 1..start + 1 + length;
        self.cursor.at = inside.end + 1;
        self.count_regex(start..self.cursor.at);
        if inside.is_empty() {
            self.fault(start..self.cursor.at, FaultKind::EmptyRegex);
            return None;
        }
        let text = self.text(&inside).to_owned();
        let mut parser = Parser { cursor: Cursor::new(self.cursor.text, inside), start, faults: self.faults };
        Some(Regex { text, automaton: Box::new(Automaton::new(&parser.alternatives())) })
    }
}

/// What a regular expression may be made of.
fn is_allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || " :_#=@/;,-^$?[]{}|\\*+.".contains(c)
}

fn class_of_escape(letter: char) -> Option<Class> {
    let class = match letter.to_ascii_lowercase() {
        'd' => Class::of(b'0'..=b'9'),
        's' => Class::of(*b" \t\n\r\x0b\x0c"),
        'w' => Class::of((b'0'..=b'9').chain(b'a'..=b'z').chain(b'A'..=b'Z').chain(*b"_")),
        _ => return None,
    };
    Some(if letter.is_ascii_uppercase() { class.negated() } else { class })
}

/// A character below U+0100; a larger one is reported as a fault, so that it does not matter what stands for it.
fn below_256(c: char) -> u8 {
    u8::try_from(u32::from(c)).unwrap_or_default()
}

/// What one character or escape stands for.
enum Atom {
    Character(u8),
    Class(Class),
}

impl Atom {
    fn class(self) -> Class {
        match self {
            Self::Character(character) => Class::of([character]),
            Self::Class(class) => class,
        }
    }
}

struct Parser<'p, 'f> {
    cursor: Cursor<'p>,
    /// The place of the opening mark.
    start: usize,
    faults: &'f mut Vec<Fault>,
}

impl Parser<'_, '_> {
    fn flaw(&mut self, span: Range<usize>, flaw: RegexFlaw) {
        self.faults.push(Fault { span, kind: FaultKind::BrokenRegex(flaw) });
    }

    /// Reads the whole expression. `|` splits all of it, as there are no groups.
    fn alternatives(&mut self) -> Vec<Vec<Piece>> {
        let (mut alternatives, mut pieces) = (Vec::new(), Vec::new());
        while let Some(next) = self.cursor.peek() {
            let start = self.cursor.at;
            if self.quantifier().is_some() {
                self.flaw(start..self.cursor.at, RegexFlaw::NothingToRepeat);
                continue;
            }
            self.cursor.bump();
            match next {
                '|' => alternatives.push(std::mem::take(&mut pieces)),
                '^' => pieces.extend(self.anchor(Piece::Start)),
                '$' => pieces.extend(self.anchor(Piece::End)),
                _ => {
                    let class = self.class(start, next);
                    pieces.push(Piece::Repeated(class, self.repetition()));
                }
            }
        }
        alternatives.push(pieces);
        alternatives
    }

    /// An anchor that need not occur is none.
    fn anchor(&mut self, anchor: Piece) -> Option<Piece> {
        (self.repetition().least > 0).then_some(anchor)
    }

    /// Reads on from the first character of what stands for one character of a text.
    fn class(&mut self, start: usize, first: char) -> Class {
        match first {
            '.' => Class::of([b'\n']).negated(),
            '[' => self.bracketed(start),
            _ => self.atom(start, first).class(),
        }
    }

    /// Reads on from a character that stands for itself, or from a backslash.
    fn atom(&mut self, start: usize, first: char) -> Atom {
        if first != '\\' {
            self.allow(first);
            return Atom::Character(below_256(first));
        }
        let escaped = self.cursor.peek();
        self.cursor.bump();
        match escaped {
            Some('x') => {
                let digits = self.cursor.rest().as_bytes().get(..2).unwrap_or_default();
                let hexadecimal = digits.iter().all(u8::is_ascii_hexdigit);
                let code =
                    digits.iter().fold(0, |code, &digit| code * 16 + char::from(digit).to_digit(16).unwrap_or(0));
                if hexadecimal && digits.len() == 2 {
                    self.cursor.at += 2;
                    return Atom::Character(code as u8);
                }
            }
            Some(letter) if letter.is_ascii_alphanumeric() => {
                if let Some(class) = class_of_escape(letter) {
                    return Atom::Class(class);
                }
            }
            Some(sign) => {
                self.allow(sign);
                return Atom::Character(below_256(sign));
            }
            None => {}
        }
        self.flaw(start..self.cursor.at, RegexFlaw::UnknownEscape);
        Atom::Character(0)
    }

    /// Reports the character just read if no expression may hold it.
    fn allow(&mut self, character: char) {
        if !is_allowed(character) {
            let refused = self.cursor.text[self.start..self.cursor.at].to_owned();
            let span = self.cursor.at - character.len_utf8()..self.cursor.at;
            self.faults.push(Fault { span, kind: FaultKind::StrayInRegex { character, refused } });
        }
    }

    /// Reads the rest of a class in brackets.
    fn bracketed(&mut self, start: usize) -> Class {
        let negated = self.cursor.take("^");
        let first = self.cursor.at;
        let mut class = Class::NONE;
        loop {
            let at = self.cursor.at;
            let Some(next) = self.cursor.peek() else {
                self.flaw(start..at, RegexFlaw::UnclosedClass);
                break;
            };
            self.cursor.bump();
            if next == ']' && at > first {
                break;
            }
            let member = self.atom(at, next);
            let rest = self.cursor.rest();
            let ranges = rest.len() > 1 && rest.starts_with('-') && !rest.starts_with("-]");
            class = class.or(if ranges { self.range(at, member) } else { member.class() });
        }
        if negated { class.negated() } else { class }
    }

    /// Reads on from the first character of a range, up to its last one. `start` is the place of the first.
    fn range(&mut self, start: usize, first: Atom) -> Class {
        self.cursor.take("-");
        let at = self.cursor.at;
        let last = self.cursor.peek().map(|next| {
            self.cursor.bump();
            self.atom(at, next)
        });
        match (first, last) {
            (Atom::Character(first), Some(Atom::Character(last))) if first <= last => Class::of(first..=last),
            (Atom::Character(_) | Atom::Class(_), _) => {
                self.flaw(start..self.cursor.at, RegexFlaw::BadRange);
                Class::NONE
            }
        }
    }

    /// Reads how often what stands before occurs. Lazy repetition finds the same texts as greedy one.
    fn repetition(&mut self) -> Repetition {
        let Some(repetition) = self.quantifier() else { return Repetition::ONCE };
        self.cursor.take("?");
        let start = self.cursor.at;
        while self.quantifier().is_some() {}
        if start < self.cursor.at {
            self.flaw(start..self.cursor.at, RegexFlaw::RepeatedTwice);
        }
        repetition
    }

    fn quantifier(&mut self) -> Option<Repetition> {
        let repetition = match self.cursor.peek()? {
            '*' => Repetition { least: 0, most: None },
            '+' => Repetition { least: 1, most: None },
            '?' => Repetition { least: 0, most: Some(1) },
            '{' => return self.bounds(),
            _ => return None,
        };
        self.cursor.bump();
        Some(repetition)
    }

    /// Reads `{2}`, `{2,}`, `{,3}` or `{2,3}`; braces around anything else are themselves.
    fn bounds(&mut self) -> Option<Repetition> {
        let start = self.cursor.at;
        let (bounds, _) = self.cursor.rest().strip_prefix('{')?.split_once('}')?;
        let (least, most) = bounds.split_once(',').unwrap_or((bounds, bounds));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(least) || !digits(most) || (least.is_empty() && most.is_empty()) {
            return None;
        }
        self.cursor.at += bounds.len() + 2;
        // Only a number that does not fit is left to fail, and it is too large in any case.
        let number = |text: &str| text.parse().unwrap_or(usize::MAX);
        let least = if least.is_empty() { 0 } else { number(least) };
        let most = if most.is_empty() { None } else { Some(number(most)) };
        if most.is_some_and(|most| most < least) || least.max(most.unwrap_or(0)) > REPETITIONS_MAX {
            self.flaw(start..self.cursor.at, RegexFlaw::BadBounds);
            return Some(Repetition::ONCE);
        }
        Some(Repetition { least, most })
    }
}
