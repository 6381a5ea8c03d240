//! `[trail]` and `[topics]`: where records come from and how long they are kept, and the topics' key.

use std::ops::RangeInclusive;

use signalarm_diagnostic::Fault;
use signalarm_diagnostic::toml::{Node, Table};
use signalarm_time::Duration;

use super::Environment;
use super::subscribers::resolved;
use crate::trail::{KeyArn, RETENTION_DAYS, TrailPatch, TrailUse};

/// A day in milliseconds.
const DAY_MILLIS: u64 = 86_400_000;
/// The days that a rule of the bucket may wait: more than none, and a hundred years, the longest duration there is.
const LIFECYCLE_DAYS: RangeInclusive<i32> = 1..=36_500;
/// What stands for no rule at all.
const NEVER: &str = "never";

pub(super) fn read_trail(node: &Node<'_>, environment: Environment<'_>, faults: &mut Vec<Fault>) -> Option<TrailPatch> {
    let mut table = node.table("[trail]", faults)?;
    let named = table.optional("use");
    let source = named.as_ref().and_then(|node| resolved(node, environment, faults)?.parsed::<TrailUse>(node, faults));
    let patch = TrailPatch {
        name: table.optional("name").and_then(|node| node.parsed(faults)),
        log_group: table.optional("log-group").and_then(|node| node.parsed(faults)),
        role: table.optional("role").and_then(|node| node.parsed(faults)),
        bucket: table.optional("bucket").and_then(|node| node.parsed(faults)),
        glacier_days: table
            .optional("glacier-after")
            .and_then(|node| Some(node.placed(read_days_or_never(&node, faults)?))),
        expiration_days: table
            .optional("delete-after")
            .and_then(|node| Some(node.placed(read_days_or_never(&node, faults)?))),
        retention_days: table.optional("retention").and_then(|node| read_retention(&node, faults)),
        source,
    };
    if let Some(source) = &patch.source {
        report_idle(&mut table, source, faults);
    }
    table.finish(faults);
    Some(patch)
}

/// A setting that nothing would come of is a mistake.
fn report_idle(table: &mut Table<'_>, source: &TrailUse, faults: &mut Vec<Fault>) {
    let (keys, why) = source.idle_keys();
    for node in keys.iter().filter_map(|key| table.hidden(key)) {
        let fault = Fault::new(node.key_span(), format!("`{}` says nothing beside this `use`: {why}", node.key()));
        faults.push(fault.cure("take it away, or write `use = \"own\"`"));
    }
}

pub(super) fn read_topics(node: &Node<'_>, environment: Environment<'_>, faults: &mut Vec<Fault>) -> Option<KeyArn> {
    let mut table = node.table("[topics]", faults)?;
    let key = table.optional("key").and_then(|node| resolved(&node, environment, faults)?.parsed(&node, faults));
    table.finish(faults);
    key
}

/// Whole days, or `"never"`.
fn read_days_or_never(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<Option<i32>> {
    if node.string(faults)? == NEVER {
        return Some(None);
    }
    let duration: Duration = node.parsed(faults)?;
    let days = whole_days(duration).filter(|days| LIFECYCLE_DAYS.contains(days));
    if days.is_none() {
        let fault = node.fault(format!("`{}`: {duration} is no time of whole days", node.key()));
        faults.push(fault.cure("write days, as in 90d, or \"never\""));
    }
    days.map(Some)
}

/// One of the numbers of days that CloudWatch Logs knows.
fn read_retention(node: &Node<'_>, faults: &mut Vec<Fault>) -> Option<i32> {
    let duration: Duration = node.parsed(faults)?;
    let days = whole_days(duration).filter(|days| RETENTION_DAYS.contains(days));
    if days.is_none() {
        let fault = node.fault(format!("`{}`: CloudWatch Logs does not keep log events for {duration}", node.key()));
        faults.push(fault.cure(nearest_retention(duration)));
    }
    days
}

fn nearest_retention(duration: Duration) -> String {
    let millis = |days: &&i32| u64::from(days.unsigned_abs()) * DAY_MILLIS;
    let shorter = RETENTION_DAYS.iter().rfind(|days| millis(days) < duration.as_millis());
    let longer = RETENTION_DAYS.iter().find(|days| duration.as_millis() < millis(days));
    match (shorter, longer) {
        (Some(shorter), Some(longer)) => format!("write {shorter}d or {longer}d"),
        (Some(one), None) | (None, Some(one)) => format!("write {one}d"),
        (None, None) => String::new(),
    }
}

fn whole_days(duration: Duration) -> Option<i32> {
    let days = duration.as_millis() / DAY_MILLIS;
    i32::try_from(days).ok().filter(|_| duration.as_millis().is_multiple_of(DAY_MILLIS))
}
