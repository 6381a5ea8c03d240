//! What holds of every text, sensible or not.

use proptest::prelude::*;
use signalarm_filter_pattern::{LogEvent, Pattern};

/// The tokens of the language and what is mistaken for them.
const TOKENS: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "&&",
    "||",
    "&",
    "|",
    "!",
    ",",
    " ",
    " ",
    "\n",
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "==",
    "~",
    "$",
    "$.",
    "$.a",
    "$.a",
    "$.b[0]",
    "$.b[*]",
    ".*",
    ".c",
    ".['d e']",
    "[",
    "]",
    "'",
    "\"",
    "\\\"",
    "\\",
    "“",
    "%",
    "*",
    "1",
    "-2.5",
    "1e9",
    "1e9999999999",
    "x",
    "\"x\"",
    "é",
    "null",
    "IS",
    "NOT",
    "NULL",
    "TRUE",
    "EXISTS",
    "AND",
    "or",
    "IN",
    ":",
];

fn nearly_pattern() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(TOKENS), 0..40).prop_map(|tokens| format!("{{ {} }}", tokens.concat()))
}

/// A pattern that is accepted: conditions over the members `a` and `b`, joined in any way.
fn pattern() -> impl Strategy<Value = String> {
    let selector = prop::sample::select(vec!["$.a", "$.b", "$.a.b", "$.a[0]", "$.a[*]", "$.b.*"]);
    let test = prop::sample::select(vec![
        "= 1",
        "!= 1",
        "= x",
        "!= \"x\"",
        "= *",
        "> 0.5",
        "<= 1",
        "IS NULL",
        "IS TRUE",
        "NOT EXISTS",
        "= \"1.0\"",
        "= x*y",
    ]);
    let condition = (selector, test).prop_map(|(selector, test)| format!("{selector} {test}"));
    let joined = condition.prop_recursive(3, 8, 3, |inner| {
        (inner.clone(), prop::sample::select(vec!["&&", "||"]), inner)
            .prop_map(|(left, sign, right)| format!("({left}) {sign} ({right})"))
    });
    joined.prop_map(|joined| format!("{{ {joined} }}"))
}

fn event() -> impl Strategy<Value = String> {
    let value = prop::sample::select(vec![
        "1",
        "1.0",
        "1e400",
        "\"x\"",
        "\"xay\"",
        "null",
        "true",
        "{}",
        "[]",
        "[1,\"x\"]",
        "[null]",
        "{\"b\":1}",
        "[{\"b\":2}]",
    ]);
    (value.clone(), value).prop_map(|(a, b)| format!("{{\"a\":{a},\"b\":{b}}}"))
}

/// Checks what holds of the faults of any text.
fn check_faults(text: &str) -> Result<(), TestCaseError> {
    let Err(faults) = Pattern::parse(text) else { return Ok(()) };
    prop_assert!(!faults.is_empty());
    prop_assert!(faults.is_sorted_by_key(|fault| fault.span.start));
    for fault in faults {
        prop_assert!(text.get(fault.span.clone()).is_some(), "{:?} is no place in {}", fault.span, text);
        prop_assert!(!fault.message().is_empty() && !fault.label().is_empty());
        let _ = (fault.cure(), fault.refusal());
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_a_pattern_or_has_faults_with_places(text in any::<String>()) {
        check_faults(&text)?;
        check_faults(&format!("{{{text}}}"))?;
    }

    #[test]
    fn any_tokens_are_a_pattern_or_have_faults_with_places(text in nearly_pattern()) {
        check_faults(&text)?;
    }

    #[test]
    fn no_message_panics(message in any::<String>()) {
        let pattern = Pattern::parse("{ $.a = 1 }").unwrap();
        prop_assert_eq!(pattern.matches(&LogEvent::new(&message)), pattern.explain(&LogEvent::new(&message)).holds());
    }

    #[test]
    fn an_explanation_agrees_with_the_answer(text in pattern(), event in event()) {
        // More than three wildcards are refused; the rest is accepted.
        prop_assume!(text.matches("[*]").count() + text.matches(".*").count() <= 3);
        let pattern = Pattern::parse(&text).unwrap();
        let event = LogEvent::new(&event);
        let explanation = pattern.explain(&event);
        prop_assert_eq!(pattern.matches(&event), explanation.holds());
        prop_assert!(!explanation.reasons().is_empty());
    }

    #[test]
    fn not_equal_is_never_true_together_with_equal(event in event(), selector in "\\$\\.[ab](\\[\\*\\]|\\.b)?") {
        let holds = |operator: &str| {
            let pattern = Pattern::parse(&format!("{{ {selector} {operator} 1 }}")).unwrap();
            pattern.matches(&LogEvent::new(&event))
        };
        prop_assert!(!(holds("=") && holds("!=")));
    }
}

#[test]
fn nesting_is_bounded_by_nothing_but_the_characters() {
    let nested = |depth: usize| format!("{{{}$.a=1{}}}", "(".repeat(depth), ")".repeat(depth));
    assert!(Pattern::parse(&nested(508)).unwrap().matches(&LogEvent::new(r#"{"a":1}"#)));
    let alternating = format!("{{{}$.a=1{}}}", "$.a=2||($.a=1&&(".repeat(55), "))".repeat(55));
    assert!(Pattern::parse(&alternating).unwrap().matches(&LogEvent::new(r#"{"a":1}"#)));
    for text in [nested(2000), nested(200_000), "(".repeat(200_000), format!("{{{}}}", "$.a=1||(".repeat(500))] {
        assert!(Pattern::parse(&text).is_err());
    }
}

#[test]
fn a_deeply_nested_message_is_answered() {
    let deep = format!(r#"{{"a":1,"b":{}{}}}"#, "[".repeat(200_000), "]".repeat(200_000));
    let event = LogEvent::new(&deep);
    assert!(Pattern::parse("{ $.a = 1 && $.b[0][0] NOT EXISTS }").is_ok_and(|pattern| !pattern.matches(&event)));
    assert!(Pattern::parse("{ $.a = 1 }").unwrap().matches(&event));
}
