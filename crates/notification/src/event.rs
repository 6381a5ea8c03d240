//! What CloudWatch tells EventBridge and Lambda of an alarm (CloudWatch User Guide, *Alarm events and EventBridge*;
//! recorded events of September 2026).
//!
//! Events are sent without any set-up, also while actions are disabled or muted.

use serde_json::{Value, json};
use signalarm_alarm::State;
use signalarm_time::{Duration, Timestamp};

use crate::object::Object;
use crate::write::instant;
use crate::{AlarmSettings, AnyStatistic, Arn, Asked, Bound, Comparison, CompositeRule, MetricSource, Query, Watched};

/// A state with all that is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldState {
    /// The state.
    pub value: State,
    /// Why; absent at the creation of an alarm.
    pub reason: Option<String>,
    /// Why, as the text of a JSON document.
    pub reason_data: Option<String>,
    /// Since when.
    pub at: Timestamp,
    /// What suppresses the actions of a composite alarm, and why, in AWS's words.
    pub suppressed: Option<(String, String)>,
}

/// An alarm as events tell of it: what it is called, and how it was configured at some time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ToldAlarm<'a> {
    /// Its settings.
    pub settings: &'a AlarmSettings,
    /// Its ARN, which names account and Region too.
    pub arn: &'a Arn,
    /// When it was configured so.
    pub configured: Timestamp,
}

/// What was done to an alarm's configuration. Enabling and disabling its actions is an update.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ConfigurationChange<'a> {
    /// It was created.
    Create,
    /// It was updated, and was configured so before.
    Update {
        /// The settings before.
        before: &'a AlarmSettings,
        /// When they were made.
        configured: Timestamp,
    },
    /// It was deleted.
    Delete,
}

impl ToldAlarm<'_> {
    /// The event of a state change. The `id` is the event's own.
    #[must_use]
    pub fn state_change_event(&self, id: &str, previous: &ToldState, state: &ToldState) -> Value {
        let detail = self.state_change(previous, state);
        self.frame(id, "CloudWatch Alarm State Change", state.at, detail)
    }

    /// The event of a change of the configuration. The `id` is the event's own.
    #[must_use]
    pub fn configuration_change_event(
        &self,
        id: &str,
        change: &ConfigurationChange<'_>,
        at: Timestamp,
        state: &ToldState,
    ) -> Value {
        let (operation, before) = match change {
            ConfigurationChange::Create => ("create", None),
            ConfigurationChange::Update { before, configured } => ("update", Some(configuration(before, *configured))),
            ConfigurationChange::Delete => ("delete", None),
        };
        let detail = Object::default()
            .with("alarmName", self.settings.name.as_str())
            .with("operation", operation)
            .with("state", told(state))
            .with("configuration", configuration(self.settings, self.configured))
            .with_some("previousConfiguration", before);
        self.frame(id, "CloudWatch Alarm Configuration Change", at, detail)
    }

    /// What a Lambda function gets that is an action of the alarm.
    #[must_use]
    pub fn lambda_payload(&self, previous: &ToldState, state: &ToldState) -> Value {
        json!({
            "source": SOURCE,
            "alarmArn": self.arn.as_str(),
            "accountId": self.arn.account(),
            "time": instant(state.at),
            "region": self.arn.region(),
            "alarmData": Value::from(self.state_change(previous, state)),
        })
    }

    fn state_change(&self, previous: &ToldState, state: &ToldState) -> Object {
        Object::default()
            .with("alarmName", self.settings.name.as_str())
            .with("state", told(state))
            .with("previousState", told(previous))
            .with("configuration", watched(&self.settings.watched).with_some("description", self.description()))
    }

    fn description(&self) -> Option<&str> {
        self.settings.description.as_deref()
    }

    /// The time of an event is cut to seconds.
    fn frame(&self, id: &str, detail_type: &str, at: Timestamp, detail: Object) -> Value {
        json!({
            "version": "0",
            "id": id,
            "detail-type": detail_type,
            "source": SOURCE,
            "account": self.arn.account(),
            "time": at.floor(Duration::SECOND).to_string(),
            "region": self.arn.region(),
            "resources": [self.arn.as_str()],
            "detail": Value::from(detail),
        })
    }
}

const SOURCE: &str = "aws.cloudwatch";

fn told(state: &ToldState) -> Object {
    let suppressed = state.suppressed.as_ref();
    Object::default()
        .with_some("actionsSuppressedBy", suppressed.map(|(by, _)| by.as_str()))
        .with_some("actionsSuppressedReason", suppressed.map(|(_, reason)| reason.as_str()))
        .with("value", state.value.to_string())
        .with_some("reason", state.reason.as_deref())
        .with_some("reasonData", state.reason_data.as_deref())
        .with("timestamp", instant(state.at))
}

