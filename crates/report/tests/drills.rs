//! What is told of drills, on a simulated account in which the deployer put the chain an hour ago: under `snapshots/drills`.

use insta::assert_snapshot;
use signalarm_account::{Account, Setup};
use signalarm_alert::{Config, Deployment, Prices, read_config};
use signalarm_cloud::{
    Answer, Call, CloudWatchCall, Failure, LogsCall, MetricTransformation, PutMetricAlarm, PutMetricFilter,
};
use signalarm_deploy::Session;
use signalarm_drill::{Drill, DrillEvidence, DrillResult, Left, Request, Stopped, Story, Thing};
use signalarm_report::{
    Calls, Drilled, Mask, drill_log_text, drill_mask, evidence_json, evidence_markdown, preview_json, preview_text,
    read_evidence,
};
use signalarm_scenario::{Scenario, Sources, confirm_all, deploy_chain, read_scenario};
use signalarm_testkit::{root, snapshots};
use signalarm_time::{Duration, Timestamp};

const ACCOUNT: &str = "583920174466";
const REGION: &str = "eu-west-1";
const CONFIG: &str = "
format = 1
[alerts.signin-console-failure-iam]
subscribers = [{ email = 'iam@corp.test' }]
[alerts.signin-console-success-root]
subscribers = [{ email = 'root@corp.test' }, { sms = '+4915112345678' }]
";

/// An account in memory.
struct InMemory(Account);

impl Session for InMemory {
    fn answer(&mut self, call: Call) -> Answer {
        self.0.answer(call).map_err(Failure::from)
    }

    fn wait(&mut self, duration: Duration) {
        let later = self.0.now() + duration;
        self.0.advance(later);
    }

    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn region(&self) -> &str {
        REGION
    }

    fn endpoint_url(&self) -> Option<&str> {
        None
    }
}

fn deployed() -> (InMemory, Config, Deployment) {
    let config = Config::default().patched(&read_config("test", CONFIG, &|_| None).unwrap()).unwrap();
    let deployment = config.deployment(&ACCOUNT.parse().unwrap(), &REGION.parse().unwrap()).unwrap();
    let start = "2026-11-29T19:00:00Z".parse().unwrap();
    let account = Account::new(Setup { place: deployment.chain.place.clone(), seed: 1, start });
    let mut session = InMemory(account);
    deploy_chain(&mut session, &deployment.chain, false).unwrap();
    confirm_all(&mut session.0, &deployment.chain).unwrap();
    session.0.set_activity(Some(Duration::MINUTE));
    strangers(&mut session);
    session.wait(Duration::HOUR);
    (session, config, deployment)
}

/// A metric filter and an alarm of others.
fn strangers(session: &mut InMemory) {
    let filter = PutMetricFilter {
        log_group_name: "aws-cloudtrail-logs-signin-console".to_owned(),
        filter_name: "theirs".to_owned(),
        filter_pattern: "{ $.eventName = ConsoleLogin }".to_owned(),
        metric_transformations: vec![MetricTransformation {
            metric_name: "logins".to_owned(),
            metric_namespace: "theirs".to_owned(),
            metric_value: "1".to_owned(),
            default_value: None,
            unit: None,
            dimensions: Vec::new(),
        }],
    };
    session.0.answer(LogsCall::PutMetricFilter(Box::new(filter))).unwrap();
    let alarm = PutMetricAlarm {
        alarm_name: "their-alarm".to_owned(),
        namespace: Some("theirs".to_owned()),
        metric_name: Some("logins".to_owned()),
        statistic: Some("Sum".to_owned()),
        period: Some(60),
        evaluation_periods: Some(1),
        threshold: Some(1.0),
        comparison_operator: Some("GreaterThanOrEqualToThreshold".to_owned()),
        ..PutMetricAlarm::default()
    };
    session.0.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm))).unwrap();
}

fn scenarios(config: &Config) -> Vec<Scenario> {
    let read = |name: &str| {
        let text = std::fs::read_to_string(root().join(format!("scenarios/{name}.toml"))).unwrap();
        let sources = Sources { config, environment: &|_| None, files: &|file| Err(file.to_owned()) };
        read_scenario(name, name, &text, sources).unwrap_or_else(|faulty| panic!("{faulty}"))
    };
    ["failure-iam", "success-root", "trail-stops"].map(read).to_vec()
}

fn prepared(announce: bool) -> (InMemory, Drill) {
    let (mut session, config, deployment) = deployed();
    let account = Some(ACCOUNT.parse().unwrap());
    let request = Request { account, others_informed: true, announce, ..Request::default() };
    let scenarios = scenarios(&config);
    let drill = Drill::prepare(&mut session, &deployment, &Prices::new(), &request, &scenarios, 0xab12);
    (session, drill.unwrap())
}

