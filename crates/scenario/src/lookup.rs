//! What the parts of a scenario file name in each other: alerts, steps, lines.

use std::collections::BTreeMap;

use signalarm_alert::{AlertName, Chain};
use signalarm_diagnostic::{Fault, Placed, nearest};
use signalarm_time::Duration;

/// A step as an expectation counts from it.
pub(crate) struct Window {
    pub(crate) id: Option<String>,
    /// The byte at which the step stands.
    pub(crate) place: usize,
    pub(crate) from: Duration,
    /// Whether the step makes a record.
    pub(crate) makes_record: bool,
    /// Whether the step changes filters and alarms.
    pub(crate) configures: bool,
}

/// The name, if an alert of the chain or the silence alarm bears it.
pub(crate) fn known_alert(name: &Placed<AlertName>, chain: &Chain, faults: &mut Vec<Fault>) -> Option<AlertName> {
    if chain.names().any(|known| *known == name.value) {
        return Some(name.value.clone());
    }
    let cure = match nearest(name.value.as_str(), chain.names().map(AlertName::as_str)) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "define it under [config.alerts], or name one of the four".to_owned(),
    };
    faults.push(name.fault(format!("there is no alert {}", name.value)).cure(cure));
    None
}

/// The line of a byte, from 1.
pub(crate) fn line_of(text: &str, byte: usize) -> usize {
    text.as_bytes()[..byte.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Steps by the ids that expectations may name.
pub(crate) fn ids(windows: &[Window]) -> BTreeMap<&str, &Window> {
    windows.iter().filter_map(|window| Some((window.id.as_deref()?, window))).collect()
}
