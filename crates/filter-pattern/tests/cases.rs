//! What CloudWatch Logs answers to JSON patterns: one row for each cell of its rules.
//!
//! `OBSERVED` rows are recorded answers of TestMetricFilter or assertions that others made against the live service;
//! `DOCUMENTED` ones stand in the CloudWatch Logs User Guide, *Filter pattern syntax*; `INFERRED` ones follow from
//! both; `ASSUMED` ones have no evidence either way and only hold down what this crate does.

use signalarm_filter_pattern::{LogEvent, Pattern};

const OBSERVED: &str = "observed";
const DOCUMENTED: &str = "documented";
const INFERRED: &str = "inferred";
const ASSUMED: &str = "assumed";

/// Checks a pattern against messages that it matches and messages that it does not match.
#[track_caller]
fn check(mark: &str, pattern: &str, matching: &[&str], silent: &[&str]) {
    let parsed = Pattern::parse(pattern).unwrap_or_else(|faults| panic!("{pattern}: {faults:?}"));
    assert_eq!(parsed.text(), pattern);
    for (messages, expected) in [(matching, true), (silent, false)] {
        for message in messages {
            let event = LogEvent::new(message);
            let explanation = parsed.explain(&event);
            assert_eq!(parsed.matches(&event), expected, "{mark}: {pattern} on {message}");
            assert_eq!(explanation.holds(), expected, "{mark}: {pattern} on {message}, explained");
            assert!(!explanation.reasons().is_empty(), "{pattern} on {message}");
        }
    }
}

