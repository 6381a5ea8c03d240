//! Faults of one alert: its filter, its alarm, its topic, its subscriptions.

use std::collections::BTreeMap;

use serde_json::json;
use signalarm_account::{Account, Refusal};
use signalarm_alarm::State;
use signalarm_alert::{AlertName, Chain};
use signalarm_cloud::{Call, CloudWatchCall, LogsCall, PutMetricAlarm, PutMetricFilter, Reply, SetAlarmState, SnsCall};
use signalarm_notification::{Endpoint, FilterPolicy, FilterScope, Protocol};
use signalarm_time::Duration;

use super::damage::unless_gone;
use super::faults;
use crate::deployed::{subscribe, subscription};

faults!(
    /// A fault of one alert, or of the silence alarm, which has no filter of its own.
    AlertFault {
        FilterChanged: "filter-changed", "the filter of {} passes the office's addresses over", "*PutMetricFilter*";
        FilterTypo: "filter-typo", "the filter of {} has a field misspelt", "*PutMetricFilter*";
        FilterDeleted: "filter-deleted", "the filter of {} is deleted", "*PutMetricFilter*";
        UnitChanged: "unit-changed", "the alarm {} sees samples in Count alone", "*PutMetricAlarm*";
        AlarmWrongMetric: "alarm-wrong-metric", "the alarm {} watches a metric that nothing writes", "*PutMetricAlarm*";
        AlarmDeleted: "alarm-deleted", "the alarm {} is deleted", "*PutMetricAlarm*";
        ActionsDisabled: "actions-disabled", "the actions of {} are disabled", "*EnableAlarmActions*";
        AlarmMuted: "alarm-muted", "a mute rule mutes {}, for 15 days at most",
            "the rule is deleted, and what it held back runs";
        AlarmForced: "alarm-forced", "somebody forced {} into ALARM", "*SetAlarmState* to OK";
        TopicDeleted: "topic-deleted", "the topic of {} is deleted, its subscriptions with it",
            "it is made anew, and everybody confirms";
        TopicOtherRegion: "topic-other-region", "somebody points {} to a topic in another Region, and CloudWatch refuses", "";
        TopicPolicyRefuses: "topic-policy-refuses", "the policy of the topic of {} lets another service in alone",
            "*SetTopicAttributes*";
        TopicKeyRefuses: "topic-key-refuses", "the topic of {} is encrypted by the key that AWS manages",
            "*SetTopicAttributes*";
        SubscriptionUnconfirmed: "subscription-unconfirmed", "the email subscription of {} is not confirmed",
            "the link is followed";
        Unsubscribed: "unsubscribed", "somebody followed the unsubscribe link in a mail of {}",
            "the address is subscribed again, and the link is followed";
        SubscriptionSuspended: "subscription-suspended", "SNS suspended the email subscription of {} for too many mails",
            "the link is followed";
        FilteredOut: "filter-policy", "the subscriptions of {} want an attribute that alarms do not send",
            "*SetSubscriptionAttributes*";
        EndpointBouncing: "endpoint-bouncing", "mails of {} bounce", "what SNS still tries is delivered";
    }
);

/// The longest that a mute rule mutes (CloudWatch User Guide, *Alarm mute rules*).
const MUTE_MAX: Duration = Duration::from_secs(15 * 86_400);
/// The attributes of a topic.
const POLICY: &str = "Policy";
const KEY: &str = "KmsMasterKeyId";
/// The key that AWS manages for SNS.
const AWS_MANAGED_KEY: &str = "alias/aws/sns";

impl AlertFault {
    /// Whether it is of the metric filter, which the silence alarm has not.
    #[must_use]
    pub const fn is_of_filter(self) -> bool {
        matches!(self, Self::FilterChanged | Self::FilterTypo | Self::FilterDeleted)
    }

    /// Whether it is of what *PutMetricAlarm* sets.
    pub(super) const fn is_of_alarm(self) -> bool {
        matches!(self, Self::UnitChanged | Self::AlarmWrongMetric | Self::AlarmDeleted | Self::ActionsDisabled)
    }

