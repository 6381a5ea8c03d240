//! Every fault of a config file: where it is, what is wrong, how to put it right.

use rstest::rstest;
use signalarm_alert::{Config, read_config};
use signalarm_diagnostic::Faulty;

/// What stands in the environment of these tests.
fn environment(name: &str) -> Option<String> {
    let value = match name {
        "MAIL" => "secret-person@example.org",
        "PHONE" => "secret phone",
        "ACCOUNT" => "secret account",
        _ => return None,
    };
    Some(value.to_owned())
}

/// All faults of a file, as `line:column: what is wrong; how to put it right`.
fn faults(text: &str) -> String {
    let faulty = match read_config("f", text, &environment) {
        Err(faulty) => Some(faulty),
        Ok(patch) => match Config::default().patched(&patch) {
            Err(faults) => Faulty::new("f", text, faults),
            Ok(_) => None,
        },
    };
    let shown = faulty.map(|faulty| faulty.to_string()).unwrap_or_default();
    shown.lines().map(|line| line.trim_start_matches("f:")).collect::<Vec<&str>>().join("\n")
}

/// Reads `text` below the line `format = 1`.
fn check(text: &str, expected: &str) {
    assert_eq!(faults(&format!("format = 1\n{text}")), expected, "{text}");
}

#[rstest]
#[case("", " the config lacks `format`; begin the file with `format = 1`")]
#[case("region = 'eu-west-1'", "1:1: the config lacks `format`; begin the file with `format = 1`")]
fn of_the_format(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(faults(text), expected);
}

#[rstest]
#[case("regoin = 'eu-west-1'", "2:1: the config has no key `regoin`; did you mean `region`?")]
#[case(
    "colour = 1",
    "2:1: the config has no key `colour`; its keys are `format`, `allow`, `prices`, `account`, `region`, `namespace`, `period`, `default-value`, `missing-data`, `notify-ok`, `trail`, `topics`, `alerts` and `silence`"
)]
#[case("[trail]\nlog_group = 'a'", "3:1: [trail] has no key `log_group`; did you mean `log-group`?")]
#[case("[silence]\npattern = ''", "3:1: [silence] has no key `pattern`; its keys are `subscribers`")]
#[case(
    "[alerts.signin-console-failure-iam]\npatern = ''",
    "3:1: an alert has no key `patern`; did you mean `pattern`?"
)]
#[case("trail = 1", "2:9: `trail` must be a table")]
#[case("alerts = []", "2:10: `alerts` must be a table")]
#[case("silence = 'x'", "2:11: `silence` must be a table")]
#[case("[alerts]\nown = 1", "3:7: `own` must be a table")]
fn of_keys(#[case] text: &str, #[case] expected: &str) {
    check(text, expected);
}

#[rstest]
#[case("account = '1234'", "2:11: `account`: “1234” is no account number: it has twelve digits")]
#[case("account = 123456789012", "2:11: `account` must be a text in quotation marks")]
#[case("region = 'Ireland'", "2:10: `region`: “Ireland” is no Region: write a code such as eu-west-1")]
#[case(
    "namespace = 'AWS/Logs'",
    "2:13: `namespace`: “AWS/Logs” is no metric namespace: use 1 to 255 ASCII letters, digits, and `.` `-` `_` `/` `#`, not beginning with `AWS/`"
)]
#[case(
    "trail.name = 'a--b'",
    "2:14: `name`: “a--b” is no trail name: use 3 to 128 ASCII letters, digits, `.` `_` `-`, beginning and ending with a letter or digit, no two marks in a row, not an IP address"
)]
#[case(
    "trail.log-group = 'a:b'",
    "2:19: `log-group`: “a:b” is no log group name: use 1 to 512 ASCII letters, digits, and `_` `-` `/` `.` `#`"
)]
#[case(
    "trail.role = 'a/b'",
    "2:14: `role`: “a/b” is no role name: use 1 to 64 ASCII letters, digits, and `_` `+` `=` `,` `.` `@` `-`"
)]
fn of_names(#[case] text: &str, #[case] expected: &str) {
    check(text, expected);
}

