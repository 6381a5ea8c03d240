//! Deployments of chance, from a seed: what they find, what goes wrong with their calls, and what must hold in the end.
//!
//! Faults stop after a number of calls that the seed says. Whoever deploys runs it again until it is done: a run that
//! crashes or stops is followed by another one. From then on the deployment must come to its end.

mod beginning;
mod drift;
mod explore;
mod fault;
mod holds;
mod play;
mod shrink;
mod strangers;

use std::collections::BTreeMap;
use std::fmt;

use signalarm_time::Duration;

use self::drift::DriftKind;
use self::fault::FaultKind;
use crate::chance::Chance;

pub use self::beginning::{Beginning, Grounds};
pub use self::drift::Drift;
pub use self::explore::{DeploymentOutcome, DeploymentTotals, explore_deployment};
pub use self::fault::CallFault;
pub use self::holds::{DeploymentInvariant, DeploymentViolation};
pub use self::play::{Played, RUNS_AFTER_FAULTS_MAX, play_deployment};
pub use self::shrink::{deployment_text, shrink_deployment};

/// After how many calls faults have stopped: one of these. The undisturbed deployment of the built-in chain takes some 130.
const FAULTY_CALLS: [u32; 4] = [20, 80, 200, 400];
/// One call in so many goes wrong.
const RATES: [u32; 5] = [2, 5, 15, 40, 120];
/// Kinds of faults in one deployment at most.
const KINDS_MAX: u32 = 3;
/// One deployment in so many has calls in a row that go wrong in the same way: more than a call's patience lasts for.
const ROW_ONE_IN: u32 = 6;
const ROW_MAX: u32 = 16;
/// How often somebody meddles at most.
const MEDDLING_MAX: usize = 3;
const DRIFTS_MAX: u32 = 8;
/// How long CloudTrail does not know a new role, and S3 refuses a second change of a bucket.
const PROPAGATIONS: [Duration; 3] = [Duration::ZERO, Duration::from_secs(10), Duration::from_secs(60)];
const SETTLINGS: [Duration; 3] = [Duration::ZERO, Duration::from_secs(2), Duration::from_secs(30)];

/// A deployment of chance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentStory {
    /// Where it comes from.
    pub seed: u64,
    /// What it finds.
    pub beginning: Beginning,
    /// How long CloudTrail does not know a new or changed role.
    pub role_propagation: Duration,
    /// How long S3 refuses a further change of a bucket.
    pub bucket_settling: Duration,
    /// What goes wrong with which call, counted from 0 over all runs.
    pub faults: BTreeMap<u32, CallFault>,
}

/// The deployment of a seed.
#[must_use]
pub fn draw_deployment(seed: u64) -> DeploymentStory {
    let mut chance = Chance::of(seed);
    let beginning = draw_beginning(&mut chance);
    let role_propagation = chance.one_of(&PROPAGATIONS).copied().unwrap_or_default();
    let bucket_settling = chance.one_of(&SETTLINGS).copied().unwrap_or_default();
    DeploymentStory { seed, beginning, role_propagation, bucket_settling, faults: draw_faults(&mut chance) }
}

fn draw_beginning(chance: &mut Chance) -> Beginning {
    match chance.below(7) {
        0 => Beginning::Empty,
        1 => Beginning::Half(chance.below(130)),
        2 => Beginning::Drifted((0..=chance.below(DRIFTS_MAX)).map(|_| draw_drift(chance)).collect()),
        3 => Beginning::Complete,
        4 => Beginning::HandMade,
        5 => Beginning::AlertDropped,
        _ => Beginning::LogGroupRenamed,
    }
}

fn draw_drift(chance: &mut Chance) -> Drift {
    let kind = chance.one_of(&DriftKind::ALL).copied().unwrap_or(DriftKind::TopicDeleted);
    Drift { kind, alert: chance.below(8) as usize }
}

fn draw_faults(chance: &mut Chance) -> BTreeMap<u32, CallFault> {
    let calls = chance.one_of(&FAULTY_CALLS).copied().unwrap_or(0);
    let rate = chance.one_of(&RATES).copied().unwrap_or(1);
    let kinds: Vec<FaultKind> =
        (0..=chance.below(KINDS_MAX)).filter_map(|_| chance.one_of(&FaultKind::ALL).copied()).collect();
    let mut faults = BTreeMap::new();
    let mut meddled = 0;
    for call in 0..calls {
        if !chance.one_in(rate) {
            continue;
        }
        let Some(kind) = chance.one_of(&kinds).copied() else { continue };
        let fault = kind.fault(draw_drift(chance));
        if matches!(fault, CallFault::Meddling(_)) {
            meddled += 1;
            if MEDDLING_MAX < meddled {
                continue;
            }
        }
        faults.insert(call, fault);
    }
    if chance.one_in(ROW_ONE_IN) {
        let from = chance.below(calls.max(1));
        let row = [CallFault::Throttled, CallFault::ServerError, CallFault::ReplyLost, CallFault::CallLost];
        if let Some(fault) = chance.one_of(&row).copied() {
            faults.extend((from..=from + chance.below(ROW_MAX)).map(|call| (call, fault)));
        }
    }
    faults
}

impl DeploymentStory {
    /// The first call with which nothing can go wrong any more.
    #[must_use]
    pub fn quiet_from(&self) -> u32 {
        self.faults.last_key_value().map_or(0, |(last, _)| last + 1)
    }

    pub(crate) fn is_meddled_with(&self) -> bool {
        self.faults.values().any(|fault| matches!(fault, CallFault::Meddling(_)))
    }
}

impl fmt::Display for DeploymentStory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, beginning, role_propagation, bucket_settling, faults } = self;
        writeln!(f, "seed {seed}: a deployment onto {beginning}")?;
        writeln!(f, "CloudTrail knows a new role after {role_propagation}; a bucket settles for {bucket_settling}")?;
        for (call, fault) in faults {
            writeln!(f, "call {call}: {fault}")?;
        }
        Ok(())
    }
}
