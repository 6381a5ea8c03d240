//! What the account tells of alarms as they stand.

use signalarm_cloud::{
    AlarmType, DescribeAlarms, DescribeAlarmsForMetric, DescribedAlarms, DescribedCompositeAlarm, DescribedMetricAlarm,
    DescribedState, PutMetricAlarm, Refusal, Tag,
};

use crate::account::Account;
use crate::alarms::AlarmInForce;
use crate::composites::CompositeInForce;
use crate::history::is_of_type;
use crate::tags::{TagSet, told};

impl Account {
    pub(crate) fn describe_alarms(&self, request: &DescribeAlarms) -> DescribedAlarms {
        let mut described = DescribedAlarms::default();
        let DescribeAlarms { alarm_names, alarm_name_prefix, alarm_types, state_value, action_prefix, next_token: _ } =
            request;
        let is_named = |name: &str| {
            (alarm_names.is_empty() || alarm_names.iter().any(|wanted| wanted == name))
                && alarm_name_prefix.as_ref().is_none_or(|prefix| name.starts_with(prefix.as_str()))
        };
        let begins = |action: &str| action_prefix.as_ref().is_none_or(|prefix| action.starts_with(prefix.as_str()));
        let stands = |state: &DescribedState| state_value.is_none_or(|wanted| wanted == state.state_value);
        if is_of_type(alarm_types, AlarmType::Metric) {
            let named = self.alarm_names.iter().filter(|(name, _)| is_named(name));
            let alarms = named.map(|(_, index)| self.described(&self.alarms[*index]));
            let is_wanted = |alarm: &DescribedMetricAlarm| {
                stands(&alarm.state) && (action_prefix.is_none() || alarm.configuration.actions().any(begins))
            };
            described.metric_alarms.extend(alarms.filter(is_wanted));
        }
        if is_of_type(alarm_types, AlarmType::Composite) {
            let named = self.composites.iter().filter(|(name, _)| is_named(name));
            let alarms = named.map(|(name, composite)| self.described_composite(name, composite));
            let is_wanted = |alarm: &DescribedCompositeAlarm| {
                stands(&alarm.state) && (action_prefix.is_none() || alarm.configuration.actions().any(begins))
            };
            described.composite_alarms.extend(alarms.filter(is_wanted));
        }
        described
    }

    pub(crate) fn describe_alarms_for_metric(&self, request: &DescribeAlarmsForMetric) -> Vec<DescribedMetricAlarm> {
        let fits = |wanted: &Option<String>, found: &Option<String>| wanted.is_none() || wanted == found;
        let is_wanted = |alarm: &&AlarmInForce| {
            let PutMetricAlarm { statistic, extended_statistic, period, unit, .. } = &alarm.request;
            alarm.life.settings().metric == request.metric
                && fits(&request.statistic, statistic)
                && fits(&request.extended_statistic, extended_statistic)
                && (request.period.is_none() || request.period == *period)
                && fits(&request.unit, unit)
        };
        let alarms = self.alarm_names.values().map(|index| &self.alarms[*index]);
        alarms.filter(is_wanted).map(|alarm| self.described(alarm)).collect()
    }

    pub(crate) fn list_tags(&mut self, arn: &str) -> Result<Vec<Tag>, Refusal> {
        self.tags_of_alarm(arn).map(|tags| told(tags))
    }

    /// The tags of the alarm of an ARN, to change them.
    pub(crate) fn tags_of_alarm(&mut self, arn: &str) -> Result<&mut TagSet, Refusal> {
        let name = arn.strip_prefix(&self.place.alarm_arn("")).ok_or(Refusal::TaggedResourceNotFound)?;
        match self.alarm_names.get(name) {
            Some(index) => Ok(&mut self.alarms[*index].tags),
            None => {
                let composite = self.composites.get_mut(name);
                composite.map(|composite| &mut composite.tags).ok_or(Refusal::TaggedResourceNotFound)
            }
        }
    }

    fn described(&self, alarm: &AlarmInForce) -> DescribedMetricAlarm {
        let state = alarm.life.state();
        let written = || state.reason.data().map(ToString::to_string);
        DescribedMetricAlarm {
            configuration: alarm.request.clone(),
            state: DescribedState {
                alarm_arn: self.place.alarm_arn(&alarm.request.alarm_name),
                alarm_configuration_updated: alarm.life.configured(),
                state_value: state.value,
                state_reason: state.reason.to_string(),
                state_reason_data: alarm.given_reason_data.clone().or_else(written),
                state_updated: alarm.life.state_entered(),
                state_transitioned: alarm.life.state_entered(),
            },
        }
    }

    fn described_composite(&self, name: &str, composite: &CompositeInForce) -> DescribedCompositeAlarm {
        let written = || composite.alarm.reason_data().map(ToString::to_string);
        DescribedCompositeAlarm {
            configuration: composite.request.clone(),
            state: DescribedState {
                alarm_arn: self.place.alarm_arn(name),
                alarm_configuration_updated: composite.configured,
                state_value: composite.alarm.state(),
                state_reason: composite.alarm.reason().to_owned(),
                state_reason_data: composite.given_reason_data.clone().or_else(written),
                state_updated: composite.state_entered,
                state_transitioned: composite.state_entered,
            },
        }
    }
}
