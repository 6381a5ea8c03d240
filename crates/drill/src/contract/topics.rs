//! SNS: topics and who subscribes to them.

use std::collections::BTreeMap;

use signalarm_cloud::{Reply, SnsCall, SubscriptionState};

use super::{Case, Seen, Stage, case};
use crate::queue::queue_arn;
use crate::stage::{counted, tag, unfit};

const CREATE: &str = "SNS API Reference, CreateTopic";
const SUBSCRIBE: &str = "SNS API Reference, Subscribe";

pub(super) const CASES: &[Case] = &[
    case("sns: CreateTopic twice", "the same ARN", CREATE, |stage| {
        let arn = stage.topic(BTreeMap::new())?;
        let again = stage.topic(BTreeMap::new())?;
        Ok(if arn == again { "the same ARN" } else { "another ARN" }.to_owned())
    }),
    case("sns: CreateTopic again with other tags", "refused: InvalidParameter", CREATE, |stage| {
        stage.topic(BTreeMap::new())?;
        stage.tell(SnsCall::CreateTopic { name: stage.name(), attributes: BTreeMap::new(), tags: tag("new") })
    }),
    case("sns: CreateTopic again with another display name", "refused: InvalidParameter", CREATE, |stage| {
        stage.topic(attribute("DisplayName", "one"))?;
        let attributes = attribute("DisplayName", "other");
        stage.tell(SnsCall::CreateTopic { name: stage.name(), attributes, tags: Vec::new() })
    }),
    case("sns: CreateTopic with a malformed policy", "refused: InvalidParameter", CREATE, |stage| {
        create(stage, &stage.name(), attribute("Policy", "{"))
    }),
    case("sns: CreateTopic of a name with a blank", "refused: InvalidParameter", CREATE, |stage| {
        create(stage, &format!("{} x", stage.name()), BTreeMap::new())
    }),
    case("sns: SetTopicAttributes with a malformed policy", "refused: InvalidParameter", SET, |stage| {
        let topic_arn = stage.topic(BTreeMap::new())?;
        stage.tell(SnsCall::SetTopicAttributes { topic_arn, name: "Policy".to_owned(), value: "{".to_owned() })
    }),
    case(
        "sns: tags of CreateTopic, and TagResource of a key that is there",
        "k=new",
        "SNS API Reference, TagResource",
        tags,
    ),
    case(
        "sns: GetTopicAttributes of a topic that is not there",
        "refused: NotFound",
        "SNS API Reference, GetTopicAttributes",
        |stage| stage.tell(SnsCall::GetTopicAttributes { topic_arn: missing(stage) }),
    ),
    case("sns: SetTopicAttributes of a topic that is not there", "refused: NotFound", SET, |stage| {
        let (name, value) = ("DisplayName".to_owned(), "x".to_owned());
        stage.tell(SnsCall::SetTopicAttributes { topic_arn: missing(stage), name, value })
    }),
    case(
        "sns: ListTagsForResource of a topic that is not there",
        "refused: ResourceNotFound",
        "SNS API Reference, ListTagsForResource",
        |stage| stage.tell(SnsCall::ListTagsForResource { resource_arn: missing(stage) }),
    ),
    case("sns: ListSubscriptionsByTopic of a topic that is not there", "refused: NotFound", LIST, |stage| {
        stage.tell(SnsCall::ListSubscriptionsByTopic { topic_arn: missing(stage), next_token: None })
    }),
    case("sns: DeleteTopic that is not there", "done", "SNS API Reference, DeleteTopic", |stage| {
        stage.tell(SnsCall::DeleteTopic { topic_arn: missing(stage) })
    }),
    case("sns: Publish to a topic that is not there", "refused: NotFound", "SNS API Reference, Publish", |stage| {
        let (subject, message) = ("s".to_owned(), "m".to_owned());
        stage.tell(SnsCall::Publish { topic_arn: missing(stage), subject, message })
    }),
    case("sns: Subscribe to a topic that is not there", "refused: NotFound", SUBSCRIBE, |stage| {
        let (protocol, endpoint) = ("email".to_owned(), MAIL.to_owned());
        stage.tell(SnsCall::Subscribe { topic_arn: missing(stage), protocol, endpoint })
    }),
    case("sns: Subscribe a mail address", "pending", SUBSCRIBE, mail),
    case("sns: Subscribe what is no mail address", "refused: InvalidParameter", SUBSCRIBE, |stage| {
        subscribe(stage, "email", "nobody")
    }),
    case("sns: Subscribe what is no phone number", "refused: InvalidParameter", SUBSCRIBE, |stage| {
        subscribe(stage, "sms", "12x")
    }),
    case("sns: Subscribe by an unknown protocol", "refused: InvalidParameter", SUBSCRIBE, |stage| {
        subscribe(stage, "pigeon", "loft")
    }),
    case("sns: Subscribe a queue twice", "1 subscription", SUBSCRIBE, twice),
    case("sns: Unsubscribe twice", "done", "SNS API Reference, Unsubscribe; a recorded answer", |stage| {
        let topic_arn = stage.topic(BTreeMap::new())?;
        let subscription_arn = subscribe_queue(stage, &topic_arn)?;
        stage.ask(SnsCall::Unsubscribe { subscription_arn: subscription_arn.clone() })?;
        stage.tell(SnsCall::Unsubscribe { subscription_arn })
    }),
];

