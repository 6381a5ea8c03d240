//! The chain as it is wanted: every resource with every attribute that we set, and all ARNs.

use std::sync::Arc;

use signalarm_alert::{AlertName, Bucket, Chain, Deployment, LogGroupName, Place, Source};
use signalarm_cloud::{LifecycleRule, ListedSubscription, PutMetricAlarm, PutMetricFilter, PutTrail, Tag};
use signalarm_notification::{Endpoint, Protocol};

use crate::documents::{Document, bucket_policy, role_permissions, role_trust, topic_policy};
use crate::memory::{Holding, HoldingKind};
use crate::{TAG_DEPLOYED, TAG_KEY};

/// Our one rule among those of the bucket.
const LIFECYCLE_RULE_ID: &str = "signalarm";
/// The storage class to which log files move.
const GLACIER: &str = "GLACIER_IR";
/// For how long an expired or deleted log file can still be brought back, where log files expire.
const NONCURRENT_DAYS: i32 = 30;

/// The chain as it is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    deployment: Arc<Deployment>,
    /// The alerts in their order, the silence alarm last.
    pub alerts: Arc<[WantedAlert]>,
    /// The log group that carries the metric filters.
    pub log_group: WantedLogGroup,
    /// The trail of ours, with bucket and role; `None` where the records come from elsewhere.
    pub trail: Option<WantedTrail>,
}

/// What one alert needs.
#[derive(Clone, Debug, PartialEq)]
pub struct WantedAlert {
    /// The name that topic, filter, metric and alarm share.
    pub name: AlertName,
    /// Its topic.
    pub topic: WantedTopic,
    /// Its metric filter; the silence alarm has none.
    pub filter: Option<PutMetricFilter>,
    /// Its alarm, without tags.
    pub alarm: PutMetricAlarm,
    /// The alarm's ARN.
    pub alarm_arn: String,
}

/// A topic.
#[derive(Clone, Debug, PartialEq)]
pub struct WantedTopic {
    /// Its ARN.
    pub arn: String,
    /// Who may do what with it.
    pub policy: Document,
    /// The ARN of the key that encrypts it.
    pub key: Option<String>,
    /// Who subscribes, each once.
    pub subscriptions: Vec<Endpoint>,
}

/// The log group that carries the metric filters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WantedLogGroup {
    /// Ours.
    Own {
        /// Its name.
        name: LogGroupName,
        /// Its ARN without `:*`.
        arn: String,
        /// For how many days log events are kept.
        retention_days: i32,
    },
    /// Somebody's: only our metric filters in it are ours.
    Somebodys {
        /// Its name.
        name: LogGroupName,
    },
    /// The one that somebody's trail delivers to: known when the trail was looked at.
    OfTrail {
        /// The trail.
        trail_arn: String,
    },
}

/// A trail of ours.
#[derive(Clone, Debug, PartialEq)]
pub struct WantedTrail {
    /// Its ARN.
    pub arn: String,
    /// How it is asked for, without tags.
    pub request: PutTrail,
    /// The bucket that it delivers to.
    pub bucket: WantedBucket,
    /// The role by which it writes to the log group.
    pub role: WantedRole,
}

/// A trail's bucket. Public access is blocked and versions are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct WantedBucket {
    /// Its name.
    pub name: String,
    /// Who may do what with it.
    pub policy: Document,
    /// Our rule on what becomes of log files; `None`: they stay.
    pub lifecycle_rule: Option<LifecycleRule>,
}

/// A trail's role.
#[derive(Clone, Debug, PartialEq)]
pub struct WantedRole {
    /// Its name.
    pub name: String,
    /// Its ARN; of one that is there with its path.
    pub arn: String,
    /// Who may take it on.
    pub trust: Document,
    /// What [`crate::ROLE_POLICY_NAME`] allows.
    pub permissions: Document,
}

impl Wanted {
    /// What a deployment wants.
    #[must_use]
    pub fn new(deployment: &Deployment) -> Self {
        let mut deployment = deployment.clone();
        if let Source::LogGroup(name) = &deployment.source {
            deployment.chain.log_group = name.clone();
        }
        Self::of(&deployment)
    }

