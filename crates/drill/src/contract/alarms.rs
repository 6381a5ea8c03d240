//! CloudWatch: alarms as they stand, what is told of them, and whom they tell.

use signalarm_alarm::State;
use signalarm_cloud::{
    AlarmType, CloudWatchCall, DescribeAlarmHistory, DescribeAlarms, DescribeAlarmsForMetric, DescribedAlarms,
    PutCompositeAlarm, PutMetricAlarm, Reply,
};
use signalarm_deploy::topic_policy;
use signalarm_metric::MetricId;
use signalarm_notification::HistoryItemType;
use signalarm_time::Duration;

use super::topics::attribute;
use super::{Case, Seen, Stage, case};
use crate::own_alarm::{self, METRIC, mute_rule, sample, set_state};
use crate::queue::notices;
use crate::stage::{HEARD_WITHIN, QUIET, counted, tag, unfit};

const PUT: &str = "CloudWatch API Reference, PutMetricAlarm";
/// How long a composite alarm may take to follow its child.
const COMPOSITE_FOLLOWS: Duration = Duration::from_secs(10);

pub(super) const CASES: &[Case] = &[
    case("cloudwatch: first state of an alarm", "INSUFFICIENT_DATA", PUT, |stage| {
        stage.alarm(request(stage))?;
        state(stage)
    }),
    case("cloudwatch: PutMetricAlarm again on an alarm in ALARM", "ALARM", PUT, |stage| {
        stage.alarm(request(stage))?;
        set(stage, State::Alarm)?;
        stage.alarm(PutMetricAlarm { threshold: Some(2.0), ..request(stage) })?;
        state(stage)
    }),
    case("cloudwatch: tags of PutMetricAlarm", "k=old", PUT, |stage| {
        stage.alarm(PutMetricAlarm { tags: tag("old"), ..request(stage) })?;
        stage.tags(CloudWatchCall::ListTagsForResource(arn(stage)))
    }),
    case(
        "cloudwatch: DescribeAlarms of an alarm that was made with tags",
        "1 alarm",
        "CloudWatch API Reference, DescribeAlarms",
        |stage| {
            stage.alarm(PutMetricAlarm { tags: tag("old"), ..request(stage) })?;
            described(stage, DescribeAlarms { alarm_names: vec![stage.name()], ..DescribeAlarms::default() })
        },
    ),
    case("cloudwatch: TagResource of an alarm", "k=new", "CloudWatch API Reference, TagResource", |stage| {
        stage.alarm(request(stage))?;
        stage.ask(CloudWatchCall::TagResource { resource_arn: arn(stage), tags: tag("new") })?;
        stage.tags(CloudWatchCall::ListTagsForResource(arn(stage)))
    }),
    case(
        "cloudwatch: ListTagsForResource of an alarm that is not there",
        "refused: ResourceNotFoundException",
        "CloudWatch API Reference, ListTagsForResource",
        |stage| stage.tell(CloudWatchCall::ListTagsForResource(arn(stage))),
    ),
    case(
        "cloudwatch: DescribeAlarms of an alarm that is not there",
        "0 alarms",
        "CloudWatch API Reference, DescribeAlarms",
        |stage| described(stage, DescribeAlarms { alarm_names: vec![stage.missing()], ..DescribeAlarms::default() }),
    ),
    case(
        "cloudwatch: DescribeAlarms by ActionPrefix",
        "1 alarm",
        "CloudWatch API Reference, DescribeAlarms",
        |stage| {
            let topic = stage.place.topic_arn(&stage.name());
            stage.alarm(PutMetricAlarm { alarm_actions: vec![topic.clone()], ..request(stage) })?;
            described(stage, DescribeAlarms { action_prefix: Some(topic), ..DescribeAlarms::default() })
        },
    ),
    case("cloudwatch: DescribeAlarms by StateValue", "1 alarm", "CloudWatch API Reference, DescribeAlarms", |stage| {
        stage.alarm(request(stage))?;
        set(stage, State::Alarm)?;
        let alarm_name_prefix = Some(stage.name());
        described(
            stage,
            DescribeAlarms { alarm_name_prefix, state_value: Some(State::Alarm), ..DescribeAlarms::default() },
        )
    }),
    case(
        "cloudwatch: DescribeAlarmsForMetric",
        "1 alarm",
        "CloudWatch API Reference, DescribeAlarmsForMetric",
        for_metric,
    ),
    case(
        "cloudwatch: DeleteAlarms of an alarm that is not there",
        "done",
        "CloudWatch API Reference, DeleteAlarms",
        |stage| stage.tell(CloudWatchCall::DeleteAlarms(vec![stage.missing()])),
    ),
    case("cloudwatch: SetAlarmState of an alarm that is not there", "refused: ResourceNotFound", SET, |stage| {
        stage.tell(set_state(&stage.missing(), "OK"))
    }),
    case("cloudwatch: SetAlarmState to a state that is none", "refused: ValidationError", SET, |stage| {
        stage.alarm(request(stage))?;
        stage.tell(set_state(&stage.name(), "RED"))
    }),
    case(
        "cloudwatch: DescribeAlarmHistory after SetAlarmState",
        "1 state update",
        "CloudWatch API Reference, DescribeAlarmHistory",
        history,
    ),
    case("cloudwatch: SetAlarmState reaches a queue of the alarm's topic", "ALARM heard", SET, |stage| {
        reaches(stage, true)
    }),
    case(
        "cloudwatch: SetAlarmState while actions are disabled",
        "nothing heard",
        "CloudWatch API Reference, DisableAlarmActions",
        |stage| reaches(stage, false),
    ),
    case(
        "cloudwatch: a composite alarm follows its child",
        "ALARM",
        "CloudWatch API Reference, PutCompositeAlarm",
        composite,
    ),
    case("cloudwatch: PutAlarmMuteRule", "1 rule", "CloudWatch API Reference, PutAlarmMuteRule", mute),
    case(
        "cloudwatch: PutMetricData into a namespace of AWS's",
        "refused: InvalidParameterValue",
        "CloudWatch API Reference, PutMetricData",
        |stage| {
            let datum = sample(stage.now());
            stage.tell(CloudWatchCall::PutMetricData { namespace: "AWS/Logs".to_owned(), data: vec![datum] })
        },
    ),
];

