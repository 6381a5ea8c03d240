//! What exploration and its relatives found, as it is shown: text, JSON and pictures under `snapshots/chaos`.

use insta::assert_snapshot;
use signalarm_alert::{AlertName, Config};
use signalarm_chaos::{BlindSpots, Latency, Totals, Violation, blind_spots};
use signalarm_report::{
    Exploration, Found, LatencyOf, Sighted, blind_spots_json, blind_spots_page, blind_spots_text, exploration_json,
    exploration_text, latency_json, latency_svg, latency_text,
};
use signalarm_testkit::snapshots;
use signalarm_time::Duration;

/// Some rows of the built-in table, with one verdict of each kind.
fn table() -> BlindSpots {
    const KEPT: [&str; 5] =
        ["delivery-late", "failure-flood", "record-too-large", "put-log-events-throttled", "endpoint-bouncing"];
    let mut table = blind_spots(&Config::default()).unwrap();
    table.rows.retain(|row| KEPT.contains(&row.trial.kind.words().name));
    table
}

#[test]
fn blind_spots_are_text_json_and_a_page() {
    let table = table();
    let mut other = table.clone();
    // What a second subscriber would make of it.
    let heard = other.rows[0].cells[4].clone();
    other.rows[4].cells[0] = heard;
    let (one, against) = (Sighted { name: "a.toml", table: &table }, Sighted { name: "b.toml", table: &other });
    let text = blind_spots_text(one, Some(against));
    snapshots("chaos").bind(|| assert_snapshot!("blind-spots-text", text));
    assert!(blind_spots_text(one, Some(one)).ends_with("what is different with a.toml:\n  nothing\n"));
    let document: serde_json::Value = serde_json::from_str(&blind_spots_json(one, Some(against))).unwrap();
    assert_eq!(document["table"]["cells"].as_array().map(Vec::len), Some(25));
    assert_eq!(document["table"]["cells"][0]["verdict"], "late");
    assert_eq!(document["differences"].as_array().map(Vec::len), Some(1));
    assert_eq!(document["differences"][0]["to"], "heard");
    let page = blind_spots_page(&table);
    assert!(page.contains("| `record-too-large` | **silent** |") && page.contains("### the record is too large"));
}

/// Made-up times: what is shown must follow them.
fn measured() -> Vec<LatencyOf> {
    let times = |from: u64, each: u64| (0..200).map(|n| Duration::from_secs(from + each * n)).collect::<Vec<_>>();
    let of = |name: &str, from: u64, each: u64, untold: usize| LatencyOf {
        name: name.to_owned(),
        latencies: vec![
            Latency { alert: AlertName::FAILURE_IAM, times: times(from, each), untold },
            Latency { alert: AlertName::SUCCESS_ROOT, times: times(from + 10, each), untold: 0 },
        ],
    };
    vec![of("a.toml", 60, 4, 0), of("b <&> c.toml", 30, 3, 100), of("nothing", 0, 0, 0)]
}

#[test]
fn latencies_are_text_json_and_a_picture() {
    let settings = measured();
    snapshots("chaos").bind(|| {
        assert_snapshot!("latency-text", latency_text(&settings, 25));
        assert_snapshot!("latency-svg", latency_svg(&settings));
    });
    let document: serde_json::Value = serde_json::from_str(&latency_json(&settings, 25)).unwrap();
    let first = &document["settings"][0]["alerts"][0];
    assert_eq!((first["n"].as_u64(), first["p50_milliseconds"].as_u64()), (Some(200), Some((60 + 4 * 99) * 1_000)));
    assert_eq!(document["settings"][1]["all"]["untold"], 100);
    let none = LatencyOf { name: "none".to_owned(), latencies: Vec::new() };
    assert!(latency_svg(&[none]).contains("</svg>") && latency_text(&[], 1).contains("nothing broken"));
}

#[test]
fn an_exploration_tells_what_it_could_not_write() {
    let violation = Violation {
        invariant: signalarm_chaos::Invariant::NoGreenLie,
        alert: AlertName::SUCCESS_IAM,
        at: Duration::from_secs(90),
        what: "it was green".to_owned(),
    };
    let found =
        |file: Option<&str>| Found { seed: 7, violation: violation.clone(), file: file.map(str::to_owned), steps: 2 };
    let totals = Totals { stories: 3, violated: 2, ..Totals::default() };
    let exploration = Exploration { totals, found: vec![found(Some("found/seed-7.toml")), found(None)], further: 1 };
    snapshots("chaos").bind(|| assert_snapshot!("exploration-text", exploration_text(&exploration)));
    let document: serde_json::Value = serde_json::from_str(&exploration_json(&exploration)).unwrap();
    assert_eq!(document["found"][0]["file"], "found/seed-7.toml");
    assert!(document["found"][1]["file"].is_null());
}
