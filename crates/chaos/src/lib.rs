//! What must break for a sign-in to go unheard? Stories of chance, from a seed: who signs in when, and what breaks meanwhile.
//!
//! [`draw`] makes a scenario of a seed, [`play`] plays it on the simulated account, [`violations`] holds what was seen
//! against what must hold in every account, and [`shrink`] makes the smallest scenario of one in which something does not.
//! [`explore`] does it all for one seed; whoever has many cores gives each its share of them: nothing is shared between
//! two seeds, so that the same seed gives the same bytes on any machine and in any order.
//!
//! [`explore_deployment`] does the same for the deployer: [`draw_deployment`] makes of a seed what a deployment finds and what
//! goes wrong with which of its calls, [`play_deployment`] runs it until it is done.
//!
//! Deliberately absent: threads, files, a clock, and what faults there are (`scenario` knows).

mod chance;
mod deployer;
mod draw;
mod explore;
mod invariants;
mod play;
mod shrink;
mod windows;

pub use deployer::{
    Beginning, CallFault, DeploymentInvariant, DeploymentOutcome, DeploymentStory, DeploymentTotals,
    DeploymentViolation, Drift, Grounds, Played, RUNS_AFTER_FAULTS_MAX, deployment_text, draw_deployment,
    explore_deployment, play_deployment, shrink_deployment,
};
pub use draw::{Options, draw};
pub use explore::{SeedOutcome, Totals, explore};
pub use invariants::{Invariant, Violation, violations};
pub use play::{Story, play};
pub use shrink::{SHRINK_RUNS_MAX, shrink};
