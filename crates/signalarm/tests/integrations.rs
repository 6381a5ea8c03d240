//! The LocalStack extension's client of the matcher, by its own tests, with this binary as the matcher.

use std::process::Command;

use signalarm_testkit::{is_required, root};

#[test]
#[expect(clippy::print_stderr, reason = "what is skipped is said")]
fn the_extension_asks_the_matcher() {
    let mut command = Command::new("python3");
    command.args(["-m", "unittest", "discover", "integrations/localstack/tests"]).current_dir(root());
    command.env("SIGNALARM_MATCHER", env!("CARGO_BIN_EXE_signalarm")).env("PYTHONDONTWRITEBYTECODE", "1");
    match command.output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() && said.contains("Ran 7 tests"), "{said}");
        }
        Err(error) if is_required("python") => panic!("python3: {error}"),
        Err(error) => eprintln!("skipped: python: {error}"),
    }
}
