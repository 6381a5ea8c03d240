//! `drill log`.

use std::fs;

use serde_json::Value;

use super::super::log::logged;
use super::world::{ACCOUNT, World};
use crate::arguments::{DrillLogArguments, PlainFormat};

#[test]
fn drills_are_listed_the_newest_first_and_broken_files_hide_none() {
    let world = World::new("log");
    for _ in 0..2 {
        world.run(&format!("--account {ACCOUNT} --yes"));
    }
    let arguments = |format| DrillLogArguments { folder: world.drills(), format };
    let (text, faulty) = logged(&arguments(PlainFormat::Text));
    assert!(faulty.is_empty());
    let runs: Vec<&str> = text.lines().filter(|line| line.starts_with("2026")).collect();
    assert!(runs.len() == 2 && runs[1] < runs[0], "{text}");
    assert!(runs[0].contains("  passed        account ************, eu-west-1; took "), "{text}");
    assert!(text.contains("\n  failure-iam: passed\n  proved: log group, filter, metric, alarm, topic\n  not proved: trail, subscription\n"), "{text}");
    assert!(text.ends_with("2 drills\n"), "{text}");
    for (name, content) in [("a", ""), ("b", "{\"kind\":\"drill\",\"format\":2}"), ("c", "{}"), ("d", "[[")] {
        fs::write(world.drills().join(format!("{name}.json")), content).unwrap();
    }
    let (json, faulty) = logged(&arguments(PlainFormat::Json));
    let document: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(document["drills"].as_array().unwrap().len(), 2);
    let told: Vec<String> = faulty.iter().map(ToString::to_string).collect();
    let reasons = ["no JSON", "no evidence of a drill", "its format is 2", "it is empty"];
    assert_eq!(told.len(), reasons.len(), "{told:?}");
    for (told, why) in told.iter().zip(reasons) {
        assert!(told.contains(why) && told.contains(".json"), "{told}");
    }
    assert_eq!(document["faults"].as_array().unwrap().len(), 4);
}

#[test]
fn a_folder_that_is_not_there_is_a_fault() {
    let world = World::new("no-folder");
    let (text, faulty) = logged(&DrillLogArguments { folder: world.drills(), format: PlainFormat::Text });
    assert_eq!((text.as_str(), faulty.len()), ("0 drills\n", 1));
}
