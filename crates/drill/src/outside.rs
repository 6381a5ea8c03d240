//! The target: a scenario's chain, deployed to an account that is only called and looked at.

mod begin;
mod play;
mod proof;

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
use crate::pace::Pace;
use crate::queue::Queue;
use crate::shrink::Shrunk;
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
    session: Box<dyn Session + 's>,
    ears: Box<dyn Ears + 's>,
    setting: Setting,
    /// What [`Target::begin`] has put into place.
    stage: Option<Stage>,
    queue: Option<Queue>,
    records: Vec<Record>,
    acts: Vec<Act>,
    /// Alarms that the run's own queue heard of, each with the story's time.
    overheard: Vec<(Timestamp, String)>,
}

/// A chain in place.
struct Stage {
    scenario: Scenario,
    shrunk: Shrunk,
    filters: Filters,
    watch: Watch,
    stream: Option<Stream>,
    pace: Pace,
    /// Records that arrive later, by the story's time and the order in which they were made.
    due: BTreeMap<(Timestamp, usize), RecordIndex>,
    /// When the account's other activity puts its next record, in the story's time.
    next_activity: Option<Timestamp>,
    activity_count: u128,
    /// By which protocols subscribers of the scenario were seen to be told.
    told: BTreeSet<Protocol>,
    /// How many records were put.
    put_count: u64,
}

impl<'s> Outside<'s> {
    /// The target over a session, with ears for what the session does not tell.
    #[must_use]
    pub fn new(session: Box<dyn Session + 's>, ears: Box<dyn Ears + 's>, setting: Setting) -> Self {
        let (records, acts, overheard) = (Vec::new(), Vec::new(), Vec::new());
        Self { session, ears, setting, stage: None, queue: None, records, acts, overheard }
    }

    /// By which protocols a subscriber's notification can be seen.
    fn visible(&self) -> BTreeSet<Protocol> {
        let mut visible = self.ears.protocols();
        visible.extend(self.setting.abilities.queues.then_some(Protocol::Sqs));
        visible
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
        self.put_into_place(scenario)
    }

    fn advance(&mut self, to: Timestamp) -> Result<(), TargetError> {
        self.play_until(to)
    }

    fn perform(&mut self, action: &Action) -> Result<(), TargetError> {
        self.play_step(action)
    }

    fn alarm_state(&self, alarm: &AlertName) -> Option<State> {
        self.stage.as_ref()?.watch.state(alarm)
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
        self.remove()
    }
}
