//! Scenarios on several targets: every cell that there can be.

use insta::assert_snapshot;
use signalarm_diagnostic::Faulty;
use signalarm_report::{Cell, Cells, Column, Mask, Matrix, annotations, matrix_json, matrix_markdown, matrix_text};
use signalarm_scenario::{Judgement, Run};

use crate::outside::{outside, unplayed};
use crate::{CONFIG, config, played};

/// Everything that a cell can be.
fn with_matrix(assert: impl Fn(&Matrix<'_>)) {
    let config = config(CONFIG);
    let simulated = played(&config);
    let mut passed = simulated.clone();
    passed.verdicts[0].judgement = Judgement::Holds;
    let (differs, judged, unplayed) =
        (Run { target: "localstack", ..played(&config) }, outside(&config), unplayed(&config));
    let mask = Mask::of(&simulated.chain);
    let column = |target, cells| Column { target, cells };
    let cell = |run| Cell::Played(run, &mask);
    let lost = || Cell::Lost("it went away".to_owned());
    let faulty = [Faulty::unreadable("x|y.toml".to_owned(), "no".to_owned(), "")];
    let scenarios =
        vec![("a.toml", &simulated.scenario), ("b.toml", &simulated.scenario), ("c.toml", &simulated.scenario)];
    assert(&Matrix {
        scenarios,
        columns: vec![
            column("simulator", Cells::Played(vec![cell(&passed), cell(&passed), cell(&passed)])),
            column("mocks", Cells::Skipped("there is no mock".to_owned())),
            column("ministack", Cells::Lost("it cannot be started: no".to_owned())),
            column("localstack", Cells::Played(vec![cell(&judged), cell(&differs), cell(&unplayed)])),
            column("other", Cells::Played(vec![lost(), cell(&unplayed), lost()])),
        ],
        faulty: &faulty,
    });
}

#[test]
fn a_matrix_as_text() {
    with_matrix(|matrix| {
        assert_snapshot!(matrix_text(matrix), @r"
    scenario  simulator  mocks    ministack  localstack    other
    the-name  passed     skipped  lost       passed        lost
    the-name  passed     skipped  lost       failed        not provable
    the-name  passed     skipped  lost       not provable  lost

    failed on the localstack:
      b.toml:9: expected from +0:02:00 to +0:22:00: signin-console-success-root notifies by sms once
              instead it notified 2 by sms

    skipped: there is no mock
      mocks: all 3 scenarios

    lost: it cannot be started: no
      ministack: all 3 scenarios

    partly not provable: account ************ matches\u{a}every event
      localstack: the-name

    not provable: account ************ has no trail to stop
      localstack: the-name
      other: the-name

    lost: it went away
      other: the-name, the-name

    what the localstack proved, link by link:
      trail         not proved: records are put into the log group (1 scenario)
      log group     proved
      subscription  proved: a queue received what was sent

    3 scenarios on the simulator: 3 passed
    3 scenarios on the mocks: skipped
    3 scenarios on the ministack: lost
    3 scenarios on the localstack: 1 passed, 1 differ, 1 not provable here
    3 scenarios on the other: 0 passed, 1 not provable here, 2 lost
    1 file could not be read
    ")
    });
}

#[test]
fn a_matrix_as_markdown() {
    with_matrix(|matrix| {
        assert_snapshot!(matrix_markdown(matrix), @r"
    ### Scenarios on simulator, mocks, ministack, localstack, other

    | scenario | simulator | mocks | ministack | localstack | other |
    |---|---|---|---|---|---|
    | the title (a.toml) | passed | skipped | **lost** | passed | **lost** |
    | the title (b.toml) | passed | skipped | **lost** | **failed** | not provable |
    | the title (c.toml) | passed | skipped | **lost** | not provable | **lost** |

    - unreadable: x\|y.toml: no
    - failed on localstack: b.toml:9: expected that signin-console-success-root notifies by sms once; it notified 2 by sms
    - skipped: there is no mock (mocks: all 3 scenarios)
    - lost: it cannot be started: no (ministack: all 3 scenarios)
    - partly not provable: account \*\*\*\*\*\*\*\*\*\*\*\* matches\\u{a}every event (localstack: the-name)
    - not provable: account \*\*\*\*\*\*\*\*\*\*\*\* has no trail to stop (localstack: the-name; other: the-name)
    - lost: it went away (other: the-name, the-name)

    What the localstack proved, link by link:

    - trail: not proved: records are put into the log group (1 scenario)
    - log group: proved
    - subscription: proved: a queue received what was sent
    ")
    });
}

#[test]
fn a_matrix_as_json() {
    with_matrix(|matrix| {
        let document: serde_json::Value = serde_json::from_str(&matrix_json(matrix)).unwrap();
        let words = |scenario: usize| {
            let cells = document["scenarios"][scenario]["cells"].as_array().unwrap();
            cells.iter().map(|cell| cell["result"].as_str().unwrap().to_owned()).collect::<Vec<String>>().join(", ")
        };
        assert_eq!(words(0), "passed, skipped, lost, passed, lost");
        assert_eq!(words(1), "passed, skipped, lost, failed, not provable");
        assert_eq!(words(2), "passed, skipped, lost, not provable, lost");
        assert_eq!(document["passed"], false);
        let cells = &document["scenarios"][0]["cells"];
        assert_eq!(cells[3]["run"]["expectations"][0]["judgement"], "not provable");
        assert_eq!((&cells[4]["lost"], &cells[4]["run"]), (&"it went away".into(), &serde_json::Value::Null));
        let target = &document["targets"][3];
        let count = |word: &str| target[word].as_u64().unwrap();
        assert_eq!((count("passed"), count("failed"), count("not_provable"), count("lost")), (1, 1, 1, 0));
        assert_eq!(target["links"].as_array().unwrap().len(), 3);
        let states: Vec<&str> = (0..5).map(|column| document["targets"][column]["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["played", "skipped", "lost", "played", "played"]);
        assert_snapshot!(document["reasons"].to_string(), @r#"[{"kind":"skipped","why":"there is no mock","cells":[{"target":"mocks","scenarios":[]}]},{"kind":"lost","why":"it cannot be started: no","cells":[{"target":"ministack","scenarios":[]}]},{"kind":"partly not provable","why":"account ************ matches\nevery event","cells":[{"target":"localstack","scenarios":["the-name"]}]},{"kind":"not provable","why":"account ************ has no trail to stop","cells":[{"target":"localstack","scenarios":["the-name"]},{"target":"other","scenarios":["the-name"]}]},{"kind":"lost","why":"it went away","cells":[{"target":"other","scenarios":["the-name","the-name"]}]}]"#);
    });
}

/// Sixty-four scenarios that fail for one reason are one line.
#[test]
fn many_cells_share_a_reason() {
    let config = config(CONFIG);
    let (judged, unplayed) = (outside(&config), unplayed(&config));
    let mask = Mask::of(&judged.chain);
    let column = |cells: Vec<&Run>| {
        let cells = cells.into_iter().map(|run| Cell::Played(run, &mask)).collect();
        let columns = vec![Column { target: "localstack", cells: Cells::Played(cells) }];
        let matrix = Matrix { scenarios: vec![("a.toml", &judged.scenario); 64], columns, faulty: &[] };
        let text = matrix_text(&matrix);
        text.lines().filter(|line| line.starts_with("  localstack: ")).map(str::to_owned).collect::<Vec<String>>()
    };
    assert_eq!(column(vec![&unplayed; 64]), ["  localstack: all 64 scenarios"]);
    let some: Vec<&Run> = (0..64).map(|number| if number % 2 == 0 { &unplayed } else { &judged }).collect();
    let names = "the-name, the-name, the-name, the-name, the-name, the-name and 26 more";
    assert_eq!(column(some), [format!("  localstack: {names}"), format!("  localstack: {names}")]);
}

/// Whoever reads an annotation of one of several targets is told which it is.
#[test]
fn annotations_of_several_targets_name_them() {
    with_matrix(|matrix| {
        let annotations = annotations(&matrix.runs(), &[]);
        let lines: Vec<&str> = annotations.lines().filter(|line| line.starts_with("::error")).collect();
        let message =
            "on the localstack: expected that signin-console-success-root notifies by sms once; it notified 2 by sms";
        assert_eq!(lines, [format!("::error file=b.toml,line=9,title=the title::{message}")]);
    });
}
