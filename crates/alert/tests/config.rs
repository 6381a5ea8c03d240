//! From a config to the whole chain: what is built in, what a file changes, and in which order files lie over each other.

use std::fmt::Write;

use insta::assert_snapshot;
use signalarm_alarm::{Measure, MetricAlarm};
use signalarm_alert::{AlertName, Chain, Config, Patch, read_config};

fn patch(text: &str) -> Patch {
    let environment = |name: &str| match name {
        "ACCOUNT" => Some("123456789012".to_owned()),
        "ON_CALL" => Some("on-call@example.org".to_owned()),
        "PHONE" => Some("+4915112345678".to_owned()),
        _ => None,
    };
    read_config("f", &format!("format = 1\n{text}"), &environment).unwrap_or_else(|faulty| panic!("{faulty}"))
}

/// The chain of the built-in settings with these files laid over them, one after the other.
fn chain(texts: &[&str]) -> Chain {
    let over = |config: Config, text: &&str| config.patched(&patch(text)).unwrap();
    texts.iter().fold(Config::default(), over).simulated_chain()
}

/// Everything that a chain is made of.
fn shown(chain: &Chain) -> String {
    let Chain { place, namespace, trail, log_group, role, .. } = chain;
    let mut text = format!("{} in {}: {trail} as {role} to {log_group}\n", place.account, place.region);
    for alert in &chain.alerts {
        let filter = chain.metric_filter(alert);
        assert_eq!((filter.name.as_str(), &filter.metric), (alert.name.as_str(), &chain.metric_alarm(alert).metric));
        let default_value = filter.default_value.map_or("nothing".to_owned(), |value| value.to_string());
        let pattern = filter.pattern.text();
        write!(text, "\n{}\n  {pattern}\n  adds {}, else {default_value}\n", filter.name, filter.value).unwrap();
        text.push_str(&alarm_shown(chain, &chain.metric_alarm(alert)));
    }
    assert_eq!(*namespace.as_str(), chain.metric_alarm(&chain.alerts[0]).metric.namespace);
    text + &format!("\n{}\n", AlertName::SILENCE) + &alarm_shown(chain, &chain.silence_alarm())
}

fn alarm_shown(chain: &Chain, alarm: &MetricAlarm) -> String {
    let rule = alarm.rule.settings();
    let Measure::Statistic(statistic) = rule.measure else { panic!("an alert sums: {rule:?}") };
    let dimensions: String =
        alarm.metric.dimensions.iter().map(|(name, value)| format!(" of {name} {value}")).collect();
    let topic = chain.place.topic_arn(&alarm.name);
    let runs = |actions: &[String]| match actions {
        [] => "-".to_owned(),
        actions => actions.join(" ").replace(&topic, "topic"),
    };
    let subscribers = chain.subscribers(&alarm.name.parse().unwrap());
    let subscribers: String =
        subscribers.iter().map(|endpoint| format!(" {} {endpoint},", endpoint.protocol())).collect();
    format!(
        "  {}/{}{dimensions}\n  {} {} {} in {}, {} of {}, {}\n  OK {}, ALARM {}, INSUFFICIENT_DATA {}, enabled {}\n  {topic}:{}\n",
        alarm.metric.namespace,
        alarm.metric.name,
        statistic,
        rule.operator,
        rule.threshold,
        rule.period,
        alarm.rule.datapoints_to_alarm(),
        rule.evaluation_periods,
        rule.missing_data,
        runs(&alarm.ok_actions),
        runs(&alarm.alarm_actions),
        runs(&alarm.insufficient_data_actions),
        alarm.actions_enabled,
        subscribers.trim_end_matches(','),
    )
}

