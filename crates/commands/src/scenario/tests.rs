//! Scenarios on venues that are made up: some cannot judge, some end badly, some are not there.

mod options;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use clap::Parser;
use rstest::rstest;
use serde_json::Value;
use signalarm_account::{Link, RecordIndex};
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_deploy::Session;
use signalarm_event::Record;
use signalarm_report::Matrix;
use signalarm_scenario::{
    Act, Action, Expectation, Hearing, Judgement, LinkProof, Proof, Scenario, Simulator, Target, TargetError,
};
use signalarm_time::Timestamp;

use super::run::reported;
use crate::arguments::{Connection, RunArguments};
use crate::rim::{Emulator, NoVenue, Rim, Venue, WantedVenue};
use crate::terminal::Person;
use crate::{Exit, Surroundings};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    run: RunArguments,
}

/// What a scenario's target does is the name of its file, up to the first dash.
const PASSES: &str = "passes";
const DIFFERS: &str = "differs";
const UNJUDGED: &str = "unjudged";
const UNPLAYABLE: &str = "unplayable";
const PANICS: &str = "panics";
const ENDS_BADLY: &str = "endsbadly";
/// It is begun when as many others are as the venue plays at once.
const MEETS: &str = "meets";
/// How long it waits for them.
const MEETING_TIME_MAX: Duration = Duration::from_secs(20);

/// A simulator that behaves as its scenario says.
struct Behaves {
    venue: &'static str,
    behaviour: String,
    simulator: Simulator,
}

impl Target for Behaves {
    fn name(&self) -> &'static str {
        self.venue
    }

    fn begin(&mut self, scenario: &Scenario) -> Result<(), TargetError> {
        self.simulator.begin(scenario)
    }

    fn advance(&mut self, to: Timestamp) -> Result<(), TargetError> {
        assert_ne!(self.behaviour, PANICS, "a defect that is wanted");
        self.simulator.advance(to)
    }

    fn perform(&mut self, action: &Action) -> Result<(), TargetError> {
        self.simulator.perform(action)
    }

    fn alarm_state(&self, alarm: &AlertName) -> Option<State> {
        self.simulator.alarm_state(alarm)
    }

    fn seen(&self, already: usize) -> Vec<Act> {
        if self.behaviour == DIFFERS { Vec::new() } else { self.simulator.seen(already) }
    }

    fn record(&self, index: RecordIndex) -> &Record {
        self.simulator.record(index)
    }

    fn hearings(&self) -> Vec<Hearing> {
        self.simulator.hearings()
    }

    fn judged(&self, _: &Expectation) -> Option<Judgement> {
        (self.behaviour == UNJUDGED).then(|| Judgement::NotProvable("nobody listens".to_owned()))
    }

    fn links(&self) -> Vec<LinkProof> {
        vec![LinkProof { link: Link::Trail, proof: Proof::NotProved("there is no trail".to_owned()) }]
    }

    fn end(&mut self) -> Result<(), TargetError> {
        match self.behaviour.as_str() {
            ENDS_BADLY => Err(TargetError::Lost("a topic is left".to_owned())),
            _ => Ok(()),
        }
    }
}

/// What venues were asked, in the order in which they were.
type Log = Arc<Mutex<Vec<String>>>;

struct Made {
    name: &'static str,
    at_once: usize,
    log: Log,
    running: AtomicUsize,
    most: Arc<AtomicUsize>,
    met: AtomicUsize,
}

