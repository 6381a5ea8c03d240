//! The binary in an account of its own, and a foreign client.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use signalarm_emulators::{Emulator, python_environment};
use signalarm_testkit::{may_skip, root, target};

pub(crate) const CONFIG: &str = "format = 1
region = 'eu-west-1'
[alerts.signin-console-success-root]
subscribers = [{ email = 'security@example.com' }, { sms = '+12025550123' }]
";
/// The foreign client.
const BOTO3: [&str; 1] = ["boto3==1.43.106"];

/// A running MiniStack; `None` where this run may do without and there is no Python.
pub(crate) fn ministack() -> Option<Emulator> {
    match Emulator::ministack(&target()) {
        Ok(ministack) => Some(ministack),
        Err(fault) if may_skip(fault.missing(), &fault) => None,
        Err(fault) => panic!("{fault}"),
    }
}

/// An account at an endpoint, and a folder with a config.
pub(crate) struct Place {
    pub(crate) folder: PathBuf,
    url: String,
    /// Twelve digits: MiniStack takes such an access key for an account.
    account: &'static str,
}

impl Place {
    pub(crate) fn new(name: &str, url: &str, account: &'static str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).unwrap();
        let place = Self { folder, url: url.to_owned(), account };
        place.configure(CONFIG);
        place
    }

    pub(crate) fn configure(&self, config: &str) {
        fs::write(self.folder.join("signalarm.toml"), config).unwrap();
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder).env("AWS_ACCESS_KEY_ID", self.account);
        command.env("AWS_SECRET_ACCESS_KEY", "test").env("AWS_EC2_METADATA_DISABLED", "true");
        ["AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_REGION"].iter().for_each(|name| {
            command.env_remove(name);
        });
        command
    }

    /// Runs the binary: its exit code and what it printed, on the standard output before the standard error.
    pub(crate) fn run(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = self.command(Path::new(env!("CARGO_BIN_EXE_signalarm")));
        let output = command.args(arguments).args(["--endpoint-url", &self.url]).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.code().unwrap(), text)
    }

    /// Runs it, and expects this exit code; what it printed.
    pub(crate) fn runs(&self, arguments: &[&str], code: i32) -> String {
        let (found, text) = self.run(arguments);
        assert_eq!(found, code, "{arguments:?}: {text}");
        text
    }

    /// Lets boto3 read the chain, drift it, or make one by hand; what it printed.
    pub(crate) fn foreign(&self, verb: &str) -> String {
        let environment = python_environment(&target(), "boto3", &BOTO3).unwrap_or_else(|error| panic!("{error}"));
        let script = root().join("crates/signalarm/tests/deploy/foreign.py");
        let python = ["bin/python", "Scripts/python.exe"].map(|name| environment.join(name));
        let python = python.iter().find(|python| python.is_file()).unwrap();
        let output = self.command(python).arg(script).args([&self.url, verb]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "boto3 {verb}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }
}
