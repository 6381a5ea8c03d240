//! The chain as it is, link by link.

use std::collections::VecDeque;

use signalarm_alarm::State;
use signalarm_cloud::{
    Answer, Call, CloudWatchCall, DescribeAlarmHistory, ListedSubscription, Reply, SubscriptionState, TrailStatus,
};
use signalarm_notification::HistoryItemType;
use signalarm_time::Timestamp;

use crate::line::{Answered, Heard, Line};
use crate::look::{fact, reading};
use crate::step::{Obstacles, Options, Plan};
use crate::{Fact, FoundTopic, Look, Machine, Next, Owner, Trouble, View, Wanted, plan};

/// Looks at the chain, and at what its alarms last sent. It changes nothing.
#[derive(Clone, Debug)]
pub struct LookAtStatus {
    stage: Stage,
    names: VecDeque<String>,
    notifications: Vec<(String, Fact<Notification>)>,
    line: Line,
}

#[derive(Clone, Debug)]
enum Stage {
    Look(Box<Look>),
    /// What the alarms last sent is asked, of this view.
    History(Box<View>),
}

/// The chain as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// The trail, where one is wanted or used.
    pub trail: Option<TrailLink>,
    /// The log group.
    pub log_group: LogGroupLink,
    /// The alerts in their order, the silence alarm last.
    pub alerts: Vec<AlertLink>,
    /// Whether text messages go to verified numbers only.
    pub sms_sandbox: Fact<bool>,
    /// What a deployment would change, or what would stand in its way.
    pub drift: Result<Plan, Obstacles>,
    /// Everything that was seen.
    pub view: View,
}

/// The trail.
#[derive(Clone, Debug, PartialEq)]
pub struct TrailLink {
    /// Its name or ARN.
    pub name: String,
    /// Whether it logs, and when it delivered.
    pub status: Fact<TrailStatus>,
}

/// The log group.
#[derive(Clone, Debug, PartialEq)]
pub struct LogGroupLink {
    /// Its name; `None` where it is that of a trail which names none.
    pub name: Option<String>,
    /// For how many days it keeps log events (`None`: for ever), and about how many bytes it holds.
    pub kept: Fact<(Option<i32>, i64)>,
}

/// What one alert is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertLink {
    /// Its name.
    pub name: String,
    /// Whether its metric filter is there; `None` of the silence alarm, which has none.
    pub filter: Option<Fact<()>>,
    /// Its alarm.
    pub alarm: Fact<AlarmLink>,
    /// Whose the topic is.
    pub topic: Fact<Option<Owner>>,
    /// Who subscribes.
    pub subscriptions: Fact<Vec<SubscriptionLink>>,
    /// What the alarm last sent in the last 30 days.
    pub last_notification: Fact<Notification>,
}

/// An alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmLink {
    /// Its state.
    pub state: State,
    /// Since when.
    pub since: Timestamp,
    /// Why, in AWS's words.
    pub reason: String,
    /// Whether it may notify anybody.
    pub actions_enabled: bool,
}

/// A subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscriptionLink {
    /// How it sends, in SNS's words.
    pub protocol: String,
    /// Where to.
    pub endpoint: String,
    /// How it stands: nothing is sent before it is confirmed, nor when somebody unsubscribed.
    pub state: SubscriptionState,
    /// Whether the config wants it.
    pub is_wanted: bool,
}

/// An action that an alarm ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// When.
    pub at: Timestamp,
    /// Whether the topic took it.
    pub succeeded: bool,
    /// What it was, in AWS's words.
    pub summary: String,
}

impl LookAtStatus {
    /// A look at what is wanted.
    #[must_use]
    pub fn new(wanted: Wanted) -> Self {
        Self {
            stage: Stage::Look(Box::new(Look::new(wanted))),
            names: VecDeque::new(),
            notifications: Vec::new(),
            line: Line::default(),
        }
    }

    /// The look is over: the alarms that are there are asked about.
    fn begin(&mut self, view: View) -> Next<Result<Status, Trouble>> {
        let alarms = view.found.alarms.present();
        let names = view.wanted.alerts.iter().map(|alert| alert.name.to_string());
        self.names = names.filter(|name| alarms.is_some_and(|alarms| alarms.contains_key(name))).collect();
        let next = self.ask(&view);
        self.stage = Stage::History(Box::new(view));
        next
    }

    fn ask(&mut self, view: &View) -> Next<Result<Status, Trouble>> {
        let Some(name) = self.names.front() else {
            return Next::Done(Ok(status(view.clone(), std::mem::take(&mut self.notifications))));
        };
        let call = CloudWatchCall::DescribeAlarmHistory(DescribeAlarmHistory {
            alarm_name: Some(name.clone()),
            history_item_type: Some(HistoryItemType::Action),
            ..DescribeAlarmHistory::default()
        });
        self.line.ask(Call::from(call)).into()
    }

