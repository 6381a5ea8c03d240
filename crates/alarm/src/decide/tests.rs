//! The documented tables, and a second evaluator that is too plain to be wrong in the same way.

use proptest::prelude::*;
use signalarm_metric::{Series, Statistic};
use signalarm_time::{Duration, Timestamp};

use super::*;
use crate::{LowSamples, Measure, Operator, Period, RuleSettings};

const STATES: [State; 3] = [State::Ok, State::Alarm, State::InsufficientData];
const TREATMENTS: [MissingData; 4] =
    [MissingData::Missing, MissingData::Ignore, MissingData::Breaching, MissingData::NotBreaching];
const YOUNG_BREACHES: [YoungBreach; 2] = [YoungBreach::InsufficientData, YoungBreach::Keep];

fn rule(
    evaluation_periods: u32,
    datapoints_to_alarm: u32,
    missing_data: MissingData,
    young_breach: YoungBreach,
) -> Rule {
    let period = Period::from_seconds(300).unwrap();
    Rule::new(RuleSettings {
        datapoints_to_alarm: Some(datapoints_to_alarm),
        missing_data,
        young_breach,
        ..RuleSettings::new(period, evaluation_periods, Statistic::Sum, Operator::GreaterThan, 1.0)
    })
    .unwrap()
}

/// Slots written as in AWS's tables: `0` good, `X` breaching, `-` missing, oldest first.
fn slots(text: &str) -> Vec<Slot> {
    let slot = |(number, c)| Slot {
        start: Timestamp::MIN + Duration::MINUTE * 5 * number,
        value: match c {
            '0' => Some(1.0),
            'X' => Some(2.0),
            _ => None,
        },
        sample_count: (c != '-').then_some(1.0),
    };
    (0..).zip(text.chars().filter(|c| *c != ' ')).map(slot).collect()
}

/// CloudWatch User Guide, *Configuring how CloudWatch alarms treat missing data*: slots, datapoints to fill in, and the
/// states with `missing`, `ignore`, `breaching` and `notBreaching`.
const DOCUMENTED: [(u32, &str, u32, [&str; 4]); 14] = [
    (3, "0 - X - X", 0, ["OK", "OK", "OK", "OK"]),
    (3, "0 - - - -", 2, ["OK", "OK", "OK", "OK"]),
    (3, "- - - - -", 3, ["INSUFFICIENT_DATA", "keep", "ALARM", "OK"]),
    (3, "0 X X - X", 0, ["ALARM", "ALARM", "ALARM", "ALARM"]),
    (3, "- - X - -", 2, ["ALARM", "keep", "ALARM", "OK"]),
    (2, "0 - X - X", 0, ["ALARM", "ALARM", "ALARM", "ALARM"]),
    (2, "0 0 X 0 X", 0, ["ALARM", "ALARM", "ALARM", "ALARM"]),
    (2, "0 - X - -", 1, ["OK", "OK", "ALARM", "OK"]),
    (2, "- - - - 0", 2, ["OK", "OK", "ALARM", "OK"]),
    (2, "- - - X -", 2, ["ALARM", "keep", "ALARM", "OK"]),
    // Its text on premature alarms: a good datapoint may yet follow these …
    (3, "- - - - X", 2, ["INSUFFICIENT_DATA", "keep", "ALARM", "OK"]),
    (3, "- - - X -", 2, ["INSUFFICIENT_DATA", "keep", "ALARM", "OK"]),
    // … and here it did.
    (3, "- - - X 0", 1, ["OK", "OK", "OK", "OK"]),
    (3, "- - X - 0", 1, ["OK", "OK", "OK", "OK"]),
];

#[test]
fn the_documented_tables_hold() {
    for (datapoints_to_alarm, text, filled, expected) in DOCUMENTED {
        for (missing_data, expected) in TREATMENTS.into_iter().zip(expected) {
            for previous in STATES {
                let rule = rule(3, datapoints_to_alarm, missing_data, YoungBreach::default());
                let found = decide(&rule, &slots(text), previous);
                let state = if expected == "keep" { previous } else { expected.parse().unwrap() };
                let expected = Decision { state, kept: expected == "keep", filled };
                assert_eq!(found, expected, "{datapoints_to_alarm} of 3, {text}, {missing_data}, from {previous}");
            }
        }
    }
}

#[test]
fn a_young_breach_may_keep_the_state() {
    for previous in STATES {
        let rule = rule(3, 3, MissingData::Missing, YoungBreach::Keep);
        assert_eq!(decide(&rule, &slots("- - - X -"), previous), Decision { state: previous, kept: true, filled: 2 });
        assert_eq!(decide(&rule, &slots("- - X - -"), previous).state, State::Alarm);
    }
}

/// The decision over again, on the text of the slots alone: `None` keeps the state.
fn decide_plainly(text: &str, periods: usize, datapoints: usize, rule: &RuleSettings) -> Option<State> {
    let known: Vec<char> = text.chars().filter(|c| *c != '-').collect();
    let count = |values: &[char]| values.iter().filter(|c| **c == 'X').count();
    let alarm_or_ok = |values: &[char]| Some(if count(values) >= datapoints { State::Alarm } else { State::Ok });
    if known.len() >= periods {
        return alarm_or_ok(&known[known.len() - periods..]);
    }
    let filled_with = |c| [known.clone(), vec![c; periods - known.len()]].concat();
    match rule.missing_data {
        MissingData::Breaching => alarm_or_ok(&filled_with('X')),
        MissingData::NotBreaching => alarm_or_ok(&filled_with('0')),
        MissingData::Missing | MissingData::Ignore if count(&known) >= datapoints => Some(State::Alarm),
        MissingData::Missing | MissingData::Ignore if known.contains(&'0') => Some(State::Ok),
        MissingData::Ignore => None,
        MissingData::Missing if known.is_empty() => Some(State::InsufficientData),
        MissingData::Missing if text.trim_start_matches('-').len() >= datapoints => Some(State::Alarm),
        MissingData::Missing if rule.young_breach == YoungBreach::Keep => None,
        MissingData::Missing => Some(State::InsufficientData),
    }
}

