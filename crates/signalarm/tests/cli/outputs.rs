//! What comes out: the same bytes each time, JSON alone on the standard output, no colours where nobody sees them.

use insta::assert_snapshot;
use rstest::rstest;
use serde_json::Value;

use crate::{DIFFERS, FAULTY, Folder, GOOD, RECORDS, ran};

#[rstest]
#[case("scenario run . --transcript")]
#[case("scenario run . --format json")]
#[case("scenario run . --format github")]
#[case("scenario check .")]
#[case("replay . --delay")]
#[case("replay . --format json")]
#[case("explain a.json")]
fn two_runs_give_the_same_bytes(#[case] arguments: &str) {
    let folder = Folder::new(&format!("twice {arguments}"))
        .with("a.toml", GOOD)
        .with("b.toml", DIFFERS)
        .with("c.toml", FAULTY)
        .with("a.json", RECORDS)
        .with("b.json", "{");
    let ran = folder.run(arguments);
    assert!(!ran.output.is_empty());
    assert_eq!(ran, folder.run(arguments));
}

#[rstest]
#[case("scenario run a.toml c.toml missing.toml --format json --transcript", "scenarios", 3)]
#[case("replay a.json b.json missing.json --format json", "notifications", 2)]
fn json_stands_alone_on_the_standard_output(#[case] arguments: &str, #[case] member: &str, #[case] faults: usize) {
    let folder = Folder::new(&format!("json {member}"))
        .with("a.toml", GOOD)
        .with("c.toml", FAULTY)
        .with("a.json", RECORDS)
        .with("b.json", "{");
    let ran = folder.run(arguments);
    let document: Value = serde_json::from_str(&ran.output).unwrap();
    assert_eq!(document["format"], 1);
    assert_eq!(document[member].as_array().unwrap().len(), 1);
    assert_eq!(document["faults"].as_array().unwrap().len(), faults);
    assert_eq!(ran.errors.matches("error: ").count(), faults, "{}", ran.errors);
}

#[test]
fn a_difference_says_what_was_seen_instead() {
    let folder = Folder::new("difference").with("a.toml", DIFFERS);
    assert_snapshot!(folder.run("scenario run a.toml").output, @"
    DIFFERS  a
             a failure is not heard
               +0:04:36  signin-console-failure-iam ALARM by email
      a.toml:5: expected from +0:00:00 to +0:20:00: signin-console-failure-iam notifies nobody
              instead it notified 1 by email

    1 scenario on the simulator: 0 passed, 1 differ
    ");
    assert_snapshot!(folder.run("scenario run a.toml --format github").output.lines().next().unwrap(), @r"
    ::error file=a.toml,line=5,title=a failure is not heard::expected that signin-console-failure-iam notifies nobody; it notified 1 by email
    ");
}

#[test]
fn a_replay_says_who_would_have_heard() {
    let folder = Folder::new("replay").with("a.json", RECORDS);
    assert_snapshot!(folder.run("replay a.json").output, @r"
    1 record from 1 file
    from 2026-03-02T10:00:10Z to 2026-03-02T10:00:10Z

    console sign-ins:
           1  failure root

    would have been heard:
      2026-03-02T10:01:07.403Z signin-console-failure-root ALARM by email to signin-console-failure-root@example.com
          for ConsoleLogin of 2026-03-02T10:00:10Z: 00000000-0000-0000-0000-000000000001
    ");
}

#[test]
fn an_explanation_names_every_alert() {
    let folder = Folder::new("explain").with("a.json", RECORDS);
    assert_snapshot!(folder.run("explain a.json").output, @r#"
    a sign-in to the console by the root user failed
      when    2026-03-02T10:00:10Z, recorded in us-east-1 for account 123456789012
      who     the root user, account 123456789012
      what    ConsoleLogin of signin.amazonaws.com, a sign-in event
      from    203.0.113.7
      with    test
      answer  failure
      note    the root user may do everything in the account; hardly any daily work needs it
      note    a failed sign-in has an errorMessage and no errorCode; a filter on errorCode does not see it
    signin-console-failure-iam stays silent: $.userIdentity.type is "Root", the pattern asks for = "IAMUser"
    signin-console-success-iam stays silent: $.userIdentity.type is "Root", the pattern asks for = "IAMUser"; $.responseElements.ConsoleLogin is "Failure", the pattern asks for = "Success"
    signin-console-failure-root fires: $.userIdentity.type is "Root", as the pattern asks: = "Root"; $.responseElements.ConsoleLogin is "Failure", as the pattern asks: = "Failure"
    signin-console-success-root stays silent: $.responseElements.ConsoleLogin is "Failure", the pattern asks for = "Success"
    signin-console-tampering stays silent: $.eventName is "ConsoleLogin", the pattern asks for = "StopLogging"; $.eventName is "ConsoleLogin", the pattern asks for = "DeleteTrail"; $.eventName is "ConsoleLogin", the pattern asks for = "UpdateTrail"; $.eventName is "ConsoleLogin", the pattern asks for = "PutEventSelectors"; and 10 more
    "#);
}

#[test]
fn the_schema_is_that_of_the_repository() {
    let schema = include_str!("../../../../scenarios/scenario.schema.json");
    assert_eq!(Folder::new("schema").run("scenario schema").output, schema);
}

#[test]
fn help_tells_the_exit_codes() {
    let help = Folder::new("help").run("--help").output;
    assert!(
        help.contains("Exit codes: 0 all as it should be; 1 a scenario differs; 2 faulty input or usage"),
        "{help}"
    );
}

/// No terminal is there, so no colours are; `NO_COLOR` takes nothing else away.
#[test]
fn faults_are_plain_where_there_is_no_terminal() {
    let folder = Folder::new("colours").with("c.toml", FAULTY);
    let plain = folder.run("scenario check c.toml");
    assert!(!plain.errors.contains('\u{1b}') && !plain.output.contains('\u{1b}'));
    let mut command = folder.command("scenario check c.toml");
    command.env("NO_COLOR", "1");
    assert_eq!(ran(command), plain);
}

/// A reader that has seen enough (`| head -1`) is no fault of ours.
#[rstest]
#[case("scenario run a.toml --transcript")]
#[case("scenario schema")]
#[case("replay a.json")]
#[case("explain a.json")]
#[case("--help")]
fn a_reader_that_goes_away_is_no_fault(#[case] arguments: &str) {
    let folder = Folder::new(&format!("pipe {arguments}")).with("a.toml", GOOD).with("a.json", RECORDS);
    let mut child = folder.command(arguments).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}
