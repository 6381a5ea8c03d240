//! Blind spots: known verdicts, the smallest scenario of each cell holds when it is read back and run, and the built-in
//! config's silent cells are each explained.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rstest::rstest;
use signalarm_alert::{AlertName, Config, read_config};
use signalarm_chaos::{BlindSpots, Cell, CellVerdict, Course, Score, Trial, blind_spots, explanations, minimal};
use signalarm_scenario::{FaultKind, Simulator, Sources, read_scenario, run, scenario_text};
use signalarm_time::Duration;

static BUILT_IN: LazyLock<BlindSpots> = LazyLock::new(|| blind_spots(&Config::default()).unwrap());

fn patched(text: &str) -> Config {
    Config::default().patched(&read_config("c", text, &|_| None).unwrap()).unwrap()
}

fn cell<'t>(table: &'t BlindSpots, fault: &str, alert: &AlertName) -> &'t Cell {
    let found = table.cells().find(|(trial, of, _)| trial.to_string() == fault && *of == alert);
    found.unwrap_or_else(|| panic!("there is no cell {fault}, {alert}")).2
}

/// What does not depend on whether somebody watches calls: AWS's own doing, and the readers'.
#[rstest]
#[case("delivery-late by 40m", AlertName::SUCCESS_ROOT, CellVerdict::Late)]
#[case("delivery-duplicated", AlertName::FAILURE_IAM, CellVerdict::Heard)]
#[case("delivery-lost", AlertName::SUCCESS_ROOT, CellVerdict::Silent)]
#[case("record-too-large", AlertName::SUCCESS_ROOT, CellVerdict::Silent)]
#[case("put-log-events-throttled", AlertName::SUCCESS_IAM, CellVerdict::Loud)]
#[case("failure-flood every 10s", AlertName::FAILURE_IAM, CellVerdict::Swallowed)]
#[case("failure-flood every 10s", AlertName::SUCCESS_IAM, CellVerdict::Heard)]
#[case("alarm-forced", AlertName::FAILURE_ROOT, CellVerdict::Swallowed)]
#[case("unsubscribed", AlertName::SUCCESS_IAM, CellVerdict::Silent)]
// The one alert that tells by SMS as well.
#[case("unsubscribed", AlertName::SUCCESS_ROOT, CellVerdict::Heard)]
#[case("endpoint-bouncing", AlertName::SILENCE, CellVerdict::Silent)]
#[case("bucket-policy-broken", AlertName::SILENCE, CellVerdict::Heard)]
#[case("trail-stopped", AlertName::SILENCE, CellVerdict::Heard)]
fn verdicts(#[case] fault: &str, #[case] alert: AlertName, #[case] verdict: CellVerdict) {
    assert_eq!(cell(&BUILT_IN, fault, &alert).verdict, verdict);
}

#[test]
fn every_fault_has_a_row_and_filters_have_nothing_to_do_with_silence() {
    let rows: BTreeSet<FaultKind> = BUILT_IN.rows.iter().map(|row| row.trial.kind).collect();
    assert_eq!(rows, FaultKind::all().collect());
    assert_eq!(BUILT_IN.alerts.last(), Some(&AlertName::SILENCE));
    for row in &BUILT_IN.rows {
        let is_of_filter = matches!(row.trial.kind, FaultKind::OfAlert(fault) if fault.is_of_filter());
        let missing: Vec<usize> =
            row.cells.iter().enumerate().filter(|(_, cell)| cell.is_none()).map(|(index, _)| index).collect();
        assert_eq!(missing, if is_of_filter { vec![4] } else { Vec::new() }, "{}", row.trial);
    }
}

/// The moment matters: an alarm that is forced is well again within a minute, and a trail that stays stopped is heard of.
#[test]
fn the_worst_course_is_found() {
    assert_eq!(cell(&BUILT_IN, "alarm-forced", &AlertName::SUCCESS_ROOT).course, Course::LastMoment);
    assert_eq!(cell(&BUILT_IN, "delivery-lost", &AlertName::SUCCESS_ROOT).course, Course::Brief);
    assert_eq!(cell(&BUILT_IN, "delivery-late by 40m", &AlertName::SUCCESS_ROOT).course, Course::Standing);
}

fn holds(trial: &Trial, alert: &AlertName, cell: &Cell, config: &Config) {
    let smallest = minimal(cell, trial, alert).unwrap();
    assert!(smallest.steps.len() <= cell.scenario.steps.len());
    let text = scenario_text(&smallest, &[]).unwrap();
    let sources = Sources { config, environment: &|_| None, files: &|name| Err(name.to_owned()) };
    let scenario = read_scenario("cell", "cell", &text, sources).unwrap_or_else(|faulty| panic!("{faulty}\n{text}"));
    let run = run(&scenario, &mut Simulator::for_scenario(&scenario).unwrap()).unwrap();
    assert!(run.passed(), "{trial}, {alert}: {}: {:?}\n{text}", cell.verdict, run.verdicts);
    assert!(!run.verdicts.is_empty());
}