const SET: &str = "CloudWatch API Reference, SetAlarmState";

/// An alarm on a metric that nobody writes; it stays in the state that it is put into.
pub(super) fn request(stage: &Stage<'_>) -> PutMetricAlarm {
    own_alarm::request(&stage.name(), Duration::MINUTE, "ignore")
}

fn arn(stage: &Stage<'_>) -> String {
    stage.place.alarm_arn(&stage.name())
}

fn describe(stage: &mut Stage<'_>, request: DescribeAlarms) -> Result<DescribedAlarms, String> {
    match stage.try_ask(CloudWatchCall::DescribeAlarms(request))? {
        Reply::Alarms(described) => Ok(described),
        _ => Err(unfit("DescribeAlarms")),
    }
}

fn described(stage: &mut Stage<'_>, request: DescribeAlarms) -> Seen {
    Ok(counted(describe(stage, request)?.metric_alarms.len(), "alarm"))
}

/// The state of the case's alarm.
fn state(stage: &mut Stage<'_>) -> Seen {
    let alarms = describe(stage, DescribeAlarms { alarm_names: vec![stage.name()], ..DescribeAlarms::default() })?;
    match alarms.metric_alarms.as_slice() {
        [alarm] => Ok(alarm.state.state_value.to_string()),
        alarms => Ok(counted(alarms.len(), "alarm")),
    }
}

fn set(stage: &mut Stage<'_>, state: State) -> Result<(), String> {
    stage.ask(set_state(&stage.name(), &state.to_string())).map(|_| ())
}

