//! What values are compared with, in JSON and in space-delimited patterns.

use std::cmp::Ordering;
use std::fmt;

use crate::document::Value;
use crate::number::{Decimal, written_form_of_event};
use crate::regex::Regex;

/// An operator with its operand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Compared {
    Equal(Operand),
    NotEqual(Operand),
    Ordered(Comparison, Decimal),
}

/// The ordering operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    pub(crate) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

impl Compared {
    /// Whether a field of a message is as the comparison asks. Only what reads as a number is ordered.
    pub(crate) fn holds_of_field(&self, field: &str) -> bool {
        match self {
            Self::Equal(operand) => operand.equals_field(field),
            Self::NotEqual(operand) => !operand.equals_field(field),
            Self::Ordered(comparison, bound) => {
                Decimal::parse(field).is_ok_and(|field| comparison.holds(field.cmp(bound)))
            }
        }
    }
}

/// What a value is compared with by `=` and `!=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Operand {
    /// Text in quotation marks, without a wildcard.
    Quoted(String),
    /// A bare word that is no number, without a wildcard.
    Word(String),
    /// A bare number: text for texts, a number for numbers.
    Number {
        /// As the pattern writes it.
        text: String,
        value: Decimal,
    },
    /// Quoted or bare, with at least one `*`.
    Wildcard(Wildcard),
    /// `%…%`, found anywhere in the text.
    Regex(Regex),
}

impl Operand {
    /// The operand that a text in quotation marks is, its escapes resolved.
    pub(crate) fn quoted(text: String) -> Self {
        Wildcard::new(&text).map_or(Self::Quoted(text), Self::Wildcard)
    }

    /// Whether a JSON value equals the operand; `None` where it neither equals nor differs.
    pub(crate) fn equals(&self, value: &Value<'_>) -> Option<bool> {
        match value {
            Value::Text(text) => Some(self.equals_text(text)),
            Value::Number(number) => self.equals_number(number),
            Value::Null | Value::Boolean(_) | Value::Array | Value::Object => None,
        }
    }

    /// Whether a field of a message equals the operand. Other than for a JSON string, a bare number is compared by value;
    /// that a field which reads as no number differs from it is an assumption.
    pub(crate) fn equals_field(&self, field: &str) -> bool {
        match self {
            Self::Number { value, .. } => Decimal::parse(field).is_ok_and(|field| field == *value),
            Self::Quoted(_) | Self::Word(_) | Self::Wildcard(_) | Self::Regex(_) => self.equals_text(field),
        }
    }

    fn equals_text(&self, text: &str) -> bool {
        match self {
            Self::Quoted(operand) | Self::Word(operand) | Self::Number { text: operand, .. } => operand == text,
            Self::Wildcard(wildcard) => wildcard.matches(text),
            Self::Regex(regex) => regex.matches(text),
        }
    }

    fn equals_number(&self, number: &str) -> Option<bool> {
        match self {
            Self::Quoted(operand) => Some(written_form_of_event(number) == *operand),
            Self::Word(_) => Some(false),
            Self::Number { value, .. } => Decimal::of_event(number).map(|number| number == *value),
            Self::Wildcard(wildcard) => Some(wildcard.matches(&written_form_of_event(number))),
            Self::Regex(regex) => Some(regex.matches(&written_form_of_event(number))),
        }
    }

    /// Whether the operand differs from a text in upper and lower case and in nothing else.
    pub(crate) fn equals_but_for_case(&self, text: &str) -> bool {
        match self {
            Self::Quoted(operand) | Self::Word(operand) | Self::Number { text: operand, .. } => {
                operand != text && operand.to_lowercase() == text.to_lowercase()
            }
            Self::Wildcard(_) | Self::Regex(_) => false,
        }
    }
}

/// A text in which `*` stands for any characters. There is no way to write a `*` that is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wildcard {
    first: String,
    middle: Vec<String>,
    last: String,
}

impl Wildcard {
    /// The wildcard of a text; `None` of one without `*`.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let (first, rest) = text.split_once('*')?;
        let mut middle: Vec<_> = rest.split('*').map(str::to_owned).collect();
        let last = middle.pop().unwrap_or_default();
        Some(Self { first: first.to_owned(), middle, last })
    }

    /// Whether this is `*` alone.
    pub(crate) fn is_any(&self) -> bool {
        self.first.is_empty() && self.middle.is_empty() && self.last.is_empty()
    }

    /// The one procedure that fits all recorded answers: it takes the first occurrence of each piece and never comes
    /// back to try a later one, so `*111.111.111` does not match `111.111.111.111`.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let Some(mut rest) = text.strip_prefix(self.first.as_str()) else { return false };
        for piece in &self.middle {
            let Some((_, after)) = rest.split_once(piece.as_str()) else { return false };
            rest = after;
        }
        self.last.is_empty() || rest.split_once(self.last.as_str()).is_some_and(|(_, after)| after.is_empty())
    }
}

impl fmt::Display for Wildcard {
    /// As a pattern writes it, without quotation marks.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}*", self.first)?;
        self.middle.iter().try_for_each(|piece| write!(f, "{piece}*"))?;
        f.write_str(&self.last)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Wildcard::new(pattern).unwrap().matches(text)
    }

    #[test]
    fn wildcards_take_first_occurrences() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("*", "anything", true),
            ("**", "", true),
            ("foo*", "foo", true),
            ("foo*", "xfoo", false),
            ("*foo", "a foo", true),
            ("*foo", "foo!", false),
            ("*foo*", "a foo!", true),
            ("1*3", "123", true),
            ("1*4", "12.34", true),
            ("a*a", "a", false),
            ("*111.111.111", "111.111.111.111", false),
            ("*.111.111.111", "111.111.111.111", true),
            ("111*111", "111.111.111.111", false),
            ("*a*b", "xaybz", false),
            ("*a*b", "xayb", true),
            ("e*", "été", false),
            ("ét*", "été", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    /// The procedure once more, character by character.
    fn naive(pattern: &str, text: &str) -> bool {
        let pieces: Vec<Vec<char>> = pattern.split('*').map(|piece| piece.chars().collect()).collect();
        let text: Vec<char> = text.chars().collect();
        if !text.starts_with(&pieces[0]) {
            return false;
        }
        let mut at = pieces[0].len();
        for piece in &pieces[1..] {
            let Some(found) = (at..=text.len()).find(|&start| text[start..].starts_with(piece)) else { return false };
            at = found + piece.len();
        }
        pieces.last().is_none_or(|last| last.is_empty() || at == text.len())
    }

    proptest! {
        #[test]
        fn wildcards_match_as_a_naive_judge_says(pattern in "[ab]{0,2}\\*[ab*]{0,5}", text in "[ab]{0,8}") {
            prop_assert_eq!(matches(&pattern, &text), naive(&pattern, &text));
        }
    }
}
