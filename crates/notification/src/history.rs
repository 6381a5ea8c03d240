//! Items of an alarm's history (*DescribeAlarmHistory*): type, summary and data, as recorded in September 2026.

use std::fmt;

use serde_json::{Map, Value, json};
use signalarm_alarm::State;
use signalarm_time::Timestamp;

use crate::object::Object;
use crate::write::instant;
use crate::{AlarmSettings, AnyStatistic, Arn, Bound, Comparison, CompositeRule, MetricSource, NotPublished, Watched};

/// An item of an alarm's history.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryItem {
    /// *HistoryItemType*.
    pub item_type: HistoryItemType,
    /// *HistorySummary*.
    pub summary: String,
    /// *HistoryData*; the service gives it as text.
    pub data: Value,
}

/// The types of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryItemType {
    /// The alarm was created, updated or deleted.
    ConfigurationUpdate,
    /// Its state changed.
    StateUpdate,
    /// An action ran, or failed.
    Action,
}

/// An alarm as its history keeps it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeptAlarm<'a> {
    /// Its settings.
    pub settings: &'a AlarmSettings,
    /// Its ARN.
    pub arn: &'a Arn,
    /// When it was configured so.
    pub configured: Timestamp,
    /// Its state then.
    pub state: State,
    /// Since when it had been in it.
    pub state_since: Timestamp,
}

/// A state as the history keeps it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeptState<'a> {
    /// The state.
    pub value: State,
    /// Why.
    pub reason: &'a str,
    /// Why, as JSON; the first state of an alarm has none.
    pub reason_data: Option<&'a Value>,
}

/// What is said of an action that ran.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeptAction<'a> {
    /// The ARN of the action.
    pub resource: &'a str,
    /// When the state had changed.
    pub state_updated: Timestamp,
    /// What was published ([`crate::Message::publication`]), or why nothing was.
    pub result: Result<&'a Value, &'a NotPublished>,
    /// Until when a mute rule held the action back, where one did.
    pub mute_window_end: Option<Timestamp>,
}

impl HistoryItem {
    /// An alarm was created.
    #[must_use]
    pub fn created(alarm: &KeptAlarm<'_>) -> Self {
        let data = json!({ "version": VERSION, "type": "Create", "createdAlarm": Value::from(kept(alarm)) });
        Self::configuration(alarm, "created", data)
    }

    /// An alarm was updated. Of the alarm before, the fields are kept that it had and that are different now.
    #[must_use]
    pub fn updated(before: &KeptAlarm<'_>, alarm: &KeptAlarm<'_>) -> Self {
        let (now, before) = (Value::from(kept(alarm)), Value::from(kept(before)));
        let mut changed: Map<String, Value> = before.as_object().cloned().unwrap_or_default();
        changed.retain(|key, value| now.get(key) != Some(value));
        let data = json!({
            "version": VERSION, "type": "Update", "updatedAlarm": now, "originalUpdatedFields": changed,
        });
        Self::configuration(alarm, "updated", data)
    }

    /// An alarm was deleted.
    #[must_use]
    pub fn deleted(alarm: &KeptAlarm<'_>) -> Self {
        let data = json!({ "version": VERSION, "type": "Delete", "deletedAlarm": Value::from(kept(alarm)) });
        Self::configuration(alarm, "deleted", data)
    }

    /// The state of an alarm changed.
    #[must_use]
    pub fn state_changed(old: &KeptState<'_>, new: &KeptState<'_>) -> Self {
        Self {
            item_type: HistoryItemType::StateUpdate,
            summary: format!("Alarm updated from {} to {}", old.value, new.value),
            data: json!({ "version": VERSION, "oldState": kept_state(old), "newState": kept_state(new) }),
        }
    }

