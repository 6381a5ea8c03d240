//! What a deployment needs beyond the chain that scenarios prove: where the records come from, what the bucket does with
//! them, how long they are kept, and which key protects the topics.

use signalarm_notification::Arn;
use thiserror::Error;

use crate::chain::Chain;
use crate::config::Config;
use crate::name::{AlertName, BUILT_IN_BEGINNING};
use crate::place::{AccountId, BucketName, LogGroupName, Place, Region};
use crate::trail::{KeyArn, TrailUse, place_of};

/// A chain with everything that its deployment needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Deployment {
    /// The chain; its place is the caller's.
    pub chain: Chain,
    /// Where the records come from.
    pub source: Source,
    /// For how many days a log group of ours keeps log events: one of the service's numbers.
    pub retention_days: i32,
    /// A customer managed key for the topics; `None`: they are not encrypted. It is never created or changed.
    pub topic_key: Option<KeyArn>,
}

/// Where the records come from (`[trail] use`).
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A trail of ours, with bucket and role.
    Own(Bucket),
    /// Somebody's trail, by its ARN: its log group carries the metric filters, and the trail is not touched.
    Trail(String),
    /// Somebody's log group, which is not touched but for the metric filters; no trail is looked at.
    LogGroup(LogGroupName),
    /// A log group of ours that no trail of ours fills; nothing of CloudTrail is called.
    None,
}

/// The trail's bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its name, unique in the partition; by default `signin-console-<account>-<region>`.
    pub name: String,
    /// Days after which log files move to Glacier Instant Retrieval; `None`: never.
    pub glacier_days: Option<i32>,
    /// Days after which log files are deleted; `None`: never.
    pub expiration_days: Option<i32>,
}

/// Why a config cannot be deployed for a caller.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotDeployable {
    /// The config is for another account.
    #[error(
        "the config is for account {wanted}, but the caller is in {found}; take the credentials of account {wanted}, or \
         change `account`"
    )]
    OtherAccount {
        /// What the config says.
        wanted: AccountId,
        /// The caller's.
        found: AccountId,
    },
    /// What is used must lie where the alarms are.
    #[error("[trail] use names {arn}, but alarms and topics would be in {here}; {cure}")]
    UsedElsewhere {
        /// The trail or the log group.
        arn: Arn,
        /// The partition, the Region and the account of the caller.
        here: String,
        /// How to put it right.
        cure: &'static str,
    },
    /// A topic takes only a key of its own Region (SNS Developer Guide, *Key management*).
    #[error("[topics] key names {arn}, but the topics would be in {here}; name a key of that Region")]
    KeyElsewhere {
        /// The key.
        arn: Arn,
        /// The partition and the Region of the caller.
        here: String,
    },
    /// The default name of the bucket is none.
    #[error("“{0}” cannot be the bucket's name; name one in [trail] bucket")]
    BucketName(String),
}

impl Config {
    /// What to deploy for a caller in an account and a Region. Who is not named is not told: no placeholder subscribes
    /// here ([`Chain::unheard`] lists the alerts that nobody hears).
    ///
    /// # Errors
    ///
    /// Everything that does not fit the caller.
    pub fn deployment(&self, account: &AccountId, region: &Region) -> Result<Deployment, Vec<NotDeployable>> {
        let place = Place { account: account.clone(), region: region.clone() };
        let mut reasons: Vec<NotDeployable> = self.wrong_account(account).into_iter().collect();
        reasons.extend(self.used_elsewhere(&place));
        reasons.extend(self.key_elsewhere(region));
        let source = match &self.trail.source {
            TrailUse::Own => self.bucket_at(&place).map(Source::Own).map_err(|fault| reasons.push(fault)).ok(),
            TrailUse::None => Some(Source::None),
            TrailUse::Trail(arn) => Some(Source::Trail(arn.to_string())),
            TrailUse::LogGroup { name, .. } => Some(Source::LogGroup(name.clone())),
        };
        match source {
            Some(source) if reasons.is_empty() => Ok(Deployment {
                chain: self.chain(place, |_| Vec::new()),
                source,
                retention_days: self.trail.retention_days,
                topic_key: self.topic_key.clone(),
            }),
            Some(_) | None => Err(reasons),
        }
    }

    /// The bucket of a trail of ours.
    fn bucket_at(&self, place: &Place) -> Result<Bucket, NotDeployable> {
        let made = || {
            let name = format!("{BUILT_IN_BEGINNING}{}-{}", place.account, place.region);
            name.parse::<BucketName>().map_err(|_| NotDeployable::BucketName(name))
        };
        let name = self.trail.bucket.clone().map_or_else(made, Ok)?;
        let (glacier_days, expiration_days) = (self.trail.glacier_days, self.trail.expiration_days);
        Ok(Bucket { name: name.to_string(), glacier_days, expiration_days })
    }

    fn wrong_account(&self, found: &AccountId) -> Option<NotDeployable> {
        let wanted = self.account.as_ref().filter(|wanted| *wanted != found)?;
        Some(NotDeployable::OtherAccount { wanted: wanted.clone(), found: found.clone() })
    }

    /// A trail delivers to a log group of its own Region (CloudTrail User Guide, *Sending events to CloudWatch Logs*),
    /// where the filters' metrics and so the alarms are. A trail may be another account's, as an organisation's is; a log
    /// group may not.
    fn used_elsewhere(&self, place: &Place) -> Option<NotDeployable> {
        let arn = self.trail.source.arn()?;
        let (account, region) = place_of(arn)?;
        let is_here = region == place.region
            && arn.partition() == region.partition()
            && match &self.trail.source {
                TrailUse::LogGroup { .. } => account == place.account,
                TrailUse::Own | TrailUse::None | TrailUse::Trail(_) => true,
            };
        let cure = match &self.trail.source {
            TrailUse::LogGroup { .. } => "name a log group of that account and Region",
            TrailUse::Own | TrailUse::None | TrailUse::Trail(_) => "name a trail whose home is that Region",
        };
        let here = format!("{} of account {} ({})", place.region, place.account, place.region.partition());
        (!is_here).then(|| NotDeployable::UsedElsewhere { arn: arn.clone(), here, cure })
    }

    fn key_elsewhere(&self, region: &Region) -> Option<NotDeployable> {
        let arn = self.topic_key.as_ref()?.arn();
        let is_here = arn.region() == region.as_str() && arn.partition() == region.partition();
        let here = format!("{region} ({})", region.partition());
        (!is_here).then(|| NotDeployable::KeyElsewhere { arn: arn.clone(), here })
    }
}

impl Chain {
    /// The alerts that nobody hears, the silence alarm among them.
    #[must_use]
    pub fn unheard(&self) -> Vec<&AlertName> {
        self.names().filter(|name| self.subscribers(name).is_empty()).collect()
    }
}
