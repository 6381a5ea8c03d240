//! The canonical form of patterns, on one line and on several.

use signalarm_filter_pattern::Pattern;

fn parsed(text: &str) -> Pattern {
    Pattern::parse(text).unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
}

#[test]
fn patterns_are_printed_in_one_form() {
    for (text, canonical) in [
        (" ", ""),
        ("a-b  ?\"c\" -\"d e\" \"\\\"\"", r#"a -b ?c -"d e" "\"""#),
        ("{$.a=1||$.b!=x&&$.c>1.50}", "{ $.a = 1 || ($.b != x && $.c > 1.5) }"),
        ("{ ((($.a = 1)) && $.b is null) && ($.c not exists) }", "{ ($.a = 1 && $.b IS NULL) && $.c NOT EXISTS }"),
        ("{ $.['a'].['b c'][0].*.d = *x* }", r#"{ $.a.['b c'][0][*].d = "*x*" }"#),
        (
            r#"{ $.* = "*" && $.a = "1" && $.b = %^x%&&$.c IS TRUE }"#,
            r#"{ $.* = * && $.a = "1" && $.b = %^x% && $.c IS TRUE }"#,
        ),
        ("[a,,b=1&&(b>2||b<=3) , ...,c=x]", "[a, , b = 1 && (b > 2 || b <= 3), ..., c = x]"),
        ("[...]", "[]"),
        ("[ , ]", "[, ]"),
        ("%a|b%", "%a|b%"),
    ] {
        assert_eq!(parsed(text).canonical(), canonical);
        assert!(parsed(canonical).says_the_same_as(&parsed(text)), "{text}");
    }
}

#[test]
fn a_form_that_would_be_too_long_is_not_printed() {
    let text = format!("{{{}}}", ["$.a=1"; 146].join("||"));
    assert_eq!(parsed(&text).canonical(), text);
}

#[test]
fn a_pattern_is_spread_over_lines() {
    let events =
        ["CreateUser", "DeleteUser", "AttachUserPolicy"].map(|name| format!("$.eventName = {name}")).join("||");
    let json = format!("{{($.eventSource = \"iam.amazonaws.com\") && ({events}) && ($.a = 1 || $.b = 1)}}");
    insta::assert_snapshot!(parsed(&json).pretty(), @r#"
    {
      $.eventSource = "iam.amazonaws.com"
      && (
        $.eventName = CreateUser
        || $.eventName = DeleteUser
        || $.eventName = AttachUserPolicy
      )
      && ($.a = 1 || $.b = 1)
    }
    "#);
    insta::assert_snapshot!(parsed("[ip, status = 4* || status = 5*, ...]").pretty(), @r#"
    [
      ip,
      status = "4*" || status = "5*",
      ...
    ]
    "#);
    assert_eq!(parsed("a -b").pretty(), "a -b");
}