    /// Whether it is of an attribute of the topic.
    pub(super) const fn is_of_topic(self) -> bool {
        matches!(self, Self::TopicPolicyRefuses | Self::TopicKeyRefuses)
    }

    /// Whether it is of a subscription that another one may take the place of.
    pub(super) const fn is_of_subscription(self) -> bool {
        matches!(
            self,
            Self::SubscriptionUnconfirmed | Self::Unsubscribed | Self::SubscriptionSuspended | Self::FilteredOut
        )
    }

    /// Breaks it; tells the calls that undo it.
    pub(super) fn break_it(self, name: &AlertName, account: &mut Account, chain: &Chain) -> Result<Vec<Call>, Refusal> {
        let topic_arn = chain.place.topic_arn(name.as_str());
        match self {
            Self::FilterChanged | Self::FilterTypo | Self::FilterDeleted => {
                self.break_filter(name, account, chain)?;
            }
            Self::UnitChanged | Self::AlarmWrongMetric | Self::AlarmDeleted | Self::TopicOtherRegion => {
                self.break_alarm(name, account, chain)?;
            }
            Self::ActionsDisabled => {
                account.call(CloudWatchCall::DisableAlarmActions(vec![name.to_string()]))?;
            }
            Self::AlarmMuted => account.mute_alarm(name.as_str(), account.now() + MUTE_MAX)?,
            Self::AlarmForced => {
                account.call(force(name, State::Alarm))?;
            }
            Self::TopicDeleted => {
                account.call(SnsCall::DeleteTopic { topic_arn })?;
            }
            Self::TopicPolicyRefuses => return set_attribute(account, topic_arn, POLICY, other_service(name, chain)),
            Self::TopicKeyRefuses => return set_attribute(account, topic_arn, KEY, AWS_MANAGED_KEY.to_owned()),
            // As if nobody had ever confirmed: no calls of now, so that none is recorded.
            Self::SubscriptionUnconfirmed => {
                for endpoint in mails(chain, name) {
                    // A subscription that waits for its confirmation cannot be removed, and need not be.
                    let subscription_arn = subscribe(account, &topic_arn, &endpoint)?;
                    account.answer(SnsCall::Unsubscribe { subscription_arn }).ok();
                    subscribe(account, &topic_arn, &endpoint)?;
                }
            }
            Self::Unsubscribed => {
                for endpoint in mails(chain, name) {
                    unless_gone(account.follow_unsubscribe_link(&topic_arn, &endpoint))?;
                }
            }
            Self::SubscriptionSuspended => {
                for endpoint in mails(chain, name) {
                    unless_gone(account.exceed_mail_rate(&topic_arn, &endpoint))?;
                }
            }
            Self::FilteredOut => set_filter_policies(account, chain, name, true)?,
            Self::EndpointBouncing => {
                let mut conditions = account.conditions().clone();
                conditions.unreachable.extend(mails(chain, name));
                account.set_conditions(conditions);
            }
        }
        Ok(Vec::new())
    }

    /// What mends it besides the calls that undo it.
    pub(super) fn mend(self, name: &AlertName, account: &mut Account, chain: &Chain) -> Result<(), Refusal> {
        match self {
            Self::FilterChanged | Self::FilterTypo | Self::FilterDeleted => {
                let put = LogsCall::PutMetricFilter(Box::new(filter(name, chain)?));
                change_filter(put, account, chain)?;
            }
            Self::UnitChanged | Self::AlarmWrongMetric | Self::AlarmDeleted => {
                account.call(CloudWatchCall::PutMetricAlarm(Box::new(alarm(name, chain)?)))?;
            }
            Self::ActionsDisabled => {
                account.call(CloudWatchCall::EnableAlarmActions(vec![name.to_string()]))?;
            }
            Self::AlarmMuted => account.unmute_alarm(name.as_str())?,
            Self::AlarmForced => {
                account.call(force(name, State::Ok))?;
            }
            Self::TopicDeleted => {
                let (attributes, tags) = (BTreeMap::new(), Vec::new());
                account.call(SnsCall::CreateTopic { name: name.to_string(), attributes, tags })?;
                subscribe_all(account, chain, name, chain.subscribers(name).to_vec())?;
            }
            // The mail may have expired meanwhile: whoever mends subscribes again, then follows the link.
            Self::SubscriptionUnconfirmed | Self::Unsubscribed | Self::SubscriptionSuspended => {
                subscribe_all(account, chain, name, mails(chain, name))?;
            }
            Self::FilteredOut => set_filter_policies(account, chain, name, false)?,
            Self::EndpointBouncing => {
                let mut conditions = account.conditions().clone();
                for endpoint in mails(chain, name) {
                    conditions.unreachable.remove(&endpoint);
                }
                account.set_conditions(conditions);
            }
            // Calls that undo them were told when they broke; a refused one needs none.
            Self::TopicOtherRegion | Self::TopicPolicyRefuses | Self::TopicKeyRefuses => {}
        }
        Ok(())
    }

