//! Reasons and reason data, word for word.

use signalarm_alarm::{MissingData, Operator, Period, Rule, RuleSettings, Slot, State, Statistic, evaluate};
use signalarm_time::{Duration, Timestamp};

/// The end of the newest slot, and the instant of the evaluation.
const END: &str = "2026-11-23T10:05:00Z";
const AT: &str = "2026-11-23T10:05:28.119Z";

fn rule(evaluation_periods: u32, datapoints_to_alarm: Option<u32>, missing_data: MissingData) -> Rule {
    Rule::new(RuleSettings {
        datapoints_to_alarm,
        missing_data,
        ..RuleSettings::new(Period::MINUTE, evaluation_periods, Statistic::Average, Operator::GreaterThan, 50.0)
    })
    .unwrap()
}

/// Slots of a minute that end at [`END`]: values, or `-` for a missing one, oldest first.
fn slots(text: &str) -> Vec<Slot> {
    let words: Vec<&str> = text.split(' ').collect();
    let end: Timestamp = END.parse().unwrap();
    let slot = |(number, word): (usize, &&str)| Slot {
        start: end - Duration::MINUTE * (words.len() - number) as u32,
        value: word.parse().ok(),
        sample_count: (*word != "-").then_some(2.0),
    };
    words.iter().enumerate().map(slot).collect()
}

fn check(rule: &Rule, text: &str, previous: State, expected: Option<&str>) {
    let slots = slots(text);
    let found = evaluate(rule, &slots, previous, AT.parse().unwrap()).reason();
    assert_eq!(found.as_deref(), expected, "{text}");
}

/// The wordings of recorded evaluations (September 2026) and published histories (2020 to 2026).
#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn a_reason_lists_the_datapoints_that_decide() {
    use MissingData::{Breaching, Ignore, Missing, NotBreaching};
    for (periods, datapoints, missing_data, text, expected) in [
        (
            3,
            Some(2),
            Missing,
            "- - - - 100 0 100",
            "Threshold Crossed: 2 out of the last 3 datapoints [100.0 (23/11/26 10:04:00), 100.0 (23/11/26 10:02:00)] were greater than the threshold (50.0) (minimum 2 datapoints for OK -> ALARM transition).",
        ),
        (
            3,
            Some(2),
            Missing,
            "- - - - - 100 0",
            "Threshold Crossed: 1 out of the last 3 datapoints [0.0 (23/11/26 10:04:00)] was not greater than the threshold (50.0) (minimum 2 datapoints for ALARM -> OK transition).",
        ),
        (
            3,
            Some(2),
            Missing,
            "100 - - - - - -",
            "Threshold Crossed: 1 out of the last 3 datapoints [100.0 (23/11/26 09:58:00)] was greater than the threshold (50.0) (minimum 2 datapoints for OK -> ALARM transition).",
        ),
        (
            3,
            Some(3),
            Breaching,
            "- 100 - 100 - - -",
            "Threshold Crossed: 2 out of the last 3 datapoints [100.0 (23/11/26 10:01:00), 100.0 (23/11/26 09:59:00)] were greater than the threshold (50.0) and 1 missing datapoint was treated as [Breaching] (minimum 3 datapoints for OK -> ALARM transition).",
        ),
        (
            1,
            Some(1),
            NotBreaching,
            "- - - - 50.25",
            "Threshold Crossed: 1 out of the last 1 datapoints [50.25 (23/11/26 10:04:00)] was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).",
        ),
        (
            20,
            Some(1),
            NotBreaching,
            "- 613",
            "Threshold Crossed: 1 out of the last 20 datapoints [613.0 (23/11/26 10:04:00)] was greater than the threshold (50.0) and 19 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).",
        ),
        (
            1,
            None,
            NotBreaching,
            "0",
            "Threshold Crossed: 1 datapoint [0.0 (23/11/26 10:04:00)] was not greater than the threshold (50.0).",
        ),
        (
            3,
            None,
            Missing,
            "51 53 52",
            "Threshold Crossed: 3 datapoints [52.0 (23/11/26 10:04:00), 53.0 (23/11/26 10:03:00), 51.0 (23/11/26 10:02:00)] were greater than the threshold (50.0).",
        ),
        (
            1,
            None,
            NotBreaching,
            "- -",
            "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].",
        ),
        (
            8,
            None,
            Breaching,
            "- -",
            "Threshold Crossed: no datapoints were received for 8 periods and 8 missing datapoints were treated as [Breaching].",
        ),
        (
            3,
            Some(2),
            Breaching,
            "- - 0",
            "Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].",
        ),
        (
            4,
            Some(3),
            NotBreaching,
            "100 100 -",
            "Threshold Crossed: 2 datapoints were received for 4 periods and 2 missing datapoints were treated as [NonBreaching].",
        ),
        (1, Some(1), Missing, "-", "Insufficient Data: 1 datapoint was unknown."),
        (10, Some(1), Missing, "-", "Insufficient Data: 10 datapoints were unknown."),
        (3, Some(3), Missing, "- - 100", "Insufficient Data: 3 datapoints were unknown."),
        (
            4,
            None,
            Ignore,
            "60 61 62 63",
            "Threshold Crossed: 4 datapoints [63.0 (23/11/26 10:04:00), 62.0 (23/11/26 10:03:00), 61.0 (23/11/26 10:02:00), 60.0 (23/11/26 10:01:00)] were greater than the threshold (50.0).",
        ),
        (
            5,
            None,
            Ignore,
            "60 61 62 63 64",
            "Threshold Crossed: 5 datapoints were greater than the threshold (50.0). The most recent datapoints which crossed the threshold: [64.0 (23/11/26 10:04:00), 63.0 (23/11/26 10:03:00), 62.0 (23/11/26 10:02:00), 61.0 (23/11/26 10:01:00), 60.0 (23/11/26 10:00:00)].",
        ),
        (
            6,
            Some(5),
            Missing,
            "60 61 62 63 64 65",
            "Threshold Crossed: 6 out of the last 6 datapoints were greater than the threshold (50.0). The most recent datapoints which crossed the threshold: [65.0 (23/11/26 10:04:00), 64.0 (23/11/26 10:03:00), 63.0 (23/11/26 10:02:00), 62.0 (23/11/26 10:01:00), 61.0 (23/11/26 10:00:00)] (minimum 5 datapoints for OK -> ALARM transition).",
        ),
    ] {
        for previous in [State::Ok, State::Alarm, State::InsufficientData] {
            check(&rule(periods, datapoints, missing_data), text, previous, Some(expected));
        }
    }
}

