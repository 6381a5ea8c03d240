//! Who is told: e-mail addresses and phone numbers.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Where a subscription sends to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// A mail.
    Email(EmailAddress),
    /// A text message.
    Sms(PhoneNumber),
}

/// How a subscription sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// `email`.
    Email,
    /// `sms`.
    Sms,
}

impl Endpoint {
    /// How it is reached.
    #[must_use]
    pub fn protocol(&self) -> Protocol {
        match self {
            Self::Email(_) => Protocol::Email,
            Self::Sms(_) => Protocol::Sms,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email(address) => address.fmt(f),
            Self::Sms(number) => number.fmt(f),
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Email => "email",
            Self::Sms => "sms",
        })
    }
}

/// An e-mail address: `local@domain`, ASCII, without quotes or comments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

/// The longest local part and the longest domain (RFC 5321).
const LOCAL_BYTES_MAX: usize = 64;
const DOMAIN_BYTES_MAX: usize = 255;

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{text}” is no e-mail address: {why}")]
pub struct NotAnEmailAddress {
    text: String,
    why: &'static str,
}

impl FromStr for EmailAddress {
    type Err = NotAnEmailAddress;

    fn from_str(text: &str) -> Result<Self, NotAnEmailAddress> {
        match why_no_email_address(text) {
            None => Ok(Self(text.to_owned())),
            Some(why) => Err(NotAnEmailAddress { text: text.to_owned(), why }),
        }
    }
}

fn why_no_email_address(text: &str) -> Option<&'static str> {
    let Some((local, domain)) = text.split_once('@') else {
        return Some("write it with an @, as in you@example.org");
    };
    let is_local = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    if local.is_empty() || LOCAL_BYTES_MAX < local.len() || !local.chars().all(is_local) {
        return Some(
            "write 1 to 64 ASCII letters, digits and signs without blanks before the @, as in you@example.org",
        );
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    if DOMAIN_BYTES_MAX < domain.len() || !domain.contains('.') || !domain.split('.').all(is_label) {
        return Some("write a domain of ASCII letters, digits, hyphens and points after the @, as in you@example.org");
    }
    None
}

/// A phone number in the form of E.164: `+`, the country code, the number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(String);

/// E.164 allows fifteen digits; no country has numbers of fewer than seven with its code.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no phone number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "“{text}” is no phone number: write it in the form of E.164, + and 7 to 15 digits that begin with the country code, \
     as in +12025550123"
)]
pub struct NotAPhoneNumber {
    text: String,
}

impl FromStr for PhoneNumber {
    type Err = NotAPhoneNumber;

    fn from_str(text: &str) -> Result<Self, NotAPhoneNumber> {
        let is_number = |digits: &str| {
            PHONE_DIGITS.contains(&digits.len())
                && !digits.starts_with('0')
                && digits.bytes().all(|b| b.is_ascii_digit())
        };
        match text.strip_prefix('+') {
            Some(digits) if is_number(digits) => Ok(Self(text.to_owned())),
            Some(_) | None => Err(NotAPhoneNumber { text: text.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_are_printed_as_they_were_written() {
        for text in ["you@example.org", "a.b+c@mail.example-1.co.uk", "o'hara@example.org", "X@y.Z"] {
            let endpoint = Endpoint::Email(text.parse().unwrap());
            assert_eq!((endpoint.to_string().as_str(), endpoint.protocol().to_string().as_str()), (text, "email"));
        }
        for text in ["+12025550123", "+6834002", "+123456789012345"] {
            let endpoint = Endpoint::Sms(text.parse().unwrap());
            assert_eq!((endpoint.to_string().as_str(), endpoint.protocol().to_string().as_str()), (text, "sms"));
        }
    }

    #[test]
    fn what_is_no_email_address_says_how_to_write_one() {
        let long = format!("{}@example.org", "a".repeat(65));
        for (text, why) in [
            ("", "with an @"),
            ("example.org", "with an @"),
            ("@example.org", "before the @"),
            ("y ou@example.org", "before the @"),
            ("jürgen@example.org", "before the @"),
            (" you@example.org", "before the @"),
            (&long, "before the @"),
            ("you@", "after the @"),
            ("you@example", "after the @"),
            ("you@example..org", "after the @"),
            ("you@-example.org", "after the @"),
            ("you@example.org@example.org", "after the @"),
            ("you@example.org\n", "after the @"),
        ] {
            let message = text.parse::<EmailAddress>().unwrap_err().to_string();
            assert!(message.contains(why), "{message}");
        }
    }

    #[test]
    fn what_is_no_phone_number_says_how_to_write_one() {
        for text in
            ["", "+", "2025550123", "+02025550123", "+1 202 555 0123", "+123456", "+1234567890123456", "+1202555012٣"]
        {
            let message = text.parse::<PhoneNumber>().unwrap_err().to_string();
            assert!(message.contains("E.164") && message.ends_with("as in +12025550123"), "{message}");
        }
    }
}
