//! Who is told: e-mail addresses, phone numbers, queues, servers and functions.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use thiserror::Error;

use crate::{FunctionArn, QueueArn};

/// Where a subscription sends to.
///
/// Not here are the protocols `application` and `firehose`, which no alert of ours uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// A mail to read.
    Email(EmailAddress),
    /// A mail that holds JSON.
    EmailJson(EmailAddress),
    /// A text message.
    Sms(PhoneNumber),
    /// A message in a queue.
    Sqs(QueueArn),
    /// A request to a server, `http` or `https`.
    Server(Url),
    /// A call of a function.
    Lambda(FunctionArn),
}

/// How a subscription sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// `email`.
    Email,
    /// `email-json`.
    EmailJson,
    /// `sms`.
    Sms,
    /// `sqs`.
    Sqs,
    /// `http`.
    Http,
    /// `https`.
    Https,
    /// `lambda`.
    Lambda,
}

impl Protocol {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Email, Self::EmailJson, Self::Sms, Self::Sqs, Self::Http, Self::Https, Self::Lambda];

    /// Whether it sends mails.
    #[must_use]
    pub fn is_mail(self) -> bool {
        matches!(self, Self::Email | Self::EmailJson)
    }

    /// Whether the subscriber must confirm. A phone does not; neither do a queue and a function of the same account
    /// (SNS API Reference, *Subscribe*).
    #[must_use]
    pub fn needs_confirmation(self) -> bool {
        match self {
            Self::Email | Self::EmailJson | Self::Http | Self::Https => true,
            Self::Sms | Self::Sqs | Self::Lambda => false,
        }
    }
}

impl Endpoint {
    /// How it is reached.
    #[must_use]
    pub fn protocol(&self) -> Protocol {
        match self {
            Self::Email(_) => Protocol::Email,
            Self::EmailJson(_) => Protocol::EmailJson,
            Self::Sms(_) => Protocol::Sms,
            Self::Sqs(_) => Protocol::Sqs,
            Self::Server(url) if url.is_encrypted() => Protocol::Https,
            Self::Server(_) => Protocol::Http,
            Self::Lambda(_) => Protocol::Lambda,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email(address) | Self::EmailJson(address) => address.fmt(f),
            Self::Sms(number) => number.fmt(f),
            Self::Sqs(queue) => queue.fmt(f),
            Self::Server(url) => url.fmt(f),
            Self::Lambda(function) => function.fmt(f),
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Email => "email",
            Self::EmailJson => "email-json",
            Self::Sms => "sms",
            Self::Sqs => "sqs",
            Self::Http => "http",
            Self::Https => "https",
            Self::Lambda => "lambda",
        })
    }
}

/// The address of a server: `http://` or `https://`, a host, and whatever follows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(String);

impl Url {
    /// Whether it begins with `https`.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no address of a server.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{text}” is no URL: write http:// or https:// and a host, as in https://example.org/alarms, without blanks")]
pub struct NotAUrl {
    text: String,
}

impl FromStr for Url {
    type Err = NotAUrl;

    fn from_str(text: &str) -> Result<Self, NotAUrl> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        match !host.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            true => Ok(Self(text.to_owned())),
            false => Err(NotAUrl { text: text.to_owned() }),
        }
    }
}

/// An e-mail address: `local@domain`, ASCII, without quotes or comments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(Arc<str>);

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
            None => Ok(Self(text.into())),
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
    fn every_endpoint_has_its_protocol() {
        let mail: EmailAddress = "you@example.org".parse().unwrap();
        let endpoints = [
            Endpoint::Email(mail.clone()),
            Endpoint::EmailJson(mail),
            Endpoint::Sms("+12025550123".parse().unwrap()),
            Endpoint::Sqs("arn:aws:sqs:eu-west-1:111122223333:q".parse().unwrap()),
            Endpoint::Server("http://example.org".parse().unwrap()),
            Endpoint::Server("https://example.org/alarms?a=b".parse().unwrap()),
            Endpoint::Lambda("arn:aws:lambda:eu-west-1:111122223333:function:f".parse().unwrap()),
        ];
        assert_eq!(endpoints.map(|endpoint| endpoint.protocol()), Protocol::ALL);
        for text in ["", "example.org", "ftp://example.org", "https://", "http:///path", "https://exa mple.org"] {
            assert!(text.parse::<Url>().is_err(), "{text}");
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
