//! Rows about filter patterns: whether a pattern matches a message and what it extracts, or that it is refused.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use signalarm_filter_pattern::{LogEvent, Pattern};

use crate::Verdict;

/// Members that every row may have.
const COMMON: [&str; 5] = ["id", "pattern", "source", "confidence", "note"];

/// A row, read.
enum Row<'r> {
    Match { pattern: &'r str, message: &'r str, matches: bool, extracted: Option<BTreeMap<&'r str, &'r str>> },
    Refusal { pattern: &'r str },
}

/// Runs a row.
pub(crate) fn judge(row: &Map<String, Value>) -> Verdict {
    match read(row) {
        Err(why) => Verdict::NotUnderstood(why),
        Ok(Row::Refusal { pattern }) => match Pattern::parse(pattern) {
            Ok(_) => Verdict::Differs("the pattern is accepted".to_owned()),
            Err(_) => Verdict::Agrees,
        },
        Ok(Row::Match { pattern, message, matches, extracted }) => judge_match(pattern, message, matches, extracted),
    }
}

fn judge_match(pattern: &str, message: &str, matches: bool, extracted: Option<BTreeMap<&str, &str>>) -> Verdict {
    let pattern = match Pattern::parse(pattern) {
        Ok(pattern) => pattern,
        Err(faults) => {
            let faults: Vec<String> = faults.iter().map(|fault| fault.message()).collect();
            return Verdict::Differs(format!("the pattern is refused: {}", faults.join("; ")));
        }
    };
    let event = LogEvent::new(message);
    if pattern.matches(&event) != matches {
        let verb = if matches { "it does not match" } else { "it matches" };
        return Verdict::Differs(format!("{verb}: {}", pattern.explain(&event).reasons().join("; ")));
    }
    let Some(wanted) = extracted else { return Verdict::Agrees };
    let found = pattern.extract(&event).unwrap_or_default();
    let agrees = found.iter().map(|(name, text)| (name.as_str(), text.as_str())).eq(wanted);
    if agrees { Verdict::Agrees } else { Verdict::Differs(format!("it extracts {found:?}")) }
}

fn read(row: &Map<String, Value>) -> Result<Row<'_>, String> {
    let text = |key: &str| row.get(key).and_then(Value::as_str).ok_or_else(|| format!("its `{key}` is no text"));
    let pattern = text("pattern")?;
    if row.contains_key("error") {
        only(row, &["error"])?;
        text("error")?;
        return Ok(Row::Refusal { pattern });
    }
    only(row, &["message", "matches", "extracted"])?;
    let matches = row.get("matches").and_then(Value::as_bool).ok_or("its `matches` is neither true nor false")?;
    let extracted = row.get("extracted").map(read_extracted).transpose()?;
    Ok(Row::Match { pattern, message: text("message")?, matches, extracted })
}

fn read_extracted(extracted: &Value) -> Result<BTreeMap<&str, &str>, String> {
    let members = extracted.as_object().ok_or("its `extracted` is no object")?;
    let member = |(name, value)| {
        let (name, value): (&String, &Value) = (name, value);
        Ok((name.as_str(), value.as_str().ok_or("its `extracted` holds something that is no text")?))
    };
    members.iter().map(member).collect::<Result<_, &str>>().map_err(str::to_owned)
}

/// A member that we do not know may change the meaning of the row.
fn only(row: &Map<String, Value>, own: &[&str]) -> Result<(), String> {
    match row.keys().find(|key| !COMMON.contains(&key.as_str()) && !own.contains(&key.as_str())) {
        Some(key) => Err(format!("it has a member `{key}` that is not known")),
        None => Ok(()),
    }
}
