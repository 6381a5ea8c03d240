//! LocalStack in a container: what can go wrong, provoked.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use signalarm_testkit::may_skip;

use super::*;

/// How long a container may take until it is gone.
const GONE_TIME_MAX: Duration = Duration::from_secs(60);
/// In the environment of a test that is started by another one.
const CHILD: &str = "SIGNALARM_TEST_CHILD";

/// Starts a container of the default image, which does this instead of LocalStack where it is not empty. `None` where this
/// run may do without Docker, or without the image.
fn started(command: &[&str], within: Duration) -> Option<Result<(Localstack, String, Health), NotStarted>> {
    let command = command.iter().map(|&word| word.to_owned()).collect();
    match (Start { docker: Docker::default(), image: &Image::core(), within, command }).start() {
        Err(fault) if may_skip(fault.missing(), &fault) => None,
        other => Some(other),
    }
}

fn fault(command: &[&str], within: Duration) -> Option<String> {
    Some(started(command, within)?.err().expect("no LocalStack was started").to_string())
}

/// The names and commands of our containers that are there, stopped ones too.
fn containers() -> String {
    let form = "{{.Names}} {{.Command}}";
    let filter = format!("label={LABEL}");
    let arguments = ["ps", "--all", "--no-trunc", "--filter", &filter, "--format", form];
    Docker::default().ask("list containers", &arguments).unwrap()
}

#[test]
fn a_name_is_found_in_a_file_of_hosts() {
    let hosts = "127.0.0.1\tlocalhost\n172.17.0.1\thost.docker.internal\n172.17.0.2\t58f02165229\n";
    assert_eq!(address_of(THIS_MACHINE, hosts), Some([172, 17, 0, 1].into()));
    assert_eq!(address_of("172.17.0.1", hosts), None);
    assert_eq!(address_of("other", hosts), None);
}

#[test]
fn one_that_runs_is_reached_from_here_alone_and_gone_afterwards() {
    let Some(started) = started(&[], START_TIME_MAX) else { return };
    let (container, endpoint, health) = started.unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!((health.version.as_str(), health.has_cloudtrail), ("4.14.0", false));
    container.check("LocalStack").unwrap();
    let name = container.container().to_owned();
    assert!(name.starts_with("signalarm-localstack-"), "{name}");
    let ports = Docker::default().ask("list ports", &["port", &name]).unwrap();
    assert!(ports.contains("127.0.0.1:") && !ports.contains("0.0.0.0"), "{ports}");
    assert!(containers().contains(&name));
    drop(container);
    assert!(!containers().contains(&name));
    assert!(TcpStream::connect(endpoint.trim_start_matches("http://")).is_err());
}

#[test]
fn one_that_ends_at_once_is_told_with_its_exit_code_and_its_log() {
    let script = "print('it is broken'); raise SystemExit(3)";
    let Some(fault) = fault(&["python", "-c", script], START_TIME_MAX) else { return };
    assert!(fault.contains("LocalStack from the image local/localstack-core:4.14.0 has ended: exit code 3"), "{fault}");
    assert!(fault.contains("its log ends with:\nit is broken"), "{fault}");
}

#[test]
fn one_that_never_gets_well_is_given_up_after_the_bound() {
    let script = "import time; print('still thinking', flush=True); time.sleep(600)";
    let Some(fault) = fault(&["python", "-c", script], Duration::from_secs(5)) else { return };
    assert!(fault.contains("is not up within 5 s"), "{fault}");
    assert!(fault.contains("still thinking"), "{fault}");
}

#[test]
fn a_program_that_the_image_lacks_is_docker_s_fault_and_leaves_nothing() {
    let Some(fault) = fault(&["no-such-program"], START_TIME_MAX) else { return };
    assert!(fault.contains("Docker could not start a container of local/localstack-core:4.14.0"), "{fault}");
    assert!(fault.contains("no-such-program"), "{fault}");
    assert!(!containers().contains("no-such-program"));
}

#[test]
fn one_that_is_killed_meanwhile_is_told_as_such() {
    let Some(started) = started(&[], START_TIME_MAX) else { return };
    let (container, ..) = started.unwrap_or_else(|fault| panic!("{fault}"));
    Docker::default().ask("kill a container", &["kill", container.container()]).unwrap();
    let ended = container.check("LocalStack").unwrap_err().to_string();
    assert!(ended.contains("LocalStack has ended: exit code 137, killed from outside; its log ends with:"), "{ended}");
    Docker::default().remove(container.container()).unwrap();
    let ended = container.check("LocalStack").unwrap_err().to_string();
    assert!(ended.contains("its container was removed by somebody else"), "{ended}");
}

#[test]
fn an_image_that_is_not_there_is_named_with_the_cure() {
    let image = "local/nobody-has-this:1".parse().unwrap();
    let start = Start { docker: Docker::default(), image: &image, within: START_TIME_MAX, command: Vec::new() };
    let fault = start.start().err().expect("there is no such image");
    match &fault {
        NotStarted::Docker(fault) if fault.is_missing() && may_skip(Some("docker"), fault) => return,
        _ => assert!(matches!(fault, NotStarted::NoImage(_)), "{fault}"),
    }
    let text = fault.to_string();
    assert!(text.contains("no image local/nobody-has-this:1: build it with `cargo xtask emulator image`"), "{text}");
}

#[test]
fn without_an_engine_it_is_missing() {
    let image = Image::core();
    let docker = Docker::at("unix:///nowhere/docker.sock");
    let fault = Start { docker, image: &image, within: START_TIME_MAX, command: Vec::new() }.start().err();
    assert_eq!(fault.expect("no engine is there").missing(), Some("docker"));
}

/// Not a test of its own: another one starts it in a process of its own, and kills it.
#[test]
fn child_that_starts_one_and_waits() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let Some(Ok((container, ..))) = started(&[], START_TIME_MAX) else { return };
    tell(container.container());
    sleep(GONE_TIME_MAX);
}

#[expect(clippy::print_stdout, reason = "the other process reads it")]
fn tell(name: &str) {
    println!("\nstarted {name}");
}

#[test]
fn a_killed_process_leaves_no_container() {
    // Skips by name where there is nothing to start.
    if started(&["python", "-c", ""], START_TIME_MAX).is_none() {
        return;
    }
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child_that_starts_one_and_waits", "--nocapture", "--test-threads", "1"])
        .env(CHILD, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let name = lines.filter_map(|line| line.strip_prefix("started ").map(str::to_owned)).next();
    let name = name.expect("the child started one");
    assert!(containers().contains(&name));
    child.kill().unwrap();
    child.wait().unwrap();
    let begin = Instant::now();
    while containers().contains(&name) {
        assert!(begin.elapsed() < GONE_TIME_MAX, "{name} is still there");
        sleep(Duration::from_millis(200));
    }
}
