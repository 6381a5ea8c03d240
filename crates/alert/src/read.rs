//! The config file: TOML to a [`Patch`], every fault at once.

use signalarm_alarm::{MissingData, Period};
use signalarm_diagnostic::toml::{self, Kind, Node, Table};
use signalarm_diagnostic::{Fault, Faulty};
use signalarm_filter_pattern::Pattern;
use signalarm_notification::Endpoint;
use signalarm_time::Duration;

use crate::config::{AlarmPatch, AlertPatch, Patch, every_event};
use crate::lint::{broken_control, read_allowances};
use crate::name::AlertName;

/// The one format that this version reads.
pub const FORMAT: i64 = 1;

/// What treatments of missing data are called, in AWS's words.
/// The longest period of an alert.
const PERIOD_MAX: Duration = Duration::from_secs(86_400);

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
    // A config only: where a patch stands elsewhere, in a scenario, nothing is linted.
    let allowances = read_allowances(&mut table, &mut faults);
    let patch = Patch { allowances, ..read_patch(table, environment, &mut faults) };
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
    if let Some(mut trail) = table.optional("trail").and_then(|node| node.table("[trail]", faults)) {
        patch.trail = trail.optional("name").and_then(|node| node.parsed(faults));
        patch.log_group = trail.optional("log-group").and_then(|node| node.parsed(faults));
        patch.role = trail.optional("role").and_then(|node| node.parsed(faults));
        trail.finish(faults);
    }
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

fn read_subscribers(
    table: &mut Table<'_>,
    environment: Environment<'_>,
    faults: &mut Vec<Fault>,
) -> Option<Vec<Endpoint>> {
    let mut endpoints: Vec<Endpoint> = Vec::new();
    for node in table.optional("subscribers")?.array(faults)? {
        let Some(endpoint) = read_subscriber(&node, environment, faults) else { continue };
        if endpoints.contains(&endpoint) {
            faults.push(node.fault("the same subscriber stands here twice").cure("take one of them away"));
        }
        endpoints.push(endpoint);
    }
    Some(endpoints)
}

fn read_subscriber(node: &Node<'_>, environment: Environment<'_>, faults: &mut Vec<Fault>) -> Option<Endpoint> {
    let mut table = node.table("a subscriber", faults)?;
    let found = table.which(&["email", "sms"]);
    let span = table.span();
    table.finish(faults);
    let [node] = found.as_slice() else {
        let fault = Fault::new(span, "a subscriber has exactly one of `email` and `sms`");
        faults.push(fault.cure("write { email = \"you@example.org\" } or { sms = \"+12025550123\" }"));
        return None;
    };
    let value = resolved(node, environment, faults)?;
    match node.key() {
        "email" => value.parsed(node, faults).map(Endpoint::Email),
        _ => value.parsed(node, faults).map(Endpoint::Sms),
    }
}

/// A text, as it stands in the file or as it was found in the environment.
struct Resolved {
    text: String,
    variable: Option<String>,
}

impl Resolved {
    fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(
        &self,
        node: &Node<'_>,
        faults: &mut Vec<Fault>,
    ) -> Option<T> {
        match (self.text.parse(), &self.variable) {
            (Ok(value), _) => Some(value),
            (Err(error), None) => {
                faults.push(node.fault(format!("`{}`: {error}", node.key())));
                None
            }
            // What stands in the environment is not for every reader's eyes, so it is not repeated.
            (Err(_), Some(variable)) => {
                let message = format!("`{}`: the environment variable {variable} holds no valid value", node.key());
                faults.push(node.fault(message).cure("write it as you would in this file"));
                None
            }
        }
    }
}

/// `"text"`, or `{ env = "NAME" }`.
fn resolved(node: &Node<'_>, environment: Environment<'_>, faults: &mut Vec<Fault>) -> Option<Resolved> {
    if node.kind() != Kind::Table {
        return node.string(faults).map(|text| Resolved { text: text.to_owned(), variable: None });
    }
    let mut table = node.table("a value from the environment", faults)?;
    let variable = table.required("env", "write { env = \"NAME\" }", faults);
    let variable = variable.and_then(|node| node.string(faults));
    table.finish(faults);
    let variable = variable?;
    let Some(text) = environment(variable) else {
        faults.push(
            node.fault(format!("the environment variable {variable} is not set"))
                .cure("set it, or write the value here"),
        );
        return None;
    };
    Some(Resolved { text, variable: Some(variable.to_owned()) })
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
