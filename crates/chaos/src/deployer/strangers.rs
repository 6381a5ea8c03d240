//! What others have in the account: nothing of it may change.

use std::collections::{BTreeMap, BTreeSet};

use signalarm_account::{Account, Refusal};
use signalarm_alert::Place;
use signalarm_cloud::{
    Call, CloudWatchCall, DescribeAlarms, IamCall, LogsCall, MetricTransformation, PutMetricAlarm, PutMetricFilter,
    Reply, S3Call, S3Operation, SnsCall, SubscriptionState,
};
use signalarm_deploy::Wanted;

use super::drift::STRANGERS_NUMBER;

/// The name of everything that is theirs.
const NAME: &str = "strangers";
const BUCKET: &str = "strangers-bucket";
const MAIL: &str = "stranger@example.com";
/// The statement of theirs in a topic's policy.
const SID: &str = "Theirs";
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

/// What was seen of everything that is theirs, by what it is.
pub(super) type Seen = BTreeMap<String, String>;

/// Strangers were there first: a topic with a subscriber, an alarm, a log group with a filter, a role, a bucket.
pub(super) fn settle(account: &mut Account, place: &Place) -> Result<(), Refusal> {
    let created = account.answer(SnsCall::CreateTopic {
        name: NAME.to_owned(),
        attributes: BTreeMap::new(),
        tags: Vec::new(),
    })?;
    if let Reply::TopicArn(topic_arn) = created {
        subscribe(account, &topic_arn)?;
    }
    account.answer(LogsCall::CreateLogGroup { log_group_name: NAME.to_owned(), tags: Vec::new() })?;
    account.answer(filter(NAME))?;
    let alarm = PutMetricAlarm {
        alarm_name: NAME.to_owned(),
        namespace: Some(NAME.to_owned()),
        metric_name: Some(NAME.to_owned()),
        statistic: Some("Sum".to_owned()),
        period: Some(60),
        evaluation_periods: Some(1),
        threshold: Some(1.0),
        comparison_operator: Some("GreaterThanThreshold".to_owned()),
        ..PutMetricAlarm::default()
    };
    account.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm)))?;
    let description = String::new();
    let assume_role_policy_document = TRUST.to_owned();
    let role_name = NAME.to_owned();
    account.answer(IamCall::CreateRole { role_name, assume_role_policy_document, description, tags: Vec::new() })?;
    let region = place.region.to_string();
    account.answer(bucket(place, S3Operation::CreateBucket { region }))?;
    Ok(())
}

/// They come to a chain that is there: one subscribes to its first topic, another has a filter in its log group; and a
/// topic that is adopted keeps a statement of theirs in its policy.
pub(super) fn join(account: &mut Account, wanted: &Wanted) -> Result<(), Refusal> {
    if let Some(alert) = wanted.alerts.first() {
        subscribe(account, &alert.topic.arn)?;
    }
    if let Some(log_group) = wanted.log_group_name() {
        // Another log group may be in its place still.
        drop(account.answer(filter(log_group)));
    }
    let Some(topic_arn) = wanted.alerts.get(1).map(|alert| alert.topic.arn.clone()) else { return Ok(()) };
    if !is_tagged(account, &topic_arn) {
        let statement = format!(
            r#"{{"Sid":"{SID}","Effect":"Deny","Principal":{{"AWS":"*"}},"Action":"SNS:Subscribe","Resource":"{topic_arn}"}}"#
        );
        let value = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
        account.answer(SnsCall::SetTopicAttributes { topic_arn, name: "Policy".to_owned(), value })?;
    }
    Ok(())
}

fn subscribe(account: &mut Account, topic_arn: &str) -> Result<(), Refusal> {
    let (protocol, endpoint) = ("email".to_owned(), MAIL.to_owned());
    account.answer(SnsCall::Subscribe { topic_arn: topic_arn.to_owned(), protocol, endpoint })?;
    let Ok(mail) = MAIL.parse() else { return Ok(()) };
    account.confirm_subscription(topic_arn, &signalarm_notification::Endpoint::Email(mail))
}

fn is_tagged(account: &mut Account, topic_arn: &str) -> bool {
    let tags = account.answer(SnsCall::ListTagsForResource { resource_arn: topic_arn.to_owned() });
    matches!(tags, Ok(Reply::Tags(tags)) if !tags.is_empty())
}

