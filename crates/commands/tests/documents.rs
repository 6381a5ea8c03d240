//! What the documents show is real: their configs and scenarios are read, and the scenarios pass.

use std::path::Path;

use signalarm_alert::{Config, read_config};
use signalarm_chaos::blind_spots;
use signalarm_report::{blind_spots_page, emulators_tables, faults_table, ways_page};
use signalarm_scenario::{FaultKind, Simulator, Sources, read_scenario, run};
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

/// Where a page holds what is made.
const MADE: (&str, &str) = ("<!-- made by cargo xtask bless -->\n", "<!-- made until here -->");

/// A page is kept as it is made; written anew where snapshots are.
fn kept(page: &str, made: impl FnOnce(&str) -> String) {
    let path = root().join(page);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let made = made(&text);
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&path, made).expect("the page can be written");
        return;
    }
    assert!(text == made, "{page} is not what is made now: cargo xtask bless");
}

#[test]
fn the_page_of_ways_to_die_is_made_from_the_table() {
    kept("docs/ways-to-die.md", |_| ways_page());
}

#[test]
fn the_page_of_blind_spots_is_made_from_the_table() {
    let table = blind_spots(&Config::default()).expect("an empty account refuses nothing");
    kept("docs/blind-spots.md", |_| blind_spots_page(&table));
}

/// A page in which one place holds what is made.
fn with_made(text: &str, made: &str) -> String {
    let (before, rest) = text.split_once(MADE.0).expect("the page has a place for it");
    let (_, after) = rest.split_once(MADE.1).expect("the place has an end");
    format!("{before}{}{made}{}{after}", MADE.0, MADE.1)
}

#[test]
fn the_table_of_faults_is_made_from_the_faults() {
    kept("docs/scenarios.md", |text| with_made(text, &faults_table()));
}

#[test]
fn the_tables_of_emulators_are_made_from_the_data() {
    kept("docs/emulators.md", |text| with_made(text, &emulators_tables()));
}

#[test]
fn the_schema_lists_every_fault() {
    let begin = "\"fault\": {\n          \"enum\": [\n";
    kept("scenarios/scenario.schema.json", |text| {
        let (before, rest) = text.split_once(begin).expect("the schema has a place for the names");
        let (_, after) = rest.split_once(']').expect("the place has an end");
        let names: Vec<String> =
            FaultKind::all().map(|kind| format!("            \"{}\"", kind.words().name)).collect();
        format!("{before}{begin}{}\n          ]{after}", names.join(",\n"))
    });
}