    /// The newest action stands first on the first page.
    fn take(&mut self, mut answered: Answered) -> Result<(), Trouble> {
        let Some(name) = self.names.pop_front() else { return Ok(()) };
        let notification = match fact(&mut answered, reading!(Reply::AlarmHistory))? {
            Fact::Present(page) => {
                let newest = page.items.into_iter().find(|item| item.item.item_type == HistoryItemType::Action);
                newest.map_or(Fact::Absent, |item| {
                    Fact::Present(Notification {
                        at: item.timestamp,
                        succeeded: item.item.data["actionState"] == "Succeeded",
                        summary: item.item.summary,
                    })
                })
            }
            Fact::Denied(denied) => Fact::Denied(denied),
            Fact::Unasked | Fact::Absent => Fact::Absent,
        };
        self.notifications.push((name, notification));
        Ok(())
    }
}

impl Machine for LookAtStatus {
    type Output = Result<Status, Trouble>;

    fn next(&mut self, answer: Option<Answer>) -> Next<Self::Output> {
        let view = match &mut self.stage {
            Stage::Look(look) => {
                return match look.next(answer) {
                    Next::Call(call) => Next::Call(call),
                    Next::Wait { duration, why } => Next::Wait { duration, why },
                    Next::Done(Err(trouble)) => Next::Done(Err(trouble)),
                    Next::Done(Ok(view)) => self.begin(view),
                };
            }
            Stage::History(view) => view.as_ref().clone(),
        };
        match self.line.hear(answer) {
            Heard::Idle => self.ask(&view),
            Heard::Pause(pause) => pause.into(),
            Heard::Answered(answered) => match self.take(answered) {
                Ok(()) => self.ask(&view),
                Err(trouble) => Next::Done(Err(trouble)),
            },
        }
    }
}

fn status(view: View, mut notifications: Vec<(String, Fact<Notification>)>) -> Status {
    let View { wanted, found } = &view;
    let mut last_notification = |name: &str| {
        let known = notifications.iter_mut().find(|(of, _)| of == name);
        known.map(|(_, notification)| std::mem::take(notification)).unwrap_or_default()
    };
    let group = found.log_group.as_ref();
    let trail_name = wanted.trail.as_ref().map(|trail| trail.request.name.clone());
    let used_trail = found.trail.present().map(|found| found.trail.trail_arn.clone());
    let filters = group.clone().and_then(|group| group.filters.as_ref());
    let alerts = wanted.alerts.iter().map(|alert| {
        let name = alert.name.as_str();
        let topic = found.topics.get(name).map_or(Fact::Unasked, Fact::as_ref);
        AlertLink {
            name: name.to_owned(),
            filter: alert
                .filter
                .as_ref()
                .map(|_| filters.clone().and_then(|filters| of_name(filters.get(name).map(|_| ())))),
            alarm: found.alarms.as_ref().and_then(|alarms| of_name(alarms.get(name).map(alarm_link))),
            topic: topic.clone().and_then(|topic| Fact::Present(topic.tags.owner())),
            subscriptions: topic.and_then(|topic| subscriptions(topic, alert)),
            last_notification: last_notification(name),
        }
    });
    Status {
        alerts: alerts.collect(),
        trail: trail_name
            .or(used_trail)
            .map(|name| TrailLink { name, status: found.trail.as_ref().and_then(|trail| trail.status.clone()) }),
        log_group: LogGroupLink {
            name: wanted.log_group_name().map(str::to_owned),
            kept: group.and_then(|group| Fact::Present((group.group.retention_in_days, group.group.stored_bytes))),
        },
        sms_sandbox: found.sms_sandbox.clone(),
        drift: plan(wanted, found, &Options::default()),
        view: view.clone(),
    }
}

fn of_name<T>(present: Option<T>) -> Fact<T> {
    present.map_or(Fact::Absent, Fact::Present)
}

fn alarm_link(found: &crate::FoundAlarm) -> AlarmLink {
    let (configuration, state) = (&found.alarm.configuration, &found.alarm.state);
    AlarmLink {
        state: state.state_value,
        since: state.state_transitioned,
        reason: state.state_reason.clone(),
        actions_enabled: configuration.actions_enabled.unwrap_or(true),
    }
}

fn subscriptions(topic: &FoundTopic, alert: &crate::WantedAlert) -> Fact<Vec<SubscriptionLink>> {
    let link = |listed: &ListedSubscription| SubscriptionLink {
        protocol: listed.protocol.clone(),
        endpoint: listed.endpoint.clone(),
        state: listed.state.clone(),
        is_wanted: alert.topic.wants(listed),
    };
    topic.subscriptions.as_ref().and_then(|listed| Fact::Present(listed.iter().map(link).collect()))
}
