//! A simulated account, and whoever runs machines on it: also somebody who pulls the plug.

use signalarm_account::{Account, Setup};
use signalarm_alert::{AlertName, Bucket, Config, Deployment, Source, read_config};
use signalarm_cloud::{Answer, Call, Failure, Reply, SubscriptionState};
use signalarm_deploy::{Aim, Apply, Fact, Found, Look, Machine, Next, Options, Report, Stopped, Trouble, View, Wanted};
use signalarm_time::{Duration, Timestamp};

/// Calls of one run at most: none of these tests comes near it.
const CALLS_MAX: usize = 5_000;

/// What goes wrong with one call, counted from 0 over a whole run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The plug is pulled before the call.
    KilledBefore(usize),
    /// The call happens, and the plug is pulled before its answer comes.
    KilledAfter(usize),
    /// The call happens, and its answer is lost.
    AnswerLost(usize),
    /// The call does not happen, and nobody knows.
    CallLost(usize),
    /// The call is throttled once.
    Throttled(usize),
}

/// Why a run ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum End {
    Killed,
    Trouble(Trouble),
    Stopped(Stopped),
}

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) account: Account,
    pub(crate) fault: Option<Fault>,
    /// Every call of the last run.
    pub(crate) calls: Vec<Call>,
    /// How long it waited.
    pub(crate) waited: Duration,
    /// Somebody else makes these calls just before that one.
    pub(crate) meddler: Option<(usize, Vec<Call>)>,
    /// Answers in place of the account's.
    pub(crate) hook: Option<fn(&Call) -> Option<Answer>>,
}

struct Killed;

/// Alerts without which the tests have enough to do.
const LEFT_OUT: [AlertName; 3] = [AlertName::SUCCESS_IAM, AlertName::FAILURE_ROOT, AlertName::TAMPERING];

impl World {
    pub(crate) fn new() -> Self {
        let place = Config::default().simulated_chain().place;
        let setup = Setup { place, seed: 1, start: Timestamp::from_millis(1_767_603_600_000) };
        let account = Account::new(setup);
        Self { account, fault: None, calls: Vec::new(), waited: Duration::ZERO, meddler: None, hook: None }
    }

    pub(crate) fn call(&mut self, call: impl Into<Call>) -> Reply {
        let call = call.into();
        let said = format!("{call:?}");
        self.account.answer(call).unwrap_or_else(|refusal| panic!("{said}: {refusal}"))
    }

    fn answer(&mut self, call: Call) -> Result<Answer, Killed> {
        assert!(self.calls.len() < CALLS_MAX, "the machine does not end");
        let number = self.calls.len();
        self.calls.push(call.clone());
        if let Some(answer) = self.hook.and_then(|hook| hook(&call)) {
            return Ok(answer);
        }
        if self.meddler.as_ref().is_some_and(|(at, _)| *at == number) {
            let calls = self.meddler.take().map(|(_, calls)| calls).unwrap_or_default();
            calls.into_iter().for_each(|call| drop(self.call(call)));
        }
        let lost = || Failure::Unanswered("time is over".to_owned());
        match self.fault {
            Some(Fault::KilledBefore(fatal)) if fatal == number => return Err(Killed),
            Some(Fault::CallLost(fatal)) if fatal == number => return Ok(Err(lost())),
            Some(Fault::Throttled(fatal)) if fatal == number => {
                return Ok(Err(signalarm_cloud::Refusal::service("Throttling", 400, "").into()));
            }
            Some(_) | None => {}
        }
        let answer = self.account.answer(call).map_err(Failure::from);
        match self.fault {
            Some(Fault::KilledAfter(fatal)) if fatal == number => Err(Killed),
            Some(Fault::AnswerLost(fatal)) if fatal == number => Ok(Err(lost())),
            Some(_) | None => Ok(answer),
        }
    }

    fn run<M: Machine>(&mut self, machine: &mut M) -> Result<M::Output, Killed> {
        let mut answer = None;
        loop {
            match machine.next(answer.take()) {
                Next::Call(call) => answer = Some(self.answer(*call)?),
                Next::Wait { duration, .. } => {
                    self.waited = self.waited + duration;
                    self.account.advance(self.account.now() + duration);
                }
                Next::Done(output) => return Ok(output),
            }
        }
    }

