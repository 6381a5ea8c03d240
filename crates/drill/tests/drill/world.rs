//! An account that is in use, with the chain that the deployer put there an hour ago.

use std::cell::RefCell;
use std::fs;
use std::rc::Rc;

use signalarm_account::{Account, Setup};
use signalarm_alert::{Config, Deployment, read_config};
use signalarm_cloud::{Call, Failure, Reply};
use signalarm_deploy::{Aim, Fact, Found, Look, Options, Session, Wanted, drive};
use signalarm_drill::{Drill, DrillEvidence, NotDrilled, Request};
use signalarm_event::{Forgery, Outcome, Record, Variant, forge};
use signalarm_scenario::{Scenario, Sources, carry_out, confirm_all, read_scenario};
use signalarm_testkit::root;
use signalarm_time::{Duration, Timestamp};

use crate::support::InMemory;

pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const REGION: &str = "us-east-1";

/// Two people, one of whom hears of two alerts.
const CONFIG: &str = r#"
format = 1
[alerts.signin-console-failure-iam]
subscribers = [{ email = "iam@example.org" }, { email = "both@example.org" }]
[alerts.signin-console-success-root]
subscribers = [{ email = "both@example.org" }, { sms = "+12025550123" }]
"#;

pub(crate) struct World {
    pub(crate) session: InMemory,
    pub(crate) config: Config,
    pub(crate) deployment: Deployment,
    pub(crate) request: Request,
}

impl World {
    /// Nobody has confirmed, and nothing has happened yet but what happens each minute.
    pub(crate) fn just_deployed() -> Self {
        let world = Self::deployed();
        world.with(|account, _| account.set_activity(Some(Duration::MINUTE)));
        world
    }

    fn deployed() -> Self {
        let patch = read_config("test", CONFIG, &|_| None).unwrap();
        let config = Config::default().patched(&patch).unwrap();
        let deployment = config.deployment(&ACCOUNT.parse().unwrap(), &REGION.parse().unwrap()).unwrap();
        let start = "2026-11-29T19:00:00Z".parse().unwrap();
        let session = InMemory::new(Setup { place: deployment.chain.place.clone(), seed: 1, start }, REGION);
        let request = Request { account: Some(ACCOUNT.parse().unwrap()), ..Request::default() };
        let mut world = Self { session, config, deployment, request };
        world.deploy(false);
        world
    }

    pub(crate) fn new() -> Self {
        let mut world = Self::deployed();
        world.with(|account, world| {
            confirm_all(account, &world.chain).unwrap();
            account.set_activity(Some(Duration::MINUTE));
        });
        world.pass(Duration::HOUR);
        world
    }

    /// The same account once more, for another course of things.
    pub(crate) fn once_more(&self) -> Self {
        let mut session = self.session.clone();
        session.account = Rc::new(RefCell::new(self.session.account.borrow().clone()));
        session.calls = Rc::default();
        Self {
            session,
            config: self.config.clone(),
            deployment: self.deployment.clone(),
            request: self.request.clone(),
        }
    }

    pub(crate) fn deploy(&mut self, adopt: bool) {
        let aim = Aim::Deploy(Options::new(adopt, false));
        carry_out(&mut self.session, &self.deployment, &aim).unwrap();
    }

    pub(crate) fn with<T>(&self, on: impl FnOnce(&mut Account, &Deployment) -> T) -> T {
        on(&mut self.session.account.borrow_mut(), &self.deployment)
    }

    /// The record of a real sign-in of the root user.
    pub(crate) fn root_signs_in(&self, outcome: Outcome, mfa: bool) -> Record {
        forge(&Forgery {
            variant: Variant::Root { outcome, mfa },
            at: self.now(),
            account: ACCOUNT,
            region: None,
            user: "",
            source_ip: "203.0.113.9",
            user_agent: "a browser",
            id: 7,
        })
    }

    pub(crate) fn call(&self, call: impl Into<Call>) -> Reply {
        self.with(|account, _| account.answer(call.into()).unwrap())
    }

    pub(crate) fn pass(&mut self, duration: Duration) {
        self.session.wait(duration);
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.session.now()
    }

    /// Scenarios of the repository, on the config of the deployment.
    pub(crate) fn scenarios(&self, names: &[&str]) -> Vec<Scenario> {
        let folder = root().join("scenarios");
        let files = |name: &str| fs::read(folder.join(name)).map_err(|error| error.to_string());
        let read = |name: &&str| {
            let text = fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
            self.read(name, &text, &files)
        };
        names.iter().map(read).collect()
    }

    pub(crate) fn scenario(&self, text: &str) -> Scenario {
        self.read("own", &format!("format = 1\ntitle = \"t\"\n{text}"), &|name| Err(name.to_owned()))
    }

    fn read(&self, name: &str, text: &str, files: &dyn Fn(&str) -> Result<Vec<u8>, String>) -> Scenario {
        let sources = Sources { config: &self.config, environment: &|_| None, files };
        read_scenario(name, name, text, sources).unwrap_or_else(|faulty| panic!("{faulty}"))
    }

    pub(crate) fn prepare(&self, scenarios: &[Scenario]) -> Result<Drill, NotDrilled> {
        let mut session = self.session.clone();
        let prices = signalarm_alert::Prices::new();
        Drill::prepare(&mut session, &self.deployment, &prices, &self.request, scenarios, 0xab12)
    }

    pub(crate) fn play(&self, drill: Drill) -> DrillEvidence {
        drill.play(Box::new(self.session.clone()), &mut |_| {})
    }

    /// From here on calls are counted anew.
    pub(crate) fn count_anew(&self) {
        self.session.calls.borrow_mut().clear();
    }

    /// From so many calls on every one fails so.
    pub(crate) fn fail_from(&mut self, calls: usize, failure: Option<Failure>) {
        self.session.fails_from = failure.map(|failure| (calls, failure));
    }

    /// The chain as it is, without what time alone changes.
    pub(crate) fn found(&mut self) -> Found {
        let view = drive(&mut Look::new(Wanted::new(&self.deployment)), &mut self.session, &mut |_, _| {}).unwrap();
        let mut found = view.found;
        if let Fact::Present(alarms) = &mut found.alarms {
            for alarm in alarms.values_mut() {
                let state = &mut alarm.alarm.state;
                state.state_value = signalarm_alarm::State::Ok;
                state.state_reason.clear();
                state.state_reason_data = None;
                for time in [&mut state.state_updated, &mut state.state_transitioned] {
                    *time = Timestamp::MIN;
                }
            }
        }
        if let Fact::Present(trail) = &mut found.trail {
            trail.status = Fact::Unasked;
        }
        if let Fact::Present(group) = &mut found.log_group {
            group.group.stored_bytes = 0;
        }
        if let Fact::Present(bucket) = &mut found.bucket {
            bucket.is_empty = Fact::Unasked;
        }
        found
    }
}
