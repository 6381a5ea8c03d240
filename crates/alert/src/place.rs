//! Where a chain lives, and the names of its resources: validated texts.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A text that does not fit what it is meant to name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{text}” is no {what}: {rule}")]
pub struct NotAName {
    text: String,
    what: &'static str,
    rule: &'static str,
}

/// A validated text: its type, what it is, the rule in words, and the rule.
macro_rules! validated_text {
    ($(#[$doc:meta])* $name:ident, $what:literal, $rule:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAName;

            fn from_str(text: &str) -> Result<Self, NotAName> {
                let check: fn(&str) -> bool = $check;
                match check(text) {
                    true => Ok(Self(text.to_owned())),
                    false => Err(NotAName { text: text.to_owned(), what: $what, rule: $rule }),
                }
            }
        }
    };
}

validated_text!(
    /// A 12-digit account number.
    AccountId, "account number", "it has twelve digits", |text| {
        text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
    }
);

validated_text!(
    /// A Region code, by its form: new Regions need no new version of this program.
    Region, "Region", "write a code such as eu-west-1", |text| {
        let parts: Vec<&str> = text.split('-').collect();
        let letters = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
        match parts.split_last() {
            Some((number, words)) => {
                2 <= words.len() && words.len() <= 4 && words.iter().all(letters)
                    && matches!(number.len(), 1 | 2) && number.bytes().all(|byte| byte.is_ascii_digit())
            }
            None => false,
        }
    }
);

validated_text!(
    /// The name of a log group (CloudWatch Logs API Reference, *CreateLogGroup*).
    LogGroupName, "log group name", "use 1 to 512 ASCII letters, digits, and `_` `-` `/` `.` `#`", |text| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-/.#".contains(&byte);
        (1..=512).contains(&text.len()) && text.bytes().all(allowed)
    }
);

validated_text!(
    /// The name of a trail (CloudTrail API Reference, *CreateTrail*).
    TrailName, "trail name",
    "use 3 to 128 ASCII letters, digits, `.` `_` `-`, beginning and ending with a letter or digit, no two marks in a row, not an IP address",
    |text| {
        let is_mark = |byte: u8| b"._-".contains(&byte);
        let bytes = text.as_bytes();
        (3..=128).contains(&bytes.len())
            && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || is_mark(*byte))
            && !is_mark(bytes[0]) && !is_mark(bytes[bytes.len() - 1])
            && !bytes.windows(2).any(|pair| is_mark(pair[0]) && is_mark(pair[1]))
            && text.parse::<std::net::Ipv4Addr>().is_err()
    }
);

validated_text!(
    /// The name of an IAM role (IAM API Reference, *CreateRole*).
    RoleName, "role name", "use 1 to 64 ASCII letters, digits, and `_` `+` `=` `,` `.` `@` `-`", |text| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
        (1..=64).contains(&text.len()) && text.bytes().all(allowed)
    }
);

validated_text!(
    /// The namespace of a custom metric (CloudWatch Logs API Reference, *MetricTransformation*; CloudFormation's
    /// narrower set of characters; `AWS/` is kept for AWS's own metrics).
    Namespace, "metric namespace", "use 1 to 255 ASCII letters, digits, and `.` `-` `_` `/` `#`, not beginning with `AWS/`", |text| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-_/#".contains(&byte);
        (1..=255).contains(&text.len()) && text.bytes().all(allowed) && !text.starts_with("AWS/")
    }
);

validated_text!(
    /// The name of a bucket (S3 User Guide, *General purpose bucket naming rules*).
    BucketName, "bucket name",
    "use 3 to 63 lower-case letters, digits, `.` and `-`, beginning and ending with a letter or digit, no two points \
     in a row, not an IP address, without a beginning or an ending that S3 keeps for itself",
    |text| {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let bytes = text.as_bytes();
        (3..=63).contains(&bytes.len())
            && bytes.iter().all(|byte| is_plain(*byte) || b".-".contains(byte))
            && is_plain(bytes[0]) && is_plain(bytes[bytes.len() - 1])
            && !text.contains("..")
            && text.parse::<std::net::Ipv4Addr>().is_err()
            && !["xn--", "sthree-", "amzn-s3-demo-"].iter().any(|kept| text.starts_with(kept))
            && !["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"].iter().any(|kept| text.ends_with(kept))
    }
);

impl Region {
    /// The partition that the Region belongs to: the second part of an ARN.
    #[must_use]
    pub fn partition(&self) -> &'static str {
        match self.as_str() {
            code if code.starts_with("cn-") => "aws-cn",
            code if code.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        }
    }
}

