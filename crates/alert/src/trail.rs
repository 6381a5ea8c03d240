//! What a config says of the way from CloudTrail to the log group, and of the key that protects the topics.

use std::fmt;
use std::str::FromStr;

use signalarm_diagnostic::{Fault, Placed};
use signalarm_notification::Arn;
use thiserror::Error;

use crate::place::{AccountId, BucketName, LogGroupName, Region, RoleName, TrailName};

/// The numbers of days for which CloudWatch Logs can keep log events (CloudWatch Logs API Reference,
/// *PutRetentionPolicy*).
pub(crate) const RETENTION_DAYS: [i32; 22] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288, 3_653];

/// How the ARN of a log group may end: CloudTrail wants it so, CloudWatch Logs names it so.
const EVERY_STREAM: &str = ":*";

/// Where the records come from (`[trail] use`), as a config says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrailUse {
    /// From a trail of ours, with bucket and role.
    Own,
    /// From nothing of ours: the chain begins at a log group of ours.
    None,
    /// From somebody's trail.
    Trail(Arn),
    /// From somebody's log group.
    LogGroup {
        /// Without `:*` at its end.
        arn: Arn,
        /// The name in it.
        name: LogGroupName,
    },
}

impl TrailUse {
    /// The ARN of what is somebody's.
    pub(crate) const fn arn(&self) -> Option<&Arn> {
        match self {
            Self::Trail(arn) | Self::LogGroup { arn, .. } => Some(arn),
            Self::Own | Self::None => None,
        }
    }

    /// The keys of `[trail]` that say nothing beside this use, and why.
    pub(crate) const fn idle_keys(&self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Own => (&[], ""),
            Self::None => (&["name", "role", "bucket", "glacier-after", "delete-after"], "no trail is made"),
            Self::Trail(_) => (
                &["name", "log-group", "role", "bucket", "glacier-after", "delete-after", "retention"],
                "the trail and its log group are left as they are",
            ),
            Self::LogGroup { .. } => (
                &["name", "log-group", "role", "bucket", "glacier-after", "delete-after", "retention"],
                "the log group is left as it is",
            ),
        }
    }
}

impl fmt::Display for TrailUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own => f.write_str("own"),
            Self::None => f.write_str("none"),
            Self::Trail(arn) | Self::LogGroup { arn, .. } => arn.fmt(f),
        }
    }
}

/// A text that does not say where the records come from.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "“{0}” names no trail and no log group: write \"own\", \"none\", arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME \
     or arn:PARTITION:logs:REGION:ACCOUNT:log-group:NAME"
)]
pub struct NotATrailUse(String);

impl FromStr for TrailUse {
    type Err = NotATrailUse;

    fn from_str(text: &str) -> Result<Self, NotATrailUse> {
        match text {
            "own" => Ok(Self::Own),
            "none" => Ok(Self::None),
            text => somebodys(text).ok_or_else(|| NotATrailUse(text.to_owned())),
        }
    }
}

fn somebodys(text: &str) -> Option<TrailUse> {
    let arn: Arn = text.strip_suffix(EVERY_STREAM).unwrap_or(text).parse().ok()?;
    place_of(&arn)?;
    match arn.service() {
        "cloudtrail" if arn.as_str() == text => {
            trail_name(&arn)?;
            Some(TrailUse::Trail(arn))
        }
        "logs" => {
            let name = arn.resource().strip_prefix("log-group:")?.parse().ok()?;
            Some(TrailUse::LogGroup { arn, name })
        }
        _ => None,
    }
}

/// The name in the ARN of a trail.
pub(crate) fn trail_name(arn: &Arn) -> Option<TrailName> {
    arn.resource().strip_prefix("trail/")?.parse().ok()
}

/// The account and the Region of an ARN.
pub(crate) fn place_of(arn: &Arn) -> Option<(AccountId, Region)> {
    Some((arn.account().parse().ok()?, arn.region().parse().ok()?))
}

/// The ARN of a customer managed key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyArn(Arn);

impl KeyArn {
    /// The ARN itself.
    #[must_use]
    pub const fn arn(&self) -> &Arn {
        &self.0
    }
}

impl fmt::Display for KeyArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text that names no key that topics of alarms can have.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotAKeyArn {
    /// The key that AWS manages for SNS (CloudWatch User Guide, *Notifying users on alarm changes*).
    #[error(
        "“{0}” is AWS's own key for SNS, whose policy nobody can change: no alarm could publish; name a customer managed \
         key by its ARN, arn:PARTITION:kms:REGION:ACCOUNT:key/ID"
    )]
    AwsManaged(String),
    /// An alias can be moved to another key at any time, and then alarms could not publish any more.
    #[error(
        "“{0}” is an alias, which may come to name another key; name the key itself, \
         arn:PARTITION:kms:REGION:ACCOUNT:key/ID"
    )]
    Alias(String),
    /// Something else.
    #[error("“{0}” is no ARN of a key: write arn:PARTITION:kms:REGION:ACCOUNT:key/ID")]
    Other(String),
}

impl FromStr for KeyArn {
    type Err = NotAKeyArn;

    fn from_str(text: &str) -> Result<Self, NotAKeyArn> {
        let other = || NotAKeyArn::Other(text.to_owned());
        let alias =
            if text.starts_with("alias/") { Some(text) } else { text.find(":alias/").map(|at| &text[at + 1..]) };
        match alias {
            Some(name) if name.starts_with("alias/aws/") => return Err(NotAKeyArn::AwsManaged(text.to_owned())),
            Some(_) => return Err(NotAKeyArn::Alias(text.to_owned())),
            None => {}
        }
        let arn: Arn = text.parse().map_err(|_| other())?;
        let id = arn.resource().strip_prefix("key/").unwrap_or_default();
        let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        match arn.service() == "kms" && is_id && place_of(&arn).is_some() {
            true => Ok(Self(arn)),
            false => Err(other()),
        }
    }
}

