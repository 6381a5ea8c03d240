//! The life of an alarm: every state with every command, and what AWS was seen to do.

use std::fmt::Write;

use serde_json::json;
use signalarm_alarm::{
    AlarmLife, CREATION_REASON, Command, MetricAlarm, MissingData, Operator, Outcome, Period, ReasonedState, Rule,
    RuleSettings, SetStateFault, Slot, State, Statistic, evaluate,
};
use signalarm_metric::MetricId;
use signalarm_time::{Duration, Timestamp};

const STATES: [State; 3] = [State::Ok, State::Alarm, State::InsufficientData];

fn at(minute: u32) -> Timestamp {
    "2026-11-23T10:00:00Z".parse::<Timestamp>().unwrap() + Duration::MINUTE * minute
}

fn settings(actions_enabled: bool, missing_data: MissingData) -> MetricAlarm {
    let settings = RuleSettings::new(Period::MINUTE, 1, Statistic::Sum, Operator::GreaterThanOrEqualTo, 1.0);
    MetricAlarm {
        name: "a".to_owned(),
        description: None,
        metric: MetricId::new("N".to_owned(), "m".to_owned(), Vec::new()),
        rule: Rule::new(RuleSettings { missing_data, ..settings }).unwrap(),
        actions_enabled,
        ok_actions: vec!["ok".to_owned()],
        alarm_actions: vec!["alarm".to_owned()],
        insufficient_data_actions: vec!["nodata".to_owned()],
    }
}

/// An alarm in a state, entered by *SetAlarmState*.
fn alarm_in(state: State, actions_enabled: bool, missing_data: MissingData) -> AlarmLife {
    let mut alarm = AlarmLife::create(settings(actions_enabled, missing_data), at(0));
    alarm.apply(Command::SetState(ReasonedState::asked_for(state, "before", None).unwrap()), at(0));
    alarm
}

/// What an outcome and the alarm after it say.
fn told(outcome: &Outcome, alarm: &AlarmLife) -> String {
    let what = match outcome {
        Outcome::Nothing => "nothing".to_owned(),
        Outcome::Entered { before, actions } => format!("entered from {}, runs {actions:?}", before.value),
        Outcome::Configured { .. } => "configured".to_owned(),
        Outcome::Deleted => "deleted".to_owned(),
    };
    let since = if alarm.state_entered() == at(1) { "now" } else { "before" };
    let configured = if alarm.configured() == at(1) { "now" } else { "before" };
    let ReasonedState { value, reason, .. } = alarm.state();
    format!("{what}; {value} since {since} ({reason}); configured {configured}")
}

/// One line for each command to an alarm in a state.
fn expand(text: &mut String, state: State, actions_enabled: bool) {
    let decided = |value: Option<f64>, missing_data| {
        let mut alarm = alarm_in(state, actions_enabled, missing_data);
        let rule = alarm.settings().rule;
        let slots = [Slot { start: at(0), value, sample_count: value.map(|_| 1.0) }];
        let outcome = alarm.apply(Command::Evaluate(&evaluate(&rule, &slots, state, at(1))), at(1));
        told(&outcome, &alarm)
    };
    let commanded = |command: Command<'_>| {
        let mut alarm = alarm_in(state, actions_enabled, MissingData::Missing);
        let outcome = alarm.apply(command, at(1));
        told(&outcome, &alarm)
    };
    let mut lines = vec![
        ("evaluated: OK", decided(Some(0.0), MissingData::Missing)),
        ("evaluated: ALARM", decided(Some(1.0), MissingData::Missing)),
        ("evaluated: INSUFFICIENT_DATA", decided(None, MissingData::Missing)),
        ("undecided", decided(None, MissingData::Ignore)),
    ];
    let names = ["SetAlarmState: OK", "SetAlarmState: ALARM", "SetAlarmState: INSUFFICIENT_DATA"];
    for (name, to) in names.into_iter().zip(STATES) {
        lines.push((name, commanded(Command::SetState(ReasonedState::asked_for(to, "test", None).unwrap()))));
    }
    lines.extend([
        ("PutMetricAlarm", commanded(Command::Put(settings(true, MissingData::Missing)))),
        ("EnableAlarmActions", commanded(Command::EnableActions)),
        ("DisableAlarmActions", commanded(Command::DisableActions)),
        ("DeleteAlarms", commanded(Command::Delete)),
    ]);
    for (name, told) in lines {
        writeln!(text, "  {name:<34} {told}").unwrap();
    }
}