/// An account and a Region: together they make ARNs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The account's number.
    pub account: AccountId,
    /// The Region in which trail, log group, alarms and topics live.
    pub region: Region,
}

impl Place {
    /// The ARN of an SNS topic.
    #[must_use]
    pub fn topic_arn(&self, name: &str) -> String {
        self.arn("sns", "", name)
    }

    /// The ARN of a CloudWatch alarm.
    #[must_use]
    pub fn alarm_arn(&self, name: &str) -> String {
        self.arn("cloudwatch", "alarm:", name)
    }

    /// The ARN of a trail.
    #[must_use]
    pub fn trail_arn(&self, name: &str) -> String {
        self.arn("cloudtrail", "trail/", name)
    }

    /// The ARN of a log group, as its tags are asked for; a trail writes `:*` behind it.
    #[must_use]
    pub fn log_group_arn(&self, name: &str) -> String {
        self.arn("logs", "log-group:", name)
    }

    /// The ARN of a role with the path `/`; roles belong to no Region.
    #[must_use]
    pub fn role_arn(&self, name: &str) -> String {
        ["arn:", self.region.partition(), ":iam::", self.account.as_str(), ":role/", name].concat()
    }

    /// The ARN of a bucket; its name is unique in the partition.
    #[must_use]
    pub fn bucket_arn(&self, name: &str) -> String {
        ["arn:", self.region.partition(), ":s3:::", name].concat()
    }

    /// Put together in one piece: no text of a control plane is made more often.
    fn arn(&self, service: &str, kind: &str, name: &str) -> String {
        let (region, account) = (self.region.as_str(), self.account.as_str());
        ["arn:", self.region.partition(), ":", service, ":", region, ":", account, ":", kind, name].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: FromStr<Err = NotAName>>(good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(text.parse::<T>().is_ok(), "{text}");
        }
        for text in bad {
            assert!(text.parse::<T>().is_err(), "{text}");
        }
    }

    #[test]
    fn names_are_checked_as_aws_checks_them() {
        check::<AccountId>(&["111122223333"], &["", "11112222333", "1111222233334", "11112222333x"]);
        check::<Region>(
            &["eu-west-1", "us-gov-east-1", "ap-southeast-10"],
            &["", "Ireland", "eu-west", "eu-west-1a", "EU-WEST-1", "eu--1"],
        );
        check::<LogGroupName>(&["aws-cloudtrail-logs-signin-console", "/aws/lambda/f#1"], &["", "a b", "a:b", "a*"]);
        check::<TrailName>(
            &["events-management", "a.b_c"],
            &["ab", "-abc", "abc-", "a--b", "a._b", "192.168.5.4", "a b c"],
        );
        check::<RoleName>(&["CloudTrail-CloudWatchLogs-Signin-Console"], &["", "a/b", &"x".repeat(65)]);
        check::<BucketName>(
            &["abc", "signin-console-111122223333-eu-west-1", "a.b-c", &"x".repeat(63)],
            &[
                "ab",
                &"x".repeat(64),
                "Abc",
                "a_b",
                "-abc",
                "abc-",
                ".abc",
                "a..b",
                "192.168.5.4",
                "xn--abc",
                "sthree-a",
                "amzn-s3-demo-a",
                "abc-s3alias",
                "abc--ol-s3",
                "abc.mrap",
                "abc--x-s3",
                "abc--table-s3",
                "é".repeat(3).as_str(),
            ],
        );
        check::<Namespace>(&["signalarm", "My/Metrics#1"], &["", "AWS/Logs", "a:b", "a$"]);
    }

    #[test]
    fn an_arn_takes_its_partition_from_the_region() {
        let place = |region: &str| Place { account: "111122223333".parse().unwrap(), region: region.parse().unwrap() };
        for (region, arn) in [
            ("eu-west-1", "arn:aws:sns:eu-west-1:111122223333:t"),
            ("cn-north-1", "arn:aws-cn:sns:cn-north-1:111122223333:t"),
            ("us-gov-west-1", "arn:aws-us-gov:sns:us-gov-west-1:111122223333:t"),
        ] {
            assert_eq!(place(region).topic_arn("t"), arn);
        }
        let place = place("cn-north-1");
        assert_eq!(place.trail_arn("t"), "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/t");
        assert_eq!(place.log_group_arn("g"), "arn:aws-cn:logs:cn-north-1:111122223333:log-group:g");
        assert_eq!(place.role_arn("r"), "arn:aws-cn:iam::111122223333:role/r");
        assert_eq!(place.bucket_arn("b"), "arn:aws-cn:s3:::b");
    }
}
