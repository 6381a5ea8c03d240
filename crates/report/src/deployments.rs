//! What an exploration of deployments showed: for a terminal and for machines.

use serde_json::{Value, json};
use signalarm_chaos::{DeploymentTotals, DeploymentViolation};
use signalarm_diagnostic::harmless_lines;

use crate::json::document;
use crate::words::counted;

/// The version of the document below; it rises when a member goes or changes its meaning.
const FORMAT: u32 = 1;

/// An exploration of deployments.
#[derive(Clone, Debug)]
pub struct DeploymentExploration {
    /// What was seen.
    pub totals: DeploymentTotals,
    /// One deployment for each kind of violation, shrunk and written.
    pub found: Vec<FoundDeployment>,
    /// Kinds of violation beyond those that were written.
    pub further: usize,
}

/// A deployment in which something does not hold.
#[derive(Clone, Debug)]
pub struct FoundDeployment {
    /// Its seed.
    pub seed: u64,
    /// What does not hold.
    pub violation: DeploymentViolation,
    /// The file that tells its faults and calls.
    pub file: String,
    /// How many faults it needs.
    pub faults: usize,
}

/// For people.
#[must_use]
pub fn deployments_text(exploration: &DeploymentExploration) -> String {
    let DeploymentExploration { totals, found, further } = exploration;
    let DeploymentTotals { deployments, runs, crashed, stopped, calls, beginnings, faults, violated } = totals;
    let mut lines = vec![
        format!("{deployments} deployments of chance: {runs} runs, {calls} calls"),
        format!("{crashed} runs crashed, {stopped} stopped; somebody ran each again"),
        "what they found:".to_owned(),
    ];
    lines.extend(beginnings.iter().map(|(name, count)| format!("  {count} {name}")));
    lines.push("what went wrong with calls:".to_owned());
    lines.extend(faults.iter().map(|(name, count)| format!("  {count} {name}")));
    lines.push(String::new());
    if *violated == 0 {
        lines.push("what must hold of every deployment held of each".to_owned());
    } else {
        lines.push(format!("something did not hold of {violated} of the deployments:"));
        for FoundDeployment { seed, violation, file, faults } in found {
            let DeploymentViolation { invariant, what } = violation;
            lines.push(format!("  seed {seed}, {invariant}: {what}"));
            lines.push(format!("    it needs {}: {file}", counted(*faults, "fault")));
        }
        if *further != 0 {
            lines.push(format!("  and {further} further kinds"));
        }
    }
    harmless_lines(&(lines.join("\n") + "\n"))
}

/// For machines.
#[must_use]
pub fn deployments_json(exploration: &DeploymentExploration) -> String {
    let DeploymentExploration { totals, found, further } = exploration;
    let found = found.iter().map(|FoundDeployment { seed, violation, file, faults }| {
        json!({
            "seed": seed,
            "invariant": violation.invariant.to_string(),
            "what": violation.what,
            "file": file,
            "faults": faults,
        })
    });
    document(json!({
        "format": FORMAT,
        "deployments": totals.deployments,
        "runs": totals.runs,
        "crashed": totals.crashed,
        "stopped": totals.stopped,
        "calls": totals.calls,
        "beginnings": totals.beginnings,
        "faults": totals.faults,
        "violated": totals.violated,
        "found": found.collect::<Vec<Value>>(),
        "further": further,
    }))
}
