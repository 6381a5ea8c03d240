//! Faults that have a measure: how late, how far ahead, how often.

use signalarm_account::Conditions;
use signalarm_time::Duration;

use super::faults;

faults!(
    /// A fault of the world outside the chain that has a measure.
    TimedFault {
        DeliveryLate: "delivery-late", "deliveries come {} late", "";
        DeliveryScattered: "delivery-scattered", "deliveries come up to {} late, each as chance says", "";
        MetricLate: "metric-late", "samples can be seen {} late", "";
        ClockAhead: "clock-ahead", "the clock that stamps log events is {} ahead", "";
        ClockBehind: "clock-behind", "the clock that stamps log events is {} behind", "";
        FailureFlood: "failure-flood", "somebody fails to sign in every {}", "the attempts end";
    }
);

impl TimedFault {
    /// The key under which scenario files say the measure.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::FailureFlood => "every",
            Self::DeliveryLate | Self::DeliveryScattered | Self::MetricLate => "by",
            Self::ClockAhead | Self::ClockBehind => "by",
        }
    }

    /// Sets the condition to this measure; nothing mends it.
    pub(super) fn set(self, conditions: &mut Conditions, measure: Duration) {
        match self {
            Self::DeliveryLate => conditions.delivery_late = measure,
            Self::DeliveryScattered => conditions.delivery_late_spread = measure,
            Self::MetricLate => conditions.metric_late = measure,
            Self::ClockAhead => conditions.clock_ahead = measure,
            Self::ClockBehind => conditions.clock_behind = measure,
            // Somebody acts: no condition.
            Self::FailureFlood => {}
        }
    }
}
