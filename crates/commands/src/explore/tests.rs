//! A model that is broken on purpose: what does not hold is found, shrunk, written, and shows itself when it is read back.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Parser;
use signalarm_alert::Config;
use signalarm_chaos::{Invariant, Story, violations};
use signalarm_scenario::{Action, ChainFault, Scenario, Sources, WholeFault, read_scenario};

use super::*;
use crate::arguments::{ScenarioVerb, Verb};

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    verb: Verb,
}

fn arguments(more: &[&str]) -> ExploreArguments {
    let line =
        Line::try_parse_from(["x", "scenario", "explore"].iter().chain(more)).unwrap_or_else(|error| panic!("{error}"));
    match line.verb {
        Verb::Scenario(ScenarioVerb::Explore(arguments)) => arguments,
        other => panic!("{other:?}"),
    }
}

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = signalarm_testkit::target().join("explore-tests").join(format!("{name}-{}", std::process::id()));
    std::fs::remove_dir_all(&folder).ok();
    folder
}

/// A model that hides that the trail was stopped: sign-ins are lost and nothing explains it.
fn hides_stopped_trails(scenario: &Scenario) -> Result<Story, TargetError> {
    let mut story = play(scenario)?;
    let is_hidden = |action: &Action| matches!(action, Action::Break(ChainFault::Whole(WholeFault::TrailStopped)));
    story.scenario.steps.retain(|step| !is_hidden(&step.action));
    Ok(story)
}

/// Stories in which it shows soon.
fn options() -> Options {
    let faults = [WholeFault::TrailStopped, WholeFault::BucketPolicyBroken].map(FaultKind::Whole);
    Options { faults: faults.to_vec(), ..Options::new(Config::default()) }
}

fn explored_with_it(arguments: &ExploreArguments) -> (Exploration, Vec<String>) {
    explored(arguments, &options(), &hides_stopped_trails).unwrap()
}

#[test]
fn a_violation_becomes_the_smallest_scenario_that_shows_it() {
    let out = folder("smallest");
    let arguments = arguments(&["--seeds", "16", "--out", out.to_str().unwrap()]);
    let (exploration, troubles) = explored_with_it(&arguments);
    assert!(troubles.is_empty() && exploration.totals.violated != 0, "{exploration:?}");
    assert!(!exploration.found.is_empty());
    let files: BTreeSet<String> = exploration.found.iter().filter_map(|found| found.file.clone()).collect();
    assert_eq!(files.len(), exploration.found.len(), "no file is written over another one");
    for found in &exploration.found {
        let text = std::fs::read_to_string(found.file.as_ref().unwrap()).unwrap();
        let config = Config::default();
        let sources = Sources { config: &config, environment: &|_| None, files: &|name| Err(name.to_owned()) };
        let again = read_scenario("found", "found", &text, sources).unwrap_or_else(|faulty| panic!("{faulty}\n{text}"));
        let same = |story: &Story| violations(story).iter().any(|other| other.invariant == found.violation.invariant);
        assert!(same(&hides_stopped_trails(&again).unwrap()), "{text}");
        assert!(violations(&play(&again).unwrap()).is_empty(), "the model itself is sound: {text}");
        // Somebody signs in while the trail is stopped, or alarms go grey; nothing less shows it.
        let acts = again.steps.iter().filter(|step| !matches!(step.action, Action::Wait(_))).count();
        let is_about_sign_in = found.violation.invariant == Invariant::HeardOrExplained;
        assert_eq!(acts, if is_about_sign_in { 2 } else { 1 }, "{text}");
        assert!(text.contains("trail-stopped") && text.contains("sign-in =") == is_about_sign_in, "{text}");
        assert!(text.starts_with("# ") && text.contains("the built-in settings"), "{text}");
    }
    let of_sign_in = exploration.found.iter().find(|found| found.violation.invariant == Invariant::HeardOrExplained);
    let first = std::fs::read_to_string(of_sign_in.unwrap().file.as_ref().unwrap()).unwrap();
    signalarm_testkit::snapshots("chaos").bind(|| insta::assert_snapshot!("found-file", first));
    std::fs::remove_dir_all(&out).ok();
}

