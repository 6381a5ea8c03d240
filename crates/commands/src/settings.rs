//! The config that a verb runs with.

use std::path::{Path, PathBuf};

use signalarm_alert::{Config, read_config};
use signalarm_diagnostic::Faulty;

use crate::arguments::ConfigArgument;
use crate::files;

/// The config that is taken from the working folder where none is named.
const CONFIG_FILE: &str = "signalarm.toml";

/// A variable of the environment; one that is no Unicode text counts as not set.
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The built-in settings with the config file's laid over them.
pub(crate) fn load(argument: &ConfigArgument) -> Result<Config, Faulty> {
    let in_folder = Path::new(CONFIG_FILE);
    let path = argument.config.clone().or_else(|| in_folder.is_file().then(|| PathBuf::from(in_folder)));
    let Some(path) = path else { return Ok(Config::default()) };
    let (name, text) = (files::shown(&path), files::read_text(&path)?);
    let patch = read_config(&name, &text, &environment)?;
    Config::default().patched(&patch).map_err(|faults| {
        Faulty::new(name.clone(), text.clone(), faults).unwrap_or_else(|| Faulty::unreadable(name, "faulty", ""))
    })
}
