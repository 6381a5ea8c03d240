//! The smallest scenario of a cell, with expectations that show its verdict.

use std::collections::BTreeSet;

use signalarm_account::{Happening, What};
use signalarm_alert::AlertName;
use signalarm_notification::Protocol;
use signalarm_scenario::{Action, Expectation, Expected, Scenario, TargetError};
use signalarm_time::Duration;

use super::course::is_event;
use super::verdict::{event, judge, until_told};
use super::{Cell, CellVerdict, Trial};
use crate::play::{Story, play};
use crate::shrink::shrink;

/// The smallest scenario in which the same becomes of the sign-in, with what must be seen of it.
///
/// # Errors
///
/// When the account refuses the chain itself.
pub fn minimal(cell: &Cell, trial: &Trial, alert: &AlertName) -> Result<Scenario, TargetError> {
    let tail = tail(&cell.scenario);
    let smallest = shrink(&cell.scenario, &mut |scenario| {
        // What nobody hears within minutes may be heard later.
        tail <= self::tail(scenario)
            && is_whole(scenario, trial, alert)
            && play(scenario).is_ok_and(|story| judge(&story, alert).verdict == cell.verdict)
    });
    let story = play(&smallest)?;
    let expectations = expectations(&story, alert, cell);
    let last = smallest.steps.iter().map(|step| step.at).chain(expectations.iter().map(|one| one.until)).max();
    // What was heard needs no silence after it.
    let length = match cell.verdict {
        CellVerdict::Heard => last.unwrap_or(smallest.length),
        _ => smallest.length,
    };
    Ok(Scenario { expectations, length, ..smallest })
}

/// How long a story goes on behind its last step.
fn tail(scenario: &Scenario) -> Duration {
    let last = scenario.steps.last().map_or(Duration::ZERO, |step| step.at);
    Duration::from_millis(scenario.length.as_millis().saturating_sub(last.as_millis()))
}

/// Whether both are still there, the fault and what the alert should tell of.
fn is_whole(scenario: &Scenario, trial: &Trial, alert: &AlertName) -> bool {
    let breaks = |action: &Action| matches!(action, Action::Break(fault) if fault.kind() == trial.kind);
    scenario.steps.iter().any(|step| breaks(&step.action))
        && scenario.steps.iter().any(|step| is_event(&step.action, alert))
}

fn expectations(story: &Story, alert: &AlertName, cell: &Cell) -> Vec<Expectation> {
    let Some(event) = event(story, alert) else { return Vec::new() };
    let (begin, end) = (story.scenario.steps.first().map_or(event.at, |step| step.at), story.scenario.length);
    let until = event.at + until_told(story, alert);
    // The silence alarm may have told of the fault before the trail was stopped as well.
    let from = if *alert == AlertName::SILENCE { begin } else { event.at };
    let told = |by: &AlertName, from, until| notified(story, by, from, until);
    match cell.verdict {
        CellVerdict::Heard => vec![told(alert, from, until)],
        CellVerdict::Late => vec![told(alert, from, until), told(alert, from, end)],
        CellVerdict::Swallowed => vec![swallowed(story, alert, from, until)],
        CellVerdict::Loud => {
            let others = cell.others.iter().map(|other| told(other, begin, end));
            std::iter::once(told(alert, from, end)).chain(others).collect()
        }
        CellVerdict::Silent => {
            let others = story.simulator.chain().names().filter(|name| *name != alert);
            std::iter::once(told(alert, from, end)).chain(others.map(|other| told(other, begin, end))).collect()
        }
    }
}

/// Who was notified by an alert in a window.
fn notified(story: &Story, by: &AlertName, from: Duration, until: Duration) -> Expectation {
    let start = story.scenario.start;
    let protocol = |Happening { at, what }: &Happening| match what {
        What::Notified { alarm, endpoint, .. }
            if alarm == by.as_str() && start + from <= *at && *at <= start + until =>
        {
            Some(endpoint.protocol())
        }
        _ => None,
    };
    let protocols: BTreeSet<Protocol> = story.simulator.account().journal().iter().filter_map(protocol).collect();
    let expected = Expected::Notified { by: by.clone(), protocols, count: None, message: serde_json::Map::new() };
    Expectation { line: 0, from, until, expected }
}

/// How many were swallowed in a window.
fn swallowed(story: &Story, by: &AlertName, from: Duration, until: Duration) -> Expectation {
    let start = story.scenario.start;
    let inside = story.hearings.iter().filter(|hearing| {
        hearing.alert == *by
            && start + from <= hearing.at
            && hearing.at <= start + until
            && hearing.outcome.is_swallowed()
    });
    let count = u32::try_from(inside.count()).unwrap_or(u32::MAX);
    Expectation { line: 0, from, until, expected: Expected::Swallowed { by: by.clone(), count } }
}
