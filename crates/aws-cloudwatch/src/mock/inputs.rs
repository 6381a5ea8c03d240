//! The SDK's inputs, read back as calls.

use signalarm_aws_clients::cloudwatch::operation::delete_alarm_mute_rule::DeleteAlarmMuteRuleInput;
use signalarm_aws_clients::cloudwatch::operation::delete_alarms::DeleteAlarmsInput;
use signalarm_aws_clients::cloudwatch::operation::describe_alarm_history::DescribeAlarmHistoryInput;
use signalarm_aws_clients::cloudwatch::operation::describe_alarms::DescribeAlarmsInput;
use signalarm_aws_clients::cloudwatch::operation::describe_alarms_for_metric::DescribeAlarmsForMetricInput;
use signalarm_aws_clients::cloudwatch::operation::disable_alarm_actions::DisableAlarmActionsInput;
use signalarm_aws_clients::cloudwatch::operation::enable_alarm_actions::EnableAlarmActionsInput;
use signalarm_aws_clients::cloudwatch::operation::list_alarm_mute_rules::ListAlarmMuteRulesInput;
use signalarm_aws_clients::cloudwatch::operation::list_tags_for_resource::ListTagsForResourceInput;
use signalarm_aws_clients::cloudwatch::operation::put_alarm_mute_rule::PutAlarmMuteRuleInput;
use signalarm_aws_clients::cloudwatch::operation::put_composite_alarm::PutCompositeAlarmInput;
use signalarm_aws_clients::cloudwatch::operation::put_metric_alarm::PutMetricAlarmInput;
use signalarm_aws_clients::cloudwatch::operation::put_metric_data::PutMetricDataInput;
use signalarm_aws_clients::cloudwatch::operation::set_alarm_state::SetAlarmStateInput;
use signalarm_aws_clients::cloudwatch::operation::tag_resource::TagResourceInput;
use signalarm_aws_clients::cloudwatch::types::{AlarmType as SdkAlarmType, ScanBy};
use signalarm_aws_clients::mock::{Unfit, required};
use signalarm_aws_clients::timestamp;
use signalarm_cloud::{
    AlarmType, Call, CloudWatchCall, DescribeAlarmHistory, DescribeAlarms, DescribeAlarmsForMetric, PutAlarmMuteRule,
    PutCompositeAlarm, PutMetricAlarm, SetAlarmState,
};
use signalarm_metric::MetricId;

use crate::data::own_datum;
use crate::history::own_item_type;
use crate::mutes;
use crate::shapes::{own_alarm_type, own_dimensions, own_query, own_tags, own_window};

type Read = Result<Call, Unfit>;

pub(super) fn put_metric_alarm(input: &PutMetricAlarmInput) -> Read {
    let not_carried = [
        ("WarmUpConfiguration", input.warm_up_configuration.is_some()),
        ("EvaluationCriteria", input.evaluation_criteria.is_some()),
        ("EvaluationInterval", input.evaluation_interval.is_some()),
        ("ActionConfiguration", input.action_configuration.is_some()),
    ];
    only_what_is_carried(&not_carried)?;
    let metrics = input.metrics().iter().map(own_query).collect::<Result<_, _>>();
    Ok(CloudWatchCall::PutMetricAlarm(Box::new(PutMetricAlarm {
        alarm_name: required("AlarmName", input.alarm_name())?,
        alarm_description: input.alarm_description.clone(),
        actions_enabled: input.actions_enabled,
        ok_actions: input.ok_actions().to_vec(),
        alarm_actions: input.alarm_actions().to_vec(),
        insufficient_data_actions: input.insufficient_data_actions().to_vec(),
        metric_name: input.metric_name.clone(),
        namespace: input.namespace.clone(),
        statistic: input.statistic().map(|statistic| statistic.as_str().to_owned()),
        extended_statistic: input.extended_statistic.clone(),
        dimensions: own_dimensions(input.dimensions()).map_err(missing)?,
        period: input.period,
        unit: input.unit().map(|unit| unit.as_str().to_owned()),
        evaluation_periods: input.evaluation_periods,
        datapoints_to_alarm: input.datapoints_to_alarm,
        threshold: input.threshold,
        threshold_metric_id: input.threshold_metric_id.clone(),
        comparison_operator: input.comparison_operator().map(|operator| operator.as_str().to_owned()),
        treat_missing_data: input.treat_missing_data.clone(),
        evaluate_low_sample_count_percentile: input.evaluate_low_sample_count_percentile.clone(),
        evaluation_window: input.evaluation_window().and_then(own_window),
        metrics: metrics.map_err(missing)?,
        tags: own_tags(input.tags()).map_err(missing)?,
    }))
    .into())
}

