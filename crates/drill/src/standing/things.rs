//! What a drill makes: known before it is made, found by the name of the drill, and removed.

use std::fmt;

use signalarm_alert::Chain;
use signalarm_cloud::{
    Call, CloudWatchCall, ListedSubscription, LogsCall, Page, Reply, SnsCall, SqsCall, SubscriptionState,
};
use signalarm_deploy::Session;
use signalarm_scenario::TargetError;

use super::RunName;
use crate::ask::{is_known, pages, remove};
use crate::queue::QUEUE_BEGINNING;
use crate::stream::STREAM_BEGINNING;

/// How the names of mute rules begin.
pub(super) const MUTE_RULE_BEGINNING: &str = "signalarm-drill-";

/// Something that a drill makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A log stream in the chain's log group.
    Stream {
        /// The log group.
        log_group: String,
        /// The log stream.
        name: String,
    },
    /// A rule that mutes the drilled alarms.
    MuteRule {
        /// Its name.
        name: String,
    },
    /// A queue that hears the topics.
    Queue {
        /// Its name.
        name: String,
        /// Its URL; `None`: nobody has told it yet.
        url: Option<String>,
    },
    /// The subscription of such a queue.
    Subscription {
        /// The topic.
        topic_arn: String,
        /// The queue.
        queue_arn: String,
        /// Its ARN; `None`: nobody has told it yet.
        arn: Option<String>,
    },
}

/// What an earlier drill left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// Which drill.
    pub run: RunName,
    /// What.
    pub thing: Thing,
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream { log_group, name } => write!(f, "log stream {name} of {log_group}"),
            Self::MuteRule { name } => write!(f, "mute rule {name}"),
            Self::Queue { name, .. } => write!(f, "queue {name}"),
            Self::Subscription { topic_arn, queue_arn, .. } => write!(f, "subscription of {queue_arn} to {topic_arn}"),
        }
    }
}

impl fmt::Display for Leftover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.thing.fmt(f)
    }
}

impl Thing {
    /// The calls by which it is removed, as far as they are known before somebody looks.
    pub(super) fn removal(&self) -> Option<Call> {
        Some(match self {
            Self::Stream { log_group, name } => {
                let (log_group_name, log_stream_name) = (log_group.clone(), name.clone());
                LogsCall::DeleteLogStream { log_group_name, log_stream_name }.into()
            }
            Self::MuteRule { name } => CloudWatchCall::DeleteAlarmMuteRule(name.clone()).into(),
            Self::Queue { url, .. } => SqsCall::DeleteQueue { queue_url: url.clone()? }.into(),
            Self::Subscription { arn, .. } => SnsCall::Unsubscribe { subscription_arn: arn.clone()? }.into(),
        })
    }

    /// Removes it; where nobody has told by which name, it is looked for.
    pub(super) fn remove(&self, session: &mut dyn Session) -> Result<(), TargetError> {
        if let Some(call) = self.removal() {
            return remove(session, call);
        }
        match self {
            Self::Queue { name, .. } => {
                let urls = queue_urls(session, name)?.into_iter().filter(|url| name_of_queue(url) == name);
                urls.into_iter().try_for_each(|queue_url| remove(session, SqsCall::DeleteQueue { queue_url }))
            }
            Self::Subscription { topic_arn, queue_arn, .. } => {
                let listed = subscriptions(session, topic_arn)?;
                let of_queue = listed.iter().filter(|listed| listed.endpoint == *queue_arn);
                of_queue
                    .filter_map(|listed| listed.state.arn())
                    .try_for_each(|arn| remove(session, SnsCall::Unsubscribe { subscription_arn: arn.to_owned() }))
            }
            Self::Stream { .. } | Self::MuteRule { .. } => Ok(()),
        }
    }
}

