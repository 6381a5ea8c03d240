//! The simulator: the scenario's chain in a simulated account.

use signalarm_account::{Account, RecordIndex, Refusal, Setup, Surroundings};
use signalarm_alarm::State;
use signalarm_alert::{AlertName, Chain, Config, Region};
use signalarm_cloud::{CloudWatchCall, LogsCall, PutMetricAlarm, PutMetricFilter};
use signalarm_event::{BROWSER, Forgery, Outcome, Record, Variant, forge};
use signalarm_time::{Duration, Timestamp};

use crate::act::Act;
use crate::deployed::deploy;
use crate::deployer::{DEPLOY_TIME, InMemory, confirm_all, deploy_chain};
use crate::fault::Damage;
use crate::hand_made::make_by_hand;
use crate::hearing::{Hearing, hearings};
use crate::step::{Action, ChainOrigin, Scenario, SignInStep};
use crate::target::{Target, TargetError};

/// How long a chain is in place before a story begins: longer than the longest delivery and the range of the silence
/// alarm together, so that every alarm has found its state.
pub const SETTLE: Duration = Duration::HOUR;

/// Whom a flood of failed sign-ins tries, and from where: a block that is kept for documentation (RFC 5737).
const FLOOD_USER: &str = "admin";
const FLOOD_SOURCE_IP: &str = "198.51.100.23";

/// A simulated account with one chain in it.
#[derive(Clone)]
pub struct Simulator {
    account: Account,
    chain: Chain,
    damage: Damage,
}

impl Simulator {
    /// An account whose time begins at `start`, with the whole chain in place: topics first, the trail last, every
    /// subscription confirmed.
    ///
    /// # Errors
    ///
    /// When the account refuses.
    pub fn new(chain: Chain, seed: u64, start: Timestamp) -> Result<Self, Refusal> {
        let mut account = Account::new(Setup { place: chain.place.clone(), seed, start });
        know_roles_at_once(&mut account);
        deploy(&mut account, &chain)?;
        Ok(Self { account, chain, damage: Damage::default() })
    }

    /// An account in which the chain stands already.
    #[must_use]
    pub fn of(account: Account, chain: Chain) -> Self {
        Self { account, chain, damage: Damage::default() }
    }

    /// The simulator for a scenario, before its story begins.
    ///
    /// # Errors
    ///
    /// When the account refuses, or a deployer does not come to its end.
    pub fn for_scenario(scenario: &Scenario) -> Result<Self, TargetError> {
        let (chain, start) = (scenario.config.simulated_chain(), scenario.start - SETTLE);
        match scenario.origin {
            ChainOrigin::Standing => Ok(Self::new(chain, scenario.seed, start)?),
            ChainOrigin::HandMade => Self::adopting(chain, scenario.seed, start),
        }
    }

    /// An account in which somebody made the chain by hand and a deployer took it over until `start`.
    fn adopting(chain: Chain, seed: u64, start: Timestamp) -> Result<Self, TargetError> {
        let place = chain.place.clone();
        let mut account = Account::new(Setup { place, seed, start: start - DEPLOY_TIME });
        know_roles_at_once(&mut account);
        make_by_hand(&mut account, &chain)?;
        deploy_chain(&mut InMemory(&mut account, &chain), &chain, true)?;
        confirm_all(&mut account, &chain)?;
        account.advance(start);
        Ok(Self::of(account, chain))
    }

    /// The account itself.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The account itself, for what no scenario can say.
    pub fn account_mut(&mut self) -> &mut Account {
        &mut self.account
    }

    /// The chain in it.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    fn sign_in(&mut self, step: &SignInStep) {
        let record = forge(&Forgery {
            variant: step.variant,
            at: self.account.now(),
            account: self.chain.place.account.as_str(),
            region: step.region.as_ref().map(Region::as_str),
            user: &step.user,
            source_ip: &step.source_ip,
            user_agent: BROWSER,
            id: self.account.next_record_id(),
        });
        self.account.record(self.damage.recorded(record), step.delay);
    }

    /// Puts every filter and alarm of the new settings in the place of the old ones.
    fn configure(&mut self, config: &Config) -> Result<(), Refusal> {
        let chain = config.simulated_chain();
        for (old, new) in self.chain.alerts.iter().zip(&chain.alerts).filter(|(old, new)| old != new) {
            if self.chain.metric_filter(old) != chain.metric_filter(new) {
                let filter = PutMetricFilter::new(chain.log_group.as_str(), &chain.metric_filter(new));
                self.account.call(LogsCall::PutMetricFilter(Box::new(filter)))?;
            }
            if self.chain.metric_alarm(old) != chain.metric_alarm(new) {
                let alarm = PutMetricAlarm::from(&chain.metric_alarm(new));
                self.account.call(CloudWatchCall::PutMetricAlarm(Box::new(alarm)))?;
            }
        }
        self.chain = chain;
        Ok(())
    }
}

/// One sign-in of a flood of failed ones.
fn attempt() -> SignInStep {
    SignInStep {
        variant: Variant::Iam { outcome: Outcome::Failure, mfa: false },
        user: FLOOD_USER.to_owned(),
        source_ip: FLOOD_SOURCE_IP.to_owned(),
        region: None,
        delay: None,
    }
}

/// The chain stands for long, and whoever changes a role waits before the next step: nobody here has to wait for it.
fn know_roles_at_once(account: &mut Account) {
    let surroundings = account.surroundings().clone();
    account.set_surroundings(Surroundings { role_propagation: Duration::ZERO, ..surroundings });
}

impl Target for Simulator {
    fn name(&self) -> &'static str {
        "simulator"
    }

    fn begin(&mut self, scenario: &Scenario) -> Result<(), TargetError> {
        know_roles_at_once(&mut self.account);
        self.account.set_activity(scenario.activity);
        self.account.advance(scenario.start);
        Ok(())
    }

    fn advance(&mut self, to: Timestamp) -> Result<(), TargetError> {
        while let Some(at) = self.damage.next_attempt(to) {
            self.account.advance(at);
            self.sign_in(&attempt());
        }
        self.account.advance(to);
        Ok(())
    }

    fn perform(&mut self, action: &Action) -> Result<(), TargetError> {
        match action {
            Action::SignIn(step) => self.sign_in(step),
            Action::Records { records, delay } => {
                for record in records {
                    self.account.record(record.clone(), *delay);
                }
            }
            Action::Wait(_) => {}
            Action::Configure(config) => self.configure(config)?,
            Action::Break(fault) => self.damage.break_one(fault, &mut self.account, &self.chain)?,
            Action::Mend(fault) => self.damage.mend(fault, &mut self.account, &self.chain)?,
        }
        Ok(())
    }

    fn alarm_state(&self, alarm: &AlertName) -> Option<State> {
        self.account.alarm_state(alarm.as_str())
    }

    fn seen(&self, already: usize) -> Vec<Act> {
        self.account.journal().iter().skip(already).cloned().map(Act::Seen).collect()
    }

    fn record(&self, index: RecordIndex) -> &Record {
        self.account.kept_record(index)
    }

    fn hearings(&self) -> Vec<Hearing> {
        hearings(&self.account, &self.chain)
    }
}
