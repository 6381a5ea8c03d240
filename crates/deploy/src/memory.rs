//! What a deployment must know of those before it. There is no state file: it stands in tags of topics.
//!
//! A subscription bears no tags, so its topic remembers whom the config named: who is named no longer goes, and whoever
//! subscribed by hand stays. What holds data stays where it is when the config gives it another name; the silence alarm's
//! topic, which every chain has, remembers the old name until nothing of that name is ours any more.
//!
//! Both are written before what they remember is made, so that a run which is ended loses nothing.

use std::collections::{BTreeMap, BTreeSet};

use signalarm_alert::AlertName;
use signalarm_cloud::{ListedSubscription, PutMetricFilter, SubscriptionState, Tag};
use signalarm_notification::Endpoint;

use crate::found::owner;
use crate::plan::feeds;
use crate::step::{FieldChange, Resource};
use crate::wanted::spelling;
use crate::{Fact, Found, Owner, Wanted, WantedAlert};

/// The key of the tag by which a topic remembers its subscribers.
const SUBSCRIBERS: &str = "signalarm-subscribers";
/// The most characters of a tag's value (SNS Developer Guide, *Amazon SNS topic tagging*).
const VALUE_CHARS_MAX: usize = 256;
/// Characters of a mark, each a byte: 24 bits. Two of a topic's subscribers share one in a few of a million topics.
const MARK_BYTES: usize = 4;
const MARKS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A kind of what a config names and what is not simply made anew under another name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HoldingKind {
    /// A log group, which holds log events.
    LogGroup,
    /// A bucket, which holds log files.
    Bucket,
    /// The role of a trail.
    Role,
    /// A trail.
    Trail,
}

/// Something of such a kind, by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holding {
    /// What it is.
    pub kind: HoldingKind,
    /// Its name.
    pub name: String,
}

impl HoldingKind {
    const ALL: [Self; 4] = [Self::LogGroup, Self::Bucket, Self::Role, Self::Trail];

    /// The key of the tag by which the silence alarm's topic remembers names of this kind.
    const fn key(self) -> &'static str {
        match self {
            Self::LogGroup => "signalarm-log-group",
            Self::Bucket => "signalarm-bucket",
            Self::Role => "signalarm-role",
            Self::Trail => "signalarm-trail",
        }
    }
}

impl Holding {
    pub(crate) fn new(kind: HoldingKind, name: &str) -> Self {
        Self { kind, name: name.to_owned() }
    }

    /// The same as part of a plan.
    pub(crate) fn resource(&self) -> Resource {
        let name = self.name.clone();
        match self.kind {
            HoldingKind::LogGroup => Resource::LogGroup(name),
            HoldingKind::Bucket => Resource::Bucket(name),
            HoldingKind::Role => Resource::Role(name),
            HoldingKind::Trail => Resource::Trail(name),
        }
    }
}

/// What a topic remembers, as its tags say it; a key that is not there says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Memory {
    /// Marks of those whom a config named.
    subscribers: BTreeSet<Mark>,
    /// What is used and what was, in the order in which it is remembered.
    pub(crate) holdings: Vec<Holding>,
}

/// What a topic should remember before the steps of a plan, and what behind them.
pub(crate) struct Memories {
    pub(crate) present: Memory,
    pub(crate) before: Memory,
    pub(crate) after: Memory,
}

/// The mark of a subscriber: whom it stands for is not to be read from it. FNV-1a, folded.
type Mark = [u8; MARK_BYTES];

fn mark(protocol: &str, endpoint: &str) -> Mark {
    let spelt = spelling(protocol, endpoint);
    let bytes = protocol.bytes().chain([b' ']).chain(spelt.bytes());
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let bits = hash ^ (hash >> 24) ^ (hash >> 48);
    std::array::from_fn(|place| MARKS[(bits >> (6 * place)) as usize % MARKS.len()])
}

fn mark_of(endpoint: &Endpoint) -> Mark {
    mark(&endpoint.protocol().to_string(), &endpoint.to_string())
}

fn mark_of_listed(listed: &ListedSubscription) -> Mark {
    mark(&listed.protocol, &listed.endpoint)
}