#[rstest]
#[case("period = 60", "2:10: `period` must be a text in quotation marks")]
#[case(
    "period = '60'",
    "2:10: `period`: “60” is no duration: each number needs a unit (d, h, m, s or ms), as in 90s or 1h 30m"
)]
#[case("period = '0m'", "2:10: `period`: 0s is no period of an alert; write whole minutes, at most 1d")]
#[case("period = '90s'", "2:10: `period`: 1m 30s is no period of an alert; write whole minutes, at most 1d")]
#[case("period = '10s'", "2:10: `period`: 10s is no period of an alert; write whole minutes, at most 1d")]
#[case("period = '2d'", "2:10: `period`: 2d is no period of an alert; write whole minutes, at most 1d")]
#[case("default-value = true", "2:17: `default-value` must be a finite decimal number")]
#[case("default-value = nan", "2:17: `default-value` must be a finite decimal number")]
#[case(
    "missing-data = 'notbreaching'",
    r#"2:16: `missing-data` cannot be "notbreaching"; did you mean "notBreaching"?"#
)]
#[case(
    "missing-data = 'grey'",
    r#"2:16: `missing-data` cannot be "grey"; write one of `missing`, `ignore`, `breaching` and `notBreaching`"#
)]
#[case("notify-ok = 'yes'", "2:13: `notify-ok` must be true or false")]
fn of_settings(#[case] text: &str, #[case] expected: &str) {
    check(text, expected);
}

#[rstest]
#[case(
    "alerts.own.period = '1m'",
    "2:8: the alert own has no pattern; an alert of your own needs `pattern = '{ … }'`; the built-in ones are signin-console-failure-iam, signin-console-success-iam, signin-console-failure-root, signin-console-success-root, signin-console-tampering"
)]
#[case(
    "alerts.'two words'.pattern = ''",
    "2:8: “two words” cannot name an alert: use 1 to 255 ASCII letters, digits, `-` and `_`, as a topic's name must"
)]
#[case(
    "alerts.signin-console-silence.pattern = ''",
    "2:8: signin-console-silence is the silence alarm and has no pattern; name its subscribers under [silence]"
)]
#[case("alerts.own.pattern = 3", "2:22: `pattern` must be a text in quotation marks")]
#[case("alerts.own.pattern = '{ $.a == 1 }'", "2:29: the operator for equality is a single =; write =")]
fn of_alerts(#[case] text: &str, #[case] expected: &str) {
    check(text, expected);
}

