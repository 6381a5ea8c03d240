//! A chain as somebody makes it by hand who follows a guide: our names, and the usual gaps.

use std::collections::BTreeMap;

use signalarm_account::{Account, Refusal};
use signalarm_alert::{Alert, Chain};
use signalarm_cloud::{CloudWatchCall, LogsCall, PutMetricAlarm, PutMetricFilter, SnsCall};

use crate::deployed::{TrailReach, deploy_trail, subscribe};

/// The guides' period (CIS AWS Foundations Benchmark, *Monitoring*), in seconds, and their threshold.
const PERIOD: i32 = 300;
const THRESHOLD: f64 = 1.0;
/// Where the console puts a role that it makes for a service.
const ROLE_PATH: &str = "/service-role/";

/// Makes the chain by hand: without a tag, alarms as the guides have them, SNS's own topic policies, a trail of one Region as
/// *CreateTrail* makes it unasked, which sees no root user in another Region, and no silence alarm.
///
/// # Errors
///
/// When the account refuses.
pub fn make_by_hand(account: &mut Account, chain: &Chain) -> Result<(), Refusal> {
    let log_group_name = chain.log_group.to_string();
    account.answer(LogsCall::CreateLogGroup { log_group_name, tags: Vec::new() })?;
    for alert in &chain.alerts {
        make_alert(account, chain, alert)?;
    }
    deploy_trail(account, chain, TrailReach::OneRegion(ROLE_PATH))
}

fn make_alert(account: &mut Account, chain: &Chain, alert: &Alert) -> Result<(), Refusal> {
    let (name, topic_arn) = (alert.name.to_string(), chain.place.topic_arn(alert.name.as_str()));
    account.answer(SnsCall::CreateTopic { name, attributes: BTreeMap::new(), tags: Vec::new() })?;
    for endpoint in chain.subscribers(&alert.name) {
        subscribe(account, &topic_arn, endpoint)?;
        account.confirm_subscription(&topic_arn, endpoint)?;
    }
    let mut filter = PutMetricFilter::new(chain.log_group.as_str(), &chain.metric_filter(alert));
    for transformation in &mut filter.metric_transformations {
        transformation.default_value = None;
    }
    account.answer(LogsCall::PutMetricFilter(Box::new(filter)))?;
    let alarm = PutMetricAlarm {
        alarm_description: None,
        period: Some(PERIOD),
        threshold: Some(THRESHOLD),
        comparison_operator: Some("GreaterThanOrEqualToThreshold".to_owned()),
        ok_actions: Vec::new(),
        treat_missing_data: None,
        ..PutMetricAlarm::from(&chain.metric_alarm(alert))
    };
    account.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm)))?;
    Ok(())
}
