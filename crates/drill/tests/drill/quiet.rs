//! Drills that nobody hears of: the alarms are muted, and what topics and subscribers do is not proved.

use signalarm_account::{Link, What};
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_cloud::{Call, CloudWatchCall, Failure, LogsCall, Page, Refusal, Reply};
use signalarm_drill::{DrillEvidence, DrillResult, HopKind, NotDrilled, Refused, Stopped, Thing};
use signalarm_scenario::RunResult;
use signalarm_time::Duration;

use crate::whole::{played, proved};
use crate::world::World;

fn quiet() -> World {
    let mut world = World::new();
    world.request.quiet = true;
    world
}

/// How often somebody was told since the journal had so many entries.
fn told_since(world: &World, entries: usize) -> Vec<String> {
    let told = |account: &mut signalarm_account::Account, _: &_| -> Vec<String> {
        let new = account.journal()[entries..].iter();
        let alarm = new.filter_map(|happening| match &happening.what {
            What::Notified { alarm, .. } => Some(alarm.clone()),
            _ => None,
        });
        alarm.collect()
    };
    world.with(told)
}

fn entries(world: &World) -> usize {
    world.with(|account, _| account.journal().len())
}

fn transitions(evidence: &DrillEvidence, alarm: &AlertName) -> Vec<State> {
    let to = |kind: &HopKind| match kind {
        HopKind::Transition { alarm: changed, to, .. } if changed == alarm => Some(*to),
        _ => None,
    };
    evidence.hops.iter().filter_map(|hop| to(&hop.kind)).collect()
}

fn mute_rules(world: &World) -> Reply {
    let alarm_name = AlertName::FAILURE_IAM.to_string();
    world.call(CloudWatchCall::ListAlarmMuteRules { alarm_name, next_token: None })
}

#[test]
fn nobody_is_told_and_what_was_not_proved_is_said() {
    let mut world = quiet();
    let (before, began) = (world.found(), entries(&world));
    let evidence = world.play(world.prepare(&world.scenarios(&["failure-iam", "success-root"])).unwrap());
    assert_eq!((evidence.stopped.clone(), evidence.left.clone()), (None, Vec::new()));
    assert_eq!(evidence.result(), DrillResult::Passed);
    for alarm in [AlertName::FAILURE_IAM, AlertName::SUCCESS_ROOT] {
        assert_eq!(transitions(&evidence, &alarm), [State::Alarm, State::Ok], "{alarm}");
    }
    let run = played(&evidence, "failure-iam");
    assert_eq!(run.result(), RunResult::Passed, "{:?}", run.verdicts);
    assert!(run.verdicts.iter().any(|verdict| verdict.not_provable().is_some_and(|why| why.contains("muted"))));
    assert!(proved(&evidence, Link::Alarm) && proved(&evidence, Link::Filter));
    assert!(!proved(&evidence, Link::Topic) && !proved(&evidence, Link::Subscription));
    assert_eq!(evidence.messages, []);
    // Whoever looks on for a day hears nothing of the two either.
    world.pass(Duration::HOUR * 24);
    let told = told_since(&world, began);
    let drilled = [AlertName::FAILURE_IAM.to_string(), AlertName::SUCCESS_ROOT.to_string()];
    assert!(told.iter().all(|alarm| !drilled.contains(alarm)), "{told:?}");
    assert_eq!(mute_rules(&world), Reply::Names(Page::whole(Vec::new())));
    assert_eq!(world.found(), before);
}

/// No record is put before the window has begun.
#[test]
fn the_first_record_comes_when_the_alarms_are_muted() {
    let world = quiet();
    let drill = world.prepare(&world.scenarios(&["failure-iam"])).unwrap();
    let evidence = world.play(drill);
    let calls = world.session.calls.borrow();
    let rule = calls.iter().find_map(|call| match call {
        Call::CloudWatch(CloudWatchCall::PutAlarmMuteRule(rule)) => Some(rule.clone()),
        _ => None,
    });
    let rule = rule.unwrap();
    assert_eq!(rule.alarm_names, [AlertName::FAILURE_IAM.to_string()]);
    let events = calls.iter().filter_map(|call| match call {
        Call::Logs(LogsCall::PutLogEvents { log_events, .. }) => Some(log_events[0].timestamp),
        _ => None,
    });
    assert!(events.min().is_some_and(|first| rule.at < first));
    assert!(evidence.ended < rule.at + rule.duration, "{} {rule:?}", evidence.ended);
    assert!(calls.iter().all(|call| !matches!(call, Call::Sqs(_)) || call.operation() == "ListQueues"));
}

