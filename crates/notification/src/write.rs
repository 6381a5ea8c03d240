//! The JSON message of an alarm: what SNS sends to every protocol that has no text of its own. Fields and their order
//! are those of recorded and published messages.

use serde_json::{Value, json};
use signalarm_metric::MetricId;
use signalarm_time::Timestamp;

use crate::object::Object;
use crate::{
    AnyStatistic, Asked, Bound, Comparison, Contributor, Edition, Message, MetricSource, Query, TriggeringChild,
    Watched,
};

impl Message {
    /// The message as JSON, in an edition.
    ///
    /// Numbers are doubles as serde writes them; from 10,000,000 on AWS may write `1.0E7`, which was never seen.
    #[must_use]
    pub fn to_json(&self, edition: Edition) -> Value {
        match &self.alarm.watched {
            Watched::Metric(source, comparison) => {
                let trigger = source_fields(source).with_all(comparison_fields(comparison, edition));
                self.metric_message(edition).with("Trigger", trigger).into()
            }
            Watched::Queries(queries, comparison) => {
                let queries: Vec<Value> = queries.iter().map(query).collect();
                let trigger = comparison_fields(comparison, edition).with("Metrics", queries);
                self.metric_message(edition).with("Trigger", trigger).into()
            }
            Watched::Alarms(composite) => {
                let children: Vec<Value> = self.triggering_children.iter().map(child).collect();
                self.composite_message(edition)
                    .with("AlarmRule", composite.rule.as_str())
                    .with("TriggeringChildren", children)
                    .into()
            }
        }
    }

    /// The fields before Trigger.
    fn metric_message(&self, edition: Edition) -> Object {
        let configured = self.configuration_updated.filter(|_| edition.has_configuration());
        let contributor = self.contributor.as_ref();
        self.beginning()
            .with_some("AlarmConfigurationUpdatedTimestamp", configured.map(instant))
            .with_all(self.change(edition))
            .with("OldStateValue", self.old_state.to_string())
            .with_some("AlarmContributorId", contributor.map(|found| found.id.as_str()))
            .with_some("AlarmContributorAttributes", contributor.map(attributes))
            .with_if(edition.has_mute_window(), "ActionExecutedAfterMuteWindow", self.after_mute_window)
            .with_all(self.actions(edition))
    }

    /// The fields before AlarmRule: the old state stands after the actions.
    fn composite_message(&self, edition: Edition) -> Object {
        self.beginning()
            .with_all(self.change(edition))
            .with_all(self.actions(edition))
            .with_if(edition.has_mute_window(), "ActionExecutedAfterMuteWindow", self.after_mute_window)
            .with("OldStateValue", self.old_state.to_string())
    }

    fn beginning(&self) -> Object {
        Object::default()
            .with("AlarmName", self.alarm.name.as_str())
            .with("AlarmDescription", self.alarm.description.as_deref())
            .with("AWSAccountId", self.account.as_str())
    }

    fn change(&self, edition: Edition) -> Object {
        let arn = self.arn.as_ref().filter(|_| edition.has_arn());
        Object::default()
            .with("NewStateValue", self.new_state.to_string())
            .with("NewStateReason", self.reason.as_str())
            .with("StateChangeTime", instant(self.at))
            .with("Region", self.region_display_name())
            .with_some("AlarmArn", arn.map(|arn| arn.as_str()))
    }

    fn actions(&self, edition: Edition) -> Object {
        let alarm = &self.alarm;
        Object::default()
            .with_if(edition.has_configuration(), "OKActions", alarm.ok_actions.as_slice())
            .with_if(edition.has_configuration(), "AlarmActions", alarm.alarm_actions.as_slice())
            .with_if(edition.has_configuration(), "InsufficientDataActions", alarm.insufficient_data_actions.as_slice())
    }
}

fn source_fields(source: &MetricSource) -> Object {
    // An extended statistic has a key of its own (a published message of 2022).
    let key = match source.statistic {
        AnyStatistic::Plain(_) => "Statistic",
        AnyStatistic::Extended(_) => "ExtendedStatistic",
    };
    Object::default()
        .with("MetricName", source.metric.name.as_str())
        .with("Namespace", source.metric.namespace.as_str())
        .with("StatisticType", key)
        .with(key, source.statistic.in_capitals())
        .with("Unit", source.unit.as_deref())
        .with("Dimensions", dimensions(&source.metric))
}

fn comparison_fields(comparison: &Comparison, edition: Edition) -> Object {
    let datapoints_to_alarm = comparison.datapoints_to_alarm.filter(|_| edition.has_configuration());
    let missing_data = comparison.missing_data.map(|treatment| treatment.to_string());
    let fields = Object::default()
        .with("Period", comparison.period_seconds)
        .with("EvaluationPeriods", comparison.evaluation_periods)
        .with_some("DatapointsToAlarm", datapoints_to_alarm)
        .with("ComparisonOperator", comparison.comparator.to_string());
    let fields = match &comparison.bound {
        Bound::Threshold(threshold) => fields.with("Threshold", *threshold),
        Bound::Band(id) => fields.with("ThresholdMetricId", id.as_str()),
    };
    fields
        .with("TreatMissingData", edition.treatment(missing_data.as_deref()))
        .with("EvaluateLowSampleCountPercentile", comparison.low_sample_percentile.as_deref().unwrap_or_default())
}

fn query(query: &Query) -> Value {
    let (label, account) = (query.label.as_deref(), query.account.as_deref());
    match &query.asked {
        Asked::Metric { metric, period_seconds, statistic, unit } => {
            let stat = Object::default()
                .with("Metric", metric_fields(metric))
                .with("Period", *period_seconds)
                .with("Stat", statistic.as_str())
                .with_some("Unit", unit.as_deref());
            Object::default()
                .with("Id", query.id.as_str())
                .with_some("Label", label)
                .with("MetricStat", stat)
                .with("ReturnData", query.return_data)
                .with_some("AccountId", account)
                .into()
        }
        Asked::Expression { expression, period_seconds } => Object::default()
            .with("Expression", expression.as_str())
            .with("Id", query.id.as_str())
            .with_some("Label", label)
            .with("ReturnData", query.return_data)
            .with_some("AccountId", account)
            .with_some("Period", *period_seconds)
            .into(),
    }
}

fn metric_fields(metric: &MetricId) -> Value {
    json!({ "Dimensions": dimensions(metric), "MetricName": metric.name, "Namespace": metric.namespace })
}

fn dimensions(metric: &MetricId) -> Vec<Value> {
    metric.dimensions.iter().map(|(name, value)| json!({ "value": value, "name": name })).collect()
}

fn attributes(contributor: &Contributor) -> Object {
    contributor.attributes.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect()
}

fn child(child: &TriggeringChild) -> Value {
    json!({ "Arn": child.arn, "State": { "Value": child.state.to_string(), "Timestamp": instant(child.at) } })
}

pub(crate) fn instant(at: Timestamp) -> String {
    at.message_form().to_string()
}