/// The whole configuration: how it is compared, what is watched, and the rest.
fn configuration(settings: &AlarmSettings, configured: Timestamp) -> Object {
    let comparison = match &settings.watched {
        Watched::Metric(_, comparison) | Watched::Queries(_, comparison) => compared(comparison),
        Watched::Alarms(_) => Object::default(),
    };
    comparison
        .with_all(watched(&settings.watched))
        .with("alarmName", settings.name.as_str())
        .with_some("description", settings.description.as_deref())
        .with("actionsEnabled", settings.actions_enabled)
        .with("timestamp", instant(configured))
        .with("okActions", settings.ok_actions.as_slice())
        .with("alarmActions", settings.alarm_actions.as_slice())
        .with("insufficientDataActions", settings.insufficient_data_actions.as_slice())
}

fn compared(comparison: &Comparison) -> Object {
    let fields = Object::default()
        .with("evaluationPeriods", comparison.evaluation_periods)
        .with_some("datapointsToAlarm", comparison.datapoints_to_alarm);
    let fields = match &comparison.bound {
        Bound::Threshold(threshold) => fields.with("threshold", whole_where_possible(*threshold)),
        Bound::Band(id) => fields.with("thresholdMetricId", id.as_str()),
    };
    fields
        .with("comparisonOperator", comparison.comparator.to_string())
        .with_some("treatMissingData", comparison.missing_data.map(|treatment| treatment.to_string()))
        .with_some("evaluateLowSampleCountPercentile", comparison.low_sample_percentile.as_deref())
}

/// Events write `10` where messages write `10.0`.
fn whole_where_possible(number: f64) -> Value {
    let whole = number as i64;
    if whole as f64 == number { json!(whole) } else { json!(number) }
}

fn watched(watched: &Watched) -> Object {
    match watched {
        Watched::Metric(source, comparison) => {
            Object::default().with("metrics", vec![metric_query(source, comparison.period_seconds)])
        }
        Watched::Queries(queries, _) => {
            Object::default().with("metrics", queries.iter().map(query).collect::<Vec<Value>>())
        }
        Watched::Alarms(CompositeRule { rule, suppressor }) => {
            let rule = Object::default().with("alarmRule", rule.as_str());
            match suppressor {
                None => rule,
                Some(suppressor) => rule
                    .with("actionsSuppressor", suppressor.alarm.as_str())
                    .with("actionsSuppressorWaitPeriod", suppressor.wait_period_seconds)
                    .with("actionsSuppressorExtensionPeriod", suppressor.extension_period_seconds),
            }
        }
    }
}

fn metric_query(source: &MetricSource, period_seconds: u64) -> Value {
    let statistic = match &source.statistic {
        AnyStatistic::Plain(statistic) => statistic.to_string(),
        AnyStatistic::Extended(text) => text.clone(),
    };
    let asked = Asked::Metric { metric: source.metric.clone(), period_seconds, statistic, unit: source.unit.clone() };
    let id = generated_id(&format!("{asked:?}"));
    query(&Query { id, label: None, return_data: true, account: None, asked })
}

fn query(query: &Query) -> Value {
    let (label, account) = (query.label.as_deref(), query.account.as_deref());
    let id = Object::default().with("id", query.id.as_str());
    match &query.asked {
        Asked::Metric { metric, period_seconds, statistic, unit } => {
            let pairs = metric.dimensions.iter().map(|(name, value)| (name.clone(), value.as_str().into()));
            let stat = Object::default()
                .with(
                    "metric",
                    Object::default()
                        .with("namespace", metric.namespace.as_str())
                        .with("name", metric.name.as_str())
                        .with("dimensions", pairs.collect::<Object>()),
                )
                .with("period", *period_seconds)
                .with("stat", statistic.as_str())
                .with_some("unit", unit.as_deref());
            id.with("metricStat", stat)
                .with_some("label", label)
                .with("returnData", query.return_data)
                .with_some("accountId", account)
                .into()
        }
        Asked::Expression { expression, period_seconds } => id
            .with("expression", expression.as_str())
            .with_some("label", label)
            .with("returnData", query.return_data)
            .with_some("period", *period_seconds)
            .into(),
    }
}

/// CloudWatch makes up an id for the one metric of a metric alarm, always the same for the same configuration. It has
/// the form of a UUID; what is in it is not known.
fn generated_id(text: &str) -> String {
    let hash = |seed: u64| text.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME));
    let digits = format!("{:016x}{:016x}", hash(FNV_BASIS), hash(!FNV_BASIS));
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

/// The numbers of FNV-1a, a hash that is the same everywhere and for ever.
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;
const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