    /// An action ran, or failed: nobody else is told that it failed.
    #[must_use]
    pub fn action(action: &KeptAction<'_>) -> Self {
        let (did, state) = match action.result {
            Ok(_) => ("Successfully executed", "Succeeded"),
            Err(_) => ("Failed to execute", "Failed"),
        };
        Self {
            item_type: HistoryItemType::Action,
            summary: format!("{did} action {}", action.resource),
            data: json!({
                "actionState": state,
                "stateUpdateTimestamp": action.state_updated.as_millis(),
                "notificationResource": action.resource,
                "publishedMessage": action.result.ok().map(Value::to_string),
                "error": action.result.err().map(NotPublished::to_string),
                "muteWindowEndTimestamp": action.mute_window_end.map(Timestamp::as_millis),
            }),
        }
    }

    fn configuration(alarm: &KeptAlarm<'_>, done: &str, data: Value) -> Self {
        let summary = format!("Alarm \"{}\" {done}", alarm.settings.name);
        Self { item_type: HistoryItemType::ConfigurationUpdate, summary, data }
    }
}

const VERSION: &str = "1.0";

/// The fields of an alarm without further settings, and their order, were recorded; where the others stand is assumed.
fn kept(alarm: &KeptAlarm<'_>) -> Object {
    let settings = alarm.settings;
    let fields = Object::default()
        .with("alarmName", settings.name.as_str())
        .with("alarmArn", alarm.arn.as_str())
        .with_some("alarmDescription", settings.description.as_deref())
        .with("alarmConfigurationUpdatedTimestamp", instant(alarm.configured));
    let fields = match &settings.watched {
        Watched::Metric(source, comparison) => fields.with_all(metric(source, comparison)),
        Watched::Queries(_, comparison) => fields.with_all(compared(comparison)),
        Watched::Alarms(CompositeRule { rule, .. }) => fields.with("alarmRule", rule.as_str()),
    };
    fields
        .with("stateValue", alarm.state.to_string())
        .with("stateUpdatedTimestamp", instant(alarm.state_since))
        .with("actionsEnabled", settings.actions_enabled)
        .with("alarmActions", settings.alarm_actions.as_slice())
        .with("insufficientDataActions", settings.insufficient_data_actions.as_slice())
        .with("okactions", settings.ok_actions.as_slice())
}

/// A plain statistic stands in capitals under the name of extended ones.
fn metric(source: &MetricSource, comparison: &Comparison) -> Object {
    let statistic: &AnyStatistic = &source.statistic;
    let dimensions = source.metric.dimensions.iter().map(|(name, value)| json!({ "name": name, "value": value }));
    Object::default()
        .with("namespace", source.metric.namespace.as_str())
        .with("metricName", source.metric.name.as_str())
        .with("extendedStatistic", statistic.in_capitals())
        .with("period", comparison.period_seconds)
        .with("dimensions", dimensions.collect::<Vec<Value>>())
        .with_some("unit", source.unit.as_deref())
        .with_all(compared(comparison))
}

fn compared(comparison: &Comparison) -> Object {
    let fields = match &comparison.bound {
        Bound::Threshold(threshold) => Object::default().with("threshold", *threshold),
        Bound::Band(id) => Object::default().with("thresholdMetricId", id.as_str()),
    };
    fields
        .with("comparisonOperator", comparison.comparator.to_string())
        .with("evaluationPeriods", comparison.evaluation_periods)
        .with_some("datapointsToAlarm", comparison.datapoints_to_alarm)
        .with_some("treatMissingData", comparison.missing_data.map(|treatment| treatment.to_string()))
        .with_some("evaluateLowSampleCountPercentile", comparison.low_sample_percentile.as_deref())
}

fn kept_state(state: &KeptState<'_>) -> Value {
    Object::default()
        .with("stateValue", state.value.to_string())
        .with("stateReason", state.reason)
        .with_some("stateReasonData", state.reason_data.cloned())
        .into()
}

impl fmt::Display for HistoryItemType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ConfigurationUpdate => "ConfigurationUpdate",
            Self::StateUpdate => "StateUpdate",
            Self::Action => "Action",
        })
    }
}
