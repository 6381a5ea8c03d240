//! One deployment, explored; and many, added up.

use std::collections::BTreeMap;

use super::{DeploymentViolation, Grounds, Played, draw_deployment, play_deployment};

/// What came of the deployment of one seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentOutcome {
    /// The seed.
    pub seed: u64,
    /// What was seen.
    pub totals: DeploymentTotals,
    /// What did not hold.
    pub violations: Vec<DeploymentViolation>,
}

/// What was seen in one deployment or in many. Sums, so that the order in which they are added does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeploymentTotals {
    /// How many deployments.
    pub deployments: u64,
    /// Runs of all of them.
    pub runs: u64,
    /// Runs that ended in the middle.
    pub crashed: u64,
    /// Runs that gave up.
    pub stopped: u64,
    /// Calls of all runs.
    pub calls: u64,
    /// What they found, by its name.
    pub beginnings: BTreeMap<&'static str, u64>,
    /// What went wrong with calls, by its name.
    pub faults: BTreeMap<&'static str, u64>,
    /// Deployments in which something did not hold.
    pub violated: u64,
}

/// Explores one seed.
#[must_use]
pub fn explore_deployment(grounds: &Grounds, seed: u64) -> DeploymentOutcome {
    let story = draw_deployment(seed);
    let Played { calls, runs, crashed, stopped, faults, violations, told: _ } = play_deployment(grounds, &story, false);
    let mut totals = DeploymentTotals {
        deployments: 1,
        runs: runs.into(),
        crashed: crashed.into(),
        stopped: stopped.into(),
        calls: calls.into(),
        beginnings: BTreeMap::from([(story.beginning.name(), 1)]),
        faults: BTreeMap::new(),
        violated: u64::from(!violations.is_empty()),
    };
    for fault in faults {
        *totals.faults.entry(fault.name()).or_default() += 1;
    }
    DeploymentOutcome { seed, totals, violations }
}

impl DeploymentTotals {
    /// Adds what another deployment, or others, showed.
    pub fn add(&mut self, other: &Self) {
        let Self { deployments, runs, crashed, stopped, calls, beginnings, faults, violated } = other;
        self.deployments += deployments;
        self.runs += runs;
        self.crashed += crashed;
        self.stopped += stopped;
        self.calls += calls;
        self.violated += violated;
        for (sums, added) in [(&mut self.beginnings, beginnings), (&mut self.faults, faults)] {
            for (name, count) in added {
                *sums.entry(name).or_default() += count;
            }
        }
    }
}
