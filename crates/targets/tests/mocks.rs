//! The scenarios on mocks: the real deployer, the adapters and the SDK's clients, answered by the simulated account.

use std::fs;

use signalarm_alert::Config;
use signalarm_scenario::{Hearing, Run, Scenario, Simulator, Sources, read_scenario, run};
use signalarm_targets::Mocks;
use signalarm_testkit::root;
use signalarm_time::Timestamp;

fn scenario(name: &str) -> Scenario {
    let folder = root().join("scenarios");
    let text = fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
    let files = |name: &str| fs::read(folder.join(name)).map_err(|error| error.to_string());
    let config = Config::default();
    let sources = Sources { config: &config, environment: &|_| None, files: &files };
    read_scenario(name, name, &text, sources).unwrap_or_else(|faulty| panic!("{faulty}"))
}

/// What became of each record; the chain on mocks stands a little longer, so an alarm may be in its state since earlier.
fn outcomes(run: &Run) -> Vec<(String, Timestamp, bool, bool)> {
    let outcome = |hearing: &Hearing| {
        let outcome = &hearing.outcome;
        (hearing.alert.to_string(), hearing.at, outcome.is_heard(), outcome.is_swallowed())
    };
    run.hearings.iter().map(outcome).collect()
}

/// The scenarios of a folder below `scenarios/`.
fn listed(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join("scenarios").join(folder)).unwrap();
    let name = |file: &str| Some(format!("{folder}{}", file.strip_suffix(".toml")?));
    let mut names: Vec<String> = entries.filter_map(|entry| name(entry.unwrap().file_name().to_str()?)).collect();
    names.sort();
    names
}

#[test]
fn every_scenario_passes_as_on_the_simulator() {
    let names = [listed(""), listed("ways-to-die/")].concat();
    assert!(50 <= names.len());
    for name in names {
        let scenario = scenario(&name);
        let simulated = run(&scenario, &mut Simulator::for_scenario(&scenario).unwrap()).unwrap();
        let mocked = run(&scenario, &mut Mocks::for_scenario(&scenario).unwrap()).unwrap();
        assert!(mocked.passed(), "{name}");
        assert_eq!(outcomes(&mocked), outcomes(&simulated), "{name}");
        assert_eq!(mocked.settled, simulated.settled, "{name}");
    }
}
