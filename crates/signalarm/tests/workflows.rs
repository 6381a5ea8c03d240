//! The workflows of this repository, and the action for others: their form, their safety, and what their shell steps do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use signalarm_emulators::{NoPython, python_environment};
use signalarm_testkit::{may_skip, root, target};

/// What looks at workflows.
const PACKAGES: [&str; 2] = ["check-jsonschema==0.39.0", "zizmor==1.32.0"];

/// The programs of the environment; `None` where this run may do without and there is no Python.
fn programs() -> Option<PathBuf> {
    match python_environment(&target(), "workflows", &PACKAGES) {
        Ok(environment) => Some(environment.join(if cfg!(windows) { "Scripts" } else { "bin" })),
        Err(error @ NoPython::NoInterpreter) if may_skip(Some("python"), &error) => None,
        Err(error) => panic!("{error}"),
    }
}

fn passes(command: &mut Command) {
    let output = command.current_dir(root()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
}

fn workflows() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(".github/workflows")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(2 <= files.len());
    files
}

#[test]
fn workflows_and_action_have_the_right_form() {
    let Some(programs) = programs() else { return };
    let check = |schema: &str, files: &[PathBuf]| {
        let mut command = Command::new(programs.join("check-jsonschema"));
        passes(command.args(["--builtin-schema", schema]).args(files));
    };
    check("vendor.github-workflows", &workflows());
    check("vendor.github-actions", &[root().join("action.yml")]);
}

#[test]
fn workflows_and_action_are_safe() {
    let Some(programs) = programs() else { return };
    let mut command = Command::new(programs.join("zizmor"));
    passes(command.args(["--offline", "--no-progress", "--persona", "pedantic", ".github/workflows", "action.yml"]));
}

#[test]
fn every_action_is_pinned_by_a_commit_and_names_its_release() {
    for file in workflows() {
        for line in fs::read_to_string(&file).unwrap().lines().filter(|line| line.contains("uses: ")) {
            let (_, used) = line.split_once('@').unwrap();
            let (commit, release) = used.split_once(" # v").unwrap_or_else(|| panic!("{line}"));
            assert!(commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit()), "{line}");
            assert!(release.starts_with(|c: char| c.is_ascii_digit()), "{line}");
        }
    }
}

/// The one shell step of the action.
fn script() -> String {
    let action = fs::read_to_string(root().join("action.yml")).unwrap();
    let (_, script) = action.split_once("      run: |\n").unwrap();
    script.lines().map(|line| line.strip_prefix("        ").unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// Runs it in a repository of somebody else's.
fn run(folder: &Path, paths: &str, config: &str) -> Output {
    let mut command = Command::new("bash");
    command.arg("-c").arg(script()).current_dir(folder);
    command.env("SIGNALARM", env!("CARGO_BIN_EXE_signalarm")).env("PATHS", paths).env("CONFIG", config);
    command.env("GITHUB_STEP_SUMMARY", folder.join("summary.md")).output().unwrap()
}

#[cfg(unix)]
#[test]
fn the_action_runs_the_scenarios_of_others() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("action");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("my scenarios")).unwrap();
    let passing = fs::read_to_string(root().join("scenarios/success-root.toml")).unwrap();
    fs::write(folder.join("my scenarios/a.toml"), &passing).unwrap();

    let output = run(&folder, "my scenarios\n", "");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("1 scenario on the simulator: 1 passed"), "{said}");
    let summary = fs::read_to_string(folder.join("summary.md")).unwrap();
    assert!(summary.contains("### Scenarios on the simulator: 1 passed, 0 differ, 0 unreadable"), "{summary}");

    fs::write(folder.join("b.toml"), passing.replace("count = 1", "count = 3")).unwrap();
    fs::write(folder.join("own.toml"), "format = 1\nperiod = \"300s\"\n").unwrap();
    let output = run(&folder, "\nmy scenarios\nb.toml", "own.toml");
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("::error file=b.toml,line="), "{said}");

    let output = run(&folder, "nowhere", "");
    assert_eq!(output.status.code(), Some(2));
}
