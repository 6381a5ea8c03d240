//! The binary from end to end: arguments and files in; exit code, standard output and standard error out.

mod exit_codes;
mod inputs;
mod outputs;
mod patterns;
mod settings;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A scenario that goes as it expects.
const GOOD: &str = "format = 1
title = 'a failure is heard'
[[step]]
sign-in = { user-type = 'iam', outcome = 'failure' }
[[expect]]
within = '20m'
by = 'signin-console-failure-iam'
notified = ['email']
";

/// One that does not.
const DIFFERS: &str = "format = 1
title = 'a failure is not heard'
[[step]]
sign-in = { user-type = 'iam', outcome = 'failure' }
[[expect]]
within = '20m'
by = 'signin-console-failure-iam'
notified = []
";

/// One that cannot be read.
const FAULTY: &str = "format = 1\ntitel = 'x'\n";

/// A CloudTrail log file with a failed sign-in of the root user.
const RECORDS: &str = r#"{"Records":[{"eventVersion":"1.08","userIdentity":{"type":"Root","accountId":"123456789012"},"eventTime":"2026-03-02T10:00:10Z","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.7","userAgent":"test","responseElements":{"ConsoleLogin":"Failure"},"eventID":"00000000-0000-0000-0000-000000000001","eventType":"AwsConsoleSignIn"}]}"#;

/// A working folder of one test.
struct Folder(PathBuf);

/// What came of running the binary.
#[derive(Debug, PartialEq)]
struct Ran {
    code: i32,
    output: String,
    errors: String,
}

impl Folder {
    /// An empty folder of that name, which no other test bears; what no system's file names may hold is replaced.
    fn new(name: &str) -> Self {
        let name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        if path.exists() {
            std::fs::remove_dir_all(&path).unwrap();
        }
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// The binary in this folder, with these arguments, divided by blanks.
    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_signalarm"));
        command.args(arguments.split_whitespace()).current_dir(&self.0).stdin(Stdio::null());
        command.env_remove("NO_COLOR").stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &str) -> Ran {
        ran(self.command(arguments))
    }

    fn run_with_input(&self, arguments: &str, input: impl AsRef<[u8]>) -> Ran {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_ref()).unwrap();
        of(&child.wait_with_output().unwrap())
    }
}

fn ran(mut command: Command) -> Ran {
    of(&command.output().unwrap())
}

fn of(output: &std::process::Output) -> Ran {
    Ran {
        code: output.status.code().unwrap(),
        output: String::from_utf8(output.stdout.clone()).unwrap(),
        errors: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}
