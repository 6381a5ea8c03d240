//! What must break for a sign-in to go unheard? Stories of chance, from a seed: who signs in when, and what breaks meanwhile.
//!
//! [`draw()`] makes a scenario of a seed, [`play()`] plays it on the simulated account, [`violations`] holds what was seen
//! against what must hold in every account, and [`shrink()`] makes the smallest scenario of one in which something does not.
//! [`explore()`] does it all for one seed; whoever has many cores gives each its share of them: nothing is shared between
//! two seeds, so that the same seed gives the same bytes on any machine and in any order.
//!
//! Two questions need no chance: [`blind_spots`] says what becomes of a sign-in of each alert while each fault is there, and
//! [`latencies`] how long it takes to tell of one while nothing is broken.
//!
//! [`explore_deployment`] does the same for the deployer: [`draw_deployment`] makes of a seed what a deployment finds and what
//! goes wrong with which of its calls, [`play_deployment`] runs it until it is done.
//!
//! Deliberately absent: threads, files, a clock, and what faults there are (`scenario` knows).

mod blind;
mod chance;
mod deployer;
mod draw;
mod explore;
mod invariants;
mod latency;
mod play;
mod shrink;
mod windows;

pub use blind::{
    BlindRow, BlindSpots, Cell, CellVerdict, Course, Explanation, Score, Trial, blind_spots, explanations, minimal,
};
pub use deployer::{
    Beginning, CallFault, DeploymentInvariant, DeploymentOutcome, DeploymentStory, DeploymentTotals,
    DeploymentViolation, Drift, Grounds, Played, RUNS_AFTER_FAULTS_MAX, deployment_text, draw_deployment,
    explore_deployment, play_deployment, shrink_deployment,
};
pub use draw::{Options, draw};
pub use explore::{Player, SeedOutcome, Totals, explore, explore_with};
pub use invariants::{Invariant, Violation, deadline, violations};
pub use latency::{LATENCY_SEEDS_MAX, LATENCY_SIGN_INS, Latency, latencies, nearest_rank, with_period};
pub use play::{Story, play};
pub use shrink::{SHRINK_RUNS_MAX, shrink};
