//! The CloudWatch Logs filter pattern language: parse, diagnose, match, explain.
//!
//! ```
//! use signalarm_filter_pattern::{LogEvent, Pattern};
//!
//! let pattern = Pattern::parse(r#"{ $.userIdentity.type = "Root" }"#).unwrap();
//! let event = LogEvent::new(r#"{"userIdentity":{"type":"IAMUser"}}"#);
//! assert!(!pattern.matches(&event));
//! assert_eq!(
//!     pattern.explain(&event).reasons(),
//!     [r#"$.userIdentity.type is "IAMUser", the pattern asks for = "Root""#],
//! );
//! ```
//!
//! Patterns are those of metric filters, subscription filters and FilterLogEvents. What a pattern means is taken from
//! the CloudWatch Logs User Guide and from recorded answers of TestMetricFilter; where they differ, the answers count.
//! Where neither says anything, a comment at the place names the assumption.
//!
//! All kinds of patterns are read: blank ones, terms, `{ … }` over JSON, `[ … ]` over fields between blanks, and regular
//! expressions, which are matched in time linear in the message. [`REFERENCE`] describes the language for its users. The
//! crate knows nothing of metrics, of CloudTrail or of any other crate of the workspace.

mod delimited;
mod describe;
mod document;
mod event;
mod explanation;
mod expression;
mod fault;
mod json;
pub mod lint;
mod metric_value;
mod number;
mod operand;
mod print;
mod read;
mod regex;
mod set;
mod terms;

pub use crate::event::LogEvent;
pub use crate::explanation::{Explanation, Found, Judged, JudgedTerm, Judgement};
pub use crate::fault::{Fault, FaultKind, RegexFlaw};
pub use crate::lint::{Finding, lint};
pub use crate::metric_value::{Measured, MetricField, MetricValue, MetricValueRefused};
pub use crate::number::written_form;
pub use crate::set::{PatternSet, Scratch};

use std::collections::BTreeMap;

use crate::delimited::SpaceDelimited;
use crate::json::Expression;
use crate::regex::Regex;
use crate::terms::Terms;

/// The reference of the pattern language, for its users, as Markdown.
pub const REFERENCE: &str = include_str!("../reference.md");

/// The most characters of a pattern. Whether the service counts characters or bytes is open; the documents say
/// characters.
pub const PATTERN_CHARS_MAX: usize = 1024;

/// The most characters that are read at all. A longer text is refused without a further look, which bounds the time
/// that faults take and the depth of an expression.
const READ_CHARS_MAX: usize = 4 * PATTERN_CHARS_MAX;

/// A filter pattern that CloudWatch Logs accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    kind: Kind,
}

/// The kinds of patterns, told apart by their first character.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// Empty or blank: matches every event.
    Every,
    /// `ERROR -timeout`: matches messages by the texts that they contain.
    Terms(Terms),
    /// `{ … }`: matches messages that are one JSON object.
    Json(Expression),
    /// `[ … ]`: matches messages by their fields.
    SpaceDelimited(SpaceDelimited),
    /// `%…%`: matches messages by a regular expression.
    Regex(Regex),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// All faults of the text, in the order of their places, at least one.
    pub fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let kind = Kind::parse(text, &mut faults);
        match kind {
            Some(kind) if faults.is_empty() => Ok(Self { text: text.to_owned(), kind }),
            Some(_) | None => {
                faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
                Err(faults)
            }
        }
    }

    /// The text as given to [`Pattern::parse`].
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the pattern matches a log event.
    #[must_use]
    pub fn matches(&self, event: &LogEvent<'_>) -> bool {
        match &self.kind {
            Kind::Every => true,
            Kind::Terms(terms) => terms.holds(event.message()),
            Kind::Json(expression) => event.object().is_some_and(|object| expression.holds(object.root())),
            Kind::SpaceDelimited(pattern) => pattern.holds(event.message(), event.fields()),
            Kind::Regex(regex) => regex.matches(event.message()),
        }
    }

    /// Why the pattern matches a log event or stays silent. [`Explanation::holds`] says the same as
    /// [`Pattern::matches`].
    #[must_use]
    pub fn explain(&self, event: &LogEvent<'_>) -> Explanation {
        explanation::explain(&self.kind, &self.text, event)
    }

    /// What TestMetricFilter answers as the `extractedValues` of a log event; `None` where the pattern does not match.
    ///
    /// Only space-delimited patterns extract anything: each field by its name, `$user`, or by its place in the message,
    /// counted from 1, `$3`. Source: recorded answers of TestMetricFilter.
    #[must_use]
    pub fn extract(&self, event: &LogEvent<'_>) -> Option<BTreeMap<String, String>> {
        self.matches(event).then(|| match &self.kind {
            Kind::SpaceDelimited(pattern) => pattern.extract(event.message(), event.fields()),
            Kind::Every | Kind::Terms(_) | Kind::Json(_) | Kind::Regex(_) => BTreeMap::new(),
        })
    }

    /// Whether what stands at a place of a JSON object, told by the names that lead to it, may decide whether the pattern
    /// matches that object. `false` is certain: there the pattern says the same whatever stands at the place.
    #[must_use]
    pub fn may_look_at(&self, path: &[&str]) -> bool {
        match &self.kind {
            Kind::Every => false,
            Kind::Json(expression) => {
                expression.conditions().iter().any(|condition| condition.selector.may_look_at(path))
            }
            Kind::Terms(_) | Kind::SpaceDelimited(_) | Kind::Regex(_) => true,
        }
    }

    /// Whether two patterns are the same but for blanks, needless parentheses, and how values are quoted.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Kind {
    /// Reads a pattern; without a fault there is a kind.
    fn parse(text: &str, faults: &mut Vec<Fault>) -> Option<Self> {
        if let Some((end, _)) = text.char_indices().nth(PATTERN_CHARS_MAX) {
            let chars = text.chars().count();
            faults.push(Fault { span: end..text.len(), kind: FaultKind::TooLong { chars } });
            if chars > READ_CHARS_MAX {
                return None;
            }
        }
        let trimmed = text.trim_start_matches(is_blank);
        Some(match trimmed.chars().next() {
            None => Self::Every,
            Some(opening @ ('{' | '[' | '%')) if trimmed.len() < text.len() => {
                faults.push(Fault { span: 0..text.len() - trimmed.len(), kind: FaultKind::BlankBefore { opening } });
                return None;
            }
            Some('{') => Self::Json(json::parse::parse(text, faults)),
            Some('[') => Self::SpaceDelimited(delimited::parse::parse(text, faults)),
            Some('%') => Self::Regex(regex::parse::parse(text, faults)?),
            Some(_) => Self::Terms(terms::parse::parse(text, faults)),
        })
    }
}

/// The blanks of the language. Only the space is observed; tabs and new lines are an inference.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}
