//! Rows of kind `api` of the tables of AWS's documented and recorded behaviour, run against an account of their own:
//! calls, samples and evaluations in order, and what is found afterwards.
//!
//! A row is data from outside: whatever it holds, running it gives a verdict and never panics. Reading the tables is up
//! to others.

mod calls;
mod compare;
mod found;
mod shown;
mod steps;

use serde_json::Value;
pub use signalarm_metric::conformance::Verdict;
use signalarm_metric::conformance::known;

/// Why a row does not agree.
enum Disagreement {
    Differs(String),
    NotUnderstood(String),
}

/// What cannot be read is not understood.
impl From<String> for Disagreement {
    fn from(what: String) -> Self {
        Self::NotUnderstood(what)
    }
}

/// The kind of the rows that [`run`] understands.
pub const KIND: &str = "api";

const MEMBERS: [&str; 9] = ["id", "kind", "summary", "given", "steps", "expected", "source", "confidence", "note"];
const EXPECTED: [&str; 7] = ["answers", "alarms", "noAlarms", "transitions", "actions", "history", "events"];

/// Runs one row of a table.
#[must_use]
pub fn run(row: &Value) -> Verdict {
    match run_steps(row) {
        Ok(()) => Verdict::Agrees,
        Err(Disagreement::Differs(told)) => Verdict::Differs(told),
        Err(Disagreement::NotUnderstood(told)) => Verdict::NotUnderstood(told),
    }
}

fn run_steps(row: &Value) -> Result<(), Disagreement> {
    if row["kind"] != KIND {
        return Err(format!("kind {}", row["kind"].as_str().unwrap_or("missing")).into());
    }
    known(row, &MEMBERS)?;
    known(&row["expected"], &EXPECTED)?;
    let (mut account, answers) = steps::perform(row)?;
    found::compare_answers(&answers, &row["expected"]["answers"])?;
    found::compare(&mut account, &row["expected"])
}

fn array<'r>(object: &'r Value, member: &str) -> Result<&'r [Value], String> {
    object[member].as_array().map(Vec::as_slice).ok_or_else(|| format!("{member} is no array"))
}

fn text<'r>(object: &'r Value, member: &str) -> Result<&'r str, String> {
    object[member].as_str().ok_or_else(|| format!("{member} is no text"))
}