pub(super) fn put_metric_data(input: &PutMetricDataInput) -> Read {
    only_what_is_carried(&[("EntityMetricData", input.entity_metric_data.is_some())])?;
    let data = input.metric_data().iter().map(own_datum).collect::<Result<_, _>>().map_err(missing)?;
    Ok(CloudWatchCall::PutMetricData { namespace: required("Namespace", input.namespace())?, data }.into())
}

pub(super) fn put_alarm_mute_rule(input: &PutAlarmMuteRuleInput) -> Read {
    let schedule = input.rule().and_then(|rule| rule.schedule()).ok_or(missing("Schedule"))?;
    let targets = input.mute_targets().ok_or(missing("MuteTargets"))?;
    let expire_date = input.expire_date().ok_or(missing("ExpireDate"))?;
    Ok(CloudWatchCall::PutAlarmMuteRule(PutAlarmMuteRule {
        name: required("Name", input.name())?,
        alarm_names: targets.alarm_names().to_vec(),
        at: schedule.expression().and_then(mutes::instant).ok_or(Unfit::new("only “at” expressions are carried"))?,
        duration: schedule.duration().and_then(mutes::duration).ok_or(Unfit::new("only minutes are carried"))?,
        expire_date: timestamp(expire_date),
    })
    .into())
}

pub(super) fn list_alarm_mute_rules(input: &ListAlarmMuteRulesInput) -> Read {
    let alarm_name = required("AlarmName", input.alarm_name())?;
    Ok(CloudWatchCall::ListAlarmMuteRules { alarm_name, next_token: input.next_token.clone() }.into())
}

pub(super) fn delete_alarm_mute_rule(input: &DeleteAlarmMuteRuleInput) -> Read {
    Ok(CloudWatchCall::DeleteAlarmMuteRule(required("AlarmMuteRuleName", input.alarm_mute_rule_name())?).into())
}

pub(super) fn put_composite_alarm(input: &PutCompositeAlarmInput) -> Read {
    only_what_is_carried(&[
        ("ActionsSuppressor", input.actions_suppressor.is_some()),
        ("ActionConfiguration", input.action_configuration.is_some()),
    ])?;
    Ok(CloudWatchCall::PutCompositeAlarm(Box::new(PutCompositeAlarm {
        alarm_name: required("AlarmName", input.alarm_name())?,
        alarm_description: input.alarm_description.clone(),
        alarm_rule: required("AlarmRule", input.alarm_rule())?,
        actions_enabled: input.actions_enabled,
        ok_actions: input.ok_actions().to_vec(),
        alarm_actions: input.alarm_actions().to_vec(),
        insufficient_data_actions: input.insufficient_data_actions().to_vec(),
        tags: own_tags(input.tags()).map_err(missing)?,
    }))
    .into())
}

pub(super) fn delete_alarms(input: &DeleteAlarmsInput) -> Read {
    Ok(CloudWatchCall::DeleteAlarms(required("AlarmNames", input.alarm_names.as_ref())?).into())
}

pub(super) fn describe_alarms(input: &DescribeAlarmsInput) -> Read {
    only_what_is_carried(&[
        ("ChildrenOfAlarmName", input.children_of_alarm_name.is_some()),
        ("ParentsOfAlarmName", input.parents_of_alarm_name.is_some()),
        ("MaxRecords", input.max_records.is_some()),
    ])?;
    let state = input.state_value().map(|state| state.as_str().parse());
    Ok(CloudWatchCall::DescribeAlarms(DescribeAlarms {
        alarm_names: input.alarm_names().to_vec(),
        alarm_name_prefix: input.alarm_name_prefix.clone(),
        alarm_types: own_alarm_types(input.alarm_types())?,
        state_value: state.transpose().map_err(|_| Unfit::new("StateValue is no state"))?,
        action_prefix: input.action_prefix.clone(),
        next_token: input.next_token.clone(),
    })
    .into())
}

