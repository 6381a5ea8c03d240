//! `scenario run`: plays scenarios on one target or on all of them, and reports.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread::{ScopedJoinHandle, scope};

use signalarm_diagnostic::Faulty;
use signalarm_report::{
    Cell, Cells, Column, Mask, Matrix, annotations, matrix_json, matrix_markdown, matrix_text, scenarios_json,
    scenarios_markdown, scenarios_text, transcript,
};
use signalarm_scenario::{Run, Scenario};

use super::play::play_all;
use super::real::drilled;
use super::venue::venue;
use super::{Read, read_all};
use crate::Surroundings;
use crate::arguments::{Place, ReportFormat, RunArguments, TargetName};
use crate::exit::Exit;
use crate::rim::{NoVenue, Rim};
use crate::settings;
use crate::terminal::{Person, Watcher, complain, print, print_faults};

/// Where GitHub Actions takes the summary of a job from (GitHub Docs, *Workflow commands*).
const SUMMARY_VARIABLE: &str = "GITHUB_STEP_SUMMARY";

/// Reads, runs and reports.
pub(crate) fn run(arguments: &RunArguments, surroundings: &Surroundings<'_>) -> Exit {
    let (text, exit) = reported(arguments, surroundings, Person::AT_TERMINAL);
    print(&text, exit)
}

/// The report, and how it went; what belongs on the standard error, or into files, is there already.
pub(crate) fn reported(
    arguments: &RunArguments,
    surroundings: &Surroundings<'_>,
    person: Person<'_>,
) -> (String, Exit) {
    if let Some(misuse) = arguments.misuse() {
        complain(&format!("error: {misuse}\n"));
        return (String::new(), Exit::Faulty);
    }
    let config = match settings::load(&arguments.chosen.config) {
        Ok(config) => config,
        Err(faulty) => {
            print_faults(&[faulty]);
            return (String::new(), Exit::Faulty);
        }
    };
    let Read { scenarios, faulty } = read_all(&arguments.chosen, &config, surroundings);
    if arguments.target == TargetName::Aws {
        return drilled(arguments, &Read { scenarios, faulty }, surroundings, person);
    }
    // Emulators take minutes: what can be mended meanwhile is said first.
    print_faults(&faulty);
    let played = play(arguments, &scenarios, surroundings.rim);
    played.iter().for_each(|played| complain_of(played, &scenarios, arguments));
    let matrix = matrix(&played, &scenarios, &faulty, arguments);
    let mut exit = if faulty.is_empty() { Exit::Ok } else { Exit::Faulty };
    exit = played.iter().map(|played| exit_of(played, arguments)).fold(exit, Exit::max);
    exit = exit.max(write_files(&matrix, arguments, surroundings));
    (report(&matrix, arguments), exit)
}

/// What came of one scenario: its run, or why the target did not come to the end of it.
pub(super) type Came = Result<(Run, Mask), String>;

/// What came of the scenarios at one place.
pub(super) struct Played {
    pub(super) target: &'static str,
    pub(super) came: Result<Vec<Came>, NoVenue>,
}

/// Plays the scenarios at each place that is wanted, at all of them at the same time: emulators wait most of it.
fn play(arguments: &RunArguments, scenarios: &[(String, Scenario)], rim: Option<&dyn Rim>) -> Vec<Played> {
    let watcher = Mutex::new(Watcher::new(false));
    let masked = |run: Run| {
        let mask = if arguments.show_endpoints { Mask::nothing() } else { Mask::of(&run.chain) };
        (run, mask)
    };
    let at = |place: &Place| {
        // No emulator is started for nothing.
        if scenarios.is_empty() {
            return Played { target: place.name(), came: Ok(Vec::new()) };
        }
        let came = venue(*place, arguments, rim).map(|venue| {
            let results = play_all(venue.as_ref(), scenarios, &watcher);
            results.into_iter().map(|result| result.map(masked).map_err(|error| error.to_string())).collect()
        });
        Played { target: place.name(), came }
    };
    let played = scope(|scope| {
        let places: Vec<_> = arguments.target.places().iter().map(|place| (place, scope.spawn(|| at(place)))).collect();
        let defect = || NoVenue::Lost("a defect of this program ended it".to_owned());
        let ended = |(place, thread): (&Place, ScopedJoinHandle<'_, Played>)| {
            thread.join().unwrap_or_else(|_| Played { target: place.name(), came: Err(defect()) })
        };
        places.into_iter().map(ended).collect()
    });
    watcher.lock().unwrap_or_else(PoisonError::into_inner).end();
    played
}

fn is_one(arguments: &RunArguments) -> bool {
    arguments.target != TargetName::All
}

