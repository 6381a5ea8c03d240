//! What happens in an account while settings are compared.

use std::fmt;

use signalarm_time::Duration;

/// Sign-ins, by when their records reach the log group, on an account that is quiet besides or busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Workload {
    /// One sign-in; nothing else reaches the log group.
    LoneQuiet,
    /// One sign-in; other log events every minute.
    LoneBusy,
    /// Two, a minute apart.
    NearQuiet,
    /// The same, with other log events.
    NearBusy,
    /// Two, four minutes apart.
    FarQuiet,
    /// The same, with other log events.
    FarBusy,
    /// Ten within three minutes.
    BurstQuiet,
    /// The same, with other log events.
    BurstBusy,
    /// Other log events, then nothing for half an hour (the gap), then other log events again, and a sign-in ten minutes
    /// later.
    Gap,
}

/// How long nothing reaches the log group in [`Workload::Gap`].
pub(crate) const GAP: Duration = Duration::from_secs(30 * 60);
/// When the gap is over the sign-in comes so much later.
const AFTER_GAP: Duration = Duration::from_secs(10 * 60);
/// A burst: so many sign-ins, one in each of these.
const BURST: u32 = 10;
const BURST_EVERY: Duration = Duration::from_secs(18);

impl Workload {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::LoneQuiet,
        Self::LoneBusy,
        Self::NearQuiet,
        Self::NearBusy,
        Self::FarQuiet,
        Self::FarBusy,
        Self::BurstQuiet,
        Self::BurstBusy,
        Self::Gap,
    ];

    /// When the sign-ins reach the log group, after the beginning of the story.
    pub(crate) fn sign_ins(self) -> Vec<Duration> {
        match self {
            Self::LoneQuiet | Self::LoneBusy => vec![Duration::ZERO],
            Self::NearQuiet | Self::NearBusy => vec![Duration::ZERO, Duration::MINUTE],
            Self::FarQuiet | Self::FarBusy => vec![Duration::ZERO, Duration::MINUTE * 4],
            Self::BurstQuiet | Self::BurstBusy => (0..BURST).map(|number| BURST_EVERY * number).collect(),
            Self::Gap => vec![GAP + AFTER_GAP],
        }
    }

    /// Whether other log events come at an instant of the story.
    pub(crate) fn is_busy(self, since_start: Option<Duration>) -> bool {
        match self {
            Self::LoneQuiet | Self::NearQuiet | Self::FarQuiet | Self::BurstQuiet => false,
            Self::LoneBusy | Self::NearBusy | Self::FarBusy | Self::BurstBusy => true,
            Self::Gap => since_start.is_none_or(|since| GAP <= since),
        }
    }
}

impl fmt::Display for Workload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::LoneQuiet => "one sign-in, quiet account",
            Self::LoneBusy => "one sign-in, busy account",
            Self::NearQuiet => "two a minute apart, quiet account",
            Self::NearBusy => "two a minute apart, busy account",
            Self::FarQuiet => "two four minutes apart, quiet account",
            Self::FarBusy => "two four minutes apart, busy account",
            Self::BurstQuiet => "ten in three minutes, quiet account",
            Self::BurstBusy => "ten in three minutes, busy account",
            Self::Gap => "half an hour without log events, then one sign-in",
        })
    }
}
