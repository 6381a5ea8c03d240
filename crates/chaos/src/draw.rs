//! A story of chance: sign-ins, and faults that come and go.

use signalarm_alert::{AlertName, Config};
use signalarm_event::{Outcome, Variant};
use signalarm_scenario::{
    Action, AlertFault, ChainFault, ChainOrigin, FaultKind, Scenario, SignInStep, Step, TimedFault,
};
use signalarm_time::{Duration, Timestamp};

use crate::chance::Chance;

/// When stories begin: the same instant as that of scenario files.
pub(crate) const START: Timestamp = Timestamp::from_millis(1_767_603_600_000);
/// What follows the last sign-in: everything has been heard by then that ever will be, unless it is late.
const TAIL: Duration = Duration::from_secs(3 * 3_600);
/// One story in so many has no fault at all: what is heard then must be heard in time.
const FAULTLESS_ONE_IN: u32 = 8;
/// One fault in so many is never mended.
const UNMENDED_ONE_IN: u32 = 4;
/// How strong, or how often, a fault with a measure is.
const MEASURES: [Duration; 6] = [
    Duration::from_secs(30),
    Duration::from_secs(120),
    Duration::from_secs(600),
    Duration::from_secs(2_400),
    Duration::from_secs(7_200),
    Duration::from_secs(86_400),
];
/// How often somebody fails to sign in during a flood.
const FLOODS: [Duration; 3] = [Duration::from_secs(10), Duration::from_secs(30), Duration::from_secs(90)];
const USERS: [&str; 3] = ["alice", "bob", "carol"];
const ADDRESSES: [&str; 3] = ["203.0.113.7", "198.51.100.23", "192.0.2.44"];

/// The whole fault model of an exploration, and what happens besides faults.
#[derive(Clone, Debug)]
pub struct Options {
    /// The settings of the chain.
    pub config: Config,
    /// For how long people sign in.
    pub length: Duration,
    /// How many do, at most, in a day.
    pub sign_ins_per_day: u32,
    /// The faults that may happen; each story has a few of them.
    pub faults: Vec<FaultKind>,
    /// How many faults a story has at most.
    pub faults_max: u32,
    /// The account's other activity: one ordinary API call in each of these.
    pub activity: Option<Duration>,
}

impl Options {
    /// Every fault, three at most in a story of half a day with up to 24 sign-ins.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self {
            config,
            length: Duration::from_secs(12 * 3_600),
            sign_ins_per_day: 48,
            faults: FaultKind::all().collect(),
            faults_max: 3,
            activity: Some(Duration::MINUTE),
        }
    }
}

/// The story of a seed.
#[must_use]
pub fn draw(options: &Options, seed: u64) -> Scenario {
    let mut chance = Chance::of(seed);
    let mut steps = draw_faults(options, &mut chance);
    steps.extend(draw_sign_ins(options, &mut chance));
    steps.sort_by_key(|step| step.at);
    for (index, step) in steps.iter_mut().enumerate() {
        step.line = index + 1;
    }
    let last = steps.last().map_or(Duration::ZERO, |step| step.at);
    Scenario {
        name: format!("seed-{seed}"),
        title: format!("A story of chance, from seed {seed}"),
        seed,
        start: START,
        activity: options.activity,
        origin: ChainOrigin::default(),
        config: options.config.clone(),
        steps,
        expectations: Vec::new(),
        length: last.max(options.length) + TAIL,
    }
}

fn draw_sign_ins(options: &Options, chance: &mut Chance) -> Vec<Step> {
    let most = u64::from(options.sign_ins_per_day) * options.length.as_secs() / 86_400;
    let count = 1 + chance.below(u32::try_from(most).unwrap_or(u32::MAX).max(1));
    (0..count).map(|_| step(chance.seconds_below(options.length), Action::SignIn(draw_sign_in(chance)))).collect()
}

fn draw_sign_in(chance: &mut Chance) -> SignInStep {
    let outcome = if chance.one_in(2) { Outcome::Success } else { Outcome::Failure };
    // CloudTrail never says of a failed sign-in of the root user that MFA was used.
    let mfa = chance.one_in(2);
    let variant = match chance.below(5) {
        0 => Variant::UnknownUser,
        1 | 2 => Variant::Iam { outcome, mfa },
        _ => Variant::Root { outcome, mfa: mfa && outcome == Outcome::Success },
    };
    let text = |choice: Option<&&str>| choice.map(|text| (*text).to_owned()).unwrap_or_default();
    let (user, source_ip) = (text(chance.one_of(&USERS)), text(chance.one_of(&ADDRESSES)));
    SignInStep { variant, user, source_ip, region: None, delay: None }
}

/// Swarm: each story has a few faults of all that may happen, so that no fault hides behind the others for ever.
fn draw_faults(options: &Options, chance: &mut Chance) -> Vec<Step> {
    if chance.one_in(FAULTLESS_ONE_IN) {
        return Vec::new();
    }
    let mut drawn: Vec<ChainFault> = Vec::new();
    let mut steps = Vec::new();
    for _ in 0..=chance.below(options.faults_max.max(1)) {
        let Some(fault) = draw_fault(options, chance) else { break };
        if drawn.iter().any(|other| other.is_same(&fault)) {
            continue;
        }
        let from = chance.seconds_below(options.length);
        let rest = options.length.as_secs() - from.as_secs();
        if !chance.one_in(UNMENDED_ONE_IN) {
            let until = from + Duration::SECOND + chance.seconds_below(Duration::from_secs(rest.max(1)));
            steps.push(step(until, Action::Mend(fault.clone())));
        }
        steps.push(step(from, Action::Break(fault.clone())));
        drawn.push(fault);
    }
    steps
}

fn draw_fault(options: &Options, chance: &mut Chance) -> Option<ChainFault> {
    let names: Vec<AlertName> = options.config.simulated_chain().names().cloned().collect();
    Some(match *chance.one_of(&options.faults)? {
        FaultKind::Whole(fault) => ChainFault::Whole(fault),
        FaultKind::Timed(TimedFault::FailureFlood) => {
            ChainFault::Timed(TimedFault::FailureFlood, *chance.one_of(&FLOODS)?)
        }
        FaultKind::Timed(fault) => ChainFault::Timed(fault, *chance.one_of(&MEASURES)?),
        FaultKind::OfAlert(fault) => ChainFault::OfAlert(fault, draw_alert(fault, &names, chance)?),
    })
}

fn draw_alert(fault: AlertFault, names: &[AlertName], chance: &mut Chance) -> Option<AlertName> {
    let with_it: Vec<&AlertName> =
        names.iter().filter(|name| !fault.is_of_filter() || **name != AlertName::SILENCE).collect();
    chance.one_of(&with_it).map(|name| (*name).clone())
}

const fn step(at: Duration, action: Action) -> Step {
    Step { line: 0, at, action }
}
