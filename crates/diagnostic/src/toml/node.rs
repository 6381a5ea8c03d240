//! One value of a TOML file, read as what it ought to be.

use std::borrow::Cow;
use std::fmt::Display;
use std::ops::{Range, RangeInclusive};
use std::str::FromStr;

use ::toml::Spanned;
use ::toml::de::DeValue;

use super::{Table, listed, place};
use crate::{Fault, Placed, nearest};

/// What a TOML value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are TOML's own")]
pub enum Kind {
    String,
    Integer,
    Float,
    Boolean,
    Datetime,
    Array,
    Table,
}

/// One value, with its key and its place.
#[derive(Clone)]
pub struct Node<'t> {
    key: &'t str,
    key_span: Range<usize>,
    /// An element of the array that stands under the key.
    is_element: bool,
    text: &'t str,
    value: &'t Spanned<DeValue<'t>>,
}

impl<'t> Node<'t> {
    /// An entry of a table of this text.
    pub(super) fn entry(text: &'t str, key: &'t Spanned<Cow<'t, str>>, value: &'t Spanned<DeValue<'t>>) -> Self {
        Self { key: key.get_ref(), key_span: key.span(), is_element: false, text, value }
    }

    /// The key under which the value stands; for an element of an array the key of the array.
    #[must_use]
    pub fn key(&self) -> &'t str {
        self.key
    }

    /// The place of the key.
    #[must_use]
    pub fn key_span(&self) -> Range<usize> {
        self.key_span.clone()
    }

    /// The place of the value.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.value.span()
    }

    /// A fault at the place of the value.
    #[must_use]
    pub fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::new(self.span(), message)
    }

    /// Something read from this value, with the value's place.
    pub fn placed<T>(&self, value: T) -> Placed<T> {
        Placed { value, span: self.span() }
    }

    /// What the value is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.value.get_ref() {
            DeValue::String(_) => Kind::String,
            DeValue::Integer(_) => Kind::Integer,
            DeValue::Float(_) => Kind::Float,
            DeValue::Boolean(_) => Kind::Boolean,
            DeValue::Datetime(_) => Kind::Datetime,
            DeValue::Array(_) => Kind::Array,
            DeValue::Table(_) => Kind::Table,
        }
    }

    /// The value as text.
    pub fn string(&self, faults: &mut Vec<Fault>) -> Option<&'t str> {
        self.expect("a text in quotation marks", DeValue::as_str, faults)
    }

    /// The value as `true` or `false`.
    pub fn boolean(&self, faults: &mut Vec<Fault>) -> Option<bool> {
        self.expect("true or false", DeValue::as_bool, faults)
    }

    /// The value as a whole number within bounds.
    pub fn integer(&self, bounds: RangeInclusive<i64>, faults: &mut Vec<Fault>) -> Option<i64> {
        let (low, high) = (*bounds.start(), *bounds.end());
        let read = |value: &DeValue<'_>| {
            let integer = value.as_integer()?;
            i64::from_str_radix(integer.as_str(), integer.radix()).ok().filter(|number| bounds.contains(number))
        };
        self.expect(&format!("a whole number from {low} to {high}"), read, faults)
    }

    /// The value as a finite number, whole or not.
    pub fn number(&self, faults: &mut Vec<Fault>) -> Option<f64> {
        let read = |value: &DeValue<'_>| {
            let number: Option<f64> = match value {
                DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
                DeValue::Float(float) => float.as_str().parse().ok(),
                _ => None,
            };
            number.filter(|number| number.is_finite())
        };
        self.expect("a finite decimal number", read, faults)
    }

    /// The value as a text that `T` can be read from.
    pub fn parsed<T: FromStr<Err: Display>>(&self, faults: &mut Vec<Fault>) -> Option<T> {
        match self.string(faults)?.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                faults.push(self.fault(format!("`{}`: {error}", self.key)));
                None
            }
        }
    }

    /// The value as one of several words.
    pub fn choice<T: Copy>(&self, choices: &[(&str, T)], faults: &mut Vec<Fault>) -> Option<T> {
        let word = self.string(faults)?;
        let found = choices.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let cure = match nearest(word, names.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("write one of {}", listed(&names)),
            };
            faults.push(self.fault(format!("`{}` cannot be \"{word}\"", self.key)).cure(cure));
        }
        found
    }

    /// The value as a table.
    pub fn table(&self, what: &'static str, faults: &mut Vec<Fault>) -> Option<Table<'t>> {
        let entries = self.expect("a table", DeValue::as_table, faults)?;
        Some(Table { what, span: self.span(), text: self.text, entries, known: Vec::new(), hidden: Vec::new() })
    }

    /// The value as an array; its elements carry the array's key.
    pub fn array(&self, faults: &mut Vec<Fault>) -> Option<Vec<Self>> {
        let elements = self.expect("an array", DeValue::as_array, faults)?;
        let element = |value| Self { is_element: true, value, ..self.clone() };
        Some(elements.iter().map(element).collect())
    }

    /// The place in the file of a part of this string's value, given in bytes of the value.
    ///
    /// Escapes are followed in a string in quotation marks; where that is not possible the whole string is the place.
    #[must_use]
    pub fn within_string(&self, part: Range<usize>) -> Range<usize> {
        let span = self.span();
        let raw = self.text.get(span.clone()).unwrap_or_default();
        match (place::in_source(raw, part.start), place::in_source(raw, part.end)) {
            (Some(start), Some(end)) => span.start + start..span.start + end,
            _ => span,
        }
    }

    fn expect<T>(
        &self,
        wanted: &str,
        read: impl FnOnce(&'t DeValue<'t>) -> Option<T>,
        faults: &mut Vec<Fault>,
    ) -> Option<T> {
        let found = read(self.value.get_ref());
        if found.is_none() {
            let label = format!("this is {}", article(self.value.get_ref()));
            let each = if self.is_element { "each of " } else { "" };
            faults.push(self.fault(format!("{each}`{}` must be {wanted}", self.key)).label(label));
        }
        found
    }
}

fn article(value: &DeValue<'_>) -> String {
    match value.type_str() {
        kind @ ("integer" | "array") => format!("an {kind}"),
        kind => format!("a {kind}"),
    }
}
