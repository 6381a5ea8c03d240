//! Every rule with examples on which it fires and on which it does not, and the logic held against the matcher.

use proptest::prelude::*;

use super::{RULES, lint};
use crate::{LogEvent, Pattern};

/// The findings of a pattern: rule and place, one a line.
fn found(text: &str) -> Vec<(&'static str, String)> {
    let pattern = Pattern::parse(text).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
    lint(&pattern).into_iter().map(|finding| (finding.rule.id, text[finding.span].to_owned())).collect()
}

/// Each rule fires on its examples, at the place named, and on nothing else in them.
#[test]
fn rules_fire() {
    for (rule, text, place) in [
        ("never-holds", r#"{ $.a = "x" && $.a = "y" }"#, r#"$.a = "y""#),
        ("never-holds", r#"{ ($.a = "x") && (($.b = 1) && ($.a = y)) }"#, "$.a = y"),
        ("never-holds", r#"{ $.a NOT EXISTS && $.a.b = 1 }"#, "$.a.b = 1"),
        ("never-holds", r#"{ $.a NOT EXISTS && $.a != 1 }"#, "$.a != 1"),
        ("never-holds", r#"{ $.a = 1 && $.a[0] = 1 }"#, "$.a[0] = 1"),
        ("never-holds", r#"{ $.a IS NULL && $.a = x }"#, "$.a = x"),
        ("never-holds", r#"{ $.a IS TRUE && $.a IS FALSE }"#, "$.a IS FALSE"),
        ("never-holds", r#"{ $.a = "x" && $.a != "x" }"#, r#"$.a != "x""#),
        ("never-holds", r#"{ $.a = "Create" && $.a != "Cre*" }"#, r#"$.a != "Cre*""#),
        ("never-holds", r#"{ $.a = "x" && $.a = "y*" }"#, r#"$.a = "y*""#),
        ("never-holds", r#"{ $.a = "Create*" && $.a = "Delete*" }"#, r#"$.a = "Delete*""#),
        ("never-holds", r#"{ $.a = x && $.a > 5 }"#, "$.a > 5"),
        ("never-holds", r#"{ $.a > 5 && $.a < 5 }"#, "$.a < 5"),
        ("never-holds", r#"{ $.a = 4 && $.a >= 4.5 }"#, "$.a >= 4.5"),
        ("never-holds", r#"{ $.a = 1 && $.a = "2" }"#, r#"$.a = "2""#),
        ("never-holds", r#"{ $.a[*] NOT EXISTS && $.a[*] = 1 }"#, "$.a[*] = 1"),
        ("never-holds", r#"{ $.a != * }"#, "$.a != *"),
        ("never-holds", r#"{ ($.a = x && $.b = y) && ($.a = z || $.c = z) }"#, "$.a = z"),
        ("never-holds", "[a=1 && a=2, ...]", "a=2"),
        ("never-holds", "ERRORS -ERROR", "-ERROR"),
        ("always-holds", r#"{ $.a = * && ($.a != "x" || $.a != "y") }"#, r#"$.a != "y""#),
        ("always-holds", r#"{ $.a = * && ($.a = "x" || $.b = z || $.a != "x") }"#, r#"$.a != "x""#),
        ("always-holds", r#"{ $.a > 5 || $.a <= 5 }"#, "$.a <= 5"),
        ("always-holds", "[a!=1 || a!=2, ...]", "a!=2"),
        ("duplicate-condition", r#"{ $.a = x || $.b = y || $.a = x }"#, "$.a = x"),
        ("duplicate-condition", r#"{ $.a = x && ($.b = y && $.a  =  x) }"#, "$.a  =  x"),
        ("duplicate-condition", r#"{ ($.a = 1 && $.b = 2) || ($.a = 1 && $.b = 2) }"#, "$.a = 1"),
        ("duplicate-condition", r#"{ $.a = x && ($.b = y || $.a = x) }"#, "$.a = x"),
        ("duplicate-condition", r#"{ ($.a = x || $.b = y) || $.a = x }"#, "$.a = x"),
        ("duplicate-condition", "a b a", "a"),
        ("mixed-connectives", r#"{ $.a = 1 || $.b = 2 && $.c = 3 }"#, "&&"),
        ("mixed-connectives", r#"{ ($.a = 1) && ($.b = 2) || (($.c = 3)) }"#, "||"),
        ("mixed-connectives", r#"{ $.z = 1 && ($.a = 1 || $.b = 2 && $.c = 3 || $.d = 1) }"#, "&&"),
        ("not-equal-absent", r#"{ $.a != "x" }"#, r#"$.a != "x""#),
        ("not-equal-absent", r#"{ $.b = 1 && $.a != "x" && $.a != "y" }"#, r#"$.a != "x""#),
        ("not-equal-absent", r#"{ $.a = 1 || $.a != "x*" }"#, r#"$.a != "x*""#),
        ("condition-in-quotation-marks", r#""{ $.a = 1 }""#, r#""{ $.a = 1 }""#),
        ("condition-in-quotation-marks", r#""$.a = \"x\"""#, r#""$.a = \"x\"""#),
        ("condition-in-quotation-marks", r#"{ $.a = "x && $.b = y" }"#, r#""x && $.b = y""#),
        ("keyword-as-text", "{ $.a = true }", "true"),
        ("keyword-as-text", r#"{ $.a = "null" }"#, r#""null""#),
        ("unneeded-wildcard", r#"{ $.a = "x**" }"#, "**"),
        ("unneeded-wildcard", "{ $.a = %^.*x% }", "^.*"),
        ("unneeded-wildcard", "%x.*%", ".*"),
        ("wildcard-in-phrase", r#""ERR*""#, r#""ERR*""#),
        ("optional-term-ignored", "?a b", "?a"),
        ("optional-term-ignored", "-b ?a", "?a"),
        ("sign-in-word", "a-b", "a-b"),
        ("sign-in-word", r#"x "a b"-c"#, r#""a b"-c"#),
        ("only-field-is-whole-line", "[w1=ERROR]", "w1=ERROR"),
    ] {
        assert_eq!(found(text), [(rule, place.to_owned())], "{text}");
    }
}

#[test]
fn a_sign_in_a_word_may_be_ignored_besides() {
    let ids: Vec<_> = found("a?b").into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(ids, ["sign-in-word", "optional-term-ignored"]);
}

#[test]
fn rules_are_silent() {
    for text in [
        "",
        "ERROR WARN -ERRORS",
        "?ERROR ?WARN",
        r#""a-b" "x?y" "say \"a\" -b""#,
        "%^x|.*y%",
        r"%x\.*%",
        "%a.*b%",
        "[w1=ERROR, ...]",
        r#"[line="*a*"]"#,
        "[a, b=true, c!=1, ...]",
        r#"{ $.a = "x" || $.a = "y" }"#,
        r#"{ $.a = "x" && $.b = "x" }"#,
        r#"{ $.a = "1" && $.a = 1 }"#,
        r#"{ $.a = 1 && $.a = 1.0 }"#,
        r#"{ $.a = "12" && $.a > 5 && $.a < 15 }"#,
        r#"{ $.a = "Create*" && $.a = "*User" }"#,
        r#"{ $.a = "Create*" && $.a != "CreateUser" }"#,
        r#"{ $.a = 1 && $.a != 1.0 }"#,
        r#"{ $.a[*] = 1 && $.a[*] = 2 }"#,
        r#"{ $.a[0] = 1 && $.a[1] = 2 }"#,
        r#"{ $.a IS NULL && $.a[0] IS NULL }"#,
        r#"{ $.a = 2 && $.a[*] != 2 && $.a[*] NOT EXISTS }"#,
        r#"{ $.a >= 5 && $.a <= 5 }"#,
        r#"{ $.a > 5 || $.a < 5 }"#,
        r#"{ $.a NOT EXISTS || $.a != "x" }"#,
        r#"{ $.a = * && $.a != "x" }"#,
        r#"{ ($.a = * && $.b = 1) && $.a != "x" }"#,
        r#"{ ($.a NOT EXISTS || $.b = 1) || $.a != "x" }"#,
        r#"{ ($.a NOT EXISTS || $.a IS TRUE) && ($.b = 1 || $.c = 2) }"#,
        r#"{ (($.a = 1) && ($.b = 2)) || (($.c = 3) && ($.d = 4)) }"#,
        r#"{ $.a = "price = $5 && more" }"#,
        r#"{ $.a = "true" && $.b IS TRUE }"#,
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn a_pattern_that_matches_nothing_is_called_so() {
    let messages = |text| {
        let findings = lint(&Pattern::parse(text).unwrap());
        findings.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
    };
    assert_eq!(
        messages(r#"{ $.a = "x" && ($.a = "y" || $.a = "z") }"#),
        [
            r#"`$.a = "y"` can never hold where `$.a = "x"` does; so the pattern matches nothing"#,
            r#"`$.a = "z"` can never hold where `$.a = "x"` does; so the pattern matches nothing"#,
        ]
    );
    assert_eq!(
        messages(r#"{ $.a = "x" && ($.a = "y" || $.b = "z") }"#),
        [r#"`$.a = "y"` can never hold where `$.a = "x"` does"#]
    );
}

/// What is said to exclude or to cover is held against the matcher, every pair of conditions on every event.
#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn the_logic_agrees_with_the_matcher() {
    let tests = [
        "= x",
        "= \"x\"",
        "= y",
        "!= x",
        "!= y",
        "= x*",
        "!= x*",
        "= *",
        "!= *",
        "= 1",
        "= 1.0",
        "= \"1\"",
        "= \"1.0\"",
        "!= 1",
        "!= \"1.0\"",
        "= 2",
        "> 1",
        "< 1",
        ">= 1",
        "<= 1",
        "> 2",
        "<= 2",
        "= %x%",
        "!= %x%",
        "IS NULL",
        "IS TRUE",
        "IS FALSE",
        "NOT EXISTS",
        "= \"Infinity\"",
    ];
    let values = [
        "null",
        "true",
        "false",
        "1",
        "1.0",
        "2",
        "1e0",
        "1.5",
        "0",
        "3",
        "1e309",
        "\"\"",
        "\"x\"",
        "\"xy\"",
        "\"y\"",
        "\"1\"",
        "\"1.0\"",
        "\"2\"",
        "[]",
        "[null]",
        "[1,\"x\"]",
        "[[null]]",
        "{}",
        "{\"b\":1}",
        "{\"b\":null}",
        "{\"b\":{\"b\":\"x\"}}",
    ];
    let mut events = vec!["{}".to_owned()];
    events.extend(values.map(|value| format!("{{\"a\":{value}}}")));
    let (mut dead, mut covering) = (0, 0);
    for (first, second) in
        [("$.a", "$.a"), ("$.a", "$.a.b"), ("$.a", "$.a[0]"), ("$.a", "$.a[*]"), ("$.a[*]", "$.a[*]")]
    {
        for (a, b) in tests.iter().flat_map(|a| tests.iter().map(move |b| (a, b))) {
            let both = Pattern::parse(&format!("{{ {first} {a} && {second} {b} }}")).unwrap();
            if lint(&both).iter().any(|finding| finding.rule.id == "never-holds") {
                dead += 1;
                assert!(!events.iter().any(|event| both.matches(&LogEvent::new(event))), "{}", both.text());
            }
            let either = Pattern::parse(&format!("{{ {first} {a} || {second} {b} }}")).unwrap();
            if lint(&either).iter().any(|finding| finding.rule.id == "always-holds") {
                covering += 1;
                // 1e309 is beyond what numbers are compared with.
                let numbers = ["1", "1.0", "2", "1.5", "0", "3"].map(|number| format!("{{\"a\":{number}}}"));
                assert!(numbers.iter().all(|event| either.matches(&LogEvent::new(event))), "{}", either.text());
            }
        }
    }
    assert!(dead > 500 && covering > 20, "{dead} {covering}");
}

#[test]
fn cures_are_patterns() {
    let cure = |text| lint(&Pattern::parse(text).unwrap()).remove(0).cure;
    assert_eq!(cure(r#""$.a = \"x\"""#), r#"write { $.a = "x" }"#);
    assert_eq!(cure("a-b"), "write \"a-b\"");
    assert_eq!(cure("[w1=ERROR]"), "write [w1=ERROR, ...]");
    assert_eq!(
        cure(r#"{ $.a != "x" }"#),
        "write (($.a NOT EXISTS) || ($.a != \"x\")) to cover absence, or put $.a = * beside it to say that the field has to be there"
    );
}

#[test]
fn rules_have_names_of_their_own() {
    let mut ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
    assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')));
}

/// Joined conditions on few fields, so that they get in each other's way.
fn expression() -> impl Strategy<Value = String> {
    let selector = prop::sample::select(vec!["$.a", "$.b", "$.a.b", "$.a[*]"]);
    let test = prop::sample::select(vec![
        "= x",
        "!= x",
        "= y",
        "!= *",
        "= x*",
        "= 1",
        "> 1",
        "<= 1",
        "< 0",
        "IS NULL",
        "IS TRUE",
        "NOT EXISTS",
        "= %x%",
    ]);
    let condition = (selector, test).prop_map(|(selector, test)| format!("{selector} {test}"));
    condition.prop_recursive(3, 12, 3, |inner| {
        let sign = prop::sample::select(vec![" && ", " || "]);
        (prop::collection::vec(inner, 2..4), sign).prop_map(|(parts, sign)| format!("({})", parts.join(sign)))
    })
}

proptest! {
    #[test]
    fn what_is_said_to_match_nothing_matches_nothing(
        expression in expression(),
        values in prop::collection::vec(prop::sample::select(vec![
            "null", "true", "1", "0", "-1", "2.5", "\"x\"", "\"y\"", "\"xy\"", "[]", "[null]", "[1,\"x\"]", "{\"b\":\"x\"}",
            "{\"b\":1}", "{\"b\":null}",
        ]), 0..3),
    ) {
        let text = format!("{{ {expression} }}");
        prop_assume!(Pattern::parse(&text).is_ok());
        let pattern = Pattern::parse(&text).unwrap();
        let fields: Vec<_> = ["a", "b"].iter().zip(&values).map(|(name, value)| format!("\"{name}\":{value}")).collect();
        let event = format!("{{{}}}", fields.join(","));
        if pattern.matches(&LogEvent::new(&event)) {
            let said = lint(&pattern).into_iter().find(|finding| finding.message.ends_with("matches nothing"));
            prop_assert_eq!(said, None, "{}", event);
        }
    }

    #[test]
    fn any_pattern_is_looked_through(
        opening in prop::sample::select(vec!["", "{", "[", "%"]),
        tokens in prop::collection::vec(prop::sample::select(vec![
            "$.a", "$.é", "=", "!=", "x", "**", "%.*x.*%", "\"a && $.b = é\"", "\"{ $.a = 1 }\"", "\"é*\"", "&&", "||", "(", ")",
            "-", "?", " ", ",", "...", "true", "1", "é", ".*",
        ]), 0..12),
        closing in prop::sample::select(vec!["", "}", "]", "%"]),
    ) {
        let text = format!("{opening}{}{closing}", tokens.concat());
        if let Ok(pattern) = Pattern::parse(&text) {
            for finding in lint(&pattern) {
                prop_assert!(text.get(finding.span.clone()).is_some_and(|place| !place.is_empty()), "{:?}", finding);
                prop_assert!(!finding.message.is_empty() && !finding.cure.is_empty());
            }
            prop_assert_eq!(pattern.outline().is_some(), text.starts_with('{'));
        }
    }
}
