//! A table, its rows, and what came of each.

use std::fmt;

use serde_json::{Map, Value};
use signalarm_diagnostic::{Fault, Faulty};

use crate::pattern;

/// What a row's claim rests on, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// It follows from rows or rules of the other two kinds; a disagreement is told and does not fail.
    Inferred,
    /// AWS says so.
    Documented,
    /// It was seen on AWS.
    Observed,
}

impl Confidence {
    /// Strongest first, as reports list them.
    pub const ALL: [Self; 3] = [Self::Observed, Self::Documented, Self::Inferred];

    /// The word that tables use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Inferred => "inferred",
            Self::Documented => "documented",
            Self::Observed => "observed",
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// What came of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Ours is AWS's answer.
    Agrees,
    /// It is not: what we answer instead.
    Differs(String),
    /// The row has a form that this version does not know: why.
    NotUnderstood(String),
    /// The row tells a fact in prose: there is nothing to run.
    Prose,
}

impl From<signalarm_alarm::conformance::Verdict> for Verdict {
    fn from(verdict: signalarm_alarm::conformance::Verdict) -> Self {
        match verdict {
            signalarm_alarm::conformance::Verdict::Agrees => Self::Agrees,
            signalarm_alarm::conformance::Verdict::Differs(how) => Self::Differs(how),
            signalarm_alarm::conformance::Verdict::NotUnderstood(why) => Self::NotUnderstood(why),
        }
    }
}

/// A table of facts.
#[derive(Clone, Debug)]
pub struct Table {
    /// The file as the person named it.
    pub name: String,
    rows: Vec<Value>,
}

/// A row with what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The row's id; where it has none, its number in the table, from 1.
    pub id: String,
    /// What its claim rests on; `None` where it does not say so in a word that we know.
    pub confidence: Option<Confidence>,
    /// What came of it.
    pub verdict: Verdict,
}

/// Reads a table.
///
/// # Errors
///
/// When the file is no JSON array; a single odd row is no fault of the file but a row that is not understood.
pub fn read(name: &str, text: &str) -> Result<Table, Faulty> {
    let fault = |message: String, span| {
        let fault = Fault::new(span, message).cure("a table is a JSON array with one object for each fact");
        Faulty { name: name.to_owned(), text: text.to_owned(), faults: vec![fault] }
    };
    match serde_json::from_str(text) {
        Ok(Value::Array(rows)) => Ok(Table { name: name.to_owned(), rows }),
        Ok(_) => Err(fault("this is no table".to_owned(), 0..0)),
        Err(error) => {
            let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            let place = text.floor_char_boundary(line_start + error.column().saturating_sub(1));
            Err(fault(format!("broken JSON: {error}"), place..place))
        }
    }
}

impl Table {
    /// Runs every row, in the order of the table.
    pub fn judge(&self) -> impl Iterator<Item = Judged> {
        self.rows.iter().enumerate().map(|(index, row)| {
            let Some(row) = row.as_object() else {
                let verdict = Verdict::NotUnderstood("it is no object".to_owned());
                return Judged { id: (index + 1).to_string(), confidence: None, verdict };
            };
            let text = |key| row.get(key).and_then(Value::as_str);
            let id = text("id").map_or_else(|| (index + 1).to_string(), str::to_owned);
            let confidence = Confidence::ALL.into_iter().find(|known| text("confidence") == Some(known.word()));
            Judged { id, confidence, verdict: judge(row, confidence) }
        })
    }
}

fn judge(row: &Map<String, Value>, confidence: Option<Confidence>) -> Verdict {
    if confidence.is_none() {
        return Verdict::NotUnderstood("its confidence is none of observed, documented and inferred".to_owned());
    }
    for key in ["id", "source"] {
        if row.get(key).and_then(Value::as_str).is_none_or(str::is_empty) {
            return Verdict::NotUnderstood(format!("it has no `{key}`"));
        }
    }
    match row.get("kind") {
        None => pattern::judge(row),
        Some(Value::String(kind)) => judge_kind(kind, row),
        Some(kind) => Verdict::NotUnderstood(format!("its kind is {kind}")),
    }
}

/// The crate whose business a kind is judges it.
fn judge_kind(kind: &str, row: &Map<String, Value>) -> Verdict {
    if kind == PROSE {
        let is_told = row.get("told").and_then(Value::as_str).is_some_and(|told| !told.is_empty());
        return if is_told { Verdict::Prose } else { Verdict::NotUnderstood("its `told` is no text".to_owned()) };
    }
    let row = Value::Object(row.clone());
    if signalarm_notification::conformance::KINDS.contains(&kind) {
        return signalarm_notification::conformance::run(&row).into();
    }
    if kind == signalarm_account::conformance::KIND {
        return signalarm_account::conformance::run(&row).into();
    }
    signalarm_alarm::conformance::run(&row).into()
}

/// The kind of rows that are not run.
const PROSE: &str = "observation";