    pub(crate) fn run_whole<M: Machine>(&mut self, machine: &mut M) -> M::Output {
        self.begin();
        self.run(machine).unwrap_or_else(|Killed| panic!("nobody pulls the plug here"))
    }

    fn begin(&mut self) {
        self.calls.clear();
        self.waited = Duration::ZERO;
    }

    pub(crate) fn look(&mut self, wanted: &Wanted) -> Result<View, End> {
        match self.run(&mut Look::new(wanted.clone())) {
            Ok(Ok(view)) => Ok(view),
            Ok(Err(trouble)) => Err(End::Trouble(trouble)),
            Err(Killed) => Err(End::Killed),
        }
    }

    /// Looks, plans and applies, as one run of the command does.
    pub(crate) fn pursue(&mut self, wanted: &Wanted, aim: &Aim) -> Result<Report, End> {
        self.begin();
        let view = self.look(wanted)?;
        let plan = aim.plan(&view).map_err(|obstacles| End::Trouble(Trouble::Obstacles(obstacles)))?;
        match self.run(&mut Apply::new(view, plan, aim.clone())) {
            Ok(Ok(report)) => Ok(report),
            Ok(Err(stopped)) => Err(End::Stopped(stopped)),
            Err(Killed) => Err(End::Killed),
        }
    }

    pub(crate) fn deploy(&mut self, wanted: &Wanted) -> Report {
        self.fault = None;
        self.pursue(wanted, &deploying()).unwrap_or_else(|end| panic!("{end:#?}"))
    }

    /// What is there, without what differs from run to run.
    pub(crate) fn state(&mut self, wanted: &Wanted) -> Found {
        self.fault = None;
        let mut found = self.look(wanted).unwrap_or_else(|end| panic!("{end:#?}")).found;
        for alarm in present_mut(&mut found.alarms).into_iter().flat_map(|alarms| alarms.values_mut()) {
            let state = &mut alarm.alarm.state;
            state.state_reason.clear();
            state.state_reason_data = None;
            state.state_value = signalarm_alarm::State::Ok;
            for time in
                [&mut state.alarm_configuration_updated, &mut state.state_updated, &mut state.state_transitioned]
            {
                *time = Timestamp::MIN;
            }
        }
        for topic in found.topics.values_mut().filter_map(present_mut) {
            if let Some(listed) = present_mut(&mut topic.subscriptions) {
                listed.sort_by(|one, other| (&one.protocol, &one.endpoint).cmp(&(&other.protocol, &other.endpoint)));
                for subscription in listed {
                    if let SubscriptionState::Confirmed { subscription_arn } = &mut subscription.state {
                        subscription_arn.clear();
                    }
                }
            }
        }
        if let Some(trail) = present_mut(&mut found.trail)
            && let Some(status) = present_mut(&mut trail.status)
        {
            let is_logging = status.is_logging;
            *status = signalarm_cloud::TrailStatus { is_logging, ..signalarm_cloud::TrailStatus::default() };
        }
        found
    }
}

fn present_mut<T>(fact: &mut Fact<T>) -> Option<&mut T> {
    match fact {
        Fact::Present(value) => Some(value),
        Fact::Unasked | Fact::Denied(_) | Fact::Absent => None,
    }
}

pub(crate) fn deploying() -> Aim {
    Aim::Deploy(Options::default())
}

pub(crate) fn adopting() -> Aim {
    Aim::Deploy(Options { adopt: true, ..Options::default() })
}

pub(crate) fn deployment() -> Deployment {
    deployment_of("")
}

/// The built-in chain with these changes in a config.
pub(crate) fn deployment_of(config: &str) -> Deployment {
    let patch = read_config("test", &format!("format = 1\n{config}"), &|_| None).expect("a valid config");
    let config = Config::default().patched(&patch).expect("a valid config");
    // Two alerts and the silence alarm do: the number of runs grows with the square of the calls.
    let mut chain = config.simulated_chain();
    chain.alerts.retain(|alert| !LEFT_OUT.contains(&alert.name));
    chain.silence_subscribers.truncate(1);
    Deployment {
        chain,
        source: Source::Own(Bucket {
            name: "signin-console-111122223333-us-east-1".to_owned(),
            glacier_days: Some(90),
            expiration_days: Some(365),
        }),
        retention_days: 365,
        topic_key: None,
    }
}

pub(crate) fn wanted() -> Wanted {
    Wanted::new(&deployment())
}
