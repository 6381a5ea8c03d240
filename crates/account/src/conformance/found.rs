//! What is found after the steps of a row.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use signalarm_cloud::{
    AlarmHistoryItem, AlarmType, CloudWatchCall, DescribeAlarmHistory, DescribeAlarms, Refusal, Reply,
};
use signalarm_metric::conformance::known;
use signalarm_notification::HistoryItemType;

use super::compare::{agree, agree_list};
use super::steps::Answers;
use super::{Disagreement, array, calls, shown, text};
use crate::{Account, What};

/// Compares the answers to the calls.
pub(super) fn compare_answers(answers: &Answers, expected: &Value) -> Result<(), Disagreement> {
    let expected = expected.as_array().ok_or_else(|| "answers is no array".to_owned())?;
    if answers.len() != expected.len() {
        return Err(format!("{} answers to {} calls", expected.len(), answers.len()).into());
    }
    for (number, (answer, expected)) in (1..).zip(answers.iter().zip(expected)) {
        compare_answer(&format!("answer {number}"), answer, expected)?;
    }
    Ok(())
}

fn compare_answer(what: &str, answer: &Result<Reply, Refusal>, expected: &Value) -> Result<(), Disagreement> {
    known(expected, &["ok", "result", "code", "http", "message", "messageContains"])?;
    let is_ok = expected["ok"].as_bool().ok_or_else(|| "ok is neither true nor false".to_owned())?;
    match answer {
        Err(Refusal::NotSimulated(call)) => Err(format!("{call}, which is not simulated").into()),
        Err(refusal) if is_ok => Err(Disagreement::Differs(format!("{what} is a refusal: {refusal}"))),
        Ok(_) if !is_ok => Err(Disagreement::Differs(format!("{what} is no refusal"))),
        Ok(reply) => {
            known(expected, &["ok", "result"])?;
            let result = expected.get("result").cloned().unwrap_or_else(|| json!({}));
            let found = shown::reply(reply);
            check_result(&found, &result)?;
            agree(what, &sorted_tags(found), &sorted_tags(result))
        }
        Err(refusal) => {
            known(expected, &["ok", "code", "http", "message", "messageContains"])?;
            let message = refusal.message();
            let found =
                json!({ "ok": false, "code": refusal.code(), "http": refusal.http_status(), "message": message });
            let mut expected = expected.clone();
            let part = expected.as_object_mut().and_then(|members| members.remove("messageContains"));
            agree(what, &found, &expected)?;
            let Some(part) = part else { return Ok(()) };
            let part = part.as_str().ok_or_else(|| "messageContains is no text".to_owned())?;
            if message.contains(part) {
                return Ok(());
            }
            Err(Disagreement::Differs(format!("{what} says “{message}”, without “{part}”")))
        }
    }
}

/// What an answer is asked for must be something that it tells.
fn check_result(found: &Value, expected: &Value) -> Result<(), Disagreement> {
    let told: Vec<&str> = found.as_object().into_iter().flatten().map(|(member, _)| member.as_str()).collect();
    known(expected, &told)?;
    for alarms in ["MetricAlarms", "CompositeAlarms"].into_iter().filter(|member| expected.get(member).is_some()) {
        array(expected, alarms)?.iter().try_for_each(|alarm| known(alarm, &shown::ALARM))?;
    }
    Ok(())
}

/// Tags have no order.
fn sorted_tags(mut result: Value) -> Value {
    if let Some(tags) = result.get_mut("Tags").and_then(Value::as_array_mut) {
        tags.sort_by_key(|tag| tag["Key"].to_string());
    }
    result
}

/// Compares what else a row expects.
pub(super) fn compare(account: &mut Account, expected: &Value) -> Result<(), Disagreement> {
    let alarms = alarms(account)?;
    if expected.get("alarms").is_some() {
        for expected in array(expected, "alarms")? {
            known(expected, &shown::ALARM)?;
            let name = text(expected, "AlarmName")?;
            let Some(found) = alarms.get(name) else {
                return Err(Disagreement::Differs(format!("there is no alarm {name}")));
            };
            agree(name, found, expected)?;
        }
    }
    if expected.get("noAlarms").is_some() {
        for name in array(expected, "noAlarms")? {
            let name = name.as_str().ok_or_else(|| "a name of noAlarms is no text".to_owned())?;
            if alarms.contains_key(name) {
                return Err(Disagreement::Differs(format!("there is an alarm {name}")));
            }
        }
    }
    if expected.get("transitions").is_some() {
        let expected = array(expected, "transitions")?;
        agree_list("transitions", &transitions(account), expected, &["at", "alarm", "from", "to"])?;
    }
    // CloudWatch sends one event for each change of state, whatever becomes of the actions.
    if expected.get("events").is_some() {
        let event = |change: Value| json!({ "at": change["at"], "alarm": change["alarm"], "state": change["to"] });
        let events: Vec<Value> = transitions(account).into_iter().map(event).collect();
        agree_list("events", &events, array(expected, "events")?, &["at", "alarm", "state"])?;
    }
    let history = history(account)?;
    if expected.get("actions").is_some() {
        let members = ["at", "alarm", "state", "resource", "succeeded"];
        agree_list("actions", &actions(&history), array(expected, "actions")?, &members)?;
    }
    if let Some(expected) = expected.get("history") {
        known(expected, &["types", "items"])?;
        let items = items(&history, array(expected, "types")?)?;
        agree_list("history", &items, array(expected, "items")?, &["alarm", "type", "summary", "error"])?;
    }
    Ok(())
}

