//! The fewest faults with which a deployment still goes wrong, and its text.

use super::{CallFault, DeploymentStory, DeploymentViolation, Grounds, play_deployment};
use crate::shrink::SHRINK_RUNS_MAX;

/// The deployment with the fewest faults that `is_so` still holds of. It holds of the one that is given.
#[must_use]
pub fn shrink_deployment(story: &DeploymentStory, is_so: &mut dyn FnMut(&DeploymentStory) -> bool) -> DeploymentStory {
    let mut best = story.clone();
    let mut runs = 0;
    let mut size = best.faults.len().div_ceil(2);
    while 0 < size {
        let (mut from, mut is_smaller) = (0, false);
        while from < best.faults.len() && runs < SHRINK_RUNS_MAX {
            let faults: Vec<(u32, CallFault)> = best.faults.iter().map(|(call, fault)| (*call, *fault)).collect();
            let until = (from + size).min(faults.len());
            let left = faults[..from].iter().chain(&faults[until..]).copied().collect();
            let tried = DeploymentStory { faults: left, ..best.clone() };
            runs += 1;
            if is_so(&tried) {
                (best, is_smaller) = (tried, true);
            } else {
                from = until;
            }
        }
        // What could not be left out before may be now.
        if !(is_smaller && size == 1) {
            size /= 2;
        }
        if SHRINK_RUNS_MAX <= runs {
            break;
        }
    }
    best
}

/// A deployment for somebody who wants to see what went wrong: what did not hold, the faults, and every call.
#[must_use]
pub fn deployment_text(grounds: &Grounds, story: &DeploymentStory) -> String {
    let played = play_deployment(grounds, story, true);
    let violations = played
        .violations
        .iter()
        .map(|DeploymentViolation { invariant, what }| format!("{invariant}: {what}\n"))
        .collect::<String>();
    let calls = played.told.iter().map(|line| format!("{line}\n")).collect::<String>();
    format!("{violations}\n{story}\n{calls}")
}
