//! Why a pattern matches a log event or stays silent: each condition with what its selector found, and in words.

//!
//! How the parts of a pattern are judged is the business of [`judge`]; here are the verdicts and their words.

mod judge;

use std::fmt;

pub(crate) use self::judge::explain;

/// Longer texts and numbers are cut in reasons, and so are lists of finds.
const REASON_TEXT_CHARS_MAX: usize = 80;
const REASON_FINDS_MAX: usize = 3;

/// Why a pattern matches a log event or stays silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explanation {
    /// The pattern is blank and matches every event.
    EveryEvent,
    /// The pattern is a JSON pattern and the message is not one JSON object, so that no condition is even looked at.
    NotOneObject,
    /// The conditions of a JSON pattern, judged.
    Json(Judgement),
    /// The terms of a pattern, judged.
    Terms {
        /// The terms that count.
        counted: Judgement,
        /// The `?` terms that are ignored because others stand beside them, as the pattern writes them.
        ignored: Vec<String>,
    },
    /// The fields of a message, judged by a space-delimited pattern.
    Fields {
        /// How many fields the message has.
        found: usize,
        /// How many it needs to have at least.
        needed: usize,
        /// The conditions, if there are enough fields; otherwise none.
        conditions: Judgement,
    },
    /// A search for a regular expression.
    Regex {
        /// As the pattern writes it.
        regex: String,
        /// Whether it matches anywhere in the message.
        holds: bool,
    },
}

/// A part of a pattern with its verdict; it has the form of the pattern, parentheses resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// A single condition.
    Condition(Judged),
    /// A single term.
    Term(JudgedTerm),
    /// Parts all of which have to hold.
    All(Vec<Judgement>),
    /// Parts one of which has to hold.
    Any(Vec<Judgement>),
}

/// A term with its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedTerm {
    /// As the pattern writes it, without its sign.
    pub term: String,
    /// Whether the message has to be without it.
    pub excluded: bool,
    /// Whether the message contains it.
    pub occurs: bool,
}

/// A condition with its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The selector as the pattern writes it, `$.userIdentity.type`, or a field by its name, `$user`.
    pub selector: String,
    /// What is asked of it, as the pattern writes it: `= "Root"`, `NOT EXISTS`.
    pub test: String,
    /// Whether the condition holds.
    pub holds: bool,
    /// What the selector found.
    pub found: Found,
    /// Why a value like this satisfies or fails the condition, where that may surprise.
    remark: Option<&'static str>,
}

/// What a selector found in an event; of a field always a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing: the member, a parent or the element does not exist.
    Nothing,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as the event writes it.
    Number(String),
    /// A string, its escapes resolved.
    Text(String),
    /// An array.
    Array,
    /// An object.
    Object,
    /// What a selector with a wildcard found, in the order of the event.
    Each(Vec<Found>),
}

impl Explanation {
    /// Whether the pattern matches.
    #[must_use]
    pub fn holds(&self) -> bool {
        match self {
            Self::EveryEvent => true,
            Self::NotOneObject => false,
            Self::Json(judgement) | Self::Terms { counted: judgement, .. } => judgement.holds(),
            Self::Fields { found, needed, conditions } => needed <= found && conditions.holds(),
            Self::Regex { holds, .. } => *holds,
        }
    }

    /// What decides the outcome, in words: of a match the conditions that hold and matter, of a silence those that
    /// fail; at least one.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        match self {
            Self::EveryEvent => vec!["the pattern is blank and matches every event".to_owned()],
            Self::NotOneObject => vec!["the message is not one JSON object, so no JSON pattern matches it".to_owned()],
            Self::Json(judgement) => judgement.reasons(),
            Self::Terms { counted, ignored } => {
                let mut reasons = counted.reasons();
                reasons.extend(ignored.iter().map(|term| format!("{term} is ignored beside terms without ?")));
                reasons
            }
            Self::Fields { found, needed, conditions } => {
                let reasons = if needed <= found { conditions.reasons() } else { Vec::new() };
                if reasons.is_empty() {
                    vec![format!("the message has {}, the pattern asks for {needed} at least", fields(*found))]
                } else {
                    reasons
                }
            }
            Self::Regex { regex, holds: true } => vec![format!("the message matches {regex}")],
            Self::Regex { regex, holds: false } => vec![format!("the message does not match {regex}")],
        }
    }
}

fn fields(count: usize) -> String {
    if count == 1 { "1 field".to_owned() } else { format!("{count} fields") }
}

impl Judgement {
    /// Whether this part of the pattern holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        match self {
            Self::Condition(condition) => condition.holds,
            Self::Term(term) => term.holds(),
            Self::All(parts) => parts.iter().all(Self::holds),
            Self::Any(parts) => parts.iter().any(Self::holds),
        }
    }

    /// The conditions that decide whether this part holds, in words: those with the verdict of the whole. A part that
    /// holds inside one that fails, or fails inside one that holds, decides nothing.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        let verdict = self.holds();
        match self {
            Self::Condition(condition) => vec![condition.reason()],
            Self::Term(term) => vec![term.reason()],
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().filter(|part| part.holds() == verdict).flat_map(Self::reasons).collect()
            }
        }
    }
}

impl JudgedTerm {
    /// Whether the message is as the term asks.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.occurs != self.excluded
    }

    /// The verdict in words: `the message contains ERROR, as the pattern asks`.
    #[must_use]
    pub fn reason(&self) -> String {
        let contains = if self.occurs { "contains" } else { "does not contain" };
        let verdict = match (self.holds(), self.excluded) {
            (true, _) => "as the pattern asks",
            (false, true) => "the pattern asks that it does not",
            (false, false) => "the pattern asks for it",
        };
        format!("the message {contains} {}, {verdict}", shortened(&self.term))
    }
}

impl Judged {
    /// The verdict in words: `$.userIdentity.type is "IAMUser", the pattern asks for = "Root"`.
    #[must_use]
    pub fn reason(&self) -> String {
        let asks = if self.holds { "as the pattern asks:" } else { "the pattern asks for" };
        let verb = if matches!(self.found, Found::Each(_)) { "finds" } else { "is" };
        let mut reason = format!("{} {verb} {}, {asks} {}", self.selector, self.found, self.test);
        if let Some(remark) = self.remark {
            reason = format!("{reason} ({remark})");
        }
        reason
    }
}

impl fmt::Display for Found {
    /// A few words, whatever the size of the value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("absent"),
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Number(number) => f.write_str(&shortened(number)),
            Self::Text(text) => write!(f, "{:?}", shortened(text)),
            Self::Array => f.write_str("an array"),
            Self::Object => f.write_str("an object"),
            Self::Each(finds) if finds.is_empty() => f.write_str("nothing"),
            Self::Each(finds) => {
                for (index, find) in finds.iter().take(REASON_FINDS_MAX).enumerate() {
                    write!(f, "{}{find}", if index == 0 { "" } else { ", " })?;
                }
                match finds.len().saturating_sub(REASON_FINDS_MAX) {
                    0 => Ok(()),
                    more => write!(f, " and {more} more"),
                }
            }
        }
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(REASON_TEXT_CHARS_MAX) {
        None => text.to_owned(),
        Some((end, _)) => {
            let mut start = text[..end].to_owned();
            start.push('…');
            start
        }
    }
}