impl Made {
    /// Waits until as many have come as may run at once; whoever waits in vain goes on alone.
    fn meet(&self) {
        self.met.fetch_add(1, Ordering::SeqCst);
        let begin = Instant::now();
        while self.met.load(Ordering::SeqCst) < self.at_once && begin.elapsed() < MEETING_TIME_MAX {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Venue for Made {
    fn name(&self) -> &'static str {
        self.name
    }

    fn at_once(&self) -> usize {
        self.at_once
    }

    fn begin(&self, scenario: &Scenario) -> Result<Box<dyn Target + '_>, TargetError> {
        let running = self.running.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(running, Ordering::SeqCst);
        let behaviour = scenario.name.split('-').next().unwrap().to_owned();
        if behaviour == MEETS {
            self.meet();
        }
        let simulator = Simulator::for_scenario(scenario)?;
        self.running.fetch_sub(1, Ordering::SeqCst);
        if behaviour == UNPLAYABLE {
            return Err(TargetError::NotProvable("it has no trail to stop".to_owned()));
        }
        Ok(Box::new(Behaves { venue: self.name, behaviour, simulator }))
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        self.log.lock().unwrap().push(format!("{} stopped", self.name));
    }
}

/// A rim whose mocks and MiniStack are there, whatever they are worth, and whose LocalStack is not.
struct MadeRim {
    at_once: usize,
    localstack: NoVenue,
    log: Log,
    most: Arc<AtomicUsize>,
}

impl MadeRim {
    fn new(localstack: NoVenue) -> Self {
        Self { at_once: 1, localstack, log: Log::default(), most: Arc::default() }
    }

    fn missing() -> Self {
        Self::new(NoVenue::Missing("there is no Docker engine".to_owned()))
    }

    fn made(&self, name: &'static str) -> Result<Box<dyn Venue>, NoVenue> {
        self.log.lock().unwrap().push(format!("{name} begun"));
        Ok(Box::new(Made {
            name,
            at_once: self.at_once,
            log: Arc::clone(&self.log),
            running: AtomicUsize::new(0),
            most: Arc::clone(&self.most),
            met: AtomicUsize::new(0),
        }))
    }
}

impl Rim for MadeRim {
    fn connect(&self, _: &Connection) -> Result<Box<dyn Session>, String> {
        Err("nobody deploys here".to_owned())
    }

    fn heed_interrupts(&self) {}

    fn venue(&self, wanted: WantedVenue<'_>) -> Result<Box<dyn Venue>, NoVenue> {
        match wanted {
            WantedVenue::Mocks => self.made("mocks"),
            WantedVenue::Ministack(Emulator::Running(url)) => {
                self.log.lock().unwrap().push(url.to_owned());
                self.made("ministack")
            }
            WantedVenue::Ministack(Emulator::Started { image: None }) => self.made("ministack"),
            WantedVenue::Ministack(Emulator::Started { image: Some(_) }) => panic!("MiniStack has no image"),
            WantedVenue::Localstack(emulator) => {
                self.log.lock().unwrap().push(format!("{emulator:?}"));
                Err(self.localstack.clone())
            }
        }
    }

    fn junit(&self, matrix: &Matrix<'_>) -> String {
        matrix.columns.iter().map(|column| format!("{} {}\n", column.target, matrix.scenarios.len())).collect()
    }
}

/// A folder with a scenario for each behaviour: a failed sign-in, and a mail about it.
fn folder(test: &str, behaviours: &[&str]) -> PathBuf {
    let folder = signalarm_testkit::target().join("scenario-tests").join(format!("{test}-{}", std::process::id()));
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).unwrap();
    for behaviour in behaviours {
        let text = "format = 1\ntitle = 'the title'\n[[step]]\nsign-in = { user-type = 'iam', outcome = 'failure' }\n\
                    [[expect]]\nwithin = '30m'\nby = 'signin-console-failure-iam'\nnotified = ['email']\n";
        std::fs::write(folder.join(format!("{behaviour}.toml")), text).unwrap();
    }
    folder
}

fn played(test: &str, behaviours: &[&str], arguments: &str, rim: Option<&dyn Rim>) -> (String, Exit) {
    let scenarios = folder(test, behaviours);
    let line = Line::try_parse_from(std::iter::once("run").chain(arguments.split_whitespace()));
    let line = line.unwrap_or_else(|error| panic!("{error}"));
    let text = reported(&line.run, &Surroundings { scenarios: scenarios.clone(), rim }, Person::AT_TERMINAL);
    std::fs::remove_dir_all(&scenarios).unwrap();
    text
}