    fn of(deployment: &Deployment) -> Self {
        let chain = &deployment.chain;
        let mut alerts: Vec<WantedAlert> = chain
            .alerts
            .iter()
            .map(|alert| {
                let filter = PutMetricFilter::new(chain.log_group.as_str(), &chain.metric_filter(alert));
                wanted_alert(deployment, &alert.name, Some(filter), PutMetricAlarm::from(&chain.metric_alarm(alert)))
            })
            .collect();
        let silence = PutMetricAlarm::from(&chain.silence_alarm());
        alerts.push(wanted_alert(deployment, &AlertName::SILENCE, None, silence));
        Self {
            alerts: alerts.into(),
            log_group: wanted_log_group(deployment),
            trail: match &deployment.source {
                Source::Own(bucket) => Some(wanted_trail(chain, bucket)),
                Source::Trail(_) | Source::LogGroup(_) | Source::None => None,
            },
            deployment: Arc::new(deployment.clone()),
        }
    }

    /// The same on the log group that somebody's trail delivers to.
    #[must_use]
    pub(crate) fn on_log_group_of_trail(&self, name: LogGroupName) -> Self {
        let mut deployment = (*self.deployment).clone();
        deployment.chain.log_group = name.clone();
        Self {
            log_group: WantedLogGroup::Somebodys { name },
            deployment: self.deployment.clone(),
            ..Self::of(&deployment)
        }
    }

    /// Account and Region.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.deployment.chain.place
    }

    /// What is deployed.
    #[must_use]
    pub fn deployment(&self) -> &Deployment {
        &self.deployment
    }

    /// The namespace of the alerts' metrics.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.deployment.chain.namespace.as_str()
    }

    /// The name of the log group, where it is known without looking.
    #[must_use]
    pub fn log_group_name(&self) -> Option<&str> {
        match &self.log_group {
            WantedLogGroup::Own { name, .. } | WantedLogGroup::Somebodys { name } => Some(name.as_str()),
            WantedLogGroup::OfTrail { .. } => None,
        }
    }

    /// What is used under a name that the config gives, and is not simply made anew under another one.
    pub(crate) fn holdings(&self) -> Vec<Holding> {
        let log_group = self.log_group_name().map(|name| Holding::new(HoldingKind::LogGroup, name));
        let trail = self.trail.iter().flat_map(|trail| {
            [
                Holding::new(HoldingKind::Bucket, &trail.bucket.name),
                Holding::new(HoldingKind::Role, &trail.role.name),
                Holding::new(HoldingKind::Trail, &trail.request.name),
            ]
        });
        log_group.into_iter().chain(trail).collect()
    }

    /// The same with a role of that ARN, which has the role's path in it; `None`: the role is not there yet.
    pub(crate) fn name_role(&mut self, arn: Option<&str>) {
        let place = self.deployment.chain.place.clone();
        if let Some(trail) = &mut self.trail {
            trail.role.arn = arn.map_or_else(|| place.role_arn(&trail.role.name), str::to_owned);
            trail.request.cloud_watch_logs_role_arn = Some(trail.role.arn.clone());
        }
    }

    /// The alert of that name.
    #[must_use]
    pub fn alert(&self, name: &str) -> Option<&WantedAlert> {
        self.alerts.iter().find(|alert| alert.name.as_str() == name)
    }

    /// Whether text messages are wanted.
    #[must_use]
    pub fn has_sms(&self) -> bool {
        let mut endpoints = self.alerts.iter().flat_map(|alert| &alert.topic.subscriptions);
        endpoints.any(|endpoint| endpoint.protocol() == Protocol::Sms)
    }
}

impl WantedTopic {
    /// Whether a subscription that was found is wanted.
    #[must_use]
    pub fn wants(&self, listed: &ListedSubscription) -> bool {
        self.subscriptions.iter().any(|endpoint| is_of(listed, endpoint))
    }
}

/// Whether a subscription that was found is this endpoint's.
pub(crate) fn is_of(listed: &ListedSubscription, endpoint: &Endpoint) -> bool {
    is_at(listed, &endpoint.protocol().to_string(), &endpoint.to_string())
}

/// Whether a subscription that was found is that of an endpoint in SNS's words.
pub(crate) fn is_at(listed: &ListedSubscription, protocol: &str, endpoint: &str) -> bool {
    listed.protocol == protocol && spelling(protocol, &listed.endpoint) == spelling(protocol, endpoint)
}

