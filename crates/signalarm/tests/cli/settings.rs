//! `init`, `config` and `cost`: a file to begin with, what holds, what is wrong, what it costs.

use insta::assert_snapshot;
use rstest::rstest;
use serde_json::Value;

use crate::{Folder, ran};

/// A config with somebody's address, number and account in it.
const PERSONAL: &str = "format = 1
account = '123456789012'
region = 'eu-west-1'
topics.key = 'arn:aws:kms:eu-west-1:210987654321:key/1234'

[alerts.signin-console-success-root]
period = '5m'
subscribers = [{ email = 'jane.doe@example.org' }, { sms = '+4915112345678' }, { https = 'https://example.org/secret' }]

[prices]
sms = { usd = 0.0645, source = 'Germany' }
";

/// Runs without what the machine's own environment says of AWS.
fn run(folder: &Folder, arguments: &str, variables: &[(&str, &str)]) -> crate::Ran {
    let mut command = folder.command(arguments);
    command.env_remove("AWS_REGION").env_remove("AWS_DEFAULT_REGION").envs(variables.iter().copied());
    ran(command)
}

#[test]
fn init_writes_a_config_that_is_sound_and_never_writes_over_one() {
    let folder = Folder::new("init");
    assert_snapshot!(folder.run("init").output, @"
    signalarm.toml is written; name who hears in it, then ask `config check`
    ");
    let written = std::fs::read_to_string(folder.0.join("signalarm.toml")).unwrap();
    assert_eq!(folder.run("config check").code, 0);

    std::fs::write(folder.0.join("signalarm.toml"), "mine").unwrap();
    let again = folder.run("init");
    assert_eq!((again.code, again.output.as_str()), (5, ""));
    assert_snapshot!(again.errors, @"
    error: signalarm.toml: is there already and is left as it is
     |
     = help: name another file, or let --force write over this one
    ");
    assert_eq!(std::fs::read_to_string(folder.0.join("signalarm.toml")).unwrap(), "mine");

    assert_eq!(folder.run("init --force").code, 0);
    assert_eq!(std::fs::read_to_string(folder.0.join("signalarm.toml")).unwrap(), written);
    assert_eq!(folder.run("init no/such/folder.toml").code, 2);
    assert_snapshot!(folder.run("init other.toml").output, @"
    other.toml is written; name who hears in it, then ask `config check --config other.toml`
    ");
}

#[test]
fn check_tells_every_fault_and_who_is_not_heard() {
    let folder = Folder::new("config check").with("signalarm.toml", PERSONAL).with(
        "faulty.toml",
        "format = 1\n[trail]\nuse = 'none'\nbucket = 'B'\nretention = '100d'\n[topics]\nkey = 'alias/aws/sns'\n",
    );
    assert_snapshot!(folder.run("config check").output, @"
    warning: nobody hears signin-console-failure-iam; name subscribers under [alerts.signin-console-failure-iam]
    warning: nobody hears signin-console-success-iam; name subscribers under [alerts.signin-console-success-iam]
    warning: nobody hears signin-console-failure-root; name subscribers under [alerts.signin-console-failure-root]
    signalarm.toml: sound, 6 alerts, 3 that nobody hears
    ");
    assert_snapshot!(folder.run("config check --config faulty.toml").errors, @r#"
    error: `bucket` says nothing beside this `use`: no trail is made
     --> faulty.toml:4:1
      |
    4 | bucket = 'B'
      | ^^^^^^
      |
      = help: take it away, or write `use = "own"`

    error: `bucket`: “B” is no bucket name: use 3 to 63 lower-case letters, digits, `.` and `-`, beginning and ending with a letter or digit, no two points in a row, not an IP address, without a beginning or an ending that S3 keeps for itself
     --> faulty.toml:4:10
      |
    4 | bucket = 'B'
      |          ^^^

    error: `retention`: CloudWatch Logs does not keep log events for 100d
     --> faulty.toml:5:13
      |
    5 | retention = '100d'
      |             ^^^^^^
      |
      = help: write 90d or 120d

    error: `key`: “alias/aws/sns” is AWS's own key for SNS, whose policy nobody can change: no alarm could publish; name a customer managed key by its ARN, arn:PARTITION:kms:REGION:ACCOUNT:key/ID
     --> faulty.toml:7:7
      |
    7 | key = 'alias/aws/sns'
      |       ^^^^^^^^^^^^^^^
    "#);
    let faulty = folder.run("config check --config faulty.toml --format json");
    let document: Value = serde_json::from_str(&faulty.output).unwrap();
    assert_eq!((faulty.code, &document["sound"], document["faults"].as_array().unwrap().len()), (2, &false.into(), 4));
    let sound: Value = serde_json::from_str(&folder.run("config check --format json").output).unwrap();
    assert_eq!(sound["unheard"].as_array().unwrap().len(), 3, "silence is told to who hears of root");
}

#[test]
fn what_does_not_fit_together_is_told_before_it_is_deployed() {
    let text = "format = 1\nregion = 'eu-west-1'\ntrail.use = 'arn:aws:logs:us-east-1:111122223333:log-group:g'\n";
    let folder = Folder::new("config misfit").with("signalarm.toml", text);
    for verb in ["config check", "cost"] {
        let found = run(&folder, verb, &[]);
        assert_eq!(found.code, 2);
        assert!(
            found.errors.contains("[trail] use names arn:aws:logs:us-east-1:111122223333:log-group:g"),
            "{found:?}"
        );
    }
}

#[test]
fn show_masks_and_reads_back() {
    let folder = Folder::new("config show").with("signalarm.toml", PERSONAL);
    assert_snapshot!(folder.run("config show").output, @r#"
    # masked; --show-endpoints prints it so that it can be read back
    account = "************"
    region = "eu-west-1"

    [topics]
    key = "arn:aws:kms:eu-west-1:************:key/1234"

    [alerts.signin-console-success-root]
    period = "5m"
    subscribers = [{ email = "j***@example.org" }, { sms = "+***78" }, { https = "https:***" }]

    [prices]
    sms = { usd = 0.0645, source = "Germany" }
    "#);
    for arguments in ["config show --effective", "config show --effective --format json", "config show --format json"] {
        let shown = folder.run(arguments).output;
        for secret in ["jane.doe", "5112345", "123456789012", "210987654321", "/secret"] {
            assert!(!shown.contains(secret), "{arguments} tells {secret}:\n{shown}");
        }
    }
    let open = folder.run("config show --effective --show-endpoints");
    let again = Folder::new("config shown").with("signalarm.toml", &open.output);
    assert_eq!(again.run("config show --effective --show-endpoints"), open);
    let document: Value =
        serde_json::from_str(&folder.run("config show --effective --show-endpoints --format json").output).unwrap();
    let config = &document["config"];
    assert_eq!(config["alerts"]["signin-console-success-root"]["subscribers"][0]["email"], "jane.doe@example.org");
    assert_eq!((&config["trail"]["retention"], &config["trail"]["bucket"]), (&"90d".into(), &Value::Null));
    assert_eq!(config["prices"]["sms"]["micro_dollars"], 64_500);
}

#[test]
fn cost_is_a_table() {
    let folder = Folder::new("cost").with("signalarm.toml", PERSONAL);
    assert_snapshot!(run(&folder, "cost", &[]).output, @"
    what the chain costs a month in eu-west-1, in US dollars

                                            expected  bad month                free       price  for each                  expected  bad month
    events of a further trail                      0          0                   -    2.00 [1]  100,000 events                0.00       0.00
    log files in S3 Standard                0.486 GB   1.523 GB                   -   0.023 [1]  GB and month                  0.01       0.04
    log files written to S3                   26,100     26,964                   -   0.005 [1]  1,000 requests                0.13       0.13
    log files in Glacier Instant Retrieval  0.000 GB   0.000 GB                   -   not known  GB and month                  0.00       0.00
    log events taken in                     0.130 GB   3.499 GB            5.000 GB    0.57 [1]  GB                            0.00       0.00
    log events kept                         0.390 GB   3.759 GB  4.870 GB, 1.500 GB    0.03 [1]  GB and month                  0.00       0.07
    custom metrics                                 5          5                  10    0.30 [1]  metric and month              0.00       0.00
    alarms                                         6          6                  10    0.10 [1]  alarm and month               0.00       0.00
    publications to topics                       124      2,888           1,000,000    0.50 [1]  1,000,000 requests            0.00       0.00
    mails                                         34        206               1,000    2.00 [2]  100,000 mails                 0.00       0.00
    parts of text messages                        30        202                   -  0.0645 [3]  part of a text message        1.94      13.03
    notifications to servers                      30        202                   -   not known  1,000,000 notifications  not known  not known
    the topics' key                                1          1                   -    1.00 [1]  key and month                 1.00       1.00
    uses of the key                              248      5,776                   -   not known  10,000 requests          not known  not known
    at least                                                                                                                   3.08      14.27

    not known, and so not counted; [prices] in the config can tell: `http`, `key-requests`

    prices
      [1] AWS's price list of eu-west-1 (2026-10-02 and 2026-10-04)
      [2] inferred: the price of another Region; not in AWS's price list of eu-west-1 (2026-10-02 and 2026-10-04)
      [3] your own: Germany

    to know
      events of a further trail: the first copy of management events in each Region is free; a second trail is billed
      log files in Glacier Instant Retrieval: log files are smaller than 128 KB on average here, and S3 leaves such in S3 Standard
      parts of text messages: by country; SNS stops at the account's spend limit, 1 USD a month unless it was raised
      the topics' key: it is there already, and costs this in any case

    assumed
      a month of 30 days with 100,000 management events, 1300 bytes each as a log event and 400 in a log file
      870 log files and digests a day; another trail delivers no management events already
      alarms of each alert: 30; changes of the chain: 2; silences of the chain: 1; parts of a text message: 1
      in a bad month 3 days with 10 failed sign-ins a second, and every alert rings once in 5 of its periods
      the free amounts are the account's: nothing else uses them
    ");
}

#[test]
fn cost_for_machines_is_the_same() {
    let folder = Folder::new("cost json").with("signalarm.toml", PERSONAL);
    let document: Value = serde_json::from_str(&run(&folder, "cost --format json", &[]).output).unwrap();
    let lines = document["lines"].as_array().unwrap();
    let sum = |month: &str| lines.iter().filter_map(|line| line[month]["micro_dollars"].as_u64()).sum::<u64>();
    for month in ["expected", "bad_month"] {
        assert_eq!(document[month]["micro_dollars"], sum(month));
    }
    let sms = lines.iter().find(|line| line["item"] == "sms").unwrap();
    assert_eq!((&sms["price"]["source"], &sms["price"]["evidence"]), (&"Germany".into(), &"own".into()));
    assert_eq!(document["assumptions"]["events_per_month"], 100_000);
}

/// The flag, then the config, then the environment, then the Region of root's sign-ins.
#[rstest]
#[case("cost --region us-east-2", "region = 'eu-west-1'", &[("AWS_REGION", "eu-west-2")], "us-east-2")]
#[case("cost", "region = 'eu-west-1'", &[("AWS_REGION", "eu-west-2")], "eu-west-1")]
#[case("cost", "trail.use = 'arn:aws:cloudtrail:eu-west-3:111122223333:trail/abc'", &[("AWS_REGION", "eu-west-2")], "eu-west-3")]
#[case("cost", "", &[("AWS_REGION", "eu-west-2"), ("AWS_DEFAULT_REGION", "eu-west-3")], "eu-west-2")]
#[case("cost", "", &[("AWS_REGION", ""), ("AWS_DEFAULT_REGION", "eu-west-3")], "eu-west-3")]
#[case("cost", "", &[], "us-east-1")]
fn the_region_is_the_nearest_that_is_named(
    #[case] arguments: &str,
    #[case] config: &str,
    #[case] variables: &[(&str, &str)],
    #[case] region: &str,
) {
    let name = format!("cost region {arguments} {config} {variables:?}");
    let folder = Folder::new(&name).with("signalarm.toml", format!("format = 1\n{config}\n"));
    let found = run(&folder, arguments, variables);
    assert!(
        found.output.starts_with(&format!("what the chain costs a month in {region}, in US dollars\n")),
        "{found:?}"
    );
}

#[rstest]
#[case("cost --region Ireland", &[])]
#[case("cost --events-per-month -1", &[])]
#[case("cost --events-per-month 1000000000001", &[])]
#[case("cost --config missing.toml", &[])]
#[case("cost", &[("AWS_REGION", "Ireland")])]
#[case("config", &[])]
#[case("config show --config missing.toml", &[])]
#[case("config check --config missing.toml", &[])]
#[case("init a b", &[])]
fn faulty_usage_is_told(#[case] arguments: &str, #[case] variables: &[(&str, &str)]) {
    let folder = Folder::new(&format!("usage {arguments} {variables:?}"));
    let found = run(&folder, arguments, variables);
    assert_eq!((found.code, found.output.as_str()), (2, ""), "{found:?}");
    assert!(!found.errors.is_empty());
}