/// One scenario of each behaviour alone, on one target.
#[rstest]
#[case(PASSES, Exit::Ok, "1 scenario on the mocks: 1 passed\n")]
#[case(DIFFERS, Exit::Differs, "1 scenario on the mocks: 0 passed, 1 differ\n")]
#[case(UNJUDGED, Exit::Ok, "1 scenario on the mocks: 0 passed, 1 not provable here\n")]
#[case(UNPLAYABLE, Exit::Ok, "1 scenario on the mocks: 0 passed, 1 not provable here\n")]
#[case(PANICS, Exit::TargetLost, "0 scenarios: 0 passed\n")]
#[case(ENDS_BADLY, Exit::TargetLost, "0 scenarios: 0 passed\n")]
fn one_target(#[case] behaviour: &str, #[case] expected: Exit, #[case] totals: &str) {
    let rim = MadeRim::missing();
    let (text, exit) = played(&format!("one-{behaviour}"), &[behaviour], "--target mocks", Some(&rim));
    assert_eq!(exit, expected);
    assert!(text.ends_with(totals), "{text}");
    assert_eq!(
        text.contains("  trail         not proved: there is no trail\n"),
        [PASSES, DIFFERS, UNJUDGED].contains(&behaviour)
    );
    let (text, _) = played(&format!("json-{behaviour}"), &[behaviour], "--target mocks --format json", Some(&rim));
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["passed"], exit == Exit::Ok);
    assert_eq!(document["lost"].as_array().unwrap().len(), usize::from(exit == Exit::TargetLost));
}

