//! Whole drills over the AWS SDK's clients, answered by the simulated account: each call goes the whole way there and back.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use signalarm_account::{Account, Link, Setup};
use signalarm_alert::{Config, Deployment, Prices};
use signalarm_cloud::{Answer, Call, Failure};
use signalarm_deploy::{Aim, Options, Session};
use signalarm_drill::{Drill, DrillEvidence, DrillResult, NotDrilled, Refused, Request};
use signalarm_scenario::{Proof, Scenario, Sources, carry_out, confirm_all, read_scenario};
use signalarm_targets::MockedAccount;
use signalarm_time::{Duration, Timestamp};

const ACCOUNT: &str = "111122223333";
const REGION: &str = "us-east-1";
const STORY: &str = "format = 1
title = \"Somebody signs in\"
[[step]]
sign-in = { user-type = \"iam\", outcome = \"success\" }
[[expect]]
within = \"3m\"
alarm = \"signin-console-success-iam\"
state = \"ALARM\"
[[expect]]
within = \"3m\"
by = \"signin-console-success-iam\"
notified = [\"email\"]
message = { NewStateValue = \"ALARM\" }
";

/// Mocks with a plug that can be pulled.
#[derive(Clone)]
struct Plugged {
    mocks: Rc<RefCell<MockedAccount>>,
    calls: Rc<Cell<usize>>,
    /// From so many calls on none is sent.
    pulled_from: usize,
}

impl Session for Plugged {
    fn answer(&mut self, call: Call) -> Answer {
        let number = self.calls.replace(self.calls.get() + 1);
        match self.pulled_from <= number {
            true => Err(Failure::Unsent("the plug is pulled".to_owned())),
            false => self.mocks.borrow_mut().answer(call),
        }
    }

    fn wait(&mut self, duration: Duration) {
        self.mocks.borrow_mut().wait(duration);
    }

    fn now(&self) -> Timestamp {
        self.mocks.borrow().now()
    }

    fn region(&self) -> &str {
        REGION
    }

    fn endpoint_url(&self) -> Option<&str> {
        None
    }
}

struct World {
    session: Plugged,
    deployment: Deployment,
    scenario: Scenario,
    request: Request,
}

impl World {
    /// A chain that the deployer put into place an hour ago.
    fn new() -> Self {
        let config = Config::default();
        let deployment = config.deployment(&ACCOUNT.parse().unwrap(), &REGION.parse().unwrap()).unwrap();
        let start = "2026-11-29T19:00:00Z".parse().unwrap();
        let account = Account::new(Setup { place: deployment.chain.place.clone(), seed: 1, start });
        let mocks = Rc::new(RefCell::new(MockedAccount::new(account, REGION)));
        let mut session = Plugged { mocks, calls: Rc::default(), pulled_from: usize::MAX };
        carry_out(&mut session, &deployment, &Aim::Deploy(Options::new(false, false))).unwrap();
        session.mocks.borrow().with_account(|account| {
            confirm_all(account, &deployment.chain).unwrap();
            account.set_activity(Some(Duration::MINUTE));
        });
        session.wait(Duration::HOUR);
        let sources = Sources { config: &config, environment: &|_| None, files: &|name| Err(name.to_owned()) };
        let scenario = read_scenario("own", "own", STORY, sources).unwrap_or_else(|faulty| panic!("{faulty}"));
        let request = Request { account: Some(ACCOUNT.parse().unwrap()), ..Request::default() };
        Self { session, deployment, scenario, request }
    }

    fn prepare(&self) -> Result<Drill, NotDrilled> {
        let scenarios = [self.scenario.clone()];
        let mut session = self.session.clone();
        Drill::prepare(&mut session, &self.deployment, &Prices::new(), &self.request, &scenarios, 0xab12)
    }

    fn play(&self) -> DrillEvidence {
        let drill = self.prepare().unwrap_or_else(|refused| panic!("{refused}"));
        drill.play(Box::new(self.session.clone()), &mut |_| {})
    }
}

fn proved(evidence: &DrillEvidence, link: Link) -> bool {
    let proof = evidence.links.iter().find(|proof| proof.link == link);
    matches!(proof.map(|proof| &proof.proof), Some(Proof::Proved(_)))
}

#[test]
fn a_loud_drill_proves_the_chain_and_a_quiet_one_all_but_who_is_told() {
    for quiet in [false, true] {
        let mut world = World::new();
        world.request.quiet = quiet;
        let evidence = world.play();
        assert_eq!(evidence.result(), DrillResult::Passed, "{:?} {:?}", evidence.stopped, evidence.stories);
        assert_eq!(proved(&evidence, Link::Topic), !quiet);
        for link in [Link::LogGroup, Link::Filter, Link::Metric, Link::Alarm] {
            assert!(proved(&evidence, link), "{link}");
        }
        assert!(evidence.left.is_empty());
        assert!(world.prepare().unwrap().leftovers().is_empty());
    }
}

#[test]
fn without_the_number_and_with_another_it_is_refused() {
    let mut world = World::new();
    world.request.account = None;
    assert!(matches!(world.prepare(), Err(NotDrilled::Refused(Refused::NoAccount))));
    world.request.account = Some("444455556666".parse().unwrap());
    assert!(matches!(world.prepare(), Err(NotDrilled::Refused(Refused::OtherConfig { .. }))));
}

/// The plug is pulled now and then; the next drill removes what was left.
#[test]
fn what_is_left_is_removed_by_the_next_drill() {
    let calls = {
        let world = World::new();
        let drill = world.prepare().unwrap();
        world.session.calls.set(0);
        drill.play(Box::new(world.session.clone()), &mut |_| {});
        world.session.calls.get()
    };
    for pulled_from in (0..calls).step_by(calls / 12) {
        let mut world = World::new();
        let drill = world.prepare().unwrap();
        let run = drill.preview().run;
        world.session.calls.set(0);
        let unplugged = Plugged { pulled_from, ..world.session.clone() };
        let evidence = drill.play(Box::new(unplugged), &mut |_| {});
        assert!(evidence.stopped.is_some() || !evidence.left.is_empty(), "{pulled_from}");
        let until = run.end().since(world.session.now()) + Duration::MINUTE * 10;
        world.session.wait(until);
        let evidence = world.play();
        assert_eq!(evidence.result(), DrillResult::Passed, "{pulled_from}: {:?} {:?}", evidence.stopped, evidence.left);
        assert!(world.prepare().unwrap().leftovers().is_empty(), "{pulled_from}");
    }
}
