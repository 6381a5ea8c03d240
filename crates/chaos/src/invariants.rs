//! What must hold in every account, whatever breaks.
//!
//! Each is judged from the journal and from the story itself, as somebody would who only saw what came in and what went
//! out; the account's own opinion of a record's fate is held against it.

mod broken;
mod heard;
mod notified;
mod silence;
mod states;

use std::fmt;

use signalarm_alert::{AlertName, Chain};
use signalarm_time::{Duration, Timestamp};

pub(crate) use heard::first_notifications;

use crate::play::Story;
use crate::windows::{Window, windows};

/// Something that must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Invariant {
    /// A sign-in, or a call that tampers with the chain, is heard within its deadline, or the run names the fault that is to
    /// blame.
    HeardOrExplained,
    /// Nothing is heard without a sign-in or such a call, but for notices that all is well again.
    NothingFromNothing,
    /// Silence of the chain itself is heard within its own deadline.
    SilenceIsHeard,
    /// No alarm is green although a sign-in was counted and nobody has heard of it.
    NoGreenLie,
    /// Notifications go to confirmed subscribers only.
    OnlyConfirmed,
    /// States change only as the alarm table allows.
    StatesFollow,
    /// Each transition is told once to each subscriber, and that all is well again as well.
    ToldOnce,
    /// Nobody is notified past a fault that keeps everything from them.
    BrokenIsBroken,
}

/// Something that did not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// What should have held.
    pub invariant: Invariant,
    /// The alert.
    pub alert: AlertName,
    /// When, since the beginning of the story.
    pub at: Duration,
    /// What was seen, in words.
    pub what: String,
}

/// Everything that did not hold in a story, in the order of the invariants and of time.
#[must_use]
pub fn violations(story: &Story) -> Vec<Violation> {
    let evidence = Evidence { story, windows: windows(&story.scenario) };
    let mut violations = heard::check(&evidence);
    violations.extend(notified::check(&evidence));
    violations.extend(silence::check(&evidence));
    violations.extend(states::check(&evidence));
    violations.extend(broken::check(&evidence));
    violations.sort();
    violations
}

/// By when an alert of a chain must have told of a sign-in; the silence alarm, that nothing reaches the log group any more.
#[must_use]
pub fn deadline(chain: &Chain, alert: &AlertName) -> Duration {
    chain.alert(alert).map_or(silence::DEADLINE, heard::deadline)
}

/// What the invariants look at.
struct Evidence<'s> {
    story: &'s Story,
    windows: Vec<Window<'s>>,
}

impl Evidence<'_> {
    fn violation(&self, invariant: Invariant, alert: &AlertName, at: Timestamp, what: String) -> Violation {
        Violation { invariant, alert: alert.clone(), at: at.since(self.story.scenario.start), what }
    }

    /// The faults that were broken at some instant between two others and concern an alert.
    fn broken(&self, alert: &AlertName, from: Timestamp, until: Timestamp) -> impl Iterator<Item = &Window<'_>> {
        let chain = self.story.simulator.chain();
        self.windows.iter().filter(move |window| window.meets(from, until) && window.concerns(alert, chain))
    }

    /// The one fault of the story that concerns an alert, if there is one and no other.
    fn alone(&self, alert: &AlertName) -> Option<&Window<'_>> {
        let chain = self.story.simulator.chain();
        let mut concerning = self.windows.iter().filter(|window| window.concerns(alert, chain));
        let first = concerning.next()?;
        concerning.next().is_none().then_some(first)
    }

    fn end(&self) -> Timestamp {
        self.story.scenario.start + self.story.scenario.length
    }
}

impl fmt::Display for Invariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::HeardOrExplained => "heard or explained",
            Self::NothingFromNothing => "nothing from nothing",
            Self::SilenceIsHeard => "silence is heard",
            Self::NoGreenLie => "no green lie",
            Self::OnlyConfirmed => "only confirmed",
            Self::StatesFollow => "states follow",
            Self::ToldOnce => "told once",
            Self::BrokenIsBroken => "broken is broken",
        })
    }
}
