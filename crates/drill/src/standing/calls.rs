//! The calls of a drill that change something, in the order in which they are made.

use std::collections::BTreeMap;

use signalarm_account::record_of_call;
use signalarm_alert::AlertName;
use signalarm_cloud::{Call, CloudWatchCall, LogsCall, SnsCall, SqsCall};

use super::announce::Announcement;
use super::script::Script;
use super::{Leftover, OwnRing, Request, Site, Thing, Times, announce, quiet};
use crate::outside::matching;
use crate::queue::{QUEUE_BEGINNING, queue_arn};
use crate::stream::STREAM_BEGINNING;

/// When a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// Before the first story.
    SetUp,
    /// While records are put and looked for.
    Play,
    /// Behind the last story.
    CleanUp,
}

/// A call that is made.
pub(super) struct Made {
    pub(super) phase: Phase,
    /// As it is made, but for names that a service gives.
    pub(super) call: Call,
    pub(super) what: String,
    pub(super) times: Times,
}

/// What a drill makes, in order.
pub(super) fn things(site: &Site, request: &Request, script: &Script) -> Vec<Thing> {
    let (run, place) = (script.run, &site.chain.place);
    let stream =
        Thing::Stream { log_group: site.chain.log_group.to_string(), name: format!("{STREAM_BEGINNING}{run}") };
    if request.quiet {
        // A rule must name an alarm; nothing is muted that does not ring.
        let rule = (!script.rung.is_empty()).then(|| Thing::MuteRule { name: quiet::name(&run) });
        return [stream].into_iter().chain(rule).collect();
    }
    let name = format!("{QUEUE_BEGINNING}{run}");
    let queue_arn = queue_arn(place, &name);
    let topics = site.chain.names().map(|alert| place.topic_arn(alert.as_str()));
    let subscription = |topic_arn| Thing::Subscription { topic_arn, queue_arn: queue_arn.clone(), arn: None };
    [stream, Thing::Queue { name, url: None }].into_iter().chain(topics.map(subscription)).collect()
}

/// Every call that changes something, in order.
pub(super) fn calls(site: &Site, request: &Request, script: &Script, leftovers: &[Leftover]) -> Vec<Made> {
    let mut calls = Vec::new();
    for leftover in leftovers {
        let what = format!("{leftover}, which the drill {} left", leftover.run);
        calls.extend(leftover.thing.removal().map(|call| once(Phase::SetUp, call, what)));
    }
    let things = things(site, request, script);
    let (stream, others) = things.split_at(1);
    calls.extend(stream.iter().map(|thing| once(Phase::SetUp, making(thing, script), thing.to_string())));
    let caller = site.caller.arn.as_str();
    let alarms: Vec<AlertName> = script.rung.keys().cloned().collect();
    if request.announce {
        let before = announce::before(&script.run, caller, &alarms, request.quiet);
        calls.extend(announcing(Phase::SetUp, site, &alarms, &before));
    }
    calls.extend(others.iter().map(|thing| once(Phase::SetUp, making(thing, script), thing.to_string())));
    let (log_group_name, log_stream_name) =
        (site.chain.log_group.to_string(), format!("{STREAM_BEGINNING}{}", script.run));
    calls.push(Made {
        phase: Phase::Play,
        call: LogsCall::PutLogEvents { log_group_name, log_stream_name, log_events: Vec::new() }.into(),
        what: "forged records, each marked as the drill's, and records that must ring nothing".to_owned(),
        times: Times::AtMost(script.log_events()),
    });
    for thing in things.iter().rev() {
        calls.extend(named(thing).removal().map(|call| once(Phase::CleanUp, call, thing.to_string())));
    }
    if request.announce {
        calls.extend(announcing(Phase::CleanUp, site, &alarms, &announce::after(&script.run)));
    }
    calls
}

fn once(phase: Phase, call: Call, what: String) -> Made {
    Made { phase, call, what, times: Times::Exactly(1) }
}

/// What makes a thing.
fn making(thing: &Thing, script: &Script) -> Call {
    match thing {
        Thing::Stream { log_group, name } => {
            let (log_group_name, log_stream_name) = (log_group.clone(), name.clone());
            LogsCall::CreateLogStream { log_group_name, log_stream_name }.into()
        }
        Thing::MuteRule { .. } => {
            let alarms: Vec<AlertName> = script.rung.keys().cloned().collect();
            CloudWatchCall::PutAlarmMuteRule(quiet::mute_rule(&script.run, &alarms, script.run.start())).into()
        }
        Thing::Queue { name, .. } => {
            let (attributes, tags) = (BTreeMap::new(), Vec::new());
            SqsCall::CreateQueue { queue_name: name.clone(), attributes, tags }.into()
        }
        Thing::Subscription { topic_arn, queue_arn, .. } => {
            let (topic_arn, protocol, endpoint) = (topic_arn.clone(), "sqs".to_owned(), queue_arn.clone());
            SnsCall::Subscribe { topic_arn, protocol, endpoint }.into()
        }
    }
}

/// A thing under a name that begins as the one will that a service gives it.
fn named(thing: &Thing) -> Thing {
    match thing {
        Thing::Queue { name, .. } => Thing::Queue { name: name.clone(), url: Some(name.clone()) },
        Thing::Subscription { topic_arn, queue_arn, .. } => Thing::Subscription {
            topic_arn: topic_arn.clone(),
            queue_arn: queue_arn.clone(),
            arn: Some(format!("{topic_arn}:subscription")),
        },
        Thing::Stream { .. } | Thing::MuteRule { .. } => thing.clone(),
    }
}

/// What tells the subscribers of the drilled alarms.
fn announcing(phase: Phase, site: &Site, alarms: &[AlertName], announcement: &Announcement) -> Vec<Made> {
    let publish = |alarm: &AlertName| {
        let what = format!("to the topic {alarm}: {}", announcement.subject);
        once(phase, announcement.publish(site.chain.place.topic_arn(alarm.as_str())).into(), what)
    };
    alarms.iter().map(publish).collect()
}

/// The alerts that hear these calls, as anybody's: each once, with the first action that it hears.
pub(super) fn own_rings(site: &Site, script: &Script, calls: &[Made]) -> Vec<OwnRing> {
    let mut rings: Vec<OwnRing> = Vec::new();
    for made in calls {
        let Some(record) = record_of_call(&made.call, &site.chain.place, script.run.start()) else { continue };
        for alert in matching(&site.chain, &record) {
            if rings.iter().all(|ring| ring.alert != alert) {
                rings.push(OwnRing { alert, action: made.call.action() });
            }
        }
    }
    rings
}
