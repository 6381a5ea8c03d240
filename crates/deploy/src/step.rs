//! A plan: steps in their order, what is left as it is, and what stands in the way.

use std::collections::BTreeSet;
use std::fmt;

use signalarm_cloud::Call;
use signalarm_notification::Protocol;

use crate::Session;

/// Something that the chain is made of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resource {
    /// A topic, by its name.
    Topic(String),
    /// A subscription.
    Subscription {
        /// The topic's name.
        topic: String,
        /// How it sends, in SNS's words.
        protocol: String,
        /// Where to.
        endpoint: String,
    },
    /// A bucket.
    Bucket(String),
    /// A log group.
    LogGroup(String),
    /// A role.
    Role(String),
    /// An inline policy of a role.
    RolePolicy {
        /// The role.
        role: String,
        /// The policy.
        policy: String,
    },
    /// A metric filter.
    MetricFilter {
        /// The log group.
        log_group: String,
        /// Its name.
        name: String,
    },
    /// An alarm.
    Alarm(String),
    /// A trail, by its name or ARN.
    Trail(String),
    /// A setting of one of these that somebody made and that no config of ours knows.
    Setting {
        /// Of what.
        of: Box<Resource>,
        /// Its name, as AWS writes it.
        field: &'static str,
        /// Its value.
        value: String,
    },
}

/// What a step does with a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is created.
    Create,
    /// It is changed in place.
    Update(Vec<FieldChange>),
    /// It is deleted.
    Delete,
    /// The trail begins to log.
    StartLogging,
    /// It gets our tag, with this value: it was somebody's, or the tag was lost.
    Tag(&'static str),
    /// The mail or request that asks for the confirmation is sent again.
    ResendConfirmation,
}

/// A field that is changed; `None` where nothing was or will be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The field's name, as AWS writes it.
    pub field: &'static str,
    /// What it was.
    pub before: Option<String>,
    /// What it becomes.
    pub after: Option<String>,
}

/// One step: exactly one call.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// With what.
    pub resource: Resource,
    /// What is done.
    pub change: Change,
    /// How it is done.
    pub call: Call,
}

/// What is to be done, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The steps.
    pub steps: Vec<Step>,
    /// What is as it should be.
    pub untouched: Vec<Resource>,
    /// What lies beside, is not ours and stays as it is: also what was adopted, of a removal; settings and subscribers of
    /// somebody's; and what an earlier config named and holds data.
    pub foreign: Vec<Resource>,
    /// Subscriptions that a config named and this one does not, and that cannot be removed while they wait for their
    /// confirmation.
    pub pending_unwanted: Vec<Resource>,
}

/// What else a plan should do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Foreign resources of our names are taken over.
    pub adopt: bool,
    /// Whoever has not confirmed is asked again.
    pub resend_confirmations: bool,
    /// Alarms are tagged by a call of their own. LocalStack cannot list an alarm that was made with tags; at AWS's own
    /// endpoints they are made with them, so that no run that is ended leaves one untagged.
    pub tags_alarms_apart: bool,
    /// What this run created itself: ours, even where its tag was lost (emulators lose some); and subscriptions that it
    /// asked for, which sends a mail each time. [`crate::Apply`] fills it.
    pub created: BTreeSet<Resource>,
}

/// Something that stands in the way of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It bears our name and is somebody's.
    Foreign(Resource),
    /// How it is could not be learnt, and is not guessed.
    Unknown {
        /// What.
        resource: Resource,
        /// The action that was denied.
        action: String,
    },
    /// The bucket's name is taken, or the caller may not look at it.
    BucketTaken(String),
    /// The bucket is ours but in another Region.
    BucketElsewhere {
        /// Its name.
        name: String,
        /// Where it is.
        region: String,
    },
    /// A rule of the bucket has parts that would be lost.
    LifecycleRuleTooRich {
        /// The bucket.
        bucket: String,
        /// The rule.
        rule: String,
    },
    /// The trail of that name has its home in another Region, or is an organisation's.
    TrailElsewhere {
        /// Its name or ARN.
        name: String,
        /// Why it cannot be used.
        why: String,
    },
    /// The trail that is used does not deliver to a log group of this account and Region.
    NoLogGroupOfTrail {
        /// The trail.
        trail: String,
        /// The log group that it names.
        log_group: Option<String>,
    },
    /// The trail or log group that is used is not there.
    Missing(Resource),
    /// Metric filters do nothing in a log group of this class (CloudWatch Logs User Guide, *Log classes*).
    LogGroupClass(String),
    /// A composite alarm has the name of a metric alarm that is wanted.
    CompositeAlarm(String),
    /// It cannot be removed while that stays.
    StillNeeded {
        /// What should be removed.
        resource: Resource,
        /// What needs it.
        by: Resource,
    },
}

