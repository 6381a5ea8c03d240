//! Reading an alarm's JSON message, of any edition.
//!
//! Keys may stand in any order, and unknown ones are passed over: CloudWatch adds some every few years.

use std::sync::Arc;

use serde_json::Value;
use signalarm_alarm::{MissingData, Reason};
use signalarm_metric::MetricId;
use signalarm_time::Timestamp;

use crate::edition::treatment_word;
use crate::reader::{MessageFault, Reader};
use crate::{
    AlarmSettings, AnyStatistic, Arn, Asked, Bound, Comparison, CompositeRule, Contributor, Edition, Message,
    MetricSource, Query, TriggeringChild, Watched, region_code, region_display_name,
};

/// Reads a message; also which edition it is of.
///
/// # Errors
///
/// All fields that are missing or not as they should be.
pub fn read_message(value: &Value) -> Result<(Message, Edition), Vec<MessageFault>> {
    let mut reader = Reader::default();
    match message(&mut reader, value) {
        Some(message) if reader.is_content() => Ok((message, edition(value))),
        Some(_) | None => Err(reader.into_faults()),
    }
}

/// The edition of a message, by the fields that it has.
pub(crate) fn edition(message: &Value) -> Edition {
    let has = |key: &str| message.get(key).is_some();
    let trigger = &message["Trigger"];
    // An empty treatment was seen in old messages only.
    let bare = trigger["TreatMissingData"].as_str().is_some_and(|text| !text.is_empty() && !treatment_word(text).1);
    if has("ActionExecutedAfterMuteWindow") {
        Edition::Of2026
    } else if has("OKActions") || has("AlarmConfigurationUpdatedTimestamp") || bare {
        Edition::Of2022
    } else if has("AlarmArn") {
        Edition::Of2021
    } else {
        Edition::Of2019
    }
}

fn message(reader: &mut Reader, value: &Value) -> Option<Message> {
    let arn: Option<Option<Arn>> = reader.parsed_if_any(value, "AlarmArn");
    let region = reader.text(value, "Region");
    let configuration_updated = reader.instant_if_any(value, "AlarmConfigurationUpdatedTimestamp");
    let alarm = settings(reader, value);
    let (account, reason) = (reader.text(value, "AWSAccountId"), reader.text(value, "NewStateReason"));
    let (old_state, new_state) = (reader.parsed(value, "OldStateValue"), reader.parsed(value, "NewStateValue"));
    let at = reader.instant(value, "StateChangeTime");
    let after_mute_window = reader.boolean_if_any(value, "ActionExecutedAfterMuteWindow");
    let contributor = contributor(reader, value);
    let triggering_children = reader.list_if_any(value, "TriggeringChildren", child);
    let arn = arn?;
    // The ARN tells better, unless somebody has masked it.
    let is_known = |code: &str| region_display_name(code) != code;
    let code = |name: &str| match arn.as_ref().map(Arn::region) {
        Some(code) if is_known(code) || region_code(name) == name => code.to_owned(),
        Some(_) | None => region_code(name).to_owned(),
    };
    Some(Message {
        region: code(&region?),
        alarm: Arc::new(alarm?),
        account: account?,
        configuration_updated: configuration_updated?,
        old_state: old_state?,
        new_state: new_state?,
        reason: Reason::from(reason?),
        at: at?,
        after_mute_window: after_mute_window?.unwrap_or(false),
        contributor: contributor?,
        triggering_children: triggering_children?,
        arn,
    })
}

fn settings(reader: &mut Reader, value: &Value) -> Option<AlarmSettings> {
    let (name, description) = (reader.text(value, "AlarmName"), reader.text_if_any(value, "AlarmDescription"));
    let ok_actions = reader.list_if_any(value, "OKActions", Reader::item_text);
    let alarm_actions = reader.list_if_any(value, "AlarmActions", Reader::item_text);
    let insufficient_data_actions = reader.list_if_any(value, "InsufficientDataActions", Reader::item_text);
    let watched = watched(reader, value);
    Some(AlarmSettings {
        name: name?,
        description: description?,
        actions_enabled: true,
        ok_actions: ok_actions?,
        alarm_actions: alarm_actions?,
        insufficient_data_actions: insufficient_data_actions?,
        watched: watched?,
    })
}

fn watched(reader: &mut Reader, value: &Value) -> Option<Watched> {
    if value.get("AlarmRule").is_some() {
        let rule = reader.text(value, "AlarmRule")?;
        return Some(Watched::Alarms(CompositeRule { rule, suppressor: None }));
    }
    reader.within(value, "Trigger", |reader, trigger| {
        let comparison = comparison(reader, trigger);
        if trigger.get("Metrics").is_some() {
            let queries = reader.list_if_any(trigger, "Metrics", query);
            return Some(Watched::Queries(queries?, comparison?));
        }
        let source = source(reader, trigger);
        Some(Watched::Metric(source?, comparison?))
    })
}