#[test]
fn each_silent_cell_is_a_scenario_that_passes() {
    let mut silent = 0;
    for (trial, alert, cell) in BUILT_IN.cells().filter(|(_, _, cell)| cell.verdict == CellVerdict::Silent) {
        holds(trial, alert, cell, &Config::default());
        silent += 1;
    }
    assert_ne!(silent, 0, "a lost record is heard by nobody");
}

#[test]
fn every_verdict_is_a_scenario_that_passes() {
    for verdict in CellVerdict::ALL {
        let of_it = BUILT_IN.cells().filter(|(_, _, cell)| cell.verdict == verdict);
        let mut shown = 0;
        for (trial, alert, cell) in of_it.step_by(3) {
            holds(trial, alert, cell, &Config::default());
            shown += 1;
        }
        assert!(shown != 0, "nothing is {verdict}");
    }
}

#[test]
fn each_silent_fault_is_explained_once_and_no_other() {
    let silent = BUILT_IN.cells().filter(|(_, _, cell)| cell.verdict == CellVerdict::Silent);
    let silent: BTreeSet<FaultKind> = silent.map(|(trial, ..)| trial.kind).collect();
    let mut explained: BTreeMap<FaultKind, usize> = BTreeMap::new();
    for explanation in explanations() {
        assert!(!explanation.faults.is_empty() && !explanation.why.is_empty() && !explanation.add.is_empty());
        for fault in explanation.faults {
            *explained.entry(*fault).or_default() += 1;
        }
    }
    let missing: Vec<&str> = silent.iter().filter(|kind| !explained.contains_key(kind)).map(name).collect();
    let idle: Vec<&str> = explained.keys().filter(|kind| !silent.contains(kind)).map(name).collect();
    let twice: Vec<&str> = explained.iter().filter(|(_, count)| **count != 1).map(|(kind, _)| name(kind)).collect();
    assert!(
        missing.is_empty() && idle.is_empty() && twice.is_empty(),
        "silent without an explanation: {missing:?}; explained and not silent: {idle:?}; explained twice: {twice:?}"
    );
}

fn name(kind: &FaultKind) -> &'static str {
    kind.words().name
}

#[test]
fn a_longer_period_without_default_values_hears_late_samples() {
    let five_minutes = blind_spots(&patched("format = 1\nperiod = \"5m\"\ndefault-value = \"none\"\n")).unwrap();
    for alert in AlertName::FOUR {
        assert_eq!(cell(&BUILT_IN, "metric-late by 10m", &alert).verdict, CellVerdict::Silent);
        assert_ne!(cell(&five_minutes, "metric-late by 10m", &alert).verdict, CellVerdict::Silent);
    }
}

#[test]
fn a_second_subscriber_makes_a_dead_one_heard() {
    let text = "format = 1\n[alerts.signin-console-failure-root]\nsubscribers = [{ email = \"a@firm.test\" }, { sms = \"+436641234567\" }]\n";
    let table = blind_spots(&patched(text)).unwrap();
    assert_eq!(cell(&table, "unsubscribed", &AlertName::FAILURE_ROOT).verdict, CellVerdict::Heard);
    assert!(Score::of(&BUILT_IN).points < Score::of(&table).points);
}

#[test]
fn a_score_is_what_its_cells_are_worth() {
    assert_eq!(Score { points: 0, most: 0 }.percent(), 100);
    assert_eq!(Score { points: 1, most: 3 }.percent(), 33);
    let worth = |verdict| match verdict {
        CellVerdict::Heard => 4,
        CellVerdict::Late => 3,
        CellVerdict::Loud => 2,
        CellVerdict::Swallowed => 1,
        CellVerdict::Silent => 0,
    };
    let points: u32 = BUILT_IN.cells().map(|(_, _, cell)| worth(cell.verdict)).sum();
    let most = 4 * u32::try_from(BUILT_IN.cells().count()).unwrap();
    assert_eq!(Score::of(&BUILT_IN), Score { points, most });
}

#[test]
fn a_trial_names_its_measure() {
    let measures = Trial::all().filter_map(|trial| trial.measure);
    assert!(measures.min().unwrap() == Duration::from_secs(10));
    assert!(Trial::all().any(|trial| trial.to_string() == "clock-ahead by 3h"));
}