#[rstest]
#[case("{}", "2:23: `subscribers` must be an array")]
#[case("['you@example.org']", "2:24: each of `subscribers` must be a table")]
#[case("[{}]", r#"2:24: a subscriber has exactly one of `email`, `email-json`, `sms`, `https`, `http`, `sqs`, `lambda`; write { email = "you@example.org" } or { sms = "+12025550123" }"#)]
#[case("[{ email = 'a@example.org', sms = '+12025550123' }]", r#"2:24: a subscriber has exactly one of `email`, `email-json`, `sms`, `https`, `http`, `sqs`, `lambda`; write { email = "you@example.org" } or { sms = "+12025550123" }"#)]
#[case(
    "[{ mail = 'a@example.org' }]",
    "2:24: a subscriber has exactly one of `email`, `email-json`, `sms`, `https`, `http`, `sqs`, `lambda`; write { email = \"you@example.org\" } or { sms = \"+12025550123\" }\n\
     2:26: a subscriber has no key `mail`; did you mean `email`?"
)]
#[case(
    "[{ email = 'example.org' }]",
    "2:34: `email`: “example.org” is no e-mail address: write it with an @, as in you@example.org"
)]
#[case(
    "[{ email = '@example.org' }]",
    "2:34: `email`: “@example.org” is no e-mail address: write 1 to 64 ASCII letters, digits and signs without blanks before the @, as in you@example.org"
)]
#[case(
    "[{ email = 'you@example' }]",
    "2:34: `email`: “you@example” is no e-mail address: write a domain of ASCII letters, digits, hyphens and points after the @, as in you@example.org"
)]
#[case("[{ email = 7 }]", "2:34: `email` must be a text in quotation marks")]
#[case(
    "[{ sms = '0151 1234567' }]",
    "2:32: `sms`: “0151 1234567” is no phone number: write it in the form of E.164, + and 7 to 15 digits that begin with the country code, as in +12025550123"
)]
#[case(
    "[{ email = 'a@example.org' }, { sms = '+12025550123' }, { email = 'a@example.org' }]",
    "2:79: the same subscriber stands here twice; take one of them away"
)]
#[case(
    "[{ https = 'http://example.org' }, { http = 'https://example.org' }]",
    "2:34: `https`: the URL begins with http://; write `http` before it, or a URL that begins with https://\n\
     2:67: `http`: the URL begins with https://; write `https` before it, or a URL that begins with http://"
)]
#[case(
    "[{ https = 'example.org' }]",
    "2:34: `https`: “example.org” is no URL: write http:// or https:// and a host, as in https://example.org/alarms, without blanks"
)]
#[case(
    "[{ sqs = 'q' }, { lambda = 'arn:aws:sqs:eu-west-1:111122223333:q' }]",
    "2:32: `sqs`: “q” is no ARN of an SQS queue: write arn:aws:sqs:REGION:ACCOUNT:NAME\n\
     2:50: `lambda`: “arn:aws:sqs:eu-west-1:111122223333:q” is no ARN of a Lambda function: write arn:aws:lambda:REGION:ACCOUNT:function:NAME"
)]
fn of_subscribers(#[case] subscribers: &str, #[case] expected: &str) {
    check(&format!("silence.subscribers = {subscribers}"), expected);
}

#[rstest]
#[case(
    "use = 'organisation'",
    "3:7: `use`: “organisation” names no trail and no log group: write \"own\", \"none\", arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME or arn:PARTITION:logs:REGION:ACCOUNT:log-group:NAME"
)]
#[case("use = 1", "3:7: `use` must be a text in quotation marks")]
#[case(
    "use = 'none'\nbucket = 'b-1'\nretention = '30d'\nrole = 'r'",
    "4:1: `bucket` says nothing beside this `use`: no trail is made; take it away, or write `use = \"own\"`\n\
     6:1: `role` says nothing beside this `use`: no trail is made; take it away, or write `use = \"own\"`"
)]
#[case(
    "use = 'arn:aws:logs:eu-west-1:111122223333:log-group:g:*'\nlog-group = 'h'",
    "4:1: `log-group` says nothing beside this `use`: the log group is left as it is; take it away, or write `use = \"own\"`"
)]
#[case(
    "use = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/t-1'\nretention = '30d'\nbuckt = 'b'",
    "4:1: `retention` says nothing beside this `use`: the trail and its log group are left as they are; take it away, or write `use = \"own\"`\n\
     5:1: [trail] has no key `buckt`; did you mean `bucket`?"
)]
#[case(
    "bucket = 'My_Bucket'",
    "3:10: `bucket`: “My_Bucket” is no bucket name: use 3 to 63 lower-case letters, digits, `.` and `-`, beginning and ending with a letter or digit, no two points in a row, not an IP address, without a beginning or an ending that S3 keeps for itself"
)]
#[case("glacier-after = 90", "3:17: `glacier-after` must be a text in quotation marks")]
#[case(
    "glacier-after = '36h'",
    "3:17: `glacier-after`: 1d 12h is no time of whole days; write days, as in 90d, or \"never\""
)]
#[case("delete-after = '0d'", "3:16: `delete-after`: 0s is no time of whole days; write days, as in 90d, or \"never\"")]
#[case(
    "delete-after = '30d'",
    "3:16: log files would be deleted after 30d, but move to Glacier after 90d; let `delete-after` be longer than `glacier-after`, or set `glacier-after = \"never\"`"
)]
#[case(
    "glacier-after = '365d'",
    "3:17: log files would be deleted after 365d, but move to Glacier after 365d; let `delete-after` be longer than `glacier-after`, or set `glacier-after = \"never\"`"
)]
#[case("glacier-after = 'never'\ndelete-after = '30d'", "")]
#[case("glacier-after = '400d'\ndelete-after = 'never'", "")]
#[case("retention = '100d'", "3:13: `retention`: CloudWatch Logs does not keep log events for 100d; write 90d or 120d")]
#[case("retention = '12h'", "3:13: `retention`: CloudWatch Logs does not keep log events for 12h; write 1d")]
#[case("retention = '36500d'", "3:13: `retention`: CloudWatch Logs does not keep log events for 36500d; write 3653d")]
#[case("retention = '2160h'", "")]
#[case(
    "retention = 'never'",
    "3:13: `retention`: “never” is no duration: each number needs a unit (d, h, m, s or ms), as in 90s or 1h 30m"
)]
fn of_the_trail(#[case] text: &str, #[case] expected: &str) {
    check(&format!("[trail]\n{text}"), expected);
}