fn source(reader: &mut Reader, trigger: &Value) -> Option<MetricSource> {
    let (metric, statistic) = (metric(reader, trigger), statistic(reader, trigger));
    let unit = reader.text_if_any(trigger, "Unit");
    Some(MetricSource { metric: metric?, statistic: statistic?, unit: unit? })
}

fn statistic(reader: &mut Reader, trigger: &Value) -> Option<AnyStatistic> {
    if trigger["StatisticType"] == "ExtendedStatistic" {
        let key = if trigger.get("ExtendedStatistic").is_some() { "ExtendedStatistic" } else { "Statistic" };
        return reader.text(trigger, key).map(AnyStatistic::Extended);
    }
    let text = reader.text(trigger, "Statistic")?;
    let statistic = AnyStatistic::from_capitals(&text);
    reader.wanted(statistic, "Statistic", "a statistic in capitals, as in SUM")
}

fn comparison(reader: &mut Reader, trigger: &Value) -> Option<Comparison> {
    let (period, periods) = (reader.count(trigger, "Period"), reader.count(trigger, "EvaluationPeriods"));
    let datapoints_to_alarm = reader.count_if_any(trigger, "DatapointsToAlarm");
    let comparator = reader.parsed(trigger, "ComparisonOperator");
    let bound = match trigger.get("ThresholdMetricId") {
        Some(_) => reader.text(trigger, "ThresholdMetricId").map(Bound::Band),
        None => reader.number(trigger, "Threshold").map(Bound::Threshold),
    };
    let treatment = reader.text_if_any(trigger, "TreatMissingData");
    let missing_data = treatment.and_then(|text| missing_data(reader, text.as_deref().unwrap_or_default()));
    let low_samples = reader.text_if_any(trigger, "EvaluateLowSampleCountPercentile");
    Some(Comparison {
        period_seconds: u64::from(period?),
        evaluation_periods: periods?,
        datapoints_to_alarm: datapoints_to_alarm?,
        comparator: comparator?,
        bound: bound?,
        missing_data: missing_data?,
        low_sample_percentile: low_samples?.filter(|text| !text.is_empty()),
    })
}

fn missing_data(reader: &mut Reader, text: &str) -> Option<Option<MissingData>> {
    match treatment_word(text).0 {
        "" => Some(None),
        word => reader.wanted(word.parse().ok(), "TreatMissingData", "a treatment of missing data").map(Some),
    }
}

fn query(reader: &mut Reader, entry: &Value) -> Option<Query> {
    let (id, label) = (reader.text(entry, "Id"), reader.text_if_any(entry, "Label"));
    let return_data = reader.boolean_if_any(entry, "ReturnData");
    let account = reader.text_if_any(entry, "AccountId");
    let asked = match entry.get("MetricStat") {
        Some(_) => reader.within(entry, "MetricStat", metric_stat),
        None => expression(reader, entry),
    };
    Some(Query { id: id?, label: label?, return_data: return_data?.unwrap_or(true), account: account?, asked: asked? })
}

fn metric_stat(reader: &mut Reader, stat: &Value) -> Option<Asked> {
    let metric = reader.within(stat, "Metric", metric);
    let (period, statistic) = (reader.count(stat, "Period"), reader.text(stat, "Stat"));
    let unit = reader.text_if_any(stat, "Unit");
    Some(Asked::Metric { metric: metric?, period_seconds: u64::from(period?), statistic: statistic?, unit: unit? })
}

fn expression(reader: &mut Reader, entry: &Value) -> Option<Asked> {
    let expression = reader.text(entry, "Expression");
    let period = reader.count_if_any(entry, "Period");
    Some(Asked::Expression { expression: expression?, period_seconds: period?.map(u64::from) })
}

fn metric(reader: &mut Reader, object: &Value) -> Option<MetricId> {
    let (namespace, name) = (reader.text(object, "Namespace"), reader.text(object, "MetricName"));
    let dimensions = reader.list_if_any(object, "Dimensions", |reader, pair| {
        let (name, value) = (reader.text(pair, "name"), reader.text(pair, "value"));
        Some((name?, value?))
    });
    Some(MetricId::new(namespace?, name?, dimensions?))
}

fn child(reader: &mut Reader, entry: &Value) -> Option<TriggeringChild> {
    let arn = reader.text(entry, "Arn");
    let state = reader.within(entry, "State", |reader, state| {
        let (value, at): (_, Option<Timestamp>) = (reader.parsed(state, "Value"), reader.instant(state, "Timestamp"));
        Some((value?, at?))
    });
    let (arn, (state, at)) = (arn?, state?);
    Some(TriggeringChild { arn, state, at })
}

fn contributor(reader: &mut Reader, value: &Value) -> Option<Option<Contributor>> {
    if value.get("AlarmContributorId").is_none() {
        return Some(None);
    }
    let id = reader.text(value, "AlarmContributorId");
    let attributes = reader.within(value, "AlarmContributorAttributes", |reader, attributes| {
        let names = attributes.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
        names.into_iter().map(|name| reader.text(attributes, &name).map(|value| (name, value))).collect()
    });
    Some(Some(Contributor { id: id?, attributes: attributes? }))
}
