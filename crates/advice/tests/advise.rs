//! Settings, measured on the simulated account.

use signalarm_advice::{Figures, Measured, Setting, Unanswerable, advise, ranked};
use signalarm_alarm::State;
use signalarm_alert::{AlertName, Config, read_config};

fn measured(text: &str) -> Vec<Measured> {
    let patch = read_config("test", text, &|_| None).unwrap();
    let config = Config::default().patched(&patch).unwrap();
    ranked(advise(&config, &AlertName::FAILURE_ROOT, None, 1).unwrap())
}

fn figures(measured: &[Measured], setting: &str) -> Figures {
    let found = measured.iter().find(|one| one.setting.to_string() == setting);
    found.unwrap_or_else(|| panic!("{setting} is measured")).figures.clone()
}

#[test]
fn the_treatments_differ_in_what_a_gap_looks_like() {
    let measured = measured("format = 1\nperiod = \"120s\"\n");
    // The setting that the config has is measured beside those that are always compared.
    assert_eq!(measured.len(), Setting::all().count() + 1);
    let current: Vec<String> =
        measured.iter().filter(|one| one.is_current).map(|one| one.setting.to_string()).collect();
    assert_eq!(current, ["120 s, 1 of 1, default 0, missing"]);
    for (treatment, gap) in [
        ("missing", State::InsufficientData),
        ("ignore", State::Ok),
        ("notBreaching", State::Ok),
        ("breaching", State::Alarm),
    ] {
        let figures = figures(&measured, &format!("60 s, 1 of 1, default 0, {treatment}"));
        assert_eq!((figures.calm, figures.gap), (Some(State::Ok), Some(gap)), "{treatment}");
        assert_eq!(figures.shows_gap(), treatment == "missing");
        assert_eq!(figures.false_alarms == 0, treatment != "breaching");
    }
    // Without a default value a calm alarm cannot be told from a dead one.
    assert_eq!(figures(&measured, "60 s, 1 of 1, default none, missing").calm, Some(State::InsufficientData));
    // Whoever needs two datapoints may miss a lone sign-in, and hears later.
    let [one, two] = ["1 of 1", "2 of 3"].map(|of| figures(&measured, &format!("60 s, {of}, default 0, missing")));
    assert!(one.lost == 0 && 0 < two.lost && one.time_to_hear() < two.time_to_hear());
    assert!(measured.iter().all(|one| one.figures.sign_ins == 31), "every sign-in of every workload is counted");
}

#[test]
fn the_same_seed_gives_the_same_figures() {
    assert_eq!(measured("format = 1\n"), measured("format = 1\n"));
}

#[test]
fn an_alert_of_the_users_own_needs_a_record() {
    let text = "format = 1\n[alerts.mine]\npattern = '{ $.a = 1 }'\n";
    let config = Config::default().patched(&read_config("test", text, &|_| None).unwrap()).unwrap();
    let mine: AlertName = "mine".parse().unwrap();
    assert!(matches!(advise(&config, &mine, None, 1), Err(Unanswerable::NoSignIn(_))));
    let nobody: AlertName = "nobody".parse().unwrap();
    assert!(matches!(advise(&config, &nobody, None, 1), Err(Unanswerable::NoAlert { .. })));
}
