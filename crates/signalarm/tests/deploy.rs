//! The life of a chain on MiniStack, through the binary: plan, deploy, again, change, destroy.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use signalarm_targets::{Ministack, NoPython, NotStarted};
use signalarm_testkit::{is_required, target};

const CONFIG: &str = "format = 1
region = 'eu-west-1'
[alerts.signin-console-success-root]
subscribers = [{ email = 'security@example.com' }, { sms = '+12025550123' }]
";

/// A running MiniStack; `None` where this run may do without and there is no Python.
#[expect(clippy::print_stderr, reason = "what is skipped is said")]
fn ministack() -> Option<Ministack> {
    match Ministack::start(&target()) {
        Ok(ministack) => Some(ministack),
        Err(NotStarted::NoPython(NoPython::NoInterpreter)) if !is_required("python") => {
            eprintln!("skipped: python: there is no Python 3.10 or later as `python3`");
            None
        }
        Err(error) => panic!("{error}"),
    }
}

/// Runs the binary in an account of its own; its exit code and what it printed.
fn run(folder: &Path, url: &str, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_signalarm"))
        .args(arguments)
        .args(["--endpoint-url", url])
        .current_dir(folder)
        .env("AWS_ACCESS_KEY_ID", "210987654321")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env_remove("AWS_PROFILE")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap(), text)
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("signalarm.toml"), CONFIG).unwrap();
    folder
}

#[test]
fn a_chain_is_deployed_found_again_changed_and_removed() {
    let Some(ministack) = ministack() else { return };
    let (folder, url) = (folder("deploy-life"), ministack.endpoint_url());
    let run = |arguments: &[&str]| run(&folder, &url, arguments);

    let (code, text) = run(&["deploy", "--plan"]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("+ create trail events-management"), "{text}");
    let (code, text) = run(&["deploy"]);
    assert_eq!(code, 5, "nobody confirms: {text}");
    let (code, text) = run(&["deploy", "--yes"]);
    assert_eq!(code, 0, "{text}");
    let (code, text) = run(&["deploy", "--plan"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("0 steps to do"), "{text}");

    fs::write(folder.join("signalarm.toml"), format!("{CONFIG}[alerts.signin-console-failure-iam]\nperiod = '300s'\n"))
        .unwrap();
    let (code, text) = run(&["deploy", "--plan"]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("~ change alarm signin-console-failure-iam") && text.contains("1 step to do"), "{text}");
    let (code, text) = run(&["deploy", "--yes", "--json"]);
    assert_eq!(code, 0, "{text}");

    let (code, text) = run(&["destroy", "--yes"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("stays, not ours or not named: bucket"), "{text}");
    let (code, text) = run(&["destroy", "--yes", "--trail", "--bucket", "--log-group"]);
    assert_eq!(code, 0, "{text}");
    let (code, text) = run(&["destroy", "--plan", "--trail", "--bucket", "--log-group"]);
    assert_eq!((code, text.contains("nothing to do")), (0, true), "{text}");
}

#[test]
fn an_endpoint_that_is_not_there_is_told() {
    let (code, text) = run(&folder("deploy-nowhere"), "http://127.0.0.1:1", &["deploy", "--plan"]);
    assert_eq!(code, 4, "{text}");
    assert!(text.contains("http://127.0.0.1:1"), "{text}");
}
