//! Own addresses, numbers and accounts are masked wherever they stand; placeholders, which are nobody's, are not.

use signalarm_alert::Config;
use signalarm_report::{Mask, annotations, replay_json, replay_text, scenarios_json, scenarios_text, transcript};

use crate::{CONFIG, config, played, replayed};

/// What is not for every reader's eyes, and what stands in its place.
const SECRETS: [(&str, &str); 5] = [
    ("call@corp.example", "c***@corp.example"),
    ("on-call@corp.example", "o***@corp.example"),
    ("+1234567890123", "+***23"),
    ("+4915112345678", "+***78"),
    ("123456789012", "************"),
];

/// All that can be said of a scenario and of a recording.
fn reports(config: &Config, mask: &Mask) -> Vec<(&'static str, String)> {
    let (run, replay) = (played(config), replayed(config));
    let runs = [("f.toml".to_owned(), &run, mask)];
    vec![
        ("transcript", transcript(&run, mask)),
        ("scenarios as text", scenarios_text(&runs, &[])),
        ("scenarios as JSON", scenarios_json(&runs, &[], &[])),
        ("annotations", annotations(&runs, &[])),
        ("replay as text", replay_text(&replay, 1, mask)),
        ("replay as JSON", replay_json(&replay, 1, &[], mask)),
    ]
}

#[test]
fn no_report_gives_a_secret_away() {
    let config = config(CONFIG);
    let all: String = reports(&config, &Mask::nothing()).into_iter().map(|(_, text)| text).collect();
    for (secret, _) in SECRETS {
        assert!(all.contains(secret), "{secret} stands in no report, so its absence would prove nothing");
    }
    for (report, text) in reports(&config, &Mask::of(&config.simulated_chain())) {
        for (secret, _) in SECRETS {
            assert!(!text.contains(secret), "{report} gives {secret} away:\n{text}");
        }
    }
}

#[test]
fn a_mask_tells_one_secret_from_another() {
    let mask = Mask::of(&config(CONFIG).simulated_chain());
    for (secret, masked) in SECRETS {
        assert_eq!(mask.apply(&format!("<{secret}>")), format!("<{masked}>"));
    }
}

#[test]
fn placeholders_are_nobodys_and_stay() {
    let config = Config::default();
    assert_eq!(reports(&config, &Mask::of(&config.simulated_chain())), reports(&config, &Mask::nothing()));
}