#[rstest]
#[case(
    "alias/aws/sns",
    "2:14: `key`: “alias/aws/sns” is AWS's own key for SNS, whose policy nobody can change: no alarm could publish; name a customer managed key by its ARN, arn:PARTITION:kms:REGION:ACCOUNT:key/ID"
)]
#[case(
    "arn:aws:kms:eu-west-1:111122223333:alias/mine",
    "2:14: `key`: “arn:aws:kms:eu-west-1:111122223333:alias/mine” is an alias, which may come to name another key; name the key itself, arn:PARTITION:kms:REGION:ACCOUNT:key/ID"
)]
#[case("mine", "2:14: `key`: “mine” is no ARN of a key: write arn:PARTITION:kms:REGION:ACCOUNT:key/ID")]
fn of_the_key(#[case] key: &str, #[case] expected: &str) {
    check(&format!("topics.key = '{key}'"), expected);
}

#[rstest]
#[case("sms = 0.05\nmetric = 0\nkey = { usd = 1, source = 'the price list' }", "")]
#[case("sms = -1", "3:7: `sms` is no price in US dollars; write 0 to 1000000 with at most six decimals")]
#[case("sms = 0.0000001", "3:7: `sms` is no price in US dollars; write 0 to 1000000 with at most six decimals")]
#[case("sms = 1e300", "3:7: `sms` is no price in US dollars; write 0 to 1000000 with at most six decimals")]
#[case("sms = '0.05'", "3:7: `sms` must be a finite decimal number")]
#[case(
    "sms = { price = 1 }",
    "3:7: a price lacks `usd`; write { usd = 0.05, source = \"where it is from\" }\n\
     3:9: a price has no key `price`; its keys are `usd` and `source`"
)]
#[case("email = 1", "3:1: [prices] has no key `email`; did you mean `emails`?")]
fn of_prices(#[case] text: &str, #[case] expected: &str) {
    check(&format!("[prices]\n{text}"), expected);
}

/// What stands in the environment is never repeated.
#[rstest]
#[case(
    "account = { env = 'ACCOUNT' }",
    "2:11: `account`: the environment variable ACCOUNT holds no valid value; write it as you would in this file"
)]
#[case(
    "account = { env = 'NOT_SET' }",
    "2:11: the environment variable NOT_SET is not set; set it, or write the value here"
)]
#[case("account = { env = 5 }", "2:19: `env` must be a text in quotation marks")]
#[case(
    "account = { var = 'ACCOUNT' }",
    "2:11: a value from the environment lacks `env`; write { env = \"NAME\" }\n\
     2:13: a value from the environment has no key `var`; its keys are `env`"
)]
#[case(
    "silence.subscribers = [{ sms = { env = 'PHONE' } }]",
    "2:32: `sms`: the environment variable PHONE holds no valid value; write it as you would in this file"
)]
#[case(
    "silence.subscribers = [{ sms = { env = 'MAIL' } }]",
    "2:32: `sms`: the environment variable MAIL holds no valid value; write it as you would in this file"
)]
#[case(
    "silence.subscribers = [{ email = { env = 'MAIL' } }, { email = { env = 'MAIL' } }]",
    "2:54: the same subscriber stands here twice; take one of them away"
)]
fn of_values_from_the_environment(#[case] text: &str, #[case] expected: &str) {
    assert!(!expected.contains("secret"), "{expected}");
    check(text, expected);
}

