//! How often somebody is told in a month, and by what.

use signalarm_alert::{Alert, AlertName, Deployment, PriceItem};
use signalarm_notification::{Endpoint, Protocol};

use super::Assumptions;
use super::usage::{DAY_SECONDS, Usage};

/// To encrypt a message a data key is made, and to send it decrypted.
const KEY_REQUESTS_PER_PUBLICATION: u64 = 2;
/// The silence alarm publishes when the chain falls silent and when it speaks again.
const PUBLICATIONS_PER_SILENCE: u64 = 2;

/// A topic with what is published to it in a month.
struct Told<'d> {
    expected: u64,
    bad: u64,
    subscribers: &'d [Endpoint],
}

pub(super) fn notifications(deployment: &Deployment, assumptions: &Assumptions) -> Vec<Usage> {
    let chain = &deployment.chain;
    let silences = assumptions.silences.saturating_mul(PUBLICATIONS_PER_SILENCE);
    let silence = Told { expected: silences, bad: silences, subscribers: &chain.silence_subscribers };
    let mut topics: Vec<Told<'_>> = chain.alerts.iter().map(|alert| told(alert, assumptions)).collect();
    topics.push(silence);

    let publications = |each: u64| sum(&topics, |_| each);
    let sent = |wanted: fn(Protocol) -> bool, each: u64| {
        sum(&topics, |topic| {
            let count = topic.subscribers.iter().filter(|endpoint| wanted(endpoint.protocol())).count();
            (count as u64).saturating_mul(each)
        })
    };
    let used = |item, what, (expected, bad): (u64, u64)| Usage::new(item, what, expected, bad);
    let parts = assumptions.sms_parts_per_message;
    let mut usage = vec![
        used(PriceItem::SnsRequests, "publications to topics", publications(1)),
        used(PriceItem::Emails, "mails", sent(Protocol::is_mail, 1)),
        used(PriceItem::SmsParts, "parts of text messages", sent(|protocol| protocol == Protocol::Sms, parts))
            .note("by country; SNS stops at the account's spend limit, 1 USD a month unless it was raised"),
        used(PriceItem::HttpNotifications, "notifications to servers", sent(is_server, 1)),
        used(PriceItem::SqsNotifications, "notifications to queues", sent(|protocol| protocol == Protocol::Sqs, 1)),
        used(
            PriceItem::LambdaNotifications,
            "notifications to functions",
            sent(|protocol| protocol == Protocol::Lambda, 1),
        ),
    ];
    if deployment.topic_key.is_some() {
        let key = Usage::steady(PriceItem::Key, "the topics' key", 1);
        usage.push(key.note("it is there already, and costs this in any case"));
        usage.push(used(PriceItem::KeyRequests, "uses of the key", publications(KEY_REQUESTS_PER_PUBLICATION)));
    }
    usage
}

/// An alarm publishes once for each state that has an action.
fn told<'d>(alert: &'d Alert, assumptions: &Assumptions) -> Told<'d> {
    let publications = if alert.notify_ok { 2 } else { 1 };
    // Sign-ins flood, and nobody tampers with the chain as often as somebody signs in.
    let is_of_sign_ins = alert.name != AlertName::TAMPERING;
    let cycle = alert.period.duration().as_secs().saturating_mul(assumptions.flood_cycle_periods).max(1);
    let flood = if is_of_sign_ins { assumptions.flood_days.saturating_mul(DAY_SECONDS) / cycle } else { 0 };
    let usual = if is_of_sign_ins { assumptions.alarms_per_alert } else { assumptions.tamperings };
    Told {
        expected: usual.saturating_mul(publications),
        bad: usual.saturating_add(flood).saturating_mul(publications),
        subscribers: &alert.subscribers,
    }
}

/// What is published to each topic, times what each publication comes to: in a usual and in a bad month.
fn sum(topics: &[Told<'_>], each: impl Fn(&Told<'_>) -> u64) -> (u64, u64) {
    topics.iter().fold((0, 0), |(expected, bad): (u64, u64), topic| {
        let times = each(topic);
        (
            expected.saturating_add(topic.expected.saturating_mul(times)),
            bad.saturating_add(topic.bad.saturating_mul(times)),
        )
    })
}

const fn is_server(protocol: Protocol) -> bool {
    matches!(protocol, Protocol::Http | Protocol::Https)
}
