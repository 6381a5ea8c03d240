//! `scenario explore --deploy`: deployments of chance on all cores.

use signalarm_alert::Config;
use signalarm_chaos::{
    DeploymentInvariant, DeploymentStory, DeploymentTotals, DeploymentViolation, Grounds, deployment_text,
    draw_deployment, explore_deployment, play_deployment, shrink_deployment,
};
use signalarm_report::{DeploymentExploration, FoundDeployment, deployments_json, deployments_text};

use super::each_explored;
use super::found::{Kinds, Shelf, without_digits};
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
    let (mut totals, mut kinds) = (DeploymentTotals::default(), Kinds::default());
    let mut watcher = Watcher::new(matches!(arguments.format, PlainFormat::Json));
    let explore = |seed| Ok(explore_deployment(grounds, seed));
    let walked = each_explored(arguments, &mut watcher, &explore, |outcome| {
        totals.add(&outcome.totals);
        kinds.add(outcome.seed, &outcome.violations, kind);
        !outcome.violations.is_empty()
    });
    walked.map_err(|lost| lost.to_string())?;
    watcher.end();
    let found = kinds.first().iter().map(|(seed, violation)| written(grounds, *seed, violation, &shelf));
    Ok(DeploymentExploration { totals, found: found.collect::<Result<_, _>>()?, further: kinds.further() })
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
