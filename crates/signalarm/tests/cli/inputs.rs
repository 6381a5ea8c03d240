//! What goes in: files beside faulty ones, folders, the standard input, the config, the environment.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use insta::assert_snapshot;
use rstest::rstest;

use crate::{FAULTY, Folder, GOOD, RECORDS, ran};

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_faulty_scenario_does_not_stop_the_others() {
    let folder = Folder::new("faulty scenario").with("a.toml", GOOD).with("b.toml", FAULTY).with("c/d.toml", GOOD);
    let ran = folder.run("scenario run .");
    assert_snapshot!(ran.output, @"
    ok       a
             a failure is heard
               +0:04:36  signin-console-failure-iam ALARM by email

    ok       c/d
             a failure is heard
               +0:04:36  signin-console-failure-iam ALARM by email

    2 scenarios on the simulator: 2 passed; 1 file could not be read
    ");
    assert_snapshot!(ran.errors, @r#"
    error: the scenario lacks `title`
     --> ./b.toml:1:1
      |
    1 | format = 1
      | ^
      |
      = help: tell the story in one sentence: `title = "…"`

    error: the scenario has no key `titel`
     --> ./b.toml:2:1
      |
    2 | titel = 'x'
      | ^^^^^
      |
      = help: did you mean `title`?
    "#);
}

#[test]
fn a_faulty_recording_does_not_stop_the_others() {
    let whole = gzip(RECORDS);
    let folder = Folder::new("faulty recording")
        .with("log/a.json", r#"{"Records":[{"eventVersion":"1.08"}]}"#)
        .with("log/b.json.gz", &whole)
        .with("log/c.json.gz", &whole[..10])
        .with("log/notes.txt", "not a log file");
    let ran = folder.run("replay log");
    assert_snapshot!(ran.output, @r"
    1 record from 1 file
    from 2026-03-02T10:00:10Z to 2026-03-02T10:00:10Z

    console sign-ins:
           1  failure root

    would have been heard:
      2026-03-02T10:01:07.403Z signin-console-failure-root ALARM by email to signin-console-failure-root@example.com
          for ConsoleLogin of 2026-03-02T10:00:10Z: 00000000-0000-0000-0000-000000000001
    ");
    assert_snapshot!(ran.errors, @r#"
    error: the record lacks `eventName`
     --> log/a.json:1:13
      |
    1 | {"Records":[{"eventVersion":"1.08"}]}
      |             ^
      |
      = help: every CloudTrail record has it: take the record whole, as CloudTrail delivered it

    error: the record lacks `eventSource`
     --> log/a.json:1:13
      |
    1 | {"Records":[{"eventVersion":"1.08"}]}
      |             ^
      |
      = help: every CloudTrail record has it: take the record whole, as CloudTrail delivered it

    error: the record lacks `eventTime`
     --> log/a.json:1:13
      |
    1 | {"Records":[{"eventVersion":"1.08"}]}
      |             ^
      |
      = help: every CloudTrail record has it: take the record whole, as CloudTrail delivered it

    error: log/c.json.gz: the gzip file is cut off: it ends at byte 10, inflated to 0 bytes so far
     |
     = help: fetch it again and compare its size with what S3 says

    note: 1 in the folders passed over: digests, or no .json, .ndjson or .jsonl, with or without .gz
    "#);
}

/// What the system says of a missing file differs between systems; where it was looked for, and the cure, do not.
#[rstest]
fn a_missing_file_does_not_stop_the_others(#[values("scenario run", "replay")] verb: &str) {
    let folder = Folder::new(&format!("missing {verb}")).with("a.toml", GOOD).with("a.json", RECORDS);
    let good = if verb == "replay" { "a.json" } else { "a.toml" };
    let ran = folder.run(&format!("{verb} {good} no/such.file"));
    assert_eq!(ran.code, 2);
    assert!(ran.output.contains("ALARM by email"), "{ran:#?}");
    assert!(ran.errors.starts_with("error: no/such.file: cannot be read: "), "{ran:#?}");
    assert!(ran.errors.contains("= help: check the path; relative ones count from the working folder"), "{ran:#?}");
}

#[test]
fn a_folder_without_files_is_a_fault() {
    let folder = Folder::new("empty folder").with("empty/.keep", "");
    assert_snapshot!(folder.run("scenario check empty").errors, @r"
    error: empty: no scenario file (*.toml) is in here
     |
     = help: write one, or name another folder
    ");
    assert_snapshot!(folder.run("replay empty").errors, @r"
    error: empty: no CloudTrail log file (*.json, *.json.gz, *.ndjson, *.jsonl) is in here
     |
     = help: name the files themselves

    note: 1 in the folders passed over: digests, or no .json, .ndjson or .jsonl, with or without .gz
    ");
}

/// A minus sign is the standard input, for every verb that reads.
#[rstest]
#[case("scenario run -", "scenario run a.toml", GOOD)]
#[case("replay -", "replay a.json", RECORDS)]
#[case("explain -", "explain a.json", RECORDS)]
fn the_standard_input_is_a_file(#[case] from_input: &str, #[case] from_file: &str, #[case] content: &str) {
    let folder = Folder::new(from_input).with("a.toml", GOOD).with("a.json", RECORDS);
    let (input, file) = (folder.run_with_input(from_input, content), folder.run(from_file));
    assert_eq!((input.code, input.errors.as_str()), (0, ""));
    assert_eq!(input.output.replace("ok       -\n", "ok       a\n"), file.output);
    assert_eq!(folder.run_with_input(from_input, "").code, 2, "an empty input is a fault");
}

/// The Region that the transcript of a scenario names.
fn region(folder: &Folder, options: &str) -> String {
    let ran = folder.run(&format!("scenario run a.toml --transcript {options}"));
    assert_eq!(ran.code, 0, "{ran:#?}");
    let line = ran.output.lines().find(|line| line.starts_with("account")).unwrap();
    line.rsplit(' ').next().unwrap().to_owned()
}

#[test]
fn the_config_is_that_of_the_working_folder_or_the_one_that_is_named() {
    let folder = Folder::new("config").with("a.toml", GOOD).with("other.toml", "format = 1\nregion = 'eu-west-1'");
    assert_eq!(region(&folder, ""), "us-east-1");
    let folder = folder.with("signalarm.toml", "format = 1\nregion = 'eu-central-1'");
    assert_eq!(region(&folder, ""), "eu-central-1");
    assert_eq!(region(&folder, "--config other.toml"), "eu-west-1");
    let folder = folder.with("signalarm.toml", "format = 1\nregion = 'Ireland'");
    for verb in ["scenario run a.toml", "scenario check a.toml", "replay a.json", "explain a.json"] {
        let ran = folder.run(verb);
        assert_eq!((ran.code, ran.output.as_str()), (2, ""), "{ran:#?}");
        assert!(ran.errors.contains("--> signalarm.toml:2:10"), "{ran:#?}");
    }
}

#[test]
fn values_from_the_environment_are_masked() {
    let config = "format = 1\naccount = { env = 'SIGNALARM_TEST_ACCOUNT' }";
    let folder = Folder::new("environment").with("a.toml", GOOD).with("signalarm.toml", config);
    let account = |arguments: &str| {
        let mut command = folder.command(arguments);
        command.env("SIGNALARM_TEST_ACCOUNT", "123456789012");
        ran(command).output.lines().find(|line| line.starts_with("account")).map(str::to_owned)
    };
    let masked = account("scenario run a.toml --transcript");
    assert_eq!(masked.as_deref(), Some("account ************, Region us-east-1"));
    let shown = account("scenario run a.toml --transcript --show-endpoints");
    assert_eq!(shown.as_deref(), Some("account 123456789012, Region us-east-1"));
    let ran = folder.run("scenario run a.toml");
    assert_eq!(ran.code, 2);
    assert!(ran.errors.contains("the environment variable SIGNALARM_TEST_ACCOUNT is not set"), "{ran:#?}");
}

/// Files that a scenario names lie beside it, wherever the working folder is.
#[test]
fn records_lie_beside_their_scenario() {
    let scenario = |file: &str| {
        GOOD.replace("sign-in = { user-type = 'iam', outcome = 'failure' }", &format!("record = {{ file = '{file}' }}"))
            .replace("failure-iam", "failure-root")
    };
    let folder = Folder::new("records").with("s/a.toml", scenario("r/root.json")).with("s/r/root.json", RECORDS);
    let ran = folder.run("scenario run s/a.toml");
    assert_eq!((ran.code, ran.errors.as_str()), (0, ""), "{ran:#?}");
}
