//! Why a pattern matches a log event or stays silent: each condition with what its selector found, and in words.

use std::fmt;

use crate::document::{Place, Value};
use crate::json::{Condition, Expression, Selection, Test, holds_null};

/// Longer texts and numbers are cut in reasons, and so are lists of finds.
const REASON_TEXT_CHARS_MAX: usize = 80;
const REASON_FINDS_MAX: usize = 3;

/// Why a pattern matches a log event or stays silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explanation {
    /// The pattern is blank and matches every event.
    EveryEvent,
    /// The pattern is a JSON pattern and the message is not one JSON object, so that no condition is even looked at.
    NotOneObject,
    /// The conditions of a JSON pattern, judged.
    Json(Judgement),
}

/// A part of a JSON pattern with its verdict; it has the form of the pattern, parentheses resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// A single condition.
    Condition(Judged),
    /// Parts joined by `&&`.
    All(Vec<Judgement>),
    /// Parts joined by `||`.
    Any(Vec<Judgement>),
}

/// A condition with its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The selector as the pattern writes it: `$.userIdentity.type`.
    pub selector: String,
    /// What is asked of it, as the pattern writes it: `= "Root"`, `NOT EXISTS`.
    pub test: String,
    /// Whether the condition holds.
    pub holds: bool,
    /// What the selector found.
    pub found: Found,
    /// Why a value like this satisfies or fails the condition, where that may surprise.
    remark: Option<&'static str>,
}

/// What a selector found in an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing: the member, a parent or the element does not exist.
    Nothing,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as the event writes it.
    Number(String),
    /// A string, its escapes resolved.
    Text(String),
    /// An array.
    Array,
    /// An object.
    Object,
    /// What a selector with a wildcard found, in the order of the event.
    Each(Vec<Found>),
}

impl Explanation {
    /// Whether the pattern matches.
    #[must_use]
    pub fn holds(&self) -> bool {
        match self {
            Self::EveryEvent => true,
            Self::NotOneObject => false,
            Self::Json(judgement) => judgement.holds(),
        }
    }

    /// What decides the outcome, in words: of a match the conditions that hold and matter, of a silence those that
    /// fail; at least one.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        match self {
            Self::EveryEvent => vec!["the pattern is blank and matches every event".to_owned()],
            Self::NotOneObject => vec!["the message is not one JSON object, so no JSON pattern matches it".to_owned()],
            Self::Json(judgement) => judgement.reasons(),
        }
    }
}

impl Judgement {
    /// Whether this part of the pattern holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        match self {
            Self::Condition(condition) => condition.holds,
            Self::All(parts) => parts.iter().all(Self::holds),
            Self::Any(parts) => parts.iter().any(Self::holds),
        }
    }

    /// The conditions that decide whether this part holds, in words: those with the verdict of the whole. A part that
    /// holds inside one that fails, or fails inside one that holds, decides nothing.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        let verdict = self.holds();
        match self {
            Self::Condition(condition) => vec![condition.reason()],
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().filter(|part| part.holds() == verdict).flat_map(Self::reasons).collect()
            }
        }
    }
}

impl Judged {
    /// The verdict in words: `$.userIdentity.type is "IAMUser", the pattern asks for = "Root"`.
    #[must_use]
    pub fn reason(&self) -> String {
        let asks = if self.holds { "as the pattern asks:" } else { "the pattern asks for" };
        let verb = if matches!(self.found, Found::Each(_)) { "finds" } else { "is" };
        let mut reason = format!("{} {verb} {}, {asks} {}", self.selector, self.found, self.test);
        if let Some(remark) = self.remark {
            reason = format!("{reason} ({remark})");
        }
        reason
    }
}

