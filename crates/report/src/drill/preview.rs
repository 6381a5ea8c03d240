//! What a drill will do, and what it may cost: for somebody to agree to.

use serde_json::{Value, json};
use signalarm_diagnostic::harmless_lines;
use signalarm_drill::{DrillCost, PlannedCall, Preview, Site, Strangers, Told};

use super::{FORMAT, words};
use crate::json::document;
use crate::mask::Mask;
use crate::words::counted;

/// Which calls are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calls {
    /// Those that change something.
    Changing,
    /// All, and the actions that a policy must allow.
    All,
}

/// What a drill will do. `place` says on which account.
#[must_use]
pub fn preview_text(
    preview: &Preview,
    site: &Site,
    strangers: &Strangers,
    place: &str,
    calls: Calls,
    mask: &Mask,
) -> String {
    let mut lines = vec![format!("drill {} of the chain in {place}", preview.run)];
    let mut say = |head: &str, text: String| lines.push(format!("  {head:<11}{text}"));
    let ours = if site.is_tagged { "ours by its tags" } else { "ours by its names alone" };
    say("caller", site.caller.arn.clone());
    say("log group", format!("{}; {ours}", site.chain.log_group));
    say("plays", listed(&preview.played));
    for (name, why) in &preview.unplayed {
        say("not", format!("{name}: {why}"));
    }
    say("rings", listed(&preview.drilled));
    say("tells", told(&preview.told));
    say("takes", format!("{} at most", preview.length));
    say("costs", cost(&preview.cost));
    for stranger in strangers.readers.iter().map(words::reader).chain(strangers.alarms.iter().map(words::foreign_alarm))
    {
        say("stranger", stranger);
    }
    for ring in &preview.own_rings {
        say(
            "own ring",
            format!("{} hears {} of this drill minutes later, as it would anybody's", ring.alert, ring.action),
        );
    }
    for difference in &site.differences {
        say("differs", format!("a deployment would {difference}"));
    }
    for note in &preview.notes {
        say("note", note.clone());
    }
    lines.push(String::new());
    let wanted = |call: &&PlannedCall| calls == Calls::All || !call.is_reading;
    lines.extend(preview.calls.iter().filter(wanted).map(|call| format!("  {call}")));
    if calls == Calls::All {
        lines.extend([String::new(), format!("actions that a policy must allow: {}", preview.actions().join(", "))]);
    }
    harmless_lines(&mask.apply(&(lines.join("\n") + "\n")))
}

fn listed<T: ToString>(items: &[T]) -> String {
    match items {
        [] => "nothing".to_owned(),
        items => items.iter().map(T::to_string).collect::<Vec<String>>().join(", "),
    }
}

fn told(told: &[Told]) -> String {
    let one = |told: &Told| {
        let Told { protocol, subscribers, notifications } = told;
        let most = counted(usize::try_from(*notifications).unwrap_or(usize::MAX), "notification");
        format!("{} by {protocol}, {most} at most", counted(*subscribers, "subscriber"))
    };
    match told {
        [] => "nobody".to_owned(),
        told => told.iter().map(one).collect::<Vec<String>>().join("; "),
    }
}

fn cost(cost: &DrillCost) -> String {
    let DrillCost { requests, log_bytes, publications, queue_messages, .. } = cost;
    let counted = |count: u64, noun| counted(usize::try_from(count).unwrap_or(usize::MAX), noun);
    format!(
        "{cost} (at most {}, {} of log events, {}, {} to the queue)",
        counted(*requests, "request"),
        counted(*log_bytes, "byte"),
        counted(*publications, "publication"),
        counted(*queue_messages, "message"),
    )
}

/// The same for machines, with every call.
#[must_use]
pub fn preview_json(preview: &Preview, site: &Site, strangers: &Strangers, mask: &Mask) -> String {
    let call = |call: &PlannedCall| {
        json!({
            "action": call.action,
            "what": mask.apply(&call.what),
            "times": call.times.most(),
            "reads": call.is_reading,
        })
    };
    let unplayed = |(name, why): &(String, String)| json!({ "name": name, "why": mask.apply(why) });
    let told = |told: &Told| json!({ "protocol": told.protocol, "subscribers": told.subscribers, "notifications": told.notifications });
    let names = |names: &[signalarm_alert::AlertName]| names.iter().map(ToString::to_string).collect::<Vec<String>>();
    let masked = |text: String| mask.apply(&text);
    let strangers =
        strangers.readers.iter().map(words::reader).chain(strangers.alarms.iter().map(words::foreign_alarm));
    let cost = &preview.cost;
    document(json!({
        "format": FORMAT,
        "kind": "drill preview",
        "run": preview.run.to_string(),
        "account": mask.apply(&site.caller.account),
        "region": site.chain.place.region.to_string(),
        "caller": mask.apply(&site.caller.arn),
        "plays": preview.played,
        "not_played": preview.unplayed.iter().map(unplayed).collect::<Vec<Value>>(),
        "rings": names(&preview.drilled),
        "tells": preview.told.iter().map(told).collect::<Vec<Value>>(),
        "seconds_max": preview.length.as_secs(),
        "cost": {
            "requests": cost.requests,
            "log_bytes": cost.log_bytes,
            "publications": cost.publications,
            "queue_messages": cost.queue_messages,
            "micro_dollars": cost.micro_dollars,
            "unknown": cost.unknown.iter().map(|item| item.unit().key).collect::<Vec<&str>>(),
        },
        "strangers": strangers.map(masked).collect::<Vec<String>>(),
        "own_rings": preview.own_rings.iter().map(|ring| json!({ "alert": ring.alert.as_str(), "action": ring.action }))
            .collect::<Vec<Value>>(),
        "differences": site.differences.iter().map(|one| mask.apply(&one.to_string())).collect::<Vec<String>>(),
        "notes": preview.notes.iter().map(|note| mask.apply(note)).collect::<Vec<String>>(),
        "calls": preview.calls.iter().map(call).collect::<Vec<Value>>(),
        "actions": preview.actions(),
    }))
}