#[test]
fn a_blank_pattern_matches_every_event() {
    for blank in ["", " "] {
        check(OBSERVED, blank, &["", "ERROR", r#"{"a":1}"#], &[]);
    }
    check(INFERRED, "\n\t ", &["two words"], &[]);
}

#[test]
fn only_one_json_object_is_matched() {
    let whole = [r#"{"a":1}"#, " {\"a\":\n1}\r\n", r#"{"b":{},"a":1}"#];
    let other = ["", "text", "[1]", r#"{"a":1} trailing"#, r#"prefix {"a":1}"#, r#"[{"a":1}]"#, r#"{"a":1}{"a":1}"#];
    check(OBSERVED, "{ $.a = 1 }", &whole, &other);
    check(OBSERVED, "{ $.b NOT EXISTS }", &["{}", r#"{"a":1}"#], &["text", "[1]", r#"{"a":2} trailing"#, "1", "null"]);
    check(INFERRED, "{ $.b NOT EXISTS }", &[], &[r#"{"a":1,}"#, r#"{"a":01}"#, "{'a':1}", r#"{"a":1"#]);
}

#[test]
fn equality_needs_a_string_or_a_number() {
    let neither = ["{}", r#"{"a":null}"#, r#"{"a":true}"#, r#"{"a":{}}"#, r#"{"a":[]}"#, r#"{"a":["foo"]}"#];
    check(OBSERVED, "{ $.a = foo }", &[r#"{"a":"foo"}"#], &neither);
    check(OBSERVED, r#"{ $.a = "foo" }"#, &[r#"{"a":"foo"}"#], &[r#"{"a":"FOO"}"#, r#"{"a":"foobar"}"#, r#"{"a":1}"#]);
    check(OBSERVED, r#"{ $.a != "foo" }"#, &[r#"{"a":"FOO"}"#, r#"{"a":""}"#, r#"{"a":1}"#], &neither);
    check(OBSERVED, r#"{ $.a != "foo" }"#, &[r#"{"a":1e309}"#, r#"{"a":-0.0}"#], &[r#"{"a":"foo"}"#]);
    check(OBSERVED, "{ $.a = true }", &[r#"{"a":"true"}"#], &[r#"{"a":true}"#, r#"{"a":false}"#]);
    check(INFERRED, "{ $.a = false }", &[r#"{"a":"false"}"#], &[r#"{"a":true}"#, r#"{"a":false}"#]);
    check(OBSERVED, "{ $.a.b = 2 }", &[r#"{"a":{"b":2}}"#], &[r#"{"a":2}"#, r#"{"a":[{"b":2}]}"#, r#"{"a":null}"#]);
    check(
        OBSERVED,
        "{ $.a[1] = 2 }",
        &[r#"{"a":[1,2]}"#],
        &[r#"{"a":[2,1]}"#, r#"{"a":{"x":1,"y":2}}"#, "{}", r#"{"a":[2]}"#],
    );
    check(ASSUMED, r#"{ $.a = "" }"#, &[r#"{"a":""}"#], &[r#"{"a":"x"}"#, "{}"]);
    check(ASSUMED, r#"{ $.a = "x\y" }"#, &[r#"{"a":"x\\y"}"#], &[r#"{"a":"xy"}"#]);
    check(INFERRED, r#"{ $.a = "say \"hi\\" }"#, &[r#"{"a":"say \"hi\\"}"#], &[]);
    check(INFERRED, "{ $.a = Zoé }", &[r#"{"a":"Zo\u00e9"}"#], &[r#"{"a":"Zoe"}"#]);
}

#[test]
fn a_number_in_the_pattern_is_text_for_strings_and_a_value_for_numbers() {
    check(OBSERVED, "{ $.a = 1 }", &[r#"{"a":1}"#, r#"{"a":1.0}"#, r#"{"a":1e0}"#, r#"{"a":"1"}"#], &[r#"{"a":"01"}"#]);
    check(OBSERVED, "{ $.a = 1.0 }", &[r#"{"a":1}"#, r#"{"a":1e0}"#, r#"{"a":"1.0"}"#], &[r#"{"a":"1"}"#]);
    check(OBSERVED, "{ $.a = +1 }", &[r#"{"a":1}"#], &[r#"{"a":"1"}"#]);
    check(
        OBSERVED,
        "{ $.a != 1 }",
        &[r#"{"a":"01"}"#, r#"{"a":"1.0"}"#, r#"{"a":2}"#],
        &[r#"{"a":1.0}"#, r#"{"a":"1"}"#],
    );
    check(OBSERVED, "{ $.a != 111 }", &[r#"{"a":"111.111.111.111"}"#], &["{}"]);
    check(OBSERVED, "{ $.a = 0 }", &[r#"{"a":-0.0}"#, r#"{"a":1e-999}"#, r#"{"a":0}"#], &[r#"{"a":"-0.0"}"#]);
    check(OBSERVED, "{ $.a = 1e3 }", &[r#"{"a":1e3}"#, r#"{"a":1000}"#, r#"{"a":"1e3"}"#], &[r#"{"a":"1000"}"#]);
    check(
        OBSERVED,
        "{ $.a = 9007199254740992 }",
        &[r#"{"a":9007199254740992}"#],
        &[r#"{"a":9007199254740993}"#, r#"{"a":9007199254740991}"#],
    );
    check(OBSERVED, "{ $.a = 1e308 }", &[r#"{"a":1e308}"#], &[r#"{"a":1e309}"#]);
    check(OBSERVED, "{ $.a = 1e309 }", &[r#"{"a":"1e309"}"#], &[r#"{"a":1e309}"#]);
    check(OBSERVED, "{ $.a != 1e309 }", &[r#"{"a":1}"#], &[r#"{"a":1e309}"#]);
    check(OBSERVED, "{ $.a > 1 }", &[r#"{"a":1e308}"#], &[r#"{"a":1e309}"#]);
    check(OBSERVED, "{ $.a < 1 }", &[r#"{"a":1e-999}"#], &[r#"{"a":1e309}"#, r#"{"a":-1e309}"#]);
    check(OBSERVED, "{ $.a = 1e-999 }", &[r#"{"a":"1e-999"}"#], &[r#"{"a":1e-999}"#, r#"{"a":0}"#]);
    check(OBSERVED, "{ $.a > 1e-999 }", &[r#"{"a":1}"#], &[r#"{"a":1e-999}"#, r#"{"a":0}"#]);
    check(OBSERVED, "{ $.a = foo }", &[], &[r#"{"a":1}"#]);
    check(INFERRED, "{ $.a != Infinity }", &[r#"{"a":1e309}"#, r#"{"a":"infinity"}"#], &[r#"{"a":"Infinity"}"#]);
}

#[test]
fn quoted_and_wildcard_operands_see_the_written_form_of_a_number() {
    check(OBSERVED, r#"{ $.a = "123" }"#, &[r#"{"a":123}"#, r#"{"a":"123"}"#], &[r#"{"a":123.0}"#]);
    check(OBSERVED, r#"{ $.a != "123.0" }"#, &[r#"{"a":123}"#], &["{}"]);
    check(OBSERVED, r#"{ $.a != "12" }"#, &[r#"{"a":12.0}"#], &[r#"{"a":12}"#]);
    check(OBSERVED, r#"{ $.a = "1e0" }"#, &[r#"{"a":"1e0"}"#], &[r#"{"a":1e0}"#]);
    check(OBSERVED, "{ $.a = 12* }", &[r#"{"a":123}"#, r#"{"a":12.34}"#], &[r#"{"a":-12}"#]);
    check(OBSERVED, r#"{ $.a = "*.34" }"#, &[r#"{"a":12.34}"#], &[r#"{"a":34}"#]);
    check(INFERRED, r#"{ $.a = "1.0E7" }"#, &[r#"{"a":1e7}"#, r#"{"a":10000000.0}"#], &[r#"{"a":10000000}"#]);
    check(INFERRED, r#"{ $.a = "12.0" }"#, &[r#"{"a":12.00}"#], &[r#"{"a":12}"#]);
    check(INFERRED, r#"{ $.a = "Infinity" }"#, &[r#"{"a":1e309}"#], &[r#"{"a":1e308}"#]);
}

#[test]
fn a_lone_wildcard_is_any_string_or_number() {
    for any in ["{ $.a = * }", r#"{ $.a = "*" }"#] {
        let some = [r#"{"a":""}"#, r#"{"a":"x"}"#, r#"{"a":0}"#, r#"{"a":1e309}"#];
        let none = ["{}", r#"{"a":null}"#, r#"{"a":true}"#, r#"{"a":{}}"#, r#"{"a":[1]}"#];
        check(OBSERVED, any, &some, &none);
    }
    check(OBSERVED, "{ $.a != * }", &[], &[r#"{"a":""}"#, r#"{"a":1}"#, r#"{"a":null}"#, "{}"]);
}

#[test]
fn wildcards_do_not_backtrack() {
    let address = [r#"{"a":"111.111.111.111"}"#];
    check(OBSERVED, r#"{ $.a = "111*" }"#, &address, &[]);
    check(OBSERVED, "{ $.a = *.111.111.111 }", &address, &[]);
    check(OBSERVED, "{ $.a = *111.111.111 }", &[], &address);
    check(OBSERVED, "{ $.a = 111*111 }", &[], &address);
    check(OBSERVED, r#"{ $.a = "1*3" }"#, &[r#"{"a":123}"#, r#"{"a":"13"}"#], &[r#"{"a":1}"#]);
    check(DOCUMENTED, r#"{ $.a != "*assumed-role*" }"#, &[r#"{"a":"role"}"#], &[r#"{"a":"x:assumed-role/y"}"#]);
}

#[test]
fn only_numbers_are_ordered() {
    let none = ["{}", r#"{"a":null}"#, r#"{"a":true}"#, r#"{"a":{}}"#, r#"{"a":[9]}"#, r#"{"a":"9"}"#];
    check(OBSERVED, "{ $.a > 1 }", &[r#"{"a":2}"#, r#"{"a":1.5}"#], &none);
    check(DOCUMENTED, "{ $.a > 1 }", &[], &[r#"{"a":1}"#, r#"{"a":-2}"#]);
    check(DOCUMENTED, "{ $.a >= 1.0 }", &[r#"{"a":1}"#], &[r#"{"a":0.999}"#]);
    check(DOCUMENTED, "{ $.a < -5 }", &[r#"{"a":-5.5}"#, r#"{"a":-100}"#], &[r#"{"a":-5}"#, r#"{"a":0}"#, "{}"]);
    check(DOCUMENTED, "{ $.a <= 10e3 }", &[r#"{"a":10000}"#, r#"{"a":-1}"#], &[r#"{"a":10001}"#, r#"{"a":"1"}"#]);
}

#[test]
fn keywords_tell_null_boolean_and_absent_apart() {
    let null = [r#"{"a":null}"#, r#"{"a":[null,2]}"#, r#"{"a":[null]}"#];
    let other = ["{}", r#"{"a":false}"#, r#"{"a":{}}"#, r#"{"a":[]}"#, r#"{"a":"null"}"#, r#"{"a":0}"#];
    check(OBSERVED, "{ $.a IS NULL }", &null, &other);
    check(OBSERVED, "{ $.a is null }", &null, &[r#"{"a":[[null]]}"#, r#"{"a":[{"b":null}]}"#, r#"{"a":{"b":null}}"#]);
    check(INFERRED, "{ $.a IS NULL }", &[r#"{"a":[1,null]}"#], &[]);
    let no_boolean = ["{}", r#"{"a":null}"#, r#"{"a":"true"}"#, r#"{"a":1}"#, r#"{"a":[true,false]}"#, r#"{"a":{}}"#];
    check(OBSERVED, "{ $.a IS TRUE }", &[r#"{"a":true}"#], &no_boolean);
    check(OBSERVED, "{ $.a IS FALSE }", &[r#"{"a":false}"#], &no_boolean);
    check(INFERRED, "{ $.a Is true }", &[r#"{"a":true}"#], &[r#"{"a":false}"#]);
    let absent = ["{}", r#"{"b":{"a":1}}"#, r#"{"A":1}"#];
    let present = [r#"{"a":null}"#, r#"{"a":false}"#, r#"{"a":""}"#, r#"{"a":{}}"#, r#"{"a":[]}"#, r#"{"a":0}"#];
    check(OBSERVED, "{ $.a NOT EXISTS }", &absent, &present);
    check(OBSERVED, "{ $.a.b NOT EXISTS }", &["{}", r#"{"a":1}"#, r#"{"a":[{"b":1}]}"#], &[r#"{"a":{"b":null}}"#]);
    check(INFERRED, "{ $.a not exists }", &absent, &present);
}

#[test]
fn a_wildcard_in_a_selector_looks_one_level_deep() {
    let some_two = [r#"{"a":[1,2]}"#, r#"{"a":[2]}"#, r#"{"a":{"x":1,"y":2}}"#];
    let no_two = ["{}", r#"{"a":2}"#, r#"{"a":[[2]]}"#, r#"{"a":null}"#, r#"{"a":[{"b":2}]}"#];
    for selector in ["$.a[*]", "$.a.*"] {
        check(OBSERVED, &format!("{{ {selector} = 2 }}"), &some_two, &no_two);
    }
    check(OBSERVED, "{ $.a[*].b = 2 }", &[r#"{"a":[{"b":1},{"b":2}]}"#], &[r#"{"a":{"b":2}}"#, r#"{"a":[2]}"#]);
    check(DOCUMENTED, "{ $.a[*] > 1 }", &[r#"{"a":[0,"9",2]}"#], &[r#"{"a":[1,"9"]}"#]);
    check(INFERRED, "{ $.* = 2 }", &[r#"{"x":2}"#], &["{}", r#"{"x":[2]}"#]);
    check(DOCUMENTED, "{ $.a[*] IS TRUE }", &[r#"{"a":[1,true]}"#], &[r#"{"a":true}"#, r#"{"a":[false]}"#]);
    check(OBSERVED, "{ $.a[*] IS NULL }", &[r#"{"a":[null]}"#], &[r#"{"a":null}"#, r#"{"a":[[null]]}"#]);
    check(ASSUMED, "{ $.* = 1 }", &[r#"{"x":2,"x":1}"#], &[r#"{"x":1,"y":0,"x":2}"#]);
}

#[test]
fn a_wildcard_with_not_equal_asks_that_no_find_equals() {
    let none_is_two = [
        r#"{"a":[1]}"#,
        r#"{"a":2}"#,
        r#"{"a":null}"#,
        r#"{"a":[]}"#,
        r#"{"a":{}}"#,
        r#"{"a":[true]}"#,
        r#"{"a":[[1,2]]}"#,
    ];
    let silent = [r#"{"a":[1,2]}"#, r#"{"a":{"x":1,"y":2}}"#, "{}"];
    check(OBSERVED, "{ $.a[*] != 2 }", &none_is_two, &silent);
    let silent = [r#"{"a":[{"b":2},{"b":1}]}"#, "{}"];
    check(OBSERVED, "{ $.a[*].b != 2 }", &[r#"{"a":true}"#, r#"{"a":[{}]}"#, r#"{"a":[]}"#], &silent);
    let nothing = ["{}", r#"{"a":2}"#, r#"{"a":null}"#, r#"{"a":[]}"#, r#"{"a":{}}"#];
    check(OBSERVED, "{ $.a[*] NOT EXISTS }", &nothing, &[r#"{"a":[null]}"#, r#"{"a":{"b":2}}"#]);
}

#[test]
fn conditions_are_joined_with_and_before_or() {
    let a_or_b_and_c = "{ $.a = 1 || $.b = 1 && $.c = 1 }";
    check(OBSERVED, a_or_b_and_c, &[r#"{"a":1}"#, r#"{"b":1,"c":1}"#], &[r#"{"b":1}"#, r#"{"c":1}"#, "{}"]);
    let grouped = "{($.a=1||$.b=1)&&$.c=1}";
    check(OBSERVED, grouped, &[r#"{"a":1,"c":1}"#, r#"{"b":1,"c":1}"#], &[r#"{"a":1}"#, r#"{"c":1}"#]);
    check(INFERRED, "{ ((($.a = 1))) }", &[r#"{"a":1}"#], &["{}"]);
    check(INFERRED, "{ $.a = 1\n\t&& $.b = 2\n}", &[r#"{"a":1,"b":2}"#], &[r#"{"a":1}"#]);
    check(INFERRED, r#"{ $.a = "&& || ( ) }" }"#, &[r#"{"a":"&& || ( ) }"}"#], &["{}"]);
}

#[test]
fn selectors_name_members_by_name_or_in_brackets() {
    check(DOCUMENTED, "{ $.['cluster.name'] = c }", &[r#"{"cluster.name":"c"}"#], &[r#"{"cluster":{"name":"c"}}"#]);
    check(OBSERVED, "{ $.a-b = 2 }", &[r#"{"a-b":2}"#], &[r#"{"a":2}"#]);
    check(INFERRED, "{ $.2nd_x = 1 }", &[r#"{"2nd_x":1}"#], &[]);
    check(DOCUMENTED, "{ $.a[1][2] = 6 }", &[r#"{"a":[[],[0,0,6]]}"#], &[r#"{"a":[[0,0,6]]}"#]);
    check(INFERRED, "{ $.a[99999999999999999999] NOT EXISTS }", &[r#"{"a":[1]}"#], &[]);
    check(ASSUMED, "{ $.a['b c'].d = 1 }", &[r#"{"a":{"b c":{"d":1}}}"#], &[r#"{"a":{"d":1}}"#]);
    check(ASSUMED, "{ $.a = 1 }", &[r#"{"a":2,"a":1}"#, r#"{"\u0061":1}"#], &[r#"{"a":1,"a":2}"#]);
    check(ASSUMED, "{ $.a = \"\u{fffd}\" }", &[r#"{"a":"\ud800"}"#], &[]);
}

#[test]
fn a_pattern_has_up_to_1024_characters_and_three_wildcard_selectors() {
    let of = |chars: usize| format!("{{ $.a = \"{}\" }}", "é".repeat(chars - 12));
    assert!(Pattern::parse(&of(1024)).is_ok(), "characters, not bytes");
    assert!(Pattern::parse(&of(1025)).is_err());
    assert!(Pattern::parse(&" ".repeat(1025)).is_err());
    let of = |selectors: usize| format!("{{ {} }}", vec!["$.a[*] = 1"; selectors].join(" || "));
    assert!(Pattern::parse(&of(3)).is_ok());
    assert!(Pattern::parse(&of(4)).is_err());
}