/// An endpoint as it is compared. Whether SNS tells mail addresses apart by their case is documented nowhere; they reach
/// the same person (RFC 5321: in the domain always, before it as good as always), who should get one mail.
pub(crate) fn spelling(protocol: &str, endpoint: &str) -> String {
    if protocol.starts_with("email") { endpoint.to_ascii_lowercase() } else { endpoint.to_owned() }
}

/// A tag of ours.
pub(crate) fn tag(value: &str) -> Tag {
    Tag { key: TAG_KEY.to_owned(), value: value.to_owned() }
}

/// The tags of what a deployment creates.
pub(crate) fn deployed_tags() -> Vec<Tag> {
    vec![tag(TAG_DEPLOYED)]
}

fn wanted_alert(
    deployment: &Deployment,
    name: &AlertName,
    filter: Option<PutMetricFilter>,
    alarm: PutMetricAlarm,
) -> WantedAlert {
    let place = &deployment.chain.place;
    let mut subscriptions: Vec<Endpoint> = Vec::new();
    for endpoint in deployment.chain.subscribers(name) {
        let is_same = |other: &Endpoint| {
            let protocol = endpoint.protocol();
            let spelt = |endpoint: &Endpoint| spelling(&protocol.to_string(), &endpoint.to_string());
            other.protocol() == protocol && spelt(other) == spelt(endpoint)
        };
        if !subscriptions.iter().any(is_same) {
            subscriptions.push(endpoint.clone());
        }
    }
    WantedAlert {
        name: name.clone(),
        topic: WantedTopic {
            arn: place.topic_arn(name.as_str()),
            policy: topic_policy(place, name.as_str()),
            key: deployment.topic_key.as_ref().map(ToString::to_string),
            subscriptions,
        },
        filter,
        alarm,
        alarm_arn: place.alarm_arn(name.as_str()),
    }
}

fn wanted_log_group(deployment: &Deployment) -> WantedLogGroup {
    let chain = &deployment.chain;
    match &deployment.source {
        Source::Own(_) | Source::None => WantedLogGroup::Own {
            name: chain.log_group.clone(),
            arn: chain.place.log_group_arn(chain.log_group.as_str()),
            retention_days: deployment.retention_days,
        },
        Source::LogGroup(name) => WantedLogGroup::Somebodys { name: name.clone() },
        Source::Trail(trail_arn) => WantedLogGroup::OfTrail { trail_arn: trail_arn.clone() },
    }
}

fn wanted_trail(chain: &Chain, bucket: &Bucket) -> WantedTrail {
    let (place, trail) = (&chain.place, chain.trail.as_str());
    WantedTrail {
        arn: place.trail_arn(trail),
        request: PutTrail {
            name: trail.to_owned(),
            s3_bucket_name: Some(bucket.name.clone()),
            s3_key_prefix: None,
            include_global_service_events: Some(true),
            is_multi_region_trail: Some(true),
            enable_log_file_validation: Some(true),
            cloud_watch_logs_log_group_arn: Some(format!("{}:*", place.log_group_arn(chain.log_group.as_str()))),
            cloud_watch_logs_role_arn: Some(place.role_arn(chain.role.as_str())),
            tags: Vec::new(),
        },
        bucket: WantedBucket {
            name: bucket.name.clone(),
            policy: bucket_policy(place, &bucket.name, trail),
            lifecycle_rule: lifecycle_rule(bucket),
        },
        role: WantedRole {
            name: chain.role.to_string(),
            arn: place.role_arn(chain.role.as_str()),
            trust: role_trust(),
            permissions: role_permissions(place, chain.log_group.as_str()),
        },
    }
}

fn lifecycle_rule(bucket: &Bucket) -> Option<LifecycleRule> {
    let Bucket { glacier_days, expiration_days, .. } = *bucket;
    (glacier_days.is_some() || expiration_days.is_some()).then(|| LifecycleRule {
        id: LIFECYCLE_RULE_ID.to_owned(),
        is_enabled: true,
        prefix: String::new(),
        transition: glacier_days.map(|days| (days, GLACIER.to_owned())),
        expiration_days,
        // An expired log file is only marked so while versions are kept.
        noncurrent_version_expiration_days: expiration_days.map(|_| NONCURRENT_DAYS),
        has_more: false,
    })
}

/// Whether a rule of the bucket is ours.
pub(crate) fn is_our_rule(rule: &LifecycleRule) -> bool {
    rule.id == LIFECYCLE_RULE_ID
}
