//! What holds, printed as a config: it reads back to the same chain and the same deployment.

use insta::assert_snapshot;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use signalarm_alert::{Config, read_config};

fn config(text: &str) -> Config {
    let patch = read_config("f", text, &|_| None).unwrap_or_else(|faulty| panic!("{text}\n{faulty}"));
    Config::default().patched(&patch).unwrap_or_else(|faults| panic!("{text}\n{faults:#?}"))
}

/// Everything that a config makes, and everything that holds.
fn made(config: &Config) -> impl PartialEq + std::fmt::Debug + use<> {
    let place = config.presumed_place();
    (
        config.account(),
        config.region(),
        config.simulated_chain(),
        config.deployment(&place.account, &place.region),
        config.effective(),
    )
}

#[test]
fn without_a_config_the_built_in_settings_hold() {
    let effective = Config::default().effective().to_string();
    assert_eq!(made(&config(&effective)), made(&Config::default()));
    assert_snapshot!(effective, @r#"
    format = 1
    # account: the caller's
    # region: the caller's
    namespace = "signalarm"
    period = "1m"
    default-value = 0
    missing-data = "missing"
    notify-ok = false

    [trail]
    use = "own"
    name = "events-management"
    log-group = "aws-cloudtrail-logs-signin-console"
    role = "CloudTrail-CloudWatchLogs-Signin-Console"
    # bucket: signin-console-<account>-<region>
    glacier-after = "90d"
    delete-after = "365d"
    retention = "90d"

    [topics]
    # key: topics are not encrypted

    [alerts.signin-console-failure-iam]
    pattern = '{ ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Failure") }'
    period = "1m"
    default-value = 0
    missing-data = "missing"
    notify-ok = false
    # subscribers: nobody is named; the simulator takes placeholders

    [alerts.signin-console-success-iam]
    pattern = '{ ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }'
    period = "1m"
    default-value = 0
    missing-data = "missing"
    notify-ok = false
    # subscribers: nobody is named; the simulator takes placeholders

    [alerts.signin-console-failure-root]
    pattern = '{ ($.userIdentity.type = "Root") && ($.responseElements.ConsoleLogin = "Failure") }'
    period = "1m"
    default-value = 0
    missing-data = "missing"
    notify-ok = false
    # subscribers: nobody is named; the simulator takes placeholders

    [alerts.signin-console-success-root]
    pattern = '{ ($.userIdentity.type = "Root") && ($.responseElements.ConsoleLogin = "Success") }'
    period = "1m"
    default-value = 0
    missing-data = "missing"
    notify-ok = false
    # subscribers: nobody is named; the simulator takes placeholders

    [alerts.signin-console-tampering]
    # pattern = '{ ($.eventName = "StopLogging") || ($.eventName = "DeleteTrail") || ($.eventName = "UpdateTrail") || ($.eventName = "PutEventSelectors") || (($.requestParameters.alarmName = "signin-console-*" || $.requestParameters.alarmNames[*] = "signin-console-*" || $.requestParameters.filterName = "signin-console-*" || $.requestParameters.topicArn = "*:signin-console-*" || $.requestParameters.subscriptionArn = "*:signin-console-*" || $.requestParameters.roleName = "CloudTrail-CloudWatchLogs-Signin-Console" || $.requestParameters.bucketName = "signin-console-*") && $.eventName != "Describe*" && $.eventName != "Get*" && $.eventName != "Head*" && $.eventName != "List*" && $.eventName != "Subscribe") || ($.eventName = "PutAlarmMuteRule" && ($.requestParameters.muteTargets.alarmNames[*] = "signin-console-*" || $.requestParameters.muteTargets.alarmNames NOT EXISTS)) || ($.eventName = "DeleteLogGroup" && $.requestParameters.logGroupName = "aws-cloudtrail-logs-signin-console") }', made from what [trail] says
    period = "1m"
    default-value = 0
    missing-data = "missing"
    notify-ok = false
    # subscribers: the e-mail subscribers of the four alerts

    [silence]
    # subscribers: the e-mail subscribers of the four alerts
    "#);
}

#[test]
fn what_is_set_is_printed_as_it_could_be_written() {
    let text = r#"
format = 1
account = "111122223333"
default-value = 0.5
trail.use = "arn:aws:logs:eu-west-1:111122223333:log-group:g:*"
topics.key = "arn:aws:kms:eu-west-1:111122223333:key/k"
alerts.signin-console-failure-iam.subscribers = []
alerts.own = { pattern = "{ $.a = \"it's\\n\" }", subscribers = [{ sms = "+12025550123" }, { email-json = "o'hara@example.org" }] }
prices = { sms = { usd = 0.0645, source = "Germany, 'list' of\tOctober" }, metric = 1 }
allow = [{ rule = "mixed-connectives", reason = "a test" }]
"#;
    let mut effective = config(text).effective();
    assert_eq!(made(&config(&effective.to_string())), made(&config(text)));
    let untouched = ["signin-console-success-iam", "signin-console-failure-root", "signin-console-success-root"];
    effective.sections.retain(|section| !section.path.last().is_some_and(|name| untouched.contains(&name.as_str())));
    assert_snapshot!(effective.to_string(), @r#"
    format = 1
    account = "111122223333"
    # region: the caller's
    namespace = "signalarm"
    period = "1m"
    default-value = 0.5
    missing-data = "missing"
    notify-ok = false

    [trail]
    use = "arn:aws:logs:eu-west-1:111122223333:log-group:g"

    [topics]
    key = "arn:aws:kms:eu-west-1:111122223333:key/k"

    [alerts.signin-console-failure-iam]
    pattern = '{ ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Failure") }'
    period = "1m"
    default-value = 0.5
    missing-data = "missing"
    notify-ok = false
    subscribers = []

    [alerts.signin-console-tampering]
    # pattern = '{ ($.eventName = "StopLogging") || ($.eventName = "DeleteTrail") || ($.eventName = "UpdateTrail") || ($.eventName = "PutEventSelectors") || (($.requestParameters.alarmName = "signin-console-*" || $.requestParameters.alarmNames[*] = "signin-console-*" || $.requestParameters.filterName = "signin-console-*" || $.requestParameters.topicArn = "*:signin-console-*" || $.requestParameters.subscriptionArn = "*:signin-console-*") && $.eventName != "Describe*" && $.eventName != "Get*" && $.eventName != "Head*" && $.eventName != "List*" && $.eventName != "Subscribe") || ($.eventName = "PutAlarmMuteRule" && ($.requestParameters.muteTargets.alarmNames[*] = "signin-console-*" || $.requestParameters.muteTargets.alarmNames NOT EXISTS)) || ($.eventName = "DeleteLogGroup" && $.requestParameters.logGroupName = "g") }', made from what [trail] says
    period = "1m"
    default-value = 0.5
    missing-data = "missing"
    notify-ok = false
    # subscribers: the e-mail subscribers of the four alerts

    [alerts.own]
    pattern = "{ $.a = \"it's\\n\" }"
    period = "1m"
    default-value = 0.5
    missing-data = "missing"
    notify-ok = false
    subscribers = [{ sms = "+12025550123" }, { email-json = "o'hara@example.org" }]

    [silence]
    # subscribers: the e-mail subscribers of the four alerts

    [prices]
    metric = 1
    sms = { usd = 0.0645, source = "Germany, 'list' of\u0009October" }

    [[allow]]
    rule = "mixed-connectives"
    reason = "a test"
    "#);
}

#[test]
fn what_differs_from_the_built_in_settings_is_told_alone() {
    let text = "format = 1\nregion = 'eu-west-1'\nnotify-ok = false\n[alerts.signin-console-failure-iam]\nperiod = '5m'\n\
                [[allow]]\nrule = 'value-unknown'\nreason = 'x'\n";
    let built_in = Config::default().effective();
    assert_snapshot!(config(text).effective().beyond(&built_in).to_string(), @r#"
    region = "eu-west-1"

    [alerts.signin-console-failure-iam]
    period = "5m"

    [[allow]]
    rule = "value-unknown"
    reason = "x"
    "#);
    assert_eq!(built_in.clone().beyond(&built_in).to_string(), "");
}

/// Some of these lines.
fn some(lines: &'static [&'static [&'static str]]) -> BoxedStrategy<String> {
    let line = subsequence(lines.to_vec(), 0..=lines.len())
        .prop_flat_map(|chosen| chosen.into_iter().map(|values| select(values.to_vec())).collect::<Vec<_>>());
    line.prop_map(|lines| lines.iter().map(|line| format!("{line}\n")).collect()).boxed()
}

const ALARM: &[&[&str]] = &[
    &["period = '5m'", "period = '1h 30m'", "period = '1d'"],
    &["default-value = 'none'", "default-value = 3", "default-value = 1e-7", "default-value = -2.5e20"],
    &["missing-data = 'ignore'", "missing-data = 'notBreaching'"],
    &["notify-ok = true", "notify-ok = false"],
];
const SUBSCRIBERS: &[&[&str]] = &[&[
    "subscribers = []",
    "subscribers = [{ email = 'a@example.org' }, { sms = '+4915112345678' }]",
    "subscribers = [{ https = 'https://example.org/a?b=\"c\"' }, { http = 'http://example.org' }]",
    "subscribers = [{ sqs = 'arn:aws:sqs:eu-west-1:111122223333:q' }, { lambda = 'arn:aws:lambda:eu-west-1:111122223333:function:f' }]",
    "subscribers = [{ email-json = \"o'hara@example.org\" }]",
]];
const ROOT: &[&[&str]] =
    &[&["account = '123456789012'"], &["region = 'eu-west-1'", "region = 'cn-north-1'"], &["namespace = 'My/Metrics'"]];
const TRAIL: &[&[&str]] = &[
    &["use = 'own'"],
    &["name = 'my-trail'"],
    &["log-group = '/my/group'"],
    &["role = 'MyRole'"],
    &["bucket = 'my-bucket'"],
    &["glacier-after = 'never'", "glacier-after = '1d'"],
    &["delete-after = 'never'", "delete-after = '36500d'", "delete-after = '91d'"],
    &["retention = '1d'", "retention = '3653d'"],
];
const USES: &[&[&str]] = &[&[
    "use = 'none'",
    "use = 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/abc'",
    "use = 'arn:aws:logs:eu-west-1:123456789012:log-group:/g:*'",
]];
const PRICES: &[&[&str]] = &[
    &["sms = 0.05", "sms = { usd = 0.000001, source = \"a 'b' \\\"c\\\" \\\\ \\u0007\" }"],
    &["metric = 1000000", "metric = 0"],
    &["glacier-storage = { usd = 0.0036 }"],
];

fn file() -> BoxedStrategy<String> {
    let trail = prop_oneof![3 => some(TRAIL), 1 => some(USES)];
    let alert = || (some(ALARM), some(SUBSCRIBERS)).prop_map(|(alarm, subscribers)| alarm + &subscribers);
    let own = (
        select(vec!["'{ $.a = 1 }'", "\"\"\"\n{ $.a = \\\"it's\\\"\n&& $.b = \\\"\\\\\\\\\\\" }\"\"\"", "''"]),
        alert(),
    );
    let own = own.prop_map(|(pattern, rest)| format!("pattern = {pattern}\n{rest}"));
    let parts = (some(ROOT), some(ALARM), trail, alert(), own, some(SUBSCRIBERS), some(PRICES), any::<bool>());
    parts
        .prop_map(|(root, alarm, trail, built_in, own, silence, prices, allows)| {
            let key = if allows { "key = 'arn:aws:kms:eu-west-1:123456789012:key/k'" } else { "" };
            let allow = if allows { "[[allow]]\nrule = 'value-unknown'\nreason = 'x'\n" } else { "" };
            format!(
                "format = 1\n{root}{alarm}[trail]\n{trail}[topics]\n{key}\n[alerts.signin-console-success-root]\n{built_in}\
                 [alerts.own]\n{own}[silence]\n{silence}[prices]\n{prices}{allow}"
            )
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn what_holds_reads_back(text in file()) {
        let config = config(&text);
        let effective = config.effective().to_string();
        prop_assert_eq!(made(&self::config(&effective)), made(&config), "{}\n{}", text, effective);
    }
}