/// Says what could not be played.
fn complain_of(played: &Played, scenarios: &[(String, Scenario)], arguments: &RunArguments) {
    let target = played.target;
    match &played.came {
        Ok(results) => {
            let on = if is_one(arguments) { String::new() } else { format!(" on the {target}") };
            for ((file, _), result) in scenarios.iter().zip(results) {
                if let Err(why) = result {
                    complain(&format!("error: {file} cannot be run{on}: {why}\n"));
                }
            }
        }
        Err(NoVenue::Missing(why)) if is_one(arguments) => {
            complain(&format!("error: the target {target} cannot be had here: {why}\n"));
        }
        // The table says that it was skipped.
        Err(NoVenue::Missing(_)) => {}
        Err(NoVenue::Lost(why)) => complain(&format!("error: the target {target} is lost: {why}\n")),
    }
}

/// Among several targets one may be missing; whoever asks for one alone wants it.
fn exit_of(played: &Played, arguments: &RunArguments) -> Exit {
    let of_result = |result: &Came| match result {
        Ok((run, _)) if run.passed() => Exit::Ok,
        Ok(_) => Exit::Differs,
        Err(_) => Exit::TargetLost,
    };
    match &played.came {
        Ok(results) => results.iter().map(of_result).fold(Exit::Ok, Exit::max),
        Err(NoVenue::Missing(_)) if !is_one(arguments) => Exit::Ok,
        Err(NoVenue::Missing(_) | NoVenue::Lost(_)) => Exit::TargetLost,
    }
}

pub(super) fn matrix<'r>(
    played: &'r [Played],
    scenarios: &'r [(String, Scenario)],
    faulty: &'r [Faulty],
    arguments: &RunArguments,
) -> Matrix<'r> {
    let cell = |result: &'r Came| match result {
        Ok((run, mask)) => Cell::Played(run, mask),
        Err(why) => Cell::Lost(why.clone()),
    };
    let column = |played: &'r Played| Column {
        target: played.target,
        cells: match &played.came {
            Ok(results) => Cells::Played(results.iter().map(cell).collect()),
            Err(NoVenue::Missing(why)) if !is_one(arguments) => Cells::Skipped(why.clone()),
            Err(NoVenue::Missing(why) | NoVenue::Lost(why)) => Cells::Lost(why.clone()),
        },
    };
    Matrix {
        scenarios: scenarios.iter().map(|(file, scenario)| (file.as_str(), scenario)).collect(),
        columns: played.iter().map(column).collect(),
        faulty,
    }
}

/// What is written beside the report: JUnit, and the summary of a job of GitHub Actions.
pub(super) fn write_files(matrix: &Matrix<'_>, arguments: &RunArguments, surroundings: &Surroundings<'_>) -> Exit {
    let mut exit = Exit::Ok;
    if let (Some(file), Some(rim)) = (&arguments.junit, surroundings.rim) {
        exit = exit.max(written(file, &rim.junit(matrix), false));
    }
    let summary = settings::environment(SUMMARY_VARIABLE).filter(|file| !file.is_empty());
    if let Some(file) = summary.filter(|_| arguments.format == ReportFormat::Github) {
        exit = exit.max(written(Path::new(&file), &summary_of(matrix), true));
    }
    exit
}

fn summary_of(matrix: &Matrix<'_>) -> String {
    match matrix.columns.as_slice() {
        [_] => scenarios_markdown(&matrix.runs(), matrix.faulty),
        _ => matrix_markdown(matrix),
    }
}

/// Writes a file, or adds to it.
fn written(file: &Path, text: &str, add: bool) -> Exit {
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

/// One target has a report of each scenario, several have a table of all.
pub(super) fn report(matrix: &Matrix<'_>, arguments: &RunArguments) -> String {
    let (runs, one) = (matrix.runs(), is_one(arguments));
    let transcripts = || {
        let shown = runs.iter().filter(|_| arguments.transcript).map(|(file, run, mask)| {
            let on = if one { String::new() } else { format!(" on the {}", run.target) };
            format!("=== {file}{on}\n{}\n", transcript(run, mask))
        });
        shown.collect::<String>()
    };
    let text = || match matrix.columns.as_slice() {
        [Column { cells: Cells::Played(_), .. }] => scenarios_text(&runs, matrix.faulty),
        // Nothing was played, which has been said.
        [_] => String::new(),
        _ => matrix_text(matrix),
    };
    match arguments.format {
        ReportFormat::Text => transcripts() + &text(),
        ReportFormat::Json if one => scenarios_json(&runs, matrix.faulty, &matrix.lost()),
        ReportFormat::Json => matrix_json(matrix),
        ReportFormat::Github => transcripts() + &annotations(&runs, matrix.faulty) + &text(),
    }
}