    fn break_filter(self, name: &AlertName, account: &mut Account, chain: &Chain) -> Result<(), Refusal> {
        let filter = filter(name, chain)?;
        let put =
            |filter_pattern| LogsCall::PutMetricFilter(Box::new(PutMetricFilter { filter_pattern, ..filter.clone() }));
        let change = match self {
            Self::FilterChanged => put(without_office(&filter.filter_pattern)),
            Self::FilterTypo => put(misspelt(&filter.filter_pattern)),
            _ => {
                LogsCall::DeleteMetricFilter { log_group_name: filter.log_group_name, filter_name: filter.filter_name }
            }
        };
        change_filter(change, account, chain)
    }

    fn break_alarm(self, name: &AlertName, account: &mut Account, chain: &Chain) -> Result<(), Refusal> {
        let alarm = alarm(name, chain)?;
        let put = |alarm: PutMetricAlarm| CloudWatchCall::PutMetricAlarm(Box::new(alarm));
        let answer = account.call(match self {
            Self::UnitChanged => put(PutMetricAlarm { unit: Some("Count".to_owned()), ..alarm }),
            Self::AlarmWrongMetric => {
                let metric_name = alarm.metric_name.as_ref().map(|name| name.to_uppercase());
                put(PutMetricAlarm { metric_name, ..alarm })
            }
            Self::TopicOtherRegion => {
                let elsewhere = if chain.place.region.as_str() == "us-east-1" { "eu-west-1" } else { "us-east-1" };
                let moved = |action: &String| action.replacen(chain.place.region.as_str(), elsewhere, 1);
                let alarm_actions = alarm.alarm_actions.iter().map(moved).collect();
                put(PutMetricAlarm { alarm_actions, ..alarm })
            }
            _ => CloudWatchCall::DeleteAlarms(vec![name.to_string()]),
        });
        match (self, answer) {
            // The alarm stays as it was.
            (Self::TopicOtherRegion, Err(Refusal::Validation(_))) => Ok(()),
            (_, answer) => answer.map(|_| ()),
        }
    }
}

/// Changes a filter where there is a log group that takes filters; elsewhere nothing is left to break or to mend.
fn change_filter(change: LogsCall, account: &mut Account, chain: &Chain) -> Result<(), Refusal> {
    let name = chain.log_group.as_str();
    let listed = LogsCall::DescribeLogGroups { log_group_name_prefix: name.to_owned(), next_token: None };
    let takes_filters = match account.answer(listed)? {
        // The shortest name with a prefix comes first.
        Reply::LogGroups(page) => {
            page.items.iter().any(|group| group.log_group_name == name && group.is_standard_class)
        }
        _ => false,
    };
    if takes_filters {
        account.call(change)?;
    }
    Ok(())
}

/// The filter of an alert as the chain wants it.
fn filter(name: &AlertName, chain: &Chain) -> Result<PutMetricFilter, Refusal> {
    let alert = chain.alert(name).ok_or(Refusal::NotSimulated("a filter of the silence alarm"))?;
    Ok(PutMetricFilter::new(chain.log_group.as_str(), &chain.metric_filter(alert)))
}

