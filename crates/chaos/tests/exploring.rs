//! Stories of chance: the same for the same seed, and what must hold in them holds; and of one in which something does not
//! hold the smallest is found, and reads back from its file.

use std::collections::BTreeSet;

use signalarm_alert::{AlertName, Config};
use signalarm_chaos::{Options, Totals, draw, explore, play, shrink, violations};
use signalarm_scenario::{Action, FaultKind, Scenario, Sources, read_scenario, scenario_text};

const SEEDS: u64 = 60;

fn options() -> Options {
    Options::new(Config::default())
}

fn text(scenario: &Scenario) -> String {
    scenario_text(scenario, &[]).unwrap()
}

fn read(text: &str) -> Scenario {
    let config = Config::default();
    let files = |name: &str| Err(format!("there is no {name}"));
    let sources = Sources { config: &config, environment: &|_| None, files: &files };
    read_scenario("drawn", "drawn.toml", text, sources).unwrap_or_else(|faulty| panic!("{faulty}\n{text}"))
}

#[test]
fn the_same_seed_is_the_same_story() {
    for seed in [0, 1, 77, u64::MAX] {
        assert_eq!(text(&draw(&options(), seed)), text(&draw(&options(), seed)));
        assert_eq!(explore(&options(), seed).unwrap(), explore(&options(), seed).unwrap());
    }
    assert_ne!(text(&draw(&options(), 1)), text(&draw(&options(), 2)));
}

#[test]
fn what_must_hold_holds() {
    let mut totals = Totals::default();
    for seed in 0..SEEDS {
        let outcome = explore(&options(), seed).unwrap();
        assert!(outcome.violations.is_empty(), "seed {seed}: {:?}", outcome.violations);
        totals.add(&outcome.totals);
    }
    assert!(100 < totals.heard && 100 < totals.swallowed && 5 <= totals.lost.len(), "{totals:?}");
}

#[test]
fn every_fault_is_drawn() {
    let mut drawn = BTreeSet::new();
    for seed in 0..500 {
        drawn.extend(draw(&options(), seed).steps.iter().filter_map(|step| match &step.action {
            Action::Break(fault) => Some(fault.name()),
            _ => None,
        }));
    }
    assert_eq!(drawn.len(), FaultKind::all().count());
}

#[test]
fn a_drawn_story_reads_back_from_its_file() {
    for seed in 0..SEEDS {
        let scenario = draw(&options(), seed);
        let again = read(&text(&scenario));
        assert_eq!(again.length, scenario.length, "seed {seed}");
        let actions = |scenario: &Scenario| -> Vec<String> {
            let told = |action: &Action| match action {
                // Whoever mends names no measure.
                Action::Mend(fault) => Some(format!("mend {}", fault.name())),
                Action::Wait(_) => None,
                other => Some(format!("{other:?}")),
            };
            scenario.steps.iter().filter_map(|step| Some(format!("{} {}", step.at, told(&step.action)?))).collect()
        };
        assert_eq!(actions(&again), actions(&scenario), "seed {seed}");
    }
}

/// What shrinking is asked to keep: the alarm of root successes told nobody of a sign-in because somebody had deleted it.
fn is_unwatched(scenario: &Scenario) -> bool {
    let story = play(scenario).unwrap();
    let unwatched = |hearing: &signalarm_scenario::Hearing| {
        hearing.alert == AlertName::SUCCESS_ROOT
            && hearing.outcome == signalarm_scenario::Outcome::Matched(signalarm_account::Fate::Unwatched)
    };
    story.hearings.iter().any(unwatched)
}

#[test]
fn the_smallest_story_is_found() {
    let drawn = (0..5_000).map(|seed| draw(&options(), seed)).find(|scenario| {
        let breaks = |step: &signalarm_scenario::Step| match &step.action {
            Action::Break(fault) => fault.to_string() == "the alarm signin-console-success-root is deleted",
            _ => false,
        };
        scenario.steps.iter().any(breaks) && is_unwatched(scenario)
    });
    let smallest = shrink(&drawn.unwrap(), &mut |scenario| is_unwatched(scenario));
    let kinds: Vec<&str> = smallest
        .steps
        .iter()
        .map(|step| match &step.action {
            Action::Break(fault) => fault.name(),
            Action::SignIn(_) => "sign-in",
            _ => "other",
        })
        .collect();
    assert!(kinds == ["alarm-deleted", "sign-in"] || kinds == ["sign-in", "alarm-deleted"], "{}", text(&smallest));
    assert!(is_unwatched(&read(&text(&smallest))));
    assert!(violations(&play(&smallest).unwrap()).is_empty());
}
