//! Space-delimited patterns: what `[ … ]` says of the fields of a message, and whether it holds.
//!
//! The rules are those of the CloudWatch Logs User Guide and of the examples in the API reference of TestMetricFilter
//! where recorded answers do not differ, and the recorded answers where they do. How a message is cut into fields is in
//! [`cut`].

pub(crate) mod cut;
pub(crate) mod parse;

use std::collections::BTreeMap;
use std::ops::Range;

use self::cut::Cut;
use crate::expression::Expression;
use crate::operand::Compared;

/// A space-delimited pattern. The form itself says that there is at most one ellipsis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SpaceDelimited {
    /// The fields that line up from the left.
    pub(crate) head: Vec<Field>,
    /// The fields behind the ellipsis, which line up from the right; `None` where there is no ellipsis. `[]` matches
    /// what `[...]` does.
    pub(crate) tail: Option<Vec<Field>>,
}

/// An entry of a space-delimited pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// An empty entry: one field of any content.
    Unnamed,
    /// With a name, which no other field has.
    Named(NamedField),
}

/// A field with a name and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamedField {
    pub(crate) name: String,
    pub(crate) expression: Expression<FieldCondition>,
}

/// One condition of a field. Where it stands is no part of what it says.
#[derive(Clone, Debug)]
pub(crate) struct FieldCondition {
    pub(crate) test: FieldTest,
    /// The name in the pattern's text.
    pub(crate) name_span: Range<usize>,
    /// Operator and operand; empty where there are none.
    pub(crate) test_span: Range<usize>,
}

impl PartialEq for FieldCondition {
    fn eq(&self, other: &Self) -> bool {
        self.test == other.test
    }
}

impl Eq for FieldCondition {}

/// What is asked of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FieldTest {
    /// Nothing but that it is there: the name alone.
    Exists,
    Compared(Compared),
}

/// A field of a message, lined up with a pattern.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Aligned<'p, 'm> {
    /// `None` for an unnamed field and for one that the ellipsis stands for.
    pub(crate) field: Option<&'p NamedField>,
    pub(crate) value: &'m str,
}

impl SpaceDelimited {
    /// How many fields a message needs to have.
    pub(crate) fn fields_min(&self) -> usize {
        self.head.len() + self.tail.as_ref().map_or(0, Vec::len)
    }

    /// The fields of a message, each with its entry in the pattern; `None` of a message that has too few.
    pub(crate) fn align<'p, 'm>(&'p self, message: &'m str, cuts: &[Cut<'m>]) -> Option<Vec<Aligned<'p, 'm>>> {
        let surplus = cuts.len().checked_sub(self.fields_min())?;
        let tail = self.tail.iter().flat_map(|tail| std::iter::repeat_n(&Field::Unnamed, surplus).chain(tail));
        let aligned = |(field, cut): (&'p Field, &Cut<'m>)| Aligned { field: field.named(), value: cut.value };
        let mut fields: Vec<_> = self.head.iter().chain(tail).zip(cuts).map(aligned).collect();
        // Without an ellipsis the last field takes the rest of the message as it is written.
        let rest = fields.len().checked_sub(1).filter(|_| self.tail.is_none() && surplus > 0);
        if let Some(last) = rest {
            fields[last].value = &message[cuts[last].start..];
        }
        Some(fields)
    }

    /// Whether all fields are as the pattern asks.
    pub(crate) fn holds(&self, message: &str, cuts: &[Cut<'_>]) -> bool {
        self.align(message, cuts).is_some_and(|fields| fields.iter().all(Aligned::holds))
    }

    /// The fields as TestMetricFilter names them: `$name`, or `$` and the place in the message for those without.
    pub(crate) fn extract(&self, message: &str, cuts: &[Cut<'_>]) -> BTreeMap<String, String> {
        let fields = self.align(message, cuts).unwrap_or_default();
        let named = |(field, place): (Aligned<'_, '_>, usize)| {
            let name = field.field.map_or_else(|| format!("${place}"), |named| format!("${}", named.name));
            (name, field.value.to_owned())
        };
        fields.into_iter().zip(1..).map(named).collect()
    }
}

impl Field {
    fn named(&self) -> Option<&NamedField> {
        match self {
            Self::Unnamed => None,
            Self::Named(field) => Some(field),
        }
    }
}

impl Aligned<'_, '_> {
    fn holds(&self) -> bool {
        self.field.is_none_or(|field| field.expression.holds_where(&|condition| condition.test.holds(self.value)))
    }
}

impl FieldTest {
    pub(crate) fn holds(&self, value: &str) -> bool {
        match self {
            Self::Exists => true,
            Self::Compared(compared) => compared.holds_of_field(value),
        }
    }
}
