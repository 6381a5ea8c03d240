//! Rules that are accepted and refused, and what those that are accepted mean.

use proptest::prelude::*;

use crate::{AlarmArn, CompositeRule, State};

/// The state of an alarm by the first letter of its name.
fn state_of(name: &str) -> State {
    match name.chars().next() {
        Some('a') => State::Alarm,
        Some('o') => State::Ok,
        Some(_) | None => State::InsufficientData,
    }
}

/// CloudWatch User Guide, *Creating a composite alarm*, and recorded answers of September 2026.
#[test]
fn a_rule_holds_or_does_not() {
    for (text, expected) in [
        ("TRUE", true),
        ("FALSE", false),
        ("ALARM(a)", true),
        ("ALARM (\n\ta )", true),
        ("OK(o1)", true),
        ("INSUFFICIENT_DATA(i)", true),
        ("ALARM(\"a b\")", true),
        (r#"ALARM("a \"b\"")"#, true),
        ("ALARM(a:b/c'd)", true),
        ("NOT ALARM(a)", false),
        ("NOT NOT ALARM(a)", true),
        ("NOT(ALARM(o))", true),
        ("ALARM(a) AND NOT ALARM(o)", true),
        ("ALARM(o)OR ALARM(a)", true),
        ("TRUE OR FALSE AND FALSE", true),
        ("(TRUE OR FALSE) AND FALSE", false),
        ("NOT TRUE OR TRUE", true),
        ("AT_LEAST(2, ALARM, (a1,o1,a2,i))", true),
        ("AT_LEAST(3, ALARM, (a1,o1,a2,i))", false),
        ("AT_LEAST(2, NOT ALARM, (a1,o1,a2,i))", true),
        ("AT_LEAST(50%, OK, (o, i))", true),
        ("AT_LEAST(51%, OK, (o, i))", false),
        ("AT_LEAST(66%, ALARM, (a,a,o))", true),
        ("AT_LEAST(67%, ALARM, (a,a,o))", false),
        ("AT_LEAST(100%, ALARM, (\"a\"))", true),
        ("ALARM(AND)", false),
    ] {
        assert_eq!(CompositeRule::parse(text).unwrap().holds(&state_of), expected, "{text}");
    }
}

#[track_caller]
fn check_fault(text: &str, expected: &str) {
    let faults = CompositeRule::parse(text).unwrap_err();
    let told: Vec<String> =
        faults.iter().map(|fault| format!("{}: {}", &text[fault.span.clone()], fault.message)).collect();
    assert_eq!(told.join("; "), expected, "{text}");
}

#[test]
fn a_fault_names_its_place() {
    for (text, expected) in [
        ("", ": the end of the rule stands where it cannot"),
        ("TRUE and FALSE", "and: “and” stands where it cannot"),
        ("!TRUE", "!TRUE: “!TRUE” stands where it cannot"),
        ("TRUE junk", "junk: “junk” stands where it cannot"),
        ("alarm(a)", "alarm: “alarm” stands where it cannot"),
        ("UNKNOWN(a)", "UNKNOWN: “UNKNOWN” stands where it cannot"),
        ("ALARM(an alarm)", "alarm: “alarm” stands where it cannot"),
        ("ALARM(a", ": the end of the rule stands where it cannot"),
        ("ALARM()", "): “)” stands where it cannot"),
        ("ALARM(\"\")", "\"\": an alarm has no empty name"),
        ("ALARM(\"a)", "\"a): a name in quotes does not end"),
        ("(TRUE", ": the end of the rule stands where it cannot"),
        ("TRUE)", "): “)” stands where it cannot"),
        ("TRUE AND", ": the end of the rule stands where it cannot"),
        ("AT_LEAST(1.5, ALARM, (a))", "1.5: “1.5” stands where it cannot"),
        ("AT_LEAST(50.5%, ALARM, (a))", "50.5%: “50.5%” stands where it cannot"),
        ("AT_LEAST(1, BOGUS, (a))", "BOGUS: “BOGUS” stands where it cannot"),
        ("AT_LEAST(1, ALARM, ())", "): “)” stands where it cannot"),
        (
            "AT_LEAST(0, OK, (a)) OR AT_LEAST(101%, OK, (a)) OR AT_LEAST(99999999999999999999, OK, (a))",
            "0: the threshold of AT_LEAST is out of its range; 101%: the threshold of AT_LEAST is out of its range; \
             99999999999999999999: the threshold of AT_LEAST is out of its range",
        ),
    ] {
        check_fault(text, expected);
    }
}

#[test]
fn a_rule_has_limits() {
    let alarms = |count: usize| (0..count).map(|number| format!("OK(o{number})")).collect::<Vec<_>>().join(" AND ");
    assert!(CompositeRule::parse(&alarms(100)).is_ok());
    let message = |text: &str| CompositeRule::parse(text).unwrap_err()[0].message.clone();
    assert_eq!(message(&alarms(101)), "the rule has 101 alarms");
    let constants = |count: usize| vec!["TRUE"; count].join(" OR ");
    assert!(CompositeRule::parse(&constants(500)).is_ok());
    assert_eq!(message(&constants(501)), "the rule has 501 elements");
    assert_eq!(message(&format!("TRUE{}", " ".repeat(10_240))), "the rule has 10244 characters");
    assert_eq!(message(&"(".repeat(10_000)), "“(” stands where it cannot");
    let nested = |depth: usize| format!("{}TRUE{}", "(".repeat(depth), ")".repeat(depth));
    assert!(CompositeRule::parse(&nested(100)).is_ok());
    assert_eq!(message(&nested(101)), "“(” stands where it cannot");
    assert!(CompositeRule::parse(&format!("{}TRUE", "NOT ".repeat(2_500))).unwrap().holds(&state_of));
}

#[test]
fn children_are_of_the_own_account_and_region() {
    let own: AlarmArn = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:composite".parse().unwrap();
    let arn = |region: &str, account: &str, name: &str| format!("arn:aws:cloudwatch:{region}:{account}:alarm:{name}");
    let rule = [
        "OK(a)".to_owned(),
        format!("OK({})", arn("us-east-1", "111122223333", "a")),
        format!("OK({})", arn("us-west-2", "111122223333", "a")),
        format!("OK({})", arn("us-east-1", "444455556666", "a")),
        "OK(composite)".to_owned(),
        "OK('a')".to_owned(),
        "OK(arn:aws:a)".to_owned(),
    ];
    let rule = CompositeRule::parse(&rule.join(" AND ")).unwrap();
    let faults = rule.check(&own, &|name| name == "a" || name == "composite");
    let told: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "arn:aws:cloudwatch:us-west-2:111122223333:alarm:a is of another Region",
            "arn:aws:cloudwatch:us-east-1:444455556666:alarm:a is of another account",
            "the rule refers to its own alarm",
            "there is no alarm 'a'",
            "“arn:aws:a” is no ARN of an alarm: write arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME",
        ]
    );
}

proptest! {
    /// Whatever is written, it is read or refused at places within it.
    #[test]
    fn every_text_is_read_or_refused(
        words in prop::collection::vec(
            prop::sample::select(vec!["TRUE", "NOT", "AND", "OR", "(", ")", ",", "ALARM", "AT_LEAST", "50%", "1", "\"", "é", "\\"]),
            0..30,
        ),
        blank in prop::sample::select(vec!["", " "]),
    ) {
        let text = words.join(blank);
        match CompositeRule::parse(&text) {
            Ok(rule) => {
                rule.holds(&state_of);
            }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                prop_assert!(faults.iter().all(|fault| text.get(fault.span.clone()).is_some()));
            }
        }
    }
}