fn played() -> (DrillEvidence, Mask) {
    let (session, drill) = prepared(true);
    let evidence = drill.play(Box::new(session), &mut |_| {});
    let mask = drill_mask(&evidence.site, &evidence.strangers);
    (evidence, mask)
}

fn drilled(evidence: &DrillEvidence) -> Drilled<'_> {
    Drilled { evidence, program: "signalarm 1.2.3", endpoint_url: None }
}

#[test]
fn evidence_is_a_page_and_a_document() {
    let (evidence, mask) = played();
    assert_eq!(evidence.result(), DrillResult::Passed);
    let (page, document) = (evidence_markdown(&drilled(&evidence), &mask), evidence_json(&drilled(&evidence), &mask));
    for secret in [ACCOUNT, "iam@corp.test", "root@corp.test", "4915112345678"] {
        assert!(!page.contains(secret) && !document.contains(secret), "{secret}");
    }
    snapshots("drills").bind(|| {
        assert_snapshot!("page", page);
        assert_snapshot!("document", document);
        assert_snapshot!("log", drill_log_text(&[read_evidence(&document).unwrap()], 3));
    });
    let (again, mask) = played();
    assert_eq!((evidence_markdown(&drilled(&again), &mask), evidence_json(&drilled(&again), &mask)), (page, document));
}

#[test]
fn what_is_planned_is_text_and_a_document() {
    let (_, drill) = prepared(false);
    let (preview, site, strangers) = (drill.preview(), drill.site(), drill.strangers());
    let mask = drill_mask(site, strangers);
    let text = |calls| preview_text(preview, site, strangers, &format!("account {ACCOUNT}"), calls, &mask);
    snapshots("drills").bind(|| {
        assert_snapshot!("preview", text(Calls::Changing));
        assert_snapshot!("dry-run", text(Calls::All));
        assert_snapshot!("preview-document", preview_json(preview, site, strangers, &mask));
    });
}

/// A drill that was ended, left something and did not come to a scenario says so in its head and at its end.
#[test]
fn what_went_wrong_is_told() {
    let (mut evidence, mask) = played();
    evidence.stopped = Some(Stopped::Lost("logs:PutLogEvents: the token of 583920174466 | has expired".to_owned()));
    evidence.left =
        vec![Left { thing: Thing::MuteRule { name: "signalarm-drill-1".to_owned() }, why: "no\u{1b}[2J".to_owned() }];
    evidence.stories[1] = Story { name: "success-root".to_owned(), run: Err("it <went> away".to_owned()) };
    evidence.silences[1].rang = vec![signalarm_alert::AlertName::SUCCESS_IAM];
    evidence.links.clear();
    let told = Drilled { endpoint_url: Some("http://localhost:4566"), ..drilled(&evidence) };
    let page = evidence_markdown(&told, &mask);
    for expected in [
        "# Drill 20261129T200019Z",
        ": stopped\n",
        "**Not on AWS:** every service was called at http://localhost:4566, an emulator.",
        "| ended early | **logs:PutLogEvents: the token of \\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\*\\* \\| has expired** |",
        "## Scenario success-root: lost\n\nIt did not come to its end: it &lt;went> away",
        "**rang: signin-console-success-iam**",
        "Nothing: no record was put.",
        "- mute rule signalarm-drill-1: no\\\\u{1b}\\[2J",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    let document = evidence_json(&told, &mask);
    let logged = read_evidence(&document).unwrap();
    assert_eq!((logged.result, logged.endpoint_url.as_deref()), ("stopped", Some("http://localhost:4566")));
    let text = drill_log_text(&[logged], 0);
    assert!(
        text.contains("at http://localhost:4566, which is no AWS") && text.contains("  success-root: lost\n"),
        "{text}"
    );
}

/// Whatever is no evidence is said to be none, with what is missing.
#[test]
fn what_is_no_evidence() {
    let (evidence, mask) = played();
    let document = evidence_json(&drilled(&evidence), &mask);
    let broken = [
        ("\"run\"", "\"ran\"", "it lacks the text `run`"),
        (
            "\"result\": \"passed\",\n  \"stopped\"",
            "\"result\": \"fine\",\n  \"stopped\"",
            "its result is unknown: fine",
        ),
        ("\"began\": \"2026", "\"began\": \"x", "`began` is no time: x"),
        ("\"format\": 1", "\"format\": 2", "its format is 2, and this program reads 1"),
        ("\"proved\": false", "\"proved\": 0", "a link does not say whether it is proved"),
        ("\"links\": [", "\"links\": 1, \"x\": [", "it lacks the list `links`"),
    ];
    for (from, to, why) in broken {
        let text = document.replacen(from, to, 1);
        assert_ne!(text, document, "{from}");
        assert!(read_evidence(&text).is_err_and(|said| said.starts_with(why)), "{why}: {:?}", read_evidence(&text));
    }
    let deep = "[".repeat(100_000);
    assert!(read_evidence(&deep).is_err());
}
