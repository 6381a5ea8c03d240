//! The ARN of an alarm.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The ARN of an alarm.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlarmArn {
    partition: String,
    region: String,
    account: String,
    name: String,
}

impl AlarmArn {
    /// The code of its Region.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The number of its account.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The alarm's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The ARN of another alarm in the same account and Region.
    #[must_use]
    pub fn sibling(&self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self.clone() }
    }
}

impl fmt::Display for AlarmArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { partition, region, account, name } = self;
        write!(f, "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}")
    }
}

/// A text that is no ARN of an alarm.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{text}” is no ARN of an alarm: write arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME")]
pub struct NotAnAlarmArn {
    text: String,
}

impl FromStr for AlarmArn {
    type Err = NotAnAlarmArn;

    fn from_str(text: &str) -> Result<Self, NotAnAlarmArn> {
        let parts: Vec<&str> = text.splitn(7, ':').collect();
        match parts[..] {
            ["arn", partition, "cloudwatch", region, account, "alarm", name]
                if ![partition, region, account, name].contains(&"") =>
            {
                let own = str::to_owned;
                Ok(Self { partition: own(partition), region: own(region), account: own(account), name: own(name) })
            }
            _ => Err(NotAnAlarmArn { text: text.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_names_account_and_region() {
        let text = "arn:aws:cloudwatch:us-east-1:111122223333:alarm:a:b c";
        let arn: AlarmArn = text.parse().unwrap();
        assert_eq!((arn.region(), arn.account(), arn.name()), ("us-east-1", "111122223333", "a:b c"));
        assert_eq!(arn.to_string(), text);
        assert_eq!(arn.sibling("x").to_string(), "arn:aws:cloudwatch:us-east-1:111122223333:alarm:x");
        for text in ["", "arn", "name", "arn:aws:sns:us-east-1:1:alarm:a", "arn:aws:cloudwatch:us-east-1:1:alarm:"] {
            assert!(text.parse::<AlarmArn>().is_err(), "{text}");
        }
    }
}
