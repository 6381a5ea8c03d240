//! `scenario`: run, check, schema.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use signalarm_alert::Config;
use signalarm_diagnostic::Faulty;
use signalarm_report::{
    Cell, Cells, Column, Mask, Matrix, annotations, scenarios_json, scenarios_markdown, scenarios_text, transcript,
    ways_page,
};
use signalarm_scenario::{Run, SCHEMA, Scenario, Simulator, Sources, TargetError, read_scenario, run as run_scenario};

use crate::Surroundings;
use crate::arguments::{CheckArguments, ReportFormat, RunArguments, TargetName};
use crate::exit::Exit;
use crate::files::{self, Found};
use crate::settings;
use crate::terminal::{complain, print, print_faults};

/// Where GitHub Actions takes the summary of a job from (GitHub Docs, *Workflow commands*).
const SUMMARY_VARIABLE: &str = "GITHUB_STEP_SUMMARY";

/// Reads, runs and reports.
pub(crate) fn run(arguments: &RunArguments, surroundings: &Surroundings<'_>) -> Exit {
    let config = match settings::load(&arguments.chosen.config) {
        Ok(config) => config,
        Err(faulty) => {
            print_faults(&[faulty]);
            return Exit::Faulty;
        }
    };
    let Read { scenarios, faulty } = read_all(&arguments.chosen, &config, surroundings);
    let mut runs: Vec<(String, Run, Mask)> = Vec::new();
    let mut lost: BTreeMap<&str, String> = BTreeMap::new();
    let mut exit = if faulty.is_empty() { Exit::Ok } else { Exit::Faulty };
    for (file, scenario) in &scenarios {
        match run_on(arguments.target, scenario, surroundings) {
            Ok(run) => {
                let mask = if arguments.show_endpoints { Mask::nothing() } else { Mask::of(&run.chain) };
                exit = exit.max(if run.passed() { Exit::Ok } else { Exit::Differs });
                runs.push((file.clone(), run, mask));
            }
            Err(error) => {
                complain(&format!("error: {file} cannot be run: {error}\n"));
                exit = exit.max(Exit::TargetLost);
                lost.insert(file, error.to_string());
            }
        }
    }
    print_faults(&faulty);
    let borrowed: Vec<(String, &Run, &Mask)> = runs.iter().map(|(file, run, mask)| (file.clone(), run, mask)).collect();
    let mut played = borrowed.iter();
    let mut cell = |(file, _): &(String, Scenario)| match lost.remove(file.as_str()) {
        Some(why) => Some(Cell::Lost(why)),
        None => played.next().map(|(_, run, mask)| Cell::Played(run, mask)),
    };
    let target = match arguments.target {
        TargetName::Simulator => "simulator",
        TargetName::Mocks => "mocks",
    };
    let matrix = Matrix {
        columns: vec![Column { target, cells: Cells::Played(scenarios.iter().filter_map(&mut cell).collect()) }],
        scenarios: scenarios.iter().map(|(file, scenario)| (file.as_str(), scenario)).collect(),
        faulty: &faulty,
    };
    exit = exit.max(write_files(&matrix, arguments, surroundings));
    print(&report(&borrowed, &faulty, arguments), exit)
}

/// What is written beside the report: JUnit, and the summary of a job of GitHub Actions.
fn write_files(matrix: &Matrix<'_>, arguments: &RunArguments, surroundings: &Surroundings<'_>) -> Exit {
    let mut exit = Exit::Ok;
    if let (Some(file), Some(rim)) = (&arguments.junit, surroundings.rim) {
        exit = exit.max(written(file, rim.junit(matrix), false));
    }
    let summary = settings::environment(SUMMARY_VARIABLE).filter(|file| !file.is_empty());
    if let Some(file) = summary.filter(|_| arguments.format == ReportFormat::Github) {
        exit = exit.max(written(Path::new(&file), scenarios_markdown(&matrix.runs(), matrix.faulty), true));
    }
    exit
}

