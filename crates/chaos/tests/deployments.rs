//! Deployments of chance: the same for the same seed, and what must hold in them holds; of one in which something does not
//! hold the fewest faults are found.

use std::collections::BTreeMap;

use signalarm_alert::Config;
use signalarm_chaos::{
    CallFault, DeploymentTotals, Grounds, deployment_text, draw_deployment, explore_deployment, play_deployment,
    shrink_deployment,
};

const SEEDS: u64 = 300;

fn grounds() -> Grounds {
    Grounds::new(&Config::default()).unwrap()
}

#[test]
fn the_same_seed_is_the_same_deployment() {
    let grounds = grounds();
    for seed in [0, 1, 77, u64::MAX] {
        assert_eq!(draw_deployment(seed), draw_deployment(seed));
        assert_eq!(explore_deployment(&grounds, seed), explore_deployment(&grounds, seed));
    }
    assert_ne!(draw_deployment(1).to_string(), draw_deployment(2).to_string());
}

#[test]
fn what_must_hold_of_deployments_holds() {
    let (grounds, mut totals) = (grounds(), DeploymentTotals::default());
    for seed in 0..SEEDS {
        let outcome = explore_deployment(&grounds, seed);
        assert!(outcome.violations.is_empty(), "seed {seed}: {:?}", outcome.violations);
        totals.add(&outcome.totals);
    }
    assert_eq!((totals.beginnings.len(), totals.faults.len()), (7, 8), "{totals:?}");
    assert!(SEEDS < totals.runs && 0 < totals.crashed && 0 < totals.stopped, "{totals:?}");
}

/// Runs that crash are what shrinking is asked to keep here: one crash is enough.
#[test]
fn the_fewest_faults_are_found() {
    let grounds = grounds();
    let crashes = |story: &_| play_deployment(&grounds, story, false).crashed != 0;
    let drawn = (0..500).map(draw_deployment).find(|story| 5 < story.faults.len() && crashes(story)).unwrap();
    let smallest = shrink_deployment(&drawn, &mut |story| crashes(story));
    let faults: Vec<CallFault> = smallest.faults.into_values().collect();
    assert!(matches!(faults[..], [CallFault::CrashBefore | CallFault::CrashAfter]), "{faults:?}");
}

#[test]
fn the_text_of_a_deployment_names_the_faults_at_their_calls() {
    let grounds = grounds();
    let mut story = draw_deployment(3);
    story.faults = BTreeMap::from([(2, CallFault::Throttled), (9, CallFault::CrashAfter)]);
    let text = deployment_text(&grounds, &story);
    let line = |number: u32| text.lines().find(|line| line.starts_with(&format!("{number:>4}  "))).unwrap().to_owned();
    assert!(line(2).contains("<- throttled") && line(9).contains("<- crash after"), "{text}");
    assert!(text.contains("call 2: throttled\ncall 9: crash after\n") && text.contains("-- crashed"), "{text}");
}