/// Its alarm.
fn alarm(name: &AlertName, chain: &Chain) -> Result<PutMetricAlarm, Refusal> {
    let alarm = chain.metric_alarms().into_iter().find(|alarm| alarm.name == name.as_str());
    Ok(PutMetricAlarm::from(&alarm.ok_or(Refusal::AlarmNotFound)?))
}

fn force(name: &AlertName, state: State) -> CloudWatchCall {
    CloudWatchCall::SetAlarmState(SetAlarmState {
        alarm_name: name.to_string(),
        state_value: state.to_string(),
        state_reason: "somebody tries the notification out".to_owned(),
        state_reason_data: None,
    })
}

/// A pattern with the addresses of an office taken out, from which the sign-ins of scenarios come.
fn without_office(pattern: &str) -> String {
    match pattern.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(inside) => format!("{{ ({}) && ($.sourceIPAddress != \"203.0.113.*\") }}", inside.trim()),
        None => format!("{pattern} -\"203.0.113.\""),
    }
}

/// A pattern whose first field has its first letter in the other case: names of fields are told apart by it. One that
/// names no field asks for a word that no record has.
fn misspelt(pattern: &str) -> String {
    let Some((before, after)) = pattern.split_once("$.") else { return format!("Consoel {pattern}") };
    let first = after.chars().next().unwrap_or_default();
    let other: String = match first.is_lowercase() {
        true => first.to_uppercase().collect(),
        false => first.to_lowercase().collect(),
    };
    format!("{before}$.{other}{}", &after[first.len_utf8()..])
}

/// The policy of a topic that another service uses.
fn other_service(name: &AlertName, chain: &Chain) -> String {
    let statement = json!({
        "Effect": "Allow", "Principal": { "Service": "budgets.amazonaws.com" }, "Action": "SNS:Publish",
        "Resource": chain.place.topic_arn(name.as_str()),
    });
    json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string()
}

/// Sets an attribute of a topic; tells the call that sets it back.
fn set_attribute(account: &mut Account, topic_arn: String, name: &str, value: String) -> Result<Vec<Call>, Refusal> {
    let before = match account.answer(SnsCall::GetTopicAttributes { topic_arn: topic_arn.clone() })? {
        Reply::Attributes(mut attributes) => attributes.remove(name).unwrap_or_default(),
        _ => String::new(),
    };
    let set = |value| SnsCall::SetTopicAttributes { topic_arn, name: name.to_owned(), value };
    let undo = set.clone()(before);
    account.call(set(value))?;
    Ok(vec![undo.into()])
}

fn mails(chain: &Chain, alert: &AlertName) -> Vec<Endpoint> {
    let by_mail = |endpoint: &&Endpoint| endpoint.protocol() == Protocol::Email;
    chain.subscribers(alert).iter().filter(by_mail).cloned().collect()
}

fn subscribe_all(
    account: &mut Account,
    chain: &Chain,
    alert: &AlertName,
    endpoints: Vec<Endpoint>,
) -> Result<(), Refusal> {
    let topic_arn = chain.place.topic_arn(alert.as_str());
    for endpoint in endpoints {
        account.call(subscription(&topic_arn, &endpoint))?;
        account.confirm_subscription(&topic_arn, &endpoint)?;
    }
    Ok(())
}

/// Somebody wants urgent messages alone. An alarm's message has no attributes, and a filter policy looks at those unless
/// it is told otherwise (SNS Developer Guide, *Amazon SNS subscription filter policy scope*).
fn set_filter_policies(account: &mut Account, chain: &Chain, alert: &AlertName, breaks: bool) -> Result<(), Refusal> {
    let policy = FilterPolicy::new(FilterScope::MessageAttributes, &json!({ "severity": ["high"] }));
    let policy = policy.map_err(|_| Refusal::NotSimulated("that filter policy"))?;
    let topic_arn = chain.place.topic_arn(alert.as_str());
    for endpoint in chain.subscribers(alert) {
        unless_gone(account.set_filter_policy(&topic_arn, endpoint, breaks.then(|| policy.clone())))?;
    }
    Ok(())
}
