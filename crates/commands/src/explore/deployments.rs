//! `scenario explore --deploy`: deployments of chance on all cores.

use signalarm_alert::Config;
use signalarm_chaos::{
    DeploymentInvariant, DeploymentOutcome, DeploymentStory, DeploymentTotals, DeploymentViolation, Grounds,
    deployment_text, draw_deployment, explore_deployment, play_deployment, shrink_deployment,
};
use signalarm_report::{DeploymentExploration, FoundDeployment, deployments_json, deployments_text};

use super::found::{SHRUNK_MAX, Shelf, without_digits};
use super::{BATCH, batch_explored, seeds};
use crate::arguments::{ExploreArguments, PlainFormat};
use crate::exit::Exit;
use crate::settings;
use crate::terminal::{Watcher, print};

/// Explores and reports.
pub(super) fn run(arguments: &ExploreArguments, config: &Config) -> Result<Exit, String> {
    let exploration = explored(arguments, &Grounds::new(config)?)?;
    let exit = if exploration.totals.violated == 0 { Exit::Ok } else { Exit::Differs };
    let shown = match arguments.format {
        PlainFormat::Text => deployments_text(&exploration),
        PlainFormat::Json => deployments_json(&exploration),
    };
    Ok(print(&shown, exit))
}

fn explored(arguments: &ExploreArguments, grounds: &Grounds) -> Result<DeploymentExploration, String> {
    let shelf = Shelf { folder: &arguments.out, config: settings::named(&arguments.config) };
    shelf.check()?;
    let (mut totals, mut violated) = (DeploymentTotals::default(), Vec::new());
    let mut watcher = Watcher::new(matches!(arguments.format, PlainFormat::Json));
    let (mut seeds, of) = (seeds(arguments), seeds(arguments).count_all());
    'seeds: loop {
        let batch: Vec<u64> = seeds.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let outcomes = batch_explored(&batch, arguments.threads, &|seed| Ok(explore_deployment(grounds, seed)));
        for outcome in outcomes.map_err(|lost| lost.to_string())? {
            totals.add(&outcome.totals);
            if !outcome.violations.is_empty() {
                violated.push(outcome);
                if arguments.until_failure {
                    break 'seeds;
                }
            }
        }
        watcher.seeds(totals.deployments, of, totals.violated);
    }
    watcher.end();
    let kinds = kinds(&violated);
    let found = kinds.iter().take(SHRUNK_MAX).map(|(seed, violation)| written(grounds, *seed, violation, &shelf));
    let further = kinds.len().saturating_sub(SHRUNK_MAX);
    Ok(DeploymentExploration { totals, found: found.collect::<Result<_, _>>()?, further })
}

/// One seed for each kind of violation: the first.
fn kinds(violated: &[DeploymentOutcome]) -> Vec<(u64, DeploymentViolation)> {
    let mut kinds: Vec<(u64, DeploymentViolation)> = Vec::new();
    for outcome in violated {
        for violation in &outcome.violations {
            if kinds.iter().all(|(_, known)| kind(known) != kind(violation)) {
                kinds.push((outcome.seed, violation.clone()));
            }
        }
    }
    kinds
}

fn kind(violation: &DeploymentViolation) -> (DeploymentInvariant, String) {
    (violation.invariant, without_digits(&violation.what))
}

/// Shrinks a deployment to the fewest faults of the same violation, and writes what happens in it.
fn written(
    grounds: &Grounds,
    seed: u64,
    violation: &DeploymentViolation,
    shelf: &Shelf<'_>,
) -> Result<FoundDeployment, String> {
    let mut is_so = |story: &DeploymentStory| {
        let violations = play_deployment(grounds, story, false).violations;
        violations.iter().any(|other| kind(other) == kind(violation))
    };
    let smallest = shrink_deployment(&draw_deployment(seed), &mut is_so);
    let text = deployment_text(grounds, &smallest);
    let file = shelf.write(&format!("deployment-{seed}.txt"), &text)?.display().to_string();
    Ok(FoundDeployment { seed, violation: violation.clone(), file, faults: smallest.faults.len() })
}