/// A target that cannot be had alone is what somebody asked for: an error, missing or lost.
#[rstest]
#[case(NoVenue::Missing("no Docker engine".to_owned()))]
#[case(NoVenue::Lost("it does not start".to_owned()))]
fn a_venue_that_is_not_there(#[case] localstack: NoVenue) {
    let rim = MadeRim::new(localstack.clone());
    let arguments = "--target localstack --image localstack/localstack:4.14.0";
    let test = format!("venue-{}", matches!(localstack, NoVenue::Lost(_)));
    assert_eq!(played(&test, &[PASSES], arguments, Some(&rim)), (String::new(), Exit::TargetLost));
    assert_eq!(*rim.log.lock().unwrap(), [r#"Started { image: Some("localstack/localstack:4.14.0") }"#]);
    let (text, exit) = played(&test, &[PASSES], "--target localstack --format json", Some(&rim));
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((exit, &document["passed"]), (Exit::TargetLost, &Value::Bool(false)));
    assert_eq!(played(&test, &[PASSES], "--target mocks", None), (String::new(), Exit::TargetLost));
}

/// Where no file can be read nothing is begun, and the files are what is wrong.
#[rstest]
#[case("ministack")]
#[case("localstack")]
#[case("all")]
fn nothing_is_started_for_no_scenario(#[case] target: &str) {
    let rim = MadeRim::new(NoVenue::Lost("it does not start".to_owned()));
    let (_, exit) = played(&format!("none-{target}"), &[], &format!("--target {target}"), Some(&rim));
    assert_eq!((exit, rim.log.lock().unwrap().len()), (Exit::Faulty, 0));
}

/// All targets: the worst of all is the exit, what is missing does no harm, and each venue is stopped.
#[rstest]
#[case::missing(NoVenue::Missing("no Docker engine".to_owned()), &[PASSES, UNJUDGED], Exit::Ok)]
#[case::lost(NoVenue::Lost("it does not start".to_owned()), &[PASSES], Exit::TargetLost)]
#[case::differs(NoVenue::Missing("no Docker engine".to_owned()), &[PASSES, DIFFERS], Exit::Differs)]
#[case::ends_badly(NoVenue::Missing("no Docker engine".to_owned()), &[DIFFERS, ENDS_BADLY], Exit::TargetLost)]
fn all_targets(#[case] localstack: NoVenue, #[case] behaviours: &[&str], #[case] expected: Exit) {
    let rim = MadeRim::new(localstack.clone());
    let test = format!("all-{expected:?}-{}", behaviours.join("-"));
    let (text, exit) = played(&test, behaviours, "--target all", Some(&rim));
    assert_eq!(exit, expected, "{text}");
    // All at the same time: in no order.
    let mut log = rim.log.lock().unwrap().clone();
    log.sort();
    let wanted = ["Started { image: None }", "ministack begun", "ministack stopped", "mocks begun", "mocks stopped"];
    assert_eq!(log, wanted);
    let row = |head: &str| {
        text.lines()
            .find(|line| line.starts_with(head))
            .unwrap()
            .split_whitespace()
            .skip(1)
            .collect::<Vec<&str>>()
            .join(" ")
    };
    assert_eq!(row("scenario"), "simulator mocks ministack localstack");
    let last = if matches!(localstack, NoVenue::Lost(_)) { "lost" } else { "skipped" };
    for behaviour in behaviours {
        let word = match *behaviour {
            DIFFERS => "failed",
            UNJUDGED => "not provable",
            ENDS_BADLY => "lost",
            _ => "passed",
        };
        assert_eq!(row(behaviour), format!("passed {word} {word} {last}"));
    }
    assert!(text.contains("what the ministack proved, link by link:") && !text.contains("what the simulator proved"));
}

#[test]
fn all_targets_for_machines_and_annotations() {
    let rim = MadeRim::missing();
    let (text, _) = played("all-json", &[PASSES], "--target all --format json", Some(&rim));
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["targets"].as_array().unwrap().len(), 4);
    let (text, _) = played("all-transcript", &[PASSES], "--target all --transcript", Some(&rim));
    for target in ["simulator", "mocks", "ministack"] {
        assert_eq!(text.matches(&format!("passes.toml on the {target}\n")).count(), 1, "{text}");
    }
}

/// JUnit gets every target, also where it was not there.
#[test]
fn junit_has_every_target() {
    let rim = MadeRim::missing();
    let file = signalarm_testkit::target().join(format!("junit-{}.xml", std::process::id()));
    let arguments = format!("--target all --junit {}", file.display());
    let (_, exit) = played("junit", &[PASSES], &arguments, Some(&rim));
    let written = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!((written.as_str(), exit), ("simulator 1\nmocks 1\nministack 1\nlocalstack 1\n", Exit::Ok));
}

/// Four at once meet; and what came of each stands in the order of the files. A panic takes nothing from the others.
#[test]
fn several_at_once() {
    let rim = MadeRim { at_once: 4, ..MadeRim::missing() };
    let names = ["differs-b", "meets-1", "meets-2", "meets-3", "meets-4", "panics-c", "passes-a", "passes-d"];
    let (text, exit) = played("at-once", &names, "--target mocks", Some(&rim));
    let heads: Vec<&str> =
        text.lines().filter(|line| line.starts_with("ok ") || line.starts_with("DIFFERS ")).collect();
    let expected = [
        "DIFFERS  differs-b",
        "ok       meets-1",
        "ok       meets-2",
        "ok       meets-3",
        "ok       meets-4",
        "ok       passes-a",
        "ok       passes-d",
    ];
    assert_eq!((heads.as_slice(), exit), (expected.as_slice(), Exit::TargetLost));
    assert_eq!(rim.most.load(Ordering::SeqCst), 4);
}

/// No more at once than the venue bears, and never none.
#[rstest]
#[case(0, 1)]
#[case(1, 1)]
fn one_after_the_other(#[case] at_once: usize, #[case] expected: usize) {
    let rim = MadeRim { at_once, ..MadeRim::missing() };
    let names = ["passes-1", "passes-2", "passes-3", "passes-4", "passes-5", "passes-6"];
    let (text, _) =
        played(&format!("in-turn-{at_once}"), &names, "--target ministack --endpoint-url http://h:1", Some(&rim));
    assert!(text.ends_with("6 scenarios on the ministack: 6 passed\n"), "{text}");
    assert_eq!(rim.most.load(Ordering::SeqCst), expected);
    assert_eq!(rim.log.lock().unwrap()[0], "http://h:1");
}
