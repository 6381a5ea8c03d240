//! Patterns and tables of facts from the command line.

use std::process::Stdio;

use insta::assert_snapshot;
use rstest::rstest;
use serde_json::Value;

use crate::{Folder, RECORDS, Ran, ran};

const SOUND: &str = r#"{ ($.eventName = ConsoleLogin) && ($.userIdentity.type = "Root") || $.errorCode NOT EXISTS }"#;
const FAULTY: &str = r#"{ $.a == "x" AND $.b = y z }"#;

/// Runs a verb on a pattern, which is one argument whatever blanks it holds.
fn run(name: &str, verb: &str, pattern: &str, rest: &[&str]) -> Ran {
    let folder = Folder::new(name).with("a.json", RECORDS).with("log.txt", "ERROR one\n\nfine\nERROR \u{1b}[31mtwo\n");
    let mut command = folder.command("");
    command.args(["pattern", verb, pattern]).args(rest);
    ran(command)
}

#[rstest]
#[case("check", SOUND, &[], 0)]
#[case("check", FAULTY, &[], 2)]
#[case("check", "-ERROR", &["--format", "json"], 0)]
#[case("explain", FAULTY, &[], 2)]
#[case("fmt", FAULTY, &[], 2)]
#[case("test", FAULTY, &["log.txt"], 2)]
#[case("test", "ERROR", &["missing.txt", "log.txt"], 2)]
#[case("test", "ERROR", &[], 2)]
fn tell_how_it_went(#[case] verb: &str, #[case] pattern: &str, #[case] rest: &[&str], #[case] code: i32) {
    let ran = run(&format!("pattern {verb} {pattern} {rest:?}"), verb, pattern, rest);
    assert_eq!(ran.code, code, "{ran:#?}");
    assert_eq!(ran.code == 2, !ran.errors.is_empty(), "{ran:#?}");
}

#[test]
fn every_fault_is_told_with_the_answer_of_aws() {
    assert_snapshot!(run("pattern faults", "check", FAULTY, &[]).errors, @r#"
    error: the operator for equality is a single =
           AWS answers: Invalid metric filter pattern
     --> pattern:1:7
      |
    1 | { $.a == "x" AND $.b = y z }
      |       ^^ a single = is enough
      |
      = help: write =

    error: conditions are joined by signs, not by a word
           AWS answers: Invalid metric filter pattern
     --> pattern:1:14
      |
    1 | { $.a == "x" AND $.b = y z }
      |              ^^^ a word
      |
      = help: write &&

    error: a value of several words has to stand in quotation marks
     --> pattern:1:24
      |
    1 | { $.a == "x" AND $.b = y z }
      |                        ^^^ several words
      |
      = help: write "y z"
    "#);
}

#[test]
fn a_pattern_is_put_into_words_and_into_form() {
    let told = ["explain", "fmt"].map(|verb| run(&format!("pattern words {verb}"), verb, SOUND, &[]).output).concat();
    assert_snapshot!(told, @r#"
    matches a log event that is one JSON object, in which
      at least one of these holds:
        all of these hold:
          $.eventName is exactly "ConsoleLogin"
          $.userIdentity.type is exactly "Root"
        $.errorCode does not exist
    { ($.eventName = ConsoleLogin && $.userIdentity.type = "Root") || $.errorCode NOT EXISTS }
    "#);
}

#[test]
fn records_and_lines_are_tested_and_the_reasons_told() {
    let root = run("pattern records", "test", r#"{ $.userIdentity.type = "Root" }"#, &["a.json"]).output;
    let lines = run("pattern lines", "test", "ERROR -one", &["log.txt"]).output;
    assert_snapshot!(root + &lines, @r#"
    match   a.json:1  $.userIdentity.type is "Root", as the pattern asks: = "Root"
    1 of 1 match
    silent  log.txt:1  the message contains one, the pattern asks that it does not
    silent  log.txt:3  the message does not contain ERROR, the pattern asks for it
    match   log.txt:4  the message contains ERROR, as the pattern asks; the message does not contain one, as the pattern asks
    1 of 3 match
    "#);
}

#[test]
fn a_pattern_comes_from_the_standard_input() {
    let folder = Folder::new("pattern stdin");
    let mut command = folder.command("pattern check - --format json");
    command.stdin(Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"{ $.a = 1 }\r\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&document["pattern"], &document["sound"]), (&"{ $.a = 1 }".into(), &true.into()));
}

/// One row for each way in which a row can come out, and the exit code that the worst of them gives.
#[rstest]
#[case(r#""message":"x","matches":true"#, "observed", 0)]
#[case(r#""message":"y","matches":true"#, "inferred", 0)]
#[case(r#""message":"y","matches":true"#, "documented", 1)]
#[case(r#""message":"y","matches":true"#, "observed", 1)]
#[case(r#""message":"x","matches":1"#, "inferred", 2)]
fn tables_give_the_exit_code_of_their_worst_row(#[case] members: &str, #[case] confidence: &str, #[case] code: i32) {
    let row = format!(r#"{{"id":"a","pattern":"x","source":"s","confidence":"{confidence}",{members}}}"#);
    let folder = Folder::new(&format!("table {members} {confidence}")).with("table.json", format!("[{row}]"));
    let ran = folder.run("conformance table.json --format json");
    assert_eq!(ran.code, code, "{ran:#?}");
    let document: Value = serde_json::from_str(&ran.output).unwrap();
    let odd = document["tables"][0]["not_understood"].as_array().unwrap().len();
    assert_eq!(odd, usize::from(code == 2));
}

#[test]
fn a_table_that_is_none_is_faulty() {
    let ran = Folder::new("table none").with("table.json", "{}").run("conformance table.json");
    assert_eq!(ran.code, 2);
    assert!(ran.errors.contains("this is no table"), "{}", ran.errors);
}

/// What is legal but surely not meant so gives 1; what a config allows with a reason does not.
#[test]
fn findings_are_told_and_may_be_allowed() {
    let ran = run("pattern findings", "check", r#"{ $.userIdentity.type = "root" }"#, &[]);
    assert_eq!(ran.code, 1, "{ran:#?}");
    assert!(ran.output.contains("(value-wrong-case)") && ran.output.contains(r#"write "Root""#), "{}", ran.output);

    let alert = "format = 1\n[alerts.own]\npattern = '{ $.userIdentity.type = \"root\" }'\n";
    let allow = "[[allow]]\nrule = 'value-wrong-case'\nalert = 'own'\nreason = 'forged records only'\n";
    for (config, code, told) in [
        (alert.to_owned(), 1, "6 alerts, 1 findings"),
        (format!("{alert}{allow}"), 0, "own: value-wrong-case is allowed: forged records only"),
    ] {
        let ran = Folder::new(&format!("pattern config {code}")).with("signalarm.toml", config).run("pattern check");
        assert_eq!(ran.code, code, "{ran:#?}");
        assert!(ran.output.contains(told), "{}", ran.output);
    }
}
