//! Nothing is heard without a sign-in or a call that tampers with the chain, and only by confirmed subscribers.

use signalarm_account::{Happening, RecordIndex, What};
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_notification::{Endpoint, Protocol};
use signalarm_scenario::{AlertFault, ChainFault, alert_for};
use signalarm_time::Timestamp;

use super::{Evidence, Invariant, Violation};

pub(super) fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let journal = evidence.story.simulator.account().journal();
    journal.iter().flat_map(|happening| judge(evidence, happening)).collect()
}

fn judge(evidence: &Evidence<'_>, Happening { at, what }: &Happening) -> Vec<Violation> {
    let mut violations = Vec::new();
    match what {
        What::Transition { alarm, to: State::Alarm, records, .. } => {
            let Some(alert) = alert(evidence, alarm).filter(|alert| *alert != AlertName::SILENCE) else {
                return violations;
            };
            let simulator = &evidence.story.simulator;
            let is_its_own = |record: &RecordIndex| {
                let record = simulator.account().kept_record(*record);
                alert_for(record, simulator.chain()).is_some_and(|own| own.name == alert)
            };
            // What somebody forces has no record behind it.
            let is_forced =
                || evidence.broken(&alert, *at, *at).any(|window| is_of(window.fault, AlertFault::AlarmForced));
            if !records.iter().any(is_its_own) && !is_forced() {
                let what = "the alarm was raised, and no record of its kind is behind it".to_owned();
                violations.push(evidence.violation(Invariant::NothingFromNothing, &alert, *at, what));
            }
        }
        What::Notified { alarm, endpoint, .. } => {
            let Some(alert) = alert(evidence, alarm) else { return violations };
            let is_named = evidence.story.simulator.chain().subscribers(&alert).contains(endpoint);
            if !is_named || is_cut_off(evidence, &alert, endpoint, *at) {
                let what = format!("{} was notified and is no confirmed subscriber", endpoint.protocol());
                violations.push(evidence.violation(Invariant::OnlyConfirmed, &alert, *at, what));
            }
        }
        What::Transition { .. } | What::Recorded { .. } | What::NotRecorded { .. } => {}
        What::Delivered { .. } | What::Matched { .. } | What::Unnotified { .. } => {}
    }
    violations
}

fn alert(evidence: &Evidence<'_>, alarm: &str) -> Option<AlertName> {
    evidence.story.simulator.chain().names().find(|name| name.as_str() == alarm).cloned()
}

fn is_of(fault: &ChainFault, of: AlertFault) -> bool {
    matches!(fault, ChainFault::OfAlert(fault, _) if *fault == of)
}

/// Whether a subscriber by mail was cut off well before, and is still.
fn is_cut_off(evidence: &Evidence<'_>, alert: &AlertName, endpoint: &Endpoint, at: Timestamp) -> bool {
    let cuts = [AlertFault::SubscriptionUnconfirmed, AlertFault::Unsubscribed, AlertFault::SubscriptionSuspended];
    let is_cut = |fault: &ChainFault| cuts.into_iter().any(|cut| is_of(fault, cut));
    // Another fault that was mended meanwhile may have subscribed everybody anew.
    let chain = evidence.story.simulator.chain();
    let is_alone = evidence.windows.iter().filter(|window| window.concerns(alert, chain)).count() == 1;
    endpoint.protocol() == Protocol::Email
        && is_alone
        && evidence.windows.iter().any(|window| {
            window.concerns(alert, chain) && is_cut(window.fault) && window.from < at && at < window.until
        })
}
