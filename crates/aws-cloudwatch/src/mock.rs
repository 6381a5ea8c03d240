//! The rules that let an account in memory answer the SDK's client of CloudWatch.

mod inputs;
mod outputs;

use signalarm_aws_clients::cloudwatch::Client;
use signalarm_aws_clients::cloudwatch::operation::delete_alarm_mute_rule::DeleteAlarmMuteRuleOutput;
use signalarm_aws_clients::cloudwatch::operation::delete_alarms::DeleteAlarmsOutput;
use signalarm_aws_clients::cloudwatch::operation::disable_alarm_actions::DisableAlarmActionsOutput;
use signalarm_aws_clients::cloudwatch::operation::enable_alarm_actions::EnableAlarmActionsOutput;
use signalarm_aws_clients::cloudwatch::operation::put_alarm_mute_rule::PutAlarmMuteRuleOutput;
use signalarm_aws_clients::cloudwatch::operation::put_composite_alarm::PutCompositeAlarmOutput;
use signalarm_aws_clients::cloudwatch::operation::put_metric_alarm::PutMetricAlarmOutput;
use signalarm_aws_clients::cloudwatch::operation::put_metric_data::PutMetricDataOutput;
use signalarm_aws_clients::cloudwatch::operation::set_alarm_state::SetAlarmStateOutput;
use signalarm_aws_clients::cloudwatch::operation::tag_resource::TagResourceOutput;
use signalarm_aws_clients::mock::{Protocol, Rule, Shared, done, mock, rule};

const PROTOCOL: Protocol = Protocol::Cbor;

/// A rule for each operation of CloudWatch that is a call.
#[must_use]
pub fn rules(account: &Shared) -> Vec<Rule> {
    vec![
        rule(account, PROTOCOL, mock!(Client::put_metric_alarm), inputs::put_metric_alarm, |reply| {
            done(reply, PutMetricAlarmOutput::builder().build())
        }),
        rule(account, PROTOCOL, mock!(Client::put_composite_alarm), inputs::put_composite_alarm, |reply| {
            done(reply, PutCompositeAlarmOutput::builder().build())
        }),
        rule(account, PROTOCOL, mock!(Client::delete_alarms), inputs::delete_alarms, |reply| {
            done(reply, DeleteAlarmsOutput::builder().build())
        }),
        rule(account, PROTOCOL, mock!(Client::describe_alarms), inputs::describe_alarms, outputs::alarms),
        rule(
            account,
            PROTOCOL,
            mock!(Client::describe_alarms_for_metric),
            inputs::describe_alarms_for_metric,
            outputs::alarms_for_metric,
        ),
        rule(
            account,
            PROTOCOL,
            mock!(Client::describe_alarm_history),
            inputs::describe_alarm_history,
            outputs::alarm_history,
        ),
        rule(account, PROTOCOL, mock!(Client::list_tags_for_resource), inputs::list_tags_for_resource, outputs::tags),
        rule(account, PROTOCOL, mock!(Client::set_alarm_state), inputs::set_alarm_state, |reply| {
            done(reply, SetAlarmStateOutput::builder().build())
        }),
        rule(account, PROTOCOL, mock!(Client::enable_alarm_actions), inputs::enable_alarm_actions, |reply| {
            done(reply, EnableAlarmActionsOutput::builder().build())
        }),
        rule(account, PROTOCOL, mock!(Client::disable_alarm_actions), inputs::disable_alarm_actions, |reply| {
            done(reply, DisableAlarmActionsOutput::builder().build())
        }),
        rule(account, PROTOCOL, mock!(Client::tag_resource), inputs::tag_resource, |reply| {
            done(reply, TagResourceOutput::builder().build())
        }),
        rule(account, PROTOCOL, mock!(Client::put_metric_data), inputs::put_metric_data, |reply| {
            done(reply, PutMetricDataOutput::builder().build())
        }),
        rule(account, PROTOCOL, mock!(Client::put_alarm_mute_rule), inputs::put_alarm_mute_rule, |reply| {
            done(reply, PutAlarmMuteRuleOutput::builder().build())
        }),
        rule(
            account,
            PROTOCOL,
            mock!(Client::list_alarm_mute_rules),
            inputs::list_alarm_mute_rules,
            outputs::alarm_mute_rules,
        ),
        rule(account, PROTOCOL, mock!(Client::delete_alarm_mute_rule), inputs::delete_alarm_mute_rule, |reply| {
            done(reply, DeleteAlarmMuteRuleOutput::builder().build())
        }),
    ]
}
