//! The account of a row, and what is done to it, in the order of its steps.

use serde_json::{Value, json};
use signalarm_alert::Place;
use signalarm_cloud::{Call, CloudWatchCall, Refusal, Reply};
use signalarm_metric::conformance::{known, parsed};
use signalarm_metric::{MetricId, Series, Unit};
use signalarm_notification::{AccessPolicy, Encryption, TopicArn, TopicAttributes};
use signalarm_time::Timestamp;

use super::{array, calls, text};
use crate::{Account, Setup};

/// The answers to the calls of a row, in order.
pub(super) type Answers = Vec<Result<Reply, Refusal>>;

/// Where the account of a row lies.
const ACCOUNT: &str = "111122223333";
const REGION: &str = "us-east-1";

/// Does all that a row does.
pub(super) fn perform(row: &Value) -> Result<(Account, Answers), String> {
    let region = REGION.parse().map_err(|_| "the Region of rows")?;
    let place = Place { account: ACCOUNT.parse().map_err(|_| "the account of rows")?, region };
    let mut account = Account::new(Setup { place, seed: 0, start: Timestamp::MIN });
    if let Some(given) = row.get("given") {
        known(given, &["topics"])?;
        for topic in array(given, "topics")? {
            create_refusing_topic(&mut account, topic)?;
        }
    }
    let mut answers = Vec::new();
    for step in array(row, "steps")? {
        let at: Timestamp = parsed(&step["at"], "at")?;
        if at < account.now {
            return Err(format!("a step at {at}, behind the one before"));
        }
        // Nothing is evaluated that a row does not evaluate: time is set, it does not pass.
        account.now = at;
        if step.get("call").is_some() {
            known(step, &["at", "call", "params"])?;
            let call = calls::read(text(step, "call")?, &step["params"])?;
            create_topics(&mut account, &call)?;
            answers.push(account.answer(call));
        } else if step.get("data").is_some() {
            known(step, &["at", "data"])?;
            add_samples(&mut account, &step["data"])?;
        } else {
            known(step, &["at", "evaluate"])?;
            let name = text(step, "evaluate")?;
            let index = *account.alarm_names.get(name).ok_or_else(|| format!("there is no metric alarm {name}"))?;
            account.evaluate(index);
        }
    }
    Ok((account, answers))
}

fn create_refusing_topic(account: &mut Account, topic: &Value) -> Result<(), String> {
    known(topic, &["arn", "publish"])?;
    let (policy, encryption) = match text(topic, "publish")? {
        "no-permission" => (policy("Deny")?, Encryption::None),
        "no-key" => (policy("Allow")?, Encryption::AwsManagedKey),
        other => return Err(format!("publish {other}")),
    };
    let attributes = TopicAttributes { policy: Some(policy), encryption, ..TopicAttributes::default() };
    let arn: TopicArn = parsed(&topic["arn"], "arn of a topic")?;
    account.topics.create(arn, attributes).map(|_| ()).map_err(|refused| refused.to_string())
}

/// All topics accept that a row does not name as refusing: those of a call's actions are there.
fn create_topics(account: &mut Account, call: &Call) -> Result<(), String> {
    let actions: Vec<&str> = match call {
        Call::CloudWatch(CloudWatchCall::PutMetricAlarm(put)) => put.actions().collect(),
        Call::CloudWatch(CloudWatchCall::PutCompositeAlarm(put)) => put.actions().collect(),
        _ => return Ok(()),
    };
    for arn in actions.into_iter().filter_map(|action| action.parse::<TopicArn>().ok()) {
        if account.topics.get(arn.arn().as_str()).is_none() {
            let attributes = TopicAttributes { policy: Some(policy("Allow")?), ..TopicAttributes::default() };
            account.topics.create(arn, attributes).map_err(|refused| refused.to_string())?;
        }
    }
    Ok(())
}

/// A policy that lets everybody publish, or nobody.
fn policy(effect: &str) -> Result<AccessPolicy, String> {
    let statement = json!({ "Effect": effect, "Principal": "*", "Action": "SNS:Publish", "Resource": "*" });
    AccessPolicy::new(&json!({ "Statement": [statement] })).map_err(|_| "the policy of topics".to_owned())
}

/// A row does not say of which resolution its samples are. They are taken to be of the highest, at which each period finds
/// them.
fn add_samples(account: &mut Account, data: &Value) -> Result<(), String> {
    known(data, &["namespace", "metricName", "dimensions", "unit", "values"])?;
    let dimensions = calls::pairs(array(data, "dimensions")?)?;
    let id = MetricId::new(text(data, "namespace")?.to_owned(), text(data, "metricName")?.to_owned(), dimensions);
    let unit: Unit = parsed(&data["unit"], "unit")?;
    let (index, now) = (account.metric(&id), account.now);
    let series = &mut account.series[index.0];
    if series.is_empty() {
        *series = Series::high_resolution();
        series.keep_values();
    }
    for value in array(data, "values")? {
        series.add_in(unit, now, value.as_f64().ok_or("a sample is no number")?);
    }
    Ok(())
}
