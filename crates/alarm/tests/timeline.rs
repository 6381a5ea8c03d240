//! Alarms minute by minute: when a single sign-in is alarmed, and for how long.

use proptest::prelude::*;
use signalarm_alarm::{
    CREATION_REASON, MetricAlarm, MissingData, Operator, Period, Rule, RuleSettings, Slot, State, Statistic,
    YoungBreach, decide, evaluate,
};
use signalarm_metric::{MetricId, Series};
use signalarm_time::{Duration, Timestamp};

fn rule(period_seconds: u64, missing_data: MissingData) -> Rule {
    Rule::new(RuleSettings {
        datapoints_to_alarm: Some(1),
        missing_data,
        ..RuleSettings::new(
            Period::from_seconds(period_seconds).unwrap(),
            1,
            Statistic::Sum,
            Operator::GreaterThanOrEqualTo,
            1.0,
        )
    })
    .unwrap()
}

/// Evaluates each minute from 10:00 to 16:00, at second 28, and tells the transitions: `10:04 OK -> ALARM`.
fn transitions(rule: &Rule, series: &Series) -> String {
    let mut state = State::Ok;
    let mut told = Vec::new();
    let mut at: Timestamp = "2026-11-23T10:00:28Z".parse().unwrap();
    for _ in 0..360 {
        let slots: Vec<Slot> = rule.slots(series, at).collect();
        let evaluation = evaluate(rule, &slots, state, at);
        if evaluation.state() != state {
            told.push(format!("{} {state} -> {}", &at.clock_form().to_string()[..5], evaluation.state()));
            state = evaluation.state();
        }
        at = at + Duration::MINUTE;
    }
    told.join(", ")
}

fn series(default_value_each_minute: bool, matches: &[&str]) -> Series {
    let mut series = Series::new();
    if default_value_each_minute {
        let start: Timestamp = "2026-11-23T06:00:00Z".parse().unwrap();
        (0..900).for_each(|minute| series.add(start + Duration::MINUTE * minute, 0.0));
    }
    for time in matches {
        series.add(format!("2026-11-23T{time}Z").parse().unwrap(), 1.0);
    }
    series
}

/// The tail of an alarm: ALARM lasts until the sample has left the evaluation range, or, where other datapoints are
/// there, the newest N slots (inferred from the documented and recorded evaluations).
#[test]
fn one_sign_in_alarms_for_as_long_as_it_stays_in_the_evaluation_range() {
    use MissingData::{Missing, NotBreaching};
    for (period_seconds, missing_data, default_value, expected) in [
        (60, NotBreaching, false, "10:04 OK -> ALARM, 10:09 ALARM -> OK"),
        (60, NotBreaching, true, "10:04 OK -> ALARM, 10:05 ALARM -> OK"),
        (300, NotBreaching, false, "10:04 OK -> ALARM, 10:19 ALARM -> OK"),
        (300, NotBreaching, true, "10:04 OK -> ALARM, 10:09 ALARM -> OK"),
        (3_600, NotBreaching, false, "10:04 OK -> ALARM, 13:04 ALARM -> OK"),
        (60, Missing, true, "10:04 OK -> ALARM, 10:05 ALARM -> OK"),
    ] {
        let found = transitions(&rule(period_seconds, missing_data), &series(default_value, &["10:03:17"]));
        assert_eq!(found, expected, "{period_seconds} {missing_data} {default_value}");
    }
}

/// With `missing` an alarm leaves ALARM to INSUFFICIENT_DATA, so its OK actions never run.
#[test]
fn missing_data_end_in_insufficient_data() {
    assert_eq!(
        transitions(&rule(60, MissingData::Missing), &series(false, &["10:03:17"])),
        "10:00 OK -> INSUFFICIENT_DATA, 10:04 INSUFFICIENT_DATA -> ALARM, 10:09 ALARM -> INSUFFICIENT_DATA"
    );
}