pub(super) fn describe_alarms_for_metric(input: &DescribeAlarmsForMetricInput) -> Read {
    Ok(CloudWatchCall::DescribeAlarmsForMetric(DescribeAlarmsForMetric {
        metric: MetricId::new(
            required("Namespace", input.namespace())?,
            required("MetricName", input.metric_name())?,
            own_dimensions(input.dimensions()).map_err(missing)?,
        ),
        statistic: input.statistic().map(|statistic| statistic.as_str().to_owned()),
        extended_statistic: input.extended_statistic.clone(),
        period: input.period,
        unit: input.unit().map(|unit| unit.as_str().to_owned()),
    })
    .into())
}

pub(super) fn describe_alarm_history(input: &DescribeAlarmHistoryInput) -> Read {
    only_what_is_carried(&[
        ("AlarmContributorId", input.alarm_contributor_id.is_some()),
        ("StartDate", input.start_date.is_some()),
        ("EndDate", input.end_date.is_some()),
        ("MaxRecords", input.max_records.is_some()),
    ])?;
    let item_type = input.history_item_type();
    let own_type = item_type.map(|item_type| {
        own_item_type(item_type).ok_or_else(|| Unfit::new(format!("HistoryItemType {item_type} is not carried")))
    });
    Ok(CloudWatchCall::DescribeAlarmHistory(DescribeAlarmHistory {
        alarm_name: input.alarm_name.clone(),
        alarm_types: own_alarm_types(input.alarm_types())?,
        history_item_type: own_type.transpose()?,
        is_ascending: input.scan_by() == Some(&ScanBy::TimestampAscending),
        next_token: input.next_token.clone(),
    })
    .into())
}

pub(super) fn list_tags_for_resource(input: &ListTagsForResourceInput) -> Read {
    Ok(CloudWatchCall::ListTagsForResource(required("ResourceARN", input.resource_arn())?).into())
}

pub(super) fn set_alarm_state(input: &SetAlarmStateInput) -> Read {
    let state_value = input.state_value().map(|state| state.as_str());
    Ok(CloudWatchCall::SetAlarmState(SetAlarmState {
        alarm_name: required("AlarmName", input.alarm_name())?,
        state_value: required("StateValue", state_value)?,
        state_reason: required("StateReason", input.state_reason())?,
        state_reason_data: input.state_reason_data.clone(),
    })
    .into())
}

pub(super) fn enable_alarm_actions(input: &EnableAlarmActionsInput) -> Read {
    Ok(CloudWatchCall::EnableAlarmActions(required("AlarmNames", input.alarm_names.as_ref())?).into())
}

pub(super) fn disable_alarm_actions(input: &DisableAlarmActionsInput) -> Read {
    Ok(CloudWatchCall::DisableAlarmActions(required("AlarmNames", input.alarm_names.as_ref())?).into())
}

pub(super) fn tag_resource(input: &TagResourceInput) -> Read {
    let resource_arn = required("ResourceARN", input.resource_arn())?;
    let tags = required("Tags", input.tags.as_ref())?;
    Ok(CloudWatchCall::TagResource { resource_arn, tags: own_tags(&tags).map_err(missing)? }.into())
}

fn own_alarm_types(types: &[SdkAlarmType]) -> Result<Vec<AlarmType>, Unfit> {
    let own = |alarm_type: &SdkAlarmType| {
        own_alarm_type(alarm_type).ok_or_else(|| Unfit::new(format!("AlarmTypes: {alarm_type} is not carried")))
    };
    types.iter().map(own).collect()
}

fn only_what_is_carried(members: &[(&str, bool)]) -> Result<(), Unfit> {
    match members.iter().find(|(_, is_given)| *is_given) {
        Some((member, _)) => Err(Unfit::new(format!("{member} is not carried"))),
        None => Ok(()),
    }
}

fn missing(member: &str) -> Unfit {
    Unfit::new(format!("{member} is missing"))
}