/// Writes a file, or adds to it.
fn written(file: &Path, text: String, add: bool) -> Exit {
    let mut options = OpenOptions::new();
    let opened = options.create(true).append(add).write(true).truncate(!add).open(file);
    match opened.and_then(|mut opened| opened.write_all(text.as_bytes())) {
        Ok(()) => Exit::Ok,
        Err(error) => {
            complain(&format!("error: {} cannot be written: {error}\n", file.display()));
            Exit::Faulty
        }
    }
}

fn report(runs: &[(String, &Run, &Mask)], faulty: &[Faulty], arguments: &RunArguments) -> String {
    let mut text = String::new();
    if arguments.transcript && arguments.format != ReportFormat::Json {
        for (file, run, mask) in runs {
            text.push_str(&format!("=== {file}\n{}\n", transcript(run, mask)));
        }
    }
    match arguments.format {
        ReportFormat::Text => text + &scenarios_text(runs, faulty),
        ReportFormat::Json => scenarios_json(runs, faulty),
        ReportFormat::Github => text + &annotations(runs, faulty) + &scenarios_text(runs, faulty),
    }
}

fn run_on(target: TargetName, scenario: &Scenario, surroundings: &Surroundings<'_>) -> Result<Run, TargetError> {
    let without_sdk = || TargetError::Lost("this program is built without the AWS SDK".to_owned());
    match target {
        TargetName::Simulator => run_scenario(scenario, &mut Simulator::for_scenario(scenario)?),
        TargetName::Mocks => {
            let rim = surroundings.rim.ok_or_else(without_sdk)?;
            run_scenario(scenario, rim.mocks(scenario)?.as_mut())
        }
    }
}

/// Reads and reports faults.
pub(crate) fn check(arguments: &CheckArguments, surroundings: &Surroundings<'_>) -> Exit {
    let config = match settings::load(&arguments.config) {
        Ok(config) => config,
        Err(faulty) => {
            print_faults(&[faulty]);
            return Exit::Faulty;
        }
    };
    let Read { scenarios, faulty } = read_all(arguments, &config, surroundings);
    print_faults(&faulty);
    let exit = if faulty.is_empty() { Exit::Ok } else { Exit::Faulty };
    print(&format!("{} sound, {} faulty\n", scenarios.len(), faulty.len()), exit)
}

/// Prints the JSON Schema.
pub(crate) fn schema() -> Exit {
    print(SCHEMA, Exit::Ok)
}

/// Prints the ways to die.
pub(crate) fn faults() -> Exit {
    print(&ways_page(), Exit::Ok)
}

/// Scenarios with the paths of their files, and what could not be read.
struct Read {
    scenarios: Vec<(String, Scenario)>,
    faulty: Vec<Faulty>,
}

fn read_all(arguments: &CheckArguments, config: &Config, surroundings: &Surroundings<'_>) -> Read {
    let paths = match arguments.paths.as_slice() {
        [] => std::slice::from_ref(&surroundings.scenarios),
        paths => paths,
    };
    let listing = files::list(paths, |name| name.ends_with(".toml"));
    let mut read = Read { scenarios: Vec::new(), faulty: listing.faulty };
    if listing.files.is_empty() && read.faulty.is_empty() {
        let folders: Vec<String> = paths.iter().map(|path| files::shown(path)).collect();
        let message = "no scenario file (*.toml) is in here";
        read.faulty.push(Faulty::unreadable(folders.join(", "), message, "write one, or name another folder"));
    }
    for found in &listing.files {
        match read_one(found, config) {
            Ok(scenario) => read.scenarios.push((found.shown(), scenario)),
            Err(faulty) => read.faulty.push(faulty),
        }
    }
    read
}

fn read_one(found: &Found, config: &Config) -> Result<Scenario, Faulty> {
    let text = files::read_text(&found.path)?;
    let folder = found.path.parent().unwrap_or(Path::new(""));
    let beside =
        |name: &str| files::read(&folder.join(name)).map_err(|faulty| format!("{name} {}", faulty.faults[0].message));
    let sources = Sources { config, environment: &settings::environment, files: &beside };
    let name = files::shown(&found.below.with_extension(""));
    read_scenario(&found.shown(), &name, &text, sources)
}
