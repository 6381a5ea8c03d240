//! The subject of a mail and the text of an SMS (recorded and published notifications).

use signalarm_alarm::State;

use crate::region_display_name;

/// The most characters of a subject.
pub const SUBJECT_CHARS_MAX: usize = 100;

/// The most characters of an alarm's name in an SMS.
pub const SMS_NAME_CHARS_MAX: usize = 90;

/// What stands for the rest of a name that was cut.
const CUT: &str = "...";

/// The subject of the mail about an alarm, from its name, the state that it entered, and the code of its Region.
///
/// Each run of non-ASCII characters in the name becomes one `_`; then the name is cut so that the subject has no more
/// than [`SUBJECT_CHARS_MAX`] characters.
#[must_use]
pub fn subject(name: &str, state: State, region: &str) -> String {
    let around = text("", state, region).chars().count();
    text(&cut(&in_ascii(name), SUBJECT_CHARS_MAX.saturating_sub(around)), state, region)
}

/// The text of the SMS about an alarm: as [`subject`], but it is the name that has no more than
/// [`SMS_NAME_CHARS_MAX`] characters.
#[must_use]
pub fn sms_text(name: &str, state: State, region: &str) -> String {
    text(&cut(&in_ascii(name), SMS_NAME_CHARS_MAX), state, region)
}

fn text(name: &str, state: State, region: &str) -> String {
    format!("{state}: \"{name}\" in {}", region_display_name(region))
}

fn in_ascii(name: &str) -> String {
    let mut ascii = String::new();
    let mut in_run = false;
    for c in name.chars() {
        match (c.is_ascii(), in_run) {
            (true, _) => ascii.push(c),
            (false, false) => ascii.push('_'),
            (false, true) => {}
        }
        in_run = !c.is_ascii();
    }
    ascii
}

/// Cuts an ASCII text to so many characters.
fn cut(ascii: &str, chars_max: usize) -> String {
    if ascii.len() <= chars_max {
        return ascii.to_owned();
    }
    format!("{}{CUT}", &ascii[..chars_max.saturating_sub(CUT.len())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_short_name_stands_whole() {
        let expected = "OK: \"signin-console-failure-iam\" in EU (Ireland)";
        assert_eq!(subject("signin-console-failure-iam", State::Ok, "eu-west-1"), expected);
        assert_eq!(sms_text("signin-console-failure-iam", State::Ok, "eu-west-1"), expected);
    }

    /// A published subject of 2025, and a recorded one of September 2026.
    #[test]
    fn each_run_of_other_characters_becomes_one_underscore() {
        assert_eq!(
            subject("# Error Api  |  Verificarseg  |  Inicio de Sesión", State::Alarm, "us-east-1"),
            "ALARM: \"# Error Api  |  Verificarseg  |  Inicio de Sesi_n\" in US East (N. Virginia)"
        );
        assert_eq!(subject("界é-é", State::Alarm, "xx"), "ALARM: \"_-_\" in xx");
    }

    #[test]
    fn a_long_name_is_cut() {
        let name = "a".repeat(255);
        let found = subject(&name, State::InsufficientData, "eu-west-1");
        assert_eq!(found.len(), SUBJECT_CHARS_MAX);
        assert!(found.ends_with("aaa...\" in EU (Ireland)"), "{found}");
        let found = sms_text(&name, State::Ok, "eu-west-1");
        assert_eq!(found, format!("OK: \"{}...\" in EU (Ireland)", "a".repeat(87)));
        let found = sms_text(&name[..90], State::Ok, "eu-west-1");
        assert_eq!(found, format!("OK: \"{}\" in EU (Ireland)", "a".repeat(90)));
    }

    proptest! {
        #[test]
        fn no_name_makes_a_subject_too_long(name in "\\PC{0,300}") {
            prop_assert!(subject(&name, State::InsufficientData, "us-east-1").chars().count() <= SUBJECT_CHARS_MAX);
            prop_assert!(sms_text(&name, State::InsufficientData, "us-east-1").is_ascii());
        }
    }
}
