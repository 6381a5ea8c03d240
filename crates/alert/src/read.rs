//! The config file: TOML to a [`Patch`], every fault at once.

mod prices;
mod subscribers;
mod trail;

use signalarm_alarm::{MissingData, Period};
use signalarm_diagnostic::toml::{self, Kind, Node, Table};
use signalarm_diagnostic::{Fault, Faulty};
use signalarm_filter_pattern::Pattern;
use signalarm_time::Duration;

use self::prices::read_prices;
use self::subscribers::{read_subscribers, resolved};
use self::trail::{read_topics, read_trail};

use crate::config::{AlarmPatch, AlertPatch, Patch, every_event};
use crate::lint::{broken_control, read_allowances};
use crate::name::AlertName;

/// The one format that this version reads.
pub const FORMAT: i64 = 1;

/// The longest period of an alert.
const PERIOD_MAX: Duration = Duration::from_secs(86_400);

/// What treatments of missing data are called, in AWS's words.
const MISSING_DATA: [(&str, MissingData); 4] = [
    ("missing", MissingData::Missing),
    ("ignore", MissingData::Ignore),
    ("breaching", MissingData::Breaching),
    ("notBreaching", MissingData::NotBreaching),
];

/// Looks up a variable of the environment: pure code gets it as an argument.
pub type Environment<'e> = &'e dyn Fn(&str) -> Option<String>;

/// Reads a config file.
///
/// # Errors
///
/// The file with all its faults.
pub fn read_config(name: &str, text: &str, environment: Environment<'_>) -> Result<Patch, Faulty> {
    let (document, mut faults) = toml::parse(text);
    let mut table = document.root("the config");
    read_format(&mut table, &mut faults);
    // A config only: where a patch stands elsewhere, in a scenario, nothing is linted and nothing costs.
    let allowances = read_allowances(&mut table, &mut faults);
    let prices = read_prices(&mut table, &mut faults);
    let patch = Patch { allowances, prices, ..read_patch(table, environment, &mut faults) };
    match Faulty::new(name, text, faults) {
        Some(faulty) => Err(faulty),
        None => Ok(patch),
    }
}

/// Reads `format = 1`, which every file of ours begins with.
pub fn read_format(table: &mut Table<'_>, faults: &mut Vec<Fault>) {
    let Some(node) = table.required("format", "begin the file with `format = 1`", faults) else { return };
    if node.integer(1..=i64::MAX, faults).is_some_and(|format| format != FORMAT) {
        faults
            .push(node.fault(format!("this version reads format {FORMAT}")).cure("take a newer version of signalarm"));
    }
}

/// Reads the settings of a config, wherever its table stands; unknown keys are faults.
pub fn read_patch(mut table: Table<'_>, environment: Environment<'_>, faults: &mut Vec<Fault>) -> Patch {
    let mut patch = Patch {
        account: table.optional("account").and_then(|node| resolved(&node, environment, faults)?.parsed(&node, faults)),
        region: table.optional("region").and_then(|node| node.parsed(faults)),
        namespace: table.optional("namespace").and_then(|node| node.parsed(faults)),
        defaults: read_alarm(&mut table, faults),
        ..Patch::default()
    };
    if let Some(trail) = table.optional("trail").and_then(|node| read_trail(&node, environment, faults)) {
        patch.trail = trail;
    }
    patch.topic_key = table.optional("topics").and_then(|node| read_topics(&node, environment, faults));
    if let Some(alerts) = table.optional("alerts").and_then(|node| node.table("[alerts]", faults)) {
        let entries = alerts.entries();
        patch.alerts = entries.iter().filter_map(|entry| read_alert(entry, environment, faults)).collect();
    }
    if let Some(mut silence) = table.optional("silence").and_then(|node| node.table("[silence]", faults)) {
        patch.silence_subscribers = read_subscribers(&mut silence, environment, faults);
        silence.finish(faults);
    }
    table.finish(faults);
    patch
}

fn read_alert(entry: &Node<'_>, environment: Environment<'_>, faults: &mut Vec<Fault>) -> Option<AlertPatch> {
    let name = match entry.key().parse::<AlertName>() {
        Ok(name) if name == AlertName::SILENCE => {
            let fault = Fault::new(entry.key_span(), format!("{name} is the silence alarm and has no pattern"));
            faults.push(fault.cure("name its subscribers under [silence]"));
            None
        }
        Ok(name) => Some(name),
        Err(error) => {
            faults.push(Fault::new(entry.key_span(), error.to_string()));
            None
        }
    };
    let mut table = entry.table("an alert", faults)?;
    let patch = AlertPatch {
        name_span: entry.key_span(),
        pattern: table.optional("pattern").and_then(|node| read_pattern(&node, faults)),
        alarm: read_alarm(&mut table, faults),
        subscribers: read_subscribers(&mut table, environment, faults),
        // Without a valid name the patch is dropped below; its other faults are told all the same.
        name: name.clone().unwrap_or(AlertName::SILENCE),
    };
    table.finish(faults);
    name.map(|_| patch)
}

fn read_alarm(table: &mut Table<'_>, faults: &mut Vec<Fault>) -> AlarmPatch {
    AlarmPatch {
        period: table.optional("period").and_then(|node| read_period(&node, faults)),
        default_value: table.optional("default-value").and_then(|node| read_default_value(&node, faults)),
        missing_data: table.optional("missing-data").and_then(|node| node.choice(&MISSING_DATA, faults)),
        notify_ok: table.optional("notify-ok").and_then(|node| node.boolean(faults)),
    }
}

/// The metric of a metric filter has a datapoint each minute, and one day is as far as an alert looks.
fn read_period(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<Period> {
    let duration: Duration = node.parsed(faults)?;
    let period = Period::new(duration)
        .ok()
        .filter(|period| (Period::MINUTE.duration()..=PERIOD_MAX).contains(&period.duration()));
    if period.is_none() {
        let fault = node.fault(format!("`{}`: {duration} is no period of an alert", node.key()));
        faults.push(fault.cure(format!("write whole minutes, at most {PERIOD_MAX}")));
    }
    period
}

/// A number, or `"none"`.
fn read_default_value(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<Option<f64>> {
    if node.kind() != Kind::String {
        return node.number(faults).map(Some);
    }
    let is_none = node.string(faults) == Some("none");
    if !is_none {
        faults.push(node.fault(format!("`{}` must be a number, or \"none\"", node.key())));
    }
    is_none.then_some(None)
}

fn read_pattern(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<Pattern> {
    let text = node.string(faults)?;
    match Pattern::parse(text) {
        Ok(pattern) => Some(pattern),
        Err(found) => {
            faults.extend(found.iter().map(|fault| {
                let span = node.within_string(fault.span.clone());
                Fault::new(span, fault.message()).label(fault.label()).cure(fault.cure())
            }));
            if let Some(control) = broken_control(text) {
                let fault = node.fault(format!("this is {control}, broken in copying"));
                faults.push(fault.cure(format!("write {}", control.pattern)));
            }
            Some(every_event())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_of_whole_minutes_and_at_most_a_day() {
        let read = |period: &str| {
            let text = format!("format = 1\nperiod = \"{period}\"\n");
            read_config("config", &text, &|_| None).map_err(|faulty| faulty.faults[0].message.clone())
        };
        for period in ["60s", "5m", "1d"] {
            assert!(read(period).is_ok(), "{period}");
        }
        for period in ["0s", "10s", "90s", "1d 1m", "2d"] {
            assert!(read(period).unwrap_err().ends_with("is no period of an alert"), "{period}");
        }
    }
}
