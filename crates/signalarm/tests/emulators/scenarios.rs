//! Scenarios on emulators, through the binary: the same files as on the simulator.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use signalarm_emulators::{Image, docker_answers, has_image};
use signalarm_testkit::{is_required, may_skip, root, target};

/// A socket at which nobody answers.
const NO_ENGINE: &str = "unix:///nobody/docker.sock";

/// What must stay silent on every target that tells log events apart.
const SILENT: &str = "format = 1
title = \"A successful sign-in leaves the alarm of failures in peace\"
[[step]]
sign-in = { user-type = \"iam\", outcome = \"success\", delay = \"0s\" }
[[expect]]
within = \"4m\"
alarm = \"signin-console-failure-iam\"
never = \"ALARM\"
[[expect]]
within = \"4m\"
by = \"signin-console-failure-iam\"
notified = []
[[expect]]
within = \"4m\"
alarm = \"signin-console-success-iam\"
state = \"ALARM\"
";

fn silent(test: &str) -> PathBuf {
    let folder = target().join("emulator-tests").join(test);
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("silent.toml");
    fs::write(&file, SILENT).unwrap();
    file
}

fn run(arguments: &[&str], files: &[&Path], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_signalarm"));
    command.args(["scenario", "run"]).args(arguments).args(files).envs(environment.iter().copied());
    command.current_dir(root()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The word for a scenario on a target, in the table of all targets.
fn cell(output: &Output, scenario: &str, target: &str) -> String {
    let report = text(&output.stdout);
    let row = |head: &str| -> Vec<String> {
        let line = report.lines().find(|line| line.starts_with(head)).unwrap_or_else(|| panic!("{report}"));
        line.replace("not provable", "not-provable").split_whitespace().map(str::to_owned).collect()
    };
    let column = row("scenario").iter().position(|head| head == target).unwrap();
    row(scenario)[column].clone()
}

/// All targets that this machine has, at the same time; what it lacks is skipped by name.
#[test]
fn all_targets_agree() {
    let gap = root().join("scenarios/four-and-a-gap.toml");
    let stops = root().join("scenarios/trail-stops.toml");
    let output = run(&["--target", "all"], &[&gap, &stops, &silent("all")], &[]);
    let told = format!("{}\n{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{told}");
    for (name, word) in [("docker", "localstack"), ("python", "ministack")] {
        let is_skipped = cell(&output, "four-and-a-gap", word) == "skipped";
        assert!(!is_skipped || !is_required(name), "{told}");
        for (scenario, expected) in
            [("four-and-a-gap", "passed"), ("silent", "passed"), ("trail-stops", "not-provable")]
        {
            assert_eq!(cell(&output, scenario, word), if is_skipped { "skipped" } else { expected }, "{told}");
        }
    }
    for place in ["simulator", "mocks"] {
        for scenario in ["four-and-a-gap", "silent", "trail-stops"] {
            assert_eq!(cell(&output, scenario, place), "passed", "{told}");
        }
    }
    if is_required("docker") {
        let of_localstack = told.split("what the localstack proved").nth(1).unwrap();
        for link in ["log group", "filter", "metric", "alarm", "topic", "subscription"] {
            assert!(of_localstack.contains(&format!("\n  {link:<14}proved")), "{link}: {told}");
        }
    }
}

/// The bare edition counts every log event for every filter: a record that must stay silent finds that out, and the filter is
/// not called proved.
#[test]
fn without_the_extension_the_filter_is_not_proved() {
    let core = Image::core();
    // Only what is not there is skipped; one that does not start is a failure.
    if !has_image(&core).unwrap_or(false) && may_skip(Some("docker"), &format!("there is no image {core}")) {
        return;
    }
    let output = run(&["--target", "localstack", "--image", &core.to_string()], &[&silent("core")], &[]);
    let told = format!("{}\n{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("filter        not proved: every log event counts for every filter here"), "{told}");
    assert!(told.contains("alarm         proved"), "{told}");
    assert!(told.contains("1 scenario on the localstack: 1 passed"), "{told}");
}

#[test]
fn without_an_engine_it_is_skipped_among_others_and_an_error_alone() {
    let file = silent("no-engine");
    let engine = [("DOCKER_HOST", NO_ENGINE)];
    let alone = run(&["--target", "localstack"], &[&file], &engine);
    assert_eq!(alone.status.code(), Some(4));
    assert!(
        text(&alone.stderr).contains("no Docker engine answers at unix:///nobody/docker.sock"),
        "{}",
        text(&alone.stderr)
    );
    // MiniStack would take a minute: only what is told of the engine counts here.
    let all = run(&["--target", "all", "--format", "json"], &[&root().join("scenarios/trail-stops.toml")], &engine);
    assert_eq!(all.status.code(), Some(0), "{}", text(&all.stderr));
    assert!(text(&all.stdout).contains("no Docker engine answers"), "{}", text(&all.stdout));
}

#[test]
fn what_is_not_there_is_told_with_its_cure() {
    let file = silent("faults");
    let told = |arguments: &[&str]| {
        let output = run(arguments, &[&file], &[]);
        (output.status.code(), text(&output.stderr))
    };
    let (code, said) = told(&["--target", "ministack", "--endpoint-url", "http://127.0.0.1:1"]);
    assert_eq!(code, Some(4));
    assert!(said.contains("http://127.0.0.1:1"), "{said}");
    let (code, said) = told(&["--target", "localstack", "--endpoint-url", "localhost:4566"]);
    assert_eq!(code, Some(4));
    assert!(said.contains("does not begin with http://"), "{said}");
    if docker_answers().is_ok() {
        let (code, said) = told(&["--target", "localstack", "--image", "local/nobody:1"]);
        assert_eq!(code, Some(4));
        assert!(said.contains("local/nobody:1") && said.contains("cargo xtask emulator image"), "{said}");
        let (code, said) = told(&["--target", "localstack", "--image", "nobody"]);
        assert_eq!(code, Some(4));
        assert!(said.contains("write NAME:TAG"), "{said}");
    }
}
