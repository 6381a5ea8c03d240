//! The life of a chain on MiniStack: plan, deploy, again, change, drift, adopt, status, destroy; read back by boto3 as well.

use std::fmt::Write as _;

use serde_json::Value;
use signalarm_testkit::snapshots;

use crate::support::{CONFIG, Place, ministack};

const WITH_DATA: [&str; 3] = ["--trail", "--bucket", "--log-group"];

#[test]
fn a_chain_is_deployed_found_again_changed_and_removed() {
    let Some(ministack) = ministack() else { return };
    let place = Place::new("deploy-life", ministack.endpoint_url(), "210987654321");
    let nothing = place.foreign("read");

    let text = place.runs(&["deploy", "--plan"], 3);
    assert!(text.contains("+ create trail events-management"), "{text}");
    assert!(text.contains("not confirmed: this endpoint does not know logs:TestMetricFilter"), "{text}");
    assert!(text.contains("what the chain costs a month in eu-west-1"), "{text}");
    place.runs(&["deploy"], 5);
    assert_eq!(place.foreign("read"), nothing, "nobody confirmed");
    place.runs(&["deploy", "--yes"], 0);
    let text = place.runs(&["deploy", "--plan"], 0);
    assert!(text.contains("0 steps to do"), "{text}");
    let deployed = place.foreign("read");
    snapshots("ministack").bind(|| insta::assert_snapshot!("chain", deployed));

    place.configure(&format!("{CONFIG}[alerts.signin-console-failure-iam]\nperiod = '300s'\n"));
    let text = place.runs(&["deploy", "--plan"], 3);
    assert!(text.contains("~ change alarm signin-console-failure-iam") && text.contains("1 step to do"), "{text}");
    place.runs(&["deploy", "--yes", "--json"], 0);
    let changed: Value = serde_json::from_str(&place.foreign("read")).unwrap();
    assert_eq!(changed["alarms"]["signin-console-failure-iam"]["Period"], 300);

    let text = place.runs(&["destroy", "--yes"], 0);
    assert!(text.contains("stays, not ours or not named: bucket"), "{text}");
    let left: Value = serde_json::from_str(&place.foreign("read")).unwrap();
    assert_eq!((left["alarms"].to_string(), left["topics"].to_string()), ("{}".to_owned(), "{}".to_owned()));
    place.runs(&[&["destroy", "--yes"], WITH_DATA.as_slice()].concat(), 0);
    assert_eq!(place.foreign("read"), nothing);
    let text = place.runs(&[&["destroy", "--plan"], WITH_DATA.as_slice()].concat(), 0);
    assert!(text.contains("nothing to do"), "{text}");
}

#[test]
fn what_people_did_to_a_chain_is_shown_and_healed() {
    let Some(ministack) = ministack() else { return };
    let place = Place::new("deploy-drift", ministack.endpoint_url(), "310987654321");
    place.runs(&["deploy", "--yes"], 0);
    let deployed = place.foreign("read");
    let text = place.runs(&["status"], 0);
    assert!(text.contains("all is as the config says"), "{text}");

    place.foreign("drift");
    let text = place.runs(&["status"], 3);
    for dead in [
        "STOPPED: no sign-in is recorded here",
        "filter   MISSING",
        "alarm    MISSING",
        "topic    MISSING",
        "its actions are DISABLED: it tells nobody",
        "11 steps would bring the chain to what the config says",
    ] {
        assert!(text.contains(dead), "{dead}: {text}");
    }
    let (code, json) = place.run(&["status", "--json"]);
    let json: Value = serde_json::from_str(json.split("\nwarning").next().unwrap()).unwrap();
    assert_eq!((code, &json["trail"]["status"]["value"]["is_logging"]), (3, &Value::Bool(false)));
    assert_eq!(json["drift"]["steps"].as_array().unwrap().len(), 11);

    place.runs(&["deploy", "--yes"], 0);
    assert_eq!(place.foreign("read"), deployed);
    place.runs(&["status"], 0);
}

#[test]
fn a_chain_made_by_hand_is_taken_over_only_on_request_and_never_removed() {
    let Some(ministack) = ministack() else { return };
    let place = Place::new("deploy-adopt", ministack.endpoint_url(), "410987654321");
    place.foreign("hand-made");
    let by_hand = place.foreign("read");
    let text = place.runs(&["deploy", "--yes"], 5);
    assert_eq!(text.matches("`deploy --adopt` shows what would change").count(), 13, "{text}");
    assert_eq!(place.foreign("read"), by_hand);

    let text = place.runs(&["deploy", "--adopt", "--plan"], 3);
    assert!(text.contains("~ tag topic signin-console-silence"), "{text}");
    assert!(text.contains("filterPattern: { $.eventName = ConsoleLogin } → "), "{text}");
    place.runs(&["deploy", "--adopt", "--yes"], 0);
    place.runs(&["deploy", "--plan"], 0);
    let adopted: Value = serde_json::from_str(&place.foreign("read")).unwrap();
    let mut tags = String::new();
    for (name, topic) in adopted["topics"].as_object().unwrap() {
        writeln!(tags, "{name} {}", topic["tags"]["signalarm"]).unwrap();
    }
    assert_eq!(tags.matches("adopted").count(), 5, "{tags}");

    let text = place.runs(&[&["destroy", "--yes"], WITH_DATA.as_slice()].concat(), 0);
    assert!(text.contains("stays, not ours or not named: topic"), "{text}");
    let left: Value = serde_json::from_str(&place.foreign("read")).unwrap();
    for kind in ["topics", "alarms", "buckets", "roles", "trails", "log_groups"] {
        let names = |chain: &Value| chain[kind].as_object().unwrap().keys().cloned().collect::<Vec<String>>();
        assert_eq!(names(&left), names(&serde_json::from_str(&by_hand).unwrap()), "{kind}");
    }
}
