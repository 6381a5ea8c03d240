//! `init`: a commented config file to begin with.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use signalarm_diagnostic::Faulty;

use crate::arguments::InitArguments;
use crate::exit::Exit;
use crate::files;
use crate::settings::CONFIG_FILE;
use crate::terminal::{print, print_faults};

/// The file: every key stands in it, commented out, with its default or an example.
const TEMPLATE: &str = include_str!("init/signalarm.toml");

/// Writes the file, and nothing over a file that is there.
pub(crate) fn run(arguments: &InitArguments) -> Exit {
    let path = arguments.file.clone().unwrap_or_else(|| PathBuf::from(CONFIG_FILE));
    let shown = files::shown(&path);
    match write(&path, arguments.force) {
        Ok(()) => {
            let check = match shown.as_str() {
                CONFIG_FILE => "config check".to_owned(),
                shown => format!("config check --config {shown}"),
            };
            print(&format!("{shown} is written; name who hears in it, then ask `{check}`\n"), Exit::Ok)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let cure = "name another file, or let --force write over this one";
            print_faults(&[Faulty::unreadable(shown, "is there already and is left as it is", cure)]);
            Exit::Refused
        }
        Err(error) => {
            let cure = "check the path and your rights to its folder";
            print_faults(&[Faulty::unreadable(shown, format!("cannot be written: {error}"), cure)]);
            Exit::Faulty
        }
    }
}

/// Without `force` the system itself refuses a file that is there, so nothing can come between looking and writing.
fn write(path: &Path, force: bool) -> std::io::Result<()> {
    let mut file = match force {
        true => File::create(path)?,
        false => OpenOptions::new().write(true).create_new(true).open(path)?,
    };
    file.write_all(TEMPLATE.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use signalarm_alert::{Config, read_config};
    use signalarm_testkit::root;

    use super::*;

    fn config(text: &str) -> Config {
        let environment = |name: &str| match name {
            "AWS_ACCOUNT_ID" => Some("111122223333".to_owned()),
            "SECURITY_EMAIL" => Some("security@example.com".to_owned()),
            _ => None,
        };
        let patch = read_config("f", text, &environment).unwrap_or_else(|faulty| panic!("{faulty}"));
        Config::default().patched(&patch).unwrap_or_else(|faults| panic!("{faults:#?}"))
    }

    /// The file with every key set.
    fn uncommented() -> String {
        let set = |line: &str| match line.strip_prefix('#') {
            Some(key) if !key.starts_with(' ') && !key.is_empty() => format!("{key}\n"),
            _ => format!("{line}\n"),
        };
        TEMPLATE.lines().map(set).collect()
    }

    /// The paths of all keys, with the names of alerts of one's own left out.
    fn keys(text: &str) -> BTreeSet<String> {
        let mut table = String::new();
        let mut keys = BTreeSet::new();
        for line in text.lines() {
            if let Some(header) = line.split('#').next().unwrap_or_default().trim().strip_prefix('[') {
                table = format!("{} ", header.trim_matches(['[', ']']));
            } else if let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
                keys.insert(format!("{table}{key}"));
            }
        }
        keys
    }

    #[test]
    fn as_it_is_written_it_changes_nothing() {
        assert_eq!(config(TEMPLATE), Config::default());
    }

    #[test]
    fn every_key_that_is_documented_stands_in_it() {
        let page = std::fs::read_to_string(root().join("docs/config.md")).unwrap();
        let documented = page.split("```toml config\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let missing: Vec<String> = keys(documented).difference(&keys(&uncommented())).cloned().collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert!(10 < keys(documented).len());
    }

    /// What has a default stands there with it: setting those keys changes nothing.
    #[test]
    fn a_key_that_has_a_default_stands_there_with_it() {
        let set = config(&uncommented()).effective();
        let built_in = Config::default().effective();
        for section in &built_in.sections {
            let found = set.sections.iter().find(|found| found.path == section.path).expect("the section is there");
            for entry in section.entries.iter().filter(|entry| entry.value.is_some() && entry.follows.is_none()) {
                assert!(found.entries.contains(entry), "{:?} {entry}", section.path);
            }
        }
    }

    #[test]
    fn with_every_key_set_it_reads_as_this() {
        let set = config(&uncommented()).effective().beyond(&Config::default().effective());
        insta::assert_snapshot!(set.to_string(), @r#"
        account = "111122223333"
        region = "us-east-1"

        [trail]
        bucket = "my-sign-in-logs"

        [topics]
        key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

        [alerts.signin-console-failure-iam]
        subscribers = [{ email = "security@example.com" }]

        [alerts.signin-console-success-iam]
        subscribers = [{ email = "security@example.com" }]

        [alerts.signin-console-failure-root]
        subscribers = [{ email = "security@example.com" }]

        [alerts.signin-console-success-root]
        subscribers = [{ email = "security@example.com" }, { sms = "+12025550123" }]

        [alerts.signin-console-tampering]
        # pattern = '{ ($.eventName = "StopLogging") || ($.eventName = "DeleteTrail") || ($.eventName = "UpdateTrail") || ($.eventName = "PutEventSelectors") || (($.requestParameters.alarmName = "signin-console-*" || $.requestParameters.alarmNames[*] = "signin-console-*" || $.requestParameters.filterName = "signin-console-*" || $.requestParameters.topicArn = "*:signin-console-*" || $.requestParameters.subscriptionArn = "*:signin-console-*" || $.requestParameters.roleName = "CloudTrail-CloudWatchLogs-Signin-Console" || $.requestParameters.bucketName = "my-sign-in-logs") && $.eventName != "Describe*" && $.eventName != "Get*" && $.eventName != "Head*" && $.eventName != "List*" && $.eventName != "Subscribe") || ($.eventName = "PutAlarmMuteRule" && ($.requestParameters.muteTargets.alarmNames[*] = "signin-console-*" || $.requestParameters.muteTargets.alarmNames NOT EXISTS)) || ($.eventName = "DeleteLogGroup" && $.requestParameters.logGroupName = "aws-cloudtrail-logs-signin-console") }', made from what [trail] says
        subscribers = [{ email = "security@example.com" }]

        [alerts.iam-user-created]
        pattern = '{ ($.eventSource = "iam.amazonaws.com") && ($.eventName = "CreateUser") }'
        period = "1m"
        default-value = 0
        missing-data = "missing"
        notify-ok = false
        subscribers = [{ email = "iam-team@example.com" }]

        [silence]
        subscribers = [{ email = "security@example.com" }]

        [prices]
        glacier-storage = 0.004
        sms = { usd = 0.05, source = "the country and where the price is from" }

        [[allow]]
        rule = "not-equal-absent"
        alert = "iam-user-created"
        reason = "the field is always there in these records"
        "#);
    }
}
