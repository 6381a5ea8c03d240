//! From the text of a rule to its expression.
//!
//! The grammar: `or = and {"OR" and}`, `and = not {"AND" not}`, `not = "NOT" not | "TRUE" | "FALSE" | "(" or ")" |
//! STATE "(" name ")" | "AT_LEAST" "(" (M | P "%") "," ["NOT"] STATE "," "(" name {"," name} ")" ")"`. Keywords are in
//! capitals. That AND binds tighter than OR is an assumption; the recorded answers of September 2026 only show that both
//! may stand side by side.

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use signalarm_diagnostic::Fault;

use super::expression::{Child, Condition, Expression, Threshold};
use crate::State;

/// The most characters of a rule (CloudWatch API Reference, *PutCompositeAlarm*).
const CHARS_MAX: usize = 10_240;
/// How deep brackets may nest here; what CloudWatch allows is not known.
const DEPTH_MAX: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// `(`, `)` or `,`.
    Mark(char),
    /// A keyword, a number or a bare name.
    Word(String),
    /// A name in double quotes, in which `\"` stands for a quote.
    Quoted(String),
}

struct Parser {
    tokens: Peekable<IntoIter<(Token, Range<usize>)>>,
    end: usize,
    depth: usize,
    elements: usize,
    /// Faults behind which the grammar goes on.
    faults: Vec<Fault>,
}

/// A fault of the grammar, behind which nothing more is read.
type Parsed<T> = Result<T, Fault>;

/// Reads a rule; with it comes the number of its elements.
pub(super) fn parse(text: &str) -> Result<(Expression, usize), Vec<Fault>> {
    let chars = text.chars().count();
    if CHARS_MAX < chars {
        let message = format!("the rule has {chars} characters");
        return Err(vec![Fault::new(0..text.len(), message).cure(format!("write {CHARS_MAX} or fewer"))]);
    }
    let tokens = tokens(text).map_err(|fault| vec![fault])?.into_iter().peekable();
    let mut parser = Parser { tokens, end: text.len(), depth: 0, elements: 0, faults: Vec::new() };
    let parsed = parser.or().and_then(|expression| match parser.tokens.peek() {
        None => Ok(expression),
        Some(_) => Err(parser.unexpected("AND, OR or the end of the rule")),
    });
    match parsed {
        Ok(expression) if parser.faults.is_empty() => Ok((expression, parser.elements)),
        Ok(_) => Err(parser.faults),
        Err(fault) => Err(parser.faults.into_iter().chain([fault]).collect()),
    }
}

fn tokens(text: &str) -> Parsed<Vec<(Token, Range<usize>)>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let start = text.len() - rest.len();
        let (token, length) = match first {
            '(' | ')' | ',' => (Token::Mark(first), 1),
            '"' => quoted(rest).ok_or_else(|| {
                Fault::new(start..text.len(), "a name in quotes does not end").cure("close it with \"")
            })?,
            _ => {
                let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '"');
                let length = rest.find(ends).unwrap_or(rest.len());
                (Token::Word(rest[..length].to_owned()), length)
            }
        };
        tokens.push((token, start..start + length));
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// A name in quotes, and how long it is with them.
fn quoted(text: &str) -> Option<(Token, usize)> {
    let mut name = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((index, c)) = chars.next() {
        match c {
            '"' => return Some((Token::Quoted(name), index + 1)),
            '\\' if chars.next_if(|(_, next)| *next == '"').is_some() => name.push('"'),
            _ => name.push(c),
        }
    }
    None
}

impl Parser {
    fn or(&mut self) -> Parsed<Expression> {
        let mut operands = vec![self.and()?];
        while self.takes_word("OR") {
            operands.push(self.and()?);
        }
        Ok(if operands.len() == 1 { operands.remove(0) } else { Expression::Or(operands) })
    }

    fn and(&mut self) -> Parsed<Expression> {
        let mut operands = vec![self.not()?];
        while self.takes_word("AND") {
            operands.push(self.not()?);
        }
        Ok(if operands.len() == 1 { operands.remove(0) } else { Expression::And(operands) })
    }

    fn not(&mut self) -> Parsed<Expression> {
        let mut is_negated = false;
        while self.takes_word("NOT") {
            is_negated = !is_negated;
        }
        let operand = self.operand()?;
        Ok(if is_negated { Expression::Not(Box::new(operand)) } else { operand })
    }

