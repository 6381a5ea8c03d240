//! Clients of a real endpoint: AWS's environment and files, and connections that fail.
//!
//! The environment belongs to a process, so each case runs in one of its own: the test `probe` of this file, which prints what
//! it finds.

#![expect(clippy::print_stdout, reason = "a probe tells its parent what it saw")]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;
use std::thread;

use signalarm_aws_clients::{Clients, Settings};

const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret")];
const REGION: (&str, &str) = ("AWS_REGION", "eu-central-1");
/// Says that this process is to probe.
const PROBE: &str = "PROBE";
/// What the settings of the probe are read from.
const OPTIONS: [&str; 4] = ["PROBE_PROFILE", "PROBE_REGION", "PROBE_ENDPOINT_URL", "PROBE_ACCESS_KEY"];
/// A port on which nothing listens, and nothing may without rights.
const NOBODY: &str = "http://127.0.0.1:1";

/// Does nothing but where another test of this file has started it.
#[test]
fn probe() {
    if std::env::var_os(PROBE).is_none() {
        return;
    }
    let [profile, region, endpoint_url, access_key] = OPTIONS.map(|option| std::env::var(option).ok());
    let settings = Settings { profile, region, endpoint_url, access_key };
    match Clients::connect(&settings) {
        Ok(clients) => {
            println!("region: {}", clients.region());
            println!("endpoint: {}", clients.endpoint_url().unwrap_or("AWS"));
            let answer = clients.send(clients.sts.get_caller_identity().send());
            println!("answer: {:?}", answer.map(|identity| identity.account));
        }
        Err(fault) => println!("fault: {fault}"),
    }
}

/// What the probe prints in this environment, with these files of AWS's.
fn probed(name: &str, config: &str, environment: &[(&str, &str)]) -> String {
    let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(home.join(".aws")).unwrap();
    fs::write(home.join(".aws/config"), config).unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["probe", "--exact", "--nocapture"])
        .env_clear()
        .env(PROBE, "true")
        // Windows has no sockets without it.
        .envs(std::env::var_os("SystemRoot").map(|folder| ("SystemRoot", folder)))
        .env("HOME", &home)
        .env("AWS_CONFIG_FILE", home.join(".aws/config"))
        .env("AWS_SHARED_CREDENTIALS_FILE", home.join(".aws/credentials"))
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn has(told: &str, parts: &[&str]) {
    for part in parts {
        assert!(told.contains(part), "“{part}” is not in: {told}");
    }
}

/// There are no credentials but those of the settings: without them the fault would be another one.
#[test]
fn an_access_key_of_the_settings_takes_the_place_of_others() {
    let settings = [("PROBE_ACCESS_KEY", "111122223333"), ("PROBE_ENDPOINT_URL", NOBODY)];
    let told = probed("access-key", "", &[REGION, settings[0], settings[1]]);
    has(&told, &["endpoint: http://127.0.0.1:1", "no connection to http://127.0.0.1:1"]);
    let told = probed("no-access-key", "", &[REGION, settings[1]]);
    has(&told, &["no credentials"]);
}

#[test]
fn a_refused_connection_sends_nothing() {
    let told = probed("refused", "", &[KEYS[0], KEYS[1], REGION, ("AWS_ENDPOINT_URL", NOBODY)]);
    has(&told, &["region: eu-central-1", "endpoint: http://127.0.0.1:1\n"]);
    has(&told, &["Err(Unsent(\"no connection to http://127.0.0.1:1: ", "can it be reached from here?"]);
}

#[test]
fn a_host_that_has_no_address_is_named() {
    let told = probed("host", "", &[KEYS[0], KEYS[1], REGION, ("AWS_ENDPOINT_URL", "http://nowhere.invalid")]);
    has(&told, &["Err(Unsent(\"no connection to http://nowhere.invalid: "]);
}

