//! Alarms as requests of *PutMetricAlarm* and *PutCompositeAlarm* write them, and an alarm that has everything.

use std::sync::Arc;

use serde_json::Value;
use signalarm_alarm::{MissingData, Operator, State, Statistic};
use signalarm_metric::MetricId;
use signalarm_time::Timestamp;

use super::{Disagreement, not_understood};
use crate::reader::Reader;
use crate::{
    AlarmSettings, AnyStatistic, Asked, Bound, Comparator, Comparison, CompositeRule, Message, MetricSource, Query,
    Suppressor, Watched,
};

/// The settings that a request gives.
pub(super) fn settings(request: &Value) -> Result<AlarmSettings, Disagreement> {
    let mut reader = Reader::default();
    match read(&mut reader, request) {
        Some(settings) if reader.is_content() => Ok(settings),
        Some(_) | None => {
            let faults: Vec<String> = reader.into_faults().iter().map(ToString::to_string).collect();
            Err(not_understood(format!("the alarm: {}", faults.join("; "))))
        }
    }
}

fn read(reader: &mut Reader, request: &Value) -> Option<AlarmSettings> {
    let (name, description) = (reader.text(request, "AlarmName"), reader.text_if_any(request, "AlarmDescription"));
    let actions_enabled = reader.boolean_if_any(request, "ActionsEnabled");
    let ok_actions = reader.list_if_any(request, "OKActions", Reader::item_text);
    let alarm_actions = reader.list_if_any(request, "AlarmActions", Reader::item_text);
    let insufficient_data_actions = reader.list_if_any(request, "InsufficientDataActions", Reader::item_text);
    let watched = if request.get("AlarmRule").is_some() {
        composite(reader, request).map(Watched::Alarms)
    } else if request.get("Metrics").is_some() {
        let (queries, comparison) = (reader.list_if_any(request, "Metrics", query), comparison(reader, request));
        queries.zip(comparison).map(|(queries, comparison)| Watched::Queries(queries, comparison))
    } else {
        let (source, comparison) = (source(reader, request), comparison(reader, request));
        source.zip(comparison).map(|(source, comparison)| Watched::Metric(source, comparison))
    };
    Some(AlarmSettings {
        name: name?,
        description: description?,
        actions_enabled: actions_enabled?.unwrap_or(true),
        ok_actions: ok_actions?,
        alarm_actions: alarm_actions?,
        insufficient_data_actions: insufficient_data_actions?,
        watched: watched?,
    })
}

fn composite(reader: &mut Reader, request: &Value) -> Option<CompositeRule> {
    let rule = reader.text(request, "AlarmRule");
    let alarm = reader.text_if_any(request, "ActionsSuppressor");
    let wait = reader.count_if_any(request, "ActionsSuppressorWaitPeriod");
    let extension = reader.count_if_any(request, "ActionsSuppressorExtensionPeriod");
    let (wait, extension) = (wait?.unwrap_or(0), extension?.unwrap_or(0));
    let suppressor = alarm?.map(|alarm| Suppressor {
        alarm,
        wait_period_seconds: wait.into(),
        extension_period_seconds: extension.into(),
    });
    Some(CompositeRule { rule: rule?, suppressor })
}

fn source(reader: &mut Reader, request: &Value) -> Option<MetricSource> {
    let metric = metric(reader, request);
    let statistic = match request.get("ExtendedStatistic") {
        Some(_) => reader.text(request, "ExtendedStatistic").map(AnyStatistic::Extended),
        None => reader.parsed(request, "Statistic").map(AnyStatistic::Plain),
    };
    let unit = reader.text_if_any(request, "Unit");
    Some(MetricSource { metric: metric?, statistic: statistic?, unit: unit? })
}

fn metric(reader: &mut Reader, request: &Value) -> Option<MetricId> {
    let (namespace, name) = (reader.text(request, "Namespace"), reader.text(request, "MetricName"));
    let dimensions = reader.list_if_any(request, "Dimensions", |reader, pair| {
        let (name, value) = (reader.text(pair, "Name"), reader.text(pair, "Value"));
        Some((name?, value?))
    });
    Some(MetricId::new(namespace?, name?, dimensions?))
}

