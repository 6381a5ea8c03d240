//! Mocks: the real deployer and adapters over SDK clients, whose answers the SDK's mocks take from a simulated account.

use std::sync::{Arc, Mutex, PoisonError};

use signalarm_account::{Account, RecordIndex, Setup};
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_aws_clients::Clients;
use signalarm_aws_clients::mock::Shared;
use signalarm_cloud::{Answer, Call, CloudWatchCall, DescribeAlarms, Failure, Reply};
use signalarm_deploy::Session;
use signalarm_event::Record;
use signalarm_scenario::{
    Act, Action, ChainOrigin, DEPLOY_TIME, Hearing, SETTLE, Scenario, Simulator, Target, TargetError, confirm_all,
    deploy_chain, make_by_hand,
};
use signalarm_time::{Duration, Timestamp};

use crate::live::send;

/// An account in memory behind SDK clients; its time is virtual.
pub struct MockedAccount {
    clients: Clients,
    account: Arc<Mutex<Account>>,
}

impl MockedAccount {
    /// Puts an account behind SDK clients.
    ///
    /// # Panics
    ///
    /// When the operating system gives no async runtime.
    #[must_use]
    pub fn new(account: Account, region: &str) -> Self {
        let account = Arc::new(Mutex::new(account));
        let behind = Arc::clone(&account);
        let answer = move |call: Call| locked(&behind).answer(call).map_err(Failure::from);
        let shared: Shared = Arc::new(Mutex::new(answer));
        let mut rules = signalarm_aws_sns::mock::rules(&shared);
        rules.extend(signalarm_aws_sns::sqs::mock::rules(&shared));
        rules.extend(signalarm_aws_logs::mock::rules(&shared));
        rules.extend(signalarm_aws_cloudwatch::mock::rules(&shared));
        rules.extend(signalarm_aws_cloudtrail::mock::rules(&shared));
        Self { clients: Clients::mocked(region, &rules), account }
    }

    /// Does something with the account itself: what no call can do.
    pub fn with_account<T>(&self, act: impl FnOnce(&mut Account) -> T) -> T {
        act(&mut locked(&self.account))
    }
}

/// A panic inside the account was reported already; what it left behind may still be asked.
fn locked(account: &Mutex<Account>) -> std::sync::MutexGuard<'_, Account> {
    account.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Session for MockedAccount {
    fn answer(&mut self, call: Call) -> Answer {
        send(&self.clients, call)
    }

    fn wait(&mut self, duration: Duration) {
        self.with_account(|account| {
            let later = account.now() + duration;
            account.advance(later);
        });
    }

    fn now(&self) -> Timestamp {
        self.with_account(|account| account.now())
    }

    fn region(&self) -> &str {
        self.clients.region()
    }

    fn endpoint_url(&self) -> Option<&str> {
        None
    }
}

/// The target: the deployer puts the chain into place through the SDK, and changes it so; what the world does, the account
/// itself is told.
pub struct Mocks {
    session: MockedAccount,
    /// Holds the account while the story goes on.
    simulator: Simulator,
}

impl Mocks {
    /// The target for a scenario, its chain deployed.
    ///
    /// # Errors
    ///
    /// When the deployer does not come to its end.
    pub fn for_scenario(scenario: &Scenario) -> Result<Self, TargetError> {
        let chain = scenario.config.simulated_chain();
        let start = scenario.start - SETTLE - DEPLOY_TIME;
        let account = |seed| Account::new(Setup { place: chain.place.clone(), seed, start });
        let session = MockedAccount::new(account(scenario.seed), chain.place.region.as_str());
        let simulator = Simulator::of(account(scenario.seed), chain.clone());
        let mut mocks = Self { session, simulator };
        let is_hand_made = scenario.origin == ChainOrigin::HandMade;
        if is_hand_made {
            mocks.session.with_account(|account| make_by_hand(account, &chain))?;
        }
        deploy_chain(&mut mocks.session, &chain, is_hand_made)?;
        mocks.session.with_account(|account| confirm_all(account, &chain))?;
        mocks.swap();
        Ok(mocks)
    }

    /// Changes the account that the clients see for the simulator's.
    fn swap(&mut self) {
        let simulator = &mut self.simulator;
        self.session.with_account(|account| std::mem::swap(account, simulator.account_mut()));
    }

    /// The alarms' states as the SDK tells them: they must be what the account says.
    fn check_states(&mut self) -> Result<(), TargetError> {
        self.swap();
        let answer = self.session.answer(CloudWatchCall::DescribeAlarms(DescribeAlarms::default()).into());
        self.swap();
        let told = match answer {
            Ok(Reply::Alarms(alarms)) => alarms.metric_alarms,
            Ok(_) => return Err(TargetError::Lost("DescribeAlarms is not answered".to_owned())),
            Err(failure) => return Err(TargetError::Lost(failure.to_string())),
        };
        for alarm in told {
            let name = &alarm.configuration.alarm_name;
            let state = self.simulator.account().alarm_state(name);
            if state != Some(alarm.state.state_value) {
                return Err(TargetError::Lost(format!("{name} is told to be in {}", alarm.state.state_value)));
            }
        }
        Ok(())
    }
}

impl Target for Mocks {
    fn name(&self) -> &'static str {
        "mocks"
    }

    fn begin(&mut self, scenario: &Scenario) -> Result<(), TargetError> {
        // The chain stands for long when the story begins, as on the simulator.
        self.simulator.account_mut().advance(scenario.start - SETTLE);
        self.simulator.begin(scenario)
    }

    fn advance(&mut self, to: Timestamp) -> Result<(), TargetError> {
        self.simulator.advance(to)?;
        self.check_states()
    }

    fn perform(&mut self, action: &Action) -> Result<(), TargetError> {
        self.simulator.perform(action)
    }

    fn alarm_state(&self, alarm: &AlertName) -> Option<State> {
        self.simulator.alarm_state(alarm)
    }

    fn seen(&self, already: usize) -> Vec<Act> {
        self.simulator.seen(already)
    }

    fn record(&self, index: RecordIndex) -> &Record {
        self.simulator.record(index)
    }

    fn hearings(&self) -> Vec<Hearing> {
        self.simulator.hearings()
    }
}
