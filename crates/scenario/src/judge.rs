//! Expectations against what was seen.

use std::collections::BTreeMap;

use signalarm_account::{Happening, What};
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_notification::Protocol;
use signalarm_time::{Duration, Timestamp};

use crate::act::Act;
use crate::expectation::{Expectation, Expected};
use crate::hearing::Hearing;
use crate::verdict::Judgement;

/// What a run has seen.
pub(crate) struct Seen<'r> {
    pub(crate) start: Timestamp,
    pub(crate) settled: &'r [(AlertName, State)],
    pub(crate) acts: &'r [Act],
    pub(crate) hearings: &'r [Hearing],
    /// How much later than the end of its window something that is expected may be seen.
    pub(crate) tolerance: Duration,
}

/// Judges one expectation.
pub(crate) fn judge(expectation: &Expectation, seen: &Seen<'_>) -> Judgement {
    let window = (seen.start + expectation.from, seen.start + expectation.until);
    let differs = match &expectation.expected {
        Expected::Reaches { alarm, state, reason } => {
            at_once_or_late(window, seen, |window| reaches(alarm, *state, reason.as_deref(), window, seen))
        }
        Expected::Never { alarm, state } => never(alarm, *state, window, seen),
        Expected::Passes { alarm, states } => {
            at_once_or_late(window, seen, |window| passes(alarm, states, window, seen))
        }
        Expected::Notified { by, protocols, count, message } => {
            let differs = |window| {
                let heard = heard(by, message, window, seen);
                let as_expected = heard.keys().eq(protocols.iter())
                    && count.is_none_or(|count| heard.values().all(|heard| *heard == count));
                if as_expected { None } else { Some(notified_in_words(by, &heard, message, window, seen)) }
            };
            if protocols.is_empty() { differs(window) } else { at_once_or_late(window, seen, differs) }
        }
        Expected::Swallowed { by, count } => {
            let swallowed = |hearing: &&Hearing| {
                let inside = window.0 <= hearing.at && hearing.at <= window.1;
                hearing.alert == *by && inside && hearing.outcome.is_swallowed()
            };
            let swallowed = seen.hearings.iter().filter(swallowed).count();
            if swallowed == *count as usize { None } else { Some(format!("it swallowed {swallowed}")) }
        }
    };
    differs.map_or(Judgement::Holds, Judgement::Differs)
}

/// What differs in a window, and still does when the target's tolerance is added to it.
fn at_once_or_late(window: Window, seen: &Seen<'_>, differs: impl Fn(Window) -> Option<String>) -> Option<String> {
    let at_once = differs(window)?;
    match seen.tolerance {
        Duration::ZERO => Some(at_once),
        tolerance => differs((window.0, window.1 + tolerance)),
    }
}

type Window = (Timestamp, Timestamp);

/// A change of an alarm's state.
struct Change<'r> {
    at: Timestamp,
    to: State,
    reason: &'r str,
}

fn changes<'r>(alarm: &AlertName, seen: &Seen<'r>) -> Vec<Change<'r>> {
    let change = |Happening { at, what }: &'r Happening| {
        let What::Transition { alarm: changed, to, reason, .. } = what else { return None };
        (changed == alarm.as_str()).then_some(Change { at: *at, to: *to, reason })
    };
    seen.acts.iter().filter_map(Act::happening).filter_map(change).collect()
}

/// The state in which an alarm enters a window.
fn state_before(alarm: &AlertName, window: Window, seen: &Seen<'_>) -> Option<State> {
    let settled = seen.settled.iter().find(|(name, _)| name == alarm).map(|(_, state)| *state);
    let changed = changes(alarm, seen).iter().rfind(|change| change.at < window.0).map(|change| change.to);
    changed.or(settled)
}

fn inside<'r>(alarm: &AlertName, window: Window, seen: &Seen<'r>) -> Vec<Change<'r>> {
    let mut found = changes(alarm, seen);
    found.retain(|change| window.0 <= change.at && change.at <= window.1);
    found
}

fn reaches(alarm: &AlertName, state: State, reason: Option<&str>, window: Window, seen: &Seen<'_>) -> Option<String> {
    let before = state_before(alarm, window, seen);
    let found = inside(alarm, window, seen);
    let Some(reason) = reason else {
        let holds = before == Some(state) || found.iter().any(|change| change.to == state);
        return if holds { None } else { Some(course(before, &found, seen)) };
    };
    let mut entered = found.iter().filter(|change| change.to == state).peekable();
    match entered.peek() {
        None => Some(course(before, &found, seen)),
        Some(first) => {
            let first = format!("the reason was: {}", first.reason);
            if entered.any(|change| change.reason == reason) { None } else { Some(first) }
        }
    }
}

fn never(alarm: &AlertName, state: State, window: Window, seen: &Seen<'_>) -> Option<String> {
    let before = state_before(alarm, window, seen);
    let found = inside(alarm, window, seen);
    let holds = before != Some(state) && found.iter().all(|change| change.to != state);
    if holds { None } else { Some(course(before, &found, seen)) }
}

fn passes(alarm: &AlertName, states: &[State], window: Window, seen: &Seen<'_>) -> Option<String> {
    let found = inside(alarm, window, seen);
    let holds = found.iter().map(|change| change.to).eq(states.iter().copied());
    if holds { None } else { Some(course(state_before(alarm, window, seen), &found, seen)) }
}

/// An alarm's way through a window, in words.
fn course(before: Option<State>, found: &[Change<'_>], seen: &Seen<'_>) -> String {
    let Some(before) = before else { return "there is no such alarm".to_owned() };
    let mut words = format!("it was {before}");
    for change in found {
        let since = change.at.since(seen.start).offset_form();
        words.push_str(&format!(", {} at {since}", change.to));
    }
    if found.is_empty() { words + " all the time" } else { words }
}

/// How many notifications each protocol got.
fn heard(
    by: &AlertName,
    members: &serde_json::Map<String, serde_json::Value>,
    window: Window,
    seen: &Seen<'_>,
) -> BTreeMap<Protocol, u32> {
    let mut heard = BTreeMap::new();
    for notified in seen.acts.iter().filter_map(Act::notified) {
        let inside = window.0 <= notified.at && notified.at <= window.1;
        if inside && notified.alarm == by.as_str() && notified.has_members(members) {
            *heard.entry(notified.endpoint.protocol()).or_insert(0) += 1;
        }
    }
    heard
}

fn notified_in_words(
    by: &AlertName,
    counted: &BTreeMap<Protocol, u32>,
    members: &serde_json::Map<String, serde_json::Value>,
    window: Window,
    seen: &Seen<'_>,
) -> String {
    let all = heard(by, &serde_json::Map::new(), window, seen);
    if members.is_empty() || all == *counted {
        return format!("it notified {}", heard_in_words(counted));
    }
    format!("it notified {} with such a message, and {} in all", heard_in_words(counted), heard_in_words(&all))
}

fn heard_in_words(heard: &BTreeMap<Protocol, u32>) -> String {
    if heard.is_empty() {
        return "nobody".to_owned();
    }
    let words: Vec<String> = heard.iter().map(|(protocol, count)| format!("{count} by {protocol}")).collect();
    words.join(", ")
}
