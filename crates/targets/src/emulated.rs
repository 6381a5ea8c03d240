//! An emulator on which scenarios are played, each in an account of its own where the emulator has them.

use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use signalarm_account::RecordIndex;
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_drill::{Abilities, Accounts, Ears, Emulator as Row, Filters, Outside, Setting, Subject, known};
use signalarm_emulators::{Emulator, Image, Kind, NotStarted};
use signalarm_event::Record;
use signalarm_scenario::{Act, Action, Expectation, Hearing, Judgement, LinkProof, Scenario, Target, TargetError};
use signalarm_time::{Duration, Timestamp};

use crate::Live;
use crate::ears::PageEars;

/// How many times faster than the story an emulator goes: a period of a minute becomes one of ten seconds.
const SHRINK: u32 = 6;
/// How much later than AWS something may be seen, where nothing is known of the emulator.
const TOLERANCE: Duration = Duration::from_secs(45);
/// How long a story may take there.
const WAIT_MAX: Duration = Duration::from_secs(600);
/// How many scenarios are played at the same time, where each has an account of its own: they wait most of the time.
const AT_ONCE_MAX: usize = 8;
/// Account numbers have twelve digits, and ours no leading zero.
const ACCOUNT_MIN: u64 = 100_000_000_000;
const ACCOUNTS: u64 = 900_000_000_000;

/// An emulator that runs.
pub struct Emulated {
    emulator: Mutex<Emulator>,
    endpoint_url: String,
    name: &'static str,
    row: Option<&'static Row>,
}

impl Emulated {
    /// MiniStack, started on loopback. `target` is the folder of its Python environment and its log.
    ///
    /// # Errors
    ///
    /// [`NotStarted`].
    pub fn ministack(target: &Path) -> Result<Self, NotStarted> {
        Emulator::ministack(target).map(Self::of)
    }

    /// LocalStack, started in a container.
    ///
    /// # Errors
    ///
    /// [`NotStarted`].
    pub fn localstack(image: &Image) -> Result<Self, NotStarted> {
        Emulator::localstack(image).map(Self::of)
    }

    /// One that runs already.
    ///
    /// # Errors
    ///
    /// [`NotStarted`].
    pub fn at(url: &str) -> Result<Self, NotStarted> {
        Emulator::at(url).map(Self::of)
    }

    fn of(emulator: Emulator) -> Self {
        let name = match emulator.kind() {
            Kind::Ministack => "ministack",
            Kind::Localstack => "localstack",
        };
        let row = known(name, emulator.version(), emulator.has_extension());
        let endpoint_url = emulator.endpoint_url().to_owned();
        Self { emulator: Mutex::new(emulator), endpoint_url, name, row }
    }

    /// The target's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Which emulator it is, with its version.
    #[must_use]
    pub fn emulator(&self) -> String {
        self.locked().name()
    }

    /// Which emulator it is, for the tables.
    #[must_use]
    pub fn subject(&self) -> Subject {
        let emulator = self.locked();
        let (version, extension) = (emulator.version().to_owned(), emulator.has_extension());
        Subject { name: self.name.to_owned(), version, extension }
    }

    /// Where it answers.
    #[must_use]
    pub fn endpoint_url(&self) -> &str {
        &self.endpoint_url
    }

