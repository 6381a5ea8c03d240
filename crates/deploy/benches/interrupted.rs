//! How many interrupted deployments a second: `cargo bench --package signalarm-deploy`.
//!
//! One run: a deployment of the whole built-in chain into an empty simulated account is ended after one of its calls, the
//! next one each time, and a second deployment looks and puts the rest into place. Beside it as a peer in the same run: the
//! same calls alone, answered by the account without machines.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use signalarm_account::{Account, Setup};
use signalarm_alert::{Bucket, Config, Deployment, Place, Source};
use signalarm_cloud::{Call, Failure};
use signalarm_deploy::{Aim, Apply, Look, Machine, Next, Options, View, Wanted};
use signalarm_testkit::bench::best;
use signalarm_time::{Duration, Timestamp};

const ROUNDS: usize = 5;

/// An account, and how it is used.
struct World {
    account: Account,
    made: usize,
    /// The calls, where somebody wants to know them.
    calls: Option<Vec<Call>>,
    /// How many calls are made before the plug is pulled.
    calls_left: usize,
}

impl World {
    fn new(place: &Place) -> Self {
        let start = Timestamp::from_millis(1_767_603_600_000);
        let account = Account::new(Setup { place: place.clone(), seed: 1, start });
        Self { account, made: 0, calls: None, calls_left: usize::MAX }
    }

    /// `None`: the plug was pulled.
    fn run<M: Machine>(&mut self, machine: &mut M) -> Option<M::Output> {
        let mut answer = None;
        loop {
            match machine.next(answer.take()) {
                Next::Call(call) => {
                    self.calls_left = self.calls_left.checked_sub(1)?;
                    self.made += 1;
                    if let Some(calls) = &mut self.calls {
                        calls.push((*call).clone());
                    }
                    answer = Some(self.account.answer(*call).map_err(Failure::from));
                }
                Next::Wait { duration, .. } => self.wait(duration),
                Next::Done(output) => return Some(output),
            }
        }
    }

    fn wait(&mut self, duration: Duration) {
        self.account.advance(self.account.now() + duration);
    }

    /// How many calls it took; `None`: the plug was pulled.
    fn deploy(&mut self, wanted: &Wanted) -> Option<usize> {
        let view: View = self.run(&mut Look::new(wanted.clone()))?.expect("an account that can be looked at");
        let aim = Aim::Deploy(Options::default());
        let plan = aim.plan(&view).expect("nothing stands in the way");
        self.run(&mut Apply::new(view, plan, aim))?.expect("a plan that can be carried out");
        Some(self.made)
    }
}

fn main() {
    let wanted = Wanted::new(&deployment());
    let place = wanted.place();
    let mut whole = World { calls: Some(Vec::new()), ..World::new(place) };
    let calls = whole.deploy(&wanted).expect("nobody pulls the plug");
    let interrupted = best(ROUNDS, || {
        for cut in 0..calls {
            let mut world = World::new(place);
            world.calls_left = cut;
            assert!(world.deploy(&wanted).is_none(), "the plug is pulled");
            world.calls_left = usize::MAX;
            world.deploy(&wanted).expect("nobody pulls the plug");
        }
    });
    let bare = best(ROUNDS, || {
        for _ in 0..calls {
            let mut world = World::new(place);
            for call in whole.calls.iter().flatten() {
                // A trail is refused while its role is new; the second time it is not.
                let refused = world.account.answer(call.clone()).is_err();
                if refused {
                    world.wait(Duration::SECOND);
                }
            }
        }
    });
    let rate = calls as f64 / interrupted.as_secs_f64();
    println!("interrupted deployments: {rate:.0} per second, ended after each of {calls} calls and run again");
    println!("            {:.1} times one deployment's calls alone", interrupted.as_secs_f64() / bare.as_secs_f64());
}

fn deployment() -> Deployment {
    Deployment {
        chain: Config::default().simulated_chain(),
        source: Source::Own(Bucket {
            name: "signin-console-111122223333-us-east-1".to_owned(),
            glacier_days: Some(90),
            expiration_days: Some(365),
        }),
        retention_days: 365,
        topic_key: None,
    }
}
