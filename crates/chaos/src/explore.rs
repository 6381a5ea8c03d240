//! One seed, explored; and many, added up.

use std::collections::BTreeMap;

use signalarm_account::Fate;
use signalarm_scenario::{Action, Outcome, Scenario, TargetError, WhyUnheard};

use crate::draw::{Options, draw};
use crate::invariants::{Violation, violations};
use crate::play::{Story, play};

/// What came of one seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedOutcome {
    /// The seed.
    pub seed: u64,
    /// What was seen.
    pub totals: Totals,
    /// What did not hold.
    pub violations: Vec<Violation>,
}

/// What was seen in one story or in many. Sums, so that the order in which they are added does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many stories.
    pub stories: u64,
    /// How many minutes they lasted together.
    pub minutes: u64,
    /// How many times something was broken.
    pub faults: u64,
    /// Steps that could not be done since something else was broken.
    pub refused: u64,
    /// Sign-ins that an alert should have heard.
    pub sign_ins: u64,
    /// Those of which somebody was told.
    pub heard: u64,
    /// Those swallowed by an alarm that was in ALARM already.
    pub swallowed: u64,
    /// The others, by the link at which they were lost.
    pub lost: BTreeMap<String, u64>,
    /// Stories in which something did not hold.
    pub violated: u64,
}

/// What plays stories: [`play`], or what a test puts in its place.
pub type Player = dyn Fn(&Scenario) -> Result<Story, TargetError> + Sync;

/// Explores one seed.
///
/// # Errors
///
/// When the account refuses the chain itself.
pub fn explore(options: &Options, seed: u64) -> Result<SeedOutcome, TargetError> {
    explore_with(&play, options, seed)
}

/// Explores one seed with another player than [`play`].
///
/// # Errors
///
/// What the player says.
pub fn explore_with(player: &Player, options: &Options, seed: u64) -> Result<SeedOutcome, TargetError> {
    let story = player(&draw(options, seed))?;
    let violations = violations(&story);
    let breaks = story.scenario.steps.iter().filter(|step| matches!(step.action, Action::Break(_)));
    let mut totals = Totals {
        stories: 1,
        minutes: story.scenario.length.as_secs() / 60,
        faults: breaks.count() as u64,
        refused: story.refused.len() as u64,
        violated: u64::from(!violations.is_empty()),
        ..Totals::default()
    };
    for hearing in &story.hearings {
        totals.sign_ins += 1;
        match &hearing.outcome {
            Outcome::Matched(Fate::Heard { .. }) => totals.heard += 1,
            Outcome::Matched(Fate::Swallowed { .. }) => totals.swallowed += 1,
            outcome => {
                if let Some(WhyUnheard { link, .. }) = outcome.why_unheard() {
                    *totals.lost.entry(link.to_string()).or_default() += 1;
                }
            }
        }
    }
    Ok(SeedOutcome { seed, totals, violations })
}

impl Totals {
    /// Adds what another story, or others, showed.
    pub fn add(&mut self, other: &Self) {
        let Self { stories, minutes, faults, refused, sign_ins, heard, swallowed, lost, violated } = other;
        self.stories += stories;
        self.minutes += minutes;
        self.faults += faults;
        self.refused += refused;
        self.sign_ins += sign_ins;
        self.heard += heard;
        self.swallowed += swallowed;
        self.violated += violated;
        for (link, count) in lost {
            *self.lost.entry(link.clone()).or_default() += count;
        }
    }
}
