//! Expectations: their windows, and whether they can hold at all.

use signalarm_alarm::{MissingData, State};
use signalarm_alert::{AlertName, Chain};
use signalarm_diagnostic::{Fault, Placed, nearest};
use signalarm_time::Duration;

use crate::draft::{DraftExpectation, DraftExpected};
use crate::expectation::{Expectation, Expected};
use crate::lookup::{Window, ids, known_alert, line_of};

/// Checks all expectations; gives those that are sound, and the end of the last window.
pub(crate) fn check_expectations(
    drafts: Vec<DraftExpectation>,
    chain: &Chain,
    windows: &[Window],
    text: &str,
    faults: &mut Vec<Fault>,
) -> (Vec<Expectation>, Duration) {
    let mut checked: Vec<(Placed<()>, Expectation)> = Vec::new();
    for draft in drafts {
        let place = draft.place.clone();
        if let Some(expectation) = check_one(draft, chain, windows, text, faults) {
            for (_, other) in &checked {
                if contradict(other, &expectation) {
                    let message = format!("this contradicts line {}: both can never hold", other.line);
                    faults.push(place.fault(message).cure("take one of the two away, or move its window"));
                }
            }
            checked.push((place, expectation));
        }
    }
    let expectations: Vec<Expectation> = checked.into_iter().map(|(_, expectation)| expectation).collect();
    let until = expectations.iter().map(|expectation| expectation.until).max().unwrap_or(Duration::ZERO);
    (expectations, until)
}

fn check_one(
    draft: DraftExpectation,
    chain: &Chain,
    windows: &[Window],
    text: &str,
    faults: &mut Vec<Fault>,
) -> Option<Expectation> {
    let from = window_start(&draft, windows, faults);
    let line = line_of(text, draft.place.span.start);
    let expected = check_expected(draft.what?, chain, windows, faults);
    let (from, within, expected) = (from?, draft.within?.value, expected?);
    Some(Expectation { line, from, until: from + within, expected })
}

fn window_start(draft: &DraftExpectation, windows: &[Window], faults: &mut Vec<Fault>) -> Option<Duration> {
    let Some(after) = &draft.after else {
        let above = windows.iter().rfind(|window| window.place < draft.place.span.start);
        return Some(above.map_or(Duration::ZERO, |window| window.from));
    };
    let ids = ids(windows);
    if let Some(window) = ids.get(after.value.as_str()) {
        return Some(window.from);
    }
    let cure = match nearest(&after.value, ids.keys().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("give the step that you mean the id: id = \"{}\"", after.value),
    };
    faults.push(after.fault(format!("no step has the id “{}”", after.value)).cure(cure));
    None
}

fn check_expected(what: DraftExpected, chain: &Chain, windows: &[Window], faults: &mut Vec<Fault>) -> Option<Expected> {
    match what {
        DraftExpected::State { alarm, state, reason } => {
            let alarm = known_alert(&alarm, chain, faults)?;
            check_state(&alarm, &state, chain, windows, faults);
            Some(Expected::Reaches { alarm, state: state.value, reason })
        }
        DraftExpected::Never { alarm, state } => {
            Some(Expected::Never { alarm: known_alert(&alarm, chain, faults)?, state: state.value })
        }
        DraftExpected::States { alarm, states } => {
            let alarm = known_alert(&alarm, chain, faults)?;
            for pair in states.windows(2).filter(|pair| pair[0].value == pair[1].value) {
                let fault = pair[1].fault("an alarm cannot go to the state that it is in");
                faults.push(fault.cure("name each state once for each time that it is entered"));
            }
            for state in &states {
                check_state(&alarm, state, chain, windows, faults);
            }
            Some(Expected::Passes { alarm, states: states.into_iter().map(|state| state.value).collect() })
        }
        DraftExpected::Notified { by, protocols, count, message } => {
            let by = known_alert(&by, chain, faults)?;
            for protocol in protocols.iter().filter(|protocol| !chain.has_subscriber(&by, protocol.value)) {
                let fault =
                    protocol.fault(format!("this can never hold: {by} has no subscriber by {}", protocol.value));
                faults.push(fault.cure("add a subscriber under [config.alerts], or expect another protocol"));
            }
            if let Some(count) = count.as_ref().filter(|_| protocols.is_empty()) {
                faults.push(count.fault("nobody is notified no times").cure("leave `count` away, or name protocols"));
            }
            let protocols = protocols.into_iter().map(|protocol| protocol.value).collect();
            Some(Expected::Notified { by, protocols, count: count.map(|count| count.value), message })
        }
        DraftExpected::Swallowed { by, count } => {
            let by = known_alert(&by, chain, faults)?;
            if windows.iter().all(|window| !window.makes_record) && count.value != 0 {
                let fault = count.fault("this can never hold: no step makes a record that could be swallowed");
                faults.push(fault.cure("add a sign-in"));
            }
            Some(Expected::Swallowed { by, count: count.value })
        }
    }
}

/// An alarm that fills gaps in, one way or the other, never has too little data.
fn check_state(alarm: &AlertName, state: &Placed<State>, chain: &Chain, windows: &[Window], faults: &mut Vec<Fault>) {
    let missing_data = chain.alert(alarm).map_or(MissingData::Breaching, |alert| alert.missing_data);
    let fills = matches!(missing_data, MissingData::Breaching | MissingData::NotBreaching);
    let changes = windows.iter().any(|window| window.configures);
    if state.value == State::InsufficientData && fills && !changes {
        let message = format!("this can never hold: {alarm} treats missing data as {missing_data}");
        faults.push(state.fault(message).cure("set missing-data = \"missing\", or expect another state"));
    }
}

/// Whether no run at all can fulfil both.
fn contradict(one: &Expectation, other: &Expectation) -> bool {
    let inside = |inner: &Expectation, outer: &Expectation| outer.from <= inner.from && inner.until <= outer.until;
    match (&one.expected, &other.expected) {
        (Expected::Never { alarm, state }, Expected::Reaches { alarm: other_alarm, state: reached, .. }) => {
            alarm == other_alarm && state == reached && inside(other, one)
        }
        (Expected::Never { alarm, state }, Expected::Passes { alarm: other_alarm, states }) => {
            alarm == other_alarm && states.contains(state) && inside(other, one)
        }
        (Expected::Reaches { .. } | Expected::Passes { .. }, Expected::Never { .. }) => contradict(other, one),
        (
            Expected::Notified { by, protocols, message, .. },
            Expected::Notified { by: other_by, protocols: other_protocols, message: other_message, .. },
        ) => {
            let silent = |inner: &Expectation, loud: bool, outer: &Expectation, quiet: bool| {
                loud && quiet && inside(inner, outer)
            };
            by == other_by
                && message.is_empty()
                && other_message.is_empty()
                && (silent(one, !protocols.is_empty(), other, other_protocols.is_empty())
                    || silent(other, !other_protocols.is_empty(), one, protocols.is_empty()))
        }
        _ => false,
    }
}
