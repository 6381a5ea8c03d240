//! The simulator: the scenario's chain in a simulated account.

use signalarm_account::{Account, Conditions, Happening, RecordIndex, Refusal, Setup, Surroundings};
use signalarm_alarm::State;
use signalarm_alert::{AlertName, Chain, Config};
use signalarm_cloud::{CloudTrailCall, CloudWatchCall, LogsCall, PutMetricAlarm, PutMetricFilter, SnsCall};
use signalarm_event::{Forgery, Record, forge};
use signalarm_notification::{Endpoint, Protocol};
use signalarm_time::{Duration, Timestamp};

use crate::deployed::{deploy, subscribe};
use crate::hearing::{Hearing, hearings};
use crate::step::{Action, ChainFault, Scenario, SignInStep};
use crate::target::{Target, TargetError};

/// How long a chain is in place before a story begins: longer than the longest delivery and the range of the silence
/// alarm together, so that every alarm has found its state.
pub const SETTLE: Duration = Duration::HOUR;

/// A browser of the year, as CloudTrail records it.
const USER_AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// A simulated account with one chain in it.
#[derive(Clone)]
pub struct Simulator {
    account: Account,
    chain: Chain,
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
        // The chain stands for long: nobody has to wait for its role.
        account.set_surroundings(Surroundings { role_propagation: Duration::ZERO, ..Surroundings::default() });
        deploy(&mut account, &chain)?;
        Ok(Self { account, chain })
    }

    /// An account in which the chain stands already.
    #[must_use]
    pub const fn of(account: Account, chain: Chain) -> Self {
        Self { account, chain }
    }

    /// The simulator for a scenario, before its story begins.
    ///
    /// # Errors
    ///
    /// When the account refuses.
    pub fn for_scenario(scenario: &Scenario) -> Result<Self, Refusal> {
        Self::new(scenario.config.simulated_chain(), scenario.seed, scenario.start - SETTLE)
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
            region: None,
            user: &step.user,
            source_ip: &step.source_ip,
            user_agent: USER_AGENT,
            id: self.account.next_record_id(),
        });
        self.account.record(record, step.delay);
    }

    /// Puts every filter and alarm of the new settings in the place of the old ones.
    fn configure(&mut self, config: &Config) -> Result<(), Refusal> {
        let chain = config.simulated_chain();
        for (old, new) in self.chain.alerts.iter().zip(&chain.alerts).filter(|(old, new)| old != new) {
            if self.chain.metric_filter(old) != chain.metric_filter(new) {
                let filter = PutMetricFilter::new(chain.log_group.as_str(), &chain.metric_filter(new));
                self.account.answer(LogsCall::PutMetricFilter(Box::new(filter)))?;
            }
            if self.chain.metric_alarm(old) != chain.metric_alarm(new) {
                let alarm = PutMetricAlarm::from(&chain.metric_alarm(new));
                self.account.answer(CloudWatchCall::PutMetricAlarm(Box::new(alarm)))?;
            }
        }
        self.chain = chain;
        Ok(())
    }

    fn break_one(&mut self, fault: &ChainFault) -> Result<(), Refusal> {
        let conditions = self.account.conditions().clone();
        match fault {
            ChainFault::TrailStopped => {
                self.account.answer(CloudTrailCall::StopLogging { name: self.chain.trail.to_string() })?;
            }
            ChainFault::DeliveryLate { by } => {
                self.account.set_conditions(Conditions { delivery_late: *by, ..conditions });
            }
            ChainFault::DeliveryDuplicated => {
                self.account.set_conditions(Conditions { delivery_duplicated: true, ..conditions });
            }
            ChainFault::SubscriptionUnconfirmed { alert } => {
                let topic = self.chain.place.topic_arn(alert.as_str());
                for endpoint in mail_subscribers(&self.chain, alert) {
                    // A subscription that waits for its confirmation cannot be removed, and need not be.
                    let subscription_arn = subscribe(&mut self.account, &topic, &endpoint)?;
                    self.account.answer(SnsCall::Unsubscribe { subscription_arn }).ok();
                    subscribe(&mut self.account, &topic, &endpoint)?;
                }
            }
        }
        Ok(())
    }

    fn mend(&mut self, fault: &ChainFault) -> Result<(), Refusal> {
        let conditions = self.account.conditions().clone();
        match fault {
            ChainFault::TrailStopped => {
                self.account.answer(CloudTrailCall::StartLogging { name: self.chain.trail.to_string() })?;
            }
            ChainFault::DeliveryLate { .. } => {
                self.account.set_conditions(Conditions { delivery_late: Duration::ZERO, ..conditions });
            }
            ChainFault::DeliveryDuplicated => {
                self.account.set_conditions(Conditions { delivery_duplicated: false, ..conditions });
            }
            ChainFault::SubscriptionUnconfirmed { alert } => {
                let topic = self.chain.place.topic_arn(alert.as_str());
                for endpoint in mail_subscribers(&self.chain, alert) {
                    // The mail may have expired meanwhile: whoever mends subscribes again, then follows the link.
                    subscribe(&mut self.account, &topic, &endpoint)?;
                    self.account.confirm_subscription(&topic, &endpoint)?;
                }
            }
        }
        Ok(())
    }
}

fn mail_subscribers(chain: &Chain, alert: &AlertName) -> Vec<Endpoint> {
    let by_mail = |endpoint: &&Endpoint| endpoint.protocol() == Protocol::Email;
    chain.subscribers(alert).iter().filter(by_mail).cloned().collect()
}

impl Target for Simulator {
    fn name(&self) -> &'static str {
        "simulator"
    }

    fn begin(&mut self, scenario: &Scenario) -> Result<(), TargetError> {
        self.account.set_activity(scenario.activity);
        self.account.advance(scenario.start);
        Ok(())
    }

    fn advance(&mut self, to: Timestamp) -> Result<(), TargetError> {
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
            Action::Break(fault) => self.break_one(fault)?,
            Action::Mend(fault) => self.mend(fault)?,
        }
        Ok(())
    }

    fn alarm_state(&self, alarm: &AlertName) -> Option<State> {
        self.account.alarm_state(alarm.as_str())
    }

    fn happenings(&self) -> &[Happening] {
        self.account.journal()
    }

    fn record(&self, index: RecordIndex) -> &Record {
        self.account.kept_record(index)
    }

    fn hearings(&self) -> Vec<Hearing> {
        hearings(&self.account, &self.chain)
    }
}
