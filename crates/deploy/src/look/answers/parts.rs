//! Answers about a part of something that is there.

use signalarm_cloud::Reply;

use super::{by_name, fact, map, more, optional, reading};
use crate::line::Answered;
use crate::look::Paging;
use crate::look::question::{BucketPart, Question};
use crate::{Fact, Found, FoundTopic, Trouble};

/// Takes an answer about a part; a part of nothing says nothing.
pub(super) fn take(question: Question, mut answered: Answered, found: &mut Found) -> Result<Vec<Question>, Trouble> {
    let again = match question {
        Question::TrailTags(_) | Question::TrailStatus(_) | Question::TrailSelectors(_) => {
            return trail(&question, answered, found);
        }
        Question::Bucket(name, part) => return bucket(name, part, answered, found),
        Question::RolePolicies(name, paging) => {
            let page = fact(&mut answered, reading!(Reply::Names))?;
            let Some(role) = found.role.present_mut() else { return Ok(Vec::new()) };
            more(&mut role.policy_names, page, paging, &answered.call)?
                .map(|paging| Question::RolePolicies(name, paging))
        }
        Question::RolePolicy(_) => {
            let policy = fact(&mut answered, reading!(Reply::Document))?;
            if let Some(role) = found.role.present_mut() {
                role.policy = policy;
            }
            None
        }
        Question::LogGroupTags(_) => {
            let tags = fact(&mut answered, reading!(Reply::Tags))?;
            if let Some(group) = found.log_group.present_mut() {
                group.tags = tags;
            }
            None
        }
        Question::OldFilters(name, paging) => {
            let page = map(fact(&mut answered, reading!(Reply::MetricFilters))?, by_name);
            let filters = found.old_filters.entry(name.clone()).or_default();
            more(filters, page, paging, &answered.call)?.map(|paging| Question::OldFilters(name, paging))
        }
        Question::Leftover(holding) => {
            let read = |reply| match reply {
                Reply::Tags(tags) => Some(tags),
                Reply::Role(role) => Some(role.tags),
                _ => None,
            };
            found.leftovers.insert(holding, fact(&mut answered, read)?);
            None
        }
        Question::Subscriptions(name, paging) => subscriptions(name, paging, answered, found)?,
        _ => None,
    };
    Ok(again.into_iter().collect())
}

fn trail(question: &Question, mut answered: Answered, found: &mut Found) -> Result<Vec<Question>, Trouble> {
    let Some(trail) = found.trail.present_mut() else { return Ok(Vec::new()) };
    match question {
        Question::TrailTags(_) => trail.tags = fact(&mut answered, reading!(Reply::Tags))?,
        Question::TrailStatus(_) => {
            trail.status = map(fact(&mut answered, reading!(Reply::TrailStatus))?, |status| *status)
        }
        _ => {
            let read = |reply| match reply {
                Reply::EventSelectors { all_management_events } => Some(all_management_events),
                _ => None,
            };
            trail.all_management_events = optional(&mut answered, read)?;
        }
    }
    Ok(Vec::new())
}

fn bucket(name: String, part: BucketPart, mut answered: Answered, found: &mut Found) -> Result<Vec<Question>, Trouble> {
    let Some(bucket) = found.bucket.present_mut() else { return Ok(Vec::new()) };
    match part {
        BucketPart::Tags => {
            bucket.tags = fact(&mut answered, reading!(Reply::Tags))?;
            // Between its creation and its first tag a bucket of ours looks like nobody's; only then its objects matter.
            if bucket.looks_new() {
                return Ok(vec![Question::Bucket(name, BucketPart::Objects)]);
            }
        }
        BucketPart::Policy => bucket.policy = fact(&mut answered, reading!(Reply::Document))?,
        BucketPart::PublicAccessBlock => {
            bucket.public_access_block = fact(&mut answered, reading!(Reply::PublicAccessBlock))?;
        }
        BucketPart::Versioning => bucket.versioning = fact(&mut answered, reading!(Reply::Versioning))?,
        BucketPart::Lifecycle => bucket.lifecycle = fact(&mut answered, reading!(Reply::Lifecycle))?,
        BucketPart::Objects => {
            bucket.is_empty =
                map(fact(&mut answered, reading!(Reply::ObjectVersions))?, |page| page.versions.is_empty());
        }
    }
    Ok(Vec::new())
}

fn subscriptions(
    name: String,
    paging: Paging,
    mut answered: Answered,
    found: &mut Found,
) -> Result<Option<Question>, Trouble> {
    let page = fact(&mut answered, reading!(Reply::Subscriptions))?;
    if page.is_absent() {
        // Somebody deleted the topic between two questions.
        found.topics.insert(name, Fact::Absent);
        return Ok(None);
    }
    let Some(topic) = topic(found, &name) else { return Ok(None) };
    let next = more(&mut topic.subscriptions, page, paging, &answered.call)?;
    Ok(next.map(|paging| Question::Subscriptions(name, paging)))
}

pub(super) fn topic<'a>(found: &'a mut Found, name: &str) -> Option<&'a mut FoundTopic> {
    found.topics.get_mut(name).and_then(Fact::present_mut)
}
