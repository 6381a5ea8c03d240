//! Faults as they are drawn for a person: the place, a few words at it, the cure; and where a place cannot be drawn.

use insta::assert_snapshot;
use proptest::prelude::*;
use signalarm_alert::Config;
use signalarm_diagnostic::{Fault, Faulty};
use signalarm_report::{Style, annotations, faults};
use signalarm_scenario::{Sources, read_scenario};

/// One fault at the first `place` in a text.
fn fault(text: &str, place: &str) -> Faulty {
    let start = text.find(place).unwrap();
    let fault = Fault::new(start..start + place.len(), "this is wrong").label("here").cure("write it right");
    Faulty::new("f.toml", text, vec![fault]).unwrap()
}

fn drawn(faulty: &Faulty) -> String {
    faults(faulty, Style::Plain)
}

#[test]
fn a_fault_is_drawn_on_its_line() {
    assert_snapshot!(drawn(&fault("first\nsecond\nthird one\nfourth\nfifth\n", "third")), @r"
    error: this is wrong
     --> f.toml:3:1
      |
    3 | third one
      | ^^^^^ here
      |
      = help: write it right
    ");
}

#[test]
fn a_fault_over_several_lines_is_drawn_whole() {
    assert_snapshot!(drawn(&fault("first\nsecond\nthird\nfourth\n", "cond\nthi")), @r"
    error: this is wrong
     --> f.toml:2:3
      |
    2 |   second
      |  ___^
    3 | | third
      | |___^ here
      |
      = help: write it right
    ");
}

#[test]
fn every_fault_of_a_file_is_drawn() {
    let faults = vec![Fault::new(4..7, "second").cure("do this"), Fault::new(0..3, "first").label("label")];
    assert_snapshot!(drawn(&Faulty::new("f.toml", "one two\n", faults).unwrap()), @r"
    error: first
     --> f.toml:1:1
      |
    1 | one two
      | ^^^ label

    error: second
     --> f.toml:1:5
      |
    1 | one two
      |     ^^^
      |
      = help: do this
    ");
}

/// The place is that of the characters as they are seen, not that of their bytes.
#[test]
fn characters_of_several_bytes_are_counted_once() {
    assert_snapshot!(drawn(&fault("title = \"zwölf €\" x\n", "x")), @r#"
    error: this is wrong
     --> f.toml:1:19
      |
    1 | title = "zwölf €" x
      |                   ^ here
      |
      = help: write it right
    "#);
}

#[test]
fn carriage_returns_are_not_seen() {
    assert_snapshot!(drawn(&fault("first\r\nsecond\r\nthird\r\n", "second")), @r"
    error: this is wrong
     --> f.toml:2:1
      |
    2 | second
      | ^^^^^^ here
      |
      = help: write it right
    ");
}

#[test]
fn a_fault_at_the_end_is_drawn_behind_the_last_character() {
    let end = |text: &str| Faulty::new("f.toml", text, vec![Fault::new(text.len()..text.len(), "more is missing")]);
    assert_snapshot!(drawn(&end("one\ntwo").unwrap()), @r"
    error: more is missing
     --> f.toml:2:4
      |
    2 | two
      |    ^
    ");
    assert_snapshot!(drawn(&end("one\ntwo\n").unwrap()), @r"
    error: more is missing
     --> f.toml:2:5
      |
    2 | two
      |    ^
    ");
}

/// Nobody finds a place in the one line of a log file: line and column are told instead.
#[test]
fn a_long_line_is_not_drawn() {
    let text = format!("{{\"Records\":[{}]}}\n", "{},".repeat(1_000));
    assert_snapshot!(drawn(&fault(&text, "]")), @r"
    error: f.toml:1:3013: this is wrong
     |
     = help: write it right
    ");
}

#[test]
fn an_empty_or_unreadable_file_has_no_places() {
    assert_snapshot!(drawn(&Faulty::unreadable("f.toml", "cannot be read: no such file", "check the path")), @r"
    error: f.toml: cannot be read: no such file
     |
     = help: check the path
    ");
}

#[test]
fn colours_are_escape_codes_and_text_alone_has_none() {
    let faulty = fault("first\n", "first");
    assert!(faults(&faulty, Style::Coloured).contains('\u{1b}'));
    assert!(!drawn(&faulty).contains('\u{1b}'));
}

/// The same faults for GitHub: one line each, on the line of its file.
#[test]
fn annotations_stand_on_their_lines() {
    let files = [
        fault("first\nsecond\n", "second"),
        fault("a: 100%,\r\nb", "b"),
        Faulty::unreadable("a,b:c.toml", "two\nlines", ""),
    ];
    assert_snapshot!(annotations(&[], &files), @r"
    ::error file=f.toml,line=2,col=1,title=faulty input::this is wrong; write it right
    ::error file=f.toml,line=2,col=1,title=faulty input::this is wrong; write it right
    ::error file=a%2Cb%3Ac.toml,line=1,col=1,title=faulty input::two%0Alines
    ");
}

/// Pieces of which scenario files are made, and what people's editors add.
const PIECES: [&str; 24] = [
    "format = 1",
    "title = \"zwölf €\"",
    "\n",
    "\r\n",
    "[[step]]",
    "sign-in = ",
    "{ user-type = 'ïam' }",
    "wait = '5µs'",
    "\u{feff}",
    "[config.alerts.\"öwn\"]",
    "pattern = ",
    "'{ $.ä == 1 && \u{1f511} }'",
    "\"{ $.a = \\u00e9\\\" }\"",
    "\"\"\"",
    "'''",
    "[[expect]]",
    "within = '5m'",
    "by = 'signin-console-failure-iam'",
    "notified = ['e-mäil']",
    "=",
    "\"",
    "\u{0}",
    "\t",
    "€",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in a file, its faults lie in its text, and they can be drawn and annotated.
    #[test]
    fn faults_of_any_file_can_be_drawn(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..24)) {
        let text = pieces.concat();
        let (config, files) = (Config::default(), |_: &str| Err("no file".to_owned()));
        let sources = Sources { config: &config, environment: &|_| None, files: &files };
        if let Err(faulty) = read_scenario("f.toml", "f", &text, sources) {
            for fault in &faulty.faults {
                prop_assert!(text.get(fault.span.clone()).is_some(), "{:?} in {:?}", fault, text);
            }
            prop_assert_eq!(drawn(&faulty).matches("error: ").count(), faulty.faults.len());
            prop_assert_eq!(annotations(&[], std::slice::from_ref(&faulty)).lines().count(), faulty.faults.len());
        }
    }
}
