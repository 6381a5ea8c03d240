//! An emulator that runs already, and is asked what it can do and how it differs from AWS: also one that nobody knows yet.

use signalarm_drill::{Abilities, ContractRun, Ears, Emulator as Row, Probing, Subject, contract, probe};
use signalarm_emulators::NotStarted;
use signalarm_scenario::TargetError;
use signalarm_time::Duration;
use thiserror::Error;

use crate::{Emulated, Live, fresh_account};

/// The Region in which it is asked.
const REGION: &str = "us-east-1";
/// The period of the alarms that are tried out.
const PERIOD: Duration = Duration::from_secs(10);

/// An emulator at a URL.
pub struct Asked {
    endpoint_url: String,
    /// `None`: it does not say what it is.
    emulated: Option<Emulated>,
}

/// Why an emulator could not be asked.
#[derive(Debug, Error)]
pub enum NotAsked {
    /// It does not answer.
    #[error(transparent)]
    NotThere(#[from] NotStarted),
    /// It answered, and then no more as it should.
    #[error(transparent)]
    Lost(#[from] TargetError),
}

impl Asked {
    /// What answers at a URL.
    ///
    /// # Errors
    ///
    /// Where nothing answers, or the URL is none.
    pub fn at(url: &str) -> Result<Self, NotAsked> {
        let emulated = match Emulated::at(url) {
            Ok(emulated) => Some(emulated),
            Err(NotStarted::Stranger { .. }) => None,
            Err(fault) => return Err(fault.into()),
        };
        let endpoint_url = emulated.as_ref().map_or(url, Emulated::endpoint_url).to_owned();
        Ok(Self { endpoint_url, emulated })
    }

    /// One that was started for it.
    #[must_use]
    pub fn of(emulated: Emulated) -> Self {
        Self { endpoint_url: emulated.endpoint_url().to_owned(), emulated: Some(emulated) }
    }

    /// What it says that it is.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        self.emulated.as_ref().map(Emulated::subject)
    }

    /// Its row in the table.
    #[must_use]
    pub fn row(&self) -> Option<&'static Row> {
        self.emulated.as_ref().and_then(Emulated::row)
    }

    fn session(&self, access_key: &str) -> Result<Live, TargetError> {
        Live::emulator(&self.endpoint_url, access_key, REGION)
    }

    /// Finds out what it can do.
    ///
    /// # Errors
    ///
    /// [`NotAsked::Lost`].
    pub fn probe(&self) -> Result<Abilities, NotAsked> {
        let account = fresh_account();
        let mut session = self.session(&account)?;
        let mut ears = self.emulated.as_ref().map(|emulated| emulated.open_ears(&account, REGION));
        let how = Probing { run: &account, access_key: &account, period: PERIOD };
        // A reference within `Option` is not shortened by itself.
        let pages = ears.as_mut().map(|ears| ears.as_mut() as &mut dyn Ears);
        Ok(probe(&mut session, pages, how)?)
    }

    /// Plays the contract suite on it.
    ///
    /// # Errors
    ///
    /// [`NotAsked::Lost`].
    pub fn contract(&self) -> Result<ContractRun, NotAsked> {
        let mut session = self.session(&fresh_account())?;
        Ok(contract(&mut session, self.subject())?)
    }
}
