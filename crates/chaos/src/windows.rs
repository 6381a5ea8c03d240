//! When what was broken.

use signalarm_alert::{AlertName, Chain};
use signalarm_scenario::{Action, AlertFault, ChainFault, Scenario};
use signalarm_time::{Duration, Timestamp};

/// A fault, from its breaking to its mending.
pub(crate) struct Window<'s> {
    pub(crate) fault: &'s ChainFault,
    pub(crate) from: Timestamp,
    /// The end of time where nobody mends it.
    pub(crate) until: Timestamp,
    /// When it is over at the latest: whoever mends it may be refused while something else of the chain is broken, and makes
    /// up for it when that is mended.
    held_until: Timestamp,
}

impl Window<'_> {
    /// Whether it was broken at some instant between two others.
    pub(crate) fn meets(&self, from: Timestamp, until: Timestamp) -> bool {
        self.from <= until && from <= self.held_until
    }

    /// Whether it is about this alert, or about the whole chain. A mailbox that bounces does so for everybody.
    pub(crate) fn concerns(&self, alert: &AlertName, chain: &Chain) -> bool {
        let shares_endpoints = |of| chain.subscribers(of).iter().any(|one| chain.subscribers(alert).contains(one));
        match self.fault {
            ChainFault::Whole(_) | ChainFault::Timed(..) => true,
            ChainFault::OfAlert(AlertFault::EndpointBouncing, of) => shares_endpoints(of),
            // The silence alarm counts the samples of the filter on tampering.
            ChainFault::OfAlert(AlertFault::FilterDeleted, of) if *of == AlertName::TAMPERING => {
                *alert == AlertName::TAMPERING || *alert == AlertName::SILENCE
            }
            ChainFault::OfAlert(_, of) => of == alert,
        }
    }
}

/// Every fault of a story.
pub(crate) fn windows(scenario: &Scenario) -> Vec<Window<'_>> {
    let mut windows: Vec<Window<'_>> = Vec::new();
    for step in &scenario.steps {
        let at = scenario.start + step.at;
        match &step.action {
            Action::Break(fault) => {
                windows.push(Window { fault, from: at, until: Timestamp::MAX, held_until: Timestamp::MAX });
            }
            Action::Mend(fault) => {
                let open = |window: &&mut Window<'_>| window.until == Timestamp::MAX && window.fault.is_same(fault);
                if let Some(window) = windows.iter_mut().find(open) {
                    window.until = at;
                }
            }
            Action::SignIn(_) | Action::Records { .. } | Action::Wait(_) | Action::Configure(_) => {}
        }
    }
    let of_chain: Vec<(Timestamp, Timestamp)> = windows
        .iter()
        .filter(|window| matches!(window.fault, ChainFault::Whole(_)))
        .map(|window| (window.from, window.until))
        .collect();
    for window in windows.iter_mut() {
        let holds = of_chain.iter().filter(|(from, until)| *from <= window.until && window.until <= *until);
        window.held_until = holds.map(|(_, until)| *until).max().unwrap_or(window.until).max(window.until);
    }
    windows
}

/// The longest measure of all faults: for so long after its end a fault may still have effects.
pub(crate) fn longest_measure(windows: &[Window<'_>]) -> Duration {
    let measure = |window: &Window<'_>| match window.fault {
        ChainFault::Timed(_, measure) => *measure,
        ChainFault::Whole(_) | ChainFault::OfAlert(..) => Duration::ZERO,
    };
    windows.iter().map(measure).max().unwrap_or(Duration::ZERO)
}
