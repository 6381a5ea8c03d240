//! What holds of every text, sensible or not.

use proptest::prelude::*;
use signalarm_filter_pattern::{LogEvent, Measured, MetricValue, Pattern};

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
    "...",
    ",",
    "name",
    "%x%",
    "%[a-",
    "]+%",
    "-",
    "?",
    ".",
];

/// Tokens in the marks of each kind of pattern.
fn nearly_pattern() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(vec![("{ ", " }"), ("[", "]"), ("%", "%"), ("", ""), ("{", ""), ("[", "")]);
    let tokens = prop::collection::vec(prop::sample::select(TOKENS), 0..40);
    (marks, tokens).prop_map(|((opening, closing), tokens)| format!("{opening}{}{closing}", tokens.concat()))
}

/// Conditions joined in any way.
fn joined(condition: impl Strategy<Value = String> + 'static) -> impl Strategy<Value = String> {
    condition.prop_recursive(3, 8, 3, |inner| {
        (inner.clone(), prop::sample::select(vec!["&&", " || ", "&& "]), inner, any::<bool>()).prop_map(
            |(left, sign, right, grouped)| {
                if grouped { format!("({left}) {sign} ({right})") } else { format!("{left}{sign}{right}") }
            },
        )
    })
}

fn terms() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(vec!["", "", "-", "?"]);
    let text =
        prop::sample::select(vec!["a", "b", "x.1", "é", "\"a b\"", "\"\\\"\"", "\"\\\\\"", "\"ERROR*\"", "\"-\""]);
    let term = (sign, text).prop_map(|(sign, text)| format!("{sign}{text}"));
    prop::collection::vec(term, 1..6).prop_map(|terms| terms.join(" "))
}

fn space_delimited() -> impl Strategy<Value = String> {
    let test = prop::sample::select(vec![
        "",
        "",
        "= 1",
        "!=\"1\"",
        "= a*",
        "!= %^[ab]%",
        ">0.5",
        "<= +1e1",
        "= \"x, y]\"",
        "=x.y-z",
        "= *",
    ]);
    let entry = prop_oneof![
        Just(String::new()),
        Just("NAME".to_owned()),
        joined(test.prop_map(|test| format!("NAME {test}"))),
    ];
    (prop::collection::vec(entry, 0..5), prop::option::of(0_usize..5)).prop_map(|(entries, ellipsis)| {
        let name = |(place, entry): (usize, String)| entry.replace("NAME", &format!("f{place}"));
        let mut entries: Vec<_> = entries.into_iter().enumerate().map(name).collect();
        if let Some(place) = ellipsis {
            entries.insert(place.min(entries.len()), "...".to_owned());
        }
        format!("[{}]", entries.join(" , "))
    })
}

fn regex() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["%a%", "%^a|b$%", "%[^x]{2,}%", r"%\d+\.\w%", "%.*%"]).prop_map(str::to_owned)
}

/// A pattern of any kind that is accepted, but for the number of wildcards and regular expressions.
fn pattern() -> impl Strategy<Value = String> {
    prop_oneof![json(), json(), terms(), space_delimited(), regex(), Just(String::new())]
}

/// A JSON pattern: conditions over the members `a` and `b`, joined in any way.
fn json() -> impl Strategy<Value = String> {
    let selector = prop::sample::select(vec![
        "$.a",
        "$.b",
        "$.a.b",
        "$.a[0]",
        "$.a[*]",
        "$.b.*",
        "$.*",
        "$.['a']",
        "$.['b c'].*.['']",
        "$.a[99999999999999999999]",
    ]);
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
        "= %^x%",
        "!= %[0-9]%",
        "= \"\\\\\\\"\"",
        "> 1e2147483647",
        ">= -0.00120",
        "< 12.50e-2147483648",
    ]);
    let condition = (selector, test).prop_map(|(selector, test)| format!("{selector} {test}"));
    joined(condition).prop_map(|joined| format!("{{ {joined} }}"))
}

/// A pattern that is accepted.
fn accepted() -> impl Strategy<Value = Pattern> {
    pattern().prop_filter_map("too many wildcards or regular expressions", |text| Pattern::parse(&text).ok())
}