/// Whoever interrupts while an alarm is in ALARM leaves the rule, which would tell at once: it ends by itself, and the next
/// drill removes it.
#[test]
fn an_interrupted_one_tells_nobody_either() {
    let mut world = quiet();
    let began = entries(&world);
    let drill = world.prepare(&world.scenarios(&["failure-iam"])).unwrap();
    world.count_anew();
    world.session.is_interrupted = Some(|calls| calls.iter().any(|call| call.operation() == "DescribeAlarmHistory"));
    let evidence = world.play(drill);
    world.session.is_interrupted = None;
    assert_eq!(evidence.stopped, Some(Stopped::Interrupted));
    assert_eq!(transitions(&evidence, &AlertName::FAILURE_IAM), [State::Alarm]);
    let [left] = evidence.left.as_slice() else { panic!("{:?}", evidence.left) };
    assert!(matches!(left.thing, Thing::MuteRule { .. }), "{left}");
    assert!(evidence.warnings.iter().any(|warning| warning.contains("still in ALARM")), "{:?}", evidence.warnings);
    world.pass(Duration::HOUR * 2);
    assert_eq!(told_since(&world, began), Vec::<String>::new());
    let next = world.prepare(&world.scenarios(&["failure-iam"])).unwrap();
    assert_eq!(next.leftovers().len(), 1);
    let evidence = world.play(next);
    assert_eq!((evidence.result(), evidence.removed.len()), (DrillResult::Passed, 1));
    assert_eq!(mute_rules(&world), Reply::Names(Page::whole(Vec::new())));
}

/// What cannot be muted is refused before anything is made.
#[test]
fn where_mute_rules_are_not_known_it_is_refused() {
    let mut world = quiet();
    world.session.way = |call| match call {
        Call::CloudWatch(CloudWatchCall::ListAlarmMuteRules { .. }) => {
            Err(Err(Failure::from(Refusal::service("NotImplemented", 501, "no"))))
        }
        call => Ok(call),
    };
    let scenarios = world.scenarios(&["failure-iam"]);
    assert_eq!(world.prepare(&scenarios).unwrap_err(), NotDrilled::Refused(Refused::NoMuteRules));
    world.request.quiet = false;
    assert!(world.prepare(&scenarios).is_ok());
}

/// An alarm that does not come out of ALARM runs its action when the window ends, and that is said loudly.
#[test]
fn an_alarm_that_stays_in_alarm_is_warned_of() {
    let mut world = quiet();
    let drill = world.prepare(&world.scenarios(&["failure-iam"])).unwrap();
    // Somebody goes on failing.
    let sign_in = |world: &World, id: u128| {
        signalarm_event::forge(&signalarm_event::Forgery {
            variant: signalarm_event::Variant::Iam { outcome: signalarm_event::Outcome::Failure, mfa: false },
            at: world.now(),
            account: crate::world::ACCOUNT,
            region: None,
            user: "mallory",
            source_ip: "203.0.113.9",
            user_agent: "a browser",
            id,
        })
    };
    for minute in 0..200_u32 {
        let record = sign_in(&world, u128::from(minute));
        world.with(|account, _| account.record(record, Some(Duration::MINUTE * (10 + minute))));
    }
    let evidence = world.play(drill);
    assert!(evidence.warnings.iter().any(|warning| warning.contains("runs now")), "{:?}", evidence.warnings);
    assert_eq!(evidence.left, []);
    assert_ne!(evidence.result(), DrillResult::Passed);
    world.pass(Duration::MINUTE);
}
