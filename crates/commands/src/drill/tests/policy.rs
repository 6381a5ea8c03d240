//! The policy for whoever drills, as docs/drills.md has it: it allows what drills call, and nothing else.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use serde_json::Value;

use super::world::{ACCOUNT, World};
use crate::Exit;

/// The actions of the policy.
fn allowed() -> BTreeSet<String> {
    let page = std::fs::read_to_string(signalarm_testkit::root().join("docs/drills.md")).unwrap();
    let (_, rest) = page.split_once("```json policy\n").unwrap();
    let policy: Value = serde_json::from_str(rest.split("```").next().unwrap()).unwrap();
    let statements = policy["Statement"].as_array().unwrap().iter();
    let actions = statements.flat_map(|statement| statement["Action"].as_array().unwrap());
    actions.map(|action| action.as_str().unwrap().to_owned()).collect()
}

/// Drills of every kind: one that is announced, one that is muted, one that is ended and one that finds what it left.
#[test]
fn the_policy_allows_what_drills_call_and_nothing_else() {
    let mut world = World::new("policy");
    world.rim.actions.lock().unwrap().clear();
    for option in ["--announce", "--quiet"] {
        let said = world.run(&format!("--account {ACCOUNT} --yes {option}"));
        assert_eq!(said.exit(), Exit::Ok, "{}", said.told);
    }
    world.rim.expires_after = world.rim.changes.load(Ordering::SeqCst) + 4;
    assert_eq!(world.run(&format!("--account {ACCOUNT} --yes")).exit(), Exit::TargetLost);
    world.rim.expires_after = usize::MAX;
    let later = world.account().now() + signalarm_time::Duration::HOUR * 3;
    world.account().advance(later);
    let said = world.run(&format!("--account {ACCOUNT} --yes"));
    assert_eq!(said.exit(), Exit::Ok, "{}", said.told);
    assert!(world.evidence("md")[3].contains("before: removed what "));
    let mut called = world.rim.actions.lock().unwrap().clone();
    // A queue that is made with a tag needs this besides.
    called.insert("sqs:TagQueue".to_owned());
    assert_eq!(allowed(), called);
}
