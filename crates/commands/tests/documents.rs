//! What the documents show is real: their configs and scenarios are read, and the scenarios pass.

use std::path::Path;

use signalarm_alert::{Config, read_config};
use signalarm_scenario::{Simulator, Sources, read_scenario, run};
use signalarm_testkit::root;

/// The code blocks of a page whose first line names this kind.
fn blocks(page: &Path, kind: &str) -> Vec<String> {
    let text = std::fs::read_to_string(page).expect("the page can be read");
    let begins = format!("```toml {kind}\n");
    text.split(&begins).skip(1).map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_configs_are_sound() {
    let found = blocks(&root().join("docs/config.md"), "config");
    assert_eq!(found.len(), 1);
    let environment = |name: &str| match name {
        "AWS_ACCOUNT_ID" => Some("111122223333".to_owned()),
        "SECURITY_EMAIL" => Some("security@example.com".to_owned()),
        _ => None,
    };
    for text in found {
        let patch = read_config("docs/config.md", &text, &environment).unwrap_or_else(|faulty| panic!("{faulty}"));
        Config::default().patched(&patch).expect("every own alert has a pattern");
    }
}

#[test]
fn the_scenarios_pass() {
    let found = blocks(&root().join("docs/scenarios.md"), "scenario");
    assert_eq!(found.len(), 1);
    for text in found {
        let config = Config::default();
        let sources = Sources { config: &config, environment: &|_| None, files: &|name| Err(format!("no {name}")) };
        let scenario = read_scenario("docs/scenarios.md", "example", &text, sources);
        let scenario = scenario.unwrap_or_else(|faulty| panic!("{faulty}"));
        let mut simulator = Simulator::for_scenario(&scenario).expect("an empty account refuses nothing");
        let run = run(&scenario, &mut simulator).expect("the simulator goes on");
        assert!(run.passed(), "{:#?}", run.verdicts);
    }
}
