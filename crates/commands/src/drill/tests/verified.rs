//! `deploy --verify`.

use std::sync::atomic::Ordering;

use rstest::rstest;
use signalarm_alert::{Config, read_config};
use signalarm_scenario::{Simulator, run};
use signalarm_time::Duration;

use super::super::scripts::scripts;
use super::world::{ACCOUNT, World};
use crate::Exit;

#[test]
fn a_deployment_is_verified() {
    let world = World::new("verify");
    let evidence = world.drills();
    let arguments = format!("--yes --verify --account {ACCOUNT} --evidence {}", evidence.display());
    let said = world.deploy(&arguments);
    assert_eq!(said.exit(), Exit::Ok, "{}\n{}", said.told, said.shown);
    assert!(said.shown.contains("nothing was changed"), "{}", said.shown);
    assert!(said.shown.ends_with("4 scenarios on AWS: 4 passed\n"), "{}", said.shown);
    assert_eq!(world.evidence("json").len(), 1);
}

/// Behind a first deployment nobody can have confirmed yet; the next one finds out whom nothing is sent to.
#[test]
fn whom_nothing_is_sent_to_is_found_out() {
    let world = World::empty(
        "unconfirmed",
        "format = 1\n[alerts.signin-console-failure-iam]\nsubscribers = [{ email = 'iam@corp.test' }]\n",
    );
    let arguments = format!("--yes --verify --account {ACCOUNT} --evidence {}", world.drills().display());
    let said = world.deploy(&arguments);
    assert_eq!(said.exit(), Exit::Ok, "{}\n{}", said.told, said.shown);
    assert!(said.shown.contains("nobody has confirmed by email yet"), "{}", said.shown);
    let said = world.deploy(&arguments);
    assert_eq!(said.exit(), Exit::Differs, "{}\n{}", said.told, said.shown);
    assert!(said.shown.contains("no such subscription is confirmed"), "{}", said.shown);
    assert!(said.told.contains("error: the deployment is not verified: the drill says «differs»"), "{}", said.told);
}

/// Who would be refused a drill deploys nothing.
#[rstest]
#[case("--yes --verify", Exit::Refused, "name the account")]
#[case("--yes --verify --account 210987654321", Exit::Refused, "belong to account")]
#[case("--yes --account 583920174466", Exit::Faulty, "it goes with --verify")]
fn what_a_drill_refuses_is_refused_before(#[case] arguments: &str, #[case] exit: Exit, #[case] why: &str) {
    let world = World::empty(&format!("early-{}", arguments.len()), "format = 1\n");
    let said = world.deploy(arguments);
    assert_eq!(said.exit(), exit, "{}", said.told);
    assert!(said.told.contains(why), "{}", said.told);
    assert_eq!(world.rim.changes.load(Ordering::SeqCst), 0);
}

/// Another drill runs: what was deployed stays, and is not verified.
#[test]
fn what_is_refused_behind_a_deployment_is_told_so() {
    let world = World::new("behind");
    let run = signalarm_drill::RunName::new(world.account().now(), Duration::HOUR, 7);
    let call = signalarm_cloud::LogsCall::CreateLogStream {
        log_group_name: "aws-cloudtrail-logs-signin-console".to_owned(),
        log_stream_name: format!("signalarm-drill/{run}"),
    };
    world.account().answer(call).unwrap();
    let said = world.deploy(&format!("--yes --verify --account {ACCOUNT}"));
    assert_eq!(said.exit(), Exit::Refused, "{}", said.told);
    assert!(said.told.contains("error: it is deployed, and not verified: no drill: "), "{}", said.told);
}

/// Nothing could be proved: that is no verification.
#[test]
fn what_proves_nothing_verifies_nothing() {
    let world = World::new("unverified");
    let said = world.deploy(&format!("--yes --verify --account {ACCOUNT} --max-wait 1m"));
    assert_eq!(said.exit(), Exit::Differs, "{}\n{}", said.told, said.shown);
    assert!(said.told.contains("«not provable»"), "{}", said.told);
}

/// The scripts fit any config, and the model passes them.
#[rstest]
#[case("")]
#[case("[alerts.signin-console-success-root]\nsubscribers = [{ sms = '+4915112345678' }]\n")]
#[case("[alerts.signin-console-failure-iam]\nsubscribers = []\n")]
#[case("period = '300s'\n")]
#[case("missing-data = 'missing'\ndefault-value = 'none'\n")]
fn scripts_fit_any_config(#[case] more: &str) {
    let config = read_config("test", &format!("format = 1\n{more}"), &|_| None);
    let config = config.unwrap_or_else(|faulty| panic!("{faulty}"));
    let config = Config::default().patched(&config).unwrap();
    let scripts = scripts(&config).unwrap_or_else(|faulty| panic!("{faulty}"));
    assert_eq!(scripts.len(), 4);
    for script in &scripts {
        assert!(script.length <= Duration::MINUTE * 20);
        // The model's trail takes its time; a drill puts records behind it.
        let mut script = script.clone();
        for step in &mut script.steps {
            let signalarm_scenario::Action::SignIn(sign_in) = &mut step.action else { panic!("{step:?}") };
            sign_in.delay = Some(Duration::SECOND);
        }
        let mut simulator = Simulator::for_scenario(&script).unwrap();
        let run = run(&script, &mut simulator).unwrap();
        assert!(run.passed(), "{}: {:#?}", script.name, run.verdicts);
    }
}