#[test]
fn a_connection_that_breaks_leaves_open_whether_the_call_happened() {
    let told = served("hung-up", "", &[], b"");
    has(&told, &["Err(Unanswered(\"the connection to http://127.0.0.1:"]);
    let told = served("cut-off", "", &[], b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n<GetCaller");
    has(&told, &["Err(Unanswered("]);
    let told = served("no-http", "", &[], b"SSH-2.0-OpenSSH_9.2p1\r\n");
    has(&told, &["Err(Unanswered("]);
}

#[test]
fn an_endpoint_that_answers_is_heard() {
    let body = "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>\
                </GetCallerIdentityResult></GetCallerIdentityResponse>";
    let reply = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    has(&served("answers", "", &[], reply.as_bytes()), &["answer: Ok(Some(\"123456789012\"))"]);
}

/// What the probe prints where an endpoint reads its request, answers with these bytes, and hangs up; then the request.
fn served(name: &str, config: &str, environment: &[(&str, &str)], reply: &[u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let reply = reply.to_vec();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut buffer = [0; 4096];
        while !request.windows(7).any(|window| window == b"Version") {
            let count = stream.read(&mut buffer).unwrap();
            assert_ne!(count, 0, "the request ends early");
            request.extend_from_slice(&buffer[..count]);
        }
        stream.write_all(&reply).unwrap();
        String::from_utf8_lossy(&request).into_owned()
    });
    let told = probed(name, config, &[&[KEYS[0], KEYS[1], REGION, ("AWS_ENDPOINT_URL", &url)], environment].concat());
    told + &server.join().unwrap()
}

#[test]
fn without_credentials_nothing_is_sent_and_the_cure_is_told() {
    let told = probed("none", "", &[REGION, ("AWS_ENDPOINT_URL", NOBODY)]);
    has(&told, &["Err(Unsent(\"no credentials: ", "name a profile (--profile, AWS_PROFILE)"]);
}

#[test]
fn a_profile_that_is_not_there_is_named() {
    let told = probed("profile", "[profile other]\n", &[REGION, ("PROBE_PROFILE", "audit")]);
    has(&told, &["Err(Unsent(\"no credentials: ", "audit", "~/.aws/config"]);
}

#[test]
fn a_profile_on_the_command_line_overrules_the_keys_of_the_environment() {
    let config = "[profile audit]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = secret\n";
    has(&served("keys", config, &[], b""), &["Credential=AKIDEXAMPLE/"]);
    has(&served("profile-keys", config, &[("PROBE_PROFILE", "audit")], b""), &["Credential=AKIDPROFILE/"]);
    let told = probed("absent", config, &[KEYS[0], KEYS[1], REGION, ("PROBE_PROFILE", "absent")]);
    has(&told, &["Err(Unsent(\"no credentials: ", "`absent`"]);
}

#[test]
fn an_expired_sign_on_is_cured_by_another() {
    let config = "[profile audit]\nregion = eu-west-1\nsso_session = company\nsso_account_id = 123456789012\n\
                  sso_role_name = Auditor\n\n[sso-session company]\nsso_region = eu-west-1\n\
                  sso_start_url = https://example.awsapps.com/start\n";
    let told = probed("sso", config, &[("PROBE_PROFILE", "audit")]);
    has(&told, &["region: eu-west-1", "Err(Unsent(\"no credentials: ", "“aws sso login --profile audit”"]);
}

#[test]
fn without_a_region_there_are_no_clients() {
    let told = probed("no-region", "", &[KEYS[0], KEYS[1], ("PROBE_PROFILE", "audit")]);
    has(&told, &["fault: no Region for the profile “audit”: give one by --region, by the variable AWS_REGION"]);
}

#[test]
fn what_is_given_on_the_command_line_overrules_the_environment() {
    let config = "[profile audit]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:3\n";
    let environment = [KEYS[0], KEYS[1], ("AWS_PROFILE", "audit")];
    has(&probed("file", config, &environment), &["region: eu-west-1", "endpoint: http://127.0.0.1:3\n"]);
    let environment = [&environment[..], &[REGION, ("AWS_ENDPOINT_URL", "http://127.0.0.1:2")]].concat();
    has(&probed("environment", config, &environment), &["region: eu-central-1", "endpoint: http://127.0.0.1:2\n"]);
    let environment = [&environment[..], &[("PROBE_REGION", "us-gov-west-1"), ("PROBE_ENDPOINT_URL", NOBODY)]].concat();
    has(&probed("options", config, &environment), &["region: us-gov-west-1", "endpoint: http://127.0.0.1:1\n"]);
}

#[test]
fn an_endpoint_that_is_no_url_is_told_at_once() {
    for option in ["PROBE_ENDPOINT_URL", "AWS_ENDPOINT_URL"] {
        let told = probed("no-url", "", &[KEYS[0], KEYS[1], REGION, (option, "localhost:4566")]);
        has(&told, &["fault: the endpoint URL “localhost:4566” is none: it must read like http://127.0.0.1:4566"]);
    }
}
