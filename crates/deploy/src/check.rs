//! An independent check of a plan, before any of it is done.
//!
//! The calls of the plan are carried out on what was found, by the simplest reading of each; what comes of it is held
//! against what is wanted. It shares nothing with the planner but the two: a fault there cannot hide itself here.

mod goal;
mod model;

use crate::check::goal::{unmet, unremoved};
use crate::check::model::Model;
use crate::remove::Removal;
use crate::{Found, Plan, Wanted};

/// What is wrong with the plan of a deployment: steps that come before what they need or that touch what is not ours, and
/// whatever is not as it is wanted afterwards. Empty: nothing.
#[must_use]
pub fn check(plan: &Plan, wanted: &Wanted, found: &Found) -> Vec<String> {
    let mut model = Model::new(wanted, found);
    let mut violations = model.run(plan);
    violations.extend(unmet(wanted, &model.found));
    violations
}

/// The same of the plan of a removal.
#[must_use]
pub fn check_removal(plan: &Plan, wanted: &Wanted, found: &Found, named: Removal) -> Vec<String> {
    let mut model = Model::new(wanted, found);
    let mut violations = model.run(plan);
    violations.extend(unremoved(wanted, &model.found, named));
    violations
}