#[test]
fn a_state_that_is_kept_has_no_new_reason() {
    for previous in [State::Ok, State::Alarm, State::InsufficientData] {
        check(&rule(3, Some(3), MissingData::Ignore), "- - -", previous, None);
        check(&rule(3, Some(3), MissingData::Ignore), "100 - -", previous, None);
    }
}

fn check_data(missing_data: MissingData, text: &str, expected: &str) {
    let (rule, slots) = (rule(3, Some(2), missing_data), slots(text));
    let found = evaluate(&rule, &slots, State::Ok, AT.parse().unwrap()).reason_data().to_string();
    let head = r#"{"version":"1.0","queryDate":"2026-11-23T10:05:28.119+0000","#;
    assert_eq!(found.strip_prefix(head), Some(expected), "{found}");
}

/// The form of recorded evaluations (September 2026).
#[test]
fn reason_data_hold_the_used_values_and_the_evaluated_slots() {
    check_data(
        MissingData::Missing,
        "- - 100 0 - 100 -",
        concat!(
            r#""startDate":"2026-11-23T10:00:00.000+0000","statistic":"Average","period":60,"#,
            r#""recentDatapoints":[100.0,0.0,null,100.0],"threshold":50.0,"evaluatedDatapoints":["#,
            r#"{"timestamp":"2026-11-23T10:03:00.000+0000","sampleCount":2.0,"value":100.0},"#,
            r#"{"timestamp":"2026-11-23T10:00:00.000+0000","sampleCount":2.0,"value":100.0}]}"#,
        ),
    );
    check_data(
        MissingData::Missing,
        "- - - - - 100 0",
        concat!(
            r#""startDate":"2026-11-23T10:03:00.000+0000","statistic":"Average","period":60,"#,
            r#""recentDatapoints":[100.0,0.0],"threshold":50.0,"evaluatedDatapoints":["#,
            r#"{"timestamp":"2026-11-23T10:04:00.000+0000","sampleCount":2.0,"value":0.0},"#,
            r#"{"timestamp":"2026-11-23T10:02:00.000+0000"}]}"#,
        ),
    );
    // The newest missing slots are newer than the one value.
    check_data(
        MissingData::Missing,
        "100 - - - - - -",
        concat!(
            r#""startDate":"2026-11-23T09:58:00.000+0000","statistic":"Average","period":60,"#,
            r#""recentDatapoints":[100.0],"threshold":50.0,"evaluatedDatapoints":["#,
            r#"{"timestamp":"2026-11-23T10:04:00.000+0000"},"#,
            r#"{"timestamp":"2026-11-23T09:58:00.000+0000","sampleCount":2.0,"value":100.0}]}"#,
        ),
    );
    check_data(
        MissingData::Missing,
        "- - - - - - -",
        concat!(
            r#""statistic":"Average","period":60,"recentDatapoints":[],"threshold":50.0,"evaluatedDatapoints":["#,
            r#"{"timestamp":"2026-11-23T10:04:00.000+0000"},{"timestamp":"2026-11-23T10:03:00.000+0000"}]}"#,
        ),
    );
}
