//! `config`: is the file sound, and what holds.

use std::fmt::Write;

use serde_json::{Value, json};
use signalarm_alert::{AlertName, Config};
use signalarm_diagnostic::Faulty;
use signalarm_report::{Mask, config_json, faults_json};

use crate::arguments::{ConfigCheckArguments, ConfigShowArguments, ConfigVerb, PlainFormat};
use crate::exit::Exit;
use crate::settings;
use crate::terminal::{document, print, print_faults};

/// Does what the verb says.
pub(crate) fn run(verb: &ConfigVerb) -> Exit {
    match verb {
        ConfigVerb::Check(arguments) => check(arguments),
        ConfigVerb::Show(arguments) => show(arguments),
    }
}

/// Reports every fault, and what is sound and hardly meant so: alerts that nobody hears.
fn check(arguments: &ConfigCheckArguments) -> Exit {
    let checked = settings::load(&arguments.config).and_then(|config| {
        settings::deployable(&config, &arguments.config)?;
        Ok(config)
    });
    let (config, faulty) = match checked {
        Ok(config) => (Some(config), Vec::new()),
        Err(faulty) => (None, vec![faulty]),
    };
    print_faults(&faulty);
    let exit = if faulty.is_empty() { Exit::Ok } else { Exit::Faulty };
    let unheard = config.as_ref().map(unheard).unwrap_or_default();
    match arguments.format {
        PlainFormat::Json => print(&document(&check_json(&unheard, &faulty)), exit),
        PlainFormat::Text => match config {
            Some(config) => print(&check_text(&config, &unheard, &settings::named(&arguments.config)), exit),
            None => exit,
        },
    }
}

/// The alerts that nobody would hear in an account, and where to name somebody.
fn unheard(config: &Config) -> Vec<(AlertName, String)> {
    let place = config.presumed_place();
    let Ok(deployment) = config.deployment(&place.account, &place.region) else { return Vec::new() };
    let table = |name: &AlertName| match *name == AlertName::SILENCE {
        true => "[silence]".to_owned(),
        false => format!("[alerts.{name}]"),
    };
    deployment.chain.unheard().into_iter().map(|name| (name.clone(), table(name))).collect()
}

fn check_text(config: &Config, unheard: &[(AlertName, String)], named: &str) -> String {
    let mut text = String::new();
    for (name, table) in unheard {
        writeln!(text, "warning: nobody hears {name}; name subscribers under {table}").expect("a string takes it");
    }
    text + &format!("{named}: sound, {} alerts, {} that nobody hears\n", config.alert_count() + 1, unheard.len())
}

fn check_json(unheard: &[(AlertName, String)], faulty: &[Faulty]) -> Value {
    let unheard: Vec<&str> = unheard.iter().map(|(name, _)| name.as_str()).collect();
    json!({ "format": 1, "sound": faulty.is_empty(), "unheard": unheard, "faults": faults_json(faulty) })
}

/// Prints what differs, or everything that holds.
fn show(arguments: &ConfigShowArguments) -> Exit {
    let config = match settings::load(&arguments.config) {
        Ok(config) => config,
        Err(faulty) => {
            print_faults(&[faulty]);
            return Exit::Faulty;
        }
    };
    let effective = match arguments.effective {
        true => config.effective(),
        false => config.effective().beyond(&Config::default().effective()),
    };
    let mask = match arguments.show_endpoints {
        true => Mask::nothing(),
        false => Mask::of(&config.simulated_chain()).with_accounts(&config.accounts()),
    };
    match arguments.format {
        PlainFormat::Json => print(&document(&config_json(&effective, &mask)), Exit::Ok),
        PlainFormat::Text => {
            let text = effective.to_string();
            let masked = mask.apply(&text);
            let remark = match (text.is_empty(), masked == text) {
                (true, _) => "# nothing differs from the built-in settings; --effective prints them\n",
                (false, true) => "",
                (false, false) => "# masked; --show-endpoints prints it so that it can be read back\n",
            };
            print(&format!("{remark}{masked}"), Exit::Ok)
        }
    }
}