impl Memory {
    /// What the tags of a topic say.
    pub(crate) fn of(tags: &[Tag]) -> Self {
        let value = |key: &str| tags.iter().find(|tag| tag.key == key).map_or("", |tag| tag.value.as_str());
        let (marks, _) = value(SUBSCRIBERS).as_bytes().as_chunks();
        let names = |kind: HoldingKind| value(kind.key()).split_whitespace().map(move |name| Holding::new(kind, name));
        Self {
            subscribers: marks.iter().copied().filter(|mark| mark.is_ascii()).collect(),
            holdings: HoldingKind::ALL.into_iter().flat_map(names).collect(),
        }
    }

    /// Whether a subscription is remembered: a config named it.
    pub(crate) fn knows(&self, listed: &ListedSubscription) -> bool {
        self.subscribers.contains(&mark_of_listed(listed))
    }

    /// Whether an endpoint is remembered.
    pub(crate) fn knows_endpoint(&self, endpoint: &Endpoint) -> bool {
        self.subscribers.contains(&mark_of(endpoint))
    }

    /// Whether a name is remembered, or cannot be.
    pub(crate) fn remembers(&self, holding: &Holding) -> bool {
        self.holdings.contains(holding) || !is_taggable(&holding.name) || VALUE_CHARS_MAX < holding.name.len()
    }

    /// The values of the tags; what does not fit into one is not remembered.
    fn values(&self) -> Vec<(&'static str, String)> {
        let marks = self.subscribers.iter().take(VALUE_CHARS_MAX / MARK_BYTES).flatten();
        let marks = marks.map(|byte| char::from(*byte)).collect();
        let names = |kind: HoldingKind| {
            let mut value = String::new();
            let of_kind = self.holdings.iter().filter(|holding| holding.kind == kind && is_taggable(&holding.name));
            for Holding { name, .. } in of_kind {
                let blank = if value.is_empty() { "" } else { " " };
                if value.len() + blank.len() + name.len() <= VALUE_CHARS_MAX {
                    value = value + blank + name;
                }
            }
            (kind.key(), value)
        };
        std::iter::once((SUBSCRIBERS, marks)).chain(HoldingKind::ALL.map(names)).collect()
    }

    /// The tags that make this of what was remembered before.
    pub(crate) fn tags(&self, before: &Self) -> Vec<Tag> {
        if self == before {
            return Vec::new();
        }
        let differing = self.values().into_iter().zip(before.values()).filter(|(after, before)| after != before);
        differing.map(|((key, value), _)| Tag { key: key.to_owned(), value }).collect()
    }

