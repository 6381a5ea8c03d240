//! Which conditions exclude each other, and which leave nothing out between them.
//!
//! Every answer here is about all events. Where it would take knowledge of what regular expressions or two wildcards
//! have in common, the answer is no.

use std::borrow::Cow;
use std::ops::Range;

use super::Claim;
use crate::delimited::{FieldCondition, FieldTest};
use crate::document::Value;
use crate::json::{Condition, Selector, Step, Test};
use crate::number::Decimal;
use crate::operand::{Compared, Comparison, Operand};

/// What is compared, without the value that it is compared with being owned.
#[derive(Clone, Copy)]
enum Against<'c> {
    Equal(&'c Operand),
    NotEqual(&'c Operand),
    Ordered(Comparison, &'c Decimal),
}

impl Claim for Condition {
    fn span(&self) -> Range<usize> {
        self.selector_span.start..self.test_span.end
    }

    fn test_span(&self) -> Range<usize> {
        self.test_span.clone()
    }

    fn operand(&self) -> Option<&Operand> {
        match &self.test {
            Test::Equal(operand) | Test::NotEqual(operand) => Some(operand),
            Test::Ordered(..) | Test::IsNull | Test::IsBoolean(_) | Test::NotExists => None,
        }
    }

    fn never(&self) -> bool {
        // With a wildcard selector `!=` holds where nothing is found.
        self.selector.each.is_none() && against(&self.test).is_some_and(Against::never)
    }

    fn excludes(&self, other: &Self) -> bool {
        if self.selector == other.selector {
            return match &self.selector.each {
                None => tests_exclude(&self.test, &other.test),
                Some(_) => find_excluded(&self.test, &other.test) || find_excluded(&other.test, &self.test),
            };
        }
        parent_excludes(self, other) || parent_excludes(other, self)
    }

    fn covers_with(&self, other: &Self) -> bool {
        self.selector == other.selector
            && self.selector.each.is_none()
            && against(&self.test).zip(against(&other.test)).is_some_and(|(a, b)| a.covers_with(b))
    }
}

impl Claim for FieldCondition {
    fn span(&self) -> Range<usize> {
        self.name_span.start..self.test_span.end.max(self.name_span.end)
    }

    fn test_span(&self) -> Range<usize> {
        self.test_span.clone()
    }

    fn operand(&self) -> Option<&Operand> {
        match &self.test {
            FieldTest::Compared(Compared::Equal(operand) | Compared::NotEqual(operand)) => Some(operand),
            FieldTest::Compared(Compared::Ordered(..)) | FieldTest::Exists => None,
        }
    }

    fn never(&self) -> bool {
        against_field(&self.test).is_some_and(Against::never)
    }

    fn excludes(&self, other: &Self) -> bool {
        against_field(&self.test).zip(against_field(&other.test)).is_some_and(|(a, b)| a.excludes(b))
    }

    fn covers_with(&self, other: &Self) -> bool {
        against_field(&self.test).zip(against_field(&other.test)).is_some_and(|(a, b)| a.covers_with(b))
    }
}

fn against(test: &Test) -> Option<Against<'_>> {
    match test {
        Test::Equal(operand) => Some(Against::Equal(operand)),
        Test::NotEqual(operand) => Some(Against::NotEqual(operand)),
        Test::Ordered(comparison, bound) => Some(Against::Ordered(*comparison, bound)),
        Test::IsNull | Test::IsBoolean(_) | Test::NotExists => None,
    }
}

fn against_field(test: &FieldTest) -> Option<Against<'_>> {
    match test {
        FieldTest::Exists => None,
        FieldTest::Compared(Compared::Equal(operand)) => Some(Against::Equal(operand)),
        FieldTest::Compared(Compared::NotEqual(operand)) => Some(Against::NotEqual(operand)),
        FieldTest::Compared(Compared::Ordered(comparison, bound)) => Some(Against::Ordered(*comparison, bound)),
    }
}

/// Whether no one value, present or absent, satisfies both tests.
fn tests_exclude(a: &Test, b: &Test) -> bool {
    match (a, b) {
        (Test::NotExists, Test::NotExists) | (Test::IsNull, Test::IsNull) => false,
        (Test::IsBoolean(a), Test::IsBoolean(b)) => a != b,
        (Test::NotExists | Test::IsNull | Test::IsBoolean(_), _)
        | (_, Test::NotExists | Test::IsNull | Test::IsBoolean(_)) => true,
        (Test::Equal(_) | Test::NotEqual(_) | Test::Ordered(..), _) => {
            against(a).zip(against(b)).is_some_and(|(a, b)| a.excludes(b))
        }
    }
}

/// Behind a wildcard selector: whether `b` asks for a find where `a` asks that there be none.
fn find_excluded(a: &Test, b: &Test) -> bool {
    *a == Test::NotExists && !matches!(b, Test::NotExists | Test::NotEqual(_))
}

/// Whether what `parent` asks of a value leaves nothing below it for `child` to hold of.
fn parent_excludes(parent: &Condition, child: &Condition) -> bool {
    if parent.selector.each.is_some() || child.test == Test::NotExists {
        return false;
    }
    let Some(below) = below(&parent.selector, &child.selector) else { return false };
    match (&parent.test, below) {
        (Test::NotExists, _) => true,
        // The wildcard's `!=` holds of a scalar, and an array that holds null is NULL.
        (_, None) | (Test::IsNull, Some(Step::Element(_))) => false,
        (Test::IsNull | Test::IsBoolean(_) | Test::Equal(_) | Test::NotEqual(_) | Test::Ordered(..), Some(_)) => true,
    }
}

