//! One test for each scenario file: it passes, and its transcript is the one under `snapshots/scenarios`.

use std::path::{Path, PathBuf};

use rstest::rstest;
use signalarm_alert::Config;
use signalarm_report::{Mask, transcript};
use signalarm_scenario::{Run, Simulator, Sources, read_scenario, run};
use signalarm_testkit::{root, snapshots};

fn play(path: &Path) -> Run {
    let folder = root().join("scenarios");
    let below = path.strip_prefix(&folder).expect("a scenario lies below scenarios").with_extension("");
    let name = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
    let text = std::fs::read_to_string(path).expect("a scenario can be read");
    let beside = |file: &str| std::fs::read(path.with_file_name(file)).map_err(|error| error.to_string());
    let sources = Sources { config: &Config::default(), environment: &|_| None, files: &beside };
    let scenario = match read_scenario(&name, &name, &text, sources) {
        Ok(scenario) => scenario,
        Err(faulty) => panic!("{faulty}"),
    };
    let mut simulator = Simulator::for_scenario(&scenario).expect("an empty account refuses nothing");
    run(&scenario, &mut simulator).expect("the simulator goes on")
}

#[rstest]
fn scenario(
    #[base_dir = "../../scenarios"]
    #[files("**/*.toml")]
    path: PathBuf,
) {
    let run = play(&path);
    let text = transcript(&run, &Mask::of(&run.chain));
    assert!(run.passed(), "{text}");
    assert_eq!(text, transcript(&play(&path), &Mask::of(&run.chain)), "the same seed gives the same bytes");
    snapshots("scenarios").bind(|| insta::assert_snapshot!(run.scenario.name.replace('/', "--"), text));
}

/// rstest's list is frozen when this file is compiled; the files are counted when it runs.
#[test]
fn no_scenario_is_skipped() {
    fn count(folder: &Path) -> usize {
        let entries =
            std::fs::read_dir(folder).expect("the folder can be listed").map(|entry| entry.expect("an entry").path());
        entries
            .map(
                |path| {
                    if path.is_dir() {
                        count(&path)
                    } else {
                        usize::from(path.extension().is_some_and(|e| e == "toml"))
                    }
                },
            )
            .sum()
    }
    let own = std::env::current_exe().expect("a test knows its own path");
    let listed =
        std::process::Command::new(own).args(["scenario::path", "--list"]).output().expect("the test lists its cases");
    let listed = String::from_utf8_lossy(&listed.stdout).lines().filter(|line| line.ends_with(": test")).count();
    assert_eq!(listed, count(&root().join("scenarios")), "compile this test again");
}
