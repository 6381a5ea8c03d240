//! Expectations: their windows, and whether they can hold at all.

use signalarm_alarm::{MissingData, State};
use signalarm_alert::{AlertName, Chain};
use signalarm_diagnostic::{Fault, Placed, nearest};
use signalarm_time::Duration;

use crate::draft::{DraftExpectation, DraftExpected};
use crate::expectation::{Expectation, Expected};
use crate::lookup::{Window, ids, known_alert, line_of};

/// Checks all expectations; gives those that are sound, and when the last of them can be judged.
pub(crate) fn check_expectations(
    drafts: Vec<DraftExpectation>,
    chain: &Chain,
    windows: &[Window],
    text: &str,
    faults: &mut Vec<Fault>,
) -> (Vec<Expectation>, Option<Placed<Duration>>) {
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
    let judged = |(place, expectation): &(Placed<()>, Expectation)| Placed {
        value: judged_at(expectation, chain),
        span: place.span.clone(),
    };
    let last = checked.iter().map(judged).max_by_key(|judged| judged.value);
    (checked.into_iter().map(|(_, expectation)| expectation).collect(), last)
}

/// When an expectation can be judged: at the end of its window; what was swallowed in it shows when the alarm has been
/// evaluated with all of it.
fn judged_at(expectation: &Expectation, chain: &Chain) -> Duration {
    match &expectation.expected {
        Expected::Swallowed { by, .. } => {
            let range = chain.alert(by).map(|alert| chain.metric_alarm(alert).rule.range_duration());
            expectation.until + range.unwrap_or(Duration::ZERO) + Duration::MINUTE
        }
        Expected::Reaches { .. } | Expected::Never { .. } | Expected::Passes { .. } | Expected::Notified { .. } => {
            expectation.until
        }
    }
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
    let alert = draft.alert.and_then(|alert| known_alert(&alert, chain, faults));
    let expected = check_expected(draft.what?, alert?, chain, windows, faults);
    let (from, within) = (from?, draft.within?.value);
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

fn check_expected(
    what: DraftExpected,
    alert: AlertName,
    chain: &Chain,
    windows: &[Window],
    faults: &mut Vec<Fault>,
) -> Expected {
    match what {
        DraftExpected::State { state, reason } => {
            check_state(&alert, &state, chain, windows, faults);
            Expected::Reaches { alarm: alert, state: state.value, reason }
        }
        DraftExpected::Never { state } => Expected::Never { alarm: alert, state: state.value },
        DraftExpected::States { states } => {
            for pair in states.windows(2).filter(|pair| pair[0].value == pair[1].value) {
                let fault = pair[1].fault("an alarm cannot go to the state that it is in");
                faults.push(fault.cure("name each state once for each time that it is entered"));
            }
            for state in &states {
                check_state(&alert, state, chain, windows, faults);
            }
            Expected::Passes { alarm: alert, states: states.into_iter().map(|state| state.value).collect() }
        }
        DraftExpected::Notified { protocols, count, message } => {
            for protocol in protocols.iter().filter(|protocol| !chain.has_subscriber(&alert, protocol.value)) {
                let message = format!("this can never hold: {alert} has no subscriber by {}", protocol.value);
                let cure = "add a subscriber under [config.alerts], or expect another protocol";
                faults.push(protocol.fault(message).cure(cure));
            }
            if let Some(count) = count.as_ref().filter(|_| protocols.is_empty()) {
                faults.push(count.fault("nobody is notified no times").cure("leave `count` away, or name protocols"));
            }
            let protocols = protocols.into_iter().map(|protocol| protocol.value).collect();
            Expected::Notified { by: alert, protocols, count: count.map(|count| count.value), message }
        }
        DraftExpected::Swallowed { count } => {
            if windows.iter().all(|window| !window.makes_record) && count.value != 0 {
                let fault = count.fault("this can never hold: no step makes a record that could be swallowed");
                faults.push(fault.cure("add a sign-in"));
            }
            Expected::Swallowed { by: alert, count: count.value }
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
        let cure = match *alarm == AlertName::SILENCE {
            true => "expect ALARM or OK",
            false => "set missing-data = \"missing\", or expect another state",
        };
        faults.push(state.fault(message).cure(cure));
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