/// Every text of up to so many slots.
fn all_texts(slots_max: usize) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut begin = 0;
    for _ in 0..slots_max {
        let end = texts.len();
        for index in begin..end {
            texts.extend(['0', 'X', '-'].map(|c| format!("{}{c}", texts[index])));
        }
        begin = end;
    }
    texts
}

#[test]
fn every_short_sequence_is_decided_as_the_plain_evaluator_decides_it() {
    let texts: Vec<(String, Vec<Slot>)> = all_texts(7).into_iter().map(|text| (text.clone(), slots(&text))).collect();
    assert_eq!(texts.len(), (3usize.pow(8) - 1) / 2);
    for (periods, datapoints) in [(1, 1), (2, 1), (2, 2), (3, 1), (3, 2), (3, 3)] {
        for (missing_data, young_breach) in TREATMENTS.into_iter().flat_map(|t| YOUNG_BREACHES.map(|y| (t, y))) {
            let rule = rule(periods, datapoints, missing_data, young_breach);
            for (text, slots) in &texts {
                let expected = decide_plainly(text, periods as usize, datapoints as usize, rule.settings());
                for previous in STATES {
                    let found = decide(&rule, slots, previous);
                    assert_eq!(
                        (found.state, found.kept),
                        (expected.unwrap_or(previous), expected.is_none()),
                        "{datapoints} of {periods}, {text}, {missing_data}, {young_breach:?}, from {previous}"
                    );
                }
            }
        }
    }
}

/// Recorded in September 2026 with 99 and 100 samples and N = 1.
#[test]
fn a_percentile_of_too_few_samples_may_keep_the_state() {
    let decided = |low_samples, samples: &[f64]| {
        let rule = Rule::new(RuleSettings {
            measure: Measure::Extended("p90".parse().unwrap(), low_samples),
            ..*rule(2, 1, MissingData::Breaching, YoungBreach::default()).settings()
        });
        let slot = |samples| Slot { sample_count: Some(samples), ..slots("X")[0] };
        let slots: Vec<Slot> = samples.iter().copied().map(slot).collect();
        decide(&rule.unwrap(), &slots, State::Ok).state
    };
    for (samples, evaluated, ignored) in [
        (&[99.0, 99.0][..], State::Alarm, State::Ok),
        (&[99.0, 100.0], State::Alarm, State::Ok),
        (&[100.0, 101.0], State::Alarm, State::Alarm),
        (&[1.0, 100.0, 100.0], State::Alarm, State::Alarm),
        (&[], State::Alarm, State::Alarm),
    ] {
        assert_eq!(decided(LowSamples::Evaluate, samples), evaluated, "{samples:?}");
        assert_eq!(decided(LowSamples::Ignore, samples), ignored, "{samples:?}");
    }
}

/// A further missing slot is nothing that the used values consist of: with all N values, or a treatment that only counts
/// them, it changes nothing wherever it comes, as long as no value leaves the range.
#[test]
fn a_missing_slot_more_changes_only_what_it_may() {
    for text in all_texts(5) {
        for (periods, datapoints) in [(1, 1), (2, 1), (2, 2), (3, 1), (3, 2), (3, 3)] {
            for missing_data in TREATMENTS {
                let rule = rule(periods, datapoints, missing_data, YoungBreach::default());
                let before = decide(&rule, &slots(&text), State::Ok);
                for place in 0..=text.len() {
                    let longer = format!("{}-{}", &text[..place], &text[place..]);
                    let after = decide(&rule, &slots(&longer), State::Ok);
                    // Only a lone breach under `missing` may grow old enough to alarm.
                    let grows_old = missing_data == MissingData::Missing
                        && before.state == State::InsufficientData
                        && after.state == State::Alarm;
                    assert!(after == before || grows_old, "{text} {longer} {datapoints} of {periods} {missing_data}");
                }
            }
        }
    }
}

proptest! {
    /// What lies outside the evaluation range has no say.
    #[test]
    fn only_the_evaluation_range_decides(
        periods in 1u32..6,
        period_minutes in 1u64..8,
        samples in prop::collection::vec((0u64..400, 0u8..4), 0..80),
        others in prop::collection::vec((0u64..400, 0u8..4), 0..80),
        treatment in 0usize..4,
        previous in 0usize..3,
        second in 0u64..60,
    ) {
        let settings = *rule(periods, 1, TREATMENTS[treatment], YoungBreach::default()).settings();
        let period = Period::from_seconds(period_minutes * 60).unwrap();
        let rule = Rule::new(RuleSettings { period, ..settings }).unwrap();
        let at = Timestamp::from_millis(300 * 60_000 + second * 1_000);
        let end = at.floor(Duration::MINUTE);
        let range = end - rule.range_duration()..end;
        let mut inside = Series::new();
        let mut everywhere = Series::new();
        for (list, wanted) in [(&samples, true), (&others, false)] {
            for (minute, value) in list {
                let time = Timestamp::from_millis(minute * 60_000);
                if range.contains(&time) == wanted {
                    everywhere.add(time, f64::from(*value));
                    if wanted {
                        inside.add(time, f64::from(*value));
                    }
                }
            }
        }
        let decided = |series: &Series| {
            let slots: Vec<Slot> = rule.slots(series, at).collect();
            decide(&rule, &slots, STATES[previous])
        };
        prop_assert_eq!(decided(&inside), decided(&everywhere));
    }
}
