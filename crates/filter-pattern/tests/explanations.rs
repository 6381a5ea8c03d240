//! Explanations, as a person reads them.

use signalarm_filter_pattern::{Explanation, Found, Judgement, LogEvent, Pattern};

/// Checks whether a pattern matches a message, and the reasons.
#[track_caller]
fn check(pattern: &str, message: &str, holds: bool, reasons: &[&str]) {
    let explanation = Pattern::parse(pattern).unwrap().explain(&LogEvent::new(message));
    assert_eq!(explanation.reasons(), reasons);
    assert_eq!(explanation.holds(), holds);
}

#[test]
fn only_the_conditions_that_decide_are_named() {
    let both = r#"{ $.userIdentity.type = "Root" && $.eventName = ConsoleLogin }"#;
    let root = r#"$.userIdentity.type is "Root", as the pattern asks: = "Root""#;
    let user = r#"$.userIdentity.type is "IAMUser", the pattern asks for = "Root""#;
    let login = r#"$.eventName is "ConsoleLogin", as the pattern asks: = ConsoleLogin"#;
    let no_name = "$.eventName is absent, the pattern asks for = ConsoleLogin";
    check(both, r#"{"userIdentity":{"type":"Root"},"eventName":"ConsoleLogin"}"#, true, &[root, login]);
    check(both, r#"{"userIdentity":{"type":"IAMUser"},"eventName":"ConsoleLogin"}"#, false, &[user]);
    check(both, r#"{"userIdentity":{"type":"IAMUser"}}"#, false, &[user, no_name]);
    let either = both.replace("&&", "||");
    check(&either, r#"{"userIdentity":{"type":"Root"}}"#, true, &[root]);
    check(&either, r#"{"userIdentity":{"type":"IAMUser"}}"#, false, &[user, no_name]);
    let mixed = "{ $.a = 1 && ($.b = 1 || $.c = 1) }";
    check(
        mixed,
        r#"{"a":1,"c":2}"#,
        false,
        &["$.b is absent, the pattern asks for = 1", "$.c is 2, the pattern asks for = 1"],
    );
}

#[test]
fn what_may_surprise_is_said() {
    for (pattern, message, holds, reason) in [
        ("{ $.a != 1 }", "{}", false, "$.a is absent, the pattern asks for != 1 (!= never holds of an absent field)"),
        ("{ $.a IS NULL }", "{}", false, "$.a is absent, the pattern asks for IS NULL (an absent field is not NULL)"),
        (
            "{ $.a = root }",
            r#"{"a":"Root"}"#,
            false,
            r#"$.a is "Root", the pattern asks for = root (they differ in upper and lower case)"#,
        ),
        (
            "{ $.a = true }",
            r#"{"a":true}"#,
            false,
            "$.a is true, the pattern asks for = true (= and != hold only of strings and numbers)",
        ),
        (
            "{ $.a != 1 }",
            r#"{"a":[2]}"#,
            false,
            "$.a is an array, the pattern asks for != 1 (= and != hold only of strings and numbers)",
        ),
        ("{ $.a > 1 }", r#"{"a":"5"}"#, false, r#"$.a is "5", the pattern asks for > 1 (only numbers are ordered)"#),
        (
            "{ $.a IS NULL }",
            r#"{"a":[null]}"#,
            true,
            "$.a is an array, as the pattern asks: IS NULL (an array that holds null is NULL)",
        ),
        ("{ $.a NOT EXISTS }", r#"{"a":null}"#, false, "$.a is null, the pattern asks for NOT EXISTS (null exists)"),
        ("{ $.a NOT EXISTS }", "{}", true, "$.a is absent, as the pattern asks: NOT EXISTS"),
        (
            "{ $.a[*] = 9 }",
            r#"{"a":[1,"x",{},4,5]}"#,
            false,
            r#"$.a[*] finds 1, "x", an object and 2 more, the pattern asks for = 9"#,
        ),
        ("{ $.a[*] = 9 }", r#"{"a":2}"#, false, "$.a[*] finds nothing, the pattern asks for = 9"),
        ("{ $.a[*] = 9 }", "{}", false, "$.a[*] is absent, the pattern asks for = 9"),
        ("{ $.a = 1 }", "text", false, "the message is not one JSON object, so no JSON pattern matches it"),
        ("", "text", true, "the pattern is blank and matches every event"),
    ] {
        check(pattern, message, holds, &[reason]);
    }
}

#[test]
fn long_values_are_cut() {
    let message = format!(r#"{{"a":"{}"}}"#, "é".repeat(200));
    let reason = format!(r#"$.a is "{}…", the pattern asks for = x"#, "é".repeat(80));
    check("{ $.a = x }", &message, false, &[&reason]);
}

#[test]
fn an_explanation_has_the_form_of_the_pattern() {
    let pattern = Pattern::parse("{ $.a = 1 && ($.b IS TRUE || $.c[*] != 3) }").unwrap();
    let Explanation::Json(Judgement::All(parts)) = pattern.explain(&LogEvent::new(r#"{"a":1.50,"c":[2,null]}"#)) else {
        panic!("not joined by &&")
    };
    let [Judgement::Condition(first), Judgement::Any(alternatives)] = parts.as_slice() else {
        panic!("not a condition and a group")
    };
    assert_eq!((first.selector.as_str(), first.test.as_str(), first.holds), ("$.a", "= 1", false));
    assert_eq!(first.found, Found::Number("1.50".to_owned()));
    let [Judgement::Condition(second), Judgement::Condition(third)] = alternatives.as_slice() else {
        panic!("not two alternatives")
    };
    assert_eq!((second.test.as_str(), second.holds, &second.found), ("IS TRUE", false, &Found::Nothing));
    assert_eq!((third.test.as_str(), third.holds), ("!= 3", true));
    assert_eq!(third.found, Found::Each(vec![Found::Number("2".to_owned()), Found::Null]));
}

#[test]
fn terms_are_named_with_what_the_message_contains() {
    check(
        "ERROR -timeout",
        "ERROR",
        true,
        &[
            "the message contains ERROR, as the pattern asks",
            "the message does not contain timeout, as the pattern asks",
        ],
    );
    check(
        "ERROR -timeout",
        "timeout",
        false,
        &[
            "the message does not contain ERROR, the pattern asks for it",
            "the message contains timeout, the pattern asks that it does not",
        ],
    );
    check("?WARN ?\"disk full\"", "disk full", true, &["the message contains \"disk full\", as the pattern asks"]);
    check(
        "?WARN disk",
        "disk",
        true,
        &["the message contains disk, as the pattern asks", "?WARN is ignored beside terms without ?"],
    );
}

#[test]
fn fields_are_named_with_their_values() {
    check(
        "[level = ERROR, code > 5 || code = x]",
        "ERROR 9",
        true,
        &[r#"$level is "ERROR", as the pattern asks: = ERROR"#, r#"$code is "9", as the pattern asks: > 5"#],
    );
    check(
        "[level = ERROR, text]",
        "error x",
        false,
        &[r#"$level is "error", the pattern asks for = ERROR (they differ in upper and lower case)"#],
    );
    check("[a, b = 1, ..., c]", "x", false, &["the message has 1 field, the pattern asks for 3 at least"]);
    check("[a, b]", "x y z", true, &["the message has 3 fields, the pattern asks for 2 at least"]);
}

#[test]
fn a_regular_expression_is_named() {
    check("%4[0-9]%", "404", true, &["the message matches %4[0-9]%"]);
    check("%4[0-9]%", "500", false, &["the message does not match %4[0-9]%"]);
    check("{ $.a = %^4% }", r#"{"a":404}"#, true, &["$.a is 404, as the pattern asks: = %^4%"]);
}