/// A second sign-in within the evaluation range of the first is no second transition.
#[test]
fn a_second_sign_in_may_be_swallowed() {
    let rule = rule(60, MissingData::NotBreaching);
    assert_eq!(transitions(&rule, &series(false, &["10:03:00", "10:07:59"])), "10:04 OK -> ALARM, 10:13 ALARM -> OK");
    assert_eq!(
        transitions(&rule, &series(false, &["10:03:00", "10:10:00"])),
        "10:04 OK -> ALARM, 10:09 ALARM -> OK, 10:11 OK -> ALARM, 10:16 ALARM -> OK"
    );
}

#[test]
fn each_state_has_its_own_actions() {
    let alarm = MetricAlarm {
        name: "alarm".to_owned(),
        description: None,
        metric: MetricId::new("Test".to_owned(), "metric".to_owned(), Vec::new()),
        rule: rule(60, MissingData::Missing),
        actions_enabled: true,
        ok_actions: vec!["ok".to_owned()],
        alarm_actions: vec!["alarm".to_owned()],
        insufficient_data_actions: Vec::new(),
    };
    assert_eq!(alarm.actions(State::Ok), ["ok"]);
    assert_eq!(alarm.actions(State::Alarm), ["alarm"]);
    assert!(alarm.actions(State::InsufficientData).is_empty());
    assert_eq!(CREATION_REASON, "Unchecked: Initial alarm creation");
}

const STATES: [State; 3] = [State::Ok, State::Alarm, State::InsufficientData];

/// A rule of any period of minutes or ten seconds, N up to 4, M up to N, and every treatment.
fn any_rule() -> impl Strategy<Value = Rule> {
    let seconds = prop::sample::select(vec![10, 60, 120, 300, 900]);
    let missing_data = prop::sample::select(vec!["missing", "ignore", "breaching", "notBreaching"]);
    let young_breach = prop::sample::select(vec![YoungBreach::InsufficientData, YoungBreach::Keep]);
    let periods = (1u32..=4).prop_flat_map(|periods| (Just(periods), 1..=periods));
    (seconds, missing_data, young_breach, periods).prop_map(|(seconds, missing_data, young_breach, (n, m))| {
        let period = Period::from_seconds(seconds).unwrap();
        Rule::new(RuleSettings {
            datapoints_to_alarm: Some(m),
            missing_data: missing_data.parse().unwrap(),
            young_breach,
            ..RuleSettings::new(period, n, Statistic::Sum, Operator::GreaterThan, 1.0)
        })
        .unwrap()
    })
}

proptest! {
    /// Minute by minute, with the samples as they come and the old ones forgotten, is the same as the whole timeline at
    /// once: what is decided of each minute from every state before it, then followed from the first state on.
    #[test]
    fn step_by_step_is_the_whole_at_once(
        rule in any_rule(),
        mut samples in prop::collection::vec((0u64..7_200, 0u8..4), 0..60),
        offset in 0u64..60,
        first in 0usize..3,
    ) {
        let start: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        let sample = |(second, value): &(u64, u8)| (start + Duration::from_secs(*second), f64::from(*value));
        let offset = Duration::from_secs(offset);
        let mut times = vec![rule.next_evaluation(offset, start)];
        while times.len() < 200 {
            times.push(rule.next_evaluation(offset, times[times.len() - 1]));
        }

        let mut whole = Series::high_resolution();
        samples.iter().map(sample).for_each(|(at, value)| whole.add(at, value));
        let slots: Vec<Vec<Slot>> = times.iter().map(|at| rule.slots(&whole, *at).collect()).collect();
        let from_each = slots.iter().map(|slots| STATES.map(|state| decide(&rule, slots, state).state));
        let followed: Vec<State> = from_each
            .scan(STATES[first], |state, next| {
                *state = next[STATES.iter().position(|one| one == state)?];
                Some(*state)
            })
            .collect();

        samples.sort_unstable();
        let mut coming = samples.iter().map(sample).peekable();
        let mut series = Series::high_resolution();
        let mut state = STATES[first];
        for (at, expected) in times.iter().zip(followed) {
            while let Some((time, value)) = coming.next_if(|(time, _)| time < at) {
                series.add(time, value);
            }
            series.forget_before(*at - rule.range_duration() - Duration::MINUTE);
            let slots: Vec<Slot> = rule.slots(&series, *at).collect();
            state = evaluate(&rule, &slots, state, *at).state();
            prop_assert_eq!(state, expected, "at {}", at);
        }
    }
}