fn for_metric(stage: &mut Stage<'_>) -> Seen {
    stage.alarm(request(stage))?;
    let metric = MetricId::new(stage.name(), METRIC.to_owned(), Vec::new());
    let request =
        DescribeAlarmsForMetric { metric, statistic: None, extended_statistic: None, period: None, unit: None };
    match stage.try_ask(CloudWatchCall::DescribeAlarmsForMetric(request))? {
        Reply::AlarmsForMetric(alarms) => Ok(counted(alarms.len(), "alarm")),
        _ => Err(unfit("DescribeAlarmsForMetric")),
    }
}

fn history(stage: &mut Stage<'_>) -> Seen {
    stage.alarm(request(stage))?;
    set(stage, State::Alarm)?;
    let request = DescribeAlarmHistory {
        alarm_name: Some(stage.name()),
        history_item_type: Some(HistoryItemType::StateUpdate),
        ..DescribeAlarmHistory::default()
    };
    match stage.try_ask(CloudWatchCall::DescribeAlarmHistory(request))? {
        Reply::AlarmHistory(page) => Ok(counted(page.items.len(), "state update")),
        _ => Err(unfit("DescribeAlarmHistory")),
    }
}

/// Whether the alarm's topic tells a queue. Its policy is the one that deployments give it.
fn reaches(stage: &mut Stage<'_>, enabled: bool) -> Seen {
    let policy = topic_policy(&stage.place, &stage.name());
    let topic = stage.topic(attribute("Policy", policy.text()))?;
    let attributes = stage.lets(&topic);
    let queue_url = stage.listening(&topic, attributes)?;
    stage.alarm(PutMetricAlarm { alarm_actions: vec![topic], ..request(stage) })?;
    if !enabled {
        stage.ask(CloudWatchCall::DisableAlarmActions(vec![stage.name()]))?;
    }
    set(stage, State::Alarm)?;
    let messages = stage.hear(&queue_url, if enabled { HEARD_WITHIN } else { QUIET })?;
    let states: Vec<String> = notices(&messages).iter().map(|notice| notice.state.to_string()).collect();
    Ok(if states.is_empty() { "nothing heard".to_owned() } else { format!("{} heard", states.join(", ")) })
}

fn composite(stage: &mut Stage<'_>) -> Seen {
    stage.alarm(request(stage))?;
    let name = format!("{}-composite", stage.name());
    let request = PutCompositeAlarm {
        alarm_name: name.clone(),
        alarm_rule: format!("ALARM(\"{}\")", stage.name()),
        ..PutCompositeAlarm::default()
    };
    let undo = CloudWatchCall::DeleteAlarms(vec![name.clone()]);
    stage.make(CloudWatchCall::PutCompositeAlarm(Box::new(request)), undo)?;
    set(stage, State::Alarm)?;
    let look = |stage: &mut Stage<'_>| {
        let alarm_types = vec![AlarmType::Composite];
        let request = DescribeAlarms { alarm_names: vec![name.clone()], alarm_types, ..DescribeAlarms::default() };
        let alarms = describe(stage, request)?.composite_alarms;
        Ok(alarms.first().map_or("missing".to_owned(), |alarm| alarm.state.state_value.to_string()))
    };
    stage.until(COMPOSITE_FOLLOWS, look, |state: &String| state == "ALARM")
}

fn mute(stage: &mut Stage<'_>) -> Seen {
    stage.alarm(request(stage))?;
    let rule = mute_rule(&stage.name(), stage.now());
    let undo = CloudWatchCall::DeleteAlarmMuteRule(stage.name());
    let told = stage.attempt(CloudWatchCall::PutAlarmMuteRule(rule), undo)?;
    if told != "done" {
        return Ok(told);
    }
    match stage.try_ask(CloudWatchCall::ListAlarmMuteRules { alarm_name: stage.name(), next_token: None })? {
        Reply::Names(page) => Ok(counted(page.items.len(), "rule")),
        _ => Err(unfit("ListAlarmMuteRules")),
    }
}
