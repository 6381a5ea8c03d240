//! Amazon Resource Names, as far as alarms and topics need them.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use thiserror::Error;

/// An ARN: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`, where the resource may have further colons.
///
/// Region and account may be empty, as in the ARN of a bucket (AWS General Reference).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arn {
    text: Arc<str>,
    /// Where the first colons stand, those between the parts.
    colons: [usize; PARTS - 1],
}

/// How many parts an ARN has.
const PARTS: usize = 6;

impl Arn {
    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The partition, such as `aws-cn`.
    #[must_use]
    pub fn partition(&self) -> &str {
        self.part(1)
    }

    /// The service, such as `sns`.
    #[must_use]
    pub fn service(&self) -> &str {
        self.part(2)
    }

    /// The code of the Region.
    #[must_use]
    pub fn region(&self) -> &str {
        self.part(3)
    }

    /// The number of the account.
    #[must_use]
    pub fn account(&self) -> &str {
        self.part(4)
    }

    /// What stands after the account: of a topic its name, of an alarm `alarm:` and its name.
    #[must_use]
    pub fn resource(&self) -> &str {
        self.part(5)
    }

    fn part(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.colons[before] + 1);
        &self.text[start..self.colons.get(index).copied().unwrap_or(self.text.len())]
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Arn").field(&self.text).finish()
    }
}

/// A text that is no ARN, or none of the wanted kind.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{text}” is no {what}: write {form}")]
pub struct NotAnArn {
    text: String,
    what: &'static str,
    form: &'static str,
}

impl FromStr for Arn {
    type Err = NotAnArn;

    fn from_str(text: &str) -> Result<Self, NotAnArn> {
        let parts: Vec<&str> = text.splitn(PARTS, ':').collect();
        match parts.as_slice() {
            ["arn", partition, service, _, _, resource]
                if !partition.is_empty() && !service.is_empty() && !resource.is_empty() =>
            {
                let mut found = text.match_indices(':').map(|(place, _)| place);
                let colons = std::array::from_fn(|_| found.next().unwrap_or(text.len()));
                Ok(Self { text: text.into(), colons })
            }
            _ => {
                let form = "arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE";
                Err(NotAnArn { text: text.to_owned(), what: "ARN", form })
            }
        }
    }
}

/// The ARN of one kind of resource.
macro_rules! arn_of {
    ($(#[$doc:meta])* $name:ident, $what:literal, $form:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arn);

        impl $name {
            /// The ARN itself.
            #[must_use]
            pub fn arn(&self) -> &Arn {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnArn;

            fn from_str(text: &str) -> Result<Self, NotAnArn> {
                let check: fn(&Arn) -> bool = $check;
                match text.parse() {
                    Ok(arn) if check(&arn) => Ok(Self(arn)),
                    Ok(_) | Err(_) => Err(NotAnArn { text: text.to_owned(), what: $what, form: $form }),
                }
            }
        }
    };
}

arn_of!(
    /// The ARN of a queue.
    QueueArn, "ARN of an SQS queue", "arn:aws:sqs:REGION:ACCOUNT:NAME", |arn| arn.service() == "sqs"
);

arn_of!(
    /// The ARN of a Lambda function.
    FunctionArn, "ARN of a Lambda function", "arn:aws:lambda:REGION:ACCOUNT:function:NAME", |arn| {
        arn.service() == "lambda" && arn.resource().starts_with("function:")
    }
);

arn_of!(
    /// The ARN of a topic. Its name has 1 to 256 ASCII letters, digits, `_` and `-`; the name of a FIFO topic ends in
    /// `.fifo` besides (SNS API Reference, *CreateTopic*).
    TopicArn, "ARN of an SNS topic",
    "arn:aws:sns:REGION:ACCOUNT:NAME, with a name of 1 to 256 ASCII letters, digits, `_` and `-`, and `.fifo` at its \
     end where the topic is a FIFO topic",
    |arn| {
        let stem = arn.resource().strip_suffix(FIFO_ENDING).unwrap_or(arn.resource());
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        arn.service() == "sns"
            && !stem.is_empty() && arn.resource().len() <= TOPIC_NAME_MAX && stem.bytes().all(allowed)
    }
);

/// The most characters of a topic's name.
const TOPIC_NAME_MAX: usize = 256;

/// How the name of a FIFO topic ends.
const FIFO_ENDING: &str = ".fifo";

impl TopicArn {
    /// The topic's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.resource()
    }

    /// Whether the topic keeps the order of its messages.
    #[must_use]
    pub fn is_fifo(&self) -> bool {
        self.name().ends_with(FIFO_ENDING)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_has_six_parts() {
        let arn: Arn = "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a:b".parse().unwrap();
        assert_eq!(
            (arn.partition(), arn.service(), arn.region(), arn.account(), arn.resource()),
            ("aws", "cloudwatch", "eu-west-1", "111122223333", "alarm:a:b")
        );
        for text in ["", "x", "arn:aws:sns:eu-west-1:111122223333", "arn::sns:r:a:n", "arn:aws:s3:::", "urn:a:b:c:d:e"]
        {
            assert!(text.parse::<Arn>().is_err(), "{text}");
        }
    }

    #[test]
    fn topics_queues_and_functions_are_told_apart() {
        let topic: TopicArn = "arn:aws:sns:eu-west-1:111122223333:t.fifo".parse().unwrap();
        assert_eq!((topic.name(), topic.is_fifo()), ("t.fifo", true));
        let long = format!("arn:aws:sns:eu-west-1:111122223333:{}", "a".repeat(257));
        for text in
            ["arn:aws:sns:eu-west-1:111122223333:.fifo", "arn:aws:sns:eu-west-1:1:a b", "arn:aws:sqs:r:1:t", &long]
        {
            assert!(text.parse::<TopicArn>().is_err(), "{text}");
        }
        assert!("arn:aws:sqs:eu-west-1:111122223333:q".parse::<QueueArn>().is_ok());
        assert!("arn:aws:lambda:eu-west-1:111122223333:function:f".parse::<FunctionArn>().is_ok());
        assert_eq!(
            "q".parse::<QueueArn>().unwrap_err().to_string(),
            "“q” is no ARN of an SQS queue: write arn:aws:sqs:REGION:ACCOUNT:NAME"
        );
    }
}
