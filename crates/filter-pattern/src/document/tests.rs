//! The JSON reader, judged by examples and by serde_json.

use proptest::prelude::*;

use super::{Document, Place, Value};

/// How deep a nesting the reader has to bear without a deep stack.
const DEEP: usize = 200_000;

/// The document in a normal form of its own.
fn shown(place: Place<'_>) -> String {
    let children = || place.children().into_iter().map(shown).collect::<Vec<_>>().join(" ");
    match place.value() {
        Value::Null => "null".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Number(number) => (*number).to_owned(),
        Value::Text(text) => format!("{text:?}"),
        Value::Array => format!("[{}]", children()),
        Value::Object => format!("{{{}}}", children()),
    }
}

#[test]
fn values_are_read_and_numbers_kept_as_written() {
    for (text, expected) in [
        (r#" [ 1.50 , -0 , 1E+400 ] "#, "[1.50 -0 1E+400]"),
        (r#"{"a":{"b":[]},"c":[{},[[]],true],"d":null}"#, "{{[]} [{} [[]] true] null}"),
        (r#""plain""#, r#""plain""#),
        (r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#, r#""\"\\/\u{8}\u{c}\n\r\té😀""#),
        (r#"["\ud800","\udc00x","\ud800\ud800","\ud800\u0041"]"#, r#"["�" "�x" "��" "�A"]"#),
        (r#"{"a":1,"b":2,"a":3}"#, "{2 3}"),
        ("false", "false"),
    ] {
        assert_eq!(Document::read(text).map(|document| shown(document.root())).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn anything_else_is_refused() {
    for text in [
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "{'a':1}",
        "[1}",
        "{\"a\":1]",
        "01",
        "-",
        "1.",
        ".5",
        "+1",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "nul",
        "True",
        "\"",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12é\"",
        "\"\\ud800\\u1\"",
        "\"\n\"",
        "\"\u{1}\"",
        "1 2",
        "{} x",
        "\u{feff}1",
        "\u{a0}1",
        "/**/1",
    ] {
        assert!(Document::read(text).is_none(), "{text}");
    }
}

#[test]
fn depth_costs_no_stack() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let text = format!("{}1{}", open.repeat(DEEP), close.repeat(DEEP));
        let document = Document::read(&text).unwrap();
        let innermost =
            std::iter::successors(Some(document.root()), |place| place.children().into_iter().next()).last();
        assert_eq!(innermost.unwrap().value(), &Value::Number("1"));
        assert!(Document::read(&open.repeat(DEEP)).is_none());
        assert!(Document::read(&text[..text.len() - 1]).is_none());
    }
}

#[test]
fn many_members_of_one_name_are_no_burden() {
    let text = format!("{{{}\"b\":2}}", r#""a":1,"#.repeat(DEEP));
    assert_eq!(shown(Document::read(&text).unwrap().root()), "{1 2}");
}

/// Texts that are nearly JSON: its tokens in any order.
fn nearly_json() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        3 => prop::sample::select(vec!["{", "}", "[", "]", ",", ":", " ", "\n"]),
        2 => prop::sample::select(vec!["\"a\"", "\"\\n\"", "\"\\u00e9\"", "\"\\\"\"", "0", "-1", "1.50", "2e-3", "null", "true"]),
        1 => prop::sample::select(vec!["\"", "\\", "-", "01", ".", "E-", "tru", "é", "\t", "\u{b}"]),
    ];
    prop::collection::vec(token, 0..24).prop_map(|tokens| tokens.concat())
}

/// JSON texts, as serde_json writes them.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let scalar = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        ".{0,6}".prop_map(Into::into),
    ];
    scalar.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::hash_map(".{0,3}", inner, 0..4)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

/// The same normal form of serde_json's value.
fn shown_by_serde(value: &serde_json::Value) -> String {
    use serde_json::Value as V;
    let join = |values: Vec<String>| values.join(" ");
    match value {
        V::Null => "null".to_owned(),
        V::Bool(value) => value.to_string(),
        V::Number(number) => number.to_string(),
        V::String(text) => format!("{text:?}"),
        V::Array(elements) => format!("[{}]", join(elements.iter().map(shown_by_serde).collect())),
        V::Object(members) => format!("{{{}}}", join(members.values().map(shown_by_serde).collect())),
    }
}

proptest! {
    #[test]
    fn validity_is_as_serde_json_says(text in nearly_json()) {
        // None of the tokens makes one of the texts on which serde_json and this reader differ by design: numbers
        // beyond the doubles, lone surrogates, deep nesting.
        let valid = serde_json::from_str::<serde_json::Value>(&text).is_ok();
        prop_assert_eq!(Document::read(&text).is_some(), valid);
    }

    #[test]
    fn values_are_as_serde_json_wrote_them(value in json()) {
        for text in [value.to_string(), format!("{value:#}")] {
            let document = Document::read(&text).unwrap();
            prop_assert_eq!(shown(document.root()), shown_by_serde(&value));
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = Document::read(&text);
    }
}