#[test]
fn without_a_config_the_chain_is_the_built_in_one() {
    assert_snapshot!(shown(&Config::default().simulated_chain()), @r#"
    111122223333 in us-east-1: events-management as CloudTrail-CloudWatchLogs-Signin-Console to aws-cloudtrail-logs-signin-console

    signin-console-failure-iam
      { ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Failure") }
      adds 1, else 0
      signalarm/signin-console-failure-iam
      Sum GreaterThanThreshold 0 in 1m, 1 of 1, missing
      OK -, ALARM topic, INSUFFICIENT_DATA -, enabled true
      arn:aws:sns:us-east-1:111122223333:signin-console-failure-iam: email signin-console-failure-iam@example.com

    signin-console-success-iam
      { ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }
      adds 1, else 0
      signalarm/signin-console-success-iam
      Sum GreaterThanThreshold 0 in 1m, 1 of 1, missing
      OK -, ALARM topic, INSUFFICIENT_DATA -, enabled true
      arn:aws:sns:us-east-1:111122223333:signin-console-success-iam: email signin-console-success-iam@example.com

    signin-console-failure-root
      { ($.userIdentity.type = "Root") && ($.responseElements.ConsoleLogin = "Failure") }
      adds 1, else 0
      signalarm/signin-console-failure-root
      Sum GreaterThanThreshold 0 in 1m, 1 of 1, missing
      OK -, ALARM topic, INSUFFICIENT_DATA -, enabled true
      arn:aws:sns:us-east-1:111122223333:signin-console-failure-root: email signin-console-failure-root@example.com

    signin-console-success-root
      { ($.userIdentity.type = "Root") && ($.responseElements.ConsoleLogin = "Success") }
      adds 1, else 0
      signalarm/signin-console-success-root
      Sum GreaterThanThreshold 0 in 1m, 1 of 1, missing
      OK -, ALARM topic, INSUFFICIENT_DATA -, enabled true
      arn:aws:sns:us-east-1:111122223333:signin-console-success-root: email signin-console-success-root@example.com, sms +12025550123

    signin-console-tampering
      { ($.eventName = "StopLogging") || ($.eventName = "DeleteTrail") || ($.eventName = "UpdateTrail") || ($.eventName = "PutEventSelectors") || (($.requestParameters.alarmName = "signin-console-*" || $.requestParameters.alarmNames[*] = "signin-console-*" || $.requestParameters.filterName = "signin-console-*" || $.requestParameters.topicArn = "*:signin-console-*" || $.requestParameters.subscriptionArn = "*:signin-console-*" || $.requestParameters.roleName = "CloudTrail-CloudWatchLogs-Signin-Console" || $.requestParameters.bucketName = "signin-console-*") && $.eventName != "Describe*" && $.eventName != "Get*" && $.eventName != "Head*" && $.eventName != "List*" && $.eventName != "Subscribe") || ($.eventName = "PutAlarmMuteRule" && ($.requestParameters.muteTargets.alarmNames[*] = "signin-console-*" || $.requestParameters.muteTargets.alarmNames NOT EXISTS)) || ($.eventName = "DeleteLogGroup" && $.requestParameters.logGroupName = "aws-cloudtrail-logs-signin-console") }
      adds 1, else 0
      signalarm/signin-console-tampering
      Sum GreaterThanThreshold 0 in 1m, 1 of 1, missing
      OK -, ALARM topic, INSUFFICIENT_DATA -, enabled true
      arn:aws:sns:us-east-1:111122223333:signin-console-tampering: email signin-console-failure-iam@example.com, email signin-console-success-iam@example.com, email signin-console-failure-root@example.com, email signin-console-success-root@example.com

    signin-console-silence
      signalarm/signin-console-tampering
      SampleCount LessThanThreshold 1 in 5m, 3 of 3, breaching
      OK topic, ALARM topic, INSUFFICIENT_DATA -, enabled true
      arn:aws:sns:us-east-1:111122223333:signin-console-silence: email signin-console-failure-iam@example.com, email signin-console-success-iam@example.com, email signin-console-failure-root@example.com, email signin-console-success-root@example.com
    "#);
}

const FULL: &str = r#"
account = { env = "ACCOUNT" }
region = "cn-north-1"
namespace = "My/Metrics"
period = "5m"
default-value = "none"
missing-data = "ignore"
notify-ok = true

[trail]
name = "my-trail"
log-group = "/my/group"
role = "MyRole"

[alerts.signin-console-failure-iam]
subscribers = [{ email = { env = "ON_CALL" } }, { sms = { env = "PHONE" } }]

[alerts.signin-console-success-iam]
period = "1h"
default-value = 0.5
missing-data = "breaching"
notify-ok = false
subscribers = []

[alerts.signin-console-failure-root]
pattern = '{ $.userIdentity.type = "Root" }'

[alerts.own_Alert]
pattern = "{ $.eventName = \"CreateUser\" }"
missing-data = "notBreaching"
subscribers = [{ email = "iam@example.org" }]

[silence]
subscribers = [{ sms = "+4915112345678" }, { email = "chain@example.org" }]
"#;

#[test]
fn a_full_config_sets_every_part_of_the_chain() {
    assert_snapshot!(shown(&chain(&[FULL])), @r#"
    123456789012 in cn-north-1: my-trail as MyRole to /my/group

    signin-console-failure-iam
      { ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Failure") }
      adds 1, else nothing
      My/Metrics/signin-console-failure-iam
      Sum GreaterThanThreshold 0 in 5m, 1 of 1, ignore
      OK topic, ALARM topic, INSUFFICIENT_DATA -, enabled true
      arn:aws-cn:sns:cn-north-1:123456789012:signin-console-failure-iam: email on-call@example.org, sms +4915112345678

    signin-console-success-iam
      { ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }
      adds 1, else 0.5
      My/Metrics/signin-console-success-iam
      Sum GreaterThanThreshold 0 in 1h, 1 of 1, breaching
      OK -, ALARM topic, INSUFFICIENT_DATA -, enabled true
      arn:aws-cn:sns:cn-north-1:123456789012:signin-console-success-iam:

    signin-console-failure-root
      { $.userIdentity.type = "Root" }
      adds 1, else nothing
      My/Metrics/signin-console-failure-root
      Sum GreaterThanThreshold 0 in 5m, 1 of 1, ignore
      OK topic, ALARM topic, INSUFFICIENT_DATA -, enabled true
      arn:aws-cn:sns:cn-north-1:123456789012:signin-console-failure-root: email signin-console-failure-root@example.com

    signin-console-success-root
      { ($.userIdentity.type = "Root") && ($.responseElements.ConsoleLogin = "Success") }
      adds 1, else nothing
      My/Metrics/signin-console-success-root
      Sum GreaterThanThreshold 0 in 5m, 1 of 1, ignore
      OK topic, ALARM topic, INSUFFICIENT_DATA -, enabled true
      arn:aws-cn:sns:cn-north-1:123456789012:signin-console-success-root: email signin-console-success-root@example.com, sms +12025550123

    signin-console-tampering
      { ($.eventName = "StopLogging") || ($.eventName = "DeleteTrail") || ($.eventName = "UpdateTrail") || ($.eventName = "PutEventSelectors") || (($.requestParameters.alarmName = "signin-console-*" || $.requestParameters.alarmNames[*] = "signin-console-*" || $.requestParameters.filterName = "signin-console-*" || $.requestParameters.topicArn = "*:signin-console-*" || $.requestParameters.subscriptionArn = "*:signin-console-*" || $.requestParameters.roleName = "MyRole" || $.requestParameters.bucketName = "signin-console-*") && $.eventName != "Describe*" && $.eventName != "Get*" && $.eventName != "Head*" && $.eventName != "List*" && $.eventName != "Subscribe") || ($.eventName = "PutAlarmMuteRule" && ($.requestParameters.muteTargets.alarmNames[*] = "signin-console-*" || $.requestParameters.muteTargets.alarmNames NOT EXISTS)) || ($.eventName = "DeleteLogGroup" && $.requestParameters.logGroupName = "/my/group") }
      adds 1, else nothing
      My/Metrics/signin-console-tampering
      Sum GreaterThanThreshold 0 in 5m, 1 of 1, ignore
      OK topic, ALARM topic, INSUFFICIENT_DATA -, enabled true
      arn:aws-cn:sns:cn-north-1:123456789012:signin-console-tampering: email on-call@example.org, email signin-console-failure-root@example.com, email signin-console-success-root@example.com

    own_Alert
      { $.eventName = "CreateUser" }
      adds 1, else nothing
      My/Metrics/own_Alert
      Sum GreaterThanThreshold 0 in 5m, 1 of 1, notBreaching
      OK topic, ALARM topic, INSUFFICIENT_DATA -, enabled true
      arn:aws-cn:sns:cn-north-1:123456789012:own_Alert: email iam@example.org

    signin-console-silence
      AWS/Logs/IncomingLogEvents of LogGroupName /my/group
      Sum LessThanThreshold 1 in 5m, 3 of 3, breaching
      OK topic, ALARM topic, INSUFFICIENT_DATA -, enabled true
      arn:aws-cn:sns:cn-north-1:123456789012:signin-console-silence: sms +4915112345678, email chain@example.org
    "#);
}

/// What one overlay leaves alone stays; an alert's own setting stands before the general one, whichever file it is in.
#[test]
fn later_settings_lie_over_earlier_ones() {
    let first = "period = '5m'\nnotify-ok = true\n[alerts.signin-console-failure-iam]\nperiod = '10m'\ndefault-value = 7\n[alerts.own]\npattern = ''\nsubscribers = [{ email = 'a@example.org' }]";
    let second = "period = '15m'\nregion = 'eu-west-1'\n[alerts.own]\nmissing-data = 'ignore'\n[alerts.signin-console-failure-iam]\ndefault-value = 'none'";
    let chain = chain(&[first, second]);
    let settings: Vec<String> = chain
        .alerts
        .iter()
        .map(|alert| {
            format!(
                "{} {} {:?} {} {}",
                alert.name, alert.period, alert.default_value, alert.missing_data, alert.notify_ok
            )
        })
        .collect();
    assert_snapshot!(settings.join("\n"), @r"
    signin-console-failure-iam 10m None missing true
    signin-console-success-iam 15m Some(0.0) missing true
    signin-console-failure-root 15m Some(0.0) missing true
    signin-console-success-root 15m Some(0.0) missing true
    signin-console-tampering 15m Some(0.0) missing true
    own 15m Some(0.0) ignore true
    ");
    assert_eq!(chain.place.region.as_str(), "eu-west-1");
    assert_eq!(
        chain.alerts[5].subscribers[0].to_string(),
        "a@example.org",
        "an alert keeps what a patch does not name"
    );
}

/// By default the silence alarm tells those who are told of the four by e-mail, each once.
#[test]
fn silence_is_told_to_the_mail_subscribers_of_the_four() {
    let check = |text: &str, expected: &[&str]| {
        let told: Vec<String> = chain(&[text]).silence_subscribers.iter().map(ToString::to_string).collect();
        assert_eq!(told, expected, "{text}");
    };
    let four = AlertName::FOUR.map(|name| format!("{name}@example.com"));
    check("", &four.each_ref().map(String::as_str));
    let to = |alert: &str, subscribers: &str| format!("alerts.{alert}.subscribers = [{subscribers}]\n");
    let (a, sms) = ("{ email = 'a@example.org' }", "{ sms = '+12025550123' }");
    let own = format!("alerts.own.pattern = ''\n{}", to("own", "{ email = 'own@example.org' }"));
    let one = to("signin-console-failure-iam", &format!("{sms}, {a}"))
        + &to("signin-console-success-iam", a)
        + &to("signin-console-failure-root", "{ email = 'b@example.org' }")
        + &to("signin-console-success-root", sms)
        + &own;
    check(&one, &["a@example.org", "b@example.org"]);
    check(&format!("{one}silence.subscribers = []"), &[]);
}

/// What a step of a scenario may change without touching what stands beside filters and alarms.
#[test]
fn filters_and_alarms_are_changed_in_place() {
    let check = |text: &str, in_place: bool| assert_eq!(patch(text).is_in_place(), in_place, "{text}");
    for text in ["", "period = '5m'", "notify-ok = true", "alerts.own.pattern = ''", "alerts.own.default-value = 1"] {
        check(text, true);
    }
    for text in [
        "account = '123456789012'",
        "region = 'eu-west-1'",
        "namespace = 'n'",
        "trail.name = 'abc'",
        "trail.log-group = 'g'",
        "trail.role = 'r'",
        "trail.use = 'none'",
        "trail.bucket = 'b-1'",
        "trail.glacier-after = 'never'",
        "trail.delete-after = 'never'",
        "trail.retention = '30d'",
        "topics.key = 'arn:aws:kms:eu-west-1:111122223333:key/k'",
        "silence.subscribers = []",
        "alerts.own.subscribers = []",
    ] {
        check(text, false);
    }
}

#[test]
fn an_alert_with_a_long_name_has_a_placeholder_too() {
    let name = "x".repeat(255);
    let text = format!("format = 1\n[alerts.{name}]\npattern = '{{ $.a = 1 }}'\n");
    let config = Config::default().patched(&read_config("config", &text, &|_| None).unwrap()).unwrap();
    let chain = config.simulated_chain();
    assert_eq!(chain.alerts.last().map(|alert| alert.subscribers.len()), Some(1));
}
