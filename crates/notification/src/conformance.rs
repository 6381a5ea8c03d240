//! Rows of the tables of AWS's documented and recorded behaviour (`conformance/notifications.json`), run against this
//! crate.
//!
//! A row is data from outside: whatever it holds, running it gives a verdict and never panics.

mod compare;
mod document;
mod event;
mod history;
mod message;
mod request;
mod text;

use serde_json::Value;
pub use signalarm_alarm::conformance::Verdict;

/// Why a row does not agree.
enum Disagreement {
    Differs(String),
    NotUnderstood(String),
}

/// The kinds of rows that [`run`] understands; rows of kind `observation` are told in prose and not run.
pub const KINDS: [&str; 6] = ["schema", "message", "subject", "history", "eventbridge", "region"];

/// Runs one row of a table.
#[must_use]
pub fn run(row: &Value) -> Verdict {
    let result = match row["kind"].as_str() {
        Some("schema") => document::run(row),
        Some("message") => message::run(row),
        Some("subject") => text::subject_row(row),
        Some("region") => text::region_row(row),
        Some("history") => history::run(row),
        Some("eventbridge") => event::run(row),
        Some(kind) => Err(not_understood(format!("the kind {kind}"))),
        None => Err(not_understood("a row without a kind")),
    };
    match result {
        Ok(()) => Verdict::Agrees,
        Err(Disagreement::Differs(told)) => Verdict::Differs(told),
        Err(Disagreement::NotUnderstood(told)) => Verdict::NotUnderstood(told),
    }
}

fn not_understood(what: impl Into<String>) -> Disagreement {
    Disagreement::NotUnderstood(what.into())
}

/// A text of a row.
fn text<'r>(object: &'r Value, key: &str) -> Result<&'r str, Disagreement> {
    object[key].as_str().ok_or_else(|| not_understood(format!("{key} is no text")))
}

/// A text of a row in one of AWS's words.
fn word<T: std::str::FromStr>(object: &Value, key: &str) -> Result<T, Disagreement> {
    let found = text(object, key)?;
    found.parse().map_err(|_| not_understood(format!("{key} is {found}")))
}

/// An object of a row whose members are all among those known here; nothing that is expected goes unread.
fn known_members<'r>(object: &'r Value, key: &str, known: &[&str]) -> Result<&'r Value, Disagreement> {
    let found = &object[key];
    let members = found.as_object().ok_or_else(|| not_understood(format!("{key} is no object")))?;
    match members.keys().find(|member| !known.contains(&member.as_str())) {
        Some(member) => Err(not_understood(format!("{key}.{member}"))),
        None => Ok(found),
    }
}

/// A text that should be another.
fn expect(what: &str, found: &str, expected: &str) -> Result<(), Disagreement> {
    if found == expected {
        return Ok(());
    }
    Err(Disagreement::Differs(format!("{what} is {found:?}, expected {expected:?}")))
}