/// Everything that stands in the way, at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Obstacles(pub Vec<Obstacle>);

impl Options {
    /// What a person asks for.
    #[must_use]
    pub fn new(adopt: bool, resend_confirmations: bool) -> Self {
        Self { adopt, resend_confirmations, ..Self::default() }
    }

    /// The same for a session: at an endpoint that somebody names alarms are tagged apart.
    #[must_use]
    pub fn at(self, session: &dyn Session) -> Self {
        Self { tags_alarms_apart: session.endpoint_url().is_some(), ..self }
    }
}

impl Plan {
    /// Whether nothing is to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

impl Obstacles {
    /// Whether it is all about foreign resources: adopting takes them away.
    #[must_use]
    pub fn is_about_adoption(&self) -> bool {
        self.0.iter().all(|obstacle| matches!(obstacle, Obstacle::Foreign(_)))
    }
}

impl Resource {
    /// A subscription.
    pub(crate) fn subscription(topic: &str, protocol: Protocol, endpoint: &impl fmt::Display) -> Self {
        Self::Subscription { topic: topic.to_owned(), protocol: protocol.to_string(), endpoint: endpoint.to_string() }
    }

    /// The kind of resource, in AWS's words.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Topic(_) => "topic",
            Self::Subscription { .. } => "subscription",
            Self::Bucket(_) => "bucket",
            Self::LogGroup(_) => "log group",
            Self::Role(_) => "role",
            Self::RolePolicy { .. } => "role policy",
            Self::MetricFilter { .. } => "metric filter",
            Self::Alarm(_) => "alarm",
            Self::Trail(_) => "trail",
            Self::Setting { .. } => "setting",
        }
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind();
        match self {
            Self::Topic(name) | Self::Bucket(name) | Self::LogGroup(name) | Self::Role(name) => {
                write!(f, "{kind} {name}")
            }
            Self::Alarm(name) | Self::Trail(name) => write!(f, "{kind} {name}"),
            Self::Subscription { topic, protocol, endpoint } => write!(f, "{kind} {protocol} {endpoint} to {topic}"),
            Self::RolePolicy { role, policy } => write!(f, "{kind} {policy} of {role}"),
            Self::MetricFilter { log_group, name } => write!(f, "{kind} {name} of {log_group}"),
            Self::Setting { of, field, value } => write!(f, "{kind} {field} {value} of {of}"),
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Create => "create",
            Self::Update(_) => "change",
            Self::Delete => "delete",
            Self::StartLogging => "start logging",
            Self::Tag(_) => "tag",
            Self::ResendConfirmation => "resend confirmation",
        })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.change, self.resource)
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(resource) => {
                write!(
                    f,
                    "{resource} is there and not ours; `deploy --adopt` shows what would change and takes it over"
                )
            }
            Self::Unknown { resource, action } => {
                write!(f, "how {resource} is cannot be learnt: {action} is denied; allow it (`deploy --print-policy`)")
            }
            Self::BucketTaken(name) => write!(
                f,
                "the bucket name {name} is another account's, or s3:ListBucket is denied; name another one in [trail] bucket"
            ),
            Self::BucketElsewhere { name, region } => {
                write!(f, "the bucket {name} is in {region}; name another one in [trail] bucket")
            }
            Self::LifecycleRuleTooRich { bucket, rule } => write!(
                f,
                "the lifecycle rule {rule} of the bucket {bucket} has parts that would be lost; set its days by hand, and \
                 none in [trail], or name another bucket in [trail] bucket"
            ),
            Self::TrailElsewhere { name, why } => {
                write!(
                    f,
                    "the trail {name} {why}; name another one in [trail] name, or use it by [trail] use = \"ARN\""
                )
            }
            Self::NoLogGroupOfTrail { trail, log_group: None } => write!(
                f,
                "the trail {trail} delivers to no log group; give it one, or take another source in [trail] use"
            ),
            Self::NoLogGroupOfTrail { trail, log_group: Some(log_group) } => write!(
                f,
                "the trail {trail} delivers to {log_group}, which is not in this account and Region; take another source in \
                 [trail] use"
            ),
            Self::Missing(resource) => write!(f, "there is no {resource}; take another source in [trail] use"),
            Self::LogGroupClass(name) => {
                write!(f, "the log group {name} is not of the Standard class: metric filters do nothing there")
            }
            Self::CompositeAlarm(name) => {
                write!(f, "a composite alarm has the name {name}; rename it, or the alert")
            }
            Self::StillNeeded { resource, by } => write!(f, "{resource} is needed by {by}; name both, or neither"),
        }
    }
}

impl fmt::Display for Obstacles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, obstacle) in self.0.iter().enumerate() {
            let between = if number == 0 { "" } else { "\n" };
            write!(f, "{between}{obstacle}")?;
        }
        Ok(())
    }
}