#[test]
fn every_state_with_every_command() {
    let mut text = String::new();
    for (state, actions_enabled) in STATES.into_iter().flat_map(|state| [true, false].map(|enabled| (state, enabled))) {
        let actions = if actions_enabled { "enabled" } else { "disabled" };
        writeln!(text, "in {state}, actions {actions}").unwrap();
        expand(&mut text, state, actions_enabled);
    }
    signalarm_testkit::snapshots("alarm").bind(|| insta::assert_snapshot!("states", text));
}

/// “An alarm with `notBreaching` on an empty metric goes INSUFFICIENT_DATA → OK and runs its OK actions” (observed).
#[test]
fn a_new_alarm_tells_of_its_first_ok() {
    let mut alarm = AlarmLife::create(settings(true, MissingData::NotBreaching), at(0));
    assert_eq!((alarm.state().value, alarm.state().reason.as_str()), (State::InsufficientData, CREATION_REASON));
    assert_eq!(alarm.state().reason.data(), None);
    let rule = alarm.settings().rule;
    let slots = [Slot { start: at(0), value: None, sample_count: None }];
    let evaluation = evaluate(&rule, &slots, State::InsufficientData, at(1));
    let Outcome::Entered { before, actions } = alarm.apply(Command::Evaluate(&evaluation), at(1)) else { panic!() };
    assert_eq!((before.value, actions.as_slice()), (State::InsufficientData, &["ok".to_owned()][..]));
    assert_eq!(Some(alarm.state().reason.as_str()), evaluation.reason().as_deref());
    assert_eq!(alarm.state().reason.data(), Some(&evaluation.reason_data()));
}

/// Recorded answers of September 2026: enabled again in ALARM it is silent, but the OK that follows is told.
#[test]
fn actions_enabled_again_make_up_for_nothing() {
    let mut alarm = alarm_in(State::Alarm, false, MissingData::Missing);
    let set = |state| Command::SetState(ReasonedState::asked_for(state, "", None).unwrap());
    assert!(matches!(alarm.apply(Command::EnableActions, at(1)), Outcome::Configured { .. }));
    assert!(alarm.settings().actions_enabled);
    let Outcome::Entered { actions, .. } = alarm.apply(set(State::Ok), at(2)) else { panic!() };
    assert_eq!(actions, ["ok"]);
    assert_eq!(alarm.state().reason, "", "a reason may be empty");
}

#[test]
fn an_update_replaces_all_settings_and_nothing_else() {
    let mut alarm = alarm_in(State::Alarm, true, MissingData::Missing);
    let new = MetricAlarm { description: Some("new".to_owned()), ..settings(true, MissingData::Ignore) };
    let outcome = alarm.apply(Command::Put(new.clone()), at(1));
    let before = Box::new(settings(true, MissingData::Missing));
    assert_eq!(outcome, Outcome::Configured { before, configured: at(0) });
    assert_eq!((alarm.settings(), alarm.state().value), (&new, State::Alarm));
}

#[test]
fn a_state_that_is_asked_for_has_limits() {
    let ask = |reason: &str, data| ReasonedState::asked_for(State::Ok, reason, data);
    for data in ["[]", "null", "{\"a\":1}", "7"] {
        assert_eq!(ask("r", Some(data)).unwrap().reason.data().unwrap().to_string(), data);
    }
    assert_eq!(ask("r", None).unwrap().reason.data(), None);
    assert_eq!(ask("r", Some("{\"unfinished\":")), Err(SetStateFault::ReasonDataNoJson));
    assert_eq!(ask("r", Some("")), Err(SetStateFault::ReasonDataNoJson));
    assert!(ask(&"é".repeat(1_023), None).is_ok());
    assert_eq!(ask(&"r".repeat(1_024), None), Err(SetStateFault::ReasonTooLong(1_024)));
    let long = json!("r".repeat(3_999)).to_string();
    assert_eq!(ask("r", Some(&long)), Err(SetStateFault::ReasonDataTooLong(4_001)));
}