/// What drills have made in the surroundings of a chain and not removed: what bears the name of no drill is nobody's of ours.
/// In the order in which it is to be removed.
pub(super) fn find(session: &mut dyn Session, chain: &Chain) -> Result<Vec<Leftover>, TargetError> {
    let place = &chain.place;
    let mut found = Vec::new();
    let of_run = |name: &str, beginning: &str| name.strip_prefix(beginning)?.parse::<RunName>().ok();
    for topic_arn in chain.names().map(|name| place.topic_arn(name.as_str())) {
        for ListedSubscription { state, endpoint, .. } in subscriptions(session, &topic_arn)? {
            let run = of_run(endpoint.rsplit(':').next().unwrap_or_default(), QUEUE_BEGINNING);
            let (Some(run), SubscriptionState::Confirmed { subscription_arn }) = (run, state) else { continue };
            let (topic_arn, arn) = (topic_arn.clone(), Some(subscription_arn));
            found.push(Leftover { run, thing: Thing::Subscription { topic_arn, queue_arn: endpoint, arn } });
        }
    }
    for url in queue_urls(session, QUEUE_BEGINNING)? {
        let name = name_of_queue(&url).to_owned();
        if let Some(run) = of_run(&name, QUEUE_BEGINNING) {
            found.push(Leftover { run, thing: Thing::Queue { name, url: Some(url) } });
        }
    }
    for alarm in chain.names() {
        for name in mute_rules(session, alarm.as_str())? {
            let Some(run) = of_run(&name, MUTE_RULE_BEGINNING) else { continue };
            let leftover = Leftover { run, thing: Thing::MuteRule { name } };
            if !found.contains(&leftover) {
                found.push(leftover);
            }
        }
    }
    found.extend(streams(session, chain.log_group.as_str())?);
    Ok(found)
}

/// The log streams of drills in a log group.
pub(super) fn streams(session: &mut dyn Session, log_group: &str) -> Result<Vec<Leftover>, TargetError> {
    let call = |next_token| {
        let (log_group_name, log_stream_name_prefix) = (log_group.to_owned(), STREAM_BEGINNING.to_owned());
        LogsCall::DescribeLogStreams { log_group_name, log_stream_name_prefix, next_token }.into()
    };
    let leftover = |name: String| {
        let run = name.strip_prefix(STREAM_BEGINNING)?.parse().ok()?;
        Some(Leftover { run, thing: Thing::Stream { log_group: log_group.to_owned(), name } })
    };
    Ok(pages(session, call, names)?.into_iter().filter_map(leftover).collect())
}

fn queue_urls(session: &mut dyn Session, beginning: &str) -> Result<Vec<String>, TargetError> {
    let call = |next_token| {
        let queue_name_prefix = beginning.to_owned();
        SqsCall::ListQueues { queue_name_prefix, next_token }.into()
    };
    pages(session, call, names)
}

fn mute_rules(session: &mut dyn Session, alarm: &str) -> Result<Vec<String>, TargetError> {
    let call = |next_token| {
        let alarm_name = alarm.to_owned();
        CloudWatchCall::ListAlarmMuteRules { alarm_name, next_token }.into()
    };
    pages(session, call, names)
}

/// Whether the endpoint knows rules that mute alarms: of a list that is empty for want of the operation nobody could tell.
pub(super) fn knows_mute_rules(session: &mut dyn Session, alarm: &str) -> Result<bool, TargetError> {
    let call = CloudWatchCall::ListAlarmMuteRules { alarm_name: alarm.to_owned(), next_token: None };
    is_known(session, call)
}

fn subscriptions(session: &mut dyn Session, topic_arn: &str) -> Result<Vec<ListedSubscription>, TargetError> {
    let call = |next_token| {
        let topic_arn = topic_arn.to_owned();
        SnsCall::ListSubscriptionsByTopic { topic_arn, next_token }.into()
    };
    pages(session, call, |reply| match reply {
        Reply::Subscriptions(page) => Some(page),
        _ => None,
    })
}

fn names(reply: Reply) -> Option<Page<String>> {
    match reply {
        Reply::Names(page) => Some(page),
        _ => None,
    }
}

/// The name of a queue, which its URL ends in.
fn name_of_queue(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or_default()
}