fn comparison(reader: &mut Reader, request: &Value) -> Option<Comparison> {
    // A request with queries may leave the period to them.
    let period = reader.count_if_any(request, "Period");
    let periods = reader.count(request, "EvaluationPeriods");
    let datapoints_to_alarm = reader.count_if_any(request, "DatapointsToAlarm");
    let comparator = reader.parsed(request, "ComparisonOperator");
    let bound = match request.get("ThresholdMetricId") {
        Some(_) => reader.text(request, "ThresholdMetricId").map(Bound::Band),
        None => reader.number(request, "Threshold").map(Bound::Threshold),
    };
    let missing_data = reader.parsed_if_any(request, "TreatMissingData");
    let low_samples = reader.text_if_any(request, "EvaluateLowSampleCountPercentile");
    Some(Comparison {
        period_seconds: period?.map_or(0, u64::from),
        evaluation_periods: periods?,
        datapoints_to_alarm: datapoints_to_alarm?,
        comparator: comparator?,
        bound: bound?,
        missing_data: missing_data?,
        low_sample_percentile: low_samples?,
    })
}

fn query(reader: &mut Reader, entry: &Value) -> Option<Query> {
    let (id, label) = (reader.text(entry, "Id"), reader.text_if_any(entry, "Label"));
    let return_data = reader.boolean_if_any(entry, "ReturnData");
    let account = reader.text_if_any(entry, "AccountId");
    let asked = match entry.get("MetricStat") {
        Some(_) => reader.within(entry, "MetricStat", |reader, stat| {
            let metric = reader.within(stat, "Metric", metric);
            let (period, statistic) = (reader.count(stat, "Period"), reader.text(stat, "Stat"));
            let (unit, period_seconds) = (reader.text_if_any(stat, "Unit")?, u64::from(period?));
            Some(Asked::Metric { metric: metric?, period_seconds, statistic: statistic?, unit })
        }),
        None => {
            let (expression, period) = (reader.text(entry, "Expression"), reader.count_if_any(entry, "Period"));
            expression
                .zip(period)
                .map(|(expression, period)| Asked::Expression { expression, period_seconds: period.map(u64::from) })
        }
    };
    Some(Query { id: id?, label: label?, return_data: return_data?.unwrap_or(true), account: account?, asked: asked? })
}

/// The message of an alarm that has every field which a message of a metric alarm can have without being of many series.
pub(super) fn specimen() -> Message {
    let metric = MetricId::new("Namespace".to_owned(), "Metric".to_owned(), vec![("A".to_owned(), "x".to_owned())]);
    let source = MetricSource { metric, statistic: AnyStatistic::Plain(Statistic::Sum), unit: None };
    Message {
        alarm: Arc::new(AlarmSettings {
            name: "alarm".to_owned(),
            description: Some("description".to_owned()),
            actions_enabled: true,
            ok_actions: Vec::new(),
            alarm_actions: Vec::new(),
            insufficient_data_actions: Vec::new(),
            watched: Watched::Metric(source, specimen_comparison()),
        }),
        arn: "arn:aws:cloudwatch:us-east-1:111122223333:alarm:alarm".parse().ok(),
        account: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        configuration_updated: Some(Timestamp::MIN),
        old_state: State::Ok,
        new_state: State::Alarm,
        reason: "reason".into(),
        at: Timestamp::MIN,
        after_mute_window: false,
        contributor: None,
        triggering_children: Vec::new(),
    }
}

/// A comparison that has every field.
pub(super) fn specimen_comparison() -> Comparison {
    Comparison {
        period_seconds: 60,
        evaluation_periods: 1,
        datapoints_to_alarm: Some(1),
        comparator: Comparator::Threshold(Operator::GreaterThan),
        bound: Bound::Threshold(0.0),
        missing_data: Some(MissingData::Missing),
        low_sample_percentile: None,
    }
}
