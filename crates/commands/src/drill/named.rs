//! The account that a person named: a drill is done there, or nowhere.

use signalarm_alert::{AccountId, Config};
use signalarm_cloud::CallerIdentity;
use signalarm_drill::Refused;

use crate::deploy::Ended;
use crate::exit::Exit;

/// The account that a person named.
#[derive(Clone, Debug)]
pub(crate) struct Named(AccountId);

impl Named {
    /// Who names none is refused, before anything is called.
    pub(crate) fn of(account: Option<&AccountId>) -> Result<Self, Ended> {
        account.cloned().map(Self).ok_or_else(|| refused(&Refused::NoAccount))
    }

    /// Whether the credentials and the config are that account's.
    pub(crate) fn is_meant(&self, caller: &CallerIdentity, config: &Config) -> Result<(), Ended> {
        let named = self.0.clone();
        if caller.account != named.as_str() {
            let (found, caller_arn) = (caller.account.clone(), caller.arn.clone());
            return Err(refused(&Refused::OtherAccount { named, found, caller_arn }));
        }
        match config.account().filter(|config| *config != named) {
            Some(config) => Err(refused(&Refused::OtherConfig { named, config })),
            None => Ok(()),
        }
    }
}

fn refused(refused: &Refused) -> Ended {
    Ended::new(Exit::Refused, format!("no drill: {refused}"))
}
