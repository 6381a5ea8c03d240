//! What an exploration of deployments showed.

use std::collections::BTreeMap;

use signalarm_chaos::{DeploymentInvariant, DeploymentTotals, DeploymentViolation};
use signalarm_report::{DeploymentExploration, FoundDeployment, deployments_json, deployments_text};

fn exploration() -> DeploymentExploration {
    let totals = DeploymentTotals {
        deployments: 2,
        runs: 5,
        crashed: 2,
        stopped: 1,
        calls: 300,
        beginnings: BTreeMap::from([("nothing", 2)]),
        faults: BTreeMap::from([("throttled", 7)]),
        violated: 1,
    };
    let violation = DeploymentViolation { invariant: DeploymentInvariant::SameEnd, what: "it is a, not b".to_owned() };
    let file = "found/deployment-4.txt".to_owned();
    DeploymentExploration { totals, found: vec![FoundDeployment { seed: 4, violation, file, faults: 1 }], further: 3 }
}

#[test]
fn a_violation_is_told_with_its_seed_and_its_file() {
    let text = deployments_text(&exploration());
    let told =
        "  seed 4, same end: it is a, not b\n    it needs 1 fault: found/deployment-4.txt\n  and 3 further kinds\n";
    assert!(text.ends_with(told), "{text}");
    let json = deployments_json(&exploration());
    assert!(json.contains("\"invariant\": \"same end\"") && json.contains("\"throttled\": 7"), "{json}");
}

#[test]
fn where_all_held_it_says_so() {
    let mut exploration = exploration();
    (exploration.totals.violated, exploration.found, exploration.further) = (0, Vec::new(), 0);
    assert!(deployments_text(&exploration).ends_with("what must hold of every deployment held of each\n"));
}
