//! Evidence for machines: one document, the same bytes for the same drill.
//!
//! `hops` holds everything that was done and seen in the order of time, each with the `story` in which it happened; of an alarm
//! `took_millis` tells the time since the first record that it may have counted, of a message that since the alarm.

use serde_json::{Value, json};
use signalarm_drill::{DrillEvidence, ForeignAlarm, HopKind, Message, Reader, Silence, Stopped, Story};
use signalarm_scenario::LinkProof;

use super::hops::{Timed, timed};
use super::{Drilled, FORMAT, KIND, drill_result, words};
use crate::json::{document, scenario};
use crate::mask::Mask;

/// What a drill has shown.
#[must_use]
pub fn evidence_json(drilled: &Drilled<'_>, mask: &Mask) -> String {
    let Drilled { evidence, program, endpoint_url } = drilled;
    let site = &evidence.site;
    let texts = |texts: Vec<String>| texts.iter().map(|text| mask.apply(text)).collect::<Vec<String>>();
    let request = &evidence.request;
    let timed = timed(&evidence.hops);
    document(json!({
        "format": FORMAT,
        "kind": KIND,
        "run": evidence.run.to_string(),
        "result": drill_result(evidence.result()),
        "stopped": evidence.stopped.as_ref().map(|stopped| stopped_json(stopped, mask)),
        "program": program,
        "endpoint_url": endpoint_url,
        "account": mask.apply(&site.caller.account),
        "region": site.chain.place.region.to_string(),
        "caller": mask.apply(&site.caller.arn),
        "began": evidence.began.to_string(),
        "ended": evidence.ended.to_string(),
        "request": {
            "adopted": request.adopted,
            "others_informed": request.others_informed,
            "announce": request.announce,
            "quiet": request.quiet,
            "fresh": request.fresh,
            "max_wait_seconds": request.wait_max.as_secs(),
        },
        "links": evidence.links.iter().map(|link| link_json(link, mask)).collect::<Vec<Value>>(),
        "scenarios": evidence.stories.iter().map(|story| story_json(story, mask)).collect::<Vec<Value>>(),
        "silences": evidence.silences.iter().map(silence_json).collect::<Vec<Value>>(),
        "messages": evidence.messages.iter().map(|message| message_json(message, mask)).collect::<Vec<Value>>(),
        "chain": chain_json(evidence, mask),
        "strangers": {
            "readers": evidence.strangers.readers.iter().map(|one| reader_json(one, mask)).collect::<Vec<Value>>(),
            "alarms": evidence.strangers.alarms.iter().map(foreign_alarm_json).collect::<Vec<Value>>(),
        },
        "removed_before": texts(evidence.removed.iter().map(ToString::to_string).collect()),
        "hops": timed.iter().map(|timed| hop_json(timed, mask)).collect::<Vec<Value>>(),
        "left": texts(evidence.left.iter().map(ToString::to_string).collect()),
        "warnings": texts(evidence.warnings.clone()),
    }))
}

fn stopped_json(stopped: &Stopped, mask: &Mask) -> Value {
    let kind = match stopped {
        Stopped::Refused(_) => "refused",
        Stopped::Interrupted => "interrupted",
        Stopped::Lost(_) => "lost",
    };
    json!({ "kind": kind, "why": mask.apply(&stopped.to_string()) })
}

fn link_json(LinkProof { link, proof }: &LinkProof, mask: &Mask) -> Value {
    let (proved, words) = words::proof(proof);
    json!({ "link": link.to_string(), "proved": proved, "words": mask.apply(words) })
}

fn story_json(story: &Story, mask: &Mask) -> Value {
    match &story.run {
        Ok(run) => scenario(&story.name, run, mask),
        Err(why) => json!({ "name": story.name, "result": words::story(story), "lost": mask.apply(why) }),
    }
}

fn silence_json(Silence { at, until, records, rang }: &Silence) -> Value {
    let rang: Vec<&str> = rang.iter().map(|alarm| alarm.as_str()).collect();
    json!({ "at": at.to_string(), "until": until.to_string(), "records": records, "rang": rang })
}

fn message_json(message: &Message, mask: &Mask) -> Value {
    let Message { at, topic_arn, alarm, state, text } = message;
    json!({
        "at": at.to_string(),
        "topic": mask.apply(topic_arn),
        "alarm": alarm,
        "state": state.to_string(),
        "text": mask.apply(text),
    })
}

fn chain_json(evidence: &DrillEvidence, mask: &Mask) -> Value {
    let site = &evidence.site;
    let mut subscribers = Vec::new();
    for (topic, of_topic) in &site.subscribers {
        subscribers.extend(of_topic.iter().map(|one| {
            json!({
                "topic": topic.as_str(),
                "protocol": one.protocol,
                "endpoint": mask.apply(&one.endpoint),
                "confirmed": one.is_confirmed,
            })
        }));
    }
    let differences = site.differences.iter().map(|difference| mask.apply(&difference.to_string()));
    json!({
        "tagged": site.is_tagged,
        "log_group": mask.apply(site.chain.log_group.as_str()),
        "differences": differences.collect::<Vec<String>>(),
        "subscribers": subscribers,
    })
}

fn reader_json(reader: &Reader, mask: &Mask) -> Value {
    let Reader { filter, destination_arn, pattern, scenarios } = reader;
    json!({
        "filter": filter,
        "destination": mask.apply(destination_arn),
        "pattern": mask.apply(pattern),
        "scenarios": scenarios,
    })
}

fn foreign_alarm_json(foreign: &ForeignAlarm) -> Value {
    let ForeignAlarm { filter, watches, alarm, acts, scenarios } = foreign;
    json!({
        "filter": filter,
        "watches": watches.as_ref().map(|watches| watches.as_str()),
        "alarm": alarm,
        "acts": acts,
        "scenarios": scenarios,
    })
}

fn hop_json(timed: &Timed<'_>, mask: &Mask) -> Value {
    let kind = match &timed.hop.kind {
        HopKind::Announced { .. } => "announced",
        HopKind::Made(_) => "made",
        HopKind::Put { .. } => "put",
        HopKind::Transition { .. } => "alarm",
        HopKind::Heard { .. } => "heard",
        HopKind::Removed(_) => "removed",
    };
    let mut value = json!({
        "at": timed.hop.at.to_string(),
        "kind": kind,
        "what": mask.apply(&words::hop(&timed.hop.kind)),
        "story": timed.scenario,
        "took_millis": timed.after.map(|(took, _)| took.as_millis()),
    });
    match &timed.hop.kind {
        HopKind::Put { scenario, id, name, matches } => {
            let matches: Vec<&str> = matches.iter().map(|alert| alert.as_str()).collect();
            value["scenario"] = json!(scenario);
            value["record"] = json!({ "id": id, "name": name, "matches": matches });
        }
        HopKind::Transition { alarm, from, to, reason } => {
            value["alarm"] = json!(alarm.as_str());
            value["from"] = json!(from.to_string());
            value["to"] = json!(to.to_string());
            value["reason"] = json!(mask.apply(reason));
        }
        HopKind::Heard { topic_arn, alarm, state } => {
            value["topic"] = json!(mask.apply(topic_arn));
            value["alarm"] = json!(alarm);
            value["state"] = json!(state.to_string());
        }
        HopKind::Announced { .. } | HopKind::Made(_) | HopKind::Removed(_) => {}
    }
    value
}
