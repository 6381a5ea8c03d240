//! Operands of `=` and `!=`.

use crate::document::Value;
use crate::number::{Decimal, written_form_of_event};

/// What a value is compared with.
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
}

impl Operand {
    /// The operand that a text in quotation marks is, its escapes resolved.
    pub(crate) fn quoted(text: String) -> Self {
        Wildcard::new(&text).map_or(Self::Quoted(text), Self::Wildcard)
    }

    /// Whether the value equals the operand; `None` where it neither equals nor differs.
    pub(crate) fn equals(&self, value: &Value<'_>) -> Option<bool> {
        match value {
            Value::Text(text) => Some(self.equals_text(text)),
            Value::Number(number) => self.equals_number(number),
            Value::Null | Value::Boolean(_) | Value::Array | Value::Object => None,
        }
    }

    fn equals_text(&self, text: &str) -> bool {
        match self {
            Self::Quoted(operand) | Self::Word(operand) | Self::Number { text: operand, .. } => operand == text,
            Self::Wildcard(wildcard) => wildcard.matches(text),
        }
    }

    fn equals_number(&self, number: &str) -> Option<bool> {
        match self {
            Self::Quoted(operand) => Some(written_form_of_event(number) == *operand),
            Self::Word(_) => Some(false),
            Self::Number { value, .. } => Decimal::of_event(number).map(|number| number == *value),
            Self::Wildcard(wildcard) => Some(wildcard.matches(&written_form_of_event(number))),
        }
    }

    /// Whether the operand differs from a text in upper and lower case and in nothing else.
    pub(crate) fn equals_but_for_case(&self, text: &str) -> bool {
        match self {
            Self::Quoted(operand) | Self::Word(operand) | Self::Number { text: operand, .. } => {
                operand != text && operand.to_lowercase() == text.to_lowercase()
            }
            Self::Wildcard(_) => false,
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
