//! The target: a scenario's chain, deployed to an account that is only called and looked at.

mod begin;
mod notified;
mod play;
mod proof;
mod stand;

pub(crate) use play::matching;
pub(crate) use stand::Standing;

use std::collections::{BTreeMap, BTreeSet};

use signalarm_account::RecordIndex;
use signalarm_alarm::State;
use signalarm_alert::AlertName;
use signalarm_deploy::Session;
use signalarm_event::Record;
use signalarm_notification::{Endpoint, Protocol};
use signalarm_scenario::{
    Act, Action, Expectation, Hearing, Judgement, LinkProof, Received, Scenario, Target, TargetError,
};
use signalarm_time::{Duration, Timestamp};

use crate::abilities::{Abilities, Filters};
use crate::ears::Ears;
use crate::marks::Marks;
use crate::pace::Pace;
use crate::queue::Queue;
use crate::shrink::Shrunk;
use crate::standing::{Hop, HopKind, Message};
use crate::stream::Stream;
use crate::watch::Watch;

/// How a scenario is played outside.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The target's name.
    pub name: &'static str,
    /// What the account behind the session can do.
    pub abilities: Abilities,
    /// How many times faster than the story time goes: periods and waits are shorter by that.
    pub shrink: u32,
    /// How much later than AWS something may be seen, in the account's time.
    pub tolerance: Duration,
    /// How long a story may take in the account's time.
    pub wait_max: Duration,
    /// Whether reasons and messages are AWS's own, word for word.
    pub speaks_as_aws: bool,
    /// What tells this run from others: letters, digits and hyphens.
    pub run: String,
}

/// The target.
pub struct Outside<'s> {
    pub(crate) session: Box<dyn Session + 's>,
    ears: Box<dyn Ears + 's>,
    pub(crate) setting: Setting,
    pub(crate) footing: Footing,
    pub(crate) marks: Marks,
    /// What [`Target::begin`] has put into place.
    stage: Option<Stage>,
    pub(crate) watch: Watch,
    pub(crate) queue: Option<Queue>,
    pub(crate) stream: Option<Stream>,
    records: Vec<Record>,
    acts: Vec<Act>,
    /// What the run's own queue heard since the story began.
    overheard: Vec<Overheard>,
    /// The messages that it was sent, each once.
    pub(crate) messages: Vec<Message>,
    message_ids: BTreeSet<String>,
    /// Everything that was done and seen, in the account's time.
    pub(crate) hops: Vec<Hop>,
}

/// What a story stands on.
pub(crate) enum Footing {
    /// The target puts the chain into place, and removes it.
    Deployed,
    /// The chain is there, and stays.
    Standing(Box<Standing>),
}

/// A message to the run's own queue, with the story's time.
struct Overheard {
    at: Timestamp,
    message: Message,
}

/// A chain in place.
struct Stage {
    scenario: Scenario,
    shrunk: Shrunk,
    filters: Filters,
    pace: Pace,
    /// Records that arrive later, by the story's time and the order in which they were made.
    due: BTreeMap<(Timestamp, usize), RecordIndex>,
    /// When the account's other activity puts its next record, in the story's time.
    next_activity: Option<Timestamp>,
    /// By which protocols subscribers of the scenario were seen to be told.
    told: BTreeSet<Protocol>,
    /// How many records were put.
    put_count: u64,
}

impl<'s> Outside<'s> {
    /// The target over a session, with ears for what the session does not tell.
    #[must_use]
    pub fn new(session: Box<dyn Session + 's>, ears: Box<dyn Ears + 's>, setting: Setting) -> Self {
        Self::on(Footing::Deployed, Watch::default(), Marks::unmarked(), session, ears, setting)
    }

    pub(crate) fn on(
        footing: Footing,
        watch: Watch,
        marks: Marks,
        session: Box<dyn Session + 's>,
        ears: Box<dyn Ears + 's>,
        setting: Setting,
    ) -> Self {
        Self {
            session,
            ears,
            setting,
            footing,
            marks,
            watch,
            stage: None,
            queue: None,
            stream: None,
            records: Vec::new(),
            acts: Vec::new(),
            overheard: Vec::new(),
            messages: Vec::new(),
            message_ids: BTreeSet::new(),
            hops: Vec::new(),
        }
    }

    /// By which protocols a subscriber's notification can be seen. To a standing chain the run's own queue is a stranger: it
    /// stands for no subscriber.
    fn visible(&self) -> BTreeSet<Protocol> {
        let mut visible = self.ears.protocols();
        let stands_for_queues = matches!(self.footing, Footing::Deployed) && self.setting.abilities.queues;
        visible.extend(stands_for_queues.then_some(Protocol::Sqs));
        visible
    }

    pub(crate) fn note(&mut self, at: Timestamp, kind: HopKind) {
        self.hops.push(Hop { at, kind });
    }

    fn keep(&mut self, record: Record) -> RecordIndex {
        self.records.push(record);
        RecordIndex(self.records.len() - 1)
    }

    /// A subscriber of the scenario was told.
    fn received(&mut self, at: Timestamp, alarm: &str, state: State, endpoint: Endpoint, text: &str) {
        if let Some(stage) = &mut self.stage {
            stage.told.insert(endpoint.protocol());
        }
        let (alarm, text) = (alarm.to_owned(), text.to_owned());
        self.acts.push(Act::Received(Received { at, alarm, state, endpoint, text }));
    }
}

/// Nothing is played before it has begun.
fn not_begun() -> TargetError {
    TargetError::Lost("the scenario has not begun".to_owned())
}

impl Target for Outside<'_> {
    fn name(&self) -> &'static str {
        self.setting.name
    }

    fn begin(&mut self, scenario: &Scenario) -> Result<(), TargetError> {
        match self.footing {
            Footing::Deployed => self.put_into_place(scenario),
            Footing::Standing(_) => self.stand(scenario),
        }
    }

    fn advance(&mut self, to: Timestamp) -> Result<(), TargetError> {
        self.play_until(to)
    }

    fn perform(&mut self, action: &Action) -> Result<(), TargetError> {
        self.play_step(action)
    }

    fn alarm_state(&self, alarm: &AlertName) -> Option<State> {
        self.watch.state(alarm)
    }

    fn seen(&self, already: usize) -> Vec<Act> {
        self.acts.get(already..).unwrap_or_default().to_vec()
    }

    fn record(&self, index: RecordIndex) -> &Record {
        &self.records[index.0]
    }

    /// From outside nobody sees what became of a single record.
    fn hearings(&self) -> Vec<Hearing> {
        Vec::new()
    }

    fn judged(&self, expectation: &Expectation) -> Option<Judgement> {
        self.judge(expectation)
    }

    fn tolerance(&self) -> Duration {
        self.setting.tolerance * self.setting.shrink
    }

    fn links(&self) -> Vec<LinkProof> {
        self.proofs()
    }

    fn end(&mut self) -> Result<(), TargetError> {
        match self.footing {
            Footing::Deployed => self.remove(),
            // Whoever put the target on a chain that stands plays further stories on it, and removes what was made.
            Footing::Standing(_) => Ok(()),
        }
    }
}