/// The place of a fault in a pattern is the place in the file, however the text is written.
#[rstest]
#[case::literal(r#"'{ $.a == 1 }'"#, "==")]
#[case::basic(r#""{ $.a == 1 }""#, "==")]
#[case::escaped_marks(r#""{ $.a = \"x\" && $.b == 1 }""#, "==")]
#[case::escaped_characters(r#""{ $.a = \"\u00e9\t\" && $.b == 1 }""#, "==")]
#[case::long_escapes(r#""{ $.a = \"\U0001f511\" && $.b == 1 }""#, "==")]
#[case::multi_byte(r#"'{ $.a = "é€🔑" && $.b == 1 }'"#, "==")]
#[case::multi_line_literal("'''\n{ $.a = \"x\"\n&& $.b == 1 }'''", "==")]
#[case::multi_line_basic("\"\"\"\n{ $.a = \\\"x\\\"\n&& $.b == 1 }\"\"\"", "==")]
#[case::carriage_returns("'''\r\n{ $.a = \"x\"\r\n&& $.b == 1 }'''", "==")]
// A continued line cannot be followed: the whole text is the place.
#[case::continued_line("\"\"\"{ \\\n  $.b == 1 }\"\"\"", "\"\"\"{ \\\n  $.b == 1 }\"\"\"")]
fn of_a_pattern_stand_in_the_file(#[case] pattern: &str, #[case] place: &str) {
    let text = format!("format = 1\n[alerts.own]\npattern = {pattern}\n");
    let faulty = read_config("f", &text, &environment).unwrap_err();
    assert_eq!(faulty.faults.len(), 1, "{faulty}");
    assert_eq!(&text[faulty.faults[0].span.clone()], place, "{faulty}");
}

/// A syntax fault hides none of the others.
#[test]
fn come_all_at_once() {
    let text = "\
format = 1
region = 'Ireland'
notify_ok = true
region = 'eu-west-1'

[trail]
name = 'ab'

[alerts.'a b']
period = '90s'
pattern = '{ $.a == 1 && b = 2 }'

[alerts.own]
subscribers = [{ email = 'x' }, { sms = 'y' }]
missing-data
";
    let expected = "\
2:10: `region`: “Ireland” is no Region: write a code such as eu-west-1
3:1: the config has no key `notify_ok`; did you mean `notify-ok`?
4:1: this is no TOML: duplicate key; see https://toml.io/en/v1.0.0
7:8: `name`: “ab” is no trail name: use 3 to 128 ASCII letters, digits, `.` `_` `-`, beginning and ending with a letter \
or digit, no two marks in a row, not an IP address
9:9: “a b” cannot name an alert: use 1 to 255 ASCII letters, digits, `-` and `_`, as a topic's name must
10:10: `period`: 1m 30s is no period of an alert; write whole minutes, at most 1d
11:18: the operator for equality is a single =; write =
11:26: a selector has to begin with $.; write $.b
14:26: `email`: “x” is no e-mail address: write it with an @, as in you@example.org
14:41: `sms`: “y” is no phone number: write it in the form of E.164, + and 7 to 15 digits that begin with the country \
code, as in +12025550123
15:13: this is no TOML: key with no value, expected `=`; see https://toml.io/en/v1.0.0";
    assert_eq!(faults(text), expected);
}
