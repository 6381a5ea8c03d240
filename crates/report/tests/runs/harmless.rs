//! What a terminal would act on: text of records comes from whoever made them.

use signalarm_alert::Config;
use signalarm_event::Record;
use signalarm_report::{Mask, explanation, replay_text};
use signalarm_scenario::{Delivery, replay};

/// A console sign-in whose id and user name try to write to the terminal.
const HOSTILE: &str = r#"{"eventVersion":"1.08","eventTime":"2026-03-02T10:00:10Z","eventSource":"signin.amazonaws.com",
"eventName":"ConsoleLogin","eventID":"\u001b[31mred\nforged line","userIdentity":{"type":"IAMUser","userName":"\u001b]0;t\u0007"},
"responseElements":{"ConsoleLogin":"Failure"}}"#;

#[test]
fn no_report_carries_escapes_or_forged_lines() {
    let record = Record::parse(HOSTILE).unwrap();
    let replay = replay(vec![record.clone()], &Config::default(), Delivery::AtEventTime, 1).unwrap();
    let reports = [replay_text(&replay, 1, &Mask::nothing()), explanation(&record, &replay.chain)];
    for report in &reports {
        let controls: Vec<char> =
            report.chars().filter(|character| character.is_control() && *character != '\n').collect();
        assert_eq!(controls, [], "{report}");
        assert!(!report.lines().any(|line| line.starts_with("forged line")), "{report}");
    }
    assert!(reports[0].contains(r"\u{1b}[31mred\u{a}forged line"), "{}", reports[0]);
}