/// The settings under `[trail]`, set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TrailSettings {
    pub(crate) source: TrailUse,
    pub(crate) name: TrailName,
    pub(crate) log_group: LogGroupName,
    pub(crate) role: RoleName,
    /// `None`: a name that is made of account and Region.
    pub(crate) bucket: Option<BucketName>,
    /// `None`: never.
    pub(crate) glacier_days: Option<i32>,
    /// `None`: never.
    pub(crate) expiration_days: Option<i32>,
    pub(crate) retention_days: i32,
}

/// Changes to [`TrailSettings`]; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TrailPatch {
    pub(crate) source: Option<TrailUse>,
    pub(crate) name: Option<TrailName>,
    pub(crate) log_group: Option<LogGroupName>,
    pub(crate) role: Option<RoleName>,
    pub(crate) bucket: Option<BucketName>,
    pub(crate) glacier_days: Option<Placed<Option<i32>>>,
    pub(crate) expiration_days: Option<Placed<Option<i32>>>,
    pub(crate) retention_days: Option<i32>,
}

impl TrailSettings {
    /// Lays a patch over these settings; what then does not fit together is a fault.
    ///
    /// S3 refuses a rule by which objects are deleted before they move, or on the same day (S3 User Guide, *Lifecycle
    /// configuration elements*).
    pub(crate) fn lay(&mut self, patch: &TrailPatch) -> Option<Fault> {
        let TrailPatch { source, name, log_group, role, bucket, glacier_days, expiration_days, retention_days } = patch;
        replace_some(&mut self.source, source);
        replace_some(&mut self.name, name);
        replace_some(&mut self.log_group, log_group);
        replace_some(&mut self.role, role);
        replace_some(&mut self.retention_days, retention_days);
        self.bucket = bucket.clone().or(self.bucket.take());
        replace_some(&mut self.glacier_days, &glacier_days.as_ref().map(|placed| placed.value));
        replace_some(&mut self.expiration_days, &expiration_days.as_ref().map(|placed| placed.value));
        let (moved, deleted) = (self.glacier_days?, self.expiration_days?);
        let place = expiration_days.as_ref().or(glacier_days.as_ref())?;
        let fault =
            place.fault(format!("log files would be deleted after {deleted}d, but move to Glacier after {moved}d"));
        let cure = "let `delete-after` be longer than `glacier-after`, or set `glacier-after = \"never\"`";
        (deleted <= moved).then(|| fault.cure(cure))
    }
}

pub(crate) fn replace_some<T: Clone>(setting: &mut T, patch: &Option<T>) {
    if let Some(value) = patch {
        setting.clone_from(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_is_printed_as_it_was_written() {
        for text in [
            "own",
            "none",
            "arn:aws:cloudtrail:eu-west-1:111122223333:trail/organisation",
            "arn:aws-cn:cloudtrail:cn-north-1:111122223333:trail/t.1",
            "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/cloudtrail",
        ] {
            assert_eq!(text.parse::<TrailUse>().unwrap().to_string(), text);
        }
        let starred: TrailUse = "arn:aws:logs:eu-west-1:111122223333:log-group:/g:*".parse().unwrap();
        assert_eq!(starred.to_string(), "arn:aws:logs:eu-west-1:111122223333:log-group:/g");
        for text in [
            "",
            "Own",
            "trail",
            "arn:aws:s3:::bucket",
            "arn:aws:cloudtrail:eu-west-1:111122223333:trail/ab",
            "arn:aws:cloudtrail:eu-west-1:111122223333:trail/abc:*",
            "arn:aws:cloudtrail:eu-west-1:111122223333:abc",
            "arn:aws:cloudtrail:eu-west-1:1:trail/abc",
            "arn:aws:cloudtrail::111122223333:trail/abc",
            "arn:aws:logs:eu-west-1:111122223333:log-group:g:log-stream:s",
            "arn:aws:logs:eu-west-1:111122223333:g",
        ] {
            assert!(text.parse::<TrailUse>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_key_is_named_by_its_arn_alone() {
        for id in ["1234abcd-12ab-34cd-56ef-1234567890ab", "mrk-1234abcd12ab34cd56ef1234567890ab"] {
            let text = format!("arn:aws:kms:eu-west-1:111122223333:key/{id}");
            assert_eq!(text.parse::<KeyArn>().unwrap().to_string(), text);
        }
        let refused = |text: &str| text.parse::<KeyArn>().unwrap_err();
        for text in ["alias/aws/sns", "arn:aws:kms:eu-west-1:111122223333:alias/aws/sns"] {
            assert_eq!(refused(text), NotAKeyArn::AwsManaged(text.to_owned()));
        }
        for text in ["alias/mine", "arn:aws:kms:eu-west-1:111122223333:alias/mine"] {
            assert_eq!(refused(text), NotAKeyArn::Alias(text.to_owned()));
        }
        for text in
            ["", "1234abcd", "arn:aws:kms:eu-west-1:111122223333:key/", "arn:aws:sns:eu-west-1:111122223333:key/a"]
        {
            assert_eq!(refused(text), NotAKeyArn::Other(text.to_owned()));
        }
    }
}
