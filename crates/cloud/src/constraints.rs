//! The constraints of AWS's API models, and the words in which their violation is told.
//!
//! *SetAlarmState* with a word that is none and *DeleteAlarms* with a name that is too long gave these words (recorded
//! answers); the form for numbers and lengths is that of all services of that age.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::Refusal;

/// The units, as *StandardUnit* of the API models lists them.
pub(crate) const UNITS: [&str; 27] = [
    "Seconds",
    "Microseconds",
    "Milliseconds",
    "Bytes",
    "Kilobytes",
    "Megabytes",
    "Gigabytes",
    "Terabytes",
    "Bits",
    "Kilobits",
    "Megabits",
    "Gigabits",
    "Terabits",
    "Percent",
    "Count",
    "Bytes/Second",
    "Kilobytes/Second",
    "Megabytes/Second",
    "Gigabytes/Second",
    "Terabytes/Second",
    "Bits/Second",
    "Kilobits/Second",
    "Megabits/Second",
    "Gigabits/Second",
    "Terabits/Second",
    "Count/Second",
    "None",
];

/// The constraints that a request does not satisfy; one refusal tells all of them.
#[derive(Default)]
pub(crate) struct Constraints {
    violations: Vec<String>,
}

impl Constraints {
    /// A text of so many characters.
    pub(crate) fn length(&mut self, member: &str, text: &str, chars: RangeInclusive<usize>) {
        self.count(member, &text, text.chars().count(), chars);
    }

    /// A text, where it is given.
    pub(crate) fn length_if_any(&mut self, member: &str, text: Option<&str>, chars: RangeInclusive<usize>) {
        if let Some(text) = text {
            self.length(member, text, chars);
        }
    }

    /// A list of at most so many items.
    pub(crate) fn at_most<T: Display>(&mut self, member: &str, items: &[T], most: usize) {
        self.count(member, &listed(items), items.len(), 0..=most);
    }

    /// A list of texts, each of so many characters.
    pub(crate) fn each_length(&mut self, member: &str, texts: &[String], chars: RangeInclusive<usize>) {
        if texts.iter().any(|text| !chars.contains(&text.chars().count())) {
            let (least, most) = chars.into_inner();
            let constraint = format!(
                "Member must satisfy constraint: [Member must have length less than or equal to {most}, \
                 Member must have length greater than or equal to {least}]"
            );
            self.violate(member, &listed(texts), &constraint);
        }
    }

    /// A number that is at least one, where it is given.
    pub(crate) fn positive(&mut self, member: &str, number: Option<i32>) {
        if let Some(number) = number.filter(|number| *number < 1) {
            self.violate(member, &number, "Member must have value greater than or equal to 1");
        }
    }

    /// One of AWS's words, where it is given; `None` also where it is none of them.
    pub(crate) fn word<T: FromStr>(&mut self, member: &str, text: Option<&str>, words: &[&str]) -> Option<T> {
        let text = text?;
        let word = text.parse().ok();
        if word.is_none() {
            let constraint = format!("Member must satisfy enum value set: {}", listed(words));
            self.violate(member, &text, &constraint);
        }
        word
    }

    /// # Errors
    ///
    /// `ValidationError`, with all violations.
    pub(crate) fn satisfied(self) -> Result<(), Refusal> {
        let errors = match self.violations.len() {
            0 => return Ok(()),
            1 => "1 validation error".to_owned(),
            count => format!("{count} validation errors"),
        };
        Err(Refusal::Validation(format!("{errors} detected: {}", self.violations.join("; "))))
    }

    fn count(&mut self, member: &str, value: &dyn Display, count: usize, allowed: RangeInclusive<usize>) {
        let (least, most) = allowed.into_inner();
        if count < least {
            self.violate(member, value, &format!("Member must have length greater than or equal to {least}"));
        } else if most < count {
            self.violate(member, value, &format!("Member must have length less than or equal to {most}"));
        }
    }

    fn violate(&mut self, member: &str, value: &dyn Display, constraint: &str) {
        self.violations.push(format!("Value '{value}' at '{member}' failed to satisfy constraint: {constraint}"));
    }
}

/// A list, as the service writes it.
fn listed<T: Display>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(T::to_string).collect();
    format!("[{}]", items.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first two are recorded answers.
    #[test]
    fn violations_are_told_in_the_words_of_the_service() {
        let check = |violate: &dyn Fn(&mut Constraints)| {
            let mut constraints = Constraints::default();
            violate(&mut constraints);
            constraints.satisfied().map_err(|refusal| refusal.message().into_owned())
        };
        let words = ["INSUFFICIENT_DATA", "ALARM", "OK"];
        assert_eq!(
            check(&|constraints| {
                constraints.word::<signalarm_alarm::State>("stateValue", Some("INVALID"), &words);
            }),
            Err("1 validation error detected: Value 'INVALID' at 'stateValue' failed to satisfy constraint: Member must \
                 satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]"
                .to_owned())
        );
        let names = ["a".to_owned(), "x".repeat(256)];
        let told = check(&|constraints| constraints.each_length("alarmNames", &names, 1..=255)).unwrap_err();
        assert!(told.starts_with("1 validation error detected: Value '[a, xxx"), "{told}");
        assert!(told.ends_with(
            "xxx]' at 'alarmNames' failed to satisfy constraint: Member must satisfy constraint: [Member must have \
             length less than or equal to 255, Member must have length greater than or equal to 1]"
        ));
        assert_eq!(
            check(&|constraints| {
                constraints.length("alarmName", "", 1..=255);
                constraints.positive("period", Some(0));
            }),
            Err(
                "2 validation errors detected: Value '' at 'alarmName' failed to satisfy constraint: Member must have \
                 length greater than or equal to 1; Value '0' at 'period' failed to satisfy constraint: Member must \
                 have value greater than or equal to 1"
                    .to_owned()
            )
        );
        assert_eq!(check(&|constraints| constraints.length_if_any("unit", None, 1..=2)), Ok(()));
    }
}
