//! Answers about alarms as they are shown: text, JSON and pictures under `snapshots/questions`.

use insta::assert_snapshot;
use signalarm_advice::{Figures, Measured, Question, Setting, Timeline, ranked, timeline};
use signalarm_alarm::State;
use signalarm_alert::{AlertName, Config, read_config};
use signalarm_report::{
    Advice, Mask, advice_json, advice_svg, advice_text, timeline_json, timeline_svg, timeline_text,
};
use signalarm_testkit::snapshots;
use signalarm_time::Duration;

fn answer(config: Config) -> Timeline {
    let at = ["10:03:00", "10:04:50", "10:20:00"].map(|clock| format!("2026-01-01T{clock}Z").parse().unwrap());
    let question = Question {
        config,
        alert: AlertName::SUCCESS_ROOT,
        record: None,
        at: at.to_vec(),
        delay: Some(Duration::ZERO),
        activity: Some(Duration::MINUTE),
        until: None,
        seed: 1,
    };
    timeline(question).unwrap()
}

/// Every setting with figures that are made up: what is shown must follow them.
fn measured() -> Vec<Measured> {
    let one = |(number, setting): (usize, Setting)| {
        let seconds = |seconds: usize| Duration::from_secs(seconds as u64);
        let figures = Figures {
            sign_ins: 40,
            lost: number % 3,
            swallowed: number % 7,
            false_alarms: number % 2,
            times_to_hear: [30, 40 + number, 90 + number].map(seconds).to_vec(),
            calm: Some(if number % 5 == 0 { State::Ok } else { State::InsufficientData }),
            gap: Some(if number % 4 == 0 { State::InsufficientData } else { State::Alarm }),
        };
        Measured { setting, is_current: number == 71, figures }
    };
    ranked(Setting::all().enumerate().map(one).collect())
}

#[test]
fn a_timeline_is_text_json_and_a_picture() {
    let answer = answer(Config::default());
    let mask = Mask::of(&answer.run.chain);
    snapshots("questions").bind(|| {
        assert_snapshot!("timeline-text", timeline_text(&answer, &mask));
        assert_snapshot!("timeline-json", timeline_json(&answer, &mask));
        assert_snapshot!("timeline-svg", timeline_svg(&answer));
    });
}

#[test]
fn advice_is_text_json_and_a_picture() {
    let (ranked, alert) = (measured(), AlertName::FAILURE_IAM);
    let advice = Advice { alert: &alert, ranked: &ranked, seeds: 2, all: false };
    snapshots("questions").bind(|| {
        assert_snapshot!("advice-text", advice_text(&advice));
        assert_snapshot!("advice-svg", advice_svg(&advice));
    });
    let document: serde_json::Value = serde_json::from_str(&advice_json(&advice)).unwrap();
    assert_eq!(document["settings"].as_array().map(Vec::len), Some(72));
    assert_eq!(document["settings"][0]["false_alarms"], 0);
    let all = Advice { all: true, ..advice };
    assert!(!advice_text(&all).contains("--all shows them"));
}

#[test]
fn nobody_is_named_who_does_not_want_to_be() {
    let text = "format = 1\n[alerts.signin-console-success-root]\nsubscribers = [{ email = \"me@firm.test\" }]\n";
    let config = Config::default().patched(&read_config("c", text, &|_| None).unwrap()).unwrap();
    let answer = answer(config);
    let mask = Mask::of(&answer.run.chain);
    for shown in [timeline_text(&answer, &mask), timeline_json(&answer, &mask), timeline_svg(&answer)] {
        assert!(!shown.contains("me@firm.test"), "{shown}");
    }
}
