//! CloudWatch: requests for alarms that AWS refuses, whatever the account holds.

use signalarm_cloud::{CloudWatchCall, PutCompositeAlarm, PutMetricAlarm};

use super::alarms::request;
use super::{Case, Seen, Stage, case};

const PUT: &str = "CloudWatch API Reference, PutMetricAlarm";
/// A topic in a Region that nobody calls by chance.
const ELSEWHERE: &str = "arn:aws:sns:ap-southeast-5:111122223333:t";
const REFUSED: &str = "refused: ValidationError";

pub(super) const CASES: &[Case] = &[
    case("cloudwatch: PutMetricAlarm with a period of 45 seconds", REFUSED, PUT, |stage| {
        put(stage, |request| request.period = Some(45))
    }),
    case("cloudwatch: PutMetricAlarm with a bad treatMissingData", REFUSED, PUT, |stage| {
        put(stage, |request| request.treat_missing_data = Some("silence".to_owned()))
    }),
    case("cloudwatch: PutMetricAlarm without a threshold", REFUSED, PUT, |stage| {
        put(stage, |request| request.threshold = None)
    }),
    case("cloudwatch: PutMetricAlarm without a metric", REFUSED, PUT, |stage| {
        put(stage, |request| (request.namespace, request.metric_name) = (None, None))
    }),
    case("cloudwatch: PutMetricAlarm without a statistic", REFUSED, PUT, |stage| {
        put(stage, |request| request.statistic = None)
    }),
    case("cloudwatch: PutMetricAlarm with DatapointsToAlarm above EvaluationPeriods", REFUSED, PUT, |stage| {
        put(stage, |request| request.datapoints_to_alarm = Some(2))
    }),
    case("cloudwatch: PutMetricAlarm that looks back two days", REFUSED, PUT, |stage| {
        put(stage, |request| (request.period, request.evaluation_periods) = (Some(60), Some(2 * 24 * 60)))
    }),
    case("cloudwatch: PutMetricAlarm with an action that is no ARN", REFUSED, PUT, |stage| {
        put(stage, |request| request.alarm_actions = vec!["nobody".to_owned()])
    }),
    case("cloudwatch: PutMetricAlarm with an action in another Region", REFUSED, PUT, |stage| {
        put(stage, |request| request.alarm_actions = vec![ELSEWHERE.to_owned()])
    }),
    case(
        "cloudwatch: PutCompositeAlarm on an alarm that is not there",
        REFUSED,
        "CloudWatch API Reference, PutCompositeAlarm",
        |stage| {
            let request = PutCompositeAlarm {
                alarm_name: stage.name(),
                alarm_rule: format!("ALARM(\"{}\")", stage.missing()),
                ..PutCompositeAlarm::default()
            };
            let undo = CloudWatchCall::DeleteAlarms(vec![stage.name()]);
            stage.attempt(CloudWatchCall::PutCompositeAlarm(Box::new(request)), undo)
        },
    ),
];

/// Whether an alarm is made that is faulty in such a way.
fn put(stage: &mut Stage<'_>, spoil: fn(&mut PutMetricAlarm)) -> Seen {
    let mut request = request(stage);
    spoil(&mut request);
    let undo = CloudWatchCall::DeleteAlarms(vec![stage.name()]);
    stage.attempt(CloudWatchCall::PutMetricAlarm(Box::new(request)), undo)
}
