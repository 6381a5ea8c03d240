//! An account in use, a person at the terminal, and folders.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use clap::Parser;
use signalarm_account::{Account, Setup};
use signalarm_alert::{Config, Place, read_config};
use signalarm_cloud::{Answer, Call, Failure};
use signalarm_deploy::Session;
use signalarm_report::Matrix;
use signalarm_scenario::confirm_all;
use signalarm_time::{Duration, Timestamp};

use crate::arguments::{Connection, DeployArguments, RunArguments};
use crate::deploy::{deployed, finish};
use crate::rim::{NoVenue, Rim, Venue, WantedVenue};
use crate::scenario::reported;
use crate::terminal::Person;
use crate::{Exit, Surroundings};

pub(super) const ACCOUNT: &str = "583920174466";
const REGION: &str = "eu-west-1";
/// Two people: one hears of failures, both of the root user.
const CONFIG: &str = "
format = 1
[alerts.signin-console-failure-iam]
subscribers = [{ email = 'iam@corp.test' }]
[alerts.signin-console-success-root]
subscribers = [{ email = 'root@corp.test' }, { sms = '+4915112345678' }]
";

#[derive(Parser)]
struct RunLine {
    #[command(flatten)]
    run: RunArguments,
}

#[derive(Parser)]
struct DeployLine {
    #[command(flatten)]
    deploy: DeployArguments,
}

/// What a person said and was told.
#[derive(Default)]
pub(super) struct Said {
    pub(super) exit: Option<Exit>,
    /// On the standard output.
    pub(super) shown: String,
    /// On the standard error.
    pub(super) told: String,
    pub(super) asked: Vec<String>,
}

impl Said {
    pub(super) fn exit(&self) -> Exit {
        self.exit.unwrap()
    }
}

pub(super) struct World {
    pub(super) rim: AccountRim,
    pub(super) folder: PathBuf,
    /// What the person answers.
    answer: Option<bool>,
}

impl World {
    /// One whose chain was deployed an hour ago by `deploy --yes`.
    pub(super) fn new(test: &str) -> Self {
        let world = Self::empty(test, CONFIG);
        let said = world.deploy("--yes");
        assert_eq!(said.exit(), Exit::Ok, "{}", said.told);
        world.confirm();
        let later = world.rim.now() + Duration::HOUR;
        world.account().advance(later);
        world.rim.calls.store(0, Ordering::SeqCst);
        world
    }

    /// One without a chain.
    pub(super) fn empty(test: &str, config: &str) -> Self {
        let folder = signalarm_testkit::target().join("drill-tests").join(format!("{test}-{}", std::process::id()));
        std::fs::remove_dir_all(&folder).ok();
        std::fs::create_dir_all(folder.join("scenarios")).unwrap();
        std::fs::write(folder.join("signalarm.toml"), config).unwrap();
        let place = Place { account: ACCOUNT.parse().unwrap(), region: REGION.parse().unwrap() };
        let start = "2026-11-29T19:00:00Z".parse().unwrap();
        let mut account = Account::new(Setup { place, seed: 1, start });
        account.set_activity(Some(Duration::MINUTE));
        let world = Self { rim: AccountRim::new(account), folder, answer: None };
        world.copy("failure-iam");
        world
    }

    /// With somebody who answers so.
    pub(super) fn answering(mut self, answer: Option<bool>) -> Self {
        self.answer = answer;
        self
    }

    /// Takes a scenario of the repository.
    pub(super) fn copy(&self, name: &str) {
        let file = format!("scenarios/{name}.toml");
        std::fs::copy(signalarm_testkit::root().join(&file), self.folder.join(&file)).unwrap();
    }

