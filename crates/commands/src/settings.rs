//! The config that a verb runs with.

use std::path::{Path, PathBuf};

use signalarm_alert::{Config, NotDeployable, read_config};
use signalarm_diagnostic::{Fault, Faulty};

use crate::arguments::ConfigArgument;
use crate::files;

/// The config that is taken from the working folder where none is named.
pub(crate) const CONFIG_FILE: &str = "signalarm.toml";

/// A variable of the environment; one that is no Unicode text counts as not set.
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The built-in settings with the config file's laid over them.
pub(crate) fn load(argument: &ConfigArgument) -> Result<Config, Faulty> {
    let Some(path) = path(argument) else { return Ok(Config::default()) };
    let (name, text) = (files::shown(&path), files::read_text(&path)?);
    let patch = read_config(&name, &text, &environment)?;
    Config::default().patched(&patch).map_err(|faults| {
        Faulty::new(name.clone(), text.clone(), faults).unwrap_or_else(|| Faulty::unreadable(name, "faulty", ""))
    })
}

fn path(argument: &ConfigArgument) -> Option<PathBuf> {
    let in_folder = Path::new(CONFIG_FILE);
    argument.config.clone().or_else(|| in_folder.is_file().then(|| PathBuf::from(in_folder)))
}

/// What the settings come from, for reports.
pub(crate) fn named(argument: &ConfigArgument) -> String {
    path(argument).map_or_else(|| "the built-in settings".to_owned(), |path| files::shown(&path))
}

/// Whether the settings fit together for the place that they name themselves.
pub(crate) fn deployable(config: &Config, argument: &ConfigArgument) -> Result<(), Faulty> {
    let place = config.presumed_place();
    config.deployment(&place.account, &place.region).map(|_| ()).map_err(|reasons| not_deployable(argument, &reasons))
}

/// All reasons why settings cannot be deployed.
pub(crate) fn not_deployable(argument: &ConfigArgument, reasons: &[NotDeployable]) -> Faulty {
    let faults = reasons.iter().map(|reason| Fault::new(0..0, reason.to_string())).collect();
    Faulty { name: named(argument), text: String::new(), faults }
}
