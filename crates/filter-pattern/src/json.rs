//! JSON patterns: what `{ … }` says, and whether it holds.
//!
//! The rules are those of the CloudWatch Logs User Guide where recorded answers of TestMetricFilter do not differ, and
//! the recorded answers where they do. Reading the text is the business of [`parse`].

pub(crate) mod parse;
mod selector;

use std::ops::Range;

pub(crate) use self::selector::{Path, Selection, Selector, Step};
use crate::document::{Place, Value};
use crate::number::Decimal;
use crate::operand::Compared;
pub(crate) use crate::operand::{Comparison, Operand};

/// The conditions of a JSON pattern and how they are joined.
pub(crate) type Expression = crate::expression::Expression<Condition>;

/// A selector and what is asked of the values that it finds. Where it stands is no part of what it says.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) selector: Selector,
    pub(crate) test: Test,
    /// The selector in the pattern's text.
    pub(crate) selector_span: Range<usize>,
    /// What follows it: operator and operand, or keywords.
    pub(crate) test_span: Range<usize>,
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        (&self.selector, &self.test) == (&other.selector, &other.test)
    }
}

impl Eq for Condition {}

/// What is asked of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    Equal(Operand),
    NotEqual(Operand),
    Ordered(Comparison, Decimal),
    IsNull,
    IsBoolean(bool),
    NotExists,
}

impl From<Compared> for Test {
    fn from(compared: Compared) -> Self {
        match compared {
            Compared::Equal(operand) => Self::Equal(operand),
            Compared::NotEqual(operand) => Self::NotEqual(operand),
            Compared::Ordered(comparison, number) => Self::Ordered(comparison, number),
        }
    }
}

impl Expression {
    /// Whether an object, given by its root, is one that the pattern asks for.
    pub(crate) fn holds(&self, root: Place<'_>) -> bool {
        self.holds_where(&|condition| condition.holds(&condition.selector.select(root)))
    }
}

impl Condition {
    /// Whether the condition holds of what its selector selected.
    pub(crate) fn holds(&self, selection: &Selection<'_>) -> bool {
        match selection {
            Selection::One(place) => self.test.holds_of_one(*place),
            Selection::Each(places) => self.test.holds_of_each(places.as_deref()),
        }
    }
}

impl Test {
    fn holds_of_one(&self, place: Option<Place<'_>>) -> bool {
        let Some(place) = place else { return matches!(self, Self::NotExists) };
        match self {
            Self::NotEqual(operand) => operand.equals(place.value()) == Some(false),
            Self::IsNull => *place.value() == Value::Null || holds_null(place),
            Self::Equal(_) | Self::Ordered(..) | Self::IsBoolean(_) | Self::NotExists => self.holds_of(place),
        }
    }

    /// `None`: what stands before the wildcard does not exist.
    fn holds_of_each(&self, places: Option<&[Place<'_>]>) -> bool {
        let finds = places.unwrap_or_default();
        match self {
            // Not “some find differs”: no find may equal, and there need not be one.
            Self::NotEqual(operand) => {
                places.is_some() && !finds.iter().any(|place| operand.equals(place.value()) == Some(true))
            }
            Self::NotExists => finds.is_empty(),
            Self::Equal(_) | Self::Ordered(..) | Self::IsNull | Self::IsBoolean(_) => {
                finds.iter().any(|place| self.holds_of(*place))
            }
        }
    }

    /// Whether the test holds of an existing value itself, without a look into it.
    fn holds_of(&self, place: Place<'_>) -> bool {
        match self {
            Self::Equal(operand) => operand.equals(place.value()) == Some(true),
            Self::NotEqual(operand) => operand.equals(place.value()) == Some(false),
            Self::Ordered(comparison, bound) => match place.value() {
                Value::Number(number) => {
                    Decimal::of_event(number).is_some_and(|number| comparison.holds(number.cmp(bound)))
                }
                Value::Null | Value::Boolean(_) | Value::Text(_) | Value::Array | Value::Object => false,
            },
            Self::IsNull => *place.value() == Value::Null,
            Self::IsBoolean(wanted) => *place.value() == Value::Boolean(*wanted),
            Self::NotExists => false,
        }
    }
}

/// An array that holds `null` itself is NULL, too, as recorded; that the `null` may stand anywhere in it is inferred.
pub(crate) fn holds_null(place: Place<'_>) -> bool {
    *place.value() == Value::Array && place.children().iter().any(|element| *element.value() == Value::Null)
}
