//! The chain as it was found.

use std::collections::{BTreeMap, BTreeSet};

use signalarm_cloud::{
    CallerIdentity, DescribedLogGroup, DescribedMetricAlarm, DescribedRole, DescribedTrail, LifecycleRule,
    ListedSubscription, PublicAccessBlock, PutMetricFilter, Tag, TrailStatus,
};

use crate::{Holding, TAG_ADOPTED, TAG_DEPLOYED, TAG_KEY, Wanted};

/// What is known of something.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Fact<T> {
    /// It was not asked for.
    #[default]
    Unasked,
    /// Nothing: the caller may not ask.
    Denied(Denied),
    /// It is not there.
    Absent,
    /// It is so.
    Present(T),
}

/// A question that the caller may not ask.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Denied {
    /// The action that a policy must allow, such as `sns:GetTopicAttributes`.
    pub action: String,
}

/// Whose something is, by its tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A deployment created it.
    Deployed,
    /// Somebody created it, and a deployment took it over.
    Adopted,
    /// Somebody's.
    Foreign,
}

/// What a look brings: the wish, on the log group that was found where it was not known, and what is there.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// What is wanted.
    pub wanted: Wanted,
    /// What is there.
    pub found: Found,
}

/// The chain as it was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Who looked.
    pub caller: Option<CallerIdentity>,
    /// The trail, ours or the one that is used.
    pub trail: Fact<FoundTrail>,
    /// The trail's bucket.
    pub bucket: Fact<FoundBucket>,
    /// The trail's role.
    pub role: Fact<FoundRole>,
    /// The log group.
    pub log_group: Fact<FoundLogGroup>,
    /// The metric alarms of wanted names, and others that may be ours, by name.
    pub alarms: Fact<BTreeMap<String, FoundAlarm>>,
    /// Wanted names that composite alarms bear.
    pub composite_alarms: BTreeSet<String>,
    /// The topics of these alarms, by name.
    pub topics: BTreeMap<String, Fact<FoundTopic>>,
    /// The tags of what an earlier config named and this one does not, as far as it is remembered.
    pub leftovers: BTreeMap<Holding, Fact<Vec<Tag>>>,
    /// The metric filters of log groups among these, by the log group's name and by their own.
    pub old_filters: BTreeMap<String, Fact<BTreeMap<String, PutMetricFilter>>>,
    /// Whether text messages go to verified numbers only.
    pub sms_sandbox: Fact<bool>,
}

/// A trail as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundTrail {
    /// Its configuration.
    pub trail: DescribedTrail,
    /// Its tags.
    pub tags: Fact<Vec<Tag>>,
    /// Whether it logs, and when it delivered.
    pub status: Fact<TrailStatus>,
    /// Whether it records all management events.
    pub all_management_events: Fact<bool>,
}

/// A bucket as it was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundBucket {
    /// Where it is.
    pub region: String,
    /// Its tags.
    pub tags: Fact<Vec<Tag>>,
    /// Its policy as text.
    pub policy: Fact<String>,
    /// What of public access is blocked.
    pub public_access_block: Fact<PublicAccessBlock>,
    /// Whether versions are kept.
    pub versioning: Fact<bool>,
    /// Its rules.
    pub lifecycle: Fact<Vec<LifecycleRule>>,
    /// Whether it holds nothing; asked only of a bucket that looks as if it had just been made.
    pub is_empty: Fact<bool>,
}

impl FoundBucket {
    /// Whether it looks as if it had just been made: no tags, which ours gets first, nor anything that comes after them.
    /// (Blocked public access says nothing: S3 itself blocks it for a new bucket.)
    pub(crate) fn looks_new(&self) -> bool {
        let has_no_tags = self.tags.is_absent() || self.tags.present().is_some_and(Vec::is_empty);
        let has_no_rules = self.lifecycle.is_absent() || self.lifecycle.present().is_some_and(Vec::is_empty);
        has_no_tags && has_no_rules && self.policy.is_absent() && self.versioning.present() == Some(&false)
    }
}

/// A role as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundRole {
    /// The role with its tags.
    pub role: DescribedRole,
    /// Its inline policies by name, and the text of [`crate::ROLE_POLICY_NAME`].
    pub policy_names: Fact<BTreeSet<String>>,
    /// The text of [`crate::ROLE_POLICY_NAME`].
    pub policy: Fact<String>,
}

/// A log group as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundLogGroup {
    /// The log group.
    pub group: DescribedLogGroup,
    /// Its tags.
    pub tags: Fact<Vec<Tag>>,
    /// Its metric filters by name.
    pub filters: Fact<BTreeMap<String, PutMetricFilter>>,
}

/// An alarm as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundAlarm {
    /// Configuration and state.
    pub alarm: DescribedMetricAlarm,
    /// Its tags.
    pub tags: Fact<Vec<Tag>>,
}

/// A topic as it was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundTopic {
    /// Its attributes as texts.
    pub attributes: BTreeMap<String, String>,
    /// Its tags.
    pub tags: Fact<Vec<Tag>>,
    /// Its subscriptions.
    pub subscriptions: Fact<Vec<ListedSubscription>>,
}

impl<T> Fact<T> {
    /// What it is, where that is known and there is something.
    pub const fn present(&self) -> Option<&T> {
        match self {
            Self::Present(value) => Some(value),
            Self::Unasked | Self::Denied(_) | Self::Absent => None,
        }
    }

    /// The same of a reference.
    pub fn as_ref(&self) -> Fact<&T> {
        match self {
            Self::Unasked => Fact::Unasked,
            Self::Denied(denied) => Fact::Denied(denied.clone()),
            Self::Absent => Fact::Absent,
            Self::Present(value) => Fact::Present(value),
        }
    }

    /// What is known of a part or of something made of it.
    pub fn and_then<U>(self, part: impl FnOnce(T) -> Fact<U>) -> Fact<U> {
        match self {
            Self::Unasked => Fact::Unasked,
            Self::Denied(denied) => Fact::Denied(denied),
            Self::Absent => Fact::Absent,
            Self::Present(value) => part(value),
        }
    }

    /// As [`Self::present`], to change it.
    pub(crate) const fn present_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Present(value) => Some(value),
            Self::Unasked | Self::Denied(_) | Self::Absent => None,
        }
    }

    /// Whether it is known that there is nothing.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl Fact<Vec<Tag>> {
    /// Whose something with these tags is; `None` where the tags are not known.
    #[must_use]
    pub fn owner(&self) -> Option<Owner> {
        match self {
            Self::Unasked | Self::Denied(_) => None,
            Self::Absent => Some(Owner::Foreign),
            Self::Present(tags) => Some(owner(tags)),
        }
    }
}

/// Whose something with these tags is. A value that we do not know was not written by us, but under our key: it is treated
/// as adopted, so that nothing is deleted.
pub(crate) fn owner(tags: &[Tag]) -> Owner {
    match tags.iter().find(|tag| tag.key == TAG_KEY).map(|tag| tag.value.as_str()) {
        Some(TAG_DEPLOYED) => Owner::Deployed,
        Some(TAG_ADOPTED | _) => Owner::Adopted,
        None => Owner::Foreign,
    }
}