    fn operand(&mut self) -> Parsed<Expression> {
        self.elements += 1;
        if self.depth < DEPTH_MAX && self.takes_mark('(') {
            self.depth += 1;
            let expression = self.or()?;
            self.depth -= 1;
            self.mark(')')?;
            return Ok(expression);
        }
        for (word, value) in [("TRUE", true), ("FALSE", false)] {
            if self.takes_word(word) {
                return Ok(Expression::Constant(value));
            }
        }
        if self.takes_word("AT_LEAST") {
            return self.at_least();
        }
        let state = self.state("NOT, TRUE, FALSE, ALARM, OK, INSUFFICIENT_DATA, AT_LEAST or a bracket")?;
        self.mark('(')?;
        let child = self.child()?;
        self.mark(')')?;
        Ok(Expression::Is(Condition { state, is_negated: false }, child))
    }

    fn at_least(&mut self) -> Parsed<Expression> {
        self.mark('(')?;
        let (threshold, span) = self.threshold()?;
        self.mark(',')?;
        let is_negated = self.takes_word("NOT");
        let state = self.state("NOT, ALARM, OK or INSUFFICIENT_DATA")?;
        self.mark(',')?;
        self.mark('(')?;
        let mut children = vec![self.child()?];
        while self.takes_mark(',') {
            children.push(self.child()?);
        }
        self.elements += children.len();
        self.mark(')')?;
        self.mark(')')?;
        let (is_in_order, most) = match threshold {
            Threshold::Count(count) => ((1..=children.len() as u64).contains(&count), format!("{}", children.len())),
            Threshold::Percent(percent) => ((1..=100).contains(&percent), "100%".to_owned()),
        };
        if !is_in_order {
            let fault = Fault::new(span, "the threshold of AT_LEAST is out of its range");
            self.faults.push(fault.cure(format!("write a whole number from 1 to {most}")));
        }
        Ok(Expression::AtLeast(threshold, Condition { state, is_negated }, children))
    }

    fn threshold(&mut self) -> Parsed<(Threshold, Range<usize>)> {
        let number = |digits: &str| {
            let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            // What is too large a number is out of its range in any case.
            is_number.then(|| digits.parse().unwrap_or(u64::MAX))
        };
        let threshold = match self.tokens.peek() {
            Some((Token::Word(word), span)) => match word.strip_suffix('%') {
                Some(digits) => number(digits).map(Threshold::Percent),
                None => number(word).map(Threshold::Count),
            }
            .map(|threshold| (threshold, span.clone())),
            Some((Token::Mark(_) | Token::Quoted(_), _)) | None => None,
        };
        match threshold {
            Some(threshold) => {
                self.tokens.next();
                Ok(threshold)
            }
            None => Err(self.unexpected("a whole number, or a whole percentage such as 50%")),
        }
    }

    fn child(&mut self) -> Parsed<Child> {
        match self.tokens.next_if(|(token, _)| !matches!(token, Token::Mark(_))) {
            Some((Token::Word(text) | Token::Quoted(text), span)) if !text.is_empty() => Ok(Child { text, span }),
            Some((_, span)) => Err(Fault::new(span, "an alarm has no empty name").cure("write its name or ARN")),
            None => Err(self.unexpected("the name or ARN of an alarm")),
        }
    }

    fn state(&mut self, wanted: &str) -> Parsed<State> {
        for state in [State::Alarm, State::Ok, State::InsufficientData] {
            if self.takes_word(&state.to_string()) {
                return Ok(state);
            }
        }
        Err(self.unexpected(wanted))
    }

    fn mark(&mut self, mark: char) -> Parsed<()> {
        if self.takes_mark(mark) { Ok(()) } else { Err(self.unexpected(&format!("“{mark}”"))) }
    }

    fn takes_mark(&mut self, mark: char) -> bool {
        self.tokens.next_if(|(token, _)| *token == Token::Mark(mark)).is_some()
    }

    fn takes_word(&mut self, wanted: &str) -> bool {
        self.tokens.next_if(|(token, _)| matches!(token, Token::Word(word) if word == wanted)).is_some()
    }

    /// The fault of what stands next.
    fn unexpected(&mut self, wanted: &str) -> Fault {
        let (found, span) = match self.tokens.peek() {
            Some((Token::Mark(mark), span)) => (format!("“{mark}”"), span.clone()),
            Some((Token::Word(text) | Token::Quoted(text), span)) => (format!("“{text}”"), span.clone()),
            None => ("the end of the rule".to_owned(), self.end..self.end),
        };
        Fault::new(span, format!("{found} stands where it cannot")).cure(format!("write {wanted}"))
    }
}

#[cfg(test)]
mod tests;
