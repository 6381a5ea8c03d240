//! `scenario explore` as somebody types it: the same bytes for any number of threads, and shares that add up.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn xtask(arguments: &[&str]) -> Output {
    // Away from any config that a person may have in the working folder.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let command =
        Command::new(env!("CARGO_BIN_EXE_xtask")).current_dir(folder).args(["scenario"]).args(arguments).output();
    command.expect("the program starts")
}

fn explored(arguments: &[&str]) -> Vec<u8> {
    let output = xtask(&[&["explore"], arguments].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_slice(&explored(&[arguments, &["--format", "json"]].concat())).expect("a document")
}

#[test]
fn threads_change_nothing() {
    for format in ["text", "json"] {
        let of = |threads| explored(&["--seeds", "25", "--threads", threads, "--format", format]);
        assert_eq!(of("1"), of("3"));
    }
}

#[test]
fn shares_add_up_to_the_whole() {
    let whole = json(&["--seeds", "31", "--from", "7"]);
    let shares = ["1/3", "2/3", "3/3"].map(|shard| json(&["--seeds", "31", "--from", "7", "--shard", shard]));
    for figure in ["stories", "minutes", "faults", "refused_steps", "sign_ins", "heard", "swallowed", "violated"] {
        let sum: u64 = shares.iter().filter_map(|share| share[figure].as_u64()).sum();
        assert_eq!(Some(sum), whole[figure].as_u64(), "{figure}");
    }
    for (link, lost) in whole["lost"].as_object().expect("the links") {
        let sum: u64 = shares.iter().filter_map(|share| share["lost"][link].as_u64()).sum();
        assert_eq!(Some(sum), lost.as_u64(), "{link}");
    }
    assert_eq!(whole["stories"], 31);
}

#[test]
fn only_the_named_faults_happen() {
    let of = |faults| json(&["--seeds", "20", "--faults", faults]);
    let lost = of("trail-stopped")["lost"].as_object().expect("the links").keys().cloned().collect::<Vec<_>>();
    assert_eq!(lost, ["trail"]);
    assert_eq!(of("bucket-policy-broken")["lost"], serde_json::json!({}));
}

#[test]
fn what_is_wrong_with_the_line_is_told() {
    let output = xtask(&["explore", "--faults", "trail-stoped"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told.contains("trail-stoped") && told.contains("trail-stopped") && told.contains("endpoint-bouncing"),
        "{told}"
    );
    let taken = Path::new(env!("CARGO_TARGET_TMPDIR")).join("taken");
    std::fs::write(&taken, "").expect("a file can be written");
    let output = xtask(&["explore", "--seeds", "1", "--out", &taken.join("below").to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is no folder"));
    let output = xtask(&["blind-spots", "--out", &taken.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--out"));
}

#[test]
fn blind_spots_and_latencies_are_the_same_bytes_again() {
    for arguments in [&["blind-spots", "--format", "json"][..], &["latency", "--seeds", "2", "--format", "svg"]] {
        let (one, again) = (xtask(arguments), xtask(arguments));
        assert!(one.status.success() && !one.stdout.is_empty(), "{}", String::from_utf8_lossy(&one.stderr));
        assert_eq!(one.stdout, again.stdout);
    }
    let output = xtask(&["blind-spots", "--against", "nowhere.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nowhere.toml"));
}