/// The first step from one selector's values down to another's: `Some(None)` for a wildcard, `None` where the one does
/// not lead to the other.
fn below<'s>(parent: &Selector, child: &'s Selector) -> Option<Option<&'s Step>> {
    let rest = child.path.strip_prefix(parent.path.as_slice())?;
    match rest.first() {
        None if child.each.is_none() => None,
        step => Some(step),
    }
}

impl Against<'_> {
    fn never(self) -> bool {
        match self {
            // Only `*` takes the empty text, and it takes everything.
            Self::NotEqual(operand @ Operand::Wildcard(_)) => equals_text(operand, ""),
            Self::NotEqual(_) | Self::Equal(_) | Self::Ordered(..) => false,
        }
    }

    fn excludes(self, other: Self) -> bool {
        match (self, other) {
            (Self::Equal(a), Self::Equal(b)) => operands_exclude(a, b),
            (Self::Equal(equal), Self::NotEqual(differs)) | (Self::NotEqual(differs), Self::Equal(equal)) => {
                equal == differs || only_text(equal).is_some_and(|text| equals_text(differs, text))
            }
            (Self::Equal(equal), Self::Ordered(comparison, bound))
            | (Self::Ordered(comparison, bound), Self::Equal(equal)) => !may_be_ordered(equal, comparison, bound),
            (Self::Ordered(a, bound_a), Self::Ordered(b, bound_b)) => ranges_exclude((a, bound_a), (b, bound_b)),
            (Self::NotEqual(_), Self::NotEqual(_) | Self::Ordered(..)) | (Self::Ordered(..), Self::NotEqual(_)) => {
                false
            }
        }
    }

    fn covers_with(self, other: Self) -> bool {
        match (self, other) {
            (Self::Equal(a), Self::NotEqual(b)) | (Self::NotEqual(b), Self::Equal(a)) => a == b,
            (Self::NotEqual(a), Self::NotEqual(b)) => operands_exclude(a, b),
            (Self::Ordered(a, bound_a), Self::Ordered(b, bound_b)) => {
                ranges_exclude((opposite(a), bound_a), (opposite(b), bound_b))
            }
            (Self::Equal(_), Self::Equal(_) | Self::Ordered(..))
            | (Self::NotEqual(_), Self::Ordered(..))
            | (Self::Ordered(..), Self::Equal(_) | Self::NotEqual(_)) => false,
        }
    }
}

/// The one text that a value equal to this operand can have; a bare number is equal to several.
fn only_text(operand: &Operand) -> Option<&str> {
    match operand {
        Operand::Quoted(text) | Operand::Word(text) => Some(text),
        Operand::Number { .. } | Operand::Wildcard(_) | Operand::Regex(_) => None,
    }
}

fn equals_text(operand: &Operand, text: &str) -> bool {
    operand.equals(&Value::Text(Cow::Borrowed(text))) == Some(true)
}

/// Whether no text and no number equals both.
fn operands_exclude(a: &Operand, b: &Operand) -> bool {
    match (a, b) {
        (Operand::Number { value: a, .. }, Operand::Number { value: b, .. }) => a != b,
        (Operand::Number { value, .. }, other) | (other, Operand::Number { value, .. }) => {
            only_text(other).is_some_and(|text| Decimal::parse(text).as_ref() != Ok(value))
        }
        (Operand::Quoted(text) | Operand::Word(text), other) | (other, Operand::Quoted(text) | Operand::Word(text)) => {
            !equals_text(other, text)
        }
        (Operand::Wildcard(a), Operand::Wildcard(b)) => {
            let (a, b) = (a.to_string(), b.to_string());
            let (a, b) = (beginning(&a), beginning(&b));
            !a.starts_with(b) && !b.starts_with(a)
        }
        (Operand::Wildcard(_) | Operand::Regex(_), Operand::Wildcard(_) | Operand::Regex(_)) => false,
    }
}

/// What a text with wildcards has to begin with.
fn beginning(wildcard: &str) -> &str {
    wildcard.split('*').next().unwrap_or_default()
}

/// Whether a number may equal the operand and be ordered so.
fn may_be_ordered(operand: &Operand, comparison: Comparison, bound: &Decimal) -> bool {
    let holds = |number: &Decimal| comparison.holds(number.cmp(bound));
    match operand {
        Operand::Number { value, .. } => holds(value),
        Operand::Quoted(text) => Decimal::parse(text).as_ref().is_ok_and(holds),
        Operand::Word(_) => false,
        Operand::Wildcard(_) | Operand::Regex(_) => true,
    }
}

/// Whether no number is in both ranges.
fn ranges_exclude(a: (Comparison, &Decimal), b: (Comparison, &Decimal)) -> bool {
    let is_lower = |comparison| matches!(comparison, Comparison::Greater | Comparison::GreaterOrEqual);
    let (lower, upper) = match (is_lower(a.0), is_lower(b.0)) {
        (true, false) => (a, b),
        (false, true) => (b, a),
        (true, true) | (false, false) => return false,
    };
    let both_inclusive = lower.0 == Comparison::GreaterOrEqual && upper.0 == Comparison::LessOrEqual;
    lower.1 > upper.1 || (lower.1 == upper.1 && !both_inclusive)
}

fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::GreaterOrEqual,
        Comparison::LessOrEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessOrEqual,
        Comparison::GreaterOrEqual => Comparison::Less,
    }
}
