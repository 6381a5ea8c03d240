//! Whether what is said with a fault goes with it.

use signalarm_alert::{AlertName, Chain};
use signalarm_diagnostic::{Fault, Placed};
use signalarm_time::Duration;

use crate::draft::DraftFault;
use crate::fault::{ChainFault, FaultKind};
use crate::lookup::known_alert;

/// More attempts than this take minutes to simulate, and nobody reads their transcript.
const FLOOD_ATTEMPTS_MAX: u64 = 100_000;

/// A flood of failed sign-ins in a story.
pub(crate) struct Flood {
    pub(crate) place: Placed<()>,
    pub(crate) every: Duration,
    pub(crate) from: Duration,
    /// `None`: it goes on until the story ends.
    pub(crate) until: Option<Duration>,
}

/// Floods are bounded: every attempt is a record that is kept.
pub(crate) fn check_floods(floods: &[Flood], length: Duration, faults: &mut Vec<Fault>) {
    let mut attempts = 0_u64;
    for flood in floods {
        let until = flood.until.unwrap_or(length);
        let lasts = until.as_millis().saturating_sub(flood.from.as_millis());
        attempts = attempts.saturating_add(lasts / flood.every.as_millis().max(1));
        if FLOOD_ATTEMPTS_MAX < attempts {
            let fault = flood.place.fault(format!("the floods are more than {FLOOD_ATTEMPTS_MAX} attempts"));
            faults.push(fault.cure("let them come less often, or end earlier"));
            return;
        }
    }
}

/// The fault that a step breaks or mends. Whoever mends names no measure: the fault has the one that it was broken with.
pub(crate) fn check_fault(
    draft: DraftFault,
    breaks: bool,
    chain: &Chain,
    place: &Placed<()>,
    faults: &mut Vec<Fault>,
) -> Option<ChainFault> {
    let name = draft.kind.words().name;
    let wanted = draft.kind.duration_key().filter(|_| breaks);
    for (key, given) in [("by", draft.by.is_some()), ("every", draft.every.is_some())] {
        match (given, wanted == Some(key)) {
            (true, false) => {
                let fault = place.fault(format!("`{key}` says nothing here, with {name}"));
                faults.push(fault.cure(format!("leave `{key}` away")));
            }
            (false, true) => {
                let fault = place.fault(format!("{name} needs `{key}`"));
                faults.push(fault.cure(format!("say how much: {key} = \"40m\"")));
            }
            (true, true) | (false, false) => {}
        }
    }
    let takes_alert = matches!(draft.kind, FaultKind::OfAlert(_));
    match (&draft.alert, takes_alert) {
        (Some(_), false) => {
            let fault = place.fault(format!("`alert` says nothing here, with {name}"));
            faults.push(fault.cure("leave `alert` away"));
        }
        (None, true) => {
            faults.push(place.fault(format!("{name} needs `alert`")).cure("say whose: alert = \"…\""));
        }
        (Some(_), true) | (None, false) => {}
    }
    match draft.kind {
        FaultKind::Whole(fault) => Some(ChainFault::Whole(fault)),
        FaultKind::Timed(fault) => Some(ChainFault::Timed(fault, draft.by.or(draft.every).unwrap_or(Duration::ZERO))),
        FaultKind::OfAlert(fault) => {
            let given = draft.alert?;
            let alert = known_alert(&given, chain, faults)?;
            if fault.is_of_filter() && alert == AlertName::SILENCE {
                let fault = given.fault(format!("{alert} has no filter"));
                faults.push(fault.cure("name an alert, whose records a filter counts"));
            }
            Some(ChainFault::OfAlert(fault, alert))
        }
    }
}
