//! The conditions of a JSON pattern as they are shown to lints that know the events.

use std::ops::Range;

use super::{Claim, flat, form};
use crate::expression::Expression;
use crate::json::{Condition, Step, Test};
use crate::{Kind, Pattern};

/// The conditions of a JSON pattern and how they are joined; parentheses that change nothing are gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outline<'p> {
    /// A single condition.
    Condition(Asked<'p>),
    /// Parts joined by `&&`.
    All(Vec<Outline<'p>>),
    /// Parts joined by `||`.
    Any(Vec<Outline<'p>>),
}

/// A selector and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked<'p> {
    /// The whole condition: bytes of the pattern's text.
    pub span: Range<usize>,
    /// The selector: bytes of the pattern's text.
    pub selector_span: Range<usize>,
    /// The selector as the pattern writes it.
    pub selector: &'p str,
    /// The names of the members that the selector leads through, up to the first index or wildcard.
    pub members: Vec<&'p str>,
    /// Whether it leads through members alone.
    pub only_members: bool,
    /// What is asked.
    pub asks: Asks,
}

/// What is asked of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asks {
    /// `=`
    Equal(Operand),
    /// `!=`
    NotEqual(Operand),
    /// One of `<`, `<=`, `>` and `>=`; operator and number as the pattern writes them, without blanks.
    Ordered(String),
    /// `IS NULL`
    IsNull,
    /// `IS TRUE` or `IS FALSE`
    IsBoolean(bool),
    /// `NOT EXISTS`
    NotExists,
}

/// What is compared with by `=` and `!=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand {
    /// Bytes of the pattern's text, quotation marks or percent signs included.
    pub span: Range<usize>,
    /// What it is.
    pub kind: OperandKind,
    /// Without quotation marks and percent signs, escapes resolved.
    pub text: String,
}

/// The kinds of operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperandKind {
    /// A text, quoted or bare, without a wildcard.
    Text,
    /// A bare number.
    Number,
    /// A text with at least one `*`.
    Wildcard,
    /// A regular expression.
    Regex,
}

impl Pattern {
    /// The conditions of a JSON pattern; `None` for the other kinds.
    #[must_use]
    pub fn outline(&self) -> Option<Outline<'_>> {
        match &self.kind {
            Kind::Json(expression) => Some(Outline::of(expression, &self.text)),
            Kind::Every | Kind::Terms(_) | Kind::SpaceDelimited(_) | Kind::Regex(_) => None,
        }
    }
}

impl<'p> Outline<'p> {
    fn of(expression: &'p Expression<Condition>, text: &'p str) -> Self {
        let parts = || flat(expression).into_iter().map(|part| Self::of(part, text)).collect();
        match expression {
            Expression::Condition(condition) => Self::Condition(Asked::of(condition, text)),
            Expression::All(_) => Self::All(parts()),
            Expression::Any(_) => Self::Any(parts()),
        }
    }

    /// The conditions in the order of the text.
    #[must_use]
    pub fn conditions(&self) -> Vec<&Asked<'p>> {
        match self {
            Self::Condition(asked) => vec![asked],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::conditions).collect(),
        }
    }
}

impl<'p> Asked<'p> {
    fn of(condition: &'p Condition, text: &'p str) -> Self {
        let path = &condition.selector.path;
        let member = |step: &'p Step| match step {
            Step::Member(name) => Some(name.as_str()),
            Step::Element(_) => None,
        };
        let members: Vec<_> = path.iter().map_while(member).collect();
        Self {
            span: condition.span(),
            selector_span: condition.selector_span.clone(),
            selector: &text[condition.selector_span.clone()],
            only_members: condition.selector.each.is_none() && members.len() == path.len(),
            members,
            asks: Asks::of(condition, text),
        }
    }

    /// What is compared with by `=` or `!=`.
    #[must_use]
    pub fn operand(&self) -> Option<&Operand> {
        match &self.asks {
            Asks::Equal(operand) | Asks::NotEqual(operand) => Some(operand),
            Asks::Ordered(_) | Asks::IsNull | Asks::IsBoolean(_) | Asks::NotExists => None,
        }
    }
}

impl Asks {
    fn of(condition: &Condition, text: &str) -> Self {
        let operand = |operand| Operand::of(operand, form::operand_span(text, &condition.test_span));
        match &condition.test {
            Test::Equal(found) => Self::Equal(operand(found)),
            Test::NotEqual(found) => Self::NotEqual(operand(found)),
            Test::Ordered(..) => Self::Ordered(text[condition.test_span.clone()].replace(crate::is_blank, "")),
            Test::IsNull => Self::IsNull,
            Test::IsBoolean(wanted) => Self::IsBoolean(*wanted),
            Test::NotExists => Self::NotExists,
        }
    }
}

impl Operand {
    fn of(operand: &crate::operand::Operand, span: Range<usize>) -> Self {
        use crate::operand::Operand as Found;
        let (kind, text) = match operand {
            Found::Quoted(text) | Found::Word(text) => (OperandKind::Text, text.clone()),
            Found::Number { text, .. } => (OperandKind::Number, text.clone()),
            Found::Wildcard(wildcard) => (OperandKind::Wildcard, wildcard.to_string()),
            Found::Regex(regex) => (OperandKind::Regex, regex.text().to_owned()),
        };
        Self { span, kind, text }
    }
}
