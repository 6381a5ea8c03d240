//! Tags of alarms.

use std::collections::BTreeMap;

use crate::Refusal;
use crate::constraints::Constraints;

/// The most tags of one resource, and the most characters of their keys and values (CloudWatch API Reference, *Tag*).
const TAGS_MAX: usize = 50;
const KEY_CHARS_MAX: usize = 128;
const VALUE_CHARS_MAX: usize = 256;

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its key.
    pub key: String,
    /// Its value, which may be empty.
    pub value: String,
}

/// The tags of a new resource by their keys; of two with one key the last one counts (recorded answers).
///
/// # Errors
///
/// `ValidationError`: too many, or of a length that is not allowed; [`Refusal::ReservedTag`].
pub fn tag_set(tags: &[Tag]) -> Result<BTreeMap<String, String>, Refusal> {
    let mut constraints = Constraints::default();
    for (number, Tag { key, value }) in (1..).zip(tags) {
        constraints.length(&format!("tags.{number}.member.key"), key, 1..=KEY_CHARS_MAX);
        constraints.length(&format!("tags.{number}.member.value"), value, 0..=VALUE_CHARS_MAX);
    }
    constraints.satisfied()?;
    let is_reserved = |tag: &Tag| tag.key.get(..4).is_some_and(|beginning| beginning.eq_ignore_ascii_case("aws:"));
    if tags.iter().any(is_reserved) {
        return Err(Refusal::ReservedTag);
    }
    let set: BTreeMap<String, String> = tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect();
    if TAGS_MAX < set.len() {
        let message = format!("The resultant tag set must not have more than {TAGS_MAX} user tags.");
        return Err(Refusal::Validation(message));
    }
    Ok(set)
}