impl fmt::Display for Found {
    /// A few words, whatever the size of the value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("absent"),
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Number(number) => f.write_str(&shortened(number)),
            Self::Text(text) => write!(f, "{:?}", shortened(text)),
            Self::Array => f.write_str("an array"),
            Self::Object => f.write_str("an object"),
            Self::Each(finds) if finds.is_empty() => f.write_str("nothing"),
            Self::Each(finds) => {
                for (index, find) in finds.iter().take(REASON_FINDS_MAX).enumerate() {
                    write!(f, "{}{find}", if index == 0 { "" } else { ", " })?;
                }
                match finds.len().saturating_sub(REASON_FINDS_MAX) {
                    0 => Ok(()),
                    more => write!(f, " and {more} more"),
                }
            }
        }
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(REASON_TEXT_CHARS_MAX) {
        None => text.to_owned(),
        Some((end, _)) => {
            let mut start = text[..end].to_owned();
            start.push('…');
            start
        }
    }
}

/// Judges every condition of an expression. `text` is the pattern that the expression was read from.
pub(crate) fn judge(expression: &Expression, text: &str, root: Place<'_>) -> Judgement {
    let all = |parts: &[Expression]| parts.iter().map(|part| judge(part, text, root)).collect();
    match expression {
        Expression::Condition(condition) => Judgement::Condition(judge_condition(condition, text, root)),
        Expression::All(parts) => Judgement::All(all(parts)),
        Expression::Any(parts) => Judgement::Any(all(parts)),
    }
}

fn judge_condition(condition: &Condition, text: &str, root: Place<'_>) -> Judged {
    let selection = condition.selector.select(root);
    let holds = condition.holds(&selection);
    let (found, remark) = match &selection {
        Selection::One(None) | Selection::Each(None) => (Found::Nothing, remark_on_nothing(&condition.test, holds)),
        Selection::One(Some(place)) => (Found::of(*place), remark_on(&condition.test, *place)),
        Selection::Each(Some(places)) => (Found::Each(places.iter().copied().map(Found::of).collect()), None),
    };
    Judged {
        selector: text[condition.selector_span.clone()].to_owned(),
        test: text[condition.test_span.clone()].to_owned(),
        holds,
        found,
        remark,
    }
}

impl Found {
    fn of(place: Place<'_>) -> Self {
        match place.value() {
            Value::Null => Self::Null,
            Value::Boolean(value) => Self::Boolean(*value),
            Value::Number(number) => Self::Number((*number).to_owned()),
            Value::Text(text) => Self::Text(text.clone().into_owned()),
            Value::Array => Self::Array,
            Value::Object => Self::Object,
        }
    }
}

/// Why an absent field fails a condition that a reader may expect to hold.
fn remark_on_nothing(test: &Test, holds: bool) -> Option<&'static str> {
    match test {
        Test::NotEqual(_) => Some("!= never holds of an absent field"),
        Test::IsNull => Some("an absent field is not NULL"),
        Test::Equal(_) | Test::Ordered(..) | Test::IsBoolean(_) | Test::NotExists => None,
    }
    .filter(|_| !holds)
}

/// Why a value satisfies or fails a condition where a reader may expect the opposite.
fn remark_on(test: &Test, place: Place<'_>) -> Option<&'static str> {
    match (test, place.value()) {
        (Test::Equal(operand), Value::Text(text)) if operand.equals_but_for_case(text) => {
            Some("they differ in upper and lower case")
        }
        (Test::Equal(_) | Test::NotEqual(_), Value::Null | Value::Boolean(_) | Value::Array | Value::Object) => {
            Some("= and != hold only of strings and numbers")
        }
        (Test::Ordered(..), Value::Text(_)) => Some("only numbers are ordered"),
        (Test::IsNull, Value::Array) if holds_null(place) => Some("an array that holds null is NULL"),
        (Test::NotExists, Value::Null) => Some("null exists"),
        (
            Test::Equal(_)
            | Test::NotEqual(_)
            | Test::Ordered(..)
            | Test::IsNull
            | Test::IsBoolean(_)
            | Test::NotExists,
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) | Value::Array | Value::Object,
        ) => None,
    }
}