    /// What is known of it.
    #[must_use]
    pub fn row(&self) -> Option<&'static Row> {
        self.row
    }

    /// How many scenarios may be played at the same time.
    #[must_use]
    pub fn at_once(&self) -> usize {
        match self.abilities().accounts {
            Accounts::ByAccessKey => AT_ONCE_MAX,
            Accounts::One => 1,
        }
    }

    /// The target for a scenario.
    ///
    /// # Errors
    ///
    /// When there can be no session.
    pub fn target(&self, scenario: &Scenario) -> Result<Watched<'_>, TargetError> {
        let account = fresh_account();
        let region = scenario.config.simulated_chain().place.region.to_string();
        let session = self.session(&account, &region)?;
        let ears = self.ears(&account, &region);
        let setting = Setting {
            name: self.name,
            abilities: self.abilities(),
            shrink: SHRINK,
            tolerance: self.row.map_or(TOLERANCE, |row| row.tolerance),
            wait_max: WAIT_MAX,
            speaks_as_aws: false,
            run: account,
        };
        Ok(Watched { outside: Outside::new(Box::new(session), ears, setting), emulated: self })
    }

    /// A session in an account of that number, where the emulator has such accounts.
    ///
    /// # Errors
    ///
    /// When there can be none.
    pub fn session(&self, account: &str, region: &str) -> Result<Live, TargetError> {
        Live::emulator(&self.endpoint_url, account, region)
    }

    /// What can be seen beside AWS's operations, as far as that is known.
    #[must_use]
    pub fn ears(&self, account: &str, region: &str) -> Box<dyn Ears> {
        let Abilities { sms_page, mail_page, .. } = self.abilities();
        self.ears_with(account, region, (sms_page, mail_page))
    }

    /// Everything that could be shown beside AWS's operations, whatever is known of it.
    #[must_use]
    pub(crate) fn open_ears(&self, account: &str, region: &str) -> Box<dyn Ears> {
        let has_pages = self.locked().pages().is_some();
        self.ears_with(account, region, (has_pages, has_pages))
    }

    fn ears_with(&self, account: &str, region: &str, pages: (bool, bool)) -> Box<dyn Ears> {
        let reach = self.locked().reach().ok();
        Box::new(PageEars::new(&self.endpoint_url, (account, region), pages, reach))
    }

    /// What it can do; of one that nobody knows only that its filters must be tried out.
    fn abilities(&self) -> Abilities {
        let unknown = Abilities { filters: Filters::ByPattern, cloudtrail: false, ..Abilities::AWS };
        self.row.map_or(unknown, |row| row.abilities)
    }

    /// What became of the emulator, where it is gone.
    fn gone(&self) -> Option<String> {
        self.locked().check().err().map(|ended| ended.to_string())
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Emulator> {
        // What a panic elsewhere left behind may still be asked.
        self.emulator.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An account number that no other run has.
#[must_use]
pub fn fresh_account() -> String {
    let chance = RandomState::new().hash_one("account");
    (ACCOUNT_MIN + chance % ACCOUNTS).to_string()
}

/// A target of an emulator: where something fails, it says whether the emulator is still there.
pub struct Watched<'e> {
    outside: Outside<'static>,
    emulated: &'e Emulated,
}

impl Watched<'_> {
    fn explained(&self, done: Result<(), TargetError>) -> Result<(), TargetError> {
        match done {
            Err(TargetError::Lost(why)) => Err(TargetError::Lost(match self.emulated.gone() {
                Some(gone) => format!("{gone} ({why})"),
                None => why,
            })),
            other => other,
        }
    }
}

impl Target for Watched<'_> {
    fn name(&self) -> &'static str {
        self.outside.name()
    }

    fn begin(&mut self, scenario: &Scenario) -> Result<(), TargetError> {
        let done = self.outside.begin(scenario);
        self.explained(done)
    }

    fn advance(&mut self, to: Timestamp) -> Result<(), TargetError> {
        let done = self.outside.advance(to);
        self.explained(done)
    }

    fn perform(&mut self, action: &Action) -> Result<(), TargetError> {
        let done = self.outside.perform(action);
        self.explained(done)
    }

    fn alarm_state(&self, alarm: &AlertName) -> Option<State> {
        self.outside.alarm_state(alarm)
    }

    fn seen(&self, already: usize) -> Vec<Act> {
        self.outside.seen(already)
    }

    fn record(&self, index: RecordIndex) -> &Record {
        self.outside.record(index)
    }

    fn hearings(&self) -> Vec<Hearing> {
        self.outside.hearings()
    }

    fn judged(&self, expectation: &Expectation) -> Option<Judgement> {
        self.outside.judged(expectation)
    }

    fn tolerance(&self) -> Duration {
        self.outside.tolerance()
    }

    fn links(&self) -> Vec<LinkProof> {
        self.outside.links()
    }

    fn end(&mut self) -> Result<(), TargetError> {
        match self.outside.end() {
            // Of an emulator that is gone nothing is left.
            Err(_) if self.emulated.gone().is_some() => Ok(()),
            ended => ended,
        }
    }
}
