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
//! Read are JSON patterns, `{ … }`, and the blank pattern that matches every event. Terms, space-delimited fields and
//! regular expressions are not read yet; they are refused by name, see [`FaultKind::NotSupportedYet`]. The crate knows
//! nothing of metrics, of CloudTrail or of any other crate of the workspace.

mod document;
mod event;
mod explanation;
mod fault;
mod json;
mod number;

pub use crate::event::LogEvent;
pub use crate::explanation::{Explanation, Found, Judged, Judgement};
pub use crate::fault::{Fault, FaultKind, Unsupported};
pub use crate::number::written_form;

use crate::json::Expression;

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
    /// `{ … }`: matches messages that are one JSON object.
    Json(Expression),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// All faults of the text, in the order of their places, at least one: what the service would refuse, and what is
    /// not supported yet.
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
            Kind::Json(expression) => event.object().is_some_and(|object| expression.holds(object.root())),
        }
    }

    /// Why the pattern matches a log event or stays silent. [`Explanation::holds`] says the same as
    /// [`Pattern::matches`].
    #[must_use]
    pub fn explain(&self, event: &LogEvent<'_>) -> Explanation {
        match &self.kind {
            Kind::Every => Explanation::EveryEvent,
            Kind::Json(expression) => match event.object() {
                None => Explanation::NotOneObject,
                Some(object) => Explanation::Json(explanation::judge(expression, &self.text, object.root())),
            },
        }
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
        let unsupported = match text.trim_start_matches(is_blank).chars().next() {
            None => return Some(Self::Every),
            Some('{') if text.starts_with('{') => return Some(Self::Json(json::parse::parse(text, faults))),
            Some('{') => {
                let blanks = text.len() - text.trim_start_matches(is_blank).len();
                faults.push(Fault { span: 0..blanks, kind: FaultKind::BlankBeforeBrace });
                return None;
            }
            Some('[') => Unsupported::SpaceDelimited,
            Some('%') => Unsupported::Regex,
            Some(_) => Unsupported::Terms,
        };
        faults.push(Fault { span: 0..text.len(), kind: FaultKind::NotSupportedYet(unsupported) });
        None
    }
}

/// The blanks of the language. Only the space is observed; tabs and new lines are an inference.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}
