//! `scenario`: run, check, schema, faults.

mod play;
mod real;
mod run;
#[cfg(test)]
mod tests;
mod venue;

use std::path::Path;

use signalarm_alert::Config;
use signalarm_diagnostic::Faulty;
use signalarm_report::ways_page;
use signalarm_scenario::{SCHEMA, Scenario, Sources, read_scenario};

use crate::Surroundings;
use crate::arguments::CheckArguments;
use crate::exit::Exit;
use crate::files::{self, Found};
use crate::settings;
use crate::terminal::{print, print_faults};

#[cfg(test)]
pub(crate) use run::reported;
pub(crate) use run::run;

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
