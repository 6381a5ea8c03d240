//! Comparing JSON documents with those of a row, in the order of their keys.

use serde_json::Value;

use super::{Disagreement, not_understood};

/// How deeply documents may be nested.
const DEPTH_MAX: usize = 64;

/// A text in `<>` stands for any text.
pub(super) fn is_mask(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.len() > 2 && text.starts_with('<') && text.ends_with('>'))
}

/// Whether a document is as expected, keys in their order.
pub(super) fn compare(found: &Value, expected: &Value) -> Result<(), Disagreement> {
    compare_at(found, expected, "", 0)
}

fn compare_at(found: &Value, expected: &Value, path: &str, depth: usize) -> Result<(), Disagreement> {
    if DEPTH_MAX < depth {
        return Err(not_understood(format!("a document nested more than {DEPTH_MAX} deep")));
    }
    let differs = |found: String, expected: String| {
        let place = if path.is_empty() { "the document" } else { path };
        Err(Disagreement::Differs(format!("{place} is {found}, expected {expected}")))
    };
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            if !found.keys().eq(expected.keys()) {
                let keys =
                    |object: &serde_json::Map<String, Value>| object.keys().cloned().collect::<Vec<_>>().join(", ");
                return differs(keys(found), keys(expected));
            }
            found.iter().zip(expected).try_for_each(|((key, found), (_, expected))| {
                compare_at(found, expected, &format!("{path}/{key}"), depth + 1)
            })
        }
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            let pairs = found.iter().zip(expected).enumerate();
            pairs
                .map(|(index, (found, expected))| (format!("{path}/{index}"), found, expected))
                .try_for_each(|(path, found, expected)| compare_at(found, expected, &path, depth + 1))
        }
        (Value::String(_), mask) if is_mask(mask) => Ok(()),
        (found, expected) if found == expected => Ok(()),
        (found, expected) => differs(shortened(found), shortened(expected)),
    }
}

/// A value as JSON, a nested one by its kind alone.
fn shortened(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
        Value::Array(entries) => format!("a list of {}", entries.len()),
        Value::Object(_) => "an object".to_owned(),
    }
}
