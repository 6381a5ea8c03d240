//! MiniStack, started by the test itself.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use signalarm_emulators::{Emulator, Kind};
use signalarm_testkit::{may_skip, target};

/// In the environment of a test that is started by another one.
const CHILD: &str = "SIGNALARM_TEST_CHILD";
/// How long a process may take until it is gone.
const GONE_TIME_MAX: Duration = Duration::from_secs(60);

/// A running MiniStack; `None` where this run may do without and there is no Python.
fn ministack() -> Option<Emulator> {
    match Emulator::ministack(&target()) {
        Ok(ministack) => Some(ministack),
        Err(fault) if may_skip(fault.missing(), &fault) => None,
        Err(fault) => panic!("{fault}"),
    }
}

#[test]
fn it_answers_while_it_is_there_and_is_gone_afterwards() {
    let Some(mut ministack) = ministack() else { return };
    assert_eq!((ministack.kind(), ministack.has_extension()), (Kind::Ministack, false));
    assert_eq!(ministack.name(), "MiniStack 1.5.33");
    ministack.check().unwrap();
    let url = ministack.endpoint_url().to_owned();
    let mut other = Emulator::at(&format!("{url}/")).unwrap();
    assert_eq!((other.name(), other.endpoint_url()), (ministack.name(), url.as_str()));
    assert!(other.is_alive());
    drop(ministack);
    assert!(TcpStream::connect(url.trim_start_matches("http://")).is_err());
    let ended = other.check().unwrap_err().to_string();
    assert!(ended.starts_with(&format!("MiniStack 1.5.33 at {url} does not answer any more: ")), "{ended}");
}

/// Not a test of its own: another one starts it in a process of its own, and kills it.
#[test]
#[expect(clippy::print_stdout, reason = "the other process reads it")]
fn child_that_starts_one_and_waits() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let Some(ministack) = ministack() else { return };
    println!("\nstarted {}", ministack.endpoint_url());
    sleep(GONE_TIME_MAX);
}

#[test]
fn it_ends_when_whoever_started_it_is_killed() {
    if ministack().is_none() {
        return;
    }
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child_that_starts_one_and_waits", "--nocapture", "--test-threads", "1"])
        .env(CHILD, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let url = lines.filter_map(|line| line.strip_prefix("started http://").map(str::to_owned)).next();
    let address = url.expect("the child started one");
    assert!(TcpStream::connect(&address).is_ok());
    child.kill().unwrap();
    child.wait().unwrap();
    let begin = Instant::now();
    while TcpStream::connect(&address).is_ok() {
        assert!(begin.elapsed() < GONE_TIME_MAX, "it is still there");
        sleep(Duration::from_millis(100));
    }
}