/// A message for patterns of any kind.
fn message() -> impl Strategy<Value = String> {
    prop_oneof![event(), "[ab1.x \t\"\\[\\]-]{0,20}", any::<String>()]
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
        for (opening, closing) in [("{", "}"), ("[", "]"), ("%", "%"), ("[a = %", "%]"), ("\"", "")] {
            check_faults(&format!("{opening}{text}{closing}"))?;
        }
    }

    #[test]
    fn any_tokens_are_a_pattern_or_have_faults_with_places(text in nearly_pattern()) {
        check_faults(&text)?;
    }

    #[test]
    fn an_explanation_agrees_with_the_answer(pattern in accepted(), message in message()) {
        let event = LogEvent::new(&message);
        let explanation = pattern.explain(&event);
        prop_assert_eq!(pattern.matches(&event), explanation.holds());
        prop_assert!(!explanation.reasons().is_empty());
        prop_assert_eq!(pattern.matches(&event), pattern.extract(&event).is_some());
    }

    #[test]
    fn what_is_printed_says_the_same(pattern in accepted(), message in message()) {
        let event = LogEvent::new(&message);
        for printed in [pattern.canonical(), pattern.pretty()] {
            let read = Pattern::parse(&printed);
            prop_assert!(read.as_ref().is_ok_and(|read| read.says_the_same_as(&pattern)), "{}: {:?}", printed, read);
            prop_assert_eq!(read.unwrap().matches(&event), pattern.matches(&event));
        }
        let canonical = Pattern::parse(&pattern.canonical()).unwrap();
        prop_assert_eq!(canonical.canonical(), canonical.text());
    }

    #[test]
    fn any_tokens_that_are_accepted_are_printed(text in nearly_pattern(), message in message()) {
        if let Ok(pattern) = Pattern::parse(&text) {
            let read = Pattern::parse(&pattern.canonical()).unwrap();
            prop_assert!(read.says_the_same_as(&pattern), "{} {}", text, pattern.canonical());
            let event = LogEvent::new(&message);
            prop_assert_eq!(read.explain(&event).holds(), pattern.matches(&event));
        }
    }

    #[test]
    fn any_text_is_a_metric_value_or_refused(text in "[$.a-z0-9*\\[\\]'e+-]{0,12}", pattern in accepted(), message in message()) {
        match MetricValue::parse(&text) {
            Ok(value) => {
                let measured = value.measure(&pattern, &LogEvent::new(&message));
                prop_assert!(!matches!(measured, Measured::Number(number) if !number.is_finite()));
            }
            Err(refused) => prop_assert!(refused.to_string().contains(&["metric value ", &text, " must"].concat())),
        }
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
    let field = format!("[{}a=1{}]", "(".repeat(508), ")".repeat(508));
    assert!(Pattern::parse(&field).unwrap().matches(&LogEvent::new("1")));
}

/// Messages over which a search that tries again from every place would not come to an end.
#[test]
fn long_messages_are_answered_in_time_that_grows_with_them() {
    for (pattern, message) in [
        ("[a, ..., z = x]", "[".repeat(1_000_000)),
        ("[a, ..., z = x]", "[ \" ".repeat(300_000)),
        ("[a, b]", " ".repeat(1_000_000)),
        ("%^a*a*a*a*b$%", "a".repeat(1_000_000)),
        (r#""aaaaaaaab""#, "a".repeat(1_000_000)),
        ("{ $.a = \"*a*a*a*b\" }", format!(r#"{{"a":"{}"}}"#, "a".repeat(1_000_000))),
        ("{ $.a[*] = x }", format!(r#"{{"a":[{}0]}}"#, "0,".repeat(300_000))),
    ] {
        assert!(!Pattern::parse(pattern).is_ok_and(|pattern| pattern.matches(&LogEvent::new(&message))), "{pattern}");
    }
}

#[test]
fn a_deeply_nested_message_is_answered() {
    let deep = format!(r#"{{"a":1,"b":{}{}}}"#, "[".repeat(200_000), "]".repeat(200_000));
    let event = LogEvent::new(&deep);
    assert!(Pattern::parse("{ $.a = 1 && $.b[0][0] NOT EXISTS }").is_ok_and(|pattern| !pattern.matches(&event)));
    assert!(Pattern::parse("{ $.a = 1 }").unwrap().matches(&event));
}
