//! MiniStack, started by the test itself.

use std::net::TcpStream;

use signalarm_emulators::{Emulator, Kind};
use signalarm_testkit::{is_required, target};

/// A running MiniStack; `None` where this run may do without and there is no Python.
#[expect(clippy::print_stderr, reason = "what is skipped is said")]
fn ministack() -> Option<Emulator> {
    match Emulator::ministack(&target()) {
        Ok(ministack) => Some(ministack),
        Err(fault) if fault.missing().is_some_and(|word| !is_required(word)) => {
            eprintln!("skipped: python: {fault}");
            None
        }
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