fn filter(log_group: &str) -> Call {
    let transformation = MetricTransformation {
        metric_name: NAME.to_owned(),
        metric_namespace: NAME.to_owned(),
        metric_value: "1".to_owned(),
        default_value: None,
        unit: None,
        dimensions: Vec::new(),
    };
    LogsCall::PutMetricFilter(Box::new(PutMetricFilter {
        log_group_name: log_group.to_owned(),
        filter_name: NAME.to_owned(),
        filter_pattern: "theirs".to_owned(),
        metric_transformations: vec![transformation],
    }))
    .into()
}

fn bucket(place: &Place, operation: S3Operation) -> S3Call {
    S3Call { bucket: BUCKET.to_owned(), expected_bucket_owner: place.account.to_string(), operation }
}

/// Everything that is theirs, as it is now. Their topics' ids and their alarm's state are no business of a deployment.
pub(super) fn seen(account: &mut Account, wanted: &Wanted) -> Seen {
    let place = wanted.place();
    let mut seen = Seen::new();
    let topic_arn = place.topic_arn(NAME);
    let mut note = |what: String, told: String| drop(seen.insert(what, told));
    let calls: [Call; 5] = [
        SnsCall::GetTopicAttributes { topic_arn: topic_arn.clone() }.into(),
        SnsCall::ListSubscriptionsByTopic { topic_arn, next_token: None }.into(),
        LogsCall::DescribeMetricFilters { log_group_name: NAME.to_owned(), next_token: None }.into(),
        IamCall::GetRole { role_name: NAME.to_owned() }.into(),
        bucket(place, S3Operation::HeadBucket).into(),
    ];
    for call in calls {
        note(format!("what {} tells of {NAME}", call.action()), format!("{:?}", account.answer(call)));
    }
    let alarms = DescribeAlarms { alarm_names: vec![NAME.to_owned()], ..DescribeAlarms::default() };
    if let Ok(Reply::Alarms(alarms)) = account.answer(CloudWatchCall::DescribeAlarms(alarms)) {
        let configurations = alarms.metric_alarms.iter().map(|alarm| &alarm.configuration);
        note(format!("the alarm {NAME}"), format!("{:?}", configurations.collect::<Vec<_>>()));
    }
    if let Some(log_group) = wanted.log_group_name() {
        let (log_group_name, next_token) = (log_group.to_owned(), None);
        if let Ok(Reply::MetricFilters(page)) =
            account.answer(LogsCall::DescribeMetricFilters { log_group_name, next_token })
        {
            let theirs = page.items.iter().filter(|filter| filter.filter_name == NAME);
            note(format!("the filter {NAME} of {log_group}"), format!("{:?}", theirs.collect::<Vec<_>>()));
        }
    }
    for topic_arn in wanted.alerts.iter().map(|alert| &alert.topic.arn) {
        let theirs: BTreeSet<String> = listed(account, topic_arn)
            .into_iter()
            .filter(|(_, _, endpoint)| endpoint == MAIL || endpoint == STRANGERS_NUMBER)
            .map(|(_, protocol, endpoint)| format!("{protocol} {endpoint}"))
            .collect();
        note(format!("their subscriptions to {topic_arn}"), format!("{theirs:?}"));
        let attributes = account.answer(SnsCall::GetTopicAttributes { topic_arn: topic_arn.clone() });
        let policy = match attributes {
            Ok(Reply::Attributes(mut attributes)) => attributes.remove("Policy").unwrap_or_default(),
            _ => String::new(),
        };
        // One that somebody else took away meanwhile may come back by the plan that was made before.
        if policy.contains(SID) {
            note(format!("their statement in the policy of {topic_arn}"), "there".to_owned());
        }
    }
    seen
}

/// State, protocol and endpoint of each subscription that is not over.
pub(super) fn listed(account: &mut Account, topic_arn: &str) -> Vec<(SubscriptionState, String, String)> {
    let call = SnsCall::ListSubscriptionsByTopic { topic_arn: topic_arn.to_owned(), next_token: None };
    let Ok(Reply::Subscriptions(page)) = account.answer(call) else { return Vec::new() };
    let in_force = page.items.into_iter().filter(|listed| listed.state != SubscriptionState::Deleted);
    in_force.map(|listed| (listed.state, listed.protocol, listed.endpoint)).collect()
}