/// Pages that are followed of one list; a row makes far fewer.
const PAGES_MAX: usize = 1_000;

/// All items of a list, page by page.
fn all<T>(
    what: &str,
    mut page: impl FnMut(Option<String>) -> Option<(Vec<T>, Option<String>)>,
) -> Result<Vec<T>, Disagreement> {
    let (mut all, mut token) = (Vec::new(), None);
    for _ in 0..PAGES_MAX {
        let Some((items, next)) = page(token) else {
            return Err(Disagreement::Differs(format!("{what} is not answered")));
        };
        all.extend(items);
        if next.is_none() {
            return Ok(all);
        }
        token = next;
    }
    Err(Disagreement::Differs(format!("{what} has more than {PAGES_MAX} pages")))
}

/// All alarms, by name.
fn alarms(account: &mut Account) -> Result<BTreeMap<String, Value>, Disagreement> {
    let alarms = all("DescribeAlarms", |next_token| {
        let request = DescribeAlarms { alarm_types: BOTH.to_vec(), next_token, ..DescribeAlarms::default() };
        let Ok(Reply::Alarms(alarms)) = account.answer(CloudWatchCall::DescribeAlarms(request)) else { return None };
        let metric_alarms = alarms.metric_alarms.iter();
        let metric_alarms =
            metric_alarms.map(|alarm| (alarm.configuration.alarm_name.clone(), shown::metric_alarm(alarm)));
        let composites = alarms.composite_alarms.iter();
        let composites =
            composites.map(|alarm| (alarm.configuration.alarm_name.clone(), shown::composite_alarm(alarm)));
        Some((metric_alarms.chain(composites).collect(), alarms.next_token))
    })?;
    Ok(alarms.into_iter().collect())
}

/// The whole history, oldest first.
fn history(account: &mut Account) -> Result<Vec<AlarmHistoryItem>, Disagreement> {
    all("DescribeAlarmHistory", |next_token| {
        let alarm_types = BOTH.to_vec();
        let request =
            DescribeAlarmHistory { alarm_types, is_ascending: true, next_token, ..DescribeAlarmHistory::default() };
        match account.answer(CloudWatchCall::DescribeAlarmHistory(request)) {
            Ok(Reply::AlarmHistory(page)) => Some((page.items, page.next_token)),
            Ok(_) | Err(_) => None,
        }
    })
}

const BOTH: [AlarmType; 2] = [AlarmType::Metric, AlarmType::Composite];

fn transitions(account: &Account) -> Vec<Value> {
    let transition = |(at, what): (String, &What)| match what {
        What::Transition { alarm, from, to, .. } => {
            Some(json!({ "at": at, "alarm": alarm, "from": from.to_string(), "to": to.to_string() }))
        }
        What::Recorded { .. }
        | What::NotRecorded { .. }
        | What::Delivered { .. }
        | What::Matched { .. }
        | What::Notified { .. }
        | What::Unnotified { .. } => None,
    };
    let happenings = account.journal().iter().map(|happening| (happening.at.to_string(), &happening.what));
    happenings.filter_map(transition).collect()
}

/// The actions that ran, as the history tells them: each for the state that its alarm had entered last.
fn actions(history: &[AlarmHistoryItem]) -> Vec<Value> {
    let mut states: BTreeMap<&str, &Value> = BTreeMap::new();
    let mut actions = Vec::new();
    for item in history {
        let (name, data) = (item.alarm_name.as_str(), &item.item.data);
        match item.item.item_type {
            HistoryItemType::ConfigurationUpdate => {}
            HistoryItemType::StateUpdate => {
                states.insert(name, &data["newState"]["stateValue"]);
            }
            HistoryItemType::Action => actions.push(json!({
                "at": item.timestamp.to_string(),
                "alarm": name,
                "state": states.get(name),
                "resource": data["notificationResource"],
                "succeeded": data["actionState"] == "Succeeded",
            })),
        }
    }
    actions
}

fn items(history: &[AlarmHistoryItem], types: &[Value]) -> Result<Vec<Value>, Disagreement> {
    let item_type = |word: &Value| calls::item_type(word.as_str().unwrap_or_default());
    let types: Vec<HistoryItemType> = types.iter().map(item_type).collect::<Result<_, _>>()?;
    let wanted = history.iter().filter(|item| types.contains(&item.item.item_type));
    let shown = wanted.map(|item| {
        json!({
            "alarm": item.alarm_name,
            "type": item.item.item_type.to_string(),
            "summary": item.item.summary,
            "error": item.item.data["error"],
        })
    });
    Ok(shown.collect())
}
