//! MiniStack, started by the test itself.

use std::net::TcpStream;

use signalarm_targets::{Ministack, NoPython, NotStarted};
use signalarm_testkit::{is_required, target};

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

#[test]
fn it_answers_while_it_is_there_and_is_gone_afterwards() {
    let Some(ministack) = ministack() else { return };
    let address = ministack.endpoint_url().trim_start_matches("http://").to_owned();
    assert!(TcpStream::connect(&address).is_ok());
    drop(ministack);
    assert!(TcpStream::connect(&address).is_err());
}
