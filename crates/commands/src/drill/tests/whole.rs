//! A drill that is shown, agreed to, played, and kept as evidence; and one that is ended.

use std::sync::atomic::Ordering;

use rstest::rstest;
use serde_json::Value;

use super::world::{ACCOUNT, World};
use crate::Exit;

#[test]
fn a_drill_is_shown_asked_played_and_kept() {
    let world = World::new("whole").answering(Some(true));
    world.copy("success-root");
    world.copy("trail-stops");
    let said = world.run(&format!("--account {ACCOUNT}"));
    assert_eq!(said.exit(), Exit::Ok, "{}\n{}", said.told, said.shown);
    assert_eq!(said.asked, ["Drill account ************, eu-west-1?"]);
    assert!(said.told.contains("logs:PutLogEvents") && !said.told.contains("DescribeAlarms"), "{}", said.told);
    assert!(said.shown.ends_with("3 scenarios on AWS: 2 passed, 1 not provable here\n"), "{}", said.shown);
    assert!(said.shown.contains("  trail         not proved: "), "{}", said.shown);
    let (documents, pages) = (world.evidence("json"), world.evidence("md"));
    assert_eq!((documents.len(), pages.len()), (1, 1));
    let document: Value = serde_json::from_str(&documents[0]).unwrap();
    assert_eq!((&document["result"], &document["account"]), (&"passed".into(), &"************".into()));
    for text in [&documents[0], &pages[0], &said.shown, &said.told] {
        for secret in [ACCOUNT, "iam@corp.test", "root@corp.test", "+4915112345678"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
    // Another drill has other files, and leaves these as they are.
    let again = world.run(&format!("--account {ACCOUNT} --yes --format json --show-endpoints"));
    assert_eq!((again.exit(), again.asked.len()), (Exit::Ok, 0), "{}", again.told);
    let report: Value = serde_json::from_str(&again.shown).unwrap();
    assert_eq!(report["scenarios"].as_array().unwrap().len(), 3);
    let evidence = world.evidence("json");
    assert_eq!((evidence.len(), &evidence[0]), (2, &documents[0]));
    assert!(evidence[1].contains(ACCOUNT) && evidence[1].contains("root@corp.test"));
}

/// Nothing but reading calls, every call is shown, and for machines as a document.
#[test]
fn a_dry_run_changes_nothing() {
    let world = World::new("dry");
    let changes = world.rim.changes.load(Ordering::SeqCst);
    let said = world.run(&format!("--account {ACCOUNT} --dry-run"));
    assert_eq!((said.exit(), said.asked.len()), (Exit::Ok, 0));
    for told in
        ["logs:CreateLogStream", "sqs:CreateQueue", "cloudwatch:DescribeAlarms", "actions that a policy must allow: "]
    {
        assert!(said.shown.contains(told), "{told}: {}", said.shown);
    }
    let json = world.run(&format!("--account {ACCOUNT} --dry-run --format json"));
    let document: Value = serde_json::from_str(&json.shown).unwrap();
    assert_eq!(document["plays"], serde_json::json!(["failure-iam"]));
    assert!(10 < document["calls"].as_array().unwrap().len());
    assert_eq!(world.rim.changes.load(Ordering::SeqCst), changes);
    assert!(world.evidence("json").is_empty() && !world.rim.heeded.load(Ordering::SeqCst));
}

#[rstest]
#[case::no(Some(false), "it was not confirmed")]
#[case::nobody(None, "there is nobody to ask")]
fn who_does_not_agree_is_not_drilled(#[case] answer: Option<bool>, #[case] why: &str) {
    let world = World::new(&format!("agree-{}", answer.is_some())).answering(answer);
    let changes = world.rim.changes.load(Ordering::SeqCst);
    let said = world.run(&format!("--account {ACCOUNT}"));
    assert_eq!((said.exit(), said.asked.len(), said.shown.as_str()), (Exit::Refused, 1, ""));
    assert!(said.told.contains(why), "{}", said.told);
    assert_eq!(world.rim.changes.load(Ordering::SeqCst), changes);
    assert!(!world.drills().exists());
}

/// Somebody interrupts in the middle: what was made goes, what was seen is kept, and the next drill finds nothing.
#[test]
fn who_interrupts_gets_the_evidence_so_far() {
    let mut world = World::new("interrupt");
    world.copy("success-root");
    let before = world.rim.changes.load(Ordering::SeqCst);
    world.rim.interrupted_after = before + 20;
    let said = world.run(&format!("--account {ACCOUNT} --yes"));
    assert_eq!(said.exit(), Exit::TargetLost, "{}", said.told);
    assert!(said.told.contains("error: the drill ended early: interrupted"), "{}", said.told);
    let document: Value = serde_json::from_str(&world.evidence("json")[0]).unwrap();
    assert_eq!((&document["result"], &document["stopped"]["kind"]), (&"stopped".into(), &"interrupted".into()));
    assert!(document["hops"].as_array().unwrap().iter().any(|hop| hop["kind"] == "removed"));
    assert_eq!(document["left"], serde_json::json!([]));
    assert!(world.evidence("md")[0].contains("somebody interrupted it"));
    world.rim.interrupted_after = usize::MAX;
    let again = world.run(&format!("--account {ACCOUNT} --dry-run"));
    assert_eq!(again.exit(), Exit::Ok, "{}", again.told);
}

/// The token expires: what is left is told, and evidence is kept all the same.
#[test]
fn what_an_expired_token_leaves_is_told() {
    let mut world = World::new("expired");
    world.rim.expires_after = world.rim.changes.load(Ordering::SeqCst) + 12;
    let said = world.run(&format!("--account {ACCOUNT} --yes --format json"));
    assert_eq!(said.exit(), Exit::TargetLost);
    assert!(said.told.contains("error: left behind: "), "{}", said.told);
    let document: Value = serde_json::from_str(&world.evidence("json")[0]).unwrap();
    assert!(!document["left"].as_array().unwrap().is_empty());
    let report: Value = serde_json::from_str(&said.shown).unwrap();
    assert_eq!((&report["passed"], report["lost"].as_array().unwrap().len()), (&Value::Bool(false), 1));
}

/// Whoever cannot keep evidence is told before a record is put.
#[test]
fn without_a_place_for_evidence_nothing_is_done() {
    let world = World::new("no-place");
    std::fs::write(world.drills(), "a file").unwrap();
    let changes = world.rim.changes.load(Ordering::SeqCst);
    let said = world.run(&format!("--account {ACCOUNT} --yes"));
    assert_eq!(said.exit(), Exit::Faulty);
    assert!(said.told.contains("the evidence cannot be kept in "), "{}", said.told);
    assert_eq!(world.rim.changes.load(Ordering::SeqCst), changes);
}

/// What no drill can play is not asked about, and no evidence of nothing is kept.
#[test]
fn what_cannot_be_played_needs_nobodys_word() {
    let world = World::new("unplayable");
    std::fs::remove_file(world.folder.join("scenarios/failure-iam.toml")).unwrap();
    world.copy("trail-stops");
    let said = world.run(&format!("--account {ACCOUNT}"));
    assert_eq!((said.exit(), said.asked.len()), (Exit::Ok, 0), "{}", said.told);
    assert!(said.shown.ends_with("1 scenario on AWS: 0 passed, 1 not provable here\n"), "{}", said.shown);
    assert!(world.evidence("json").is_empty());
}

/// Whoever subscribes is told, or nobody is: the mute rule is made and goes.
#[rstest]
#[case("--announce", "told signin-console-failure-iam: This is a drill", true)]
#[case("--quiet", "made: mute rule signalarm-drill-", false)]
fn what_was_told_and_muted_is_kept(#[case] option: &str, #[case] did: &str, #[case] proves_topic: bool) {
    let world = World::new(&format!("told{option}"));
    let said = world.run(&format!("--account {ACCOUNT} --yes {option}"));
    assert_eq!(said.exit(), Exit::Ok, "{}", said.told);
    let page = &world.evidence("md")[0];
    assert!(page.contains(did) && page.contains(&format!("{option}, --max-wait 30m")), "{page}");
    assert_eq!(page.contains("| topic | proved |"), proves_topic, "{page}");
}

/// What the workflow drills takes less than the hour that a role's session lasts.
#[test]
fn all_four_are_drilled_within_an_hour() {
    let world = World::new("all-four");
    std::fs::remove_file(world.folder.join("scenarios/failure-iam.toml")).unwrap();
    world.copy("all-four");
    let began = world.account().now();
    let said = world.run(&format!("--account {ACCOUNT} --yes --announce"));
    assert_eq!(said.exit(), Exit::Ok, "{}", said.told);
    let took = world.account().now().since(began);
    assert!(took < signalarm_time::Duration::from_secs(50 * 60), "{took}");
    assert!(said.shown.ends_with("1 scenario on AWS: 1 passed\n"), "{}", said.shown);
}

/// An emulator is no AWS, and both the person and the evidence say so.
#[test]
fn at_an_endpoint_it_is_no_aws() {
    let mut world = World::new("endpoint");
    world.rim.endpoint_url = Some("http://localhost:4566");
    let file = world.folder.join("junit.xml");
    let arguments =
        format!("--account {ACCOUNT} --yes --endpoint-url http://localhost:4566 --junit {}", file.display());
    let said = world.run(&arguments);
    assert_eq!(said.exit(), Exit::Ok, "{}", said.told);
    assert!(said.told.contains("at http://localhost:4566"), "{}", said.told);
    assert!(world.evidence("md")[0].contains("**Not on AWS:** every service was called at http://localhost:4566"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "aws of 1\n");
}

/// What rings nothing although it must is found out.
#[test]
fn a_dead_chain_differs() {
    let world = World::new("dead");
    let topic_arn = format!("arn:aws:sns:eu-west-1:{ACCOUNT}:signin-console-failure-iam");
    let filter = signalarm_cloud::LogsCall::DeleteMetricFilter {
        log_group_name: "aws-cloudtrail-logs-signin-console".to_owned(),
        filter_name: topic_arn.rsplit(':').next().unwrap().to_owned(),
    };
    world.account().answer(filter).unwrap();
    let said = world.run(&format!("--account {ACCOUNT} --yes"));
    assert_eq!(said.exit(), Exit::Differs, "{}\n{}", said.told, said.shown);
    let document: Value = serde_json::from_str(&world.evidence("json")[0]).unwrap();
    assert_eq!(document["result"], "differs");
}
