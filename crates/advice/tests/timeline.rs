//! Sign-ins at given times.

use rstest::rstest;
use signalarm_advice::{Question, SIGN_INS_MAX, Timeline, Unanswerable, timeline};
use signalarm_alarm::State;
use signalarm_alert::{AlertName, Config};
use signalarm_time::{Duration, Timestamp};

fn at(clock: &str) -> Timestamp {
    format!("2026-01-01T{clock}Z").parse().unwrap()
}

fn question(clocks: &[&str]) -> Question {
    Question {
        config: Config::default(),
        alert: AlertName::SUCCESS_ROOT,
        record: None,
        at: clocks.iter().map(|clock| at(clock)).collect(),
        delay: Some(Duration::ZERO),
        activity: Some(Duration::MINUTE),
        until: None,
        seed: 1,
    }
}

fn states(answer: &Timeline, alarm: &AlertName) -> Vec<State> {
    let row = answer.rows.iter().find(|row| row.alarm == *alarm).unwrap();
    row.spans.iter().map(|span| span.state).collect()
}

#[test]
fn the_second_sign_in_of_a_minute_is_swallowed_and_the_later_one_heard() {
    let answer = timeline(question(&["10:03:00", "10:04:50", "10:20:00"])).unwrap();
    assert_eq!(answer.moments.len(), 3);
    let outcomes: Vec<(bool, bool)> = answer
        .moments
        .iter()
        .map(|moment| (moment.hearings[0].outcome.is_heard(), moment.hearings[0].outcome.is_swallowed()))
        .collect();
    assert_eq!(outcomes, [(true, false), (false, true), (true, false)]);
    let own = states(&answer, &AlertName::SUCCESS_ROOT);
    assert_eq!(own, [State::Ok, State::Alarm, State::Ok, State::Alarm, State::Ok]);
    assert_eq!(states(&answer, &AlertName::FAILURE_ROOT), [State::Ok]);
}

#[test]
fn spans_cover_the_look_without_a_gap() {
    let answer = timeline(question(&["23:59:30", "10:00:00"])).unwrap();
    for row in &answer.rows {
        assert_eq!(row.spans.first().map(|span| span.from), Some(answer.from));
        assert_eq!(row.spans.last().map(|span| span.until), Some(answer.until));
        assert!(row.spans.windows(2).all(|pair| pair[0].until == pair[1].from && pair[0].state != pair[1].state));
    }
}

#[test]
fn a_quiet_account_goes_grey_and_the_chain_is_said_to_be_silent() {
    let quiet = Question { activity: None, until: Some(at("10:40:00")), ..question(&["10:03:00"]) };
    let answer = timeline(quiet).unwrap();
    let own = states(&answer, &AlertName::SUCCESS_ROOT);
    assert_eq!(own, [State::InsufficientData, State::Alarm, State::InsufficientData]);
    assert!(states(&answer, &AlertName::SILENCE).contains(&State::Alarm));
}

#[rstest]
#[case::none(question(&[]), "name 1 to 1000 times (--at), not 0")]
#[case::too_many(Question { at: vec![at("10:00:00"); SIGN_INS_MAX + 1], ..question(&[]) }, "name 1 to 1000 times (--at), not 1001")]
#[case::ends(Question { until: Some(at("09:00:00")), ..question(&["10:00:00"]) }, "the end (--until) lies before the last sign-in")]
#[case::own(Question { alert: "mine".parse().unwrap(), ..question(&["10:00:00"]) }, "there is no alert mine: the config has signin-console-failure-iam, signin-console-success-iam, signin-console-failure-root, signin-console-success-root, signin-console-tampering")]
#[case::early(Question { at: vec![Timestamp::MIN], ..question(&[]) }, "1970-01-01T00:00:00Z lies too near to the end of representable time")]
fn a_question_without_an_answer_says_why(#[case] question: Question, #[case] why: &str) {
    assert_eq!(timeline(question).unwrap_err().to_string(), why);
}

#[test]
fn a_look_has_a_longest_time() {
    let far = Question { until: Some("2026-03-01T00:00:00Z".parse().unwrap()), ..question(&["10:00:00"]) };
    assert!(matches!(timeline(far), Err(Unanswerable::Span(_))));
    let late = Question { at: vec![Timestamp::MAX], ..question(&[]) };
    assert!(timeline(late).is_err());
}
