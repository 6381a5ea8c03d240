//! `scenario blind-spots`: the table of a config, held against another one, and the scenarios that show its cells.

use std::path::Path;

use signalarm_alert::AlertName;
use signalarm_chaos::{BlindSpots, Cell, Trial, blind_spots, minimal};
use signalarm_report::{Sighted, blind_spots_json, blind_spots_text};
use signalarm_scenario::scenario_text;

use crate::arguments::{BlindSpotsArguments, ConfigArgument, PlainFormat};
use crate::exit::Exit;
use crate::settings;
use crate::terminal::{complain, print, print_faults};

/// Fills the tables and reports.
pub(crate) fn run(arguments: &BlindSpotsArguments) -> Exit {
    match answer(arguments) {
        Ok(text) => print(&text, Exit::Ok),
        Err(why) => {
            if !why.is_empty() {
                complain(&format!("error: {why}\n"));
            }
            Exit::Faulty
        }
    }
}

/// The report, or what is wrong in words; nothing where it has been told already.
fn answer(arguments: &BlindSpotsArguments) -> Result<String, String> {
    let one = table(&arguments.config)?;
    let other = arguments.against.clone().map(|file| ConfigArgument { config: Some(file) });
    let against = other.as_ref().map(table).transpose()?;
    if let Some(folder) = &arguments.out {
        write_all(&one, folder, &settings::named(&arguments.config))?;
    }
    let (name, other_name) = (settings::named(&arguments.config), other.as_ref().map(settings::named));
    let one = Sighted { name: &name, table: &one };
    let against = against.as_ref().zip(other_name.as_ref()).map(|(table, name)| Sighted { name, table });
    Ok(match arguments.format {
        PlainFormat::Text => blind_spots_text(one, against),
        PlainFormat::Json => blind_spots_json(one, against),
    })
}

fn table(argument: &ConfigArgument) -> Result<BlindSpots, String> {
    let config = settings::load(argument).map_err(|faulty| {
        print_faults(&[faulty]);
        String::new()
    })?;
    blind_spots(&config).map_err(|lost| lost.to_string())
}

fn write_all(table: &BlindSpots, folder: &Path, config: &str) -> Result<(), String> {
    let failed =
        |error: std::io::Error| format!("{} cannot be made: {error}; name another folder by --out", folder.display());
    std::fs::create_dir_all(folder).map_err(failed)?;
    for (trial, alert, cell) in table.cells() {
        let file = folder.join(file_name(trial, alert));
        let text = cell_text(trial, alert, cell, config)?;
        std::fs::write(&file, text).map_err(|error| format!("{} cannot be written: {error}", file.display()))?;
    }
    Ok(())
}

fn file_name(trial: &Trial, alert: &AlertName) -> String {
    format!("{}--{alert}.toml", trial.to_string().replace(' ', "-"))
}

/// The smallest scenario of a cell, as a file.
fn cell_text(trial: &Trial, alert: &AlertName, cell: &Cell, config: &str) -> Result<String, String> {
    let smallest = minimal(cell, trial, alert).map_err(|lost| lost.to_string())?;
    let lost = cell.lost_at.map(|link| format!("; lost at the {link}")).unwrap_or_default();
    let comments = [format!("With {config}, at worst: {}{lost}.", cell.verdict), format!("How: {}.", cell.course)];
    scenario_text(&smallest, &comments).map_err(|why| format!("{trial} against {alert} cannot be written: {why}"))
}