    /// The same for a person.
    pub(crate) fn changes(&self, before: &Self) -> Vec<FieldChange> {
        if self == before {
            return Vec::new();
        }
        let shown = |value: &String| Some(value.clone()).filter(|value| !value.is_empty());
        let differing = self.values().into_iter().zip(before.values()).filter(|(after, before)| after != before);
        let change = |((key, after), (_, before)): ((&'static str, String), (_, String))| FieldChange {
            field: key,
            before: shown(&before),
            after: shown(&after),
        };
        differing.map(change).collect()
    }
}

/// Whether SNS takes a name as the value of a tag.
fn is_taggable(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.:/=+-@".contains(&byte))
}

/// What a topic should remember.
pub(crate) fn memories(wanted: &Wanted, found: &Found, alert: &WantedAlert) -> Memories {
    let name = alert.name.as_str();
    let topic = found.topics.get(name).and_then(Fact::present);
    let present = topic.and_then(|topic| topic.tags.present()).map(|tags| Memory::of(tags)).unwrap_or_default();
    let named: BTreeSet<Mark> = alert.topic.subscriptions.iter().map(mark_of).collect();
    let listed = topic.and_then(|topic| topic.subscriptions.present()).into_iter().flatten();
    let waits = |listed: &&ListedSubscription| listed.state == SubscriptionState::PendingConfirmation;
    let waiting: BTreeSet<Mark> = listed.filter(waits).map(mark_of_listed).collect();
    let after = named.iter().copied().chain(present.subscribers.intersection(&waiting).copied()).collect();
    let holdings = |deletes_filters: bool| match name == AlertName::SILENCE.as_str() {
        true => holdings(wanted, found, &present, deletes_filters),
        false => Vec::new(),
    };
    Memories {
        before: Memory { subscribers: present.subscribers.union(&named).copied().collect(), holdings: holdings(false) },
        after: Memory { subscribers: after, holdings: holdings(true) },
        present,
    }
}

/// What is wanted first, then what was and is not over.
fn holdings(wanted: &Wanted, found: &Found, present: &Memory, deletes_filters: bool) -> Vec<Holding> {
    let mut holdings = wanted.holdings();
    let once = present.holdings.iter().filter(|holding| !is_over(wanted, found, holding, deletes_filters));
    for holding in once {
        if !holdings.contains(holding) {
            holdings.push(holding.clone());
        }
    }
    holdings
}

/// Whether nothing of that name is ours any more, once the metric filters in a log group of somebody's are deleted.
fn is_over(wanted: &Wanted, found: &Found, holding: &Holding, deletes_filters: bool) -> bool {
    let has_filters = || {
        let mut old = old_filters(wanted, found).into_iter().filter(|filter| filter.log_group_name == holding.name);
        matches!(found.old_filters.get(&holding.name), Some(Fact::Denied(_)))
            || !deletes_filters && old.next().is_some()
    };
    match found.leftovers.get(holding) {
        Some(Fact::Absent) => true,
        Some(Fact::Present(tags)) => {
            owner(tags) == Owner::Foreign && !(holding.kind == HoldingKind::LogGroup && has_filters())
        }
        Some(Fact::Unasked | Fact::Denied(_)) | None => false,
    }
}

/// The metric filters of ours in log groups that are used no longer. They would go on to feed our metrics. As in any log
/// group of somebody's, a filter is ours if its name, its metric and its namespace are; a name is ours that is wanted, or
/// that an alarm of ours bears.
pub(crate) fn old_filters<'a>(wanted: &Wanted, found: &'a Found) -> Vec<&'a PutMetricFilter> {
    let alarms = found.alarms.present();
    let is_ours = |name: &str| {
        let alarm = alarms.and_then(|alarms| alarms.get(name));
        wanted.alert(name).is_some() || alarm.is_some_and(|alarm| alarm.tags.owner() == Some(Owner::Deployed))
    };
    let old = found.old_filters.iter().filter(|(log_group, _)| wanted.log_group_name() != Some(log_group.as_str()));
    let filters = old.filter_map(|(_, filters)| filters.present()).flat_map(BTreeMap::values);
    filters.filter(|filter| is_ours(&filter.filter_name) && feeds(filter, Some(wanted.namespace()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscriber_is_known_by_its_mark() {
        let mail = |text: &str| Endpoint::Email(text.parse().unwrap());
        let subscribers = [mail("You@example.org"), mail("me@example.org")].iter().map(mark_of).collect();
        let memory = Memory { subscribers, ..Memory::default() };
        let tags = memory.tags(&Memory::default());
        assert_eq!((tags.len(), tags[0].key.as_str(), tags[0].value.len()), (1, SUBSCRIBERS, 8));
        let read = Memory::of(&tags);
        assert_eq!(read, memory);
        assert!(read.knows_endpoint(&mail("you@example.org")) && !read.knows_endpoint(&mail("they@example.org")));
        assert!(!tags[0].value.contains("example"));
        assert_eq!(memory.tags(&read), []);
    }

    #[test]
    fn what_does_not_fit_into_a_tag_is_not_remembered() {
        let long = "x".repeat(200);
        let names = [long.as_str(), "a#b", long.as_str(), "short"];
        let holdings = names.iter().map(|name| Holding::new(HoldingKind::LogGroup, name)).collect();
        let subscribers = (0..100).map(|number| mark("sms", &format!("+120255501{number:02}"))).collect();
        let tags = Memory { subscribers, holdings }.tags(&Memory::default());
        assert_eq!(tags.iter().map(|tag| tag.value.len()).collect::<Vec<_>>(), [256, 206]);
        assert!(tags[1].value.ends_with(" short"), "{}", tags[1].value);
    }

    #[test]
    fn a_tag_that_somebody_changed_does_no_harm() {
        let tag = |key: &str, value: &str| Tag { key: key.to_owned(), value: value.to_owned() };
        let memory = Memory::of(&[tag(SUBSCRIBERS, "äöüßx"), tag("signalarm-bucket", "  a \n b ")]);
        assert_eq!(memory.holdings, ["a", "b"].map(|name| Holding::new(HoldingKind::Bucket, name)));
    }
}