#[test]
fn it_ends_with_the_first_failure_when_told_so() {
    let out = folder("until");
    let whole = arguments(&["--seeds", "16", "--out", out.to_str().unwrap()]);
    let until = ExploreArguments { until_failure: true, ..whole.clone() };
    let (whole, (until, _)) = (explored_with_it(&whole).0, explored_with_it(&until));
    assert_eq!(until.totals.violated, 1);
    assert!(until.totals.stories < whole.totals.stories);
    assert_eq!(until.totals.stories, until.found[0].seed + 1);
    std::fs::remove_dir_all(&out).ok();
}

#[test]
fn a_folder_that_cannot_be_is_told_before_anything_is_explored() {
    let file = folder("file");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "").unwrap();
    let below = file.join("below");
    for out in [&file, &below] {
        let arguments = arguments(&["--out", out.to_str().unwrap()]);
        let never: &Player = &|_| panic!("nothing is played");
        let told = explored(&arguments, &options(), never).unwrap_err();
        assert!(told.contains("is no folder") && told.contains("--out"), "{told}");
    }
    std::fs::remove_file(&file).ok();
}

/// What was found is told even where it cannot be written.
#[test]
fn what_cannot_be_written_is_told_and_the_rest_as_well() {
    let out = folder("taken");
    let arguments = arguments(&["--seeds", "16", "--until-failure", "--out", out.to_str().unwrap()]);
    let seed = explored_with_it(&arguments).0.found[0].seed;
    let file = out.join(format!("seed-{seed}.toml"));
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    let (exploration, troubles) = explored_with_it(&arguments);
    assert_eq!(exploration.found[0].file, None);
    assert!(troubles[0].contains("cannot be written"), "{troubles:?}");
    assert!(exploration_text(&exploration).contains("could not be written"));
    std::fs::remove_dir_all(&out).ok();
}

#[test]
fn shares_are_all_seeds_and_none_twice() {
    let of = |from: u64, seeds: u64, shard: &str| -> Vec<u64> {
        let arguments = ExploreArguments { from, seeds, shard: shard.parse().unwrap(), ..arguments(&[]) };
        assert_eq!(super::seeds(&arguments).count_all(), super::seeds(&arguments).count() as u64);
        super::seeds(&arguments).collect()
    };
    for from in [0, 5, u64::MAX - 4] {
        let mut all: Vec<u64> = ["1/3", "2/3", "3/3"].into_iter().flat_map(|shard| of(from, 10, shard)).collect();
        all.sort_unstable();
        assert_eq!(all, of(from, 10, "1/1"));
    }
    assert_eq!(of(0, 10, "1/1").len(), 10);
    assert_eq!(of(0, 2, "3/3"), Vec::<u64>::new());
}

#[test]
fn what_cannot_be_explored_is_no_argument() {
    let told = |more: &[&str]| {
        let line = Line::try_parse_from(["x", "scenario", "explore"].iter().chain(more));
        line.err().map(|error| error.to_string()).unwrap_or_else(|| panic!("{more:?} is taken"))
    };
    let unknown = told(&["--faults", "trail-stopped,nonsense"]);
    for kind in FaultKind::all() {
        assert!(unknown.contains(kind.words().name), "{unknown}");
    }
    assert!(unknown.contains("nonsense") && told(&["--faults", ""]).contains("there is no such fault"));
    for more in [
        ["--shard", "0/3"],
        ["--shard", "4/3"],
        ["--shard", "3"],
        ["--seeds", "0"],
        ["--seeds", "99999999999999999999"],
    ] {
        told(&more);
    }
    for more in [["--days", "0"], ["--days", "91"], ["--threads", "0"], ["--sign-ins-per-day", "0"]] {
        told(&more);
    }
    assert_eq!(arguments(&["--faults", "trail-stopped,delivery-lost"]).faults.len(), 2);
}
