//! Every fault of a scenario file: where it is, what is wrong, how to put it right.

mod expectations;
mod steps;

use rstest::rstest;
use signalarm_alert::Config;
use signalarm_scenario::{Sources, read_scenario};

/// The files beside the scenarios of these tests.
fn files(name: &str) -> Result<Vec<u8>, String> {
    let text = match name {
        "none.json" => r#"{"Records":[]}"#,
        "broken.json" => r#"{"eventVersion":"1.08","eventName":7}"#,
        _ => return Err(format!("{name} cannot be read")),
    };
    Ok(text.as_bytes().to_vec())
}

/// All faults of a file, as `line:column: what is wrong; how to put it right`.
fn faults(text: &str) -> String {
    let sources = Sources { config: &Config::default(), environment: &|_| None, files: &files };
    let shown = read_scenario("f", "f", text, sources).err().map(|faulty| faulty.to_string()).unwrap_or_default();
    shown.lines().map(|line| line.trim_start_matches("f:")).collect::<Vec<&str>>().join("\n")
}

/// Reads `text` below a format and a title.
fn check(text: &str, expected: &str) {
    assert_eq!(faults(&format!("format = 1\ntitle = 't'\n{text}")), expected, "{text}");
}

#[rstest]
#[case(
    "",
    " the scenario lacks `format`; begin the file with `format = 1`\n \
     the scenario lacks `title`; tell the story in one sentence: `title = \"…\"`"
)]
#[case("format = 2\ntitle = 't'", "1:10: this version reads format 1; take a newer version of signalarm")]
#[case("format = 1\ntitle = 1", "2:9: `title` must be a text in quotation marks")]
#[case(
    "format = 1\ntitle = 't'\nstep = {}\nexpect = [1]",
    "3:8: `step` must be an array\n\
     4:11: each of `expect` must be a table"
)]
fn of_the_frame(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(faults(text), expected);
}

#[rstest]
#[case("seed = -1", "3:8: `seed` must be a whole number from 0 to 9223372036854775807")]
#[case("start = 2026-01-05T09:00:00Z", "3:9: `start` must be a text in quotation marks")]
#[case(
    "start = '2026-01-05'",
    "3:9: `start`: “2026-01-05” is no instant: write RFC 3339 with an offset, from 1970 to 9999, as in 2026-11-23T10:00:00Z"
)]
#[case("activity = '0s'", "3:12: `activity` must be longer than nothing")]
#[case(
    "activity = 'often'",
    "3:12: `activity`: “often” is no duration: each number needs a unit (d, h, m, s or ms), as in 90s or 1h 30m"
)]
#[case("config.regoin = 'eu-west-1'", "3:8: [config] has no key `regoin`; did you mean `region`?")]
#[case(
    "config.alerts.own.period = '5m'",
    "3:15: the alert own has no pattern; an alert of your own needs `pattern = '{ … }'`; the built-in ones are signin-console-failure-iam, signin-console-success-iam, signin-console-failure-root, signin-console-success-root, signin-console-tampering"
)]
#[case(
    "start = '1970-01-01T00:30:00Z'",
    "3:9: the story cannot begin then; let it begin from 1970-01-01T01:00:00Z to 9998-12-28T23:59:59.999Z"
)]
#[case(
    "start = '9999-12-29T23:30:00Z'",
    "3:9: the story cannot begin then; let it begin from 1970-01-01T01:00:00Z to 9998-12-28T23:59:59.999Z"
)]
#[case(
    "activity = '1ms'",
    "3:12: the other activity is more than 1000000 API calls; let it happen less often, or shorten the story"
)]
#[case("expects = []", "3:1: the scenario has no key `expects`; did you mean `expect`?")]
fn of_the_head(#[case] text: &str, #[case] expected: &str) {
    check(text, expected);
}

/// No fault hides another one of the same file.
#[test]
fn come_all_at_once() {
    let text = "\
format = 1
seed = 1.5

[config]
region = 'Ireland'

[[step]]
id = 'first'
sign-in = { user-type = 'iam' }

[[step]]
idd = 'second'
wait = 5

[[step]]
record = { file = 'missing.json' }

[[expect]]
after = 'frist'
alarm = 'signin-console-failure-iamm'
state = 'OK'

[[expect]]
within = '5m'
by = 'signin-console-failure-iam'
notified = ['sms']
";
    let expected = "\
1:1: the scenario lacks `title`; tell the story in one sentence: `title = \"…\"`
2:8: `seed` must be a whole number from 0 to 9223372036854775807
5:10: `region`: “Ireland” is no Region: write a code such as eu-west-1
9:1: the sign-in has no outcome; add outcome = \"failure\" or \"success\"
12:1: a step has no key `idd`; did you mean `id`?
13:8: `wait` must be a text in quotation marks
16:19: missing.json cannot be read; paths count from the folder of this file
18:1: an expectation lacks `within`; say how long to look: within = \"10m\"
19:9: no step has the id “frist”; did you mean \"first\"?
20:9: there is no alert signin-console-failure-iamm; did you mean \"signin-console-failure-iam\"?
26:13: this can never hold: signin-console-failure-iam has no subscriber by sms; add a subscriber under \
[config.alerts], or expect another protocol";
    assert_eq!(faults(text), expected);
}
