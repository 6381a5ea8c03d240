//! A whole drill on LocalStack with the extension, on a chain that the deployer has put there: over the wire, in real time.

use signalarm_account::Link;
use signalarm_alert::{Config, Prices, read_config};
use signalarm_deploy::{Aim, Options};
use signalarm_drill::{Drill, DrillResult, Request};
use signalarm_scenario::{Proof, Sources, carry_out, read_scenario};
use signalarm_targets::{Emulated, Image, fresh_account};

use crate::started;

const REGION: &str = "us-east-1";
const CONFIG: &str = "format = 1
[alerts.signin-console-success-iam]
subscribers = [{ email = 'security@example.com' }]
";
const STORY: &str = "format = 1
title = \"Somebody signs in\"
[[step]]
sign-in = { user-type = \"iam\", outcome = \"success\" }
[[expect]]
within = \"3m\"
alarm = \"signin-console-success-iam\"
state = \"ALARM\"
[[expect]]
within = \"3m\"
by = \"signin-console-success-iam\"
notified = [\"email\"]
";

#[test]
fn a_drill_on_localstack_proves_the_chain_and_leaves_nothing() {
    let Some(emulated) = started(Emulated::localstack(&Image::signalarm())) else { return };
    let account = fresh_account();
    let session = || emulated.session(&account, REGION).unwrap();
    let patch = read_config("test", CONFIG, &|_| None).unwrap();
    let config = Config::default().patched(&patch).unwrap();
    let deployment = config.deployment(&account.parse().unwrap(), &REGION.parse().unwrap()).unwrap();
    let aim = Aim::Deploy(Options::new(false, false).at(&session()));
    carry_out(&mut session(), &deployment, &aim).unwrap();
    let sources = Sources { config: &config, environment: &|_| None, files: &|name| Err(name.to_owned()) };
    let scenario = read_scenario("own", "own", STORY, sources).unwrap_or_else(|faulty| panic!("{faulty}"));
    // Nothing is logged there but what is put: the silence alarm is in ALARM, as right after a deployment.
    let request = Request { account: Some(account.parse().unwrap()), fresh: true, ..Request::default() };
    let prepare = |scenarios: &[_]| {
        let prepared = Drill::prepare(&mut session(), &deployment, &Prices::new(), &request, scenarios, 1);
        prepared.unwrap_or_else(|refused| panic!("{refused}"))
    };
    let evidence = prepare(std::slice::from_ref(&scenario)).play(Box::new(session()), &mut |_| {});
    let told = format!("{:?} {:?} {:?}", evidence.stopped, evidence.links, evidence.left);
    assert_eq!(evidence.result(), DrillResult::Passed, "{told} {:?}", evidence.stories);
    for link in [Link::LogGroup, Link::Filter, Link::Metric, Link::Alarm, Link::Topic] {
        let proof = evidence.links.iter().find(|proof| proof.link == link);
        assert!(proof.is_some_and(|proof| matches!(proof.proof, Proof::Proved(_))), "{link}: {told}");
    }
    assert!(evidence.left.is_empty(), "{told}");
    assert!(prepare(std::slice::from_ref(&scenario)).leftovers().is_empty());
}
