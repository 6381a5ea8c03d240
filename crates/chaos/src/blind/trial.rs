//! The rows: every fault, those that have a measure with measures that tell configs apart.

use std::fmt;

use signalarm_alert::AlertName;
use signalarm_scenario::{ChainFault, FaultKind, TimedFault};
use signalarm_time::Duration;

/// Longer than the evaluation range of an alarm of one minute, shorter than that of one of five.
const TEN_MINUTES: Duration = Duration::from_secs(600);
/// Longer than any deadline of an alarm of up to five minutes.
const FORTY_MINUTES: Duration = Duration::from_secs(2_400);
/// Long enough that chance has no way to be in time with every one of three stories.
const TWO_HOURS: Duration = Duration::from_secs(2 * 3_600);
/// CloudWatch Logs takes no log event of more than two hours ahead.
const THREE_HOURS: Duration = Duration::from_secs(3 * 3_600);
/// How often a flood fails to sign in: the alarm finds one in every minute.
const FLOOD: Duration = Duration::from_secs(10);

/// A fault with its measure, where it has one, before it is said which alert it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trial {
    /// The fault.
    pub kind: FaultKind,
    /// How strong it is, or how often it comes.
    pub measure: Option<Duration>,
}

impl Trial {
    /// All of them, in the order of the chain.
    pub fn all() -> impl Iterator<Item = Self> {
        FaultKind::all().flat_map(|kind| match kind {
            FaultKind::Timed(fault) => {
                measures(fault).iter().map(|measure| Self { kind, measure: Some(*measure) }).collect()
            }
            FaultKind::Whole(_) | FaultKind::OfAlert(_) => vec![Self { kind, measure: None }],
        })
    }

    /// The fault as it is tried against an alert; `None` where the alert has nothing of the kind.
    #[must_use]
    pub fn fault(self, alert: &AlertName) -> Option<ChainFault> {
        match self.kind {
            FaultKind::Whole(fault) => Some(ChainFault::Whole(fault)),
            FaultKind::Timed(fault) => Some(ChainFault::Timed(fault, self.measure?)),
            FaultKind::OfAlert(fault) if fault.is_of_filter() && *alert == AlertName::SILENCE => None,
            FaultKind::OfAlert(fault) => Some(ChainFault::OfAlert(fault, alert.clone())),
        }
    }
}

impl fmt::Display for Trial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.kind.words().name;
        match (self.kind.duration_key(), self.measure) {
            (Some(key), Some(measure)) => f.pad(&format!("{name} {key} {measure}")),
            _ => f.pad(name),
        }
    }
}

const fn measures(fault: TimedFault) -> &'static [Duration] {
    match fault {
        TimedFault::DeliveryLate => &[FORTY_MINUTES],
        TimedFault::DeliveryScattered => &[TWO_HOURS],
        TimedFault::MetricLate | TimedFault::ClockBehind => &[TEN_MINUTES, FORTY_MINUTES],
        TimedFault::ClockAhead => &[FORTY_MINUTES, THREE_HOURS],
        TimedFault::FailureFlood => &[FLOOD],
    }
}