const SET: &str = "SNS API Reference, SetTopicAttributes";
const LIST: &str = "SNS API Reference, ListSubscriptionsByTopic";
/// A domain in which nobody has a mail box (RFC 2606).
const MAIL: &str = "signalarm-contract@example.com";

pub(super) fn attribute(name: &str, value: &str) -> BTreeMap<String, String> {
    BTreeMap::from([(name.to_owned(), value.to_owned())])
}

fn missing(stage: &Stage<'_>) -> String {
    stage.place.topic_arn(&stage.missing())
}

/// Whether a topic is made.
fn create(stage: &mut Stage<'_>, name: &str, attributes: BTreeMap<String, String>) -> Seen {
    let topic_arn = stage.place.topic_arn(name);
    let create = SnsCall::CreateTopic { name: name.to_owned(), attributes, tags: Vec::new() };
    stage.attempt(create, SnsCall::DeleteTopic { topic_arn })
}

/// Whether an endpoint is taken. A subscription goes with its topic.
fn subscribe(stage: &mut Stage<'_>, protocol: &str, endpoint: &str) -> Seen {
    let topic_arn = stage.topic(BTreeMap::new())?;
    stage.tell(SnsCall::Subscribe { topic_arn, protocol: protocol.to_owned(), endpoint: endpoint.to_owned() })
}

fn subscribe_queue(stage: &mut Stage<'_>, topic_arn: &str) -> Result<String, String> {
    let endpoint = queue_arn(&stage.place, &stage.name());
    stage.queue(BTreeMap::new())?;
    let (topic_arn, protocol) = (topic_arn.to_owned(), "sqs".to_owned());
    match stage.ask(SnsCall::Subscribe { topic_arn, protocol, endpoint })? {
        Reply::SubscriptionArn(arn) => Ok(arn),
        _ => Err(unfit("Subscribe")),
    }
}

fn states(stage: &mut Stage<'_>, topic_arn: &str) -> Result<Vec<SubscriptionState>, String> {
    match stage.ask(SnsCall::ListSubscriptionsByTopic { topic_arn: topic_arn.to_owned(), next_token: None })? {
        Reply::Subscriptions(page) => Ok(page.items.into_iter().map(|listed| listed.state).collect()),
        _ => Err(unfit("ListSubscriptionsByTopic")),
    }
}

fn mail(stage: &mut Stage<'_>) -> Seen {
    let topic_arn = stage.topic(BTreeMap::new())?;
    let (protocol, endpoint) = ("email".to_owned(), MAIL.to_owned());
    stage.ask(SnsCall::Subscribe { topic_arn: topic_arn.clone(), protocol, endpoint })?;
    Ok(match states(stage, &topic_arn)?.as_slice() {
        [SubscriptionState::PendingConfirmation] => "pending".to_owned(),
        [SubscriptionState::Confirmed { .. }] => "confirmed".to_owned(),
        [SubscriptionState::Deleted] => "deleted".to_owned(),
        states => counted(states.len(), "subscription"),
    })
}

fn twice(stage: &mut Stage<'_>) -> Seen {
    let topic_arn = stage.topic(BTreeMap::new())?;
    let arn = subscribe_queue(stage, &topic_arn)?;
    let (protocol, endpoint) = ("sqs".to_owned(), queue_arn(&stage.place, &stage.name()));
    match stage.ask(SnsCall::Subscribe { topic_arn: topic_arn.clone(), protocol, endpoint })? {
        Reply::SubscriptionArn(again) if arn == again => Ok(counted(states(stage, &topic_arn)?.len(), "subscription")),
        Reply::SubscriptionArn(_) => Ok("another ARN".to_owned()),
        _ => Err(unfit("Subscribe")),
    }
}

fn tags(stage: &mut Stage<'_>) -> Seen {
    let (name, resource_arn) = (stage.name(), stage.place.topic_arn(&stage.name()));
    let undo = SnsCall::DeleteTopic { topic_arn: resource_arn.clone() };
    stage.make(SnsCall::CreateTopic { name, attributes: BTreeMap::new(), tags: tag("old") }, undo)?;
    stage.ask(SnsCall::TagResource { resource_arn: resource_arn.clone(), tags: tag("new") })?;
    stage.tags(SnsCall::ListTagsForResource { resource_arn })
}
