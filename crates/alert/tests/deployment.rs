//! From a config to what is deployed for a caller: whose place holds, what must lie there, who hears.

use rstest::rstest;
use signalarm_alert::{AlertName, Bucket, Config, Deployment, Source, read_config};

const ACCOUNT: &str = "123456789012";

fn config(text: &str) -> Config {
    let patch = read_config("f", &format!("format = 1\n{text}"), &|_| None).unwrap_or_else(|faulty| panic!("{faulty}"));
    Config::default().patched(&patch).unwrap()
}

/// What is deployed for a caller in account 123456789012, or every reason why nothing is.
fn deployment(text: &str, region: &str) -> Result<Deployment, Vec<String>> {
    let found = config(text).deployment(&ACCOUNT.parse().unwrap(), &region.parse().unwrap());
    found.map_err(|reasons| reasons.iter().map(ToString::to_string).collect())
}

#[test]
fn without_a_config_everything_is_ours_and_nobody_hears() {
    let found = deployment("", "cn-north-1").unwrap();
    let name = "signin-console-123456789012-cn-north-1".to_owned();
    assert_eq!(found.source, Source::Own(Bucket { name, glacier_days: Some(90), expiration_days: Some(365) }));
    assert_eq!((found.retention_days, found.topic_key), (90, None));
    assert_eq!(found.chain.place.topic_arn("t"), "arn:aws-cn:sns:cn-north-1:123456789012:t");
    assert_eq!(found.chain.unheard().len(), 6, "no placeholder subscribes to a real topic");
}

#[test]
fn the_callers_place_stands_before_the_configs_region() {
    let found = deployment("region = 'eu-west-1'", "us-east-2").unwrap();
    assert_eq!(found.chain.place.region.as_str(), "us-east-2");
}

#[test]
fn who_is_not_named_does_not_hear() {
    let text = "alerts.signin-console-failure-root.subscribers = [{ email = 'a@example.org' }]";
    let found = deployment(text, "eu-west-1").unwrap();
    let unheard = [AlertName::FAILURE_IAM, AlertName::SUCCESS_IAM, AlertName::SUCCESS_ROOT];
    assert_eq!(found.chain.unheard(), unheard.iter().collect::<Vec<_>>());
}

#[rstest]
#[case("use = 'none'", Source::None, "aws-cloudtrail-logs-signin-console")]
#[case("use = 'none'\nlog-group = '/mine'", Source::None, "/mine")]
#[case(
    "use = 'arn:aws:logs:eu-west-1:123456789012:log-group:/theirs:*'",
    Source::LogGroup("/theirs".parse().unwrap()),
    "/theirs"
)]
#[case(
    "use = 'arn:aws:cloudtrail:eu-west-1:999999999999:trail/organisation'",
    Source::Trail("arn:aws:cloudtrail:eu-west-1:999999999999:trail/organisation".to_owned()),
    "aws-cloudtrail-logs-signin-console"
)]
#[case(
    "bucket = 'my-bucket'\nglacier-after = 'never'\ndelete-after = '30d'",
    Source::Own(Bucket { name: "my-bucket".to_owned(), glacier_days: None, expiration_days: Some(30) }),
    "aws-cloudtrail-logs-signin-console"
)]
fn the_source_is_what_use_names(#[case] trail: &str, #[case] source: Source, #[case] log_group: &str) {
    let found = deployment(&format!("[trail]\n{trail}"), "eu-west-1").unwrap();
    assert_eq!((found.source, found.chain.log_group.as_str()), (source, log_group));
}

#[rstest]
#[case(
    "account = '111122223333'",
    "the config is for account 111122223333, but the caller is in 123456789012; take the credentials of account 111122223333, or change `account`"
)]
#[case(
    "trail.use = 'arn:aws:logs:eu-west-1:111122223333:log-group:g'",
    "[trail] use names arn:aws:logs:eu-west-1:111122223333:log-group:g, but alarms and topics would be in eu-west-1 of account 123456789012 (aws); name a log group of that account and Region"
)]
#[case(
    "trail.use = 'arn:aws:logs:us-east-1:123456789012:log-group:g'",
    "[trail] use names arn:aws:logs:us-east-1:123456789012:log-group:g, but alarms and topics would be in eu-west-1 of account 123456789012 (aws); name a log group of that account and Region"
)]
#[case(
    "trail.use = 'arn:aws:cloudtrail:us-east-1:123456789012:trail/abc'",
    "[trail] use names arn:aws:cloudtrail:us-east-1:123456789012:trail/abc, but alarms and topics would be in eu-west-1 of account 123456789012 (aws); name a trail whose home is that Region"
)]
#[case(
    "trail.use = 'arn:aws-cn:cloudtrail:eu-west-1:123456789012:trail/abc'",
    "[trail] use names arn:aws-cn:cloudtrail:eu-west-1:123456789012:trail/abc, but alarms and topics would be in eu-west-1 of account 123456789012 (aws); name a trail whose home is that Region"
)]
#[case(
    "topics.key = 'arn:aws:kms:us-east-1:123456789012:key/k'",
    "[topics] key names arn:aws:kms:us-east-1:123456789012:key/k, but the topics would be in eu-west-1 (aws); name a key of that Region"
)]
fn what_does_not_fit_the_caller_is_told(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(deployment(text, "eu-west-1").unwrap_err(), [expected]);
}

#[test]
fn all_that_does_not_fit_is_told_at_once() {
    let text = "account = '111122223333'\n[trail]\nuse = 'arn:aws:cloudtrail:us-east-1:123456789012:trail/abc'\n\
                [topics]\nkey = 'arn:aws:kms:us-east-1:123456789012:key/k'";
    assert_eq!(deployment(text, "eu-west-1").unwrap_err().len(), 3);
    let region = format!("{}-west-1", "x".repeat(40));
    let name = format!("signin-console-{ACCOUNT}-{region}");
    let misnamed = format!("“{name}” cannot be the bucket's name; name one in [trail] bucket");
    assert_eq!(deployment("", &region).unwrap_err(), [misnamed]);
}

/// A config that names somebody's log group tells which place it is for.
#[rstest]
#[case("", "111122223333", "us-east-1")]
#[case("account = '123456789012'\nregion = 'eu-west-1'", "123456789012", "eu-west-1")]
#[case("trail.use = 'arn:aws:logs:eu-west-1:123456789012:log-group:g'", "123456789012", "eu-west-1")]
#[case("trail.use = 'arn:aws:cloudtrail:eu-west-1:999999999999:trail/abc'", "111122223333", "eu-west-1")]
fn the_place_is_presumed_from_what_is_named(#[case] text: &str, #[case] account: &str, #[case] region: &str) {
    let config = config(text);
    let place = config.presumed_place();
    assert_eq!((place.account.as_str(), place.region.as_str()), (account, region));
    assert!(config.deployment(&place.account, &place.region).is_ok());
}
