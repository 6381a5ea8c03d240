//! Text of a record made short and harmless: cut, without control characters, without credentials.

use serde_json::{Map, Value};
use signalarm_diagnostic::harmless;

/// A longer text is cut, in characters.
const TEXT_CHARS_MAX: usize = 160;
/// Of an object so many members are shown.
const MEMBERS_MAX: usize = 12;

/// The text itself, cut if it is long. What a terminal would act on instead of showing is escaped.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(TEXT_CHARS_MAX) {
        Some((end, _)) => harmless(&text[..end]) + "…",
        None => harmless(text),
    }
}

/// The parts that are there, one after the other.
pub(super) fn joined<const N: usize>(separator: &str, parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<String>>().join(separator)
}

/// The members of a value as `name = value`, without the one named `except`; and whether anything was masked.
pub(super) fn members(value: Option<&Value>, except: &str) -> (String, bool) {
    let mut masked = false;
    let text = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::Object(object)) => {
            let members: Vec<(&String, &Value)> = object.iter().filter(|(name, _)| *name != except).collect();
            let member = |(name, value): &(&String, &Value)| {
                format!("{} = {}", shown(name), plain(&mask(name, value, &mut masked)))
            };
            let mut parts: Vec<String> = members.iter().take(MEMBERS_MAX).map(member).collect();
            match members.len().saturating_sub(MEMBERS_MAX) {
                0 => {}
                more => parts.push(format!("and {more} more")),
            }
            parts.join(", ")
        }
        Some(other) => plain(&mask("", other, &mut masked)),
    };
    (text, masked)
}

/// A text without quotation marks, anything else as compact JSON.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => "\"\"".to_owned(),
        Value::String(text) => shown(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            shown(&value.to_string())
        }
    }
}

/// The value with every credential in it replaced. It nests at most as deeply as a record can.
fn mask(name: &str, value: &Value, masked: &mut bool) -> Value {
    match value {
        Value::Null | Value::Bool(_) => value.clone(),
        Value::String(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) if is_credential(name) => {
            *masked = true;
            Value::from("***")
        }
        Value::Array(elements) => elements.iter().map(|element| mask("", element, masked)).collect(),
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| (name.clone(), mask(name, value, masked));
            Value::Object(members.iter().map(member).collect::<Map<_, _>>())
        }
        Value::String(_) | Value::Number(_) => value.clone(),
    }
}

/// Whether a member of this name may hold a credential. Better one too many than one too few, so that all tokens
/// count; but `secretId` and `accessKeyId` only name one.
fn is_credential(name: &str) -> bool {
    const PARTS: [&str; 8] = [
        "password",
        "passphrase",
        "secretaccesskey",
        "secretkey",
        "secretstring",
        "secretbinary",
        "clientsecret",
        "privatekey",
    ];
    const ENDS: [&str; 4] = ["token", "tokencode", "apikey", "samlassertion"];
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let name: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
    PARTS.iter().any(|part| name.contains(part)) || ENDS.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_terminal_would_act_on_is_shown() {
        assert_eq!(shown("a\u{1b}[2Jb\nc\u{202e}d"), "a\\u{1b}[2Jb\\u{a}c\\u{202e}d");
        assert_eq!(shown("zwölf"), "zwölf");
        assert_eq!(shown(&"x".repeat(160)), "x".repeat(160));
        assert_eq!(shown(&"x".repeat(161)), format!("{}…", "x".repeat(160)));
    }

    #[test]
    fn credentials_are_masked_wherever_they_stand() {
        for (value, text, masked) in [
            (
                json!({"a": "x", "b": {"SessionToken": "t", "accessKeyId": "k"}}),
                r#"a = x, b = {"SessionToken":"***","accessKeyId":"k"}"#,
                true,
            ),
            (json!([{"secret-access-key": "s"}]), r#"[{"secret-access-key":"***"}]"#, true),
            (json!({"masterUserPassword": {"plain": "p"}}), "masterUserPassword = ***", true),
            (
                json!({"passwordResetRequired": true, "secretId": "arn"}),
                "passwordResetRequired = true, secretId = arn",
                false,
            ),
            (json!({"Skipped": 1, "empty": ""}), "empty = \"\"", false),
            (json!("text"), "text", false),
            (Value::Null, "", false),
        ] {
            assert_eq!(members(Some(&value), "Skipped"), (text.to_owned(), masked), "{value}");
        }
    }

    #[test]
    fn only_so_many_members_are_shown() {
        let value: Map<String, Value> = (0..15).map(|index| (index.to_string(), json!(index))).collect();
        let (text, _) = members(Some(&Value::Object(value)), "");
        assert!(text.ends_with("11 = 11, and 3 more"), "{text}");
    }
}
