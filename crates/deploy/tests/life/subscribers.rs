//! Who is subscribed: whom the config names or named, and strangers.

use signalarm_cloud::{Call, SnsCall, SubscriptionState};
use signalarm_deploy::{Aim, Change, LookAtStatus, Options, Report, Todo, Wanted};
use signalarm_notification::Endpoint;

use crate::interrupted::{made_by_hand, survives_everything};
use crate::life::said;
use crate::world::{World, adopting, deploying, deployment_of, wanted};

const STRANGER: &str = "stranger@example.com";
const NAMED: &str = "signin-console-failure-iam@example.com";

fn mail(text: &str) -> Endpoint {
    Endpoint::Email(text.parse().unwrap())
}

fn subscribe(world: &mut World, topic: &str, endpoint: &Endpoint) {
    let (protocol, text) = (endpoint.protocol().to_string(), endpoint.to_string());
    world.call(SnsCall::Subscribe { topic_arn: topic.to_owned(), protocol, endpoint: text });
    world.account.confirm_subscription(topic, endpoint).unwrap();
}

/// With these subscribers of the first alert.
fn with(subscribers: &[&str]) -> Wanted {
    let named: Vec<String> = subscribers.iter().map(|text| format!("{{ email = \"{text}\" }}")).collect();
    let named = named.join(", ");
    Wanted::new(&deployment_of(&format!("[alerts.signin-console-failure-iam]\nsubscribers = [{named}]\n")))
}

fn topic() -> String {
    wanted().alerts[0].topic.arn.clone()
}

/// Which subscriptions the report says to stay.
fn strangers(report: &Report) -> Vec<String> {
    said(&report.left).into_iter().filter(|left| left.starts_with("subscription")).collect()
}

#[test]
fn strangers_stay_in_topics_of_ours_and_in_adopted_ones() {
    for (mut world, aim) in [(World::new(), deploying()), (made_by_hand(), adopting())] {
        world.pursue(&wanted(), &aim).unwrap();
        subscribe(&mut world, &topic(), &mail(STRANGER));
        let report = world.deploy(&wanted());
        assert_eq!(said(&report.done), [""; 0]);
        assert_eq!(strangers(&report), ["subscription email stranger@example.com to signin-console-failure-iam"]);
    }
    // One who was there before it was adopted stays too.
    let mut world = made_by_hand();
    subscribe(&mut world, &topic(), &mail(STRANGER));
    let report = world.pursue(&wanted(), &adopting()).unwrap();
    assert_eq!(strangers(&report), ["subscription email stranger@example.com to signin-console-failure-iam"]);
}

#[test]
fn whom_the_config_named_and_names_no_longer_goes() {
    let (both, one) = (with(&["a@example.com", "b@example.com", "c@example.com"]), with(&["a@example.com"]));
    let begin = || {
        let mut world = World::new();
        world.deploy(&both);
        world.account.confirm_subscription(&topic(), &mail("b@example.com")).unwrap();
        subscribe(&mut world, &topic(), &mail(STRANGER));
        world
    };
    let mut world = begin();
    let report = world.deploy(&one);
    let expected = [
        "delete subscription email b@example.com to signin-console-failure-iam",
        "change topic signin-console-failure-iam",
    ];
    assert_eq!(said(&report.done), expected);
    assert!(report.todo.iter().any(|todo| matches!(todo, Todo::PendingUnwanted(_))), "{:?}", report.todo);
    assert_eq!(strangers(&report).len(), 1);
    // SNS drops who never confirmed after two days; then nothing is remembered of him.
    let later = world.account.now() + signalarm_time::Duration::from_secs(49 * 3_600);
    world.account.advance(later);
    world.deploy(&one);
    assert_eq!(world.deploy(&one).done, []);
    survives_everything(begin, &one, &deploying());
}

#[test]
fn who_unsubscribed_is_shown_and_asked_again_once() {
    let mut world = World::new();
    world.deploy(&wanted());
    world.account.confirm_subscription(&topic(), &mail(NAMED)).unwrap();
    world.account.follow_unsubscribe_link(&topic(), &mail(NAMED)).unwrap();
    let status = world.run_whole(&mut LookAtStatus::new(wanted())).unwrap();
    let subscription = &status.alerts[0].subscriptions.present().unwrap()[0];
    assert_eq!((&subscription.state, subscription.is_wanted), (&SubscriptionState::Deleted, true));
    let drift = status.drift.unwrap();
    assert_eq!(said(&drift.steps), [format!("change subscription email {NAMED} to signin-console-failure-iam")]);
    let Change::Update(changes) = &drift.steps[0].change else { panic!("{drift:?}") };
    let shown: Vec<_> = changes.iter().map(|c| (c.field, c.before.as_deref(), c.after.as_deref())).collect();
    assert_eq!(shown, [("SubscriptionArn", Some("Deleted"), Some("PendingConfirmation"))]);
    let report = world.deploy(&wanted());
    let asked = world.calls.iter().filter(|call| matches!(call, Call::Sns(SnsCall::Subscribe { .. })));
    assert_eq!(asked.count(), 1);
    assert!(report.todo.iter().any(|todo| matches!(todo, Todo::Confirm(_))));
    assert_eq!(world.deploy(&wanted()).done, []);
}

#[test]
fn mail_addresses_are_one_whatever_their_case() {
    let (written, otherwise) = (with(&["Ann.Lee@Example.com", "ann.lee@example.com"]), with(&["ann.lee@example.com"]));
    assert_eq!(written.alerts[0].topic.subscriptions.len(), 1);
    let mut world = World::new();
    world.deploy(&written);
    assert_eq!(world.deploy(&otherwise).done, []);
    // Somebody subscribed the address by hand, spelt in yet another way.
    subscribe(&mut world, &topic(), &mail("ANN.LEE@example.com"));
    let report = world.deploy(&otherwise);
    assert_eq!((report.done, strangers(&world.deploy(&written))), (Vec::new(), Vec::new()));
}

/// Somebody deletes the first topic while its policy is put right: it is made again, and the others are still asked again.
#[test]
fn a_confirmation_is_sent_again_after_a_setback_but_not_twice() {
    let mut world = World::new();
    world.deploy(&wanted());
    let (topic_arn, name) = (topic(), "Policy".to_owned());
    let value = r#"{"Version":"2012-10-17","Statement":[]}"#.to_owned();
    world.call(SnsCall::SetTopicAttributes { topic_arn, name, value });
    let resending = Aim::Deploy(Options::new(false, true));
    let mut undisturbed = world.clone();
    undisturbed.pursue(&wanted(), &resending).unwrap();
    let puts_right = |call: &Call| matches!(call, Call::Sns(SnsCall::SetTopicAttributes { .. }));
    let at = undisturbed.calls.iter().position(puts_right).unwrap();
    world.meddler = Some((at, vec![SnsCall::DeleteTopic { topic_arn: topic() }.into()]));
    let report = world.pursue(&wanted(), &resending).unwrap();
    let expected = [
        "create topic signin-console-failure-iam",
        "create subscription email signin-console-failure-iam@example.com to signin-console-failure-iam",
        "resend confirmation subscription email signin-console-success-root@example.com to signin-console-success-root",
        "resend confirmation subscription email signin-console-failure-iam@example.com to signin-console-silence",
    ];
    assert_eq!(said(&report.done), expected);
    let asked = world.calls.iter().filter(|call| matches!(call, Call::Sns(SnsCall::Subscribe { .. })));
    assert_eq!(asked.count(), 3);
}
