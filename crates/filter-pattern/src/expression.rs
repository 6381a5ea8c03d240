//! Conditions joined by `&&` and `||`: the form that JSON patterns and the fields of space-delimited ones share.

pub(crate) mod parse;

/// Conditions and how they are joined.
///
/// Every level of nesting costs characters of the pattern, whose number is bounded; so recursion over it is, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression<C> {
    Condition(C),
    /// Joined by `&&`.
    All(Vec<Expression<C>>),
    /// Joined by `||`.
    Any(Vec<Expression<C>>),
}

impl<C> Expression<C> {
    /// Whether the whole holds, given whether a condition does.
    pub(crate) fn holds_where(&self, holds: &impl Fn(&C) -> bool) -> bool {
        match self {
            Self::Condition(condition) => holds(condition),
            Self::All(parts) => parts.iter().all(|part| part.holds_where(holds)),
            Self::Any(parts) => parts.iter().any(|part| part.holds_where(holds)),
        }
    }

    /// The conditions in the order of the text.
    pub(crate) fn conditions(&self) -> Vec<&C> {
        match self {
            Self::Condition(condition) => vec![condition],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::conditions).collect(),
        }
    }
}
