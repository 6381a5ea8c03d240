//! What metric filters do at an endpoint, told by records: one that matches nothing must leave an alarm silent, and one that
//! matches must raise it.

use signalarm_alarm::State;
use signalarm_cloud::{
    CloudWatchCall, DescribeAlarms, InputLogEvent, LogsCall, MetricTransformation, PutMetricFilter, Reply,
};
use signalarm_deploy::Session;
use signalarm_scenario::TargetError;
use signalarm_time::Duration;

use crate::abilities::Filters;
use crate::ask::{ask, pause, remove, unfit};
use crate::own_alarm::{METRIC, request};

/// The name of what is made for it.
const NAME: &str = "signalarm-probe";
const NEGATIVE: &str = r#"{"eventName":"DescribeInstances"}"#;
const POSITIVE: &str = r#"{"eventName":"signalarm-probe"}"#;
/// For how many periods an answer is waited for.
const PERIODS_MAX: u32 = 4;

/// What metric filters were seen to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) filters: Filters,
    /// Whether a log event that does not match adds the default value.
    pub(crate) default_values: bool,
}

/// Tells, by a log group, a filter and an alarm of its own, which are removed whatever comes of it.
pub(crate) fn tell(session: &mut dyn Session, run: &str, period: Duration) -> Result<Seen, TargetError> {
    let log_group = format!("{NAME}-{run}");
    let seen = watch(session, &log_group, period);
    let removed = clean(session, &log_group);
    let seen = seen?;
    removed.map(|()| seen)
}

fn watch(session: &mut dyn Session, log_group: &str, period: Duration) -> Result<Seen, TargetError> {
    ask(session, LogsCall::CreateLogGroup { log_group_name: log_group.to_owned(), tags: Vec::new() })?;
    let log_group_name = log_group.to_owned();
    ask(session, LogsCall::CreateLogStream { log_group_name, log_stream_name: NAME.to_owned() })?;
    ask(session, LogsCall::PutMetricFilter(Box::new(filter(log_group))))?;
    ask(session, CloudWatchCall::PutMetricAlarm(Box::new(request(NAME, period, "missing"))))?;
    let by_negative = put_until(session, log_group, NEGATIVE, period, |state| state != State::InsufficientData)?;
    if by_negative == State::Alarm {
        return Ok(Seen { filters: Filters::EveryLogEvent, default_values: false });
    }
    // That it stays silent is half of it.
    let by_positive = put_until(session, log_group, POSITIVE, period, |state| state == State::Alarm)?;
    let filters = if by_positive == State::Alarm { Filters::ByPattern } else { Filters::Nothing };
    Ok(Seen { filters, default_values: by_negative == State::Ok })
}

/// Puts log events until the alarm is in a state that decides; the state that it is in when that, or the time, is over.
fn put_until(
    session: &mut dyn Session,
    log_group: &str,
    message: &str,
    period: Duration,
    decides: fn(State) -> bool,
) -> Result<State, TargetError> {
    let end = session.now() + period * PERIODS_MAX;
    let mut next_put = session.now();
    loop {
        if next_put <= session.now() {
            put(session, log_group, message)?;
            next_put = session.now() + period;
        }
        let state = state(session)?;
        if decides(state) || end <= session.now() {
            return Ok(state);
        }
        pause(session, Duration::SECOND)?;
    }
}

fn put(session: &mut dyn Session, log_group: &str, message: &str) -> Result<(), TargetError> {
    let log_events = vec![InputLogEvent { timestamp: session.now(), message: message.to_owned() }];
    let (log_group_name, log_stream_name) = (log_group.to_owned(), NAME.to_owned());
    ask(session, LogsCall::PutLogEvents { log_group_name, log_stream_name, log_events }).map(|_| ())
}

fn state(session: &mut dyn Session) -> Result<State, TargetError> {
    let alarm_names = vec![NAME.to_owned()];
    match ask(session, CloudWatchCall::DescribeAlarms(DescribeAlarms { alarm_names, ..DescribeAlarms::default() }))? {
        Reply::Alarms(described) => match described.metric_alarms.as_slice() {
            [alarm] => Ok(alarm.state.state_value),
            alarms => Err(TargetError::Lost(format!("there are {} alarms of the name {NAME}", alarms.len()))),
        },
        _ => Err(unfit("cloudwatch:DescribeAlarms")),
    }
}

fn clean(session: &mut dyn Session, log_group: &str) -> Result<(), TargetError> {
    remove(session, CloudWatchCall::DeleteAlarms(vec![NAME.to_owned()]))?;
    let (log_group_name, filter_name) = (log_group.to_owned(), NAME.to_owned());
    // Some emulators keep the filters of a log group that is gone.
    remove(session, LogsCall::DeleteMetricFilter { log_group_name: log_group_name.clone(), filter_name })?;
    remove(session, LogsCall::DeleteLogGroup { log_group_name })
}

fn filter(log_group: &str) -> PutMetricFilter {
    PutMetricFilter {
        log_group_name: log_group.to_owned(),
        filter_name: NAME.to_owned(),
        filter_pattern: format!("{{ $.eventName = \"{NAME}\" }}"),
        metric_transformations: vec![MetricTransformation {
            metric_name: METRIC.to_owned(),
            metric_namespace: NAME.to_owned(),
            metric_value: "1".to_owned(),
            default_value: Some(0.0),
            unit: None,
            dimensions: Vec::new(),
        }],
    }
}
