//! Tags of every kind of resource. The rules are the same for all services, the words of their refusals are not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use signalarm_cloud::{Refusal, Tag};

/// Tags by their keys.
pub(crate) type TagSet = BTreeMap<String, String>;

/// The most tags of one resource, and the most characters of keys and values (AWS General Reference, *Tagging your AWS
/// resources*).
const TAGS_MAX: usize = 50;
const KEY_CHARS_MAX: usize = 128;
const VALUE_CHARS_MAX: usize = 256;

/// What is wrong with tags.
pub(crate) enum TagFault {
    Duplicate,
    Reserved(String),
    Length(String),
    TooMany,
}

/// What a service calls it, with the status of its answer.
pub(crate) struct TagRefusals {
    pub(crate) invalid: (&'static str, u16),
    pub(crate) too_many: (&'static str, u16),
}

impl TagRefusals {
    /// The service's words are known of SNS's duplicates alone (a recorded answer).
    pub(crate) fn of(&self, fault: TagFault) -> Refusal {
        let (code, status) = match fault {
            TagFault::TooMany => self.too_many,
            TagFault::Duplicate | TagFault::Reserved(_) | TagFault::Length(_) => self.invalid,
        };
        Refusal::service(code, status, fault.to_string())
    }
}

impl fmt::Display for TagFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate => f.write_str("Invalid parameter: Duplicated keys are not allowed."),
            Self::Reserved(key) => write!(f, "the key of the tag {key} begins with aws:, which is reserved"),
            Self::Length(key) => {
                write!(f, "the tag {key}: a key has 1 to {KEY_CHARS_MAX} characters, a value at most {VALUE_CHARS_MAX}")
            }
            Self::TooMany => write!(f, "a resource has at most {TAGS_MAX} tags"),
        }
    }
}

/// The tags that a resource has when others are added: a key that is there gets the new value.
pub(crate) fn merged(present: &TagSet, added: &[Tag]) -> Result<TagSet, TagFault> {
    let keys: BTreeSet<&str> = added.iter().map(|tag| tag.key.as_str()).collect();
    if keys.len() < added.len() {
        return Err(TagFault::Duplicate);
    }
    for Tag { key, value } in added {
        if key.get(..4).is_some_and(|beginning| beginning.eq_ignore_ascii_case("aws:")) {
            return Err(TagFault::Reserved(key.clone()));
        }
        let (key_chars, value_chars) = (key.chars().count(), value.chars().count());
        if !(1..=KEY_CHARS_MAX).contains(&key_chars) || VALUE_CHARS_MAX < value_chars {
            return Err(TagFault::Length(key.clone()));
        }
    }
    let mut tags = present.clone();
    tags.extend(added.iter().map(|tag| (tag.key.clone(), tag.value.clone())));
    if TAGS_MAX < tags.len() { Err(TagFault::TooMany) } else { Ok(tags) }
}

/// Tags as an answer tells them.
pub(crate) fn told(tags: &TagSet) -> Vec<Tag> {
    tags.iter().map(|(key, value)| Tag { key: key.clone(), value: value.clone() }).collect()
}
