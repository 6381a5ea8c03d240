//! Rows of tables of AWS's behaviour, run against this crate and [`signalarm_metric`].
//!
//! A row is a JSON object with a member `kind`; what the others hold is said by the schema of the tables. Run are all
//! kinds that need no account: rows of the kind `api` need one, those of the kind `observation` are prose. Reading the
//! tables, and counting the verdicts, is up to others.

mod composites;
mod evaluations;
mod read;
mod texts;
mod timelines;
mod windows;

use serde_json::Value;
pub use signalarm_metric::conformance::Verdict;

use crate::{State, YoungBreach};

/// A row without the form of its kind, in words.
type NotUnderstood = String;

/// How a kind of row is run: `Ok(None)` where the row agrees, else what differs.
type Run = fn(&Value, YoungBreach) -> Result<Option<String>, NotUnderstood>;

/// The kinds, with the members that their rows have beyond those of all rows.
const KINDS: [(&str, Run, &[&str]); 15] = [
    ("snapshot", evaluations::snapshot, &["alarm", "evaluationRange", "slots", "values", "previousState"]),
    ("superseded", evaluations::superseded, &["alarm", "evaluationRange", "slots", "values", "previousState"]),
    ("evaluation", evaluations::evaluation, &["alarm", "datapoints", "evaluatedAt", "previousState"]),
    ("reason-text", texts::reason_text, &["alarm", "state", "deciding", "decidingCount", "filled"]),
    ("reason-suffix", texts::reason_suffix, &["alarm"]),
    ("window", windows::window, &["alarm", "evaluatedAt"]),
    ("range", windows::range, &["alarm", "seen"]),
    ("cadence", windows::cadence, &["everySeconds", "evaluations"]),
    ("timeline", timelines::timeline, &["alarm", "datapoints", "previousState"]),
    ("chain", timelines::chain, &["alarm", "initialState", "offset", "from", "to", "notifyOn", "minutes"]),
    ("composite", composites::composite, &["self", "existing", "rule", "children", "awsMessage"]),
    ("composite-run", composites::composite_run, &["self", "rule", "createdAt", "children", "changes"]),
    ("suppressor", composites::suppressor, &["config", "initial", "events"]),
    ("suppressed-reason", composites::suppressed_reason_text, &["suppressedBy", "suppressor", "suppressorSince"]),
    ("mute", composites::mute, &["initialState", "notifyOn", "action", "mutes", "events"]),
];

/// The members of all rows.
const MEMBERS: [&str; 7] = ["id", "kind", "summary", "expected", "source", "confidence", "note"];

/// Runs a row. Where nothing is known of a breach that is too young to alarm, it must hold with either state.
#[must_use]
pub fn run(row: &Value) -> Verdict {
    let Some((_, run, members)) = KINDS.iter().find(|(kind, ..)| row["kind"] == *kind) else {
        return signalarm_metric::conformance::run(row);
    };
    if let Err(strange) = read::known(row, &[&MEMBERS[..], members].concat()) {
        return Verdict::NotUnderstood(strange);
    }
    for young_breach in [YoungBreach::InsufficientData, YoungBreach::Keep] {
        match run(row, young_breach) {
            Ok(None) => {}
            Ok(Some(differs)) => return Verdict::Differs(differs),
            Err(strange) => return Verdict::NotUnderstood(strange),
        }
    }
    Verdict::Agrees
}

/// What differs, where something does.
fn differs<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, expected: &T) -> Option<String> {
    (found != expected).then(|| format!("{what} is {found:?}, not {expected:?}"))
}

/// The states before an evaluation for which a row speaks.
fn previous_states(row: &Value) -> Result<Vec<State>, NotUnderstood> {
    match row["previousState"].as_str() {
        Some("any") => Ok(vec![State::Ok, State::Alarm, State::InsufficientData]),
        Some(_) | None => Ok(vec![read::parsed(&row["previousState"], "previousState")?]),
    }
}
