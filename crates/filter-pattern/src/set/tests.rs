//! The set, judged by each of its patterns alone.

use proptest::prelude::*;

use super::{PatternSet, Scratch};
use crate::{LogEvent, Pattern};

/// How deep a nesting a walk has to bear without a deep stack.
const DEEP: usize = 200_000;

/// Checks that a set answers to messages as its patterns do, and gives the answers.
#[track_caller]
fn check(patterns: &[&str], messages: &[&str]) -> Vec<Vec<usize>> {
    let parsed: Vec<_> = patterns.iter().map(|text| Pattern::parse(text).expect(text)).collect();
    let set = PatternSet::new(parsed.iter().cloned());
    assert_eq!(set.patterns(), parsed);
    let mut scratch = Scratch::default();
    let answers = messages.iter().map(|message| {
        let event = LogEvent::new(message);
        let expected: Vec<_> = (0..parsed.len()).filter(|&index| parsed[index].matches(&event)).collect();
        assert_eq!(set.matches(message, &mut scratch), expected, "{patterns:?} on {message}");
        expected
    });
    answers.collect()
}

#[test]
fn an_empty_set_matches_nothing() {
    assert!(check(&[], &["", "{}"]).iter().all(Vec::is_empty));
}

#[test]
fn blank_patterns_match_among_others() {
    let patterns = ["{ $.a = 1 }", "", "{ $.a = x }", " "];
    assert_eq!(check(&patterns, &["", r#"{"a":"x"}"#, r#"{"a":1}"#]), [vec![1, 3], vec![1, 2, 3], vec![0, 1, 3]]);
}

#[test]
fn patterns_of_every_kind_match_together() {
    let patterns = ["ERROR -timeout", "[level, code=5*]", "%E.*R%", "{ $.a = 1 }", "?ERROR ?WARN"];
    let messages = ["ERROR 500", "ERROR timeout", "WARN 4", r#"{"a":1,"b":"ERROR"}"#];
    assert_eq!(check(&patterns, &messages), [vec![0, 1, 2, 4], vec![2, 4], vec![4], vec![0, 2, 3, 4]]);
}

#[test]
fn a_text_that_comes_very_often_leads_to_a_pattern_once() {
    let patterns = ["{ $.a[*].b = x }", "{ $.a[0].b = x || $.a[1].b = x || $.c = x }", "{ $.a[*].b != x && $.c = x }"];
    let elements = vec![r#"{"b":"x"}"#; 1000].join(",");
    let message = format!(r#"{{"a":[{elements}],"c":"y"}}"#);
    assert_eq!(check(&patterns, &[&message, &message.replace("y", "\\u0078")]), [vec![0, 1], vec![0, 1]]);
}

#[test]
fn names_and_values_count_however_they_are_written() {
    let patterns = [r#"{ $.eventName = "ConsoleLogin" }"#, r#"{ $.a.['x/y'] = "ConsoleLogin" }"#];
    let matching = [
        r#"{"eventName":"ConsoleLogin"}"#,
        r#"{"eventName":"\u0043onsoleLogin"}"#,
        r#"{"\u0065ventName":"ConsoleLogin"}"#,
        r#"{"event\u004eame":"\u0043\u006f\u006e\u0073\u006F\u006c\u0065\u004c\u006f\u0067\u0069\u006e"}"#,
        "{ \"eventName\" \n\t:\r \"ConsoleLogin\" }",
        r#"{"a":"eventName","eventName":"ConsoleLogin","b":"\\u"}"#,
        r#"{"eventName":1,"eventName":"ConsoleLogin"}"#,
        r#"{"eventName":"ConsoleLogin","event\u004eame":"ConsoleLogin"}"#,
    ];
    assert!(check(&patterns, &matching).iter().all(|answer| *answer == [0]));
    let silent = [
        r#"{"eventName":"ConsoleLogin","eventName":"x"}"#,
        r#"{"eventName":"ConsoleLogin","event\u004eame":"x"}"#,
        r#"{"x":{"eventName":"ConsoleLogin"}}"#,
        r#"{"x":"\"eventName\":\"ConsoleLogin\""}"#,
        r#"{"eventName":"\\u0043onsoleLogin"}"#,
        r#"{"eventName":["ConsoleLogin"]}"#,
        r#"{"eventName":"ConsoleLogin"} trailing"#,
        r#"{"eventName":"ConsoleLogin""#,
        r#"["eventName","ConsoleLogin"]"#,
        r#"{"eventName":"ConsoleLogin","x":01}"#,
        r#"{"eventName":"ConsoleLogin","x":"\ud800\u12"}"#,
        "{\"eventName\":\"ConsoleLogin\",\"x\":\"\u{1}\"}",
    ];
    assert!(check(&patterns, &silent).iter().all(Vec::is_empty));
    let slash = [r#"{"a":{"x/y":"ConsoleLogin"}}"#, r#"{"a":{"x\/y":"ConsoleLogin"}}"#];
    assert!(check(&patterns, &slash).iter().all(|answer| *answer == [1]));
}

#[test]
fn names_that_look_like_the_text_between_names_are_found() {
    let patterns = ["{ $.[','] = x }", "{ $.[':'] = x }", "{ $.[' '] = x }", "{ $.['{'] = x }", "{ $.['},{'] = x }"];
    let messages = [
        r#"{"a":"b",",":"x"}"#,
        r#"{",":",",",":"x"}"#,
        r#"{"a":"b",":":"x"}"#,
        r#"{"a":"b" ," ":"x"}"#,
        r#"{"{":"x"}"#,
        r#"{"a":{"b":"c"},"},{":"x"}"#,
        r#"{"},{":"x","a":[{"b":"},{"},{"c":"d"}]}"#,
    ];
    let answers = check(&patterns, &messages);
    assert_eq!(answers, [vec![0], vec![0], vec![1], vec![2], vec![3], vec![4], vec![4]]);
}

#[test]
fn wildcards_look_into_arrays_and_objects() {
    let patterns = ["{ $.a[*].b = 1 }", "{ $.a.* != x }", "{ $.a[0].b = 1 && $.a[*] IS NULL }", "{ $.*.b NOT EXISTS }"];
    let messages = [
        r#"{"a":[{"b":1},null]}"#,
        r#"{"a":[{"b":2},{"b":1}]}"#,
        r#"{"a":{"x":{"b":1},"y":"x"}}"#,
        r#"{"a":{"x":{"b":1},"x":{"b":2}}}"#,
        r#"{"a":{"x":{"b":1},"\u0078":3}}"#,
        r#"{"a":[{"b":1,"b":2}]}"#,
        r#"{"a":[]}"#,
        r#"{"a":"x"}"#,
        "{}",
    ];
    let answers = check(&patterns, &messages);
    assert_eq!(answers[0], [0, 1, 2, 3]);
    assert_eq!(answers[3], [1, 3]);
}

#[test]
fn depth_costs_no_stack() {
    let patterns = ["{ $.a = 1 }", "{ $.b[0][0][0] NOT EXISTS }", "{ $.b[*][0] != 1 }", "{ $.c.c.c = x }"];
    for (open, close) in [("[", "]"), (r#"{"c":"#, "}")] {
        let deep = format!(r#"{{"a":1,"b":{}1{}}}"#, open.repeat(DEEP), close.repeat(DEEP));
        check(&patterns, &[&deep, &deep[..deep.len() - 1], &open.repeat(DEEP)]);
    }
}

#[test]
fn thousands_of_patterns_and_names_are_told_apart() {
    let texts: Vec<_> = (0..2000)
        .map(|number| match number % 4 {
            0 => format!("{{ $.name = v{number} }}"),
            1 => format!("{{ $.other{number} = x || $.name = v{number} }}"),
            2 => format!("{{ $.name = v{} && $.other{number} NOT EXISTS }}", number / 2),
            _ => format!("{{ $.name = \"{number}\" }}"),
        })
        .collect();
    let texts: Vec<_> = texts.iter().map(String::as_str).collect();
    let messages =
        [r#"{"name":"v5"}"#, r#"{"name":1003}"#, r#"{"name":"1003"}"#, r#"{"other5":"x"}"#, r#"{"name":""}"#];
    let answers = check(&texts, &messages);
    assert_eq!(answers, [vec![5, 10], vec![1003], vec![1003], vec![5], vec![]]);
}

/// Texts that stand for themselves in a pattern and may be hard to find in an event.
const NAMES: &[&str] = &["a", "b", "aa", "ab", ",", ":", "\u{e9}", "a/b", "a\u{fffd}"];

fn pattern() -> impl Strategy<Value = String> {
    let name = || prop::sample::select(NAMES).prop_map(|name| format!(".['{name}']"));
    let step = prop_oneof![6 => name(), 1 => Just("[0]".to_owned()), 1 => Just("[1]".to_owned())];
    let wild = prop::option::weighted(0.2, (Just("[*]"), prop::option::of(name())));
    let selector = (name(), prop::collection::vec(step, 0..2), wild).prop_map(|(first, steps, wild)| {
        let wild = wild.map(|(wild, last)| format!("{wild}{}", last.unwrap_or_default()));
        format!("${first}{}{}", steps.concat(), wild.unwrap_or_default())
    });
    let test = prop::sample::select(vec![
        "= a",
        "= a",
        "= \"b\"",
        "= \"\"",
        "= \"\u{e9}\"",
        "= \"a\u{fffd}\"",
        "!= a",
        "= 1",
        "!= 1",
        "= \"1\"",
        "= \"1.0\"",
        "= *",
        "= a*",
        "= *b",
        "= %[ab]%",
        "> 0.5",
        "<= 1",
        "IS NULL",
        "IS TRUE",
        "NOT EXISTS",
    ]);
    let condition = (selector, test).prop_map(|(selector, test)| format!("{selector} {test}"));
    let joined = condition.prop_recursive(3, 6, 2, |inner| {
        (inner.clone(), prop::sample::select(vec!["&&", "||"]), inner)
            .prop_map(|(left, sign, right)| format!("({left}) {sign} ({right})"))
    });
    let json = joined.prop_map(|joined| format!("{{ {joined} }}"));
    let others = prop::sample::select(vec!["", "a -b", "?a ?zz", "\"a b\" aa", "[x, y=*a*, ...]", "%a+b%", "-a"]);
    prop_oneof![9 => json, 1 => others.prop_map(str::to_owned)]
}

/// A string of JSON, some of its characters written as escapes.
fn string() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        8 => prop::sample::select(NAMES).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["", "1", "1.0", "b\"", "\\", "\u{10000}"]).prop_map(str::to_owned),
    ];
    let lone = prop::sample::select(vec![
        "",
        "",
        "",
        "",
        "",
        "",
        "\\ud800",
        "\\udc00",
        "\\ud83d\\ude00",
        "\\ud800\\u0061",
        "\\\\u0061",
        "\\n",
    ]);
    (text, any::<u8>(), lone).prop_map(|(text, escapes, lone)| {
        let mut written = String::from("\"");
        for (index, c) in text.chars().enumerate() {
            match c {
                _ if escapes >= 0xe0 && escapes >> index & 1 == 1 => {
                    let mut units = [0; 2];
                    for unit in c.encode_utf16(&mut units) {
                        written.push_str(&format!("\\u{unit:04x}"));
                    }
                }
                '"' | '\\' => written.extend(['\\', c]),
                '/' if escapes & 1 == 1 => written.push_str("\\/"),
                _ => written.push(c),
            }
        }
        written + lone + "\""
    })
}

/// A text that is JSON, with equal names, blanks and escapes anywhere.
fn event() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        4 => string(),
        2 => prop::sample::select(vec![
            "1", "1.0", "1e0", "-0", "0.6", "1e309", "-1E-999", "null", "true", "false", "{}", "[ ]", "100000000000000000000",
        ]).prop_map(str::to_owned),
    ];
    let blank = || prop::sample::select(vec!["", "", "", " ", "\n\t"]);
    let members = move |inner: BoxedStrategy<String>| {
        prop::collection::vec((string(), blank(), inner), 0..5).prop_map(|members| {
            let members: Vec<_> =
                members.iter().map(|(name, blank, value)| format!("{name}{blank}:{blank}{value}{blank}")).collect();
            format!("{{{}}}", members.join(","))
        })
    };
    let value = scalar.prop_recursive(3, 24, 4, move |inner| {
        let elements =
            prop::collection::vec(inner.clone(), 0..4).prop_map(|elements| format!("[{}]", elements.join(",")));
        prop_oneof![elements, members(inner.boxed())]
    });
    members(value.boxed())
}

/// An event, or what a fault has left of it.
fn message() -> impl Strategy<Value = String> {
    let fault = prop::sample::select(vec!["", " ", "x", ",", "}", "\"", "\\", "\u{1}", "0"]);
    (event(), prop::option::weighted(0.3, (any::<prop::sample::Index>(), any::<prop::sample::Index>(), fault)))
        .prop_map(|(event, fault)| {
            let Some((from, to, fault)) = fault else { return event };
            let chars: Vec<_> = event.chars().collect();
            let from = from.index(chars.len() + 1);
            let to = from + to.index(chars.len() + 1 - from) / 4;
            [chars[..from].iter().collect::<String>(), fault.to_owned(), chars[to..].iter().collect()].concat()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_set_answers_as_its_patterns_do(
        patterns in prop::collection::vec(pattern(), 1..6),
        messages in prop::collection::vec(message(), 1..6),
    ) {
        let accepted: Vec<_> = patterns.iter().map(String::as_str).filter(|text| Pattern::parse(text).is_ok()).collect();
        check(&accepted, &messages.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn no_text_panics(message in any::<String>()) {
        check(&["{ $.a = a }", "{ $.a[*] != 1 }"], &[&message]);
        check(&["{ $.a = a }"], &[&message]);
    }
}
