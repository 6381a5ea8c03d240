//! Somebody pulls the plug: what is left is found and removed by the next drill, and the chain is as before.

use signalarm_cloud::{Call, Failure, Refusal, SnsCall, SqsCall};
use signalarm_drill::{Drill, DrillResult, Stopped};
use signalarm_time::Duration;

use crate::preview::check_only_reads;
use crate::world::World;

/// A short story: what is made and removed is the same.
const STORY: &str = "[[step]]\nat = \"0m\"\nsign-in = { user-type = \"iam\", outcome = \"success\" }\n\
                     [[expect]]\nwithin = \"3m\"\nalarm = \"signin-console-success-iam\"\nstate = \"ALARM\"\n";

fn prepare(world: &World) -> Drill {
    world.prepare(&[world.scenario(STORY)]).unwrap_or_else(|refused| panic!("{refused}"))
}

/// How many calls one whole drill makes.
fn calls_of_one(world: &World) -> usize {
    let world = world.once_more();
    let drill = prepare(&world);
    world.count_anew();
    world.play(drill);
    let calls = world.session.calls.borrow();
    calls.len()
}

/// After every call: the next drill, when the time of the one before is over, finds everything.
fn killed_after_every_call(quiet: bool) {
    let mut plain = World::new();
    plain.request.quiet = quiet;
    let (before, calls) = (plain.found(), calls_of_one(&plain));
    assert!(100 < calls, "{calls}");
    for killed in 0..calls {
        let mut world = plain.once_more();
        let drill = prepare(&world);
        let run = drill.preview().run;
        world.count_anew();
        world.fail_from(killed, Some(Failure::Unsent("the plug is pulled".to_owned())));
        let evidence = world.play(drill);
        world.fail_from(0, None);
        assert!(evidence.stopped.is_some() || !evidence.left.is_empty(), "{killed}: {:?}", evidence.warnings);
        assert!(evidence.left.iter().all(|left| left.why.contains("the next drill removes it")), "{:?}", evidence.left);
        world.pass(run.end().since(world.now()) + Duration::MINUTE * 10);
        let evidence = world.play(prepare(&world));
        assert_eq!(evidence.result(), DrillResult::Passed, "{killed}: {:?} {:?}", evidence.stopped, evidence.left);
        assert_eq!(world.found(), before, "{killed}");
        world.count_anew();
        assert!(prepare(&world).leftovers().is_empty(), "{killed}");
        check_only_reads(&world.session.calls.borrow());
    }
}

#[test]
fn a_loud_drill_may_be_killed_after_every_call() {
    killed_after_every_call(false);
}

#[test]
fn a_quiet_drill_may_be_killed_after_every_call() {
    killed_after_every_call(true);
}

/// The token expires in the middle: what is left is said, and who removes it.
#[test]
fn an_expired_token_says_what_is_left() {
    let mut world = World::new();
    let half = calls_of_one(&world) / 2;
    let drill = prepare(&world);
    world.count_anew();
    let expired = Refusal::service("ExpiredToken", 403, "The security token included in the request is expired");
    world.fail_from(half, Some(expired.into()));
    let evidence = world.play(drill);
    world.fail_from(0, None);
    let Some(Stopped::Lost(why)) = &evidence.stopped else { panic!("{:?}", evidence.stopped) };
    assert!(why.contains("ExpiredToken"), "{why}");
    // Six subscriptions, the queue and the log stream.
    assert_eq!(evidence.left.len(), 8);
    assert!(evidence.left.iter().all(|left| left.why.contains("the next drill removes it")));
    assert_eq!(evidence.result(), DrillResult::Stopped);
    assert!(world.prepare(&[world.scenario(STORY)]).unwrap_err().to_string().contains("was ended"));
}

/// Whoever interrupts after any call leaves nothing, and the chain is as before.
#[test]
fn an_interrupted_drill_leaves_nothing() {
    let mut plain = World::new();
    let before = plain.found();
    for calls in (0..calls_of_one(&plain)).step_by(3) {
        let mut world = plain.once_more();
        let drill = prepare(&world);
        world.count_anew();
        world.session.calls_max = calls;
        let evidence = world.play(drill);
        world.session.calls_max = usize::MAX;
        assert_eq!(evidence.left, [], "{calls}");
        assert_eq!(world.found(), before, "{calls}");
        if evidence.stopped.is_some() {
            assert_eq!(evidence.stopped, Some(Stopped::Interrupted), "{calls}");
            world.pass(Duration::HOUR * 3);
        }
        assert!(prepare(&world).leftovers().is_empty(), "{calls}");
    }
}

/// Whoever interrupts while an alarm is in ALARM learns it, as its subscribers hear nothing more of the drill.
#[test]
fn an_interrupted_drill_says_what_is_in_alarm() {
    let mut world = World::new();
    let drill = prepare(&world);
    world.count_anew();
    world.session.is_interrupted = Some(|calls| calls.iter().any(|call| call.operation() == "DescribeAlarmHistory"));
    let evidence = world.play(drill);
    assert_eq!(evidence.stopped, Some(Stopped::Interrupted));
    let told = |warning: &&String| warning.starts_with("signin-console-success-iam was last seen in ALARM");
    assert_eq!(evidence.warnings.iter().filter(told).count(), 1, "{:?}", evidence.warnings);
}

/// Something is made, and nobody hears of it: it is looked for, and removed.
#[test]
fn what_was_made_without_an_answer_is_removed() {
    let lost: [fn(&Call) -> bool; 2] = [
        |call| matches!(call, Call::Sqs(SqsCall::CreateQueue { .. })),
        |call| matches!(call, Call::Sns(SnsCall::Subscribe { .. })),
    ];
    for is_lost in lost {
        let mut world = World::new();
        let before = world.found();
        let drill = prepare(&world);
        world.session.is_lost = is_lost;
        let evidence = world.play(drill);
        world.session.is_lost = |_| false;
        assert!(matches!(evidence.stopped, Some(Stopped::Lost(_))), "{:?}", evidence.stopped);
        assert_eq!(evidence.left, []);
        assert_eq!(world.found(), before);
        world.pass(Duration::HOUR);
        assert!(prepare(&world).leftovers().is_empty());
    }
}
