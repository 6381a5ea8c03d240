//! The name of an alert: the one text that its filter, its metric, its alarm and its topic share.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use signalarm_event::{Outcome, UserType};
use thiserror::Error;

/// The longest name that filter (512), metric (255), alarm (255) and topic (256) all take.
pub const NAME_CHARS_MAX: usize = 255;

/// How the names of everything built in begin, and the bucket's where nobody names one.
pub(crate) const BUILT_IN_BEGINNING: &str = "signin-console-";

/// The name of an alert.
///
/// One to 255 of the letters, digits, `-` and `_` that an SNS topic's name may have (SNS API Reference, *CreateTopic*),
/// which filters, metrics and alarms allow as well.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlertName(Cow<'static, str>);

impl AlertName {
    /// A failed console sign-in of an IAM user.
    pub const FAILURE_IAM: Self = Self(Cow::Borrowed("signin-console-failure-iam"));
    /// A successful console sign-in of an IAM user.
    pub const SUCCESS_IAM: Self = Self(Cow::Borrowed("signin-console-success-iam"));
    /// A failed console sign-in of the root user.
    pub const FAILURE_ROOT: Self = Self(Cow::Borrowed("signin-console-failure-root"));
    /// A successful console sign-in of the root user.
    pub const SUCCESS_ROOT: Self = Self(Cow::Borrowed("signin-console-success-root"));
    /// Somebody did what can silence the chain.
    pub const TAMPERING: Self = Self(Cow::Borrowed("signin-console-tampering"));
    /// The chain itself has gone silent. An alarm and a topic bear this name, but no filter.
    pub const SILENCE: Self = Self(Cow::Borrowed("signin-console-silence"));

    /// The four alerts, in the order in which reports list them.
    pub const FOUR: [Self; 4] = [Self::FAILURE_IAM, Self::SUCCESS_IAM, Self::FAILURE_ROOT, Self::SUCCESS_ROOT];

    /// The alerts that are built in, in that order: the four, and the one on tampering.
    pub const BUILT_IN: [Self; 5] =
        [Self::FAILURE_IAM, Self::SUCCESS_IAM, Self::FAILURE_ROOT, Self::SUCCESS_ROOT, Self::TAMPERING];

    /// The one of the four that a sign-in belongs to; a federated sign-in belongs to none.
    #[must_use]
    pub const fn of(outcome: Outcome, user_type: UserType) -> Option<Self> {
        match (outcome, user_type) {
            (Outcome::Failure, UserType::Iam) => Some(Self::FAILURE_IAM),
            (Outcome::Success, UserType::Iam) => Some(Self::SUCCESS_IAM),
            (Outcome::Failure, UserType::Root) => Some(Self::FAILURE_ROOT),
            (Outcome::Success, UserType::Root) => Some(Self::SUCCESS_ROOT),
            (_, UserType::Federated | UserType::Other) => None,
        }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AlertName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A text that cannot name an alert.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "“{0}” cannot name an alert: use 1 to {NAME_CHARS_MAX} ASCII letters, digits, `-` and `_`, as a topic's name must"
)]
pub struct NotAnAlertName(String);

impl FromStr for AlertName {
    type Err = NotAnAlertName;

    fn from_str(text: &str) -> Result<Self, NotAnAlertName> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if text.is_empty() || NAME_CHARS_MAX < text.len() || !text.chars().all(allowed) {
            return Err(NotAnAlertName(text.to_owned()));
        }
        Ok(Self(Cow::Owned(text.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_are_made_of_outcome_and_user_type() {
        for outcome in Outcome::ALL {
            for user_type in [UserType::Iam, UserType::Root] {
                let name = AlertName::of(outcome, user_type).unwrap();
                assert_eq!(name.to_string(), format!("signin-console-{outcome}-{user_type}"));
                assert_eq!(name.as_str().parse(), Ok(name.clone()));
                assert!(AlertName::FOUR.contains(&name));
            }
        }
    }

    #[test]
    fn what_is_built_in_is_told_by_its_beginning() {
        for name in AlertName::BUILT_IN.iter().chain([&AlertName::SILENCE]) {
            assert!(name.as_str().starts_with(BUILT_IN_BEGINNING), "{name}");
        }
        assert_eq!(AlertName::BUILT_IN[..4], AlertName::FOUR);
    }

    #[test]
    fn a_name_is_what_a_topic_can_bear() {
        for text in ["a", "My_Alert-2", &"x".repeat(255)] {
            assert!(text.parse::<AlertName>().is_ok(), "{text}");
        }
        for text in ["", "a b", "a.fifo", "é", "a:b", &"x".repeat(256)] {
            assert!(text.parse::<AlertName>().is_err(), "{text}");
        }
    }
}
