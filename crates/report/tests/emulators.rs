//! What is told of emulators: text and JSON under `snapshots/emulators`.

use insta::assert_snapshot;
use signalarm_alert::AccountId;
use signalarm_drill::{
    Abilities, Case, CaseRun, Conduct, ContractRun, Filters, Subject, cases, emulators, known, known_differences,
};
use signalarm_report::{Mask, Probed, contract_json, contract_text, emulators_tables, probe_json, probe_text};
use signalarm_testkit::snapshots;

const ACCOUNT: &str = "583920174466";

fn localstack() -> Subject {
    Subject { name: "localstack".to_owned(), version: "4.14.0".to_owned(), extension: true }
}

#[test]
fn a_probe_is_text_and_json() {
    let row = known("localstack", "4.14.0", true).unwrap();
    let found = Abilities { filters: Filters::Nothing, mute_rules: true, ..row.abilities };
    let probed = Probed {
        emulator: Some(Subject { version: "5.0.0\u{1b}[2J".to_owned(), ..localstack() }),
        found,
        known: Some(row),
    };
    snapshots("emulators").bind(|| {
        assert_snapshot!("probe-text", probe_text(&probed));
        assert_snapshot!("probe-json", probe_json(&probed));
    });
    let as_told = probe_text(&Probed { found: row.abilities, ..probed.clone() });
    assert!(as_told.ends_with("\nas the table says of localstack 4.14.0 with the extension\n"), "{as_told}");
    let stranger = Probed { emulator: None, known: None, ..probed };
    assert!(probe_text(&stranger).starts_with("what it can do\n"));
    assert!(probe_text(&stranger).ends_with("\nthe table has no row for it\n"));
    assert!(probe_json(&stranger).contains("\"table\": null"));
}

fn run() -> ContractRun {
    let case_run = |(number, case): (usize, &'static Case)| {
        let (does, conduct) = match number {
            0 => ("done", Conduct::Unexpected(None)),
            1 => ("done", Conduct::Known),
            2 => ("refused: \u{1b}[2J", Conduct::Unexpected(Some("done"))),
            3 => (case.aws, Conduct::Gone("done")),
            _ => (case.aws, Conduct::AsAws),
        };
        CaseRun { case, does: does.to_owned(), conduct }
    };
    let cases = cases().enumerate().take(6).map(case_run).collect();
    let left = vec![format!("signalarm-contract-1-0-{ACCOUNT}: DeleteBucket: BucketNotEmpty: \u{7}")];
    ContractRun { emulator: Some(localstack()), cases, left }
}

#[test]
fn a_contract_is_text_and_json() {
    let account: AccountId = ACCOUNT.parse().unwrap();
    let mask = Mask::nothing().with_accounts(&[account]);
    let (run, text) = (run(), contract_text(&run(), &mask));
    let json = contract_json(&run, &mask);
    for told in [&text, &json] {
        assert!(!told.contains(ACCOUNT) && !told.contains(['\u{1b}', '\u{7}']), "{told}");
    }
    snapshots("emulators").bind(|| {
        assert_snapshot!("contract-text", text);
        assert_snapshot!("contract-json", json);
    });
}

#[test]
fn the_tables_tell_everything() {
    let tables = emulators_tables();
    for emulator in emulators() {
        assert!(tables.contains(&emulator.version), "{}", emulator.name);
    }
    let rows = tables.lines().filter(|line| line.starts_with("| ")).count();
    let mut cases: Vec<&str> = known_differences().iter().map(|row| row.case.as_str()).collect();
    cases.sort_unstable();
    cases.dedup();
    let (heads, known_from) = (2, 1);
    assert_eq!(rows, heads + Abilities::AWS.words().len() + known_from + cases.len());
    let widths = |table: &str| table.lines().map(|line| line.matches(" | ").count()).collect::<Vec<usize>>();
    for table in tables.split("\n\n") {
        let widths = widths(table);
        assert!(widths.iter().skip(2).all(|width| *width == widths[0]), "{table}");
    }
}
