//! The deployer puts a scenario's chain into place, or takes one over that was made by hand.

use signalarm_account::{Account, Refusal};
use signalarm_alert::{Bucket, Chain, Deployment, Source};
use signalarm_cloud::{Answer, Call, Failure};
use signalarm_deploy::{Aim, Apply, Look, Options, Session, Wanted, drive};
use signalarm_time::{Duration, Timestamp};

use crate::target::TargetError;

/// How long before the chain must stand a deployer begins: it takes its time, call by call.
pub const DEPLOY_TIME: Duration = Duration::from_secs(600);
/// For how many days the log group keeps log events; no story is that long.
const RETENTION_DAYS: i32 = 90;

/// The deployment of a scenario's chain, with a trail of its own.
#[must_use]
pub fn chain_deployment(chain: &Chain) -> Deployment {
    let name = format!("signin-console-{}-{}", chain.place.account, chain.place.region);
    let bucket = Bucket { name, glacier_days: None, expiration_days: None };
    Deployment { chain: chain.clone(), source: Source::Own(bucket), retention_days: RETENTION_DAYS, topic_key: None }
}

/// Lets the deployer put a chain into place; `adopt`: what bears its names is taken over.
///
/// # Errors
///
/// When the deployer does not come to its end.
pub fn deploy_chain(session: &mut dyn Session, chain: &Chain, adopt: bool) -> Result<(), TargetError> {
    let aim = Aim::Deploy(Options::new(adopt, false).at(session));
    carry_out(session, &chain_deployment(chain), &aim)
}

/// Lets the deployer do what is wanted of a deployment, unasked and unwatched.
///
/// # Errors
///
/// When it does not come to its end.
pub fn carry_out(session: &mut dyn Session, deployment: &Deployment, aim: &Aim) -> Result<(), TargetError> {
    let view = drive(&mut Look::new(Wanted::new(deployment)), session, &mut |_, _| {});
    let view = view.map_err(|trouble| TargetError::Lost(trouble.to_string()))?;
    let plan = aim.plan(&view).map_err(|obstacles| TargetError::Lost(obstacles.to_string()))?;
    let done = drive(&mut Apply::new(view, plan, aim.clone()), session, &mut |_, _| {});
    done.map(|_| ()).map_err(|stopped| TargetError::Lost(stopped.to_string()))
}

/// Everybody follows the link in the mail; who has done so before, does no harm.
///
/// # Errors
///
/// When somebody is not subscribed.
pub fn confirm_all(account: &mut Account, chain: &Chain) -> Result<(), Refusal> {
    for name in chain.names() {
        for endpoint in chain.subscribers(name) {
            account.confirm_subscription(&chain.place.topic_arn(name.as_str()), endpoint)?;
        }
    }
    Ok(())
}

/// An account in memory as a deployer calls it.
pub(crate) struct InMemory<'a>(pub(crate) &'a mut Account, pub(crate) &'a Chain);

impl Session for InMemory<'_> {
    fn answer(&mut self, call: Call) -> Answer {
        self.0.answer(call).map_err(Failure::from)
    }

    fn wait(&mut self, duration: Duration) {
        self.0.advance(self.0.now() + duration);
    }

    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn region(&self) -> &str {
        self.1.place.region.as_str()
    }

    fn endpoint_url(&self) -> Option<&str> {
        None
    }
}