    pub(super) fn account(&self) -> std::sync::MutexGuard<'_, Account> {
        self.rim.account.lock().unwrap()
    }

    /// Everybody follows the link.
    pub(super) fn confirm(&self) {
        let text = std::fs::read_to_string(self.folder.join("signalarm.toml")).unwrap();
        let config = Config::default().patched(&read_config("test", &text, &|_| None).unwrap()).unwrap();
        let deployment = config.deployment(&ACCOUNT.parse().unwrap(), &REGION.parse().unwrap()).unwrap();
        confirm_all(&mut self.account(), &deployment.chain).unwrap();
    }

    pub(super) fn drills(&self) -> PathBuf {
        self.folder.join("drills")
    }

    /// The evidence: documents and pages.
    pub(super) fn evidence(&self, ending: &str) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.drills()) else { return Vec::new() };
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|found| found == ending));
        paths.sort();
        paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
    }

    /// `scenario run --target aws`.
    pub(super) fn run(&self, arguments: &str) -> Said {
        let (config, evidence) = (self.folder.join("signalarm.toml"), self.drills());
        let fixed = ["run", "--target", "aws", "--config", config.to_str().unwrap()];
        let evidence = ["--evidence", evidence.to_str().unwrap()];
        let words = fixed.into_iter().chain(evidence).chain(arguments.split_whitespace());
        let line = RunLine::try_parse_from(words).unwrap_or_else(|error| panic!("{error}"));
        let surroundings = Surroundings { scenarios: self.folder.join("scenarios"), rim: Some(&self.rim) };
        self.said(|person| {
            let (text, exit) = reported(&line.run, &surroundings, person);
            (person.show)(&text, exit)
        })
    }

    pub(super) fn deploy(&self, arguments: &str) -> Said {
        let config = self.folder.join("signalarm.toml");
        let fixed = ["deploy", "--config", config.to_str().unwrap()];
        let line = DeployLine::try_parse_from(fixed.into_iter().chain(arguments.split_whitespace()));
        let line = line.unwrap_or_else(|error| panic!("{error}"));
        self.said(|person| {
            deployed(&line.deploy, &self.rim, person).unwrap_or_else(|ended| {
                (person.tell)(&format!("error: {}\n", ended.why));
                finish(Ok(ended.exit))
            })
        })
    }

    fn said(&self, does: impl FnOnce(Person<'_>) -> Exit) -> Said {
        let said = RefCell::new(Said::default());
        let exit = does(Person {
            ask: &|question| {
                said.borrow_mut().asked.push(question.to_owned());
                self.answer
            },
            tell: &|text| said.borrow_mut().told.push_str(text),
            show: &|text, exit| {
                said.borrow_mut().shown.push_str(text);
                exit
            },
        });
        Said { exit: Some(exit), ..said.into_inner() }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// Sessions with one account.
pub(super) struct AccountRim {
    pub(super) account: Arc<Mutex<Account>>,
    /// How many calls came, reading ones too.
    pub(super) calls: Arc<AtomicUsize>,
    /// The actions of all calls.
    pub(super) actions: Arc<Mutex<BTreeSet<String>>>,
    /// How many of a kind that changes something.
    pub(super) changes: Arc<AtomicUsize>,
    /// After so many changing calls somebody interrupts, if anybody heeds it.
    pub(super) interrupted_after: usize,
    /// Behind so many calls that change something none is answered: the token has expired.
    pub(super) expires_after: usize,
    pub(super) heeded: Arc<AtomicBool>,
    pub(super) endpoint_url: Option<&'static str>,
}

impl AccountRim {
    fn new(account: Account) -> Self {
        Self {
            account: Arc::new(Mutex::new(account)),
            calls: Arc::default(),
            actions: Arc::default(),
            changes: Arc::default(),
            interrupted_after: usize::MAX,
            expires_after: usize::MAX,
            heeded: Arc::default(),
            endpoint_url: None,
        }
    }

    fn now(&self) -> Timestamp {
        self.account.lock().unwrap().now()
    }
}

struct InMemory {
    account: Arc<Mutex<Account>>,
    calls: Arc<AtomicUsize>,
    actions: Arc<Mutex<BTreeSet<String>>>,
    changes: Arc<AtomicUsize>,
    heeded: Arc<AtomicBool>,
    interrupted_after: usize,
    expires_after: usize,
    endpoint_url: Option<&'static str>,
}

impl Session for InMemory {
    fn answer(&mut self, call: Call) -> Answer {
        self.calls.fetch_add(1, Ordering::SeqCst);
        if self.expires_after <= self.changes.load(Ordering::SeqCst) {
            return Err(Failure::Unsent("the token has expired".to_owned()));
        }
        let action = call.action();
        self.actions.lock().unwrap().insert(action.clone());
        let operation = action.split(':').next_back().unwrap();
        let reads = ["Get", "List", "Describe", "Receive", "Test", "Simulate", "Head", "Lookup"];
        if !reads.iter().any(|reads| operation.starts_with(reads)) {
            self.changes.fetch_add(1, Ordering::SeqCst);
        }
        self.account.lock().unwrap().answer(call).map_err(Failure::from)
    }

    fn wait(&mut self, duration: Duration) {
        let mut account = self.account.lock().unwrap();
        let later = account.now() + duration;
        account.advance(later);
    }

    fn now(&self) -> Timestamp {
        self.account.lock().unwrap().now()
    }

    fn is_interrupted(&self) -> bool {
        self.heeded.load(Ordering::SeqCst) && self.interrupted_after <= self.changes.load(Ordering::SeqCst)
    }

    fn region(&self) -> &str {
        REGION
    }

    fn endpoint_url(&self) -> Option<&str> {
        self.endpoint_url
    }
}

impl Rim for AccountRim {
    fn connect(&self, _: &Connection) -> Result<Box<dyn Session>, String> {
        Ok(Box::new(InMemory {
            account: Arc::clone(&self.account),
            calls: Arc::clone(&self.calls),
            actions: Arc::clone(&self.actions),
            changes: Arc::clone(&self.changes),
            heeded: Arc::clone(&self.heeded),
            interrupted_after: self.interrupted_after,
            expires_after: self.expires_after,
            endpoint_url: self.endpoint_url,
        }))
    }

    fn heed_interrupts(&self) {
        self.heeded.store(true, Ordering::SeqCst);
    }

    fn venue(&self, _: WantedVenue<'_>) -> Result<Box<dyn Venue>, NoVenue> {
        panic!("a drill needs no venue")
    }

    fn junit(&self, matrix: &Matrix<'_>) -> String {
        format!("{} of {}\n", matrix.columns[0].target, matrix.scenarios.len())
    }
}
