//! What is told before: every call, who will be told, and the cost.

use signalarm_alert::AlertName;
use signalarm_cloud::{Call, SnsCall};
use signalarm_drill::{HopKind, PlannedCall, Preview};

use crate::world::World;

/// How the names of operations begin that change nothing.
const READING: [&str; 4] = ["Describe", "Get", "Head", "List"];

pub(crate) fn check_only_reads(calls: &[Call]) {
    for call in calls {
        assert!(READING.iter().any(|beginning| call.operation().starts_with(beginning)), "{}", call.action());
    }
}

/// What is prepared and not played has only looked.
#[test]
fn a_dry_run_sends_only_reading_calls() {
    for quiet in [false, true] {
        let mut world = World::new();
        world.request.quiet = quiet;
        world.request.announce = true;
        world.count_anew();
        let before = world.with(|account, _| account.journal().len());
        let drill = world.prepare(&world.scenarios(&["failure-iam", "all-four"])).unwrap();
        assert!(!drill.preview().calls.is_empty());
        check_only_reads(&world.session.calls.borrow());
        assert_eq!(world.with(|account, _| account.journal().len()), before);
    }
}

/// The actions of a drill's calls, each where it comes first; but for those that come again and again.
fn changing<'a>(actions: impl Iterator<Item = &'a str>) -> Vec<String> {
    let again = ["logs:PutLogEvents", "sqs:ReceiveMessage", "sqs:DeleteMessage"];
    let is_once = |action: &&str| {
        !READING.iter().any(|reading| action.contains(&format!(":{reading}"))) && !again.contains(action)
    };
    actions.filter(is_once).map(str::to_owned).collect()
}

/// Every call that is made was told, in its order and not more often than was said; those on which something is made, too.
#[test]
fn what_is_done_was_told() {
    for (quiet, announce) in [(false, false), (false, true), (true, true), (true, false)] {
        let mut world = World::new();
        (world.request.quiet, world.request.announce) = (quiet, announce);
        let drill = world.prepare(&world.scenarios(&["failure-iam", "success-root"])).unwrap();
        let Preview { calls, cost, own_rings, .. } = drill.preview().clone();
        world.count_anew();
        let evidence = world.play(drill);
        assert_eq!(evidence.stopped, None);
        let made = world.session.calls.borrow();
        let actions: Vec<String> = made.iter().map(Call::action).collect();
        let told =
            |call: &PlannedCall| std::iter::repeat_n(call.action.clone(), usize::try_from(call.times.most()).unwrap());
        let told: Vec<String> = calls.iter().flat_map(told).collect();
        assert_eq!(changing(actions.iter().map(String::as_str)), changing(told.iter().map(String::as_str)));
        for action in &actions {
            let (done, most) = (count(&actions, action), count(&told, action));
            assert!(done <= most, "{action}: {done} calls, and at most {most} were told");
        }
        assert!(made.len() as u64 <= cost.requests);
        assert_eq!(quiet, !own_rings.is_empty() && own_rings[0].action == "cloudwatch:PutAlarmMuteRule");
        let publishes = made.iter().filter(|call| matches!(call, Call::Sns(SnsCall::Publish { .. }))).count();
        assert_eq!(publishes, if announce { 4 } else { 0 });
    }
}

fn count(actions: &[String], action: &str) -> usize {
    actions.iter().filter(|one| *one == action).count()
}

#[test]
fn who_will_be_told_and_what_it_costs_is_said() {
    let mut world = World::new();
    let scenarios = world.scenarios(&["failure-iam", "success-root"]);
    let told = |world: &World| -> Vec<(String, usize, u64)> {
        let drill = world.prepare(&scenarios).unwrap();
        drill.preview().told.iter().map(|told| (told.protocol.clone(), told.subscribers, told.notifications)).collect()
    };
    // Two people by mail, of whom one hears of both alerts.
    assert_eq!(told(&world), [("email".to_owned(), 2, 3), ("sms".to_owned(), 1, 1)]);
    world.request.announce = true;
    assert_eq!(told(&world), [("email".to_owned(), 2, 9), ("sms".to_owned(), 1, 3)]);
    world.request.quiet = true;
    assert_eq!(told(&world), [("email".to_owned(), 2, 6), ("sms".to_owned(), 1, 2)]);
    world.request.announce = false;
    assert_eq!(told(&world), []);

    world.request.quiet = false;
    let drill = world.prepare(&scenarios).unwrap();
    let preview = drill.preview();
    assert_eq!(preview.drilled, [AlertName::FAILURE_IAM, AlertName::SUCCESS_ROOT]);
    assert!(0 < preview.cost.micro_dollars && preview.cost.micro_dollars < 10_000);
    assert_eq!(preview.cost.to_string(), "below one cent, and what is unknown of sms, sqs");
    // Removing the subscriptions rings the alert on tampering, and subscribing does not.
    let rings: Vec<(&AlertName, &str)> =
        preview.own_rings.iter().map(|ring| (&ring.alert, ring.action.as_str())).collect();
    assert_eq!(rings, [(&AlertName::TAMPERING, "sns:Unsubscribe")]);
    assert!(preview.actions().contains(&"sqs:CreateQueue"));
    assert!(preview.actions().is_sorted());
}

/// The subscribers are told before the first record and behind the last.
#[test]
fn an_announced_drill_tells_its_subscribers() {
    let mut world = World::new();
    world.request.announce = true;
    let evidence = world.play(world.prepare(&world.scenarios(&["failure-iam"])).unwrap());
    let announced = evidence.hops.iter().filter_map(|hop| match &hop.kind {
        HopKind::Announced { topic_arn, text } => Some((hop.at, topic_arn.clone(), text.clone())),
        _ => None,
    });
    let [(before, topic, first), (after, _, last)] = <[_; 2]>::try_from(announced.collect::<Vec<_>>()).unwrap();
    assert!(topic.ends_with(":signin-console-failure-iam"));
    for named in [&evidence.run.user_agent(), &evidence.site.caller.arn, "192.0.2.", "signin-console-failure-iam"] {
        assert!(first.contains(named), "{first}");
    }
    assert!(last.contains(&evidence.run.to_string()) && first.is_ascii() && last.is_ascii());
    let puts = evidence.hops.iter().filter(|hop| matches!(hop.kind, HopKind::Put { .. }));
    assert!(puts.map(|hop| hop.at).all(|at| before <= at && at <= after));
}
